import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createPlay, type Run } from '../../engine/index.ts';
import { Act } from '../../engine/run/acts.ts';
import { firstMandate } from './first-mandate.ts';

/** Makes every look at what a party expects compare what is kept with what is worked out anew. */
function compareLooks(run: Run): { looks: number; kept: number } {
  const seen = { looks: 0, kept: 0 };
  const fresh = (look: () => number): number => {
    const { moment } = run;
    run.moment = -1;
    const value = look();
    run.moment = moment;
    return value;
  };
  const reliability = run.reliability.bind(run);
  const textUtility = run.textUtility.bind(run);
  const at = new Map<string, number>();
  const compare = (name: string, look: () => number): number => {
    const kept = look();
    const anew = fresh(look);
    if (!Object.is(kept, anew)) throw new Error(`${name} is ${kept}, and worked out anew ${anew}`);
    seen.looks++;
    if (at.get(name) === run.moment) seen.kept++;
    at.set(name, run.moment);
    return look();
  };
  run.reliability = (party, members) => compare(`reliability of ${party}`, () => reliability(party, members));
  run.textUtility = (party) => compare(`utility of ${party}`, () => textUtility(party));
  return seen;
}

it('what a party expects is the same kept or worked out anew, at every look of a run', () => {
  for (const seed of [1, 2, 7]) {
    const play = createPlay(firstMandate, { seed });
    const seen = compareLooks(play.run);
    expect(play.toEnd()).toBe(true);
    expect(play.fault).toBeUndefined();
    expect(seen.looks).toBeGreaterThan(300);
    // Otherwise nothing was kept, and the comparison says nothing.
    expect(seen.kept).toBeGreaterThan(100);
  }
});

it('outside a step, what is written into the arrays is seen at once', () => {
  const play = createPlay(firstMandate, { seed: 7 });
  for (let step = 0; step < 40; step++) play.advance();
  const { run } = play;
  const [me, other] = firstMandate.states;
  run.i32['treaty.expected'].fill(0);
  expect(run.reliability(me, run.i32['treaty.expected'])).toBe(0);
  run.i32['treaty.expected'][other] = 1;
  const trust = run.f64['trust.value'][me * firstMandate.partyCount + other];
  const share = firstMandate.weight[other] / (1 - firstMandate.weight[me]);
  expect(run.reliability(me, run.i32['treaty.expected'])).toBeCloseTo(trust * share, 12);
  run.i32['text.option'].set(firstMandate.reversion);
  const before = run.textUtility(me);
  run.i32['text.option'][0] = run.i32['text.option'][0] === 0 ? 1 : 0;
  expect(run.textUtility(me)).not.toBe(before);
});

it('within a step, expecting, an act and another text are noticed', () => {
  const play = createPlay(firstMandate, { seed: 7 });
  for (let step = 0; step < 40; step++) play.advance();
  const { run } = play;
  const [me, other] = firstMandate.states;
  const expected = run.i32['treaty.expected'];
  run.moment = -run.moment;
  run.expect(other, false);
  const without = run.reliability(me, expected);
  run.expect(other, true);
  const withIt = run.reliability(me, expected);
  expect(withIt).toBeGreaterThan(without);
  run.act(other, Act.defection);
  expect(run.reliability(me, expected)).toBeLessThan(withIt);
  const before = run.textUtility(me);
  run.i32['text.option'][0] = run.i32['text.option'][0] === 0 ? 1 : 0;
  expect(run.textUtility(me)).not.toBe(before);
});

it('nobody writes who is expected but through `expect`, which keeps what follows from it up to date', () => {
  const files = readdirSync('engine', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const written =
    /\['treaty\.expected'\]\s*(\[[^\]]*\](?:\])?\s*(?:=[^=]|[-+|&^]=)|\.(?:fill|set|copyWithin)\b)/;
  expect(written.test("run.i32['treaty.expected'][states[s]] = 1;")).toBe(true);
  expect(written.test("run.i32['treaty.expected'].fill(0);")).toBe(true);
  const writers = files.filter((name) => written.test(readFileSync(`engine/${name}`, 'utf8')));
  expect(writers).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { run, scratch } from './capture.ts';

interface Remedy {
  readonly changes: readonly { readonly kind: string; readonly issue?: string; readonly donor?: string }[];
  readonly price: number;
}

describe('plenary outcomes', () => {
  test('tells of the text, the space and the points', async () => {
    const { exit, out, err } = await run(['outcomes', 'first-mandate', '--seed', '7']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain('Seed 7, the text adopted');
    expect(out).toMatch(/2 000 packages/);
    expect(out).toMatch(/Kalai–Smorodinsky +\d/);
    // Consensus: whoever objects formally stops it.
    expect(out).toContain('could turn the decision alone');
    for (const line of out.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
  });

  test('gives a record and its scenario with the same seed the same answer', async () => {
    const folder = scratch();
    await run(['run', 'first-mandate', '--seed', '5', '--record', 'run.json'], { folder });
    const ofRecord = await run(['outcomes', 'run.json', '--json'], { folder });
    const ofScenario = await run(['outcomes', 'first-mandate', '--seed', '5', '--json'], { folder });
    expect(ofRecord.out).toBe(ofScenario.out);
    const answer = JSON.parse(ofRecord.out);
    expect(answer.space.points.map(({ exact }: { exact: boolean }) => exact)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(Object.keys(answer.text.utility)).toHaveLength(6);
  });

  test('a round that is not there, and --set on a record, are refused', async () => {
    const folder = scratch();
    const late = await run(['outcomes', 'first-mandate', '--round', '999'], { folder });
    expect(late.exit).toBe(2);
    expect(late.err).toContain('the run has no round 999');
    await run(['run', 'first-mandate', '--record', 'run.json'], { folder });
    const set = await run(['outcomes', 'run.json', '--set', 'ticks=40'], { folder });
    expect(set.exit).toBe(2);
    expect(set.err).toContain('not a record');
  });
});

describe('plenary what-would-it-take', () => {
  const words = ['what-would-it-take', 'first-mandate', '--seed', '7', '--round', '5'];

  test('finds an audit, a seat, a payment and an option for Norland in the middle of the talks', async () => {
    const { exit, out } = await run([...words, '--json']);
    expect(exit).toBe(0);
    const { answers, in: inside } = JSON.parse(out);
    expect(inside).not.toContain('norland');
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({ party: 'norland', standing: 'below-limit', changes: 1 });
    const remedies = answers[0].remedies as Remedy[];
    const first = remedies.slice(0, 4);
    expect(first.map(({ changes }) => changes[0].kind)).toEqual(['audit', 'voice', 'payment', 'option']);
    expect(first.map(({ price }) => price > 0)).toEqual([false, false, true, true]);
    expect(remedies[3].changes[0].issue).toBe('certification');
  });

  test('says it in words, and says who is in', async () => {
    const { out } = await run(words);
    expect(out).toContain('5 of 6 states would take it');
    expect(out).toContain('One change brings it in');
    expect(out).toContain('costs nobody anything');
    for (const line of out.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
    const aldria = await run([...words, '--party', 'ALD']);
    expect(aldria.out).toContain('Aldria is in');
  });

  test('without audits nobody is told to audit', async () => {
    const { out } = await run([...words, '--set', 'world.compliance=null', '--json']);
    const kinds = JSON.parse(out).answers.flatMap(({ remedies }: { remedies: Remedy[] }) =>
      remedies.flatMap(({ changes }) => changes.map(({ kind }) => kind)),
    );
    expect(kinds.length).toBeGreaterThan(0);
    expect(kinds).not.toContain('audit');
  });

  test('an unknown party gets a suggestion, and the chair is told that it decides nothing', async () => {
    const unknown = await run([...words, '--party', 'norlend']);
    expect(unknown.exit).toBe(2);
    expect(unknown.err).toContain('norland');
    const chair = await run([...words, '--party', 'SEC']);
    expect(chair.exit).toBe(2);
    expect(chair.err).toContain('decides nothing');
  });
});

describe('metrics of outcomes', () => {
  const header = (out: string) => out.split('\n')[0].split(',');

  test('those that take long are in a batch only when asked for', async () => {
    const words = ['batch', 'first-mandate', '--seeds', '1..3', '--quiet'];
    const plain = header((await run(words)).out);
    expect(plain).toContain('nashMean');
    expect(plain).not.toContain('dissenterPrice');
    const asked = await run([...words, '--outcomes']);
    expect(header(asked.out)).toEqual(
      expect.arrayContaining(['toFrontier', 'shareSpread', 'dissenterPrice']),
    );
    const frontier = asked.out.split('\n')[1].split(',')[header(asked.out).indexOf('toFrontier')];
    expect(Number(frontier)).toBeGreaterThanOrEqual(0);
    expect(frontier).not.toBe('');
  });

  test('a scenario asks for one by naming it', async () => {
    const metric = '[{"id":"price","title":"Price","expression":"dissenterPrice"}]';
    const rule = '[{"rule":"simple-majority"}]';
    // Norland asks for more than the others give, and is outvoted.
    const sets = [`metrics=${metric}`, `rules.decision=${rule}`, 'parties.norland.margin=0.3'];
    const words = ['run', 'first-mandate', '--seed', '7', ...sets.flatMap((set) => ['--set', set]), '--json'];
    const { metrics } = JSON.parse((await run(words)).out);
    expect(metrics.smallestGain).toBeLessThan(0);
    // The cheapest way is a side payment of just what it lacks.
    expect(metrics.price).toBeCloseTo(-metrics.smallestGain, 9);
    expect(metrics.toFrontier).toBeNull();
  });
});

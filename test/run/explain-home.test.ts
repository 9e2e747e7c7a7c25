import { describe, expect, test } from 'vitest';
import { createPlay, decodeEvents, explainParty, Loop, maySeeEvent } from '../../engine/index.ts';
import { load } from '../model/witness.ts';

// Explanations of what happens at home, where opinion and bar move.

const home = [
  'parties.imara.constituencies=[{id: towns, title: The towns, weight: 0.6, opinion: 0.6}, ' +
    '{id: uplands, title: The uplands, weight: 0.4, opinion: 0.3, vetoBelow: 0.55}]',
  'parties.solenna.ratifiesBy=executive',
  'world.opinion={}',
  'world.elections={term: 9, change: 1, recall: 0.4}',
  'world.ratification.window=10',
  'world.ratification.resubmitAfter=3',
];
const scenario = await load(...home);

/** A run with, after every round, the opinion and the bar of every state. */
function watched(seed: number) {
  const play = createPlay(scenario, { seed, keepRecords: true });
  const after: { opinion: number[]; bar: number[] }[] = [];
  for (let step = play.advance(); ; step = play.advance()) {
    if (step === 'round' || step === 'over') {
      const { opinion, bar } = play.run.scenario;
      after.push({ opinion: [...opinion], bar: [...bar] });
    }
    if (step === 'over') break;
  }
  expect(play.run.loop[Loop.round]).toBe(after.length);
  return { events: decodeEvents(scenario, play.recorder.records()), after };
}

const runs = [1, 2, 3, 4, 5, 6].map(watched);
const sentences = (seed: number): string[] =>
  scenario.partyIds.flatMap((party) =>
    runs[seed].after.flatMap(
      (_, round) => explainParty(scenario, runs[seed].events, { round, party }).sentences,
    ),
  );
const said = runs.flatMap((_, seed) => sentences(seed)).join('\n');

describe('an explanation of ratification', () => {
  test('reckons with opinion and bar as they stood in that month', () => {
    let reckoned = 0;
    for (const { events, after } of runs) {
      const before = new Map<string, string>();
      for (const [round, { opinion, bar }] of after.entries()) {
        for (const state of scenario.states) {
          const party = scenario.partyIds[state];
          const { decisions } = explainParty(scenario, events, { round, party });
          const ratifies = decisions.find(({ kind }) => kind === 'ratifies' || kind === 'rejects');
          if (ratifies === undefined || scenario.byExecutive[state] === 1) continue;
          const term = (name: string) =>
            ratifies.terms.find((each) => each.name === name)?.value ?? Number.NaN;
          expect(term('opinion')).toBeCloseTo(6 * (opinion[state] - 0.5), 9);
          expect(term('bar')).toBeCloseTo(-bar[state], 9);
          const parts = ['treaty', 'opinion', 'bar', 'lobbies'].reduce((sum, name) => sum + term(name), 0);
          expect(parts).toBeCloseTo(term('pressure'), 9);
          // the numbers of the scenario are not those of the month
          if (Math.abs(opinion[state] - scenario.opinion[state]) > 0.02) reckoned++;
          before.set(party, ratifies.sentence);
        }
      }
    }
    expect(reckoned).toBeGreaterThan(8);
  });

  test.each([
    [
      'a veto',
      /Imara cannot ratify: the veto of The uplands blocks it: support there is 0\.\d+, and 0\.55 is asked/,
    ],
    ['a veto that still stands', /Imara has not ratified by round \d+: the veto of The uplands blocks it/],
    ['a veto that is over', /Imara: no constituency blocks ratification any more/],
    ['a window', /the bill dies in (one month|\d+ months)\./],
    ['a bill that died', /’s bill dies: its window of 10 months is over/],
    ['a second try', /submits the treaty to its legislature once more/],
    ['a state that waits for one', /is out: the bill died, and has not been brought in again/],
    ['an executive', /Solenna accepts the treaty by executive agreement; no legislature is asked/],
    ['an election', /votes, and the government changes/],
    ['what a government shifts', /new government shifts support at home by [+−]0\.\d+/],
    ['what it asks for', /new government asks 0\.\d+ (more|less) of ratification/],
    ['a recall', /new government recalls its delegation/],
    ['a revised mandate', /new government revises the mandate/],
  ])('names %s', (_what, pattern) => {
    expect(said).toMatch(pattern);
  });

  test('never says what is not a number or a word', () => {
    expect(said).not.toMatch(/undefined|NaN|Infinity|\.\.|\[object/);
  });

  test('tells the others nothing of constituencies', () => {
    const [{ events, after }] = runs;
    const seen = events.filter((event) => maySeeEvent(event, { role: 'seat', seat: 'norland' }, false));
    const told = after.flatMap((_, round) =>
      explainParty(scenario, seen, { round, party: 'imara' }).sentences.join(' '),
    );
    expect(told.join(' ')).not.toContain('uplands');
    expect(seen.some(({ kind }) => kind === 'opinionMoved')).toBe(true);
    expect(seen.some((event) => event.kind === 'constituencyMoved' && event.party === 'imara')).toBe(false);
  });
});

/**
 * Whatever decides the future of a run is in its slices: under every protocol a state taken after any round
 * goes on as the run it was taken from, a branch of replicate 0 is the same future, two runs that take turns
 * do not touch each other, a record replays, and nothing depends on whether records are kept.
 */
import { describe, expect, it } from 'vitest';
import {
  branchPlay,
  builtIn,
  capturePlay,
  computeMetrics,
  createPlay,
  makeRecord,
  metrics,
  type Play,
  type PlayOptions,
  parseOverride,
  replay,
  resumePlay,
  runDigest,
  type Scenario,
} from '../../engine/index.ts';
import { tinyScenario } from './protocols.ts';

/** Mechanisms that every protocol has to live with. */
const additions: readonly (readonly [name: string, sets: readonly string[]])[] = [
  ['as it is', []],
  ['with instructions', ['world.instructions={delay: 1, width: 0.1}']],
  [
    'with strict instructions, footnotes and votes',
    [
      'world.instructions={delay: 2, adReferendum: false, width: 0.1}',
      'rules.dissociation={permitted: true, most: 2}',
      'rules.decision=[{rule: consensus}, {rule: two-thirds}]',
    ],
  ],
];

const keeps: Omit<PlayOptions, 'seed'> = { keepRecords: true, keepSliceDigests: true };

function playedOut(scenario: Scenario, seed: number, options: Omit<PlayOptions, 'seed'> = {}): Play {
  const play = createPlay(scenario, { seed, ...options });
  play.toEnd();
  if (play.fault !== undefined) throw play.fault;
  return play;
}

function playTo(scenario: Scenario, seed: number, rounds: number): Play {
  const play = createPlay(scenario, { seed, ...keeps });
  for (let round = 0; round < rounds; ) if (play.advance() === 'round') round++;
  return play;
}

const digestOf = (play: Play, seed: number): string => runDigest(play, `${seed}`);

const load = (protocol: string, sets: readonly string[]): Promise<Scenario> =>
  tinyScenario(
    protocol,
    sets.map((text) => {
      const parsed = parseOverride(text);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
      return parsed.value;
    }),
  );

const cases = builtIn.protocols.flatMap(({ id }) =>
  additions.map(([name, sets]) => [id, name, sets] as const),
);

describe.each(cases)('the state of a run under %s, %s,', (protocol, _name, sets) => {
  it('is in its slices', async () => {
    const scenario = await load(protocol, sets);
    for (const seed of [1, 2]) {
      const whole = playedOut(scenario, seed, keeps);
      const digest = digestOf(whole, seed);
      expect(digestOf(playedOut(scenario, seed), seed), 'without records').toBe(digest);
      const record = makeRecord(whole, { seed });
      expect((await replay(record)).verdict).toBe('same');
      for (let round = 0; round < record.rounds.length; round++) {
        const state = capturePlay(playTo(scenario, seed, round));
        const resumed = resumePlay(scenario, state, { seed, ...keeps });
        resumed.toEnd();
        expect(digestOf(resumed, seed), `resumed after ${round}`).toBe(digest);
        const branched = branchPlay({ scenario, seed }, { round, replicate: 0, inputs: 'keep' });
        if (!branched.ok) throw new Error(branched.refusal.message);
        branched.value.toEnd();
        expect(digestOf(branched.value, seed), `branched at ${round}`).toBe(digest);
      }
    }
  });

  it('is its own, and its numbers are finite', async () => {
    const scenario = await load(protocol, sets);
    const [one, two] = [createPlay(scenario, { seed: 3 }), createPlay(scenario, { seed: 4 })];
    for (let over = 0; over < 2; ) over = Number(one.advance() === 'over') + Number(two.advance() === 'over');
    expect(digestOf(one, 3)).toBe(digestOf(playedOut(scenario, 3), 3));
    expect(digestOf(two, 4)).toBe(digestOf(playedOut(scenario, 4), 4));
    for (const { name, type } of scenario.layout.slices) {
      if (type !== 'f64') continue;
      expect(
        one.run.f64[name]!.every((value) => Number.isFinite(value) && !Object.is(value, -0)),
        name,
      ).toBe(true);
    }
    // NaN is what does not apply to a run, such as the tick of an adoption that never came.
    const values = computeMetrics(one.run);
    metrics.forEach(({ id }, slot) => {
      expect(Math.abs(values[slot]), id).not.toBe(Number.POSITIVE_INFINITY);
    });
  });
});

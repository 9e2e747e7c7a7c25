import { describe, expect, test } from 'vitest';
import {
  type Branch,
  branchPlay,
  branchRecord,
  capturePlay,
  createPlay,
  diffRecords,
  type Input,
  replay,
  resumePlay,
  runDigest,
} from '../../engine/index.ts';
import { compact, firstMandate, played, playRounds, recordOf } from './first-mandate.ts';

const keeps = { keepRecords: true, keepSliceDigests: true } as const;
const whole = recordOf(played(firstMandate, { seed: 7 }), { seed: 7 });

function branched(branch: Branch, inputs?: readonly Input[]) {
  const origin = { scenario: firstMandate, seed: 7, rounds: whole.rounds.length };
  const result = branchPlay(inputs === undefined ? origin : { ...origin, inputs }, branch, keeps);
  if (!result.ok) throw new Error(result.refusal.message);
  result.value.toEnd();
  return recordOf(result.value, { seed: 7, branch });
}

test('replicate 0 is the same future, at every round', () => {
  for (let round = 0; round < whole.rounds.length; round += round < 12 ? 1 : 6) {
    const { branch: _, ...rest } = branched({ round, replicate: 0, inputs: 'keep' });
    expect(rest, `round ${round}`).toEqual(whole);
  }
});

test('another replicate shares everything before the branch, and draws anew from it on', async () => {
  for (const round of [0, 3, 9, 12, 30]) {
    const digests = new Set([whole.digest]);
    for (const replicate of [1, 2, 3]) {
      const record = branched({ round, replicate, inputs: 'keep' });
      expect(record.rounds.slice(0, round)).toEqual(whole.rounds.slice(0, round));
      digests.add(record.digest);
      if (replicate === 1) expect((await replay(compact(record))).verdict).toBe('same');
    }
    expect(digests.size, `round ${round}`).toBe(4);
  }
});

test('a branch made from a record is the branch made from its scenario', async () => {
  const branch: Branch = { round: 12, replicate: 2, inputs: 'keep' };
  const result = await branchRecord(compact(whole), branch, keeps);
  if (!result.ok) throw new Error(result.refusal.message);
  result.value.toEnd();
  const record = recordOf(result.value, { seed: 7, branch });
  expect(record).toEqual(branched(branch));
  const diff = await diffRecords(whole, record);
  expect(diff.settings.map((setting) => setting.path)).toEqual(['branch']);
  expect(diff.first?.round).toBeGreaterThanOrEqual(12);
});

describe('a branch point that cannot be used is refused', () => {
  test.each<[string, Partial<Branch>]>([
    ['a round after the run', { round: 86 }],
    ['a negative round', { round: -1 }],
    ['half a round', { round: 1.5 }],
    ['a round that is no number', { round: Number.NaN }],
    ['a negative replicate', { replicate: -1 }],
    ['half a replicate', { replicate: 0.5 }],
    ['a huge replicate', { replicate: 1e300 }],
    ['inputs of no kind', { inputs: 'some' as 'keep' }],
  ])('%s', async (_, change) => {
    const branch: Branch = { round: 3, replicate: 1, inputs: 'keep', ...change };
    const result = await branchRecord(whole, branch);
    expect(result.ok ? 'played' : result.refusal.code).toBe('bad-branch');
  });

  test('a branch of another future, after the round where that begins', async () => {
    const record = branched({ round: 10, replicate: 4, inputs: 'keep' });
    const at = async (round: number, replicate: number) =>
      (await branchRecord(record, { round, replicate, inputs: 'keep' })).ok;
    expect([await at(10, 4), await at(10, 5), await at(4, 5), await at(11, 4), await at(20, 0)]).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test('edited inputs that change what was before the branch', () => {
    const take: Input = { type: 'take', seat: 'norland', round: 2, turn: 0 };
    const branch: Branch = { round: 5, replicate: 0, inputs: 'edited' };
    const result = branchPlay({ scenario: firstMandate, seed: 7 }, branch, { inputs: [take] });
    expect(result.ok ? 'played' : result.refusal.code).toBe('bad-branch');
  });
});

test('bots take over every held seat, whatever the round of the branch', () => {
  // Norland is held from the agenda to the end and lets every deadline pass.
  const play = createPlay(firstMandate, {
    seed: 7,
    inputs: [{ type: 'take', seat: 'norland', round: 2, turn: 0 }],
  });
  while (!play.toEnd()) {
    const { round, turn } = play.openQuestions()[0]!;
    play.inputs.push({ type: 'deadline', seat: 'norland', round, turn });
  }
  for (let round = 0; round < whole.rounds.length; round += 4) {
    const record = branched({ round, replicate: 0, inputs: 'bots' }, play.inputs);
    expect(record.status, `round ${round}`).toBe('complete');
    // A deadline is answered by the strategy, so the seat's run is the one that nobody held.
    expect(record.outcome).toBe(whole.outcome);
  }
});

test('a state taken after any round goes on as the run it was taken from', () => {
  for (const round of [0, 1, 2, 3, 7, 9, 10, 22, 23, 45, 60]) {
    const play = createPlay(firstMandate, { seed: 7, ...keeps });
    playRounds(play, round);
    const state = capturePlay(play);
    expect(state.round).toBe(round);
    const fresh = resumePlay(firstMandate, state, { seed: 7, ...keeps });
    expect(fresh.run.buffer).not.toBe(play.run.buffer);
    fresh.toEnd();
    expect(recordOf(fresh, { seed: 7 }), `round ${round}`).toEqual(whole);
    play.toEnd();
    expect(recordOf(play, { seed: 7 })).toEqual(whole);
  }
});

test('a state goes on as a branch, and a run goes back to an earlier state of itself', () => {
  const play = createPlay(firstMandate, { seed: 7, ...keeps });
  playRounds(play, 12);
  const state = capturePlay(play);
  const branch: Branch = { round: 12, replicate: 3, inputs: 'keep' };
  const fresh = resumePlay(firstMandate, state, { seed: 7, branch, ...keeps });
  fresh.toEnd();
  expect(recordOf(fresh, { seed: 7, branch })).toEqual(branched(branch));
  play.toEnd();
  play.restore(state.snapshot);
  play.toEnd();
  expect(recordOf(play, { seed: 7 })).toEqual(whole);
  const lean = resumePlay(firstMandate, state, { seed: 7 });
  lean.toEnd();
  expect(runDigest(lean, 7)).toBe(whole.digest);
});

test('a state is refused by another scenario, and by options that it was not taken with', () => {
  const play = createPlay(firstMandate, { seed: 7 });
  playRounds(play, 4);
  const state = capturePlay(play);
  expect(() => resumePlay({ ...firstMandate, digest: '0' }, state, { seed: 7 })).toThrow(
    'belongs to the scenario',
  );
  expect(() => resumePlay(firstMandate, state, { seed: 7, keepRecords: true })).toThrow('without records');
  expect(() => resumePlay(firstMandate, state, { seed: 7, keepSliceDigests: true })).toThrow(
    'without digests',
  );
});

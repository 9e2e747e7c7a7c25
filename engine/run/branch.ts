/**
 * Branches of a run, and states of a run to come back to. Draws before the branch are keyed by the run, from
 * it on by run and replicate, so replicate 0 is the original future and every other one is fresh.
 */
import { assert, type Refusal, refuse } from '../codes.ts';
import { loadDocument } from '../load.ts';
import { canonicalJson } from '../scenario/canonical.ts';
import { formatProblems } from '../scenario/problems.ts';
import type { Scenario } from './contract.ts';
import { createChain, recordWords } from './digest.ts';
import { SeedError, seedText } from './draws.ts';
import { type Branch, branchInputs, type Input } from './inputs.ts';
import { createPlay, type Play, type PlayOptions, roundLimit, type Snapshot } from './play.ts';
import type { RunRecord } from './record.ts';
import type { ReplayOptions } from './replay.ts';

/** The run that is branched. */
export interface RunOrigin {
  readonly scenario: Scenario;
  readonly seed: string | number;
  readonly inputs?: readonly Input[];
  /** Its own branch point, when it is a branch itself. */
  readonly branch?: Branch | undefined;
  /** Rounds that it has; by default as many as the scenario can have. */
  readonly rounds?: number;
}

/** What is kept of a branch, and the inputs of an edited one. */
export interface BranchOptions extends Pick<PlayOptions, 'keepRecords' | 'keepSliceDigests'> {
  /** For `inputs: 'edited'`: all inputs; those before the branch as they were. */
  readonly inputs?: readonly Input[];
}

/** A branch at its start, or why there is none. */
export type Branched =
  | { readonly ok: true; readonly value: Play }
  | { readonly ok: false; readonly refusal: Refusal };

const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** Why a branch point cannot be used, or undefined when it can. */
export function checkBranch(
  origin: RunOrigin,
  branch: Branch,
  options: BranchOptions = {},
): Refusal | undefined {
  const { round, replicate } = branch;
  const rounds = origin.rounds ?? roundLimit(origin.scenario);
  if (!isWhole(round) || round >= Math.max(rounds, 1)) {
    return refuse(
      'bad-branch',
      `The run has rounds 0 to ${Math.max(rounds, 1) - 1}; this is ${String(round)}.`,
    );
  }
  if (!isWhole(replicate))
    return refuse('bad-branch', `A replicate is a whole number; this is ${String(replicate)}.`);
  if (!['keep', 'bots', 'edited'].includes(branch.inputs)) {
    return refuse('bad-branch', `Inputs are kept, left to bots or edited; this is ${String(branch.inputs)}.`);
  }
  const before = origin.branch;
  if (before !== undefined && before.replicate > 0 && !isSameFuture(before, branch) && round > before.round) {
    return refuse(
      'bad-branch',
      `The run is itself a branch at round ${before.round}; branch there or earlier.`,
    );
  }
  if (options.inputs !== undefined && !sameBefore(origin.inputs ?? [], options.inputs, round)) {
    return refuse('bad-branch', `The edited inputs differ before round ${round}.`);
  }
  return undefined;
}

/** Whether a branch plays the future that the run has already, perhaps with other inputs. */
function isSameFuture(before: Branch, branch: Branch): boolean {
  return before.round === branch.round && before.replicate === branch.replicate;
}

function sameBefore(inputs: readonly Input[], edited: readonly Input[], round: number): boolean {
  const before = (list: readonly Input[]) => canonicalJson(list.filter((input) => input.round < round));
  return before(inputs) === before(edited);
}

/**
 * A run that shares everything with `origin` before `branch.round` and has the future of `branch.replicate`
 * from it on. It stands at its start: play it as any other run. Its record takes `branch` and its own
 * `inputs`.
 *
 * @example
 * ```ts
 * const branched = branchPlay({ scenario, seed: 7 }, { round: 12, replicate: 1, inputs: 'bots' });
 * if (branched.ok) branched.value.toEnd();
 * ```
 */
export function branchPlay(origin: RunOrigin, branch: Branch, options: BranchOptions = {}): Branched {
  const refusal = checkBranch(origin, branch, options);
  if (refusal !== undefined) return { ok: false, refusal };
  const { keepRecords = false, keepSliceDigests = false } = options;
  const given = branch.inputs === 'edited' ? (options.inputs ?? origin.inputs) : origin.inputs;
  const inputs = branchInputs(given ?? [], branch);
  try {
    const play = createPlay(origin.scenario, {
      seed: origin.seed,
      inputs,
      branch,
      keepRecords,
      keepSliceDigests,
    });
    return { ok: true, value: play };
  } catch (error) {
    if (!(error instanceof SeedError)) throw error;
    return { ok: false, refusal: { ...refuse(error.code), message: error.message } };
  }
}

/** Branches the run of a record; its scenario is loaded first. */
export async function branchRecord(
  record: RunRecord,
  branch: Branch,
  options: BranchOptions & ReplayOptions = {},
): Promise<Branched> {
  const loaded = await loadDocument(record.scenario, options);
  if (!loaded.ok) return { ok: false, refusal: refuse('record-scenario', formatProblems(loaded.problems)) };
  const { seed, inputs } = record;
  // A run that is not over has begun a round that no record of rounds holds yet.
  const rounds = record.rounds.length + (record.status === 'partial' ? 1 : 0);
  return branchPlay({ scenario: loaded.value, seed, inputs, branch: record.branch, rounds }, branch, options);
}

/**
 * Everything a run is at the end of a round: what a snapshot leaves to the run that took it is in here too.
 */
export interface PlayState {
  readonly scenarioDigest: string;
  readonly seed: string;
  readonly round: number;
  readonly snapshot: Snapshot;
  /** The chain at the end of each finished round. */
  readonly chains: Int32Array;
  readonly sliceDigests: readonly Int32Array[];
  readonly inputs: readonly Input[];
  /** Records so far, when they are kept. */
  readonly records: Int32Array | undefined;
}

/** The state of a run between two rounds. */
export function capturePlay(play: Play): PlayState {
  const snapshot = play.snapshot();
  const records = play.recorder.records();
  const isKept = records.length === play.recorder.count() * recordWords;
  return {
    scenarioDigest: play.scenario.digest,
    seed: play.seed,
    round: snapshot.round,
    snapshot,
    chains: play.roundChains.slice(0, snapshot.round * play.recorder.chain.length),
    sliceDigests: play.sliceDigests.slice(0, snapshot.round),
    inputs: [...play.inputs],
    records: isKept ? records.slice() : undefined,
  };
}

/**
 * A new run that goes on from a state: with the options of the run it was taken from, or with a branch at or
 * after its round. Inputs are those of the state unless others are given.
 */
export function resumePlay(scenario: Scenario, state: PlayState, options: PlayOptions): Play {
  assert(scenario.digest === state.scenarioDigest, 'a state belongs to the scenario it was taken from');
  assert(seedText(options.seed) === state.seed, 'a state goes on under the seed it was taken under');
  assert(options.keepRecords !== true || state.records !== undefined, 'the state was taken without records');
  const slices = state.sliceDigests.length;
  assert(
    options.keepSliceDigests !== true || slices === state.round,
    'the state was taken without digests of slices',
  );
  const play = createPlay(scenario, { ...options, inputs: options.inputs ?? state.inputs });
  if (options.keepRecords === true) refill(play, state.records ?? new Int32Array(0));
  play.restore(state.snapshot);
  play.roundChains.set(state.chains);
  if (options.keepSliceDigests === true)
    (play.sliceDigests as Int32Array[]).splice(0, slices, ...state.sliceDigests);
  return play;
}

/** Gives a recorder the records of a state. */
function refill(play: Play, records: Int32Array): void {
  // What the new run emitted at its start is among the records of the state.
  play.recorder.restore(createChain());
  for (let at = 0; at < records.length; at += recordWords) {
    const [kind, round, seat, a, b, c] = records.subarray(at, at + recordWords);
    play.recorder.add(kind, round, seat, a, b, c);
  }
}

/**
 * Plays a record again and compares: the proof that a run is what its record says. The embedded scenario, the
 * seed, the inputs and the branch are all that is taken from the record; everything else is compared.
 */
import { loadDocument } from '../load.ts';
import type { Registry } from '../scenario/compile.ts';
import { formatProblems, type Problem, type Result } from '../scenario/problems.ts';
import { engineVersion, rulesVersion } from '../version.ts';
import type { Scenario } from './contract.ts';
import { SeedError } from './draws.ts';
import type { RunEvent } from './events.ts';
import { Loop } from './loop-position.ts';
import { createPlay, type Play } from './play.ts';
import { digestOf, makeRecord, type RunRecord } from './record.ts';
import { embeddedDigest } from './record-file.ts';
import { type Difference, firstDifference, rowNames } from './trace.ts';

/** What a replay may use besides the record. */
export interface ReplayOptions {
  /** Protocols, mechanisms and strategies; the built-in ones unless plugins add some. */
  readonly registry?: Registry;
}

/** The first event of a full record that the replay does not repeat. */
export interface EventDivergence {
  /** Place in the list of events, from 0. */
  readonly index: number;
  readonly kind: string;
  readonly field: string;
  /** Undefined where the record has no such event. */
  readonly recorded: unknown;
  readonly replayed: unknown;
}

/** The first place where a replay differs from its record. */
export interface Divergence {
  readonly round: number;
  readonly party?: string;
  readonly slice?: string;
  readonly event?: EventDivergence;
  /** The difference in words: `round 12: the slice text.option differs`. */
  readonly what: string;
}

/** What a replay found. */
export interface ReplayReport {
  /** `unreadable`: the scenario of the record cannot be loaded here. */
  readonly verdict: 'same' | 'diverged' | 'unreadable';
  /** Versions that wrote the record. */
  readonly engineVersion: string;
  readonly rulesVersion: number;
  /** Whether this engine and these rules wrote it. */
  readonly isThisVersion: boolean;
  /** Rounds that were played. */
  readonly rounds: number;
  readonly first?: Divergence;
  /** Why the scenario cannot be loaded. */
  readonly problems: readonly Problem[];
  /** What a reader should know besides, such as inputs that were never reached. */
  readonly notes: readonly string[];
  /** The result in one line. */
  readonly summary: string;
}

const names = { a: 'the record', b: 'the replay' } as const;

/** Whether the run is where a partial record stops. */
function isWhereRecordStops(play: Play, record: RunRecord): boolean {
  if (record.status !== 'partial') return false;
  if (play.run.loop[Loop.round] < record.rounds.length) return false;
  return play.recorder.count() >= (record.events?.length ?? 0);
}

function playScenario(scenario: Scenario, record: RunRecord, keepRecords: boolean): Play {
  const { seed, inputs, branch } = record;
  const options = { seed, inputs, keepRecords, keepSliceDigests: true };
  const play = createPlay(scenario, branch === undefined ? options : { ...options, branch });
  while (!isWhereRecordStops(play, record)) {
    const step = play.advance();
    if (step === 'over' || step === 'awaiting') break;
  }
  return play;
}

/**
 * Plays the run of a record to where the record stops, and keeps its events: for explaining, for scrubbing,
 * and to go on with a run that waits for a person.
 *
 * Problems: those of the embedded scenario, and `bad-seed` or `bad-branch`.
 */
export async function playRecord(record: RunRecord, options: ReplayOptions = {}): Promise<Result<Play>> {
  const loaded = await loadDocument(record.scenario, options);
  if (!loaded.ok) return loaded;
  try {
    return { ok: true, value: playScenario(loaded.value, record, true) };
  } catch (error) {
    if (!(error instanceof SeedError)) throw error;
    const path = error.code === 'bad-seed' ? 'seed' : 'branch';
    const hint = 'The record was edited; take the original.';
    return { ok: false, problems: [{ path, code: error.code, message: error.message, hint }] };
  }
}

/** Events of the replay as far as the record goes: a partial record may stop inside a round. */
function comparableEvents(record: RunRecord, replayed: readonly RunEvent[]): readonly RunEvent[] {
  const recorded = record.events?.length ?? 0;
  return replayed.filter((event, index) => event.round < record.rounds.length || index < recorded);
}

/** A record whose parts do not belong together, before anything is played. */
function findInconsistency(record: RunRecord): Divergence | undefined {
  if (embeddedDigest(record) !== record.scenarioDigest) {
    return { round: 0, what: 'round 0: the scenario of the record does not match its digest: it was edited' };
  }
  return undefined;
}

/** What the end of a record says beyond its rounds. */
function findEnd(record: RunRecord, replayed: RunRecord): Divergence | undefined {
  const round = record.rounds.length;
  for (const key of ['status', 'outcome', 'fault'] as const) {
    if (record[key] === replayed[key]) continue;
    const [a, b] = [record[key] ?? 'none', replayed[key] ?? 'none'];
    return {
      round,
      what: `round ${round}: at the end the ${key} is “${a}” in the record and “${b}” in the replay`,
    };
  }
  const chains = record.rounds.map((each) => each.chain);
  const digest = digestOf(record.scenarioDigest, record.seed, chains);
  if (digest === record.digest) return undefined;
  const pair = `${record.digest.slice(0, 12)}… in the record and ${digest.slice(0, 12)}… in the replay`;
  return { round, what: `round ${round}: the digest of the whole run is ${pair}` };
}

function toDivergence(difference: Difference): Divergence {
  const { event, ...rest } = difference;
  if (event === undefined) return rest;
  const { a, b, ...where } = event;
  return { ...rest, event: { ...where, recorded: a, replayed: b } };
}

function findDivergence(record: RunRecord, play: Play): Divergence | undefined {
  const rows = rowNames(play.scenario);
  const replayed = makeRecord(play, { seed: record.seed, full: record.events !== undefined });
  const events = replayed.events && comparableEvents(record, replayed.events);
  const difference = firstDifference({ ...record, rows }, { rounds: replayed.rounds, events, rows }, names);
  return difference === undefined ? findEnd(record, replayed) : toDivergence(difference);
}

function notesOn(record: RunRecord, play: Play): string[] {
  const notes: string[] = [];
  if (play.scenario.digest !== record.scenarioDigest) {
    notes.push('this version reads the scenario of the record as another one: the format has changed');
  }
  const waiting = record.status === 'partial' ? [] : play.openQuestions();
  for (const { seat } of waiting)
    notes.push(`the replay waits for an answer of ${play.scenario.partyIds[seat]}`);
  const left = record.inputs.length - play.run.loop[Loop.inputs];
  if (left > 0 && record.status !== 'partial') {
    notes.push(
      `${left} of ${record.inputs.length} inputs stand after the end of the run and were never reached`,
    );
  }
  if (record.branch !== undefined && record.branch.round >= record.rounds.length) {
    notes.push(
      `the branch begins at round ${record.branch.round}, after the end of the run: it changes nothing`,
    );
  }
  if (record.overrides.length > 0)
    notes.push('the overrides named in the record are not verified; its scenario is');
  return notes;
}

function isThisVersion(record: RunRecord): boolean {
  return record.engineVersion === engineVersion && record.rulesVersion === rulesVersion;
}

function report(
  record: RunRecord,
  verdict: ReplayReport['verdict'],
  found: { rounds?: number; first?: Divergence | undefined; problems?: readonly Problem[]; notes?: string[] },
): ReplayReport {
  const { rounds = 0, first, problems = [], notes = [] } = found;
  const results = {
    same: `same: ${rounds} rounds played, every digest agrees`,
    diverged: `differs first at ${first?.what ?? ''}`,
    unreadable: `cannot be replayed: ${first?.what ?? formatProblems(problems).trimEnd()}`,
  };
  const written = `written by engine ${record.engineVersion}, rules ${record.rulesVersion}`;
  const versions = `${written} (this is rules ${rulesVersion}); `;
  const summary = `${isThisVersion(record) ? '' : versions}${results[verdict]}`;
  return {
    verdict,
    engineVersion: record.engineVersion,
    rulesVersion: record.rulesVersion,
    isThisVersion: isThisVersion(record),
    rounds,
    ...(first === undefined ? {} : { first }),
    problems,
    notes,
    summary,
  };
}

/** What a replay found, and the run it played; none where the record could not be played. */
export interface Replayed {
  readonly report: ReplayReport;
  /** The run where the record stops, with its events. */
  readonly play: Play | undefined;
}

/** Replays a record as `replay` does, and gives the run as well: for whoever goes on with it. */
export async function replayRun(record: RunRecord, options: ReplayOptions = {}): Promise<Replayed> {
  const inconsistent = findInconsistency(record);
  if (inconsistent !== undefined) {
    return { report: report(record, 'diverged', { first: inconsistent }), play: undefined };
  }
  const played = await playRecord(record, options);
  if (!played.ok) {
    return { report: report(record, 'unreadable', { problems: played.problems }), play: undefined };
  }
  const play = played.value;
  const first = findDivergence(record, play);
  const rounds = play.run.loop[Loop.round];
  const notes = notesOn(record, play);
  const verdict = first === undefined ? 'same' : 'diverged';
  return { report: report(record, verdict, { rounds, first, notes }), play };
}

/**
 * Replays a record and compares it round by round. A record of another version is played by this one, and the
 * report says by which version it was written.
 *
 * @example
 * ```ts
 * const report = await replay(record);
 * if (report.verdict === 'diverged') console.error(report.first?.what);
 * ```
 */
export async function replay(record: RunRecord, options: ReplayOptions = {}): Promise<ReplayReport> {
  return (await replayRun(record, options)).report;
}

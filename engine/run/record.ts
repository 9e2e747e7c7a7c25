/**
 * Record files: what is needed to replay a run anywhere and to name the first place where a replay differs. A
 * compact record holds the chain and the digest of every slice at each round; a full one holds the events
 * too.
 */
import { sha256Text } from '../bytes.ts';
import type { ScenarioFile } from '../scenario/schema.ts';
import { engineVersion, rulesVersion } from '../version.ts';
import { decodeEvents } from './decode.ts';
import { chainValue, wordHex } from './digest.ts';
import { seedText } from './draws.ts';
import type { RunEvent } from './events.ts';
import type { Branch, Input } from './inputs.ts';
import { Loop, type Outcome, outcomes, Stage } from './loop-position.ts';
import type { Play } from './play.ts';

/** How far the run of a record came. */
export type RecordStatus = 'complete' | 'partial' | 'faulted';

/** One round of a record. */
export interface RecordRound {
  /** Chain value at the end of the round, 32 hexadecimal digits. */
  readonly chain: string;
  /** Digests of the slices, 8 hexadecimal digits each, in the order of `digestRows`. */
  readonly slices: string;
}

/** A record file. */
export interface RunRecord {
  readonly format: 'plenary-record';
  readonly formatVersion: 1;
  readonly engineVersion: string;
  readonly rulesVersion: number;
  readonly scenario: ScenarioFile;
  readonly scenarioDigest: string;
  /** Overrides that were applied to the scenario as it was loaded; already part of `scenario`. */
  readonly overrides: readonly string[];
  readonly seed: string;
  readonly inputs: readonly Input[];
  readonly branch?: Branch;
  readonly status: RecordStatus;
  readonly fault?: string;
  readonly outcome: Outcome;
  readonly rounds: readonly RecordRound[];
  /** SHA-256 over scenario, seed and the chain values. */
  readonly digest: string;
  /** The events, in a full record. */
  readonly events?: readonly RunEvent[];
}

/** Chain values of the finished rounds, as texts. */
export function roundChains(play: Play): string[] {
  const size = play.recorder.chain.length;
  return Array.from({ length: play.run.loop[Loop.round] }, (_, round) =>
    chainValue(play.roundChains.subarray(round * size, (round + 1) * size)),
  );
}

/**
 * The digest of a run: SHA-256 over the scenario’s digest, the seed and the chain value of every round.
 * Engine and rules version are not hashed, nor is the branch: a branch with replicate 0 is the same run.
 */
export function runDigest(play: Play, seed: string | number): string {
  return sha256Text(runDigestText(play, seed));
}

/** The text whose SHA-256 is the digest of a run, for who has a quicker SHA-256 than the portable one. */
export function runDigestText(play: Play, seed: string | number): string {
  return digestText(play.scenario.digest, seedText(seed), roundChains(play));
}

/** Digest of a run from its parts. */
export function digestOf(scenarioDigest: string, seed: string, chains: readonly string[]): string {
  return sha256Text(digestText(scenarioDigest, seed, chains));
}

function digestText(scenarioDigest: string, seed: string, chains: readonly string[]): string {
  return ['plenary-run', scenarioDigest, `${seed.length}:${seed}`, ...chains].join('\n');
}

/** What a record holds besides the run itself. */
export interface RecordOptions {
  readonly seed: string | number;
  readonly branch?: Branch;
  readonly overrides?: readonly string[];
  /** Include the events. */
  readonly full?: boolean;
}

/**
 * The record of a run; the run must have been played with `keepSliceDigests`, and `keepRecords` for a full
 * one.
 */
export function makeRecord(play: Play, options: RecordOptions): RunRecord {
  const { scenario } = play;
  const over = play.run.loop[Loop.stage] === Stage.over;
  const chains = roundChains(play);
  return {
    format: 'plenary-record',
    formatVersion: 1,
    engineVersion,
    rulesVersion,
    scenario: scenario.file,
    scenarioDigest: scenario.digest,
    overrides: options.overrides ?? [],
    seed: seedText(options.seed),
    inputs: [...play.inputs],
    ...(options.branch === undefined ? {} : { branch: options.branch }),
    status: play.fault !== undefined ? 'faulted' : over ? 'complete' : 'partial',
    ...(play.fault === undefined ? {} : { fault: play.fault.message }),
    outcome: outcomes[play.run.loop[Loop.outcome]],
    rounds: chains.map((chain, round) => ({
      chain,
      slices: Array.from(play.sliceDigests[round] ?? [], wordHex).join(''),
    })),
    digest: digestOf(scenario.digest, seedText(options.seed), chains),
    ...(options.full === true ? { events: decodeEvents(scenario, play.recorder.records()) } : {}),
  };
}

/** A record as text: JSON, one round a line so that two files compare well. */
export function formatRecord(record: RunRecord): string {
  return [...recordPieces(record)].join('');
}

/** The text of a record in pieces, none longer than one of its rounds, events or heads. */
export function* recordPieces(record: RunRecord): Generator<string> {
  const { rounds, events, ...head } = record;
  yield '{\n';
  for (const [key, value] of Object.entries(head)) {
    yield `${JSON.stringify(key)}: ${JSON.stringify(value)},\n`;
  }
  yield* listPieces('rounds', rounds);
  if (events !== undefined) {
    yield ',\n';
    yield* listPieces('events', events);
  }
  yield '\n}\n';
}

/** A key with a list, one element a line. */
function* listPieces(key: string, elements: readonly unknown[]): Generator<string> {
  yield `"${key}": [\n`;
  for (const [index, element] of elements.entries()) {
    yield `${index === 0 ? '' : ',\n'}  ${JSON.stringify(element)}`;
  }
  yield '\n]';
}

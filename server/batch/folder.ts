/**
 * The folder of a batch: the texts it was made of, the log of its rows, the manifest, and the tables once it
 * is complete. Everything a stranger needs to repeat it is in there.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Shard, StageId } from '../../engine/analysis/experiment/plan.ts';
import { engineVersion, rulesVersion } from '../../engine/version.ts';
import { CliError } from '../cli/exit.ts';
import { makeFolder, writeError } from '../cli/files.ts';
import type { Job } from './job.ts';
import { takeLock } from './lock.ts';
import { batchFiles, replicationWords } from './names.ts';
import { runsInLog } from './rebuild.ts';
import { spaceReplicationsIn, spaceReplicationsOf } from './replications.ts';
import { type Frame, OtherLog, openLog, type RowsLog } from './rows-log.ts';

/** One time that the batch was worked on. */
export interface Session {
  readonly started: string;
  readonly seconds: number;
  readonly runs: number;
  readonly workers: number;
  readonly machine: Machine;
}

/** Where a session took place. */
export interface Machine {
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
}

/** A table of results. */
export interface TableFact {
  readonly name: string;
  readonly file: string;
  readonly rows: number;
  readonly sha256: string;
}

/** What the folder says of itself. */
export interface Manifest {
  readonly format: 'plenary-batch';
  readonly formatVersion: 1;
  readonly state: 'running' | 'complete';
  /** Digest of all that results depend on. */
  readonly key: string;
  readonly title: string;
  readonly scenario: string;
  readonly scenarioDigest: string;
  readonly engineVersion: string;
  readonly rulesVersion: number;
  /** SHA-256 of the two texts. */
  readonly texts: { readonly experiment: string; readonly scenario: string };
  readonly replications: number;
  /** Of each point of the space, where there is one; manifests of older versions have none. */
  readonly spaceReplications?: number;
  /** The policy and first seed of the runs, and the first one of the space of plausible values. */
  readonly seeds: { readonly policy: string; readonly first: number; readonly space?: number };
  readonly shard?: Shard;
  readonly runs: { readonly planned: number; readonly played: number; readonly failed: number };
  /** The first runs without a result, and why. */
  readonly failures: readonly { readonly stage: StageId; readonly run: number; readonly why: string }[];
  /** That the manifest was lost, when it was made anew from the log, and how many runs the log had then. */
  readonly rebuilt?: { readonly on: string; readonly runs: number };
  /** Why and where a rule ended the runs, when one did. */
  readonly stopped?: { readonly replications: number; readonly why: string };
  readonly sessions: readonly Session[];
  readonly tables: readonly TableFact[];
}

/** Runs of each point, by the part of the batch; none of a part that is not there, or not known. */
type Replications = Partial<Readonly<Record<StageId, number>>>;

/** An open folder that this program alone writes. */
export interface BatchFolder {
  readonly place: string;
  readonly manifest: Manifest;
  /** Replications that the folder was last played for, as far as its manifest says so. */
  readonly before: Replications;
  readonly log: RowsLog;
  write(change: Partial<Manifest>): void;
  close(): void;
}

/** The machine this is. */
export function thisMachine(): Machine {
  return {
    platform: `${os.platform()} ${os.arch()}`,
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
  };
}

/** SHA-256 of a text, in hexadecimal. */
export const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

/** Writes a file beside its place and renames it, so that whoever reads it finds all of it. */
export function writeWhole(file: string, text: string | Buffer, name = file): void {
  const draft = `${file}.partial`;
  try {
    const descriptor = openSync(draft, 'w');
    try {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw writeError(error, name);
  }
}

/** Whether a value has what is read of a manifest. */
function isManifest(found: Partial<Manifest> | null): found is Manifest {
  if (found?.format !== 'plenary-batch' || found.formatVersion !== 1) return false;
  const texts = [found.title, found.scenario, found.key, found.engineVersion, found.texts?.experiment];
  const counts = [found.runs?.played, found.runs?.planned, found.runs?.failed, found.replications];
  return (
    texts.every((text) => typeof text === 'string') &&
    counts.every((count) => typeof count === 'number') &&
    Array.isArray(found.tables) &&
    found.tables.every(({ file, name }) => typeof file === 'string' && typeof name === 'string') &&
    Array.isArray(found.sessions) &&
    Array.isArray(found.failures)
  );
}

/** The manifest of a folder as it stands: `damaged` when it is there and cannot be read. */
function lookAt(place: string): Manifest | 'none' | 'damaged' {
  const file = path.join(place, batchFiles.manifest);
  if (!existsSync(file)) return 'none';
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    return isManifest(found) ? found : 'damaged';
  } catch {
    return 'damaged';
  }
}

/**
 * The manifest in a folder, or undefined when there is none.
 *
 * Errors: `batch-damaged`, with the way out that there is.
 */
export function readManifest(place: string, name: string): Manifest | undefined {
  const found = lookAt(place);
  if (found === 'none') return undefined;
  if (found !== 'damaged') return found;
  const message = `${path.join(name, batchFiles.manifest)} is not the manifest of a batch`;
  throw new CliError('batch-damaged', message, { hint: wayOut(place) });
}

const hasLog = (place: string): boolean =>
  (statSync(path.join(place, batchFiles.log), { throwIfNoEntry: false })?.size ?? 0) > 0;

/**
 * The manifest in a folder that must have one.
 *
 * Errors: `batch-damaged`
 */
export function neededManifest(place: string, name: string): Manifest {
  const manifest = existsSync(place) ? readManifest(place, name) : undefined;
  if (manifest !== undefined) return manifest;
  const message = `${name} is not the folder of a batch: it has no ${batchFiles.manifest}`;
  throw new CliError('batch-damaged', message, hasLog(place) ? { hint: wayOut(place) } : {});
}

/** What can be done about a manifest that cannot be read. */
function wayOut(place: string): string {
  if (hasLog(place)) {
    return `Run the same plenary batch command again: it makes the manifest anew from ${batchFiles.log}.`;
  }
  return `There is no ${batchFiles.log} to make it anew from: take a copy, or play into a new folder.`;
}

/** Refuses a folder whose results are not those of this job, and says what differs. */
function checkSame(manifest: Manifest, job: Job, name: string, shard: Shard | undefined): void {
  const same = manifest.key === job.key;
  const sameShard = JSON.stringify(manifest.shard) === JSON.stringify(shard);
  if (same && sameShard) return;
  const reasons = [
    manifest.rulesVersion === rulesVersion && manifest.engineVersion === engineVersion
      ? undefined
      : `it was played by engine ${manifest.engineVersion}, rules ${manifest.rulesVersion}`,
    manifest.texts.scenario === sha256(job.texts.scenario) ? undefined : 'its scenario is another one',
    manifest.texts.experiment === sha256(job.texts.experiment) ? undefined : 'its experiment says otherwise',
    sameShard ? undefined : `it is ${shardName(manifest.shard)}, not ${shardName(shard)}`,
  ].filter((reason) => reason !== undefined);
  const why = reasons.length > 0 ? reasons.join('; ') : 'other values are set';
  throw new CliError('batch-other', `${name} holds the results of another experiment: ${why}`);
}

/** The replications that a folder was last played for. */
function replicationsBefore({ replications, ...manifest }: Manifest, place: string): Replications {
  const space = manifest.spaceReplications ?? spaceReplicationsBeside(manifest, place);
  return { runs: replications, ...(space === undefined ? {} : { space }) };
}

/** Those of the space by the text of the experiment, if that is still the one of the manifest. */
function spaceReplicationsBeside({ texts }: Pick<Manifest, 'texts'>, place: string): number | undefined {
  const file = path.join(place, batchFiles.experiment);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  const text = readFileSync(file, 'utf8');
  return sha256(text) === texts.experiment ? spaceReplicationsIn(text) : undefined;
}

/** Refuses to make the tables of a finished batch anew of fewer runs. */
function checkNotLarger({ state }: Manifest, before: Replications, { stages }: Job, name: string): void {
  if (state !== 'complete') return;
  for (const { id, replications: asked } of stages) {
    const had = before[id] ?? asked;
    if (asked >= had) continue;
    const played = `${name} is a finished batch with ${had} ${replicationWords[id]}`;
    const enough = id === 'runs' ? `--replications ${had} or more` : `${had} or more in its space`;
    const hint = `Give a new folder for fewer; to go on with this one, ${enough}.`;
    throw new CliError('batch-larger', `${played}, and ${asked} are asked for`, { hint });
  }
}

/** Refuses a registration that comes after the first results. */
function checkRegistration(place: string, name: string, job: Job, text: string | undefined): void {
  if (text === undefined) return;
  const file = path.join(place, batchFiles.preregistration);
  if ((existsSync(file) && readFileSync(file, 'utf8') === text) || !hasLog(place)) return;
  const log = openRows(path.join(place, batchFiles.log), job.key, name, 'read');
  log.close();
  if (log.frames.length === 0) return;
  throw new CliError('differs', `${name} holds results that were played without this registration`, {
    hint: 'Give a new folder: what was played before is not what was registered.',
  });
}

const shardName = (shard: Shard | undefined): string =>
  shard === undefined ? 'a whole batch' : `shard ${shard.index + 1}/${shard.of}`;

function firstManifest(job: Job, planned: number, shard: Shard | undefined): Manifest {
  const { experiment, plain, texts, key, stages } = job;
  const spread = stages.find(({ id }) => id === 'space');
  const spaceReplications = spaceReplicationsOf(job);
  return {
    format: 'plenary-batch',
    formatVersion: 1,
    state: 'running',
    key,
    title: experiment.title,
    scenario: experiment.scenario,
    scenarioDigest: plain.digest,
    engineVersion,
    rulesVersion,
    texts: { experiment: sha256(texts.experiment), scenario: sha256(texts.scenario) },
    replications: experiment.replications,
    ...(spaceReplications === undefined ? {} : { spaceReplications }),
    seeds: {
      policy: experiment.seeds,
      first: experiment.firstSeed,
      ...(spread === undefined ? {} : { space: spread.firstSeed }),
    },
    ...(shard === undefined ? {} : { shard }),
    runs: { planned, played: 0, failed: 0 },
    failures: [],
    sessions: [],
    tables: [],
  };
}

/** What a folder is opened for. */
export interface OpenOptions {
  readonly job: Job;
  /** Runs of the whole plan, or of the shard. */
  readonly planned: number;
  readonly shard?: Shard;
  /** The text of the registration that the batch was checked against, kept beside the results. */
  readonly registration?: string;
  /** Date and time, for the manifest alone. */
  readonly today: () => string;
}

/** What is needed to tell whether a batch would be refused. */
type Asked = Pick<OpenOptions, 'job' | 'shard' | 'registration'>;

/** What a manifest keeps of the one before. */
type Kept = Pick<Manifest, 'sessions' | 'rebuilt'>;

/** What a folder was: what is kept of its manifest, and the replications that it was last played for. */
interface Was {
  readonly kept: Kept;
  readonly before: Replications;
}

/**
 * What a folder was before: new, a batch of this job, or one whose manifest was lost and whose log is that of
 * this job. Anything else is refused, and left as it is.
 */
async function whatWas(
  place: string,
  name: string,
  { job, shard, today, registration }: Asked & Pick<OpenOptions, 'today'>,
): Promise<Was> {
  const found = lookAt(place);
  if (typeof found === 'object') {
    checkSame(found, job, name, shard);
    const before = replicationsBefore(found, place);
    checkNotLarger(found, before, job, name);
    checkRegistration(place, name, job, registration);
    const { sessions, rebuilt } = found;
    return { kept: { sessions, ...(rebuilt === undefined ? {} : { rebuilt }) }, before };
  }
  if (hasLog(place)) {
    const log = openRows(path.join(place, batchFiles.log), job.key, name, 'read');
    try {
      const runs = await runsInLog(log, name, job, shard);
      checkRegistration(place, name, job, registration);
      return { kept: { sessions: [], rebuilt: { on: today(), runs } }, before: {} };
    } finally {
      log.close();
    }
  }
  if (found === 'damaged') readManifest(place, name);
  const isOurs = (entry: string) => entry === batchFiles.lock || entry.endsWith('.partial');
  if (readdirSync(place).every(isOurs)) return { kept: { sessions: [] }, before: {} };
  const hint = 'Choose a new folder, or an empty one.';
  throw new CliError('batch-other', `${name} is not empty, and not the folder of a batch`, { hint });
}

/**
 * What of a job a folder has, without opening it to write; nothing where it is not there.
 *
 * Errors: those of `openFolder`, when a batch would be refused there.
 */
export async function framesIn(name: string, folder: string, options: Asked): Promise<readonly Frame[]> {
  const place = path.resolve(folder, name);
  if (!existsSync(place)) return [];
  await whatWas(place, name, { ...options, today: () => '' });
  if (!hasLog(place)) return [];
  const log = openRows(path.join(place, batchFiles.log), options.job.key, name, 'read');
  log.close();
  return log.frames;
}

/**
 * The rows in the log of a folder. Its manifest counts them only when a batch ends: of one that was killed,
 * or is being played, it says nothing yet.
 */
export function rowsThere(place: string, name: string, { key }: Manifest): number {
  if (!hasLog(place)) return 0;
  const log = openRows(path.join(place, batchFiles.log), key, name, 'read');
  log.close();
  return log.frames.reduce((sum, frame) => sum + frame.count, 0);
}

/** Puts a manifest that cannot be read aside: somebody may read more in it. */
function putAside(place: string): void {
  if (lookAt(place) !== 'damaged') return;
  const file = path.join(place, batchFiles.manifest);
  renameSync(file, `${file}.damaged`);
}

/**
 * Opens the folder of a batch, new or begun before. A manifest that was lost is made anew from the log.
 *
 * Errors: `batch-other`, `batch-in-use`, `batch-damaged`, `file-unwritable`.
 */
export async function openFolder(name: string, folder: string, options: OpenOptions): Promise<BatchFolder> {
  const { job, planned, shard } = options;
  makeFolder(name, folder);
  const place = path.resolve(folder, name);
  const unlock = takeLock(place, name);
  try {
    const { kept, before } = await whatWas(place, name, options);
    let manifest: Manifest = { ...firstManifest(job, planned, shard), ...kept };
    const save = () => {
      const text = `${JSON.stringify(manifest, null, 2)}\n`;
      writeWhole(path.join(place, batchFiles.manifest), text, path.join(name, batchFiles.manifest));
    };
    // A log that is there may be refused: nothing is written before it is open.
    const there = hasLog(place) ? openRows(path.join(place, batchFiles.log), job.key, name) : undefined;
    putAside(place);
    // The manifest first: a folder that has one is a batch, and is continued whatever else is missing.
    save();
    writeWhole(path.join(place, batchFiles.experiment), job.texts.experiment, name);
    writeWhole(path.join(place, batchFiles.scenario), job.texts.scenario, name);
    const { registration } = options;
    if (registration !== undefined)
      writeWhole(path.join(place, batchFiles.preregistration), registration, name);
    const rows = there ?? openRows(path.join(place, batchFiles.log), job.key, name);
    const log = withWriteErrors(rows, path.join(name, batchFiles.log));
    return {
      place,
      before,
      get manifest() {
        return manifest;
      },
      log,
      write: (change) => {
        manifest = { ...manifest, ...change };
        save();
      },
      close: () => {
        log.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** A log whose failures to write are messages: a full disk is no bug. */
function withWriteErrors(log: RowsLog, name: string): RowsLog {
  const told = <Value>(work: () => Value): Value => {
    try {
      return work();
    } catch (error) {
      throw writeError(error, name);
    }
  };
  return {
    ...log,
    append: (packed) => told(() => log.append(packed)),
    sync: () => told(() => log.sync()),
  };
}

/** The log of a folder, with the errors of the command line. */
export function openRows(file: string, key: string, name: string, mode?: 'read'): RowsLog {
  try {
    return openLog(file, key, mode);
  } catch (error) {
    if (error instanceof OtherLog) {
      throw new CliError('batch-other', `${path.join(name, batchFiles.log)} is the log of another batch`);
    }
    throw writeError(error, name);
  }
}

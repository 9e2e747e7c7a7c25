/** A batch from beginning to end: what is missing is played, and when all is there the tables are written. */

import {
  runsIn,
  runsOf,
  type Shard,
  type Stage,
  type StageId,
} from '../../engine/analysis/experiment/plan.ts';
import { loadDuckDb } from '../store/duckdb.ts';
import { mergedRows } from '../store/merged-rows.ts';
import { writeColumnDictionary, writeTables } from '../store/tables.ts';
import { missing, queueOf } from './coverage.ts';
import {
  type BatchFolder,
  type Manifest,
  openFolder,
  type Session,
  type TableFact,
  thisMachine,
} from './folder.ts';
import type { Job } from './job.ts';
import { endAfter, startTeam, type Team } from './play-job.ts';
import type { Player } from './player.ts';
import type { RowsLog } from './rows-log.ts';
import { createStopWatch } from './stopping.ts';

/** What a batch tells while it runs. */
export interface BatchListener {
  /** The manifest was lost, and was made anew from the log, which has so many runs. */
  rebuilt(runs: number): void;
  /** A part of the folder was begun with more replications, and is to be finished with fewer. */
  fewer(before: number, now: number, part: StageId): void;
  /** Runs begin: how many remain, and how many had been played before. */
  begin(left: number, before: number): void;
  played(runs: number): void;
  /** Tables begin: how many rows there are. */
  writing(rows: number): void;
  wrote(rows: number): void;
}

/** How a batch is run. */
export interface BatchOptions {
  readonly job: Job;
  readonly name: string;
  readonly folder: string;
  readonly workers: number;
  readonly shard?: Shard;
  /** The text of the registration that the batch was checked against, kept beside the results. */
  readonly registration?: string;
  /** Starts a player; there are as many as workers. */
  readonly start: () => Player;
  /** Called when every run is there: throws when what came besides says that results cannot be trusted. */
  readonly check?: () => Promise<void>;
  /** End at the first run that fails. */
  readonly failFast: boolean;
  readonly listener: BatchListener;
  readonly isStopped: () => boolean;
  readonly now: () => number;
  /** Date and time, for the manifest alone. */
  readonly today: () => string;
}

/** How a batch ended. */
export interface BatchOutcome {
  readonly state: 'complete' | 'stopped' | 'failed';
  /** Runs played now, and all that there are. */
  readonly played: number;
  readonly total: number;
  readonly failed: number;
  readonly failures: Manifest['failures'];
  readonly elapsedMs: number;
  readonly tables: readonly TableFact[];
  readonly stopped?: { readonly replications: number; readonly why: string };
}

/** Runs of a stage, or of its share. */
export function plannedRuns(stage: Stage, shard?: Shard): number {
  if (shard === undefined) return runsOf(stage);
  const all = { from: 0, to: endAfter(stage, stage.replications), above: 0, below: stage.replications };
  let count = 0;
  for (const _ of runsIn(stage, all, shard)) count++;
  return count;
}

/** Runs a batch. */
export async function runBatch(options: BatchOptions): Promise<BatchOutcome> {
  const { job, name, folder, shard, start, workers, now } = options;
  const planned = job.stages.reduce((sum, stage) => sum + plannedRuns(stage, shard), 0);
  const { today } = options;
  const ofShard = shard === undefined ? {} : { shard };
  const { registration } = options;
  const kept = registration === undefined ? {} : { registration };
  const batch = await openFolder(name, folder, { job, planned, today, ...ofShard, ...kept });
  const { rebuilt } = batch.manifest;
  const startedMs = now();
  const session = { started: options.today(), workers, machine: thisMachine() };
  let played = 0;
  let failed = countFailed(batch);
  let isFailing = false;
  let syncedMs = startedMs;
  const team = startTeam(job, {
    start,
    players: workers,
    ...ofShard,
    isStopped: () => isFailing || options.isStopped(),
    sink: (packed) => {
      const { count, failures } = batch.log.append(packed);
      const bad = failures.length;
      failed += bad;
      if (bad > 0 && options.failFast) isFailing = true;
      played += count;
      options.listener.played(played);
      if (now() - syncedMs < 1000) return;
      batch.log.sync();
      syncedMs = now();
      loadStore();
    },
  });
  try {
    if (rebuilt !== undefined && batch.manifest.sessions.length === 0) options.listener.rebuilt(rebuilt.runs);
    for (const { id, replications } of job.stages) {
      const had = batch.before[id] ?? replications;
      if (had > replications) options.listener.fewer(had, replications, id);
    }
    const before = batch.log.frames.reduce((sum, frame) => sum + frame.count, 0);
    options.listener.begin(leftOf(job, batch, shard), before);
    const { stages, stopped } = await playStages(job, batch, team, () => isFailing || options.isStopped());
    batch.log.sync();
    const elapsedMs = now() - startedMs;
    const sessions: Session[] = [
      ...batch.manifest.sessions,
      { ...session, seconds: Math.round(elapsedMs) / 1000, runs: played },
    ];
    const total = batch.log.frames.reduce((sum, frame) => sum + frame.count, 0);
    const runs = { planned, played: total, failed };
    const failures = failuresOf(job, batch.log, shard);
    batch.write({ sessions, runs, failures, ...(stopped === undefined ? {} : { stopped }) });
    const result = {
      failures,
      played,
      total,
      failed,
      elapsedMs,
      tables: [],
      ...(stopped === undefined ? {} : { stopped }),
    };
    if (isFailing) return { ...result, state: 'failed' };
    if (stages === undefined) return { ...result, state: 'stopped' };
    await options.check?.();
    // Threads end while this one writes; how that goes is waited for below.
    void team.close();
    const tables = await finish(options, batch, stages);
    return { ...result, state: 'complete', tables };
  } finally {
    await team.close();
    batch.close();
  }
}

/**
 * Loads the database while players are busy and this thread is not, so that tables need not wait for it. What
 * is wrong with it is told when they are written.
 */
function loadStore(): void {
  loadDuckDb().catch(() => {});
}

function countFailed({ log }: BatchFolder): number {
  return log.frames.reduce((sum, frame) => sum + frame.failures.length, 0);
}

/** Failed runs that the manifest names. */
const mostNamed = 20;

/** The first runs without a result, in the order of the tables and of their numbers. */
function failuresOf(job: Job, log: RowsLog, shard: Shard | undefined): Manifest['failures'] {
  const named: Manifest['failures'][number][] = [];
  for (const frame of log.frames) {
    const stage = job.stages.find(({ id }) => id === frame.stage);
    if (stage === undefined || frame.failures.length === 0) continue;
    const runs = [...runsIn({ ...stage, replications: frame.below }, frame, shard)];
    for (const { at, why } of frame.failures) named.push({ stage: stage.id, run: runs[at].run, why });
  }
  const placeOf = (part: StageId) => job.stages.findIndex(({ id }) => id === part);
  return named.sort((a, b) => placeOf(a.stage) - placeOf(b.stage) || a.run - b.run).slice(0, mostNamed);
}

function leftOf(job: Job, { log }: BatchFolder, shard: Shard | undefined): number {
  return job.stages.reduce((sum, stage) => {
    const played = log.frames.filter((frame) => frame.stage === stage.id);
    return sum + queueOf(stage, missing(stage, played), shard).left;
  }, 0);
}

/** Stages as they were played; none when the batch was stopped before all was there. */
interface Played {
  readonly stages?: readonly Stage[];
  readonly stopped?: { readonly replications: number; readonly why: string };
}

async function playStages(
  job: Job,
  batch: BatchFolder,
  team: Team,
  isStopped: () => boolean,
): Promise<Played> {
  const stages: Stage[] = [];
  let stopped: Played['stopped'];
  for (const stage of job.stages) {
    const rule = stage.id === 'runs' ? job.experiment.stop : undefined;
    if (rule === undefined) {
      await playUpTo(stage, batch, team, stage.replications);
      if (isStopped()) return {};
      stages.push(stage);
      continue;
    }
    stopped = await playByRule(job, stage, batch, team, isStopped);
    if (isStopped()) return {};
    stages.push({ ...stage, replications: stopped?.replications ?? stage.replications });
  }
  return { stages, ...(stopped === undefined ? {} : { stopped }) };
}

async function playUpTo(stage: Stage, { log }: BatchFolder, team: Team, replications: number): Promise<void> {
  const played = log.frames.filter((frame) => frame.stage === stage.id);
  await team.play(stage, missing(stage, played, endAfter(stage, replications)));
}

async function playByRule(
  job: Job,
  stage: Stage,
  batch: BatchFolder,
  team: Team,
  isStopped: () => boolean,
): Promise<Played['stopped']> {
  const rule = job.experiment.stop;
  if (rule === undefined) return undefined;
  const watch = createStopWatch(rule, stage, job.columns);
  const width = job.columns.metrics.length;
  for (let from = 0; from < stage.replications; from += rule.every) {
    const replications = Math.min(stage.replications, from + rule.every);
    await playUpTo(stage, batch, team, replications);
    if (isStopped()) return undefined;
    const range = { from: endAfter(stage, from), to: endAfter(stage, replications) };
    for (const row of mergedRows(stage, [{ log: batch.log }], width, range)) watch.add(row);
    const why = watch.reason(replications);
    if (why !== undefined) return { replications, why };
  }
  return undefined;
}

async function finish(
  options: BatchOptions,
  batch: BatchFolder,
  stages: readonly Stage[],
): Promise<TableFact[]> {
  const { job, listener, shard } = options;
  const part = { log: batch.log, ...(shard === undefined ? {} : { shard }) };
  listener.writing(stages.reduce((sum, stage) => sum + plannedRuns(stage, shard), 0));
  const tables: TableFact[] = [];
  let done = 0;
  for (const stage of stages) {
    const before = done;
    const facts = await writeTables(job, stage, [part], batch.place, (rows) => listener.wrote(before + rows));
    done += facts[0]?.rows ?? 0;
    tables.push(...facts);
  }
  writeColumnDictionary(job, batch.place);
  // More may be in the log: replicates that an earlier plan had and this one has not.
  const inPlan = (name: string) => tables.find((table) => table.name === name)?.rows ?? 0;
  const runs = { ...batch.manifest.runs, played: inPlan('runs') + inPlan('space') };
  batch.write({ state: 'complete', tables, runs });
  return tables;
}

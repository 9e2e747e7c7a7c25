/** Joins the shards of a batch: rows in order, runs that came twice compared, tables written. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Block, digestBytes } from '../../engine/analysis/experiment/block.ts';
import { runsIn, runsOf, type Stage, type StageId } from '../../engine/analysis/experiment/plan.ts';
import { CliError } from '../cli/exit.ts';
import { type LogPart, mergedRows, type Row, RowsDiffer } from '../store/merged-rows.ts';
import { writeColumnDictionary, writeTables } from '../store/tables.ts';
import { type BatchFolder, openFolder, type TableFact, writeWhole } from './folder.ts';
import { packFrame } from './frames.ts';
import type { Job } from './job.ts';
import { batchFiles, replicationWords, runWord } from './names.ts';
import { endAfter } from './play-job.ts';
import { type ReadFolder, readFolder, readRows } from './reopen.ts';

/** What is told in the course of it. */
export interface MergeListener {
  /** Date and time, for the manifest alone. */
  today(): string;
  begin(rows: number): void;
  merged(rows: number): void;
  writing(rows: number): void;
  wrote(rows: number): void;
}

/** What came of it. */
export interface Merged {
  readonly runs: number;
  readonly failed: number;
  readonly tables: readonly TableFact[];
}

/** Rows of a new block. */
const blockRows = 4096;

/** Gathers rows into blocks, whose numbers follow one another. */
function createBlocks(job: Job, stage: Stage, { log }: BatchFolder) {
  const width = job.columns.metrics.length;
  const seriesWidth = job.columns.series.length;
  let rows: Row[] = [];
  let from = 0;

  function flush(to: number): void {
    const count = rows.length;
    const digests = new Uint8Array(count * digestBytes);
    const values = new Float64Array(count * width);
    const moment: number[] = [];
    const series: number[] = [];
    const failures: { at: number; why: string }[] = [];
    rows.forEach(({ block, at, momentsFrom }, i) => {
      digests.set(block.digests.subarray(at * digestBytes, (at + 1) * digestBytes), i * digestBytes);
      values.set(block.values.subarray(at * width, (at + 1) * width), i * width);
      for (let m = momentsFrom; m < momentsFrom + (block.moments[at] ?? 0); m++) {
        moment.push(block.moment[m]);
        for (let s = 0; s < seriesWidth; s++) series.push(block.series[m * seriesWidth + s]);
      }
      for (const { at: place, why } of block.failures) if (place === at) failures.push({ at: i, why });
    });
    const joined: Block = {
      count,
      status: Uint8Array.from(rows, ({ block, at }) => block.status[at]),
      outcome: Uint8Array.from(rows, ({ block, at }) => block.outcome[at]),
      digests,
      values,
      moments:
        seriesWidth > 0 ? Int32Array.from(rows, ({ block, at }) => block.moments[at]) : new Int32Array(0),
      moment: Int32Array.from(moment),
      series: Float64Array.from(series),
      failures,
    };
    log.append(packFrame(stage.id, { from, to, above: 0, below: stage.replications }, joined));
    from = to;
    rows = [];
  }

  return {
    add: (row: Row) => {
      if (rows.length === blockRows) flush(row.run);
      const { run, point, replicate, block, at, momentsFrom } = row;
      rows.push({ run, point, replicate, block, at, momentsFrom });
    },
    finish: () => flush(endAfter(stage, stage.replications)),
  };
}

/** The first run of a stage that no part has. */
function firstMissing(stage: Stage, runs: Iterable<Row>): number | undefined {
  const all = { from: 0, to: endAfter(stage, stage.replications), above: 0, below: stage.replications };
  const there = runs[Symbol.iterator]();
  for (const { run } of runsIn(stage, all)) {
    const { value, done } = there.next();
    if (done === true || value.run !== run) return run;
  }
  return undefined;
}

/** Merges folders into a new one. */
export async function mergeBatches(
  names: readonly string[],
  out: string,
  folder: string,
  listener: MergeListener,
): Promise<Merged> {
  const found = [];
  for (const name of names) found.push(await readFolder(name, folder));
  const [first] = found;
  for (const part of found) checkSameBatch(part, first);
  const { job } = first;
  const parts: LogPart[] = found.map((part) => ({
    log: readRows(part),
    ...(part.manifest.shard === undefined ? {} : { shard: part.manifest.shard }),
  }));
  const width = job.columns.metrics.length;
  const planned = job.stages.reduce((sum, stage) => sum + runsOf(stage), 0);
  checkNew(out, folder);
  for (const stage of job.stages) {
    const run = firstMissing(stage, mergedRows(stage, parts, width));
    if (run !== undefined) throw new CliError('batch-incomplete', missingMessage(stage.id, run, names));
  }
  const batch = await openFolder(out, folder, { job, planned, today: listener.today });
  try {
    listener.begin(planned);
    let merged = 0;
    let failed = 0;
    for (const stage of job.stages) {
      const blocks = createBlocks(job, stage, batch);
      for (const row of mergedRows(stage, parts, width)) {
        blocks.add(row);
        if (row.block.failures.some(({ at }) => at === row.at)) failed++;
        if (++merged % blockRows === 0) listener.merged(merged);
      }
      blocks.finish();
    }
    batch.log.sync();
    listener.writing(planned);
    const tables: TableFact[] = [];
    for (const stage of job.stages) {
      tables.push(...(await writeTables(job, stage, [{ log: batch.log }], batch.place, listener.wrote)));
    }
    writeColumnDictionary(job, batch.place);
    const sessions = found.flatMap(({ manifest }) => manifest.sessions);
    const runs = { planned, played: merged, failed };
    keepCommonRegistration(found, batch);
    batch.write({ state: 'complete', tables, sessions, runs });
    return { runs: merged, failed, tables };
  } catch (error) {
    if (error instanceof RowsDiffer) throw differs(error);
    throw error;
  } finally {
    for (const { log } of parts) log.close();
    batch.close();
  }
}

/** Refuses a part of another batch, or one whose points were to be played more or less often. */
function checkSameBatch({ name, manifest, job }: ReadFolder, first: ReadFolder): void {
  if (manifest.key !== first.manifest.key) {
    throw new CliError('batch-other', `${name} is of another batch than ${first.name}`);
  }
  // Jobs of one key have the same parts.
  for (const [i, { id, replications }] of job.stages.entries()) {
    const wanted = first.job.stages[i].replications;
    if (replications === wanted) continue;
    const message = `${name} has ${replications} ${replicationWords[id]}, and ${first.name} has ${wanted}`;
    const hint =
      'Run plenary batch again for the folders that have fewer, with as many: it plays only what is missing.';
    throw new CliError('batch-other', message, { hint });
  }
}

/** A registration that all parts were played under is that of the whole. */
function keepCommonRegistration(parts: readonly ReadFolder[], { place }: BatchFolder): void {
  const texts = parts.map((part) => {
    const file = path.join(part.place, batchFiles.preregistration);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  });
  const [first] = texts;
  if (first === undefined || texts.some((text) => text !== first)) return;
  writeWhole(path.join(place, batchFiles.preregistration), first);
}

function differs({ stage, run }: RowsDiffer): CliError {
  const message = `run ${runWord(stage, run)} is in two of the folders with different results`;
  const hint = 'The same run must give the same digest anywhere: one of the machines is at fault.';
  return new CliError('differs', message, { hint });
}

function missingMessage(stage: StageId, run: number, names: readonly string[]): string {
  const where = names.length === 1 ? 'the folder' : `any of the ${names.length} folders`;
  return `run ${runWord(stage, run)} is not in ${where}: a shard is missing or not complete`;
}

/** A merge begins anew: what is there is not added to. */
function checkNew(out: string, folder: string): void {
  const place = path.resolve(folder, out);
  try {
    if (readdirSync(place).length === 0) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  throw new CliError('usage', `${out} is not empty`, { hint: 'Give a new folder for the merged batch.' });
}

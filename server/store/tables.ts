/** Writes the tables of a batch: one row a run, and one a run and moment where a series was asked for. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { type Block, digestBytes } from '../../engine/analysis/experiment/block.ts';
import {
  type Column,
  runColumns,
  seriesColumns,
  statuses,
} from '../../engine/analysis/experiment/columns.ts';
import { type Stage, seedOf } from '../../engine/analysis/experiment/plan.ts';
import { outcomes } from '../../engine/run/loop-position.ts';
import { type TableFact, writeWhole } from '../batch/folder.ts';
import type { Job } from '../batch/job.ts';
import { batchFiles } from '../batch/names.ts';
import { CliError } from '../cli/exit.ts';
import { type LogPart, mergedRows, type Row, RowsDiffer } from './merged-rows.ts';
import { type Cell, createTable, type TableWriter } from './write-table.ts';

/** A table of a batch. */
export interface TableSpec {
  readonly name: string;
  readonly says: string;
  readonly columns: readonly Column[];
}

/** The tables of a stage: its runs and, where a series was asked for, the course of each. */
export function tablesOf(job: Job, stage: Stage): { readonly runs: TableSpec; readonly series?: TableSpec } {
  const { columns, experiment, plain } = job;
  const isMain = stage.id === 'runs';
  const runs = {
    name: isMain ? 'runs' : 'space',
    says: isMain ? 'one row a run' : 'one row a run of the space of plausible values',
    columns: runColumns(stage, columns, experiment, plain),
  };
  const every = experiment.series?.every;
  if (every === undefined) return { runs };
  const series = {
    name: `${isMain ? '' : 'space_'}${every}s`,
    says: `one row a run and ${every}`,
    columns: seriesColumns(columns, experiment, plain),
  };
  return { runs, series };
}

/** Hexadecimal digits of all digests of a block; several are read at a time where their rows alternate. */
const hexDigits = new WeakMap<Block, string>();

/** A digest as hexadecimal digits: made for a block at once, as a call of Node’s for every row takes long. */
function hexOf(block: Block, at: number): string {
  let text = hexDigits.get(block);
  if (text === undefined) {
    const { buffer, byteOffset, byteLength } = block.digests;
    text = Buffer.from(buffer, byteOffset, byteLength).toString('hex');
    hexDigits.set(block, text);
  }
  return text.slice(2 * digestBytes * at, 2 * digestBytes * (at + 1));
}

/** Fills the cells of a row of the table of runs. */
function runCells(job: Job, stage: Stage) {
  const width = job.columns.metrics.length;
  const cells: Cell[] = new Array(7 + stage.factors.length + width + 1);
  // Points come one after the other: the last one is nearly always the next.
  let known = stage.point(0);
  return (row: Row): readonly Cell[] => {
    const { run, point, replicate, block, at } = row;
    if (known.index !== point) known = stage.point(point);
    let c = 0;
    cells[c++] = run;
    cells[c++] = point;
    cells[c++] = known.arm.id;
    for (const cell of known.cells) cells[c++] = cell;
    cells[c++] = replicate;
    cells[c++] = seedOf(stage, run, row);
    const status = statuses[block.status[at]].id;
    cells[c++] = status;
    cells[c++] = outcomes[block.outcome[at]];
    for (let m = 0; m < width; m++) cells[c++] = block.values[at * width + m];
    cells[c] = hexOf(block, at);
    return cells;
  };
}

/** Adds the moments of a run to the table of moments. */
function addMoments(writer: TableWriter, width: number) {
  const cells: Cell[] = new Array(2 + width);
  return ({ run, block, at, momentsFrom }: Row): void => {
    const count = block.moments[at] ?? 0;
    for (let i = momentsFrom; i < momentsFrom + count; i++) {
      cells[0] = run;
      cells[1] = block.moment[i];
      for (let m = 0; m < width; m++) cells[2 + m] = block.series[i * width + m];
      writer.row(cells);
    }
  };
}

/** The SHA-256 of a file. */
export async function fileDigest(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** What the database could not write, as a message: its own errors have no code of the system. */
export function storeError(error: unknown, place: string): unknown {
  if (error instanceof CliError || error instanceof RowsDiffer) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (!/IO Error|Out of Memory|No space/i.test(text)) return error;
  const why = text.replace(/\s+/g, ' ').trim();
  return new CliError('file-unwritable', `the tables in ${place} cannot be written: ${why}`);
}

/** How often other work gets a turn while rows are written. */
const breath = 4096;

/**
 * Writes the tables of one stage.
 *
 * @param stage with the replications that were played
 * @param tell called now and then with the number of rows written
 */
export async function writeTables(
  job: Job,
  stage: Stage,
  parts: readonly LogPart[],
  place: string,
  tell: (rows: number) => void,
): Promise<TableFact[]> {
  const { runs, series } = tablesOf(job, stage);
  const width = job.columns.metrics.length;
  const runFile = path.join(place, `${runs.name}.parquet`);
  const words = new Map<string, readonly string[]>([
    ['arm', stage.arms.map(({ id }) => id)],
    ['status', statuses.map(({ id }) => id)],
    ['outcome', outcomes],
  ]);
  const writer = await createTable(runFile, runs.columns, words);
  const seriesFile = path.join(place, `${series?.name}.parquet`);
  const course = series === undefined ? undefined : await createTable(seriesFile, series.columns);
  const toCells = runCells(job, stage);
  const addCourse = course === undefined ? undefined : addMoments(course, job.columns.series.length);
  let count = 0;
  try {
    for (const row of mergedRows(stage, parts, width)) {
      writer.row(toCells(row));
      addCourse?.(row);
      if (++count % breath !== 0) continue;
      tell(count);
      await new Promise((resolve) => setImmediate(resolve));
    }
  } catch (error) {
    writer.discard();
    course?.discard();
    throw storeError(error, place);
  }
  try {
    const facts: TableFact[] = [
      {
        name: runs.name,
        file: `${runs.name}.parquet`,
        rows: await writer.finish(),
        sha256: await fileDigest(runFile),
      },
    ];
    if (series !== undefined && course !== undefined) {
      const rows = await course.finish();
      facts.push({
        name: series.name,
        file: `${series.name}.parquet`,
        rows,
        sha256: await fileDigest(seriesFile),
      });
    }
    return facts;
  } catch (error) {
    throw storeError(error, place);
  }
}

/** Writes what every column means. */
export function writeColumnDictionary(job: Job, place: string): void {
  const tables = job.stages.flatMap((stage) => {
    const { runs, series } = tablesOf(job, stage);
    return series === undefined ? [runs] : [runs, series];
  });
  const text = `${JSON.stringify(tables, null, 2)}\n`;
  writeWhole(path.join(place, batchFiles.columns), text);
}

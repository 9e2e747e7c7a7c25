/** Rows of a log in the order of their numbers, whatever the order in which their blocks came. */

import { type Block, digestBytes } from '../../engine/analysis/experiment/block.ts';
import { runsIn, type Shard, type Stage } from '../../engine/analysis/experiment/plan.ts';
import { toHex } from '../../engine/bytes.ts';
import type { Frame, RowsLog } from '../batch/rows-log.ts';

/** A row: a run, and where its results stand. */
export interface Row {
  readonly run: number;
  readonly point: number;
  readonly replicate: number;
  readonly block: Block;
  /** Its place in the block. */
  readonly at: number;
  /** Where its moments begin in the block. */
  readonly momentsFrom: number;
}

/** One log, and the share of the runs that its blocks hold. */
export interface LogPart {
  readonly log: RowsLog;
  readonly shard?: Shard;
}

/** A run that came twice with different results. */
export class RowsDiffer extends Error {
  readonly run: number;

  constructor(run: number) {
    super(`run ${run} has two different results`);
    this.name = 'RowsDiffer';
    this.run = run;
  }
}

/** A frame being read: its next row. */
class Cursor {
  readonly #rows: Iterator<{ run: number; point: number; replicate: number }>;
  readonly #block: Block;
  #at = -1;
  #momentsFrom = 0;
  row: Row | undefined;

  constructor(stage: Stage, part: LogPart, frame: Frame) {
    this.#block = part.log.read(frame);
    // The rows of a block are those that were asked for when it was played.
    this.#rows = runsIn({ ...stage, replications: frame.below }, frame, part.shard);
    this.next();
  }

  next(): void {
    if (this.#at >= 0 && this.#block.moments.length > 0) this.#momentsFrom += this.#block.moments[this.#at];
    this.#at++;
    const { value, done } = this.#rows.next();
    if (done === true || this.#at >= this.#block.count) this.row = undefined;
    else this.row = { ...value, block: this.#block, at: this.#at, momentsFrom: this.#momentsFrom };
  }
}

function sameResult(a: Row, b: Row, width: number): boolean {
  if (a.block.status[a.at] !== b.block.status[b.at]) return false;
  for (let i = 0; i < digestBytes; i++) {
    if (a.block.digests[a.at * digestBytes + i] !== b.block.digests[b.at * digestBytes + i]) return false;
  }
  for (let c = 0; c < width; c++) {
    if (!Object.is(a.block.values[a.at * width + c], b.block.values[b.at * width + c])) return false;
  }
  return true;
}

/** A stretch of numbers. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * The rows of a stage in the order of their numbers; a run that came twice is given once. Blocks are read
 * when their first row is due, so that memory does not grow with the number of runs. Replicates beyond those
 * of the stage are left out.
 *
 * @param range only blocks that begin there
 * @throws RowsDiffer when a run came twice with different results
 */
export function* mergedRows(
  stage: Stage,
  parts: readonly LogPart[],
  width: number,
  range: Range = { from: 0, to: Number.POSITIVE_INFINITY },
): Generator<Row> {
  const waiting = parts
    .flatMap((part) => part.log.frames.map((frame) => ({ part, frame })))
    .filter(({ frame }) => frame.stage === stage.id && frame.count > 0)
    .filter(({ frame }) => frame.from >= range.from && frame.from < range.to)
    .sort((a, b) => a.frame.from - b.frame.from);
  let open: Cursor[] = [];
  let next = 0;
  let last: Row | undefined;
  for (;;) {
    const first = earliest(open);
    const due = first?.row?.run ?? Number.POSITIVE_INFINITY;
    if (next < waiting.length && waiting[next].frame.from <= due) {
      const { part, frame } = waiting[next++];
      const cursor = new Cursor(stage, part, frame);
      if (cursor.row !== undefined) open.push(cursor);
      continue;
    }
    const row = first?.row;
    if (first === undefined || row === undefined) return;
    if (last?.run !== row.run) {
      if (row.replicate < stage.replications) yield row;
      last = row;
    } else if (!sameResult(last, row, width)) throw new RowsDiffer(row.run);
    first.next();
    if (first.row === undefined) open = open.filter((cursor) => cursor !== first);
  }
}

/** The cursor whose row has the smallest number. */
function earliest(cursors: readonly Cursor[]): Cursor | undefined {
  let first: Cursor | undefined;
  for (const cursor of cursors) {
    if (first === undefined || (cursor.row?.run ?? 0) < (first.row?.run ?? 0)) first = cursor;
  }
  return first;
}

/** The digest that a log has of a run, or undefined when it is not in there. */
export function findDigest(
  stage: Stage,
  log: RowsLog,
  shard: Shard | undefined,
  run: number,
): string | undefined {
  const part = { log, ...(shard === undefined ? {} : { shard }) };
  for (const frame of log.frames) {
    if (frame.stage !== stage.id || run < frame.from || run >= frame.to) continue;
    for (const cursor = new Cursor(stage, part, frame); cursor.row !== undefined; cursor.next()) {
      const { block, at } = cursor.row;
      if (cursor.row.run === run)
        return toHex(block.digests.subarray(at * digestBytes, (at + 1) * digestBytes));
    }
  }
  return undefined;
}

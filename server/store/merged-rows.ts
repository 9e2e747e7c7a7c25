/** Rows of a log in the order of their numbers, whatever the order in which their blocks came. */

import { type Block, digestBytes } from '../../engine/analysis/experiment/block.ts';
import { RunWalk, type Shard, type Stage, type StageId } from '../../engine/analysis/experiment/plan.ts';
import { toHex } from '../../engine/bytes.ts';
import { runWord } from '../batch/names.ts';
import type { Frame, RowsLog } from '../batch/rows-log.ts';

/** A row: a run, and where its results stand. It is told of the next run once another one is asked for. */
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
  readonly stage: StageId;
  readonly run: number;

  constructor(stage: StageId, run: number) {
    super(`run ${runWord(stage, run)} has two different results`);
    this.name = 'RowsDiffer';
    this.stage = stage;
    this.run = run;
  }
}

/** A frame being read; it is the row that it has come to. */
class Cursor implements Row {
  readonly block: Block;
  at = -1;
  momentsFrom = 0;
  isOver = false;
  readonly #walk: RunWalk;

  constructor(stage: Stage, part: LogPart, frame: Frame) {
    this.block = part.log.read(frame);
    // The rows of a block are those that were asked for when it was played.
    this.#walk = new RunWalk({ ...stage, replications: frame.below }, frame, part.shard);
    this.next();
  }

  get run(): number {
    return this.#walk.run;
  }

  get point(): number {
    return this.#walk.point;
  }

  get replicate(): number {
    return this.#walk.replicate;
  }

  next(): void {
    if (this.at >= 0 && this.block.moments.length > 0) this.momentsFrom += this.block.moments[this.at];
    this.at++;
    this.isOver = !this.#walk.next() || this.at >= this.block.count;
  }
}

/** Where a result stands. */
type Result = Pick<Row, 'block' | 'at'>;

function sameResult(a: Result, b: Result, width: number): boolean {
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
  let lastRun = -1;
  let last: Result | undefined;
  for (;;) {
    const first = earliest(open);
    const due = first?.run ?? Number.POSITIVE_INFINITY;
    if (next < waiting.length && waiting[next].frame.from <= due) {
      const { part, frame } = waiting[next++];
      const cursor = new Cursor(stage, part, frame);
      if (!cursor.isOver) open.push(cursor);
      continue;
    }
    if (first === undefined) return;
    if (lastRun !== due) {
      if (first.replicate < stage.replications) yield first;
      lastRun = due;
      last = { block: first.block, at: first.at };
    } else if (last !== undefined && !sameResult(last, first, width)) throw new RowsDiffer(stage.id, due);
    first.next();
    if (first.isOver) open = open.filter((cursor) => cursor !== first);
  }
}

/** The cursor whose row has the smallest number. */
function earliest(cursors: readonly Cursor[]): Cursor | undefined {
  let first = cursors[0];
  for (let i = 1; i < cursors.length; i++) if (cursors[i].run < first.run) first = cursors[i];
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
    for (const cursor = new Cursor(stage, part, frame); !cursor.isOver; cursor.next()) {
      const { block, at } = cursor;
      if (cursor.run === run) return toHex(block.digests.subarray(at * digestBytes, (at + 1) * digestBytes));
    }
  }
  return undefined;
}

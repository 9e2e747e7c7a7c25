/** Names in Redis that a batch and its workers share. All begin with `plenary`. */

import { sha256 } from '../batch/folder.ts';
import type { JobTexts } from '../batch/job.ts';
import type { Task } from '../batch/player.ts';

/** The queue of pieces of work, of all batches. */
export const queueName = 'plenary';

/**
 * What names the texts of a job: all of them. The key of a job says nothing of how many replications there
 * are, and a worker that has fewer would leave out the rest.
 */
export const textsId = (texts: JobTexts): string => sha256(JSON.stringify(texts));

/** Where the texts of a job lie, by what names them. */
export const jobKey = (id: string): string => `plenary:job:${id}`;

/** The list on which results of one running batch arrive. */
export const resultsKey = (batch: string): string => `plenary:results:${batch}`;

/** Seconds after which texts and results that nobody fetches are forgotten: a week. */
export const keptSeconds = 7 * 24 * 3600;

/** How often a piece is tried by workers, each time that one of them answers or dies. */
export const mostTries = 3;

/** What a piece of work says. */
export interface QueuedPiece {
  /** The running batch that waits for it. */
  readonly batch: string;
  /** The texts of the job, by what names them, and the key that it must have. */
  readonly texts: string;
  readonly key: string;
  readonly id: string;
  readonly task: Task;
}

/** The line before the frame of a result: which piece, how long it took, or why there is none. */
export interface ResultLine {
  readonly id: string;
  readonly elapsedMs: number;
  /** A player went down; the worker cannot play this job at all; or anything else went wrong at last. */
  readonly lost?: string;
  readonly refused?: string;
  readonly failed?: string;
}

/** A result as it travels: a line of JSON, then the frame. */
export function packResult(line: ResultLine, frame: Uint8Array = new Uint8Array(0)): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(line)}\n`), frame]);
}

/** The two parts of a result; undefined when it is none. */
export function unpackResult(
  bytes: Buffer,
): { readonly line: ResultLine; readonly frame: Buffer } | undefined {
  const end = bytes.indexOf(10);
  if (end < 0) return undefined;
  try {
    return { line: JSON.parse(bytes.toString('utf8', 0, end)) as ResultLine, frame: bytes.subarray(end + 1) };
  } catch {
    return undefined;
  }
}

/** An address without its password. */
export function shownUrl(url: string): string {
  return url.replace(/\/\/([^@/]*)@/, '//…@');
}

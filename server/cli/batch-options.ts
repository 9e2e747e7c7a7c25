/** Options that several commands of batches share, read. */
import os from 'node:os';
import type { Shard } from '../../engine/analysis/experiment/plan.ts';
import { type Invocation, textOption } from './command.ts';
import { CliError } from './exit.ts';
import { wholeNumber } from './numbers.ts';

/** Most threads that are started. */
const mostWorkers = 256;
/** Most runs of a point. */
const mostReplications = 10_000_000;

/** Threads that play at once; as many as there are cores unless told otherwise. */
export function readWorkers(invocation: Invocation): number {
  const given = textOption(invocation, 'workers');
  if (given === undefined) return os.availableParallelism();
  return wholeNumber(given, 'workers', { least: 1, most: mostWorkers });
}

/** Runs of each point, when they are given. */
export function readReplications(invocation: Invocation, least = 1): number | undefined {
  const given = textOption(invocation, 'replications');
  if (given === undefined) return undefined;
  return wholeNumber(given, 'replications', { least, most: mostReplications });
}

/** `2/3` is the second of three shares. */
export function readShard(invocation: Invocation): Shard | undefined {
  const given = textOption(invocation, 'shard');
  if (given === undefined) return undefined;
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(given);
  const index = Number(match?.[1]);
  const of = Number(match?.[2]);
  if (match !== null && index >= 1 && index <= of) return { index: index - 1, of };
  throw new CliError('usage', `“${given}” is no share of a batch`, {
    hint: 'Write --shard 2/3 for the second of three.',
  });
}

/**
 * Holds a log to a job when no manifest says what it is of. Its first line has the key of the job, its blocks
 * say which stretches they hold and how many runs, and a few of its runs are played again: their digests must
 * be those of the log. That tells a share from the whole, and one share from another.
 */
import path from 'node:path';
import { digestBytes } from '../../engine/analysis/experiment/block.ts';
import { Status } from '../../engine/analysis/experiment/columns.ts';
import { RunWalk, type Shard, type Stage } from '../../engine/analysis/experiment/plan.ts';
import { CliError } from '../cli/exit.ts';
import { unpackFrame } from './frames.ts';
import type { Job } from './job.ts';
import { createLocalPlayer } from './local-player.ts';
import { batchFiles } from './names.ts';
import type { Frame, RowsLog } from './rows-log.ts';

/** Blocks of which a run is played again. */
const mostTried = 6;

/**
 * The number of runs in a log, when it is that of a job.
 *
 * Errors: `batch-other` when it is not, or of another share than the one asked for.
 */
export async function runsInLog(
  log: RowsLog,
  name: string,
  job: Job,
  shard: Shard | undefined,
): Promise<number> {
  const stages = log.frames.map((frame) => stageOf(job, frame));
  const areAll = log.frames.every((frame, i) => countRuns(stages[i], frame, shard) === frame.count);
  if (!areAll) throw otherShare(name);
  const player = createLocalPlayer(job);
  for (const i of spread(log.frames.length)) {
    const stage = stages[i];
    if (stage === undefined) continue;
    const tried = firstPlayed(stage, log, log.frames[i], shard);
    // A run of a plan with more replications cannot be played in this one.
    if (tried === undefined || tried.replicate >= stage.replications) continue;
    const stretch = { from: tried.run, to: tried.run + 1, above: 0, below: stage.replications };
    const { packed } = await player.play({ stage: stage.id, stretch });
    if (!unpackFrame(packed).digests.every((byte, b) => byte === tried.digest[b])) throw otherShare(name);
  }
  return log.frames.reduce((sum, { count }) => sum + count, 0);
}

function otherShare(name: string): CliError {
  const message = `${path.join(name, batchFiles.log)} has other runs than this command asks for`;
  const hint = 'Its manifest is lost. Give --shard as it was when the folder was played, or a new folder.';
  return new CliError('batch-other', message, { hint });
}

/** The stage of a block, with the replications that there were when it was played. */
const stageOf = (job: Job, frame: Frame): Stage | undefined =>
  job.stages.find(({ id }) => id === frame.stage);

const asPlayed = (stage: Stage, { below }: Frame): Stage => ({ ...stage, replications: below });

function countRuns(stage: Stage | undefined, frame: Frame, shard: Shard | undefined): number | undefined {
  if (stage === undefined) return undefined;
  let count = 0;
  for (const walk = new RunWalk(asPlayed(stage, frame), frame, shard); walk.next(); ) count++;
  return count;
}

/** The first run of a block that its player did not go down with, and its digest. */
function firstPlayed(stage: Stage, log: RowsLog, frame: Frame, shard: Shard | undefined) {
  const { status, digests } = log.read(frame);
  const walk = new RunWalk(asPlayed(stage, frame), frame, shard);
  for (let at = 0; walk.next(); at++) {
    if (status[at] === Status.crashed) continue;
    const digest = digests.subarray(at * digestBytes, (at + 1) * digestBytes);
    return { run: walk.run, replicate: walk.replicate, digest };
  }
  return undefined;
}

/** A few of so many places, from the first to the last. */
function spread(count: number): number[] {
  const few = Math.min(count, mostTried);
  return Array.from({ length: few }, (_, i) => (few === 1 ? 0 : Math.floor((i * (count - 1)) / (few - 1))));
}

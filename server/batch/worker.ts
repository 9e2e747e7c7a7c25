/** A worker thread: loads the engine, is given a job, and plays what it is sent. */
import { parentPort } from 'node:worker_threads';
import { type Shard, stagesOf } from '../../engine/analysis/experiment/plan.ts';
import { createLocalPlayer } from './local-player.ts';
import type { Done, PlayedJob, Player, Task } from './player.ts';

/** The job that a thread is given first: plain data, so that nothing is read and checked again. */
export interface WorkerStart {
  readonly job: Omit<PlayedJob, 'stages'>;
  readonly shard?: Shard;
}

/** What a worker is sent then, and what it answers. */
export interface WorkerOrder {
  readonly id: number;
  readonly task: Task;
}
export type WorkerAnswer =
  | { readonly ready: true }
  | { readonly id: number; readonly done: Done }
  | { readonly id: number; readonly error: string };

const port = parentPort;
if (port === null) throw new Error('this module is a worker thread');

const say = (answer: WorkerAnswer): void => port.postMessage(answer);

async function answer(player: Player, { id, task }: WorkerOrder): Promise<void> {
  try {
    // A copy, and no transfer: once a thread has given an array away, its compiled code looks at every access
    // to any array whether that one is still there, and runs take a tenth longer.
    say({ id, done: await player.play(task) });
  } catch (error) {
    say({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

port.once('message', ({ job, shard }: WorkerStart) => {
  const player = createLocalPlayer({ ...job, stages: stagesOf(job.experiment, job.document) }, shard);
  say({ ready: true });
  let last: Promise<void> = Promise.resolve();
  // One piece after the other: two at once would share a run.
  port.on('message', (order: WorkerOrder) => {
    last = last.then(() => answer(player, order));
  });
});

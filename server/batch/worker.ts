/** A worker thread: makes the job from its texts, and plays what it is sent. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Shard } from '../../engine/analysis/experiment/plan.ts';
import { type JobTexts, makeJob } from './job.ts';
import { createLocalPlayer, type Done, type Task } from './player.ts';

/** What a worker is started with. */
export interface WorkerStart {
  readonly texts: JobTexts;
  readonly shard?: Shard;
}

/** What a worker is sent, and what it answers. */
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
const { texts, shard } = workerData as WorkerStart;

const player = (async () => {
  const made = await makeJob(texts, true);
  if (!made.ok) throw new Error(`the job of a worker has problems: ${made.problems[0]?.message}`);
  return createLocalPlayer(made.job, shard);
})();

player.then(
  () => port.postMessage({ ready: true } satisfies WorkerAnswer),
  (error: unknown) => {
    throw error;
  },
);

let last: Promise<void> = Promise.resolve();

async function answer({ id, task }: WorkerOrder): Promise<void> {
  try {
    const done = await (await player).play(task);
    // A copy, and no transfer: once a thread has given an array away, its compiled code looks at every access
    // to any array whether that one is still there, and runs take a tenth longer.
    port?.postMessage({ id, done } satisfies WorkerAnswer);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    port?.postMessage({ id, error: text } satisfies WorkerAnswer);
  }
}

// One piece after the other: two at once would share a run.
port.on('message', (order: WorkerOrder) => {
  last = last.then(() => answer(order));
});

/** Players in worker threads. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Shard } from '../../engine/analysis/experiment/plan.ts';
import { packageRoot } from '../places.ts';
import { type Done, type PlayedJob, type Player, PlayerLost, type Task } from './player.ts';
import type { WorkerAnswer, WorkerOrder, WorkerStart } from './worker.ts';

/** Where the build puts the worker: a thread has no loader for the sources. */
function workerFile(): string {
  const built = path.join(packageRoot(), 'dist/server/batch/worker.js');
  if (existsSync(built)) return built;
  throw new Error(`${built} is missing: run npm run build, or use one worker`);
}

/** A thread that loads the engine, and waits for a job. */
export interface Thread {
  /** Gives it its job, once. */
  take(job: PlayedJob, shard?: Shard): Player;
  close(): Promise<void>;
}

/** Starts a thread. */
export function startThread(): Thread {
  const worker = new Worker(workerFile());
  const waiting = new Map<number, { resolve: (done: Done) => void; reject: (error: Error) => void }>();
  let lost: Error | undefined;
  let isReady = false;
  let next = 0;
  const lose = (message: string) => {
    // A thread that never began is no fault of a run: to start another one would end the same way.
    lost ??= isReady ? new PlayerLost(message) : new Error(`a worker thread could not start: ${message}`);
    for (const { reject } of waiting.values()) reject(lost);
    waiting.clear();
  };
  worker.on('message', (answer: WorkerAnswer) => {
    if ('ready' in answer) {
      isReady = true;
      return;
    }
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('done' in answer) asked?.resolve(answer.done);
    else asked?.reject(new Error(answer.error));
  });
  worker.on('error', (error) => lose(error.message));
  worker.on('exit', (code) => lose(`it ended with code ${code}`));
  const play = (task: Task) =>
    new Promise<Done>((resolve, reject) => {
      if (lost !== undefined) {
        reject(lost);
        return;
      }
      const id = next++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, task } satisfies WorkerOrder);
    });
  const close = async () => {
    await worker.terminate();
  };
  return {
    take: ({ experiment, document, columns }, shard) => {
      const job = { experiment, document, columns };
      worker.postMessage({ job, ...(shard === undefined ? {} : { shard }) } satisfies WorkerStart);
      return { play, close };
    },
    close,
  };
}

/** Threads of one batch. */
export interface Threads {
  /** A player in a thread that waits, or in a new one. */
  player(job: PlayedJob, shard?: Shard): Player;
  /** Ends the threads that still wait. */
  close(): Promise<void>;
}

/** Starts threads ahead of their job: each takes as long to load the engine as it takes to make a job. */
export function startThreads(count: number): Threads {
  const idle = Array.from({ length: count }, startThread);
  return {
    player: (job, shard) => (idle.pop() ?? startThread()).take(job, shard),
    close: async () => {
      await Promise.all(idle.splice(0).map((thread) => thread.close()));
    },
  };
}

/** Players in worker threads. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../places.ts';
import { type Done, type Player, PlayerLost, type Task } from './player.ts';
import type { WorkerAnswer, WorkerOrder, WorkerStart } from './worker.ts';

/** Where the build puts the worker: a thread has no loader for the sources. */
function workerFile(): string {
  const built = path.join(packageRoot(), 'dist/server/batch/worker.js');
  if (existsSync(built)) return built;
  throw new Error(`${built} is missing: run npm run build, or use one worker`);
}

/** Starts a player in a thread of its own. */
export function startThread(start: WorkerStart): Player {
  const worker = new Worker(workerFile(), { workerData: start });
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
  return {
    play: (task: Task) =>
      new Promise<Done>((resolve, reject) => {
        if (lost !== undefined) {
          reject(lost);
          return;
        }
        const id = next++;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, task } satisfies WorkerOrder);
      }),
    close: async () => {
      await worker.terminate();
    },
  };
}

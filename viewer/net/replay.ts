/** Asks the web worker that has the engine; it is started when it is first needed. */
import type { TaskName, TaskResult, WorkerReply, WorkerRequest, WorkerTasks } from '../workers/messages.ts';

/** A replayed record, or why it could not be read. */
export type ReplayResult = TaskResult<'replay'>;

let worker: Worker | undefined;
let lastId = 0;
const waiting = new Map<number, (reply: TaskResult<TaskName>) => void>();

function startWorker(): Worker {
  const started = new Worker(new URL('../workers/replay.worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', (message: MessageEvent<WorkerReply>) => {
    waiting.get(message.data.id)?.(message.data);
    waiting.delete(message.data.id);
  });
  started.addEventListener('error', (event) => {
    const hint = 'Reload the page; if this stays, the browser may be too old for module workers.';
    const fault = {
      code: 'worker-failed',
      message: event.message || 'The replay could not be started.',
      hint,
    };
    for (const answer of waiting.values()) answer({ ok: false, fault });
    waiting.clear();
    worker = undefined;
  });
  return started;
}

/** Has the worker do a task. */
export function askWorker<Task extends TaskName>(
  task: Task,
  asks: WorkerTasks[Task]['asks'],
): Promise<TaskResult<Task>> {
  worker ??= startWorker();
  const id = ++lastId;
  return new Promise((resolve) => {
    waiting.set(id, resolve as (reply: TaskResult<TaskName>) => void);
    worker?.postMessage({ id, task, asks } as WorkerRequest);
  });
}

/** Replays the text of a record. */
export const replayText = (text: string, wantEvents: boolean): Promise<ReplayResult> =>
  askWorker('replay', { text, wantEvents });

/** Replays a record in a web worker, which is started when it is first needed. */
import type { Replayed, ReplayFault, ReplayReply, ReplayRequest } from '../workers/messages.ts';

/** A replayed record, or why it could not be read. */
export type ReplayResult =
  | { readonly ok: true; readonly value: Replayed }
  | { readonly ok: false; readonly fault: ReplayFault };

let worker: Worker | undefined;
let lastId = 0;
const waiting = new Map<number, (reply: ReplayResult) => void>();

function startWorker(): Worker {
  const started = new Worker(new URL('../workers/replay.worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', (message: MessageEvent<ReplayReply>) => {
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

/** Replays the text of a record. */
export function replayText(text: string, wantEvents: boolean): Promise<ReplayResult> {
  worker ??= startWorker();
  const id = ++lastId;
  const request: ReplayRequest = { id, text, wantEvents };
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    worker?.postMessage(request);
  });
}

/** Replays records away from the page. The whole engine is loaded here, and only here. */
import { decodeEvents } from '../../engine/run/decode.ts';
import type { RunRecord } from '../../engine/run/record.ts';
import { parseRecord } from '../../engine/run/record-file.ts';
import { playRecord, replay } from '../../engine/run/replay.ts';
import { viewScenario } from '../../engine/run/visibility.ts';
import type { Replayed, ReplayReply, ReplayRequest } from './messages.ts';

const god = { role: 'god' } as const;

async function readRun(record: RunRecord): Promise<Replayed['run']> {
  const played = await playRecord(record);
  if (!played.ok) return undefined;
  const { scenario, recorder } = played.value;
  return {
    scenario: viewScenario(scenario.file, god, true),
    events: decodeEvents(scenario, recorder.records()),
  };
}

async function work({ id, text, wantEvents }: ReplayRequest): Promise<ReplayReply> {
  const startedMs = performance.now();
  const parsed = parseRecord(text);
  if (!parsed.ok) return { id, ok: false, fault: parsed.fault };
  const record = parsed.value;
  const report = await replay(record);
  const elapsedMs = performance.now() - startedMs;
  const { seed, digest, outcome, status, engineVersion, inputs, overrides } = record;
  const head = { seed, digest, outcome, status, engineVersion, inputs: inputs.length, overrides };
  const run = wantEvents ? await readRun(record) : undefined;
  return { id, ok: true, value: { head, report, elapsedMs, run } };
}

self.addEventListener('message', (message: MessageEvent<ReplayRequest>) => {
  const { id } = message.data;
  work(message.data).then(
    (reply) => self.postMessage(reply),
    (error: unknown) => {
      const fault = {
        code: 'replay-failed',
        message: String(error),
        hint: 'Send the record to the authors of Plenary.',
      };
      self.postMessage({ id, ok: false, fault } satisfies ReplayReply);
    },
  );
});

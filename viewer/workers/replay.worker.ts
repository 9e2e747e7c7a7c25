/** Works on records away from the page. The whole engine is loaded here, and only here. */
import { computeMetrics, idleMetrics, metrics } from '../../engine/analysis/metrics.ts';
import { schemaOf } from '../../engine/load.ts';
import { builtIn } from '../../engine/registry.ts';
import { branchRecord } from '../../engine/run/branch.ts';
import { decodeEvents } from '../../engine/run/decode.ts';
import { diffRecords } from '../../engine/run/diff.ts';
import { formatRecord, makeRecord, type RunRecord } from '../../engine/run/record.ts';
import { type ParsedRecord, parseRecord } from '../../engine/run/record-file.ts';
import { playRecord, replay } from '../../engine/run/replay.ts';
import { viewScenario } from '../../engine/run/visibility.ts';
import { scenarioJsonSchema } from '../../engine/scenario/json-schema.ts';
import { decisionNeeds } from './decision.ts';
import type {
  JsonSchema,
  MetricValue,
  Replayed,
  TaskName,
  TaskResult,
  WorkerReply,
  WorkerRequest,
  WorkerTasks,
} from './messages.ts';
import { otherFile } from './other-file.ts';
import { outcomePicture, remediesFor } from './outcomes.ts';

const god = { role: 'god' } as const;

async function readRun(record: RunRecord): Promise<Replayed['run']> {
  const played = await playRecord(record);
  if (!played.ok) return undefined;
  const { scenario, recorder, run } = played.value;
  const values = computeMetrics(run);
  const own = scenario.file.metrics.map(({ id, title }) => ({ id, title, unit: '' }));
  const idle = idleMetrics(scenario);
  const known = [...metrics, ...own].map((metric, i) => ({ ...metric, value: values[i] }));
  return {
    scenario: viewScenario(scenario.file, god, true),
    events: decodeEvents(scenario, recorder.records()),
    metrics: known
      .filter(({ id }) => !idle.includes(id))
      .map(({ id, title, unit, value }): MetricValue => ({ id, title, unit, value })),
  };
}

/** How each task is done; a task that fails because of what it was given returns a fault. */
type Tasks = {
  readonly [Task in TaskName]: (asks: WorkerTasks[Task]['asks']) => Promise<TaskResult<Task>>;
};

const tasks: Tasks = {
  replay: async ({ text, wantEvents }) => {
    const startedMs = performance.now();
    const parsed = parseRecord(text);
    if (!parsed.ok) return { ok: false, fault: otherFile(text) ?? parsed.fault };
    const record = parsed.value;
    const report = await replay(record);
    const elapsedMs = performance.now() - startedMs;
    const { seed, digest, outcome, status, engineVersion, inputs, overrides } = record;
    const head = { seed, digest, outcome, status, engineVersion, inputs: inputs.length, overrides };
    const run = wantEvents ? await readRun(record) : undefined;
    return { ok: true, value: { head, report, elapsedMs, run } };
  },
  diff: async ({ a, b }) => {
    const parsed: ParsedRecord[] = [parseRecord(a), parseRecord(b)];
    const [one, other] = parsed;
    if (one === undefined || !one.ok) return one as Extract<ParsedRecord, { ok: false }>;
    if (other === undefined || !other.ok) return other as Extract<ParsedRecord, { ok: false }>;
    return { ok: true, value: await diffRecords(one.value, other.value) };
  },
  fork: async ({ text, round, replicate }) => {
    const parsed = parseRecord(text);
    if (!parsed.ok) return parsed;
    const { seed, overrides } = parsed.value;
    const branch = { round, replicate, inputs: 'bots' } as const;
    const branched = await branchRecord(parsed.value, branch, { keepSliceDigests: true });
    if (!branched.ok) return { ok: false, fault: branched.refusal };
    branched.value.toEnd();
    return { ok: true, value: formatRecord(makeRecord(branched.value, { seed, overrides, branch })) };
  },
  decision: async (asks) => ({ ok: true, value: await decisionNeeds(asks) }),
  outcomes: async (asks) => ({ ok: true, value: await outcomePicture(asks) }),
  remedies: async (asks) => ({ ok: true, value: await remediesFor(asks) }),
  schema: async () => ({ ok: true, value: scenarioJsonSchema(schemaOf(builtIn)) as JsonSchema }),
};

async function work({ id, task, asks }: WorkerRequest): Promise<WorkerReply> {
  const done = tasks[task] as (asks: unknown) => Promise<TaskResult<TaskName>>;
  return { id, ...(await done(asks)) };
}

self.addEventListener('message', (message: MessageEvent<WorkerRequest>) => {
  const { id } = message.data;
  work(message.data).then(
    (reply) => self.postMessage(reply),
    (error: unknown) => {
      const fault = {
        code: 'replay-failed',
        message: String(error),
        hint: 'Send the record to the authors of Plenary.',
      };
      self.postMessage({ id, ok: false, fault } satisfies WorkerReply);
    },
  );
});

/** A run played to its end, with what commands print of it. */
import type { RunView } from '../../engine/analysis/fold.ts';
import type { RunEvent } from '../../engine/run/events.ts';
import type { Play } from '../../engine/run/play.ts';
import type { RunRecord } from '../../engine/run/record.ts';
import { engineVersion, rulesVersion } from '../../engine/version.ts';
import type { RunOrigin } from './page.ts';

/** What a command prints of a run. */
export interface RunResult {
  readonly view: RunView;
  readonly events: readonly RunEvent[];
  readonly metrics: Readonly<Record<string, number>>;
  readonly origin: RunOrigin;
  readonly fault: Error | undefined;
}

/** Folds the events of a finished play and computes its metrics. */
export async function resultOf(
  play: Play,
  origin: Pick<RunOrigin, 'name' | 'seed' | 'sets' | 'command'>,
): Promise<RunResult> {
  const [{ foldEvents }, { computeMetrics, metricIds }, { decodeEvents }, { runDigest }, { viewScenario }] =
    await Promise.all([
      import('../../engine/analysis/fold.ts'),
      import('../../engine/analysis/metrics.ts'),
      import('../../engine/run/decode.ts'),
      import('../../engine/run/record.ts'),
      import('../../engine/run/visibility.ts'),
    ]);
  const { scenario } = play;
  const events = decodeEvents(scenario, play.recorder.records());
  const view = foldEvents(viewScenario(scenario.file, { role: 'god' }, true), events);
  view.faulted ||= play.fault !== undefined;
  const values = computeMetrics(play.run);
  const metrics = Object.fromEntries(metricIds(scenario.file).map((id, slot) => [id, values[slot]]));
  const digests = { scenarioDigest: scenario.digest, runDigest: runDigest(play, origin.seed) };
  return {
    view,
    events,
    metrics,
    origin: { ...origin, ...digests, engineVersion, rulesVersion },
    fault: play.fault,
  };
}

/** A result as JSON: what a script wants to know, and the events when asked for. */
export function resultJson(result: RunResult, options: { readonly events: boolean }): string {
  const { view, metrics, origin, fault } = result;
  const finite = Object.entries(metrics).map(([id, value]) => [id, Number.isFinite(value) ? value : null]);
  return `${JSON.stringify(
    {
      scenario: view.scenario.id,
      scenarioDigest: origin.scenarioDigest,
      seed: origin.seed,
      overrides: origin.sets,
      engineVersion: origin.engineVersion,
      rulesVersion: origin.rulesVersion,
      status: fault === undefined ? 'complete' : 'faulted',
      ...(fault === undefined ? {} : { fault: fault.message }),
      outcome: view.outcome,
      metrics: Object.fromEntries(finite),
      text: Object.fromEntries([...view.issues.values()].map((issue) => [issue.id, issue.option ?? null])),
      digest: origin.runDigest,
      ...(options.events ? { events: result.events } : {}),
    },
    null,
    2,
  )}\n`;
}

/** Writes a record and says where. */
export async function saveRecord(record: RunRecord, file: string, folder: string): Promise<void> {
  const [{ formatRecord }, { writeText }] = await Promise.all([
    import('../../engine/run/record.ts'),
    import('./files.ts'),
  ]);
  writeText(file, formatRecord(record), folder);
}

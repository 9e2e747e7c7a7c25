/** A run played to its end, with what commands print of it. */
import type { RunView } from '../../engine/analysis/fold.ts';
import { limits } from '../../engine/limits.ts';
import type { RunEvent } from '../../engine/run/events.ts';
import type { Play } from '../../engine/run/play.ts';
import type { RecordOptions, RunRecord } from '../../engine/run/record.ts';
import { engineVersion, rulesVersion } from '../../engine/version.ts';
import { CliError } from './exit.ts';
import type { RunOrigin } from './page.ts';
import type { Terminal } from './terminal.ts';
import { clean, safeJson } from './text.ts';

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
  const [
    { foldEvents },
    { computeMetrics, idleMetrics, metricIds },
    { decodeEvents },
    { runDigest },
    { viewScenario },
  ] = await Promise.all([
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
  const idle = idleMetrics(scenario);
  const named = metricIds(scenario.file).map((id, slot) => [id, values[slot]] as const);
  const metrics = Object.fromEntries(named.filter(([id]) => !idle.includes(id)));
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
  return safeJson({
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
  });
}

/** What saving a record needs besides the run. */
export interface SaveOptions extends RecordOptions {
  readonly file: string;
  /** Most bytes of a record; what this version reads, unless a test says otherwise. */
  readonly maxBytes?: number;
}

/**
 * Writes the record of a run and says where. What this version would not read again is not written: where the
 * digests of slices are too many they are left out, which only makes a difference harder to place.
 */
export async function saveRecord(
  play: Play,
  options: SaveOptions,
  terminal: Pick<Terminal, 'err' | 'folder'>,
): Promise<void> {
  const [{ makeRecord, recordPieces }, { writePieces }] = await Promise.all([
    import('../../engine/run/record.ts'),
    import('./files.ts'),
  ]);
  const { file, maxBytes = limits.recordBytes } = options;
  const fits = (made: RunRecord): boolean => byteLength(recordPieces(made)) <= maxBytes;
  const whole = sliceBytes(play) <= maxBytes ? makeRecord(play, options) : undefined;
  const hasSlices = whole !== undefined && fits(whole);
  const record = hasSlices ? whole : makeRecord({ ...play, sliceDigests: [] }, options);
  if (!hasSlices && !fits(record)) {
    const message = `the record would have more than ${maxBytes} bytes, the most that is read`;
    throw new CliError('record-too-large', message);
  }
  writePieces(file, recordPieces(record), terminal.folder);
  const without = hasSlices ? '' : ' without the digests of its slices, which would be too many';
  terminal.err(`wrote ${clean(file)}${without}\n`);
}

/** Bytes that the digests of all slices take in a record, known before it is made. */
function sliceBytes(play: Play): number {
  const [first] = play.sliceDigests;
  return play.sliceDigests.length * (first?.length ?? 0) * 8;
}

function byteLength(pieces: Iterable<string>): number {
  let bytes = 0;
  for (const piece of pieces) bytes += Buffer.byteLength(piece);
  return bytes;
}

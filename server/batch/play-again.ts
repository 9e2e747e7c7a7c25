/** One run of a batch, found by its number and made again from the texts in the folder. */
import {
  isRun,
  type Point,
  placeOf,
  type RunPlace,
  type Stage,
  type StageId,
  seedOf,
  valuesAt,
} from '../../engine/analysis/experiment/plan.ts';
import { loadDocument } from '../../engine/load.ts';
import type { Scenario } from '../../engine/run/contract.ts';
import { createPlay } from '../../engine/run/play.ts';
import { makeRecord, type RunRecord } from '../../engine/run/record.ts';
import type { Result } from '../../engine/scenario/problems.ts';
import type { ReadFolder } from './reopen.ts';

/** A run of a batch, and all that makes it. */
export interface FoundRun {
  readonly stage: Stage;
  readonly run: number;
  readonly place: RunPlace;
  readonly point: Point;
  readonly seed: number;
  /** What is set in the scenario, as it is typed. */
  readonly sets: readonly string[];
}

/** Finds a run by the part of the batch and its number; undefined when there is none. */
export function findRun({ job }: ReadFolder, stageId: StageId, run: number): FoundRun | undefined {
  const stage = job.stages.find(({ id }) => id === stageId);
  if (stage === undefined || !isRun(stage, run)) return undefined;
  const place = placeOf(stage, run);
  const point = stage.point(place.point);
  const sets = point.overrides.map(({ path, value }) => `${path}=${JSON.stringify(value)}`);
  return { stage, run, place, point, seed: seedOf(stage, run, place), sets };
}

/** Values of a point that are named one by one; of more, the point is, which its row in the table has. */
const mostValues = 6;

/** Where a run stands, in words. */
export function runName({ stage, point, place }: FoundRun): string {
  const values = valuesAt(stage, point).map(({ id, value }) => `${id} = ${value}`);
  const named =
    values.length > mostValues ? [`point ${point.index} with its ${values.length} values`] : values;
  return [`arm ${point.arm.id}`, ...named, `replicate ${place.replicate}`].join(', ');
}

/** The scenario of a run. */
export async function scenarioOf({ job }: ReadFolder, { point }: FoundRun): Promise<Result<Scenario>> {
  return loadDocument(job.document, { overrides: point.overrides });
}

/** Plays a run again and makes its record, with its events when asked for. */
export function recordOf(scenario: Scenario, { seed, sets }: FoundRun, full: boolean): RunRecord {
  const play = createPlay(scenario, { seed, keepRecords: true, keepSliceDigests: true });
  play.toEnd();
  return makeRecord(play, { seed, overrides: sets, full });
}

/** Names of what a batch has, for who needs no more of it. */
import type { StageId } from '../../engine/analysis/experiment/plan.ts';

/** Names of the files of a folder. */
export const batchFiles = {
  manifest: 'manifest.json',
  experiment: 'experiment.yaml',
  scenario: 'scenario.yaml',
  log: 'rows.log',
  columns: 'columns.json',
  lock: 'batch.lock',
  preregistration: 'preregistration.json',
} as const;

/** Names of the tables of a folder. */
export const tableFile = /^(runs|space|(space_)?(ticks|rounds))\.parquet$/;

/** What messages call the runs of each point of a part. */
export const replicationWords: Readonly<Record<StageId, string>> = {
  runs: 'replications',
  space: 'replications a point of the space',
};

/**
 * A run as commands take it: its number, with `space:` before it for one of the space of plausible values.
 */
export const runWord = (stage: StageId, run: number): string =>
  stage === 'space' ? `space:${run}` : String(run);

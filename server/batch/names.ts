/** Names of the files of a batch, for who needs no more of it. */

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

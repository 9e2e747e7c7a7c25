/**
 * The columns of results: what is kept of a run, in which order, and what each column means. They follow from
 * the experiment and its scenario before anything is played, so that every machine writes the same ones.
 */
import type { Metric, Scenario } from '../../run/contract.ts';
import { metrics as builtIn, idleMetrics, metricIds, requestedMetrics } from '../metrics.ts';
import type { Stage } from './plan.ts';
import type { Experiment } from './schema.ts';

/** One column of a table of results. */
export interface Column {
  readonly name: string;
  /** The type in Parquet. */
  readonly type: 'BIGINT' | 'INTEGER' | 'DOUBLE' | 'VARCHAR';
  readonly title: string;
  readonly unit: string;
  readonly says: string;
}

/** A formula of the experiment. */
export interface OwnMetric {
  readonly id: string;
  readonly expression: string;
}

/** What is measured, and what the tables are. */
export interface Columns {
  /** Metrics kept of every run, in the order of their columns. */
  readonly metrics: readonly string[];
  /** Those of them that the experiment defines. */
  readonly own: readonly OwnMetric[];
  /** Metrics kept in the course of a run. */
  readonly series: readonly string[];
  /** Metrics that take long, and are asked for. */
  readonly requested: readonly string[];
}

/** The metrics that an experiment keeps without naming any: all that say something in one of its arms. */
function usualMetrics(scenarios: readonly Scenario[]): string[] {
  const idle = scenarios.map(idleMetrics);
  const ids = new Set(scenarios.flatMap(({ file }) => metricIds(file)));
  return [...ids].filter((id) => {
    return !requestedMetrics.includes(id) && !idle.every((ids) => ids.includes(id));
  });
}

/**
 * The columns of an experiment.
 *
 * @param scenarios the scenario of every arm
 */
export function columnsOf(experiment: Experiment, scenarios: readonly Scenario[]): Columns {
  const { metrics: chosen, hypotheses, series, stop } = experiment;
  const own = (chosen ?? []).flatMap((entry) => (typeof entry === 'string' ? [] : [entry]));
  const listed = (chosen ?? []).map((entry) => (typeof entry === 'string' ? entry : entry.id));
  // An experiment that only adds formulas keeps the usual metrics too.
  const kept = own.length === listed.length ? [...usualMetrics(scenarios), ...listed] : listed;
  const needed = [
    ...hypotheses.map(({ metric }) => metric),
    ...(stop?.metrics ?? []).map(({ metric }) => metric),
  ];
  const metrics = [...new Set([...kept, ...needed])];
  return {
    metrics,
    own: own.map(({ id, expression }) => ({ id, expression })),
    series: series?.metrics ?? [],
    requested: requestedMetrics.filter((id) => metrics.includes(id)),
  };
}

const column = (name: string, type: Column['type'], title: string, says: string, unit = ''): Column => ({
  name,
  type,
  title,
  unit,
  says,
});

const runColumn = column('run', 'BIGINT', 'Run', 'number of the run; `plenary rerun` plays it again');

function factorColumns({ factors }: Stage): Column[] {
  return factors.map(({ id, title, paths, isNumeric }) => {
    const says = paths.length === 0 ? 'a number that formulas use' : `sets ${paths.join(', ')}`;
    return column(id, isNumeric ? 'DOUBLE' : 'VARCHAR', title, says);
  });
}

function metricColumns(names: readonly string[], experiment: Experiment, scenario: Scenario): Column[] {
  const described = new Map<string, Pick<Metric, 'title' | 'unit' | 'summary'>>();
  for (const metric of builtIn) described.set(metric.id, metric);
  for (const { id, title, expression } of scenario.file.metrics) {
    described.set(id, { title, unit: '', summary: expression });
  }
  for (const entry of experiment.metrics ?? []) {
    if (typeof entry === 'string') continue;
    described.set(entry.id, { title: entry.title ?? entry.id, unit: entry.unit, summary: entry.expression });
  }
  return names.map((name) => {
    const { title = name, unit = '', summary = '' } = described.get(name) ?? {};
    return column(name, 'DOUBLE', title, summary, unit);
  });
}

/** The columns of the table of runs of a stage. */
export function runColumns(
  stage: Stage,
  columns: Columns,
  experiment: Experiment,
  scenario: Scenario,
): Column[] {
  return [
    runColumn,
    column('point', 'INTEGER', 'Point', 'number of the point: an arm and a value of every factor'),
    column('arm', 'VARCHAR', 'Arm', 'id of the arm'),
    ...factorColumns(stage),
    column('replicate', 'INTEGER', 'Replicate', 'number of the run among those of its point'),
    column('seed', 'BIGINT', 'Seed', 'the seed of the run'),
    column('status', 'VARCHAR', 'Status', statuses.map(({ id, says }) => `${id}: ${says}`).join('; ')),
    column('outcome', 'VARCHAR', 'Outcome', 'how the run ended'),
    ...metricColumns(columns.metrics, experiment, scenario),
    column('digest', 'VARCHAR', 'Digest', 'SHA-256 of the run: two runs with the same one are the same'),
  ];
}

/** The columns of the table of moments of a stage. */
export function seriesColumns(columns: Columns, experiment: Experiment, scenario: Scenario): Column[] {
  const every = experiment.series?.every ?? 'tick';
  const says = every === 'tick' ? 'ticks that had passed' : 'rounds that had been played';
  return [
    runColumn,
    column(every, 'INTEGER', every === 'tick' ? 'Tick' : 'Round', says),
    ...metricColumns(columns.series, experiment, scenario),
  ];
}

/** What can become of a run; their places are the numbers in blocks of results. */
export const statuses = [
  { id: 'complete', says: 'played to its end' },
  { id: 'faulted', says: 'met a bug of the engine' },
  { id: 'invalid', says: 'its values make no valid scenario' },
  { id: 'crashed', says: 'took down the process that played it, twice' },
] as const;

/** Places in the list of statuses. */
export const Status = { complete: 0, faulted: 1, invalid: 2, crashed: 3 } as const;

/** Reads what a report needs out of the folder of a batch. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runColumns, Status } from '../../engine/analysis/experiment/columns.ts';
import type { Measured } from '../../engine/analysis/experiment/judge.ts';
import { judgingLevel, type PointPair, pairsOf } from '../../engine/analysis/experiment/judge.ts';
import { isHeld, runNumber, type Stage } from '../../engine/analysis/experiment/plan.ts';
import type { Hypothesis } from '../../engine/analysis/experiment/schema.ts';
import { pairedDifference } from '../../engine/analysis/statistics/paired.ts';
import { type SignShare, signShare } from '../../engine/analysis/statistics/sign-share.ts';
import { gather } from '../batch/measured.ts';
import { batchFiles } from '../batch/names.ts';
import { deviations, type Preregistration, readPreregistration } from '../batch/preregistration.ts';
import { type ReadFolder, readRows } from '../batch/reopen.ts';
import { shownMetrics } from '../cli/page/findings.ts';
import { sqlName, sqlText, withDatabase } from '../store/duckdb.ts';
import { mergedRows } from '../store/merged-rows.ts';
import type { BandLine } from './charts/lines.ts';
import { type JudgedHypothesis, judgeAll, type MetricReport, reportMetric } from './data.ts';
import { type Sensitivity, sensitivityOf } from './sensitivity.ts';
import { type TimeReport, timeReport } from './times.ts';

/** A parameter that a comparison varies: the place of its range, and its value at every point. */
export interface SpaceParameter {
  readonly name: string;
  readonly range: number;
  readonly values: readonly number[];
  /** The arm of the two that alone has it or leaves it open; both unless given. */
  readonly only?: string;
}

/** The share of the plausible space in which a hypothesis holds. */
export interface SpaceFinding {
  readonly hypothesis: string;
  readonly share: SignShare;
  /** Points at which some pairs, but not all, are left out for want of a value. */
  readonly thinned: number;
  /** Runs of the two arms without a result: they failed, or their values make no scenario. */
  readonly failed: number;
  /** The difference at every point, NaN where there is none. */
  readonly effects: readonly number[];
  /** The parameters that vary in one of the arms at least, with their values at every point. */
  readonly parameters: readonly SpaceParameter[];
  /** Titles of the parameters that one of the arms alone varies, arm by arm. */
  readonly alone: readonly ArmTitles[];
  /** Titles of the parameters of the space that neither arm varies. */
  readonly unvaried: readonly string[];
}

/** Titles of parameters of an arm. */
export interface ArmTitles {
  readonly arm: string;
  readonly titles: readonly string[];
}

/** The course of a metric over time, arm by arm. */
export interface CourseReport {
  readonly metric: string;
  readonly every: 'tick' | 'round';
  readonly lines: readonly BandLine[];
}

/** How a batch stands to its registration. */
export type Registration =
  | { readonly state: 'none' }
  | { readonly state: 'matched'; readonly registration: Preregistration }
  | { readonly state: 'differs'; readonly why: readonly string[] };

/** All that a report says. */
export interface ReportData {
  readonly batch: ReadFolder;
  /** The runs, with the replicates that were played. */
  readonly stage: Stage;
  readonly measured: Measured;
  readonly hypotheses: readonly JudgedHypothesis[];
  readonly space: readonly SpaceFinding[];
  readonly metrics: readonly MetricReport[];
  readonly times: readonly TimeReport[];
  readonly courses: readonly CourseReport[];
  readonly sensitivity: readonly Sensitivity[];
  readonly registration: Registration;
}

/** Metrics that are worth a page: those asked about, at most six. */
const mostMetrics = 6;
/** Metrics in ticks whose absence means that the time did not come. */
const timeUnits = ['ticks'];

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function registrationOf({ place, job, manifest }: ReadFolder): Registration {
  const file = path.join(place, batchFiles.preregistration);
  if (!existsSync(file)) return { state: 'none' };
  const registration = readPreregistration(readFileSync(file, 'utf8'));
  if (registration === undefined)
    return { state: 'differs', why: ['the registration was changed after it was made'] };
  const why = deviations(registration, job);
  const first = manifest.sessions.map(({ started }) => started).sort(byCodeUnits)[0];
  if (first !== undefined && first < registration.registered) {
    why.push(`runs were played on ${first}, before it was registered`);
  }
  if (manifest.rebuilt !== undefined && manifest.rebuilt.runs > 0) {
    why.push(`when ${manifest.rebuilt.runs} of the runs were played is not known: their manifest was lost`);
  }
  return why.length === 0 ? { state: 'matched', registration } : { state: 'differs', why };
}

/**
 * At every point of the space: the difference that a hypothesis is about, and the values of the ranges.
 *
 * @param failed of each point and arm, the runs without a result
 */
function spaceFinding(
  measured: Measured,
  hypothesis: Hypothesis,
  failed: Uint32Array,
): SpaceFinding | undefined {
  if (hypothesis.factor !== undefined) return undefined;
  const { stage, replications } = measured;
  const all = measured.values(hypothesis.metric);
  const of = (point: number) => all.subarray(point * replications, (point + 1) * replications);
  const isTried = (arm: unknown) => stage.arms.some(({ id }) => id === arm);
  if (!isTried(hypothesis.arm) || !isTried(hypothesis.against)) return undefined;
  const pairs = pairsOf(stage, hypothesis);
  const effects = pairs.map(({ arm, against }) => pairedDifference(of(arm), of(against), judgingLevel));
  const parameters = comparedParameters(stage, hypothesis, pairs);
  const share = signShare(effects, hypothesis, parameters);
  const varied = new Set(parameters.map(({ range }) => range));
  return {
    hypothesis: hypothesis.id,
    share,
    thinned: effects.filter(({ n, leftOut }) => n > 0 && leftOut > 0).length,
    failed: pairs.reduce((sum, { arm, against }) => sum + failed[arm] + failed[against], 0),
    effects: effects.map(({ estimate }) => estimate),
    parameters,
    alone: [hypothesis.arm, hypothesis.against]
      .map((arm) => ({
        arm: String(arm),
        titles: parameters.filter(({ only }) => only === arm).map(({ name }) => name),
      }))
      .filter(({ titles }) => titles.length > 0),
    unvaried: stage.factors.filter((_, f) => !varied.has(f)).map(({ title }) => title),
  };
}

/**
 * What a comparison varies. A range that one of the arms sets or takes out is one of it, too: the difference
 * depends on it through the other arm.
 */
function comparedParameters(
  stage: Stage,
  { arm, against }: Hypothesis,
  pairs: readonly PointPair[],
): SpaceParameter[] {
  const sides = [
    { only: String(arm), cells: pairs.map((pair) => stage.point(pair.arm).cells) },
    { only: String(against), cells: pairs.map((pair) => stage.point(pair.against).cells) },
  ];
  return stage.factors.flatMap(({ title }, f): SpaceParameter[] => {
    const varying = sides
      .map(({ only, cells }) => ({ only, values: cells.map((values) => Number(values[f])) }))
      .filter(({ values: [first = Number.NaN] }) => !isHeld(first));
    const [found] = varying;
    if (found === undefined) return [];
    const { only, values } = found;
    return [{ name: title, range: f, values, ...(varying.length === 1 ? { only } : {}) }];
  });
}

/** Means of a series with the band in which the middle 80 % of the runs lie, by the database. */
async function coursesOf({ place, job, manifest }: ReadFolder): Promise<CourseReport[]> {
  const { series } = job.experiment;
  const table = manifest.tables.find(({ name }) => name === `${series?.every}s`);
  if (series === undefined || table === undefined) return [];
  const from = (file: string) => `read_parquet(${sqlText(path.join(place, file))})`;
  const every = sqlName(series.every);
  return withDatabase(undefined, async (connection) => {
    const courses: CourseReport[] = [];
    for (const metric of series.metrics) {
      const name = sqlName(metric);
      const reader = await connection.runAndReadAll(
        `SELECT arm, s.${every} AS x, avg(s.${name}) AS mean,
           quantile_cont(s.${name}, 0.1) AS low, quantile_cont(s.${name}, 0.9) AS high
         FROM ${from(table.file)} s JOIN ${from('runs.parquet')} r USING (run)
         WHERE s.${name} IS NOT NULL GROUP BY arm, x ORDER BY arm, x`,
      );
      const rows = reader.getRows();
      const lines = job.experiment.arms.map(({ id }) => ({
        name: id,
        points: rows
          .filter(([arm]) => arm === id)
          .map(([, x, mean, low, high]) => ({
            x: Number(x),
            value: Number(mean),
            lower: Number(low),
            upper: Number(high),
          })),
      }));
      courses.push({ metric, every: series.every, lines });
    }
    return courses;
  });
}

/** Reads a folder and works out the report. */
export async function collectReport(batch: ReadFolder): Promise<ReportData> {
  const { job, manifest } = batch;
  const [main, spread] = job.stages;
  if (main === undefined) throw new Error('a batch has runs');
  const replications = manifest.stopped?.replications ?? main.replications;
  const stage = { ...main, replications };
  const shown = shownMetrics(job.experiment, job.columns.metrics).slice(0, mostMetrics);
  const described = timesAmong(batch, stage);
  const wanted = [
    ...new Set([...shown, ...described, ...job.experiment.hypotheses.map(({ metric }) => metric)]),
  ];
  const log = readRows(batch);
  try {
    const width = job.columns.metrics.length;
    const measured = gather(stage, job.columns, wanted);
    for (const row of mergedRows(stage, [{ log }], width)) measured.add(row);
    const numberOf = (point: number, replicate: number) => runNumber(main, point, replicate);
    const space: SpaceFinding[] = [];
    if (spread !== undefined) {
      const metrics = [...new Set(job.experiment.hypotheses.map(({ metric }) => metric))];
      const tried = gather(spread, job.columns, metrics);
      const failed = new Uint32Array(spread.points);
      for (const row of mergedRows(spread, [{ log }], width)) {
        tried.add(row);
        if (row.block.status[row.at] !== Status.complete) failed[row.point]++;
      }
      for (const hypothesis of job.experiment.hypotheses) {
        const found = spaceFinding(tried, hypothesis, failed);
        if (found !== undefined) space.push(found);
      }
    }
    return {
      batch,
      stage,
      measured,
      hypotheses: judgeAll(job.experiment, measured),
      space,
      metrics: shown.map((metric) => reportMetric(measured, metric, numberOf)),
      times: described.map((metric) => timeReport(measured, metric, job.plain.file.ticks)),
      courses: await coursesOf(batch),
      sensitivity: shown.flatMap((metric) => sensitivityOf(job.experiment, measured, metric)),
      registration: registrationOf(batch),
    };
  } finally {
    log.close();
  }
}

/** Metrics that are times, of those that were kept: in ticks, and censored where they never came. */
function timesAmong({ job }: ReadFolder, stage: Stage): string[] {
  const columns = runColumns(stage, job.columns, job.experiment, job.plain);
  return columns
    .filter(({ unit, says }) => timeUnits.includes(unit) && says.includes('censored'))
    .map(({ name }) => name)
    .slice(0, 3);
}

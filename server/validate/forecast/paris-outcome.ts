/** Outcomes of the Paris negotiations from positions fixed two months before: errors of simple predictors. */
import { compromiseOutcome, weightOnIssue } from '../../../engine/analysis/compromise.ts';
import type { Scenario } from '../../../engine/run/contract.ts';
import { entityId, runKey, streamId, uniform } from '../../../engine/run/draws.ts';
import { cop21Citation, cop21File, loadCop21, readCop21 } from '../cop21.ts';
import { findData } from '../data.ts';
import { type ForecastSection, fixed, mean, quantile, withoutData } from './report.ts';

const title = 'Paris outcomes: mean absolute error on the scale of 0 to 100';
const citation = `${cop21Citation}; outcomes coded from the treaty text, not by the authors`;

/** The parties that take a position on an issue. */
function voices(scenario: Scenario, issue: number): number[] {
  return Array.from({ length: scenario.partyCount }, (_, party) => party).filter(
    (party) => weightOnIssue(scenario, party, issue) > 0,
  );
}

const place = (scenario: Scenario, party: number, issue: number) =>
  100 * scenario.ideal[party * scenario.issueCount + issue];

function weighted(scenario: Scenario, issue: number, weight: (party: number) => number): number {
  let sum = 0;
  let total = 0;
  for (const party of voices(scenario, issue)) {
    sum += weight(party) * place(scenario, party, issue);
    total += weight(party);
  }
  return sum / total;
}

/** The lowest position at which half of the weight lies at or below it. */
function weightedMedian(scenario: Scenario, issue: number): number {
  const parties = voices(scenario, issue).sort(
    (a, b) => place(scenario, a, issue) - place(scenario, b, issue),
  );
  const total = parties.reduce((sum, party) => sum + weightOnIssue(scenario, party, issue), 0);
  let below = 0;
  for (const party of parties) {
    below += weightOnIssue(scenario, party, issue);
    if (2 * below >= total - 1e-12) return place(scenario, party, issue);
  }
  return Number.NaN;
}

type Predictor = (scenario: Scenario, issue: number) => number;

function positionOf(id: string): Predictor {
  return (scenario, issue) => place(scenario, scenario.partyIds.indexOf(id), issue);
}

const predictors: Readonly<Record<string, Predictor>> = {
  'compromise (power × salience)': (scenario, issue) => 100 * compromiseOutcome(scenario)[issue],
  'salience-weighted mean': (scenario, issue) =>
    weighted(scenario, issue, (party) => weightOnIssue(scenario, party, issue) / scenario.capability[party]),
  'unweighted mean': (scenario, issue) => weighted(scenario, issue, () => 1),
  'midpoint 50': () => 50,
  'weighted median': weightedMedian,
  'position of the EU': positionOf('eu28'),
  'position of the USA': positionOf('usa'),
};

const draws = 2000;

/**
 * Middle 95 % of the mean over issues drawn with replacement; the draws are keyed and the same every time.
 */
function interval(errors: readonly number[]): readonly [number, number] {
  const key = runKey('forecast');
  const stream = streamId('forecast.bootstrap');
  const means = Array.from({ length: draws }, (_, replicate) => {
    const drawn = errors.map((_error, k) => {
      const at = Math.floor(uniform(key, stream, entityId('issue'), replicate, k) * errors.length);
      return errors[at];
    });
    return mean(drawn);
  });
  return [quantile(means, 0.025), quantile(means, 0.975)];
}

/** The report on the Paris outcomes. */
export async function parisOutcome(dataDir: string | undefined): Promise<ForecastSection> {
  if (findData(dataDir, cop21File) === undefined) return withoutData(title, citation, [cop21File]);
  const issues = readCop21(dataDir);
  const { scenario, issueAt } = await loadCop21(issues);
  const names = Object.keys(issues);
  const isClear = names.map((name) => issues[name].outcome_coded_here.confidence === 'high');
  const errors = Object.values(predictors).map((predict) =>
    names.map((name) => Math.abs(predict(scenario, issueAt(name)) - issues[name].outcome_coded_here.value)),
  );
  // An issue that several predictors win is shared among them.
  const won = errors.map(() => 0);
  names.forEach((_, k) => {
    const least = Math.min(...errors.map((row) => row[k]));
    const winners = errors.flatMap((row, p) => (row[k] <= least + 1e-9 ? [p] : []));
    for (const p of winners) won[p] += 1 / (winners.length * names.length);
  });
  const compromise = errors[0];
  const rows = Object.keys(predictors).map((name, p) => {
    const [low, high] = interval(errors[p]);
    const [worse, better] = interval(errors[p].map((error, k) => error - compromise[k]));
    return [
      name,
      fixed(mean(errors[p])),
      `${fixed(low, 1)} to ${fixed(high, 1)}`,
      fixed(mean(errors[p].filter((_, k) => isClear[k]))),
      `${fixed(100 * won[p], 1)} %`,
      p === 0 ? '' : `${fixed(worse, 1)} to ${fixed(better, 1)}`,
    ];
  });
  return {
    title,
    citation,
    columns: ['predictor', 'all', '95 %', 'clear', 'won', 'minus compromise'],
    rows,
    notes: [
      `${names.length} issues, ${isClear.filter(Boolean).length} of them with a clear outcome. Intervals: ` +
        `${draws} bootstrap draws of issues.`,
      'The largest misses are on issues where no agreement won: a model with a reversion point should ' +
        'gain there.',
    ],
  };
}

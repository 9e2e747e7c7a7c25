/** The page about an experiment: what the runs say of its hypotheses, and the means of its points. */
import type { Finding, Measured } from '../../../engine/analysis/experiment/judge.ts';
import type { Experiment } from '../../../engine/analysis/experiment/schema.ts';
import { type Mean, meanOf } from '../../../engine/analysis/statistics/mean.ts';
import { fewestAlike } from '../../../engine/analysis/statistics/paired.ts';
import { clean, table, wrap } from '../text.ts';

/** Points that a page lists; of a sampled design nobody reads the rest. */
const mostPoints = 40;

/** A number with three places, or fewer where it is large. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace('-', '−');
}

/** The same with its sign. */
export function signedText(value: number): string {
  const text = numberText(value);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** Metrics worth a column: those of the hypotheses, else the first few. */
export function shownMetrics(experiment: Experiment, metrics: readonly string[]): string[] {
  const named = [...new Set(experiment.hypotheses.map((hypothesis) => hypothesis.metric))];
  return (named.length > 0 ? named : metrics).slice(0, 5);
}

/** What a hypothesis compares, in words. */
function comparison({ factor, arm, against, expect }: Finding): string {
  const [first, second] =
    factor === undefined ? [arm, against] : [`${factor} ${arm}`, `${factor} ${against}`];
  return expect === 'unchanged'
    ? `the same with ${first} as with ${second}`
    : `${expect} with ${first} than with ${second}`;
}

/** How sure it is that the difference is smaller than its margin, where that is expected. */
function equivalenceLines({ equivalence, within }: Finding): string[] {
  if (Number.isNaN(equivalence)) return [];
  const p = equivalence < 0.0001 ? '< .0001' : `= ${equivalence.toFixed(4).replace(/^0/, '')}`;
  const told = `Two one-sided tests of a difference of ${numberText(within)} or more: p ${p}.`;
  return wrap(told, { indent: '    ' });
}

/** Why it stays open that nothing differs, where the pairs look as if nothing did. */
function fewPairsLines({ expect, difference, verdict }: Finding): string[] {
  const { n, lower, upper } = difference;
  const isNone = expect === 'unchanged' || (lower === 0 && upper === 0);
  if (verdict !== 'undecided' || !isNone || n >= fewestAlike || n === 0) return [];
  const told = `That nothing differs is concluded from ${fewestAlike} pairs on; these are ${n}.`;
  return wrap(told, { indent: '    ' });
}

function findingLines(finding: Finding): string[] {
  const { id, metric, why, difference, verdict } = finding;
  const { n, estimate, lower, upper, level, leftOut, varianceReduction } = difference;
  const interval = `${signedText(lower)} to ${signedText(upper)}`;
  const over = `${interval}, ${Math.round(1000 * level) / 10} % interval over ${n} pairs`;
  const missing =
    leftOut === 0
      ? ''
      : `; ${leftOut} seed${leftOut === 1 ? '' : 's'} left out, without a value in one of the arms`;
  const gain = Number.isNaN(varianceReduction)
    ? ''
    : `; common seeds are worth ${varianceReduction.toPrecision(2)} times as many independent ones`;
  return [
    `${verdict.toUpperCase()}  ${clean(id)}: ${clean(metric)} ${clean(comparison(finding))}`,
    ...wrap(`${signedText(estimate)} (${over}${missing}${gain})`, { indent: '    ' }),
    ...equivalenceLines(finding),
    ...fewPairsLines(finding),
    ...wrap(why, { indent: '    ' }),
  ];
}

function pointTable(experiment: Experiment, measured: Measured, shown: readonly string[]): string[] {
  const { stage, replications } = measured;
  const cell = (mean: Mean) =>
    mean.n === 0 ? '–' : `${numberText(mean.mean)} ± ${numberText(mean.deviation)}`;
  const listed = Math.min(stage.points, mostPoints);
  const hasFactors = stage.factors.length > 0;
  const rows = Array.from({ length: listed }, (_, index) => {
    const { arm, cells } = stage.point(index);
    const means = shown.map((metric) =>
      cell(meanOf(measured.values(metric).subarray(index * replications, (index + 1) * replications))),
    );
    return [
      arm.id,
      ...cells.map((value) => (typeof value === 'number' ? numberText(value) : value)),
      ...means,
      arm.title,
    ];
  });
  const columns = [
    { title: 'arm' },
    ...stage.factors.map(({ id }) => ({ title: id, align: 'right' as const })),
    ...shown.map((title) => ({ title, align: 'right' as const })),
    { title: hasFactors ? '' : 'what it is', wraps: true },
  ];
  if (hasFactors) {
    for (const row of rows) row[row.length - 1] = '';
  }
  const rest = stage.points - listed;
  const more = rest > 0 ? [`… and ${rest} more points`] : [];
  const shares = experiment.seeds === 'common' ? 'the same' : 'its own';
  const runs = `Mean ± standard deviation over ${replications} runs a point, each on ${shares} seeds.`;
  return [...table(columns, rows), ...more, '', ...wrap(runs)];
}

/** The page. */
export function findingsPage(
  experiment: Experiment,
  measured: Measured,
  findings: readonly Finding[],
  metrics: readonly string[],
): string {
  return [
    clean(experiment.title),
    '═'.repeat(80),
    ...wrap(experiment.question),
    '',
    ...findings.flatMap((finding) => [...findingLines(finding), '']),
    ...pointTable(experiment, measured, metrics),
    '',
  ].join('\n');
}

/** Whether there are enough runs. */

import { sidesOf } from '../../../engine/analysis/experiment/judge.ts';
import {
  replicationsForDifference,
  replicationsForHalfWidth,
  runningMean,
} from '../../../engine/analysis/statistics/convergence.ts';
import { bandLines } from '../charts/lines.ts';
import { figure } from '../charts/svg.ts';
import type { ReportData } from '../collect.ts';
import { heading, type Names, type Section, table } from '../html.ts';

function convergenceSection(data: ReportData, names: Names): string {
  const { measured, hypotheses, metrics } = data;
  const lines = hypotheses.map((hypothesis) => {
    const { arm, against } = sidesOf(measured, hypothesis);
    const running = runningMean(arm.map((value, i) => value - (against[i] as number)));
    const final = hypothesis.difference.estimate;
    return {
      name: hypothesis.id,
      points: running
        .filter(({ n }) => n >= 10 && final !== 0)
        .map(({ n, mean, halfWidth }) => ({
          x: n,
          value: mean / final,
          lower: (mean - halfWidth) / final,
          upper: (mean + halfWidth) / final,
        })),
    };
  });
  const chart = bandLines(
    lines.filter(({ points }) => points.length > 1),
    {
      name: 'Differences as runs are added, as shares of what they are in the end',
      x: 'pairs',
      y: 'share of the final difference',
      range: [0, 2],
    },
  );
  const rows = hypotheses.map(({ id, difference }) => {
    const { deviation, estimate } = difference;
    const known = deviation > 0 && estimate !== 0;
    const detect = known
      ? replicationsForDifference({ difference: Math.abs(estimate), deviation, level: 0.98 }, 0.9)
      : Number.NaN;
    const tenth = known ? replicationsForHalfWidth(deviation, Math.abs(estimate) / 10) : Number.NaN;
    const count = (value: number) => (Number.isFinite(value) ? String(value) : '–');
    return [id, count(difference.n), count(detect), count(tenth)];
  });
  const means = metrics.map(({ metric, means: all }) => {
    const widest = Math.max(...all.map(({ mean }) => (mean.n > 1 ? (mean.upper - mean.lower) / 2 : 0)));
    return [names(metric).title, figure(widest)];
  });
  return (
    heading(2, 'convergence', 'Are there enough runs?') +
    (chart ?? '') +
    (rows.length === 0
      ? ''
      : table(
          'How many replications a hypothesis needs, judged by these runs',
          ['hypothesis', 'pairs', 'to find it (power .9)', 'to know it within a tenth'],
          rows,
        )) +
    table('The widest 95 % interval of a mean', ['metric', '±'], means)
  );
}

/** The section. */
export const convergence: Section = { id: 'convergence', render: convergenceSection };

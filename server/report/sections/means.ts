/** Means of all points. */
import { label } from '../charts/svg.ts';
import type { ReportData } from '../collect.ts';
import { heading, interval, type Names, paragraph, type Section, table } from '../html.ts';

/** Points that a table lists. */
const mostPoints = 60;

function meansSection(data: ReportData, names: Names): string {
  const { stage, metrics } = data;
  const columns = [
    'arm',
    ...stage.factors.map(({ id }) => id),
    ...metrics.map(({ metric }) => names(metric).title),
  ];
  const rows = Array.from({ length: Math.min(stage.points, mostPoints) }, (_, point) => {
    const { arm, cells } = stage.point(point);
    const means = metrics.map(({ means: all }) => {
      const mean = all[point]?.mean;
      return mean === undefined || mean.n === 0 ? '–' : interval(mean);
    });
    return [arm.id, ...cells.map((cell) => (typeof cell === 'number' ? label(cell) : cell)), ...means];
  });
  const rest = stage.points - rows.length;
  const more = rest > 0 ? paragraph(`${rest} more points are in the table of runs.`) : '';
  return (
    heading(2, 'means', 'Means') +
    table(`Means with 95 % intervals over ${stage.replications} runs a point`, columns, rows) +
    more
  );
}

/** The section. */
export const means: Section = { id: 'means', render: meansSection };

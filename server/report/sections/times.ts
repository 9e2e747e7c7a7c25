/** Times, of which some do not come. */
import { bandLines } from '../charts/lines.ts';
import { figure } from '../charts/svg.ts';
import type { ReportData } from '../collect.ts';
import { heading, interval, type Names, paragraph, probability, type Section, table } from '../html.ts';

function timesSection({ times }: ReportData, names: Names): string {
  const parts = times.map(({ metric, arms, lines, horizon, test }) => {
    const { title } = names(metric);
    const chart = bandLines(lines, {
      name: `${title}: share of runs in which it has not come yet`,
      x: 'ticks',
      y: 'share still waiting',
      range: [0, 1],
    });
    const rows = arms.map(({ arm, n, came, median, restricted }) => [
      arm,
      `${came} of ${n}`,
      interval(median),
      interval(restricted),
    ]);
    const tested =
      test === undefined
        ? ''
        : paragraph(
            `Log-rank test of equal times: χ² = ${figure(test.chiSquare)} with ${test.degreesOfFreedom} ` +
              `${test.degreesOfFreedom === 1 ? 'degree' : 'degrees'} of freedom, p ${probability(test.p)}. ` +
              'It treats runs as independent, though arms share their seeds.',
          );
    if (arms.every(({ came }) => came === 0)) {
      return heading(3, `time-${metric}`, title) + paragraph('It came in no run.');
    }
    return (
      heading(3, `time-${metric}`, title) +
      (chart ?? '') +
      table(
        `${title}: times in ticks; one that did not come within ${horizon} is censored there`,
        ['arm', 'came', 'median', 'restricted mean'],
        rows,
      ) +
      tested
    );
  });
  return parts.length === 0 ? '' : heading(2, 'times', 'Times') + parts.join('');
}

/** The section. */
export const times: Section = { id: 'times', render: timesSection };

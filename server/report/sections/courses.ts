/** Metrics in the course of the runs. */
import { bandLines } from '../charts/lines.ts';
import type { ReportData } from '../collect.ts';
import { heading, type Names, paragraph, type Section } from '../html.ts';

function coursesSection({ courses }: ReportData, names: Names): string {
  const parts = courses.map(({ metric, every, lines }) => {
    const { title, unit } = names(metric);
    const chart = bandLines(lines, { name: `${title} by ${every}`, x: `${every}s`, y: unit });
    return heading(3, `course-${metric}`, title) + (chart ?? paragraph('It applies to no moment.'));
  });
  if (parts.length === 0) return '';
  return (
    heading(2, 'courses', 'In the course of the runs') +
    paragraph('Means, and the band in which the middle 80 % of the runs lie.') +
    parts.join('')
  );
}

/** The section. */
export const courses: Section = { id: 'courses', render: coursesSection };

/** What each arm changes. */
import { forest } from '../charts/forest.ts';
import { esc } from '../charts/svg.ts';
import type { ReportData } from '../collect.ts';
import { heading, type Names, paragraph, type Section } from '../html.ts';

function effectsSection(data: ReportData, names: Names): string {
  const { arms } = data.stage;
  const reference = arms[0];
  if (arms.length < 2 || reference === undefined) return '';
  const charts = data.metrics.map(({ metric, effects }) => {
    const { title, unit } = names(metric);
    const rows = effects.map(({ arm, difference }) => ({ name: arm, estimate: difference }));
    return (
      heading(3, `effect-${metric}`, title) +
      forest(rows, unit, `${title}: difference of each arm from ${reference.id}`)
    );
  });
  const list = arms.map(({ id, title }) => `<li><strong>${esc(id)}</strong> ${esc(title)}</li>`).join('');
  return (
    heading(2, 'effects', `Effects: each arm less ${reference.id}`) +
    `<ul>${list}</ul>` +
    paragraph('Means of the differences seed by seed, with 98 % intervals (Student).') +
    charts.join('')
  );
}

/** The section. */
export const effects: Section = { id: 'effects', render: effectsSection };

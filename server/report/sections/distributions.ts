/** How the runs lie. */

import { shellWord } from '../../shell-word.ts';
import { histograms, type RunLink } from '../charts/histogram.ts';
import type { ReportData } from '../collect.ts';
import { heading, type Names, paragraph, type Section } from '../html.ts';

function distributionsSection(data: ReportData, names: Names, link: RunLink): string {
  const charts = data.metrics.map(({ metric, distributions }) => {
    const { title, unit } = names(metric);
    const chart = histograms(distributions, unit, `${title}: how the runs lie in each arm`, link);
    return heading(3, `distribution-${metric}`, title) + (chart ?? paragraph('It applies to no run.'));
  });
  const hint =
    data.batch.manifest.shard === undefined
      ? `Every bar names one of its runs: \`plenary rerun ${shellWord(data.batch.name)} RUN\` plays it again.`
      : '';
  return heading(2, 'distributions', 'Distributions') + paragraph(hint) + charts.join('');
}

/** The section. */
export const distributions: Section = { id: 'distributions', render: distributionsSection };

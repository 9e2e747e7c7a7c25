/** Metrics over sampled factors: points at every place of the design, arm by arm. */
import type { Factor } from '../../../engine/analysis/experiment/factors.ts';
import { panels, scatter } from '../charts/scatter.ts';
import { figure, label } from '../charts/svg.ts';
import type { ReportData } from '../collect.ts';
import { heading, type Names, paragraph, type Section, table } from '../html.ts';
import { drawn, fifths, placesOf, rangeOf, trendOf } from '../scatters.ts';

/** Metrics, factors and arms that are drawn; the table of a metric has all factors. */
const mostMetrics = 3;
const mostFactors = 8;
const mostArms = 3;
/** Levels that a table lists; of a factor with more, fifths are told. */
const mostLevels = 10;

/** What a table of means by fifths is headed by. */
export const fifthColumns = ['lowest fifth', 'second', 'third', 'fourth', 'highest fifth'];

/** Whether a factor has few enough levels to tell the mean at each. */
const isTold = ({ levels }: Factor): boolean => levels.length > 0 && levels.length <= mostLevels;

function samplesSection({ batch, stage, measured, metrics }: ReportData, names: Names): string {
  const { design, factors: specs } = batch.job.experiment;
  const numeric = stage.factors.flatMap((factor, f) => (factor.isNumeric ? [{ factor, f }] : []));
  // Of a grid of two factors there is a map, of one a line.
  if (numeric.length === 0 || (design.kind === 'grid' && stage.factors.length < 3)) return '';
  const arms = stage.arms.slice(0, mostArms);
  const parts = metrics.slice(0, mostMetrics).flatMap(({ metric }) => {
    const { title, unit } = names(metric);
    const shown = numeric
      .slice(0, mostFactors)
      .flatMap(({ factor, f }) =>
        arms.map(({ id }, a) => ({ factor, f, arm: id, places: placesOf(measured, metric, f, a) })),
      );
    const all = shown.flatMap(({ places }) => places);
    if (all.length === 0) return [];
    const range = rangeOf(all);
    const charts = shown
      .filter(({ places }) => places.length > 0)
      .map(({ factor, f, arm, places }) =>
        scatter(
          {
            title: `${factor.id}, arm ${arm}`,
            marks: [{ shape: 'dot', places: drawn(places) }],
            trend: trendOf(places),
            x: { name: factor.title, isLog: specs[f]?.scale === 'log' },
            y: { name: unit === '' ? title : `${title}, ${unit}`, range },
          },
          `${title} over ${factor.id} in the arm ${arm}: a point a place of the design, and their means`,
        ),
      );
    const rows = numeric
      .filter(({ factor }) => !isTold(factor))
      .flatMap(({ factor, f }) =>
        arms.map(({ id }, a) => [
          `${factor.id}, ${id}`,
          ...fifths(placesOf(measured, metric, f, a)).map((mean) => figure(mean)),
        ]),
      );
    const byLevel = numeric
      .filter(({ factor }) => isTold(factor))
      .map(({ factor, f }) => {
        const cells = factor.levels.map(({ cell }) => Number(cell));
        const lines = arms.map(({ id }, a) => {
          const means = new Map(trendOf(placesOf(measured, metric, f, a)).map(({ x, y }) => [x, y]));
          return [id, ...cells.map((cell) => figure(means.get(cell) ?? Number.NaN))];
        });
        return table(`${title}: means by ${factor.id}`, ['arm', ...cells.map(label)], lines);
      });
    const columns = ['factor, arm', ...fifthColumns];
    return [
      heading(3, `samples-${metric}`, title) +
        panels(charts) +
        (rows.length === 0 ? '' : table(`${title}: means by fifths of each factor`, columns, rows)) +
        byLevel.join(''),
    ];
  });
  if (parts.length === 0) return '';
  const left = numeric.length > mostFactors ? ` The first ${mostFactors} factors are drawn.` : '';
  const many = stage.places > 240 ? ' Of the places, 240 are drawn; lines and tables are of all.' : '';
  const how = 'A point is the mean over the runs at one place of the design, a line the means of neighbours.';
  return heading(2, 'samples', 'Over the sampled factors') + paragraph(how + left + many) + parts.join('');
}

/** The section. */
export const samples: Section = { id: 'samples', render: samplesSection };

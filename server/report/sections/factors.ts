/** Metrics over factors: maps and lines. */
import { heatMap } from '../charts/heat-map.ts';
import { bandLines } from '../charts/lines.ts';
import { label } from '../charts/svg.ts';
import type { ReportData } from '../collect.ts';
import { heading, type Names, type Section } from '../html.ts';

function heatSection(data: ReportData, names: Names): string {
  const { stage, metrics, batch } = data;
  const [first, second] = stage.factors;
  const arm = stage.arms[0]?.id ?? '';
  if (batch.job.experiment.design.kind !== 'grid' || first === undefined) return '';
  const pages = metrics.slice(0, 4).map(({ metric, means }) => {
    const { title, unit } = names(metric);
    if (second !== undefined && stage.factors.length === 2) {
      const values = Array.from({ length: stage.places }, (_, place) => {
        return means[place * stage.arms.length]?.mean.estimate ?? Number.NaN;
      });
      const levels = (factor: typeof first) =>
        factor.levels.map(({ cell }) => (typeof cell === 'number' ? label(cell) : cell));
      const map = {
        across: { name: second.id, levels: levels(second) },
        down: { name: first.id, levels: levels(first) },
        values,
      };
      return (
        heading(3, `map-${metric}`, title) +
        heatMap(map, `${title} by ${first.id} and ${second.id} in the arm ${arm}`)
      );
    }
    if (stage.factors.length !== 1 || !first.isNumeric) return '';
    const lines = stage.arms.map(({ id }, a) => ({
      name: id,
      points: first.levels.map(({ cell }, place) => {
        const mean = means[place * stage.arms.length + a]?.mean;
        const estimate = mean?.estimate ?? Number.NaN;
        return {
          x: Number(cell),
          value: estimate,
          lower: mean?.lower ?? estimate,
          upper: mean?.upper ?? estimate,
        };
      }),
    }));
    const chart = bandLines(lines, { name: `${title} over ${first.id}`, x: first.id, y: unit });
    return heading(3, `map-${metric}`, title) + (chart ?? '');
  });
  return pages.join('') === '' ? '' : heading(2, 'factors', 'Over the factors') + pages.join('');
}

/** The section. */
export const factors: Section = { id: 'factors', render: heatSection };

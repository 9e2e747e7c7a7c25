/** Which factors matter: Morris’s screening, Sobol indices, or a linear model, as the design allows. */
import { designCalled } from '../../engine/analysis/experiment/designs/index.ts';
import type { Measured } from '../../engine/analysis/experiment/judge.ts';
import type { Experiment } from '../../engine/analysis/experiment/schema.ts';
import { meanOf } from '../../engine/analysis/statistics/mean.ts';
import {
  indicators,
  type Regression,
  type RegressionFactor,
  regress,
} from '../../engine/analysis/statistics/regression.ts';
import {
  type MorrisEffect,
  morrisEffects,
  type SobolIndices,
  sobolIndices,
} from '../../engine/analysis/statistics/sensitivity.ts';

/** What was found about one metric, in one arm. */
export type Sensitivity = { readonly metric: string; readonly arm: string } & (
  | {
      readonly kind: 'morris';
      readonly factors: readonly { readonly name: string; readonly effect: MorrisEffect }[];
    }
  | { readonly kind: 'sobol'; readonly names: readonly string[]; readonly indices: SobolIndices }
  | { readonly kind: 'regression'; readonly model: Regression }
);

/** Mean over replicates of every point of an arm, in the order of the design. */
function pointMeans({ stage, replications, values }: Measured, metric: string, arm: number): Float64Array {
  const all = values(metric);
  return Float64Array.from({ length: stage.places }, (_, place) => {
    const point = place * stage.arms.length + arm;
    return meanOf(all.subarray(point * replications, (point + 1) * replications)).mean;
  });
}

/** Most rows of a linear model: beyond, more runs move no figure that is shown. */
const mostRows = 200_000;

/** A linear model of a metric on all factors, with errors that know which runs share a seed. */
function modelOf(
  { stage, replications, values }: Measured,
  metric: string,
  arm: number,
): Regression | undefined {
  const all = values(metric);
  const rows = stage.places * replications;
  if (rows > mostRows) return undefined;
  const outcome = new Float64Array(rows);
  const seeds = new Float64Array(rows);
  const cells: (readonly (number | string)[])[] = [];
  for (let place = 0; place < stage.places; place++) {
    const point = stage.point(place * stage.arms.length + arm);
    for (let r = 0; r < replications; r++) {
      outcome[place * replications + r] = all[point.index * replications + r] as number;
      seeds[place * replications + r] = r;
      cells.push(point.cells);
    }
  }
  const factors = stage.factors.flatMap(({ id, isNumeric }, f): RegressionFactor[] => {
    if (isNumeric) return [{ name: id, values: Float64Array.from(cells, (row) => Number(row[f])) }];
    return indicators(
      id,
      cells.map((row) => String(row[f])),
    );
  });
  if (meanOf(outcome).n <= factors.length + 1) return undefined;
  return regress(outcome, factors, stage.seeds === 'common' ? { clusters: seeds } : {});
}

/** What can be said of a metric, in the reference arm; nothing where no factor is varied. */
export function sensitivityOf(experiment: Experiment, measured: Measured, metric: string): Sensitivity[] {
  const { stage } = measured;
  if (stage.factors.length === 0) return [];
  const arm = stage.arms[0]?.id ?? '';
  const { kind, ...parameters } = experiment.design;
  const names = stage.factors.map(({ id }) => id);
  if (kind === 'morris') {
    const design = designCalled('morris');
    if (design === undefined) return [];
    const point = (index: number, out: Float64Array) => design.point(parameters, names.length, index, out);
    const effects = morrisEffects(names.length, point, pointMeans(measured, metric, 0));
    return [{ metric, arm, kind, factors: effects.map((effect, f) => ({ name: names[f] ?? '', effect })) }];
  }
  if (kind === 'saltelli') {
    return [
      {
        metric,
        arm,
        kind: 'sobol',
        names,
        indices: sobolIndices(names.length, pointMeans(measured, metric, 0)),
      },
    ];
  }
  const model = modelOf(measured, metric, 0);
  return model === undefined ? [] : [{ metric, arm, kind: 'regression', model }];
}

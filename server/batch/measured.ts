/** Values of metrics by point and replicate, gathered from rows. */

import type { Block } from '../../engine/analysis/experiment/block.ts';
import type { Columns } from '../../engine/analysis/experiment/columns.ts';
import type { Measured } from '../../engine/analysis/experiment/judge.ts';
import { runsIn, type Stage, type Stretch } from '../../engine/analysis/experiment/plan.ts';
import type { Row } from '../store/merged-rows.ts';

/** Takes rows, and gives the values of metrics. */
export interface Gatherer extends Measured {
  add(row: Pick<Row, 'point' | 'replicate' | 'block' | 'at'>): void;
  addBlock(stretch: Stretch, block: Block): void;
}

/**
 * Gathers some metrics of a stage.
 *
 * @param replications runs of each point that there are
 */
export function gather(
  stage: Stage,
  columns: Columns,
  metrics: readonly string[],
  replications = stage.replications,
): Gatherer {
  const slots = metrics.map((metric) => columns.metrics.indexOf(metric));
  const width = columns.metrics.length;
  const length = stage.points * replications;
  const values = metrics.map(() => new Float64Array(length).fill(Number.NaN));
  const add: Gatherer['add'] = ({ point, replicate, block, at }) => {
    for (let m = 0; m < slots.length; m++) {
      values[m][point * replications + replicate] = block.values[at * width + slots[m]];
    }
  };
  return {
    stage,
    replications,
    values: (metric) => values[metrics.indexOf(metric)],
    add,
    addBlock: (stretch, block) => {
      let at = 0;
      for (const { point, replicate } of runsIn(stage, stretch)) add({ point, replicate, block, at: at++ });
    },
  };
}

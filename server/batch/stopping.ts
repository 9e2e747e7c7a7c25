/**
 * Ends a batch when its means are known well enough. The rule looks after every so many replicates of all
 * points, at rows in the order of their numbers, so that it stops at the same place however they were played.
 *
 * To look often and stop at the first chance makes intervals cover a little less than they say: the first
 * look comes after `every` replicates, which should not be few (Law 2015, Simulation Modeling and Analysis,
 * section 9.4.1).
 */
import type { Columns } from '../../engine/analysis/experiment/columns.ts';
import type { Stage } from '../../engine/analysis/experiment/plan.ts';
import type { Experiment } from '../../engine/analysis/experiment/schema.ts';
import { halfWidth } from '../../engine/analysis/statistics/mean.ts';
import type { Row } from '../store/merged-rows.ts';

type StopRule = NonNullable<Experiment['stop']>;

/** Follows the means of a stage. */
export interface StopWatch {
  add(row: Row): void;
  /** Why the runs may end, or undefined when they must go on. */
  reason(): string | undefined;
}

/** Follows the means that a rule names. */
export function createStopWatch(rule: StopRule, stage: Stage, columns: Columns): StopWatch {
  const { metrics, level } = rule;
  const slots = metrics.map(({ metric }) => columns.metrics.indexOf(metric));
  const width = columns.metrics.length;
  const size = stage.points * metrics.length;
  const counts = new Float64Array(size);
  const means = new Float64Array(size);
  const squares = new Float64Array(size);

  function reachOf(at: number): number {
    const n = counts[at];
    // Nothing to be known of a metric that applies to no run.
    if (n === 0) return 0;
    if (n < 2) return Number.POSITIVE_INFINITY;
    const deviation = Math.sqrt(squares[at] / (n - 1));
    return halfWidth(n, deviation, level);
  }

  return {
    add: ({ point, block, at }) => {
      for (let m = 0; m < slots.length; m++) {
        const value = block.values[at * width + slots[m]];
        if (!Number.isFinite(value)) continue;
        const place = point * slots.length + m;
        counts[place]++;
        const delta = value - means[place];
        means[place] += delta / counts[place];
        squares[place] += delta * (value - means[place]);
      }
    },
    reason: () => {
      for (let place = 0; place < size; place++) {
        if (reachOf(place) > metrics[place % metrics.length].halfWidth) return undefined;
      }
      const told = metrics.map(({ metric, halfWidth: most }) => `${metric} to ±${most}`);
      return `known at every point: ${told.join(', ')}`;
    },
  };
}

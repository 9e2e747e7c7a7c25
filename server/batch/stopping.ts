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
import { halfWidth, RunningMoments } from '../../engine/analysis/statistics/mean.ts';
import { fewestAlike } from '../../engine/analysis/statistics/paired.ts';
import type { Row } from '../store/merged-rows.ts';

type StopRule = NonNullable<Experiment['stop']>;

/** Follows the means of a stage. */
export interface StopWatch {
  add(row: Row): void;
  /**
   * Why the runs may end, or undefined when they must go on.
   *
   * @param replications replicates of every point that were added
   */
  reason(replications: number): string | undefined;
}

/** Follows the means that a rule names. */
export function createStopWatch(rule: StopRule, stage: Stage, columns: Columns): StopWatch {
  const { metrics, level } = rule;
  const slots = metrics.map(({ metric }) => columns.metrics.indexOf(metric));
  const width = columns.metrics.length;
  const size = stage.points * metrics.length;
  const moments = Array.from({ length: size }, () => new RunningMoments());

  /** Half the width of the interval of a mean; infinite where too few values say nothing of it. */
  function reachOf(at: number, isLast: boolean): number {
    const { n, deviation } = moments[at];
    // Of a metric that applies to no run there is nothing to be known, but a later run may have a value.
    if (n === 0) return isLast ? 0 : Number.POSITIVE_INFINITY;
    if (n < 2) return Number.POSITIVE_INFINITY;
    // The interval of values that are all alike has no width, however few they are.
    if (deviation === 0 && n < fewestAlike) return Number.POSITIVE_INFINITY;
    return halfWidth(n, deviation, level);
  }

  return {
    add: ({ point, block, at }) => {
      for (let m = 0; m < slots.length; m++) {
        moments[point * slots.length + m].add(block.values[at * width + slots[m]]);
      }
    },
    reason: (replications) => {
      const isLast = replications >= stage.replications;
      for (let place = 0; place < size; place++) {
        if (reachOf(place, isLast) > metrics[place % metrics.length].halfWidth) return undefined;
      }
      const told = metrics.map(({ metric, halfWidth: most }) => `${metric} to ±${most}`);
      return `known at every point: ${told.join(', ')}`;
    },
  };
}

/** When a batch may end because its means are known. */
import { describe, expect, it } from 'vitest';
import type { Block } from '../../engine/analysis/experiment/block.ts';
import type { Columns } from '../../engine/analysis/experiment/columns.ts';
import type { Stage } from '../../engine/analysis/experiment/plan.ts';
import { fewestAlike } from '../../engine/analysis/statistics/paired.ts';
import { createStopWatch } from '../../server/batch/stopping.ts';

const columns: Columns = { metrics: ['agreed'], own: [], series: [], requested: [] };
const stage = { points: 1, replications: 1000 } as Stage;
const rule = { metrics: [{ metric: 'agreed', halfWidth: 0.1 }], level: 0.95, every: 16 };

/** What the rule says after these values of one point. */
function reasonAfter(values: readonly number[], replications = values.length): string | undefined {
  const watch = createStopWatch(rule, stage, columns);
  const block = { values: Float64Array.from(values) } as Block;
  values.forEach((_, at) => {
    watch.add({ run: at, point: 0, replicate: at, block, at, momentsFrom: 0 });
  });
  return watch.reason(replications);
}

describe('the rule that ends a batch', () => {
  it('takes values that are all alike for known when there are enough of them, not before', () => {
    const alike = (count: number) => Array.from({ length: count }, () => 1);
    expect(reasonAfter(alike(fewestAlike - 1))).toBeUndefined();
    expect(reasonAfter(alike(fewestAlike))).toBe('known at every point: agreed to ±0.1');
  });

  it('waits to the last replication for a metric without a value', () => {
    const none = Array.from({ length: 64 }, () => Number.NaN);
    expect(reasonAfter(none)).toBeUndefined();
    expect(reasonAfter(none, stage.replications - 1)).toBeUndefined();
    expect(reasonAfter(none, stage.replications)).toContain('known at every point');
    expect(reasonAfter([...none, 1], stage.replications)).toBeUndefined();
  });

  it('goes by half the width of the interval where values vary', () => {
    // Of n values, half of them 0.4 and half 0.6, the deviation is 0.1 √(n / (n − 1)): half the width is
    // t 0.1 / √(n − 1), with t = 3.182 for n = 4 (0.184) and 2.365 for n = 8 (0.089).
    expect(reasonAfter([0.4, 0.6, 0.4, 0.6])).toBeUndefined();
    expect(reasonAfter([0.4, 0.6, 0.4, 0.6, 0.4, 0.6, 0.4, 0.6])).toContain('agreed to ±0.1');
  });
});

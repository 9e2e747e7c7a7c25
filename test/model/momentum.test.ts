import { describe, expect, it } from 'vitest';
import { momentumOf } from '../../engine/world/momentum.ts';
import { keptTreaty, meanOf, paired, samples } from './kept-treaty.ts';
import { metricOf, ticking, world } from './worlds/development.ts';

// Equation 20, worked out here once more: releases take momentum, commitments hold it, and it comes back.

const commits = [0, 0.5, 1];
const members = commits.map((commit) => ({ readiness: 0.5, commit }));

describe('momentum', () => {
  it.each([
    [12, 0.6, 0.08],
    [5, 0.3, 0.2],
    [1, 1, 0],
  ])('is lost every %d ticks by %d, and comes back by %d a tick', async (every, loss, recovery) => {
    const { run, tick } = ticking(await world(members, { momentum: { every, loss, recovery } }));
    const expected = commits.map(() => 1);
    for (let now = 1; now <= 40; now++) {
      tick();
      expected.forEach((value, i) => {
        const risen = value + recovery * (1 - value);
        expected[i] = now % every === 0 ? risen * (1 - loss * (1 - commits[i]!)) : risen;
      });
      commits.forEach((_, i) => {
        expect(momentumOf(run, i)).toBeCloseTo(expected[i]!, 12);
      });
    }
    expect(expected[0]).toBeLessThan(expected[2]!);
    expect(metricOf(run, 'momentum')).toBeCloseTo(expected.reduce((a, b) => a + b, 0) / 3, 12);
  });

  it('is whole where nothing takes it', async () => {
    const { run } = ticking(await world(members, {}));
    expect(momentumOf(run, 0)).toBe(1);
  });

  it('scales growth: without any, nobody grows', async () => {
    const settings = { every: 1, loss: 1, recovery: 0 };
    const { run, tick } = ticking(await world(members, { momentum: settings, readiness: { frontier: 0 } }));
    tick(24);
    // Momentum is gone in the first tick, before readiness grows.
    expect(run.scenario.readiness[0]).toBe(0.5);
    expect(run.scenario.readiness[1]).toBeGreaterThan(0.5);
    expect(run.scenario.readiness[2]).toBeGreaterThan(run.scenario.readiness[1]!);
  });

  it('keeps promises: releases lower compliance, and commitments raise it again', async () => {
    const arm = async (commit: number, on: boolean) =>
      samples(await keptTreaty({ party: () => ({ commit }), world: on ? { momentum: {} } : {} }), 40);
    const [undisturbed, loose, firm] = [await arm(0, false), await arm(0, true), await arm(1, true)];
    expect(meanOf(loose, 'participation')).toBeCloseTo(1, 9);
    expect(paired(undisturbed, loose, 'compliance').atMost).toBeLessThan(0);
    // Full commitment loses nothing: the runs are those without releases.
    expect(paired(undisturbed, firm, 'compliance')).toMatchObject({ mean: 0, error: 0 });
  });
});

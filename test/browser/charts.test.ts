// Statecharts as the viewer draws them: what a viewer may know, the way taken, and that no arrow hides
// another.

import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../engine/index.ts';
import { layOutRegion } from '../../viewer/model/chart-layout.ts';
import { pathThrough, visitsOf } from '../../viewer/model/chart-path.ts';
import { asKnown, type ChartName, regionsOf } from '../../viewer/model/charts.ts';

describe('the statechart of a bound party', () => {
  const region = regionsOf('state').find(({ name }) => name === 'commitment');
  if (region === undefined) throw new Error('states have no commitment');
  const paths = (states: readonly string[]) => asKnown(region, states).states.map((state) => state.path);

  it('is one state to others, and each of its inner ones to itself', () => {
    const own = paths(['commitment.inForce.defecting']);
    expect(own).toContain('commitment.inForce.defecting');
    expect(own).not.toContain('commitment.inForce');
    const others = paths(['commitment.inForce']);
    expect(others.filter((path) => path.startsWith('commitment.inForce'))).toEqual(['commitment.inForce']);
    expect(others.length).toBeLessThan(own.length);
  });

  it('names no way out that would tell which inner state it is', () => {
    const known = asKnown(region, ['commitment.inForce']).states.find(
      ({ path }) => path === 'commitment.inForce',
    );
    const inner = region.states.filter(({ path }) => path.startsWith('commitment.inForce.'));
    expect(known?.words).toBe('in force');
    for (const { event, to } of known?.exits ?? []) {
      for (const leaf of inner)
        expect(leaf.exits.some((exit) => exit.event === event && exit.to === to)).toBe(true);
    }
  });
});

describe('the way through a statechart', () => {
  const change = (round: number, party: string, configuration: string) =>
    ({ seq: 0, kind: 'stateChanged', round, party, chart: 'state', configuration }) as RunEvent;
  const events: RunEvent[] = [
    change(1, 'aldria', 'mandate.none stance.bargaining commitment.none'),
    change(2, 'imara', 'mandate.none stance.walkedOut commitment.none'),
    change(3, 'aldria', 'mandate.none stance.holding commitment.none'),
    change(3, 'aldria', 'mandate.none stance.accepting commitment.none'),
    change(5, 'aldria', 'mandate.none stance.holding commitment.none'),
    change(9, 'aldria', 'mandate.none stance.blocking commitment.none'),
  ];
  const stance = regionsOf('state').find(({ name }) => name === 'stance');
  const paths = stance?.states.map((state) => state.path) ?? [];

  it('is that of one party, up to the round looked at, with every state between', () => {
    const visits = visitsOf(events, { party: 'aldria' }, 5);
    const { entered, taken } = pathThrough(visits, paths, stance?.initial ?? '');
    expect([...entered]).toEqual([
      ['stance.exploring', [0]],
      ['stance.bargaining', [1]],
      ['stance.holding', [3, 5]],
      ['stance.accepting', [3]],
    ]);
    expect([...taken]).toEqual([
      'stance.exploring>stance.bargaining',
      'stance.bargaining>stance.holding',
      'stance.holding>stance.accepting',
      'stance.accepting>stance.holding',
    ]);
  });
});

describe('the drawing of a region', () => {
  const names: ChartName[] = ['state', 'observer', 'chair', 'agreement'];

  it.each(names)('of %s shows every transition, and arrows to different states never share ink', (name) => {
    for (const region of regionsOf(name)) {
      const { arrows, states, lanes, height } = layOutRegion(region);
      expect(arrows.length).toBe(region.states.reduce((sum, state) => sum + state.exits.length, 0));
      for (const arrow of arrows) {
        expect(states.some(({ state, entry }) => state.path === arrow.to && entry === arrow.end)).toBe(true);
        expect(arrow.lane).toBeLessThan(lanes);
        expect(Math.max(arrow.start, arrow.end)).toBeLessThan(height);
        for (const other of arrows.filter(({ to, lane }) => to !== arrow.to && lane === arrow.lane)) {
          const [low, high] = [Math.min(arrow.start, arrow.end), Math.max(arrow.start, arrow.end)];
          expect(Math.max(other.start, other.end) < low || Math.min(other.start, other.end) > high).toBe(
            true,
          );
        }
      }
    }
  });
});

// What the details of a party show of its statechart when a viewer may not know all of it.

import { describe, expect, it } from 'vitest';
import { asKnown, regionsOf } from '../../viewer/model/charts.ts';

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

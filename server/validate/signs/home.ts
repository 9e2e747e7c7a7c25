/** Signs of what happens at home and on the way into force. */
import type { Sign } from './sign.ts';
import { type Conference, conference, given, membersOf } from './world.ts';

/** Resets: every state votes once a year, and each election changes the government. */
const elections = { term: 12, change: 1, size: 0.3 };
const committed = [0, 0.5, 1];

/** Commitments that outlive governments, on who joins. */
export const commit: Sign = {
  id: 'commit-joining',
  title: 'Commitments that outlive governments, with an election a year, on who joins',
  prototype: 'not in the table; of the same lever',
  fixed: 'nothing',
  levels: committed.map((value) => ({
    name: String(value),
    document: (world: number) =>
      conference(world, { party: () => ({ commit: value }), world: { elections } }),
  })),
  expectations: [
    { metric: 'participation', expect: 'higher', between: [[0, 2]] },
    { metric: 'rejections', expect: 'lower', between: [[0, 2]] },
  ],
};

/** Commitments that hold momentum, on how the treaty is kept. */
export const commitKept: Sign = {
  id: 'commit',
  title: 'Commitments that outlive a reset a year, on who keeps the treaty',
  prototype: 'commit 0 to 1: compliance .23, .25, .28, .35, .46; readiness Gini .248 to .175',
  fixed: 'membership and text',
  levels: [0, 0.25, 0.5, 0.75, 1].map((value) => ({
    name: String(value),
    document: (world: number) =>
      given(world, {
        party: () => ({ commit: value }),
        world: { elections, readiness: {}, momentum: { every: 12 } },
      }),
  })),
  expectations: [
    { metric: 'compliance', expect: 'higher' },
    { metric: 'readinessGini', expect: 'lower' },
  ],
};

const states = [...membersOf('frontier'), ...membersOf('middle'), ...membersOf('emerging')];
const demanding = { parties: 18, weight: 0.9 };
const waiver = (name: string, more: object): { name: string; document(world: number): object } => ({
  name,
  document: (world) => {
    const options: Conference = {
      groups: [{ id: 'all', title: 'All states', members: states }],
      rules: { decision: [{ rule: 'two-thirds' }], entryIntoForce: { ...demanding, ...more } },
    };
    return conference(world, options);
  },
});

/** Waivers of the thresholds of entry into force. */
export const waivers: Sign = {
  id: 'waiver',
  title: 'A waiver of the thresholds, where 90 % of the states and of the weight are asked for',
  prototype: 'share in force 0 to .97; effectiveness 0 to .163',
  fixed: 'text and talks',
  levels: [waiver('no waiver', {}), waiver('waiver', { waivers: 'all' })],
  expectations: [
    { metric: 'inForce', expect: 'higher' },
    { metric: 'effectivenessFixed', expect: 'higher' },
  ],
};

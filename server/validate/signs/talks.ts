/** Signs of the talks: the rule, how far apart parties are, what is watched, what they expect of others. */
import type { Sign } from './sign.ts';
import { type Conference, conference, tierOf } from './world.ts';

const level = (name: string, options: Conference) => ({
  name,
  document: (world: number) => conference(world, options),
});

/** Consensus of all: a party that has left the room stands in its way. Without that hardly anything does. */
const consensus = { rule: 'consensus', absence: 'counts-as-no' };
const decidedBy = (...decision: object[]) => ({ rules: { decision } });
/** Later than any month of the talks, as in the prototype. */
const never = 30;

/** The row of decision rules. */
export const rule: Sign = {
  id: 'rule',
  title: 'Rule of adoption: consensus of all, two thirds, 55 % with 65 % of the weight, majority',
  prototype: 'P(agree) .06, .97, .97, 1.0; months 29.6, 16.6, 14.7, 11.6; participation .05, .54, .42, .25',
  fixed: 'nothing',
  levels: [
    level('consensus', decidedBy(consensus)),
    level('two thirds', decidedBy({ rule: 'two-thirds' })),
    level('qualified', decidedBy({ rule: 'double-majority', members: 0.55, weight: 0.65 })),
    level('majority', decidedBy({ rule: 'simple-majority' })),
  ],
  expectations: [
    { metric: 'agreed', expect: 'higher', between: [[0, 1]] },
    { metric: 'adoptionTick', expect: 'lower', never },
    { metric: 'participation', expect: 'higher', between: [[0, 1]] },
    { metric: 'participation', expect: 'lower', between: [[1, 3]] },
    { metric: 'effectivenessFixed', expect: 'higher', between: [[0, 1]] },
    { metric: 'effectivenessFixed', expect: 'lower', between: [[1, 3]] },
  ],
  note: 'The prototype had an interior optimum: most are in it with two thirds.',
};

/** The row of the feasibility of consensus. */
export const dispersion: Sign = {
  id: 'dispersion',
  title: 'How far ideals lie apart, under consensus of all',
  prototype: 'twenty parties, .05 to .25: P(agree) 1, 1, .86, .41, .06',
  fixed: 'nothing',
  levels: [0.05, 0.15, 0.25, 0.35].map((value) =>
    level(String(value), { dispersion: value, ...decidedBy(consensus) }),
  ),
  expectations: [
    { metric: 'agreed', expect: 'lower' },
    { metric: 'adoptionTick', expect: 'higher', never },
  ],
};

/** The same for the number of parties. */
export const size: Sign = {
  id: 'size',
  title: 'How many states there are, under consensus of all',
  prototype: 'dispersion .2, six, ten and twenty parties: P(agree) .87, .70, .41',
  fixed: 'nothing',
  levels: [6, 10, 20].map((states) =>
    level(String(states), { states, dispersion: 0.2, ...decidedBy(consensus) }),
  ),
  expectations: [{ metric: 'agreed', expect: 'lower' }],
};

/** Transparency of monitoring, on the talks. */
export const watchedTalks: Sign = {
  id: 'transparency-talks',
  title: 'Transparency of monitoring, on the talks',
  prototype: 'τ 0 to 1: months 18.4, 16.6, 14.7, 12.2, 10.0',
  fixed: 'nothing',
  levels: [0, 0.5, 1].map((transparency) =>
    level(`τ ${transparency}`, { world: { compliance: { transparency } } }),
  ),
  expectations: [{ metric: 'adoptionTick', expect: 'lower', never }],
  note: 'Built into equation 4 by its exponent g_τ: a check of the code, not of the world.',
};

/** Openness of the table. */
export const openness: Sign = {
  id: 'openness',
  title: 'Openness of the table to the public at home',
  prototype: '0 to 1: months 14.7, 18.1, the opposite of transparent monitoring',
  fixed: 'nothing',
  levels: [0, 0.5, 1].map((value) => level(String(value), { openness: value })),
  expectations: [{ metric: 'adoptionTick', expect: 'higher', never }],
  note: 'Built into equation 4 by its exponent g_O.',
};

const priors = [
  [1, 5],
  [1, 2],
  [2, 2],
  [2, 1],
  [5, 1],
] as const;

const expecting = (options: Conference) =>
  priors.map(([priorAlpha, priorBeta]) =>
    level(`${priorAlpha}/${priorAlpha + priorBeta}`, {
      ...options,
      world: { trust: { priorAlpha, priorBeta } },
    }),
  );
const ends = [
  [0, 2],
  [2, 4],
] as const;

/** Trust that the talks begin with. */
export const prior: Sign = {
  id: 'trust-prior',
  title: 'Trust that the talks begin with: 1/6, 1/3, 1/2, 2/3, 5/6',
  prototype: 'P(agree) 0, .16, .97, 1, 1: a sharp threshold',
  fixed: 'nothing',
  levels: expecting({}),
  expectations: [
    { metric: 'agreed', expect: 'higher', between: ends },
    { metric: 'participation', expect: 'higher', between: ends },
  ],
  note:
    'The correction C1 gave no agreement a worth of its own: low trust no longer stops a text that two ' +
    'thirds can carry, but keeps it from being ratified.',
};

/** The same where all must agree. */
export const priorOfAll: Sign = {
  id: 'trust-prior-consensus',
  title: 'Trust that the talks begin with, under consensus of all',
  prototype: 'not in the table; of the same lever',
  fixed: 'nothing',
  levels: expecting(decidedBy(consensus)),
  expectations: [{ metric: 'agreed', expect: 'higher', between: ends }],
};

/** Seats for those of low readiness. */
export const seats: Sign = {
  id: 'seats',
  title: 'Seats for the emerging tier: 0, .3, .6, 1, under two thirds and wide dispersion',
  prototype: 'P(agree) .39, .53, .63, .72; overall compliance flat: a composition effect',
  fixed: 'nothing',
  levels: [0, 0.3, 0.6, 1].map((voice) =>
    level(String(voice), {
      dispersion: 0.35,
      ...decidedBy({ rule: 'two-thirds' }),
      party: (place) => (tierOf(place) === 'emerging' ? { voice } : {}),
    }),
  ),
  expectations: [
    { metric: 'agreed', expect: 'higher', between: [[0, 3]] },
    { metric: 'participation', expect: 'higher', between: [[0, 3]] },
  ],
};

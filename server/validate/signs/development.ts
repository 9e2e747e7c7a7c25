/** Signs of development, on fixed members and a given text. */
import type { Sign } from './sign.ts';
import { type Given, given, idOf, membersOf } from './world.ts';

const level = (name: string, options: Given) => ({
  name,
  document: (world: number) => given(world, options),
});

const groups = [
  { id: 'donors', title: 'Donors', members: membersOf('frontier') },
  { id: 'recipients', title: 'Recipients', members: membersOf('emerging') },
];
const aided = (volume: number, instrument: string) => ({
  aid: { donors: 'donors', recipients: 'recipients', volume, instruments: { [instrument]: 1 } },
  readiness: {},
});

/** Aid, as grants. */
export const aid: Sign = {
  id: 'aid',
  title: 'Aid from the frontier to the emerging tier, in per cent of the donors’ income',
  prototype:
    '0, .5, 1, 2: readiness Gini .175, .096, .054, .023; failures of capacity .154, .104, .076, .049',
  fixed: 'membership and text',
  levels: [0, 0.5, 1, 2].map((volume) => level(`${volume} %`, { groups, world: aided(volume, 'grant') })),
  expectations: [
    { metric: 'readinessGini', expect: 'lower' },
    { metric: 'cannot', expect: 'lower' },
  ],
};

/** The network of laboratories. */
export const laboratories: Sign = {
  id: 'labs',
  title: 'Strength of the laboratories’ network',
  prototype: '0, .5, 1, 2: readiness Gini .175, .072, .037, .014; compliance .46, .56, .60, .64',
  fixed: 'membership and text',
  levels: [0, 0.5, 1, 2].map((labs) =>
    level(String(labs), { world: { readiness: {}, laboratories: { labs } } }),
  ),
  expectations: [
    { metric: 'readinessGini', expect: 'lower' },
    { metric: 'compliance', expect: 'higher' },
  ],
};

/** Trust that starts at a prior and that no act moves. */
const still = (priorAlpha: number, priorBeta: number) => ({
  priorAlpha,
  priorBeta,
  acts: {
    'follow-through': 0,
    defection: 0,
    'capacity-failure': 0,
    reciprocity: 0,
    transparency: 0,
    'false-alarm': 0,
    'joint-technology': 0,
  },
});
const modalityAt = (instrument: string, alpha: number, beta: number) =>
  level(`${instrument}, trust ${alpha / (alpha + beta)}`, {
    groups,
    world: { ...aided(1, instrument), trust: still(alpha, beta) },
  });

/** Instruments of aid. */
export const modality: Sign = {
  id: 'modality',
  title: 'Grants, loans and partnerships of 1 %, where trust is held at .5 and at .8',
  prototype: 'readiness Gini .054, .056, .052 at .5, and .054, .056, .037 at .8',
  fixed: 'membership and text',
  levels: [
    modalityAt('grant', 2, 2),
    modalityAt('loan', 2, 2),
    modalityAt('partnership', 2, 2),
    modalityAt('grant', 8, 2),
    modalityAt('partnership', 8, 2),
  ],
  expectations: [
    { metric: 'readinessGini', expect: 'higher', between: [[0, 1]] },
    { metric: 'readinessGini', expect: 'unchanged', within: 0.005, between: [[0, 2]] },
    { metric: 'readinessGini', expect: 'lower', between: [[3, 4]] },
  ],
  note: 'The prototype had no debts.',
};

/**
 * Hundredths of a per cent: the scale annexed to the Financial Protocol of the Convention for the
 * Establishment of a European Organization for Nuclear Research of 1 July 1953.
 */
const cern = [2384, 2384, 1770, 1020, 498, 488, 371, 368, 248, 193, 179, 97];
const scale = {
  id: 'scale',
  title: 'Scale of contributions',
  unit: 'hundredths of a per cent',
  source: 'Annex to the Financial Protocol of the CERN Convention of 1 July 1953',
  values: Object.fromEntries(cern.map((value, place) => [idOf(place), value])),
};
const common = (rule: string, cost: number, spill: number) =>
  level(`${rule}, c ${cost}, s ${spill}`, {
    states: cern.length,
    tables: [scale],
    world: { 'common-laboratory': { income: 'scale', rule, cost, spill } },
  });

/** Rules of contribution to a common laboratory. */
export const shares: Sign = {
  id: 'shares',
  title: 'Equal and proportional shares of a common laboratory of twelve, on the scale of CERN',
  prototype: 'members .76 against 1.0 (cost 4, spill-over .2), 0 against .30 (cost 6, spill-over .6)',
  fixed: 'membership and text',
  levels: [
    common('equal', 0.25, 0.2),
    common('equal', 0.33, 0.2),
    common('proportional', 0.33, 0.2),
    common('equal', 0.5, 0.6),
    common('proportional', 0.5, 0.6),
  ],
  expectations: [
    {
      metric: 'laboratoryMembers',
      expect: 'higher',
      between: [
        [1, 2],
        [3, 4],
      ],
    },
    { metric: 'laboratoryMembers', expect: 'lower', between: [[0, 1]] },
  ],
  note:
    'Members are what best replies leave of a founding by all, so that draws play no part. Without side ' +
    'payments, which the prototype had in a further arm (.54).',
};

const exponents = [0.5, 1, 1.5, 2, 3];
const dividend = (winnerTakeAll: number, volume: number) =>
  level(`ψ ${winnerTakeAll}${volume > 0 ? ', with aid' : ''}`, {
    groups,
    world: { ...aided(volume, 'grant'), dividend: { winnerTakeAll } },
  });

/** Winners who take all. */
export const psi: Sign = {
  id: 'psi',
  title: 'How much more the most ready win (ψ), without aid and with 2 %',
  prototype: 'dividend Gini .14, .31, .43, .51, .60, and with aid .08, .17, .27, .36, .50',
  fixed: 'membership and text',
  levels: [...exponents.map((value) => dividend(value, 0)), ...exponents.map((value) => dividend(value, 2))],
  expectations: [
    {
      metric: 'dividendGini',
      expect: 'higher',
      between: [
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 4],
      ],
    },
    {
      metric: 'dividendGini',
      expect: 'lower',
      between: [
        [0, 5],
        [1, 6],
        [2, 7],
        [3, 8],
        [4, 9],
      ],
    },
  ],
};

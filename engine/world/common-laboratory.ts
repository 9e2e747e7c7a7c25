/**
 * A common laboratory that the parties to a treaty may join: its cost is shared by a rule, its results are a
 * club good that spills over to outsiders. Who gains more by staying outside rides free. The equations stand
 * in `common-laboratory/worth.ts`.
 *
 * From entry into force on, the parties decide once a year, the largest first, each knowing what those before
 * it have decided: who is better off as a member joins or stays. When nobody wants to change, the coalition
 * is stable inside and outside (d'Aspremont et al. 1983). All who are bound found it together, and leave it
 * if they like; a founding that is in nobody's interest falls apart.
 *
 * Members pay every tick; what they pay is what the laboratory costs. What membership gives a party beyond
 * staying outside, or would give it if it joined, enters the utility of the agreement (`transfer`), by the
 * weight of the scenario: a spill-over comes without joining, and is no reason to join.
 */
import * as z from 'zod';
import type { Mechanism, Metric, Parameters, Run, Scenario } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { idSchema, share } from '../scenario/basic-schema.ts';
import {
  contributionRules,
  costShares,
  type LaboratoryTerms,
  laboratoryGame,
  qualityOf,
} from './common-laboratory/worth.ts';
import { once } from './once.ts';
import { checkTable } from './parameter-checks.ts';
import { composeTransfer } from './rates.ts';
import { isBound } from './standing.ts';

export { laboratoryWorth } from './common-laboratory/worth.ts';

const parameters = z.strictObject({
  start: z
    .enum(['entry-into-force', 'at-once'])
    .default('entry-into-force')
    .describe('open to parties once the treaty binds them, or to all states from the first tick'),
  rule: z
    .enum(contributionRules)
    .default('proportional')
    .describe('how the cost is shared: equally, in proportion to income, or so with a ceiling'),
  cost: z
    .number()
    .min(0)
    .max(3)
    .default(0.3)
    .describe('c: cost as a share of what a laboratory of all states is worth to all'),
  spill: share.default(0.2).describe('s: share of the worth that reaches outsiders'),
  cap: share.min(0.01).default(0.22).describe('ceiling of a member’s share of the cost, for `capped`'),
  returns: z.number().min(0).max(2).default(0.5).describe('ρ: returns to the members’ joint size'),
  elasticity: z
    .number()
    .min(0)
    .max(2)
    .default(0.7)
    .describe('η: elasticity of a state’s worth in its income'),
  income: idSchema.optional().describe('table of yearly incomes; voting weights unless given'),
  weight: share.default(0.05).describe('utility of what the laboratory gives a state in a year'),
  every: z.number().int().min(1).max(120).default(12).describe('ticks between decisions to join or leave'),
});

type CommonLaboratoryParameters = z.output<typeof parameters>;

const year = 12;
/** A gain smaller than this is rounding, and no reason to join or leave. */
const rounding = 1e-12;

/** What follows from the scenario alone. */
const frame = once((scenario: Scenario, given: Parameters) => {
  const terms = given as CommonLaboratoryParameters satisfies LaboratoryTerms;
  const game = laboratoryGame(scenario, terms);
  const { size } = game;
  // The largest decide first; of those as large the first in the order of parties.
  const order = [...scenario.states].sort((a, b) => size[b] - size[a] || a - b);
  return { game, order: Int32Array.from(order) };
});

/** Whether a state may join. */
function mayJoin(run: Run, settings: CommonLaboratoryParameters, party: number): boolean {
  return settings.start === 'at-once' || isBound(run, party);
}

/**
 * What being a member gives a party beyond staying outside, with the other members as they are. Overwrites
 * `common-laboratory.share`.
 */
function gainOf(run: Run, settings: CommonLaboratoryParameters, given: Parameters, party: number): number {
  const { game } = frame(run.scenario, given);
  const members = run.i32['common-laboratory.member'];
  const shares = run.f64['common-laboratory.share'];
  const was = members[party];
  members[party] = 1;
  costShares(game, settings, members, shares);
  const inside = game.value[party] * qualityOf(game, settings, members) - game.cost * shares[party];
  members[party] = 0;
  const outside = settings.spill * game.value[party] * qualityOf(game, settings, members);
  members[party] = was;
  return inside - outside;
}

function setMember(run: Run, party: number, isMember: boolean): void {
  const members = run.i32['common-laboratory.member'];
  if (members[party] === (isMember ? 1 : 0)) return;
  members[party] = isMember ? 1 : 0;
  run.emit(EventKind.laboratoryMembership, party, isMember ? 1 : 0, 0, 0);
}

/** Everybody in turn, until nobody wants to change or all have had their say as often as there are states. */
function decide(run: Run, settings: CommonLaboratoryParameters, given: Parameters): void {
  const { order } = frame(run.scenario, given);
  const members = run.i32['common-laboratory.member'];
  for (let turn = 0; turn < order.length; turn++) {
    let changes = 0;
    for (let i = 0; i < order.length; i++) {
      const party = order[i];
      const gain = mayJoin(run, settings, party) ? gainOf(run, settings, given, party) : -1;
      const joins = members[party] === 1 ? gain >= -rounding : gain > rounding;
      if (joins === (members[party] === 1)) continue;
      setMember(run, party, joins);
      changes++;
    }
    if (changes === 0) return;
  }
}

/** What the members pay in this tick. */
function pay(run: Run, settings: CommonLaboratoryParameters, given: Parameters): void {
  const { game } = frame(run.scenario, given);
  const { states } = run.scenario;
  const members = run.i32['common-laboratory.member'];
  const shares = run.f64['common-laboratory.share'];
  costShares(game, settings, members, shares);
  let paid = 0;
  for (let s = 0; s < states.length; s++) {
    const amount = (game.cost * shares[states[s]]) / year;
    run.f64['common-laboratory.paid'][states[s]] += amount;
    paid += amount;
  }
  if (paid > 0) run.f64['common-laboratory.cost'][0] += game.cost / year;
}

/** What membership gives each party, or would give it if it joined, in the utility of the agreement. */
function value(run: Run, settings: CommonLaboratoryParameters, given: Parameters): void {
  const { states } = run.scenario;
  const part = run.f64['common-laboratory.transferPart'];
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    part[party] = settings.weight * Math.max(0, gainOf(run, settings, given, party));
    composeTransfer(run, party);
  }
}

/** Tells each member’s payments of the year. */
function tellPayments(run: Run): void {
  const { states } = run.scenario;
  const paid = run.f64['common-laboratory.paid'];
  for (let s = 0; s < states.length; s++) {
    if (paid[states[s]] > 0) run.emitNumber(EventKind.laboratoryPaid, states[s], paid[states[s]], 0);
  }
}

function onTick(run: Run, given: Parameters): void {
  const settings = given as CommonLaboratoryParameters;
  const { states } = run.scenario;
  const founded = run.i32['common-laboratory.foundedTick'];
  if (founded[0] < 0) {
    if (settings.start !== 'at-once' && run.i32['treaty.forceTick'][0] < 0) return;
    founded[0] = run.loop[Loop.tick];
    for (let s = 0; s < states.length; s++) {
      if (mayJoin(run, settings, states[s])) setMember(run, states[s], true);
    }
  }
  const since = run.loop[Loop.tick] - founded[0];
  if (since % settings.every === 0) {
    decide(run, settings, given);
    value(run, settings, given);
  }
  pay(run, settings, given);
  if (since > 0 && since % year === 0) tellPayments(run);
}

function membersOf(run: Run): number {
  let count = 0;
  for (const party of run.scenario.states) count += run.i32['common-laboratory.member'][party];
  return count;
}

const commonLaboratoryMetrics: readonly Metric[] = [
  {
    id: 'laboratoryMembers',
    title: 'Members of the laboratory',
    unit: 'share',
    summary: 'share of the states that are members of the common laboratory at the end',
    compute: (run) => membersOf(run) / run.scenario.states.length,
  },
  {
    id: 'laboratoryCost',
    title: 'Cost of the laboratory',
    unit: 'worth',
    summary: 'what the members paid in all, in units of the worth of a laboratory of all to the mean state',
    compute: (run) => run.f64['common-laboratory.cost'][0],
  },
];

/** A number of every state. */
const ofParty = (name: string, visible: 'public' | 'own' | 'hidden', doc: string) =>
  ({ name, type: 'f64', per: 'party', visible, doc }) as const;

/** The mechanism of a common laboratory. */
export const commonLaboratory: Mechanism = {
  id: 'common-laboratory',
  title: 'Common laboratory',
  summary: 'a club good that members pay for by a rule, with spill-over to those who ride free',
  source:
    'Buchanan 1965; Cornes & Sandler 1996; d’Aspremont et al. 1983; ceilings: United Nations scale of ' +
    'assessments, Convention for CERN art. VII; numbers: proposal of the model',
  parameters,
  slices: [
    {
      name: 'common-laboratory.member',
      type: 'i32',
      per: 'party',
      visible: 'public',
      doc: '1 for members',
    },
    ofParty('common-laboratory.paid', 'public', 'what each member has paid so far'),
    ofParty('common-laboratory.share', 'hidden', 'shares of the cost, as last worked out'),
    ofParty(
      'common-laboratory.transferPart',
      'own',
      'utility of being a member, or of becoming one, rather than outside',
    ),
    {
      name: 'common-laboratory.cost',
      type: 'f64',
      per: 'run',
      visible: 'public',
      doc: 'what the laboratory has cost so far',
    },
    {
      name: 'common-laboratory.foundedTick',
      type: 'i32',
      per: 'run',
      fill: -1,
      visible: 'public',
      doc: 'tick of the founding, −1 before',
    },
  ],
  moves: ['transfer'],
  metrics: commonLaboratoryMetrics,
  check: (given, file) => checkTable(file, (given as CommonLaboratoryParameters).income, ['income']),
  onTick,
  goesOn: true,
};

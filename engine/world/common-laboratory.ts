/**
 * A common laboratory that the parties to a treaty may join: its cost is shared by a rule, its results are a
 * club good that spills over to outsiders. Who gains more by staying outside rides free. The equations stand
 * in `common-laboratory/worth.ts`.
 *
 * From entry into force on, the parties decide once a year, the largest first, each knowing what those before
 * it have decided: who is better off as a member joins or stays. When nobody wants to change, the coalition
 * is stable inside and outside (d'Aspremont et al. 1983). All who are bound found it together, and leave it
 * if they like; a founding that is in nobody’s interest falls apart, and is tried again when more are bound
 * or the terms have changed.
 *
 * The rule and the spill-over are those of the scenario, or those that the parties have agreed on: the text’s
 * option of an issue names the rule, and that of another, on what becomes of results, sets the spill-over.
 *
 * Members pay every tick; what they pay is what the laboratory costs. What membership gives a party beyond
 * staying outside, or would give it if it joined, enters the utility of the agreement (`transfer`), by the
 * weight of the scenario: a spill-over comes without joining, and is no reason to join.
 */
import * as z from 'zod';
import { limits } from '../limits.ts';
import { rounding } from '../math.ts';
import type { Mechanism, Metric, Parameters, Run, Scenario } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { idSchema, share } from '../scenario/basic-schema.ts';
import { plausible } from '../scenario/plausible.ts';
import type { Finding } from '../scenario/problems.ts';
import type { ScenarioFile } from '../scenario/schema.ts';
import {
  contributionRules,
  costShares,
  type LaboratoryTerms,
  laboratoryGame,
  qualityOf,
} from './common-laboratory/worth.ts';
import { once } from './once.ts';
import { checkAmounts, checkIssue, checkOptionNames, checkTable } from './parameter-checks.ts';
import { composeTransfer } from './rates.ts';
import { isBound, issueAt } from './standing.ts';

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
  ruleIssue: idSchema
    .optional()
    .describe('issue whose options are called equal, proportional or capped: the text’s is the rule'),
  cost: z
    .number()
    .min(0)
    .max(3)
    .default(0.3)
    .describe('c: cost as a share of what a laboratory of all states is worth to all')
    .meta(
      plausible([0.2, 0.5], 'share of the worth to all', {
        source: 'a choice of the model, which tries .33 and .5',
      }),
    ),
  spill: share
    .default(0.2)
    .describe('s: share of the worth that reaches outsiders')
    .meta(
      plausible([0.1, 0.6], 'share of the worth', { source: 'a choice of the model, which tries .2 and .6' }),
    ),
  spillIssue: idSchema
    .optional()
    .describe(
      'issue whose option in the text sets the spill-over, by `spills`: what is published reaches all',
    ),
  spills: z
    .array(share)
    .max(limits.optionsPerIssue)
    .optional()
    .describe('s of each option of `spillIssue`, in the order of its options'),
  cap: share.min(0.01).default(0.22).describe('ceiling of a member’s share of the cost, for `capped`'),
  returns: z
    .number()
    .min(0)
    .max(2)
    .default(0.5)
    .describe('ρ: returns to the members’ joint size')
    .meta(plausible([0.3, 0.7], 'exponent of the joint size')),
  elasticity: z
    .number()
    .min(0)
    .max(2)
    .default(0.7)
    .describe('η: elasticity of a state’s worth in its income')
    .meta(plausible([0.5, 1], 'exponent of the income')),
  income: idSchema.optional().describe('table of yearly incomes; voting weights unless given'),
  weight: share
    .default(0.05)
    .describe('utility of what the laboratory gives a state in a year')
    .meta(plausible([0.02, 0.1], 'utility a year')),
  every: z.number().int().min(1).max(120).default(12).describe('ticks between decisions to join or leave'),
});

type CommonLaboratoryParameters = z.output<typeof parameters>;

const year = 12;

/** Rule of each option of an issue; the one rule of the scenario where no issue sets it. */
function rulesOf(scenario: Scenario, { rule, ruleIssue }: CommonLaboratoryParameters) {
  const issue = issueAt(scenario, ruleIssue);
  if (issue < 0) return [rule];
  return scenario.optionIds[issue].map((id) => contributionRules.find((known) => known === id) ?? rule);
}

/** What follows from the scenario alone. */
const frame = once((scenario: Scenario, given: Parameters) => {
  const settings = given as CommonLaboratoryParameters;
  const game = laboratoryGame(scenario, settings);
  // The terms of every combination of options, so that none are put together in a run.
  const spills = settings.spillIssue === undefined ? [settings.spill] : (settings.spills ?? []);
  const terms: readonly LaboratoryTerms[] = rulesOf(scenario, settings).flatMap((rule) =>
    spills.map((spill) => ({ ...settings, rule, spill })),
  );
  const { size } = game;
  // The largest decide first; of those as large the first in the order of parties.
  const order = [...scenario.states].sort((a, b) => size[b] - size[a] || a - b);
  return {
    game,
    terms,
    spillCount: spills.length,
    ruleIssue: issueAt(scenario, settings.ruleIssue),
    spillIssue: issueAt(scenario, settings.spillIssue),
    order: Int32Array.from(order),
  };
});

/** The terms as the text has them, or as the scenario has. */
function termsOf(run: Run, given: Parameters): LaboratoryTerms {
  const { terms } = frame(run.scenario, given);
  return terms[placeOfTerms(run, given)];
}

/** Place of these terms among all that the text can have. */
function placeOfTerms(run: Run, given: Parameters): number {
  const { spillCount, ruleIssue, spillIssue } = frame(run.scenario, given);
  const option = run.i32['text.option'];
  return (ruleIssue < 0 ? 0 : option[ruleIssue] * spillCount) + (spillIssue < 0 ? 0 : option[spillIssue]);
}

/** Whether a state may join. */
function mayJoin(run: Run, settings: CommonLaboratoryParameters, party: number): boolean {
  return settings.start === 'at-once' || isBound(run, party);
}

/**
 * What being a member gives a party beyond staying outside, with the other members as they are. Overwrites
 * `common-laboratory.share`.
 */
function gainOf(run: Run, given: Parameters, party: number): number {
  const { game } = frame(run.scenario, given);
  const terms = termsOf(run, given);
  const members = run.i32['common-laboratory.member'];
  const shares = run.f64['common-laboratory.share'];
  const was = members[party];
  members[party] = 1;
  costShares(game, terms, members, shares);
  const inside = game.value[party] * qualityOf(game, terms, members) - game.cost * shares[party];
  members[party] = 0;
  const outside = terms.spill * game.value[party] * qualityOf(game, terms, members);
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
      const gain = mayJoin(run, settings, party) ? gainOf(run, given, party) : -1;
      const joins = members[party] === 1 ? gain >= -rounding : gain > rounding;
      if (joins === (members[party] === 1)) continue;
      setMember(run, party, joins);
      changes++;
    }
    if (changes === 0) return;
  }
}

/** What the members pay in this tick. */
function pay(run: Run, given: Parameters): void {
  const { game } = frame(run.scenario, given);
  const { states } = run.scenario;
  const members = run.i32['common-laboratory.member'];
  const shares = run.f64['common-laboratory.share'];
  costShares(game, termsOf(run, given), members, shares);
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
    part[party] = settings.weight * Math.max(0, gainOf(run, given, party));
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

/**
 * All who may join found it together. It is tried at the start, and where nobody is a member again whenever
 * more may join than at the last attempt, or on other terms: alone nobody would begin.
 */
function found(run: Run, settings: CommonLaboratoryParameters, given: Parameters): void {
  const { states } = run.scenario;
  const founders = run.i32['common-laboratory.founders'];
  const terms = run.i32['common-laboratory.terms'];
  if (membersOf(run) > 0) return;
  let count = 0;
  for (let s = 0; s < states.length; s++) if (mayJoin(run, settings, states[s])) count++;
  const place = placeOfTerms(run, given);
  if (count <= founders[0] && place === terms[0]) return;
  founders[0] = count;
  terms[0] = place;
  for (let s = 0; s < states.length; s++) {
    if (mayJoin(run, settings, states[s])) setMember(run, states[s], true);
  }
}

function onTick(run: Run, given: Parameters): void {
  const settings = given as CommonLaboratoryParameters;
  const founded = run.i32['common-laboratory.foundedTick'];
  if (founded[0] < 0) {
    if (settings.start !== 'at-once' && run.i32['treaty.forceTick'][0] < 0) return;
    founded[0] = run.loop[Loop.tick];
  }
  const since = run.loop[Loop.tick] - founded[0];
  if (since % settings.every === 0) {
    found(run, settings, given);
    decide(run, settings, given);
    value(run, settings, given);
  }
  pay(run, given);
  if (since > 0 && since % year === 0) tellPayments(run);
}

/** Options of the issue that sets the rule must name one; every option of the other has its spill-over. */
function check(given: Parameters, file: ScenarioFile): Finding[] {
  const { income, ruleIssue, spillIssue, spills } = given as CommonLaboratoryParameters;
  return [
    ...checkTable(file, income, ['income']),
    ...checkIssue(file, ruleIssue, ['ruleIssue']),
    ...checkIssue(file, spillIssue, ['spillIssue']),
    ...checkOptionNames(file, ruleIssue, contributionRules, ['ruleIssue'], 'rule of contribution'),
    // every option of what results become has its spill-over
    ...checkAmounts(file, spillIssue, spills ?? (spillIssue === undefined ? undefined : []), ['spills']),
  ];
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
    {
      name: 'common-laboratory.founders',
      type: 'i32',
      per: 'run',
      fill: -1,
      visible: 'public',
      doc: 'states that tried to found it together the last time, −1 before',
    },
    {
      name: 'common-laboratory.terms',
      type: 'i32',
      per: 'run',
      fill: -1,
      visible: 'public',
      doc: 'place of the terms on which they did: of the rule, then of the spill-over',
    },
  ],
  moves: ['transfer'],
  metrics: commonLaboratoryMetrics,
  check,
  onTick,
  goesOn: true,
};

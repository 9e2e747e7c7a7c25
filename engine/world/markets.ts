/**
 * Markets under several rule books (model equations 17 and 25): which rules states apply, how far apart these
 * are, and where firms go because of it.
 *
 * Every state has rules in use, a place on the ladder of each issue: at first those of its bloc, or its own,
 * which are its ideal. Once a period it may reconsider whether it goes on with them, with rules of its own,
 * or with the standard of another bloc or of the agreement in force, as it gains most by it (network effects:
 * Katz & Shapiro 1985):
 *
 *   u(own) = α·Σ_j w_j·μ_ij
 *   u(s)   = α·Σ_j w_j·[j applies s ? 1 : μ_ij] − d·|x_i − s| − f        j over the others, Σ w_j = 1
 *
 * A party that keeps the agreement applies its text instead: entry into force is the assurance that enough
 * others do. Rules in use move a share of the way in a period. μ_ij is 0 unless i and j recognise each other:
 * all do, or parties where the text has recognition, or nobody.
 *
 *   nominal   = Σ w_i·w_j·|g_i − g_j| / Σ w_i·w_j        effective = the same, (1 − μ_ij) of each distance
 *
 * |·| is the mean distance over the issues. Firms settle by a logit of strictness and size (McFadden 1974),
 *   and
 * a share of them moves in a period:
 *
 *   share_j ∝ exp(−a·strict_j + m·w_j/max w)             arbitrage = Σ share_j where strict_j < median − .1
 *
 * strict_j is the mean place of the rules in use on the issues on which higher is stricter, for a party that
 * keeps the agreement, or for everybody, at least the floor. Nobody acts on this account: it says what a
 * market makes of rules, not what rules make of it.
 */
import * as z from 'zod';
import { stateChart } from '../agents/index.ts';
import { limits } from '../limits.ts';
import { exp } from '../math.ts';
import type { Mechanism, Metric, Parameters, Run, Scenario } from '../run/contract.ts';
import { streamId } from '../run/draws.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { idSchema } from '../scenario/basic-schema.ts';
import { unknownId } from '../scenario/checks.ts';
import { plausible } from '../scenario/plausible.ts';
import type { Finding } from '../scenario/problems.ts';
import type { ScenarioFile } from '../scenario/schema.ts';
import { once } from './once.ts';
import { checkGroup, checkIssue } from './parameter-checks.ts';
import { issueAt, placeOfText } from './standing.ts';

const inUnit = z.number().min(0).max(1);
const issueList = z.array(idSchema).min(1).max(30).optional();

const parameters = z.strictObject({
  blocs: z.array(idSchema).max(20).default([]).describe('groups whose mean position is a standard of theirs'),
  issues: issueList.describe('issues on which states have rules; all unless given'),
  strict: issueList.describe('those on which higher is stricter; all of `issues` unless given'),
  network: z
    .number()
    .min(0)
    .max(5)
    .default(0.8)
    .describe('α: what a market whose rules count is worth')
    .meta(plausible([0.4, 1.2], 'utility')),
  distance: z
    .number()
    .min(0)
    .max(10)
    .default(1.2)
    .describe('d: cost of rules at a distance of 1 from one’s own')
    .meta(plausible([0.8, 1.6], 'utility')),
  adoption: z
    .number()
    .min(0)
    .max(1)
    .default(0.06)
    .describe('f: cost of applying what somebody else wrote')
    .meta(plausible([0.03, 0.12], 'utility')),
  recognition: inUnit
    .default(0.9)
    .describe('μ: how far a recognised certificate replaces the own one')
    .meta(plausible([0.7, 1], 'share')),
  recognised: z
    .enum(['nobody', 'parties', 'all'])
    .default('parties')
    .describe('who recognises whom: nobody, parties under a text with recognition, all whatever the text'),
  clause: z
    .strictObject({ issue: idSchema, from: idSchema })
    .optional()
    .describe('issue and its lowest option that contain recognition; any text in force does unless given'),
  floor: inUnit.default(0).describe('strictness below which nobody whom the floor binds may be'),
  floorBinds: z
    .enum(['parties', 'all'])
    .default('parties')
    .describe('whom the floor binds: parties that keep the agreement, or all states whatever the text'),
  period: z.number().int().min(1).max(24).default(3).describe('ticks between two reviews of rules'),
  review: inUnit
    .default(0.5)
    .describe('chance that a state reconsiders which rules it applies in a period')
    .meta(plausible([0.25, 0.75], 'chance a period')),
  pace: inUnit
    .default(0.12)
    .describe('share of the way that rules in use go in a period')
    .meta(plausible([0.06, 0.24], 'share a period')),
  laxity: z
    .number()
    .min(0)
    .max(20)
    .default(4)
    .describe('a: how much strictness keeps firms away')
    .meta(plausible([2, 8], 'log odds a unit of strictness', { scale: 'log' })),
  size: z
    .number()
    .min(0)
    .max(20)
    .default(1.5)
    .describe('m: how much the largest market draws them')
    .meta(plausible([0.75, 3], 'log odds a market share of 1', { scale: 'log' })),
  mobility: inUnit
    .default(0.25)
    .describe('share of the firms that settle anew in a period')
    .meta(plausible([0.1, 0.5], 'share a period')),
});

type MarketParameters = z.output<typeof parameters>;

const reconsideration = streamId('markets.reconsider');
const isBound = stateChart.in('commitment.inForce');
const isComplying = stateChart.in('commitment.inForce.complying');

/** How far below the median of strictness a place must be for firms there to count as arbitrage. */
const laxBelowMedian = 0.1;
/** Standards that differ by less are as good as each other. */
const indifference = 1e-9;
const year = 12;

/** Place of `markets.standard` for rules of one’s own; blocs follow from 1 on, and the text after them. */
const ownRules = 0;

/** What follows from the scenario alone. */
const frame = once((scenario: Scenario, given: Parameters) => {
  const { blocs, issues, strict, clause } = given as MarketParameters;
  const places = (ids: readonly string[]) => ids.map((id) => issueAt(scenario, id));
  const regulated = places(issues ?? scenario.issueIds);
  const { issueCount, ideal, weight, states } = scenario;
  const isIn = (id: string, state: number) =>
    scenario.groups.find((group) => group.id === id)?.isMember[state] === 1;
  const standards = blocs.map((id) => {
    const members = Array.from(states).filter((state) => isIn(id, state));
    const total = members.reduce((sum, state) => sum + weight[state], 0);
    return Float64Array.from({ length: issueCount }, (_, k) => {
      const sum = members.reduce(
        (all, state) => all + (total > 0 ? weight[state] : 1) * ideal[state * issueCount + k],
        0,
      );
      return sum / (total > 0 ? total : members.length);
    });
  });
  const clauseIssue = issueAt(scenario, clause?.issue);
  return {
    regulated,
    strict: places(strict ?? issues ?? scenario.issueIds),
    standards,
    /** The standard that each state starts with: that of the first bloc it is in, or its own rules. */
    bloc: Int32Array.from(
      { length: scenario.partyCount },
      (_, party) => 1 + blocs.findIndex((id) => isIn(id, party)),
    ),
    clauseIssue,
    clauseFrom: clauseIssue < 0 ? 0 : scenario.optionIds[clauseIssue].indexOf(clause?.from ?? ''),
    largest: Array.from(states).reduce((most, state) => Math.max(most, weight[state]), 0),
  };
});

type Frame = ReturnType<typeof frame>;

/** Whether parties recognise each other under the text as it stands. */
function textRecognises(run: Run, { clauseIssue, clauseFrom }: Frame): boolean {
  if (run.i32['treaty.forceTick'][0] < 0) return false;
  return clauseIssue < 0 || run.i32['text.option'][clauseIssue] >= clauseFrom;
}

/** μ_ij. */
function recognitionOf(
  run: Run,
  settings: MarketParameters,
  recognises: boolean,
  i: number,
  j: number,
): number {
  if (settings.recognised === 'all') return settings.recognition;
  if (settings.recognised === 'nobody' || !recognises) return 0;
  return isBound(run, i) && isBound(run, j) ? settings.recognition : 0;
}

/** Place of a standard on an issue. */
function placeOf(run: Run, { standards }: Frame, standard: number, issue: number): number {
  return standard > standards.length ? placeOfText(run, issue) : standards[standard - 1][issue];
}

/** What others that apply a standard, or whose certificates count, are worth to a state. */
function networkOf(
  run: Run,
  settings: MarketParameters,
  recognises: boolean,
  party: number,
  standard: number,
): number {
  const { states, weight } = run.scenario;
  const applied = run.i32['markets.standard'];
  let sum = 0;
  let others = 0;
  for (let s = 0; s < states.length; s++) {
    const other = states[s];
    if (other === party) continue;
    others += weight[other];
    const isSame = standard !== ownRules && applied[other] === standard;
    sum += weight[other] * (isSame ? 1 : recognitionOf(run, settings, recognises, party, other));
  }
  return others > 0 ? (settings.network * sum) / others : 0;
}

/** Mean distance of a standard from what a state would have by itself. */
function distanceOf(run: Run, known: Frame, party: number, standard: number): number {
  const { ideal, issueCount } = run.scenario;
  let sum = 0;
  for (let i = 0; i < known.regulated.length; i++) {
    const k = known.regulated[i];
    sum += Math.abs(ideal[party * issueCount + k] - placeOf(run, known, standard, k));
  }
  return sum / known.regulated.length;
}

/** The rules that gain a state most, its own among equals. */
function bestResponse(
  run: Run,
  settings: MarketParameters,
  known: Frame,
  recognises: boolean,
  party: number,
): number {
  const last = known.standards.length + (run.i32['treaty.forceTick'][0] >= 0 ? 1 : 0);
  let best = ownRules;
  let most = networkOf(run, settings, recognises, party, ownRules);
  for (let standard = 1; standard <= last; standard++) {
    const cost = settings.distance * distanceOf(run, known, party, standard) + settings.adoption;
    const gain = networkOf(run, settings, recognises, party, standard) - cost;
    if (gain <= most + indifference) continue;
    most = gain;
    best = standard;
  }
  return best;
}

/** Writes down whose rules a state applies, and tells it where that is new. */
function apply(run: Run, known: Frame, party: number, standard: number): void {
  const applied = run.i32['markets.standard'];
  if (applied[party] === standard) return;
  applied[party] = standard;
  const kind = standard === ownRules ? 0 : standard > known.standards.length ? 2 : 1;
  run.emit(EventKind.rulesChosen, party, kind, kind === 1 ? standard : 0, 0);
}

/** Choices of the states in a period; all on the choices of the last one. */
const chosen = new Int32Array(limits.parties);

function chooseRules(run: Run, settings: MarketParameters, known: Frame): void {
  const { states } = run.scenario;
  const applied = run.i32['markets.standard'];
  const recognises = textRecognises(run, known);
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    const isKeeping = isComplying(run, party);
    const reconsiders = run.tickUniform(reconsideration, party) < settings.review;
    chosen[s] = applied[party];
    if (isKeeping) chosen[s] = known.standards.length + 1;
    else if (reconsiders) chosen[s] = bestResponse(run, settings, known, recognises, party);
  }
  for (let s = 0; s < states.length; s++) apply(run, known, states[s], chosen[s]);
}

/** Rules in use go a share of the way to those that a state applies. */
function moveRules(run: Run, settings: MarketParameters, known: Frame): void {
  const { states, ideal, issueCount } = run.scenario;
  const inUse = run.f64['markets.rules'];
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    const standard = run.i32['markets.standard'][party];
    for (let k = 0; k < issueCount; k++) {
      const at = party * issueCount + k;
      const aim = standard === ownRules ? ideal[at] : placeOf(run, known, standard, k);
      inUse[at] += settings.pace * (aim - inUse[at]);
    }
  }
}

function measureStrictness(run: Run, settings: MarketParameters, known: Frame): void {
  const { states, issueCount } = run.scenario;
  const inUse = run.f64['markets.rules'];
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    let sum = 0;
    for (let i = 0; i < known.strict.length; i++) sum += inUse[party * issueCount + known.strict[i]];
    const mean = sum / known.strict.length;
    const isHeld = settings.floorBinds === 'all' || isComplying(run, party);
    run.f64['markets.strictness'][party] = isHeld ? Math.max(mean, settings.floor) : mean;
  }
}

/** Where firms would settle if all did so anew; into an array that the next call overwrites. */
const drawn = new Float64Array(limits.parties);

function attraction(run: Run, settings: MarketParameters, known: Frame): Float64Array {
  const { states, weight } = run.scenario;
  let sum = 0;
  for (let s = 0; s < states.length; s++) {
    const size = known.largest > 0 ? weight[states[s]] / known.largest : 0;
    drawn[s] = exp(settings.size * size - settings.laxity * run.f64['markets.strictness'][states[s]]);
    sum += drawn[s];
  }
  for (let s = 0; s < states.length; s++) drawn[s] /= sum;
  return drawn;
}

function settleFirms(run: Run, settings: MarketParameters, known: Frame, mobility: number): void {
  const { states } = run.scenario;
  const share = run.f64['markets.firms'];
  const aim = attraction(run, settings, known);
  for (let s = 0; s < states.length; s++) share[states[s]] += mobility * (aim[s] - share[states[s]]);
}

/**
 * Mean distance of rules in use over pairs of states by weight; `counts` is what of a pair’s distance counts.
 */
function fragmentation(run: Run, known: Frame, counts: (i: number, j: number) => number): number {
  const { states, weight, issueCount } = run.scenario;
  const inUse = run.f64['markets.rules'];
  let sum = 0;
  let pairs = 0;
  for (let s = 0; s < states.length; s++) {
    for (let t = 0; t < s; t++) {
      const [i, j] = [states[s], states[t]];
      let apart = 0;
      for (const k of known.regulated)
        apart += Math.abs(inUse[i * issueCount + k] - inUse[j * issueCount + k]);
      const both = weight[i] * weight[j];
      pairs += both;
      sum += both * counts(i, j) * (apart / known.regulated.length);
    }
  }
  return pairs > 0 ? sum / pairs : 0;
}

const nominal = (run: Run, known: Frame): number => fragmentation(run, known, () => 1);

function effective(run: Run, settings: MarketParameters, known: Frame): number {
  const recognises = textRecognises(run, known);
  return fragmentation(run, known, (i, j) => 1 - recognitionOf(run, settings, recognises, i, j));
}

/** Share of the firms in places much laxer than the median. */
function arbitrage(run: Run): number {
  const { states } = run.scenario;
  const strictness = run.f64['markets.strictness'];
  const sorted = Float64Array.from(states, (state) => strictness[state]).sort((a, b) => a - b);
  const half = sorted.length / 2;
  const median = (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
  let share = 0;
  for (let s = 0; s < states.length; s++) {
    if (strictness[states[s]] < median - laxBelowMedian) share += run.f64['markets.firms'][states[s]];
  }
  return Math.min(1, share);
}

function begin(run: Run, given: Parameters): void {
  const settings = given as MarketParameters;
  const known = frame(run.scenario, given);
  const { states, ideal, issueCount } = run.scenario;
  run.f64['markets.rules'].set(ideal);
  for (let s = 0; s < states.length; s++) {
    const standard = known.bloc[states[s]];
    run.i32['markets.standard'][states[s]] = standard;
    if (standard === ownRules) continue;
    for (let k = 0; k < issueCount; k++) {
      run.f64['markets.rules'][states[s] * issueCount + k] = known.standards[standard - 1][k];
    }
  }
  measureStrictness(run, settings, known);
  settleFirms(run, settings, known, 1);
}

function report(run: Run, settings: MarketParameters, known: Frame): void {
  const { states } = run.scenario;
  run.emitNumber(EventKind.fragmentationFound, -1, nominal(run, known), 0);
  run.emitNumber(EventKind.fragmentationFound, -1, effective(run, settings, known), 1);
  for (let s = 0; s < states.length; s++) {
    run.emitNumber(EventKind.firmsSettled, states[s], run.f64['markets.firms'][states[s]], 0);
  }
}

function onTick(run: Run, given: Parameters): void {
  const settings = given as MarketParameters;
  const known = frame(run.scenario, given);
  const tick = run.loop[Loop.tick];
  if (tick % settings.period === 0) {
    chooseRules(run, settings, known);
    moveRules(run, settings, known);
    measureStrictness(run, settings, known);
    settleFirms(run, settings, known, settings.mobility);
  }
  if (tick % year === 0) report(run, settings, known);
}

function check(given: Parameters, file: ScenarioFile): Finding[] {
  const { blocs, issues = [], strict = [], clause } = given as MarketParameters;
  const option = file.issues.find(({ id }) => id === clause?.issue)?.options;
  const known = option?.map(({ id }) => id) ?? [];
  const from = clause?.from ?? '';
  return [
    ...blocs.flatMap((id, index) => checkGroup(file, id, ['blocs', index])),
    ...issues.flatMap((id, index) => checkIssue(file, id, ['issues', index])),
    ...strict.flatMap((id, index) => checkIssue(file, id, ['strict', index])),
    ...checkIssue(file, clause?.issue, ['clause', 'issue']),
    ...(option === undefined || known.includes(from)
      ? []
      : [unknownId(['clause', 'from'], from, 'option', known)]),
  ];
}

/** A metric that needs the parameters of the scenario. */
function measured(of: (run: Run, settings: MarketParameters, known: Frame) => number): Metric['compute'] {
  return (run) => {
    const placed = run.scenario.mechanisms.find(({ mechanism }) => mechanism.id === 'markets');
    if (placed === undefined) return Number.NaN;
    return of(run, placed.parameters as MarketParameters, frame(run.scenario, placed.parameters));
  };
}

const metrics: readonly Metric[] = [
  {
    id: 'fragmentationNominal',
    title: 'Fragmentation, nominal',
    unit: 'share',
    summary: 'mean distance of the rules in use over pairs of markets, by weight, at the end',
    compute: measured((run, _settings, known) => nominal(run, known)),
  },
  {
    id: 'fragmentationEffective',
    title: 'Fragmentation, effective',
    unit: 'share',
    summary: 'the same, less what recognition takes away',
    compute: measured(effective),
  },
  {
    id: 'arbitrage',
    title: 'Arbitrage',
    unit: 'share',
    summary:
      'share of the firms that have settled where rules are laxer than the median by a tenth, at the end',
    compute: measured(arbitrage),
  },
];

/** The mechanism of markets. */
export const markets: Mechanism = {
  id: 'markets',
  title: 'Markets under several rule books',
  summary:
    'states apply their own rules, those of a bloc or of the agreement; firms settle where rules are lax',
  source:
    'Katz & Shapiro 1985 (network effects); McFadden 1974 (logit); rates and measures: the model, ' +
    'equations 17 and 25',
  parameters,
  slices: [
    {
      name: 'markets.rules',
      type: 'f64',
      per: 'party-issue',
      visible: 'public',
      doc: 'rules in use, a place on the ladder of each issue',
    },
    {
      name: 'markets.standard',
      type: 'i32',
      per: 'party',
      visible: 'public',
      doc: 'whose rules a state applies: 0 its own, then the blocs, then the agreement',
    },
    {
      name: 'markets.strictness',
      type: 'f64',
      per: 'party',
      visible: 'public',
      doc: 'how strict the rules in use are, in [0, 1]',
    },
    {
      name: 'markets.firms',
      type: 'f64',
      per: 'party',
      visible: 'public',
      doc: 'share of the firms settled there',
    },
  ],
  metrics,
  check,
  goesOn: true,
  begin,
  onTick,
};

/**
 * Stocks of arms under a treaty (model equation 19 after Richardson 1960): each state answers the stocks of
 * those it fears, tires of its own, and has ambitions of its own; a treaty that is kept cuts both reaction
 * and ambition.
 *
 *   ds_i/dt = k·(1 − cut_i)·Σ_j τ_ij·s_j − a·s_i + g·c_i·(1 − cut_i)      a year, s_i within [0, 1]
 *   cut_i   = most·(.25 + .65·verification)·place of the ban on its ladder   for a party that keeps it
 *
 * τ_ij sums to 1 over the others: the share `near` of a state’s fear is of its own region, by the weights of
 * those in it, the rest of the world outside. c_i is its capability. Who joins an additional protocol cuts
 * nothing: it respects the treaty from outside, and its stock falls only as it has less to answer.
 *
 * Without a table stocks start where they would stay without a treaty. The weapons of a state cause an
 * incident with a chance of hazard·autonomy·s_i²/n a year, and the scenario may stage some; each alarms the
 * publics for a while (`opinion`). Nothing else acts on stocks.
 */
import * as z from 'zod';
import { stateChart } from '../agents/index.ts';
import { limits } from '../limits.ts';
import { clamp } from '../math.ts';
import type { Mechanism, Metric, Parameters, Run, Scenario } from '../run/contract.ts';
import { streamId } from '../run/draws.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { idSchema } from '../scenario/basic-schema.ts';
import { plausible } from '../scenario/plausible.ts';
import type { Finding } from '../scenario/problems.ts';
import type { ScenarioFile } from '../scenario/schema.ts';
import { once } from './once.ts';
import { checkGroup, checkIssue, checkTable } from './parameter-checks.ts';
import { issueAt, placeOfText, tableOf } from './standing.ts';

const inUnit = z.number().min(0).max(1);

const parameters = z.strictObject({
  regions: z
    .array(idSchema)
    .max(20)
    .default([])
    .describe('groups whose members fear each other most; a state in none of them fears all alike'),
  outside: idSchema
    .optional()
    .describe('group whose stocks are told apart, such as powers that the treaty is not for'),
  near: inUnit
    .default(0.5)
    .describe('share of a state’s fear that is of its own region')
    .meta(plausible([0.25, 0.75], 'share')),
  table: idSchema
    .optional()
    .describe('table of stocks at the start, in [0, 1]; by default where they would stay without a treaty'),
  reaction: inUnit
    .default(0.2)
    .describe('k: stock a year in answer to a stock of 1 among those it fears')
    .meta(plausible([0.1, 0.3], 'stock a year')),
  fatigue: inUnit
    .default(0.4)
    .describe('a: share of its stock that a state lets go in a year')
    .meta(plausible([0.35, 0.5], 'share a year')),
  ambition: inUnit
    .default(0.3)
    .describe('g: stock a year that a state of capability 1 builds by itself')
    .meta(plausible([0.15, 0.45], 'stock a year')),
  issue: idSchema
    .optional()
    .describe('issue on which the ban stands; its depth counts whatever it is unless given'),
  most: inUnit
    .default(0.6)
    .describe('scale of the cut of reaction and ambition by a full ban')
    .meta(plausible([0.4, 0.8], 'share')),
  verification: inUnit
    .optional()
    .describe('how much verification sees; by default the transparency of `compliance`'),
  hazard: z
    .number()
    .min(0)
    .max(10)
    .default(1)
    .describe('incidents a year among full stocks of full autonomy')
    .meta(plausible([0.5, 2], 'incidents a year', { scale: 'log' })),
  autonomy: inUnit
    .default(0.5)
    .describe('how far such weapons decide by themselves')
    .meta(plausible([0.25, 0.75], 'share')),
  staged: z
    .array(z.number().int().min(1).max(limits.ticks))
    .max(20)
    .default([])
    .describe('ticks in which an incident happens whatever the stocks'),
  alarm: inUnit
    .default(0.1)
    .describe('support that an incident adds to what publics think by themselves')
    .meta(plausible([0.05, 0.2], 'opinion')),
  fading: inUnit
    .default(0.9)
    .describe('share of an alarm that is left after a month')
    .meta(plausible([0.8, 0.95], 'share a month')),
});

type ArmsParameters = z.output<typeof parameters>;

const incident = streamId('arms.incident');
const isComplying = stateChart.in('commitment.inForce.complying');
const year = 12;
/** A stock is told anew when it has moved this far since it was last told. */
const toldStep = 0.01;
/** Months in which stocks settle where a treaty is none of their business. */
const settling = 1200;

/** What follows from the scenario alone: who fears whom, and where the ban stands. */
const frame = once((scenario: Scenario, given: Parameters) => {
  const { regions, near, issue, table } = given as ArmsParameters;
  const { states, partyCount, weight, groups } = scenario;
  const regionOf = (state: number) =>
    regions.findIndex((id) => groups.find((group) => group.id === id)?.isMember[state] === 1);
  const fear = new Float64Array(partyCount * partyCount);
  for (const i of states) {
    const own = regionOf(i);
    const others = Array.from(states).filter((j) => j !== i);
    const inside = others.filter((j) => own >= 0 && regionOf(j) === own);
    const outside = others.filter((j) => !inside.includes(j));
    for (const [parties, part] of [
      [inside, outside.length === 0 ? 1 : near],
      [outside, inside.length === 0 ? 1 : 1 - near],
    ] as const) {
      const sum = parties.reduce((all, j) => all + weight[j], 0);
      for (const j of parties)
        fear[i * partyCount + j] = part * (sum > 0 ? weight[j] / sum : 1 / parties.length);
    }
  }
  return { fear, issue: issueAt(scenario, issue), start: tableOf(scenario, table) };
});

type Frame = ReturnType<typeof frame>;

/** Stocks before a month, so that all answer what the others had; overwritten every month. */
const before = new Float64Array(limits.parties);

/** By how much the treaty cuts what a state would build. */
function cutOf(run: Run, settings: ArmsParameters, { issue }: Frame, party: number): number {
  if (run.scenario.instrument[party] >= 0 || !isComplying(run, party)) return 0;
  const verification = settings.verification ?? run.scenario.monitoring;
  const place = issue < 0 ? 1 : placeOfText(run, issue);
  return settings.most * (0.25 + 0.65 * verification) * place;
}

/** A month of building and letting go. */
function build(run: Run, settings: ArmsParameters, known: Frame, cut: (party: number) => number): void {
  const { states, partyCount, capability } = run.scenario;
  const stock = run.f64['arms.stock'];
  before.set(stock);
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    let feared = 0;
    for (let t = 0; t < states.length; t++)
      feared += known.fear[party * partyCount + states[t]] * before[states[t]];
    const wanted = settings.reaction * feared + settings.ambition * capability[party];
    const change = wanted * (1 - cut(party)) - settings.fatigue * before[party];
    stock[party] = clamp(before[party] + change / year, 0, 1);
  }
}

/** An incident is counted, and alarms the publics. */
function alarm(run: Run, settings: ArmsParameters): void {
  const felt = run.f64['arms.alarm'];
  run.i32['arms.incidents'][0]++;
  felt[0] = Math.min(1, felt[0] + settings.alarm);
}

function meetIncidents(run: Run, settings: ArmsParameters): void {
  const { states } = run.scenario;
  const scale = (settings.hazard * settings.autonomy) / (year * states.length);
  run.f64['arms.alarm'][0] *= settings.fading;
  if (settings.staged.includes(run.loop[Loop.tick])) {
    alarm(run, settings);
    run.emit(EventKind.incidentStaged, -1, 0, 0, 0);
  }
  for (let s = 0; s < states.length; s++) {
    const stock = run.f64['arms.stock'][states[s]];
    if (run.tickUniform(incident, states[s]) >= scale * stock * stock) continue;
    alarm(run, settings);
    run.emit(EventKind.incidentHappened, states[s], 0, 0, 0);
  }
}

function tell(run: Run): void {
  const { states } = run.scenario;
  const stock = run.f64['arms.stock'];
  const told = run.f64['arms.told'];
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (Math.abs(stock[party] - told[party]) < toldStep) continue;
    told[party] = stock[party];
    run.emitNumber(EventKind.stockMoved, party, stock[party], 0);
  }
}

function begin(run: Run, given: Parameters): void {
  const settings = given as ArmsParameters;
  const known = frame(run.scenario, given);
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) run.f64['arms.stock'][states[s]] = known.start?.[states[s]] ?? 0;
  if (known.start === undefined) for (let t = 0; t < settling; t++) build(run, settings, known, () => 0);
  tell(run);
}

function onTick(run: Run, given: Parameters): void {
  const settings = given as ArmsParameters;
  const known = frame(run.scenario, given);
  build(run, settings, known, (party) => cutOf(run, settings, known, party));
  meetIncidents(run, settings);
  tell(run);
}

function check(given: Parameters, file: ScenarioFile): Finding[] {
  const { regions, outside, table, issue } = given as ArmsParameters;
  return [
    ...checkGroup(file, outside, ['outside']),
    ...regions.flatMap((id, index) => checkGroup(file, id, ['regions', index])),
    ...checkTable(file, table, ['table'], { most: 1 }),
    ...checkIssue(file, issue, ['issue']),
  ];
}

/** Mean stock of some states; none where there are none. */
function meanStock(run: Run, counts: (party: number) => boolean): number {
  const { states } = run.scenario;
  let sum = 0;
  let count = 0;
  for (let s = 0; s < states.length; s++) {
    if (!counts(states[s])) continue;
    sum += run.f64['arms.stock'][states[s]];
    count++;
  }
  return count > 0 ? sum / count : Number.NaN;
}

const metrics: readonly Metric[] = [
  {
    id: 'stocks',
    title: 'Stocks',
    unit: 'share',
    summary: 'mean stock of weapons over all states at the end',
    compute: (run) => meanStock(run, () => true),
  },
  {
    id: 'stocksOutside',
    title: 'Stocks outside',
    unit: 'share',
    summary:
      'mean stock over the states of the group `outside` at the end, whoever is bound; none where it names ' +
      'no group',
    compute: (run) => {
      const placed = run.scenario.mechanisms.find(({ mechanism }) => mechanism.id === 'arms');
      const outside = run.scenario.groups.find(({ id }) => id === placed?.parameters['outside']);
      return meanStock(run, (party) => outside?.isMember[party] === 1);
    },
  },
  {
    id: 'incidents',
    title: 'Incidents',
    unit: 'incidents',
    summary: 'incidents with such weapons, staged ones included',
    compute: ({ i32 }) => i32['arms.incidents'][0],
  },
];

/** The mechanism of stocks of arms. */
export const arms: Mechanism = {
  id: 'arms',
  title: 'Stocks of arms',
  summary: 'states answer the stocks of those they fear, a kept treaty cuts what they build, incidents alarm',
  source: 'Richardson 1960; cuts, rates and incidents: proposal of the model (equation 19)',
  parameters,
  slices: [
    { name: 'arms.stock', type: 'f64', per: 'party', visible: 'public', doc: 'stock of weapons, in [0, 1]' },
    { name: 'arms.told', type: 'f64', per: 'party', visible: 'public', doc: 'stock as last told' },
    {
      name: 'arms.alarm',
      type: 'f64',
      per: 'run',
      visible: 'public',
      doc: 'support that the last incidents add to what publics think by themselves',
    },
    { name: 'arms.incidents', type: 'i32', per: 'run', visible: 'public', doc: 'incidents so far' },
  ],
  metrics,
  check,
  goesOn: true,
  begin,
  onTick,
};

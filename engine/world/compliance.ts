/**
 * Compliance, split into cannot and will not (model equation 9, corrections C5 and C7). A party means to
 * comply when what it expects to lose by defection outweighs what complying costs (Downs, Rocke & Barsoom
 * 1996); it is able to when its readiness suffices for the depth of the agreement (Chayes & Chayes 1993). The
 * will is sticky: it is decided again when the expected loss or the cost of complying changes, after a false
 * alarm, and when a sanction ends. An audit that finds what it expected changes nothing.
 *
 *   G_i = k_i·D·(1 + χ(1 − r_i))
 *   L_i = q_e·(P + min(cap, R·δ_i/(1 − δ_i)))·(1 − ζ + ζ·ō/.7) + λ_V·(voice_i − ½)
 *   q = .15 + .75·τ,  q_e = 1 − (1 − q)^ν,  P(able) = σ((r_i − ρ0 − ρ1·D)/.08)
 *
 * With the mechanism `momentum` the first term of L_i is times the party’s momentum.
 *
 * D is the depth of what binds the party, its reservations left out. ō is the share of members seen to comply
 * in the last report: who sees others defect has less to lose. Operational systems strengthen monitoring
 * (`monitoring.ts`).
 *
 * Obligations begin after an implementation period, and reports come some months after the period they are
 * about, where the scenario says so. A party excused by the escape clause (`escape.ts`) is not monitored.
 *
 * Conditional on membership compliance is a selection effect: those who would not keep an agreement do not
 * join it (Downs, Rocke & Barsoom 1996). Two metrics hold the membership fixed at all states.
 */
import * as z from 'zod';
import { stateChart } from '../agents/index.ts';
import { limits } from '../limits.ts';
import { logistic } from '../math.ts';
import { remembering } from '../remember.ts';
import { Found, hasUntoldFailure, pendingPeriods } from '../rules/period-findings.ts';
import { chanceByAdvantage } from '../rules/quantal-response.ts';
import { depthBinding } from '../rules/reservations.ts';
import type { Mechanism, Metric, Parameters, Run, Scenario } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { plausible } from '../scenario/plausible.ts';
import { assess, publish } from './conduct.ts';
import { momentumOf } from './momentum.ts';
import { capacitySlope, detection, falseAlarm, latency } from './monitoring.ts';

const inUnit = z.number().min(0).max(1);

/** What telling a failure costs where the scenario does not say: a proposal of the model. */
const defaultCandour = 0.05;

const parameters = z.strictObject({
  period: z.number().int().min(1).max(24).default(3).describe('ticks of an implementation period'),
  transparency: inUnit
    .default(0.6)
    .describe('τ: transparency of monitoring')
    .meta(plausible([0.25, 0.75], 'share', { source: 'inner levels of the model’s expected signs' })),
  audits: z
    .number()
    .min(0)
    .max(12)
    .default(1)
    .describe('ν: audits a period')
    .meta(
      plausible([0.25, 4], 'audits a period', {
        scale: 'log',
        source: 'levels of the model’s expected signs',
      }),
    ),
  punishment: inUnit
    .default(0.3)
    .describe('P: what a detected defection costs')
    .meta(plausible([0, 0.75], 'utility', { source: 'model equation 9' })),
  reputation: inUnit
    .default(0.03)
    .describe('R: reputational loss a year')
    .meta(plausible([0.01, 0.06], 'utility a year')),
  reputationCap: inUnit
    .default(0.4)
    .describe('most that the reputational term can be')
    .meta(plausible([0.2, 0.6], 'utility')),
  reciprocity: inUnit
    .default(0.6)
    .describe('ζ: how much the others’ compliance counts')
    .meta(plausible([0.3, 0.9], 'share of the expected loss')),
  capacityFloor: inUnit
    .default(0.15)
    .describe('ρ0: readiness that the shallowest agreement needs')
    .meta(plausible([0.05, 0.25], 'readiness')),
  capacitySlope: inUnit
    .default(0.35)
    .describe('ρ1: readiness that depth adds')
    .meta(plausible([0.2, 0.5], 'readiness a unit of depth')),
  falseAlarm: inUnit
    .default(0.02)
    .describe('ε: chance that a period accuses a complying party')
    .meta(plausible([0.005, 0.05], 'chance a period', { scale: 'log' })),
  cleanPeriods: z.number().int().min(1).max(40).default(2).describe('clean periods that end a sanction'),
  grace: z
    .number()
    .int()
    .min(0)
    .max(120)
    .optional()
    .describe('ticks between being bound and the first obligation; none unless given'),
  latency: z
    .number()
    .int()
    .min(0)
    .max(pendingPeriods - 1)
    .optional()
    .describe('ticks from the end of a period to the report on it; none unless given'),
  selfReport: z
    .enum(['always', 'asked'])
    .optional()
    .describe(
      'whether a party that could not comply tells so at once, or is asked before the report is published, ' +
        'a month later at the earliest; always unless given',
    ),
  candour: inUnit
    .optional()
    .describe('what telling a failure costs, in utility, beside what hiding it risks; .05 unless given')
    .meta(plausible([0.02, 0.1], 'utility', { usual: defaultCandour, when: { selfReport: 'asked' } })),
});

type ComplianceParameters = z.output<typeof parameters>;

const isBound = stateChart.in('commitment.inForce');

/** Compliance that observers take for normal: reciprocity neither adds nor takes away there. */
const normalCompliance = 0.7;
/** Width of the ability curve in readiness. */
const abilityWidth = 0.08;
/** A change of the expected loss or of the gain smaller than this does not reopen the decision. */
const stickiness = 0.01;

/** Places in `compliance.periods`. */
const Periods = { assessed: 0, published: 1 } as const;
/** Places in `compliance.total`. */
const Total = { effect: 0, willing: 1, periods: 2 } as const;

/** How much of the expected loss the conduct of the others leaves: the same for all parties. */
function reciprocityOf(run: Run, { reciprocity }: ComplianceParameters): number {
  return 1 - reciprocity + (reciprocity * run.f64['compliance.observed'][0]) / normalCompliance;
}

function expectedLoss(
  { patience, voiceTerm }: Scenario,
  settings: ComplianceParameters,
  caught: number,
  attention: number,
  party: number,
): number {
  const future = (settings.reputation * patience[party]) / (1 - patience[party]);
  const reputation = Math.min(settings.reputationCap, future);
  return caught * (settings.punishment + reputation) * attention + voiceTerm[party];
}

const abilityOf = remembering(logistic, limits.parties);
const willingnessOf = remembering(chanceByAdvantage, limits.parties);

/** P(able): the chance that readiness suffices for a depth. */
function abilityAt(
  run: Run,
  { capacityFloor }: ComplianceParameters,
  party: number,
  slope: number,
  depth: number,
): number {
  const spare = run.scenario.readiness[party] - capacityFloor - slope * depth;
  return abilityOf(party, spare / abilityWidth);
}

/** Whether a party owes anything yet: it is bound, and its implementation period is over. */
function isObliged(run: Run, settings: ComplianceParameters, party: number): boolean {
  if (!isBound(run, party)) return false;
  const { grace = 0 } = settings;
  return run.loop[Loop.tick] >= run.i32['treaty.boundTick'][party] + grace;
}

/** The obligations of a party begin. */
function oblige(run: Run, settings: ComplianceParameters, party: number): void {
  run.i32['compliance.member'][party] = 1;
  if ((settings.grace ?? 0) > 0) run.emit(EventKind.obligationsBegan, party, 0, 0, 0);
}

/**
 * Decides whose will is open again: new members, and those whose expected loss or gain has changed. Ability
 * is no decision: it follows readiness every tick.
 */
function reopen(run: Run, settings: ComplianceParameters, caught: number): void {
  const { scenario } = run;
  const wholeDepth = run.textDepth();
  const slope = capacitySlope(run, settings);
  const member = run.i32['compliance.member'];
  const loss = run.f64['compliance.loss'];
  const gain = run.f64['compliance.gain'];
  const reciprocity = reciprocityOf(run, settings);
  for (let s = 0; s < scenario.states.length; s++) {
    const party = scenario.states[s];
    if (!isObliged(run, settings, party)) continue;
    const depth = depthBinding(run, party, wholeDepth);
    run.f64['compliance.ability'][party] = abilityAt(run, settings, party, slope, depth);
    const attention = reciprocity * momentumOf(run, party);
    const now = expectedLoss(scenario, settings, caught, attention, party);
    const saved = scenario.costRate[party] * depth;
    const isSettled = Math.abs(now - loss[party]) < stickiness && Math.abs(saved - gain[party]) < stickiness;
    if (member[party] === 1 && isSettled) continue;
    if (member[party] === 0) oblige(run, settings, party);
    run.i32['compliance.open'][party] = 1;
    loss[party] = now;
    gain[party] = saved;
  }
}

/**
 * Adds a period to what is reckoned over all states: what is kept of the agreement, and how many would
 * comply if all were bound.
 */
function addUp(run: Run, settings: ComplianceParameters, caught: number): void {
  const { scenario } = run;
  const wholeDepth = run.textDepth();
  const slope = capacitySlope(run, settings);
  const total = run.f64['compliance.total'];
  const reciprocity = reciprocityOf(run, settings);
  let willing = 0;
  for (let s = 0; s < scenario.states.length; s++) {
    const party = scenario.states[s];
    const depth = depthBinding(run, party, wholeDepth);
    const gain = scenario.costRate[party] * depth;
    const attention = reciprocity * momentumOf(run, party);
    const loss = expectedLoss(scenario, settings, caught, attention, party);
    const chance = willingnessOf(party, loss - gain);
    willing += chance * abilityAt(run, settings, party, slope, depth);
  }
  total[Total.willing] += willing / scenario.states.length;
  total[Total.periods]++;
}

/** Findings of a party that kept the agreement. */
const isKept = (found: number): boolean =>
  found === Found.kept || found === Found.keptSeen || found === Found.accused || found === Found.served;

/** Ticks from the end of a period to its report: who may be asked for a report of its own needs one. */
function delayOf(run: Run, settings: ComplianceParameters): number {
  return Math.max(latency(run, settings), settings.selfReport === 'asked' ? 1 : 0);
}

/** A period ends: settles what everybody did, and publishes it at once where reports have no delay. */
function endPeriod(run: Run, settings: ComplianceParameters, caught: number): void {
  const { states, weight } = run.scenario;
  const { i32 } = run;
  const wholeDepth = run.textDepth();
  const slope = capacitySlope(run, settings);
  const alarm = falseAlarm(run, settings);
  const slot = i32['compliance.periods'][Periods.assessed] % pendingPeriods;
  addUp(run, settings, caught);
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (i32['compliance.member'][party] === 0) continue;
    const depth = depthBinding(run, party, wholeDepth);
    run.f64['compliance.ability'][party] = abilityAt(run, settings, party, slope, depth);
    const found = assess(run, settings, caught, alarm, party);
    if (isKept(found)) run.f64['compliance.total'][Total.effect] += weight[party] * depth;
    i32['compliance.pending'][party * pendingPeriods + slot] = found;
    // Without a delay the report on one party comes before the next one is looked at.
    if (delayOf(run, settings) === 0) publishOne(run, settings, party, slot);
  }
  i32['compliance.periods'][Periods.assessed]++;
}

/** Members whose reports were published, and those seen to comply; scratch. */
const published = { members: 0, complying: 0 };

function publishOne(run: Run, settings: ComplianceParameters, party: number, slot: number): void {
  const at = party * pendingPeriods + slot;
  const found = run.i32['compliance.pending'][at];
  if (found === Found.none) return;
  run.i32['compliance.pending'][at] = Found.none;
  const due = run.i32['compliance.reportDue'];
  // What is published needs no telling any more; a later failure still does.
  if (due[party] === 1 && !hasUntoldFailure(run, party)) due[party] = 0;
  published.members++;
  if (publish(run, settings, party, found)) published.complying++;
}

/** Publishes the reports that are due, the oldest first. */
function publishDue(run: Run, settings: ComplianceParameters, forceTick: number): void {
  const periods = run.i32['compliance.periods'];
  const { states } = run.scenario;
  const until = run.loop[Loop.tick] - forceTick - delayOf(run, settings);
  while (periods[Periods.published] < periods[Periods.assessed]) {
    if ((periods[Periods.published] + 1) * settings.period > until) return;
    const slot = periods[Periods.published] % pendingPeriods;
    for (let s = 0; s < states.length; s++) publishOne(run, settings, states[s], slot);
    periods[Periods.published]++;
    if (published.members > 0) run.f64['compliance.observed'][0] = published.complying / published.members;
    published.members = 0;
    published.complying = 0;
  }
}

function onTick(run: Run, parameters: Parameters): void {
  const forceTick = run.i32['treaty.forceTick'][0];
  if (forceTick < 0) return;
  const settings = parameters as ComplianceParameters;
  const caught = detection(run, settings);
  const elapsed = run.loop[Loop.tick] - forceTick;
  published.members = 0;
  published.complying = 0;
  if (elapsed > 0 && elapsed % settings.period === 0) endPeriod(run, settings, caught);
  publishDue(run, settings, forceTick);
  reopen(run, settings, caught);
}

/** Party-periods of every kind. */
function monitored(run: Run): number {
  const counts = run.i32['compliance.count'];
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i];
  return sum;
}

function sanctionedShare(run: Run): number {
  const periods = run.i32['compliance.sanctioned'];
  let sum = 0;
  for (let i = 0; i < periods.length; i++) sum += periods[i];
  const all = monitored(run);
  return all > 0 ? sum / all : Number.NaN;
}

const meanOver = (sum: number, count: number): number => (count > 0 ? sum / count : Number.NaN);

const metrics: readonly Metric[] = [
  {
    id: 'complianceFixed',
    title: 'Compliance, all states',
    unit: 'share',
    summary:
      'share of all states that would be able and willing to comply if all were bound, mean over the ' +
      'periods since entry into force: no effect of who joins (Downs, Rocke & Barsoom 1996)',
    compute: ({ f64 }) =>
      meanOver(f64['compliance.total'][Total.willing], f64['compliance.total'][Total.periods]),
  },
  {
    id: 'effectivenessFixed',
    title: 'Effectiveness, all states',
    unit: 'share',
    summary:
      'depth that is kept, by weight of all states whether bound or not, mean over the periods since entry ' +
      'into force; 0 where the agreement never was in force',
    compute: ({ f64 }) => {
      const total = f64['compliance.total'];
      return total[Total.periods] > 0 ? total[Total.effect] / total[Total.periods] : 0;
    },
  },
  {
    id: 'sanctioned',
    title: 'Sanctioned',
    unit: 'share',
    summary: 'share of monitored party-periods under sanction',
    compute: sanctionedShare,
  },
  {
    id: 'detectionTime',
    title: 'Time to detect',
    unit: 'ticks',
    summary: 'ticks from the first period in which a party defected to the report that tells it, mean',
    compute: ({ i32 }) => meanOver(i32['compliance.detection'][0], i32['compliance.detection'][1]),
  },
];

/** The compliance mechanism. */
export const compliance: Mechanism = {
  id: 'compliance',
  title: 'Compliance',
  summary:
    'cannot and will not: ability from readiness, will from expected loss, audits, sanctions, false alarms',
  source: 'Downs, Rocke & Barsoom 1996; Chayes & Chayes 1993; rates: proposal of the model',
  parameters,
  slices: [
    { name: 'compliance.gain', type: 'f64', per: 'party', visible: 'own', doc: 'G_i: what complying costs' },
    {
      name: 'compliance.loss',
      type: 'f64',
      per: 'party',
      visible: 'own',
      doc: 'L_i: what defecting is expected to cost',
    },
    {
      name: 'compliance.ability',
      type: 'f64',
      per: 'party',
      visible: 'own',
      doc: 'chance to be able to comply in a period',
    },
    {
      name: 'compliance.observed',
      type: 'f64',
      per: 'run',
      visible: 'public',
      doc: 'ō: share of members seen to comply',
    },
    {
      name: 'compliance.member',
      type: 'i32',
      per: 'party',
      visible: 'public',
      doc: '1 once the party is monitored',
    },
    {
      name: 'compliance.open',
      type: 'i32',
      per: 'party',
      visible: 'own',
      doc: '1 when the will is to be decided',
    },
    {
      name: 'compliance.cleanPeriods',
      type: 'i32',
      per: 'party',
      visible: 'public',
      doc: 'periods under sanction',
    },
    {
      name: 'compliance.count',
      type: 'i32',
      per: 'party',
      size: 3,
      visible: 'own',
      doc: 'periods complied, could not, would not',
    },
    {
      name: 'compliance.seen',
      type: 'i32',
      per: 'party',
      size: 3,
      visible: 'public',
      doc: 'reports so far that say: kept, could not, would not',
    },
    {
      name: 'compliance.concealed',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: 'reports so far of failures that their parties had not told',
    },
    {
      name: 'compliance.pending',
      type: 'i32',
      per: 'party',
      size: pendingPeriods,
      visible: 'hidden',
      doc: 'findings on periods whose report is outstanding, the period’s number modulo the size',
    },
    {
      name: 'compliance.periods',
      type: 'i32',
      per: 'run',
      size: 2,
      visible: 'public',
      doc: 'periods that have ended, and periods whose reports are published',
    },
    {
      name: 'compliance.reportDue',
      type: 'i32',
      per: 'party',
      visible: 'own',
      doc: '1 when the party is asked whether it tells its failure',
    },
    {
      name: 'compliance.candour',
      type: 'f64',
      per: 'run',
      visible: 'public',
      doc: 'what telling a failure costs',
    },
    {
      name: 'compliance.sanctioned',
      type: 'i32',
      per: 'party',
      visible: 'public',
      doc: 'periods under sanction so far',
    },
    {
      name: 'compliance.since',
      type: 'i32',
      per: 'party',
      fill: -1,
      visible: 'hidden',
      doc: 'tick of the first period of a defection not yet told, −1 without one',
    },
    {
      name: 'compliance.detection',
      type: 'i32',
      per: 'run',
      size: 2,
      visible: 'hidden',
      doc: 'ticks from defections to the reports that tell them, and how many',
    },
    {
      name: 'compliance.total',
      type: 'f64',
      per: 'run',
      size: 3,
      visible: 'hidden',
      doc: 'sums over periods: depth kept by weight, share that would comply if all were bound, periods',
    },
  ],
  metrics,
  begin: (run, parameters) => {
    run.f64['compliance.observed'][0] = normalCompliance;
    run.f64['compliance.candour'][0] = (parameters as ComplianceParameters).candour ?? defaultCandour;
  },
  onTick,
  provides: { monitoring: (settings) => (settings as ComplianceParameters).transparency },
};

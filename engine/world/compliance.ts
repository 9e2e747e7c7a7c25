/**
 * Compliance, split into cannot and will not (model equation 9, corrections C5 and C7). A party means to
 * comply when what it expects to lose by defection outweighs what complying costs (Downs, Rocke & Barsoom
 * 1996); it is able to when its readiness suffices for the depth of the agreement (Chayes & Chayes 1993). The
 * will is sticky: it is decided again when the expected loss or the cost changes, after a false alarm, and
 * when a sanction ends. An audit that finds what it expected changes nothing.
 *
 *   G_i = k_i·D·(1 + χ(1 − r_i))
 *   L_i = q_e·(P + min(cap, R·δ_i/(1 − δ_i)))·(1 − ζ + ζ·ō/.7) + λ_V·(voice_i − ½)
 *   q = .15 + .75·τ,  q_e = 1 − (1 − q)^ν,  P(able) = σ((r_i − ρ0 − ρ1·D)/.08)
 *
 * D is the depth of what binds the party, its reservations left out. ō is the share of members seen to comply
 * in the last period: who sees others defect has less to lose.
 */
import * as z from 'zod';
import { stateChart } from '../agents/index.ts';
import { logistic, pow } from '../math.ts';
import { depthOf } from '../preferences/utility.ts';
import { hasReserved, packageOf } from '../rules/reservations.ts';
import { Act } from '../run/acts.ts';
import type { Mechanism, Parameters, Run } from '../run/contract.ts';
import { streamId } from '../run/draws.ts';
import { EventKind, Reason } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';

const inUnit = z.number().min(0).max(1);

const parameters = z.strictObject({
  period: z.number().int().min(1).max(24).default(3).describe('ticks of an implementation period'),
  transparency: inUnit.default(0.6).describe('τ: transparency of monitoring'),
  audits: z.number().min(0).max(12).default(1).describe('ν: audits a period'),
  punishment: inUnit.default(0.3).describe('P: what a detected defection costs'),
  reputation: inUnit.default(0.03).describe('R: reputational loss a year'),
  reputationCap: inUnit.default(0.4).describe('most that the reputational term can be'),
  reciprocity: inUnit.default(0.6).describe('ζ: how much the others’ compliance counts'),
  capacityFloor: inUnit.default(0.15).describe('ρ0: readiness that the shallowest agreement needs'),
  capacitySlope: inUnit.default(0.35).describe('ρ1: readiness that depth adds'),
  falseAlarm: inUnit.default(0.02).describe('ε: chance that a period accuses a complying party'),
  cleanPeriods: z.number().int().min(1).max(40).default(2).describe('clean periods that end a sanction'),
});

type ComplianceParameters = z.output<typeof parameters>;

const streams = {
  ability: streamId('compliance.ability'),
  audit: streamId('compliance.audit'),
  alarm: streamId('compliance.false-alarm'),
};

const isBound = stateChart.in('commitment.inForce');
const isComplying = stateChart.in('commitment.inForce.complying');
const isDefecting = stateChart.in('commitment.inForce.defecting');
const isSanctioned = stateChart.in('commitment.inForce.sanctioned');

/** Compliance that observers take for normal: reciprocity neither adds nor takes away there. */
const normalCompliance = 0.7;
/** Width of the ability curve in readiness. */
const abilityWidth = 0.08;
/** A change of the expected loss or of the gain smaller than this does not reopen the decision. */
const stickiness = 0.01;

/** q: the chance that one audit finds a party that does not comply (model, equation 9). */
export function detectionByAudit(transparency: number): number {
  return 0.15 + 0.75 * transparency;
}

/** q_e: the chance that a period’s audits look at a party. */
function detection(settings: ComplianceParameters): number {
  return 1 - pow(1 - detectionByAudit(settings.transparency), settings.audits);
}

function expectedLoss(run: Run, settings: ComplianceParameters, caught: number, party: number): number {
  const { scenario } = run;
  const patience = scenario.patience[party];
  const reputation = Math.min(settings.reputationCap, (settings.reputation * patience) / (1 - patience));
  const reciprocity =
    1 - settings.reciprocity + (settings.reciprocity * run.f64['compliance.observed'][0]) / normalCompliance;
  return caught * (settings.punishment + reputation) * reciprocity + scenario.voiceTerm[party];
}

/**
 * Decides whose will is open again: new members, and those whose expected loss or gain has changed. Ability
 * is no decision: it follows readiness every tick.
 */
function reopen(run: Run, settings: ComplianceParameters, caught: number): void {
  const { scenario } = run;
  const wholeDepth = depthOf(scenario, run.i32['text.option']);
  const loss = run.f64['compliance.loss'];
  const gain = run.f64['compliance.gain'];
  for (let s = 0; s < scenario.states.length; s++) {
    const party = scenario.states[s];
    if (!isBound(run, party)) continue;
    const depth = hasReserved(run, party) ? depthOf(scenario, packageOf(run, party)) : wholeDepth;
    run.f64['compliance.ability'][party] = logistic(
      (scenario.readiness[party] - settings.capacityFloor - settings.capacitySlope * depth) / abilityWidth,
    );
    const now = expectedLoss(run, settings, caught, party);
    const saved = scenario.costRate[party] * depth;
    const isSettled = Math.abs(now - loss[party]) < stickiness && Math.abs(saved - gain[party]) < stickiness;
    if (run.i32['compliance.member'][party] === 1 && isSettled) continue;
    run.i32['compliance.member'][party] = 1;
    run.i32['compliance.open'][party] = 1;
    loss[party] = now;
    gain[party] = saved;
  }
}

/** Columns of `compliance.count`. */
export const ComplianceCount = { complied: 0, cannot: 1, willNot: 2 } as const;

function count(run: Run, party: number, column: number): void {
  run.i32['compliance.count'][party * 3 + column]++;
}

function auditComplying(run: Run, settings: ComplianceParameters, party: number, audited: boolean): void {
  count(run, party, ComplianceCount.complied);
  run.emit(EventKind.reported, party, 1, 1, 0);
  if (run.tickUniform(streams.alarm, party) < settings.falseAlarm) {
    run.emit(EventKind.falselyAlarmed, party, 0, 0, 0);
    run.act(party, Act['false-alarm']);
    run.i32['compliance.open'][party] = 1;
  } else if (audited) run.act(party, Act['follow-through']);
}

function auditDefecting(run: Run, party: number, audited: boolean): void {
  count(run, party, ComplianceCount.willNot);
  // A defection nobody audited looks like compliance.
  run.emit(EventKind.reported, party, audited ? 0 : 1, 1, 0);
  if (!audited) return;
  run.sendParty(party, stateChart.event.DETECT);
  run.i32['compliance.cleanPeriods'][party] = 0;
  run.emit(EventKind.detected, party, 0, 0, 0);
  run.act(party, Act.defection);
}

function failForWantOfCapacity(run: Run, party: number): void {
  count(run, party, ComplianceCount.cannot);
  run.emit(EventKind.reported, party, 0, 0, 0);
  run.act(party, Act['capacity-failure']);
  run.act(party, Act.transparency);
}

/**
 * A sanctioned party is watched and means to comply; it can only where it is able, and only such periods
 * count.
 */
function serveSanction(run: Run, settings: ComplianceParameters, party: number, strain: number): boolean {
  if (strain >= run.f64['compliance.ability'][party]) {
    explainAbility(run, party, strain);
    failForWantOfCapacity(run, party);
    return false;
  }
  count(run, party, ComplianceCount.complied);
  run.emit(EventKind.reported, party, 1, 1, 0);
  run.i32['compliance.cleanPeriods'][party]++;
  if (!run.sendParty(party, stateChart.event.REINSTATE, settings.cleanPeriods)) return true;
  run.i32['compliance.open'][party] = 1;
  run.emit(EventKind.reinstated, party, 0, 0, 0);
  return true;
}

/** Why a party fell behind or caught up: its draw of the period beside its chance to be able. */
function explainAbility(run: Run, party: number, strain: number): void {
  run.emitNumber(EventKind.reasoned, party, run.f64['compliance.ability'][party], Reason.ability);
  run.emitNumber(EventKind.reasoned, party, strain, Reason.draw);
}

/** One party's period; true when it was seen to comply. */
function monitor(run: Run, settings: ComplianceParameters, caught: number, party: number): boolean {
  const strain = run.tickUniform(streams.ability, party);
  if (run.sendParty(party, stateChart.event.PERIOD, strain)) explainAbility(run, party, strain);
  const audited = run.tickUniform(streams.audit, party) < caught;
  if (isComplying(run, party)) auditComplying(run, settings, party, audited);
  else if (isDefecting(run, party)) {
    auditDefecting(run, party, audited);
    return !audited;
  } else if (isSanctioned(run, party)) return serveSanction(run, settings, party, strain);
  else {
    failForWantOfCapacity(run, party);
    return false;
  }
  return true;
}

function onTick(run: Run, parameters: Parameters): void {
  const forceTick = run.i32['treaty.forceTick'][0];
  if (forceTick < 0) return;
  const settings = parameters as ComplianceParameters;
  const caught = detection(settings);
  const elapsed = run.loop[Loop.tick] - forceTick;
  if (elapsed > 0 && elapsed % settings.period === 0) {
    let members = 0;
    let complying = 0;
    for (let s = 0; s < run.scenario.states.length; s++) {
      const party = run.scenario.states[s];
      if (run.i32['compliance.member'][party] === 0) continue;
      members++;
      if (monitor(run, settings, caught, party)) complying++;
    }
    if (members > 0) run.f64['compliance.observed'][0] = complying / members;
  }
  reopen(run, settings, caught);
}

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
  ],
  begin: (run) => {
    run.f64['compliance.observed'][0] = normalCompliance;
  },
  onTick,
  provides: { monitoring: (settings) => (settings as ComplianceParameters).transparency },
};

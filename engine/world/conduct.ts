/**
 * One party in one implementation period: whether it complies, what an audit sees of that, and what the
 * report says once it is published. The truth is settled when the period ends; the report, and with it
 * sanction and trust, may come later.
 *
 * A party that cannot comply tells so at once, as parties of the Montreal Protocol may that find themselves
 * unable to comply despite their best efforts (non-compliance procedure of the Montreal Protocol, para. 4);
 * or it is asked, and a failure that it hides and an audit finds counts as a defection does.
 */
import { stateChart } from '../agents/index.ts';
import { Found } from '../rules/period-findings.ts';
import { Act } from '../run/acts.ts';
import type { Run } from '../run/contract.ts';
import { streamId } from '../run/draws.ts';
import { EventKind, Reason } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';

/** What conduct needs of the parameters of compliance. */
export interface ConductSettings {
  readonly cleanPeriods: number;
  readonly selfReport?: 'always' | 'asked' | undefined;
}

const streams = {
  ability: streamId('compliance.ability'),
  audit: streamId('compliance.audit'),
  alarm: streamId('compliance.false-alarm'),
};

const isComplying = stateChart.in('commitment.inForce.complying');
const isDefecting = stateChart.in('commitment.inForce.defecting');
const isSanctioned = stateChart.in('commitment.inForce.sanctioned');
const isExcused = stateChart.in('commitment.inForce.excused');

/** Columns of `compliance.count`. */
export const ComplianceCount = { complied: 0, cannot: 1, willNot: 2 } as const;

function count(run: Run, party: number, column: number): void {
  run.i32['compliance.count'][party * 3 + column]++;
}

/** Why a party fell behind or caught up: its draw of the period beside its chance to be able. */
function explainAbility(run: Run, party: number, strain: number): void {
  run.emitNumber(EventKind.reasoned, party, run.f64['compliance.ability'][party], Reason.ability);
  run.emitNumber(EventKind.reasoned, party, strain, Reason.draw);
}

/** A party that could not comply tells so, or is asked whether it does. */
function fail(run: Run, settings: ConductSettings, party: number, audited: boolean): number {
  count(run, party, ComplianceCount.cannot);
  if (settings.selfReport !== 'asked') return Found.failed;
  run.i32['compliance.reportDue'][party] = 1;
  return audited ? Found.failedSeen : Found.failedHidden;
}

/** A sanctioned party is watched and means to comply; where it is not able, everybody sees it. */
function underSanction(run: Run, party: number, strain: number): number {
  run.i32['compliance.sanctioned'][party]++;
  if (strain < run.f64['compliance.ability'][party]) {
    count(run, party, ComplianceCount.complied);
    return Found.served;
  }
  explainAbility(run, party, strain);
  count(run, party, ComplianceCount.cannot);
  return Found.failed;
}

function defected(run: Run, party: number, audited: boolean): number {
  count(run, party, ComplianceCount.willNot);
  const since = run.i32['compliance.since'];
  if (since[party] < 0) since[party] = run.loop[Loop.tick];
  return audited ? Found.brokeSeen : Found.broke;
}

/**
 * What a party does in a period that ends now, and what monitoring finds of it: a `Found`.
 *
 * @param caught chance that the period’s audits look at it
 * @param alarm chance that it is accused although it complied
 */
export function assess(
  run: Run,
  settings: ConductSettings,
  caught: number,
  alarm: number,
  party: number,
): number {
  if (isExcused(run, party)) return Found.none;
  const strain = run.tickUniform(streams.ability, party);
  if (run.sendParty(party, stateChart.event.PERIOD, strain)) explainAbility(run, party, strain);
  const audited = run.tickUniform(streams.audit, party) < caught;
  if (isDefecting(run, party)) return defected(run, party, audited);
  run.i32['compliance.since'][party] = -1;
  if (isSanctioned(run, party)) return underSanction(run, party, strain);
  if (!isComplying(run, party)) return fail(run, settings, party, audited);
  count(run, party, ComplianceCount.complied);
  if (run.tickUniform(streams.alarm, party) < alarm) return Found.accused;
  return audited ? Found.keptSeen : Found.kept;
}

/** Columns of `compliance.seen`: what the reports say, which is not all that is true. */
export const Seen = { kept: 0, cannot: 1, willNot: 2 } as const;

function tell(run: Run, party: number, complies: boolean, able: boolean): void {
  const column = complies ? Seen.kept : able ? Seen.willNot : Seen.cannot;
  run.i32['compliance.seen'][party * 3 + column]++;
  run.emit(EventKind.reported, party, complies ? 1 : 0, able ? 1 : 0, 0);
}

function sanction(run: Run, party: number): void {
  run.sendParty(party, stateChart.event.DETECT);
  run.i32['compliance.cleanPeriods'][party] = 0;
}

function tellDefection(run: Run, party: number): void {
  tell(run, party, false, true);
  sanction(run, party);
  run.emit(EventKind.detected, party, 0, 0, 0);
  run.act(party, Act.defection);
  const since = run.i32['compliance.since'];
  if (since[party] < 0) return;
  run.i32['compliance.detection'][0] += run.loop[Loop.tick] - since[party];
  run.i32['compliance.detection'][1]++;
  since[party] = -1;
}

function tellFailure(run: Run, party: number): void {
  tell(run, party, false, false);
  run.act(party, Act['capacity-failure']);
}

function tellConcealment(run: Run, party: number): void {
  tellFailure(run, party);
  run.i32['compliance.concealed'][0]++;
  sanction(run, party);
  run.emit(EventKind.concealmentFound, party, 0, 0, 0);
  run.act(party, Act.concealment);
}

function tellService(run: Run, settings: ConductSettings, party: number): void {
  tell(run, party, true, true);
  run.i32['compliance.cleanPeriods'][party]++;
  if (!run.sendParty(party, stateChart.event.REINSTATE, settings.cleanPeriods)) return;
  run.i32['compliance.open'][party] = 1;
  run.emit(EventKind.reinstated, party, 0, 0, 0);
}

/** Publishes what was found of a party; true when it is seen to comply. */
export function publish(run: Run, settings: ConductSettings, party: number, found: number): boolean {
  switch (found) {
    case Found.brokeSeen:
      tellDefection(run, party);
      return false;
    case Found.failed:
      tellFailure(run, party);
      run.act(party, Act.transparency);
      return false;
    case Found.failedSeen:
      tellConcealment(run, party);
      return false;
    case Found.admitted:
      tell(run, party, false, false);
      return false;
    case Found.served:
      tellService(run, settings, party);
      return true;
    default:
      // A defection nobody audited looks like compliance, and so does a failure that was hidden.
      tell(run, party, true, true);
  }
  if (found === Found.accused) {
    run.emit(EventKind.falselyAlarmed, party, 0, 0, 0);
    run.act(party, Act['false-alarm']);
    run.i32['compliance.open'][party] = 1;
  } else if (found === Found.keptSeen) run.act(party, Act['follow-through']);
  return true;
}

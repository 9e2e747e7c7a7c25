/**
 * What is undone when a party is not bound any more, because it withdrew or because the treaty ended: its
 * instrument does not stand, nobody expects it to keep the agreement, and nothing is monitored. That it once
 * signed stays true.
 */
import type { Run } from '../run/contract.ts';
import { Between } from './objections.ts';
import { pendingPeriods } from './period-findings.ts';

/** Forgets the instrument of a party and all that hangs on it. */
export function forgetInstrument(run: Run, party: number): void {
  const { i32 } = run;
  i32['treaty.ratifiedTick'][party] = -1;
  i32['treaty.boundTick'][party] = -1;
  i32['treaty.dueTick'][party] = -1;
  forgetReservations(run, party);
  forgetMonitoring(run, party);
  forgetObjections(run, party);
  run.expect(party, false);
  run.noteChange();
}

/** A party that joins anew states its reservations anew. */
function forgetReservations(run: Run, party: number): void {
  const { issueCount } = run.scenario;
  run.i32['treaty.reservations'][party] = 0;
  run.i32['treaty.reservation'].fill(0, party * issueCount, (party + 1) * issueCount);
  run.f64['treaty.kept'][party] = 1;
}

function forgetMonitoring(run: Run, party: number): void {
  const { i32 } = run;
  if (i32['compliance.member'] !== undefined) {
    i32['compliance.member'][party] = 0;
    i32['compliance.open'][party] = 0;
    i32['compliance.cleanPeriods'][party] = 0;
    i32['compliance.reportDue'][party] = 0;
    i32['compliance.since'][party] = -1;
    i32['compliance.pending'].fill(0, party * pendingPeriods, (party + 1) * pendingPeriods);
  }
  if (i32['escape.open'] !== undefined) {
    i32['escape.open'][party] = 0;
    i32['escape.until'][party] = -1;
  }
}

/** Neither its own reservations nor its objections to those of others stand. */
function forgetObjections(run: Run, party: number): void {
  const between = run.i32['objections.between'];
  if (between === undefined) return;
  const { partyCount } = run.scenario;
  run.i32['objections.notifiedTick'][party] = -1;
  for (let other = 0; other < partyCount; other++) {
    for (const pair of [party * partyCount + other, other * partyCount + party]) {
      if (between[pair] === Between.noRelations) run.i32['objections.refused'][0]--;
      between[pair] = Between.open;
      run.i32['objections.asked'][pair] = 0;
      run.f64['objections.applies'][pair] = 1;
    }
  }
}

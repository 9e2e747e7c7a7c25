/**
 * Responses to reservations (Vienna Convention on the Law of Treaties 1969, arts. 20 and 21). A reservation
 * that the treaty permits stands once it is made; the other contracting parties may object to it within a
 * year of its notification, or by the day on which they become bound, whichever is later; silence accepts it
 * (art. 20(5)). An objection does not keep the treaty from being in force between the two, unless the
 * objector says so (art. 20(4)(b)). Where it does not, the provisions reserved do not apply between them
 * (art. 21(3)), which for a reservation that excludes provisions is what acceptance comes to as well. Where
 * it does, neither owes the other anything.
 */
import { Response } from '../questions/index.ts';
import { Act } from '../run/acts.ts';
import type { Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import type { Slices } from '../run/slices.ts';

/** How a party stands to another’s reservations, in `objections.between`. */
export const Between = { open: 0, accepted: 1, objected: 2, noRelations: 3 } as const;

type Reading = Pick<Slices, 'i32'>;

/** Whether parties can object to reservations at all. */
export function canObject(run: Reading): boolean {
  return run.i32['objections.between'] !== undefined;
}

/** Whether a party may still object to the reservations of another: both are contracting parties. */
export function mayObject(run: Run, party: number, reserving: number): boolean {
  const { i32, scenario } = run;
  const notified = i32['objections.notifiedTick'][reserving];
  if (party === reserving || notified < 0 || i32['treaty.ratifiedTick'][party] < 0) return false;
  if (scenario.instrument[party] !== scenario.instrument[reserving]) return false;
  return i32['objections.between'][party * scenario.partyCount + reserving] === Between.open;
}

/** The last tick in which a party may object to reservations that were notified. */
export function lastTick(run: Reading, party: number, reserving: number): number {
  const notified = run.i32['objections.notifiedTick'][reserving] + run.i32['objections.span'][0];
  return Math.max(notified, run.i32['treaty.ratifiedTick'][party] + 1);
}

/** A party accepts the reservations of another, in words or by silence. */
export function acceptReservation(run: Run, party: number, reserving: number, isTacit: boolean): void {
  run.i32['objections.between'][party * run.scenario.partyCount + reserving] = Between.accepted;
  run.emit(EventKind.reservationAccepted, party, reserving, isTacit ? 1 : 0, 0);
}

function object(run: Run, party: number, reserving: number, hasRelations: boolean): void {
  const { partyCount } = run.scenario;
  const pair = party * partyCount + reserving;
  run.i32['objections.between'][pair] = hasRelations ? Between.objected : Between.noRelations;
  run.emit(EventKind.objectedToReservation, party, reserving, hasRelations ? 1 : 0, 0);
  if (!hasRelations) {
    run.f64['objections.applies'][pair] = 0;
    run.f64['objections.applies'][reserving * partyCount + party] = 0;
    run.i32['objections.refused'][0]++;
    run.noteChange();
  }
  run.act(party, Act.objection);
}

/** Takes the response of a party to the reservations of another. */
export function takeResponse(run: Run, party: number, reserving: number, response: number): void {
  run.i32['objections.asked'][party * run.scenario.partyCount + reserving] = 1;
  if (response === Response.accept) acceptReservation(run, party, reserving, false);
  else if (response === Response.object) object(run, party, reserving, true);
  else if (response === Response.objectWithoutRelations) object(run, party, reserving, false);
}

/** The first party with reservations to which somebody has not been asked to respond; −1 for none. */
export function nextToRespond(run: Run): number {
  const { states } = run.scenario;
  const notified = run.i32['objections.notifiedTick'];
  for (let r = 0; r < states.length; r++) {
    if (notified[states[r]] < 0) continue;
    for (let s = 0; s < states.length; s++) if (isToRespond(run, states[s], states[r])) return states[r];
  }
  return -1;
}

/** Whether a party is to be asked about the reservations of another. */
export function isToRespond(run: Run, party: number, reserving: number): boolean {
  if (run.i32['objections.asked'][party * run.scenario.partyCount + reserving] === 1) return false;
  return mayObject(run, party, reserving) && run.loop[Loop.tick] <= lastTick(run, party, reserving);
}

/**
 * Reservations (Vienna Convention on the Law of Treaties 1969, arts. 2(1)(d) and 19–23): a party that signs
 * or accedes may exclude issues from what binds it, where the scenario permits it. On a reserved issue it
 * stays with today’s practice, its reversion option. The exclusion is mutual (art. 21(1)(b)): neither its
 * duties nor what it may ask of the others go beyond its own package there, so that its utility is that of
 * this package. The others count it with the share of the text’s depth that it keeps. Objections are
 * `objections.ts`.
 */
import { limits } from '../limits.ts';
import { settleNested } from '../preferences/nesting.ts';
import { depthOf } from '../preferences/utility.ts';
import type { Run, Scenario } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import type { Slices } from '../run/slices.ts';

/** What the functions below need of a run. */
type Reserved = Pick<Slices, 'i32'> & { readonly scenario: Scenario };

const scratch = new Int32Array(limits.issues);

/** Whether a party has reserved anything. */
export function hasReserved(run: Reserved, party: number): boolean {
  return run.i32['treaty.reservations'][party] > 0;
}

/**
 * A text as it binds a party that reserves the issues whose flags begin at `at`: with today’s practice there,
 * and on what stands inside them. A scratch array that the next call overwrites.
 */
export function withoutReserved(
  scenario: Scenario,
  text: Int32Array,
  flags: Int32Array,
  at: number,
): Int32Array {
  const { issueCount, reversion, nesting } = scenario;
  for (let k = 0; k < issueCount; k++) scratch[k] = flags[at + k] === 1 ? reversion[k] : text[k];
  settleNested(nesting, scratch);
  return scratch;
}

/**
 * The package that binds a party: the text, or what its reservations leave of it, in an array that the next
 * call may overwrite.
 */
export function packageOf(run: Reserved, party: number): Int32Array {
  const { scenario, i32 } = run;
  const text = i32['text.option'];
  if (!hasReserved(run, party)) return text;
  return withoutReserved(scenario, text, i32['treaty.reservation'], party * scenario.issueCount);
}

/**
 * Depth of what binds a party: that of the text, or of what its reservations leave of it.
 *
 * @param whole depth of the text, for those who ask about many parties
 */
export function depthBinding(run: Run, party: number, whole = run.textDepth()): number {
  return hasReserved(run, party) ? depthOf(run.scenario, packageOf(run, party)) : whole;
}

/**
 * Writes down which issues a party reserves, from an answer whose flags begin at `at`; those that may not be
 * reserved are left out. The others learn of it from
 * `depositReservations`.
 */
export function noteReservations(run: Run, party: number, flags: Int32Array, at: number): void {
  const { issueCount, reservable } = run.scenario;
  let count = 0;
  for (let k = 0; k < issueCount; k++) {
    const reserves = reservable[k] === 1 && flags[at + k] === 1;
    run.i32['treaty.reservation'][party * issueCount + k] = reserves ? 1 : 0;
    if (reserves) count++;
  }
  run.i32['treaty.reservations'][party] = count;
  // What the text is worth to it is another thing from here on.
  if (run.moment > 0) run.moment++;
}

/** From now on the others expect of a party the share of the text’s depth that its reservations leave. */
export function countReservations(run: Run, party: number): void {
  if (!hasReserved(run, party)) return;
  const whole = run.textDepth();
  const kept = depthBinding(run, party, whole);
  // A reversion above the text would keep more than was agreed; nobody is asked for more than the text.
  run.f64['treaty.kept'][party] = whole > 0 ? Math.min(1, kept / whole) : 1;
  if (run.moment > 0) run.moment++;
}

/** Tells what a party that joins has reserved, and lets the others count with it. */
export function depositReservations(run: Run, party: number): void {
  if (!hasReserved(run, party)) return;
  const { issueCount } = run.scenario;
  countReservations(run, party);
  for (let k = 0; k < issueCount; k++) {
    if (run.i32['treaty.reservation'][party * issueCount + k] === 0) continue;
    run.emit(EventKind.reserved, party, k, run.i32['text.option'][k], 0);
  }
}

/**
 * Entry into force in a run. The evaluator reckons in days; a run lives in months, and what happens in a tick
 * counts as of the middle of its month. A delay in days so ends in the tick in whose month its last day
 * falls. Place 0 of the slices below is the treaty, the places after it are its additional protocols.
 */
import { dayOfTick, tickOfDay } from '../calendar.ts';
import type { Run } from '../run/contract.ts';
import { Loop } from '../run/loop-position.ts';
import type { ForceRule } from '../scenario/normal-force.ts';
import { boundDay, forceDay, meetsThresholds } from './entry-into-force.ts';

function ruleOf(run: Run, place: number): ForceRule {
  return place === 0 ? run.scenario.entryIntoForce : run.scenario.additionalProtocols[place - 1].rule;
}

/** Whether a party’s instrument waives the thresholds, so that it is bound at its own ratification. */
export function waives(run: Run, party: number): boolean {
  return ruleOf(run, run.scenario.instrument[party] + 1).waives?.[party] === 1;
}

/** Whether the thresholds of the treaty or of a protocol have been met, in this tick or an earlier one. */
export function isThresholdMet(run: Run, place: number): boolean {
  return run.i32['treaty.thresholdTick'][place] >= 0;
}

/**
 * Whether the treaty is to be in force by now: for all who ratified, or for one that waives the thresholds.
 */
export function isForceDue(run: Run): boolean {
  const binds = run.i32['treaty.bindsTick'][0];
  if (binds >= 0 && binds <= run.loop[Loop.tick]) return true;
  const { waives: mask } = run.scenario.entryIntoForce;
  if (mask === undefined) return false;
  const ratified = run.i32['treaty.ratifiedTick'];
  for (let party = 0; party < mask.length; party++) {
    if (mask[party] === 1 && ratified[party] >= 0 && run.scenario.instrument[party] < 0) return true;
  }
  return false;
}

/** The tick in which a party is bound that ratifies in a tick; the thresholds have been met. */
function boundTick(run: Run, party: number, ratified: number): number {
  const { calendar, instrument } = run.scenario;
  const place = instrument[party] + 1;
  const rule = ruleOf(run, place);
  const inForce = forceDay(rule, dayOfTick(calendar, run.i32['treaty.thresholdTick'][place]));
  return tickOfDay(calendar, boundDay(rule, dayOfTick(calendar, ratified), inForce));
}

/** Whether a party that ratified now would be bound now. */
export function wouldBeBoundAtOnce(run: Run, party: number): boolean {
  if (waives(run, party)) return true;
  if (!isThresholdMet(run, run.scenario.instrument[party] + 1)) return false;
  const now = run.loop[Loop.tick];
  return boundTick(run, party, now) <= now;
}

/** Notes it when the ratifications so far meet the thresholds, and when that takes effect. */
export function noteThresholds(run: Run, place: number): void {
  const rule = ruleOf(run, place);
  if (isThresholdMet(run, place) || !meetsThresholds(rule, run.i32['treaty.ratifiedTick'])) return;
  const { calendar } = run.scenario;
  const now = run.loop[Loop.tick];
  run.i32['treaty.thresholdTick'][place] = now;
  run.i32['treaty.bindsTick'][place] = tickOfDay(calendar, forceDay(rule, dayOfTick(calendar, now)));
}

/** Notes for every party that has ratified when it is bound, as soon as that is known. */
export function noteDueTicks(run: Run): void {
  const { states, instrument } = run.scenario;
  const ratified = run.i32['treaty.ratifiedTick'];
  const due = run.i32['treaty.dueTick'];
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (ratified[party] < 0 || due[party] >= 0) continue;
    if (waives(run, party)) due[party] = ratified[party];
    else if (isThresholdMet(run, instrument[party] + 1)) due[party] = boundTick(run, party, ratified[party]);
  }
}

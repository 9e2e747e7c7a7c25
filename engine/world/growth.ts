/**
 * What the mechanisms that move readiness share. Each adds what it gives a party in a tick; the mechanism
 * `readiness`, which acts after them, takes it into its own growth, where momentum and the leap count. Where
 * that mechanism is off it is added at once.
 */
import { clamp } from '../math.ts';
import type { Metric, Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import type { LiveColumn } from '../run/live-columns.ts';
import type { SliceSpec } from '../run/slices.ts';
import { gini } from './inequality.ts';
import { composeCost } from './rates.ts';

/** The columns that follow from readiness. */
export const movedByReadiness: readonly LiveColumn[] = ['readiness', 'costRate'];

/** Slices of whoever moves readiness: a mechanism lists all of them, and a scenario has them once. */
export const growthSlices: readonly SliceSpec[] = [
  {
    name: 'growth.inflow',
    type: 'f64',
    per: 'party',
    visible: 'public',
    doc: 'what other mechanisms give to readiness in this tick',
  },
  {
    name: 'growth.pace',
    type: 'f64',
    per: 'party',
    fill: 1,
    visible: 'public',
    doc: 'what growth is multiplied by: below 1 in debt distress',
  },
  {
    name: 'growth.told',
    type: 'f64',
    per: 'party',
    fill: -1,
    visible: 'hidden',
    doc: 'readiness as it was last told, −1 before',
  },
];

/** Readiness is told again when it has moved by this much. */
const tellingStep = 0.02;

/** Sets a party’s readiness, and its cost of complying with it. */
export function setReadiness(run: Run, party: number, value: number): void {
  const readiness = clamp(value, 0, 1);
  run.f64['party.readiness'][party] = readiness;
  composeCost(run, party);
  const told = run.f64['growth.told'];
  if (told[party] >= 0 && Math.abs(readiness - told[party]) < tellingStep) return;
  told[party] = readiness;
  run.emitNumber(EventKind.readinessMoved, party, readiness, 0);
}

/** Adds to what raises a party’s readiness in this tick. */
export function raiseReadiness(run: Run, party: number, amount: number): void {
  if (amount === 0) return;
  // The slice of pillars is there when the mechanism that takes the inflow is on.
  if (run.f64['readiness.pillar'] !== undefined) run.f64['growth.inflow'][party] += amount;
  else {
    const pace = run.f64['growth.pace'][party];
    setReadiness(run, party, run.scenario.readiness[party] + pace * amount);
  }
}

/** A number of every state, in a new array: for metrics, not for ticks. */
export function ofStates(run: Run, column: ArrayLike<number>): Float64Array {
  return Float64Array.from(run.scenario.states, (party) => column[party]);
}

function meanReadiness(run: Run): number {
  const { states, readiness } = run.scenario;
  let sum = 0;
  for (let s = 0; s < states.length; s++) sum += readiness[states[s]];
  return sum / states.length;
}

/** Mean distance of the states from the most ready one. */
function meanGap(run: Run): number {
  const { states, readiness } = run.scenario;
  let most = 0;
  for (let s = 0; s < states.length; s++) most = Math.max(most, readiness[states[s]]);
  return most - meanReadiness(run);
}

/** The mechanisms that move readiness. */
const of = ['readiness', 'aid', 'laboratories'] as const;

/** Metrics of scenarios in which readiness moves. */
export const readinessMetrics: readonly Metric[] = [
  {
    id: 'readinessMean',
    title: 'Readiness',
    unit: 'share',
    summary: 'mean readiness of the states at the end, where something moves it',
    compute: meanReadiness,
    of,
  },
  {
    id: 'readinessGini',
    title: 'Inequality of readiness',
    unit: 'share',
    summary: 'Gini coefficient of the states’ readiness at the end, where something moves it',
    compute: (run) => gini(ofStates(run, run.scenario.readiness)),
    of,
  },
  {
    id: 'readinessGap',
    title: 'Gap to the frontier',
    unit: 'share',
    summary: 'mean distance of the states’ readiness from the highest one at the end',
    compute: meanGap,
    of,
  },
];

/**
 * Built-in metrics of a run: one number each, computed from the final state. NaN stands for “does not apply”.
 */
import { isEnded } from '../agents/ending.ts';
import { depthOf } from '../preferences/utility.ts';
import { oncePer } from '../remember.ts';
import { Ballot } from '../rules/decision.ts';
import { worthWithoutAgreement } from '../rules/outside.ts';
import type { Metric, Run, Scenario } from '../run/contract.ts';
import { Loop, OutcomeIndex } from '../run/loop-position.ts';
import { ComplianceCount } from '../world/conduct.ts';
import { readinessMetrics } from '../world/growth.ts';
import { mechanisms } from '../world/index.ts';
import { blocMetrics } from './coalitions/bloc-metrics.ts';
import { coalitionMetrics } from './coalitions/metrics.ts';
import { sequenceMetrics } from './coalitions/sequence-metrics.ts';
import { governanceMetrics } from './governance-metrics.ts';
import { outcomeMetrics } from './outcomes/metrics.ts';
import { winSetMetrics } from './win-sets.ts';

const adoptedTick = (run: Run): number => run.i32['treaty.adoptedTick'][0];
const forceTick = (run: Run): number => run.i32['treaty.forceTick'][0];

/** Share of the voting weight of parties whose tick in a slice is set. */
function weightShare(run: Run, slice: string): number {
  const { states, weight } = run.scenario;
  const ticks = run.i32[slice];
  let share = 0;
  for (let s = 0; s < states.length; s++) if (ticks[states[s]] >= 0) share += weight[states[s]];
  return Math.min(share, 1);
}

/** Share of monitored party-periods in a column of `compliance.count`; NaN when nobody was monitored. */
function complianceShare(run: Run, wanted: number): number {
  const counts = run.i32['compliance.count'];
  if (counts === undefined) return Number.NaN;
  let total = 0;
  let share = 0;
  for (let i = 0; i < counts.length; i++) {
    total += counts[i];
    if (i % 3 === wanted) share += counts[i];
  }
  return total > 0 ? share / total : Number.NaN;
}

/** Share of yes among yes and no, as last seen by name; NaN where nobody voted so. */
function inFavour(run: Run): number {
  const ballot = run.i32['talks.ballot'];
  const { states } = run.scenario;
  let yes = 0;
  let cast = 0;
  for (let s = 0; s < states.length; s++) {
    if (ballot[states[s]] === Ballot.yes) yes++;
    if (ballot[states[s]] === Ballot.yes || ballot[states[s]] === Ballot.no) cast++;
  }
  return cast > 0 ? yes / cast : Number.NaN;
}

function meanTrust(run: Run): number {
  const { partyCount } = run.scenario;
  let sum = 0;
  for (let party = 0; party < partyCount; party++) sum += run.meanTrust(party);
  return sum / partyCount;
}

/** Outcomes of runs whose text binds nobody any more. */
const endings: readonly number[] = [OutcomeIndex.lapsed, OutcomeIndex.terminated];

/**
 * Sum over states of what the agreement gives beyond no agreement; 0 without one, or when it is at an end.
 */
function jointGain(run: Run): number {
  if (adoptedTick(run) < 0 || endings.includes(run.loop[Loop.outcome])) return 0;
  const { states } = run.scenario;
  let sum = 0;
  for (let s = 0; s < states.length; s++) {
    sum += run.textUtility(states[s]) - worthWithoutAgreement(run, states[s]);
  }
  return sum;
}

function sumOf(values: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

function metric(
  id: string,
  title: string,
  unit: string,
  summary: string,
  compute: Metric['compute'],
): Metric {
  return { id, title, unit, summary, compute };
}

const orMissing = (tick: number): number => (tick < 0 ? Number.NaN : tick);

/** The registry of built-in metrics: one entry each. */
export const metrics: readonly Metric[] = [
  metric('agreed', 'Agreement', 'share', '1 when a text was adopted', (run) =>
    adoptedTick(run) >= 0 ? 1 : 0,
  ),
  metric(
    'adoptionTick',
    'Adopted after',
    'ticks',
    'tick of adoption; censored when nothing was adopted',
    (run) => orMissing(adoptedTick(run)),
  ),
  metric('revisions', 'Revisions', 'texts', 'texts the chair tabled', (run) => run.i32['text.revision'][0]),
  metric('depth', 'Depth', 'share', 'weighted position of the adopted text; 0 without one', (run) =>
    adoptedTick(run) < 0 ? 0 : depthOf(run.scenario, run.i32['text.option']),
  ),
  metric(
    'inFavour',
    'In favour',
    'share',
    'share of the ballots seen by name in the last vote that were in favour, abstentions left out',
    inFavour,
  ),
  metric('signed', 'Signed', 'share', 'share of the voting weight that signed', (run) =>
    weightShare(run, 'treaty.signedTick'),
  ),
  metric('participation', 'Participation', 'share', 'share of the voting weight that is bound', (run) =>
    weightShare(run, 'treaty.boundTick'),
  ),
  metric('inForce', 'In force', 'share', '1 when the agreement entered into force', (run) =>
    forceTick(run) >= 0 ? 1 : 0,
  ),
  metric(
    'forceTick',
    'In force after',
    'ticks',
    'tick of entry into force; censored when it never came',
    (run) => orMissing(forceTick(run)),
  ),
  metric('compliance', 'Compliance', 'share', 'share of monitored party-periods that complied', (run) =>
    complianceShare(run, ComplianceCount.complied),
  ),
  metric('cannot', 'Cannot comply', 'share', 'share of monitored party-periods that lacked capacity', (run) =>
    complianceShare(run, ComplianceCount.cannot),
  ),
  metric('willNot', 'Will not comply', 'share', 'share of monitored party-periods that defected', (run) =>
    complianceShare(run, ComplianceCount.willNot),
  ),
  metric('meanTrust', 'Mean trust', 'share', 'mean over all pairs of parties at the end', meanTrust),
  metric(
    'dissociations',
    'Dissociations',
    'footnotes',
    'issues from which parties dissociated themselves when they joined the consensus',
    (run) => (adoptedTick(run) < 0 ? 0 : sumOf(run.i32['text.dissociation'])),
  ),
  metric('reservations', 'Reservations', 'issues', 'issues that parties reserved when they joined', (run) =>
    sumOf(run.i32['treaty.reservations']),
  ),
  metric(
    'reviewTick',
    'First review after',
    'ticks',
    'tick of the first review conference; censored when none was held',
    (run) => orMissing(run.i32['review.firstTick']?.[0] ?? -1),
  ),
  metric(
    'amendments',
    'Amendments',
    'clauses',
    'amendments that review conferences carried; none where the scenario holds no conference',
    (run) => run.i32['review.amendments']?.[0] ?? Number.NaN,
  ),
  metric(
    'terminated',
    'Ended',
    'share',
    '1 when the agreement was in force and has ended; none where it never was in force',
    (run) => (forceTick(run) < 0 ? Number.NaN : isEnded(run, 0) ? 1 : 0),
  ),
  metric('jointGain', 'Joint gain', 'utility', 'sum over states of the gain over no agreement', jointGain),
  ...outcomeMetrics,
  ...coalitionMetrics,
  ...blocMetrics,
  ...sequenceMetrics,
  ...readinessMetrics,
  ...winSetMetrics,
  ...governanceMetrics,
  ...mechanisms.flatMap(({ id, metrics: own = [] }) => own.map((entry) => ({ of: [id], ...entry }))),
];

/**
 * Whether a metric says something about runs of a scenario: one of a mechanism, or of what a phase may switch
 * on, does only where that is on.
 */
function applies(entry: Metric, scenario: Pick<Scenario, 'mechanisms' | 'layout'>): boolean {
  const { of, reads } = entry;
  if (reads !== undefined && !scenario.layout.slices.some(({ name }) => name === reads)) return false;
  return of === undefined || scenario.mechanisms.some(({ mechanism }) => of.includes(mechanism.id));
}

/** What a meter measures. */
export interface MeterOptions {
  /** Ids of metrics that are computed only on request, and are requested. */
  readonly asked?: readonly string[];
  /** Ids of the only metrics that are wanted; all others stay NaN. */
  readonly wanted?: readonly string[];
}

/** Measures finished runs of a scenario. */
export interface Meter {
  /** Writes the values of all metrics, in the order of `metricIds`; NaN where one does not apply. */
  measure(run: Run, into: Float64Array): void;
}

/** Makes a meter: what does not depend on the run is settled once. */
export function createMeter(
  scenario: Pick<Scenario, 'layout' | 'mechanisms' | 'metrics'>,
  { asked = [], wanted }: MeterOptions = {},
): Meter {
  const isWanted = (id: string): boolean => wanted === undefined || wanted.includes(id);
  const own = scenario.metrics.filter(({ id }) => isWanted(id));
  const named = new Set(own.flatMap(({ expression }) => expression.symbols));
  const active = metrics.flatMap((entry, slot) => {
    const isAsked = entry.onRequest !== true || asked.includes(entry.id) || named.has(entry.id);
    const isNeeded = named.has(entry.id) || isWanted(entry.id);
    return applies(entry, scenario) && isAsked && isNeeded ? [{ entry, slot }] : [];
  });
  const formulas = scenario.metrics.map(({ id, expression }) => (isWanted(id) ? expression : undefined));
  const count = metrics.length + formulas.length;
  return {
    measure: (run, into) => {
      into.fill(Number.NaN, 0, count);
      for (let i = 0; i < active.length; i++) into[active[i].slot] = active[i].entry.compute(run);
      for (let i = 0; i < formulas.length; i++) {
        const formula = formulas[i];
        if (formula !== undefined) into[metrics.length + i] = formula.evaluate(into);
      }
    },
  };
}

const usualMeter = oncePer((scenario: Pick<Scenario, 'layout' | 'mechanisms' | 'metrics'>) =>
  createMeter(scenario),
);

/**
 * Values of the built-in metrics, then of the scenario’s own; NaN where one does not apply.
 *
 * @param asked ids of metrics that are computed only on request, and are requested
 */
export function computeMetrics(run: Run, asked: readonly string[] = []): Float64Array {
  const { scenario } = run;
  const meter = asked.length === 0 ? usualMeter(scenario) : createMeter(scenario, { asked });
  const values = new Float64Array(metrics.length + scenario.metrics.length);
  meter.measure(run, values);
  return values;
}

/** Ids of the metrics that are computed only on request. */
export const requestedMetrics: readonly string[] = metrics
  .filter((entry) => entry.onRequest === true)
  .map((entry) => entry.id);

/** Ids of the built-in metrics that say nothing about runs of a scenario, because their mechanism is off. */
export function idleMetrics(scenario: Pick<Scenario, 'mechanisms' | 'layout'>): string[] {
  return metrics.filter((entry) => !applies(entry, scenario)).map((entry) => entry.id);
}

/** Ids of all metrics of a scenario, in the order of `computeMetrics`. */
export function metricIds(scenario: { readonly metrics: readonly { readonly id: string }[] }): string[] {
  return [...metrics.map((entry) => entry.id), ...scenario.metrics.map((entry) => entry.id)];
}

/**
 * From pledges to emissions to warming, for scenarios on climate (correction C9).
 *
 *   cut_i   rises by pledge_i · deepest / target in every tick in which the party keeps the agreement
 *   e_i     = table_i · (1 + growth)^(t/12) · (1 − cut_i)          GtCO2 a year
 *   warming = so far + TCRE · Σ e / 1000
 *
 * Warming is linear in cumulative emissions: the transient climate response to cumulative emissions (TCRE) is
 * .45 °C per 1000 GtCO2, likely .27 to .63, and human-caused warming 2010–2019 was 1.07 °C (IPCC AR6 WG1
 * 2021, SPM D.1.1 and A.1.3). Only emissions of the scenario’s states are counted.
 *
 * A party’s pledge is its place on the ladder of an issue: its own pledge where the talks were pledge and
 * review, raised or lowered as much as amendments have moved the text since its adoption; else the option
 * of the text. It counts once the treaty binds the party. A party that does not keep
 * the agreement claims to. Once a year emissions are measured with an error of σ·(1 − τ), the smaller the
 * more transparent monitoring is. Nothing else reads the account.
 *
 * Without a table every state stands for 1: there are no gigatonnes and no warming then, only the claims and
 * how far they are from what is done and measured.
 */
import * as z from 'zod';
import { stateChart } from '../agents/index.ts';
import { clamp, inverseNormal, pow } from '../math.ts';
import type { Mechanism, Metric, Parameters, Run, Scenario } from '../run/contract.ts';
import { streamId } from '../run/draws.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { idSchema, share } from '../scenario/basic-schema.ts';
import { plausible } from '../scenario/plausible.ts';
import type { Finding } from '../scenario/problems.ts';
import type { ScenarioFile } from '../scenario/schema.ts';
import { once } from './once.ts';
import { checkIssue, checkTable } from './parameter-checks.ts';
import { isBound, issueAt, placeOfText, tableOf } from './standing.ts';

const parameters = z.strictObject({
  table: idSchema.optional().describe('table of emissions in GtCO2 a year; without one only claims are told'),
  issue: idSchema
    .optional()
    .describe('issue that is pledged on; by default the mean over the text’s issues, by their depth'),
  deepest: share.default(0.6).describe('cut of emissions at the top of the ladder'),
  target: z.number().int().min(1).max(600).default(120).describe('ticks in which a pledged cut is made'),
  growth: z
    .number()
    .min(-0.1)
    .max(0.1)
    .default(0.01)
    .describe('growth of emissions a year without cuts')
    .meta(plausible([0, 0.02], 'share a year')),
  tcre: z
    .number()
    .min(0.1)
    .max(1)
    .default(0.45)
    .describe('°C per 1000 GtCO2; the likely range is .27 to .63')
    .meta(plausible([0.27, 0.63], '°C per 1000 GtCO2', { source: 'likely range, IPCC AR6 WG1 2021, D.1.1' })),
  warmingSoFar: z
    .number()
    .min(0)
    .max(3)
    .default(1.07)
    .describe('°C at the start of the run')
    .meta(plausible([0.8, 1.3], '°C', { source: 'likely range, IPCC AR6 WG1 2021, A.1.3' })),
  transparency: share.optional().describe('τ; by default that of the mechanism `compliance`'),
  noise: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe('σ: error of a measurement without transparency')
    .meta(plausible([0.1, 0.3], 'share of the emissions')),
});

type EmissionsParameters = z.output<typeof parameters>;

const measurement = streamId('emissions.measurement');
const isComplying = stateChart.in('commitment.inForce.complying');
const year = 12;

/** What follows from the scenario alone. */
const frame = once((scenario: Scenario, given: Parameters) => {
  const { table, issue } = given as EmissionsParameters;
  return {
    base: tableOf(scenario, table) ?? new Float64Array(scenario.partyCount).fill(1),
    issue: issueAt(scenario, issue),
  };
});

/** What a party has pledged, as a place on the ladder in [0, 1]. */
function pledgeOf(run: Run, issue: number, party: number): number {
  const { scenario } = run;
  if (issue < 0) return run.textDepth();
  const option = run.i32['pledge-and-review.pledge']?.[party * scenario.issueCount + issue] ?? -1;
  if (option < 0) return placeOfText(run, issue);
  const raised = placeOfText(run, issue) - run.f64['emissions.agreed'][0];
  return clamp(scenario.position[issue * scenario.stride + option] + raised, 0, 1);
}

/** Keeps the place of the text as it was adopted: what later amendments raise is counted from it. */
function noteAdoption(run: Run, issue: number): void {
  const agreed = run.f64['emissions.agreed'];
  if (issue < 0 || agreed[0] >= 0 || run.i32['treaty.adoptedTick'][0] < 0) return;
  agreed[0] = placeOfText(run, issue);
}

/** A tick of cuts: what a bound party does, and what it claims to do. */
function cut(run: Run, settings: EmissionsParameters, issue: number, party: number): void {
  const whole = settings.deepest * pledgeOf(run, issue, party);
  const step = whole / settings.target;
  const made = run.f64['emissions.cut'];
  const claimed = run.f64['emissions.claimedCut'];
  claimed[party] = Math.max(claimed[party], Math.min(whole, claimed[party] + step));
  if (isComplying(run, party)) made[party] = Math.max(made[party], Math.min(whole, made[party] + step));
}

/** Measures a party’s emissions, with the error that monitoring leaves. */
function measure(run: Run, settings: EmissionsParameters, party: number): void {
  const transparency = settings.transparency ?? run.scenario.monitoring;
  const draw = inverseNormal(run.tickUniform(measurement, party));
  const error = Math.max(-1, settings.noise * (1 - transparency) * draw);
  const emitted = run.f64['emissions.rate'][party];
  run.f64['emissions.squaredErrors'][0] += error * error;
  run.i32['emissions.measurements'][0]++;
  run.emitNumber(EventKind.emissionsClaimed, party, run.f64['emissions.claimed'][party], 0);
  run.emitNumber(EventKind.emissionsMeasured, party, emitted * (1 + error), 0);
}

function onTick(run: Run, given: Parameters): void {
  const settings = given as EmissionsParameters;
  const { states } = run.scenario;
  const { base, issue } = frame(run.scenario, given);
  const tick = run.loop[Loop.tick];
  noteAdoption(run, issue);
  const grown = pow(1 + settings.growth, tick / year);
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (isBound(run, party)) cut(run, settings, issue, party);
    const uncut = base[party] * grown;
    run.f64['emissions.rate'][party] = uncut * (1 - run.f64['emissions.cut'][party]);
    run.f64['emissions.claimed'][party] = uncut * (1 - run.f64['emissions.claimedCut'][party]);
    run.f64['emissions.sum'][party] += run.f64['emissions.rate'][party] / year;
  }
  if (tick % year !== 0) return;
  for (let s = 0; s < states.length; s++) measure(run, settings, states[s]);
  if (settings.table !== undefined) run.emitNumber(EventKind.warmed, -1, warmingOf(run, settings), 0);
}

function check(given: Parameters, file: ScenarioFile): Finding[] {
  const { table, issue } = given as EmissionsParameters;
  return [...checkTable(file, table, ['table']), ...checkIssue(file, issue, ['issue'])];
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/** Warming since pre-industrial times, in °C. */
function warmingOf(run: Run, { warmingSoFar, tcre }: EmissionsParameters): number {
  return warmingSoFar + (tcre * sumOf(run.f64['emissions.sum'])) / 1000;
}

/** The parameters of a run, undefined where they name no table. */
function withTable(run: Run): EmissionsParameters | undefined {
  const placed = run.scenario.mechanisms.find(({ mechanism }) => mechanism === emissions);
  const settings = placed?.parameters as EmissionsParameters | undefined;
  return settings?.table === undefined ? undefined : settings;
}

/** By how much the emissions of bound parties exceed what they claim, as a share of it. */
function claimGap(run: Run): number {
  let emitted = 0;
  let claimed = 0;
  for (const party of run.scenario.states) {
    if (!isBound(run, party)) continue;
    emitted += run.f64['emissions.rate'][party];
    claimed += run.f64['emissions.claimed'][party];
  }
  return claimed > 0 ? emitted / claimed - 1 : Number.NaN;
}

function measurementError(run: Run): number {
  const count = run.i32['emissions.measurements'][0];
  return count > 0 ? Math.sqrt(run.f64['emissions.squaredErrors'][0] / count) : Number.NaN;
}

const emissionMetrics: readonly Metric[] = [
  {
    id: 'emissions',
    title: 'Emissions',
    unit: 'GtCO2',
    summary: 'emissions of the states in the run; does not apply without a table',
    compute: (run) => (withTable(run) === undefined ? Number.NaN : sumOf(run.f64['emissions.sum'])),
  },
  {
    id: 'warming',
    title: 'Warming',
    unit: '°C',
    summary: 'warming at the end, linear in cumulative emissions; does not apply without a table',
    compute: (run) => {
      const settings = withTable(run);
      return settings === undefined ? Number.NaN : warmingOf(run, settings);
    },
  },
  {
    id: 'claimGap',
    title: 'Claims and deeds',
    unit: 'share',
    summary: 'by how much the emissions of bound parties exceed what they claim at the end',
    compute: claimGap,
  },
  {
    id: 'measurementError',
    title: 'Error of measurement',
    unit: 'share',
    summary: 'root mean square of the errors of all measurements of emissions',
    compute: measurementError,
  },
];

/** A number of every party. */
const ofParty = (name: string, visible: 'public' | 'own' | 'hidden', doc: string) =>
  ({ name, type: 'f64', per: 'party', visible, doc }) as const;

/** The mechanism of emissions. */
export const emissions: Mechanism = {
  id: 'emissions',
  title: 'Emissions and warming',
  summary: 'pledges, cuts that are made or only claimed, and warming linear in cumulative emissions',
  source: 'IPCC AR6 WG1 2021 (TCRE); Paris Agreement arts. 4 and 13; errors and cuts: proposal of the model',
  parameters,
  slices: [
    ofParty('emissions.cut', 'own', 'share of its emissions that a party has cut'),
    ofParty('emissions.claimedCut', 'public', 'share that it claims to have cut'),
    ofParty('emissions.rate', 'own', 'emissions a year'),
    ofParty('emissions.claimed', 'public', 'emissions a year that it claims'),
    {
      name: 'emissions.agreed',
      type: 'f64',
      per: 'run',
      fill: -1,
      visible: 'public',
      doc: 'place of the text that was adopted on the ladder of cuts, −1 before',
    },
    ofParty('emissions.sum', 'hidden', 'emissions since the start of the run'),
    {
      name: 'emissions.squaredErrors',
      type: 'f64',
      per: 'run',
      visible: 'hidden',
      doc: 'sum of the squared errors of all measurements',
    },
    {
      name: 'emissions.measurements',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: 'measurements so far',
    },
  ],
  metrics: emissionMetrics,
  check,
  onTick,
  goesOn: true,
};

/**
 * Readiness as seven pillars that complement one another, and their growth towards a frontier that moves
 * (model equation 13; the pillars are GENIA’s components).
 *
 *   r_i  = (Π_k p_ik)^(1/7) · min(1, infrastructure_i / need) · min(1, publicTrust_i / need)
 *   G_i  = m·ℓ_i·δ_i·[ γ·r_i(1 − r_i) + γ_d·data_i·(1 − r_i) + what aid and laboratories give ]
 *   Δp_ik = 7·σ_k·G_i − g_F·p_ik                                  (a quarter; a tick is a third of one)
 *
 * - The geometric mean makes the pillars complements: what is spent on one alone is worth less the further
 *   it runs ahead (Kremer 1993; the Human Development Index since 2010). σ_k is the share of the budget
 *   that goes to a pillar; with equal pillars and shares the pillars move as r_i does in equation 13.
 * - Growth is diffusion from the frontier, which stands at 1, and faster the more there is to learn from and
 *   to learn with (Nelson & Phelps 1966, in the logistic form of Benhabib & Spiegel 2005). The frontier
 *   moves away at the rate g_F, so that alone a party comes to rest at 1 − g_F/γ.
 * - m is momentum, δ_i the drag of debt distress (`aid.ts`). ℓ_i is the leap: a party that has been below the
 *   gate in data, laboratories or infrastructure and now passes it in all three skips what others built
 *   first, and grows faster for a while, once in a run (Brezis, Krugman & Tsiddon 1993). The model has ×2
 *   “once”; read as a year, and not for those who started beyond the gate: they have nothing to leap over.
 * - With brain drain a party loses talent the faster, the further it lies behind the most ready one.
 *
 * Readiness moves the cost of complying, k_i·(1 + χ(1 − r_i)), and the ability to comply.
 */
import * as z from 'zod';
import { exp, ln } from '../math.ts';
import type { Mechanism, Metric, Parameters, Run, Scenario } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { idSchema, share } from '../scenario/basic-schema.ts';
import { Pillar, pillarNames, pillarsSchema } from '../scenario/pillars.ts';
import { plausible } from '../scenario/plausible.ts';
import type { Finding } from '../scenario/problems.ts';
import type { ScenarioFile } from '../scenario/schema.ts';
import { growthSlices, movedByReadiness, setReadiness } from './growth.ts';
import { momentumOf } from './momentum.ts';
import { once } from './once.ts';
import { checkIssue, checkShares } from './parameter-checks.ts';
import { isBound, issueAt, placeOfText } from './standing.ts';

const rate = (most: number, fallback: number, doc: string) =>
  z.number().min(0).max(most).default(fallback).describe(doc);

const parameters = z.strictObject({
  growth: rate(0.2, 0.03, 'γ: growth a quarter, times r(1 − r)').meta(
    plausible([0.015, 0.045], 'readiness a quarter'),
  ),
  frontier: rate(0.05, 0.004, 'g_F: share of readiness that the moving frontier takes away a quarter').meta(
    plausible([0.002, 0.008], 'share a quarter'),
  ),
  momentum: share
    .default(1)
    .describe('m: share of the growth that takes place; times that of the mechanism `momentum`')
    .meta(plausible([0.6, 1], 'share of the growth')),
  data: share.default(0).describe('access to the data of others, in [0, 1]'),
  dataIssue: idSchema
    .optional()
    .describe('issue whose option in the text sets the access to data, for those whom it binds'),
  dataGrowth: rate(0.2, 0.01, 'γ_d: growth a quarter from full access to data, times 1 − r').meta(
    plausible([0.005, 0.02], 'readiness a quarter'),
  ),
  budget: pillarsSchema
    .optional()
    .describe('σ: shares of the budget by pillar, which sum to 1; equal shares unless given'),
  need: share
    .default(0.4)
    .describe('infrastructure and public trust below which readiness suffers')
    .meta(plausible([0.3, 0.5], 'level')),
  leapGate: share
    .default(0.4)
    .describe('what data, laboratories and infrastructure must reach for the leap')
    .meta(plausible([0.3, 0.5], 'level')),
  leap: z
    .number()
    .min(1)
    .max(4)
    .default(2)
    .describe('ℓ: growth during the leap, as a multiple')
    .meta(plausible([1.5, 3], 'times the growth')),
  leapTicks: z
    .number()
    .int()
    .min(0)
    .max(120)
    .default(12)
    .describe('ticks that the leap lasts')
    .meta(plausible([6, 24], 'ticks')),
  brainDrain: rate(1, 0, 'share of its talent that a party loses a year at a distance of 1 from the leader'),
});

type ReadinessParameters = z.output<typeof parameters>;

const pillarCount = pillarNames.length;
/** Ticks of the quarter in which the model’s rates are given. */
const quarter = 3;

/** Values of `readiness.leapTick` before a leap: never seen below the gate, and seen. */
const notYet = -1;
const below = -2;

/** A product below this has lost digits: it comes near the smallest numbers there are. */
const tinyProduct = 1e-290;

/** Geometric mean of `count` numbers from `at` on; exactly the number when all are alike. */
export function geometricMean(values: ArrayLike<number>, at: number, count: number): number {
  let product = 1;
  let areAlike = true;
  for (let k = 0; k < count; k++) {
    product *= values[at + k];
    if (values[at + k] !== values[at]) areAlike = false;
  }
  if (areAlike) return values[at];
  if (product > tinyProduct) return exp(ln(product) / count);
  let sum = 0;
  for (let k = 0; k < count; k++) {
    if (!(values[at + k] > 0)) return 0;
    sum += ln(values[at + k]);
  }
  return exp(sum / count);
}

/** What follows from the scenario alone. */
const frame = once((scenario: Scenario, given: Parameters) => {
  const settings = given as ReadinessParameters;
  const { budget, need } = settings;
  const held = (value: number | undefined) => (value === undefined || need === 0 ? 1 : value / need);
  return {
    /** σ_k. */
    budget: Float64Array.from(pillarNames, (name) =>
      budget === undefined ? 1 / pillarCount : (budget[name] ?? 0),
    ),
    /** What infrastructure and public trust leave of readiness, by party. */
    gate: Float64Array.from(scenario.file.parties, ({ infrastructure, publicTrust }) => {
      return Math.min(1, held(infrastructure)) * Math.min(1, held(publicTrust));
    }),
    dataIssue: issueAt(scenario, settings.dataIssue),
  };
});

/** r_i from the pillars as they stand. */
function readinessOf(run: Run, gate: Float64Array, party: number): number {
  return geometricMean(run.f64['readiness.pillar'], party * pillarCount, pillarCount) * gate[party];
}

function begin(run: Run, given: Parameters): void {
  const { scenario } = run;
  const { gate } = frame(scenario, given);
  const pillar = run.f64['readiness.pillar'];
  scenario.file.parties.forEach(({ readiness, pillars }, party) => {
    if (scenario.isState[party] === 0) return;
    for (let k = 0; k < pillarCount; k++) {
      pillar[party * pillarCount + k] = pillars?.[pillarNames[k]] ?? readiness;
    }
    setReadiness(run, party, readinessOf(run, gate, party));
  });
}

/** Access to the data of others: what the scenario gives, the text opens, or donors give. */
function dataAccess(run: Run, settings: ReadinessParameters, issue: number, party: number): number {
  let access = settings.data;
  if (issue >= 0 && isBound(run, party)) access = Math.max(access, placeOfText(run, issue));
  const given = run.f64['aid.data'];
  return given === undefined ? access : Math.max(access, given[party]);
}

/** Whether a party passes the gate of the leap in data, laboratories and infrastructure. */
function passesGate(run: Run, gate: number, access: number, party: number): boolean {
  const pillar = run.f64['readiness.pillar'];
  const at = party * pillarCount;
  const data = Math.max(pillar[at + Pillar.data], access);
  const hosts = run.i32['laboratories.hosted'];
  // Who hosts a laboratory of the network has the laboratories of all.
  const labs = hosts !== undefined && hosts[party] === 1 ? 1 : pillar[at + Pillar.labs];
  const infrastructure = run.scenario.file.parties[party].infrastructure ?? run.scenario.readiness[party];
  return data >= gate && labs >= gate && infrastructure >= gate;
}

/** ℓ_i: what growth is multiplied by in this tick. */
function leapOf(run: Run, settings: ReadinessParameters, access: number, party: number): number {
  const leapTick = run.i32['readiness.leapTick'];
  if (leapTick[party] < 0) {
    const passes = passesGate(run, settings.leapGate, access, party);
    if (!passes) leapTick[party] = below;
    else if (leapTick[party] === below) {
      leapTick[party] = run.loop[Loop.tick];
      run.emit(EventKind.leapt, party, 0, 0, 0);
    }
  }
  const since = leapTick[party];
  return since >= 0 && run.loop[Loop.tick] - since < settings.leapTicks ? settings.leap : 1;
}

/** G_i of a tick. */
function growthOf(run: Run, settings: ReadinessParameters, issue: number, party: number): number {
  const readiness = run.scenario.readiness[party];
  const access = dataAccess(run, settings, issue, party);
  const alone =
    (settings.growth * readiness * (1 - readiness) + settings.dataGrowth * access * (1 - readiness)) /
    quarter;
  const momentum = settings.momentum * momentumOf(run, party);
  const pace = momentum * leapOf(run, settings, access, party) * run.f64['growth.pace'][party];
  return pace * (alone + run.f64['growth.inflow'][party]);
}

/** Puts a tick’s growth into the pillars, and takes what the moving frontier and brain drain take. */
function grow(run: Run, settings: ReadinessParameters, most: number, party: number): void {
  const { budget, dataIssue } = frame(run.scenario, settings);
  const growth = growthOf(run, settings, dataIssue, party);
  const pillar = run.f64['readiness.pillar'];
  const at = party * pillarCount;
  const kept = 1 - settings.frontier / quarter;
  for (let k = 0; k < pillarCount; k++) {
    const value = kept * pillar[at + k] + pillarCount * budget[k] * growth;
    pillar[at + k] = Math.min(1, Math.max(0, value));
  }
  const lag = Math.max(0, most - run.scenario.readiness[party]);
  pillar[at + Pillar.talent] *= 1 - (settings.brainDrain / 12) * lag;
}

function onTick(run: Run, given: Parameters): void {
  const settings = given as ReadinessParameters;
  const { scenario } = run;
  const { gate } = frame(scenario, given);
  let most = 0;
  for (let s = 0; s < scenario.states.length; s++) {
    most = Math.max(most, scenario.readiness[scenario.states[s]]);
  }
  for (let s = 0; s < scenario.states.length; s++) {
    const party = scenario.states[s];
    grow(run, settings, most, party);
    setReadiness(run, party, readinessOf(run, gate, party));
  }
  run.f64['growth.inflow'].fill(0);
}

function check(given: Parameters, file: ScenarioFile): Finding[] {
  const { budget, dataIssue } = given as ReadinessParameters;
  const shares = (budget ?? {}) as Readonly<Record<string, number>>;
  return [
    ...checkIssue(file, dataIssue, ['dataIssue']),
    ...(budget === undefined ? [] : checkShares(shares, ['budget'], 'the shares of the budget')),
  ];
}

/** States that have leapt. */
const leaps: Metric = {
  id: 'leaps',
  title: 'Leaps',
  unit: 'states',
  summary: 'states that passed the gate of data, laboratories and infrastructure, and leapt',
  compute: (run) => {
    let count = 0;
    for (const party of run.scenario.states) if (run.i32['readiness.leapTick'][party] >= 0) count++;
    return count;
  },
};

/** The mechanism of readiness. */
export const readiness: Mechanism = {
  id: 'readiness',
  title: 'Readiness',
  summary: 'seven complementary pillars that grow towards a moving frontier, and a leap for latecomers',
  source:
    'Nelson & Phelps 1966; Benhabib & Spiegel 2005; Kremer 1993; Brezis, Krugman & Tsiddon 1993; pillars: ' +
    'GENIA; rates: proposal of the model',
  parameters,
  slices: [
    ...growthSlices,
    {
      name: 'readiness.pillar',
      type: 'f64',
      per: 'party',
      size: pillarCount,
      visible: 'public',
      doc: 'p_ik: data, labs, capital, research, talent, industry, regulation; each in [0, 1]',
    },
    {
      name: 'readiness.leapTick',
      type: 'i32',
      per: 'party',
      fill: notYet,
      visible: 'public',
      doc: 'tick of the leap; −1 before the first look at the gate, −2 when seen below it',
    },
  ],
  moves: movedByReadiness,
  metrics: [leaps],
  check,
  begin,
  onTick,
  goesOn: true,
};

/**
 * The operational layer: six systems and four pillars that make an agreement work across jurisdictions (the
 * model’s part 1.7, S-239 to S-260). Each is a level l in [0, 1]. From entry into force on it moves towards
 * what the text asks for, as far as there is money, and decays where there is less:
 *
 *   target_s = ask_s·(φ0 + (1 − φ0)·min(1, F·(1 + a·l_data)))      ask_s: mean place of the issues behind it
 *   target_F = ask_F·(share of the voting weight that is bound)     coordinated funding feeds the others
 *   l ← l + g·(target − l) upwards,  l + d·(target − l) downwards
 *
 * What the levels do; every effect is a parameter:
 *
 *   risk classification   what depth asks of capacity falls: obligations follow risk
 *   registries            an audit finds a share of what it would have missed
 *   data infrastructure   money goes further: nothing is built twice
 *   research platforms    reports come sooner: a month instead of the delay of the scenario
 *   oversight             more audits a period: remote and continuous ones
 *   funding               feeds the others
 *   harmonisation         complying costs less for everybody
 *   data sharing          the benefit of a kept agreement rises
 *   hubs                  complying costs less, most for those of low readiness
 *   metrics               fewer false alarms
 *
 * and of the six systems together: Ω = Ω0 + (1 − Ω0)·(their mean), which scales the benefit b_i (eq. 2). The
 * systems start where the scenario’s Ω says that they are, so that parties bargain over what they know.
 */
import * as z from 'zod';
import { stateChart } from '../agents/index.ts';
import { clamp } from '../math.ts';
import {
  Effect,
  effectCount,
  type OperationalSystem,
  operationalSystems,
  System,
  systemCount,
} from '../rules/operational-systems.ts';
import type { Mechanism, Metric, Parameters, Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { idSchema } from '../scenario/basic-schema.ts';
import { unknownId } from '../scenario/checks.ts';
import { plausible } from '../scenario/plausible.ts';
import { composeBenefit, composeCost } from './rates.ts';

const inUnit = (fallback: number, doc: string) => z.number().min(0).max(1).default(fallback).describe(doc);

const driversOf = (what: string) =>
  z.array(idSchema).min(1).max(30).optional().describe(`issues that ask for ${what}; unless given the depth`);

const drivers = z.strictObject({
  'risk-classification': driversOf('tiered risk categories'),
  registries: driversOf('registries of models and audits'),
  'data-infrastructure': driversOf('interoperable data'),
  'research-platforms': driversOf('platforms of joint research'),
  oversight: driversOf('distributed oversight'),
  funding: driversOf('coordinated funding'),
  harmonisation: driversOf('harmonised rules'),
  'data-sharing': driversOf('shared data'),
  hubs: driversOf('governance hubs'),
  metrics: driversOf('standardised metrics'),
} satisfies Record<OperationalSystem, z.ZodType>);

const effects = z.strictObject({
  'risk-classification': inUnit(0.2, 'share of the capacity that depth asks for which is not needed').meta(
    plausible([0.1, 0.3], 'share of the capacity asked for'),
  ),
  registries: inUnit(0.4, 'share of what an audit would miss that it finds').meta(
    plausible([0.2, 0.6], 'share of what audits miss'),
  ),
  'data-infrastructure': inUnit(0.5, 'by how much funding goes further').meta(
    plausible([0.25, 0.75], 'share of the funding'),
  ),
  'research-platforms': inUnit(1, 'share of the delay of reports beyond a month that is saved').meta(
    plausible([0.5, 1], 'share of the delay'),
  ),
  oversight: z
    .number()
    .min(0)
    .max(10)
    .default(3)
    .describe('audits in addition to each there is: 3 makes four a year continuous (S-258)')
    .meta(plausible([1, 5], 'audits an audit')),
  harmonisation: inUnit(0.15, 'share of the cost of complying that is saved').meta(
    plausible([0.05, 0.25], 'share of the cost'),
  ),
  'data-sharing': inUnit(0.1, 'by how much the benefit of a kept agreement rises').meta(
    plausible([0.05, 0.2], 'share of the benefit'),
  ),
  hubs: inUnit(
    0.3,
    'share of the cost of complying that is saved at readiness 0, none at readiness 1 (C9)',
  ).meta(plausible([0.15, 0.45], 'share of the cost')),
  metrics: inUnit(0.4, 'share of the false alarms that is avoided (C10)').meta(
    plausible([0.2, 0.6], 'share of the false alarms'),
  ),
});

const parameters = z.strictObject({
  floor: inUnit(0.6, 'Ω0: how well an agreement works without any operational system').meta(
    plausible([0.5, 0.7], 'share'),
  ),
  start: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('level of the six systems at the start; where `utility.operations` puts Ω unless given'),
  growth: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.08)
    .describe('g: share of the way to the target in a tick')
    .meta(plausible([0.04, 0.16], 'share a tick')),
  decay: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.03)
    .describe('d: the same where the target lies lower')
    .meta(plausible([0.015, 0.06], 'share a tick')),
  own: inUnit(0.4, 'φ0: share of what is asked that parties pay for without coordinated funding').meta(
    plausible([0.2, 0.6], 'share of what is asked'),
  ),
  drivers: drivers
    .prefault({})
    .describe('which issues ask for which system; their place on the ladder counts'),
  effects: effects.prefault({}).describe('what each does at level 1'),
});

type OperationsParameters = z.output<typeof parameters>;

const isBound = stateChart.in('commitment.inForce');

/** A level is told anew when it has moved this far since it was last told. */
const toldStep = 0.05;

/** What the text asks of a system: the mean place of its issues, or the depth of the whole. */
function askOf(run: Run, settings: OperationsParameters, system: number, depth: number): number {
  const issues = settings.drivers[operationalSystems[system]];
  if (issues === undefined) return depth;
  const { issueIds, position, stride } = run.scenario;
  let sum = 0;
  for (let i = 0; i < issues.length; i++) {
    const k = issueIds.indexOf(issues[i]);
    sum += position[k * stride + run.i32['text.option'][k]];
  }
  return sum / issues.length;
}

function boundWeight(run: Run): number {
  const { states, weight } = run.scenario;
  let sum = 0;
  for (let s = 0; s < states.length; s++) if (isBound(run, states[s])) sum += weight[states[s]];
  return Math.min(1, sum);
}

/** Moves every level by one tick. Targets are those of the levels before the tick. */
function grow(run: Run, settings: OperationsParameters): void {
  const level = run.f64['operations.level'];
  const depth = run.textDepth();
  const stretched = 1 + settings.effects['data-infrastructure'] * level[System['data-infrastructure']];
  const funded = Math.min(1, level[System.funding] * stretched);
  const allowed = settings.own + (1 - settings.own) * funded;
  const weight = boundWeight(run);
  for (let system = 0; system < operationalSystems.length; system++) {
    const isFunding = system === System.funding;
    const target = askOf(run, settings, system, depth) * (isFunding ? weight : allowed);
    const gap = target - level[system];
    level[system] += (gap > 0 ? settings.growth : settings.decay) * gap;
  }
}

function meanLevel(level: Float64Array): number {
  let sum = 0;
  for (let system = 0; system < systemCount; system++) sum += level[system];
  return sum / systemCount;
}

/** Ω: how well the agreement works. */
function omegaOf(settings: OperationsParameters, level: Float64Array): number {
  return settings.floor + (1 - settings.floor) * meanLevel(level);
}

/** What the levels do to monitoring; compliance reads it in the same tick. */
function setEffects(run: Run, settings: OperationsParameters): void {
  const level = run.f64['operations.level'];
  const effect = run.f64['operations.effect'];
  const { effects: size } = settings;
  effect[Effect.detection] = size.registries * level[System.registries];
  effect[Effect.audits] = size.oversight * level[System.oversight];
  effect[Effect.falseAlarm] = size.metrics * level[System.metrics];
  effect[Effect.capacity] = size['risk-classification'] * level[System['risk-classification']];
  effect[Effect.latency] = size['research-platforms'] * level[System['research-platforms']];
}

/**
 * What the levels do to benefit and cost, as factors that `rates.ts` puts together with those of others. The
 * Ω that grows takes the place of the scenario’s own.
 */
function setRates(run: Run, settings: OperationsParameters): void {
  const { file, partyCount, readiness } = run.scenario;
  const given = file.utility.operations;
  const level = run.f64['operations.level'];
  const { effects: size } = settings;
  const benefit = run.f64['operations.omega'][0] * (1 + size['data-sharing'] * level[System['data-sharing']]);
  const common = 1 - size.harmonisation * level[System.harmonisation];
  const help = size.hubs * level[System.hubs];
  for (let party = 0; party < partyCount; party++) {
    run.f64['operations.benefitFactor'][party] = given > 0 ? benefit / given : 1;
    run.f64['operations.costFactor'][party] = common * (1 - help * (1 - readiness[party]));
    composeBenefit(run, party);
    composeCost(run, party);
  }
}

function tell(run: Run): void {
  const level = run.f64['operations.level'];
  const told = run.f64['operations.told'];
  for (let system = 0; system < level.length; system++) {
    if (Math.abs(level[system] - told[system]) < toldStep) continue;
    told[system] = level[system];
    run.emitNumber(EventKind.operationsReached, -1, level[system], system);
  }
}

function begin(run: Run, parameters: Parameters): void {
  const { floor, start } = parameters as OperationsParameters;
  const { operations } = run.scenario.file.utility;
  const implied = floor < 1 ? clamp((operations - floor) / (1 - floor), 0, 1) : 1;
  run.f64['operations.level'].fill(start ?? implied, 0, systemCount);
}

function onTick(run: Run, parameters: Parameters): void {
  if (run.i32['treaty.forceTick'][0] < 0) return;
  const settings = parameters as OperationsParameters;
  grow(run, settings);
  run.f64['operations.omega'][0] = omegaOf(settings, run.f64['operations.level']);
  setEffects(run, settings);
  setRates(run, settings);
  tell(run);
}

/** Mean of some of the levels, once the agreement is in force. */
function meanOf(run: Run, from: number, to: number): number {
  if (run.i32['treaty.forceTick'][0] < 0) return Number.NaN;
  const level = run.f64['operations.level'];
  let sum = 0;
  for (let system = from; system < to; system++) sum += level[system];
  return sum / (to - from);
}

const metrics: readonly Metric[] = [
  {
    id: 'operations',
    title: 'Operational systems',
    unit: 'share',
    summary:
      'mean level of the six operational systems at the end; none where the agreement was not in force',
    compute: (run) => meanOf(run, 0, systemCount),
  },
  {
    id: 'pillars',
    title: 'Pillars of governance',
    unit: 'share',
    summary: 'mean level of the four pillars at the end; none where the agreement was not in force',
    compute: (run) => meanOf(run, systemCount, operationalSystems.length),
  },
  {
    id: 'omega',
    title: 'Ω',
    unit: 'share',
    summary: 'how well the agreement works at the end: what scales its benefit',
    compute: (run) => (run.i32['treaty.forceTick'][0] < 0 ? Number.NaN : run.f64['operations.omega'][0]),
  },
];

/** The mechanism of the operational layer. */
export const operations: Mechanism = {
  id: 'operations',
  title: 'Operational layer',
  summary: 'six systems and four pillars that grow with text and funding, each with an effect of its own',
  source: 'the seeds of the model, S-239 to S-260; forms and sizes of the effects: proposal of the model',
  parameters,
  slices: [
    {
      name: 'operations.level',
      type: 'f64',
      per: 'run',
      size: operationalSystems.length,
      visible: 'public',
      doc: 'level of each system and pillar, in [0, 1]',
    },
    {
      name: 'operations.effect',
      type: 'f64',
      per: 'run',
      size: effectCount,
      visible: 'public',
      doc: 'what the systems do to monitoring, by `Effect`',
    },
    {
      name: 'operations.omega',
      type: 'f64',
      per: 'run',
      visible: 'public',
      doc: 'Ω as it stands, 0 before entry into force',
    },
    {
      name: 'operations.benefitFactor',
      type: 'f64',
      per: 'party',
      fill: 1,
      visible: 'own',
      doc: 'what the systems make of the benefit: Ω as it stands over the scenario’s, times data sharing',
    },
    {
      name: 'operations.costFactor',
      type: 'f64',
      per: 'party',
      fill: 1,
      visible: 'own',
      doc: 'what harmonised rules and hubs leave of the cost of complying',
    },
    {
      name: 'operations.told',
      type: 'f64',
      per: 'run',
      size: operationalSystems.length,
      visible: 'public',
      doc: 'levels as last told',
    },
  ],
  metrics,
  moves: ['benefitRate', 'costRate'],
  check: (given, file) => {
    const known = file.issues.map(({ id }) => id);
    const { drivers: named } = given as OperationsParameters;
    return operationalSystems.flatMap((system) =>
      (named[system] ?? []).flatMap((id, index) =>
        known.includes(id) ? [] : [unknownId(['drivers', system, index], id, 'issue', known)],
      ),
    );
  },
  begin,
  onTick,
};

/**
 * Public opinion at home, constituency by constituency: DeGroot 1974 with the stubbornness of Friedkin &
 * Johnsen 1990 (model equation 10). What a public thinks by itself starts from the scenario and follows what
 * the treaty gives its country, how well it is kept, and who campaigns; what others think, at home and across
 * the border, pulls it towards them.
 *
 *   p_v = o_v(0) + shift_i + treaty·e_v·(U_i − d_i) + conduct·(ō − .7) + campaign + alarm   within [0, 1]
 *   o_v ← (1 − λ)·o_v + λ·[z_v·p_v + (1 − z_v)·((1 − c)·o_i + c·o_others)]
 *
 * o_i is the mean over the country’s publics by their shares, o_others that over the other countries by their
 * weights, c the share of edges across borders. e_v is the exposure of a constituency: below 0 it loses by
 * what its country gains. U_i − d_i counts once a text is adopted, ō, the share of members seen to comply,
 * once it is in force; the shift is that of the government (`elections`), the alarm that of the last
 * incidents (`arms`).
 *
 * Two departures from equation 10. A public moves a share λ of the way in a month: with λ = 1, as written,
 * the distance to where it ends halves every month at z = ½, and no campaign or election has a course. And
 * campaigns belong to p_v: added to the whole, as written, a push has the effect push/z_v, without a bound
 * where z_v is 0; here it moves nobody by more than its limit.
 */
import * as z from 'zod';
import { limits } from '../limits.ts';
import { clamp, rounding } from '../math.ts';
import type { Mechanism, Metric, Parameters, Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import type { SliceSpec } from '../run/slices.ts';
import { plausible } from '../scenario/plausible.ts';
import { meanOpinion } from '../scenario/publics.ts';

const inUnit = z.number().min(0).max(1);

const parameters = z.strictObject({
  stubbornness: inUnit
    .default(0.5)
    .describe('z: how far a public holds to what it thinks by itself, where its constituency does not say')
    .meta(plausible([0.3, 0.7], 'share')),
  crossBorder: inUnit
    .default(0.1)
    .describe('c: share of the edges that cross borders; .05 to .2 in the model')
    .meta(plausible([0.05, 0.2], 'share', { source: 'model equation 10' })),
  pace: inUnit
    .default(0.2)
    .describe('λ: share of the way that opinion goes in a month')
    .meta(plausible([0.1, 0.4], 'share a month')),
  treaty: z
    .number()
    .min(0)
    .max(10)
    .default(0.25)
    .describe('opinion moved by a gain of 1 in utility over no agreement, once a text is adopted')
    .meta(plausible([0.1, 0.5], 'opinion a unit of utility')),
  conduct: z
    .number()
    .min(0)
    .max(10)
    .default(0.3)
    .describe('opinion moved by a share of 1 of the members more seen to comply than the usual .7')
    .meta(plausible([0.15, 0.6], 'opinion a share of the members')),
  campaign: z
    .number()
    .min(0)
    .max(10)
    .default(0.2)
    .describe('opinion moved by a net lobbying of 1 of the parties without a vote')
    .meta(plausible([0.1, 0.4], 'opinion a unit of lobbying')),
  campaignLimit: inUnit
    .default(0.05)
    .describe('most that all campaigns together can move opinion')
    .meta(plausible([0.02, 0.1], 'opinion')),
});

type OpinionParameters = z.output<typeof parameters>;

/** Compliance that publics take for normal, as `compliance` does. */
const normalCompliance = 0.7;
/** A change smaller than this is not told: no screen would show it. */
const visibleStep = 0.02;

/** Mean opinion by country before a month, so that all move at once; overwritten every month. */
const before = new Float64Array(limits.parties);

/** What the campaigns of parties without a vote move, within ± the limit. */
function campaigns(run: Run, { campaign, campaignLimit }: OpinionParameters): number {
  const { partyCount, lobbying } = run.scenario;
  const endorsement = run.i32['talks.endorsement'];
  let net = 0;
  for (let party = 0; party < partyCount; party++) net += lobbying[party] * endorsement[party];
  return clamp(campaign * net, -campaignLimit, campaignLimit);
}

/** What how the agreement is kept moves; nothing before it is in force, or without monitoring. */
function conductOf(run: Run, { conduct }: OpinionParameters): number {
  const observed = run.f64['compliance.observed'];
  if (observed === undefined || run.i32['treaty.forceTick'][0] < 0) return 0;
  return conduct * (observed[0] - normalCompliance);
}

/** What the adopted text gives a country over no agreement; nothing before its adoption. */
function gainOf(run: Run, party: number): number {
  if (run.i32['treaty.adoptedTick'][0] < 0) return 0;
  return run.textUtility(party) - run.scenario.reversionUtility[party];
}

/** Mean opinion of the other countries by weight, of which all together have `world`. */
function abroad(run: Run, party: number, world: number, total: number): number {
  const { weight } = run.scenario;
  const others = total - weight[party];
  return others > rounding ? (world - weight[party] * before[party]) / others : before[party];
}

/** One country’s publics go a month’s way. */
function move(run: Run, settings: OpinionParameters, party: number, common: number, foreign: number): void {
  const { publics } = run.scenario;
  const { stride, count, opinion: start, stubbornness, exposure } = publics;
  const opinion = run.f64['opinion.public'];
  const gained = settings.treaty * gainOf(run, party);
  const shift = run.f64['elections.opinionShift']?.[party] ?? 0;
  const heard = (1 - settings.crossBorder) * before[party] + settings.crossBorder * foreign;
  for (let at = party * stride; at < party * stride + count[party]; at++) {
    const own = clamp(start[at] + shift + exposure[at] * gained + common, 0, 1);
    const hold = Number.isNaN(stubbornness[at]) ? settings.stubbornness : stubbornness[at];
    const aim = hold * own + (1 - hold) * heard;
    opinion[at] = clamp(opinion[at] + settings.pace * (aim - opinion[at]), 0, 1);
  }
  run.f64['party.opinion'][party] = meanOpinion(publics, opinion, party);
}

/** Tells what has moved by a visible step since it was last told, or all of it. */
function tell(run: Run, party: number, isFirst: boolean): void {
  const { publics, opinion } = run.scenario;
  const told = run.f64['opinion.told'];
  if (isFirst || Math.abs(opinion[party] - told[party]) >= visibleStep) {
    told[party] = opinion[party];
    run.emitNumber(EventKind.opinionMoved, party, opinion[party], 0);
  }
  if (publics.count[party] < 2) return;
  const known = run.f64['opinion.toldPublic'];
  const from = party * publics.stride;
  for (let v = 0; v < publics.count[party]; v++) {
    const now = run.f64['opinion.public'][from + v];
    if (!isFirst && Math.abs(now - known[from + v]) < visibleStep) continue;
    known[from + v] = now;
    run.emitNumber(EventKind.constituencyMoved, party, now, v);
  }
}

function begin(run: Run): void {
  const { states, publics } = run.scenario;
  run.f64['opinion.public'].set(publics.opinion);
  for (let s = 0; s < states.length; s++) tell(run, states[s], true);
}

function onTick(run: Run, settings: Parameters): void {
  const given = settings as OpinionParameters;
  const { states, weight, publics } = run.scenario;
  const opinion = run.f64['opinion.public'];
  let world = 0;
  let total = 0;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    before[party] = meanOpinion(publics, opinion, party);
    world += weight[party] * before[party];
    total += weight[party];
  }
  const alarm = run.f64['arms.alarm']?.[0] ?? 0;
  const common = conductOf(run, given) + campaigns(run, given) + alarm;
  for (let s = 0; s < states.length; s++) {
    move(run, given, states[s], common, abroad(run, states[s], world, total));
    tell(run, states[s], false);
  }
}

/** Mean support over the states, by weight. */
function support(run: Run): number {
  const { states, weight, opinion } = run.scenario;
  let sum = 0;
  for (let s = 0; s < states.length; s++) sum += weight[states[s]] * opinion[states[s]];
  return sum;
}

/**
 * Variance of opinion over all publics, by the weight of their countries and their shares in them, as a share
 * of the largest there can be, ¼: 0 when all think alike, 1 when half are wholly for it and half against.
 */
function polarisation(run: Run): number {
  const { states, weight, publics } = run.scenario;
  const { stride, count, weight: share } = publics;
  const opinion = run.f64['opinion.public'];
  const mean = support(run);
  let variance = 0;
  for (let s = 0; s < states.length; s++) {
    const from = states[s] * stride;
    for (let at = from; at < from + count[states[s]]; at++) {
      variance += weight[states[s]] * share[at] * (opinion[at] - mean) * (opinion[at] - mean);
    }
  }
  return Math.min(1, 4 * variance);
}

const metrics: readonly Metric[] = [
  {
    id: 'support',
    title: 'Public support',
    unit: 'share',
    summary: 'mean public support at the end, over the states by weight',
    compute: support,
  },
  {
    id: 'polarisation',
    title: 'Polarisation',
    unit: 'share',
    summary: 'variance of opinion over all publics at the end, as a share of the largest there can be',
    compute: polarisation,
  },
];

const slices: readonly SliceSpec[] = [
  {
    name: 'opinion.public',
    type: 'f64',
    per: 'party',
    size: limits.constituencies,
    visible: 'own',
    doc: 'support of each constituency for the agreement, in [0, 1]',
  },
  {
    name: 'opinion.told',
    type: 'f64',
    per: 'party',
    visible: 'public',
    doc: 'support in the country as last told',
  },
  {
    name: 'opinion.toldPublic',
    type: 'f64',
    per: 'party',
    size: limits.constituencies,
    visible: 'own',
    doc: 'support of each constituency as last told',
  },
];

/** The mechanism of public opinion. Without it opinion stays as the scenario gives it. */
export const opinion: Mechanism = {
  id: 'opinion',
  title: 'Public opinion',
  summary: 'publics at home follow the treaty, its keeping and campaigns, and pull each other',
  source: 'DeGroot 1974; Friedkin & Johnsen 1990; weights of treaty, conduct and campaigns: proposal',
  parameters,
  slices,
  metrics,
  moves: ['opinion'],
  begin,
  onTick,
  goesOn: true,
};

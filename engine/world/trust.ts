/**
 * Trust as a Beta reputation (Jøsang & Ismail 2002, “The Beta Reputation System”): party i expects party j to
 * keep its word with probability T_ij = α_ij / (α_ij + β_ij). Only declared acts move it, each by its weight
 * in the scenario, and both counts decay with every act seen, so that old betrayals fade (model equation 6,
 * C5).
 *
 *   α ← 1 + φ(α − 1) + ω   and   β ← 1 + φ(β − 1)       for an act that speaks for its actor
 *   α ← 1 + φ(α − 1)       and   β ← 1 + φ(β − 1) + ω   for one that speaks against it
 *
 * An act of weight 0 leaves every bit of both counts as it was.
 */
import * as z from 'zod';
import type { ActName } from '../run/acts.ts';
import type { Mechanism, Parameters, Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { plausible } from '../scenario/plausible.ts';
import { defaultWeights, updateTrust } from './reputation.ts';

const weight = (fallback: number, doc: string) => z.number().min(0).max(5).default(fallback).describe(doc);

/** A weight that scenario files leave out unless it matters to them. */
const laterWeight = (act: ActName, doc: string) =>
  z.number().min(0).max(5).optional().describe(`${doc}; ${defaultWeights[act]} unless given`);

const actWeights = {
  'follow-through': weight(1, 'a monitoring period showed compliance').meta(
    plausible([0.5, 1.5], 'pseudo-counts'),
  ),
  defection: weight(1, 'an audit caught a defection').meta(plausible([0.5, 2], 'pseudo-counts')),
  'capacity-failure': weight(0.25, 'a party could not comply: it counts against it, but little').meta(
    plausible([0.1, 0.5], 'pseudo-counts'),
  ),
  reciprocity: weight(0.3, 'a concession that answers the others’ concession').meta(
    plausible([0.1, 0.6], 'pseudo-counts'),
  ),
  transparency: weight(0.2, 'a party reported its own failure before anybody found it').meta(
    plausible([0.1, 0.4], 'pseudo-counts'),
  ),
  'false-alarm': weight(
    0.25,
    'an audit accused a party that complied; it was taken back, but mud sticks',
  ).meta(plausible([0.1, 0.5], 'pseudo-counts')),
  signature: weight(0, 'signing: inert unless an arm gives it weight'),
  communique: weight(0, 'a communiqué: inert unless an arm gives it weight'),
  'joint-technology': weight(0.5, 'a milestone of technology that partners build together').meta(
    plausible([0.25, 1], 'pseudo-counts', { needs: { aid: {} } }),
  ),
  withdrawal: laterWeight(
    'withdrawal',
    'a withdrawal took effect: what was promised is not kept any more',
  ).meta(
    plausible([0.25, 1], 'pseudo-counts', { usual: defaultWeights.withdrawal, needs: { withdrawal: {} } }),
  ),
  escape: laterWeight(
    'escape',
    'a party invoked the escape clause: the treaty allows it, others see it',
  ).meta(plausible([0, 0.3], 'pseudo-counts', { usual: defaultWeights.escape, needs: { escape: {} } })),
  concealment: laterWeight('concealment', 'an audit found a failure that the party had not reported').meta(
    plausible([0.5, 1.5], 'pseudo-counts', {
      usual: defaultWeights.concealment,
      needs: { compliance: { selfReport: 'asked' } },
    }),
  ),
  objection: laterWeight('objection', 'an objection to a reservation: inert unless an arm gives it weight'),
} satisfies Record<ActName, z.ZodType>;

const parameters = z.strictObject({
  priorAlpha: z
    .number()
    .min(1)
    .max(50)
    .default(2)
    .describe('α at the start, the prior success included')
    .meta(plausible([1, 4], 'pseudo-counts')),
  priorBeta: z
    .number()
    .min(1)
    .max(50)
    .default(2)
    .describe('β at the start, the prior failure included')
    .meta(plausible([1, 4], 'pseudo-counts')),
  forgetting: z
    .number()
    .min(0.5)
    .max(1)
    .default(0.97)
    .describe('φ: what is kept of the past at each act seen')
    .meta(plausible([0.94, 0.99], 'share an act')),
  acts: z.strictObject(actWeights).prefault({}).describe('weight of each act; 0 means it moves nothing'),
});

type TrustParameters = z.output<typeof parameters>;

/**
 * Expected reliability ρ_i(M) = Σ_{j∈M∖i} w_j·T_ij·κ_j / Σ_{j≠i} w_j: those who stay outside keep nothing,
 * those with reservations the share κ_j of the text’s depth that these leave, and those between whom and i an
 * objection keeps the treaty from applying nothing towards i.
 */
function reliability(run: Run, _settings: Parameters, party: number, stakes: Float64Array): number {
  const { partyCount, weight } = run.scenario;
  const others = 1 - weight[party];
  if (!(others > 0)) return 0;
  const value = run.f64['trust.value'];
  const row = party * partyCount;
  if (isAnyRefused(run)) {
    return expectedByPair(value, run.f64['objections.applies'], row, stakes, party) / others;
  }
  // Parties without a vote weigh nothing, so all are counted alike.
  const kept =
    expectedOf(value, row, stakes, 0, party) + expectedOf(value, row, stakes, party + 1, partyCount);
  return kept / others;
}

/**
 * Σ w_j·κ_j·T_ij over the members from one party up to another, by their stakes w_j·κ_j. In two sums, because
 * each addition waits for the one before it.
 */
function expectedOf(
  value: Float64Array,
  row: number,
  stakes: Float64Array,
  from: number,
  to: number,
): number {
  let even = 0;
  let odd = 0;
  let other = from;
  for (; other + 1 < to; other += 2) {
    even += stakes[other] * value[row + other];
    odd += stakes[other + 1] * value[row + other + 1];
  }
  if (other < to) even += stakes[other] * value[row + other];
  return even + odd;
}

/** Whether an objection keeps the treaty from applying between any two parties. */
function isAnyRefused(run: Run): boolean {
  const refused = run.i32['objections.refused'];
  return refused !== undefined && refused[0] > 0;
}

/** The same sum over all others, of those alone between whom and the party the treaty applies. */
function expectedByPair(
  value: Float64Array,
  applies: Float64Array,
  row: number,
  stakes: Float64Array,
  party: number,
): number {
  let sum = 0;
  for (let other = 0; other < stakes.length; other++) {
    if (other !== party) sum += applies[row + other] * stakes[other] * value[row + other];
  }
  return sum;
}

/** Sum of a stretch of numbers, in four sums for the same reason. */
function sumOf(value: Float64Array, from: number, to: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = from;
  for (; at + 3 < to; at += 4) {
    a += value[at];
    b += value[at + 1];
    c += value[at + 2];
    d += value[at + 3];
  }
  for (; at < to; at++) a += value[at];
  return a + b + (c + d);
}

function meanTrust(run: Run, _settings: Parameters, party: number): number {
  const { partyCount } = run.scenario;
  const value = run.f64['trust.value'];
  const row = party * partyCount;
  const sum = sumOf(value, row, row + party) + sumOf(value, row + party + 1, row + partyCount);
  return sum / (partyCount - 1);
}

function begin(run: Run, settings: Parameters): void {
  const { priorAlpha, priorBeta } = settings as TrustParameters;
  run.f64['trust.alpha'].fill(priorAlpha);
  run.f64['trust.beta'].fill(priorBeta);
  run.f64['trust.value'].fill(priorAlpha / (priorAlpha + priorBeta));
  noteMove(run);
}

/** What follows from trust is out of date. */
function noteMove(run: Run): void {
  run.trustMoves++;
  run.i32['trust.moved'][0] = 1;
}

/** Moves the others’ trust in the actor, and works out anew what follows from it. */
function onAct(run: Run, settings: Parameters, actor: number, act: number): void {
  const { partyCount } = run.scenario;
  const alpha = run.f64['trust.alpha'];
  const beta = run.f64['trust.beta'];
  const value = run.f64['trust.value'];
  if (!updateTrust(alpha, beta, partyCount, actor, act, settings as TrustParameters, value)) return;
  noteMove(run);
}

/** Records the mean over all pairs. Most ticks see no act, and then it is what it was. */
function onTick(run: Run): void {
  const { partyCount } = run.scenario;
  const mean = run.f64['trust.mean'];
  if (run.i32['trust.moved'][0] === 1) {
    run.i32['trust.moved'][0] = 0;
    let sum = 0;
    for (let party = 0; party < partyCount; party++) sum += run.meanTrust(party);
    mean[0] = sum / partyCount;
  }
  run.emitNumber(EventKind.trustMoved, -1, mean[0], 0);
}

/** The trust mechanism. */
export const trust: Mechanism = {
  id: 'trust',
  title: 'Trust',
  summary: 'Beta reputation of every party with every other, moved by declared acts only',
  source: 'Jøsang & Ismail 2002; weights of acts: proposal of the model',
  parameters,
  slices: [
    {
      name: 'trust.alpha',
      type: 'f64',
      per: 'party-party',
      visible: 'own',
      doc: 'α_ij: evidence for j, as i sees it',
    },
    { name: 'trust.beta', type: 'f64', per: 'party-party', visible: 'own', doc: 'β_ij: evidence against j' },
    {
      name: 'trust.value',
      type: 'f64',
      per: 'party-party',
      derived: true,
      visible: 'own',
      doc: 'T_ij: trust of i in j',
    },
    {
      name: 'trust.mean',
      type: 'f64',
      per: 'run',
      derived: true,
      visible: 'hidden',
      doc: 'mean trust over all pairs',
    },
    {
      name: 'trust.moved',
      type: 'i32',
      per: 'run',
      derived: true,
      visible: 'hidden',
      doc: '1 when the mean is out of date',
    },
  ],
  begin,
  onAct,
  onTick,
  provides: { reliability, meanTrust },
};

/**
 * Expected-utility challenge: Bueno de Mesquita’s model of group decision as Scholz, Calbert & Smith (2011)
 * read it. The model knows one dimension, so every issue of the agenda is played for itself. On an issue with
 * positions x, weights w_k = capability · stake · salience and the range R of the FIRST positions:
 *
 *   v_k(a, b)  = w_k·[(|x_k − b|/R)^r_k − (|x_k − a|/R)^r_k]          how strongly k votes for a against b
 *   P(i, j)    = Σ_k max(0, v_k(x_i, x_j)) / Σ_k Σ_a Σ_b |v_k(x_a, x_b)|     0 where x_i = x_j
 *   U_win      = 2 − 4·(½ − ½·|x_i − x_j|/R)^r      U_lose = 2 − 4·(½ + ½·|x_i − x_j|/R)^r
 *   U_quo      = 2 − 4·(½)^r                                          r of the party that looks
 *   EU(i → j)  = s_j·[P·U_win + (1 − P)·U_lose] + (1 − s_j)·U_win − Q·U_quo
 *
 * Risk: with all r = 1, D_i is the sum of what i expects of the others’ challenges;
 * R_i = (2·D_i − max D − min D)/(max D − min D) and r_i = (1 − R_i/3)/(1 + R_i/3), in [½, 2].
 *
 * Offers: with a = EU of the own challenge and b of the other’s, as i sees both, b > a > 0 is a confrontation
 * in which i takes the other’s position, and b > 0 > a with b > |a| a compromise in which it moves by |a/b|
 * of the way. It answers the nearest confrontation; without one, the compromise with the SMALLEST weighted
 * position (|a|·x_i + |b|·x_j)/(|a| + |b|). All move at once; ties go to the lower index.
 *
 * Three places where this reading differs from what one expects, kept as published: R stays that of the first
 * positions; the denominator of P runs over all pairs of positions and all parties; compromises are compared
 * by position, not by distance. The authors list suspected mistakes of the original: take it as a model to
 * compare with, not to decide by. All know all positions, weights and saliences.
 *
 * A round costs the cube of the places that parties stand at, on every issue: made for some tens of parties;
 * with all states of the world the first rounds take a good part of a second.
 */
import * as z from 'zod';
import { limits } from '../limits.ts';
import { pow } from '../math.ts';
import { Question } from '../questions/index.ts';
import type { Phase, Protocol, RoundEnd, Run, Turn } from '../run/contract.ts';
import { challengers, challengeWays, EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { plausible } from '../scenario/plausible.ts';
import { reopenText } from './steps/forum.ts';
import { isHeard, openStrawPoll } from './steps/room.ts';
import { takeStrawPoll } from './steps/straw-poll.ts';
import { supportNearest, tableNearest } from './steps/tabling.ts';

const parameters = z.strictObject({
  risk: z
    .boolean()
    .default(true)
    .describe('whether risk exponents are estimated from how threatened a party is; without, all are 1'),
  statusQuo: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('Q: how likely things stay as they are without a challenge')
    .meta(plausible([0.5, 1], 'probability')),
  outcome: z
    .enum(['median', 'mean'])
    .default('median')
    .describe('what the text follows: the weighted median of the positions, or their weighted mean'),
  poll: z.boolean().default(true).describe('whether the states are asked at the end if they accept the text'),
});

type Settings = z.output<typeof parameters>;

const challengeTurn = 0;
const pollTurn = 1;

const confrontation = challengeWays.indexOf('confrontation');
const compromise = challengeWays.indexOf('compromise');

/** The parties that take part in an issue, by number, and what the model works out about them; scratch. */
const size = limits.parties;
const party = new Int32Array(size);
const place = new Float64Array(size);
const weight = new Float64Array(size);
const resistance = new Float64Array(size);
const exponent = new Float64Array(size);
const threat = new Float64Array(size);
const next = new Float64Array(size);
/** Weighted loss of voter k at the position of party a: a × parties + k. */
const loss = new Float64Array(size * size);
/** P(i, j): i × parties + j, for the first parties at their places. */
const chance = new Float64Array(size * size);
const sorted = new Float64Array(size);
/**
 * The first party at the same place as each: what follows from places alone is worked out for that one. In
 * later rounds most stand where somebody else does.
 */
const first = new Int32Array(size);
/** Parties in the order of their places, and where each stands in it. */
const byPlace = new Int32Array(size);
const rank = new Int32Array(size);
/** Stakes as the party that looks for its offer sees them, by the first party at a place. */
const wins = new Float64Array(size);
const losses = new Float64Array(size);
let count = 0;
let range = 0;

/** `pow` where it is needed: it costs as much as all else here, and half of the model is at r = 1. */
const raise = (base: number, r: number): number => (r === 1 ? base : pow(base, r));

/** Collects who takes part in an issue: whoever has weight on it. */
function collect(run: Run, issue: number): void {
  const { scenario } = run;
  const { issueCount, partyCount, capability, stake, salience } = scenario;
  const position = run.f64['expected-utility-challenge.position'];
  range = run.f64['expected-utility-challenge.range'][issue];
  count = 0;
  for (let i = 0; i < partyCount; i++) {
    const at = i * issueCount + issue;
    const absolute = stake[i] * salience[at];
    if (capability[i] * absolute === 0 || !isHeard(run, i)) continue;
    party[count] = i;
    place[count] = position[at];
    weight[count] = capability[i] * absolute;
    // Salience is here the chance that the challenged party resists.
    resistance[count] = Math.min(1, absolute);
    count++;
  }
}

/** Puts who takes part in the order of their places. */
function orderPlaces(): void {
  const order = byPlace.subarray(0, count);
  for (let i = 0; i < count; i++) order[i] = i;
  order.sort((i, j) => place[i] - place[j] || i - j);
  for (let at = 0; at < count; at++) {
    const i = order[at];
    rank[i] = at;
    first[i] = at > 0 && place[order[at - 1]] === place[i] ? first[order[at - 1]] : i;
  }
}

/**
 * Σ_a Σ_b |loss_a − loss_b| of one voter, by the order of its losses: nearly that of the distances, which go
 * up on both sides of its place. Only rounding can disturb it, so that sorting them in is hardly any work.
 */
function spread(voter: number): number {
  let below = rank[voter];
  let above = below + 1;
  for (let filled = 0; filled < count; filled++) {
    const isBelow =
      above >= count ||
      (below >= 0 && place[voter] - place[byPlace[below]] <= place[byPlace[above]] - place[voter]);
    const value = loss[byPlace[isBelow ? below-- : above++] * count + voter];
    let at = filled;
    for (; at > 0 && sorted[at - 1] > value; at--) sorted[at] = sorted[at - 1];
    sorted[at] = value;
  }
  let sum = 0;
  for (let a = 0; a < count; a++) sum += (2 * a - count + 1) * sorted[a];
  return 2 * sum;
}

/**
 * P(i, j) of all pairs of places, for the exponents at hand. It costs the cube of the places: the loop is
 * bare. |v| + v is twice what counts for one side and |v| − v twice what counts for the other, to the last
 * bit, and needs no branch that nobody could foresee.
 */
function workOutChances(): void {
  let denominator = 0;
  for (let k = 0; k < count; k++) {
    // The first at a place has the lowest number there.
    for (let a = 0; a < count; a++) {
      loss[a * count + k] =
        first[a] === a
          ? weight[k] * raise(Math.abs(place[k] - place[a]) / range, exponent[k])
          : loss[first[a] * count + k];
    }
    denominator += spread(k);
  }
  for (let i = 0; i < count; i++) {
    if (first[i] !== i) continue;
    chance[i * count + i] = 0;
    for (let j = 0; j < i; j++) {
      if (first[j] !== j) continue;
      let forI = 0;
      let forJ = 0;
      for (let k = 0, a = i * count, b = j * count; k < count; k++, a++, b++) {
        const vote = loss[b] - loss[a];
        const either = Math.abs(vote);
        forI += either + vote;
        forJ += either - vote;
      }
      chance[i * count + j] = denominator > 0 ? forI / 2 / denominator : 0;
      chance[j * count + i] = denominator > 0 ? forJ / 2 / denominator : 0;
    }
  }
}

/** How far apart two parties are, as a viewer sees it: what is won and what is lost. */
const stakes = { win: 0, lose: 0 };

function weigh(viewer: number, other: number): void {
  const r = exponent[viewer];
  const gap = Math.abs(place[viewer] - place[other]) / range;
  stakes.win = 2 - 4 * raise(0.5 - 0.5 * gap, r);
  stakes.lose = 2 - 4 * raise(0.5 + 0.5 * gap, r);
}

/** `weigh`, worked out once for each place when a viewer looks at all others in their order. */
function weighPlace(viewer: number, other: number): void {
  const at = first[other];
  if (at === other) {
    weigh(viewer, other);
    wins[at] = stakes.win;
    losses[at] = stakes.lose;
    return;
  }
  stakes.win = wins[at];
  stakes.lose = losses[at];
}

/** Q·U_quo as a viewer sees it. */
function keep(viewer: number, statusQuo: number): number {
  return statusQuo * (2 - 4 * raise(0.5, exponent[viewer]));
}

/** What is expected of the challenge of i to j, for the stakes at hand and what keeping still is worth. */
function expected(i: number, j: number, kept: number): number {
  const p = chance[first[i] * count + first[j]];
  const s = resistance[j];
  return s * (p * stakes.win + (1 - p) * stakes.lose) + (1 - s) * stakes.win - kept;
}

/** Risk exponents from how threatened each party is; all 1 where all are threatened alike. */
function estimateRisk(statusQuo: number): void {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < count; i++) {
    threat[i] = 0;
    const kept = keep(i, statusQuo);
    for (let j = 0; j < count; j++) {
      if (j === i) continue;
      weigh(i, j);
      threat[i] += expected(j, i, kept);
    }
    least = Math.min(least, threat[i]);
    most = Math.max(most, threat[i]);
  }
  if (most <= least) return;
  for (let i = 0; i < count; i++) {
    const security = (2 * threat[i] - most - least) / (most - least);
    exponent[i] = (1 - security / 3) / (1 + security / 3);
  }
}

/** The offer a party answers. */
const offer = { by: -1, way: 0, own: 0, other: 0, place: 0 };

/** Finds the offer that party i answers; `by` is −1 when it answers none. */
function findOffer(i: number, statusQuo: number): void {
  offer.by = -1;
  let best = Infinity;
  const kept = keep(i, statusQuo);
  for (let j = 0; j < count; j++) {
    if (j === i || place[j] === place[i]) continue;
    weighPlace(i, j);
    const own = expected(i, j, kept);
    const other = expected(j, i, kept);
    const isConfrontation = other > own && own > 0;
    const isCompromise = other > 0 && own < 0 && other > -own;
    if (!isConfrontation && !isCompromise) continue;
    const way = isConfrontation ? confrontation : compromise;
    if (offer.by >= 0 && way > offer.way) continue;
    const [a, b] = [Math.abs(own), Math.abs(other)];
    const standing = isConfrontation
      ? Math.abs(place[i] - place[j])
      : (a * place[i] + b * place[j]) / (a + b);
    if (offer.by >= 0 && way === offer.way && standing >= best) continue;
    best = standing;
    offer.by = j;
    offer.way = way;
    offer.own = own;
    offer.other = other;
    offer.place = isConfrontation ? place[j] : place[i] + ((place[j] - place[i]) * a) / b;
  }
}

/** Records an answered offer. */
function recordOffer(run: Run, i: number, issue: number): void {
  const seat = party[i];
  run.emit(EventKind.challenged, seat, party[offer.by], offer.way, issue);
  run.emitNumber(EventKind.challengeWeighed, seat, offer.own, challengers.indexOf('own'));
  run.emitNumber(EventKind.challengeWeighed, seat, offer.other, challengers.indexOf('other'));
  run.emitNumber(EventKind.positionMoved, seat, offer.place, issue);
}

/** One round of an issue; returns how many gave way. */
function playIssue(run: Run, issue: number, settings: Settings): number {
  collect(run, issue);
  if (range === 0 || count < 2) return 0;
  orderPlaces();
  exponent.fill(1, 0, count);
  workOutChances();
  if (settings.risk) {
    estimateRisk(settings.statusQuo);
    workOutChances();
  }
  let moved = 0;
  for (let i = 0; i < count; i++) {
    findOffer(i, settings.statusQuo);
    next[i] = place[i];
    if (offer.by < 0) continue;
    moved++;
    next[i] = offer.place;
    recordOffer(run, i, issue);
  }
  const position = run.f64['expected-utility-challenge.position'];
  for (let i = 0; i < count; i++) {
    position[party[i] * run.scenario.issueCount + issue] = next[i];
    supportNearest(run, party[i], issue, next[i]);
  }
  return moved;
}

/** The lowest position at or below which half the weight lies. */
function weightedMedian(total: number): number {
  let lowest = -Infinity;
  for (;;) {
    let at = Infinity;
    for (let i = 0; i < count; i++) if (place[i] > lowest && place[i] < at) at = place[i];
    let below = 0;
    for (let i = 0; i < count; i++) if (place[i] <= at) below += weight[i];
    if (2 * below >= total || at === Infinity) return at;
    lowest = at;
  }
}

/** Records mean and median of an issue; what the text follows goes to the slice. */
function findOutcome(run: Run, issue: number, outcome: Settings['outcome']): void {
  const { scenario } = run;
  collect(run, issue);
  let total = 0;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    total += weight[i];
    sum += weight[i] * place[i];
  }
  const practice = scenario.position[issue * scenario.stride + scenario.reversion[issue]];
  const mean = total > 0 ? sum / total : practice;
  const median = total > 0 ? weightedMedian(total) : practice;
  run.f64['expected-utility-challenge.outcome'][issue] = outcome === 'mean' ? mean : median;
  run.emitNumber(EventKind.compromised, -1, mean, issue);
  run.emitNumber(EventKind.medianFound, -1, median, issue);
}

function findOutcomes(run: Run, settings: Settings): void {
  for (let k = 0; k < run.scenario.issueCount; k++) {
    if (run.i32['talks.admitted'][k] === 1) findOutcome(run, k, settings.outcome);
  }
  tableNearest(run, run.f64['expected-utility-challenge.outcome']);
}

function begin(run: Run, phase: Phase): void {
  const { scenario } = run;
  run.f64['expected-utility-challenge.position'].set(scenario.ideal);
  run.i32['expected-utility-challenge.over'][0] = 0;
  reopenText(run);
  for (let k = 0; k < scenario.issueCount; k++) {
    collect(run, k);
    let [low, high] = [Infinity, -Infinity];
    for (let i = 0; i < count; i++) {
      low = Math.min(low, place[i]);
      high = Math.max(high, place[i]);
      if (run.i32['talks.admitted'][k] === 1) supportNearest(run, party[i], k, place[i]);
    }
    run.f64['expected-utility-challenge.range'][k] = count > 0 ? high - low : 0;
  }
  findOutcomes(run, phase.parameters as Settings);
}

function isLastRound(run: Run, phase: Phase): boolean {
  return run.i32['expected-utility-challenge.over'][0] === 1 || run.loop[Loop.phaseRound] + 1 >= phase.rounds;
}

function toAct(run: Run, phase: Phase, turnIndex: number, turn: Turn): boolean {
  const { poll } = phase.parameters as Settings;
  turn.count = 0;
  turn.question = Question.judge;
  if (turnIndex === challengeTurn) return true; // nobody is asked: all offers are worked out and answered
  if (turnIndex !== pollTurn || !poll || !isLastRound(run, phase)) return false;
  openStrawPoll(run, turn);
  return true;
}

function apply(run: Run, phase: Phase, turnIndex: number, turn: Turn): void {
  if (turnIndex === pollTurn) {
    takeStrawPoll(run, turn);
    return;
  }
  const settings = phase.parameters as Settings;
  let moved = 0;
  for (let k = 0; k < run.scenario.issueCount; k++) {
    if (run.i32['talks.admitted'][k] === 1) moved += playIssue(run, k, settings);
  }
  if (moved === 0) run.i32['expected-utility-challenge.over'][0] = 1;
  else findOutcomes(run, settings);
}

function endRound(run: Run): RoundEnd {
  return run.i32['expected-utility-challenge.over'][0] === 1 ? 'phase-over' : 'next-round';
}

/** The protocol of bargaining by challenges. */
export const expectedUtilityChallenge: Protocol = {
  id: 'expected-utility-challenge',
  title: 'Expected-utility challenge',
  summary: 'parties give way to challenges they expect to lose; the text follows the weighted median',
  source: 'Bueno de Mesquita 1994, as read by Scholz, Calbert & Smith 2011 (J. Theor. Politics 23(4))',
  parameters,
  slices: [
    {
      name: 'expected-utility-challenge.position',
      type: 'f64',
      per: 'party-issue',
      visible: 'public',
      doc: 'place of a party on an issue, in [0, 1]',
    },
    {
      name: 'expected-utility-challenge.range',
      type: 'f64',
      per: 'issue',
      visible: 'public',
      doc: 'distance of the outermost first positions on an issue',
    },
    {
      name: 'expected-utility-challenge.outcome',
      type: 'f64',
      per: 'issue',
      visible: 'public',
      doc: 'what the text follows on an issue, in [0, 1]',
    },
    {
      name: 'expected-utility-challenge.over',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: '1 when nobody gave way any more',
    },
  ],
  asks: ['judge'],
  needs: { notAfter: 'adoption' },
  standsFor: () => ['single-text'],
  isNeeded: (run) => run.i32['treaty.adoptedTick'][0] < 0,
  begin,
  toAct,
  legal: () => undefined,
  apply,
  endRound,
};

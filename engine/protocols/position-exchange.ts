/**
 * Position exchange, or log-rolling (Stokman & Van Oosten 1994). Parties hold places on every issue, at first
 * their ideal points; the outcome of an issue is the compromise model,
 *
 *   O_k = Σ_i w_ik·x_ik / Σ_i w_ik,   w_ik = capability · stake · salience.
 *
 * Two parties on opposite sides of the first compromise on two issues can trade: each moves towards the other
 * on the issue that matters less to it. Who gives what follows from the ratio of the saliences. The trade
 * gives both the same, which fixes its rate: the outcomes shift by dq = dp·(s_ip + s_jp)/(s_iq + s_jq). It
 * goes as far as the first of three limits: a party stands at the other’s ideal point on the issue it gives;
 * or the outcome as the receiver bought it so far stands at the receiver’s ideal point.
 *
 * One exchange is made a round: of all pairs of parties and issues the one that gives most, the first by
 * index where several give the same. A demand is always for the ideal point, never for a place somebody has
 * moved to, and a party moves one way only on an issue. The text takes the options nearest to the compromise.
 *
 * The model lets everybody know all positions and saliences; so positions are public from the first round on.
 * A party with no weight on an issue (no capability, stake or salience) takes no part in it.
 */
import * as z from 'zod';
import { rounding } from '../math.ts';
import { Question } from '../questions/index.ts';
import type { Phase, Protocol, RoundEnd, Run, Turn } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { reopenText } from './steps/forum.ts';
import { isHeard, openStrawPoll } from './steps/room.ts';
import { takeStrawPoll } from './steps/straw-poll.ts';
import { supportNearest, tableNearest } from './steps/tabling.ts';

const parameters = z.strictObject({
  exchanges: z
    .boolean()
    .default(true)
    .describe('whether parties exchange positions; without, the text is the compromise of their ideals'),
  leastGain: z
    .number()
    .min(0)
    .max(1)
    .default(1e-9)
    .describe('gain an exchange must give each party: shift of the outcome times stake and salience'),
  poll: z.boolean().default(true).describe('whether the states are asked at the end if they accept the text'),
});

type Settings = z.output<typeof parameters>;

const exchangeTurn = 0;
const pollTurn = 1;

/** An exchange: `first` gives on issue `gives` and gets on issue `gets`, `second` the other way round. */
interface Exchange {
  first: number;
  second: number;
  gives: number;
  gets: number;
  /** How the two move, on the ladder of the issue each gives. */
  firstMove: number;
  secondMove: number;
  /** How far the outcomes shift for `second`, on `gives`, and for `first`, on `gets`. */
  givesShift: number;
  getsShift: number;
  /** What both gain. */
  gain: number;
}

/** Scratch; overwritten by every evaluation. */
const exchange: Exchange = {
  first: 0,
  second: 0,
  gives: 0,
  gets: 0,
  firstMove: 0,
  secondMove: 0,
  givesShift: 0,
  getsShift: 0,
  gain: 0,
};

/** What an issue matters to a party, in absolute terms. */
function interest(run: Run, party: number, issue: number): number {
  const { stake, salience, issueCount } = run.scenario;
  return stake[party] * salience[party * issueCount + issue];
}

/** How far the outcome of an issue shifts when a party moves by the whole ladder. */
function leverage(run: Run, party: number, issue: number): number {
  const power = run.f64['position-exchange.power'];
  return power[party * run.scenario.issueCount + issue] / run.f64['position-exchange.total'][issue];
}

/** The move that would take a giver to the taker’s ideal point; 0 when it may not move that way. */
function moveTo(run: Run, giver: number, taker: number, issue: number): number {
  const { ideal, issueCount } = run.scenario;
  const at = giver * issueCount + issue;
  const place = run.f64['position-exchange.position'][at];
  const move = ideal[taker * issueCount + issue] - place;
  const before = place - ideal[at];
  return Math.abs(move) < rounding || before * move < 0 ? 0 : move;
}

/** How far what a taker has bought so far lies before its ideal point, in the direction of a move. */
function room(run: Run, taker: number, issue: number, move: number): number {
  const at = taker * run.scenario.issueCount + issue;
  const bought = run.f64['position-exchange.start'][issue] + run.f64['position-exchange.bought'][at];
  const left = run.scenario.ideal[at] - bought;
  return move > 0 ? left : -left;
}

/**
 * Works out the exchange of two parties on two issues into `exchange`.
 *
 * @returns the gain of each; 0 when they cannot trade
 */
function evaluate(run: Run, one: number, other: number, p: number, q: number): number {
  exchange.gain = 0;
  const oneLeads =
    interest(run, one, p) * interest(run, other, q) >= interest(run, other, p) * interest(run, one, q);
  const first = oneLeads ? one : other;
  const second = oneLeads ? other : one;
  const secondMove = moveTo(run, second, first, p);
  const firstMove = moveTo(run, first, second, q);
  if (secondMove === 0 || firstMove === 0) return 0;
  const onP = leverage(run, second, p);
  const onQ = leverage(run, first, q);
  const firstP = interest(run, first, p);
  const firstQ = interest(run, first, q);
  const rate = (firstP + interest(run, second, p)) / (firstQ + interest(run, second, q));
  let dp = Math.abs(secondMove) * onP;
  let dq = dp * rate;
  if (dq > Math.abs(firstMove) * onQ) {
    dq = Math.abs(firstMove) * onQ;
    dp = dq / rate;
  }
  const roomP = room(run, first, p, secondMove);
  if (dp > roomP) {
    dp = roomP;
    dq = dp * rate;
  }
  const roomQ = room(run, second, q, firstMove);
  if (dq > roomQ) {
    dq = roomQ;
    dp = dq / rate;
  }
  if (dp < rounding || dq < rounding) return 0;
  exchange.first = first;
  exchange.second = second;
  exchange.gives = q;
  exchange.gets = p;
  exchange.getsShift = secondMove > 0 ? dp : -dp;
  exchange.givesShift = firstMove > 0 ? dq : -dq;
  exchange.secondMove = exchange.getsShift / onP;
  exchange.firstMove = exchange.givesShift / onQ;
  exchange.gain = Math.abs(dp * firstP - dq * firstQ);
  return exchange.gain;
}

/** Whether two parties with weight on an issue stand on opposite sides of its first compromise. */
function areOpposed(run: Run, one: number, other: number, issue: number): boolean {
  const { ideal, issueCount } = run.scenario;
  const [a, b] = [one * issueCount + issue, other * issueCount + issue];
  const power = run.f64['position-exchange.power'];
  if (power[a] === 0 || power[b] === 0) return false;
  const start = run.f64['position-exchange.start'][issue];
  return ideal[a] <= start !== ideal[b] <= start;
}

/**
 * Keeps the best exchange of a pair of parties: only moves of the two can change it.
 *
 * @param counted counts the pairs of issues they are opposed on, and those that give a gain
 */
function appraise(run: Run, one: number, other: number, counted?: Int32Array): void {
  const { issueCount, partyCount } = run.scenario;
  const at = one * partyCount + other;
  let best = 0;
  let deal = -1;
  for (let p = 0; p < issueCount; p++) {
    if (!areOpposed(run, one, other, p)) continue;
    for (let q = p + 1; q < issueCount; q++) {
      if (!areOpposed(run, one, other, q)) continue;
      const gain = evaluate(run, one, other, p, q);
      if (counted !== undefined) {
        counted[0]++;
        if (gain > rounding) counted[1]++;
      }
      if (gain <= best + rounding) continue;
      best = gain;
      deal = p * issueCount + q;
    }
  }
  run.f64['position-exchange.gain'][at] = best;
  run.i32['position-exchange.deal'][at] = deal;
}

/** The pair that gains most, as the index of its cell; −1 when nobody gains enough. */
function bestPair(run: Run, leastGain: number): number {
  const { partyCount } = run.scenario;
  const gain = run.f64['position-exchange.gain'];
  let best = -1;
  let most = leastGain;
  for (let one = 0; one < partyCount; one++) {
    for (let other = one + 1; other < partyCount; other++) {
      const at = one * partyCount + other;
      if (gain[at] <= most + (best < 0 ? 0 : rounding)) continue;
      // a delegation that was recalled trades nothing
      if (!isHeard(run, one) || !isHeard(run, other)) continue;
      best = at;
      most = gain[at];
    }
  }
  return best;
}

/** A party moves on an issue, and its outcome with it. */
function move(run: Run, party: number, issue: number, by: number): void {
  const at = party * run.scenario.issueCount + issue;
  const position = run.f64['position-exchange.position'];
  position[at] += by;
  run.f64['position-exchange.compromise'][issue] += by * leverage(run, party, issue);
  run.emitNumber(EventKind.positionMoved, party, position[at], issue);
  supportNearest(run, party, issue, position[at]);
}

function execute(run: Run, cell: number): void {
  const { partyCount, issueCount } = run.scenario;
  const deal = run.i32['position-exchange.deal'][cell];
  evaluate(
    run,
    Math.floor(cell / partyCount),
    cell % partyCount,
    Math.floor(deal / issueCount),
    deal % issueCount,
  );
  const { first, second, gives, gets, gain } = exchange;
  run.emit(EventKind.exchanged, first, second, gives, gets);
  run.emitNumber(EventKind.exchangeGained, first, gain, 0);
  run.emitNumber(EventKind.exchangeGained, second, gain, 0);
  const bought = run.f64['position-exchange.bought'];
  bought[second * issueCount + gives] += exchange.givesShift;
  bought[first * issueCount + gets] += exchange.getsShift;
  move(run, first, gives, exchange.firstMove);
  move(run, second, gets, exchange.secondMove);
  const outcome = run.f64['position-exchange.compromise'];
  run.emitNumber(EventKind.compromised, -1, outcome[gives], gives);
  run.emitNumber(EventKind.compromised, -1, outcome[gets], gets);
  for (let party = 0; party < partyCount; party++) {
    if (party !== first) appraise(run, Math.min(party, first), Math.max(party, first));
    if (party !== first && party !== second) appraise(run, Math.min(party, second), Math.max(party, second));
  }
}

/** Positions, weights and the first compromise. */
function begin(run: Run, phase: Phase): void {
  const { scenario } = run;
  const { partyCount, issueCount, ideal, capability } = scenario;
  const position = run.f64['position-exchange.position'];
  const power = run.f64['position-exchange.power'];
  const start = run.f64['position-exchange.start'];
  const total = run.f64['position-exchange.total'];
  position.set(ideal);
  run.f64['position-exchange.bought'].fill(0);
  run.i32['position-exchange.over'][0] = 0;
  run.i32['position-exchange.candidates'].fill(0);
  reopenText(run);
  for (let k = 0; k < issueCount; k++) {
    const isOpen = run.i32['talks.admitted'][k] === 1;
    let sum = 0;
    total[k] = 0;
    for (let party = 0; party < partyCount; party++) {
      const at = party * issueCount + k;
      const speaks = isOpen && isHeard(run, party);
      power[at] = speaks ? capability[party] * interest(run, party, k) : 0;
      total[k] += power[at];
      sum += power[at] * position[at];
      if (power[at] > 0) supportNearest(run, party, k, position[at]);
    }
    const practice = scenario.position[k * scenario.stride + scenario.reversion[k]];
    start[k] = total[k] > 0 ? sum / total[k] : practice;
    if (isOpen) run.emitNumber(EventKind.compromised, -1, start[k], k);
  }
  run.f64['position-exchange.compromise'].set(start);
  tableNearest(run, start);
  if (!(phase.parameters as Settings).exchanges) return;
  for (let one = 0; one < partyCount; one++) {
    for (let other = one + 1; other < partyCount; other++) {
      appraise(run, one, other, run.i32['position-exchange.candidates']);
    }
  }
}

function isLastRound(run: Run, phase: Phase): boolean {
  return run.i32['position-exchange.over'][0] === 1 || run.loop[Loop.phaseRound] + 1 >= phase.rounds;
}

function toAct(run: Run, phase: Phase, turnIndex: number, turn: Turn): boolean {
  const { poll } = phase.parameters as Settings;
  turn.count = 0;
  turn.question = Question.judge;
  if (turnIndex === exchangeTurn) return true; // nobody is asked: the exchange that gives most is made
  if (turnIndex !== pollTurn || !poll || !isLastRound(run, phase)) return false;
  openStrawPoll(run, turn);
  return true;
}

function apply(run: Run, phase: Phase, turnIndex: number, turn: Turn): void {
  if (turnIndex === pollTurn) {
    takeStrawPoll(run, turn);
    return;
  }
  const { exchanges, leastGain } = phase.parameters as Settings;
  const cell = exchanges ? bestPair(run, leastGain) : -1;
  if (cell < 0) {
    run.i32['position-exchange.over'][0] = 1;
    return;
  }
  execute(run, cell);
  tableNearest(run, run.f64['position-exchange.compromise']);
}

function endRound(run: Run): RoundEnd {
  return run.i32['position-exchange.over'][0] === 1 ? 'phase-over' : 'next-round';
}

/** The protocol of bargaining by exchange of positions. */
export const positionExchange: Protocol = {
  id: 'position-exchange',
  title: 'Position exchange',
  summary: 'parties trade positions across issues; the text follows the weighted compromise',
  source: 'Stokman & Van Oosten 1994; compromise model: Achen 2006',
  parameters,
  slices: [
    {
      name: 'position-exchange.position',
      type: 'f64',
      per: 'party-issue',
      visible: 'public',
      doc: 'place of a party on an issue, in [0, 1]',
    },
    {
      name: 'position-exchange.power',
      type: 'f64',
      per: 'party-issue',
      visible: 'public',
      doc: 'capability times stake times salience; 0 for who takes no part in the issue',
    },
    {
      name: 'position-exchange.bought',
      type: 'f64',
      per: 'party-issue',
      visible: 'public',
      doc: 'shift of the outcome that a party has been given in exchanges',
    },
    {
      name: 'position-exchange.start',
      type: 'f64',
      per: 'issue',
      visible: 'public',
      doc: 'compromise of the ideal points, in [0, 1]',
    },
    {
      name: 'position-exchange.compromise',
      type: 'f64',
      per: 'issue',
      visible: 'public',
      doc: 'compromise of the positions, in [0, 1]',
    },
    {
      name: 'position-exchange.total',
      type: 'f64',
      per: 'issue',
      visible: 'public',
      doc: 'sum of the power on an issue',
    },
    {
      name: 'position-exchange.gain',
      type: 'f64',
      per: 'party-party',
      visible: 'hidden',
      derived: true,
      doc: 'gain of the best exchange of two parties, the lower index first; 0 without one',
    },
    {
      name: 'position-exchange.deal',
      type: 'i32',
      per: 'party-party',
      visible: 'hidden',
      derived: true,
      doc: 'issues of that exchange, the first × issues + the second; −1 without one',
    },
    {
      name: 'position-exchange.candidates',
      type: 'i32',
      per: 'run',
      size: 2,
      visible: 'public',
      doc: 'exchanges of opposed parties there were at first, and those of them that gave a gain',
    },
    {
      name: 'position-exchange.over',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: '1 when no exchange is left',
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

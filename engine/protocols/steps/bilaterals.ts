/**
 * Bilateral talks before a round: who talks to whom is each party’s choice. Two who choose each other meet,
 * and so do two of whom one is chosen, has chosen nobody, and has something to gain. Both learn what the
 * other truly wants, in the order in which it matters to it, and may trade two issues: each gives a step
 * where the other gains more than it loses. Steps given are pledges, which bind what they support in this
 * round.
 *
 * Those who chose each other meet first. Of several who ask one that has chosen nobody, it talks to the most
 * capable with whom it has something to gain. The trade is the one with the largest sum of gains; of equal
 * sums the one whose gains differ least; then the one on the first issues, of which the more capable of the
 * two gives on the earlier. Nothing here hangs on the ids of parties but what is between equals in all that.
 */
import * as z from 'zod';
import { limits } from '../../limits.ts';
import { lead } from '../../math.ts';
import { nearestOption, optionValue } from '../../preferences/utility.ts';
import type { Forum, Run, Turn } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';
import type { SliceSpec } from '../../run/slices.ts';
import { holds, supportOf } from './forum.ts';
import { isHeardBefore } from './room.ts';

/** The parameter of protocols with bilateral talks. */
export const bilateralsParameter = z
  .boolean()
  .default(false)
  .describe(
    'whether parties may talk in pairs before a round, and trade a step on one issue for one on another',
  );

/** What the talks leave behind. */
export const bilateralSlices: readonly SliceSpec[] = [
  {
    name: 'bilateral.pledge',
    type: 'i32',
    per: 'party-issue',
    fill: -1,
    visible: 'own',
    doc: 'option that it has pledged to support in this round, −1 for none',
  },
];

/** Gains smaller than this are no reason to trade. */
const indifference = 1e-9;

/** Who chose whom in a turn, and who has met; overwritten by every turn. */
const partner = new Int32Array(limits.parties);

/** Who asks one that has chosen nobody, the most capable first; overwritten by every turn. */
const askers = new Int32Array(limits.parties);

/** Issues by their place in somebody’s order; overwritten by every party that learns. */
const inOrder = new Int32Array(limits.issues);

function choiceOf(run: Run, party: number): number {
  return run.answers[party * run.scenario.answerWidth] - 1;
}

function isAsked(turn: Turn, party: number): boolean {
  for (let i = 0; i < turn.count; i++) if (turn.seats[i] === party) return true;
  return false;
}

/** Code of the refusal for the choice of a person: only another who may talk now can be chosen. */
export function isPartner(run: Run, turn: Turn, seat: number): string | undefined {
  const choice = choiceOf(run, seat);
  return choice < 0 || (choice !== seat && isAsked(turn, choice)) ? undefined : 'no-such-partner';
}

/** Puts those who ask one that has chosen nobody in the order in which they are heard; how many they are. */
function lineUp(run: Run, turn: Turn): number {
  let count = 0;
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const choice = choiceOf(run, party);
    if (choice < 0 || choice === party || !isAsked(turn, choice) || choiceOf(run, choice) >= 0) continue;
    let place = count++;
    for (; place > 0 && isHeardBefore(run, party, askers[place - 1]); place--)
      askers[place] = askers[place - 1];
    askers[place] = party;
  }
  return count;
}

/** Pairs up those who want to talk, and holds the talks: those who chose each other first. */
export function confer(run: Run, forum: Forum, turn: Turn): void {
  const { partyCount, issueCount } = run.scenario;
  for (let k = 0; k < issueCount; k++) {
    if (!holds(run, forum, k)) continue;
    for (let party = 0; party < partyCount; party++) run.i32['bilateral.pledge'][party * issueCount + k] = -1;
  }
  partner.fill(-1);
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const choice = choiceOf(run, party);
    if (choice <= party || !isAsked(turn, choice) || choiceOf(run, choice) !== party) continue;
    meet(run, party, choice, forum, bestTrade(run, forum, party, choice));
  }
  const count = lineUp(run, turn);
  for (let i = 0; i < count; i++) {
    const party = askers[i];
    const choice = choiceOf(run, party);
    if (partner[choice] >= 0) continue;
    const trade = bestTrade(run, forum, party, choice);
    if (trade.gain > 0) meet(run, party, choice, forum, trade);
  }
}

/** Two parties learn what the other wants, and make their best trade where there is one. */
function meet(run: Run, one: number, other: number, forum: Forum, trade: Trade): void {
  partner[one] = other;
  partner[other] = one;
  for (const [party, with_] of [
    [one, other],
    [other, one],
  ]) {
    run.emit(EventKind.conferred, party, with_, 0, 0);
    learn(run, party, with_);
  }
  if (trade.gain <= 0) return;
  pledge(run, forum, one, other, trade.gives);
  pledge(run, forum, other, one, trade.takes);
}

/** What the other wants, the issue that matters most to it first. */
function learn(run: Run, party: number, other: number): void {
  const { scenario } = run;
  const { issueCount, salience } = scenario;
  for (let k = 0; k < issueCount; k++) inOrder[placeOf(salience, other * issueCount, issueCount, k)] = k;
  for (let place = 0; place < issueCount; place++) {
    const k = inOrder[place];
    run.emit(EventKind.learned, party, k, wishOf(run, other, k), other);
  }
}

/** Place of an issue when the saliences from `at` on are put in falling order; the first of equals first. */
function placeOf(salience: Float64Array, at: number, count: number, issue: number): number {
  let place = 0;
  for (let k = 0; k < count; k++) {
    const isEarlier =
      salience[at + k] === salience[at + issue] ? k < issue : salience[at + k] > salience[at + issue];
    if (isEarlier) place++;
  }
  return place;
}

/** The option a party wants most, inside its red lines. */
function wishOf(run: Run, party: number, issue: number): number {
  const { scenario } = run;
  const at = party * scenario.issueCount + issue;
  const nearest = nearestOption(scenario, issue, scenario.ideal[at]);
  return Math.min(Math.max(nearest, scenario.lowestOption[at]), scenario.highestOption[at]);
}

/** What a party supports in the forum; what it wants where it supports nothing yet. */
function standOf(run: Run, forum: Forum, party: number, issue: number): number {
  const option = supportOf(run, forum)[party * run.scenario.issueCount + issue];
  return option >= 0 ? option : wishOf(run, party, issue);
}

/** The option a step from where a party stands towards the other; −1 when none is inside its lines. */
function stepTowards(run: Run, forum: Forum, party: number, other: number, issue: number): number {
  const { issueCount, lowestOption, highestOption } = run.scenario;
  const from = standOf(run, forum, party, issue);
  const to = standOf(run, forum, other, issue);
  if (from === to) return -1;
  const step = to > from ? from + 1 : from - 1;
  const at = party * issueCount + issue;
  return step >= lowestOption[at] && step <= highestOption[at] ? step : -1;
}

/** Steps that two parties can trade. */
interface Trade {
  /** Issue on which the first gives a step, and on which the other does. */
  readonly gives: number;
  readonly takes: number;
  /** Sum of what both gain; 0 without a trade that both gain from. */
  readonly gain: number;
}

/** What the step of one of two parties on each issue is worth to both; overwritten by every pair. */
interface Steps {
  /** 1 where there is a step to give. */
  readonly isThere: Uint8Array;
  readonly toOne: Float64Array;
  readonly toOther: Float64Array;
}

const stepsOf = (): Steps => ({
  isThere: new Uint8Array(limits.issues),
  toOne: new Float64Array(limits.issues),
  toOther: new Float64Array(limits.issues),
});

const given = stepsOf();
const taken = stepsOf();

/** Works out the steps that `giver` can give `receiver`, and what they are worth to `one` and `other`. */
function weighSteps(
  run: Run,
  forum: Forum,
  [giver, receiver]: readonly [number, number],
  [one, other]: readonly [number, number],
  steps: Steps,
): void {
  const { scenario } = run;
  const expected = run.i32['treaty.expected'];
  const [ofOne, ofOther] = [run.reliability(one, expected), run.reliability(other, expected)];
  for (let k = 0; k < scenario.issueCount; k++) {
    const to = isOpen(run, forum, k) ? stepTowards(run, forum, giver, receiver, k) : -1;
    steps.isThere[k] = to < 0 ? 0 : 1;
    if (to < 0) continue;
    const from = standOf(run, forum, giver, k);
    steps.toOne[k] = optionValue(scenario, one, k, to, ofOne) - optionValue(scenario, one, k, from, ofOne);
    steps.toOther[k] =
      optionValue(scenario, other, k, to, ofOther) - optionValue(scenario, other, k, from, ofOther);
  }
}

/**
 * Whether one trade is better than another with the same gain whose gains differ as much: that on the first
 * issues, and of two on the same ones that in which the one who leads gives on the earlier.
 */
function comesFirst(trade: Trade, than: Trade, doesFirstLead: boolean): boolean {
  const earlier = Math.min(trade.gives, trade.takes) - Math.min(than.gives, than.takes);
  const later = Math.max(trade.gives, trade.takes) - Math.max(than.gives, than.takes);
  if (earlier !== 0 || later !== 0) return (earlier || later) < 0;
  return trade.gives < trade.takes === doesFirstLead;
}

/**
 * The trade of two issues from which both gain, with the largest sum; of equal sums that whose gains differ
 * least, then that on the first issues. It is the same whoever of the two comes first. What a step is worth
 * does not depend on what it is traded for, so steps are weighed one by one and only then paired.
 */
export function bestTrade(run: Run, forum: Forum, one: number, other: number): Trade {
  const { issueCount } = run.scenario;
  weighSteps(run, forum, [one, other], [one, other], given);
  weighSteps(run, forum, [other, one], [one, other], taken);
  const doesFirstLead = isHeardBefore(run, one, other);
  let best: Trade = { gives: -1, takes: -1, gain: 0 };
  let gap = Infinity;
  for (let gives = 0; gives < issueCount; gives++) {
    if (given.isThere[gives] === 0) continue;
    for (let takes = 0; takes < issueCount; takes++) {
      if (takes === gives || taken.isThere[takes] === 0) continue;
      const mine = given.toOne[gives] + taken.toOne[takes];
      const theirs = given.toOther[gives] + taken.toOther[takes];
      if (mine <= indifference || theirs <= indifference) continue;
      const difference = Math.abs(mine - theirs);
      const ahead = lead(mine + theirs, best.gain) || lead(gap, difference);
      if (ahead < 0) continue;
      const trade = { gives, takes, gain: mine + theirs };
      if (ahead === 0 && !comesFirst(trade, best, doesFirstLead)) continue;
      best = trade;
      gap = difference;
    }
  }
  return best;
}

function isOpen(run: Run, forum: Forum, issue: number): boolean {
  return run.i32['talks.admitted'][issue] === 1 && holds(run, forum, issue);
}

function pledge(run: Run, forum: Forum, party: number, to: number, issue: number): void {
  const option = stepTowards(run, forum, party, to, issue);
  run.i32['bilateral.pledge'][party * run.scenario.issueCount + issue] = option;
  run.emit(EventKind.undertook, party, issue, option, to);
  run.emit(EventKind.promised, to, issue, option, party);
}

/** What was pledged is supported, whatever the answer says. */
export function keepPledges(run: Run, turn: Turn): void {
  const { issueCount, answerWidth } = run.scenario;
  const pledges = run.i32['bilateral.pledge'];
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    for (let k = 0; k < issueCount; k++) {
      const option = pledges[party * issueCount + k];
      if (option >= 0) run.answers[party * answerWidth + k] = option;
    }
  }
}

/**
 * How the assembly votes: who is asked, where ballots lie until all are in, and what carries. A recorded vote
 * is shown by name once everybody has voted; in a roll-call members vote one after the other, in the order of
 * their names from one drawn by lot, and later ones hear earlier ones (rule 87); of a secret ballot nothing
 * but the tally is ever told. Procedural motions are voted on by show of hands, of which the tally is kept.
 */
import { Question } from '../../questions/index.ts';
import { Ballot, carries, countBallots, emptyTally, isEquallyDivided } from '../../rules/decision.ts';
import { At, motionRules, VotingMethod } from '../../rules/procedure.ts';
import type { Phase, Run, Turn } from '../../run/contract.ts';
import { streamId } from '../../run/draws.ts';
import { decisionRuleNames, EventKind } from '../../run/events.ts';
import { motions } from '../../run/motions.ts';
import { type NormalRule, plainRule } from '../../scenario/normal-rule.ts';
import { instructedBallot } from '../steps/instructed.ts';
import { parametersOf } from './parameters.ts';
import { about, answerOf, askMembers, isMemberInRoom, stateOf } from './room.ts';

const rollCallLot = streamId('assembly.roll-call');

/** How a vote is taken, an index of `votingMethods`: motions are always decided by show of hands. */
function methodOf(phase: Phase, isProcedural: boolean): number {
  if (isProcedural) return VotingMethod.showOfHands;
  const { voting } = parametersOf(phase);
  if (voting === 'roll-call') return VotingMethod.rollCall;
  return voting === 'secret' ? VotingMethod.secret : VotingMethod.recorded;
}

/** The next member of the roll that is in the room, −1 when all have been called. */
function nextCalled(run: Run): number {
  const state = stateOf(run);
  const roll = run.i32['assembly.roll'];
  const members = run.scenario.states.length;
  while (state[At.called] < members) {
    const party = roll[(state[At.rollStart] + state[At.called]) % members];
    if (isMemberInRoom(run, party)) return party;
    state[At.called]++;
  }
  return -1;
}

function openVote(run: Run, turn: Turn, method: number): void {
  const state = stateOf(run);
  const { subject } = turn;
  state[At.isOpen] = 1;
  state[At.votes]++;
  state[At.called] = 0;
  run.i32['assembly.ballot'].fill(Ballot.absent);
  if (method !== VotingMethod.showOfHands) run.i32['talks.ballot'].fill(Ballot.absent);
  if (method === VotingMethod.rollCall) {
    const lot = run.uniform(rollCallLot, run.scenario.states[0], state[At.votes]);
    state[At.rollStart] = Math.floor(lot * run.scenario.states.length);
  }
  run.emit(EventKind.voteOpened, -1, subject[0], subject[1], subject[2]);
}

/** Asks for votes on a subject: of all members in the room at once, or of the next one of the roll. */
export function askVote(
  run: Run,
  phase: Phase,
  turn: Turn,
  subject: readonly [kind: number, first: number, second: number],
  isProcedural = false,
): void {
  const method = methodOf(phase, isProcedural);
  turn.question = Question.vote;
  about(turn, ...subject);
  if (stateOf(run)[At.isOpen] === 0) openVote(run, turn, method);
  if (method !== VotingMethod.rollCall) {
    askMembers(run, turn);
    return;
  }
  const party = nextCalled(run);
  if (party >= 0) turn.seats[turn.count++] = party;
}

/** Takes the ballots of a turn; false while the roll is still being called. */
export function takeBallots(
  run: Run,
  phase: Phase,
  turn: Turn,
  isWhole: boolean,
  isProcedural = false,
): boolean {
  const state = stateOf(run);
  const ballots = run.i32['assembly.ballot'];
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    // On the text as a whole instructions bind; on a part of it delegations are free to bargain.
    ballots[party] = isWhole ? instructedBallot(run, party) : answerOf(run, party);
  }
  const method = methodOf(phase, isProcedural);
  if (method === VotingMethod.recorded || method === VotingMethod.rollCall) {
    for (let i = 0; i < turn.count; i++) publish(run, turn.seats[i], isWhole);
  }
  if (method !== VotingMethod.rollCall) return true;
  if (turn.count > 0) state[At.called]++;
  return nextCalled(run) < 0;
}

function publish(run: Run, party: number, isWhole: boolean): void {
  const ballot = run.i32['assembly.ballot'][party];
  run.i32['talks.ballot'][party] = ballot;
  run.emit(EventKind.ballotCast, party, ballot, isWhole ? 1 : 0, 0);
}

/** The count of the last vote. Scratch: every vote overwrites it. */
export const tally = emptyTally();
let isDivided = false;

/**
 * Whether what was counted carries: enough members of the whole body are there, whoever of them the rule
 * gives a vote, and the rule is met.
 */
function decides(rule: NormalRule, needed: number): boolean {
  return tally.yes + tally.no + tally.abstain >= needed && carries(rule, tally);
}

/** Counts the vote, tells the tally and whether it carried, and empties the ballot box. */
function count(run: Run, phase: Phase, rule: NormalRule, needed: number, isProcedural: boolean): boolean {
  const { states } = run.scenario;
  const state = stateOf(run);
  countBallots(states, run.i32['assembly.ballot'], tally);
  const carried = decides(rule, needed);
  isDivided = isEquallyDivided(rule, tally);
  run.emit(EventKind.voteCounted, -1, tally.yes, tally.no, tally.abstain);
  const ruleIndex = decisionRuleNames.indexOf(rule.rule);
  run.emit(EventKind.voteDecided, -1, carried ? 1 : 0, methodOf(phase, isProcedural), ruleIndex);
  state[At.isOpen] = 0;
  run.i32['assembly.ballot'].fill(Ballot.absent);
  return carried;
}

/** Counts a vote on a proposal, an amendment or a part: any decision needs a majority present (rule 67). */
export function countVote(run: Run, phase: Phase, rule: NormalRule): boolean {
  return count(run, phase, rule, stateOf(run)[At.neededToVote], false);
}

/** Counts what is no vote: formal objections under a rule of consensus, which are public as they are made. */
export function countObjections(run: Run, rule: NormalRule): boolean {
  const { states } = run.scenario;
  countBallots(states, run.i32['talks.ballot'], tally);
  return decides(rule, stateOf(run)[At.neededToVote]);
}

/** Whether the last vote counted was equally divided, under a rule that asks for more than half. */
export const wasEquallyDivided = (): boolean => isDivided;

/**
 * The rule for amendments and parts: that of the proposal (rule 84), which is the first of the scenario’s
 * rules under which votes are cast.
 */
export function substantiveRule(run: Run): NormalRule {
  const { decision } = run.scenario;
  return decision.find((rule) => rule.rule !== 'consensus') ?? decision[0];
}

const twoThirds = plainRule('two-thirds');

/**
 * Counts a vote on a procedural motion by what decides on it: the scenario’s rule for questions of procedure,
 * or two thirds where the rules ask for them. Some motions need no majority present (rule 67).
 */
export function countMotion(run: Run, phase: Phase, motion: number): boolean {
  const { carries: by, needsNoQuorum } = motionRules[motions[motion]];
  const rule = by === 'two-thirds' ? twoThirds : run.scenario.procedure;
  return count(run, phase, rule, needsNoQuorum === true ? 0 : stateOf(run)[At.neededToVote], true);
}

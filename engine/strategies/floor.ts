/**
 * What a delegation does with the floor of an assembly, and how it votes on what is not the text as a whole.
 * It follows from its own gains on what everybody can see, so that it is the same for the same observation:
 *
 * - it closes the debate when the text is worth its limit, and adjourns it when neither the text nor the
 *   amendments pending could become so;
 * - it asks for a clause to be voted on separately when the text is worth its limit, but the clause alone is
 *   worth less than today’s practice;
 * - it raises a point of order against an amendment that would leave nothing of the proposal, when that would
 *   cost it something: such an amendment rejects the text in the guise of amending it;
 * - otherwise it speaks, as long as the list is open and it has interventions left.
 */
import { limits } from '../limits.ts';
import { Ballot } from '../rules/decision.ts';
import { At, Division, Fate, ProposalFateIndex, proposalsMax, Step } from '../rules/procedure.ts';
import type { AnswerFunction, Observation } from '../run/contract.ts';
import { FloorAction, Motion } from '../run/motions.ts';
import { Subject } from '../run/subjects.ts';

/** Gains and losses smaller than this are no reason to vote for or against a part of the text. */
export const indifference = 1e-9;

/** What a clause must cost, beside today’s practice, for a delegation to ask for a separate vote on it. */
const costOfClause = 0.02;

/** The party’s limit: what it gets without an agreement, and the margin a deal must add. */
export function limitOf(own: Observation['own']): number {
  return own.reversionUtility + own.margin;
}

/** Whether the text stays inside this seat’s red lines on every issue. */
export function textInsideRedLines(observation: Observation): boolean {
  for (let k = 0; k < observation.scenario.issueCount; k++) if (!observation.insideRedLines(k)) return false;
  return true;
}

/** Yes for a gain, no for a loss, and an abstention where neither is to be had. */
export function ballotFor(gain: number): number {
  if (Math.abs(gain) <= indifference) return Ballot.abstain;
  return gain > 0 ? Ballot.yes : Ballot.no;
}

const state = (observation: Observation, place: number): number => observation.look('assembly.state', place);

const fateOf = (observation: Observation, issue: number, option: number): number =>
  observation.look('assembly.fate', issue * limits.optionsPerIssue + option);

/** Whether a question is about a procedural motion instead of the text. */
export const isProcedural = (observation: Observation): boolean => observation.subject(0) === Subject.motion;

/** What today’s practice would gain on an issue over the text in hand. */
const gainFromToday = (observation: Observation, issue: number): number =>
  observation.gainFrom(issue, observation.reversion(issue));

/** Whether this seat may still amend a clause: it stands, and its own wish is neither pending nor decided. */
export function isOpenToAmend(observation: Observation, issue: number): boolean {
  const { issueCount } = observation.scenario;
  if (observation.look('assembly.sponsored', observation.seat * issueCount + issue) > 0) return false;
  if (observation.look('assembly.gone', issue) === 1) return false;
  const fate = fateOf(observation, issue, observation.nearest(issue, observation.own.ideal[issue]));
  return fate === Fate.none || fate === Fate.pending;
}

/** Whether the text in hand is worth this seat’s limit and crosses none of its red lines. */
function isWorthLimit(observation: Observation): boolean {
  return textInsideRedLines(observation) && observation.textUtility() >= limitOf(observation.own);
}

/** Utility of the text with the pending amendments that this seat would like best. */
function bestWithAmendments(observation: Observation): number {
  const { issueCount, optionCount } = observation.scenario;
  let utility = observation.textUtility();
  for (let k = 0; k < issueCount; k++) {
    let best = 0;
    for (let o = 0; o < optionCount[k]; o++) {
      if (fateOf(observation, k, o) !== Fate.pending) continue;
      best = Math.max(best, observation.gainFrom(k, o));
    }
    utility += best;
  }
  return utility;
}

const isHopeless = (observation: Observation): boolean =>
  bestWithAmendments(observation) < limitOf(observation.own);

/** On a clause apart: keeps what is better than today’s practice and inside the red lines. */
export function voteOnClause(observation: Observation, issue: number): number {
  if (!observation.insideRedLines(issue)) return Ballot.no;
  return ballotFor(-gainFromToday(observation, issue));
}

/** Whether a separate vote on a clause could cost this seat something it likes. */
export function objectsToDivision(observation: Observation): boolean {
  return gainFromToday(observation, observation.subject(2) - 1) < -indifference;
}

/** Whether an amendment would put the whole text back at today’s practice: a rejection, not an amendment. */
function negatesText(observation: Observation, issue: number, option: number): boolean {
  for (let k = 0; k < observation.scenario.issueCount; k++) {
    const after = k === issue ? option : observation.text(k);
    if (observation.admitted(k) && after !== observation.reversion(k)) return false;
  }
  return true;
}

/** The chair upholds a point of order against an amendment that would leave nothing of the proposal. */
function ruleOn(observation: Observation): number {
  const contested = state(observation, At.contested) - 1;
  return negatesText(observation, observation.subject(2) - 1, contested) ? Ballot.yes : Ballot.no;
}

/** The vote on a procedural motion; for the chair, its ruling on a point of order. */
export function voteOnMotion(observation: Observation): number {
  switch (observation.subject(1)) {
    case Motion['point-of-order']:
      return ruleOn(observation);
    case Motion['close-debate']:
      return isWorthLimit(observation) ? Ballot.yes : Ballot.no;
    case Motion['adjourn-debate']:
      return isHopeless(observation) ? Ballot.yes : Ballot.no;
    case Motion.divide:
      return ballotFor(gainFromToday(observation, observation.subject(2) - 1));
    case Motion.reconsider:
      return isDissatisfied(observation) ? Ballot.yes : Ballot.no;
    default:
      // Time is what a delegation wants that cannot take the text as it is.
      return isWorthLimit(observation) ? Ballot.no : Ballot.yes;
  }
}

/** Whether the decision went against this seat. */
function isDissatisfied(observation: Observation): boolean {
  const isAdopted = state(observation, At.result) === 1;
  return isWorthLimit(observation) !== isAdopted;
}

/** What overruling the chair would gain this seat: the contested amendment put to the vote, or ruled out. */
export function gainFromOverruling(observation: Observation): number {
  const gain = observation.gainFrom(observation.subject(2) - 1, state(observation, At.contested) - 1);
  return state(observation, At.upheld) === 1 ? gain : -gain;
}

function move(answers: Int32Array, at: number, motion: number, issue = -1): void {
  answers[at] = FloorAction.move;
  answers[at + 1] = motion;
  answers[at + 2] = issue + 1;
}

/** The clause with an amendment pending that a point of order could be raised against; −1 for none. */
function clauseToDefend(observation: Observation): number {
  for (let k = 0; k < observation.scenario.issueCount; k++) {
    if (observation.look('assembly.ruled', k) === 1) continue;
    if (fateOf(observation, k, observation.reversion(k)) !== Fate.pending) continue;
    if (!negatesText(observation, k, observation.reversion(k))) continue;
    if (gainFromToday(observation, k) < -indifference) return k;
  }
  return -1;
}

/** The clause that costs this seat most beside today’s practice, if it is worth a separate vote; else −1. */
function clauseToDivide(observation: Observation): number {
  let worst = -1;
  let cost = costOfClause;
  for (let k = 0; k < observation.scenario.issueCount; k++) {
    if (!observation.admitted(k) || observation.look('assembly.division', k) !== Division.none) continue;
    if (observation.look('assembly.gone', k) === 1 || gainFromToday(observation, k) <= cost) continue;
    worst = k;
    cost = gainFromToday(observation, k);
  }
  return worst;
}

/** The motion that a member makes in the debate: defends, divides, closes or adjourns; false for none. */
function moveInDebate(observation: Observation, answers: Int32Array, at: number): boolean {
  const defended = clauseToDefend(observation);
  if (defended >= 0) {
    move(answers, at, Motion['point-of-order'], defended);
    return true;
  }
  if (!isWorthLimit(observation)) {
    if (!isHopeless(observation)) return false;
    move(answers, at, Motion['adjourn-debate']);
    return true;
  }
  const divided = clauseToDivide(observation);
  if (divided >= 0) move(answers, at, Motion.divide, divided);
  else if (state(observation, At.meetings) > 0) move(answers, at, Motion['close-debate']);
  else return false;
  return true;
}

/** In the debate a delegation that moves nothing speaks: once a meeting, while the list is open. */
function useFloorInDebate(observation: Observation, answers: Int32Array, at: number): void {
  const isMember = observation.scenario.isState[observation.seat] === 1;
  if (isMember && moveInDebate(observation, answers, at)) return;
  if (state(observation, At.listClosed) === 1) return;
  const spoken = observation.look('assembly.interventions', observation.seat);
  if (spoken <= state(observation, At.meetings)) answers[at] = FloorAction.speak;
}

const isSponsor = (observation: Observation): boolean =>
  observation.look('assembly.sponsors', observation.seat * proposalsMax + state(observation, At.proposal)) ===
  1;

/** After the decision: have it reconsidered while there is time, or explain a vote that went against it. */
function useFloorAfterDecision(observation: Observation, answers: Int32Array, at: number): void {
  if (!isDissatisfied(observation)) return;
  const fate = observation.look('assembly.proposalFate', state(observation, At.proposal));
  if (
    fate === ProposalFateIndex.rejected &&
    state(observation, At.reconsidered) === 0 &&
    observation.progress() < 1
  ) {
    move(answers, at, Motion.reconsider);
    return;
  }
  if (!isSponsor(observation)) answers[at] = FloorAction.speak;
}

/** What a delegation does with the floor. */
export const takeTheFloor: AnswerFunction = (observation, _parameters, answers, at) => {
  answers[at] = FloorAction.pass;
  const step = state(observation, At.step);
  if (step === Step.floor) useFloorInDebate(observation, answers, at);
  else if (step === Step.explain) useFloorAfterDecision(observation, answers, at);
  else if (step === Step.appeal && gainFromOverruling(observation) > indifference)
    move(answers, at, Motion.appeal);
};

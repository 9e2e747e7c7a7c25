/**
 * What delegations say of the text as a whole, held to their instructions, whatever the form: a verdict, a
 * ballot, an objection or none. What a delegation may not accept on its own it accepts ad referendum; where
 * it may not do that either, it objects, or abstains where there is a vote.
 */
import { Question, Verdict } from '../../questions/index.ts';
import { Ballot } from '../../rules/decision.ts';
import { askCapital, isBeyond, isTextBeyond, mayAcceptAdReferendum } from '../../rules/instructions.ts';
import type { Run, Turn } from '../../run/contract.ts';
import { Subject } from '../../run/subjects.ts';

/** Whether a party must not accept the text; its capital is asked about what lies beyond its instructions. */
function mustNotAccept(run: Run, party: number): boolean {
  if (!isTextBeyond(run, party)) return false;
  askCapital(run, party);
  return !mayAcceptAdReferendum(run, party);
}

/** Names the issues beyond the instructions as the reasons of an objection. */
function nameReasons(run: Run, party: number): void {
  const at = party * run.scenario.answerWidth + 1;
  for (let k = 0; k < run.scenario.issueCount; k++) if (isBeyond(run, party, k)) run.answers[at + k] = 1;
}

/** The verdict of a party, held to its instructions. */
export function instructedVerdict(run: Run, party: number): number {
  const at = party * run.scenario.answerWidth;
  if (run.answers[at] === Verdict.object || !isTextBeyond(run, party)) return run.answers[at];
  if (!mustNotAccept(run, party)) return Verdict.adReferendum;
  nameReasons(run, party);
  run.answers[at] = Verdict.object;
  return Verdict.object;
}

/** The ballot of a party on the text, held to its instructions: without any it abstains. */
export function instructedBallot(run: Run, party: number): number {
  const ballot = run.answers[party * run.scenario.answerWidth];
  return ballot === Ballot.yes && mustNotAccept(run, party) ? Ballot.abstain : ballot;
}

/** Whether a party objects, held to its instructions: it may not let pass what it may not accept. */
export function objectsAsInstructed(run: Run, party: number): boolean {
  const { answerWidth, issueCount } = run.scenario;
  const at = party * answerWidth;
  if (run.answers[at] === 1 || !mustNotAccept(run, party)) return run.answers[at] === 1;
  // What would have been footnotes are no reasons.
  run.answers.fill(0, at + 1, at + 1 + issueCount);
  nameReasons(run, party);
  run.answers[at] = 1;
  return true;
}

/** Whether an answer accepts the text as a whole on the party’s own authority, or ad referendum. */
function acceptance(question: number, answer: number): 'full' | 'ad-referendum' | undefined {
  switch (question) {
    case Question.judge:
      if (answer === Verdict.object) return undefined;
      return answer === Verdict.adReferendum ? 'ad-referendum' : 'full';
    // A ballot and silence have no form ad referendum of their own: the leave to accept so covers them.
    case Question.vote:
      return answer === Ballot.yes ? 'ad-referendum' : undefined;
    case Question.object:
      return answer === 0 ? 'ad-referendum' : undefined;
    default:
      return undefined;
  }
}

/** Why the answer of a person may not be given: it accepts beyond the instructions of the seat. */
export function refuseBeyondInstructions(run: Run, turn: Turn, seat: number): string | undefined {
  const isWhole = turn.subject[0] === Subject.text || turn.subject[0] === Subject.proposal;
  if (!isWhole || !isTextBeyond(run, seat)) return undefined;
  const how = acceptance(turn.question, run.answers[seat * run.scenario.answerWidth]);
  if (how === undefined || (how === 'ad-referendum' && mayAcceptAdReferendum(run, seat))) return undefined;
  return 'outside-instructions';
}

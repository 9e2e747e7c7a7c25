/**
 * Verdicts on the whole text: a straw poll on the first decision rule. When it would carry, and no capital is
 * silent on what its delegation has accepted, the talks move on to adoption.
 */
import { observerChart, stateChart } from '../../agents/index.ts';
import { Verdict } from '../../questions/index.ts';
import { Ballot, carries, countBallots, emptyTally } from '../../rules/decision.ts';
import { haveInstructions, isPending } from '../../rules/instructions.ts';
import type { Run, Turn } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';
import { closeAndReopen, takeObjections } from './forum.ts';
import { instructedVerdict } from './instructed.ts';

const tally = emptyTally();

/** Takes the verdicts of a turn on the whole text; settles what nobody objects to, and opens the rest. */
export function takeStrawPoll(run: Run, turn: Turn): void {
  const carried = takeVerdicts(run, turn);
  closeAndReopen(run, run.scenario.plenary);
  run.i32['talks.readyToAdopt'][0] = carried ? 1 : 0;
  if (carried) run.emit(EventKind.consensusFound, -1, run.i32['text.revision'][0], tally.no, 0);
}

/** Takes the verdicts of a turn; whether what was judged would carry. */
export function takeVerdicts(run: Run, turn: Turn): boolean {
  const { scenario } = run;
  const ballot = run.i32['talks.ballot'];
  ballot.fill(Ballot.absent);
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const verdict = instructedVerdict(run, party);
    recordVerdict(run, party, verdict);
    ballot[party] = verdict === Verdict.object ? Ballot.no : Ballot.yes;
  }
  // Only now: every verdict was given, and is explained, on the expectations of the same moment.
  for (let s = 0; s < scenario.states.length; s++) {
    const party = scenario.states[s];
    run.expect(party, ballot[party] === Ballot.yes);
  }
  countBallots(scenario.states, ballot, tally);
  return carries(scenario.decision[0], tally) && !capitalsAreSilent(run);
}

function recordVerdict(run: Run, party: number, verdict: number): void {
  const { isState, plenary } = run.scenario;
  const isAccepting = verdict !== Verdict.object;
  const utility = run.textUtility(party);
  run.f64['text.utility'][party] = utility;
  run.explainUtility(party);
  const accepted = verdict === Verdict.accept ? EventKind.accepted : EventKind.acceptedAdReferendum;
  if (isAccepting) run.emit(accepted, party, run.i32['text.revision'][0], 0, 0);
  if (haveInstructions(run)) {
    run.i32['instructions.pending'][party] =
      accepted === EventKind.acceptedAdReferendum && isAccepting ? 1 : 0;
  }
  takeObjections(run, plenary, party, isAccepting);
  const { event } = isState[party] === 1 ? stateChart : observerChart;
  run.sendParty(party, isAccepting ? event.ACCEPT : event.OBJECT);
}

/** Whether a capital still has to say its word on what its delegation has accepted. */
function capitalsAreSilent(run: Run): boolean {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) if (isPending(run, states[s])) return true;
  return false;
}

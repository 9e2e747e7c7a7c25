/**
 * What follows a decision on the whole text, in every protocol that adopts: the gavel, or the end of the
 * talks; and after the gavel the parties without a vote say what they think.
 */
import { agreementChart, chairChart, observerChart } from '../../agents/index.ts';
import { Question } from '../../questions/index.ts';
import { Act } from '../../run/acts.ts';
import type { RoundEnd, Run, Turn } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';
import { Loop, OutcomeIndex } from '../../run/loop-position.ts';

/** The text is adopted. Where nobody has tabled it yet, it is tabled by being adopted. */
export function bringDownGavel(run: Run): void {
  run.sendAgreement(agreementChart.event.TABLE);
  run.sendChair(chairChart.event.GAVEL);
  run.sendAgreement(agreementChart.event.ADOPT);
}

/** Asks the invited parties without a vote, the chair excepted, whether they endorse the text. */
export function askForEndorsement(run: Run, turn: Turn): boolean {
  const { partyCount, isState, chair } = run.scenario;
  turn.question = Question.endorse;
  for (let party = 0; party < partyCount; party++) {
    if (isState[party] === 1 || party === chair || run.i32['talks.present'][party] === 0) continue;
    turn.seats[turn.count++] = party;
  }
  return true;
}

/** Takes the endorsements. */
export function applyEndorsements(run: Run, turn: Turn): void {
  const width = run.scenario.answerWidth;
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const endorses = run.answers[party * width] === 1;
    run.i32['talks.endorsement'][party] = endorses ? 1 : -1;
    run.textUtility(party);
    run.explainUtility(party);
    run.sendParty(party, endorses ? observerChart.event.ENDORSE : observerChart.event.OPPOSE);
  }
}

/** The talks end without an agreement: a communiqué of all, which trust ignores unless told otherwise. */
export function failTalks(run: Run): RoundEnd {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) run.act(states[s], Act.communique);
  run.sendChair(chairChart.event.FAIL);
  run.sendAgreement(agreementChart.event.FAIL);
  run.emit(EventKind.brokeDown, -1, 0, 0, 0);
  run.loop[Loop.outcome] = OutcomeIndex.breakdown;
  return 'run-over';
}

/**
 * A review conference of the parties: put between phases of implementation, it looks back at what the reports
 * showed of every party, and decides on the agreement itself.
 *
 * 1. Each party is reported on: how often it kept the agreement, could not, would not, since the last review.
 * 2. Parties ask for a renegotiation. It opens when a share of them does, a third unless told otherwise.
 * 3. Then each may move one amendment, upwards only where the agreement has a ratchet, and the conference
 *    votes on them under a rule of the scenario. Carried, one binds all parties (`review/amending.ts`).
 * 4. Where it opened, the parties may end the agreement by consent of all (Vienna Convention on the Law of
 *    Treaties 1969, art. 54(b)).
 * 5. Where the agreement needs to be continued, it ends unless a vote under the rule named carries its
 *    continuation, as that of the Treaty on the Non-Proliferation of Nuclear Weapons was decided in 1995
 *    (art. X(2)).
 *
 * Parties are those whom the agreement binds; nobody else sits in it.
 */
import * as z from 'zod';
import { endAgreement, isEnded } from '../agents/ending.ts';
import { agreementChart } from '../agents/index.ts';
import { Question } from '../questions/index.ts';
import { Ballot, ballotsCarry, countBallots, emptyTally, ruleCalled } from '../rules/decision.ts';
import { VotingMethod } from '../rules/procedure.ts';
import type { Phase, Protocol, RoundEnd, Run, Turn } from '../run/contract.ts';
import { decisionRuleNames, EventKind, Reason, Termination } from '../run/events.ts';
import { Loop, OutcomeIndex } from '../run/loop-position.ts';
import { Subject } from '../run/subjects.ts';
import { idSchema } from '../scenario/basic-schema.ts';
import { unknownId } from '../scenario/checks.ts';
import type { NormalRule } from '../scenario/normal-rule.ts';
import { plainRule } from '../scenario/normal-rule.ts';
import type { Finding } from '../scenario/problems.ts';
import type { PhaseFile, ScenarioFile } from '../scenario/schema.ts';
import { amendmentRefusal, decideAmendment, moveAmendment, takeNext } from './review/amending.ts';
import { At, askParties, isParty, partiesOf, reviewSlices, Stage, stateOf } from './review/state.ts';

const ruleName = idSchema.describe('`adoption`, `procedure` or a rule of `rules.named`');

const parameters = z.strictObject({
  requests: z
    .number()
    .min(0)
    .max(1)
    .default(1 / 3)
    .describe('share of the parties that must ask for a renegotiation; at least one must'),
  rule: ruleName
    .default('adoption')
    .describe('rule under which amendments are adopted: `adoption`, `procedure` or one of `rules.named`'),
  ratchet: z.boolean().default(false).describe('whether amendments may only raise what is agreed'),
  termination: z
    .boolean()
    .default(true)
    .describe('whether the parties are asked, where it opened, to end the agreement by consent of all'),
  continuation: ruleName
    .optional()
    .describe('rule that must carry the continuation of the agreement; it goes on by itself unless given'),
});

type Settings = z.output<typeof parameters>;

const everybody = plainRule('unanimity');

const settingsOf = (phase: Phase): Settings => phase.parameters as Settings;

/** What the reports since the last conference showed of a party. */
function reportOn(run: Run, party: number): void {
  const seen = run.i32['compliance.seen'];
  const before = run.i32['review.seen'];
  const at = party * 3;
  if (seen === undefined) return;
  const [kept, cannot, willNot] = [0, 1, 2].map((column) => seen[at + column] - before[at + column]);
  for (let column = 0; column < 3; column++) before[at + column] = seen[at + column];
  run.emit(EventKind.partyReviewed, party, kept, cannot, willNot);
}

function begin(run: Run, phase: Phase): void {
  const state = stateOf(run);
  const parties = partiesOf(run);
  state[At.conferences]++;
  state[At.stage] = Stage.requests;
  state[At.opened] = 0;
  state[At.issue] = 0;
  state[At.carried] = 0;
  run.i32['review.ratchet'][0] = settingsOf(phase).ratchet ? 1 : 0;
  run.i32['review.number'].fill(0);
  run.i32['review.movers'].fill(0);
  if (run.i32['review.firstTick'][0] < 0) run.i32['review.firstTick'][0] = run.loop[Loop.tick];
  run.sendAgreement(agreementChart.event.REVIEW);
  run.emit(EventKind.reviewOpened, -1, state[At.conferences], parties.length, 0);
  for (const party of parties) reportOn(run, party);
}

/** Opens a vote of the parties. */
function openVote(run: Run, turn: Turn, kind: number, first = 0, second = 0): void {
  turn.question = Question.vote;
  turn.subject[0] = kind;
  turn.subject[1] = first;
  turn.subject[2] = second;
  run.i32['review.ballot'].fill(Ballot.absent);
  askParties(run, turn);
  run.emit(EventKind.voteOpened, -1, kind, first, second);
}

/** Puts the question of a stage; false when the stage has none. */
function askIn(run: Run, phase: Phase, turn: Turn): boolean {
  const state = stateOf(run);
  const { termination, continuation } = settingsOf(phase);
  switch (state[At.stage]) {
    case Stage.requests:
      turn.question = Question.sponsor;
      turn.subject[0] = Subject.renegotiation;
      askParties(run, turn);
      return true;
    case Stage.amendments:
      if (state[At.opened] === 0) return false;
      turn.question = Question.amend;
      askParties(run, turn);
      return true;
    case Stage.votes:
      if (!takeNext(run)) return false;
      openVote(run, turn, Subject.amendment, state[At.issue] - 1, state[At.option]);
      return true;
    case Stage.termination:
      if (!termination || state[At.opened] === 0) return false;
      openVote(run, turn, Subject.termination);
      return true;
    default:
      if (continuation === undefined) return false;
      openVote(run, turn, Subject.continuation);
      return true;
  }
}

function toAct(run: Run, phase: Phase, _turnIndex: number, turn: Turn): boolean {
  const state = stateOf(run);
  turn.count = 0;
  for (; state[At.stage] < Stage.over && !isEnded(run, 0); state[At.stage]++) {
    if (askIn(run, phase, turn)) return true;
  }
  return false;
}

/** What the agreement is worth to a party, and what none would be, behind what it says. */
function explainWorth(run: Run, party: number): void {
  run.textUtility(party);
  run.explainUtility(party);
  run.emitNumber(EventKind.reasoned, party, run.scenario.reversionUtility[party], Reason.reversion);
}

const answerOf = (run: Run, party: number): number => run.answers[party * run.scenario.answerWidth];

function takeRequests(run: Run, phase: Phase, turn: Turn): void {
  const state = stateOf(run);
  let requests = 0;
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    explainWorth(run, party);
    if (answerOf(run, party) !== 1) {
      run.emit(EventKind.declined, party, Question.sponsor, 0, 0);
      continue;
    }
    requests++;
    run.emit(EventKind.renegotiationRequested, party, 0, 0, 0);
  }
  const needed = Math.max(1, Math.ceil(settingsOf(phase).requests * turn.count - 1e-9));
  state[At.opened] = requests >= needed ? 1 : 0;
  run.emit(EventKind.renegotiationDecided, -1, state[At.opened], requests, needed);
}

function takeAmendments(run: Run, turn: Turn): void {
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const at = party * run.scenario.answerWidth;
    const issue = run.answers[at] - 1;
    if (issue >= 0) moveAmendment(run, party, issue, run.answers[at + 1]);
  }
}

const tally = emptyTally();

/** Counts a vote of the parties and tells the tally and whether it carried. */
function count(run: Run, turn: Turn, rule: NormalRule): boolean {
  const ballot = run.i32['review.ballot'];
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    if (turn.subject[0] !== Subject.amendment) explainWorth(run, party);
    ballot[party] = answerOf(run, party);
    run.emit(EventKind.ballotCast, party, ballot[party], 0, 0);
  }
  const parties = partiesOf(run);
  countBallots(parties, ballot, tally);
  const carried = ballotsCarry(rule, parties, ballot);
  run.emit(EventKind.voteCounted, -1, tally.yes, tally.no, tally.abstain);
  const name = decisionRuleNames.indexOf(rule.rule);
  run.emit(EventKind.voteDecided, -1, carried ? 1 : 0, VotingMethod.recorded, name);
  return carried;
}

function ruleOf(run: Run, name: string): NormalRule {
  return ruleCalled(run.scenario, name) ?? run.scenario.procedure;
}

function apply(run: Run, phase: Phase, _turnIndex: number, turn: Turn): void {
  const state = stateOf(run);
  const { rule, continuation } = settingsOf(phase);
  switch (state[At.stage]) {
    case Stage.requests:
      takeRequests(run, phase, turn);
      break;
    case Stage.amendments:
      takeAmendments(run, turn);
      break;
    case Stage.votes:
      decideAmendment(run, count(run, turn, ruleOf(run, rule)));
      // The next amendment is taken up in the same stage.
      return;
    case Stage.termination:
      if (count(run, turn, everybody)) endAgreement(run, Termination.consent);
      break;
    default:
      if (!count(run, turn, ruleOf(run, continuation ?? ''))) endAgreement(run, Termination.notContinued);
  }
  state[At.stage]++;
}

function endRound(run: Run): RoundEnd {
  const carried = stateOf(run)[At.carried];
  if (isEnded(run, 0)) {
    run.loop[Loop.outcome] = OutcomeIndex.terminated;
    return 'run-over';
  }
  const { AMEND, RESUME } = agreementChart.event;
  run.sendAgreement(carried > 0 ? AMEND : RESUME);
  run.emit(EventKind.reviewClosed, -1, carried, 0, 0);
  return 'phase-over';
}

/** Rules that are named and are not there. */
function check({ with: given }: PhaseFile, { rules }: ScenarioFile): Finding[] {
  const { rule, continuation } = given as Settings;
  const known = ['adoption', 'procedure', ...Object.keys(rules.named)];
  const named = [
    ['rule', rule],
    ['continuation', continuation],
  ] as const;
  return named.flatMap(([key, name]) =>
    name === undefined || known.includes(name) ? [] : [unknownId(['with', key], name, 'rule', known)],
  );
}

/** The protocol of review conferences. */
export const reviewConference: Protocol = {
  id: 'review-conference',
  title: 'Review conference',
  summary: 'the parties look back at who kept the agreement, and amend, continue or end it',
  source:
    'Vienna Convention on the Law of Treaties 1969, arts. 39, 40 and 54; Montreal Protocol 1987, ' +
    'art. 2(9); Treaty on the Non-Proliferation of Nuclear Weapons 1968, arts. VIII(3) and X(2)',
  parameters,
  slices: reviewSlices,
  asks: ['sponsor', 'amend', 'vote'],
  needs: { before: 'treaty-life' },
  isNeeded: (run) => {
    if (run.i32['treaty.forceTick'][0] < 0 || isEnded(run, 0)) return false;
    return run.scenario.states.some((state) => isParty(run, state));
  },
  begin,
  toAct,
  legal: (run, _phase, turn, seat) => {
    const at = seat * run.scenario.answerWidth;
    if (turn.question !== Question.amend || run.answers[at] === 0) return undefined;
    return amendmentRefusal(run, run.answers[at] - 1, run.answers[at + 1]);
  },
  apply,
  endRound,
  check,
};

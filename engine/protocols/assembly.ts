/**
 * The assembly: one member, one vote, under rules of procedure. A meeting opens when enough members are
 * present; the delegations state their positions, a proposal is tabled, and for some meetings it is debated:
 * amendments are moved and sponsored, the list of speakers is heard, procedural motions interrupt in their
 * order of precedence, points of order are ruled on at once. When the debate is closed, amendments are voted
 * on, the furthest removed in substance first, then the clauses that were divided from the rest, then the
 * whole: by consensus where the scenario begins with it, else by vote. Delegations explain their votes; two
 * thirds may have a decision reconsidered.
 *
 * A round is one meeting. Its steps stand in `steps` of the rules of procedure, where the numbers of the
 * General Assembly’s rules stand too; `specs` below says what each asks and does.
 */
import { chairChart, meetingChart, stateChart } from '../agents/index.ts';
import { limits } from '../limits.ts';
import { settleNested } from '../preferences/nesting.ts';
import { Question } from '../questions/index.ts';
import { Ballot } from '../rules/decision.ts';
import {
  At,
  Division,
  Fate,
  neededToOpen,
  neededToVote,
  ProposalFateIndex,
  proposalsMax,
  Step,
} from '../rules/procedure.ts';
import { Act } from '../run/acts.ts';
import type { Phase, Protocol, RoundEnd, Run, Turn } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop, OutcomeIndex } from '../run/loop-position.ts';
import { Motion } from '../run/motions.ts';
import { Subject } from '../run/subjects.ts';
import {
  acceptAmendment,
  amendmentNumbered,
  amendmentRefusal,
  carryAmendment,
  clearAmendments,
  contestedAmendment,
  dropUnplaced,
  endAmendment,
  hasMember,
  isFreeToJoin,
  isFriendly,
  isSponsor,
  issueOf,
  joinAmendment,
  lapseAmendments,
  moveAmendment,
  nextAmendment,
  optionOf,
} from './assembly/amendments.ts';
import {
  clearMotions,
  floorRefusal,
  isAppealed,
  speakOnMotion,
  takeFloor,
  takeUpMotion,
} from './assembly/motions.ts';
import { assemblyParameters, assemblySlices, parametersOf } from './assembly/parameters.ts';
import {
  about,
  answerOf,
  askDelegations,
  askMembers,
  countMembers,
  drawUpLists,
  go,
  isLastMeeting,
  isMemberInRoom,
  isStanding,
  stateOf,
  writeText,
} from './assembly/room.ts';
import {
  askVote,
  countMotion,
  countObjections,
  countVote,
  substantiveRule,
  takeBallots,
  tally,
  wasEquallyDivided,
} from './assembly/votes.ts';
import { noteDissociations } from './steps/footnotes.ts';
import { applyEndorsements, askForEndorsement, bringDownGavel, failTalks } from './steps/gavel.ts';
import { objectsAsInstructed, refuseBeyondInstructions } from './steps/instructed.ts';
import { openRound } from './steps/room.ts';

/** What a step asks and what it does with the answers. */
interface StepSpec {
  /** Fills the turn; false when nothing is to be asked, and another step comes next. */
  ask(run: Run, phase: Phase, turn: Turn): boolean;
  apply?(run: Run, phase: Phase, turn: Turn): void;
}

const isExploring = stateChart.in('stance.exploring');
const isConvened = meetingChart.in('business.convened');
const Meeting = meetingChart.event;

// ---- opening

/** Members present, and how many the rules ask for. */
function takeAttendance(run: Run, phase: Phase): void {
  const state = stateOf(run);
  const { quorumToOpen, quorumToVote } = parametersOf(phase);
  const members = run.scenario.states.length;
  state[At.present] = countMembers(run);
  state[At.neededToOpen] = neededToOpen(members, quorumToOpen);
  state[At.neededToVote] = neededToVote(members, quorumToVote);
}

function open(run: Run, phase: Phase): boolean {
  const state = stateOf(run);
  if (state[At.neededToOpen] === 0) drawUpLists(run, phase);
  openRound(run, phase);
  takeAttendance(run, phase);
  state[At.spoken] = 0;
  const [present, needed] = [state[At.present], state[At.neededToOpen]];
  if (present < needed) {
    run.emit(EventKind.quorumMissed, -1, present, needed, 0);
    go(run, Step.rest);
    return false;
  }
  run.emit(EventKind.meetingOpened, -1, present, needed, run.scenario.states.length);
  const isFirst = isConvened(run, 0);
  run.sendMeeting(Meeting.OPEN);
  if (isFirst && run.i32['treaty.expected'].indexOf(1) < 0) expectMembers(run);
  go(run, state[At.resume]);
  return false;
}

/** Before anybody has voted, a text of the assembly is expected to bind whoever is in the room. */
function expectMembers(run: Run): void {
  for (let party = 0; party < run.scenario.partyCount; party++) {
    run.expect(party, isMemberInRoom(run, party));
  }
}

// ---- general debate and proposals

function askGeneralDebate(run: Run, phase: Phase, turn: Turn): boolean {
  if (parametersOf(phase).basis === 'text') {
    go(run, Step.table);
    return false;
  }
  turn.question = Question.propose;
  askDelegations(run, phase, turn);
  return true;
}

/** Every delegation says which options it supports; what it supports is public. */
function applyGeneralDebate(run: Run, _phase: Phase, turn: Turn): void {
  const { issueCount } = run.scenario;
  const support = run.i32['text.support'];
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    for (let k = 0; k < issueCount; k++) {
      const option = answerOf(run, party, k);
      if (support[party * issueCount + k] === option) continue;
      support[party * issueCount + k] = option;
      run.emit(EventKind.supported, party, k, option, 0);
    }
  }
  go(run, Step.table);
}

/** Tables a proposal; `optionOn` tells its option on an issue. */
function tableProposal(run: Run, party: number, optionOn: (issue: number) => number): void {
  const state = stateOf(run);
  const number = state[At.proposals]++;
  run.i32['assembly.proposer'][number] = party + 1;
  run.i32['assembly.proposalFate'][number] = ProposalFateIndex.tabled;
  run.emit(EventKind.proposalTabled, party, number + 1, 0, 0);
  const { issueCount, reversion, nesting } = run.scenario;
  for (let k = 0; k < issueCount; k++) {
    tabled[k] = run.i32['talks.admitted'][k] === 1 ? optionOn(k) : reversion[k];
  }
  // What stands inside a sentence that the proposal does not hold is no part of it.
  settleNested(nesting, tabled);
  for (let k = 0; k < issueCount; k++) {
    run.i32['assembly.proposal'][k * proposalsMax + number] = tabled[k];
    run.emit(EventKind.proposalReads, -1, k, tabled[k], number + 1);
  }
}

/** Options of a proposal about to be tabled; overwritten by every proposal. */
const tabled = new Int32Array(limits.issues);

const optionOfProposal = (run: Run, proposal: number, issue: number): number =>
  run.i32['assembly.proposal'][issue * proposalsMax + proposal];

/** Whether a party’s stated position differs from today’s practice and from every proposal tabled so far. */
function isNewProposal(run: Run, party: number): boolean {
  const { issueCount, reversion } = run.scenario;
  const support = run.i32['text.support'];
  const differs = (optionOn: (issue: number) => number): boolean => {
    for (let k = 0; k < issueCount; k++) {
      const option = support[party * issueCount + k];
      if (run.i32['talks.admitted'][k] === 1 && option >= 0 && option !== optionOn(k)) return true;
    }
    return false;
  };
  if (!differs((k) => reversion[k])) return false;
  for (let p = 0; p < stateOf(run)[At.proposals]; p++) {
    if (!differs((k) => optionOfProposal(run, p, k))) return false;
  }
  return true;
}

/** The first delegations on the list with a position of their own table it as proposals. */
function tableSponsored(run: Run, phase: Phase): void {
  const { issueCount, reversion, isState, chair } = run.scenario;
  const { proposals, hearObservers } = parametersOf(phase);
  for (const party of run.i32['assembly.order']) {
    if (stateOf(run)[At.proposals] >= proposals) return;
    if (party === chair || (isState[party] === 0 && !hearObservers)) continue;
    if (!isNewProposal(run, party)) continue;
    const number = stateOf(run)[At.proposals];
    tableProposal(run, party, (k) => {
      const option = run.i32['text.support'][party * issueCount + k];
      return option < 0 ? reversion[k] : option;
    });
    if (isState[party] === 1) setSponsor(run, party, number, true);
  }
}

function setSponsor(run: Run, party: number, proposal: number, sponsors: boolean): void {
  const at = party * proposalsMax + proposal;
  if ((run.i32['assembly.sponsors'][at] === 1) === sponsors) return;
  run.i32['assembly.sponsors'][at] = sponsors ? 1 : 0;
  run.emit(EventKind.sponsored, party, proposal + 1, sponsors ? 1 : 0, 0);
}

function countSponsors(run: Run, proposal: number): number {
  let sponsors = 0;
  for (let party = 0; party < run.scenario.partyCount; party++) {
    sponsors += run.i32['assembly.sponsors'][party * proposalsMax + proposal];
  }
  return sponsors;
}

function askTable(run: Run, phase: Phase, turn: Turn): boolean {
  run.sendMeeting(Meeting.TABLE);
  run.sendChair(chairChart.event.DRAFT);
  const { basis } = parametersOf(phase);
  if (basis === 'chair') {
    turn.question = Question.propose;
    turn.seats[turn.count++] = run.scenario.chair;
    return true;
  }
  if (basis === 'sponsors') tableSponsored(run, phase);
  else tableProposal(run, -1, (k) => run.i32['text.option'][k]);
  beginSponsoring(run, phase);
  return false;
}

function applyTable(run: Run, phase: Phase): void {
  const { chair } = run.scenario;
  tableProposal(run, chair, (k) => answerOf(run, chair, k));
  beginSponsoring(run, phase);
}

/** What the chair tables needs no sponsor, and has none. */
function beginSponsoring(run: Run, phase: Phase): void {
  run.sendChair(chairChart.event.CONSULT);
  stateOf(run)[At.proposal] = 0;
  if (parametersOf(phase).basis === 'sponsors') go(run, Step.sponsor);
  else startWithFirst(run);
}

function startWithFirst(run: Run): void {
  stateOf(run)[At.proposal] = -1;
  go(run, Step['take-up']);
}

/** Puts the options of a proposal in the slice of the text, so that all judge it as they judge any text. */
function showProposal(run: Run, proposal: number): void {
  const text = run.i32['text.option'];
  for (let k = 0; k < run.scenario.issueCount; k++) text[k] = optionOfProposal(run, proposal, k);
}

function askSponsors(run: Run, phase: Phase, turn: Turn): boolean {
  const state = stateOf(run);
  const proposal = state[At.proposal];
  if (proposal >= state[At.proposals]) {
    dropUnsponsored(run, phase);
    startWithFirst(run);
    return false;
  }
  showProposal(run, proposal);
  turn.question = Question.sponsor;
  about(turn, Subject.proposal, proposal + 1);
  askMembers(run, turn, (party) => !isSponsor(run, party));
  return true;
}

function applySponsors(run: Run, _phase: Phase, turn: Turn): void {
  const state = stateOf(run);
  for (let i = 0; i < turn.count; i++) {
    if (answerOf(run, turn.seats[i]) === 1) setSponsor(run, turn.seats[i], state[At.proposal], true);
  }
  state[At.proposal]++;
}

function dropUnsponsored(run: Run, phase: Phase): void {
  for (let p = 0; p < stateOf(run)[At.proposals]; p++) {
    if (countSponsors(run, p) < parametersOf(phase).sponsors) endProposal(run, p, ProposalFateIndex.lapsed);
  }
}

function endProposal(run: Run, proposal: number, fate: number): void {
  run.i32['assembly.proposalFate'][proposal] = fate;
  run.emit(EventKind.proposalEnded, -1, proposal + 1, fate, 0);
}

// ---- taking up a proposal

/** The next proposal that is still before the assembly, in the order of submission (rule 91); −1 for none. */
function nextProposal(run: Run): number {
  const state = stateOf(run);
  for (let p = state[At.proposal] + 1; p < state[At.proposals]; p++) {
    if (run.i32['assembly.proposalFate'][p] === ProposalFateIndex.tabled) return p;
  }
  return -1;
}

function takeUp(run: Run): boolean {
  const state = stateOf(run);
  const proposal = nextProposal(run);
  lapseAmendments(run);
  if (proposal < 0) {
    go(run, Step.close);
    return false;
  }
  clearAmendments(run);
  for (const place of [At.meetings, At.listClosed, At.amended, At.attempt, At.result, At.reconsidered]) {
    state[place] = 0;
  }
  state[At.debateClosed] = state[At.secondVote] = 0;
  state[At.proposal] = proposal;
  state[At.seconded] = state[At.amendments];
  run.i32['assembly.interventions'].fill(0);
  run.i32['text.revision'][0]++;
  for (let k = 0; k < run.scenario.issueCount; k++) {
    if (run.i32['talks.admitted'][k] === 1) writeText(run, k, optionOfProposal(run, proposal, k));
    else run.i32['text.option'][k] = run.scenario.reversion[k];
  }
  run.sendMeeting(Meeting.DEBATE);
  announceText(run);
  go(run, Step.amend);
  return false;
}

/** Delegations that were exploring have a text before them. */
function announceText(run: Run): void {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    if (isExploring(run, states[s])) run.sendParty(states[s], stateChart.event.TEXT);
  }
}

// ---- debate: amendments

function askAmend(run: Run, phase: Phase, turn: Turn): boolean {
  if (!parametersOf(phase).amendments) {
    go(run, Step.floor);
    return false;
  }
  turn.question = Question.amend;
  about(turn, Subject.proposal, stateOf(run)[At.proposal] + 1);
  askDelegations(run, phase, turn);
  return true;
}

function applyAmend(run: Run, _phase: Phase, turn: Turn): void {
  for (let i = 0; i < turn.count; i++) {
    const issue = answerOf(run, turn.seats[i]) - 1;
    if (issue >= 0) moveAmendment(run, turn.seats[i], issue, answerOf(run, turn.seats[i], 1));
  }
  go(run, Step.second);
}

/**
 * Puts every new amendment to those whose support it needs: of an observer’s, to all members, since it counts
 * only when a member makes it its own; of any other, to the sponsors of the proposal, who may take it into
 * their text.
 */
function askSecond(run: Run, _phase: Phase, turn: Turn): boolean {
  const state = stateOf(run);
  while (state[At.seconded] < state[At.amendments]) {
    const amendment = amendmentNumbered(run, state[At.seconded] + 1);
    const [issue, option] = [issueOf(amendment), optionOf(amendment)];
    if (amendment >= 0 && run.i32['assembly.fate'][amendment] === Fate.pending) {
      const needsMember = !hasMember(run, issue, option);
      turn.question = Question.sponsor;
      about(turn, Subject.amendment, issue, option);
      askMembers(
        run,
        turn,
        (party) => (needsMember || isSponsor(run, party)) && isFreeToJoin(run, party, issue),
      );
      return true;
    }
    state[At.seconded]++;
  }
  go(run, Step.floor);
  return false;
}

function applySecond(run: Run, _phase: Phase, turn: Turn): void {
  const [issue, option] = [turn.subject[1], turn.subject[2]];
  for (let i = 0; i < turn.count; i++) {
    if (answerOf(run, turn.seats[i]) === 1) joinAmendment(run, turn.seats[i], issue, option);
  }
  if (!hasMember(run, issue, option)) endAmendment(run, issue, option, Fate.lapsed);
  else if (isFriendly(run, issue, option)) acceptAmendment(run, issue, option);
  stateOf(run)[At.seconded]++;
}

// ---- debate: the floor

function askFloor(run: Run, phase: Phase, turn: Turn): boolean {
  turn.question = Question.floor;
  about(turn, Subject.proposal, stateOf(run)[At.proposal] + 1);
  askDelegations(run, phase, turn);
  return true;
}

function applyFloor(run: Run, phase: Phase, turn: Turn): void {
  takeFloor(run, phase, turn);
  go(run, Step.motions);
}

function takeUpMotions(run: Run, phase: Phase): boolean {
  const state = stateOf(run);
  if (!takeUpMotion(run)) {
    endDebateMeeting(run, phase);
    return false;
  }
  if (state[At.motion] === Motion['point-of-order']) {
    const contested = contestedAmendment(run, state[At.motionIssue] - 1);
    if (contested < 0) return false;
    state[At.contested] = optionOf(contested) + 1;
    run.sendMeeting(Meeting.RAISE);
    go(run, Step.ruling);
    return false;
  }
  run.sendMeeting(Meeting.MOVE);
  go(run, state[At.motion] === Motion.divide ? Step.division : Step['motion-vote']);
  return false;
}

/** A meeting of debate ends: the debate is closed, or goes on at the next meeting. */
function endDebateMeeting(run: Run, phase: Phase): void {
  const state = stateOf(run);
  const settings = parametersOf(phase);
  const isLast = ++state[At.meetings] >= settings.meetings || isLastMeeting(run, phase);
  if (state[At.debateClosed] === 1 || isLast || state[At.spoken] === 0) {
    const how = state[At.debateClosed] === 1 ? 1 : state[At.spoken] === 0 ? 0 : 2;
    closeList(run);
    run.emit(EventKind.debateClosed, -1, how, 0, 0);
    go(run, Step.confirm);
    return;
  }
  if (state[At.meetings] + 1 >= settings.listCloses) closeList(run);
  run.sendMeeting(Meeting.ADJOURN);
  state[At.resume] = Step.amend;
  go(run, Step.rest);
}

function closeList(run: Run): void {
  if (stateOf(run)[At.listClosed] === 1) return;
  stateOf(run)[At.listClosed] = 1;
  run.emit(EventKind.listClosed, -1, 0, 0, 0);
}

// ---- points of order

function askRuling(run: Run, _phase: Phase, turn: Turn): boolean {
  turn.question = Question.vote;
  about(turn, Subject.motion, Motion['point-of-order'], stateOf(run)[At.motionIssue]);
  turn.seats[turn.count++] = run.scenario.chair;
  return true;
}

function applyRuling(run: Run): void {
  const state = stateOf(run);
  state[At.upheld] = answerOf(run, run.scenario.chair) === Ballot.yes ? 1 : 0;
  run.sendMeeting(Meeting.RULE);
  run.emit(EventKind.ruled, -1, state[At.motion], state[At.motionIssue], state[At.upheld]);
  go(run, Step.appeal);
}

function askAppeal(run: Run, _phase: Phase, turn: Turn): boolean {
  turn.question = Question.floor;
  about(turn, Subject.ruling, stateOf(run)[At.motion], stateOf(run)[At.motionIssue]);
  askMembers(run, turn);
  return true;
}

function applyAppeal(run: Run, phase: Phase, turn: Turn): void {
  if (!isAppealed(run, phase, turn)) {
    settleRuling(run);
    return;
  }
  run.sendMeeting(Meeting.APPEAL);
  go(run, Step['appeal-vote']);
}

function askAppealVote(run: Run, phase: Phase, turn: Turn): boolean {
  const state = stateOf(run);
  askVote(run, phase, turn, [Subject.ruling, state[At.motion], state[At.motionIssue]], true);
  return true;
}

/** A yes is for the appeal. On equal votes the ruling stands: no majority has overruled it. */
function applyAppealVote(run: Run, phase: Phase, turn: Turn): void {
  const state = stateOf(run);
  takeBallots(run, phase, turn, false, true);
  const overruled = countMotion(run, phase, Motion.appeal);
  if (overruled) state[At.upheld] = 1 - state[At.upheld];
  run.emit(EventKind.rulingStands, -1, state[At.motion], state[At.motionIssue], overruled ? 0 : 1);
  settleRuling(run);
}

function settleRuling(run: Run): void {
  const state = stateOf(run);
  const issue = state[At.motionIssue] - 1;
  run.sendMeeting(Meeting.SETTLE);
  run.i32['assembly.ruled'][issue] = 1;
  if (state[At.upheld] === 1) endAmendment(run, issue, state[At.contested] - 1, Fate['ruled-out']);
  go(run, Step.motions);
}

// ---- motions

/** A request for division is voted on only where somebody objects to it (rule 89). */
function askDivision(run: Run, _phase: Phase, turn: Turn): boolean {
  turn.question = Question.object;
  about(turn, Subject.motion, Motion.divide, stateOf(run)[At.motionIssue]);
  askMembers(run, turn);
  return true;
}

function applyDivision(run: Run, _phase: Phase, turn: Turn): void {
  for (let i = 0; i < turn.count; i++) {
    if (answerOf(run, turn.seats[i]) !== 1) continue;
    go(run, Step['motion-vote']);
    return;
  }
  settleMotion(run, true);
}

function askMotionVote(run: Run, phase: Phase, turn: Turn): boolean {
  const state = stateOf(run);
  askVote(run, phase, turn, [Subject.motion, state[At.motion], state[At.motionIssue]], true);
  return true;
}

function applyMotionVote(run: Run, phase: Phase, turn: Turn): void {
  const state = stateOf(run);
  takeBallots(run, phase, turn, false, true);
  speakOnMotion(run);
  settleMotion(run, countMotion(run, phase, state[At.motion]));
}

/** A motion is decided: what it does to the debate. */
function settleMotion(run: Run, carried: boolean): void {
  const state = stateOf(run);
  const issue = state[At.motionIssue] - 1;
  run.sendMeeting(Meeting.SETTLE);
  run.emit(EventKind.motionDecided, -1, state[At.motion], state[At.motionIssue], carried ? 1 : 0);
  go(run, Step.motions);
  if (state[At.motion] === Motion.divide) {
    run.i32['assembly.division'][issue] = carried ? Division.granted : Division.refused;
    run.emit(EventKind.divisionDecided, -1, issue, carried ? 1 : 0, 0);
    return;
  }
  if (!carried) return;
  switch (state[At.motion]) {
    case Motion['suspend-meeting']:
      run.sendMeeting(Meeting.SUSPEND);
      rest(run, Step.motions);
      return;
    case Motion['adjourn-meeting']:
      clearMotions(run);
      run.sendMeeting(Meeting.ADJOURN);
      rest(run, Step.amend);
      return;
    case Motion['adjourn-debate']:
      clearMotions(run);
      shelve(run);
      return;
    default:
      state[At.debateClosed] = 1;
  }
}

function rest(run: Run, resume: number): void {
  stateOf(run)[At.resume] = resume;
  go(run, Step.rest);
}

/** The debate on the item is adjourned: nothing of it is put to the vote. */
function shelve(run: Run): void {
  for (let p = 0; p < stateOf(run)[At.proposals]; p++) {
    if (run.i32['assembly.proposalFate'][p] === ProposalFateIndex.tabled)
      endProposal(run, p, ProposalFateIndex.adjourned);
  }
  lapseAmendments(run);
  go(run, Step.close);
}

// ---- before the vote: withdrawal

/** Sponsors may withdraw a proposal before the voting, unless the assembly has amended it (rule 80). */
function askConfirm(run: Run, _phase: Phase, turn: Turn): boolean {
  const state = stateOf(run);
  if (state[At.amended] === 1 || countSponsors(run, state[At.proposal]) === 0) {
    go(run, Step.decide);
    return false;
  }
  turn.question = Question.sponsor;
  about(turn, Subject.proposal, state[At.proposal] + 1);
  askMembers(run, turn, (party) => isSponsor(run, party));
  return true;
}

function applyConfirm(run: Run, _phase: Phase, turn: Turn): void {
  const proposal = stateOf(run)[At.proposal];
  for (let i = 0; i < turn.count; i++) {
    if (answerOf(run, turn.seats[i]) === 0) setSponsor(run, turn.seats[i], proposal, false);
  }
  go(run, countSponsors(run, proposal) > 0 ? Step.decide : Step.reintroduce);
}

/** A proposal that was withdrawn may be introduced again by any other member (rule 80). */
function askReintroduce(run: Run, _phase: Phase, turn: Turn): boolean {
  const state = stateOf(run);
  turn.question = Question.sponsor;
  about(turn, Subject.proposal, state[At.proposal] + 1);
  const proposer = run.i32['assembly.proposer'][state[At.proposal]] - 1;
  askMembers(run, turn, (party) => party !== proposer);
  return true;
}

function applyReintroduce(run: Run, _phase: Phase, turn: Turn): void {
  const proposal = stateOf(run)[At.proposal];
  for (let i = 0; i < turn.count; i++) {
    if (answerOf(run, turn.seats[i]) === 1) setSponsor(run, turn.seats[i], proposal, true);
  }
  if (countSponsors(run, proposal) > 0) go(run, Step.decide);
  else {
    endProposal(run, proposal, ProposalFateIndex.withdrawn);
    go(run, Step['take-up']);
  }
}

// ---- voting

function beginVoting(run: Run, phase: Phase): boolean {
  const state = stateOf(run);
  takeAttendance(run, phase);
  if (run.sendMeeting(Meeting.DECIDE)) {
    go(run, Step.amendments);
    return false;
  }
  run.emit(EventKind.quorumMissed, -1, state[At.present], state[At.neededToVote], 1);
  run.sendMeeting(Meeting.ADJOURN);
  rest(run, Step.decide);
  return false;
}

function askAmendments(run: Run, phase: Phase, turn: Turn): boolean {
  const amendment = nextAmendment(run, parametersOf(phase).order);
  if (amendment < 0) {
    run.sendMeeting(Meeting.DIVIDE);
    go(run, Step.parts);
    return false;
  }
  askVote(run, phase, turn, [Subject.amendment, issueOf(amendment), optionOf(amendment)]);
  return true;
}

function applyAmendments(run: Run, phase: Phase, turn: Turn): void {
  const [issue, option] = [turn.subject[1], turn.subject[2]];
  if (!takeBallots(run, phase, turn, false)) return;
  const carried = countVote(run, phase, substantiveRule(run));
  if (!carried && isVotedAgain(run, phase, Step.amendments)) return;
  if (carried) carryAmendment(run, issue, option);
  else endAmendment(run, issue, option, Fate.rejected);
}

/**
 * An equally divided vote is taken a second time at a later meeting (rule 95); where there is none, or the
 * second one is equally divided too, or the body does without (rule 133), the matter is rejected.
 */
function isVotedAgain(run: Run, phase: Phase, step: number): boolean {
  const state = stateOf(run);
  const isTie = wasEquallyDivided();
  const again =
    isTie &&
    state[At.secondVote] === 0 &&
    parametersOf(phase).tie === 'second-vote' &&
    !isLastMeeting(run, phase);
  state[At.secondVote] = again ? 1 : 0;
  if (isTie) run.emit(EventKind.equallyDivided, -1, again ? 1 : 0, 0, 0);
  if (again) rest(run, step);
  return again;
}

/** The clause that is voted on separately next; −1 when none is left. One that has lost its place is not. */
function nextPart(run: Run): number {
  const division = run.i32['assembly.division'];
  return division.findIndex((at, issue) => at === Division.granted && isStanding(run, issue));
}

/** Whether every clause on the agenda has been voted out of the text, with what stood inside it. */
function isAllGone(run: Run): boolean {
  for (let k = 0; k < run.scenario.issueCount; k++) if (isStanding(run, k)) return false;
  return true;
}

function askParts(run: Run, phase: Phase, turn: Turn): boolean {
  const issue = nextPart(run);
  if (issue >= 0) {
    askVote(run, phase, turn, [Subject.issue, issue, 0]);
    return true;
  }
  run.sendMeeting(Meeting.PUT);
  if (isAllGone(run)) reject(run);
  else go(run, Step.whole);
  return false;
}

function applyParts(run: Run, phase: Phase, turn: Turn): void {
  const issue = turn.subject[1];
  if (!takeBallots(run, phase, turn, false)) return;
  const kept = countVote(run, phase, substantiveRule(run));
  if (!kept && isVotedAgain(run, phase, Step.parts)) return;
  run.i32['assembly.division'][issue] = kept ? Division.kept : Division.voted;
  run.emit(EventKind.partDecided, -1, issue, kept ? 1 : 0, 0);
  if (kept) return;
  run.i32['assembly.gone'][issue] = 1;
  run.i32['text.revision'][0]++;
  writeText(run, issue, run.scenario.reversion[issue]);
  dropUnplaced(run);
}

function askWhole(run: Run, phase: Phase, turn: Turn): boolean {
  const state = stateOf(run);
  if (state[At.attempt] >= run.scenario.decision.length) {
    reject(run);
    return false;
  }
  run.sendChair(chairChart.event.TABLE);
  const proposal = state[At.proposal] + 1;
  if (run.scenario.decision[state[At.attempt]].rule === 'consensus') {
    turn.question = Question.object;
    about(turn, Subject.proposal, proposal);
    askMembers(run, turn);
  } else askVote(run, phase, turn, [Subject.proposal, proposal, 0]);
  return true;
}

function applyWhole(run: Run, phase: Phase, turn: Turn): void {
  if (turn.question === Question.object) applyObjections(run, turn);
  else applyVote(run, phase, turn);
}

/** Without an objection the text is adopted without a vote. */
function applyObjections(run: Run, turn: Turn): void {
  const state = stateOf(run);
  const ballots = run.i32['talks.ballot'];
  ballots.fill(Ballot.absent);
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const objects = objectsAsInstructed(run, party);
    ballots[party] = objects ? Ballot.no : Ballot.yes;
    run.textUtility(party);
    run.explainUtility(party);
    run.sendParty(party, objects ? stateChart.event.BLOCK : stateChart.event.ACCEPT);
    if (objects) run.emit(EventKind.formallyObjected, party, 0, 0, 0);
  }
  const carried = countObjections(run, run.scenario.decision[state[At.attempt]]);
  run.emit(EventKind.decided, -1, state[At.attempt]++, carried ? 1 : 0, tally.yes);
  if (!carried) return;
  noteDissociations(run, turn);
  run.emit(EventKind.adoptedWithoutVote, -1, state[At.proposal] + 1, 0, 0);
  adopt(run, ProposalFateIndex['adopted-without-vote'], ballots);
}

function applyVote(run: Run, phase: Phase, turn: Turn): void {
  const state = stateOf(run);
  const isSecret = parametersOf(phase).voting === 'secret';
  for (let i = 0; i < turn.count && !isSecret; i++) {
    run.textUtility(turn.seats[i]);
    run.explainUtility(turn.seats[i]);
  }
  if (!takeBallots(run, phase, turn, true)) return;
  const carried = countVote(run, phase, run.scenario.decision[state[At.attempt]]);
  if (!carried && isVotedAgain(run, phase, Step.whole)) return;
  run.emit(EventKind.decided, -1, state[At.attempt]++, carried ? 1 : 0, tally.yes);
  if (!isSecret) takeStances(run);
  if (carried) adopt(run, ProposalFateIndex.adopted, isSecret ? undefined : run.i32['talks.ballot']);
}

/** A vote that is known commits: the stance of a delegation follows it. */
function takeStances(run: Run): void {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    const ballot = run.i32['talks.ballot'][states[s]];
    if (ballot === Ballot.yes) run.sendParty(states[s], stateChart.event.ACCEPT);
    else if (ballot === Ballot.no) run.sendParty(states[s], stateChart.event.BLOCK);
  }
}

/** Who voted for the text is expected to join it; after a secret ballot, whoever is in the room. */
function adopt(run: Run, fate: number, ballots: Int32Array | undefined): void {
  const state = stateOf(run);
  const { states } = run.scenario;
  state[At.result] = 1;
  for (let s = 0; s < states.length; s++) {
    const joins = ballots === undefined ? isMemberInRoom(run, states[s]) : ballots[states[s]] === Ballot.yes;
    run.expect(states[s], joins);
  }
  endProposal(run, state[At.proposal], fate);
  run.sendMeeting(Meeting.EXPLAIN);
  go(run, Step.explain);
}

function reject(run: Run): void {
  const state = stateOf(run);
  state[At.result] = 2;
  endProposal(run, state[At.proposal], ProposalFateIndex.rejected);
  run.sendMeeting(Meeting.EXPLAIN);
  go(run, Step.explain);
}

// ---- after the decision

function askExplain(run: Run, _phase: Phase, turn: Turn): boolean {
  turn.question = Question.floor;
  about(turn, Subject.proposal, stateOf(run)[At.proposal] + 1);
  askMembers(run, turn);
  return true;
}

function applyExplain(run: Run, phase: Phase, turn: Turn): void {
  takeFloor(run, phase, turn);
  if (takeUpMotion(run)) {
    run.sendMeeting(Meeting.MOVE);
    go(run, Step['reconsider-vote']);
  } else finishProposal(run);
}

function applyReconsider(run: Run, phase: Phase, turn: Turn): void {
  const state = stateOf(run);
  takeBallots(run, phase, turn, false, true);
  speakOnMotion(run);
  const carried = countMotion(run, phase, Motion.reconsider);
  run.sendMeeting(Meeting.SETTLE);
  run.emit(EventKind.motionDecided, -1, Motion.reconsider, 0, carried ? 1 : 0);
  if (!carried) {
    finishProposal(run);
    return;
  }
  run.emit(EventKind.reconsidered, -1, state[At.proposal] + 1, 0, 0);
  run.i32['assembly.proposalFate'][state[At.proposal]] = ProposalFateIndex.tabled;
  clearAmendments(run);
  // Footnotes belong to the consensus that is undone.
  run.i32['text.dissociation'].fill(0);
  state[At.reconsidered] = 1;
  state[At.result] = state[At.attempt] = state[At.debateClosed] = 0;
  state[At.seconded] = state[At.amendments];
  run.sendMeeting(Meeting.DEBATE);
  go(run, Step.amend);
}

/** Once a proposal is adopted, the assembly does not put the others on the item to the vote (rule 91). */
function finishProposal(run: Run): void {
  const state = stateOf(run);
  if (state[At.result] !== 1) {
    go(run, Step['take-up']);
    return;
  }
  for (let p = 0; p < state[At.proposals]; p++) {
    if (run.i32['assembly.proposalFate'][p] === ProposalFateIndex.tabled)
      endProposal(run, p, ProposalFateIndex['not-put']);
  }
  go(run, Step.close);
}

function close(run: Run, phase: Phase): boolean {
  const state = stateOf(run);
  state[At.over] = 1;
  run.sendMeeting(Meeting.CLOSE);
  const isAdopted = state[At.result] === 1;
  run.i32['talks.readyToAdopt'][0] = isAdopted ? 1 : 0;
  if (isAdopted && parametersOf(phase).adopts) {
    bringDownGavel(run);
    go(run, Step.endorse);
  } else go(run, Step.rest);
  return false;
}

// ---- the protocol

const never = (): boolean => false;

/** What each step asks and does, in the order of `steps`. */
const specs: readonly StepSpec[] = [
  { ask: never },
  { ask: open },
  { ask: askGeneralDebate, apply: applyGeneralDebate },
  { ask: askTable, apply: applyTable },
  { ask: askSponsors, apply: applySponsors },
  { ask: takeUp },
  { ask: askAmend, apply: applyAmend },
  { ask: askSecond, apply: applySecond },
  { ask: askFloor, apply: applyFloor },
  { ask: takeUpMotions },
  { ask: askRuling, apply: applyRuling },
  { ask: askAppeal, apply: applyAppeal },
  { ask: askAppealVote, apply: applyAppealVote },
  { ask: askDivision, apply: applyDivision },
  { ask: askMotionVote, apply: applyMotionVote },
  { ask: askConfirm, apply: applyConfirm },
  { ask: askReintroduce, apply: applyReintroduce },
  { ask: beginVoting },
  { ask: askAmendments, apply: applyAmendments },
  { ask: askParts, apply: applyParts },
  { ask: askWhole, apply: applyWhole },
  { ask: askExplain, apply: applyExplain },
  { ask: askMotionVote, apply: applyReconsider },
  { ask: close },
  {
    ask: (run, _phase, turn) => askForEndorsement(run, turn),
    apply: (run, _phase, turn) => {
      applyEndorsements(run, turn);
      go(run, Step.rest);
    },
  },
];

function begin(run: Run, phase: Phase): void {
  const { basis } = parametersOf(phase);
  for (const { name } of assemblySlices) run.i32[name].fill(0);
  const hasText = basis === 'text' && run.i32['text.revision'][0] > 0;
  if (!hasText) run.i32['text.option'].set(run.scenario.reversion);
  run.i32['text.closed'].fill(0);
  run.i32['talks.ballot'].fill(Ballot.absent);
  stateOf(run)[At.resume] = Step['general-debate'];
  run.sendMeeting(Meeting.CONVENE);
}

function toAct(run: Run, phase: Phase, turnIndex: number, turn: Turn): boolean {
  const state = stateOf(run);
  if (turnIndex === 0) state[At.step] = Step.open;
  while (state[At.step] !== Step.rest) {
    turn.count = 0;
    if (specs[state[At.step]].ask(run, phase, turn)) return true;
  }
  return false;
}

function legal(run: Run, phase: Phase, turn: Turn, seat: number): string | undefined {
  if (turn.question === Question.floor) return floorRefusal(run, phase, seat);
  if (turn.question !== Question.amend) return refuseBeyondInstructions(run, turn, seat);
  const issue = answerOf(run, seat) - 1;
  return issue < 0 ? undefined : amendmentRefusal(run, seat, issue, answerOf(run, seat, 1));
}

function endRound(run: Run, phase: Phase): RoundEnd {
  const state = stateOf(run);
  if (state[At.over] === 0 && !isLastMeeting(run, phase)) return 'next-round';
  if (state[At.result] !== 1) return failTalks(run);
  if (!parametersOf(phase).adopts) return 'phase-over';
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) run.act(states[s], Act.communique);
  run.loop[Loop.outcome] = OutcomeIndex.adopted;
  return 'phase-over';
}

/** The protocol of an assembly that debates, amends and votes. */
export const assembly: Protocol = {
  id: 'assembly',
  title: 'Assembly',
  summary: 'debates, amends and votes on proposals under the rules of procedure of the General Assembly',
  source: 'Rules of Procedure of the General Assembly (A/520/Rev.18), rules 67–95',
  parameters: assemblyParameters,
  slices: assemblySlices,
  asks: ['propose', 'sponsor', 'amend', 'floor', 'vote', 'object', 'endorse'],
  needs: { chair: true, notAfter: 'adoption' },
  standsFor: (parameters) => (parameters['adopts'] === true ? ['single-text', 'adoption'] : ['single-text']),
  openness: (settings) => (settings as { openness: number }).openness,
  begin,
  toAct,
  legal,
  apply: (run, phase, _turnIndex, turn) => specs[stateOf(run)[At.step]].apply?.(run, phase, turn),
  endRound,
};

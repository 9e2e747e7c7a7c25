/**
 * Contact groups: parts of the text go to groups that meet in parallel, each with its own members and a
 * facilitator who holds the pen, and come back to whoever set the group up: options agreed on provisionally
 * closed, all others as brackets. Open contact groups, closed informals, friends of the chair and drafting
 * groups are one thing with different doors.
 *
 * In a round every group that has issues takes its turns: once, its states may object to observers; two of
 * them may talk apart; its members say what they support; the facilitator drafts; its members accept the
 * draft or object to issues of it. A group that has agreed on all it holds returns it at the end of the
 * round, and at the end of the phase every group does, the innermost first.
 */

import * as z from 'zod';
import { stateChart } from '../agents/index.ts';
import { limits } from '../limits.ts';
import { Question } from '../questions/index.ts';
import type { Forum, ObserverRule, Phase, Protocol, RoundEnd, Run, Turn } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { Subject } from '../run/subjects.ts';
import { idSchema } from '../scenario/schema.ts';
import { bilateralSlices, bilateralsParameter, confer, isPartner, keepPledges } from './steps/bilaterals.ts';
import {
  checkSpeaking,
  judgeAsBlocs,
  letSpokespersonsSpeak,
  speakParameter,
  supportAsBlocs,
} from './steps/blocs.ts';
import {
  accepts,
  agreedIn,
  beginText,
  closeAndReopen,
  holds,
  mayAct,
  showDraft,
  supportOf,
  takeDraft,
  takeObjections,
  takeSupport,
  textOf,
} from './steps/forum.ts';
import { checkForums } from './steps/forum-checks.ts';
import { forumSlices } from './steps/forum-slices.ts';
import { opennessParameter } from './steps/openness.ts';
import { openRound } from './steps/room.ts';

const kinds = ['contact-group', 'informals', 'friends-of-the-chair', 'drafting'] as const;

const group = z.strictObject({
  id: idSchema.describe('what `parent`, events and overrides call the group'),
  title: z.string().min(1).max(200).describe('what it is called at the conference'),
  kind: z
    .enum(kinds)
    .default('contact-group')
    .describe('a contact group is open; informals, friends of the chair and drafting groups are closed'),
  members: idSchema.describe('a group of the scenario, or `all` states'),
  issues: z.array(idSchema).min(1).max(limits.issues).describe('what it works on, and nothing else'),
  chair: idSchema.describe('who facilitates and holds the pen: a member, or a party without a vote'),
  parent: idSchema.optional().describe('the group it returns its text to; the plenary unless given'),
  observers: z
    .union([z.boolean(), z.literal('unless-a-third-objects')])
    .optional()
    .describe(
      'whether parties without a vote sit in; by default unless a third of its states objects, ' +
        'and never behind closed doors',
    ),
});

const parameters = z.strictObject({
  openness: opennessParameter(0.3, [0.1, 0.5]),
  speak: speakParameter,
  bilaterals: bilateralsParameter,
  groups: z.array(group).min(1).max(limits.groupsPerPhase).describe('the groups, which meet in parallel'),
});

type ContactGroups = z.output<typeof parameters>;

const isExploring = stateChart.in('stance.exploring');

/** Turns that a group takes in a round. */
const Step = { observers: 0, confer: 1, support: 2, draft: 3, judge: 4 } as const;
const stepCount = 5;

/** Share of the states of a group that keeps observers out (practice under the UNFCCC). */
const thirdOfStates = 3;

function forumOf(phase: Phase, turnIndex: number): Forum | undefined {
  return phase.forums[Math.floor(turnIndex / stepCount)];
}

function isMeeting(run: Run, forum: Forum): boolean {
  for (let k = 0; k < run.scenario.issueCount; k++) if (holds(run, forum, k)) return true;
  return false;
}

function isObserver(run: Run, forum: Forum, party: number): boolean {
  const { isState, chair } = run.scenario;
  return isState[party] === 0 && party !== chair && forum.isMember[party] === 0;
}

/** Who sits in: its members, and the others without a vote where they are let in. */
function sitsIn(run: Run, forum: Forum, party: number): boolean {
  if (forum.isMember[party] === 1) return true;
  return run.i32['forum.admits'][forum.slot] === 1 && isObserver(run, forum, party);
}

function toAct(run: Run, phase: Phase, turnIndex: number, turn: Turn): boolean {
  const forum = forumOf(phase, turnIndex);
  if (forum === undefined) return false;
  turn.count = 0;
  if (turnIndex === 0) openRound(run, phase);
  const step = turnIndex % stepCount;
  turn.question = [Question.object, Question.confer, Question.propose, Question.draft, Question.judge][step];
  turn.subject[0] = step === Step.observers ? Subject.observers : Subject.forum;
  turn.subject[1] = forum.index;
  if (!isMeeting(run, forum)) return true;
  if (step === Step.observers) askAboutObservers(run, forum, turn);
  else if (step === Step.draft) turn.seats[turn.count++] = forum.pen;
  else if (step !== Step.confer || (phase.parameters as ContactGroups).bilaterals) {
    askThoseInside(run, forum, step, turn);
    if (speaksInGroups(phase)) letSpokespersonsSpeak(run, forum, turn, step === Step.judge);
  }
  return true;
}

/** Once, when the group first meets. */
function askAboutObservers(run: Run, forum: Forum, turn: Turn): void {
  if (forum.observers !== 'unless-a-third-objects' || run.i32['forum.admits'][forum.slot] >= 0) return;
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    if (forum.isMember[states[s]] === 1 && mayAct(run, states[s])) turn.seats[turn.count++] = states[s];
  }
}

/** All who sit in speak; states decide. */
function askThoseInside(run: Run, forum: Forum, step: number, turn: Turn): void {
  const { partyCount, isState } = run.scenario;
  for (let party = 0; party < partyCount; party++) {
    if (!sitsIn(run, forum, party) || !mayAct(run, party)) continue;
    if ((step === Step.judge || step === Step.confer) && isState[party] === 0) continue;
    turn.seats[turn.count++] = party;
  }
}

function speaksInGroups(phase: Phase): boolean {
  return (phase.parameters as ContactGroups).speak === 'groups';
}

function apply(run: Run, phase: Phase, turnIndex: number, turn: Turn): void {
  const forum = forumOf(phase, turnIndex) as Forum;
  switch (turnIndex % stepCount) {
    case Step.observers:
      if (run.i32['forum.admits'][forum.slot] < 0) decideOnObservers(run, forum, turn);
      return;
    case Step.confer:
      if (turn.count > 0) confer(run, forum, turn);
      return;
    case Step.support:
      keepPledges(run, turn);
      if (speaksInGroups(phase)) supportAsBlocs(run, forum, turn);
      for (let i = 0; i < turn.count; i++) takeSupport(run, forum, turn.seats[i]);
      return;
    case Step.draft:
      if (turn.count > 0) takeDraft(run, forum, turn, run.loop[Loop.phaseRound] === 0);
      return;
    default:
      if (speaksInGroups(phase)) judgeAsBlocs(run, forum, turn);
      for (let i = 0; i < turn.count; i++) {
        takeObjections(run, forum, turn.seats[i], accepts(run, turn.seats[i]));
      }
      if (turn.count > 0) closeAndReopen(run, forum);
  }
}

/** Observers sit in unless a third of the states asked objects. */
function decideOnObservers(run: Run, forum: Forum, turn: Turn): void {
  let objections = 0;
  for (let i = 0; i < turn.count; i++) {
    if (run.answers[turn.seats[i] * run.scenario.answerWidth] === 1) objections++;
  }
  const admitted = objections === 0 || objections * thirdOfStates < turn.count;
  run.i32['forum.admits'][forum.slot] = admitted ? 1 : 0;
  run.emit(EventKind.observersDecided, -1, forum.audience, admitted ? 1 : 0, objections);
  for (let k = 0; k < run.scenario.issueCount; k++) if (holds(run, forum, k)) seat(run, forum, k);
}

/** Who is inside where an issue is worked on. */
function seat(run: Run, forum: Forum, issue: number): void {
  const { partyCount, issueCount } = run.scenario;
  for (let party = 0; party < partyCount; party++) {
    const inside = sitsIn(run, forum, party) || party === forum.pen;
    run.i32['forum.inside'][party * issueCount + issue] = inside ? 1 : 0;
  }
}

/** Gives an issue to a forum, with the text as it stands where it comes from. */
function hand(run: Run, forum: Forum, issue: number): void {
  run.i32['forum.holder'][issue] = forum.index;
  seat(run, forum, issue);
}

/** Closes the doors of a forum behind an issue: its text, and whether it is agreed, stay inside. */
function takeInside(run: Run, forum: Forum, issue: number, option: number, agreed: number): void {
  const { partyCount, issueCount } = run.scenario;
  for (let party = 0; party < partyCount; party++) {
    const at = party * issueCount + issue;
    run.i32['forum.text'][at] = -1;
    run.i32['forum.support'][at] = -1;
    run.i32['forum.objection'][at] = 0;
  }
  run.i32['forum.draft'][issue] = forum.isClosed ? option : -1;
  run.i32['forum.agreed'][issue] = forum.isClosed ? agreed : 0;
}

function begin(run: Run, phase: Phase): void {
  beginText(run);
  run.i32['forum.admits'].fill(-1);
  // The innermost first: an issue is with the deepest group that names it.
  for (const forum of phase.forums) {
    const { observers } = forum;
    run.i32['forum.admits'][forum.slot] = typeof observers === 'boolean' ? Number(observers) : -1;
    convene(run, phase, forum);
  }
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    if (isExploring(run, states[s])) run.sendParty(states[s], stateChart.event.TEXT);
  }
}

function convene(run: Run, phase: Phase, forum: Forum): void {
  let count = 0;
  for (let k = 0; k < run.scenario.issueCount; k++) {
    if (forum.hasIssue[k] === 0) continue;
    count++;
    if (run.i32['forum.holder'][k] >= 0) continue;
    hand(run, forum, k);
    takeInside(run, forum, k, run.i32['text.option'][k], run.i32['text.closed'][k]);
  }
  run.emit(EventKind.groupConvened, -1, forum.audience, audienceOfParent(phase, forum), count);
}

function parentOf(run: Run, phase: Phase, forum: Forum): Forum {
  return phase.forums.find(({ index }) => index === forum.parent) ?? run.scenario.plenary;
}

function audienceOfParent(phase: Phase, forum: Forum): number {
  return phase.forums.find(({ index }) => index === forum.parent)?.audience ?? -1;
}

/** Whether the group holds issues, all of them agreed. */
function isDone(run: Run, forum: Forum): boolean {
  const agreed = agreedIn(run, forum);
  let count = 0;
  for (let k = 0; k < run.scenario.issueCount; k++) {
    if (!holds(run, forum, k)) continue;
    if (agreed[k] === 0 && run.i32['talks.admitted'][k] === 1) return false;
    count++;
  }
  return count > 0;
}

/** How many options of an issue are supported in a forum or stand in its text. */
function optionsLeft(run: Run, forum: Forum, issue: number): number {
  const { partyCount, issueCount } = run.scenario;
  const supported = supportOf(run, forum);
  let bits = 1 << textOf(run, forum)[issue];
  for (let party = 0; party < partyCount; party++) {
    const option = supported[party * issueCount + issue];
    if (option >= 0 && run.i32['forum.inside'][party * issueCount + issue] === 1) bits |= 1 << option;
  }
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** The text goes back to the parent: agreed options closed, the rest as brackets; who said what stays. */
function returnText(run: Run, phase: Phase, forum: Forum): void {
  if (!isMeeting(run, forum)) return;
  const parent = parentOf(run, phase, forum);
  let brackets = 0;
  for (let k = 0; k < run.scenario.issueCount; k++) {
    if (!holds(run, forum, k)) continue;
    const option = textOf(run, forum)[k];
    const agreed = agreedIn(run, forum)[k];
    if (agreed === 0) brackets++;
    const left = optionsLeft(run, forum, k);
    if (parent.index >= 0) hand(run, parent, k);
    else run.i32['forum.holder'][k] = -1;
    receive(run, forum, parent, k, option, agreed);
    run.emit(EventKind.issueReturned, -1, k, option, agreed === 1 ? 0 : left);
  }
  run.emit(EventKind.groupReturned, -1, forum.audience, audienceOfParent(phase, forum), brackets);
}

/** The parent goes on with the text of the group; an open one makes it public. */
function receive(run: Run, forum: Forum, parent: Forum, issue: number, option: number, agreed: number): void {
  if (forum.isClosed || parent.isClosed) takeInside(run, parent, issue, option, agreed);
  if (parent.isClosed) {
    showDraft(run, parent, forum.pen, issue);
    return;
  }
  if (!forum.isClosed) return;
  if (run.i32['text.option'][issue] !== option) {
    run.i32['text.option'][issue] = option;
    run.emit(EventKind.textTabled, -1, issue, option, run.i32['text.revision'][0]);
  }
  if (agreed === run.i32['text.closed'][issue]) return;
  run.i32['text.closed'][issue] = agreed;
  run.emit(agreed === 1 ? EventKind.issueClosed : EventKind.issueReopened, -1, issue, option, 0);
}

function endRound(run: Run, phase: Phase): RoundEnd {
  const isLast = run.loop[Loop.phaseRound] + 1 >= phase.rounds;
  // What a group gets back in this round it has not looked at: who returns is settled first.
  const returning = phase.forums.filter((forum) => isLast || isDone(run, forum));
  if (returning.length > 0) run.i32['text.revision'][0]++;
  for (const forum of returning) returnText(run, phase, forum);
  return phase.forums.some((forum) => isMeeting(run, forum)) ? 'next-round' : 'phase-over';
}

/** Doors that the kind of a group stands for, unless the scenario says otherwise. */
function observerRule({ kind, observers }: ContactGroups['groups'][number]): ObserverRule {
  return observers ?? (kind === 'contact-group' ? 'unless-a-third-objects' : false);
}

/** The protocol of contact groups. */
export const contactGroups: Protocol = {
  id: 'contact-groups',
  title: 'Contact groups',
  summary: 'parts of the text go to groups with a facilitator and come back agreed or in brackets',
  source:
    'UNFCCC practice: draft rules of procedure (FCCC/CP/1996/2), rule 27; conclusions on observers in ' +
    'contact groups (decision 18/CP.4)',
  parameters,
  slices: [...forumSlices, ...bilateralSlices],
  asks: ['object', 'confer', 'propose', 'draft', 'judge'],
  needs: { notAfter: 'adoption' },
  openness: (settings) => (settings as ContactGroups).openness,
  forums: (settings) =>
    (settings as ContactGroups).groups.map((given) => ({
      id: given.id,
      title: given.title,
      members: given.members,
      issues: given.issues,
      chair: given.chair,
      parent: given.parent,
      isClosed: given.kind !== 'contact-group',
      observers: observerRule(given),
    })),
  check: (phase, file) => [
    ...checkForums((phase.with as ContactGroups).groups, file),
    ...checkSpeaking(phase, file),
  ],
  begin,
  toAct,
  legal: (run, _phase, turn, seat) =>
    turn.question === Question.confer ? isPartner(run, turn, seat) : undefined,
  apply,
  endRound,
};

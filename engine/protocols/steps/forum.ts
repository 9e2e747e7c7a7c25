/**
 * The machinery of a negotiating text, for the conference as a whole and for every group that works on a part
 * of it (Fisher’s one-text procedure). A forum is who sits there, which issues it may touch, who holds the
 * pen, and whether it is closed: what is said behind closed doors goes to slices and events that only those
 * inside may see, until the text is returned.
 */
import { stateChart } from '../../agents/index.ts';
import { limits } from '../../limits.ts';
import { settleNested, standsIn } from '../../preferences/nesting.ts';
import { Verdict } from '../../questions/index.ts';
import type { Forum, Run, Turn } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';
import { isInRoom } from './room.ts';

const hasWalkedOut = stateChart.in('stance.walkedOut');

/**
 * Whether a party takes part: invited, not the chair, and a state holds a live mandate and has not walked
 * out.
 */
export function mayAct(run: Run, party: number): boolean {
  if (run.i32['talks.present'][party] === 0 || party === run.scenario.chair) return false;
  return run.scenario.isState[party] === 0 || isInRoom(run, party);
}

/** Starts with today’s practice, or goes on with the text that earlier talks have left. */
export function beginText(run: Run): void {
  if (run.i32['text.revision'][0] > 0) return;
  run.i32['text.option'].set(run.scenario.reversion);
  run.i32['text.closed'].fill(0);
}

/** Starts as `beginText` does, with every issue open: for protocols that settle all of them anew. */
export function reopenText(run: Run): void {
  beginText(run);
  const closed = run.i32['text.closed'];
  for (let k = 0; k < closed.length; k++) {
    if (closed[k] === 0) continue;
    closed[k] = 0;
    run.emit(EventKind.issueReopened, -1, k, run.i32['text.option'][k], 0);
  }
}

/** Whether an issue is with a forum now; all issues are the plenary’s where no group holds them. */
export function holds(run: Run, forum: Forum, issue: number): boolean {
  return forum.index < 0 || run.i32['forum.holder'][issue] === forum.index;
}

/** Option of each issue in the text the forum works on. */
export function textOf(run: Run, forum: Forum): Int32Array {
  return forum.isClosed ? run.i32['forum.draft'] : run.i32['text.option'];
}

/** Option that each party supports in the forum: party × issues + issue, −1 for none. */
export function supportOf(run: Run, forum: Forum): Int32Array {
  return forum.isClosed ? run.i32['forum.support'] : run.i32['text.support'];
}

/** 1 where a party objects in the forum: party × issues + issue. */
function objectionOf(run: Run, forum: Forum): Int32Array {
  return forum.isClosed ? run.i32['forum.objection'] : run.i32['text.objection'];
}

/** 1 for issues that the forum has provisionally agreed on. */
export function agreedIn(run: Run, forum: Forum): Int32Array {
  return forum.isClosed ? run.i32['forum.agreed'] : run.i32['text.closed'];
}

/** Index in `audiences` of those who sit in a forum now. */
function audienceOf(run: Run, forum: Forum): number {
  return forum.audience + run.i32['forum.admits'][forum.slot];
}

/** Tells what a party said to whoever may hear it. */
function tell(run: Run, forum: Forum, open: number, closed: number, seat: number, k: number, option: number) {
  if (forum.isClosed) run.emit(closed, seat, k, option, audienceOf(run, forum));
  else run.emit(open, seat, k, option, 0);
}

/** A party supports an option from now on; how much nearer to the text it came, negative when it left. */
export function support(run: Run, forum: Forum, party: number, issue: number, option: number): number {
  const { issueCount } = run.scenario;
  const supported = supportOf(run, forum);
  const before = supported[party * issueCount + issue];
  if (before === option) return 0;
  supported[party * issueCount + issue] = option;
  tell(run, forum, EventKind.supported, EventKind.supportedInGroup, party, issue, option);
  return before < 0 ? 0 : approach(run, forum, issue, before, option);
}

/** How much nearer to the text a move from one option to another comes; negative when it moves away. */
function approach(run: Run, forum: Forum, issue: number, before: number, after: number): number {
  const { position, stride } = run.scenario;
  const text = position[issue * stride + textOf(run, forum)[issue]];
  return (
    Math.abs(position[issue * stride + before] - text) - Math.abs(position[issue * stride + after] - text)
  );
}

/** Takes the options that the answers of a turn support; gives the concession of one party. */
export function takeSupport(run: Run, forum: Forum, party: number): number {
  const { issueCount, answerWidth } = run.scenario;
  const { answers } = run;
  const supported = supportOf(run, forum);
  let concession = 0;
  for (let k = 0; k < issueCount; k++) {
    const option = answers[party * answerWidth + k];
    // Most stay where they are.
    if (supported[party * issueCount + k] === option || !holds(run, forum, k)) continue;
    concession += support(run, forum, party, k, option);
  }
  return concession;
}

/** The whole text as a forum works on it, and as it was before a draft; overwritten by every draft. */
const whole = new Int32Array(limits.issues);
const beforeDraft = new Int32Array(limits.issues);

/**
 * Reads the whole text around a forum into `whole`: a sentence that no closed group holds stands in the
 * public text, and the clauses inside it hang on it there.
 */
function readWhole(run: Run, forum: Forum): void {
  whole.set(run.i32['text.option']);
  if (!forum.isClosed) return;
  const draft = run.i32['forum.draft'];
  for (let k = 0; k < draft.length; k++) if (draft[k] >= 0) whole[k] = draft[k];
}

/**
 * Puts what the holder of the pen drafted in the text, on the issues of the forum that are open and on the
 * agenda.
 *
 * @param isFirst whether the forum has had no text before: then every option is told
 */
export function takeDraft(run: Run, forum: Forum, turn: Turn, isFirst: boolean): void {
  const { issueCount, answerWidth } = run.scenario;
  const text = textOf(run, forum);
  const agreed = agreedIn(run, forum);
  const isDrafted = (k: number) =>
    turn.count > 0 && agreed[k] === 0 && run.i32['talks.admitted'][k] === 1 && holds(run, forum, k);
  if (!forum.isClosed) run.i32['text.revision'][0]++;
  readWhole(run, forum);
  beforeDraft.set(whole);
  for (let k = 0; k < issueCount; k++) {
    if (isDrafted(k)) whole[k] = run.answers[turn.seats[0] * answerWidth + k];
  }
  // What stands inside a sentence that is gone goes back to its reversion.
  settleNested(run.scenario.nesting, whole);
  for (let k = 0; k < issueCount; k++) {
    // A closed group writes in no draft but its own.
    if (forum.isClosed && !holds(run, forum, k)) continue;
    text[k] = whole[k];
    if (text[k] === beforeDraft[k] && !(isFirst && isDrafted(k))) continue;
    if (forum.isClosed) showDraft(run, forum, turn.seats[0], k);
    else run.emit(EventKind.textTabled, -1, k, text[k], run.i32['text.revision'][0]);
  }
}

/** Everybody inside knows the draft of a closed forum, and nobody else. */
export function showDraft(run: Run, forum: Forum, pen: number, issue: number): void {
  const { issueCount, partyCount } = run.scenario;
  const option = run.i32['forum.draft'][issue];
  for (let party = 0; party < partyCount; party++) {
    const at = party * issueCount + issue;
    if (run.i32['forum.inside'][at] === 1) run.i32['forum.text'][at] = option;
  }
  run.emit(EventKind.draftedInGroup, pen, issue, option, audienceOf(run, forum));
}

/** Whether the answer of a seat to the text objects to nothing. */
export function accepts(run: Run, party: number): boolean {
  return run.answers[party * run.scenario.answerWidth] !== Verdict.object;
}

/** Takes the objections of a party to issues of the forum. */
export function takeObjections(run: Run, forum: Forum, party: number, isAccepting: boolean): void {
  const { issueCount, answerWidth } = run.scenario;
  const objection = objectionOf(run, forum);
  const text = textOf(run, forum);
  const { answers } = run;
  for (let k = 0; k < issueCount; k++) {
    if (!holds(run, forum, k)) continue;
    const objects = !isAccepting && answers[party * answerWidth + 1 + k] === 1;
    objection[party * issueCount + k] = objects ? 1 : 0;
    if (objects) tell(run, forum, EventKind.objected, EventKind.objectedInGroup, party, k, text[k]);
  }
}

/** Whether every state that sits in the forum supports the option that stands in its text. */
function isUnanimous(run: Run, forum: Forum, issue: number): boolean {
  const { states, issueCount } = run.scenario;
  const supported = supportOf(run, forum);
  const option = textOf(run, forum)[issue];
  for (let s = 0; s < states.length; s++) {
    if (forum.isMember[states[s]] === 0 || !mayAct(run, states[s])) continue;
    if (supported[states[s] * issueCount + issue] !== option) return false;
  }
  return true;
}

function isObjectedTo(run: Run, forum: Forum, issue: number): boolean {
  const { states, issueCount } = run.scenario;
  const objection = objectionOf(run, forum);
  for (let s = 0; s < states.length; s++) {
    if (forum.isMember[states[s]] === 0) continue;
    if (objection[states[s] * issueCount + issue] === 1 && !hasWalkedOut(run, states[s])) return true;
  }
  return false;
}

/** Settles the issues of the forum that no state objects to, or that all support; opens the others again. */
export function closeAndReopen(run: Run, forum: Forum): void {
  const agreed = agreedIn(run, forum);
  const text = textOf(run, forum);
  readWhole(run, forum);
  for (let k = 0; k < run.scenario.issueCount; k++) {
    if (run.i32['talks.admitted'][k] === 0 || !holds(run, forum, k)) continue;
    // What stands in no sentence of the text is not settled: it opens with the sentence that has its place.
    const stands = standsIn(run.scenario.nesting, whole, k);
    const settled = stands && (!isObjectedTo(run, forum, k) || isUnanimous(run, forum, k));
    if (!forum.isClosed && settled && agreed[k] === 0) run.emit(EventKind.issueClosed, -1, k, text[k], 0);
    if (!forum.isClosed && !settled && agreed[k] === 1) run.emit(EventKind.issueReopened, -1, k, text[k], 0);
    agreed[k] = settled ? 1 : 0;
  }
}

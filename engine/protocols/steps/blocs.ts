/**
 * Blocs at the table: a spokesperson answers, and members who joined the common position follow. A member
 * breaks ranks, and answers for itself, when the text crosses a red line of its own.
 */
import * as z from 'zod';
import { Verdict } from '../../questions/index.ts';
import type { Forum, Run, Turn } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';
import { unknownId } from '../../scenario/checks.ts';
import type { Finding } from '../../scenario/problems.ts';
import type { PhaseFile, ScenarioFile } from '../../scenario/schema.ts';
import { holds, mayAct, supportOf, textOf } from './forum.ts';

/** Groups that are named and exist, and no party in two of them; `key` names the parameter. */
export function checkBlocs(blocs: readonly string[], key: string, file: ScenarioFile): Finding[] {
  const known = file.groups.map(({ id }) => id);
  const groupOf = new Map<string, string>();
  return blocs.flatMap((bloc, place) => {
    const path = ['with', key, place];
    const group = file.groups.find(({ id }) => id === bloc);
    if (group === undefined) return [unknownId(path, bloc, 'group', known)];
    const states = file.parties.filter(({ id, kind }) => kind === 'state' && group.members.includes(id));
    if (states.length === 0) {
      return [{ path, code: 'empty-group' as const, message: `no state is a member of ${bloc}` }];
    }
    const twice = states.find(({ id }) => groupOf.has(id));
    for (const { id } of states) groupOf.set(id, groupOf.get(id) ?? bloc);
    if (twice === undefined) return [];
    const message = `${twice.id} is a member of ${groupOf.get(twice.id)} and of ${bloc}`;
    return [{ path, code: 'two-blocs' as const, message }];
  });
}

/** The parameter of protocols that hear either every delegation or the spokespersons of groups. */
export const speakParameter = z
  .enum(['delegations', 'groups'])
  .default('delegations')
  .describe('who speaks: every delegation, or the spokespersons of groups that have caucused before');

/** Groups can speak only after they have caucused. */
export function checkSpeaking(phase: PhaseFile, file: ScenarioFile): Finding[] {
  if (phase.with['speak'] !== 'groups') return [];
  const here = file.phases.indexOf(phase);
  if (file.phases.slice(0, here).some(({ protocol }) => protocol === 'caucus')) return [];
  const message = 'groups have no spokespersons before a phase with the protocol caucus';
  return [{ path: ['with', 'speak'], code: 'phase-order', message }];
}

/** Who speaks for a group: whom it names, if that is a state at the table, else its most capable state. */
function spokespersonOf(run: Run, group: number): number {
  const { groups, capability, isState } = run.scenario;
  const { members, spokesperson } = groups[group];
  if (spokesperson >= 0 && isState[spokesperson] === 1 && mayAct(run, spokesperson)) return spokesperson;
  let chosen = -1;
  for (let i = 0; i < members.length; i++) {
    const party = members[i];
    if (isState[party] === 0 || !mayAct(run, party)) continue;
    if (chosen < 0 || capability[party] > capability[chosen]) chosen = party;
  }
  return chosen;
}

/** The states of a group negotiate together from now on, with one voice. */
export function formBloc(run: Run, group: number): void {
  const { groups, isState } = run.scenario;
  const speaker = spokespersonOf(run, group);
  const { members } = groups[group];
  for (let i = 0; i < members.length; i++) {
    if (isState[members[i]] === 0) continue;
    run.i32['bloc.group'][members[i]] = group;
    run.i32['bloc.speaker'][members[i]] = speaker;
  }
  if (speaker >= 0) run.emit(EventKind.spokespersonNamed, speaker, group, 0, 0);
}

/** Forgets every bloc. */
export function dissolveBlocs(run: Run): void {
  run.i32['bloc.group'].fill(-1);
  run.i32['bloc.speaker'].fill(-1);
  run.i32['bloc.position'].fill(-1);
  run.i32['bloc.follows'].fill(0);
  run.i32['bloc.wish'].fill(-1);
  run.i32['bloc.offer'].fill(-1);
}

/** Who speaks for a party in a forum; itself when its spokesperson does not sit there or may not act. */
function speakerIn(run: Run, forum: Forum, party: number): number {
  const speakers = run.i32['bloc.speaker'];
  const speaker = speakers === undefined ? -1 : speakers[party];
  return speaker >= 0 && forum.isMember[speaker] === 1 && mayAct(run, speaker) ? speaker : party;
}

/** Whether the text of the forum crosses a red line of a party. */
function crossesRedLine(run: Run, forum: Forum, party: number): boolean {
  const { issueCount, lowestOption, highestOption } = run.scenario;
  const text = textOf(run, forum);
  for (let k = 0; k < issueCount; k++) {
    const at = party * issueCount + k;
    if (run.i32['talks.admitted'][k] === 0 || !holds(run, forum, k)) continue;
    if (text[k] < lowestOption[at] || text[k] > highestOption[at]) return true;
  }
  return false;
}

/**
 * Leaves in a turn only those who speak for themselves or for their group.
 *
 * @param isJudging when a text is judged, a member whose red line it crosses answers for itself
 */
export function letSpokespersonsSpeak(run: Run, forum: Forum, turn: Turn, isJudging: boolean): void {
  let count = 0;
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const isFollower = speakerIn(run, forum, party) !== party;
    if (isFollower && !(isJudging && crossesRedLine(run, forum, party))) continue;
    turn.seats[count++] = party;
  }
  turn.count = count;
}

/** An option between the common position and the text: a spokesperson concedes from it, and not past it. */
function withinMandate(position: number, text: number, said: number): number {
  if (position < 0) return said;
  return Math.min(Math.max(said, Math.min(position, text)), Math.max(position, text));
}

function isFollowed(run: Run, party: number, issue: number): boolean {
  return run.i32['bloc.follows'][party * run.scenario.issueCount + issue] === 1;
}

/** Holds what a spokesperson said to the common position, on the issues on which it has joined it. */
export function holdToMandate(run: Run, forum: Forum, turn: Turn): void {
  const { issueCount, answerWidth } = run.scenario;
  const text = textOf(run, forum);
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    if (run.i32['bloc.speaker']?.[party] !== party) continue;
    for (let k = 0; k < issueCount; k++) {
      if (!isFollowed(run, party, k)) continue;
      const at = party * answerWidth + k;
      const position = run.i32['bloc.position'][party * issueCount + k];
      run.answers[at] = withinMandate(position, text[k], run.answers[at]);
    }
  }
}

/** Followers of the spokespersons in a turn that are not in it themselves, with a row of answers each. */
function addFollowers(
  run: Run,
  forum: Forum,
  turn: Turn,
  answer: (party: number, speaker: number) => void,
): void {
  const { states } = run.scenario;
  const asked = turn.count;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    const speaker = speakerIn(run, forum, party);
    if (speaker === party || forum.isMember[party] === 0 || !mayAct(run, party)) continue;
    if (isIn(turn, asked, party) || !isIn(turn, asked, speaker)) continue;
    answer(party, speaker);
    turn.seats[turn.count++] = party;
  }
  turn.seats.subarray(0, turn.count).sort((a, b) => a - b);
}

function isIn(turn: Turn, count: number, party: number): boolean {
  for (let i = 0; i < count; i++) if (turn.seats[i] === party) return true;
  return false;
}

/** Members support what their spokesperson does, where they follow and it stays inside their red lines. */
export function supportAsBlocs(run: Run, forum: Forum, turn: Turn): void {
  const { issueCount, answerWidth, lowestOption, highestOption } = run.scenario;
  holdToMandate(run, forum, turn);
  addFollowers(run, forum, turn, (party, speaker) => {
    for (let k = 0; k < issueCount; k++) {
      const at = party * issueCount + k;
      const said = run.answers[speaker * answerWidth + k];
      const isInside = said >= lowestOption[at] && said <= highestOption[at];
      const own = run.i32['bloc.wish'][at];
      const before = supportOf(run, forum)[at];
      const apart =
        own >= 0 ? own : before >= 0 ? before : clampTo(said, lowestOption[at], highestOption[at]);
      run.answers[party * answerWidth + k] = isFollowed(run, party, k) && isInside ? said : apart;
    }
  });
}

function clampTo(option: number, lowest: number, highest: number): number {
  return Math.min(Math.max(option, lowest), highest);
}

/**
 * Members judge as their spokesperson does. One whose red line is crossed objects to that on its own, and
 * stays bound where it joined the common position.
 */
export function judgeAsBlocs(run: Run, forum: Forum, turn: Turn): void {
  const { answerWidth } = run.scenario;
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const speaker = speakerIn(run, forum, party);
    if (speaker !== party) breakRanks(run, forum, party, speaker);
  }
  addFollowers(run, forum, turn, (party, speaker) => {
    for (let at = 0; at < answerWidth; at++) {
      run.answers[party * answerWidth + at] = run.answers[speaker * answerWidth + at];
    }
  });
}

/** Where a member is bound its spokesperson’s verdict counts, elsewhere its own. */
function breakRanks(run: Run, forum: Forum, party: number, speaker: number): void {
  const { answerWidth, issueCount, lowestOption, highestOption } = run.scenario;
  const text = textOf(run, forum);
  let objections = 0;
  for (let k = 0; k < issueCount; k++) {
    const at = party * issueCount + k;
    const own = party * answerWidth + 1 + k;
    const said = run.answers[speaker * answerWidth + 1 + k];
    const isInside = text[k] >= lowestOption[at] && text[k] <= highestOption[at];
    if (isInside && isFollowed(run, party, k)) run.answers[own] = said;
    objections += run.answers[own];
    if (run.answers[own] === 1 && said === 0 && holds(run, forum, k)) {
      run.emit(EventKind.brokeRanks, party, k, text[k], 0);
    }
  }
  if (objections > 0) run.answers[party * answerWidth] = Verdict.object;
}

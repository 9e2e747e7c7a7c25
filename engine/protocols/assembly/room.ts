/** Who is in the room, in which order they are given the floor, and the small things every step needs. */
import { standsIn } from '../../preferences/nesting.ts';
import { At } from '../../rules/procedure.ts';
import type { Phase, Run, Turn } from '../../run/contract.ts';
import { streamId } from '../../run/draws.ts';
import { EventKind } from '../../run/events.ts';
import { Loop } from '../../run/loop-position.ts';
import { isInRoom } from '../steps/room.ts';
import { parametersOf } from './parameters.ts';

const speakingOrder = streamId('assembly.speaking-order');

/** The numbers that say where the assembly stands; places are `At`. */
export const stateOf = (run: Run): Int32Array => run.i32['assembly.state'];

/** Sets the step that comes next. */
export function go(run: Run, step: number): void {
  stateOf(run)[At.step] = step;
}

/** Whether this is the last round that the phase has: there is no later meeting. */
export const isLastMeeting = (run: Run, phase: Phase): boolean =>
  run.loop[Loop.phaseRound] + 1 >= phase.rounds;

/** Whether a member is in the room: a state with a mandate that has not walked out. */
export function isMemberInRoom(run: Run, party: number): boolean {
  return run.scenario.isState[party] === 1 && isInRoom(run, party);
}

/** Whether a party may be heard: a member in the room, or an invited observer where observers are heard. */
function mayBeHeard(run: Run, phase: Phase, party: number): boolean {
  if (party === run.scenario.chair) return false;
  if (run.scenario.isState[party] === 1) return isMemberInRoom(run, party);
  return parametersOf(phase).hearObservers && run.i32['talks.present'][party] === 1;
}

/** Asks every delegation that may be heard, in the order of the list of speakers. */
export function askDelegations(run: Run, phase: Phase, turn: Turn): void {
  const order = run.i32['assembly.order'];
  for (let place = 0; place < order.length; place++) {
    if (mayBeHeard(run, phase, order[place])) turn.seats[turn.count++] = order[place];
  }
}

/** Asks the members in the room for whom `isAsked` holds, in the order of the list of speakers. */
export function askMembers(run: Run, turn: Turn, isAsked: (party: number) => boolean = () => true): void {
  const order = run.i32['assembly.order'];
  for (let place = 0; place < order.length; place++) {
    const party = order[place];
    if (isMemberInRoom(run, party) && isAsked(party)) turn.seats[turn.count++] = party;
  }
}

/** Sets what the turn is about. */
export function about(turn: Turn, kind: number, first = 0, second = 0): void {
  turn.subject[0] = kind;
  turn.subject[1] = first;
  turn.subject[2] = second;
}

/** Parties sorted by name, those of one name by their index. */
function byName(run: Run): number[] {
  const { parties } = run.scenario.file;
  const compare = (a: number, b: number): number => {
    const [first, second] = [parties[a].name, parties[b].name];
    return first < second ? -1 : first > second ? 1 : a - b;
  };
  return run.scenario.partyIds.map((_, party) => party).sort(compare);
}

/** Draws up the roll and the list of speakers, at the first meeting. */
export function drawUpLists(run: Run, phase: Phase): void {
  const { isState } = run.scenario;
  const named = byName(run);
  run.i32['assembly.roll'].set(named.filter((party) => isState[party] === 1));
  const order = run.i32['assembly.order'];
  order.set(named);
  if (parametersOf(phase).speaking === 'names') return;
  const lot = Float64Array.from(named, (_, party) => run.uniform(speakingOrder, party));
  order.sort((a, b) => lot[a] - lot[b] || a - b);
}

/** Members in the room. */
export function countMembers(run: Run): number {
  const { states } = run.scenario;
  let present = 0;
  for (let s = 0; s < states.length; s++) if (isMemberInRoom(run, states[s])) present++;
  return present;
}

/**
 * Whether a clause is before the assembly: on the agenda, not voted out of the text, and not inside a
 * sentence that the text does not hold.
 */
export const isStanding = (run: Run, issue: number): boolean =>
  run.i32['talks.admitted'][issue] === 1 &&
  run.i32['assembly.gone'][issue] === 0 &&
  standsIn(run.scenario.nesting, run.i32['text.option'], issue);

/** Puts an option in the text in hand, and says so. */
export function writeText(run: Run, issue: number, option: number): void {
  run.i32['text.option'][issue] = option;
  run.emit(EventKind.textReads, -1, issue, option, run.i32['text.revision'][0]);
}

/** The first integer of a seat’s answer in this turn. */
export const answerOf = (run: Run, seat: number, place = 0): number =>
  run.answers[seat * run.scenario.answerWidth + place];

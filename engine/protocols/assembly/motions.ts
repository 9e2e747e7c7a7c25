/**
 * The floor: interventions within the list and its limits, and procedural motions, which are taken up in
 * their order of precedence (rules 71–77, 81, 89).
 */
import type { Code } from '../../codes.ts';
import { Ballot } from '../../rules/decision.ts';
import {
  At,
  Division,
  motionRules,
  type ProcedureRefusal,
  procedureRefusals,
  Step,
} from '../../rules/procedure.ts';
import type { Phase, Run, Turn } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';
import { FloorAction, Motion, motions } from '../../run/motions.ts';
import { contestedAmendment, isSponsor } from './amendments.ts';
import { parametersOf } from './parameters.ts';
import { answerOf, isStanding, stateOf } from './room.ts';

type Refused = (ProcedureRefusal & Code) | undefined;

const whenOf: Readonly<Record<number, string>> = {
  [Step.floor]: 'debate',
  [Step.appeal]: 'ruling',
  [Step.explain]: 'decided',
};

const stands = (run: Run, issue: number): boolean => issue >= 0 && isStanding(run, issue);

/** Why a procedural motion is out of order; undefined when it is in order. */
function motionRefusal(run: Run, party: number, motion: number, issue: number): Refused {
  const state = stateOf(run);
  if (run.scenario.isState[party] === 0) return 'motion-not-yours';
  if (motionRules[motions[motion]].when !== whenOf[state[At.step]]) return 'motion-not-now';
  switch (motion) {
    case Motion.divide:
      if (!stands(run, issue)) return 'motion-needs-clause';
      return run.i32['assembly.division'][issue] === Division.none ? undefined : 'motion-no-ground';
    case Motion['point-of-order']:
      if (!stands(run, issue)) return 'motion-needs-clause';
      if (run.i32['assembly.ruled'][issue] === 1) return 'motion-no-ground';
      return contestedAmendment(run, issue) < 0 ? 'motion-no-ground' : undefined;
    case Motion.reconsider:
      return state[At.result] === 0 || state[At.reconsidered] === 1 ? 'motion-no-ground' : undefined;
    default:
      return undefined;
  }
}

/** Why a party may not speak now; undefined when it may. */
function speechRefusal(run: Run, phase: Phase, party: number): Refused {
  const state = stateOf(run);
  const { interventions, voting } = parametersOf(phase);
  if (state[At.step] === Step.appeal) return 'motion-not-now';
  if (state[At.step] === Step.explain) {
    if (voting === 'secret') return 'explanation-of-secret';
    return isSponsor(run, party) ? 'explanation-by-sponsor' : undefined;
  }
  if (state[At.listClosed] === 1) return 'list-closed';
  return run.i32['assembly.interventions'][party] >= interventions ? 'time-used' : undefined;
}

/** Why what a party wants to do with the floor is out of order; undefined when it is in order. */
export function floorRefusal(run: Run, phase: Phase, party: number): Refused {
  const action = answerOf(run, party);
  if (action === FloorAction.pass) return undefined;
  if (action === FloorAction.speak) return speechRefusal(run, phase, party);
  return motionRefusal(run, party, answerOf(run, party, 1), answerOf(run, party, 2) - 1);
}

function speak(run: Run, party: number): void {
  const state = stateOf(run);
  if (state[At.step] === Step.explain) {
    run.emit(EventKind.explainedVote, party, 0, 0, 0);
    return;
  }
  const used = ++run.i32['assembly.interventions'][party];
  run.emit(EventKind.spoke, party, ++state[At.spoken], used, 0);
}

/** Takes what the delegations do with the floor: speeches at once, motions to be taken up in their order. */
export function takeFloor(run: Run, phase: Phase, turn: Turn): void {
  takeFloorWith(run, phase, turn, holdMotion);
}

/** Whether anybody appeals against the ruling just given; motions that wait are left as they are. */
export function isAppealed(run: Run, phase: Phase, turn: Turn): boolean {
  let appeals = 0;
  takeFloorWith(run, phase, turn, () => appeals++);
  return appeals > 0;
}

/** A motion in order: what is done with it. */
type OnMotion = (run: Run, party: number, motion: number, issue: number) => void;

function takeFloorWith(run: Run, phase: Phase, turn: Turn, onMotion: OnMotion): void {
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const action = answerOf(run, party);
    if (action === FloorAction.pass) continue;
    const refusal = floorRefusal(run, phase, party);
    const code = refusal === undefined ? -1 : procedureRefusals.indexOf(refusal);
    if (action === FloorAction.speak) {
      if (code < 0) speak(run, party);
      else run.emit(EventKind.floorRefused, party, code, 0, 0);
      continue;
    }
    const [motion, issue] = [answerOf(run, party, 1), answerOf(run, party, 2)];
    if (code >= 0) run.emit(EventKind.motionRefused, party, motion, issue, code);
    else {
      run.emit(EventKind.motionMoved, party, motion, issue, 0);
      onMotion(run, party, motion, issue);
    }
  }
}

/** Keeps a motion until it is taken up. */
function holdMotion(run: Run, party: number, motion: number, issue: number): void {
  run.i32['assembly.motion'][party * 2] = motion + 1;
  run.i32['assembly.motion'][party * 2 + 1] = issue;
}

/**
 * Takes up the motion that has precedence: by its kind, then by the place of its mover on the list. Puts it
 * in hand and gives true; false when none is left. The same motion of others is taken with it.
 */
export function takeUpMotion(run: Run): boolean {
  const state = stateOf(run);
  const moved = run.i32['assembly.motion'];
  let first = -1;
  for (const party of run.i32['assembly.order']) {
    if (moved[party * 2] === 0) continue;
    if (first < 0 || moved[party * 2] < moved[first * 2]) first = party;
  }
  if (first < 0) return false;
  const [motion, issue] = [moved[first * 2], moved[first * 2 + 1]];
  state[At.motion] = motion - 1;
  state[At.motionIssue] = issue;
  state[At.mover] = first + 1;
  for (let party = 0; party < run.scenario.partyCount; party++) {
    if (moved[party * 2] !== motion || moved[party * 2 + 1] !== issue) continue;
    moved[party * 2] = moved[party * 2 + 1] = 0;
  }
  return true;
}

/** Motions not taken up yet lapse. */
export function clearMotions(run: Run): void {
  run.i32['assembly.motion'].fill(0);
}

/** Lets as many speak for and against a motion as its rule allows, in the order of the list. */
export function speakOnMotion(run: Run): void {
  const state = stateOf(run);
  const { speakersFor, speakersAgainst } = motionRules[motions[state[At.motion]]];
  const left = [speakersFor, speakersAgainst];
  for (const party of run.i32['assembly.order']) {
    if (party === state[At.mover] - 1) continue;
    const ballot = run.i32['assembly.ballot'][party];
    const side = ballot === Ballot.yes ? 0 : ballot === Ballot.no ? 1 : -1;
    if (side < 0 || left[side]-- <= 0) continue;
    run.emit(EventKind.spokeOnMotion, party, state[At.motion], side === 0 ? 1 : 0, 0);
  }
}

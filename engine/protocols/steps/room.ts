/** Who is in the room, and is asked what it thinks of the text as it stands. */

import { stateChart } from '../../agents/index.ts';
import { holdsLiveMandate } from '../../agents/mandate.ts';
import { lead } from '../../math.ts';
import { Question } from '../../questions/index.ts';
import type { Phase, Run, Turn } from '../../run/contract.ts';
import { streamId } from '../../run/draws.ts';
import { Loop } from '../../run/loop-position.ts';

const hasWalkedOut = stateChart.in('stance.walkedOut');

const judgementNoise = streamId('talks.judgement-noise');

/** Sets the clock of the talks and draws every party’s judgement noise of this round. */
export function openRound(run: Run, phase: Phase): void {
  const { scenario } = run;
  run.f64['talks.progress'][0] = phase.rounds > 1 ? run.loop[Loop.phaseRound] / (phase.rounds - 1) : 1;
  for (let party = 0; party < scenario.partyCount; party++) {
    run.f64['talks.noise'][party] = scenario.noise * run.normal(judgementNoise, party);
  }
}

/** Whether a state is in the room: with a live mandate, and not walked out. */
export function isInRoom(run: Run, state: number): boolean {
  return holdsLiveMandate(run, state) && !hasWalkedOut(run, state);
}

/**
 * Whether a party’s voice counts where models of bargaining stand for the talk itself: it was invited, and a
 * state is in the room.
 */
export function isHeard(run: Run, party: number): boolean {
  if (run.i32['talks.present'][party] === 0) return false;
  return run.scenario.isState[party] === 0 || isInRoom(run, party);
}

/** Whether one of two parties that ask the same is heard first: the more capable, of equals the first. */
export function isHeardBefore(run: Run, one: number, other: number): boolean {
  const { capability } = run.scenario;
  return (lead(capability[one], capability[other]) || other - one) > 0;
}

/** Adds the states in the room to a turn. */
export function askStates(run: Run, turn: Turn): void {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    if (isInRoom(run, states[s])) turn.seats[turn.count++] = states[s];
  }
}

/** Asks the states in the room whether they can accept the text. */
export function openStrawPoll(run: Run, turn: Turn): void {
  turn.count = 0;
  turn.question = Question.judge;
  askStates(run, turn);
}

/**
 * Caucuses: groups meet alone, before they meet the others, and agree on a common position: on each issue the
 * option nearest to the mean of what their members want, weighted by capability. A member joins it where it
 * lies inside its red lines and, with the cohesion of the group, moves towards it elsewhere. The spokesperson
 * is the one that the scenario names, or the most capable member.
 *
 * From then on phases with `speak: groups` hear spokespersons only.
 */
import * as z from 'zod';
import { limits } from '../limits.ts';
import { nearestOption } from '../preferences/utility.ts';
import { Question } from '../questions/index.ts';
import type { Phase, Protocol, Run, Turn } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { plausible } from '../scenario/plausible.ts';
import { idSchema } from '../scenario/schema.ts';
import { blocSlices } from './steps/bloc-slices.ts';
import { checkBlocs, dissolveBlocs, formBloc } from './steps/blocs.ts';
import { mayAct } from './steps/forum.ts';

const parameters = z.strictObject({
  groups: z
    .array(idSchema)
    .min(1)
    .max(limits.groups)
    .describe('groups of the scenario that meet alone; no state in two of them'),
  cohesion: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('how far a member moves from its own wish towards the common position: 1 all the way')
    .meta(plausible([0.5, 1], 'share of the way')),
});

type CaucusParameters = z.output<typeof parameters>;

/** Indices of the groups that caucus, in the order of the parameters. */
function groupsOf(run: Run, phase: Phase): number[] {
  const { groups } = phase.parameters as CaucusParameters;
  return groups.map((id) => run.scenario.groups.findIndex((group) => group.id === id));
}

/** One turn a group: its states say, among themselves, what they want. */
function toAct(run: Run, phase: Phase, turnIndex: number, turn: Turn): boolean {
  const group = groupsOf(run, phase)[turnIndex];
  turn.count = 0;
  if (group === undefined) return false;
  turn.question = Question.propose;
  const { members } = run.scenario.groups[group];
  for (let i = 0; i < members.length; i++) {
    if (run.scenario.isState[members[i]] === 1 && mayAct(run, members[i]))
      turn.seats[turn.count++] = members[i];
  }
  return true;
}

/** Mean place of what the members want on an issue, by capability; equal weights where nobody has any. */
function meanWish(run: Run, turn: Turn, issue: number): number {
  const { answerWidth, position, stride, capability } = run.scenario;
  let [sum, total] = [0, 0];
  for (let pass = 0; pass < 2 && total === 0; pass++) {
    for (let i = 0; i < turn.count; i++) {
      const party = turn.seats[i];
      const weight = pass === 0 ? capability[party] : 1;
      sum += weight * position[issue * stride + run.answers[party * answerWidth + issue]];
      total += weight;
    }
  }
  return sum / total;
}

function agree(run: Run, phase: Phase, turn: Turn, group: number): void {
  const { scenario } = run;
  const { cohesion } = phase.parameters as CaucusParameters;
  for (let k = 0; k < scenario.issueCount && turn.count > 0; k++) {
    const mean = meanWish(run, turn, k);
    const common = nearestOption(scenario, k, mean);
    run.emit(EventKind.caucusPosition, -1, k, common, group);
    for (let i = 0; i < turn.count; i++) join(run, turn.seats[i], k, common, cohesion, group);
  }
  if (turn.count > 0) formBloc(run, group);
}

/** A member moves towards the common position inside its red lines, and joins it where it arrives. */
function join(run: Run, party: number, issue: number, common: number, cohesion: number, group: number): void {
  const { scenario } = run;
  const { position, stride, lowestOption, highestOption } = scenario;
  const at = party * scenario.issueCount + issue;
  const own = position[issue * stride + run.answers[party * scenario.answerWidth + issue]];
  const aim = own + cohesion * (position[issue * stride + common] - own);
  const wish = Math.min(Math.max(nearestOption(scenario, issue, aim), lowestOption[at]), highestOption[at]);
  run.i32['bloc.position'][at] = common;
  run.i32['bloc.wish'][at] = wish;
  run.i32['bloc.follows'][at] = wish === common ? 1 : 0;
  if (wish !== common) run.emit(EventKind.stoodApart, party, issue, wish, group);
}

/** The protocol of caucuses. */
export const caucus: Protocol = {
  id: 'caucus',
  title: 'Caucus',
  summary: 'groups meet alone, agree on a common position and send a spokesperson',
  source: 'group coordination under the UN: UNFCCC Guide for presiding officers; MODEL part 4.1, equation 7',
  parameters,
  slices: blocSlices,
  asks: ['propose'],
  needs: { notAfter: 'adoption' },
  check: (phase, file) => checkBlocs((phase.with as CaucusParameters).groups, 'groups', file),
  begin: dissolveBlocs,
  toAct,
  legal: () => undefined,
  apply: (run, phase, turnIndex, turn) => agree(run, phase, turn, groupsOf(run, phase)[turnIndex]),
  endRound: () => 'next-round',
};

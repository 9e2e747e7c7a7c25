/**
 * Setting the agenda: every party at the table ranks the issues in public. An issue is admitted when the
 * parties’ rankings, weighted by capability, give it enough support (model phase P3). What is left out stays
 * at the reversion point and is not negotiated.
 */

import * as z from 'zod';
import { holdsLiveMandate } from '../agents/mandate.ts';
import { Question } from '../questions/index.ts';
import { rankShare } from '../rules/ranking.ts';
import type { Phase, Protocol, Run, Turn } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';

const parameters = z.strictObject({
  threshold: z.number().min(0).max(1).default(0.1).describe('share of weighted support an issue needs'),
});

function toAct(run: Run, _phase: Phase, turnIndex: number, turn: Turn): boolean {
  if (turnIndex > 0) return false;
  turn.count = 0;
  turn.question = Question.rank;
  const { partyCount, isState, chair } = run.scenario;
  for (let party = 0; party < partyCount; party++) {
    if (party === chair || run.i32['talks.present'][party] === 0) continue;
    if (isState[party] === 1 && !holdsLiveMandate(run, party)) continue;
    turn.seats[turn.count++] = party;
  }
  return true;
}

function apply(run: Run, _phase: Phase, _turnIndex: number, turn: Turn): void {
  const { issueCount } = run.scenario;
  const width = run.scenario.answerWidth;
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    for (let k = 0; k < issueCount; k++) {
      const rank = run.answers[party * width + k];
      run.i32['talks.rank'][party * issueCount + k] = rank;
      run.emit(EventKind.ranked, party, k, rank, 0);
    }
  }
}

function admit(run: Run, threshold: number): void {
  const { issueCount, partyCount, capability } = run.scenario;
  const rank = run.i32['talks.rank'];
  let total = 0;
  for (let party = 0; party < partyCount; party++) {
    if (rank[party * issueCount] >= 0) total += capability[party];
  }
  for (let k = 0; k < issueCount; k++) {
    let support = 0;
    for (let party = 0; party < partyCount; party++) {
      const place = rank[party * issueCount + k];
      if (place >= 0) support += capability[party] * rankShare(place, issueCount);
    }
    const share = total > 0 ? support / total : 0;
    const admitted = share >= threshold;
    run.i32['talks.admitted'][k] = admitted ? 1 : 0;
    run.emitNumber(admitted ? EventKind.issueAdmitted : EventKind.issueLeftOut, -1, share, k);
  }
}

/** The protocol of the agenda phase. */
export const agendaSetting: Protocol = {
  id: 'agenda-setting',
  title: 'Agenda setting',
  summary: 'parties rank the issues; those with enough weighted support are negotiated',
  source: 'Borda weights; admission by threshold: proposal of the model',
  parameters,
  slices: [],
  asks: ['rank'],
  needs: { notAfter: 'adoption' },
  begin: () => {},
  toAct,
  legal: () => undefined,
  apply,
  endRound: (run, phase) => {
    admit(run, (phase.parameters as z.output<typeof parameters>).threshold);
    return 'next-round';
  },
};

/**
 * Identifying the stakeholders: who is invited to the table. The map places every party by influence and
 * interest (Mendelow’s grid, taken as a product); states are always invited. Whoever is left out has no voice
 * in the talks and opposes the result at home.
 */
import * as z from 'zod';
import { observerChart } from '../agents/index.ts';
import type { Phase, Protocol, Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';

const parameters = z.strictObject({
  invite: z
    .enum(['map', 'states', 'all'])
    .default('map')
    .describe('map: parties above the cut; states: no others; all: everybody'),
  cut: z.number().min(0).max(1).default(0.1).describe('least influence × interest of an invited party'),
});

/** Interest in [0, 1]: how far the party wants to move practice, over its issues by salience. */
function interest(run: Run, party: number): number {
  const { scenario } = run;
  let sum = 0;
  for (let k = 0; k < scenario.issueCount; k++) {
    const at = party * scenario.issueCount + k;
    const today = scenario.position[k * scenario.stride + scenario.reversion[k]];
    sum += scenario.salience[at] * Math.abs(scenario.ideal[at] - today);
  }
  return sum;
}

function begin(run: Run, phase: Phase): void {
  const { scenario } = run;
  const { invite, cut } = phase.parameters as z.output<typeof parameters>;
  for (let party = 0; party < scenario.partyCount; party++) {
    const score = scenario.influence[party] * interest(run, party);
    const needed = scenario.isState[party] === 1 || party === scenario.chair;
    const invited = needed || invite === 'all' || (invite === 'map' && score >= cut);
    run.i32['talks.present'][party] = invited ? 1 : 0;
    run.emitNumber(EventKind.mapped, party, score, invited ? 1 : 0);
    if (scenario.isState[party] === 1) continue;
    if (invited) run.sendParty(party, observerChart.event.INVITE);
    else {
      run.i32['talks.endorsement'][party] = -1;
      run.sendParty(party, observerChart.event.OPPOSE);
    }
  }
}

/** The protocol of the phase in which agents are identified. */
export const stakeholderMapping: Protocol = {
  id: 'stakeholder-mapping',
  title: 'Stakeholder mapping',
  summary: 'decides who is invited, by influence times interest',
  source: 'Mendelow 1991 (power–interest grid)',
  parameters,
  slices: [],
  asks: [],
  needs: { notAfter: 'adoption' },
  begin,
  toAct: () => false,
  legal: () => undefined,
  apply: () => {},
  endRound: () => 'next-round',
};

/**
 * Withdrawal with notice (Vienna Convention on the Law of Treaties 1969, arts. 54(a), 56, 67 and 68; model
 * correction C6). A party for which the agreement has been worth less than none, by more than a threshold, at
 * several compliance reports in a row is asked whether it gives notice:
 *
 *   U_i(a, M) < d_i − threshold   at each of the last reports
 *
 * Some treaties bind for a time before anybody may leave: the Convention for CERN for seven years (art. XI).
 *
 * The notice is public and runs for the months that the treaty says (`treaty.withdrawal`); until they are
 * over the party is bound, and may take the notice back (art. 68): it is asked again when a report finds the
 * agreement worth as much as none to it. Then it is out. That is an act others remember, they expect nothing
 * of it any more, and so the agreement is worth less to them: some may follow. A party that left may accede
 * again later. An agreement that the last party leaves is at an end.
 */
import * as z from 'zod';
import { endAgreement, isEnded } from '../agents/ending.ts';
import { stateChart } from '../agents/index.ts';
import { forgetInstrument } from '../rules/leaving.ts';
import { Act } from '../run/acts.ts';
import type { Mechanism, Metric, Parameters, Run } from '../run/contract.ts';
import { EventKind, Termination } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { plausible } from '../scenario/plausible.ts';

const parameters = z.strictObject({
  threshold: z
    .number()
    .min(0)
    .max(2)
    .default(0.06)
    .describe('how far below no agreement it must be worth to a party (C6)')
    .meta(plausible([0.03, 0.12], 'utility')),
  reports: z
    .number()
    .int()
    .min(1)
    .max(24)
    .default(3)
    .describe('compliance reports in a row at which it was (C6)')
    .meta(plausible([2, 5], 'reports')),
  earliest: z
    .number()
    .int()
    .min(0)
    .max(600)
    .default(0)
    .describe('ticks from entry into force in which nobody may give notice'),
  again: z
    .number()
    .int()
    .min(0)
    .max(240)
    .default(24)
    .describe('ticks after which a party that left is asked whether it accedes again'),
});

type WithdrawalParameters = z.output<typeof parameters>;

const isBound = stateChart.in('commitment.inForce');

/** A withdrawal takes effect. */
function leave(run: Run, party: number): void {
  const tick = run.loop[Loop.tick];
  const first = run.i32['withdrawal.firstTick'];
  run.i32['withdrawal.effectTick'][party] = -1;
  run.i32['withdrawal.below'][party] = 0;
  run.i32['withdrawal.open'][party] = 0;
  if (!run.sendParty(party, stateChart.event.WITHDRAW)) return;
  run.i32['withdrawal.leftTick'][party] = tick;
  if (first[0] < 0) first[0] = tick;
  forgetInstrument(run, party);
  run.emit(EventKind.withdrew, party, 0, 0, 0);
  run.act(party, Act.withdrawal);
}

/** Takes out those whose notice is over, all before anybody judges what is left. */
function leaveWhoIsDue(run: Run): void {
  const { states } = run.scenario;
  const effect = run.i32['withdrawal.effectTick'];
  let bound = 0;
  let left = 0;
  for (let s = 0; s < states.length; s++) {
    const due = effect[states[s]];
    if (due >= 0 && due <= run.loop[Loop.tick]) {
      leave(run, states[s]);
      left++;
    } else if (isBound(run, states[s])) {
      bound++;
      run.i32['withdrawal.leftTick'][states[s]] = -1;
    }
  }
  if (left > 0 && bound === 0) endAgreement(run, Termination.deserted);
}

/**
 * What a report means to a party: one more that finds it worse off, or that it may want to stay after all.
 */
function judge(run: Run, settings: WithdrawalParameters, party: number): void {
  const gain = run.textUtility(party) - run.scenario.reversionUtility[party];
  const below = run.i32['withdrawal.below'];
  const open = run.i32['withdrawal.open'];
  if (run.i32['withdrawal.effectTick'][party] >= 0) {
    open[party] = gain >= 0 ? 1 : 0;
    return;
  }
  below[party] = gain < -settings.threshold ? below[party] + 1 : 0;
  const isEarly = run.loop[Loop.tick] < run.i32['treaty.forceTick'][0] + settings.earliest;
  open[party] = !isEarly && below[party] >= settings.reports ? 1 : 0;
}

function onTick(run: Run, parameters: Parameters): void {
  if (run.i32['treaty.forceTick'][0] < 0 || isEnded(run, 0)) return;
  leaveWhoIsDue(run);
  const periods = run.i32['compliance.periods'];
  const seen = run.i32['withdrawal.reports'];
  // Place 1 counts the periods whose reports are published.
  if (periods === undefined || periods[1] === seen[0]) return;
  seen[0] = periods[1];
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    if (isBound(run, states[s])) judge(run, parameters as WithdrawalParameters, states[s]);
  }
}

/** Share of the voting weight that has left and is not back. */
function withdrawnShare({ scenario, i32 }: Run): number {
  const { states, weight } = scenario;
  let share = 0;
  for (let s = 0; s < states.length; s++) {
    if (i32['withdrawal.leftTick'][states[s]] >= 0) share += weight[states[s]];
  }
  return Math.min(1, share);
}

const metrics: readonly Metric[] = [
  {
    id: 'withdrawn',
    title: 'Withdrawn',
    unit: 'share',
    summary: 'share of the voting weight that has withdrawn and not joined again',
    compute: withdrawnShare,
  },
  {
    id: 'withdrawalTick',
    title: 'First withdrawal after',
    unit: 'ticks',
    summary: 'tick in which the first withdrawal took effect; censored when nobody left',
    compute: ({ i32 }) => {
      const [tick] = i32['withdrawal.firstTick'];
      return tick < 0 ? Number.NaN : tick;
    },
  },
];

/** The mechanism of withdrawal. */
export const withdrawal: Mechanism = {
  id: 'withdrawal',
  title: 'Withdrawal',
  summary:
    'parties that the agreement leaves worse off give notice and go, and others may follow; ' +
    'needs `compliance`, idle without it',
  source: 'Vienna Convention on the Law of Treaties 1969, arts. 54, 56, 67 and 68; threshold: the model’s C6',
  parameters,
  slices: [
    {
      name: 'withdrawal.below',
      type: 'i32',
      per: 'party',
      visible: 'own',
      doc: 'reports in a row at which the agreement was worth too little',
    },
    {
      name: 'withdrawal.open',
      type: 'i32',
      per: 'party',
      visible: 'own',
      doc: '1 when the party is asked whether it withdraws',
    },
    {
      name: 'withdrawal.effectTick',
      type: 'i32',
      per: 'party',
      fill: -1,
      visible: 'public',
      doc: 'tick in which a notice takes effect, −1 without one',
    },
    {
      name: 'withdrawal.leftTick',
      type: 'i32',
      per: 'party',
      fill: -1,
      visible: 'public',
      doc: 'tick in which a party left that is not back, −1 for all others',
    },
    {
      name: 'withdrawal.firstTick',
      type: 'i32',
      per: 'run',
      fill: -1,
      visible: 'public',
      doc: 'tick of the first withdrawal, −1 before it',
    },
    {
      name: 'withdrawal.reports',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: 'compliance reports that were looked at',
    },
    {
      name: 'withdrawal.again',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: 'ticks until a party that left is asked again',
    },
  ],
  metrics,
  begin: (run, settings) => {
    run.i32['withdrawal.again'][0] = (settings as WithdrawalParameters).again;
  },
  onTick,
};

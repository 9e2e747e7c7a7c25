/**
 * Objections to reservations (Vienna Convention on the Law of Treaties 1969, arts. 20–21 and 23): the
 * depositary notifies the reservations of a party that has ratified, the others respond in the rounds that
 * follow, and silence accepts when the time is up. What an objection does is written in
 * `engine/rules/objections.ts`. Without reservations nothing happens and nothing is reckoned.
 */
import * as z from 'zod';
import { acceptReservation, Between, lastTick, mayObject } from '../rules/objections.ts';
import { hasReserved } from '../rules/reservations.ts';
import type { Mechanism, Metric, Parameters, Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';

const parameters = z.strictObject({
  months: z
    .number()
    .int()
    .min(1)
    .max(60)
    .default(12)
    .describe('ticks from the notification of a reservation in which parties may object (art. 20(5))'),
});

/** Notifies the reservations of those who ratified since: a signature alone binds nobody (art. 23(2)). */
function notify(run: Run, party: number): void {
  const until = run.loop[Loop.tick] + run.i32['objections.span'][0];
  run.i32['objections.notifiedTick'][party] = run.loop[Loop.tick];
  run.emit(EventKind.reservationNotified, party, until, 0, 0);
}

/** Silence accepts when the time is up. */
function acceptTacitly(run: Run, reserving: number): void {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (!mayObject(run, party, reserving)) continue;
    if (run.loop[Loop.tick] > lastTick(run, party, reserving)) acceptReservation(run, party, reserving, true);
  }
}

function onTick(run: Run): void {
  const { states } = run.scenario;
  const notified = run.i32['objections.notifiedTick'];
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (!hasReserved(run, party) || run.i32['treaty.ratifiedTick'][party] < 0) continue;
    if (notified[party] < 0) notify(run, party);
    else acceptTacitly(run, party);
  }
}

/** Pairs of parties with a standing objection; only those without relations, or all. */
function objectionsIn({ i32 }: Run, from: number): number {
  let pairs = 0;
  for (const stands of i32['objections.between']) if (stands >= from) pairs++;
  return pairs;
}

const metrics: readonly Metric[] = [
  {
    id: 'objections',
    title: 'Objections',
    unit: 'pairs',
    summary: 'objections to reservations that stand at the end, a pair of parties each',
    compute: (run) => objectionsIn(run, Between.objected),
  },
  {
    id: 'withoutRelations',
    title: 'Without relations',
    unit: 'pairs',
    summary: 'pairs of parties between whom the treaty is not in force because of an objection',
    compute: (run) => objectionsIn(run, Between.noRelations),
  },
];

/** The mechanism of objections to reservations. */
export const objections: Mechanism = {
  id: 'objections',
  title: 'Objections to reservations',
  summary: 'parties respond to the reservations of others; silence accepts after a year',
  source: 'Vienna Convention on the Law of Treaties 1969, arts. 20, 21 and 23',
  parameters,
  slices: [
    {
      name: 'objections.notifiedTick',
      type: 'i32',
      per: 'party',
      fill: -1,
      visible: 'public',
      doc: 'tick in which its reservations were notified, −1 before',
    },
    {
      name: 'objections.between',
      type: 'i32',
      per: 'party-party',
      visible: 'public',
      doc: 'how a party stands to another’s reservations: open, accepted, objected, without relations',
    },
    {
      name: 'objections.asked',
      type: 'i32',
      per: 'party-party',
      visible: 'own',
      doc: '1 once the party was asked about the other’s reservations',
    },
    {
      name: 'objections.applies',
      type: 'f64',
      per: 'party-party',
      fill: 1,
      visible: 'public',
      doc: '1 where the treaty applies between the two, 0 where an objection keeps it from applying',
    },
    {
      name: 'objections.refused',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: 'pairs between whom an objection keeps the treaty from applying',
    },
    {
      name: 'objections.span',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: 'ticks in which parties may object',
    },
  ],
  metrics,
  begin: (run, settings: Parameters) => {
    run.i32['objections.span'][0] = (settings as z.output<typeof parameters>).months;
  },
  onTick,
};

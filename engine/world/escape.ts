/**
 * The escape clause: a party that cannot or would not comply may have itself excused for a time, at a price.
 * Without such a valve an agreement is either shallow or broken; if the valve is too cheap, nobody complies
 * (Rosendorff & Milner 2001, “The Optimal Design of International Trade Institutions”). It is asked when it
 * fell behind for want of capacity, or when it is to decide whether it complies and breaking its word would
 * save it more than it is expected to cost.
 *
 * - The fee is a transfer of utility for as long as the excuse lasts, to the other bound parties in equal
 *   parts, as members that take safeguards offer compensation to the others (Agreement on Safeguards 1994,
 *   art. 8). What is paid and what is received sum to 0.
 * - Everybody sees it. It is an act that counts a little against the party.
 * - It ends after at most a year, and cannot be invoked again for some time (Agreement on Safeguards, art.
 *   7.5).
 */
import * as z from 'zod';
import { stateChart } from '../agents/index.ts';
import type { Mechanism, Metric, Parameters, Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { composeTransfer } from './rates.ts';

const parameters = z.strictObject({
  fee: z
    .number()
    .min(0)
    .max(1)
    .default(0.05)
    .describe('what an excused party pays, in utility, while it is excused; proposal of the model'),
  ticks: z
    .number()
    .int()
    .min(1)
    .max(12)
    .default(12)
    .describe('ticks for which a party is excused, at most 12'),
  again: z
    .number()
    .int()
    .min(0)
    .max(240)
    .default(24)
    .describe('ticks from the end of an excuse until the clause can be invoked again'),
});

type EscapeParameters = z.output<typeof parameters>;

const isBound = stateChart.in('commitment.inForce');
const isLapsing = stateChart.in('commitment.inForce.lapsing');
const isSanctioned = stateChart.in('commitment.inForce.sanctioned');
const isExcused = stateChart.in('commitment.inForce.excused');

/** Places in `escape.time`. */
const Time = { bound: 0, excused: 1 } as const;

/** Whether a party has a reason to invoke the clause: it cannot comply, or would rather not. */
function hasReason(run: Run, party: number): boolean {
  if (isLapsing(run, party)) return true;
  const isUndecided = run.i32['compliance.open'][party] === 1;
  return isUndecided && run.f64['compliance.gain'][party] > run.f64['compliance.loss'][party];
}

/** Whether a party is asked in the next round whether it invokes the clause. */
function isAsked(run: Run, party: number): boolean {
  if (run.i32['compliance.member']?.[party] !== 1) return false;
  if (!isBound(run, party) || isSanctioned(run, party) || isExcused(run, party)) return false;
  return run.loop[Loop.tick] >= run.i32['escape.againTick'][party] && hasReason(run, party);
}

/** The excuse of a party is over, because its time is up or something else ended it. */
function end(run: Run, settings: EscapeParameters, party: number): void {
  run.i32['escape.until'][party] = -1;
  run.i32['escape.againTick'][party] = run.loop[Loop.tick] + settings.again;
  run.emit(EventKind.escapeEnded, party, 0, 0, 0);
  if (run.sendParty(party, stateChart.event.RESUME)) run.i32['compliance.open'][party] = 1;
}

/** Sets what the clause pays a party now, beside what other mechanisms pay it. */
function pay(run: Run, party: number, amount: number): void {
  const paid = run.f64['escape.transferPart'];
  if (paid[party] === amount) return;
  paid[party] = amount;
  composeTransfer(run, party);
}

/** Who is excused pays, who is bound and not excused receives; nobody pays where nobody would receive. */
function settle(run: Run): void {
  const { states } = run.scenario;
  let excused = 0;
  let others = 0;
  for (let s = 0; s < states.length; s++) {
    if (isExcused(run, states[s])) excused++;
    else if (isBound(run, states[s])) others++;
  }
  const fee = others > 0 ? run.f64['escape.fee'][0] : 0;
  const share = others > 0 ? (fee * excused) / others : 0;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (isExcused(run, party)) pay(run, party, 0 - fee);
    else pay(run, party, isBound(run, party) ? share : 0);
  }
}

function onTick(run: Run, parameters: Parameters): void {
  if (run.i32['treaty.forceTick'][0] < 0) return;
  const settings = parameters as EscapeParameters;
  const { states } = run.scenario;
  const time = run.i32['escape.time'];
  const until = run.i32['escape.until'];
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (isBound(run, party)) time[Time.bound]++;
    if (until[party] >= 0) {
      time[Time.excused]++;
      if (run.loop[Loop.tick] >= until[party] || !isExcused(run, party)) end(run, settings, party);
    }
    run.i32['escape.open'][party] = isAsked(run, party) ? 1 : 0;
  }
  settle(run);
}

function excusedShare({ i32 }: Run): number {
  const time = i32['escape.time'];
  return time[Time.bound] > 0 ? time[Time.excused] / time[Time.bound] : Number.NaN;
}

function uses({ i32 }: Run): number {
  let sum = 0;
  for (const count of i32['escape.uses']) sum += count;
  return sum;
}

const metrics: readonly Metric[] = [
  {
    id: 'excused',
    title: 'Excused',
    unit: 'share',
    summary: 'share of the party-ticks under the agreement in which a party was excused',
    compute: excusedShare,
  },
  {
    id: 'escapes',
    title: 'Escapes',
    unit: 'uses',
    summary: 'how often the escape clause was invoked',
    compute: uses,
  },
];

/** The mechanism of the escape clause. */
export const escapeClause: Mechanism = {
  id: 'escape',
  title: 'Escape clause',
  summary: 'a party pays a fee and is excused from complying for a time; needs `compliance`, idle without it',
  source:
    'Rosendorff & Milner 2001; Agreement on Safeguards 1994, arts. 7 and 8; rates: proposal of the model',
  parameters,
  slices: [
    { name: 'escape.fee', type: 'f64', per: 'run', visible: 'public', doc: 'fee of the clause, in utility' },
    {
      name: 'escape.open',
      type: 'i32',
      per: 'party',
      visible: 'own',
      doc: '1 when the party is asked whether it invokes the clause',
    },
    {
      name: 'escape.until',
      type: 'i32',
      per: 'party',
      fill: -1,
      visible: 'public',
      doc: 'tick until which the party is excused, −1 when it is not',
    },
    {
      name: 'escape.againTick',
      type: 'i32',
      per: 'party',
      visible: 'public',
      doc: 'tick from which the party can invoke the clause again',
    },
    {
      name: 'escape.uses',
      type: 'i32',
      per: 'party',
      visible: 'public',
      doc: 'times it has invoked the clause',
    },
    {
      name: 'escape.time',
      type: 'i32',
      per: 'run',
      size: 2,
      visible: 'public',
      doc: 'party-ticks in which states were bound, and those in which they were excused',
    },
    {
      name: 'escape.span',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: 'ticks for which the clause excuses',
    },
    {
      name: 'escape.transferPart',
      type: 'f64',
      per: 'party',
      visible: 'public',
      doc: 'what the clause pays the party now, in utility; below 0 it pays',
    },
  ],
  metrics,
  moves: ['transfer'],
  begin: (run, parameters) => {
    const { fee, ticks } = parameters as EscapeParameters;
    run.f64['escape.fee'][0] = fee;
    run.i32['escape.span'][0] = ticks;
  },
  onTick,
};

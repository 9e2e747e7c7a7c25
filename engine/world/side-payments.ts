/**
 * Side payments with conservation (model equation 7, commitment C20; Carraro & Siniscalco 1993; Barrett
 * 2001). At the table states that gain by a text pledge to pay those for whom it is worth less than their
 * limit (`rules/side-payments.ts`; the questions are put by `protocols/steps/payments.ts`). The pledges made
 * on the text that is adopted bind with it. They are paid between parties that the treaty binds, at once or
 * month by month, and a payer may withhold what it owes to a party under sanction. What a pledge is worth
 * stands in the utility of both as long as it counts: it moves acceptance, ratification and withdrawal.
 */
import * as z from 'zod';
import { isEnded } from '../agents/ending.ts';
import { stateChart } from '../agents/index.ts';
import { limits } from '../limits.ts';
import { PaymentTerm, paymentTerms, stands, weighPledges } from '../rules/side-payments.ts';
import type { Mechanism, Metric, Parameters, Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { idSchema } from '../scenario/basic-schema.ts';
import { unknownId, votersOf } from '../scenario/checks.ts';
import { plausible } from '../scenario/plausible.ts';
import type { Finding } from '../scenario/problems.ts';
import type { ScenarioFile } from '../scenario/schema.ts';
import { checkGroup } from './parameter-checks.ts';
import { isBound } from './standing.ts';

const amounts = z.record(idSchema, z.number().min(0).max(10)).default({});

const parameters = z.strictObject({
  administration: z
    .number()
    .min(0)
    .max(2)
    .default(0.05)
    .describe('share of what is paid that administration keeps; below 1')
    .meta(plausible([0.02, 0.15], 'share of the payments')),
  cap: z.number().min(0).max(10).default(1).describe('most that a party may pledge in all, in utility'),
  cushion: z
    .number()
    .min(0)
    .max(1)
    .default(0.04)
    .describe(
      'what a party wants to have beyond its limit, paid or paying, so that no error of judgement undoes ' +
        'the deal, in utility',
    )
    .meta(plausible([0.02, 0.08], 'utility')),
  payers: idSchema.optional().describe('group whose states may pay; all states unless given'),
  payees: idSchema.optional().describe('group whose states may be paid; all states unless given'),
  schedule: z
    .enum(['monthly', 'at-once'])
    .default('monthly')
    .describe('in equal parts over `term`, or in full when the treaty binds both'),
  term: z.number().int().min(1).max(limits.ticks).default(24).describe('ticks over which a pledge is paid'),
  withholding: z
    .boolean()
    .default(true)
    .describe('whether payers may withhold what they owe to a party under sanction'),
  fixed: z
    .strictObject({
      pays: amounts.describe('what each state pays, in utility'),
      receives: amounts.describe('what each state receives; with administration the two sums are equal'),
    })
    .optional()
    .describe('payments that any adopted text brings with it; nobody bargains over payments then'),
});

type SidePayments = z.output<typeof parameters>;

const isSanctioned = stateChart.in('commitment.inForce.sanctioned');
const year = 12;

/** States of a group, or all of them. */
function memberMask(run: Run, group: string | undefined): (party: number) => boolean {
  const members = run.scenario.groups.find(({ id }) => id === group)?.isMember;
  return (party) => run.scenario.isState[party] === 1 && (members === undefined || members[party] === 1);
}

function begin(run: Run, given: Parameters): void {
  const settings = given as SidePayments;
  const { partyCount } = run.scenario;
  const terms = run.f64['payments.terms'];
  terms[PaymentTerm.administration] = settings.administration;
  terms[PaymentTerm.cushion] = settings.cushion;
  terms[PaymentTerm.cap] = settings.cap;
  terms[PaymentTerm.isNegotiable] = settings.fixed === undefined ? 1 : 0;
  const [pays, isPaid] = [memberMask(run, settings.payers), memberMask(run, settings.payees)];
  for (let party = 0; party < partyCount; party++) {
    run.i32['payments.mayPay'][party] = pays(party) ? 1 : 0;
    run.i32['payments.mayBePaid'][party] = isPaid(party) ? 1 : 0;
  }
  if (settings.fixed !== undefined) layDown(run, settings.fixed);
}

/** Fixed payments: what each pays goes to those who receive, in proportion to what they receive. */
function layDown(run: Run, { pays, receives }: NonNullable<SidePayments['fixed']>): void {
  const { partyIds, partyCount } = run.scenario;
  let sum = 0;
  for (let payee = 0; payee < partyCount; payee++) sum += receives[partyIds[payee]] ?? 0;
  for (let payer = 0; payer < partyCount; payer++) {
    for (let payee = 0; payee < partyCount; payee++) {
      const share = (receives[partyIds[payee]] ?? 0) / sum;
      const amount = (pays[partyIds[payer]] ?? 0) * share;
      if (amount > 0) run.f64['payments.pledge'][payer * partyCount + payee] = amount;
    }
  }
  weighPledges(run);
}

/** Whether the text in hand is the one on which the pledges were made. */
function isTextPledgedOn(run: Run): boolean {
  const pledgedOn = run.i32['payments.text'];
  for (let k = 0; k < pledgedOn.length; k++) if (pledgedOn[k] !== run.i32['text.option'][k]) return false;
  return true;
}

/** At adoption the pledges bind, or lapse when another text than theirs was adopted. */
function bindPledges(run: Run, settings: SidePayments): void {
  const pledge = run.f64['payments.pledge'];
  run.i32['payments.bound'][0] = 1;
  if (settings.fixed === undefined && !isTextPledgedOn(run)) {
    let pledged = 0;
    for (let at = 0; at < pledge.length; at++) pledged += pledge[at];
    pledge.fill(0);
    if (pledged > 0) run.emit(EventKind.pledgesLapsed, -1, 0, 0, 0);
  }
  run.f64['payments.left'].set(pledge);
}

/** Ends the withholding from parties that are no longer under sanction. */
function payAgain(run: Run, party: number): void {
  const { partyCount } = run.scenario;
  for (let payer = 0; payer < partyCount; payer++) {
    const pair = payer * partyCount + party;
    run.i32['payments.decided'][pair] = 0;
    if (run.i32['payments.withheld'][pair] === 0) continue;
    run.i32['payments.withheld'][pair] = 0;
    run.emit(EventKind.paymentWithheld, payer, party, 0, 0);
  }
}

/** Pays an instalment between two bound parties. */
function pay(run: Run, settings: SidePayments, payer: number, payee: number): void {
  const pair = payer * run.scenario.partyCount + payee;
  const left = run.f64['payments.left'];
  const whole = run.f64['payments.pledge'][pair];
  const amount = settings.schedule === 'at-once' ? left[pair] : Math.min(left[pair], whole / settings.term);
  const kept = settings.administration * amount;
  left[pair] -= amount;
  run.f64['payments.paid'][payer] += amount;
  run.f64['payments.received'][payee] += amount - kept;
  run.f64['payments.administration'][0] += kept;
}

function payAll(run: Run, settings: SidePayments): void {
  const { states, partyCount } = run.scenario;
  const left = run.f64['payments.left'];
  for (let s = 0; s < states.length; s++) {
    if (!isBound(run, states[s])) continue;
    for (let t = 0; t < states.length; t++) {
      const [payer, payee] = [states[s], states[t]];
      if (left[payer * partyCount + payee] === 0 || !isBound(run, payee)) continue;
      if (stands(run, payer, payee)) pay(run, settings, payer, payee);
    }
  }
}

/** Once a year, and when all is paid: what each has paid and received so far. */
function tellAccounts(run: Run): void {
  const { states } = run.scenario;
  if (run.loop[Loop.tick] % year !== 0) return;
  const [paid, received] = [run.f64['payments.paid'], run.f64['payments.received']];
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (paid[party] > 0) run.emitNumber(EventKind.paymentsMade, party, paid[party], 0);
    if (received[party] > 0) run.emitNumber(EventKind.paymentsReceived, party, received[party], 0);
  }
}

function onTick(run: Run, given: Parameters): void {
  const settings = given as SidePayments;
  if (run.i32['treaty.adoptedTick'][0] < 0 || isEnded(run, 0)) return;
  if (run.i32['payments.bound'][0] === 0) bindPledges(run, settings);
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) if (!isSanctioned(run, states[s])) payAgain(run, states[s]);
  weighPledges(run);
  if (run.i32['treaty.forceTick'][0] < 0) return;
  payAll(run, settings);
  tellAccounts(run);
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/** Payments that do not balance, and parties on both sides. */
function checkFixed(file: ScenarioFile, { administration, fixed }: SidePayments): Finding[] {
  if (fixed === undefined) return [];
  const voters = votersOf(file).map(({ id }) => id);
  const sides = (['pays', 'receives'] as const).flatMap((side) =>
    Object.keys(fixed[side])
      .filter((id) => !voters.includes(id))
      .map((id) => unknownId(['fixed', side, id], id, 'state', voters, 'key')),
  );
  const both = Object.keys(fixed.pays).filter((id) => (fixed.receives[id] ?? 0) > 0 && fixed.pays[id] > 0);
  const twice = both.map((id): Finding => {
    const message = `${id} would both pay and be paid`;
    return { path: ['fixed', 'receives', id], code: 'donor-and-recipient', message };
  });
  const arrives = (1 - administration) * sumOf(Object.values(fixed.pays));
  const received = sumOf(Object.values(fixed.receives));
  if (Math.abs(arrives - received) <= balanceTolerance) return [...sides, ...twice];
  const shown = (value: number) => String(Math.round(value * 1e6) / 1e6);
  const message =
    `what is paid, less administration, comes to ${shown(arrives)}, and what is received to ` +
    shown(received);
  return [...sides, ...twice, { path: ['fixed', 'receives'], code: 'payments-unbalanced', message }];
}

/** How far sums written with a few decimals may be apart. */
const balanceTolerance = 1e-6;

function check(given: Parameters, file: ScenarioFile): Finding[] {
  const settings = given as SidePayments;
  const groups = [
    ...checkGroup(file, settings.payers, ['payers']),
    ...checkGroup(file, settings.payees, ['payees']),
  ];
  if (settings.administration < 1) return [...groups, ...checkFixed(file, settings)];
  const message = `administration keeps ${settings.administration} of what is paid, so nothing arrives`;
  const hint = 'Lower `administration` below 1.';
  return [...groups, { path: ['administration'], code: 'payments-unbalanced', message, hint }];
}

/** Share of the pledged amounts that is withheld now; NaN where nothing is pledged. */
function withheldShare({ f64, i32 }: Run): number {
  const pledge = f64['payments.pledge'];
  let [all, held] = [0, 0];
  for (let at = 0; at < pledge.length; at++) {
    all += pledge[at];
    if (i32['payments.withheld'][at] === 1) held += pledge[at];
  }
  return all > 0 ? held / all : Number.NaN;
}

const metrics: readonly Metric[] = [
  {
    id: 'paymentsPledged',
    title: 'Payments pledged',
    unit: 'utility',
    summary: 'what parties have pledged to pay each other for the adopted text; 0 without one',
    compute: (run) => (run.i32['treaty.adoptedTick'][0] < 0 ? 0 : sumOf(run.f64['payments.pledge'])),
  },
  {
    id: 'paymentsMade',
    title: 'Payments made',
    unit: 'utility',
    summary: 'what payers have paid, administration included',
    compute: (run) => sumOf(run.f64['payments.paid']),
  },
  {
    id: 'paymentsReceived',
    title: 'Payments received',
    unit: 'utility',
    summary: 'what has arrived: what was paid less the cost of administration',
    compute: (run) => sumOf(run.f64['payments.received']),
  },
  {
    id: 'paymentsWithheld',
    title: 'Payments withheld',
    unit: 'share',
    summary: 'share of the pledges that payers withhold at the end; none where nothing is pledged',
    compute: withheldShare,
  },
];

const ofParty = (name: string, doc: string, visible: 'public' | 'own' = 'public') =>
  ({ name, type: 'f64', per: 'party', visible, doc }) as const;
const ofPair = (name: string, type: 'f64' | 'i32', doc: string) =>
  ({ name, type, per: 'party-party', visible: 'public', doc }) as const;
const flagOf = (name: string, doc: string) =>
  ({ name, type: 'i32', per: 'party', visible: 'public', doc }) as const;

/** The mechanism of side payments. */
export const sidePayments: Mechanism = {
  id: 'side-payments',
  title: 'Side payments',
  summary: 'states that gain by a text pay those for whom it is worth too little; what is paid balances',
  source:
    'Carraro & Siniscalco 1993; Barrett 2001; conservation: MODEL part 4.1, equation 7; settlement and ' +
    'withholding: proposals of the model',
  parameters,
  slices: [
    {
      name: 'payments.terms',
      type: 'f64',
      per: 'run',
      size: paymentTerms,
      visible: 'public',
      doc: 'share that administration keeps, cushion, cap, and 1 while payments are bargained over',
    },
    flagOf('payments.mayPay', '1 when the party may pay'),
    flagOf('payments.mayBePaid', '1 when the party may be paid'),
    ofParty('payments.price', 'what the party asks for accepting the text in hand'),
    ofParty('payments.offer', 'what the party offers at most for the text in hand'),
    ofPair('payments.pledge', 'f64', 'P_ij: what i has pledged to pay to j, administration included'),
    ofPair('payments.left', 'f64', 'what of that is still to be paid'),
    ofPair('payments.withheld', 'i32', '1 while i withholds what it owes to j'),
    ofPair('payments.decided', 'i32', '1 once i has said whether it withholds, for this sanction of j'),
    {
      name: 'payments.text',
      type: 'i32',
      per: 'issue',
      fill: -1,
      visible: 'public',
      doc: 'option of the text on which the pledges were made',
    },
    {
      name: 'payments.bound',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: '1 once the pledges bind with an adopted text',
    },
    ofParty('payments.transferPart', 'y_i: what the pledges that count are worth to the party', 'own'),
    ofParty('payments.paid', 'what the party has paid so far'),
    ofParty('payments.received', 'what the party has received so far'),
    {
      name: 'payments.administration',
      type: 'f64',
      per: 'run',
      visible: 'public',
      doc: 'what administration has kept so far',
    },
  ],
  metrics,
  moves: ['transfer'],
  check,
  begin,
  onTick,
};

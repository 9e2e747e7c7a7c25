/**
 * Development aid: grants, concessional loans and built-in partnerships between parties (model equation 13).
 * Money is counted in points: one is a hundredth of the yearly income of the mean state.
 *
 *   pool = V · Σ_d income_d · willingness_d                 points a year, from the donors by their burdens
 *   A_i  = (1 − admin) · pool · a_i                          by readiness gap, need, or equally
 *   grant        .012 · A_i · (1 − r_i)                      gains of readiness a quarter
 *   loan         .018 · A_i · (1 − r_i) at first, then .004  front-loaded
 *   partnership  .012 · A_i · (.4 + 1.2·T) · (1 − r_i)       T: trust between recipient and donors
 *
 * The gap is that to the most ready donor: who has caught up gets no more, as countries graduate from the
 * International Development Association and from the list of the Development Assistance Committee. Without
 * that a large volume carried recipients past all donors, and inequality, which aid had lowered, rose again
 * (in a world of eight states from 4 per cent of the donors’ income on). It still rises a little when they
 * pass the less ready donors, whom nobody helps; and in equal parts everybody is paid for ever.
 *
 * What donors give is what recipients get and what the administration costs, to the last point. At T = ½ a
 * partnership gives what a grant does; its milestones are acts that others see (`joint-technology`).
 *
 * A loan leaves a debt: B′ = B(1 + i) + new loans − payments. Nothing is paid during the grace period, then
 * interest and a constant share of the debt (as in Hatchondo & Martinez 2009). A debt above .4 of a year’s
 * income is distress (the 40 per cent of the Joint World Bank–IMF Debt Sustainability Framework) and halves
 * growth (debt overhang, Krugman 1988). Grace, interest and maturity are near those of IDA blend credits. The
 * model does not say when a loan’s front-loaded part ends: with 24 ticks a loan and a grant of the same size
 * have given alike after 42.
 *
 * The model’s A has no unit. Here it is what a party receives in points, so that aid is worth the same to all
 * recipients and money is conserved; volumes of 0 to 2 per cent of the donors’ income then span its table
 * 4.4.
 */
import { stateChart } from '../agents/index.ts';
import { Act } from '../run/acts.ts';
import type { Mechanism, Metric, Parameters, Run } from '../run/contract.ts';
import { streamId } from '../run/draws.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import type { Finding } from '../scenario/problems.ts';
import type { ScenarioFile } from '../scenario/schema.ts';
import { serveDebt, weighDebt } from './aid/debt.ts';
import { type Ledger, ledgerOf } from './aid/ledger.ts';
import { type AidParameters, aidParameters, instruments } from './aid/parameters.ts';
import { growthSlices, movedByReadiness, raiseReadiness } from './growth.ts';
import {
  checkAmounts,
  checkGroup,
  checkIssue,
  checkOptionNames,
  checkShares,
  checkTable,
} from './parameter-checks.ts';
import { isBound, placeOfText } from './standing.ts';

const fatigueStream = streamId('aid.fatigue');

const isDefecting = stateChart.in('commitment.inForce.defecting');
const isSanctioned = stateChart.in('commitment.inForce.sanctioned');
const isLapsing = stateChart.in('commitment.inForce.lapsing');

/** Ticks of the quarter in which the effects are given, and of the year in which money is. */
const quarter = 3;
const year = 12;

/** Whether a state takes part now: all do from the start, or those whom the treaty binds. */
function takesPart(run: Run, settings: AidParameters, party: number): boolean {
  return settings.start === 'at-once' || isBound(run, party);
}

/** Whether a recipient’s conduct costs it its aid. */
function isSuspended(run: Run, condition: AidParameters['condition'], party: number): boolean {
  if (condition === 'none') return false;
  if (isDefecting(run, party) || isSanctioned(run, party)) return true;
  return condition === 'compliance' && isLapsing(run, party);
}

/** Tells when a recipient’s aid is suspended and when it is paid again. */
function noteSuspensions(run: Run, settings: AidParameters, { gets }: Ledger): void {
  const { states } = run.scenario;
  const suspended = run.i32['aid.suspended'];
  if (settings.condition === 'none') return;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (gets[party] === 0) continue;
    const now = isSuspended(run, settings.condition, party) ? 1 : 0;
    if (now === suspended[party]) continue;
    suspended[party] = now;
    run.emit(EventKind.aidSuspended, party, now, 0, 0);
  }
}

/** Donors tire, together or one by one, each once. */
function tire(run: Run, settings: AidParameters, { gives }: Ledger): void {
  const { states } = run.scenario;
  const willing = run.f64['aid.willing'];
  const isTime = settings.fatigueTick !== undefined && run.loop[Loop.tick] >= settings.fatigueTick;
  if (!isTime && settings.fatigueHazard === 0) return;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (gives[party] === 0 || run.i32['aid.tired'][party] === 1) continue;
    if (!isTime && run.tickUniform(fatigueStream, party) >= settings.fatigueHazard) continue;
    run.i32['aid.tired'][party] = 1;
    willing[party] = 1 - settings.fatigueCut;
    run.emitNumber(EventKind.donorTired, party, willing[party], 0);
  }
}

/** V: per cent of income that the donors give this year. */
function volumeOf(run: Run, settings: AidParameters, issue: number): number {
  if (issue < 0) return settings.volume;
  if (settings.amounts !== undefined) return settings.amounts[run.i32['text.option'][issue]];
  return settings.volume * placeOfText(run, issue);
}

/**
 * Weight of each recipient in the allocation, written to `aid.claim`; their sum. Except in equal parts, who
 * has caught up with the most ready donor has none.
 */
function claims(run: Run, settings: AidParameters, known: Ledger): number {
  const { states, readiness } = run.scenario;
  const claim = run.f64['aid.claim'];
  let most = 0;
  for (let s = 0; s < states.length; s++) {
    if (known.gives[states[s]] === 1) most = Math.max(most, readiness[states[s]]);
  }
  let sum = 0;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    const isEligible = known.gets[party] === 1 && takesPart(run, settings, party);
    const gap = Math.max(0, most - readiness[party]);
    let weight = 0;
    if (isEligible && run.i32['aid.suspended'][party] === 0) {
      if (settings.allocation === 'equal') weight = 1;
      else weight = settings.allocation === 'gap' ? gap : gap * known.people[party];
    }
    claim[party] = weight;
    sum += weight;
  }
  return sum;
}

/** What each donor gives in this tick, written to `aid.gift`; their sum. */
function collect(run: Run, settings: AidParameters, known: Ledger): number {
  const { states } = run.scenario;
  const gift = run.f64['aid.gift'];
  let income = 0;
  let burden = 0;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    const gives = known.gives[party] === 1 && takesPart(run, settings, party);
    gift[party] = gives ? known.burden[party] : 0;
    if (!gives) continue;
    income += known.income[party];
    burden += known.burden[party];
  }
  if (!(burden > 0)) {
    gift.fill(0);
    return 0;
  }
  const planned = (volumeOf(run, settings, known.issue) / 100) * (income / year);
  let pool = 0;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    gift[party] *= (planned / burden) * run.f64['aid.willing'][party];
    pool += gift[party];
  }
  return pool;
}

/** Share of an instrument in what is given. */
function shareOf(run: Run, settings: AidParameters, known: Ledger, instrument: number): number {
  if (known.instrumentIssue < 0) return settings.instruments[instruments[instrument]] ?? 0;
  return known.instrumentOf[run.i32['text.option'][known.instrumentIssue]] === instrument ? 1 : 0;
}

/** T: trust between a recipient and its donors, both ways, each donor by what it gives. */
function trustWithDonors(run: Run, pool: number, party: number): number {
  const { states, partyCount } = run.scenario;
  const value = run.f64['trust.value'];
  if (value === undefined) return 0.5;
  const gift = run.f64['aid.gift'];
  let trust = 0;
  for (let s = 0; s < states.length; s++) {
    const donor = states[s];
    if (gift[donor] === 0 || donor === party) continue;
    const mutual = (value[party * partyCount + donor] + value[donor * partyCount + party]) / 2;
    trust += (gift[donor] / pool) * mutual;
  }
  return trust;
}

/** Effect of a point of loans to a party now. */
function loanEffect(run: Run, settings: AidParameters, party: number): number {
  const first = run.i32['aid.firstLoan'];
  if (first[party] < 0) first[party] = run.loop[Loop.tick];
  return run.loop[Loop.tick] - first[party] < settings.frontLoad ? settings.loanEffect : settings.loanLater;
}

/** Pays a recipient its share of the pool, by all instruments. */
function pay(run: Run, settings: AidParameters, known: Ledger, pool: number, amount: number, party: number) {
  const points = amount * year;
  let effect = shareOf(run, settings, known, 0) * settings.grantEffect;
  const lent = shareOf(run, settings, known, 1);
  if (lent > 0) {
    effect += lent * loanEffect(run, settings, party);
    run.f64['aid.debt'][party] += lent * amount;
  }
  const partnership = shareOf(run, settings, known, 2);
  if (partnership > 0) {
    effect += partnership * settings.grantEffect * (0.4 + 1.2 * trustWithDonors(run, pool, party));
  }
  run.f64['aid.received'][party] += amount;
  raiseReadiness(run, party, (points * effect * (1 - run.scenario.readiness[party])) / quarter);
}

/** Collects from the donors and pays the recipients; nothing is given where nobody may receive. */
function distribute(run: Run, settings: AidParameters, known: Ledger): void {
  const { states } = run.scenario;
  const claimed = claims(run, settings, known);
  const pool = claimed > 0 ? collect(run, settings, known) : 0;
  if (!(pool > 0)) {
    run.f64['aid.gift'].fill(0);
    run.f64['aid.data'].fill(0);
    return;
  }
  const given = run.f64['aid.given'];
  for (let s = 0; s < states.length; s++) given[states[s]] += run.f64['aid.gift'][states[s]];
  run.f64['aid.administration'][0] += settings.administration * pool;
  const paid = (1 - settings.administration) * pool;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    const amount = (paid * run.f64['aid.claim'][party]) / claimed;
    run.f64['aid.data'][party] = amount > 0 ? settings.data : 0;
    if (amount > 0) pay(run, settings, known, pool, amount, party);
  }
  if (shareOf(run, settings, known, 2) > 0) reachMilestones(run, settings);
}

/** After each stretch of a running partnership, all who take part in it have built something together. */
function reachMilestones(run: Run, settings: AidParameters): void {
  const { states } = run.scenario;
  const running = run.i32['aid.partnershipTicks'];
  running[0]++;
  if (running[0] % settings.milestone !== 0) return;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (run.f64['aid.gift'][party] === 0 && run.f64['aid.claim'][party] === 0) continue;
    run.emit(EventKind.milestoneReached, party, running[0] / settings.milestone, 0, 0);
    run.act(party, Act['joint-technology']);
  }
}

/** Once a year: what each party has given and got so far. */
function tellAccounts(run: Run): void {
  const { states } = run.scenario;
  if (run.loop[Loop.tick] % year !== 0) return;
  const given = run.f64['aid.given'];
  const received = run.f64['aid.received'];
  const debt = run.f64['aid.debt'];
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (given[party] > 0) run.emitNumber(EventKind.aidGiven, party, given[party], 0);
    if (received[party] > 0) run.emitNumber(EventKind.aidReceived, party, received[party], 0);
    if (debt[party] > 0) run.emitNumber(EventKind.indebted, party, debt[party], 0);
  }
}

function onTick(run: Run, given: Parameters): void {
  const settings = given as AidParameters;
  if (settings.start !== 'at-once' && run.i32['treaty.adoptedTick'][0] < 0) return;
  const { states } = run.scenario;
  const known = ledgerOf(run.scenario, given);
  for (let s = 0; s < states.length; s++) {
    if (run.i32['aid.firstLoan'][states[s]] < 0) continue;
    serveDebt(run, settings, states[s]);
  }
  noteSuspensions(run, settings, known);
  tire(run, settings, known);
  distribute(run, settings, known);
  for (let s = 0; s < states.length; s++) {
    if (run.i32['aid.firstLoan'][states[s]] >= 0) weighDebt(run, settings, known, states[s]);
  }
  tellAccounts(run);
}

/** States that would both give and receive. */
function checkSides(file: ScenarioFile, { donors, recipients }: AidParameters): Finding[] {
  const members = (id: string | undefined) => file.groups.find((group) => group.id === id)?.members ?? [];
  const both = members(donors).filter((member) => members(recipients).includes(member));
  if (both.length === 0) return [];
  const message = `${both.join(', ')} would both give and receive`;
  return [{ path: ['recipients'], code: 'donor-and-recipient', message }];
}

function check(given: Parameters, file: ScenarioFile): Finding[] {
  const settings = given as AidParameters;
  return [
    ...checkIssue(file, settings.issue, ['issue']),
    ...checkIssue(file, settings.instrumentIssue, ['instrumentIssue']),
    ...checkAmounts(file, settings.issue, settings.amounts, ['amounts']),
    ...checkOptionNames(
      file,
      settings.instrumentIssue,
      instruments,
      ['instrumentIssue'],
      'instrument of aid',
    ),
    ...checkGroup(file, settings.donors, ['donors']),
    ...checkGroup(file, settings.recipients, ['recipients']),
    ...checkSides(file, settings),
    ...checkTable(file, settings.income, ['income']),
    ...checkTable(file, settings.people, ['people']),
    ...checkShares(
      settings.instruments as Readonly<Record<string, number>>,
      ['instruments'],
      'the shares of the instruments',
    ),
  ];
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/** What the parties owe, as a share of the yearly income of those who owe. */
function debtRatio(run: Run): number {
  const { states, mechanisms } = run.scenario;
  const placed = mechanisms.find((candidate) => candidate.mechanism === aid);
  if (placed === undefined) return Number.NaN;
  const { income } = ledgerOf(run.scenario, placed.parameters);
  const debt = run.f64['aid.debt'];
  let owed = 0;
  let earned = 0;
  for (const party of states) {
    if (!(debt[party] > 0)) continue;
    owed += debt[party];
    earned += income[party];
  }
  return earned > 0 ? owed / earned : 0;
}

/** Share of the months in which parties had debts that they were in distress. */
function distressShare(run: Run): number {
  const months = sumOf(run.i32['aid.debtTicks']);
  return months > 0 ? sumOf(run.i32['aid.distressTicks']) / months : 0;
}

const aidMetrics: readonly Metric[] = [
  {
    id: 'aidGiven',
    title: 'Aid given',
    unit: 'points',
    summary: 'aid that the donors gave, in hundredths of the mean state’s yearly income',
    compute: (run) => sumOf(run.f64['aid.given']),
  },
  {
    id: 'aidReceived',
    title: 'Aid received',
    unit: 'points',
    summary: 'aid that reached recipients: what was given without the cost of administration',
    compute: (run) => sumOf(run.f64['aid.received']),
  },
  {
    id: 'aidDebt',
    title: 'Debt',
    unit: 'share',
    summary: 'debts from loans at the end, as a share of the yearly income of those who owe',
    compute: debtRatio,
  },
  {
    id: 'debtDistress',
    title: 'Debt distress',
    unit: 'share',
    summary: 'share of the months with debts in which they weighed too much',
    compute: distressShare,
  },
];

/** A number of every party. */
const ofParty = (name: string, doc: string, visible: 'public' | 'hidden' = 'public') =>
  ({ name, type: 'f64', per: 'party', visible, doc }) as const;
/** A count or a flag of every party. */
const countOfParty = (name: string, doc: string) =>
  ({ name, type: 'i32', per: 'party', visible: 'public', doc }) as const;

/** The mechanism of development aid. */
export const aid: Mechanism = {
  id: 'aid',
  title: 'Development aid',
  summary: 'grants, concessional loans with their debt, and partnerships that depend on trust',
  source:
    'Krugman 1988; Joint World Bank–IMF Debt Sustainability Framework; Hatchondo & Martinez 2009; effects: ' +
    'proposal of the model',
  parameters: aidParameters,
  slices: [
    ...growthSlices,
    ofParty('aid.given', 'points that a donor has given so far'),
    ofParty('aid.received', 'points that a recipient has received so far, loans included'),
    ofParty('aid.repaid', 'points that a debtor has paid back to the donors, interest included'),
    ofParty('aid.interest', 'points of interest that have come due'),
    ofParty('aid.debt', 'B: points that a recipient owes'),
    ofParty('aid.data', 'access to the data of the donors, in [0, 1]'),
    { ...ofParty('aid.willing', 'share of its aid that a donor still gives'), fill: 1 },
    ofParty('aid.gift', 'points that a donor gives in this tick', 'hidden'),
    ofParty('aid.claim', 'weight of a recipient in the allocation of this tick', 'hidden'),
    {
      name: 'aid.administration',
      type: 'f64',
      per: 'run',
      visible: 'public',
      doc: 'points that administration has cost so far',
    },
    { ...countOfParty('aid.firstLoan', 'tick of the first loan, −1 before'), fill: -1 },
    countOfParty('aid.suspended', '1 while aid to the party is suspended'),
    countOfParty('aid.tired', '1 once a donor has tired'),
    countOfParty('aid.distressed', '1 while its debt weighs too much'),
    countOfParty('aid.debtTicks', 'ticks with a debt'),
    countOfParty('aid.distressTicks', 'ticks in debt distress'),
    {
      name: 'aid.partnershipTicks',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: 'ticks in which partnerships have run',
    },
  ],
  moves: movedByReadiness,
  metrics: aidMetrics,
  check,
  onTick,
  goesOn: true,
};

/**
 * Regular elections. Each state votes every `term` ticks, in a month of its own; an election may change the
 * government. A new government is drawn anew around its country (model, event E2 and equation 20): it shifts
 * opinion and what ratification asks for by at most `size`·(1 − commit), where commit is how far the
 * commitments of a country outlive its governments. What the last one left behind is replaced, not added to,
 * so that long runs do not drift.
 *
 *   shift of opinion and of the bar = size·(1 − commit_i)·u,  u uniform in (−1, 1), a draw each
 *
 * Any election lets a treaty that was shelved or turned down at home be submitted again. A new government
 * undoes what its predecessor accepted by executive agreement when less speaks for the treaty at home than
 * against it (z_i < 0), and brings it back when more does. While the talks go on it recalls the delegation
 * with the chance `recall`·(1 − commit), or else revises its mandate with the chance `revise`: instructions
 * start anew from what they were at first.
 */
import * as z from 'zod';
import { stateChart } from '../agents/index.ts';
import { holdsLiveMandate, recallDelegation } from '../agents/mandate.ts';
import { clamp } from '../math.ts';
import type { Mechanism, Metric, Parameters, Run } from '../run/contract.ts';
import { streamId } from '../run/draws.ts';
import { EventKind, homeShifts, RevisionReason } from '../run/events.ts';
import { Loop, Stage } from '../run/loop-position.ts';
import type { SliceSpec } from '../run/slices.ts';
import { plausible } from '../scenario/plausible.ts';
import { renewInstructions } from './instructions.ts';
import { pressureAtHome } from './ratification.ts';

const chance = z.number().min(0).max(1);

const parameters = z.strictObject({
  term: z.number().int().min(1).max(240).default(48).describe('ticks between two elections of a state'),
  change: chance
    .default(0.5)
    .describe('chance that an election changes the government (proposal; incumbents win about half)')
    .meta(plausible([0.3, 0.7], 'chance an election')),
  size: chance
    .default(0.1)
    .describe('largest shift of opinion and of the bar by a new government')
    .meta(plausible([0.05, 0.2], 'opinion')),
  recall: chance
    .default(0.25)
    .describe('chance, at commit 0, that a new government recalls a delegation from the talks')
    .meta(plausible([0.1, 0.5], 'chance a new government')),
  revise: chance
    .default(0.5)
    .describe('chance that one that does not recall its delegation revises its mandate')
    .meta(plausible([0.25, 0.75], 'chance a new government')),
});

type ElectionParameters = z.output<typeof parameters>;

const streams = {
  month: streamId('elections.month'),
  change: streamId('elections.change'),
  opinion: streamId('elections.opinion'),
  bar: streamId('elections.bar'),
  mandate: streamId('elections.mandate'),
};

const hasNoMandate = stateChart.in('mandate.none');
const isDrafting = stateChart.in('mandate.drafting');
const isRejected = stateChart.in('commitment.rejected');
const isShelved = stateChart.in('commitment.shelved');
const isRatified = stateChart.in('commitment.ratified');
const isBound = stateChart.in('commitment.inForce');

/** A shift in (−size, size), less what commitments keep. */
function draw(run: Run, { size }: ElectionParameters, party: number, stream: number): number {
  return size * (1 - run.scenario.commit[party]) * (2 * run.tickUniform(stream, party) - 1);
}

/** Tells a shift of a new government, in the order of `homeShifts`. */
function tellShift(run: Run, party: number, what: (typeof homeShifts)[number], value: number): void {
  run.emitNumber(EventKind.shiftedAtHome, party, value, homeShifts.indexOf(what));
}

/** The shifts of the last government are replaced by those of the new one. */
function shift(run: Run, settings: ElectionParameters, party: number): void {
  const opinionShift = run.f64['elections.opinionShift'];
  const barShift = run.f64['elections.barShift'];
  const forOpinion = draw(run, settings, party, streams.opinion);
  const forBar = draw(run, settings, party, streams.bar);
  // With a mechanism of opinion the shift is part of what the publics think by themselves.
  if (run.f64['opinion.public'] === undefined) {
    const opinion = run.f64['party.opinion'];
    opinion[party] = clamp(run.f64['elections.base'][party] + forOpinion, 0, 1);
  }
  run.f64['party.bar'][party] += forBar - barShift[party];
  opinionShift[party] = forOpinion;
  barShift[party] = forBar;
  tellShift(run, party, 'opinion', forOpinion);
  tellShift(run, party, 'bar', forBar);
}

/** A new government may call its delegation home, or tell it anew what to ask for. */
function reviewMandate(run: Run, settings: ElectionParameters, party: number): void {
  if (run.i32['treaty.adoptedTick'][0] >= 0 || !holdsLiveMandate(run, party)) return;
  const luck = run.tickUniform(streams.mandate, party);
  const recall = settings.recall * (1 - run.scenario.commit[party]);
  if (luck < recall) {
    recallDelegation(run, party);
    run.expect(party, false);
  } else if (luck < recall + (1 - recall) * settings.revise) {
    run.sendParty(party, stateChart.event.REVISE, RevisionReason.election);
  } else return;
  renewInstructions(run, party);
}

/** An executive agreement stands and falls with what its country thinks of the treaty. */
function reviewExecutiveAgreement(run: Run, party: number): void {
  const pressure = pressureAtHome(run, party);
  const isIn = isRatified(run, party) || isBound(run, party);
  if (isIn && pressure < 0) {
    run.sendParty(party, stateChart.event.REVOKE);
    run.i32['elections.revocations'][party]++;
    run.expect(party, false);
  } else if (isRejected(run, party)) run.i32['ratification.again'][party] = pressure >= 0 ? 1 : 0;
}

/** What an election means for a treaty at home. */
function reviewTreaty(run: Run, party: number, changed: boolean): void {
  const again = run.i32['ratification.again'];
  if (again === undefined) return;
  if (run.scenario.byExecutive[party] === 1) {
    if (changed) reviewExecutiveAgreement(run, party);
  } else if (isRejected(run, party) || isShelved(run, party)) again[party] = 1;
}

/** Whether the conference is at work: when it is over, elections concern neither mandates nor treaties. */
function isAtWork(run: Run): boolean {
  return run.loop[Loop.stage] !== Stage.over;
}

function hold(run: Run, settings: ElectionParameters, party: number): void {
  const next = run.loop[Loop.tick] + settings.term;
  const changed = run.tickUniform(streams.change, party) < settings.change;
  run.i32['elections.next'][party] = next;
  run.emit(EventKind.electionHeld, party, changed ? 1 : 0, next, 0);
  if (changed) {
    run.i32['elections.governments'][party]++;
    shift(run, settings, party);
    if (isAtWork(run)) reviewMandate(run, settings, party);
  }
  if (isAtWork(run)) reviewTreaty(run, party, changed);
}

/** Where no mechanism gives mandates, whoever was recalled gets a new one from the new government. */
function orderAnew(run: Run, party: number): void {
  if (isDrafting(run, party)) run.sendParty(party, stateChart.event.MANDATE);
  else if (hasNoMandate(run, party)) {
    run.sendParty(party, stateChart.event.ORDER);
    run.emit(EventKind.ordered, party, 0, 0, 0);
  }
}

function onTick(run: Run, parameters: Parameters): void {
  const settings = parameters as ElectionParameters;
  const { states, mechanisms } = run.scenario;
  const next = run.i32['elections.next'];
  const tick = run.loop[Loop.tick];
  const isOrdered = mechanisms.some(({ mechanism }) => mechanism.givesMandates === true);
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (!isOrdered && isAtWork(run)) orderAnew(run, party);
    // the month of the first election, drawn in the first month
    if (next[party] < 0) {
      next[party] = tick + Math.floor(run.tickUniform(streams.month, party) * settings.term);
    }
    if (tick >= next[party]) hold(run, settings, party);
  }
}

function countOf(slice: string): Metric['compute'] {
  return (run) => {
    const { states } = run.scenario;
    let sum = 0;
    for (let s = 0; s < states.length; s++) sum += run.i32[slice][states[s]];
    return sum;
  };
}

const metrics: readonly Metric[] = [
  {
    id: 'governments',
    title: 'Changes of government',
    unit: 'changes',
    summary: 'changes of government over all states',
    compute: countOf('elections.governments'),
  },
  {
    id: 'revocations',
    title: 'Executive agreements undone',
    unit: 'withdrawals',
    summary: 'times that a new government undid what an executive agreement had accepted',
    compute: countOf('elections.revocations'),
  },
];

const slices: readonly SliceSpec[] = [
  {
    name: 'elections.next',
    type: 'i32',
    per: 'party',
    fill: -1,
    visible: 'public',
    doc: 'tick of the next election',
  },
  {
    name: 'elections.governments',
    type: 'i32',
    per: 'party',
    visible: 'public',
    doc: 'changes of government so far',
  },
  {
    name: 'elections.revocations',
    type: 'i32',
    per: 'party',
    visible: 'public',
    doc: 'executive agreements that a new government undid',
  },
  {
    name: 'elections.base',
    type: 'f64',
    per: 'party',
    visible: 'own',
    doc: 'support at home before any change of government',
  },
  {
    name: 'elections.opinionShift',
    type: 'f64',
    per: 'party',
    visible: 'own',
    doc: 'shift of opinion by the government in office',
  },
  {
    name: 'elections.barShift',
    type: 'f64',
    per: 'party',
    visible: 'own',
    doc: 'shift of what ratification asks for by the government in office',
  },
];

/** The mechanism of elections. Without it governments stay, and what was turned down stays so. */
export const elections: Mechanism = {
  id: 'elections',
  title: 'Elections',
  summary: 'regular elections change governments: opinion, bar, mandates, and a second chance for treaties',
  source:
    'two-level game of Putnam 1988; time inconsistency of governments: Kydland & Prescott 1977; sizes and ' +
    'chances: proposal of the model (E2, equation 20)',
  parameters,
  slices,
  metrics,
  moves: ['opinion', 'bar'],
  begin: (run) => {
    run.f64['elections.base'].set(run.scenario.opinion);
  },
  onTick,
  goesOn: true,
};

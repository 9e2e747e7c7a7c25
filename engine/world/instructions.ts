/**
 * Instructions from capital: on every issue a delegation holds a range of options around its ideal, narrower
 * than its red lines. What lies beyond it can be accepted ad referendum only; the capital answers after a
 * delay: a text that is worth its limit and crosses no red line widens the instructions, any other is to be
 * objected to. Without that leave a delegation objects until new instructions come.
 */
import * as z from 'zod';
import { stateChart } from '../agents/index.ts';
import { isTextBeyond, Terms } from '../rules/instructions.ts';
import { depositReservations, packageOf } from '../rules/reservations.ts';
import { Act } from '../run/acts.ts';
import type { Mechanism, Parameters, Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { plausible } from '../scenario/plausible.ts';

const parameters = z.strictObject({
  width: z
    .number()
    .min(0)
    .max(1)
    .default(0.25)
    .describe('how far from its ideal, as a share of the ladder, a delegation may go on its own')
    .meta(plausible([0.1, 0.4], 'share of the ladder')),
  delay: z
    .number()
    .int()
    .min(0)
    .max(24)
    .default(2)
    .describe('ticks until the capital answers')
    .meta(plausible([1, 4], 'ticks')),
  adReferendum: z
    .boolean()
    .default(true)
    .describe('whether a delegation may accept beyond its instructions, subject to its capital'),
});

/** Options within the width of the ideal and the red lines; at least the one nearest to the ideal. */
function instruct(run: Run, party: number, issue: number, width: number): void {
  const { scenario } = run;
  const at = party * scenario.issueCount + issue;
  const gap = (option: number): number =>
    Math.abs(scenario.position[issue * scenario.stride + option] - scenario.ideal[at]);
  let nearest = scenario.lowestOption[at];
  for (let option = nearest; option <= scenario.highestOption[at]; option++) {
    if (gap(option) < gap(nearest)) nearest = option;
  }
  let [lowest, highest] = [nearest, nearest];
  while (lowest > scenario.lowestOption[at] && gap(lowest - 1) <= width) lowest--;
  while (highest < scenario.highestOption[at] && gap(highest + 1) <= width) highest++;
  run.i32['instructions.lowest'][at] = lowest;
  run.i32['instructions.highest'][at] = highest;
  run.emit(EventKind.instructed, party, issue, lowest, highest);
}

function begin(run: Run, settings: Parameters): void {
  const { width, delay, adReferendum } = settings as z.output<typeof parameters>;
  const { states, issueCount } = run.scenario;
  run.i32['instructions.terms'][Terms.adReferendum] = adReferendum ? 1 : 0;
  run.i32['instructions.terms'][Terms.delay] = delay;
  for (let s = 0; s < states.length; s++) {
    for (let k = 0; k < issueCount; k++) instruct(run, states[s], k, width);
  }
}

/** Whether the capital can live with what would bind it: worth its limit, and no red line crossed. */
function isWorthIt(run: Run, party: number): boolean {
  const { scenario } = run;
  const bound = packageOf(run, party);
  for (let k = 0; k < scenario.issueCount; k++) {
    const at = party * scenario.issueCount + k;
    const option = bound[k];
    if (option < scenario.lowestOption[at] || option > scenario.highestOption[at]) return false;
  }
  return run.textUtility(party) >= scenario.reversionUtility[party] + scenario.margin[party];
}

/** Instructions reach from now on as far as the text does, but for what was reserved. */
function widen(run: Run, party: number): void {
  const { issueCount } = run.scenario;
  const bound = packageOf(run, party);
  for (let k = 0; k < issueCount; k++) {
    const at = party * issueCount + k;
    const option = bound[k];
    const lowest = Math.min(run.i32['instructions.lowest'][at], option);
    const highest = Math.max(run.i32['instructions.highest'][at], option);
    if (lowest === run.i32['instructions.lowest'][at] && highest === run.i32['instructions.highest'][at])
      continue;
    run.i32['instructions.lowest'][at] = lowest;
    run.i32['instructions.highest'][at] = highest;
    run.emit(EventKind.instructed, party, k, lowest, highest);
  }
}

/**
 * A mandate revised so that talks can go on: instructions reach one option further on both sides, inside the
 * red lines. Nothing where delegations have none.
 */
export function widenInstructions(run: Run, party: number): void {
  const { issueCount, lowestOption, highestOption } = run.scenario;
  const lowest = run.i32['instructions.lowest'];
  const highest = run.i32['instructions.highest'];
  if (lowest === undefined) return;
  for (let k = 0; k < issueCount; k++) {
    const at = party * issueCount + k;
    const [from, to] = [lowest[at], highest[at]];
    lowest[at] = Math.max(lowestOption[at], from - 1);
    highest[at] = Math.min(highestOption[at], to + 1);
    if (lowest[at] === from && highest[at] === to) continue;
    run.emit(EventKind.instructed, party, k, lowest[at], highest[at]);
  }
}

/** A new government instructs its delegation anew: what its predecessor granted or refused does not hold. */
export function renewInstructions(run: Run, party: number): void {
  const placed = run.scenario.mechanisms.find(({ mechanism }) => mechanism.id === 'instructions');
  if (placed === undefined) return;
  const { width } = placed.parameters as z.output<typeof parameters>;
  run.i32['instructions.refused'][party] = 0;
  for (let k = 0; k < run.scenario.issueCount; k++) instruct(run, party, k, width);
}

function answer(run: Run, party: number): void {
  const accepts = !isTextBeyond(run, party) || isWorthIt(run, party);
  run.i32['instructions.due'][party] = -1;
  run.i32['instructions.pending'][party] = 0;
  run.i32['instructions.refused'][party] = accepts ? 0 : 1;
  run.emit(EventKind.capitalAnswered, party, accepts ? 1 : 0, 0, 0);
  if (accepts) widen(run, party);
  if (run.i32['instructions.signing'][party] === 0) return;
  run.i32['instructions.signing'][party] = 0;
  if (!accepts) return;
  // Confirmed by the capital, a signature ad referendum is a full one.
  if (run.scenario.instrument[party] < 0) run.expect(party, true);
  run.sendParty(party, stateChart.event.SIGN);
  run.act(party, Act.signature);
  depositReservations(run, party);
}

/** The mechanism of instructions. Without it delegations are bound by their red lines alone. */
export const instructions: Mechanism = {
  id: 'instructions',
  title: 'Instructions from capital',
  summary: 'delegations accept within a range; beyond it only ad referendum, and capitals answer late',
  source:
    'Vienna Convention on the Law of Treaties 1969, art. 12(2)(b); two-level game of Putnam 1988; ' +
    'width and delay: proposal of the model',
  parameters,
  slices: [
    {
      name: 'instructions.terms',
      type: 'i32',
      per: 'run',
      size: 2,
      visible: 'public',
      doc: '1 when acceptance ad referendum is allowed; ticks until a capital answers',
    },
    {
      name: 'instructions.lowest',
      type: 'i32',
      per: 'party-issue',
      visible: 'own',
      doc: 'lowest option within the instructions',
    },
    {
      name: 'instructions.highest',
      type: 'i32',
      per: 'party-issue',
      visible: 'own',
      doc: 'highest option within the instructions',
    },
    {
      name: 'instructions.due',
      type: 'i32',
      per: 'party',
      fill: -1,
      visible: 'own',
      doc: 'tick at which the capital answers, −1 when it was not asked',
    },
    {
      name: 'instructions.pending',
      type: 'i32',
      per: 'party',
      visible: 'public',
      doc: '1 while an acceptance or a signature ad referendum waits for the capital',
    },
    {
      name: 'instructions.refused',
      type: 'i32',
      per: 'party',
      visible: 'own',
      doc: '1 when the capital has instructed to object',
    },
    {
      name: 'instructions.signing',
      type: 'i32',
      per: 'party',
      visible: 'public',
      doc: '1 while a signature ad referendum waits for the capital',
    },
  ],
  begin,
  onTick: (run) => {
    const { states } = run.scenario;
    for (let s = 0; s < states.length; s++) {
      const due = run.i32['instructions.due'][states[s]];
      if (due >= 0 && run.loop[Loop.tick] >= due) answer(run, states[s]);
    }
  },
};

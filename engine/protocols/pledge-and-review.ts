/**
 * Pledge and review: obligations are nationally determined. Each state pledges an option of its own on every
 * issue and may raise it in any round (Paris Agreement, articles 4.2 and 4.11); every few rounds a review
 * compares the pledges in public and names the laggards (article 14). The text records the pledges in an
 * annex (`pledge-and-review.pledge`); what it obliges to as a whole is the aggregate effort: on each issue
 * the option nearest to the weighted mean of the pledges.
 *
 * - Ratchet: a pledge may not be lowered (article 4.3, progression). A strategy that would is held to what it
 *   pledged before; a person is told so.
 * - Reciprocity: pledges are conditional on those of others. At a review a party raises its own by a share of
 *   the rise of the others’ mean since the review before, never beyond its red lines. Answers are answered at
 *   the next review: a share near 1 and frequent reviews can carry pledges beyond what is accepted.
 *
 * How pledges enter utilities: a party judges the agreement by its text, that is by the aggregate effort of
 * all; depth, compliance and ratification follow from the text as in every other protocol. Its own pledge is
 * what it adds to the aggregate and what it is compared by, not a cost of its own. So the protocol shows how
 * pledges add up and catch up, and is silent about those who gain by letting others pledge.
 */
import * as z from 'zod';
import { limits } from '../limits.ts';
import { rounding } from '../math.ts';
import { nearestOption } from '../preferences/utility.ts';
import { Question } from '../questions/index.ts';
import type { Phase, Protocol, Run, Turn } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { plausible } from '../scenario/plausible.ts';
import { reopenText } from './steps/forum.ts';
import { askStates, isInRoom, openStrawPoll } from './steps/room.ts';
import { takeStrawPoll } from './steps/straw-poll.ts';
import { recordSupport, tableNearest } from './steps/tabling.ts';

const parameters = z.strictObject({
  every: z.number().int().min(1).max(60).default(3).describe('rounds from one review to the next'),
  ratchet: z.boolean().default(true).describe('whether a pledge may never be lowered'),
  reciprocity: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('share of the rise of the others’ pledges that a party answers at a review')
    .meta(plausible([0.25, 0.75], 'share of the rise')),
  weights: z
    .enum(['weight', 'capability', 'equal'])
    .default('weight')
    .describe('what a pledge counts with in the aggregate'),
  tolerance: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe('how far below the others, on the mean of the ladders, a party may stay without being named')
    .meta(plausible([0.05, 0.2], 'share of the ladder')),
  poll: z.boolean().default(true).describe('whether the states are asked at the end if they accept the text'),
});

type Settings = z.output<typeof parameters>;

const pledgeTurn = 0;
const pollTurn = 1;

/** What a pledge counts with; all count alike where the weights of the scenario are all 0. */
function countOf(run: Run, party: number, weights: Settings['weights']): number {
  const { states, weight, capability } = run.scenario;
  if (weights === 'equal') return 1;
  const column = weights === 'weight' ? weight : capability;
  for (let s = 0; s < states.length; s++) if (column[states[s]] > 0) return column[party];
  return 1;
}

/** Place of a party’s pledge on an issue, in [0, 1]; −1 before it has pledged. */
function pledgedPlace(run: Run, party: number, issue: number): number {
  const { issueCount, position, stride } = run.scenario;
  const option = run.i32['pledge-and-review.pledge'][party * issueCount + issue];
  return option < 0 ? -1 : position[issue * stride + option];
}

/** Weighted sum of the pledges on each issue, and the weight behind it; overwritten by `addUp`. */
const sums = new Float64Array(limits.issues);
const totals = new Float64Array(limits.issues);

/** Adds up the pledges as they stand. */
function addUp(run: Run, weights: Settings['weights']): void {
  const { states, issueCount } = run.scenario;
  sums.fill(0);
  totals.fill(0);
  for (let s = 0; s < states.length; s++) {
    const count = countOf(run, states[s], weights);
    for (let k = 0; k < issueCount; k++) {
      const place = pledgedPlace(run, states[s], k);
      if (place < 0) continue;
      sums[k] += count * place;
      totals[k] += count;
    }
  }
}

/** Weighted mean of the pledges on an issue when they were added up; −1 without any. */
function meanOf(issue: number): number {
  return totals[issue] > 0 ? sums[issue] / totals[issue] : -1;
}

/** The same without those of one party, which has pledged. */
function meanOfOthers(run: Run, issue: number, party: number, weights: Settings['weights']): number {
  const count = countOf(run, party, weights);
  const total = totals[issue] - count;
  return total > rounding ? (sums[issue] - count * pledgedPlace(run, party, issue)) / total : -1;
}

/** A party pledges an option, recorded where it is new. */
function pledge(run: Run, party: number, issue: number, option: number, isConditional: boolean): void {
  const at = party * run.scenario.issueCount + issue;
  if (run.i32['pledge-and-review.pledge'][at] === option) return;
  run.i32['pledge-and-review.pledge'][at] = option;
  run.emit(EventKind.pledged, party, issue, option, isConditional ? 1 : 0);
  recordSupport(run, party, issue, option);
}

/** Takes the pledges of a round; what would lower one is held where the ratchet is on. */
function takePledges(run: Run, turn: Turn, settings: Settings): void {
  const { issueCount, answerWidth } = run.scenario;
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    for (let k = 0; k < issueCount; k++) {
      if (run.i32['talks.admitted'][k] === 0) continue;
      const wanted = run.answers[party * answerWidth + k];
      const before = run.i32['pledge-and-review.pledge'][party * issueCount + k];
      if (settings.ratchet && wanted < before) run.emit(EventKind.pledgeHeld, party, k, wanted, 0);
      else pledge(run, party, k, wanted, false);
    }
  }
}

/** The text takes the aggregate effort; today’s practice on issues that nobody has pledged on. */
function tableAggregate(run: Run, settings: Settings): void {
  const { issueCount, position, stride, reversion } = run.scenario;
  const aggregate = run.f64['pledge-and-review.aggregate'];
  addUp(run, settings.weights);
  for (let k = 0; k < issueCount; k++) {
    const mean = meanOf(k);
    aggregate[k] = mean < 0 ? position[k * stride + reversion[k]] : mean;
  }
  tableNearest(run, aggregate);
}

/** What each party raises at this review, party × issues + issue: the others’ pledges are those before it. */
function answerOthers(run: Run, settings: Settings): void {
  const { states, issueCount, highestOption } = run.scenario;
  const seen = run.f64['pledge-and-review.others'];
  const owed = run.f64['pledge-and-review.owed'];
  for (let s = 0; s < states.length; s++) {
    for (let k = 0; k < issueCount; k++) {
      const at = states[s] * issueCount + k;
      if (run.i32['pledge-and-review.pledge'][at] < 0 || !isInRoom(run, states[s])) continue;
      const others = meanOfOthers(run, k, states[s], settings.weights);
      if (others < 0) continue;
      if (seen[at] >= 0 && others > seen[at] + rounding)
        owed[at] += settings.reciprocity * (others - seen[at]);
      seen[at] = others;
    }
  }
  // Only now: everybody answers what the others pledged before the review, not what they answer in it.
  for (let s = 0; s < states.length; s++) {
    for (let k = 0; k < issueCount; k++) {
      const at = states[s] * issueCount + k;
      const place = pledgedPlace(run, states[s], k);
      if (owed[at] <= 0 || place < 0 || !isInRoom(run, states[s])) continue;
      const option = Math.min(nearestOption(run.scenario, k, place + owed[at]), highestOption[at]);
      const before = run.i32['pledge-and-review.pledge'][at];
      if (option <= before) continue;
      pledge(run, states[s], k, option, true);
      owed[at] = Math.max(0, owed[at] - (pledgedPlace(run, states[s], k) - place));
    }
  }
}

/** How far a party’s pledges lie below those of the others, on the mean over the issues of the agenda. */
function shortfall(run: Run, party: number, settings: Settings): number {
  let gap = 0;
  let issues = 0;
  for (let k = 0; k < run.scenario.issueCount; k++) {
    const own = pledgedPlace(run, party, k);
    if (run.i32['talks.admitted'][k] === 0 || own < 0) continue;
    const others = meanOfOthers(run, k, party, settings.weights);
    if (others < 0) continue;
    gap += others - own;
    issues++;
  }
  return issues > 0 ? gap / issues : 0;
}

/** Compares the pledges in public, lets parties answer, and names who stays behind. */
function review(run: Run, settings: Settings): void {
  const { states, issueCount } = run.scenario;
  addUp(run, settings.weights);
  for (let k = 0; k < issueCount; k++) {
    const mean = meanOf(k);
    if (mean >= 0) run.emitNumber(EventKind.reviewed, -1, mean, k);
  }
  answerOthers(run, settings);
  addUp(run, settings.weights);
  for (let s = 0; s < states.length; s++) {
    const gap = shortfall(run, states[s], settings);
    const isLaggard = gap > settings.tolerance + rounding;
    run.i32['pledge-and-review.named'][states[s]] = isLaggard ? 1 : 0;
    if (isLaggard) run.emitNumber(EventKind.laggardNamed, states[s], gap, 0);
  }
}

function toAct(run: Run, phase: Phase, turnIndex: number, turn: Turn): boolean {
  const { poll } = phase.parameters as Settings;
  const round = run.loop[Loop.phaseRound];
  turn.count = 0;
  if (turnIndex === pledgeTurn) {
    run.f64['talks.progress'][0] = phase.rounds > 1 ? round / (phase.rounds - 1) : 1;
    turn.question = Question.propose;
    askStates(run, turn);
    return true;
  }
  if (turnIndex !== pollTurn || !poll || round + 1 < phase.rounds) return false;
  openStrawPoll(run, turn);
  return true;
}

function apply(run: Run, phase: Phase, turnIndex: number, turn: Turn): void {
  if (turnIndex === pollTurn) {
    takeStrawPoll(run, turn);
    return;
  }
  const settings = phase.parameters as Settings;
  takePledges(run, turn, settings);
  if ((run.loop[Loop.phaseRound] + 1) % settings.every === 0) review(run, settings);
  tableAggregate(run, settings);
}

/** The protocol of bargaining by pledges. */
export const pledgeAndReview: Protocol = {
  id: 'pledge-and-review',
  title: 'Pledge and review',
  summary: 'each state pledges its own obligations; reviews compare them; the text follows their mean',
  source: 'Paris Agreement 2015, arts. 4.2, 4.3, 4.11 and 14; Victor 2011 (pledge and review)',
  parameters,
  slices: [
    {
      name: 'pledge-and-review.pledge',
      type: 'i32',
      per: 'party-issue',
      fill: -1,
      visible: 'public',
      doc: 'option a party has pledged, the annex of the text; −1 before it pledges',
    },
    {
      name: 'pledge-and-review.aggregate',
      type: 'f64',
      per: 'issue',
      visible: 'public',
      doc: 'weighted mean of the pledges, in [0, 1]',
    },
    {
      name: 'pledge-and-review.others',
      type: 'f64',
      per: 'party-issue',
      fill: -1,
      visible: 'public',
      doc: 'mean of the others’ pledges at the last review; −1 before the first',
    },
    {
      name: 'pledge-and-review.owed',
      type: 'f64',
      per: 'party-issue',
      visible: 'public',
      doc: 'rise of the others’ pledges a party has not answered yet, in places of the ladder',
    },
    {
      name: 'pledge-and-review.named',
      type: 'i32',
      per: 'party',
      visible: 'public',
      doc: '1 when the last review named it a laggard',
    },
  ],
  asks: ['propose', 'judge'],
  needs: { notAfter: 'adoption' },
  standsFor: () => ['single-text'],
  isNeeded: (run) => run.i32['treaty.adoptedTick'][0] < 0,
  begin: (run) => {
    reopenText(run);
    run.i32['pledge-and-review.pledge'].fill(-1);
    run.i32['pledge-and-review.named'].fill(0);
    run.f64['pledge-and-review.others'].fill(-1);
    run.f64['pledge-and-review.owed'].fill(0);
  },
  toAct,
  legal: (run, phase, turn, seat) => {
    const { issueCount, answerWidth } = run.scenario;
    if (turn.question !== Question.propose || !(phase.parameters as Settings).ratchet) return undefined;
    for (let k = 0; k < issueCount; k++) {
      const before = run.i32['pledge-and-review.pledge'][seat * issueCount + k];
      if (run.i32['talks.admitted'][k] === 1 && run.answers[seat * answerWidth + k] < before)
        return 'pledge-lowered';
    }
    return undefined;
  },
  apply,
  endRound: () => 'next-round',
};

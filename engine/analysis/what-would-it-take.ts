/**
 * “What would it take?” For a party that would not take a text: the smallest change that brings it in, at
 * least its limit and inside its red lines, without losing anybody who is in, and what that costs whom.
 *
 * Four kinds of change:
 * - **option**: another option on one issue;
 * - **payment**: utility given by one party that is in, which must keep its own limit (side payments are in
 *   units of utility, and the same for giver and taker: model equation 2, with y summing to 0);
 * - **audit**: one audit more. Of what members are expected not to keep it mends the share that one audit
 *   finds, ρ′ = ρ + q(S − ρ), where S is the share of the others that are members and q the chance of
 *   detection of the compliance mechanism; only where the scenario has that mechanism;
 * - **voice**: a seat in the bodies of the agreement, up to full voice. It counts in the agreement and not in
 *   its absence, so the limit stays.
 *
 * Single changes are all tried; where none works, all pairs. Reliabilities are those of the situation: that
 * others gain when one more joins is not counted.
 */
import { optionValue } from '../preferences/utility.ts';
import type { Scenario } from '../run/contract.ts';
import { shareOfOthers } from '../run/membership.ts';
import { detectionByAudit } from '../world/monitoring.ts';
import { negligible } from './outcomes/game.ts';
import { limitOf, type Situation, type Standing, standingOf, statesIn, utilityIn } from './situation.ts';

/** One change. */
export type Change =
  | { readonly kind: 'option'; readonly issue: number; readonly from: number; readonly to: number }
  | { readonly kind: 'payment'; readonly donor: number; readonly amount: number; readonly surplus: number }
  | { readonly kind: 'audit' }
  | { readonly kind: 'voice'; readonly from: number; readonly to: number };

/** What a change costs a party. */
export interface Payer {
  readonly party: number;
  /** Utility it gives up. */
  readonly loses: number;
}

/** Changes that together bring the party in. */
export interface Remedy {
  readonly changes: readonly Change[];
  /** Utility that the others give up, all together. */
  readonly price: number;
  /** Who gives up how much, most first. */
  readonly payers: readonly Payer[];
  /** Utility of the party over its limit afterwards. */
  readonly surplus: number;
}

/** The answer for one party. */
export interface Answer {
  readonly party: number;
  readonly standing: Standing;
  /** Utility it lacks to its limit; 0 or less for a party that is in. */
  readonly lacks: number;
  /** The ways that work, smallest first: fewest changes, then the lowest price. */
  readonly remedies: readonly Remedy[];
  /** Changes each of them takes: 0 when the party is in, undefined when nothing works within two. */
  readonly changes: 0 | 1 | 2 | undefined;
}

/** Most remedies listed; the cheapest come first. */
const listed = 12;

/** Everything that the search looks up, worked out once. */
interface Workings {
  readonly scenario: Scenario;
  readonly party: number;
  /** The states besides the party: whoever is asked to pay or must not be lost. */
  readonly others: readonly number[];
  readonly isIn: ArrayLike<number>;
  /** Utility now, by party. */
  readonly utility: Float64Array;
  readonly limit: Float64Array;
  /** Change of utility by an option: (party × issues + issue) × stride + option. */
  readonly delta: Float64Array;
  /** Change of depth by an option: issue × stride + option. */
  readonly depth: Float64Array;
  readonly depthNow: number;
  /** ρ after 0, 1 and 2 audits more, minus ρ now: audits × parties + party. */
  readonly trustGained: Float64Array;
  readonly hasAudits: boolean;
  /** Most that a full voice would add. */
  readonly voiceGain: number;
  readonly option: Int32Array;
}

/** The single option changes as pairs of issue and option. */
interface Step {
  readonly issue: number;
  readonly to: number;
}

function auditGains(scenario: Scenario, situation: Situation): { gains: Float64Array; has: boolean } {
  const { partyCount } = scenario;
  const gains = new Float64Array(3 * partyCount);
  const has = scenario.mechanisms.some(({ mechanism }) => mechanism.id === 'compliance');
  if (!has) return { gains, has };
  const found = detectionByAudit(scenario.monitoring);
  for (let party = 0; party < partyCount; party++) {
    const most = shareOfOthers(scenario, situation.members, party);
    let missing = Math.max(0, most - situation.reliability[party]);
    for (let audits = 1; audits <= 2; audits++) {
      gains[audits * partyCount + party] = gains[(audits - 1) * partyCount + party] + found * missing;
      missing *= 1 - found;
    }
  }
  return { gains, has };
}

function prepare(scenario: Scenario, situation: Situation, party: number, isIn: ArrayLike<number>): Workings {
  const { partyCount, issueCount, stride, optionCount, depthWeight, position, states } = scenario;
  const { option, reliability } = situation;
  const others = Array.from(states).filter((state) => state !== party);
  const utility = new Float64Array(partyCount);
  const limit = new Float64Array(partyCount);
  const delta = new Float64Array(partyCount * issueCount * stride);
  const depth = new Float64Array(issueCount * stride);
  for (let k = 0; k < issueCount; k++) {
    for (let o = 0; o < optionCount[k]; o++) {
      const moved = position[k * stride + o] - position[k * stride + option[k]];
      depth[k * stride + o] = depthWeight[k] * moved;
    }
  }
  for (const one of [party, ...others]) {
    utility[one] = utilityIn(scenario, situation, one);
    limit[one] = limitOf(scenario, one);
    for (let k = 0; k < issueCount; k++) {
      const now = optionValue(scenario, one, k, option[k], reliability[one]);
      for (let o = 0; o < optionCount[k]; o++) {
        const then = optionValue(scenario, one, k, o, reliability[one]);
        delta[(one * issueCount + k) * stride + o] = then - now;
      }
    }
  }
  let depthNow = 0;
  for (let k = 0; k < issueCount; k++) depthNow += depthWeight[k] * position[k * stride + option[k]];
  const { gains, has } = auditGains(scenario, situation);
  const { file } = scenario;
  const isSpatial = file.utility.model === 'spatial';
  return {
    scenario,
    party,
    others,
    isIn,
    utility,
    limit,
    delta,
    depth,
    depthNow,
    trustGained: gains,
    hasAudits: has,
    voiceGain: isSpatial ? file.utility.voice * (1 - file.parties[party].voice) : 0,
    option: Int32Array.from(option),
  };
}

/** Change of a party’s utility by options and audits together. */
function change(work: Workings, party: number, steps: readonly Step[], audits: number): number {
  const { scenario, delta, depth, trustGained } = work;
  const { issueCount, stride, benefitRate, partyCount } = scenario;
  let sum = 0;
  let deeper = work.depthNow;
  for (const { issue, to } of steps) {
    sum += delta[(party * issueCount + issue) * stride + to];
    deeper += depth[issue * stride + to];
  }
  if (audits > 0) sum += benefitRate[party] * deeper * trustGained[audits * partyCount + party];
  return sum;
}

function optionAfter(work: Workings, steps: readonly Step[], issue: number): number {
  for (const step of steps) if (step.issue === issue) return step.to;
  return work.option[issue];
}

/** Whether the options after some steps are inside the red lines of a party. */
function isInside(work: Workings, party: number, steps: readonly Step[]): boolean {
  const { issueCount, acceptable } = work.scenario;
  for (let k = 0; k < issueCount; k++) {
    if ((acceptable[party * issueCount + k] & (1 << optionAfter(work, steps, k))) === 0) return false;
  }
  return true;
}

/** Whether some steps leave everybody in who is in; they are inside their red lines where nothing moves. */
function losesNobody(work: Workings, steps: readonly Step[], audits: number): boolean {
  const { issueCount, acceptable } = work.scenario;
  for (const other of work.others) {
    if (work.isIn[other] !== 1) continue;
    if (work.utility[other] + change(work, other, steps, audits) < work.limit[other] - negligible)
      return false;
    for (const { issue, to } of steps) {
      if ((acceptable[other * issueCount + issue] & (1 << to)) === 0) return false;
    }
  }
  return true;
}

/** The parties that are in, those with the most to spare first; as many as asked. */
function donors(work: Workings, steps: readonly Step[], audits: number, count: number): Payer[] {
  const able: Payer[] = [];
  for (const other of work.others) {
    if (work.isIn[other] !== 1) continue;
    const spare = work.utility[other] + change(work, other, steps, audits) - work.limit[other];
    if (spare > negligible) able.push({ party: other, loses: spare });
  }
  return able.sort((a, b) => b.loses - a.loses || a.party - b.party).slice(0, count);
}

function remedy(work: Workings, steps: readonly Step[], audits: number, rest: readonly Change[]): Remedy {
  const { party, option } = work;
  const payers: Payer[] = [];
  let surplus = work.utility[party] + change(work, party, steps, audits) - work.limit[party];
  const paid = new Map<number, number>();
  for (const one of rest) {
    if (one.kind === 'payment') {
      paid.set(one.donor, (paid.get(one.donor) ?? 0) + one.amount);
      surplus += one.amount;
    } else if (one.kind === 'voice') {
      surplus += work.scenario.file.utility.voice * (one.to - one.from);
    }
  }
  let price = 0;
  for (const other of work.others) {
    const loses = (paid.get(other) ?? 0) - change(work, other, steps, audits);
    if (loses <= negligible) continue;
    payers.push({ party: other, loses });
    price += loses;
  }
  payers.sort((a, b) => b.loses - a.loses || a.party - b.party);
  const changes: Change[] = [
    ...steps.map(({ issue, to }) => ({ kind: 'option', issue, from: option[issue], to }) as const),
    ...Array.from({ length: audits }, () => ({ kind: 'audit' }) as const),
    ...rest,
  ];
  return { changes, price, payers, surplus: surplus < 0 && surplus > -negligible ? 0 : surplus };
}

function voiceFor(work: Workings, lacks: number): Change {
  const from = work.scenario.file.parties[work.party].voice;
  return { kind: 'voice', from, to: Math.min(1, from + lacks / work.scenario.file.utility.voice) };
}

/** Ways to close what is left after some steps and audits, with as many further changes as are allowed. */
function close(
  work: Workings,
  steps: readonly Step[],
  audits: number,
  further: number,
  into: Remedy[],
): void {
  const { party } = work;
  if (!isInside(work, party, steps)) return;
  const lacks = work.limit[party] - work.utility[party] - change(work, party, steps, audits);
  if (lacks <= negligible) {
    if (losesNobody(work, steps, audits)) into.push(remedy(work, steps, audits, []));
    return;
  }
  if (further === 0 || !losesNobody(work, steps, audits)) return;
  const canSpeak = work.voiceGain >= lacks - negligible;
  if (canSpeak) into.push(remedy(work, steps, audits, [voiceFor(work, lacks)]));
  const able = donors(work, steps, audits, 2);
  const pays = (donor: Payer, amount: number): Change => ({
    kind: 'payment',
    donor: donor.party,
    amount,
    surplus: donor.loses,
  });
  if (able.length > 0 && able[0].loses >= lacks - negligible) {
    into.push(remedy(work, steps, audits, [pays(able[0], lacks)]));
    return;
  }
  if (further < 2 || able.length === 0) return;
  if (able.length === 2 && able[0].loses + able[1].loses >= lacks - negligible) {
    const first = able[0].loses;
    into.push(remedy(work, steps, audits, [pays(able[0], first), pays(able[1], lacks - first)]));
  }
  if (!canSpeak && able[0].loses + work.voiceGain >= lacks - negligible) {
    const spoken = voiceFor(work, work.voiceGain);
    into.push(remedy(work, steps, audits, [spoken, pays(able[0], lacks - work.voiceGain)]));
  }
}

function allSteps(work: Workings): Step[] {
  const { issueCount, optionCount } = work.scenario;
  const steps: Step[] = [];
  for (let issue = 0; issue < issueCount; issue++) {
    for (let to = 0; to < optionCount[issue]; to++) if (to !== work.option[issue]) steps.push({ issue, to });
  }
  return steps;
}

/** Rungs moved and utility left: what decides between remedies of one price. */
function rungs({ changes }: Remedy): number {
  let sum = 0;
  for (const one of changes) if (one.kind === 'option') sum += Math.abs(one.to - one.from);
  return sum;
}

function sorted(remedies: readonly Remedy[]): Remedy[] {
  const order = new Map(remedies.map((one, index) => [one, index]));
  const first = (one: Remedy) => order.get(one) ?? 0;
  return [...remedies]
    .sort(
      (a, b) =>
        (Math.abs(a.price - b.price) > negligible ? a.price - b.price : 0) ||
        rungs(a) - rungs(b) ||
        first(a) - first(b),
    )
    .slice(0, listed);
}

function singles(work: Workings, steps: readonly Step[]): Remedy[] {
  const found: Remedy[] = [];
  for (const step of steps) close(work, [step], 0, 0, found);
  if (work.hasAudits) close(work, [], 1, 0, found);
  close(work, [], 0, 1, found);
  return found;
}

function pairs(work: Workings, steps: readonly Step[]): Remedy[] {
  const found: Remedy[] = [];
  const audits = work.hasAudits ? 1 : 0;
  for (let a = 0; a < steps.length; a++) {
    close(work, [steps[a]], 0, 1, found);
    if (audits === 1) close(work, [steps[a]], 1, 0, found);
    for (let b = a + 1; b < steps.length; b++) {
      if (steps[a].issue !== steps[b].issue) close(work, [steps[a], steps[b]], 0, 0, found);
    }
  }
  if (audits === 1) {
    close(work, [], 2, 0, found);
    close(work, [], 1, 1, found);
  }
  close(work, [], 0, 2, found);
  return found;
}

/**
 * What would bring a party in.
 *
 * @param party the one asked about; any but the chair
 * @param isIn 1 for the parties that must not be lost; by default the states that would take the text
 * @example
 * ```ts
 * const answer = whatWouldItTake(scenario, situationOfRun(run), party);
 * if (answer.changes === undefined) console.log('nothing within two changes');
 * ```
 */
export function whatWouldItTake(
  scenario: Scenario,
  situation: Situation,
  party: number,
  isIn: ArrayLike<number> = statesIn(scenario, situation),
): Answer {
  const standing = standingOf(scenario, situation, party);
  const work = prepare(scenario, situation, party, isIn);
  const lacks = work.limit[party] - work.utility[party];
  if (standing === 'in') return { party, standing, lacks, remedies: [], changes: 0 };
  const steps = allSteps(work);
  const single = singles(work, steps);
  if (single.length > 0) return { party, standing, lacks, remedies: sorted(single), changes: 1 };
  const double = pairs(work, steps);
  const changes = double.length > 0 ? 2 : undefined;
  return { party, standing, lacks, remedies: sorted(double), changes };
}

/** The answers for every state that would not take the text, in the order of the states. */
export function dissenters(scenario: Scenario, situation: Situation): Answer[] {
  const isIn = statesIn(scenario, situation);
  return Array.from(scenario.states)
    .filter((party) => isIn[party] === 0)
    .map((party) => whatWouldItTake(scenario, situation, party, isIn));
}

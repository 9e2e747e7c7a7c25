/**
 * The utility of a package for a party: a spatial loss, the benefit of a deep agreement that the others keep,
 * the cost of complying with it, voice and side payments (model equations 1 and 2).
 *
 *   U_i(a, M) = Ω·b_i·D(a)·ρ_i(M) − Λ·L_i(a) − k_i·D(a)·(1 + χ(1 − r_i)) + λ_V·(voice_i − ½) + y_i
 *   L_i(a) = Σ_k s_ik·(a_k − x_ik)²       D(a) = Σ_k m_k·a_k
 *
 * Everything but D, ρ and what mechanisms move is constant in a run and tabulated once per scenario. For
 * fixed ρ the utility is additive over issues, so the best package of a party is found issue by issue,
 * exactly, however large the package space is.
 */

import type { Nesting } from './nesting.ts';

/** The terms a utility is made of, in the order in which they are recorded. */
export const utilityTerms = ['benefit', 'distance', 'cost', 'voice', 'transfer'] as const;
/** One of the terms of a utility. */
export type UtilityTerm = (typeof utilityTerms)[number];

/** What the utility model needs of a scenario; all arrays are indexed by party × issue × option. */
export interface PreferenceTables {
  readonly issueCount: number;
  readonly optionCount: Int32Array;
  /** Longest ladder: the stride of `position` and `loss`. */
  readonly stride: number;
  /** Place of an option on its ladder, in [0, 1]: issue × stride + option. */
  readonly position: Float64Array;
  /** m_k, summing to 1. */
  readonly depthWeight: Float64Array;
  /** Λ·s_ik·(a_k − x_ik)² ≥ 0: (party × issues + issue) × stride + option. */
  readonly loss: Float64Array;
  /** Ω·b_i. */
  readonly benefitRate: Float64Array;
  /** k_i·(1 + χ(1 − r_i)). */
  readonly costRate: Float64Array;
  /** λ_V·(voice_i − ½). */
  readonly voiceTerm: Float64Array;
  /** y_i: what the agreement pays the party; 0 unless a mechanism pays. */
  readonly transfer: Float64Array;
  /** A bit for each option inside the red lines: party × issues + issue. */
  readonly acceptable: Int32Array;
  /** Which issues stand inside others. */
  readonly nesting: Nesting;
}

/** What the utility of one package needs. */
export type UtilityTables = Omit<PreferenceTables, 'optionCount' | 'acceptable' | 'nesting'>;

/** Depth D(a) of a package in [0, 1]: the weighted mean position over all issues. */
export function depthOf(tables: UtilityTables, option: Int32Array): number {
  let depth = 0;
  for (let k = 0; k < tables.issueCount; k++) {
    depth += tables.depthWeight[k] * tables.position[k * tables.stride + option[k]];
  }
  return depth;
}

/** Weighted policy distance Λ·L_i(a) ≥ 0 of a package for a party. */
function distanceOf(tables: UtilityTables, party: number, option: Int32Array): number {
  let distance = 0;
  let at = party * tables.issueCount * tables.stride;
  for (let k = 0; k < tables.issueCount; k++) {
    distance += tables.loss[at + option[k]];
    at += tables.stride;
  }
  return distance;
}

/**
 * Utility of a package, with its terms.
 *
 * @param reliability ρ_i(M) in [0, 1]: how far the party expects the others to keep the agreement
 * @param terms receives the terms, in the order of `utilityTerms`
 */
export function utilityOf(
  tables: UtilityTables,
  party: number,
  option: Int32Array,
  reliability: number,
  terms: Float64Array,
): number {
  const depth = depthOf(tables, option);
  const benefit = tables.benefitRate[party] * depth * reliability;
  const distance = -distanceOf(tables, party, option);
  const cost = -tables.costRate[party] * depth;
  const voice = tables.voiceTerm[party];
  terms[0] = benefit;
  terms[1] = distance;
  terms[2] = cost;
  const transfer = tables.transfer[party];
  terms[3] = voice;
  terms[4] = transfer;
  return benefit + distance + cost + voice + transfer;
}

/** What one option of one issue adds to a party's utility, the part that depends on the option. */
export function optionValue(
  tables: PreferenceTables,
  party: number,
  issue: number,
  option: number,
  reliability: number,
): number {
  const rate = tables.benefitRate[party] * reliability - tables.costRate[party];
  const position = tables.position[issue * tables.stride + option];
  const loss = tables.loss[(party * tables.issueCount + issue) * tables.stride + option];
  return rate * tables.depthWeight[issue] * position - loss;
}

/**
 * Utility of the party's best package inside its red lines: exact, because the utility is additive over
 * issues for given ρ. −Infinity when its red lines leave no package, which only nested issues can bring
 * about.
 *
 * @param allowed a bit for each option of an issue that the package may have; all of them unless given
 */
export function bestUtility(
  tables: PreferenceTables,
  party: number,
  reliability: number,
  allowed?: Int32Array,
): number {
  if (tables.nesting.inner.length > 0) return bestNested(tables, party, reliability, allowed);
  const { issueCount, stride, position, loss, depthWeight, optionCount } = tables;
  const rate = tables.benefitRate[party] * reliability - tables.costRate[party];
  let best = tables.voiceTerm[party] + tables.transfer[party];
  let at = party * issueCount * stride;
  // `optionValue` of every option, with what does not change taken out of the loops.
  for (let k = 0; k < issueCount; k++) {
    const depthRate = rate * depthWeight[k];
    const options = tables.acceptable[party * issueCount + k] & (allowed === undefined ? -1 : allowed[k]);
    let bestOption = -Infinity;
    for (let o = 0; o < optionCount[k]; o++) {
      if ((options & (1 << o)) === 0) continue;
      bestOption = Math.max(bestOption, depthRate * position[k * stride + o] - loss[at + o]);
    }
    best += bestOption;
    at += stride;
  }
  return best;
}

/** Best of one issue and of all that stand inside it, given whether it stands in the text itself. */
function bestOfIssue(
  tables: PreferenceTables,
  party: number,
  reliability: number,
  allowed: Int32Array | undefined,
  issue: number,
  stands: boolean,
): number {
  const { inner, outer, holders, reversion } = tables.nesting;
  const acceptable = tables.acceptable[party * tables.issueCount + issue];
  const onTable = stands ? (allowed === undefined ? -1 : allowed[issue]) : 1 << reversion[issue];
  let best = -Infinity;
  for (let o = 0; o < tables.optionCount[issue]; o++) {
    if ((acceptable & onTable & (1 << o)) === 0) continue;
    let value = optionValue(tables, party, issue, o, reliability);
    for (let i = 0; i < inner.length; i++) {
      const k = inner[i];
      if (outer[k] !== issue) continue;
      const isHeld = stands && (holders[k] & (1 << o)) !== 0;
      value += bestOfIssue(tables, party, reliability, allowed, k, isHeld);
    }
    if (value > best) best = value;
  }
  return best;
}

/** The best package where issues nest: what an inner issue can be depends on the option of its outer one. */
function bestNested(
  tables: PreferenceTables,
  party: number,
  reliability: number,
  allowed: Int32Array | undefined,
): number {
  let best = tables.voiceTerm[party] + tables.transfer[party];
  for (let k = 0; k < tables.issueCount; k++) {
    if (tables.nesting.outer[k] >= 0) continue;
    best += bestOfIssue(tables, party, reliability, allowed, k, true);
  }
  return best;
}

/** The option of an issue whose place is nearest to `place`; the lower one when two are as near. */
export function nearestOption(tables: PreferenceTables, issue: number, place: number): number {
  const at = issue * tables.stride;
  let nearest = 0;
  let best = Math.abs(tables.position[at] - place);
  for (let o = 1; o < tables.optionCount[issue]; o++) {
    const distance = Math.abs(tables.position[at + o] - place);
    if (distance < best) {
      best = distance;
      nearest = o;
    }
  }
  return nearest;
}

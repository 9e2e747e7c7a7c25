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

import { rounding } from '../math.ts';
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
  /** The options that can be nearest to a place, as `nearestTable` gives them. */
  readonly nearest: Uint16Array;
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
  /** A bit for each option that can be best inside the red lines, as `contenders` gives them. */
  readonly contenders: Int32Array;
  /** Which issues stand inside others. */
  readonly nesting: Nesting;
}

/** What the utility of one package needs. */
export type UtilityTables = Omit<
  PreferenceTables,
  'optionCount' | 'nearest' | 'acceptable' | 'contenders' | 'nesting'
>;

/** Depth D(a) of a package in [0, 1]: the weighted mean position over all issues. */
export function depthOf(tables: UtilityTables, option: Int32Array): number {
  let depth = 0;
  for (let k = 0; k < tables.issueCount; k++) {
    depth += tables.depthWeight[k] * tables.position[k * tables.stride + option[k]];
  }
  return depth;
}

/** Weighted policy distance Λ·L_i(a) ≥ 0 of a package for a party. */
export function distanceOf(tables: UtilityTables, party: number, option: Int32Array): number {
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
  return utilityFrom(
    tables,
    party,
    depthOf(tables, option),
    distanceOf(tables, party, option),
    reliability,
    terms,
  );
}

/** `utilityOf` a package of which the depth and the distance from the party are known. */
export function utilityFrom(
  tables: UtilityTables,
  party: number,
  depth: number,
  distanceFromIdeal: number,
  reliability: number,
  terms: Float64Array,
): number {
  const benefit = tables.benefitRate[party] * depth * reliability;
  const distance = -distanceFromIdeal;
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

/** What `contenders` is worked out from. */
type Rates = Pick<
  PreferenceTables,
  'issueCount' | 'optionCount' | 'stride' | 'position' | 'depthWeight' | 'loss'
> &
  Pick<PreferenceTables, 'benefitRate' | 'costRate' | 'acceptable'>;

/** A difference greater than any rounding. */
const clear = 1e-9;

/**
 * The acceptable options of every issue that can be a party’s best for some ρ in [0, 1]: party × issues +
 * issue, a bit for each. The value of an option is linear in ρ, so one that another beats clearly at both
 * ends is beaten everywhere. Less than half are left, and the best package is looked for in every turn.
 */
export function contenders(tables: Rates): Int32Array {
  const { issueCount, optionCount, stride, position, depthWeight, loss, benefitRate, costRate } = tables;
  return tables.acceptable.map((acceptable, at) => {
    const party = Math.floor(at / issueCount);
    const k = at % issueCount;
    const options = Array.from({ length: optionCount[k] }, (_, o) => o).filter(
      (o) => (acceptable & (1 << o)) !== 0,
    );
    const valuesAt = (reliability: number) => {
      const rate = benefitRate[party] * reliability - costRate[party];
      return options.map((o) => rate * depthWeight[k] * position[k * stride + o] - loss[at * stride + o]);
    };
    const [least, most] = [valuesAt(0), valuesAt(1)];
    const isBeaten = (i: number) =>
      options.some((_, other) => least[other] > least[i] + clear && most[other] > most[i] + clear);
    return options.reduce((bits, o, i) => (isBeaten(i) ? bits : bits | (1 << o)), 0);
  });
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
  const { issueCount, stride, position, loss, depthWeight } = tables;
  const isBounded = allowed === undefined && reliability >= 0 && reliability <= 1;
  const among = isBounded ? tables.contenders : tables.acceptable;
  const rate = tables.benefitRate[party] * reliability - tables.costRate[party];
  let best = tables.voiceTerm[party] + tables.transfer[party];
  let at = party * issueCount * stride;
  // `optionValue` of every option, with what does not change taken out of the loops.
  for (let k = 0; k < issueCount; k++) {
    const depthRate = rate * depthWeight[k];
    let options = among[party * issueCount + k] & (allowed === undefined ? -1 : allowed[k]);
    let bestOption = -Infinity;
    for (; options !== 0; options &= options - 1) {
      const o = 31 - Math.clz32(options & -options);
      const value = depthRate * position[k * stride + o] - loss[at + o];
      if (value > bestOption) bestOption = value;
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

/** Cells into which `nearestTable` cuts a ladder; a power of two, so that finding the cell is exact. */
const cellsPerLadder = 64;

/**
 * The options that can be nearest to a place, by its cell of the ladder: the first in the high byte, the last
 * in the low one, issue × cells + cell. In most cells there is but one. A ladder rises, so the nearest option
 * rises with the place, and what is nearest at both ends of a cell bounds what is nearest inside. Options
 * closer than rounding can tell apart are left to a search.
 */
export function nearestTable(position: Float64Array, stride: number, optionCount: Int32Array): Uint16Array {
  const columns = cellsPerLadder + 1;
  const table = new Uint16Array(optionCount.length * columns);
  optionCount.forEach((count, issue) => {
    const at = issue * stride;
    const ladder = position.subarray(at, at + count);
    const isClear = ladder.every((place, o) => o === 0 || place - ladder[o - 1] > clear);
    const nearest = (place: number) => nearestOf(position, at, 0, count - 1, place);
    for (let cell = 0; cell < columns; cell++) {
      const first = isClear ? nearest(cell / cellsPerLadder) : 0;
      const last = isClear ? nearest((cell + 1) / cellsPerLadder) : count - 1;
      table[issue * columns + cell] = (first << 8) | last;
    }
  });
  return table;
}

/**
 * The option nearest to `place` on the ladder that begins at `at`, among those from one to another. A place
 * is often a mean of what parties want, and one midway between two options must not be decided by rounding.
 */
function nearestOf(position: Float64Array, at: number, first: number, last: number, place: number): number {
  let nearest = first;
  let best = Math.abs(position[at + first] - place);
  for (let o = first + 1; o <= last; o++) {
    const distance = Math.abs(position[at + o] - place);
    if (distance < best - rounding) {
      best = distance;
      nearest = o;
    }
  }
  return nearest;
}

/** The option of an issue whose place is nearest to `place`; the lower one when two are as near. */
export function nearestOption(tables: PreferenceTables, issue: number, place: number): number {
  const at = issue * tables.stride;
  if (!(place >= 0 && place <= 1)) {
    return nearestOf(tables.position, at, 0, tables.optionCount[issue] - 1, place);
  }
  const bounds = tables.nearest[issue * (cellsPerLadder + 1) + Math.floor(place * cellsPerLadder)];
  const first = bounds >> 8;
  const last = bounds & 255;
  return first === last ? first : nearestOf(tables.position, at, first, last, place);
}

/**
 * Power indices of a decision rule, exact: Banzhaf (1965), Penrose (1946), Shapley and Shubik (1954), Coleman
 * (1971). Definitions as in Felsenthal and Machover, The Measurement of Voting Power (1998).
 */
import type { NormalRule } from '../../scenario/normal-rule.ts';
import { countCoalitions, exactSize } from './count.ts';
import { estimatePower, type PowerEstimate } from './estimate.ts';
import { type Fraction, fraction } from './fraction.ts';
import { gameOf } from './game.ts';

/** The power of one member. */
export interface MemberPower {
  /** Index of the party. */
  readonly party: number;
  /** Coalitions of the others that lose without it and win with it. */
  readonly swings: bigint;
  /** Its share of all swings. */
  readonly banzhaf: Fraction;
  /** Chance to be decisive when all others vote by the toss of a coin: swings / 2^(n − 1). */
  readonly penrose: Fraction;
  /** Chance to be pivotal in a random order; these sum to 1. */
  readonly shapleyShubik: Fraction;
  /** Coleman’s power to prevent action: share of the winning coalitions that lose without it. */
  readonly prevent: Fraction;
  /** Coleman’s power to initiate action: share of the losing coalitions that win with it. */
  readonly initiate: Fraction;
}

/** Exact power in a body. */
export interface ExactPower {
  readonly kind: 'exact';
  readonly members: readonly MemberPower[];
  readonly winning: bigint;
  readonly coalitions: bigint;
  /** Coleman’s power of the body to act: the share of coalitions that win. */
  readonly passage: Fraction;
}

function factorials(most: number): bigint[] {
  const list = [1n];
  for (let n = 1; n <= most; n++) list.push(list[n - 1] * BigInt(n));
  return list;
}

/** Exact indices; undefined when weights are no whole numbers or the body is too large to count. */
export function exactPower(rule: NormalRule, states: Int32Array): ExactPower | undefined {
  const game = gameOf(rule, states);
  if (game === undefined || game.parties.length === 0 || !exactSize(game).isExact) return undefined;
  const counts = countCoalitions(game);
  const n = counts.members;
  const coalitions = 1n << BigInt(n);
  const factorial = factorials(n);
  const sums = counts.swings.map((bySize) => bySize.reduce((sum, count) => sum + count, 0n));
  const all = sums.reduce((sum, swings) => sum + swings, 0n);
  const members = game.parties.map((party, member): MemberPower => {
    const swings = sums[member];
    let orders = 0n;
    counts.swings[member].forEach((count, size) => {
      if (count !== 0n) orders += count * factorial[size] * factorial[n - size - 1];
    });
    return {
      party,
      swings,
      banzhaf: fraction(swings, all),
      penrose: fraction(swings, coalitions / 2n),
      shapleyShubik: fraction(orders, factorial[n]),
      prevent: fraction(swings, counts.winning),
      initiate: fraction(swings, coalitions - counts.winning),
    };
  });
  return {
    kind: 'exact',
    members,
    winning: counts.winning,
    coalitions,
    passage: fraction(counts.winning, coalitions),
  };
}

/** Indices of a rule: exact where the sizes allow, otherwise an estimate that says so. */
export function powerOf(
  rule: NormalRule,
  states: Int32Array,
  options: { readonly seed?: string | number; readonly samples?: number } = {},
): ExactPower | PowerEstimate {
  return exactPower(rule, states) ?? estimatePower(rule, states, options);
}

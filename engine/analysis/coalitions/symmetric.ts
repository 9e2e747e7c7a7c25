/**
 * Stability of coalitions among players that are all alike, exact for any number of them (d’Aspremont,
 * Jacquemin, Gabszewicz & Weymark 1983; Carraro & Siniscalco 1993; Barrett 1994). With π_s(k) for a member
 * and π_n(k) for an outsider of a coalition of k out of N, a coalition is
 *
 *   internally stable when nobody gains by leaving      π_s(k) ≥ π_n(k − 1)
 *   externally stable when nobody gains by joining      π_n(k) ≥ π_s(k + 1)
 *
 * and stable when it is both. Players that are indifferent stay where they are.
 */
import { rounding } from '../../math.ts';

/** A membership game of players that are all alike. */
export interface SymmetricGame {
  readonly players: number;
  /** π_s(k): payoff of each member of a coalition of k, from 1 to all. */
  member(size: number): number;
  /** π_n(k): payoff of each outsider of a coalition of k, from 0 to all but one. */
  outsider(size: number): number;
}

/** What is true of the coalitions of one size. */
export interface SizeReport {
  readonly size: number;
  /** Payoffs; NaN where there is no such player. */
  readonly member: number;
  readonly outsider: number;
  readonly isInternallyStable: boolean;
  readonly isExternallyStable: boolean;
  /** Both. */
  readonly isStable: boolean;
  /** π_n(k − 1) − π_s(k): what a member gains by leaving while the others stay; NaN for size 0. */
  readonly freeRiding: number;
}

/** Two payoffs that differ by rounding alone, a share of themselves, are equal: they are sums of doubles. */
function isAtLeast(a: number, b: number): boolean {
  return a >= b - rounding * Math.max(1, Math.abs(a), Math.abs(b));
}

/**
 * What is true of the coalitions of every size, from 0 to all players.
 *
 * @example
 * ```ts
 * const sizes = coalitionSizes(publicGoodGame(barrett1994(10, 100, 1, 0.25)));
 * console.log(sizes.filter(({ isStable }) => isStable).map(({ size }) => size)); // [4]
 * ```
 */
export function coalitionSizes(game: SymmetricGame): SizeReport[] {
  const { players } = game;
  return Array.from({ length: players + 1 }, (_, size) => {
    const member = size > 0 ? game.member(size) : Number.NaN;
    const outsider = size < players ? game.outsider(size) : Number.NaN;
    const alone = size > 0 ? game.outsider(size - 1) : Number.NaN;
    const isInternallyStable = size === 0 || isAtLeast(member, alone);
    const isExternallyStable = size === players || isAtLeast(outsider, game.member(size + 1));
    return {
      size,
      member,
      outsider,
      isInternallyStable,
      isExternallyStable,
      isStable: isInternallyStable && isExternallyStable,
      freeRiding: alone - member,
    };
  });
}

/** Size of the largest stable coalition; undefined when none is, not even that of nobody. */
export function largestStableSize(game: SymmetricGame): number | undefined {
  return coalitionSizes(game)
    .filter(({ isStable }) => isStable)
    .at(-1)?.size;
}

/**
 * Sizes that are stable among players who look ahead: whoever leaves knows that others may follow, until the
 * next such size is reached (after Ray & Vohra 2001, for one coalition). Nobody and one alone are such sizes;
 * k is one when a member has at least what an outsider of the largest such size below k has.
 */
export function farsightedSizes(game: SymmetricGame): number[] {
  const sizes = [0];
  let below = 0;
  for (let size = 1; size <= game.players; size++) {
    if (size > 1 && !isAtLeast(game.member(size), game.outsider(below))) continue;
    sizes.push(size);
    below = size;
  }
  return sizes;
}

/**
 * The stable coalitions of a membership game: exact where all coalitions can be gone through, and above that
 * what a search finds, with a bound on what it may have missed.
 */
import { limits } from '../../limits.ts';
import { everyCoalition, isPotentiallyStable, isStable, maskOf } from './enumerate.ts';
import { type MembershipGame, sizeOf } from './membership.ts';
import { searchPotential, searchStable, sizeBound, sizeBoundWithPayments } from './search.ts';

/** The largest coalition of a kind. */
export interface Largest {
  /** Its members; undefined when there is none, or none was found. */
  readonly members: Uint8Array | undefined;
  readonly size: number;
  /** No coalition of the kind has more members; equal to `size` when exact. */
  readonly atMost: number;
}

/** The stable coalitions of a game. */
export interface StableCoalitions {
  readonly players: number;
  /** Whether all coalitions were gone through. */
  readonly exact: boolean;
  /** Stable coalitions that are in effect; at least so many where not exact. */
  readonly count: number;
  /** The largest of them, largest first and of equal ones in the order of their members. */
  readonly stable: readonly Uint8Array[];
  readonly largest: Largest;
  /** With side payments: the largest coalition whose members could share so that nobody leaves. */
  readonly largestWithPayments: Largest;
}

/** Most coalitions listed. */
const listed = 20;

/** Larger coalitions first; of one size, those with the first players first. */
function bySize(a: Uint8Array, b: Uint8Array): number {
  const difference = sizeOf(b) - sizeOf(a);
  if (difference !== 0) return difference;
  for (let player = 0; player < a.length; player++) if (a[player] !== b[player]) return b[player] - a[player];
  return 0;
}

function largestOf(members: Uint8Array | undefined, atMost: number): Largest {
  const size = members === undefined ? 0 : sizeOf(members);
  return { members, size, atMost: Math.max(size, atMost) };
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Keeps the largest coalitions that it is shown, as many as are listed. */
function keeper(players: number) {
  const kept: Uint8Array[] = [];
  let least = -1;
  return {
    kept,
    show: (bits: number) => {
      if (kept.length >= listed && bitCount(bits) < least) return;
      kept.push(maskOf(bits, players));
      if (kept.length < 2 * listed) return;
      kept.sort(bySize).splice(listed);
      least = sizeOf(kept[listed - 1]);
    },
  };
}

function byEnumeration(game: MembershipGame): StableCoalitions {
  const { players } = game;
  const all = everyCoalition(game);
  const stable = keeper(players);
  const potential = keeper(players);
  let count = 0;
  for (let bits = 0; bits < all.stability.length; bits++) {
    if (isStable(all, bits)) {
      count++;
      stable.show(bits);
    }
    if (isPotentiallyStable(all, bits)) potential.show(bits);
  }
  const list = stable.kept.sort(bySize).slice(0, listed);
  const [withPayments] = potential.kept.sort(bySize);
  return {
    players,
    exact: true,
    count,
    stable: list,
    largest: largestOf(list[0], 0),
    largestWithPayments: largestOf(withPayments, 0),
  };
}

function bySearch(game: MembershipGame): StableCoalitions {
  const found = searchStable(game).sort(bySize);
  const potential = searchPotential(game);
  return {
    players: game.players,
    exact: false,
    count: found.length,
    stable: found.slice(0, listed),
    largest: largestOf(found[0], sizeBound(game)),
    largestWithPayments: largestOf(potential, sizeBoundWithPayments(game)),
  };
}

/**
 * The stable coalitions of a game that are in effect.
 *
 * @param most players up to which every coalition is gone through
 * @example
 * ```ts
 * const { largest, exact } = stableCoalitions(game);
 * console.log(exact ? `${largest.size} members` : `${largest.size} to ${largest.atMost} members`);
 * ```
 */
export function stableCoalitions(
  game: MembershipGame,
  most: number = limits.enumeratedPlayers,
): StableCoalitions {
  return game.players <= most ? byEnumeration(game) : bySearch(game);
}

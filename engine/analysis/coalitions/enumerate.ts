/**
 * Every coalition of a membership game, one by one: which are stable, which could be with side payments.
 * Coalitions are numbered by their bits. Each is left and entered by one player at a time, so what a player
 * gains by being in is worked out once for every pair of coalitions that differ in that player alone.
 */
import { gainFromBeingIn, indifference, isInEffect, type MembershipGame } from './membership.ts';

/** What is known of a coalition, as bits. */
export const Stability = {
  /** Some member gains by leaving. */
  left: 1,
  /** Some outsider gains by joining. */
  joined: 2,
  /** It is in effect. */
  inEffect: 4,
} as const;

/** All coalitions of a game. */
export interface Coalitions {
  readonly players: number;
  /** By the bits of the coalition: bits of `Stability`. */
  readonly stability: Uint8Array;
  /** By the bits of the coalition: Σ over members of what each gains by being in. */
  readonly surplus: Float64Array;
}

/** The mask of a coalition. */
export function maskOf(bits: number, players: number): Uint8Array {
  return Uint8Array.from({ length: players }, (_, player) => (bits >>> player) & 1);
}

/** Visits all coalitions, the mask changing by one player from each to the next. */
function forEachCoalition(players: number, visit: (bits: number, members: Uint8Array) => void): void {
  const members = new Uint8Array(players);
  const count = 1 << players;
  for (let step = 0; step < count; step++) {
    const bits = step ^ (step >>> 1);
    if (step > 0) {
      const changed = 31 - Math.clz32(step & -step);
      members[changed] = 1 - members[changed];
    }
    visit(bits, members);
  }
}

/** Goes through all coalitions of a game: 2 to the number of players. */
export function everyCoalition(game: MembershipGame): Coalitions {
  const { players } = game;
  const stability = new Uint8Array(1 << players);
  const surplus = new Float64Array(stability.length);
  forEachCoalition(players, (bits, members) => {
    if (isInEffect(game, members)) stability[bits] |= Stability.inEffect;
  });
  forEachCoalition(players, (bits, members) => {
    for (let player = 0; player < players; player++) {
      const withIt = bits | (1 << player);
      if (withIt === bits) continue;
      const gain = gainFromBeingIn(
        game,
        player,
        members,
        (stability[withIt] & Stability.inEffect) !== 0,
        (stability[bits] & Stability.inEffect) !== 0,
      );
      if (gain < -indifference) stability[withIt] |= Stability.left;
      if (gain > indifference) stability[bits] |= Stability.joined;
      surplus[withIt] += gain;
    }
  });
  return { players, stability, surplus };
}

/** Whether a coalition is in effect, and nobody gains by leaving or joining. */
export function isStable({ stability }: Coalitions, bits: number): boolean {
  return stability[bits] === Stability.inEffect;
}

/** Whether a coalition is in effect, and its members could share so that nobody leaves. */
export function isPotentiallyStable({ stability, surplus }: Coalitions, bits: number): boolean {
  return (stability[bits] & Stability.inEffect) !== 0 && surplus[bits] >= -indifference;
}

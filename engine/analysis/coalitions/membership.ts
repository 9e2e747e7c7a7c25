/**
 * Membership games of players that differ: what each has inside and outside of a coalition, and what follows
 * for who would join, leave or ride free (d’Aspremont et al. 1983; Barrett 1994; Carraro & Siniscalco 1993).
 * Whoever is indifferent stays where it is.
 */

/** A membership game. A coalition is a mask: 1 for each player that is in. */
export interface MembershipGame {
  readonly players: number;
  /** Payoff of a member of the coalition. */
  inside(player: number, members: Uint8Array): number;
  /** Payoff of a player outside of the coalition. */
  outside(player: number, members: Uint8Array): number;
  /** Payoff where no coalition is in effect; needed where some are not. */
  none?(player: number): number;
  /** Whether a coalition is in effect, such as one that is large enough; all are unless given. */
  isInEffect?(members: Uint8Array): boolean;
  /** No coalition makes joining it worth more than this to a player; for bounds, unknown unless given. */
  mostGain?(player: number): number;
}

/** Gains and losses smaller than this are rounding: they move nobody. */
export const indifference = 1e-9;

/** Whether a coalition is in effect. */
export function isInEffect(game: MembershipGame, members: Uint8Array): boolean {
  return game.isInEffect?.(members) ?? true;
}

function noneOf(game: MembershipGame, player: number): number {
  return game.none?.(player) ?? 0;
}

/** What a player has when exactly these are in. */
export function payoff(game: MembershipGame, player: number, members: Uint8Array): number {
  if (!isInEffect(game, members)) return noneOf(game, player);
  return members[player] === 1 ? game.inside(player, members) : game.outside(player, members);
}

/**
 * What a player gains by being in rather than out, all others staying where they are. The mask is the same
 * afterwards.
 *
 * @param withIt whether the coalition with the player is in effect, where that is known
 * @param without whether it is without the player
 */
export function gainFromBeingIn(
  game: MembershipGame,
  player: number,
  members: Uint8Array,
  withIt?: boolean,
  without?: boolean,
): number {
  const was = members[player];
  members[player] = 1;
  const inside = (withIt ?? isInEffect(game, members)) ? game.inside(player, members) : noneOf(game, player);
  members[player] = 0;
  const outside =
    (without ?? isInEffect(game, members)) ? game.outside(player, members) : noneOf(game, player);
  members[player] = was;
  return inside - outside;
}

/** Members that gain by leaving while the others stay. */
export function leavers(game: MembershipGame, members: Uint8Array): number[] {
  return playersWhere(
    members,
    (player) => members[player] === 1 && gainFromBeingIn(game, player, members) < -indifference,
  );
}

/** Outsiders that gain by joining while the others stay out. */
export function joiners(game: MembershipGame, members: Uint8Array): number[] {
  return playersWhere(
    members,
    (player) => members[player] === 0 && gainFromBeingIn(game, player, members) > indifference,
  );
}

/**
 * Free riders of a coalition: outsiders that would rather be in than have no agreement, and have still more
 * by staying out.
 */
export function freeRiders(game: MembershipGame, members: Uint8Array): number[] {
  if (!isInEffect(game, members)) return [];
  return playersWhere(members, (player) => {
    if (members[player] === 1 || gainFromBeingIn(game, player, members) >= -indifference) return false;
    members[player] = 1;
    const joined = game.inside(player, members);
    members[player] = 0;
    return joined >= noneOf(game, player) - indifference;
  });
}

/**
 * Σ over members of what each gains by being in: what is left for side payments when all have been given what
 * they would have by leaving. At 0 or more the members can share so that nobody leaves: the coalition is
 * potentially internally stable (Eyckmans & Finus 2004).
 */
export function stabilitySurplus(game: MembershipGame, members: Uint8Array): number {
  let surplus = 0;
  for (let player = 0; player < game.players; player++) {
    if (members[player] === 1) surplus += gainFromBeingIn(game, player, members);
  }
  return surplus;
}

/** Number of members. */
export function sizeOf(members: Uint8Array): number {
  let size = 0;
  for (let player = 0; player < members.length; player++) size += members[player];
  return size;
}

function playersWhere(members: Uint8Array, holds: (player: number) => boolean): number[] {
  const found: number[] = [];
  for (let player = 0; player < members.length; player++) if (holds(player)) found.push(player);
  return found;
}

/**
 * Stable coalitions of games with too many players to go through all coalitions. From several starts, players
 * leave and join one at a time as long as somebody gains by it; where that comes to rest, the coalition is
 * stable. What is found is exact, that nothing larger was missed is not: the bounds say how much larger a
 * coalition could be.
 */
import {
  gainFromBeingIn,
  indifference,
  isInEffect,
  type MembershipGame,
  sizeOf,
  stabilitySurplus,
} from './membership.ts';

/** Moves that a walk may take for each player before it counts as one that never rests. */
const movesPerPlayer = 3;

/** The member that gains least by being in, and what it gains. */
function weakest(game: MembershipGame, members: Uint8Array): { player: number; gain: number } {
  let found = { player: -1, gain: Number.POSITIVE_INFINITY };
  for (let player = 0; player < game.players; player++) {
    if (members[player] === 0) continue;
    const gain = gainFromBeingIn(game, player, members);
    if (gain < found.gain) found = { player, gain };
  }
  return found;
}

/** The outsider that gains most by joining, and what it gains. */
function keenest(game: MembershipGame, members: Uint8Array): { player: number; gain: number } {
  let found = { player: -1, gain: Number.NEGATIVE_INFINITY };
  for (let player = 0; player < game.players; player++) {
    if (members[player] === 1) continue;
    const gain = gainFromBeingIn(game, player, members);
    if (gain > found.gain) found = { player, gain };
  }
  return found;
}

/** Lets players leave, then join, until nobody gains by moving; whether it came to rest. */
function settle(game: MembershipGame, members: Uint8Array): boolean {
  for (let moves = movesPerPlayer * game.players; moves > 0; moves--) {
    const leaving = weakest(game, members);
    if (leaving.player >= 0 && leaving.gain < -indifference) {
      members[leaving.player] = 0;
      continue;
    }
    const joining = keenest(game, members);
    if (joining.player < 0 || joining.gain <= indifference) return true;
    members[joining.player] = 1;
  }
  return false;
}

/** Coalitions to start from: all who could ever gain, nobody, and all but one of those who could. */
function starts(game: MembershipGame): Uint8Array[] {
  const able = Uint8Array.from({ length: game.players }, (_, player) =>
    (game.mostGain?.(player) ?? 0) >= -indifference ? 1 : 0,
  );
  const all = [able, new Uint8Array(game.players)];
  for (let player = 0; player < game.players && all.length < 10; player++) {
    if (able[player] === 0) continue;
    const without = able.slice();
    without[player] = 0;
    all.push(without);
  }
  return all;
}

/** Stable coalitions in effect that the walks come to, each once. */
export function searchStable(game: MembershipGame): Uint8Array[] {
  const found = new Map<string, Uint8Array>();
  for (const members of starts(game)) {
    if (settle(game, members) && isInEffect(game, members)) found.set(members.join(''), members);
  }
  return [...found.values()];
}

/** A large coalition whose members could share so that nobody leaves; undefined when none was found. */
export function searchPotential(game: MembershipGame): Uint8Array | undefined {
  const [members] = starts(game);
  while (sizeOf(members) > 0) {
    if (stabilitySurplus(game, members) >= -indifference) {
      return isInEffect(game, members) ? members : undefined;
    }
    members[weakest(game, members).player] = 0;
  }
  return isInEffect(game, members) ? members : undefined;
}

/** No stable coalition has more members: only players that could gain by being in somewhere are in one. */
export function sizeBound(game: MembershipGame): number {
  let able = 0;
  for (let player = 0; player < game.players; player++) {
    if ((game.mostGain?.(player) ?? 0) >= -indifference) able++;
  }
  return able;
}

/** No coalition that side payments could hold together has more members: gains must cover losses. */
export function sizeBoundWithPayments(game: MembershipGame): number {
  const { mostGain } = game;
  if (mostGain === undefined) return game.players;
  const gains = Float64Array.from({ length: game.players }, (_, player) => mostGain(player)).sort();
  let [sum, size] = [0, 0];
  for (let at = gains.length - 1; at >= 0; at--) {
    sum += gains[at];
    if (sum < -indifference) break;
    size++;
  }
  return size;
}

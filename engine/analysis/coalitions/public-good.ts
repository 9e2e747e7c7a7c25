/**
 * Agreements to provide a public good, such as less of a common pollutant: each of N states gains from what
 * all provide together, pays for its own share, and chooses it. Members choose for their joint payoff,
 * outsiders for their own.
 *
 *   π_i = β·Q − γ·Q²/2 − c·q_i²/2       Q = Σ q_i
 *
 * With members that move first and know how outsiders answer this is Barrett’s (1994) model of a
 * self-enforcing agreement, β = a·b/N and γ = b/N; with γ = 0 it is the linear benefit of Carraro &
 * Siniscalco (1993), where nobody answers anybody and the order of moves is all the same.
 */
import type { MembershipGame } from './membership.ts';
import type { SymmetricGame } from './symmetric.ts';

/** The numbers of such a game. */
export interface PublicGood {
  readonly players: number;
  /** β: what the first unit is worth to each state. */
  readonly benefit: number;
  /** γ ≥ 0: how fast that falls. */
  readonly saturation: number;
  /** c > 0: how fast the cost of a state’s own share rises. */
  readonly cost: number;
  /** Whether members choose first, or all at the same time. */
  readonly membersLead: boolean;
}

/** Barrett’s (1994) numbers: benefit b·(a·Q − Q²/2)/N and cost c·q²/2 each. */
export function barrett1994(players: number, a: number, b: number, c: number): PublicGood {
  return { players, benefit: (a * b) / players, saturation: b / players, cost: c, membersLead: true };
}

/** A benefit of b for each unit, however much there is, and cost c·q²/2 each. */
export function linearBenefit(players: number, b: number, c: number): PublicGood {
  return { players, benefit: b, saturation: 0, cost: c, membersLead: true };
}

/** What members and outsiders provide. */
export interface Provision {
  /** q_s: of each member; 0 where there is none. */
  readonly member: number;
  /** q_n: of each outsider; 0 where there is none. */
  readonly outsider: number;
  /** Q: of all. */
  readonly total: number;
}

/**
 * What is provided when `size` states have joined, from the first-order conditions: outsiders set
 * c·q_n = β − γ·Q, members c·q_s = k·λ·(β − γ·Q), where λ is how much of one unit more is left after the
 * outsiders’ answer: 1/(1 + (N − k)·γ/c) for those who move first, 1 for those who do not.
 */
export function provision(good: PublicGood, size: number): Provision {
  const { players, benefit, saturation, cost, membersLead } = good;
  const outsiders = players - size;
  const answer = 1 / (1 + (outsiders * saturation) / cost);
  const left = membersLead ? answer : 1;
  const first = benefit / cost;
  const slope = saturation / cost;
  const member = (size * left * answer * first) / (1 + size * size * left * answer * slope);
  const total = answer * (size * member + outsiders * first);
  const outsider = outsiders > 0 ? (total - size * member) / outsiders : 0;
  return { member: size > 0 ? member : 0, outsider, total };
}

function payoffOf(good: PublicGood, own: number, total: number): number {
  return good.benefit * total - (good.saturation * total * total) / 2 - (good.cost * own * own) / 2;
}

/** The membership game of such a good. */
export function publicGoodGame(good: PublicGood): SymmetricGame {
  return {
    players: good.players,
    member: (size) => {
      const { member, total } = provision(good, size);
      return payoffOf(good, member, total);
    },
    outsider: (size) => {
      const { outsider, total } = provision(good, size);
      return payoffOf(good, outsider, total);
    },
  };
}

/** The same game with its players told apart, for what goes through coalitions one by one. */
export function asMembershipGame(game: SymmetricGame): MembershipGame {
  const sizeOf = (members: Uint8Array): number => {
    let size = 0;
    for (let i = 0; i < members.length; i++) size += members[i];
    return size;
  };
  return {
    players: game.players,
    inside: (_player, members) => game.member(sizeOf(members)),
    outside: (_player, members) => game.outsider(sizeOf(members)),
  };
}

/**
 * The economics of a common laboratory: a club good with spill-over to outsiders (Buchanan 1965; Cornes &
 * Sandler 1996). With the members S, their share of the states’ income W(S) and n states:
 *
 *   q(S)  = W(S)^ρ                               quality: what the members put together
 *   V_i   = n·w_i^η / Σ_j w_j^η                  what a laboratory of all is worth to a state a year
 *   inside  V_i·q(S) − t_i                       outside  s·V_i·q(S)
 *
 * Worth is counted in units of the mean state: V sums to n. The laboratory costs c·n a year. It is shared
 * equally, in proportion to income, or in proportion with a ceiling (22 per cent of the United Nations’ scale
 * of assessments, 25 in article VII of the Convention for CERN); what the ceiling leaves is shared by the
 * others in proportion. A ceiling so low that it cannot pay for the whole is lifted to equal shares.
 */
import { pow } from '../../math.ts';
import type { Scenario } from '../../run/contract.ts';
import { sharesOf } from '../standing.ts';

/** How the cost is shared. */
export const contributionRules = ['equal', 'proportional', 'capped'] as const;

/** What the laboratory costs and is worth, and how its cost is shared. */
export interface LaboratoryTerms {
  readonly rule: (typeof contributionRules)[number];
  /** c: cost as a share of what a laboratory of all is worth to all. */
  readonly cost: number;
  /** s: share of the worth that reaches outsiders. */
  readonly spill: number;
  /** Ceiling of a member’s share of the cost, under the rule `capped`. */
  readonly cap: number;
  /** ρ: returns to the members’ joint size. */
  readonly returns: number;
  /** η: elasticity of the worth to a state in its income. */
  readonly elasticity: number;
  /** Table of incomes; voting weights unless given. */
  readonly income?: string | undefined;
}

/** What depends on the scenario and the terms, but on no members. */
export interface LaboratoryGame {
  /** w_i: share of the states’ income, by party. */
  readonly size: Float64Array;
  /** V_i, by party. */
  readonly value: Float64Array;
  /** Cost a year, in units of the mean state’s worth. */
  readonly cost: number;
}

/** Sets the game up. */
export function laboratoryGame(scenario: Scenario, terms: LaboratoryTerms): LaboratoryGame {
  const size = sharesOf(scenario, terms.income);
  const value = size.map((share, party) =>
    scenario.isState[party] === 0 || !(share > 0) ? 0 : pow(share, terms.elasticity),
  );
  let sum = 0;
  for (const worth of value) sum += worth;
  const count = scenario.states.length;
  for (let party = 0; party < value.length; party++) value[party] *= count / sum;
  return { size, value, cost: terms.cost * count };
}

/** W(S): the members’ share of the states’ income. */
function sizeOf({ size }: LaboratoryGame, members: ArrayLike<number>): number {
  let sum = 0;
  for (let party = 0; party < size.length; party++) if (members[party] === 1) sum += size[party];
  return sum;
}

/** q(S). */
export function qualityOf(game: LaboratoryGame, terms: LaboratoryTerms, members: ArrayLike<number>): number {
  const size = Math.min(1, sizeOf(game, members));
  return size > 0 ? pow(size, terms.returns) : 0;
}

function countOf(members: ArrayLike<number>): number {
  let count = 0;
  for (let party = 0; party < members.length; party++) if (members[party] === 1) count++;
  return count;
}

/**
 * Proportional shares with a ceiling: who would pay more pays the ceiling, and the others share the rest in
 * proportion, which may bring more of them to it.
 */
function sharesUnderCap(
  { size }: LaboratoryGame,
  cap: number,
  members: ArrayLike<number>,
  into: Float64Array,
): void {
  into.fill(0);
  let rest = 1;
  for (;;) {
    let open = 0;
    for (let i = 0; i < size.length; i++) if (members[i] === 1 && into[i] === 0) open += size[i];
    let capped = 0;
    for (let i = 0; i < size.length; i++) {
      if (members[i] !== 1 || into[i] > 0 || (rest * size[i]) / open <= cap) continue;
      into[i] = cap;
      capped++;
    }
    if (capped > 0) {
      rest -= capped * cap;
      continue;
    }
    for (let i = 0; i < size.length; i++) {
      if (members[i] === 1 && into[i] === 0) into[i] = open > 0 ? (rest * size[i]) / open : 0;
    }
    return;
  }
}

/**
 * Shares of the cost that the members pay, which sum to 1 unless there are none; in `into`, 0 for all others.
 */
export function costShares(
  game: LaboratoryGame,
  terms: Pick<LaboratoryTerms, 'rule' | 'cap'>,
  members: ArrayLike<number>,
  into: Float64Array,
): void {
  const { size } = game;
  const count = countOf(members);
  const total = sizeOf(game, members);
  const isEqual =
    terms.rule === 'equal' || !(total > 0) || (terms.rule === 'capped' && terms.cap * count < 1);
  if (!isEqual && terms.rule === 'capped') {
    sharesUnderCap(game, terms.cap, members, into);
    return;
  }
  for (let party = 0; party < size.length; party++) {
    if (members[party] !== 1) into[party] = 0;
    else into[party] = isEqual ? 1 / count : size[party] / total;
  }
}

/**
 * The worth of the laboratory to every state, as a function of its members, for analyses of who joins and
 * which coalitions are stable.
 *
 * @returns a function of the members (1 for a member, by party) that gives the payoff of each party a year,
 *   in units of what a laboratory of all is worth to the mean state; 0 for parties that are no states
 */
export function laboratoryWorth(
  scenario: Scenario,
  terms: LaboratoryTerms,
): (members: ArrayLike<number>, payoff?: Float64Array) => Float64Array {
  const game = laboratoryGame(scenario, terms);
  const share = new Float64Array(scenario.partyCount);
  return (members, payoff = new Float64Array(scenario.partyCount)) => {
    const quality = qualityOf(game, terms, members);
    costShares(game, terms, members, share);
    for (let party = 0; party < payoff.length; party++) {
      const worth = game.value[party] * quality;
      payoff[party] = members[party] === 1 ? worth - game.cost * share[party] : terms.spill * worth;
    }
    return payoff;
  };
}

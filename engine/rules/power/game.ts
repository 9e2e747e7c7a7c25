/**
 * A decision rule as a simple game: every member is in favour or against, nobody abstains or stays away, and
 * a coalition wins when its votes carry. Weights become whole numbers, so that coalitions can be counted.
 */
import { headsIn, type NormalRule, type Requirement } from '../../scenario/normal-rule.ts';

/** A requirement with whole numbers. */
export interface WholeRequirement {
  /** Weight of each member, by its place among the members. */
  readonly weights: readonly number[];
  readonly total: number;
  /** Least sum that meets it. */
  readonly quota: number;
  /** 1 for members whose heads count for `waivedBelow`. */
  readonly isIn: readonly number[];
  readonly heads: number;
  /** It is met in any case when fewer heads than this are against. */
  readonly waivedBelow: number;
}

/** A simple game in whole numbers. Members are those who vote, by place in `parties`. */
export interface Game {
  readonly rule: NormalRule;
  /** Party of each member. */
  readonly parties: readonly number[];
  readonly requirements: readonly WholeRequirement[];
  /** 1 for members whose vote against blocks. */
  readonly vetoes: readonly number[];
  /** False when the quorum is beyond the whole body, so that nothing carries. */
  readonly isQuorate: boolean;
}

/** Decimals that are tried for weights that are no whole numbers. */
const scales = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];

/** The weights times the smallest power of ten that makes them whole; undefined when none does. */
function wholeWeights(weights: readonly number[]): number[] | undefined {
  for (const scale of scales) {
    const scaled = weights.map((weight) => weight * scale);
    const isWhole = scaled.every(
      (weight) => Math.abs(weight - Math.round(weight)) <= 1e-9 * Math.max(1, weight),
    );
    if (isWhole) return scaled.map((weight) => Math.round(weight));
  }
  return undefined;
}

/** The least whole sum that meets a requirement, as the evaluator of rules would have it. */
function quotaOf({ share, isStrict, least, isSilent }: Requirement, total: number, isHeads: boolean): number {
  const exact = share * total;
  const near = 1e-9 * Math.max(1, exact);
  const quota = isStrict ? Math.floor(exact + near) + 1 : Math.ceil(exact - near);
  return Math.max(quota, isHeads ? least : 0, isSilent ? 0 : 1);
}

function whole(requirement: Requirement, parties: readonly number[]): WholeRequirement | undefined {
  const { group, values, measure } = requirement;
  const isIn = parties.map((party) => group?.[party] ?? 1);
  const raw = parties.map((party, member) => (isIn[member] === 1 ? (values?.[party] ?? 1) : 0));
  const weights = wholeWeights(raw);
  if (weights === undefined) return undefined;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const heads = isIn.reduce((sum, is) => sum + is, 0);
  const quota = quotaOf(requirement, total, measure === 'heads');
  return { weights, total, quota, isIn, heads, waivedBelow: requirement.waivedBelow };
}

/** The members of a game: who votes under a rule. */
export function membersOf(rule: NormalRule, states: Int32Array): number[] {
  return [...states].filter((party) => (rule.voters?.[party] ?? 1) === 1);
}

/** The game of a rule in a body; undefined when its weights cannot be made whole numbers. */
export function gameOf(rule: NormalRule, states: Int32Array): Game | undefined {
  const parties = membersOf(rule, states);
  const requirements = rule.requirements.map((requirement) => whole(requirement, parties));
  if (requirements.some((requirement) => requirement === undefined)) return undefined;
  const present = headsIn(states, rule.voters);
  return {
    rule,
    parties,
    requirements: requirements as WholeRequirement[],
    vetoes: parties.map((party) => (rule.vetoes.some((veto) => veto.isMember[party] === 1) ? 1 : 0)),
    isQuorate: rule.quorum <= present && present > 0,
  };
}

/** Decision rules: data (`rules.decision` of a scenario), interpreted by one evaluator. */
import type { DecisionRule } from '../scenario/schema.ts';

/** Ballots as cast; `absent` is a voting party that is not in the room. */
export const Ballot = { absent: 0, yes: 1, no: 2, abstain: 3 } as const;

/** Names of the ballots, by index. */
export const ballots = ['absent', 'yes', 'no', 'abstain'] as const;

/** The count of a vote. */
export interface Tally {
  yes: number;
  no: number;
  abstain: number;
  absent: number;
  yesWeight: number;
  noWeight: number;
  totalWeight: number;
}

/** Counts ballots of the voting parties into `tally`. */
export function countBallots(
  states: Int32Array,
  weight: Float64Array,
  ballot: Int32Array,
  tally: Tally,
): void {
  tally.yes = tally.no = tally.abstain = tally.absent = 0;
  tally.yesWeight = tally.noWeight = tally.totalWeight = 0;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    tally.totalWeight += weight[party];
    if (ballot[party] === Ballot.yes) {
      tally.yes++;
      tally.yesWeight += weight[party];
    } else if (ballot[party] === Ballot.no) {
      tally.no++;
      tally.noWeight += weight[party];
    } else if (ballot[party] === Ballot.abstain) tally.abstain++;
    else tally.absent++;
  }
}

/** An empty count. */
export function emptyTally(): Tally {
  return { yes: 0, no: 0, abstain: 0, absent: 0, yesWeight: 0, noWeight: 0, totalWeight: 0 };
}

/**
 * Whether a vote carries under a rule.
 *
 * What an abstention or an absence does, by rule:
 * - consensus: adopted without formal objection, so abstention and absence do not stand in its way;
 * - unanimity: every voting party must say yes, so both count as a no;
 * - simple majority and two thirds: of those present and voting, so neither counts (Vienna Convention on the
 *   Law of Treaties, art. 9(2); Rules of Procedure of the General Assembly, rule 86);
 * - double majority: shares of all voting parties and of all weight, so both count as a no.
 */
export function carries(rule: DecisionRule, tally: Tally): boolean {
  const present = tally.yes + tally.no + tally.abstain;
  const voting = tally.yes + tally.no;
  const members = present + tally.absent;
  if (present < Math.max(rule.quorum, 1)) return false;
  switch (rule.rule) {
    case 'consensus':
      return tally.no === 0;
    case 'unanimity':
      return tally.yes === members;
    case 'simple-majority':
      return voting > 0 && tally.yes * 2 > voting;
    case 'two-thirds':
      return voting > 0 && tally.yes * 3 >= voting * 2;
    case 'double-majority':
      return carriesDoubleMajority(rule, tally, members);
  }
}

function carriesDoubleMajority(
  rule: Extract<DecisionRule, { rule: 'double-majority' }>,
  tally: Tally,
  members: number,
): boolean {
  if (tally.yes < rule.members * members - 1e-9) return false;
  const enoughWeight = tally.yesWeight >= rule.weight * tally.totalWeight - 1e-9;
  // With a blocking minority clause, weight alone does not block: fewer objectors than the clause names lose.
  const blockers = members - tally.yes;
  return enoughWeight || (rule.blockingMinority > 0 && blockers < rule.blockingMinority);
}

/**
 * The evaluator of decision rules: rules are data (`rules` of a scenario) in the normal form of
 * `scenario/normal-rule.ts`, interpreted here and nowhere else.
 */
import type { Scenario } from '../run/contract.ts';
import type { NormalRule, Requirement } from '../scenario/normal-rule.ts';

/** Ballots as cast; `absent` is a voting party that is not in the room. */
export const Ballot = { absent: 0, yes: 1, no: 2, abstain: 3 } as const;

/** Names of the ballots, by index. */
export const ballots = ['absent', 'yes', 'no', 'abstain'] as const;

/** The count of a vote, and the ballots it was made from. */
export interface Tally {
  yes: number;
  no: number;
  abstain: number;
  absent: number;
  /** Indices of the parties that vote, and the ballot of each party. */
  states: Int32Array;
  ballot: Int32Array;
}

/** Counts ballots of the voting parties into `tally`, which refers to them from then on. */
export function countBallots(states: Int32Array, ballot: Int32Array, tally: Tally): void {
  tally.yes = tally.no = tally.abstain = tally.absent = 0;
  tally.states = states;
  tally.ballot = ballot;
  for (let s = 0; s < states.length; s++) {
    const cast = ballot[states[s]];
    if (cast === Ballot.yes) tally.yes++;
    else if (cast === Ballot.no) tally.no++;
    else if (cast === Ballot.abstain) tally.abstain++;
    else tally.absent++;
  }
}

/** An empty count. */
export function emptyTally(): Tally {
  const none = new Int32Array(0);
  return { yes: 0, no: 0, abstain: 0, absent: 0, states: none, ballot: none };
}

/** What the ballots that one requirement counts sum to, by kind of ballot; scratch. */
const sums = new Float64Array(4);
/** Heads that it counts, by kind of ballot; scratch. */
const heads = new Int32Array(4);

function sumBallots(requirement: Requirement, tally: Tally): void {
  const { group, values } = requirement;
  if (group === undefined && values === undefined) {
    heads[Ballot.absent] = sums[Ballot.absent] = tally.absent;
    heads[Ballot.yes] = sums[Ballot.yes] = tally.yes;
    heads[Ballot.no] = sums[Ballot.no] = tally.no;
    heads[Ballot.abstain] = sums[Ballot.abstain] = tally.abstain;
    return;
  }
  sums.fill(0);
  heads.fill(0);
  const { states, ballot } = tally;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (group !== undefined && group[party] === 0) continue;
    heads[ballot[party]]++;
    sums[ballot[party]] += values === undefined ? 1 : values[party];
  }
}

/** What the votes in favour are a share of; after `sumBallots`. */
function base({ abstention, absence }: Requirement): number {
  const abstained = abstention === 'counts-as-no' ? sums[Ballot.abstain] : 0;
  const absent = absence === 'counts-as-no' ? sums[Ballot.absent] : 0;
  return sums[Ballot.yes] + sums[Ballot.no] + abstained + absent;
}

/**
 * Weights are decimals that need not add up exactly: a share met to the ninth place is met. Heads and tables
 * are whole numbers, where only the product with the share is rounded.
 */
function slack(requirement: Requirement, of: number): number {
  return requirement.measure === 'weight' ? 1e-9 : 1e-12 * of;
}

function isWaived({ waivedBelow }: Requirement): boolean {
  if (waivedBelow === 0) return false;
  return heads[Ballot.no] + heads[Ballot.abstain] + heads[Ballot.absent] < waivedBelow;
}

function isMet(requirement: Requirement, tally: Tally): boolean {
  sumBallots(requirement, tally);
  const yes = sums[Ballot.yes];
  if (yes < requirement.least || (yes <= 0 && !requirement.isSilent)) return false;
  const of = base(requirement);
  const needed = requirement.share * of;
  const near = slack(requirement, of);
  return (requirement.isStrict ? yes > needed + near : yes >= needed - near) || isWaived(requirement);
}

/** Voting parties in the room, and of how many; in that order in `room`. */
const room = new Int32Array(2);

function countRoom({ voters }: NormalRule, tally: Tally): void {
  room[0] = tally.yes + tally.no + tally.abstain;
  room[1] = room[0] + tally.absent;
  if (voters === undefined) return;
  room.fill(0);
  const { states, ballot } = tally;
  for (let s = 0; s < states.length; s++) {
    if (voters[states[s]] === 0) continue;
    room[1]++;
    if (ballot[states[s]] !== Ballot.absent) room[0]++;
  }
}

/** Voting parties that must be in the room; an empty room decides nothing. */
function quorumOf(rule: NormalRule): number {
  return Math.max(rule.quorum, Math.ceil(rule.quorumShare * room[1] - 1e-9), 1);
}

/** The first party whose vote against is a veto, −1 when there is none. */
function vetoBy(rule: NormalRule, tally: Tally): number {
  if (rule.vetoes.length === 0) return -1;
  const { states, ballot } = tally;
  for (let s = 0; s < states.length; s++) {
    if (ballot[states[s]] !== Ballot.no) continue;
    for (let v = 0; v < rule.vetoes.length; v++) {
      if (rule.vetoes[v].isMember[states[s]] === 1) return states[s];
    }
  }
  return -1;
}

/**
 * Whether a vote carries under a rule: the quorum is there, every requirement is met, nobody with a veto is
 * against. Allocates nothing.
 */
export function carries(rule: NormalRule, tally: Tally): boolean {
  countRoom(rule, tally);
  if (room[0] < quorumOf(rule)) return false;
  const { requirements } = rule;
  for (let r = 0; r < requirements.length; r++) if (!isMet(requirements[r], tally)) return false;
  return vetoBy(rule, tally) < 0;
}

/**
 * Whether a requirement has just half of what it counts, where more than half is asked; after `sumBallots`.
 */
function isHalf(requirement: Requirement): boolean {
  const yes = sums[Ballot.yes];
  if (!requirement.isStrict || requirement.share !== 0.5 || yes <= 0 || yes < requirement.least) return false;
  const of = base(requirement);
  return Math.abs(yes - of / 2) <= slack(requirement, of);
}

/**
 * Whether a vote is equally divided: all that keeps it from being carried is that exactly half is in favour
 * where a rule asks for more than half. Counts what the rule counts: its voters, their weights. Allocates
 * nothing.
 */
export function isEquallyDivided(rule: NormalRule, tally: Tally): boolean {
  const { requirements } = rule;
  let isTied = false;
  for (let r = 0; r < requirements.length; r++) {
    if (isMet(requirements[r], tally)) continue;
    if (!isHalf(requirements[r])) return false;
    isTied = true;
  }
  return isTied && vetoBy(rule, tally) < 0;
}

const tally = emptyTally();

/**
 * Whether these ballots carry under a rule: for a question that is put once, such as a motion. Allocates
 * nothing.
 */
export function ballotsCarry(rule: NormalRule, states: Int32Array, ballot: Int32Array): boolean {
  countBallots(states, ballot, tally);
  return carries(rule, tally);
}

/**
 * A rule of a scenario by its name: `procedure`, `adoption` (the last of those tried), or one of
 * `rules.named`; undefined when there is none of that name.
 */
export function ruleCalled(
  scenario: Pick<Scenario, 'decision' | 'procedure' | 'namedRules'>,
  name: string,
): NormalRule | undefined {
  if (name === 'procedure') return scenario.procedure;
  if (name === 'adoption') return scenario.decision.at(-1);
  return Object.hasOwn(scenario.namedRules, name) ? scenario.namedRules[name] : undefined;
}

/** How one requirement fared. */
export interface RequirementFared {
  readonly what: string;
  /** In favour, out of how much, and how much was needed: `need` itself is enough unless `isStrict`. */
  readonly have: number;
  readonly of: number;
  readonly need: number;
  readonly isStrict: boolean;
  readonly met: boolean;
  /** Whether it is met only because too few were not in favour to block. */
  readonly waived: boolean;
}

/** A verdict with its reasons. */
export interface ExplainedDecisionRule {
  readonly carried: boolean;
  readonly requirements: readonly RequirementFared[];
  /** Parties whose vote against was a veto. */
  readonly vetoedBy: readonly number[];
  readonly quorum: { readonly have: number; readonly need: number; readonly met: boolean };
  /**
   * Parties who alone turn the verdict: by voting against what they voted for, or in favour where they did
   * not.
   */
  readonly pivotal: readonly number[];
}

function fared(requirement: Requirement, tally: Tally): RequirementFared {
  const met = isMet(requirement, tally);
  const of = base(requirement);
  return {
    what: requirement.what,
    have: sums[Ballot.yes],
    of,
    need: Math.max(requirement.share * of, requirement.least),
    isStrict: requirement.isStrict && requirement.share * of >= requirement.least,
    met,
    waived:
      met && isWaived(requirement) && sums[Ballot.yes] < requirement.share * of - slack(requirement, of),
  };
}

function pivotalParties(
  rule: NormalRule,
  states: Int32Array,
  ballot: Int32Array,
  carried: boolean,
): number[] {
  const changed = ballot.slice();
  const turned = emptyTally();
  return [...states].filter((party) => {
    const cast = ballot[party];
    if ((cast === Ballot.yes) !== carried) return false;
    changed[party] = carried ? Ballot.no : Ballot.yes;
    countBallots(states, changed, turned);
    const turns = carries(rule, turned) !== carried;
    changed[party] = cast;
    return turns;
  });
}

/**
 * Why a vote carries or fails: every requirement with what it had and needed, vetoes, quorum, and who alone
 * could turn it.
 *
 * @param states indices of the parties that vote
 * @param ballot a `Ballot` by party
 */
export function explainDecision(
  rule: NormalRule,
  states: Int32Array,
  ballot: Int32Array,
): ExplainedDecisionRule {
  countBallots(states, ballot, tally);
  const carried = carries(rule, tally);
  countRoom(rule, tally);
  const quorum = { have: room[0], need: quorumOf(rule), met: room[0] >= quorumOf(rule) };
  const isVeto = (party: number) => rule.vetoes.some((veto) => veto.isMember[party] === 1);
  return {
    carried,
    requirements: rule.requirements.map((requirement) => fared(requirement, tally)),
    vetoedBy: [...states].filter((party) => ballot[party] === Ballot.no && isVeto(party)),
    quorum,
    pivotal: pivotalParties(rule, states, ballot, carried),
  };
}

/**
 * The procedure of an assembly as data: the steps of a meeting, what may be moved when, what carries it and
 * who may speak on it, and the few rules of order that are arithmetic. The rules are those of the General
 * Assembly (Rules of Procedure, A/520/Rev.18); their numbers stand beside what they say. The protocol
 * `assembly` carries it out.
 */
import type { Code } from '../codes.ts';
import type { MotionName } from '../run/motions.ts';

/** What a meeting does next: each is one turn, or one thing that the chair does without asking anybody. */
export const steps = [
  /** The meeting is over; the next one begins with `open`. */
  'rest',
  'open',
  'general-debate',
  'table',
  'sponsor',
  'take-up',
  'amend',
  'second',
  'floor',
  'motions',
  'ruling',
  'appeal',
  'appeal-vote',
  'division',
  'motion-vote',
  'confirm',
  'reintroduce',
  'decide',
  'amendments',
  'parts',
  'whole',
  'explain',
  'reconsider-vote',
  'close',
  'endorse',
] as const;

/** Name of a step. */
export type StepName = (typeof steps)[number];

/** Index of each step, as it stands in `assembly.state`. */
export const Step = Object.fromEntries(steps.map((name, index) => [name, index])) as Record<StepName, number>;

/** Places in the slice `assembly.state`: where the assembly stands on its item. */
export const At = {
  /** A `Step`: what comes next, or what is being asked. */
  step: 0,
  /** The step with which the next meeting goes on. */
  resume: 1,
  /** Members in the room when the meeting opened, and how many debate and decisions need (rule 67). */
  present: 2,
  neededToOpen: 3,
  neededToVote: 4,
  /** Meetings of debate held on the proposal in hand. */
  meetings: 5,
  /** 1 when the list of speakers is closed (rule 73). */
  listClosed: 6,
  /** Proposals tabled, and the one in hand. */
  proposals: 7,
  proposal: 8,
  /** Amendments moved so far: the last one's number; and the last one put to its sponsors. */
  amendments: 9,
  seconded: 10,
  /** 1 when the Assembly has amended the proposal: then it can no longer be withdrawn (rule 80). */
  amended: 11,
  /** Votes opened so far; 1 while one is open; names called of a roll, and where it began. */
  votes: 12,
  isOpen: 13,
  called: 14,
  rollStart: 15,
  /** 1 when the vote to come is the second one after an equal division (rule 95). */
  secondVote: 16,
  /** Decision rules tried on the text as a whole. */
  attempt: 17,
  /** 0 undecided, 1 adopted, 2 rejected. */
  result: 18,
  /** 1 when the proposal was reconsidered: that happens once. */
  reconsidered: 19,
  /** Motion in hand and the number of its issue + 1; the party that moved it + 1. */
  motion: 20,
  motionIssue: 21,
  mover: 22,
  /** 1 when the chair upheld the point of order in hand. */
  upheld: 23,
  /** 1 when the item is done with. */
  over: 24,
  /** Interventions in this meeting. */
  spoken: 25,
  /** 1 when the debate was closed by a motion (rule 75). */
  debateClosed: 26,
  /** Option of the amendment that a point of order contests + 1. */
  contested: 27,
} as const;

/** Values in the slice `assembly.state`. */
export const stateSize = 28;

/** What is known of a clause that somebody wants to have voted on separately (rule 89). */
export const Division = { none: 0, granted: 1, kept: 2, voted: 3, refused: 4 } as const;

/** What becomes of an amendment; `none` for one that was never moved. */
export const amendmentFates = [
  'none',
  'pending',
  'carried',
  'rejected',
  'fell',
  'withdrawn',
  'ruled-out',
  'lapsed',
  'accepted',
] as const;

/** Name of what becomes of an amendment. */
export type AmendmentFate = (typeof amendmentFates)[number];

/** Index of each fate of an amendment. */
export const Fate = Object.fromEntries(amendmentFates.map((name, index) => [name, index])) as Record<
  AmendmentFate,
  number
>;

/** What becomes of a proposal. */
export const proposalFates = [
  'tabled',
  'adopted-without-vote',
  'adopted',
  'rejected',
  'withdrawn',
  'adjourned',
  'not-put',
  'lapsed',
] as const;

/** Name of what becomes of a proposal. */
export type ProposalFate = (typeof proposalFates)[number];

/** Index of each fate of a proposal. */
export const ProposalFateIndex = Object.fromEntries(
  proposalFates.map((name, index) => [name, index]),
) as Record<ProposalFate, number>;

/** How a vote is taken: by machine with names, by calling the roll, or with the tally alone (rule 87). */
export const votingMethods = ['recorded', 'roll-call', 'secret', 'show-of-hands'] as const;

/** Index of each way of voting. */
export const VotingMethod = { recorded: 0, rollCall: 1, secret: 2, showOfHands: 3 } as const;

/** Most proposals on one item. */
export const proposalsMax = 4;

/** Why a move in the assembly is refused, as codes, in the order of their numbers in records. */
export const procedureRefusals = [
  'amendment-off-agenda',
  'amendment-clause-gone',
  'amendment-no-change',
  'amendment-decided',
  'amendment-repeated',
  'amendment-whole',
  'motion-not-now',
  'motion-not-yours',
  'motion-needs-clause',
  'motion-no-ground',
  'list-closed',
  'time-used',
  'explanation-by-sponsor',
  'explanation-of-secret',
] as const satisfies readonly Code[];

/** A code of the procedure. */
export type ProcedureRefusal = (typeof procedureRefusals)[number];

/** What the rules say of one procedural motion. */
export interface MotionRule {
  /** Number of the rule. */
  readonly rule: number;
  /** When it may be moved: while the debate goes on, after a ruling, or after the decision. */
  readonly when: 'debate' | 'ruling' | 'decided';
  /** How many may speak for and against it besides its mover. */
  readonly speakersFor: number;
  readonly speakersAgainst: number;
  /** What carries it: the chair’s ruling, the scenario’s rule for questions of procedure, or two thirds. */
  readonly carries: 'ruling' | 'procedure' | 'two-thirds';
  /** Whether it is decided on with fewer present than a decision needs: who is there may always leave. */
  readonly needsNoQuorum?: true;
}

/** The procedural motions and their rules. */
export const motionRules: Readonly<Record<MotionName, MotionRule>> = {
  'point-of-order': { rule: 71, when: 'debate', speakersFor: 0, speakersAgainst: 0, carries: 'ruling' },
  'suspend-meeting': {
    rule: 76,
    when: 'debate',
    speakersFor: 0,
    speakersAgainst: 0,
    carries: 'procedure',
    needsNoQuorum: true,
  },
  'adjourn-meeting': {
    rule: 76,
    when: 'debate',
    speakersFor: 0,
    speakersAgainst: 0,
    carries: 'procedure',
    needsNoQuorum: true,
  },
  'adjourn-debate': {
    rule: 74,
    when: 'debate',
    speakersFor: 2,
    speakersAgainst: 2,
    carries: 'procedure',
  },
  'close-debate': {
    rule: 75,
    when: 'debate',
    speakersFor: 0,
    speakersAgainst: 2,
    carries: 'procedure',
  },
  divide: { rule: 89, when: 'debate', speakersFor: 2, speakersAgainst: 2, carries: 'procedure' },
  reconsider: { rule: 81, when: 'decided', speakersFor: 0, speakersAgainst: 2, carries: 'two-thirds' },
  appeal: { rule: 71, when: 'ruling', speakersFor: 0, speakersAgainst: 0, carries: 'procedure' },
};

/** Members needed to open the debate: a share of all, rounded up (rule 67: at least one third). */
export function neededToOpen(members: number, share: number): number {
  // A hair less, so that a third of 12 is 4 and not 5.
  return Math.max(1, Math.ceil(members * share - 1e-9));
}

/** Members needed for a decision: more than a share of all (rule 67: the presence of a majority). */
export function neededToVote(members: number, share: number): number {
  return Math.min(members, Math.floor(members * share + 1e-9) + 1);
}

/** In what order amendments are put to the vote. */
export const amendmentOrders = ['furthest-first', 'nearest-first', 'submitted'] as const;

/** Name of an order of amendments. */
export type AmendmentOrder = (typeof amendmentOrders)[number];

/**
 * Whether an amendment is put to the vote before another: the one furthest removed in substance from the
 * proposal first (rule 90), measured on the ladder of its issue; of two as far, the one moved first.
 */
export function isPutBefore(
  order: AmendmentOrder,
  distance: number,
  number: number,
  otherDistance: number,
  otherNumber: number,
): boolean {
  if (order === 'submitted' || Math.abs(distance - otherDistance) < 1e-9) return number < otherNumber;
  return order === 'furthest-first' ? distance > otherDistance : distance < otherDistance;
}

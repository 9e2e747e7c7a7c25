/**
 * Every fact a run can emit: one line each. A fact is a numeric record (kind, round, seat, a, b, c); the
 * typed event is decoded from it for whoever listens. Numbers of kinds are never reused; a change of meaning
 * raises the version of the event and `rulesVersion`.
 */

import { ballots } from '../rules/decision.ts';
import { operationalSystems } from '../rules/operational-systems.ts';
import { amendmentFates, procedureRefusals, proposalFates, votingMethods } from '../rules/procedure.ts';
import { acts } from './acts.ts';
import { outcomes } from './loop-position.ts';
import { motions } from './motions.ts';
import type { Visibility } from './slices.ts';
import { subjects } from './subjects.ts';

/** How a field is read from a record and shown. */
export type FieldType =
  | 'party'
  | 'issue'
  /** The number of an issue + 1; an empty text for 0, which is none. */
  | 'issue-or-none'
  | 'option'
  /** The number of a constituency of the party; an empty text for −1, the country as a whole. */
  | 'constituency'
  | 'phase'
  | 'meeting'
  | 'audience'
  | 'question'
  | 'configuration'
  | 'integer'
  | 'flag'
  | 'number'
  | 'text'
  | readonly string[];

/** A field of an event: which part of the record holds it and what it means. */
export interface Field {
  readonly name: string;
  /** `number` is the double whose bits stand in a and b. */
  readonly from: 'seat' | 'a' | 'b' | 'c' | 'number';
  readonly as: FieldType;
}

/** One kind of event. */
export interface EventSpec {
  readonly id: number;
  readonly version: number;
  readonly fields: readonly Field[];
  /**
   * Who may see it while the run goes on. `own`: only the seat it is about; `group`: its `audience`.
   */
  readonly visible: Visibility;
  readonly doc: string;
}

const field = <const Name extends string, const As extends FieldType>(
  name: Name,
  from: Field['from'],
  as: As,
) => ({
  name,
  from,
  as,
});

const seat = field('party', 'seat', 'party');
const issue = field('issue', 'a', 'issue');
const option = field('option', 'b', 'option');
const motion = field('motion', 'a', motions);
const about = field('issue', 'b', 'issue-or-none');
const value = field('value', 'number', 'number');
/** A meeting and those who hear what is said in it: an index of `audiences`. */
const meeting = field('meeting', 'a', 'meeting');
const heardBy = [field('meeting', 'c', 'meeting'), field('audience', 'c', 'audience')] as const;

const event = <const Fields extends readonly Field[]>(
  id: number,
  visible: Visibility,
  fields: Fields,
  doc: string,
) => ({ id, version: 1, fields, visible, doc });

/** Names of the numbers that stand behind a decision. */
export const reasons = [
  'benefit',
  'distance',
  'cost',
  'voice',
  'reliability',
  'limit',
  'target',
  'noise',
  'concession',
  'hazard',
  'pressure',
  'gain',
  'loss',
  'willingness',
  'ability',
  'draw',
  'change',
  'transfer',
  'opinion',
  'bar',
  'fee',
  'reversion',
  'kept',
  'apart',
  'trusted',
  'yielded',
] as const;
/** One of the numbers behind a decision. */
export type ReasonName = (typeof reasons)[number];
/** Index of each reason, as it stands in a record. */
export const Reason = Object.fromEntries(reasons.map((name, index) => [name, index])) as Record<
  ReasonName,
  number
>;

/** How an agreement ends: by consent of all, by a vote against its continuation, for want of parties. */
export const terminations = ['consent', 'not-continued', 'deserted'] as const;
/** Index of each way in which an agreement ends. */
export const Termination = { consent: 0, notContinued: 1, deserted: 2 } as const;

/** Charts whose configuration an event may carry. */
export const chartNames = ['state', 'observer', 'chair', 'agreement', 'meeting'] as const;

/** Names of the decision rules, by their number in a record. */
export const decisionRuleNames = [
  'consensus',
  'unanimity',
  'simple-majority',
  'two-thirds',
  'three-quarters',
  'absolute-majority',
  'affirmative-votes',
  'weighted-majority',
  'double-majority',
] as const;

/** How a party gives way to a challenge. */
export const challengeWays = ['confrontation', 'compromise'] as const;
/** How far a laboratory of the network is. */
export const laboratoryStages = ['idle', 'proposed', 'staffed', 'operating', 'networked'] as const;
/** Whose challenge was weighed. */
export const challengers = ['own', 'other'] as const;

/** Why a capital revises a mandate. */
export const revisionReasons = ['stalled', 'election'] as const;
/** Index of each reason for a revision, as it stands in a record. */
export const RevisionReason = { stalled: 0, election: 1 } as const;

/** Why a party leaves a bloc: the first condition of eq. 7 that no longer holds, or its own choice. */
export const partingReasons = ['own-choice', 'distance', 'trust', 'loss', 'red-line', 'left-table'] as const;
/** Index of each reason for leaving a bloc, as it stands in a record. */
export const PartingReason = {
  ownChoice: 0,
  distance: 1,
  trust: 2,
  loss: 3,
  redLine: 4,
  leftTable: 5,
} as const;

/** Why a bloc dissolves: fewer than two are left in it, or the talks in which it formed are over. */
export const dissolutions = ['members-left', 'talks-over'] as const;
/** Index of each way in which a bloc dissolves. */
export const Dissolution = { membersLeft: 0, talksOver: 1 } as const;

/** What a new government moves at home. */
export const homeShifts = ['opinion', 'bar'] as const;

/** The table of events. */
export const events = {
  conductChanged: event(
    9,
    'own',
    [seat, field('chart', 'a', chartNames), field('configuration', 'b', 'configuration')],
    'How a bound party conducts itself: what others learn only from reports and audits.',
  ),
  phaseStarted: event(1, 'public', [field('phase', 'a', 'phase')], 'A phase begins.'),
  roundStarted: event(
    2,
    'public',
    [field('phase', 'a', 'phase'), field('phaseRound', 'b', 'integer'), field('tick', 'c', 'integer')],
    'A round begins.',
  ),
  timePassed: event(
    287,
    'public',
    [field('tick', 'a', 'integer')],
    'The conference is over before the horizon, and a tick of the world passes without it.',
  ),
  stateChanged: event(
    3,
    'public',
    [seat, field('chart', 'a', chartNames), field('configuration', 'b', 'configuration')],
    'A statechart took a transition; the states everybody knows it is in now.',
  ),
  seatTaken: event(4, 'public', [seat], 'A person took the seat.'),
  seatGiven: event(5, 'public', [seat], 'The seat went back to its strategy.'),
  answered: event(
    6,
    'own',
    [seat, field('question', 'a', 'question'), field('hash', 'b', 'integer')],
    'A person’s answer was taken; the hash is of the answer’s integers.',
  ),
  deadlinePassed: event(7, 'public', [seat], 'The deadline passed; the seat’s strategy answered.'),
  inputRefused: event(
    8,
    'own',
    [seat, field('question', 'a', 'question')],
    'An input of the record was not legal here and was left out.',
  ),
  mapped: event(
    10,
    'public',
    [seat, value, field('invited', 'c', 'flag')],
    'The stakeholder map placed a party.',
  ),
  ordered: event(11, 'public', [seat], 'The executive order was issued: a mandate is being drafted.'),
  mandateGiven: event(12, 'public', [seat], 'The delegation holds a live mandate.'),
  ranked: event(13, 'public', [seat, issue, field('rank', 'b', 'integer')], 'A party ranked an issue.'),
  issueAdmitted: event(14, 'public', [field('issue', 'c', 'issue'), value], 'An issue is on the agenda.'),
  issueLeftOut: event(
    15,
    'public',
    [field('issue', 'c', 'issue'), value],
    'An issue did not reach the threshold.',
  ),
  supported: event(20, 'public', [seat, issue, option], 'A party now supports an option.'),
  textTabled: event(
    21,
    'public',
    [issue, option, field('revision', 'c', 'integer')],
    'The chair put an option in the text.',
  ),
  accepted: event(22, 'public', [seat, field('revision', 'a', 'integer')], 'A party can accept the text.'),
  objected: event(23, 'public', [seat, issue, option], 'A party objects to an issue as it stands.'),
  issueClosed: event(24, 'public', [issue, option], 'An issue is provisionally closed.'),
  issueReopened: event(25, 'public', [issue, option], 'A closed issue is open again.'),
  reasoned: event(
    26,
    'own',
    [seat, value, field('reason', 'c', reasons)],
    'A number behind the party’s decision in this turn.',
  ),
  consensusFound: event(
    27,
    'public',
    [field('revision', 'a', 'integer'), field('objections', 'b', 'integer')],
    'The straw poll would carry the text under the first decision rule.',
  ),
  formallyObjected: event(30, 'public', [seat], 'A formal objection at adoption.'),
  voted: event(31, 'public', [seat, field('ballot', 'a', ballots)], 'A recorded vote.'),
  decided: event(
    32,
    'public',
    [field('rule', 'a', 'integer'), field('carried', 'b', 'flag'), field('yes', 'c', 'integer')],
    'A decision rule was applied; its place in the scenario’s list.',
  ),
  adopted: event(33, 'public', [], 'The text is adopted.'),
  brokeDown: event(34, 'public', [], 'The talks end without an agreement.'),
  endorsed: event(
    35,
    'public',
    [seat, field('endorses', 'a', 'flag')],
    'A party without a vote takes a position.',
  ),
  signed: event(40, 'public', [seat], 'Signature.'),
  submitted: event(41, 'public', [seat], 'The treaty goes to the legislature.'),
  ratified: event(42, 'public', [seat], 'Ratification: the draw of the session lay below the hazard.'),
  rejected: event(43, 'public', [seat], 'The legislature rejects the treaty.'),
  enteredIntoForce: event(
    44,
    'public',
    [field('tick', 'a', 'integer')],
    'The agreement enters into force, in the tick told.',
  ),
  becameBound: event(45, 'public', [seat], 'A party is bound.'),
  lapsed: event(46, 'public', [], 'The agreement lapses without having entered into force.'),
  joiningClosed: event(47, 'public', [], 'The period of signature is over; accession stays possible.'),
  reported: event(
    50,
    'public',
    [seat, field('complies', 'a', 'flag'), field('able', 'b', 'flag')],
    'What a monitoring period showed of a party.',
  ),
  willed: event(
    51,
    'own',
    [seat, field('complies', 'a', 'flag')],
    'A party decides whether it means to comply.',
  ),
  detected: event(52, 'public', [seat], 'An audit catches a defection; the party is sanctioned.'),
  reinstated: event(53, 'public', [seat], 'After clean periods the sanction ends.'),
  falselyAlarmed: event(54, 'public', [seat], 'An audit accused a complying party, and had to take it back.'),
  thresholdsMet: event(
    70,
    'public',
    [field('instrument', 'a', 'integer'), field('tick', 'b', 'integer')],
    'The thresholds of the treaty (0) or of a protocol to it are met; it enters into force in the tick told.',
  ),
  bindingDue: event(
    71,
    'public',
    [seat, field('tick', 'a', 'integer')],
    'A party that ratified after the thresholds were met is bound in the tick told.',
  ),
  protocolInForce: event(
    72,
    'public',
    [field('instrument', 'a', 'integer')],
    'An additional protocol enters into force.',
  ),
  thresholdsWaived: event(73, 'public', [seat], 'A party waives the thresholds: it is bound at once.'),
  actSeen: event(
    60,
    'public',
    [seat, field('act', 'a', acts)],
    'An act that others can see, which trust may follow.',
  ),
  trustMoved: event(61, 'hidden', [value], 'Mean trust over all pairs at the end of the round.'),
  dissociated: event(
    100,
    'public',
    [seat, issue, option],
    'A party joins the consensus and dissociates itself from an issue as it stands: a footnote.',
  ),
  reserved: event(
    101,
    'public',
    [seat, issue, option],
    'A party signs or accedes with a reservation to an issue: the option of the text does not bind it.',
  ),
  groupConvened: event(
    160,
    'public',
    [meeting, field('parent', 'b', 'meeting'), field('issues', 'c', 'integer')],
    'A group begins to work on its issues, for the group or the plenary it reports to.',
  ),
  groupReturned: event(
    161,
    'public',
    [meeting, field('parent', 'b', 'meeting'), field('brackets', 'c', 'integer')],
    'A group returns its text to its parent, with this many issues still in brackets.',
  ),
  issueReturned: event(
    162,
    'public',
    [issue, option, field('bracketed', 'c', 'integer')],
    'An issue comes back from a group with so many options in brackets, none when it is agreed.',
  ),
  supportedInGroup: event(
    163,
    'group',
    [seat, issue, option, ...heardBy],
    'A party supports an option behind closed doors.',
  ),
  draftedInGroup: event(
    164,
    'group',
    [seat, issue, option, ...heardBy],
    'The facilitator of a closed group puts an option in its draft.',
  ),
  objectedInGroup: event(
    165,
    'group',
    [seat, issue, option, ...heardBy],
    'A party objects to an issue of the draft behind closed doors.',
  ),
  observersDecided: event(
    166,
    'public',
    [meeting, field('admitted', 'b', 'flag'), field('objections', 'c', 'integer')],
    'A group lets observers sit in, or does not because a third of its states objected.',
  ),
  instructed: event(
    167,
    'own',
    [seat, issue, field('lowest', 'b', 'option'), field('highest', 'c', 'option')],
    'The range of options within which a delegation may accept on its own.',
  ),
  acceptedAdReferendum: event(
    168,
    'public',
    [seat, field('revision', 'a', 'integer')],
    'A party accepts the text subject to the word of its capital.',
  ),
  capitalAnswered: event(
    169,
    'own',
    [seat, field('accepts', 'a', 'flag')],
    'The capital agrees to the text beyond the instructions, or instructs to object.',
  ),
  signedAdReferendum: event(
    170,
    'public',
    [seat],
    'A signature that is a full one only once the capital confirms it.',
  ),
  caucusPosition: event(
    171,
    'group',
    [issue, option, ...heardBy],
    'The common position of a group on an issue, agreed among its members.',
  ),
  spokespersonNamed: event(172, 'public', [seat, meeting], 'A party speaks for its group from now on.'),
  stoodApart: event(
    173,
    'group',
    [seat, issue, option, ...heardBy],
    'A member does not join the common position of its group on an issue, and supports another option.',
  ),
  brokeRanks: event(
    174,
    'public',
    [seat, issue, option],
    'A member objects on its own where its spokesperson does not.',
  ),
  silenceOpened: event(
    185,
    'public',
    [field('attempt', 'a', 'integer'), field('rounds', 'b', 'integer')],
    'The chair puts the text under silence for this many rounds.',
  ),
  silenceReason: event(
    186,
    'public',
    [seat, issue, option],
    'The reason, in writing, for which a party breaks the silence: an option of the text.',
  ),
  silenceFell: event(
    187,
    'public',
    [field('attempt', 'a', 'integer'), field('objections', 'b', 'integer')],
    'The silence was broken: the text is not adopted.',
  ),
  silenceKept: event(
    188,
    'public',
    [field('silent', 'a', 'integer'), field('absent', 'b', 'integer')],
    'The silence was not broken. Voting parties that could have spoken, and others whose silence counts too.',
  ),
  pledged: event(
    189,
    'public',
    [seat, issue, option, field('conditional', 'c', 'flag')],
    'A party pledges an option of its own; conditional when it answers what the others pledge.',
  ),
  reviewed: event(
    190,
    'public',
    [field('issue', 'c', 'issue'), value],
    'A review finds the weighted mean of the pledges on an issue, in [0, 1].',
  ),
  laggardNamed: event(
    191,
    'public',
    [seat, value],
    'A review names a party whose pledges lie this far below those of the others.',
  ),
  pledgeHeld: event(
    192,
    'public',
    [seat, issue, option],
    'A party would have lowered its pledge to this option; the ratchet holds it.',
  ),
  exchanged: event(
    193,
    'public',
    [seat, field('with', 'a', 'party'), field('gives', 'b', 'issue'), field('gets', 'c', 'issue')],
    'Two parties exchange positions: each moves towards the other on one issue.',
  ),
  positionMoved: event(
    194,
    'public',
    [seat, value, field('issue', 'c', 'issue')],
    'The new position of a party on an issue, in [0, 1].',
  ),
  exchangeGained: event(
    195,
    'public',
    [seat, value],
    'What an exchange gives a party: shift of the outcome, in shares of the ladder, times its salience.',
  ),
  compromised: event(
    196,
    'public',
    [field('issue', 'c', 'issue'), value],
    'Mean of the positions on an issue, weighted by capability, stake and salience; in [0, 1].',
  ),
  challenged: event(
    197,
    'public',
    [seat, field('by', 'a', 'party'), field('way', 'b', challengeWays), field('issue', 'c', 'issue')],
    'A party gives way to another that it expects to lose against, all the way or part of it.',
  ),
  challengeWeighed: event(
    198,
    'own',
    [seat, value, field('challenger', 'c', challengers)],
    'What a party expects of a challenge: of its own to the other, and of the other’s to it.',
  ),
  medianFound: event(
    199,
    'public',
    [field('issue', 'c', 'issue'), value],
    'Median of the positions on an issue, weighted by capability, stake and salience; in [0, 1].',
  ),
  meetingOpened: event(
    120,
    'public',
    [field('present', 'a', 'integer'), field('needed', 'b', 'integer'), field('members', 'c', 'integer')],
    'A meeting of the assembly opens: members present, and how many the debate needs.',
  ),
  quorumMissed: event(
    121,
    'public',
    [field('present', 'a', 'integer'), field('needed', 'b', 'integer'), field('toVote', 'c', 'flag')],
    'Too few members are present to open the debate, or to take a decision.',
  ),
  spoke: event(
    122,
    'public',
    [seat, field('place', 'a', 'integer'), field('used', 'b', 'integer')],
    'A delegation speaks: its place on the list, and the interventions it has used.',
  ),
  floorRefused: event(
    123,
    'public',
    [seat, field('code', 'a', procedureRefusals)],
    'A delegation that wanted to speak was not given the floor.',
  ),
  listClosed: event(124, 'public', [], 'The chair declares the list of speakers closed.'),
  debateClosed: event(
    125,
    'public',
    [field('how', 'a', ['list-exhausted', 'moved', 'last-meeting'])],
    'The debate is closed; the voting begins.',
  ),
  proposalTabled: event(
    126,
    'public',
    [seat, field('proposal', 'a', 'integer')],
    'A proposal is tabled, numbered from 1 in the order of submission.',
  ),
  proposalReads: event(
    127,
    'public',
    [issue, option, field('proposal', 'c', 'integer')],
    'What a proposal says on an issue.',
  ),
  sponsored: event(
    128,
    'public',
    [seat, field('proposal', 'a', 'integer'), field('sponsors', 'b', 'flag')],
    'A delegation becomes a sponsor of a proposal, or no longer is.',
  ),
  amendmentMoved: event(
    129,
    'public',
    [seat, issue, option, field('number', 'c', 'integer')],
    'An amendment to the text in hand is moved, or another delegation joins in moving it.',
  ),
  amendmentAdopted: event(
    130,
    'public',
    [seat, issue, option, field('number', 'c', 'integer')],
    'A delegation makes an amendment of others its own, as a sponsor of it.',
  ),
  amendmentRefused: event(
    131,
    'public',
    [seat, issue, option, field('code', 'c', procedureRefusals)],
    'An amendment is not admissible.',
  ),
  amendmentEnded: event(
    132,
    'public',
    [issue, option, field('fate', 'c', amendmentFates)],
    'What became of an amendment.',
  ),
  motionMoved: event(133, 'public', [seat, motion, about], 'A procedural motion is moved.'),
  motionRefused: event(
    134,
    'public',
    [seat, motion, about, field('code', 'c', procedureRefusals)],
    'A procedural motion is out of order.',
  ),
  motionDecided: event(
    135,
    'public',
    [motion, about, field('carried', 'c', 'flag')],
    'A procedural motion is carried or lost.',
  ),
  spokeOnMotion: event(
    136,
    'public',
    [seat, motion, field('inFavour', 'b', 'flag')],
    'A delegation speaks on a procedural motion, within the number the rule allows.',
  ),
  ruled: event(
    137,
    'public',
    [motion, about, field('upheld', 'c', 'flag')],
    'The chair rules on a point of order.',
  ),
  rulingStands: event(
    138,
    'public',
    [motion, about, field('stands', 'c', 'flag')],
    'A ruling stands, or is overruled by a majority of the members present and voting.',
  ),
  voteOpened: event(
    139,
    'public',
    [field('subject', 'a', subjects), field('first', 'b', 'integer'), field('second', 'c', 'integer')],
    'A vote is opened on a subject; its two numbers are those of `turn.subject`.',
  ),
  ballotCast: event(
    140,
    'public',
    [seat, field('ballot', 'a', ballots), field('whole', 'b', 'flag')],
    'A vote by name: after all are in, or as the roll is called.',
  ),
  voteCounted: event(
    141,
    'public',
    [field('yes', 'a', 'integer'), field('no', 'b', 'integer'), field('abstain', 'c', 'integer')],
    'The tally of the vote.',
  ),
  voteDecided: event(
    142,
    'public',
    [
      field('carried', 'a', 'flag'),
      field('method', 'b', votingMethods),
      field('rule', 'c', decisionRuleNames),
    ],
    'The result of the vote, and how it was taken.',
  ),
  textReads: event(
    143,
    'public',
    [issue, option, field('revision', 'c', 'integer')],
    'The text in hand now reads so on an issue: taken up, amended, or back at today’s practice.',
  ),
  divisionDecided: event(
    144,
    'public',
    [issue, field('granted', 'b', 'flag')],
    'A clause is to be voted on separately, or not.',
  ),
  partDecided: event(
    145,
    'public',
    [issue, field('kept', 'b', 'flag')],
    'A clause that was voted on separately stays in the text, or goes.',
  ),
  proposalEnded: event(
    146,
    'public',
    [field('proposal', 'a', 'integer'), field('fate', 'b', proposalFates)],
    'What became of a proposal.',
  ),
  explainedVote: event(147, 'public', [seat], 'A delegation explains its vote.'),
  reconsidered: event(
    148,
    'public',
    [field('proposal', 'a', 'integer')],
    'By two thirds, a decided proposal is before the assembly again.',
  ),
  equallyDivided: event(
    149,
    'public',
    [field('again', 'a', 'flag')],
    'The vote is equally divided: there is a second vote at a later meeting, or the matter is rejected.',
  ),
  adoptedWithoutVote: event(
    150,
    'public',
    [field('proposal', 'a', 'integer')],
    'Nobody objects: the proposal is adopted without a vote.',
  ),
  blocMoved: event(
    175,
    'public',
    [seat, meeting, field('ratified', 'b', 'flag'), field('yes', 'c', 'integer')],
    'A bloc ratifies the move of its spokesperson, who counts as in favour, or stays where it was.',
  ),
  conferred: event(176, 'own', [seat, field('with', 'a', 'party')], 'Two parties talk apart.'),
  learned: event(
    177,
    'own',
    [seat, issue, option, field('of', 'c', 'party')],
    'A party learns what another truly wants, in the order in which it matters to that one.',
  ),
  undertook: event(
    178,
    'own',
    [seat, issue, option, field('to', 'c', 'party')],
    'A party undertakes towards another to support an option in this round.',
  ),
  promised: event(
    179,
    'own',
    [seat, issue, option, field('by', 'c', 'party')],
    'A party is promised that another will support an option in this round.',
  ),
  mandateRevised: event(
    200,
    'public',
    [seat, field('why', 'a', revisionReasons)],
    'A capital revises the mandate of its delegation, which stays live.',
  ),
  mandateRecalled: event(
    201,
    'public',
    [seat],
    'A capital recalls its delegation: it has no mandate until the next executive order.',
  ),
  shelved: event(
    202,
    'public',
    [seat],
    'The window of the bill closes without a vote: the treaty is shelved, and may be submitted again.',
  ),
  revoked: event(
    203,
    'public',
    [seat],
    'A new government undoes what an executive agreement had accepted: the party is not bound any more.',
  ),
  vetoedAtHome: event(
    204,
    'own',
    [seat, field('constituency', 'a', 'constituency')],
    'A constituency with a veto supports the treaty too little: the legislature cannot ratify.',
  ),
  vetoLifted: event(205, 'own', [seat], 'No constituency blocks ratification any more.'),
  opinionMoved: event(
    206,
    'public',
    [seat, value],
    'Support for the agreement in a country has moved by a visible step; at the start it is told once.',
  ),
  constituencyMoved: event(
    207,
    'own',
    [seat, value, field('constituency', 'c', 'constituency')],
    'Support in a constituency has moved by a visible step; at the start it is told once.',
  ),
  electionHeld: event(
    208,
    'public',
    [seat, field('changed', 'a', 'flag'), field('next', 'b', 'integer')],
    'A regular election: whether it changes the government, and the tick of the next one.',
  ),
  shiftedAtHome: event(
    209,
    'own',
    [seat, value, field('what', 'c', homeShifts)],
    'What a new government moves at home: support for the agreement, or what ratification asks for.',
  ),
  modelReleased: event(
    288,
    'public',
    [],
    'A new model is released, and takes attention off what was agreed.',
  ),
  momentumLost: event(
    289,
    'public',
    [seat, value],
    'The momentum that a party is left with after a release.',
  ),
  mergerSought: event(
    250,
    'public',
    [seat, field('with', 'a', 'party')],
    'A party asks another, and all who stand with it, to merge positions.',
  ),
  mergerAnswered: event(
    251,
    'public',
    [seat, field('applicant', 'a', 'party'), field('agrees', 'b', 'flag')],
    'A party that was asked agrees to merge positions with the applicant, or does not.',
  ),
  blocFormed: event(
    252,
    'public',
    [seat, field('bloc', 'a', 'integer'), field('with', 'b', 'party')],
    'Two parties merge their positions and negotiate as one. Blocs are numbered from 1 as they form.',
  ),
  blocJoined: event(253, 'public', [seat, field('bloc', 'a', 'integer')], 'A party joins a bloc.'),
  blocLeft: event(254, 'public', [seat, field('bloc', 'a', 'integer')], 'A party leaves its bloc.'),
  blocLeftFor: event(
    255,
    'own',
    [seat, field('bloc', 'a', 'integer'), field('why', 'b', partingReasons)],
    'Why a party leaves its bloc: what of the conditions of a bloc no longer holds for it.',
  ),
  blocDissolved: event(
    256,
    'public',
    [field('bloc', 'a', 'integer'), field('why', 'b', dissolutions)],
    'A bloc dissolves: its members speak for themselves again.',
  ),
  blocSpeaks: event(
    257,
    'public',
    [seat, field('bloc', 'a', 'integer')],
    'A party speaks for its bloc from now on.',
  ),
  priceNamed: event(
    258,
    'public',
    [seat, value],
    'What a party asks to be paid for accepting the text in hand, in utility.',
  ),
  paymentOffered: event(
    259,
    'public',
    [seat, value],
    'What a party offers at most for the acceptance of others, in utility.',
  ),
  paymentPledged: event(
    260,
    'public',
    [seat, value, field('to', 'c', 'party')],
    'A party pledges a payment to another, administration included; it binds with this text only.',
  ),
  pledgesLapsed: event(
    261,
    'public',
    [],
    'Another text is adopted than the one on which payments were pledged: the pledges lapse.',
  ),
  paymentWithheld: event(
    262,
    'public',
    [seat, field('from', 'a', 'party'), field('withheld', 'b', 'flag')],
    'A party withholds its payments to another, or pays again.',
  ),
  paymentsMade: event(263, 'public', [seat, value], 'What a party has paid others in all, in utility.'),
  paymentsReceived: event(
    264,
    'public',
    [seat, value],
    'What a party has received from others in all, in utility.',
  ),
  issueTakenUp: event(265, 'public', [issue], 'Issues are closed one by one: this one is in hand now.'),
  issueSettled: event(
    266,
    'public',
    [issue, option, field('agreed', 'c', 'flag')],
    'An issue is closed for good: as agreed, or at today’s practice because its time is over.',
  ),
  readinessMoved: event(270, 'public', [seat, value], 'Where the readiness of a party stands now.'),
  leapt: event(
    271,
    'public',
    [seat],
    'A party passes the gate of data, laboratories and infrastructure: it grows faster for a while.',
  ),
  aidGiven: event(272, 'public', [seat, value], 'What a donor has given in all, in points of aid.'),
  aidReceived: event(273, 'public', [seat, value], 'What a recipient has got in all, in points of aid.'),
  indebted: event(274, 'public', [seat, value], 'What a recipient of loans owes, in points of aid.'),
  donorTired: event(
    275,
    'public',
    [seat, value],
    'A donor tires: from now on it gives this share of its aid.',
  ),
  aidSuspended: event(
    276,
    'public',
    [seat, field('suspended', 'a', 'flag')],
    'Aid to a party is suspended for its conduct, or paid again.',
  ),
  debtDistressed: event(
    277,
    'public',
    [seat, value, field('distressed', 'c', 'flag')],
    'The debt of a party weighs so much that it grows less, or no longer does.',
  ),
  milestoneReached: event(
    278,
    'public',
    [seat, field('milestone', 'a', 'integer')],
    'A party of a partnership reaches a milestone of joint technology.',
  ),
  laboratoryMoved: event(
    279,
    'public',
    [seat, field('laboratory', 'a', 'integer'), field('stage', 'b', laboratoryStages)],
    'A laboratory in a state is at another stage; laboratories are numbered in the order of their ids.',
  ),
  laboratoriesLinked: event(
    280,
    'public',
    [seat, field('with', 'a', 'party'), field('laboratory', 'b', 'integer'), field('other', 'c', 'integer')],
    'The laboratories of two states are linked.',
  ),
  laboratoryMembership: event(
    281,
    'public',
    [seat, field('member', 'a', 'flag')],
    'A state joins the common laboratory, or leaves it.',
  ),
  laboratoryPaid: event(
    282,
    'public',
    [seat, value],
    'What a state has paid for the common laboratory in all, in units of its worth to the mean state.',
  ),
  dividendShared: event(
    283,
    'public',
    [seat, value],
    'What AI has added to the income of a state so far, in trillions of dollars.',
  ),
  emissionsClaimed: event(284, 'public', [seat, value], 'What a party says that it emits in a year.'),
  emissionsMeasured: event(
    285,
    'public',
    [seat, value],
    'What monitoring finds that a party emits in a year.',
  ),
  warmed: event(286, 'public', [value], 'Warming since pre-industrial times, in °C.'),
  noticeGiven: event(
    220,
    'public',
    [seat, field('tick', 'a', 'integer')],
    'A party gives notice of withdrawal, which takes effect in the tick told.',
  ),
  noticeRevoked: event(221, 'public', [seat], 'A party takes its notice of withdrawal back.'),
  withdrew: event(222, 'public', [seat], 'A withdrawal takes effect: the party is not bound any more.'),
  escapeInvoked: event(
    223,
    'public',
    [seat, field('until', 'a', 'integer')],
    'A party invokes the escape clause; it is excused until the tick told.',
  ),
  escapeEnded: event(224, 'public', [seat], 'A party is no longer excused: its obligations bind it again.'),
  operationsReached: event(
    225,
    'public',
    [value, field('system', 'c', operationalSystems)],
    'How far an operational system or a pillar of governance has come, in [0, 1].',
  ),
  reservationNotified: event(
    226,
    'public',
    [seat, field('until', 'a', 'integer')],
    'The parties are notified of the reservations of a party; they may object until the tick told.',
  ),
  objectedToReservation: event(
    227,
    'public',
    [seat, field('of', 'a', 'party'), field('relations', 'b', 'flag')],
    'A party objects to the reservations of another; the treaty stays in force between them, or does not.',
  ),
  reservationAccepted: event(
    228,
    'public',
    [seat, field('of', 'a', 'party'), field('tacit', 'b', 'flag')],
    'A party accepts the reservations of another, in words or by silence.',
  ),
  reviewOpened: event(
    229,
    'public',
    [field('number', 'a', 'integer'), field('parties', 'b', 'integer')],
    'A review conference of the parties begins.',
  ),
  partyReviewed: event(
    230,
    'public',
    [seat, field('kept', 'a', 'integer'), field('cannot', 'b', 'integer'), field('willNot', 'c', 'integer')],
    'What the reports since the last review showed of a party: kept, could not, would not.',
  ),
  renegotiationRequested: event(231, 'public', [seat], 'A party asks for the agreement to be renegotiated.'),
  renegotiationDecided: event(
    232,
    'public',
    [field('opened', 'a', 'flag'), field('requests', 'b', 'integer'), field('needed', 'c', 'integer')],
    'The agreement is opened for amendments, or too few parties asked for it.',
  ),
  treatyAmended: event(
    233,
    'public',
    [issue, option, field('revision', 'c', 'integer')],
    'An amendment is carried: the agreement binds all its parties as amended.',
  ),
  terminated: event(
    234,
    'public',
    [field('how', 'a', terminations)],
    'The agreement ends and releases its parties.',
  ),
  failureReported: event(235, 'public', [seat], 'A party reports a failure of its own.'),
  concealmentFound: event(
    236,
    'public',
    [seat],
    'An audit finds a failure that the party had not reported; it is sanctioned.',
  ),
  obligationsBegan: event(
    237,
    'public',
    [seat],
    'The implementation period of a party is over: it is monitored from now on.',
  ),
  declined: event(
    238,
    'own',
    [seat, field('question', 'a', 'question')],
    'A party was asked something, and its answer leaves everything as it was.',
  ),
  reviewClosed: event(
    239,
    'public',
    [field('amendments', 'a', 'integer')],
    'A review conference ends, with so many amendments carried.',
  ),
  ended: event(90, 'public', [field('outcome', 'a', outcomes)], 'The run is over.'),
  faulted: event(99, 'public', [], 'The engine met a state that must not exist.'),
} as const satisfies Record<string, EventSpec>;

/** Name of an event. */
export type EventName = keyof typeof events;

/** What a field of this type is in a decoded event: ids are texts. */
type FieldValue<As> = As extends 'integer' | 'number'
  ? number
  : As extends 'flag'
    ? boolean
    : As extends 'audience'
      ? readonly string[]
      : As extends readonly (infer Name)[]
        ? Name
        : string;

/** The decoded event of one kind. */
export type EventOf<Kind extends EventName> = {
  /** Place in what the viewer is shown, from 0 and without gaps. */
  readonly seq: number;
  readonly kind: Kind;
  readonly round: number;
} & {
  readonly [F in (typeof events)[Kind]['fields'][number] as F['name']]: FieldValue<F['as']>;
};

/** A decoded event: a union over all kinds, told apart by `kind`. */
export type RunEvent = { [Kind in EventName]: EventOf<Kind> }[EventName];

/** Numbers of the kinds, by name. */
export const EventKind = Object.fromEntries(
  Object.entries(events).map(([name, spec]) => [name, spec.id]),
) as Record<EventName, number>;

/** Names of the kinds, by number. */
export const eventNames: ReadonlyMap<number, EventName> = new Map(
  (Object.keys(events) as EventName[]).map((name) => [events[name].id, name]),
);

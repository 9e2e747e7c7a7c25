/**
 * Every fact a run can emit: one line each. A fact is a numeric record (kind, round, seat, a, b, c); the
 * typed event is decoded from it for whoever listens. Numbers of kinds are never reused; a change of meaning
 * raises the version of the event and `rulesVersion`.
 */

import { ballots } from '../rules/decision.ts';
import { acts } from './acts.ts';
import { outcomes } from './loop-position.ts';
import type { Visibility } from './slices.ts';

/** How a field is read from a record and shown. */
export type FieldType =
  | 'party'
  | 'issue'
  | 'option'
  | 'phase'
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
  /** Who may see it while the run goes on. `own`: only the seat it is about. */
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
const value = field('value', 'number', 'number');

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
] as const;
/** One of the numbers behind a decision. */
export type ReasonName = (typeof reasons)[number];
/** Index of each reason, as it stands in a record. */
export const Reason = Object.fromEntries(reasons.map((name, index) => [name, index])) as Record<
  ReasonName,
  number
>;

/** Charts whose configuration an event may carry. */
export const chartNames = ['state', 'observer', 'chair', 'agreement'] as const;

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
  enteredIntoForce: event(44, 'public', [], 'The agreement enters into force.'),
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

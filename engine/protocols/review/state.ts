/** What a review conference keeps of its business, and who sits in it. */
import { stateChart } from '../../agents/index.ts';
import { limits } from '../../limits.ts';
import type { Run, Turn } from '../../run/contract.ts';
import type { SliceSpec } from '../../run/slices.ts';

/** What the conference does next. */
export const Stage = {
  requests: 0,
  amendments: 1,
  votes: 2,
  termination: 3,
  continuation: 4,
  over: 5,
} as const;

/** Places in the slice `review.state`. */
export const At = {
  /** Conferences so far, this one included. */
  conferences: 0,
  /** A `Stage`. */
  stage: 1,
  /** 1 when enough parties asked for a renegotiation. */
  opened: 2,
  /** Amendments moved so far, in all conferences: the last one’s number. */
  moved: 3,
  /** Number of the issue of the amendment in hand + 1, and its option. */
  issue: 4,
  option: 5,
  /** Amendments carried in this conference. */
  carried: 6,
} as const;

const stride = limits.optionsPerIssue;

/** The declarations of its slices. */
export const reviewSlices: readonly SliceSpec[] = [
  {
    name: 'review.state',
    type: 'i32',
    per: 'run',
    size: 7,
    visible: 'public',
    doc: 'conferences, stage, opened, amendments moved, issue and option in hand, amendments carried',
  },
  {
    name: 'review.amendments',
    type: 'i32',
    per: 'run',
    visible: 'public',
    doc: 'amendments carried in all conferences',
  },
  {
    name: 'review.firstTick',
    type: 'i32',
    per: 'run',
    fill: -1,
    visible: 'public',
    doc: 'tick of the first conference, −1 before it',
  },
  {
    name: 'review.ratchet',
    type: 'i32',
    per: 'run',
    visible: 'public',
    doc: '1 while amendments may only raise what is agreed',
  },
  {
    name: 'review.number',
    type: 'i32',
    per: 'issue',
    size: stride,
    visible: 'public',
    doc: 'number of the amendment that would put an option in the text, 0 for none that is pending',
  },
  {
    name: 'review.movers',
    type: 'i32',
    per: 'issue',
    size: stride,
    visible: 'public',
    doc: 'parties that moved it',
  },
  {
    name: 'review.ballot',
    type: 'i32',
    per: 'party',
    visible: 'public',
    doc: 'ballot in the last vote of a conference; an index of `ballots`',
  },
  {
    name: 'review.seen',
    type: 'i32',
    per: 'party',
    size: 3,
    visible: 'public',
    doc: 'reports up to the last conference: kept, could not, would not',
  },
];

/** The state of the conference. */
export const stateOf = (run: Run): Int32Array => run.i32['review.state'];

/** Place of an option in `review.number` and `review.movers`. */
export const placeOf = (issue: number, option: number): number => issue * stride + option;

const isBound = stateChart.in('commitment.inForce');

/** Whether a state is a party to the agreement, not only to an additional protocol. */
export function isParty(run: Run, state: number): boolean {
  return isBound(run, state) && run.scenario.instrument[state] < 0;
}

/** Adds the parties to a turn. */
export function askParties(run: Run, turn: Turn): void {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) if (isParty(run, states[s])) turn.seats[turn.count++] = states[s];
}

/** The parties, as those who vote. */
export function partiesOf(run: Run): Int32Array {
  return run.scenario.states.filter((state) => isParty(run, state));
}

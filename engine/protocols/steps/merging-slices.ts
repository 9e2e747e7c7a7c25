/** What a phase keeps of the blocs that form in it. */
import type { SliceSpec } from '../../run/slices.ts';

/** Places of the slice `blocs.count`. */
export const BlocCount = {
  /** Blocs formed so far: the number of the last one. */
  formed: 0,
  /** Rounds in which parties could merge positions. */
  rounds: 1,
  /** Rounds that blocs have lasted, added up over blocs. */
  blocRounds: 2,
  /** Rounds that states at the table had, and how many of them in a bloc, added up over states. */
  stateRounds: 3,
  boundRounds: 4,
  /** Requests to merge positions that are put to others in this round. */
  requests: 5,
} as const;

/** Places of the slice `blocs.terms`: the conditions of the phase, for those who decide. */
export const BlocTerm = { distance: 0, trust: 1, loss: 2, slack: 3, byCapability: 4 } as const;

/** Declarations of the slices of blocs that form in the talks. */
export const mergingSlices: readonly SliceSpec[] = [
  {
    name: 'blocs.of',
    type: 'i32',
    per: 'party',
    visible: 'public',
    doc: 'number of the bloc that it negotiates in, from 1 in the order of forming; 0 for none',
  },
  {
    name: 'blocs.applicant',
    type: 'i32',
    per: 'party',
    fill: -1,
    visible: 'public',
    doc: 'party that asks it, and all for whom it speaks, to merge positions; −1 for none',
  },
  {
    name: 'blocs.count',
    type: 'i32',
    per: 'run',
    size: 6,
    visible: 'public',
    doc: 'blocs formed, rounds with blocs, rounds of blocs, of states and of states in blocs, requests',
  },
  {
    name: 'blocs.terms',
    type: 'f64',
    per: 'run',
    size: 5,
    visible: 'public',
    doc: 'conditions of a bloc: distance, trust, loss, slack, and 1 when capability weighs its members',
  },
];

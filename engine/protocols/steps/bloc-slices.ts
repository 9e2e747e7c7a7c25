/** What blocs keep: who speaks for whom, the common position, and the move a bloc is about to make. */
import type { SliceSpec } from '../../run/slices.ts';

/** Declarations of the slices of blocs; shared by the protocols that know blocs. */
export const blocSlices: readonly SliceSpec[] = [
  {
    name: 'bloc.group',
    type: 'i32',
    per: 'party',
    fill: -1,
    visible: 'public',
    doc: 'group that the party negotiates with, −1 when it is on its own',
  },
  {
    name: 'bloc.speaker',
    type: 'i32',
    per: 'party',
    fill: -1,
    visible: 'public',
    doc: 'party that speaks for it, −1 when it speaks for itself',
  },
  {
    name: 'bloc.position',
    type: 'i32',
    per: 'party-issue',
    fill: -1,
    visible: 'own',
    doc: 'common position of its group, −1 for none',
  },
  {
    name: 'bloc.follows',
    type: 'i32',
    per: 'party-issue',
    visible: 'own',
    doc: '1 on issues on which it joined the common position',
  },
  {
    name: 'bloc.wish',
    type: 'i32',
    per: 'party-issue',
    fill: -1,
    visible: 'own',
    doc: 'option it supports on its own where it does not follow',
  },
  {
    name: 'bloc.offer',
    type: 'i32',
    per: 'party-issue',
    fill: -1,
    visible: 'own',
    doc: 'option in the move that its bloc is asked to ratify',
  },
];

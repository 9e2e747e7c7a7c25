/** What the ratification mechanism keeps of every state. */
import type { SliceSpec } from '../run/slices.ts';

/** Declarations of the slices of ratification. */
export const ratificationSlices: readonly SliceSpec[] = [
  {
    name: 'ratification.hazard',
    type: 'f64',
    per: 'party',
    visible: 'own',
    doc: 'chance of ratification in a tick',
  },
  {
    name: 'ratification.rejection',
    type: 'f64',
    per: 'party',
    visible: 'own',
    doc: 'chance of rejection in a tick',
  },
  {
    name: 'ratification.pressure',
    type: 'f64',
    per: 'party',
    visible: 'own',
    doc: 'z_i, as last explained',
  },
  {
    name: 'ratification.months',
    type: 'i32',
    per: 'party',
    visible: 'public',
    doc: 'ticks that the bill has been before the legislature, 0 when it is not',
  },
  {
    name: 'ratification.again',
    type: 'i32',
    per: 'party',
    visible: 'public',
    doc: '1 when what was shelved or turned down may be submitted again',
  },
  {
    name: 'ratification.shelvedTick',
    type: 'i32',
    per: 'party',
    fill: -1,
    visible: 'public',
    doc: 'tick in which the window of the bill closed',
  },
  {
    name: 'ratification.veto',
    type: 'i32',
    per: 'party',
    visible: 'own',
    doc: 'number of the constituency that blocks, from 1; 0 when none does',
  },
  {
    name: 'ratification.rejections',
    type: 'i32',
    per: 'party',
    visible: 'public',
    doc: 'times that the legislature turned it down',
  },
  {
    name: 'ratification.shelvings',
    type: 'i32',
    per: 'party',
    visible: 'public',
    doc: 'times that the window of the bill closed',
  },
];

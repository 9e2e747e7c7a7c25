/** The registry of validation rows, in the order of their numbers: one line each. */
import type { ValidationRow } from '../row.ts';
import { compromise } from './compromise.ts';
import { harborco } from './harborco.ts';

/** All rows. */
export const validationRows: readonly ValidationRow[] = [harborco, compromise];

/** The registry of validation rows, in the order of their numbers: one line each. */
import type { ValidationRow } from '../row.ts';
import { barrett } from './barrett.ts';
import { cets225 } from './cets225.ts';
import { compromise } from './compromise.ts';
import { eu27 } from './eu27.ts';
import { exchange } from './exchange.ts';
import { harborco } from './harborco.ts';
import { kyoto } from './kyoto.ts';
import { laws } from './laws.ts';
import { linear } from './linear-benefit.ts';
import { paris } from './paris.ts';
import { scholz } from './scholz.ts';
import { unsc } from './unsc.ts';

/** All rows. */
export const validationRows: readonly ValidationRow[] = [
  paris,
  harborco,
  laws,
  compromise,
  exchange,
  scholz,
  unsc,
  eu27,
  kyoto,
  cets225,
  barrett,
  linear,
];

/** The registry of world mechanisms: one line each, in the order in which they act in a tick. */
import type { Mechanism } from '../run/contract.ts';
import { compliance } from './compliance.ts';
import { instructions } from './instructions.ts';
import { mandates } from './mandates.ts';
import { ratification } from './ratification.ts';
import { spillOver } from './spill-over.ts';
import { trust } from './trust.ts';

/** The registered mechanisms. */
export const mechanisms: readonly Mechanism[] = [
  mandates,
  instructions,
  spillOver,
  ratification,
  compliance,
  trust,
];

/** The registry of world mechanisms: one line each, in the order in which they act in a tick. */
import type { Mechanism } from '../run/contract.ts';
import { compliance } from './compliance.ts';
import { escapeClause } from './escape.ts';
import { instructions } from './instructions.ts';
import { mandates } from './mandates.ts';
import { objections } from './objections.ts';
import { operations } from './operations.ts';
import { ratification } from './ratification.ts';
import { trust } from './trust.ts';
import { withdrawal } from './withdrawal.ts';

/** The registered mechanisms. */
export const mechanisms: readonly Mechanism[] = [
  mandates,
  instructions,
  ratification,
  objections,
  operations,
  compliance,
  escapeClause,
  withdrawal,
  trust,
];

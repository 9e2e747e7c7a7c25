/** The registry of world mechanisms: one line each, in the order in which they act in a tick. */
import type { Mechanism } from '../run/contract.ts';
import { aid } from './aid.ts';
import { commonLaboratory } from './common-laboratory.ts';
import { compliance } from './compliance.ts';
import { dividend } from './dividend.ts';
import { elections } from './elections.ts';
import { emissions } from './emissions.ts';
import { escapeClause } from './escape.ts';
import { homeLimits } from './home-limits.ts';
import { instructions } from './instructions.ts';
import { laboratories } from './laboratories.ts';
import { mandates } from './mandates.ts';
import { momentum } from './momentum.ts';
import { objections } from './objections.ts';
import { operations } from './operations.ts';
import { opinion } from './opinion.ts';
import { ratification } from './ratification.ts';
import { readiness } from './readiness.ts';
import { sidePayments } from './side-payments.ts';
import { spillOver } from './spill-over.ts';
import { trust } from './trust.ts';
import { withdrawal } from './withdrawal.ts';

/** The registered mechanisms. */
export const mechanisms: readonly Mechanism[] = [
  mandates,
  instructions,
  elections,
  opinion,
  homeLimits,
  spillOver,
  sidePayments,
  ratification,
  objections,
  operations,
  // what scales growth and monitoring comes before both
  momentum,
  // what raises readiness comes before readiness itself, and that before who is able to comply
  aid,
  laboratories,
  readiness,
  commonLaboratory,
  compliance,
  escapeClause,
  withdrawal,
  trust,
  // accounts of what the tick brought
  dividend,
  emissions,
];

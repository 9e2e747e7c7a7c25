/** The registry of strategies: one line each. */
import type { Strategy } from '../run/contract.ts';
import { compromiseChair } from './compromise-chair.ts';
import { hardliner } from './hardliner.ts';
import { timeDependent } from './time-dependent.ts';

/** The registered strategies. */
export const strategies: readonly Strategy[] = [timeDependent, hardliner, compromiseChair];

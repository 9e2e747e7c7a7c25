/** The rulings of executive orders. */
import type { Ruling } from './ruling.ts';

const source = 'two-level game of Putnam 1988';

/** The table of rulings of the protocol `executive-orders`. */
export const executiveOrdersRulings: readonly Ruling[] = [
  {
    situation: 'Every delegation holds a mandate already.',
    ruling: 'The phase is left out: nobody has to wait.',
    source,
  },
  {
    situation: 'The rounds run out before a delegation holds its mandate.',
    ruling: 'The talks begin without it; it may act as soon as its mandate comes.',
    source,
  },
];

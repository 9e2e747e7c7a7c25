/** The rulings of stakeholder mapping. */
import type { Ruling } from './ruling.ts';

const source = 'Mendelow 1991 (power–interest grid)';

/** The table of rulings of the protocol `stakeholder-mapping`. */
export const stakeholderMappingRulings: readonly Ruling[] = [
  { situation: 'A state has no influence at all.', ruling: 'It is invited: states always are.', source },
  {
    situation: 'The influence times the interest of an observer lies below the cut.',
    ruling: 'It is not invited, and opposes the result at home.',
    source,
  },
  {
    situation: 'All are to be invited.',
    ruling: 'Every party sits at the table, whatever its influence.',
    source,
  },
  {
    situation: 'Only states are to be invited.',
    ruling: 'No other party but the chair sits at the table.',
    source,
  },
];

/** The rulings of adoption. */
import type { Ruling } from './ruling.ts';

const source = 'Vienna Convention on the Law of Treaties 1969, art. 9(2)';

/** The table of rulings of the protocol `adoption`. */
export const adoptionRulings: readonly Ruling[] = [
  {
    situation: 'Consensus is tried, and nobody objects.',
    ruling: 'The text is adopted without a vote.',
    source,
  },
  {
    situation: 'Consensus is tried, and one member objects.',
    ruling: 'The next decision rule of the scenario is tried.',
    source,
  },
  { situation: 'No decision rule carries the text.', ruling: 'The talks break down.', source },
  {
    situation: 'The text is adopted.',
    ruling: 'The parties without a vote are asked whether they endorse it.',
    source,
  },
];

/** The rulings of the single negotiating text. */
import type { Ruling } from './ruling.ts';

const source = 'Fisher & Ury 1981 (one-text procedure)';

/** The table of rulings of the protocol `single-text`. */
export const singleTextRulings: readonly Ruling[] = [
  { situation: 'Nobody objects to an issue as it stands.', ruling: 'It is provisionally closed.', source },
  {
    situation: 'Somebody objects to a closed issue.',
    ruling: 'It is open again: nothing is agreed until everything is.',
    source,
  },
  {
    situation: 'The straw poll would carry the text under the first decision rule.',
    ruling: 'The talks go on to adoption.',
    source,
  },
  {
    situation: 'Observers are not to be heard.',
    ruling: 'They support no options; they may still judge the text.',
    source,
  },
];

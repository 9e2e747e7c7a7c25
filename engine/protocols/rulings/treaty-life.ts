/** The rulings of the life of a treaty. */
import type { Ruling } from './ruling.ts';

const source = 'Vienna Convention on the Law of Treaties 1969, arts. 11–18, 24';

/** The table of rulings of the protocol `treaty-life`. */
export const treatyLifeRulings: readonly Ruling[] = [
  {
    situation: 'A text was adopted.',
    ruling: 'It is open for signature, and every state with a mandate is asked.',
    source,
  },
  {
    situation: 'A state has signed.',
    ruling: 'It is asked whether it submits the treaty to its legislature.',
    source,
  },
  {
    situation: 'Joining is by accession.',
    ruling: 'Nobody signs any more; a state may accede without having signed.',
    source,
  },
  { situation: 'The agreement is not in force at the end, and is to lapse.', ruling: 'It lapses.', source },
];

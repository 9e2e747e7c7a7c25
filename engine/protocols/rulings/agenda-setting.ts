/** The rulings of agenda setting. */
import type { Ruling } from './ruling.ts';

const source = 'Borda weights; admission by threshold: proposal of the model';

/** The table of rulings of the protocol `agenda-setting`. */
export const agendaSettingRulings: readonly Ruling[] = [
  {
    situation: 'An issue has less than the threshold of the weighted support.',
    ruling: 'It is left out, and stays at today’s practice.',
    source,
  },
  { situation: 'The threshold is nothing.', ruling: 'Every issue is on the agenda.', source },
  {
    situation: 'A party holds the chair.',
    ruling: 'It ranks nothing: the chair has no wishes of its own.',
    source,
  },
];

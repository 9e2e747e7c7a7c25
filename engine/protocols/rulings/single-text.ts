/** The rulings of the single negotiating text. */
import type { Ruling } from './ruling.ts';

const source = 'Fisher & Ury 1981 (one-text procedure)';
const merging = 'MODEL part 4.1, equation 7; stability of coalitions: d’Aspremont et al. 1983';

/** Rulings on blocs that form and dissolve, in phases with the parameter `blocs`. */
export const mergingRulings: readonly Ruling[] = [
  {
    situation: 'Two states on their own name each other as those with whom they negotiate as one.',
    ruling: 'They merge their positions; the more capable one speaks for both.',
    source: merging,
  },
  {
    situation: 'A state names another that names somebody else, or nobody.',
    ruling: 'Those for whom the other speaks are asked, and it is let in if one agrees and none is against.',
    source: merging,
  },
  {
    situation: 'Several states ask one bloc to merge positions in a round.',
    ruling: 'The most capable one is put to it; the others may ask again.',
    source: 'MODEL part 2.1: capability; a proposal of the model',
  },
  {
    situation: 'A member names nobody of its bloc.',
    ruling: 'It leaves; why, it need not tell the others. A bloc of one is dissolved.',
    source: merging,
  },
  {
    situation: 'The members of a bloc want different options.',
    ruling: 'All support the option nearest to their mean by capability, each inside its red lines.',
    source: 'compromise model: Van den Bos 1991; Achen 2006',
  },
  {
    situation: 'The spokesperson of a bloc judges the text.',
    ruling: 'Its verdict counts for all members; one whose red line the text crosses answers for itself.',
    source: 'practice of group coordination: UNFCCC Guide for presiding officers',
  },
  {
    situation: 'The talks in which blocs formed are over.',
    ruling: 'The blocs dissolve: at adoption every state speaks for itself.',
    source: 'Vienna Convention on the Law of Treaties 1969, art. 9: consent is each state’s own',
  },
];

const linkage = 'Tollison & Willett 1979; Sebenius 1983; MODEL part 2.4, P3';

/** Rulings on issues that are closed one by one, in phases with the parameter `sequence`. */
export const sequenceRulings: readonly Ruling[] = [
  {
    situation: 'Issues are closed one by one, the easy ones first.',
    ruling: 'The issue on which the states at the table stand nearest is taken up next.',
    source: linkage,
  },
  {
    situation: 'An issue is in hand.',
    ruling: 'The pen touches no other, and parties judge this clause alone.',
    source: linkage,
  },
  {
    situation: 'The straw poll would carry the clause in hand.',
    ruling: 'It is closed for good, and the next issue is taken up in the next round.',
    source: linkage,
  },
  {
    situation: 'The time of the issue in hand is over.',
    ruling: 'It falls back to today’s practice, and is closed for good.',
    source: 'a proposal of the model: what was not agreed stays as it was',
  },
];

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
  ...mergingRulings,
  ...sequenceRulings,
];

/** Rulings on contact groups that a delegate can check line by line; a test drives the protocol for each. */

import type { Ruling } from './ruling.ts';

/** Situations, what the protocol rules, and where the rule comes from. */
export const contactGroupsRulings: readonly Ruling[] = [
  {
    situation: 'A contact group has observers who wish to sit in, and no state objects.',
    ruling: 'They sit in: they speak and propose, and are not asked whether they accept the draft.',
    source: 'UNFCCC decision 18/CP.4',
  },
  {
    situation: 'At least a third of the states of a contact group object to observers.',
    ruling: 'Observers stay out of that group, and are heard in others that admit them.',
    source: 'UNFCCC decision 18/CP.4',
  },
  {
    situation: 'Informals, friends of the chair and drafting groups meet.',
    ruling:
      'Doors are closed: those outside learn who sits inside, and nothing else before the text returns.',
    source: 'practice of informal consultations: UNFCCC Guide for presiding officers',
  },
  {
    situation: 'A member of a group supports an option on an issue that the group was not given.',
    ruling: 'It is not heard there: a group works on its own issues only.',
    source: 'draft rules of procedure FCCC/CP/1996/2, rule 27: subsidiary bodies act within their mandate',
  },
  {
    situation: 'A group has agreed on all its issues before the phase is over.',
    ruling: 'It returns its text at the end of that round; its options are provisionally closed.',
    source: 'nothing is agreed until everything is agreed: practice of single undertakings',
  },
  {
    situation: 'The time of a group is over and some of its issues are not agreed.',
    ruling: 'They come back in brackets, open, with the number of options still supported.',
    source: 'bracketed text: UNFCCC Guide for presiding officers',
  },
  {
    situation: 'A group that reports to another group returns its text.',
    ruling:
      'The other group works on it before the plenary does; agreed issues stay closed until one objects.',
    source: 'contact groups report to the body that set them up: draft rules FCCC/CP/1996/2, rule 27',
  },
  {
    situation: 'In the plenary a state that was not in the group objects to what the group agreed.',
    ruling: 'The issue is open again: a group agrees for nobody but the text.',
    source: 'consensus is of the body, not of its groups: UNFCCC Guide for presiding officers',
  },
];

/** Rulings on the silence procedure that a delegate can check line by line; each is tested. */

/** Situations, what the protocol rules, and where the rule comes from. */
export const silenceProcedureRulings = [
  {
    situation: 'Nobody objects before the period is over.',
    ruling: 'The text is adopted at the end of the last round of the period.',
    source: 'General Assembly decision 74/544',
  },
  {
    situation: 'The period has not run out, and nobody has objected so far.',
    ruling: 'Nothing is adopted yet: the silence lasts its full period, and every state may still break it.',
    source: 'General Assembly decision 74/544: at least 72 hours',
  },
  {
    situation: 'Nobody objects, and a state dissociates itself from an issue.',
    ruling: 'The text is adopted, and a footnote says so; it is made when the period is over, once.',
    source: 'practice of 2020: positions on a decision under silence go on record',
  },
  {
    situation: 'One state objects, and all others keep silent.',
    ruling: 'The silence is broken and the text is not adopted: no majority overrides an objection.',
    source: 'General Assembly decision 74/544; practice of the President of the General Assembly, 2020',
  },
  {
    situation: 'Several states object in the same round.',
    ruling: 'All objections and their reasons go on record; the order of the answers does not matter.',
    source: 'written objections are circulated to all: practice of 2020',
  },
  {
    situation: 'A state objects and names the issues that are its reason.',
    ruling: 'The reasons are public, and the chair heeds them in the revision.',
    source: 'the silence is broken in writing, with a reason',
  },
  {
    situation: 'Somebody objects and gives no reason.',
    ruling: 'The objection is not received where a reason is asked for, and is received where it is not.',
    source: 'parameter `reason`',
  },
  {
    situation: 'A state asks for a vote while the text is under silence.',
    ruling: 'No vote is possible: the answer is not one to the question that is open.',
    source: 'General Assembly decision 74/544: decisions without a vote only',
  },
  {
    situation: 'A delegation has walked out or has no mandate.',
    ruling:
      'It is not asked; its silence counts as consent to the text. Nobody expects it to keep the ' +
      'agreement for that.',
    source: 'silence is consent; consent to be bound is expressed otherwise: Vienna Convention 1969, art. 11',
  },
  {
    situation: 'An observer or the chair wishes to break the silence.',
    ruling: 'Neither is asked: only states break it.',
    source: 'the procedure is addressed to Member States',
  },
  {
    situation: 'The silence is broken and an attempt is left.',
    ruling:
      'States say again what they support, the chair revises the text and puts it under silence for a ' +
      'new full period.',
    source: 'parameter `attempts`; consultations after a broken silence',
  },
  {
    situation: 'The last silence is broken.',
    ruling: 'The talks break down, or go on with the next phase, which may decide by vote.',
    source: 'parameter `whenBroken`',
  },
  {
    situation: 'A text was adopted under silence and a phase of adoption by vote follows.',
    ruling: 'That phase is left out: what is adopted is not put again.',
    source: 'no reconsideration without a motion: General Assembly rule 81',
  },
] as const;

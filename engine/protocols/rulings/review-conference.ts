/** The rulings of a review conference. */
import type { Ruling } from './ruling.ts';

const vclt = (articles: string) => `Vienna Convention on the Law of Treaties 1969, ${articles}`;

/** The table of rulings of the protocol `review-conference`. */
export const reviewConferenceRulings: readonly Ruling[] = [
  {
    situation: 'The agreement is not in force.',
    ruling: 'There are no parties, and no conference is held.',
    source: vclt('art. 2(1)(g)'),
  },
  {
    situation: 'A state has withdrawn, or was never bound.',
    ruling: 'It is not asked anything: the conference is one of the parties.',
    source: vclt('arts. 2(1)(g) and 39'),
  },
  {
    situation: 'Fewer parties ask for a renegotiation than are needed.',
    ruling: 'No amendment is taken; the agreement goes on as it is.',
    source: 'Kyoto-style requests for amendment; the share of a third: proposal of the model',
  },
  {
    situation: 'A third of the parties ask for a renegotiation.',
    ruling: 'It opens, and every party may move one amendment.',
    source: 'Kyoto-style requests for amendment; the share of a third: proposal of the model',
  },
  {
    situation: 'Two parties move the same amendment.',
    ruling: 'It is one amendment, voted on once, before those with fewer movers.',
    source: 'proposal of the model',
  },
  {
    situation: 'As many parties move one amendment as another.',
    ruling: 'The one furthest removed in substance is voted on first, whoever moved it.',
    source: 'Rules of Procedure of the General Assembly, rule 90, by analogy',
  },
  {
    situation: 'An amendment is carried under the rule named.',
    ruling: 'It binds all parties, those who voted against it included; rivals to its clause fall.',
    source: 'Montreal Protocol 1987, art. 2(9)',
  },
  {
    situation: 'An amendment is not carried.',
    ruling: 'The clause stays as it was.',
    source: vclt('art. 39'),
  },
  {
    situation: 'There is a ratchet, and a party moves what would lower an obligation.',
    ruling: 'The move is refused.',
    source: 'Paris Agreement 2015, art. 4(3), by analogy',
  },
  {
    situation: 'All parties consent to ending the agreement.',
    ruling: 'It ends, and releases its parties.',
    source: vclt('arts. 54(b) and 70'),
  },
  {
    situation: 'All parties but one consent to ending the agreement.',
    ruling: 'It goes on.',
    source: vclt('art. 54(b)'),
  },
  {
    situation: 'The agreement needs to be continued, and the vote does not carry.',
    ruling: 'It ends.',
    source: 'Treaty on the Non-Proliferation of Nuclear Weapons 1968, art. X(2)',
  },
];

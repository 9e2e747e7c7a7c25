/** Rulings on bargaining between blocs that a delegate can check line by line; a test drives each. */
import type { Ruling } from './ruling.ts';

const ratification = 'Putnam 1988; Lax & Sebenius 1986 (ratification inside a side)';
const order = 'a rule of the simulator: who is called what decides nothing';
const talks = 'log-rolling: Tollison & Willett 1979; Sebenius 1983';

/** The table of rulings of the protocol `bloc-to-bloc`, and of bilateral talks. */
export const blocToBlocRulings: readonly Ruling[] = [
  {
    situation: 'A spokesperson moves, and more than half of the states of its bloc are in favour.',
    ruling: 'Where a majority is needed the bloc moves; all its states support the new options.',
    source: ratification,
  },
  {
    situation: 'A bloc needs all its states for a move, and one is against.',
    ruling: 'The bloc stays where it was, and the text does not follow the move.',
    source: ratification,
  },
  {
    situation: 'A bloc ratifies a move that crosses a red line of one of its members.',
    ruling: 'The bloc moves; that member stays where it was on that issue.',
    source: 'nobody is bound past its red lines: MODEL part 4.1, equation 3',
  },
  {
    situation: 'A state is a member of no bloc.',
    ruling: 'It speaks, moves and judges for itself; nobody ratifies its moves.',
    source: 'sovereign equality: Charter of the United Nations, art. 2(1)',
  },
  {
    situation: 'Two states choose each other for talks before a round.',
    ruling: 'They meet, and each learns what the other wants, in the order in which it matters to it.',
    source: talks,
  },
  {
    situation: 'A state is chosen by another, has chosen nobody, and both would gain from a trade.',
    ruling: 'It accepts the talks.',
    source: talks,
  },
  {
    situation: 'Two who talk can each give a step where the other gains more than it loses.',
    ruling: 'Each pledges one step on one issue, and supports it in that round.',
    source: talks,
  },
  {
    situation: 'No two issues can be traded so that both gain.',
    ruling: 'Nobody pledges anything.',
    source: talks,
  },
  {
    situation: 'Two states ask one that has chosen nobody, and each of them could trade with it.',
    ruling: 'It talks to the more capable of them, whichever comes first in the alphabet.',
    source: order,
  },
  {
    situation: 'Two trades would gain a pair of states as much in sum.',
    ruling: 'They make the trade whose gains differ least.',
    source: order,
  },
  {
    situation: 'Either of two states could give on one issue and the other on another, for the same gains.',
    ruling: 'The more capable of them gives on the earlier issue.',
    source: order,
  },
  {
    situation: 'A state would gain as much from talks with either of two others.',
    ruling: 'By default it chooses the one that it trusts more, then the more capable one.',
    source: order,
  },
];

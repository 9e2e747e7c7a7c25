/** Rulings on the exchange of positions that a delegate can check line by line; each is tested. */

/** Situations, what the protocol rules, and where the rule comes from. */
export const positionExchangeRulings = [
  {
    situation:
      'Two parties stand on opposite sides of the compromise on two issues and weigh them differently.',
    ruling: 'They may trade: each gives on the issue that matters less to it, relative to the other.',
    source: 'Stokman & Van Oosten 1994',
  },
  {
    situation: 'Two parties stand on the same side of the compromise on one of the issues.',
    ruling: 'They have nothing to trade there.',
    source: 'Stokman & Van Oosten 1994',
  },
  {
    situation: 'Two opposed parties weigh two issues in the same proportion.',
    ruling: 'They do not trade: neither would gain.',
    source: 'Stokman & Van Oosten 1994',
  },
  {
    situation: 'A trade is made.',
    ruling: 'Both gain the same; that fixes the rate.',
    source: 'equal gains: Stokman & Van Oosten 1994',
  },
  {
    situation: 'Several trades are possible.',
    ruling: 'The one that gives most is made, one a round; of equals the first by index.',
    source: 'greedy order: Stokman & Van Oosten 1994',
  },
  {
    situation: 'A party has moved and trades again on the same issue.',
    ruling: 'Others may still ask it to move on to their ideal points, and it moves one way only.',
    source: 'demands are for first positions',
  },
  {
    situation: 'A trade would carry the outcome beyond what the receiver wants.',
    ruling: 'It stops where the outcome the receiver has bought stands at its ideal point.',
    source: 'first limit of feasibility',
  },
  {
    situation: 'No trade gives anybody the least gain.',
    ruling: 'The exchange is over, and the text is the compromise of the positions.',
    source: 'compromise model: Achen 2006',
  },
  {
    situation: 'A party has no salience or no capability on an issue.',
    ruling: 'It takes no part in that issue and does not weigh in its compromise.',
    source: 'a missing actor drops out',
  },
] as const;

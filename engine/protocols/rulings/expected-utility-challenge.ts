/** Rulings on expected-utility challenges that a delegate can check line by line; each is tested. */

/** Situations, what the protocol rules, and where the rule comes from. */
export const expectedUtilityChallengeRulings = [
  {
    situation:
      'A party expects to gain by challenging another, and expects the other to gain more by challenging it.',
    ruling: 'It gives in and takes the position of the other: a confrontation it would lose.',
    source: 'Scholz, Calbert & Smith 2011',
  },
  {
    situation: 'A party expects to lose by challenging another that would gain more than it loses.',
    ruling: 'It compromises and moves part of the way, by the ratio of the two.',
    source: 'Scholz, Calbert & Smith 2011',
  },
  {
    situation: 'A party could answer a confrontation and a compromise.',
    ruling: 'It answers the confrontation, and of several the nearest.',
    source: 'Scholz, Calbert & Smith 2011',
  },
  {
    situation: 'A party could answer several compromises.',
    ruling: 'It answers the one with the smallest weighted position, which need not be the nearest.',
    source: 'Scholz, Calbert & Smith 2011, as published',
  },
  {
    situation: 'Several parties give way in a round.',
    ruling: 'All move at once, each by what held before the round.',
    source: 'simultaneous update',
  },
  {
    situation: 'Positions draw together over the rounds.',
    ruling: 'Distances are still measured in the range of the first positions.',
    source: 'Scholz, Calbert & Smith 2011, as published',
  },
  {
    situation: 'All parties hold the same position on an issue.',
    ruling: 'Nobody challenges anybody, and the phase is over.',
    source: 'no distance, no challenge',
  },
  {
    situation: 'Nobody gives way any more.',
    ruling: 'The phase ends; the text takes the option nearest to the weighted median.',
    source: 'median voter: Black 1948',
  },
] as const;

/** Rulings on pledge and review that a delegate can check line by line; each is tested. */

/** Situations, what the protocol rules, and where the rule comes from. */
export const pledgeAndReviewRulings = [
  {
    situation: 'A state pledges an option that no other state pledges.',
    ruling: 'The pledge stands: obligations are nationally determined and need nobody’s consent.',
    source: 'Paris Agreement, art. 4.2',
  },
  {
    situation: 'A state wishes to raise its pledge between two reviews.',
    ruling: 'It may do so in any round.',
    source: 'Paris Agreement, art. 4.11',
  },
  {
    situation: 'A state wishes to lower its pledge and the ratchet is on.',
    ruling:
      'It is held to what it pledged before, and the attempt is public. A person is told that the ' +
      'pledge may not be lowered.',
    source: 'Paris Agreement, art. 4.3 (progression)',
  },
  {
    situation: 'A state wishes to lower its pledge and the ratchet is off.',
    ruling: 'The lower pledge stands.',
    source: 'parameter `ratchet`',
  },
  {
    situation: 'The round of a review has come.',
    ruling: 'The weighted mean of the pledges on every issue is published.',
    source: 'Paris Agreement, art. 14 (global stocktake)',
  },
  {
    situation: 'At a review a state lies further below the others than the tolerance.',
    ruling: 'It is named, with the distance; the naming has no other effect.',
    source: 'parameter `tolerance`; facilitative, non-punitive: Paris Agreement, art. 15.2',
  },
  {
    situation: 'The pledges of the others have risen since the last review and reciprocity is on.',
    ruling: 'The state raises its own by its share of the rise, as a conditional pledge.',
    source: 'conditional contributions under the Paris Agreement; reciprocity: Axelrod 1984',
  },
  {
    situation: 'A conditional rise would cross a red line of the state.',
    ruling: 'It goes no further than the red line.',
    source: 'mandates bind delegations: Putnam 1988',
  },
  {
    situation: 'Pledges differ from state to state.',
    ruling:
      'The text takes on each issue the option nearest to their weighted mean; the pledges themselves ' +
      'stand in its annex.',
    source: 'parameter `weights`',
  },
  {
    situation: 'A firm or an observer wishes to pledge.',
    ruling: 'It is not asked: only states pledge.',
    source: 'Paris Agreement, art. 4: each Party',
  },
] as const;

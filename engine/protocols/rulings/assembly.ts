/**
 * The rulings of the assembly. Numbers are those of the Rules of Procedure of the General Assembly
 * (A/520/Rev.18); where practice or another text is the source, it is named. Two readings are ours: a second
 * reconsideration of one decision, and what waits when a meeting is suspended or adjourned, on which the
 * rules are silent.
 */
import type { Ruling } from './ruling.ts';

const rule = (number: number): string => `General Assembly, rule ${number}`;
const observers = 'resolution 65/276 (participation of the European Union), annex, para. 1';
const practice = 'practice of the General Assembly: sponsors revise their text orally';
const cosponsors = 'practice of the General Assembly: texts and amendments have co-sponsors';
const consensus = 'A/520/Rev.18, annex IV, para. 104 (decisions by consensus)';

/** The table of rulings of the protocol `assembly`. */
export const assemblyRulings: readonly Ruling[] = [
  {
    situation: 'One of six members is present.',
    ruling: 'The debate does not open: a third of the members, two, must be present.',
    source: rule(67),
  },
  {
    situation: 'Two of six members are present.',
    ruling: 'The debate opens.',
    source: rule(67),
  },
  {
    situation: 'Closure is moved with two of six members present, and both vote for it.',
    ruling: 'It is not carried: any decision needs a majority, four, to be present.',
    source: rule(67),
  },
  {
    situation: 'Adjournment of the meeting is moved with two of six members present.',
    ruling: 'It is carried: who is there without a quorum may leave.',
    source: 'practice: a meeting without a quorum is suspended or adjourned',
  },
  {
    situation: 'The debate is over and two of six members are present.',
    ruling: 'No decision is taken: a majority, four, must be present.',
    source: rule(67),
  },
  {
    situation: 'Nobody asks for the floor.',
    ruling: 'The list is exhausted, and the chair declares the debate closed.',
    source: `${rule(35)}: the President directs the discussions`,
  },
  {
    situation: 'A delegation that may speak twice asks for the floor a third time.',
    ruling: 'It is not given the floor.',
    source: rule(72),
  },
  {
    situation: 'A delegation asks for the floor after the list of speakers was closed.',
    ruling: 'It is not given the floor.',
    source: rule(73),
  },
  {
    situation: 'Two delegations ask for the floor at once.',
    ruling: 'They speak in the order of the list.',
    source: rule(68),
  },
  {
    situation: 'An observer asks for the floor.',
    ruling: 'It is heard.',
    source: observers,
  },
  {
    situation: 'An observer moves the closure of the debate.',
    ruling: 'The motion is out of order: members move, observers speak.',
    source: rule(75),
  },
  {
    situation: 'A motion to adjourn the debate is made, and then a point of order is raised.',
    ruling: 'The point of order is ruled on first.',
    source: rule(71),
  },
  {
    situation: 'Adjournment and suspension of the meeting are moved.',
    ruling: 'Suspension is put first.',
    source: rule(77),
  },
  {
    situation: 'Adjournment of the debate and adjournment of the meeting are moved.',
    ruling: 'Adjournment of the meeting is put first.',
    source: rule(77),
  },
  {
    situation: 'Closure and adjournment of the debate are moved.',
    ruling: 'Adjournment of the debate is put first.',
    source: rule(77),
  },
  {
    situation: 'Closure is carried while a request for division stands.',
    ruling: 'Division is decided on before the voting begins.',
    source: rule(89),
  },
  {
    situation: 'The meeting is suspended while closure stands.',
    ruling: 'Closure is put when the meeting resumes.',
    source: rule(77),
  },
  {
    situation: 'The meeting is adjourned while closure stands.',
    ruling: 'Closure has lapsed when the next meeting opens.',
    source: rule(77),
  },
  {
    situation: 'The chair upholds a point of order against an amendment, and nobody appeals.',
    ruling: 'The amendment is not put to the vote.',
    source: rule(71),
  },
  {
    situation: 'The chair does not uphold a point of order against an amendment.',
    ruling: 'The amendment is put to the vote.',
    source: rule(71),
  },
  {
    situation: 'A majority votes for the appeal against a ruling.',
    ruling: 'The ruling is overruled.',
    source: rule(71),
  },
  {
    situation: 'The vote on an appeal is equally divided.',
    ruling: 'The ruling stands: no majority has overruled it.',
    source: rule(71),
  },
  {
    situation: 'Two vote for an appeal, one against, and three abstain.',
    ruling: 'The ruling is overruled: who abstains is not voting.',
    source: rule(86),
  },
  {
    situation: 'An appeal is moved when nothing was ruled on.',
    ruling: 'The motion is out of order.',
    source: rule(71),
  },
  {
    situation: 'A point of order is raised about a clause to which no amendment is pending.',
    ruling: 'It is out of order: there is nothing to rule on.',
    source: rule(71),
  },
  {
    situation: 'Adjournment of the debate is carried.',
    ruling: 'Nothing is put to the vote, and the item is closed.',
    source: rule(74),
  },
  {
    situation: 'Six members vote three to three on adjourning the debate.',
    ruling: 'Two speak for it besides its mover, two against, and it is lost.',
    source: rule(74),
  },
  {
    situation: 'Closure is put to the vote with three against it.',
    ruling: 'Two of them speak against it, and nobody for it.',
    source: rule(75),
  },
  {
    situation: 'Suspension is put to the vote.',
    ruling: 'Nobody speaks on it.',
    source: rule(76),
  },
  {
    situation: 'Closure is lost.',
    ruling: 'The debate goes on.',
    source: rule(75),
  },
  {
    situation: 'Closure is carried at the first meeting.',
    ruling: 'The voting begins at that meeting.',
    source: rule(75),
  },
  {
    situation: 'An amendment is moved to a clause that is not on the agenda.',
    ruling: 'It is not admissible.',
    source: rule(90),
  },
  {
    situation: 'An amendment is moved that leaves the text as it is.',
    ruling: 'It is not admissible: it neither adds, deletes nor revises.',
    source: rule(90),
  },
  {
    situation: 'An amendment that was ruled out is moved again.',
    ruling: 'It is not admissible without reconsideration.',
    source: rule(81),
  },
  {
    situation: 'A delegation moves amendments to every clause.',
    ruling: 'The last one is not admissible: together they replace the text.',
    source: rule(90),
  },
  {
    situation: 'A clause was voted out, the decision is reconsidered, and an amendment to it is moved.',
    ruling: 'It is admissible: the clause is before the assembly again.',
    source: rule(81),
  },
  {
    situation: 'Two delegations move the same amendment.',
    ruling: 'It is one amendment with two sponsors, and is put once.',
    source: cosponsors,
  },
  {
    situation: 'A member makes an observer’s amendment its own.',
    ruling: 'It is put to the vote.',
    source: observers,
  },
  {
    situation: 'No member makes an observer’s amendment its own.',
    ruling: 'It lapses.',
    source: observers,
  },
  {
    situation: 'Two amendments to one clause are pending.',
    ruling: 'The one furthest removed in substance is put first.',
    source: rule(90),
  },
  {
    situation: 'Of two amendments to one clause the further one is carried.',
    ruling: 'The nearer one falls: it is not put to the vote.',
    source: rule(90),
  },
  {
    situation: 'An amendment is carried that takes out the sentence another one would change.',
    ruling: 'The other falls: its rejection is implied.',
    source: rule(90),
  },
  {
    situation: 'An amendment is moved to words that stand in no sentence of the text.',
    ruling: 'It is not admissible.',
    source: rule(90),
  },
  {
    situation: 'Of two amendments to one clause the further one is rejected.',
    ruling: 'The nearer one is put to the vote.',
    source: rule(90),
  },
  {
    situation: 'Two amendments are as far from the text, to different clauses.',
    ruling: 'The one moved first is put first.',
    source: `${rule(91)}, by analogy`,
  },
  {
    situation: 'An amendment is carried.',
    ruling: 'The proposal is voted on as amended.',
    source: rule(90),
  },
  {
    situation: 'All sponsors accept an amendment to their proposal.',
    ruling: 'It becomes part of their text without a vote.',
    source: practice,
  },
  {
    situation: 'One of two sponsors does not accept an amendment.',
    ruling: 'It is put to the vote.',
    source: practice,
  },
  {
    situation: 'Under a two-thirds rule an amendment has three votes to two.',
    ruling: 'It is rejected: amendments need what the proposal needs.',
    source: rule(84),
  },
  {
    situation: 'A delegation moves another amendment to the clause that it wanted to amend.',
    ruling: 'Its first amendment is withdrawn.',
    source: rule(80),
  },
  {
    situation: 'A separate vote on a clause is asked for, and nobody objects.',
    ruling: 'The clause is voted on separately.',
    source: rule(89),
  },
  {
    situation: 'A separate vote on a clause is asked for, and a member objects.',
    ruling: 'The request is put to the vote.',
    source: rule(89),
  },
  {
    situation: 'A clause that was divided is rejected.',
    ruling: 'It leaves the text, and the rest is put to the vote as a whole.',
    source: rule(89),
  },
  {
    situation: 'All clauses were divided, and all are rejected.',
    ruling: 'The proposal is rejected as a whole, without a further vote.',
    source: rule(89),
  },
  {
    situation: 'Division is asked for without naming a clause.',
    ruling: 'The motion is out of order.',
    source: rule(89),
  },
  {
    situation: 'All sponsors withdraw before the voting, and nobody takes their place.',
    ruling: 'The proposal is not put to the vote.',
    source: rule(80),
  },
  {
    situation: 'All sponsors withdraw before the voting, and another member reintroduces the proposal.',
    ruling: 'It is put to the vote.',
    source: rule(80),
  },
  {
    situation: 'The assembly has amended a proposal, and it is reconsidered.',
    ruling: 'Its sponsors can no longer withdraw it.',
    source: rule(80),
  },
  {
    situation: 'Two proposals are tabled.',
    ruling: 'They are voted on in the order submitted.',
    source: rule(91),
  },
  {
    situation: 'Of two proposals the first is adopted.',
    ruling: 'The second is not put to the vote.',
    source: rule(91),
  },
  {
    situation: 'A proposal has fewer sponsors than it needs.',
    ruling: 'It lapses before the debate.',
    source: 'the scenario: the rules of the General Assembly ask for no number of sponsors',
  },
  {
    situation: 'Two vote for a proposal, one against, and three abstain.',
    ruling: 'It is adopted: who abstains is not voting.',
    source: rule(86),
  },
  {
    situation: 'Under a two-thirds rule the vote is four to two.',
    ruling: 'The proposal is adopted: exactly two thirds is enough.',
    source: rule(83),
  },
  {
    situation: 'Under a two-thirds rule the vote is three to two.',
    ruling: 'The proposal is rejected.',
    source: rule(83),
  },
  {
    situation: 'The vote on a proposal is equally divided.',
    ruling: 'A second vote is taken at the next meeting.',
    source: rule(95),
  },
  {
    situation: 'The second vote is equally divided too.',
    ruling: 'The proposal is rejected.',
    source: rule(95),
  },
  {
    situation: 'In a committee the vote is equally divided.',
    ruling: 'The proposal is rejected at once.',
    source: rule(133),
  },
  {
    situation: 'Consensus is tried first, and nobody objects.',
    ruling: 'The proposal is adopted without a vote.',
    source: consensus,
  },
  {
    situation: 'Consensus is tried first, and one member objects.',
    ruling: 'The proposal is put to the vote.',
    source: consensus,
  },
  {
    situation: 'Consensus is tried first, and a member dissociates itself from a clause.',
    ruling: 'The proposal is adopted without a vote, and a footnote says so.',
    source: 'practice of the General Assembly: a position on a consensus goes on record',
  },
  {
    situation: 'Consensus is tried first, one member dissociates itself from a clause and another objects.',
    ruling: 'There is no consensus to dissociate from, and no footnote.',
    source: consensus,
  },
  {
    situation: 'A roll-call is taken.',
    ruling: 'Members vote in the order of their names, from one drawn by lot, and hear who voted before.',
    source: rule(87),
  },
  {
    situation: 'A recorded vote is taken.',
    ruling: 'Names are shown once all have voted.',
    source: rule(87),
  },
  {
    situation: 'A secret ballot is taken.',
    ruling: 'The tally is told, and no names.',
    source: `${rule(92)}, by analogy: ballots of elections are secret`,
  },
  {
    situation: 'The chair is in the room when a vote is taken.',
    ruling: 'It is not asked to vote.',
    source: rule(37),
  },
  {
    situation: 'A member that is no sponsor explains its vote.',
    ruling: 'It is heard.',
    source: rule(88),
  },
  {
    situation: 'A sponsor wants to explain its vote on its own proposal.',
    ruling: 'It is not given the floor.',
    source: rule(88),
  },
  {
    situation: 'A member wants to explain its vote after a secret ballot.',
    ruling: 'It is not given the floor.',
    source: rule(88),
  },
  {
    situation: 'Four of six vote to reconsider a rejected proposal.',
    ruling: 'Two thirds: it is before the assembly again.',
    source: rule(81),
  },
  {
    situation: 'Three of five vote to reconsider a rejected proposal.',
    ruling: 'Fewer than two thirds: it stays rejected.',
    source: rule(81),
  },
  {
    situation: 'Reconsideration is moved before anything was decided.',
    ruling: 'The motion is out of order.',
    source: rule(81),
  },
  {
    situation: 'A reconsidered proposal is rejected again, and reconsideration is moved again.',
    ruling: 'The motion is out of order: a decision is reconsidered once.',
    source: rule(81),
  },
];

/**
 * With whom a party negotiates as one, by model equation 7: with those whose positions are near its own, whom
 * it trusts, and whose common position costs it little. It leaves when one of that no longer holds, with some
 * slack so that blocs do not form and dissolve over a trifle, or when its bloc accepts what crosses its red
 * line. What a strategy may look at for that is what its seat knows: what others support in public, its own
 * preferences and its own trust.
 */
import { lead } from '../math.ts';
import { Ballot } from '../rules/decision.ts';
import type { AnswerFunction, Observation } from '../run/contract.ts';
import { PartingReason, Reason } from '../run/events.ts';
import { limitOf } from './floor.ts';

/** Places of the public slice `blocs.terms`. */
const terms = { distance: 0, trust: 1, loss: 2, slack: 3, byCapability: 4 } as const;

/** How a party stands to others; overwritten by every look. */
interface Relation {
  /** Root mean square of the distance of positions, by own salience. */
  apart: number;
  /** Least trust in any of them. */
  trusted: number;
  /** What the common position would lose it, as a share of its surplus. */
  yielded: number;
}
const relation: Relation = { apart: 0, trusted: 1, yielded: 0 };

function term(observation: Observation, place: number): number {
  return observation.measure('blocs.terms', place);
}

/** Whether a party stands with another already: in one bloc, or it is the party itself. */
function isWith(observation: Observation, head: number, party: number): boolean {
  if (party === head) return true;
  const bloc = observation.look('blocs.of', head);
  return bloc > 0 && observation.look('blocs.of', party) === bloc;
}

/** Weight of a party in a common position. */
function weightOf(observation: Observation, party: number): number {
  return term(observation, terms.byCapability) === 1 ? observation.scenario.capability[party] : 1;
}

/** Weight of those who stand with a party, itself included, without one of them. */
function weightWith(observation: Observation, head: number, without: number): number {
  const { states } = observation.scenario;
  let sum = 0;
  for (let s = 0; s < states.length; s++) {
    if (states[s] !== without && isWith(observation, head, states[s])) {
      sum += weightOf(observation, states[s]);
    }
  }
  return sum;
}

/** Least trust of the seat in those who stand with a party, and in one more. */
function leastTrust(observation: Observation, head: number, more: number): number {
  const { states } = observation.scenario;
  let least = 1;
  for (let s = 0; s < states.length; s++) {
    const other = states[s];
    if (other === observation.seat) continue;
    if (other === more || isWith(observation, head, other)) least = Math.min(least, observation.trust(other));
  }
  return least;
}

/** The option that two positions meet at, each with its weight. */
function meetingPoint(observation: Observation, issue: number, one: number, other: number, share: number) {
  const { position, stride } = observation.scenario;
  const from = position[issue * stride + one];
  return observation.nearest(issue, from + share * (position[issue * stride + other] - from));
}

/**
 * How the seat would stand to another party, and those with it, if they took a common position.
 *
 * @param share of the way from where the seat’s side stands to where the other stands that the common
 *   position lies; 1 where the seat already stands with it
 * @param side party whose support is where the seat’s side stands now; the seat’s own account by default
 */
function relate(observation: Observation, other: number, share: number, side = -1): void {
  const { issueCount, position, stride } = observation.scenario;
  const { salience, lowestOption, highestOption } = observation.own;
  let [squares, weight, loss] = [0, 0, 0];
  for (let k = 0; k < issueCount; k++) {
    const [own, theirs] = [observation.stand(k), observation.support(other, k)];
    if (!observation.concerns(k) || own < 0 || theirs < 0) continue;
    const gap = position[k * stride + theirs] - position[k * stride + own];
    squares += salience[k] * gap * gap;
    weight += salience[k];
    const from = side < 0 ? own : observation.support(side, k);
    const common = meetingPoint(observation, k, from < 0 ? own : from, theirs, share);
    const taken = Math.min(Math.max(common, lowestOption[k]), highestOption[k]);
    loss += observation.gainFrom(k, own) - observation.gainFrom(k, taken);
  }
  // Who has stated nothing in common with the other cannot tell how near they are.
  relation.apart = weight > 0 ? Math.sqrt(squares / weight) : 1;
  const surplus = observation.bestUtility() - limitOf(observation.own);
  relation.yielded = surplus > 0 ? loss / surplus : loss > 0 ? Infinity : 0;
}

/** The first condition that does not hold, each eased by a share `ease`; −1 when all hold. */
function brokenCondition(observation: Observation, ease: number): number {
  if (relation.apart >= term(observation, terms.distance) * (1 + ease)) return PartingReason.distance;
  if (relation.trusted <= term(observation, terms.trust) * (1 - ease)) return PartingReason.trust;
  if (relation.yielded > term(observation, terms.loss) * (1 + ease)) return PartingReason.loss;
  return -1;
}

function explain(observation: Observation): void {
  observation.explain(Reason.apart, relation.apart);
  observation.explain(Reason.trusted, relation.trusted);
  observation.explain(Reason.yielded, Math.min(relation.yielded, 1));
}

/** Whether the bloc’s spokesperson accepts a text that crosses a red line of the seat. */
function isBetrayed(observation: Observation, speaker: number): boolean {
  if (speaker === observation.seat || observation.look('talks.ballot', speaker) !== Ballot.yes) return false;
  for (let k = 0; k < observation.scenario.issueCount; k++) {
    if (observation.concerns(k) && !observation.insideRedLines(k)) return true;
  }
  return false;
}

/** Whether a party says what it wants: who has left the table supports nothing. */
function isHeard(observation: Observation, party: number): boolean {
  const { issueCount } = observation.scenario;
  for (let k = 0; k < issueCount; k++) if (observation.support(party, k) >= 0) return true;
  return false;
}

/** Names one of the seat’s bloc to stay, its spokesperson where it can; nobody to leave, and why. */
function stayOrLeave(observation: Observation, answers: Int32Array, at: number): void {
  const { seat } = observation;
  const speaker = observation.look('bloc.speaker', seat);
  const other = speaker !== seat && isHeard(observation, speaker) ? speaker : fellow(observation);
  // What the bloc says is what its spokesperson supports, while there is one at the table.
  const head = speaker === seat ? seat : other;
  relate(observation, head, 1);
  relation.trusted = leastTrust(observation, head, -1);
  explain(observation);
  let why = brokenCondition(observation, term(observation, terms.slack));
  if (why < 0 && isBetrayed(observation, speaker)) why = PartingReason.redLine;
  answers[at + 1] = Math.max(why, 0);
  answers[at] = why >= 0 ? 0 : 1 + other;
}

/** The first other member of the seat’s bloc at the table, or the first one when all have left it. */
function fellow(observation: Observation): number {
  const { states } = observation.scenario;
  let first = -1;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (party === observation.seat || !isWith(observation, observation.seat, party)) continue;
    if (isHeard(observation, party)) return party;
    if (first < 0) first = party;
  }
  return first;
}

/** How far from the seat’s own position towards that of others a common position with them would lie. */
function shareOfOthers(observation: Observation, head: number): number {
  const theirs = weightWith(observation, head, observation.seat);
  const all = theirs + weightOf(observation, observation.seat);
  return all > 0 ? theirs / all : 0.5;
}

/** The party that the seat would rather stand with than with others it has looked at. */
interface Ally extends Relation {
  party: number;
}

/**
 * Whether the party just looked at is a better ally than another: a nearer one. As near ones are common where
 * positions are few; of them the one that costs less is better, then the more trusted, then the more capable.
 */
function isBetterAlly(observation: Observation, party: number, than: Ally): boolean {
  const { capability } = observation.scenario;
  const ahead =
    lead(than.apart, relation.apart) ||
    lead(than.yielded, relation.yielded) ||
    lead(relation.trusted, than.trusted) ||
    capability[party] - capability[than.party];
  return ahead > 0;
}

/**
 * Names the best ally of those with whom all conditions hold, one for each bloc: its spokesperson. Nobody
 * when there is none.
 */
function seekAllies(observation: Observation, answers: Int32Array, at: number): void {
  const { states } = observation.scenario;
  const best: Ally = { party: -1, apart: Infinity, trusted: 0, yielded: 0 };
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    const speaker = observation.look('bloc.speaker', party);
    if (party === observation.seat || (speaker >= 0 && speaker !== party)) continue;
    if (!observation.present(party)) continue;
    relate(observation, party, shareOfOthers(observation, party));
    relation.trusted = leastTrust(observation, party, -1);
    if (brokenCondition(observation, 0) >= 0 || !isBetterAlly(observation, party, best)) continue;
    Object.assign(best, relation, { party });
  }
  answers[at] = best.party + 1;
  if (best.party < 0) return;
  Object.assign(relation, best);
  explain(observation);
}

/** With whom to negotiate as one: stays in a bloc while its conditions hold, or seeks the nearest allies. */
export const standTogether: AnswerFunction = (observation, _parameters, answers, at) => {
  if (observation.look('blocs.of', observation.seat) > 0) stayOrLeave(observation, answers, at);
  else seekAllies(observation, answers, at);
};

/** The ballot on a party that asks to merge positions: yes when the conditions hold with it. */
export function voteOnMerger(observation: Observation): number {
  const applicant = observation.subject(1);
  const { seat } = observation;
  const speaker = observation.look('bloc.speaker', seat);
  const head = speaker >= 0 ? speaker : seat;
  const own = weightWith(observation, head, -1);
  const all = own + weightOf(observation, applicant);
  relate(observation, applicant, all > 0 ? weightOf(observation, applicant) / all : 0.5, speaker);
  relation.trusted = leastTrust(observation, head, applicant);
  explain(observation);
  return brokenCondition(observation, 0) < 0 ? Ballot.yes : Ballot.no;
}

/**
 * The answer to every kind of question that a strategy leaves to the default. With these every strategy plays
 * every protocol. They are plain: say what you want, accept what is not worse than your limit, keep your word
 * when defection does not pay.
 */
import { limits } from '../limits.ts';
import { lead } from '../math.ts';
import { Response, Verdict } from '../questions/index.ts';
import { Ballot } from '../rules/decision.ts';
import { chanceOf } from '../rules/quantal-response.ts';
import type { AnswerFunction, Observation } from '../run/contract.ts';
import { streamId } from '../run/draws.ts';
import { Reason } from '../run/events.ts';
import { Subject } from '../run/subjects.ts';
import { compromise, defaultObjectionWeight } from './compromise.ts';
import {
  ballotFor,
  gainFromOverruling,
  indifference,
  isOpenToAmend,
  isProcedural,
  limitOf,
  objectsToDivision,
  takeTheFloor,
  textInsideRedLines,
  voteOnClause,
  voteOnMotion,
} from './floor.ts';
import { namePrice, offerPayment } from './side-payments.ts';
import { standTogether, voteOnMerger } from './standing-together.ts';

const willingness = streamId('comply.willingness');
const escaping = streamId('escape.willingness');
const telling = streamId('report.willingness');

/** Share of the depth that a reservation must leave to pass in silence, and for the treaty to bind at all. */
const keptForSilence = 0.75;
const keptForRelations = 0.25;
/** What the best amendment must gain a party for it to ask for a renegotiation: less is not worth one. */
const worthAConference = 0.05;

/** A delegation this little below its limit abstains; silence is not consent, nor is it a no. */
const abstainBand = 0.02;

/** Own ideal, as the nearest option of every issue. */
const propose: AnswerFunction = (observation, _parameters, answers, at) => {
  const { issueCount } = observation.scenario;
  for (let k = 0; k < issueCount; k++) {
    answers[at + k] = observation.nearest(k, observation.own.ideal[k]);
  }
};

/**
 * What naming an issue would gain, −Infinity once it is named or where the text cannot be changed;
 * overwritten by every objection.
 */
const gains = new Float64Array(limits.issues);

/** Whether the text can be changed on an issue: it is on the agenda and stands in a sentence of the text. */
function isOpenToChange(observation: Observation, issue: number): boolean {
  return observation.concerns(issue) && observation.stands(issue);
}

/** The issue not named yet that gains most, the first of equals; −1 when none is left. */
function worstIssue(issueCount: number): number {
  let worst = -1;
  let most = -Infinity;
  for (let k = 0; k < issueCount; k++) {
    if (gains[k] <= most) continue;
    most = gains[k];
    worst = k;
  }
  return worst;
}

/** Names an issue as a reason; what that gains. */
function nameIssue(issue: number, answers: Int32Array, at: number): number {
  const gain = gains[issue];
  answers[at + 1 + issue] = 1;
  gains[issue] = -Infinity;
  return gain;
}

/**
 * Objects to every issue outside the red lines, then to those that would gain most, as many as are needed to
 * make up `missing`, and to at least one. An objection that could not be met would be mere obstruction.
 */
function objectTo(observation: Observation, missing: number, answers: Int32Array, at: number): void {
  const { issueCount } = observation.scenario;
  answers[at] = Verdict.object;
  let gained = 0;
  let named = 0;
  for (let k = 0; k < issueCount; k++) {
    gains[k] = observation.gainFromIdeal(k);
    answers[at + 1 + k] = 0;
    if (!observation.insideRedLines(k)) {
      named++;
      gained += nameIssue(k, answers, at);
    } else if (!isOpenToChange(observation, k)) gains[k] = -Infinity;
  }
  while (named === 0 || gained < missing) {
    const worst = worstIssue(issueCount);
    if (worst < 0) return;
    if (named > 0 && gains[worst] <= 0) return;
    gained += nameIssue(worst, answers, at);
    named++;
  }
}

/**
 * Whether something worth `utility` is worth at least `level` in this round, noise included; explains itself.
 */
function isEnough(observation: Observation, utility: number, level: number): boolean {
  const noise = observation.noise();
  observation.explain(Reason.target, level);
  observation.explain(Reason.noise, noise);
  return utility + noise >= level;
}

/**
 * Whether the text is worth at least `level` in this round, noise and red lines included; explains itself.
 */
export function reaches(observation: Observation, level: number): boolean {
  return isEnough(observation, observation.textUtility(), level) && textInsideRedLines(observation);
}

/** The option of an issue that gains most over the text, inside the red lines; what it gains. */
function bestGain(observation: Observation, issue: number): number {
  let best = -Infinity;
  const { lowestOption, highestOption } = observation.own;
  for (let option = lowestOption[issue]; option <= highestOption[issue]; option++) {
    best = Math.max(best, observation.gainFrom(issue, option));
  }
  return best;
}

/**
 * The verdict on the text of a group, which is a part of the whole. What a party may give up is its best
 * package less what it asks for; an issue takes its share of that by salience. So a party that accepts in
 * every group has a whole that is worth what it asks for, and one that objects names issues until the rest
 * is within its share.
 */
function judgePart(observation: Observation, target: number, answers: Int32Array, at: number): void {
  const { issueCount } = observation.scenario;
  const noise = observation.noise();
  observation.explain(Reason.target, target);
  observation.explain(Reason.noise, noise);
  let share = 0;
  let given = 0;
  let named = 0;
  for (let k = 0; k < issueCount; k++) {
    answers[at + 1 + k] = 0;
    gains[k] = -Infinity;
    if (!observation.concerns(k)) continue;
    share += observation.own.salience[k];
    if (!observation.insideRedLines(k)) {
      answers[at + 1 + k] = 1;
      named++;
      continue;
    }
    const gain = bestGain(observation, k);
    given += gain;
    if (isOpenToChange(observation, k)) gains[k] = gain;
  }
  const allowance = Math.max(0, observation.bestUtility() - target + noise) * share;
  while (given > allowance + indifference) {
    const worst = worstIssue(issueCount);
    if (worst < 0) break;
    given -= nameIssue(worst, answers, at);
    named++;
  }
  answers[at] = named > 0 ? Verdict.object : Verdict.accept;
}

/**
 * The verdict on one clause by itself, where issues are closed one by one: what no agreement is to a whole
 * text, today’s practice is to a clause. Of what its best option would gain over that a party asks for the
 * share that it asks for of its surplus, and for its margin by salience.
 */
function judgeClause(observation: Observation, target: number, answers: Int32Array, at: number): void {
  const { own } = observation;
  const issue = observation.subject(1);
  const limit = limitOf(own);
  const surplus = observation.bestUtility() - limit;
  const asked = surplus > 0 ? Math.min(Math.max(0, (target - limit) / surplus), 1) : 0;
  const today = observation.gainFrom(issue, observation.reversion(issue));
  const best = bestGain(observation, issue);
  const share = own.salience[issue];
  // What the clause gains over today’s practice, and what its best option would.
  const gain = -today + share * observation.noise();
  const least = asked * Math.max(0, best - today) + share * own.margin;
  observation.explain(Reason.change, gain);
  const accepts = observation.insideRedLines(issue) && gain >= least;
  answers[at] = accepts ? Verdict.accept : Verdict.object;
  answers[at + 1 + issue] = accepts ? 0 : 1;
}

/** Accepts a text worth at least `target` in this round, and objects to any other. */
export function judgeAgainst(
  observation: Observation,
  target: number,
  answers: Int32Array,
  at: number,
): void {
  if (observation.subject(0) === Subject.forum) {
    judgePart(observation, target, answers, at);
    return;
  }
  if (observation.subject(0) === Subject.issue) {
    judgeClause(observation, target, answers, at);
    return;
  }
  if (!reaches(observation, target)) {
    objectTo(observation, target - observation.textUtility() - observation.noise(), answers, at);
    return;
  }
  acceptWithinInstructions(observation, answers, at);
}

/** Accepts; beyond its instructions ad referendum, or else objects to what lies beyond them. */
function acceptWithinInstructions(observation: Observation, answers: Int32Array, at: number): void {
  let beyond = 0;
  for (let k = 0; k < observation.scenario.issueCount; k++) {
    answers[at + 1 + k] = observation.instructed(k) ? 0 : 1;
    beyond += answers[at + 1 + k];
  }
  answers[at] = Verdict.accept;
  if (beyond > 0) answers[at] = observation.mayAcceptAdReferendum() ? Verdict.adReferendum : Verdict.object;
}

const judge: AnswerFunction = (observation, _parameters, answers, at) => {
  judgeAgainst(observation, limitOf(observation.own), answers, at);
};

/** Whoever drafts for a group drafts the compromise of those who sit in it. */
const draft: AnswerFunction = (observation, _parameters, answers, at) => {
  compromise(observation, defaultObjectionWeight, answers, at);
};

/**
 * Rankings by the saliences they follow from, which never change: each is made once for all runs of a seat.
 */
const rankings = new WeakMap<Float64Array, Int32Array>();

/** Place of each issue when they are put in falling order of salience; their own order breaks ties. */
function rankingOf(salience: Float64Array): Int32Array {
  const known = rankings.get(salience);
  if (known !== undefined) return known;
  const ranking = salience.map((own, k) => {
    const isBefore = (other: number, at: number) => other > own || (other === own && at < k);
    return salience.filter(isBefore).length;
  });
  const places = Int32Array.from(ranking);
  rankings.set(salience, places);
  return places;
}

const rank: AnswerFunction = (observation, _parameters, answers, at) => {
  answers.set(rankingOf(observation.own.salience), at);
};

/** Who sees that observers want what would lose it something would rather have them outside. */
function wantsObserversOut(observation: Observation): boolean {
  const { partyCount, issueCount, isState, chair } = observation.scenario;
  let gain = 0;
  for (let party = 0; party < partyCount; party++) {
    if (isState[party] === 1 || party === chair) continue;
    for (let k = 0; k < issueCount; k++) {
      const option = observation.support(party, k);
      if (option >= 0 && observation.admitted(k)) gain += observation.gainFrom(k, option);
    }
  }
  return gain < -indifference;
}

const object: AnswerFunction = (observation, _parameters, answers, at) => {
  if (isProcedural(observation)) {
    answers[at] = objectsToDivision(observation) ? 1 : 0;
    return;
  }
  if (observation.subject(0) === Subject.observers) {
    answers[at] = wantsObserversOut(observation) ? 1 : 0;
    return;
  }
  objectToText(observation, answers, at);
};

/**
 * Dissociates itself from the fewest issues whose change to its ideal would make up what the text lacks, when
 * the scenario allows that many; false when it does not. The concern goes to the record, as presiding
 * officers offer a party that cannot join but will not block (UNFCCC guide for presiding officers; VCLT art.
 * 9).
 */
function dissociate(observation: Observation, missing: number, answers: Int32Array, at: number): boolean {
  const { issueCount, dissociations } = observation.scenario;
  for (let k = 0; k < issueCount; k++) {
    gains[k] = isOpenToChange(observation, k) ? observation.gainFromIdeal(k) : -Infinity;
  }
  let made = 0;
  for (let named = 0; named < dissociations && made < missing; named++) {
    const worst = worstIssue(issueCount);
    if (worst < 0 || gains[worst] <= 0) break;
    made += nameIssue(worst, answers, at);
  }
  if (made >= missing) return true;
  answers.fill(0, at + 1, at + 1 + issueCount);
  return false;
}

/**
 * Objects to a text below the limit. Where footnotes are allowed, a delegation that is below it by no more
 * than would make it abstain in a vote joins the consensus, if few issues are to blame, and dissociates
 * itself from them.
 */
function objectToText(observation: Observation, answers: Int32Array, at: number): void {
  const limit = limitOf(observation.own);
  if (!objectBelow(observation, limit, answers, at) || observation.scenario.dissociations === 0) return;
  if (!reaches(observation, limit - abstainBand)) return;
  const missing = limit - observation.textUtility() - observation.noise();
  const reasons = answers.slice(at, at + 1 + observation.scenario.issueCount);
  answers.fill(0, at, at + 1 + observation.scenario.issueCount);
  if (!dissociate(observation, missing, answers, at)) answers.set(reasons, at);
}

/**
 * Formally objects to a text worth less than `level`, and names the issues that are its reason; whether it
 * does.
 */
export function objectBelow(
  observation: Observation,
  level: number,
  answers: Int32Array,
  at: number,
): boolean {
  const objects = !reaches(observation, level);
  if (objects) objectTo(observation, level - observation.textUtility() - observation.noise(), answers, at);
  answers[at] = objects ? 1 : 0;
  return objects;
}

/** On a part of the text a delegation votes for what gains it something and crosses no red line. */
function voteOnAmendment(observation: Observation): number {
  const [issue, option] = [observation.subject(1), observation.subject(2)];
  if (!observation.isAcceptable(issue, option)) return Ballot.no;
  const gain = observation.gainFrom(issue, option);
  observation.explain(Reason.change, gain);
  return ballotFor(gain);
}

/** The vote on a subject that is not the text as a whole; −1 when it is. */
function voteOnPart(observation: Observation): number {
  switch (observation.subject(0)) {
    case Subject.amendment:
      return voteOnAmendment(observation);
    case Subject.issue:
      return voteOnClause(observation, observation.subject(1));
    case Subject.motion:
      return voteOnMotion(observation);
    case Subject.move:
      return voteOnMove(observation);
    case Subject.ruling:
      return ballotFor(gainFromOverruling(observation));
    case Subject.merger:
      return voteOnMerger(observation);
    case Subject.renegotiation:
      return wantsRenegotiation(observation) ? Ballot.yes : Ballot.no;
    case Subject.termination:
      return isWorseThanNone(observation) ? Ballot.yes : Ballot.no;
    case Subject.continuation:
      return isWorseThanNone(observation) ? Ballot.no : Ballot.yes;
    default:
      return -1;
  }
}

/** Whether the agreement as it stands is worth less to the party than none. */
function isWorseThanNone(observation: Observation): boolean {
  return observation.textUtility() < observation.own.reversionUtility;
}

/** Whether an option may be put in the text: a ratchet lets ambition rise only. */
function mayMove(observation: Observation, issue: number, option: number): boolean {
  return observation.look('review.ratchet', 0) === 0 || option > observation.text(issue);
}

/** What the best amendment would gain that the party could move: to its ideal on one issue. */
function bestAmendment(observation: Observation): number {
  let best = 0;
  for (let k = 0; k < observation.scenario.issueCount; k++) {
    const option = observation.nearest(k, observation.own.ideal[k]);
    if (!isOpenToChange(observation, k) || !mayMove(observation, k, option)) continue;
    if (observation.isAcceptable(k, option)) best = Math.max(best, observation.gainFrom(k, option));
  }
  return best;
}

/** A party asks for a renegotiation when it is below its limit, or when it would gain enough by one. */
function wantsRenegotiation(observation: Observation): boolean {
  const gain = bestAmendment(observation);
  observation.explain(Reason.change, gain);
  return gain >= worthAConference || (gain > 0 && observation.textUtility() < limitOf(observation.own));
}

/** A member ratifies a move of its bloc that crosses no red line and is worth its limit. */
function voteOnMove(observation: Observation): number {
  let utility = observation.textUtility() + observation.noise();
  for (let k = 0; k < observation.scenario.issueCount; k++) {
    const option = observation.offer(k);
    if (option < 0 || !observation.admitted(k)) continue;
    if (!observation.isAcceptable(k, option)) return Ballot.no;
    utility += observation.gainFrom(k, option);
  }
  return utility >= limitOf(observation.own) ? Ballot.yes : Ballot.no;
}

const vote: AnswerFunction = (observation, _parameters, answers, at) => {
  const partial = voteOnPart(observation);
  if (partial >= 0) {
    answers[at] = partial;
    return;
  }
  const limit = limitOf(observation.own);
  if (reaches(observation, limit)) answers[at] = Ballot.yes;
  else answers[at] = reaches(observation, limit - abstainBand) ? Ballot.abstain : Ballot.no;
};

const agree: AnswerFunction = (observation, _parameters, answers, at) => {
  answers[at] = reaches(observation, limitOf(observation.own)) ? 1 : 0;
};

/** Whether it would reserve an issue: the text crosses its red line there, and today’s practice does not. */
function wouldReserve(observation: Observation, issue: number): boolean {
  return (
    observation.scenario.reservable[issue] === 1 &&
    !observation.insideRedLines(issue) &&
    observation.isAcceptable(issue, observation.reversion(issue))
  );
}

/**
 * Joins what is worth its limit. Where reservations are permitted it reserves the issues on which the text
 * crosses its red lines, and asks what the rest is worth: a reservation is for what it may never accept, not
 * for what it would merely like to be otherwise.
 */
const join: AnswerFunction = (observation, _parameters, answers, at) => {
  for (let k = 0; k < observation.scenario.issueCount; k++) {
    answers[at + 1 + k] = wouldReserve(observation, k) ? 1 : 0;
  }
  const worth = observation.utilityReserving(answers, at + 1);
  answers[at] = isEnough(observation, worth, limitOf(observation.own)) ? 1 : 0;
};

/** A signature is followed by submission: what comes of it at home is not the delegation’s to decide. */
const ratify: AnswerFunction = (_observation, _parameters, answers, at) => {
  answers[at] = 1;
};

/** Quantal response: the more defection would cost than complying does, the likelier is compliance. */
const comply: AnswerFunction = (observation, _parameters, answers, at) => {
  answers[at] = chooses(observation, observation.complianceGain(), willingness) ? 1 : 0;
};

/** Whether it chooses what costs `cost` over risking the loss of a party that breaks its word. */
function chooses(observation: Observation, cost: number, stream: number): boolean {
  const chance = chanceOf(cost, observation.complianceLoss());
  const draw = observation.uniform(stream);
  observation.explain(Reason.willingness, chance);
  observation.explain(Reason.draw, draw);
  return draw < chance;
}

/** Pays the fee of the escape clause the likelier, the more breaking its word is expected to cost. */
const invokeEscape: AnswerFunction = (observation, _parameters, answers, at) => {
  answers[at] = chooses(observation, observation.measure('escape.fee', 0), escaping) ? 1 : 0;
};

/** Tells a failure the likelier, the more it is expected to cost when it is found hidden. */
const report: AnswerFunction = (observation, _parameters, answers, at) => {
  answers[at] = chooses(observation, observation.measure('compliance.candour', 0), telling) ? 1 : 0;
};

/** Goes, or stays gone, while the agreement is worth less to it than none. */
const withdraw: AnswerFunction = (observation, _parameters, answers, at) => {
  answers[at] = isWorseThanNone(observation) ? 1 : 0;
};

/**
 * A reservation that empties the treaty of its object and purpose (Vienna Convention, art. 19(c)) is objected
 * to, and one that leaves next to nothing is refused altogether; about all others it keeps silent, as states
 * mostly do.
 */
const respond: AnswerFunction = (observation, _parameters, answers, at) => {
  const kept = observation.measure('treaty.kept', observation.subject(1));
  if (kept < keptForRelations) answers[at] = Response.objectWithoutRelations;
  else answers[at] = kept < keptForSilence ? Response.object : Response.silent;
};

/** Withholds what it owes to whoever was caught breaking its word. */
const withhold: AnswerFunction = (_observation, _parameters, answers, at) => {
  answers[at] = 1;
};

/** Moves the amendment that gains most, to its ideal on one issue; none when no such move gains anything. */
const amend: AnswerFunction = (observation, _parameters, answers, at) => {
  let best = indifference;
  for (let k = 0; k < observation.scenario.issueCount; k++) {
    if (!isOpenToChange(observation, k) || !isOpenToAmend(observation, k)) continue;
    const option = observation.nearest(k, observation.own.ideal[k]);
    if (!mayMove(observation, k, option)) continue;
    const gain = observation.gainFrom(k, option);
    if (gain <= best || !observation.isAcceptable(k, option)) continue;
    best = gain;
    answers[at] = k + 1;
    answers[at + 1] = option;
  }
};

/** Sponsors what it would vote for. */
const sponsor: AnswerFunction = (observation, parameters, answers, at) => {
  vote(observation, parameters, answers, at);
  answers[at] = answers[at] === Ballot.yes ? 1 : 0;
};

/** The option one step from `from` towards `to`. */
const stepTo = (from: number, to: number): number => (to > from ? from + 1 : from - 1);

/** What a step of somebody on an issue would gain. */
function gainOfStep(observation: Observation, issue: number, from: number, to: number): number {
  return observation.gainFrom(issue, stepTo(from, to)) - observation.gainFrom(issue, from);
}

/** Whether a party publicly cares for an issue at least as much as for another, or nobody ranked them. */
function mayPrefer(observation: Observation, party: number, issue: number, other: number): boolean {
  return observation.rank(party, issue) <= observation.rank(party, other);
}

/** What a step given and a step taken would gain on each issue; overwritten by every trade looked at. */
const givenSteps = new Float64Array(limits.issues);
const takenSteps = new Float64Array(limits.issues);

/**
 * What the best trade with a party seems to gain, by what is public: a step given where it cares more, for
 * one where it cares less.
 */
function tradeWith(observation: Observation, party: number): number {
  const { issueCount } = observation.scenario;
  // What a step is worth does not depend on what it is traded for: −Infinity where there is none to make.
  for (let k = 0; k < issueCount; k++) {
    const [mine, theirs] = [observation.support(observation.seat, k), observation.support(party, k)];
    const isApart = mine >= 0 && theirs >= 0 && mine !== theirs && observation.concerns(k);
    const mayGive = isApart && observation.isAcceptable(k, stepTo(mine, theirs));
    givenSteps[k] = mayGive ? gainOfStep(observation, k, mine, theirs) : -Infinity;
    takenSteps[k] = isApart ? gainOfStep(observation, k, theirs, mine) : -Infinity;
  }
  let best = 0;
  for (let gives = 0; gives < issueCount; gives++) {
    if (givenSteps[gives] === -Infinity) continue;
    for (let takes = 0; takes < issueCount; takes++) {
      const gain = takenSteps[takes] + givenSteps[gives];
      if (gain > best && takes !== gives && mayPrefer(observation, party, gives, takes)) best = gain;
    }
  }
  return best;
}

/** How much rather the seat talks to one party than to another that promises as much; 0 for either. */
function preference(observation: Observation, party: number, than: number): number {
  const { capability } = observation.scenario;
  return lead(observation.trust(party), observation.trust(than)) || capability[party] - capability[than];
}

/**
 * Talks to the party with whom a trade seems to gain most, to nobody where none does; of those who promise as
 * much to the one it trusts most, then to the most capable. Where it is asked with whom to negotiate as one,
 * it looks at what binds them instead.
 */
const confer: AnswerFunction = (observation, parameters, answers, at) => {
  if (observation.subject(0) === Subject.bloc) {
    standTogether(observation, parameters, answers, at);
    return;
  }
  const { states } = observation.scenario;
  let best = indifference;
  let partner = -1;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (party === observation.seat || !observation.present(party) || !observation.sits(party)) continue;
    const gain = tradeWith(observation, party);
    const ahead = lead(gain, best);
    if (ahead < 0 || (ahead === 0 && (partner < 0 || preference(observation, party, partner) <= 0))) continue;
    best = gain;
    partner = party;
  }
  answers[at] = partner + 1;
};

/** The default answer to each kind of question, by its id. */
export const defaultAnswers: Readonly<Record<string, AnswerFunction>> = {
  propose,
  judge,
  rank,
  object,
  vote,
  endorse: agree,
  sign: join,
  accede: join,
  ratify,
  comply,
  amend,
  sponsor,
  floor: takeTheFloor,
  confer,
  draft,
  escape: invokeEscape,
  report,
  withdraw,
  respond,
  price: namePrice,
  pay: offerPayment,
  withhold,
};

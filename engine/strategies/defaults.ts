/**
 * The answer to every kind of question that a strategy leaves to the default. With these every strategy plays
 * every protocol. They are plain: say what you want, accept what is not worse than your limit, keep your word
 * when defection does not pay.
 */
import { limits } from '../limits.ts';
import { logistic } from '../math.ts';
import { Verdict } from '../questions/index.ts';
import { Ballot } from '../rules/decision.ts';
import type { AnswerFunction, Observation } from '../run/contract.ts';
import { streamId } from '../run/draws.ts';
import { Reason } from '../run/events.ts';
import { Subject } from '../run/subjects.ts';
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

const willingness = streamId('comply.willingness');

/** A delegation this little below its limit abstains; silence is not consent, nor is it a no. */
const abstainBand = 0.02;
/** Steepness of the choice between complying and defecting (model equation 9). */
const steepness = 10;

/** Own ideal, as the nearest option of every issue. */
const propose: AnswerFunction = (observation, _parameters, answers, at) => {
  const { issueCount } = observation.scenario;
  for (let k = 0; k < issueCount; k++) {
    answers[at + k] = observation.nearest(k, observation.own.ideal[k]);
  }
};

/** Gain from moving the text to one’s own ideal, by issue; overwritten by every objection. */
const gains = new Float64Array(limits.issues);

/** The issue not named yet on which moving the text to one’s own ideal gains most; −1 when all are named. */
function worstIssue(observation: Observation, answers: Int32Array, at: number): number {
  let worst = -1;
  for (let k = 0; k < observation.scenario.issueCount; k++) {
    if (answers[at + 1 + k] === 1 || !observation.admitted(k)) continue;
    if (worst < 0 || gains[k] > gains[worst]) worst = k;
  }
  return worst;
}

/**
 * Objects to every issue outside the red lines, then to those that would gain most, as many as are needed to
 * make up `missing`, and to at least one. An objection that could not be met would be mere obstruction.
 */
export function objectTo(observation: Observation, missing: number, answers: Int32Array, at: number): void {
  const { issueCount } = observation.scenario;
  answers[at] = Verdict.object;
  let gained = 0;
  let named = 0;
  for (let k = 0; k < issueCount; k++) {
    gains[k] = observation.gainFromIdeal(k);
    const crossed = !observation.insideRedLines(k);
    answers[at + 1 + k] = crossed ? 1 : 0;
    if (!crossed) continue;
    named++;
    gained += gains[k];
  }
  while (named === 0 || gained < missing) {
    const worst = worstIssue(observation, answers, at);
    if (worst < 0) return;
    if (named > 0 && gains[worst] <= 0) return;
    answers[at + 1 + worst] = 1;
    gained += gains[worst];
    named++;
  }
}

/**
 * Whether the text is worth at least `level` in this round, noise and red lines included; explains itself.
 */
export function reaches(observation: Observation, level: number): boolean {
  const noise = observation.noise();
  observation.explain(Reason.target, level);
  observation.explain(Reason.noise, noise);
  return textInsideRedLines(observation) && observation.textUtility() + noise >= level;
}

/** Accepts a text worth at least `target` in this round, and objects to any other. */
export function judgeAgainst(
  observation: Observation,
  target: number,
  answers: Int32Array,
  at: number,
): void {
  if (!reaches(observation, target)) {
    objectTo(observation, target - observation.textUtility() - observation.noise(), answers, at);
    return;
  }
  answers[at] = Verdict.accept;
  for (let k = 0; k < observation.scenario.issueCount; k++) answers[at + 1 + k] = 0;
}

const judge: AnswerFunction = (observation, _parameters, answers, at) => {
  judgeAgainst(observation, limitOf(observation.own), answers, at);
};

/** Ranks issues by salience; the order of the issues breaks ties. */
const rank: AnswerFunction = (observation, _parameters, answers, at) => {
  const { salience } = observation.own;
  const { issueCount } = observation.scenario;
  for (let k = 0; k < issueCount; k++) {
    let place = 0;
    for (let other = 0; other < issueCount; other++) {
      if (salience[other] > salience[k] || (salience[other] === salience[k] && other < k)) place++;
    }
    answers[at + k] = place;
  }
};

const object: AnswerFunction = (observation, _parameters, answers, at) => {
  if (isProcedural(observation)) {
    answers[at] = objectsToDivision(observation) ? 1 : 0;
    return;
  }
  answers[at] = reaches(observation, limitOf(observation.own)) ? 0 : 1;
};

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
    case Subject.ruling:
      return ballotFor(gainFromOverruling(observation));
    default:
      return -1;
  }
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

/** A signature is followed by submission: what comes of it at home is not the delegation’s to decide. */
const ratify: AnswerFunction = (_observation, _parameters, answers, at) => {
  answers[at] = 1;
};

/** Quantal response: the more defection would cost than complying does, the likelier is compliance. */
const comply: AnswerFunction = (observation, _parameters, answers, at) => {
  const chance = logistic(steepness * (observation.complianceLoss() - observation.complianceGain()));
  const draw = observation.uniform(willingness);
  observation.explain(Reason.willingness, chance);
  observation.explain(Reason.draw, draw);
  answers[at] = draw < chance ? 1 : 0;
};

/** Moves the amendment that gains most, to its ideal on one issue; none when no such move gains anything. */
const amend: AnswerFunction = (observation, _parameters, answers, at) => {
  let best = indifference;
  for (let k = 0; k < observation.scenario.issueCount; k++) {
    if (!observation.admitted(k) || !isOpenToAmend(observation, k)) continue;
    const option = observation.nearest(k, observation.own.ideal[k]);
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

/** Talks to nobody apart. */
const pass: AnswerFunction = (_observation, _parameters, answers, at) => {
  answers[at] = 0;
};

/** The default answer to each kind of question, by its id. */
export const defaultAnswers: Readonly<Record<string, AnswerFunction>> = {
  propose,
  judge,
  rank,
  object,
  vote,
  endorse: agree,
  sign: agree,
  accede: agree,
  ratify,
  comply,
  amend,
  sponsor,
  floor: takeTheFloor,
  confer: pass,
};

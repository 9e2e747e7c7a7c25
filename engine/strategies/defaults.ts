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

const willingness = streamId('comply.willingness');

/** A delegation this little below its limit abstains; silence is not consent, nor is it a no. */
const abstainBand = 0.02;
/** Steepness of the choice between complying and defecting (model equation 9). */
const steepness = 10;

/** The party’s limit: what it gets without an agreement, and the margin a deal must add. */
export function limitOf(own: Observation['own']): number {
  return own.reversionUtility + own.margin;
}

/** Own ideal, as the nearest option of every issue. */
const propose: AnswerFunction = (observation, _parameters, answers, at) => {
  const { issueCount } = observation.scenario;
  for (let k = 0; k < issueCount; k++) {
    answers[at + k] = observation.nearest(k, observation.own.ideal[k]);
  }
};

/** Gain from moving the text to one’s own ideal, by issue; overwritten by every objection. */
const gains = new Float64Array(limits.issues);

/** Whether the text can be changed on an issue: it is on the agenda and stands in a sentence of the text. */
function isOpenToChange(observation: Observation, issue: number): boolean {
  return observation.admitted(issue) && observation.stands(issue);
}

/** The issue not named yet on which moving the text to one’s own ideal gains most; −1 when all are named. */
function worstIssue(observation: Observation, answers: Int32Array, at: number): number {
  let worst = -1;
  for (let k = 0; k < observation.scenario.issueCount; k++) {
    if (answers[at + 1 + k] === 1 || !isOpenToChange(observation, k)) continue;
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

/** Whether the text stays inside this seat’s red lines on every issue. */
export function textInsideRedLines(observation: Observation): boolean {
  for (let k = 0; k < observation.scenario.issueCount; k++) if (!observation.insideRedLines(k)) return false;
  return true;
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

/**
 * Dissociates itself from the fewest issues whose change to its ideal would make up what the text lacks, when
 * the scenario allows that many; false when it does not. The concern goes to the record, as presiding
 * officers offer a party that cannot join but will not block (UNFCCC guide for presiding officers; VCLT art.
 * 9).
 */
function dissociate(observation: Observation, missing: number, answers: Int32Array, at: number): boolean {
  const { issueCount, dissociations } = observation.scenario;
  for (let k = 0; k < issueCount; k++) gains[k] = observation.gainFromIdeal(k);
  let made = 0;
  for (let named = 0; named < dissociations && made < missing; named++) {
    const worst = worstIssue(observation, answers, at);
    if (worst < 0 || gains[worst] <= 0) break;
    answers[at + 1 + worst] = 1;
    made += gains[worst];
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
const object: AnswerFunction = (observation, _parameters, answers, at) => {
  const limit = limitOf(observation.own);
  answers[at] = reaches(observation, limit) ? 0 : 1;
  if (answers[at] === 0 || observation.scenario.dissociations === 0) return;
  if (!reaches(observation, limit - abstainBand)) return;
  const missing = limit - observation.textUtility() - observation.noise();
  if (dissociate(observation, missing, answers, at)) answers[at] = 0;
};

/** Gains and losses smaller than this are no reason to vote for or against a part of the text. */
const indifference = 1e-9;

/** On a part of the text a delegation votes for what gains it something and crosses no red line. */
function voteOnAmendment(observation: Observation): number {
  const [issue, option] = [observation.subject(1), observation.subject(2)];
  if (!observation.isAcceptable(issue, option)) return Ballot.no;
  const gain = observation.gainFrom(issue, option);
  if (Math.abs(gain) <= indifference) return Ballot.abstain;
  return gain > 0 ? Ballot.yes : Ballot.no;
}

const vote: AnswerFunction = (observation, _parameters, answers, at) => {
  if (observation.subject(0) === Subject.amendment) {
    answers[at] = voteOnAmendment(observation);
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
    if (!isOpenToChange(observation, k)) continue;
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

/** Leaves the floor to others, and talks to nobody apart. */
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
  sign: join,
  accede: join,
  ratify,
  comply,
  amend,
  sponsor,
  floor: pass,
  confer: pass,
};

/**
 * Blocs that form and dissolve in the talks (model equation 7). Before a round every state says with whom it
 * wants to negotiate as one. Two that name each other merge their positions; whoever names another that does
 * not name it asks, and is let in when those asked agree. A member that no longer names one of its bloc
 * leaves; a bloc in which fewer than two are left dissolves. When the conditions hold, the seats decide: by
 * default as equation 7 says (`strategies/standing-together.ts`).
 *
 * The position of a bloc is made anew in every round of what its members say they want, and supported by all
 * of them, inside their red lines. Its spokesperson, the most capable member, judges the text for all; one
 * whose red line the text crosses answers for itself, as in groups (`blocs.ts`).
 */
import * as z from 'zod';
import { limits } from '../../limits.ts';
import { nearestOption } from '../../preferences/utility.ts';
import { Question } from '../../questions/index.ts';
import { Ballot } from '../../rules/decision.ts';
import type { Phase, Run, Turn } from '../../run/contract.ts';
import { Dissolution, EventKind, PartingReason } from '../../run/events.ts';
import { Subject } from '../../run/subjects.ts';
import { plausible } from '../../scenario/plausible.ts';
import type { Finding } from '../../scenario/problems.ts';
import type { PhaseFile, ScenarioFile } from '../../scenario/schema.ts';
import { blocSlices } from './bloc-slices.ts';
import { judgeAsBlocs, letSpokespersonsSpeak } from './blocs.ts';
import { mayAct } from './forum.ts';
import { BlocCount, BlocTerm, mergingSlices } from './merging-slices.ts';
import { isHeardBefore } from './room.ts';

/** The parameter of protocols in which parties may merge positions. */
export const mergingParameter = z
  .strictObject({
    distance: z
      .number()
      .min(0)
      .max(1)
      .default(0.2)
      .describe('θ_c: how far apart positions may be, as a root mean square over issues by own salience')
      .meta(plausible([0.1, 0.3], 'share of the ladder')),
    trust: z
      .number()
      .min(0)
      .max(1)
      .default(0.55)
      .describe('how far each must trust the other, and every member of a bloc')
      .meta(plausible([0.45, 0.65], 'probability')),
    loss: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe(
        'what a party may lose if the common position and not its own became the text, as a share of its ' +
          'surplus: its best package less its limit',
      )
      .meta(plausible([0.02, 0.1], 'share of the surplus')),
    slack: z
      .number()
      .min(0)
      .max(1)
      .default(0.25)
      .describe('how much worse a condition may get before a member leaves for it, as a share of it')
      .meta(plausible([0.1, 0.5], 'share of the condition')),
    position: z
      .enum(['capability', 'mean'])
      .default('capability')
      .describe('what weighs members in the common position: their capability, or each the same'),
  })
  .optional()
  .describe('whether, and on which conditions, states may merge positions and negotiate as one bloc');

/** The conditions of a phase; undefined where parties may not merge positions. */
type Merging = z.output<typeof mergingParameter>;

/** Conditions of a phase, when its protocol has them and they are on. */
export function mergingOf(parameters: Phase['parameters']): Merging {
  return parameters['blocs'] as Merging;
}

/** What a phase keeps when parties may merge positions in it. */
export const mergingOption = {
  isOn: (parameters: Phase['parameters']) => mergingOf(parameters) !== undefined,
  slices: [...blocSlices, ...mergingSlices],
};

/** Blocs form by trust, and beside groups that have caucused they would speak with two voices. */
export function checkMerging(phase: PhaseFile, file: ScenarioFile): Finding[] {
  const merging = phase.with['blocs'] as Merging;
  if (merging === undefined) return [];
  const findings: Finding[] = [];
  if (phase.with['speak'] === 'groups') {
    const message = 'groups speak in this phase, so their members cannot merge positions with others';
    findings.push({ path: ['with', 'blocs'], code: 'two-blocs', message, hint: speakHint });
  }
  if (file.world.trust === undefined && merging.trust >= indifferentTrust) {
    const message = `no mechanism moves trust, so it is ½ and never above ${merging.trust}: no bloc can form`;
    findings.push({ path: ['with', 'blocs', 'trust'], code: 'unreachable-bloc', message });
  }
  return findings;
}

const speakHint = 'Leave `blocs` out, or set `speak` to delegations.';
/** Trust in everybody where no mechanism provides any. */
const indifferentTrust = 0.5;

/** Tells those who decide on which conditions the phase lets blocs form. */
export function beginMerging(run: Run, phase: Phase): void {
  const merging = mergingOf(phase.parameters);
  if (merging === undefined) return;
  const terms = run.f64['blocs.terms'];
  terms[BlocTerm.distance] = merging.distance;
  terms[BlocTerm.trust] = merging.trust;
  terms[BlocTerm.loss] = merging.loss;
  terms[BlocTerm.slack] = merging.slack;
  terms[BlocTerm.byCapability] = merging.position === 'capability' ? 1 : 0;
}

/** Turns of a round before the support turn: one to choose, and one for each request to merge. */
export function mergingTurns(run: Run, phase: Phase): number {
  if (mergingOf(phase.parameters) === undefined) return 0;
  return 1 + run.i32['blocs.count'][BlocCount.requests];
}

function hasStated(run: Run, party: number): boolean {
  const { issueCount } = run.scenario;
  const from = party * issueCount;
  for (let at = from; at < from + issueCount; at++) if (run.i32['text.support'][at] >= 0) return true;
  return false;
}

/** Number of a party’s bloc, 0 for none. */
function blocOf(run: Run, party: number): number {
  return run.i32['blocs.of'][party];
}

/** Who speaks for a party: its spokesperson, or itself. */
function headOf(run: Run, party: number): number {
  const speaker = run.i32['bloc.speaker'][party];
  return speaker >= 0 ? speaker : party;
}

/** The party asked in a turn. Requests are put in the order in which their applicants are heard. */
function requestIn(run: Run, turnIndex: number): number {
  const applicant = run.i32['blocs.applicant'];
  for (let head = 0; head < applicant.length; head++) {
    if (applicant[head] < 0) continue;
    let place = 1;
    for (let other = 0; other < applicant.length; other++) {
      if (applicant[other] >= 0 && isHeardBefore(run, applicant[other], applicant[head])) place++;
    }
    if (place === turnIndex) return head;
  }
  return -1;
}

/**
 * Fills a turn before the support turn. A request lapses when the applicant, or the one asked, has merged
 * with somebody else by then: its turn asks nobody.
 */
export function askToMerge(run: Run, turnIndex: number, turn: Turn): void {
  const { states } = run.scenario;
  turn.count = 0;
  if (turnIndex === 0) {
    run.i32['blocs.applicant'].fill(-1);
    run.i32['blocs.count'][BlocCount.requests] = 0;
    turn.question = Question.confer;
    turn.subject[0] = Subject.bloc;
    for (let s = 0; s < states.length; s++) {
      if (mayAct(run, states[s]) && hasStated(run, states[s])) turn.seats[turn.count++] = states[s];
    }
    return;
  }
  const head = requestIn(run, turnIndex);
  const applicant = run.i32['blocs.applicant'][head];
  turn.question = Question.vote;
  turn.subject[0] = Subject.merger;
  turn.subject[1] = applicant;
  if (blocOf(run, applicant) > 0 || headOf(run, head) !== head) return;
  for (let s = 0; s < states.length; s++) {
    if (headOf(run, states[s]) === head && mayAct(run, states[s])) turn.seats[turn.count++] = states[s];
  }
}

/** Takes the answers of a turn before the support turn. */
export function takeMerging(run: Run, turnIndex: number, turn: Turn): void {
  if (turnIndex === 0) {
    takeLeaves(run, turn);
    mergePairs(run, turn);
    putRequests(run, turn);
  } else decideRequest(run, turnIndex, turn);
}

function isAsked(turn: Turn, party: number): boolean {
  for (let i = 0; i < turn.count; i++) if (turn.seats[i] === party) return true;
  return false;
}

/** The party that a seat named, −1 for nobody; one that is not asked itself cannot be named. */
function choiceOf(run: Run, turn: Turn, party: number): number {
  const choice = run.answers[party * run.scenario.answerWidth] - 1;
  return choice >= 0 && choice !== party && isAsked(turn, choice) ? choice : -1;
}

/** Why the choice of a person is refused: only another state at the table can be named. */
export function isAlly(run: Run, turn: Turn, seat: number): string | undefined {
  const named = run.answers[seat * run.scenario.answerWidth] > 0;
  return !named || choiceOf(run, turn, seat) >= 0 ? undefined : 'no-such-partner';
}

/** Blocs as they were when those asked answered; overwritten by every turn. */
const before = new Int32Array(limits.parties);

/** Members that name nobody of their bloc leave it, and so do those that are not at the table any more. */
function takeLeaves(run: Run, turn: Turn): void {
  const { states, answerWidth } = run.scenario;
  before.set(run.i32['blocs.of']);
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (before[party] === 0) continue;
    if (!isAsked(turn, party)) {
      leave(run, party, PartingReason.leftTable);
      continue;
    }
    // Whoever names a member that has left the table stays with the rest: the bloc settles who they are.
    const named = run.answers[party * answerWidth] - 1;
    if (named >= 0 && named !== party && before[named] === before[party]) continue;
    leave(run, party, run.answers[party * answerWidth + 1]);
  }
  for (let bloc = 1; bloc <= run.i32['blocs.count'][BlocCount.formed]; bloc++) settle(run, bloc);
}

function leave(run: Run, party: number, why: number): void {
  const bloc = blocOf(run, party);
  run.emit(EventKind.blocLeft, party, bloc, 0, 0);
  run.emit(EventKind.blocLeftFor, party, bloc, why, 0);
  release(run, party);
}

/** A party speaks for itself again. What it has said on its own account stands until it is asked anew. */
function release(run: Run, party: number): void {
  const { issueCount } = run.scenario;
  run.i32['blocs.of'][party] = 0;
  run.i32['bloc.speaker'][party] = -1;
  run.i32['bloc.position'].fill(-1, party * issueCount, (party + 1) * issueCount);
  run.i32['bloc.follows'].fill(0, party * issueCount, (party + 1) * issueCount);
}

/** Dissolves a bloc in which fewer than two are left; else lets its most capable member speak for it. */
function settle(run: Run, bloc: number): void {
  const { states, capability } = run.scenario;
  let size = 0;
  let speaker = -1;
  for (let s = 0; s < states.length; s++) {
    if (blocOf(run, states[s]) !== bloc) continue;
    size++;
    if (speaker < 0 || capability[states[s]] > capability[speaker]) speaker = states[s];
  }
  if (size === 1) {
    release(run, speaker);
    run.emit(EventKind.blocDissolved, -1, bloc, Dissolution.membersLeft, 0);
  }
  if (size < 2) return;
  const isNew = run.i32['bloc.speaker'][speaker] !== speaker;
  for (let s = 0; s < states.length; s++) {
    if (blocOf(run, states[s]) === bloc) run.i32['bloc.speaker'][states[s]] = speaker;
  }
  if (isNew) run.emit(EventKind.blocSpeaks, speaker, bloc, 0, 0);
}

/** The party with whom a seat on its own wants to merge positions, −1 for nobody: not to stay, as it was. */
function soughtBy(run: Run, turn: Turn, party: number): number {
  const choice = choiceOf(run, turn, party);
  if (choice < 0 || blocOf(run, party) > 0) return -1;
  return before[party] > 0 && before[choice] === before[party] ? -1 : choice;
}

/** Two that are on their own and name each other merge their positions. */
function mergePairs(run: Run, turn: Turn): void {
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const sought = soughtBy(run, turn, party);
    if (sought > party && soughtBy(run, turn, sought) === party) form(run, party, sought);
  }
}

function form(run: Run, one: number, other: number): void {
  const bloc = ++run.i32['blocs.count'][BlocCount.formed];
  run.i32['blocs.of'][one] = bloc;
  run.i32['blocs.of'][other] = bloc;
  run.emit(EventKind.blocFormed, one, bloc, other, 0);
  settle(run, bloc);
}

/** Whoever is still on its own and names somebody asks; of several who ask one, the most capable is heard. */
function putRequests(run: Run, turn: Turn): void {
  const applicant = run.i32['blocs.applicant'];
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const sought = soughtBy(run, turn, party);
    if (sought < 0) continue;
    const head = headOf(run, sought);
    const other = applicant[head];
    if (other >= 0 && isHeardBefore(run, other, party)) continue;
    if (other < 0) run.i32['blocs.count'][BlocCount.requests]++;
    applicant[head] = party;
  }
  for (let head = 0; head < applicant.length; head++) {
    if (applicant[head] >= 0) run.emit(EventKind.mergerSought, applicant[head], head, 0, 0);
  }
}

/** The applicant is let in when somebody who was asked agrees, and nobody is against it. */
function decideRequest(run: Run, turnIndex: number, turn: Turn): void {
  const { answerWidth } = run.scenario;
  const head = requestIn(run, turnIndex);
  const applicant = run.i32['blocs.applicant'][head];
  let [yes, no] = [0, 0];
  for (let i = 0; i < turn.count; i++) {
    const ballot = run.answers[turn.seats[i] * answerWidth];
    if (ballot === Ballot.yes) yes++;
    else if (ballot === Ballot.no) no++;
    run.emit(EventKind.mergerAnswered, turn.seats[i], applicant, ballot === Ballot.yes ? 1 : 0, 0);
  }
  if (yes === 0 || no > 0) return;
  const bloc = blocOf(run, head);
  if (bloc === 0) {
    form(run, Math.min(head, applicant), Math.max(head, applicant));
    return;
  }
  run.i32['blocs.of'][applicant] = bloc;
  run.emit(EventKind.blocJoined, applicant, bloc, 0, 0);
  settle(run, bloc);
}

/** Mean place of what the members of a bloc say they want on an issue; NaN when none has said anything. */
function meanStand(run: Run, turn: Turn, bloc: number, issue: number): number {
  const { answerWidth, position, stride, capability } = run.scenario;
  const byCapability = run.f64['blocs.terms'][BlocTerm.byCapability] === 1;
  let [sum, total] = [0, 0];
  // Equal weights where nobody has any capability.
  for (let pass = byCapability ? 0 : 1; pass < 2 && total === 0; pass++) {
    for (let i = 0; i < turn.count; i++) {
      const party = turn.seats[i];
      if (blocOf(run, party) !== bloc) continue;
      const weight = pass === 0 ? capability[party] : 1;
      sum += weight * position[issue * stride + run.answers[party * answerWidth + issue]];
      total += weight;
    }
  }
  return sum / total;
}

/**
 * Makes the common position of every bloc of what its members say they want, and lets them support it: where
 * it crosses a red line of a member, that one supports what it wants itself.
 */
export function supportTogether(run: Run, turn: Turn): void {
  const { issueCount, answerWidth } = run.scenario;
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    for (let k = 0; k < issueCount; k++) {
      // Whoever speaks for itself has no wish besides what it supports.
      const wish = blocOf(run, party) === 0 ? -1 : run.answers[party * answerWidth + k];
      run.i32['bloc.wish'][party * issueCount + k] = wish;
    }
  }
  for (let bloc = 1; bloc <= run.i32['blocs.count'][BlocCount.formed]; bloc++) {
    for (let k = 0; k < issueCount; k++) takePosition(run, turn, bloc, k);
  }
}

function takePosition(run: Run, turn: Turn, bloc: number, issue: number): void {
  const { scenario } = run;
  const { issueCount, answerWidth, lowestOption, highestOption } = scenario;
  const mean = meanStand(run, turn, bloc, issue);
  if (Number.isNaN(mean)) return;
  const common = nearestOption(scenario, issue, mean);
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    if (blocOf(run, party) !== bloc) continue;
    const at = party * issueCount + issue;
    const isInside = common >= lowestOption[at] && common <= highestOption[at];
    run.i32['bloc.position'][at] = common;
    run.i32['bloc.follows'][at] = isInside ? 1 : 0;
    if (isInside) run.answers[party * answerWidth + issue] = common;
  }
}

/** Leaves the spokespersons of blocs in a turn that judges the text, and those who speak for themselves. */
export function letBlocsJudge(run: Run, turn: Turn): void {
  letSpokespersonsSpeak(run, run.scenario.plenary, turn, true);
}

/** Members judge as their spokesperson does; one whose red line is crossed answers for itself. */
export function judgeTogether(run: Run, turn: Turn): void {
  judgeAsBlocs(run, run.scenario.plenary, turn);
}

/** Counts the round, and dissolves all blocs when it is the last of the phase. */
export function closeMerging(run: Run, phase: Phase, isLast: boolean): void {
  if (mergingOf(phase.parameters) === undefined) return;
  const { states } = run.scenario;
  const count = run.i32['blocs.count'];
  count[BlocCount.rounds]++;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (mayAct(run, party)) count[BlocCount.stateRounds]++;
    if (blocOf(run, party) === 0) continue;
    count[BlocCount.boundRounds]++;
    if (headOf(run, party) === party) count[BlocCount.blocRounds]++;
  }
  if (isLast) dissolveAll(run);
}

/** When the talks are over everybody speaks for itself again. */
function dissolveAll(run: Run): void {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    const bloc = blocOf(run, party);
    if (bloc === 0) continue;
    if (headOf(run, party) === party) run.emit(EventKind.blocDissolved, -1, bloc, Dissolution.talksOver, 0);
    run.i32['blocs.of'][party] = 0;
  }
  for (let s = 0; s < states.length; s++) release(run, states[s]);
  run.i32['bloc.wish'].fill(-1);
}

/**
 * Issues that are closed one by one and stay closed, against “nothing is agreed until everything is agreed”
 * (Tollison & Willett 1979; Sebenius 1983). One issue is in hand at a time, for its share of the rounds that
 * are left. The pen touches no other, and parties judge its clause by itself, against today’s practice on it.
 * It is settled when the straw poll on it would carry; when its time is over it falls back to today’s
 * practice. What was settled goes to adoption as one text.
 */
import * as z from 'zod';
import { rounding } from '../../math.ts';
import { Verdict } from '../../questions/index.ts';
import type { Phase, Run, Turn } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';
import { Loop } from '../../run/loop-position.ts';
import type { SliceSpec } from '../../run/slices.ts';
import { Subject } from '../../run/subjects.ts';
import { idSchema } from '../../scenario/basic-schema.ts';
import { unknownId } from '../../scenario/checks.ts';
import type { Finding } from '../../scenario/problems.ts';
import type { PhaseFile, ScenarioFile } from '../../scenario/schema.ts';
import { mayAct } from './forum.ts';
import { takeVerdicts } from './straw-poll.ts';

/** The parameter of protocols in which issues may be closed one by one. */
export const sequenceParameter = z
  .union([z.enum(['easy-first', 'hard-first']), z.array(idSchema).min(1)])
  .optional()
  .describe(
    'issues are closed one by one and stay closed, in this order: those on which the parties stand nearest ' +
      'first, or last, or as listed. Without it nothing is agreed until everything is. Side payments are ' +
      'bargained over for whole texts only',
  );

type Sequence = z.output<typeof sequenceParameter>;

/** The order of a phase; undefined where nothing is agreed until everything is. */
export function sequenceOf(parameters: Phase['parameters']): Sequence {
  return parameters['sequence'] as Sequence;
}

/** How an issue is closed for good. */
export const Settled = { agreed: 1, fellBack: 2 } as const;

/** Places of the slice `sequence.clock`. */
const Clock = { issue: 0, from: 1, until: 2 } as const;

const sequenceSlices: readonly SliceSpec[] = [
  {
    name: 'sequence.clock',
    type: 'i32',
    per: 'run',
    size: 3,
    fill: -1,
    visible: 'public',
    doc: 'issue in hand, −1 for none, and the rounds of the phase in which its time begins and ends',
  },
  {
    name: 'sequence.settled',
    type: 'i32',
    per: 'issue',
    visible: 'public',
    doc: 'whether the issue is closed for good: 1 as agreed, 2 at today’s practice, 0 not yet',
  },
];

/** What a phase keeps when issues are closed one by one in it. */
export const sequenceOption = {
  isOn: (parameters: Phase['parameters']) => sequenceOf(parameters) !== undefined,
  slices: sequenceSlices,
};

/** A listed order names every issue once. */
export function checkSequence(phase: PhaseFile, file: ScenarioFile): Finding[] {
  const order = phase.with['sequence'] as Sequence;
  if (!Array.isArray(order)) return [];
  const known = file.issues.map(({ id }) => id);
  const at = ['with', 'sequence'];
  const wrong = order.flatMap((id, place): Finding[] => {
    if (!known.includes(id)) return [unknownId([...at, place], id, 'issue', known)];
    if (order.indexOf(id) === place) return [];
    return [{ path: [...at, place], code: 'duplicate-id', message: `${id} is taken up twice` }];
  });
  const missing = known.filter((id) => !order.includes(id));
  if (missing.length === 0) return wrong;
  const message = `${missing.join(', ')} would never be taken up`;
  return [...wrong, { path: at, code: 'bad-value', message, hint: 'List every issue once.' }];
}

/** Index of the issue in hand, −1 for none. */
function inHand(run: Run): number {
  return run.i32['sequence.clock'][Clock.issue];
}

/** Nothing is settled and nothing in hand. */
export function beginSequence(run: Run, phase: Phase): void {
  if (sequenceOf(phase.parameters) === undefined) return;
  run.i32['sequence.clock'].fill(-1);
  run.i32['sequence.settled'].fill(0);
}

function isOpen(run: Run, issue: number): boolean {
  return run.i32['talks.admitted'][issue] === 1 && run.i32['sequence.settled'][issue] === 0;
}

function openIssues(run: Run): number {
  let count = 0;
  for (let k = 0; k < run.scenario.issueCount; k++) if (isOpen(run, k)) count++;
  return count;
}

/** Variance of the places that the states at the table support on an issue; 0 where none supports any. */
function dispersion(run: Run, issue: number): number {
  const { states, issueCount, position, stride } = run.scenario;
  let [sum, squares, count] = [0, 0, 0];
  for (let s = 0; s < states.length; s++) {
    const option = run.i32['text.support'][states[s] * issueCount + issue];
    if (option < 0 || !mayAct(run, states[s])) continue;
    const place = position[issue * stride + option];
    sum += place;
    squares += place * place;
    count++;
  }
  return count > 0 ? Math.max(0, squares / count - (sum / count) * (sum / count)) : 0;
}

/** The open issue that comes next, −1 when none is left; the first of equals. */
function nextIssue(run: Run, order: NonNullable<Sequence>): number {
  if (Array.isArray(order)) {
    for (const id of order) {
      const issue = run.scenario.issueIds.indexOf(id);
      if (isOpen(run, issue)) return issue;
    }
    return -1;
  }
  const sign = order === 'easy-first' ? 1 : -1;
  let [next, least] = [-1, Infinity];
  for (let k = 0; k < run.scenario.issueCount; k++) {
    const apart = isOpen(run, k) ? sign * dispersion(run, k) : Infinity;
    if (apart >= least - rounding) continue;
    [next, least] = [k, apart];
  }
  return next;
}

/** Takes up the next issue when none is in hand, once parties have said what they want. */
export function takeUp(run: Run, phase: Phase): void {
  const order = sequenceOf(phase.parameters);
  if (order === undefined || inHand(run) >= 0) return;
  const issue = nextIssue(run, order);
  if (issue < 0) return;
  const clock = run.i32['sequence.clock'];
  const now = run.loop[Loop.phaseRound];
  const rounds = Math.max(1, Math.floor((phase.rounds - now) / openIssues(run)));
  clock[Clock.issue] = issue;
  clock[Clock.from] = now;
  clock[Clock.until] = now + rounds - 1;
  run.emit(EventKind.issueTakenUp, -1, issue, 0, 0);
  setClock(run, phase);
}

/** The clock of the talks is that of the issue in hand, and stands at its start before one is taken up. */
export function setClock(run: Run, phase: Phase): void {
  if (sequenceOf(phase.parameters) === undefined) return;
  if (inHand(run) < 0) {
    run.f64['talks.progress'][0] = 0;
    return;
  }
  const [, from, until] = run.i32['sequence.clock'];
  const now = run.loop[Loop.phaseRound];
  run.f64['talks.progress'][0] = until > from ? Math.min(1, (now - from) / (until - from)) : 1;
}

/** The pen leaves all issues as they are but the one in hand. */
export function holdPen(run: Run, phase: Phase, turn: Turn): void {
  if (sequenceOf(phase.parameters) === undefined || turn.count === 0) return;
  const at = turn.seats[0] * run.scenario.answerWidth;
  const issue = inHand(run);
  for (let k = 0; k < run.scenario.issueCount; k++) {
    if (k !== issue) run.answers[at + k] = run.i32['text.option'][k];
  }
}

/** The verdicts of a turn are asked on the clause in hand. */
export function askOnClause(run: Run, phase: Phase, turn: Turn): void {
  if (sequenceOf(phase.parameters) === undefined || inHand(run) < 0) return;
  turn.subject[0] = Subject.issue;
  turn.subject[1] = inHand(run);
}

/** Takes the verdicts on the clause in hand; settles it when they carry it, or when its time is over. */
export function judgeClause(run: Run, turn: Turn): void {
  const { answerWidth, issueCount, reversion } = run.scenario;
  const issue = inHand(run);
  for (let i = 0; i < turn.count; i++) {
    const at = turn.seats[i] * answerWidth;
    const objects = run.answers[at] === Verdict.object;
    for (let k = 0; k < issueCount; k++) run.answers[at + 1 + k] = objects && k === issue ? 1 : 0;
  }
  const carried = takeVerdicts(run, turn);
  run.i32['talks.readyToAdopt'][0] = 0;
  if (issue < 0) return;
  const isLate = run.loop[Loop.phaseRound] >= run.i32['sequence.clock'][Clock.until];
  if (!carried && !isLate) return;
  if (!carried && run.i32['text.option'][issue] !== reversion[issue]) {
    run.i32['text.option'][issue] = reversion[issue];
    run.emit(EventKind.textTabled, -1, issue, reversion[issue], run.i32['text.revision'][0]);
  }
  run.i32['sequence.settled'][issue] = carried ? Settled.agreed : Settled.fellBack;
  run.i32['text.closed'][issue] = 1;
  run.i32['sequence.clock'].fill(-1);
  run.emit(EventKind.issueSettled, -1, issue, run.i32['text.option'][issue], carried ? 1 : 0);
  if (openIssues(run) > 0) return;
  run.i32['talks.readyToAdopt'][0] = 1;
}

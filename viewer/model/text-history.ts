/** How the text came to be: its revisions, the clauses of each, and what one changed in another. */
import type { RunEvent } from '../../engine/run/events.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';
import { diffWords, type WordChange } from '../../engine/text/diff.ts';

/** A part of a clause; what stands in a bracket is not agreed. */
export interface Segment {
  readonly words: string;
  readonly inBracket: boolean;
}

/** What a revision says on an issue. */
export interface Clause {
  readonly issue: string;
  readonly title: string;
  /** The option that stands. */
  readonly optionId: string;
  /** The same in a few words. */
  readonly option: string;
  /** Its place on the ladder of the issue, 0 the lowest rung, 1 the highest. */
  readonly rung: number;
  readonly segments: readonly Segment[];
}

/** The text as it stood at the end of a round in which somebody worked on it. */
export interface Revision {
  readonly round: number;
  /** Its number, as the chair counts. */
  readonly number: number;
  readonly clauses: readonly Clause[];
  /** Brackets that are open: issues on the agenda that are not settled. */
  readonly open: number;
  readonly isAdopted: boolean;
}

interface Standing {
  readonly options: Map<string, string>;
  readonly settled: Set<string>;
  readonly leftOut: Set<string>;
  number: number;
  isAdopted: boolean;
}

function clausesOf(scenario: ScenarioView, standing: Standing): Clause[] {
  const { options, settled, leftOut, isAdopted } = standing;
  return scenario.issues.flatMap((issue) => {
    const rung = issue.options.findIndex((option) => option.id === options.get(issue.id));
    const option = issue.options[rung];
    if (option === undefined || leftOut.has(issue.id)) return [];
    const inBracket = !isAdopted && !settled.has(issue.id);
    return {
      issue: issue.id,
      title: issue.title,
      optionId: option.id,
      option: option.title,
      rung: option.position ?? rung / (issue.options.length - 1),
      segments: [{ words: option.sentence, inBracket }],
    };
  });
}

/** Takes an event into the text; false for events that are not about it. */
function follow(standing: Standing, event: RunEvent): boolean {
  const { options, settled, leftOut } = standing;
  switch (event.kind) {
    case 'issueLeftOut':
      leftOut.add(event.issue);
      return false;
    case 'issueAdmitted':
      leftOut.delete(event.issue);
      return false;
    case 'textTabled':
    case 'textReads':
      options.set(event.issue, event.option);
      standing.number = Math.max(standing.number, event.revision);
      return true;
    case 'accepted':
      standing.number = Math.max(standing.number, event.revision);
      return true;
    case 'issueClosed':
      settled.add(event.issue);
      return true;
    case 'issueReopened':
      settled.delete(event.issue);
      return true;
    case 'adopted':
      standing.isAdopted = true;
      return true;
    default:
      return event.kind === 'objected';
  }
}

function standAt(scenario: ScenarioView, standing: Standing, round: number): Revision {
  const { settled, leftOut, number, isAdopted } = standing;
  const isOpen = (id: string): boolean => !leftOut.has(id) && !settled.has(id);
  const open = isAdopted ? 0 : scenario.issues.filter((issue) => isOpen(issue.id)).length;
  return { round, number, clauses: clausesOf(scenario, standing), open, isAdopted };
}

/**
 * The text at the end of every round in which it was tabled, judged, settled or adopted. A revision that
 * leaves all options as they were is one too: brackets open and close in it.
 */
export function revisionsOf(scenario: ScenarioView, events: readonly RunEvent[]): Revision[] {
  const standing: Standing = {
    options: new Map(),
    settled: new Set(),
    leftOut: new Set(),
    number: 0,
    isAdopted: false,
  };
  const revisions: Revision[] = [];
  let round: number | undefined;
  for (const event of events) {
    if (round !== undefined && event.round !== round) {
      revisions.push(standAt(scenario, standing, round));
      round = undefined;
    }
    if (follow(standing, event) && standing.number > 0) round = event.round;
  }
  if (round !== undefined) revisions.push(standAt(scenario, standing, round));
  return revisions;
}

/** One clause in two revisions. */
export interface ClauseChange {
  readonly issue: string;
  readonly title: string;
  readonly before: Clause | undefined;
  readonly after: Clause | undefined;
  /** What happened to it, when something did. */
  readonly is: 'same' | 'moved' | 'settled' | 'reopened' | 'new' | 'gone';
  readonly words: readonly WordChange[];
}

const wordsOf = (clause: Clause | undefined): string =>
  (clause?.segments ?? []).map((segment) => segment.words).join('');
const isOpen = (clause: Clause): boolean => clause.segments.some((segment) => segment.inBracket);

function kindOf(before: Clause | undefined, after: Clause | undefined): ClauseChange['is'] {
  if (before === undefined) return 'new';
  if (after === undefined) return 'gone';
  if (wordsOf(before) !== wordsOf(after)) return 'moved';
  if (isOpen(before) === isOpen(after)) return 'same';
  return isOpen(after) ? 'reopened' : 'settled';
}

/** What changed from one list of clauses to another, in the order of the later one. */
export function clauseChanges(before: readonly Clause[], after: readonly Clause[]): ClauseChange[] {
  const gone = before.filter((clause) => !after.some(({ issue }) => issue === clause.issue));
  return [...after, ...gone].map(({ issue, title }) => {
    const [old, fresh] = [before, after].map((list) => list.find((clause) => clause.issue === issue));
    const words = diffWords(wordsOf(old), wordsOf(fresh));
    return { issue, title, before: old, after: fresh, is: kindOf(old, fresh), words };
  });
}

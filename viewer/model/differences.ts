/** What differs between two runs at a point: the text, the parties, the metrics. */
import type { RunView } from '../../engine/analysis/fold.ts';
import type { RunEvent } from '../../engine/run/events.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';
import { diffWords, type WordChange } from '../../engine/text/diff.ts';
import type { MetricValue } from '../workers/messages.ts';
import { type Face, type Faces, orderParties } from './faces.ts';
import { createNarrator, type Sentence } from './sentences.ts';
import { regionOf, stanceWords } from './stance.ts';

/** A value in both runs; undefined where a run has no such thing. */
export interface Pair<Value> {
  readonly a: Value | undefined;
  readonly b: Value | undefined;
}

/** An issue in both texts. */
export interface IssuePair extends Pair<string> {
  readonly id: string;
  readonly title: string;
  readonly differs: boolean;
  /** From the sentence of A to that of B. */
  readonly words: readonly WordChange[];
}

/** A party in both runs. */
export interface PartyPair extends Pair<string> {
  readonly id: string;
  readonly face: Face | undefined;
  /** Utility against the limit, where known. */
  readonly surplus: Pair<number>;
  /** Whether what it does, or what it is committed to, is not the same. */
  readonly differs: boolean;
}

/** A metric of both runs. */
export interface MetricPair extends Pair<number> {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly differs: boolean;
}

function standing(view: RunView, id: string): { words: string; sentence: string } | undefined {
  const issue = view.scenario.issues.find((candidate) => candidate.id === id);
  if (issue === undefined) return undefined;
  const state = view.issues.get(id);
  if (state?.admitted === false) return { words: 'not on the agenda', sentence: '' };
  const option = issue.options.find((candidate) => candidate.id === state?.option);
  if (option === undefined) return { words: 'nothing drafted', sentence: '' };
  const isSettled = state?.closed === true || view.adoptedRound !== undefined;
  return { words: `${option.title}${isSettled ? '' : ', in brackets'}`, sentence: option.sentence };
}

/** The texts of two runs, issue by issue. */
export function comparedIssues(a: RunView, b: RunView): IssuePair[] {
  const issues = new Map([...b.scenario.issues, ...a.scenario.issues].map((issue) => [issue.id, issue]));
  const order = [...new Set([...a.scenario.issues, ...b.scenario.issues].map((issue) => issue.id))];
  return order.map((id) => {
    const [one, other] = [standing(a, id), standing(b, id)];
    return {
      id,
      title: issues.get(id)?.title ?? id,
      a: one?.words,
      b: other?.words,
      differs: one?.words !== other?.words || one?.sentence !== other?.sentence,
      words: diffWords(one?.sentence ?? '', other?.sentence ?? ''),
    };
  });
}

function surplusOf(view: RunView, id: string): number | undefined {
  const party = view.parties.get(id);
  const limit = party?.reasons.limit;
  return party?.utility === undefined || limit === undefined ? undefined : party.utility - limit;
}

/** The parties of two runs, in the order of display. */
export function comparedParties(a: RunView, b: RunView, faces: Pair<Faces>): PartyPair[] {
  const order = [...new Set([...orderParties(a.scenario), ...orderParties(b.scenario)].map(({ id }) => id))];
  return order.map((id) => {
    const [one, other] = [a.parties.get(id), b.parties.get(id)];
    const words = { a: one && stanceWords(a, one), b: other && stanceWords(b, other) };
    const [before, after] = [one, other].map((party) => regionOf(party?.states ?? [], 'commitment'));
    return {
      id,
      face: faces.a?.get(id) ?? faces.b?.get(id),
      ...words,
      surplus: { a: surplusOf(a, id), b: surplusOf(b, id) },
      differs: words.a !== words.b || before !== after,
    };
  });
}

/** The metrics of two runs. */
export function comparedMetrics(a: readonly MetricValue[], b: readonly MetricValue[]): MetricPair[] {
  const all = new Map([...b, ...a].map((metric) => [metric.id, metric]));
  const order = [...new Set([...a, ...b].map(({ id }) => id))];
  return order.map((id) => {
    const [one, other] = [a, b].map((list) => list.find((metric) => metric.id === id)?.value);
    const { title = id, unit = '' } = all.get(id) ?? {};
    return { id, title, unit, a: one, b: other, differs: !Object.is(one, other) };
  });
}

/** The first line of the logs that is not the same in both; a log that ended has none. */
export function firstTold(
  a: ScenarioView,
  eventsOfA: readonly RunEvent[],
  b: ScenarioView,
  eventsOfB: readonly RunEvent[],
): Pair<Sentence> | undefined {
  const tell = (scenario: ScenarioView, events: readonly RunEvent[]): Sentence[] =>
    events
      .map(createNarrator(scenario))
      .filter((line) => line !== undefined && line.topic !== 'charts') as Sentence[];
  const [one, other] = [tell(a, eventsOfA), tell(b, eventsOfB)];
  for (let i = 0; i < Math.max(one.length, other.length); i++) {
    if (one[i]?.words === other[i]?.words && one[i]?.round === other[i]?.round) continue;
    return { a: one[i], b: other[i] };
  }
  return undefined;
}

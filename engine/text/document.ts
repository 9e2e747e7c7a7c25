/**
 * A text as a document: preamble, articles with their brackets, final clauses, signatures, reservations,
 * footnotes and amendments, from a view of a run at any point. Screens, pages and exports render this tree
 * and work nothing out themselves.
 */
import type { PartyState, RunView } from '../analysis/fold.ts';
import type { ScenarioView } from '../run/visibility.ts';
import { articleOrder } from '../scenario/articles.ts';
import type { IssueFile } from '../scenario/schema.ts';
import type { Amendment } from './amendments.ts';
import { calendarOf } from './calendar.ts';
import { type FinalClause, finalClauses, testimonium } from './final-clauses.ts';
import {
  type ClauseStatus,
  countBrackets,
  issueSegments,
  type Segment,
  standsInSource,
  statusOf,
} from './segments.ts';
import { sourceOfView, type TextSource } from './source.ts';

/** A paragraph of an article: one issue, with whatever stands inside its sentence. */
export interface Clause {
  readonly issue: string;
  readonly status: ClauseStatus;
  /** Option in the text, if any. */
  readonly option: string | undefined;
  readonly segments: readonly Segment[];
  /** Numbers of the footnotes to it and to what stands inside it. */
  readonly footnotes: readonly number[];
}

/** An article: the clauses under one heading. */
export interface Article {
  readonly number: number;
  readonly heading: string;
  readonly clauses: readonly Clause[];
}

/** A party that joined the consensus and dissociates itself from an issue. */
export interface Footnote {
  readonly number: number;
  readonly party: string;
  readonly issue: string;
}

/** A line of the signature page; months are undefined for what did not happen. */
export interface Signature {
  readonly party: string;
  readonly signed: number | undefined;
  /** Acceded instead of signing, in this month. */
  readonly acceded: number | undefined;
  readonly ratified: number | undefined;
  readonly bound: number | undefined;
  /** Month in which its withdrawal took effect, while it is not back. */
  readonly withdrawn: number | undefined;
}

/** What a party excluded when it joined. */
export interface ReservationNote {
  readonly party: string;
  readonly issues: readonly string[];
}

/** What a party says of the reservations of another. */
export interface ObjectionNote {
  readonly party: string;
  readonly of: string;
  /** Whether the treaty is in force between the two all the same. */
  readonly relations: boolean;
}

/** What a party without a vote said of the adopted text. */
export interface Declaration {
  readonly party: string;
  readonly endorses: boolean;
}

/** What has become of a text. */
export type TextStanding = 'untabled' | 'draft' | 'adopted' | 'in-force' | 'terminated' | 'abandoned';

/** A text as a document. */
export interface TextDocument {
  readonly title: string;
  readonly standing: TextStanding;
  /** Number of the text, 0 before the first. */
  readonly revision: number;
  /** Month of adoption and of entry into force. */
  readonly adopted: number | undefined;
  readonly inForce: number | undefined;
  /** Months in which it was amended, and the one in which it ended. */
  readonly amended: readonly number[];
  readonly terminated: number | undefined;
  readonly preamble: readonly string[];
  readonly articles: readonly Article[];
  readonly finalClauses: readonly FinalClause[];
  /** Words above the signatures. */
  readonly testimonium: string;
  /** Brackets in the articles, those inside others included. */
  readonly openBrackets: number;
  /** Issues on the agenda that are closed or adopted, and all that stand in the text or may yet. */
  readonly settled: number;
  readonly onAgenda: number;
  readonly signatures: readonly Signature[];
  readonly reservations: readonly ReservationNote[];
  readonly objections: readonly ObjectionNote[];
  readonly declarations: readonly Declaration[];
  readonly footnotes: readonly Footnote[];
  readonly amendments: readonly Amendment[];
}

/** Title of a scenario’s treaty. */
function treatyTitle(scenario: Pick<ScenarioView, 'treaty' | 'title'>): string {
  return scenario.treaty.title ?? `Agreement: ${scenario.title}`;
}

/** The outermost issue in whose article an issue stands. */
export function articleIssue<Issue extends Pick<IssueFile, 'id' | 'within'>>(
  issues: readonly Issue[],
  issue: Issue,
): Issue {
  const outer = issues.find((candidate) => candidate.id === issue.within?.issue);
  return outer === undefined || outer.id === issue.id ? issue : articleIssue(issues, outer);
}

/** The articles of a text; issues under one heading are paragraphs of one article. */
export function articlesOf(source: TextSource, footnotes: readonly Footnote[] = []): Article[] {
  const { issues } = source.scenario;
  const byHeading = new Map<string, Clause[]>();
  for (const issue of articleOrder(issues)) {
    const status = statusOf(source, issue);
    if (issue.within !== undefined || status === 'left-out') continue;
    const inside = issues.filter((other) => articleIssue(issues, other).id === issue.id).map(({ id }) => id);
    const clause: Clause = {
      issue: issue.id,
      status,
      option: source.option(issue.id),
      segments: issueSegments(source, issue),
      footnotes: footnotes.filter((note) => inside.includes(note.issue)).map((note) => note.number),
    };
    if (clause.segments.length === 0) continue;
    byHeading.set(issue.article, [...(byHeading.get(issue.article) ?? []), clause]);
  }
  return [...byHeading].map(([heading, clauses], index) => ({ number: index + 1, heading, clauses }));
}

/** Brackets in articles. */
export function bracketsIn(articles: readonly Article[]): number {
  let count = 0;
  for (const { clauses } of articles) for (const { segments } of clauses) count += countBrackets(segments);
  return count;
}

function standingOf(view: RunView): TextStanding {
  if (view.terminatedRound !== undefined) return 'terminated';
  if (view.forceTick !== undefined) return 'in-force';
  if (view.adoptedRound !== undefined) return 'adopted';
  if (view.revision === 0) return 'untabled';
  return view.outcome === 'breakdown' ? 'abandoned' : 'draft';
}

function signaturesOf(view: RunView): Signature[] {
  const calendar = calendarOf(view);
  const at = (round: number | undefined, month: (round: number) => number) =>
    round === undefined ? undefined : month(round);
  return view.scenario.parties
    .filter((party) => party.kind === 'state')
    .map(({ id }) => {
      const state = view.parties.get(id) as PartyState;
      const signed = at(state.signedRound, calendar.during);
      return {
        party: id,
        signed,
        acceded: signed === undefined ? at(state.submittedRound, calendar.during) : undefined,
        ratified: at(state.ratifiedRound, calendar.after),
        bound: at(state.boundRound, calendar.after),
        withdrawn: at(state.withdrawnRound, calendar.after),
      };
    });
}

function footnotesOf(view: RunView): Footnote[] {
  const notes = articleOrder(view.scenario.issues).flatMap((issue) =>
    view.scenario.parties
      .filter(({ id }) => view.parties.get(id)?.dissociates.includes(issue.id))
      .map((party) => ({ party: party.id, issue: issue.id })),
  );
  return notes.map((note, index) => ({ number: index + 1, ...note }));
}

function reservationsOf(view: RunView): ReservationNote[] {
  return view.scenario.parties.flatMap(({ id }) => {
    const issues = view.parties.get(id)?.reserves ?? [];
    return issues.length === 0 ? [] : [{ party: id, issues }];
  });
}

function objectionsOf(view: RunView): ObjectionNote[] {
  return view.scenario.parties.flatMap(({ id }) =>
    (view.parties.get(id)?.objectsTo ?? []).map((objection) => ({ party: id, ...objection })),
  );
}

function declarationsOf(view: RunView): Declaration[] {
  return view.scenario.parties.flatMap(({ id }) => {
    const endorses = view.parties.get(id)?.endorses;
    return endorses === undefined ? [] : [{ party: id, endorses }];
  });
}

/**
 * The document of a view.
 *
 * @example `textDocument(foldEvents(viewScenario(file, { role: 'god' }, true), events)).openBrackets`
 */
export function textDocument(view: RunView): TextDocument {
  const source = sourceOfView(view);
  const { scenario } = view;
  const calendar = calendarOf(view);
  const footnotes = footnotesOf(view);
  const articles = articlesOf(source, footnotes);
  const standing = standingOf(view);
  const statuses = scenario.issues
    .filter((issue) => standsInSource(source, issue))
    .map((issue) => statusOf(source, issue))
    .filter((status) => status !== 'left-out');
  return {
    title: treatyTitle(scenario),
    standing,
    revision: view.revision,
    adopted: view.adoptedRound === undefined ? undefined : calendar.during(view.adoptedRound),
    inForce: view.forceTick,
    amended: view.amendedRounds.map(calendar.during),
    terminated: view.terminatedRound === undefined ? undefined : calendar.during(view.terminatedRound),
    preamble: scenario.treaty.preamble,
    articles,
    finalClauses: finalClauses(scenario),
    testimonium: testimonium(scenario.treaty),
    openBrackets: bracketsIn(articles),
    settled: statuses.filter((status) => status === 'closed' || status === 'adopted').length,
    onAgenda: statuses.length,
    signatures: signaturesOf(view),
    reservations: reservationsOf(view),
    objections: objectionsOf(view),
    declarations: declarationsOf(view),
    footnotes,
    amendments: view.amendments,
  };
}

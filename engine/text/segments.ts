/**
 * Sentences with their brackets. An issue that is not settled stands in brackets with the options that
 * parties with a vote still support; words that all of them share stand before and after the bracket, as
 * drafting committees write them: `shall ensure that [5 / 10] per cent …`. Issues inside a sentence give
 * brackets inside brackets.
 */
import { splitSentence } from '../scenario/placeholders.ts';
import type { IssueFile } from '../scenario/schema.ts';
import type { TextSource } from './source.ts';

/** A piece of a clause. */
export type Segment = { readonly kind: 'words'; readonly text: string } | Bracket;

/** An issue that is open: what stands in brackets. */
export interface Bracket {
  readonly kind: 'bracket';
  readonly issue: string;
  readonly alternatives: readonly Alternative[];
}

/** One option inside a bracket. */
export interface Alternative {
  readonly option: string;
  /** The option in a few words. */
  readonly title: string;
  /** Whether it is the one in the chair’s text. */
  readonly inText: boolean;
  readonly segments: readonly Segment[];
  /** Ids of the parties that support it, those with a vote first. */
  readonly supporters: readonly string[];
  /** Ids of the parties that object to it; only the option in the text is objected to. */
  readonly objectors: readonly string[];
}

/** How an issue stands in the text. */
export type ClauseStatus =
  /** Not on the agenda. */
  | 'left-out'
  /** Nothing in the text yet. */
  | 'undrafted'
  /** Inside a sentence that the text does not have now. */
  | 'dormant'
  | 'open'
  /** Closed for now: nothing is agreed until everything is. */
  | 'closed'
  | 'adopted';

/** Ids of parties, those with a vote first, each kind in the order of the scenario. */
function votersFirst(source: TextSource, isOne: (party: string) => boolean): string[] {
  const { parties } = source.scenario;
  const found = parties.filter(({ id }) => isOne(id));
  return [...found.filter(isVoter), ...found.filter((party) => !isVoter(party))].map(({ id }) => id);
}

const isVoter = ({ kind }: { readonly kind: string }): boolean => kind === 'state';

/** Whether the sentences that hold an issue stand in the text, up to an article. */
export function standsInSource(source: TextSource, issue: IssueFile): boolean {
  const { within } = issue;
  if (within === undefined) return true;
  const outer = source.scenario.issues.find((candidate) => candidate.id === within.issue);
  if (outer === undefined) return false;
  const option = source.option(outer.id) ?? outer.reversion ?? '';
  return within.options.includes(option) && standsInSource(source, outer);
}

/** How an issue stands. */
export function statusOf(source: TextSource, issue: IssueFile): ClauseStatus {
  if (!source.isAdmitted(issue.id)) return 'left-out';
  if (source.option(issue.id) === undefined) return 'undrafted';
  if (!standsInSource(source, issue)) return 'dormant';
  if (source.isAdopted) return 'adopted';
  return source.isClosed(issue.id) ? 'closed' : 'open';
}

/** Options that stand in the bracket of an issue: those in the text or with a vote behind them. */
function optionsOnTable(source: TextSource, issue: IssueFile): IssueFile['options'] {
  const inText = source.option(issue.id);
  const voters = source.scenario.parties.filter(isVoter);
  return issue.options.filter(
    ({ id }) => id === inText || voters.some((party) => source.support(party.id, issue.id) === id),
  );
}

/** The words of one option, with what stands inside them. */
function sentenceSegments(source: TextSource, sentence: string): Segment[] {
  return splitSentence(sentence).flatMap((piece): readonly Segment[] => {
    if (piece.kind === 'words') return [piece];
    const inner = source.scenario.issues.find((issue) => issue.id === piece.issue);
    return inner === undefined ? [] : issueSegments(source, inner);
  });
}

/** What stands in the bracket of an issue: each option on the table, with who stands behind it. */
export function alternativesOf(source: TextSource, issue: IssueFile): Alternative[] {
  const inText = source.option(issue.id);
  const isDormant = statusOf(source, issue) === 'dormant';
  return optionsOnTable(source, issue).map(({ id, title, sentence }) => ({
    option: id,
    title,
    inText: id === inText,
    segments: sentenceSegments(source, sentence),
    supporters: votersFirst(source, (party) => source.support(party, issue.id) === id),
    objectors:
      id === inText && !isDormant ? votersFirst(source, (party) => source.objects(party, issue.id)) : [],
  }));
}

/** What an issue says, as it stands: words where it is settled, brackets where it is not. */
export function issueSegments(source: TextSource, issue: IssueFile): Segment[] {
  const status = statusOf(source, issue);
  const isOpen = status === 'open' || status === 'undrafted' || status === 'dormant';
  if (isOpen && !source.isAdopted) {
    const alternatives = alternativesOf(source, issue);
    return alternatives.length === 0 ? [] : factored(issue.id, alternatives);
  }
  const current = source.option(issue.id) ?? issue.reversion;
  const option = issue.options.find((candidate) => candidate.id === current);
  return option === undefined ? [] : sentenceSegments(source, option.sentence);
}

/** A word with the space after it, or a bracket. */
type Token = string | Bracket;

/** The tokens of an alternative; the stop at its end is one of its own, and may stand after the bracket. */
function tokensOf(segments: readonly Segment[]): Token[] {
  const tokens = segments.flatMap((segment): readonly Token[] =>
    segment.kind === 'bracket' ? [segment] : (segment.text.match(/\s*\S+\s*/g) ?? []),
  );
  const last = tokens.at(-1);
  const stop = typeof last === 'string' ? /^(.*[^.;\s])([.;])\s*$/s.exec(last) : null;
  return stop === null ? tokens : [...tokens.slice(0, -1), stop[1], stop[2]];
}

/** Brackets of one issue are equal wherever they stand; spaces around words do not count. */
function isSameToken(a: Token, b: Token): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a.trim() === b.trim();
  return typeof a !== 'string' && typeof b !== 'string' && a.issue === b.issue;
}

/** How many tokens all lists share at one end, leaving each at least one. */
function sharedCount(lists: readonly (readonly Token[])[], at: (list: readonly Token[], i: number) => Token) {
  const most = Math.min(...lists.map((list) => list.length)) - 1;
  let count = 0;
  while (count < most && lists.every((list) => isSameToken(at(list, count), at(lists[0], count)))) count++;
  return count;
}

function segmentsOf(tokens: readonly Token[]): Segment[] {
  const segments: Segment[] = [];
  let text = '';
  for (const token of tokens) {
    if (typeof token === 'string') {
      text += token;
      continue;
    }
    if (text !== '') segments.push({ kind: 'words', text });
    text = '';
    segments.push(token);
  }
  if (text !== '') segments.push({ kind: 'words', text });
  return segments;
}

/** A bracket with the words that all its alternatives share taken out of it. */
function factored(issue: string, alternatives: readonly Alternative[]): Segment[] {
  const lists = alternatives.map((alternative) => tokensOf(alternative.segments));
  if (lists.length < 2) return [{ kind: 'bracket', issue, alternatives }];
  const before = sharedCount(lists, (list, i) => list[i]);
  const rest = lists.map((list) => list.slice(before));
  const after = sharedCount(rest, (list, i) => list[list.length - 1 - i]);
  const inner = rest.map((list) => list.slice(0, list.length - after));
  const last = rest[0].slice(rest[0].length - after);
  const bracket: Bracket = {
    kind: 'bracket',
    issue,
    alternatives: alternatives.map((alternative, index) => ({
      ...alternative,
      segments: segmentsOf(inner[index]),
    })),
  };
  // Words carry the space after them: the one before the tail has gone into the alternatives.
  const end = inner[0].at(-1);
  const gap = last.length > 0 && typeof end === 'string' && /\s$/.test(end) ? ' ' : '';
  return [...segmentsOf(lists[0].slice(0, before)), bracket, ...segmentsOf([gap, ...last])];
}

/** Brackets in segments, those inside others included. */
export function countBrackets(segments: readonly Segment[]): number {
  let count = 0;
  for (const segment of segments) {
    if (segment.kind === 'words') continue;
    count++;
    for (const alternative of segment.alternatives) count += countBrackets(alternative.segments);
  }
  return count;
}

/** The words of segments as they would read if the text were adopted as it stands. */
export function plainWords(segments: readonly Segment[]): string {
  return segments
    .map((segment) => {
      if (segment.kind === 'words') return segment.text;
      const chosen = segment.alternatives.find((alternative) => alternative.inText);
      const words = plainWords((chosen ?? segment.alternatives[0])?.segments ?? []).trim();
      return words;
    })
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The difference of two texts, clause by clause and word by word. */

import type { RunView } from '../analysis/fold.ts';
import { articlesOf } from './document.ts';
import { type ClauseStatus, plainWords, statusOf } from './segments.ts';
import { sourceOfView, type TextSource } from './source.ts';

/** A run of words that both texts have, or only one of them. */
export interface WordChange {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** How one issue differs between two texts. */
export interface ClauseChange {
  readonly issue: string;
  readonly before: { readonly option: string | undefined; readonly status: ClauseStatus };
  readonly after: { readonly option: string | undefined; readonly status: ClauseStatus };
}

/** How one clause reads in the two texts. */
export interface ClauseDiff {
  readonly issue: string;
  readonly heading: string;
  readonly words: readonly WordChange[];
}

/** How two texts differ; both lists are empty when they do not. */
export interface TextDiff {
  /** Issues whose option or status is another one, those inside sentences included. */
  readonly issues: readonly ClauseChange[];
  /** Clauses that read otherwise. */
  readonly clauses: readonly ClauseDiff[];
}

/** Cells of the table of the longest common subsequence; beyond it a clause counts as wholly rewritten. */
const mostCells = 4_000_000;

/** Lengths of the longest common subsequence of all ends of two lists, row by row. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  return lengths;
}

/**
 * The difference of two texts by words: a longest common subsequence, removed words before added ones.
 * Joined, what is not added is the first text, and what is not removed the second, with single spaces.
 *
 * @example `diffWords('may conduct audits', 'shall conduct audits')` removes `may` and adds `shall`
 */
export function diffWords(before: string, after: string): WordChange[] {
  const a = before.split(/\s+/).filter((word) => word !== '');
  const b = after.split(/\s+/).filter((word) => word !== '');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  const changes: { kind: WordChange['kind']; words: string[] }[] = [];
  const push = (kind: WordChange['kind'], words: readonly string[]) => {
    if (words.length === 0) return;
    const last = changes.at(-1);
    if (last?.kind === kind) last.words.push(...words);
    else changes.push({ kind, words: [...words] });
  };
  push('same', a.slice(0, start));
  walk(left, right, push);
  push('same', a.slice(a.length - end));
  return changes.map(({ kind, words }) => ({ kind, text: words.join(' ') }));
}

/** Tells the changes between two lists that differ at both ends. */
function walk(
  a: readonly string[],
  b: readonly string[],
  push: (kind: WordChange['kind'], words: readonly string[]) => void,
): void {
  if ((a.length + 1) * (b.length + 1) > mostCells) {
    push('removed', a);
    push('added', b);
    return;
  }
  const lengths = commonLengths(a, b);
  const width = b.length + 1;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      push('same', [a[i++]]);
      j++;
      continue;
    }
    const down = i < a.length ? lengths[(i + 1) * width + j] : -1;
    const across = j < b.length ? lengths[i * width + j + 1] : -1;
    if (down >= across) push('removed', [a[i++]]);
    else push('added', [b[j++]]);
  }
}

/** Every clause of a text as it would read if it were adopted. */
function readings(source: TextSource): Map<string, { readonly heading: string; readonly words: string }> {
  const clauses = articlesOf(source).flatMap(({ heading, clauses: all }) =>
    all.map((clause) => [clause.issue, { heading, words: plainWords(clause.segments) }] as const),
  );
  return new Map(clauses);
}

/** How the text differs between two views of runs of one scenario. */
export function diffRevisions(before: RunView, after: RunView): TextDiff {
  const [a, b] = [sourceOfView(before), sourceOfView(after)];
  const [old, now] = [readings(a), readings(b)];
  const issues = after.scenario.issues.flatMap((issue): readonly ClauseChange[] => {
    const was = { option: a.option(issue.id), status: statusOf(a, issue) };
    const is = { option: b.option(issue.id), status: statusOf(b, issue) };
    const same = was.option === is.option && was.status === is.status;
    return same ? [] : [{ issue: issue.id, before: was, after: is }];
  });
  const clauses = after.scenario.issues.flatMap(({ id, article }): readonly ClauseDiff[] => {
    const [left, right] = [old.get(id)?.words ?? '', now.get(id)?.words ?? ''];
    return left === right ? [] : [{ issue: id, heading: article, words: diffWords(left, right) }];
  });
  return { issues, clauses };
}

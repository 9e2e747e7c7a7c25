/**
 * The text of a run as a treaty: its articles, or, where nothing was adopted, the articles with their
 * brackets.
 */

import type { IssueState, RunView } from '../../../engine/analysis/fold.ts';
import { articleOrder } from '../../../engine/scenario/articles.ts';
import type { IssueFile } from '../../../engine/scenario/schema.ts';
import { articleIssue } from '../../../engine/text/document.ts';
import { issueSegments, plainWords, standsInSource } from '../../../engine/text/segments.ts';
import { sourceOfView } from '../../../engine/text/source.ts';
import type { Style } from '../terminal.ts';
import { clean, pad, pageWidth, textWidth, wrap } from '../text.ts';

/** Issues with an article of their own, in the order of the articles; those left off the agenda have none. */
export function articles(view: RunView): IssueFile[] {
  return articleOrder(view.scenario.issues).filter(
    (issue) => issue.within === undefined && view.issues.get(issue.id)?.admitted !== false,
  );
}

/** Numbers of the articles that hold some issues, those inside sentences included. */
export function articleNumbers(view: RunView, ids: readonly string[]): number[] {
  const { issues } = view.scenario;
  const holding = issues.filter(({ id }) => ids.includes(id)).map((issue) => articleIssue(issues, issue).id);
  return articles(view).flatMap((issue, index) => (holding.includes(issue.id) ? [index + 1] : []));
}

/** Title of an option. */
export function optionTitle(issue: IssueFile, option: string | undefined): string {
  return issue.options.find((candidate) => candidate.id === option)?.title ?? 'nothing tabled';
}

/** A line with one text at each margin; the right one moves to its own line where both do not fit. */
function margins(left: string, right: string, style: Style): string[] {
  const room = pageWidth - textWidth(left) - textWidth(right);
  if (room < 2) return [style.strong(left), style.faint(pad(right, pageWidth, 'right'))];
  return [`${style.strong(left)}${' '.repeat(room)}${style.faint(right)}`];
}

/** The options that parties at the table still stand behind, with their codes. */
function brackets(view: RunView, issue: IssueFile): string[] {
  const lines: string[] = [];
  const supporters = issue.options.map((option) =>
    view.scenario.parties.filter(
      (party) => party.kind === 'state' && view.parties.get(party.id)?.supports[issue.id] === option.id,
    ),
  );
  const standing = issue.options.filter((_, index) => supporters[index].length > 0);
  if (standing.length < 2) return lines;
  const parts = standing.map((option) => {
    const codes = supporters[issue.options.indexOf(option)].map((party) => party.code).join(', ');
    return `${option.title} (${codes})`;
  });
  return wrap(`[ ${parts.join(' / ')} ]`, { indent: '     ', first: '   ' });
}

function objectors(view: RunView, issue: IssueFile): string {
  const codes = view.scenario.parties
    .filter((party) => party.kind === 'state' && view.parties.get(party.id)?.objects.includes(issue.id))
    .map((party) => party.code);
  return codes.length === 0 ? '' : `   objected to by ${codes.join(', ')}`;
}

/** The text that stands at this point of the run. */
export function treatyLines(view: RunView, style: Style): string[] {
  const isAdopted = view.adoptedRound !== undefined;
  if (view.revision === 0) return ['No text was tabled.'];
  const source = sourceOfView(view);
  return articles(view).flatMap((issue, index) => {
    const state = view.issues.get(issue.id) as IssueState;
    const heading = clean(`Article ${index + 1}. ${issue.article}`);
    const head = margins(heading, clean(optionTitle(issue, state.option)), style);
    const body = wrap(plainWords(issueSegments(source, issue)), { indent: '   ' });
    if (isAdopted) return [...head, ...body, ''];
    const inside = view.scenario.issues.filter(
      (other) => articleIssue(view.scenario.issues, other).id === issue.id && standsInSource(source, other),
    );
    const open = [issue, ...inside.filter((other) => other.id !== issue.id)].flatMap((part) => {
      const objections = objectors(view, part);
      return [
        ...brackets(view, part).map(style.accent),
        ...(objections === '' ? [] : [style.bad(objections)]),
      ];
    });
    return [...head, ...body, ...open, ''];
  });
}

/** The negotiating text at a point of a run, issue by issue, from the tree of the document. */
import type { RunView } from '../../engine/analysis/fold.ts';
import { articleOrder } from '../../engine/scenario/articles.ts';
import type { IssueFile } from '../../engine/scenario/schema.ts';
import { alternativesOf, issueSegments, plainWords, statusOf } from '../../engine/text/segments.ts';
import { sourceOfView } from '../../engine/text/source.ts';
import type { Faces } from './faces.ts';

/** An option of an issue. */
export type Option = IssueFile['options'][number];

/** One option inside a bracket. */
export interface Alternative {
  readonly option: Option;
  readonly inText: boolean;
  /** Parties that support it, in the order of display. */
  readonly supporters: readonly string[];
}

/** One issue of the text. */
export interface TextLine {
  readonly issue: IssueFile;
  /** Its number among those with an article of their own; undefined for one inside a sentence. */
  readonly number: number | undefined;
  /** `dormant`: it stands inside a sentence that the text does not have now. */
  readonly status: 'left-out' | 'undrafted' | 'dormant' | 'open' | 'settled';
  readonly option: Option | undefined;
  /** How it reads as it stands; empty before the first draft. */
  readonly words: string;
  /** The option that stood here a round ago, when it was another one. */
  readonly before: Option | undefined;
  readonly change: 'moved' | 'settled' | 'reopened' | undefined;
  readonly alternatives: readonly Alternative[];
  readonly objectors: readonly string[];
}

/** Issues in the order of the articles, each followed by those that stand inside its sentences. */
function readingOrder(issues: readonly IssueFile[]): IssueFile[] {
  const withInner = (issue: IssueFile): IssueFile[] => [
    issue,
    ...articleOrder(issues.filter((inner) => inner.within?.issue === issue.id)).flatMap(withInner),
  ];
  return articleOrder(issues.filter((issue) => issue.within === undefined)).flatMap(withInner);
}

/** The lines of the text; `before` is the view a round earlier, to tell what changed. */
export function textLines(view: RunView, before: RunView | undefined, faces: Faces): TextLine[] {
  const source = sourceOfView(view);
  const isSettled = (at: RunView, issue: string) =>
    at.issues.get(issue)?.closed === true || at.adoptedRound !== undefined;
  const inOrder = (ids: readonly string[]) => [...faces.keys()].filter((id) => ids.includes(id));
  let number = 0;
  return readingOrder(view.scenario.issues).map((issue): TextLine => {
    if (issue.within === undefined) number++;
    const find = (id: string | undefined) => issue.options.find((candidate) => candidate.id === id);
    const option = find(view.issues.get(issue.id)?.option);
    const old = find(before?.issues.get(issue.id)?.option);
    const moved = old !== undefined && option !== undefined && old.id !== option.id;
    const status = statusOf(source, issue);
    const isNow = isSettled(view, issue.id);
    const turned = before !== undefined && isNow !== isSettled(before, issue.id);
    return {
      issue,
      number: issue.within === undefined ? number : undefined,
      status: status === 'closed' || status === 'adopted' ? 'settled' : status,
      option,
      words: option === undefined ? '' : plainWords(issueSegments(source, issue)),
      before: moved ? old : undefined,
      change: moved ? 'moved' : turned ? (isNow ? 'settled' : 'reopened') : undefined,
      alternatives: alternativesOf(source, issue).flatMap((alternative) => {
        const { inText, supporters } = alternative;
        const found = find(alternative.option);
        return found === undefined ? [] : [{ option: found, inText, supporters: inOrder(supporters) }];
      }),
      objectors: inOrder(
        [...view.parties.values()].filter((p) => p.objects.includes(issue.id)).map((p) => p.id),
      ),
    };
  });
}

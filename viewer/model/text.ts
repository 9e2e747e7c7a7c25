/** The negotiating text at a point of a run, ready to be shown. */
import type { RunView } from '../../engine/analysis/fold.ts';
import type { IssueFile } from '../../engine/scenario/schema.ts';
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
  readonly status: 'left-out' | 'undrafted' | 'open' | 'settled';
  readonly option: Option | undefined;
  /** The option that stood here a round ago, when it was another one. */
  readonly before: Option | undefined;
  readonly change: 'moved' | 'settled' | 'reopened' | undefined;
  readonly alternatives: readonly Alternative[];
  readonly objectors: readonly string[];
}

/** The lines of the text; `before` is the view a round earlier, to tell what changed. */
export function textLines(view: RunView, before: RunView | undefined, faces: Faces): TextLine[] {
  return view.scenario.issues.map((issue) => {
    const state = view.issues.get(issue.id);
    const past = before?.issues.get(issue.id);
    const option = issue.options.find((candidate) => candidate.id === state?.option);
    const old = issue.options.find((candidate) => candidate.id === past?.option);
    const moved = old !== undefined && option !== undefined && old.id !== option.id;
    const isClosed = state?.closed === true || view.adoptedRound !== undefined;
    const wasClosed = past?.closed === true || before?.adoptedRound !== undefined;
    return {
      issue,
      status:
        state?.admitted === false
          ? 'left-out'
          : option === undefined
            ? 'undrafted'
            : isClosed
              ? 'settled'
              : 'open',
      option,
      before: moved ? old : undefined,
      change: moved
        ? 'moved'
        : isClosed === wasClosed || before === undefined
          ? undefined
          : isClosed
            ? 'settled'
            : 'reopened',
      alternatives: alternativesOf(view, issue, option?.id, faces),
      objectors: [...faces.keys()].filter((id) => view.parties.get(id)?.objects.includes(issue.id)),
    };
  });
}

function alternativesOf(
  view: RunView,
  issue: IssueFile,
  inText: string | undefined,
  faces: Faces,
): Alternative[] {
  return issue.options
    .map((option) => ({
      option,
      inText: option.id === inText,
      supporters: [...faces.keys()].filter((id) => view.parties.get(id)?.supports[issue.id] === option.id),
    }))
    .filter((alternative) => alternative.inText || alternative.supporters.length > 0);
}

const decisionWords = {
  consensus: 'by consensus',
  unanimity: 'by unanimity of the Parties voting',
  'simple-majority': 'by a simple majority of the Parties voting',
  'two-thirds': 'by two thirds of the Parties present and voting',
  'three-quarters': 'by three quarters of the Parties present and voting',
  'absolute-majority': 'by a majority of all Parties',
  'affirmative-votes': 'by the affirmative votes required',
  'weighted-majority': 'by a majority of the weighted votes',
  'double-majority': 'by a double majority of Parties and weight',
} as const;

const numberWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

type Delay = RunView['scenario']['rules']['entryIntoForce']['delay'];

/** What passes before entry into force: `30 days after `. */
function waitWords({ days, months, firstOfMonth }: Delay): string {
  const waited = months > 0 ? `${months} months` : days > 0 ? `${days} days` : '';
  if (!firstOfMonth) return waited === '' ? '' : `${waited} after the day `;
  return `on the first day of the month following ${waited === '' ? '' : `${waited} after `}the day `;
}

/** The final clauses, from the rules of the scenario. */
export function finalClauses(view: RunView): { heading: string; sentence: string }[] {
  const { decision, entryIntoForce } = view.scenario.rules;
  const ways = decision.map(({ rule }) => decisionWords[rule]);
  const first = ways[0] ?? '';
  const last = ways.slice(1).map((way) => `${way}, when that cannot be reached`);
  const count = numberWords[entryIntoForce.parties] ?? String(entryIntoForce.parties);
  const weight =
    entryIntoForce.weight > 0
      ? `, which together carry at least ${Math.round(entryIntoForce.weight * 100)} per cent of the weight,`
      : '';
  const wait = waitWords(entryIntoForce.delay);
  const isLateDelayed = wait !== '' && entryIntoForce.lateParty === 'sameDelay';
  const later = isLateDelayed ? `${wait}on which it has ratified` : 'on the day of its ratification';
  return [
    {
      heading: 'Adoption',
      sentence: `The text of this Agreement is adopted ${[first, ...last].join('; or ')}.`,
    },
    {
      heading: 'Signature and accession',
      sentence:
        'This Agreement is open for signature by all States that took part in its negotiation, and ' +
        'thereafter for accession.',
    },
    {
      heading: 'Entry into force',
      sentence:
        `This Agreement enters into force ${wait}${wait === '' ? 'when' : 'on which'} ${count} ` +
        `States${weight} have ratified it. For a ` +
        `State that ratifies it later it enters into force ${later}.`,
    },
  ];
}

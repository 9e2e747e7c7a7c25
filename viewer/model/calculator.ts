/**
 * What a package would be worth to the holder of a seat, from the attributes of its own party alone: the
 * utility of `engine/preferences/utility.ts`, with the party’s latest expectation of the others.
 */
import type { RunView } from '../../engine/analysis/fold.ts';
import type { PartyView, ScenarioView } from '../../engine/run/visibility.ts';
import type { IssueFile } from '../../engine/scenario/schema.ts';
import type { WireQuestion } from '../../server/wire/messages.ts';

/** An option for every issue, by issue id. */
export type Package = Readonly<Record<string, string>>;

/** What a package is worth, term by term. */
export interface Worth {
  readonly benefit: number;
  readonly distance: number;
  readonly cost: number;
  readonly voice: number;
  /** What the agreement pays the party. */
  readonly transfer: number;
  readonly utility: number;
  /** What no agreement is worth, plus the margin asked for. */
  readonly limit: number;
  /** How far the others are expected to keep the agreement. */
  readonly reliability: number;
}

function positionOf(issue: IssueFile, option: string): number {
  const index = Math.max(
    0,
    issue.options.findIndex((candidate) => candidate.id === option),
  );
  return issue.options[index]?.position ?? index / (issue.options.length - 1);
}

/** The option that stands when nothing is agreed. */
export function reversionOf(issue: IssueFile): string {
  return issue.reversion ?? issue.options[0]?.id ?? '';
}

/** The issues that are on the agenda. */
export function issuesOnAgenda(view: RunView): IssueFile[] {
  return view.scenario.issues.filter((issue) => view.issues.get(issue.id)?.admitted !== false);
}

/** The issues on the agenda that an answer counts on: in a group, those that are with it. */
export function issuesAsked(view: RunView, question: WireQuestion): IssueFile[] {
  const { issues } = question.subject;
  return issuesOnAgenda(view).filter(({ id }) => issues === undefined || issues.includes(id));
}

/** The package that stands in the text, with today’s practice where nothing was drafted. */
export function packageInText(view: RunView): Package {
  return Object.fromEntries(
    view.scenario.issues.map((issue) => [issue.id, view.issues.get(issue.id)?.option ?? reversionOf(issue)]),
  );
}

/** Worth of a package; undefined when the party’s attributes are not known. */
export function worthOf(view: RunView, party: PartyView, chosen: Package): Worth | undefined {
  const { benefit, cost, readiness, margin, voice, ideal, salience } = party;
  if (benefit === undefined || cost === undefined || readiness === undefined || margin === undefined)
    return undefined;
  if (voice === undefined || ideal === undefined || salience === undefined) return undefined;
  const { utility, issues } = view.scenario;
  const reasons = view.parties.get(party.id)?.reasons ?? {};
  const reliability = reasons.reliability ?? utility.reliability;
  const lossOf = (issue: IssueFile, option: string): number => {
    if (utility.model === 'scores') return -(party.scores?.[issue.id]?.[option] ?? 0);
    const gap = positionOf(issue, option) - (ideal[issue.id] ?? 0);
    return utility.distance * (salience[issue.id] ?? 0) * gap * gap;
  };
  let depth = 0;
  let distance = 0;
  let today = 0;
  for (const issue of issues) {
    const option = chosen[issue.id] ?? reversionOf(issue);
    depth += issue.depth * positionOf(issue, option);
    distance -= lossOf(issue, option);
    today -= lossOf(issue, reversionOf(issue));
  }
  // Scores are all that counts where they are the utility; the model’s other terms are 0.
  const counts = utility.model === 'scores' ? 0 : 1;
  const terms = {
    benefit: counts * utility.operations * benefit * depth * reliability,
    distance,
    cost: -counts * cost * (1 + utility.capacityCost * (1 - readiness)) * depth,
    voice: counts * utility.voice * (voice - 0.5),
    transfer: reasons.transfer ?? 0,
  };
  const withoutIt = counts === 0 ? (party.reservation ?? 0) : today + terms.voice;
  return {
    ...terms,
    utility: terms.benefit + terms.distance + terms.cost + terms.voice + terms.transfer,
    // The engine tells the limit, in which a club may count for more than today’s practice.
    limit: reasons.limit ?? withoutIt + margin,
    reliability,
  };
}

/** What keeping the agreement costs a party in a period; undefined when its attributes are not known. */
export function complyingCost(view: RunView, party: PartyView): number | undefined {
  const cost = worthOf(view, party, packageInText(view))?.cost;
  return cost === undefined ? undefined : Math.abs(cost);
}

/** The issues, what weighs most with a party first. */
export function bySalience(scenario: ScenarioView, party: PartyView): IssueFile[] {
  const weight = (issue: IssueFile): number => party.salience?.[issue.id] ?? 0;
  return [...scenario.issues].sort((a, b) => weight(b) - weight(a));
}

/** Whether an option keeps to the red line of a party. */
function isWithinLine(issue: IssueFile, party: PartyView, option: string): boolean {
  const line = party.redLines?.[issue.id];
  if (line === undefined) return true;
  const place = (id: string): number => issue.options.findIndex((candidate) => candidate.id === id);
  const isAbove = line.atLeast === undefined || place(option) >= place(line.atLeast);
  return isAbove && (line.atMost === undefined || place(option) <= place(line.atMost));
}

/** The option nearest to what a party wishes, within its red line; undefined when its wish is not known. */
export function idealOption(issue: IssueFile, party: PartyView): string | undefined {
  const wish = party.ideal?.[issue.id];
  if (wish === undefined) return undefined;
  const gap = (option: string): number => Math.abs(positionOf(issue, option) - wish);
  return issue.options
    .map((option) => option.id)
    .filter((option) => isWithinLine(issue, party, option))
    .sort((a, b) => gap(a) - gap(b))[0];
}

/** Issues on which a package crosses a red line of the party. */
export function crossedLines(view: RunView, party: PartyView, chosen: Package): string[] {
  return view.scenario.issues
    .filter((issue) => !isWithinLine(issue, party, chosen[issue.id] ?? ''))
    .map((issue) => issue.title);
}

/** Titles of the issues on which a package goes beyond the instructions of a party. */
export function beyondInstructions(view: RunView, party: PartyView, chosen: Package): string[] {
  const instructions = view.parties.get(party.id)?.instructions ?? {};
  return view.scenario.issues
    .filter(({ id, options }) => {
      const range = instructions[id];
      if (range === undefined) return false;
      const place = (option: string | undefined): number => options.findIndex((one) => one.id === option);
      const at = place(chosen[id]);
      return at < place(range.lowest) || at > place(range.highest);
    })
    .map((issue) => issue.title);
}

/**
 * What the tree of a text is made from: which option stands, who supports and who objects. It can be taken
 * from the state of a run or from a fold over its events; both give the same tree.
 */
import type { RunView } from '../analysis/fold.ts';
import type { Run } from '../run/contract.ts';
import type { ScenarioView } from '../run/visibility.ts';

/** A text at a point of a run, by ids. */
export interface TextSource {
  readonly scenario: Pick<ScenarioView, 'issues' | 'parties'>;
  readonly revision: number;
  readonly isAdopted: boolean;
  /** Option of the text; undefined while the issue is not drafted. */
  option(issue: string): string | undefined;
  isClosed(issue: string): boolean;
  /** Whether the issue is on the agenda. */
  isAdmitted(issue: string): boolean;
  /** Option that a party supports, if any. */
  support(party: string, issue: string): string | undefined;
  /** Whether a party objects to the issue as it stands. */
  objects(party: string, issue: string): boolean;
}

/** The text of a view. */
export function sourceOfView(view: RunView): TextSource {
  return {
    scenario: view.scenario,
    revision: view.revision,
    isAdopted: view.adoptedRound !== undefined,
    option: (issue) => view.issues.get(issue)?.option,
    isClosed: (issue) => view.issues.get(issue)?.closed === true,
    isAdmitted: (issue) => view.issues.get(issue)?.admitted !== false,
    support: (party, issue) => view.parties.get(party)?.supports[issue],
    objects: (party, issue) => view.parties.get(party)?.objects.includes(issue) === true,
  };
}

/** The text of a run as it stands now. */
export function sourceOfRun(run: Run): TextSource {
  const { scenario, i32 } = run;
  const { issueCount, issueIds, optionIds, partyIds } = scenario;
  const revision = i32['text.revision'][0];
  const isAdmitted = (issue: string) => i32['talks.admitted'][issueIds.indexOf(issue)] === 1;
  const cell = (slice: string, party: string, issue: string) =>
    i32[slice][partyIds.indexOf(party) * issueCount + issueIds.indexOf(issue)];
  return {
    scenario: scenario.file,
    revision,
    isAdopted: i32['treaty.adoptedTick'][0] >= 0,
    option: (issue) => {
      const k = issueIds.indexOf(issue);
      return revision === 0 || !isAdmitted(issue) ? undefined : optionIds[k][i32['text.option'][k]];
    },
    isClosed: (issue) => i32['text.closed'][issueIds.indexOf(issue)] === 1,
    isAdmitted,
    support: (party, issue) => optionIds[issueIds.indexOf(issue)][cell('text.support', party, issue)],
    objects: (party, issue) => cell('text.objection', party, issue) === 1,
  };
}

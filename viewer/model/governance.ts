/** How the state of governance came about: every row, round by round. */
import { emptyView, foldEvent } from '../../engine/analysis/fold.ts';
import {
  type GovernanceRow,
  type GovernanceState,
  type GovernanceVerdict,
  governanceOf,
} from '../../engine/analysis/governance.ts';
import type { RunEvent } from '../../engine/run/events.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';

/** All rows at the end of a round. */
export interface GovernancePoint {
  readonly round: number;
  readonly states: readonly GovernanceState[];
}

/** Folds the run once and looks at the end of every round. */
export function governanceHistory(scenario: ScenarioView, events: readonly RunEvent[]): GovernancePoint[] {
  const view = emptyView(scenario);
  const points: GovernancePoint[] = [];
  const close = (): void => {
    points.push({ round: view.round, states: governanceOf(view) });
  };
  for (const event of events) {
    if (event.kind === 'roundStarted' && event.round > 0) close();
    foldEvent(view, event);
  }
  if (events.length > 0) close();
  return points;
}

/** Words for where a row stands. */
export const verdictWords: Readonly<Record<GovernanceVerdict, string>> = {
  failure: 'failure',
  mixed: 'in between',
  success: 'success',
};

/** The round from which a row has stood where it stands in a round, without a break. */
export function standsSince(
  points: readonly GovernancePoint[],
  row: GovernanceRow['id'],
  round: number,
): GovernancePoint | undefined {
  let since: GovernancePoint | undefined;
  let verdict: GovernanceVerdict | undefined;
  for (const point of points) {
    if (point.round > round) break;
    const now = point.states.find((state) => state.row.id === row)?.verdict;
    if (since === undefined || now !== verdict) since = point;
    verdict = now;
  }
  return since;
}

/**
 * Who is with whom at a point of a run, for a graph of coalitions: the blocs, and of every pair of parties
 * how near they are in what they support, and how far each trusts the other. Folded from the events a viewer
 * may see.
 */
import type { RunEvent } from '../run/events.ts';
import type { ScenarioView } from '../run/visibility.ts';
import { foldEvents, type RunView, trustBetween } from './fold.ts';
import type { BlocView } from './fold-blocs.ts';

/** Two parties at a point of a run. */
export interface PairView {
  /** Ids, in the scenario’s order of the parties. */
  readonly one: string;
  readonly other: string;
  /** Id of the bloc that both are in; undefined when they are in none together. */
  readonly bloc: string | undefined;
  /**
   * 1 − the mean distance on their ladders of the options they support, over the issues on which both support
   * one; undefined when there is none.
   */
  readonly closeness: number | undefined;
  /** T: how far the first trusts the other, and the other the first, in (0, 1); undefined without trust. */
  readonly trust: readonly [number, number] | undefined;
}

/** Who is with whom at a point of a run. */
export interface BlocsView {
  readonly round: number;
  readonly phase: string;
  readonly blocs: readonly BlocView[];
  /** All pairs of parties at the table, the chair left out. */
  readonly pairs: readonly PairView[];
}

/** Place of an option on the ladder of its issue, in [0, 1]; NaN where there is no such option. */
function placeOf(scenario: ScenarioView, issue: string, option: string): number {
  const options = scenario.issues.find(({ id }) => id === issue)?.options ?? [];
  const at = options.findIndex(({ id }) => id === option);
  return at < 0 ? Number.NaN : (options[at].position ?? at / (options.length - 1));
}

function closenessOf(view: RunView, one: string, other: string): number | undefined {
  const [mine, theirs] = [view.parties.get(one)?.supports ?? {}, view.parties.get(other)?.supports ?? {}];
  let distance = 0;
  let count = 0;
  for (const [issue, option] of Object.entries(mine)) {
    if (theirs[issue] === undefined) continue;
    distance += Math.abs(
      placeOf(view.scenario, issue, option) - placeOf(view.scenario, issue, theirs[issue]),
    );
    count++;
  }
  return count === 0 ? undefined : 1 - distance / count;
}

/**
 * Who is with whom in a view of a run.
 *
 * @example `blocsOf(foldEvents(scenario, events, 12)).pairs.filter(({ bloc }) => bloc !== undefined)`
 */
export function blocsOf(view: RunView): BlocsView {
  const { scenario, blocs } = view;
  const hasTrust = scenario.world.trust !== undefined && scenario.world.trust !== null;
  const seated = scenario.parties.flatMap(({ id }, index) =>
    id !== scenario.chair && view.parties.get(id)?.invited === true ? [{ id, index }] : [],
  );
  const pairs = seated.flatMap((one, place) =>
    seated.slice(place + 1).map((other): PairView => {
      const together = blocs.find(({ members }) => members.includes(one.id) && members.includes(other.id));
      return {
        one: one.id,
        other: other.id,
        bloc: together?.id,
        closeness: closenessOf(view, one.id, other.id),
        trust: hasTrust
          ? [trustBetween(view, one.index, other.index), trustBetween(view, other.index, one.index)]
          : undefined,
      };
    }),
  );
  const now = blocs.map((bloc) => ({ ...bloc, members: [...bloc.members] }));
  return { round: view.round, phase: view.phase, blocs: now, pairs };
}

/** Who is with whom at the end of a round. */
export function blocsAt(scenario: ScenarioView, events: readonly RunEvent[], round: number): BlocsView {
  return blocsOf(foldEvents(scenario, events, round));
}

/**
 * The numbers of a party that a world mechanism may move in a run. A scenario gives them once, as columns; a
 * mechanism that moves one says so (`moves`), and the run then holds it in a slice of its own, which
 * `run.scenario` shows in place of the column. Whatever reads the column follows. In a scenario without such
 * a mechanism nothing is copied, and nothing costs more.
 */
import type { Scenario } from './contract.ts';
import type { SliceSpec, Slices } from './slices.ts';

/** The columns that can be moved: who may read each during a run, and what it means. */
const columns = {
  opinion: { visible: 'own', doc: 'o_i: public support for the agreement at home, in [0, 1]' },
  bar: { visible: 'own', doc: 'how much ratification asks for at home' },
  readiness: { visible: 'public', doc: 'r_i: AI readiness, in [0, 1]' },
  benefitRate: { visible: 'own', doc: 'Ω·b_i: benefit of a deep agreement that all keep' },
  costRate: { visible: 'own', doc: 'k_i·(1 + χ(1 − r_i)): cost of complying with a deep agreement' },
  transfer: { visible: 'own', doc: 'y_i: what the agreement pays the party, in utility; below 0 it pays' },
  margin: { visible: 'own', doc: 'μ_i: what a deal must give beyond no agreement' },
  reversionUtility: { visible: 'own', doc: 'd_i: utility without the agreement, the best club included' },
} as const satisfies Record<string, Pick<SliceSpec, 'visible' | 'doc'>>;

/** A column of a scenario that a mechanism may move. */
export type LiveColumn = keyof typeof columns;

/** Slice of a live column. */
export const sliceOf = (column: LiveColumn): string => `party.${column}`;

/** Slices of all columns. */
export const liveSliceNames = (Object.keys(columns) as LiveColumn[]).map(sliceOf);

/** What a mechanism or a protocol says of the columns it moves. */
interface Mover {
  readonly moves?: readonly LiveColumn[];
}

/** The columns that some of the movers move, in the order of the table above. */
export function movedBy(movers: readonly Mover[]): LiveColumn[] {
  const moved = new Set(movers.flatMap(({ moves }) => moves ?? []));
  return (Object.keys(columns) as LiveColumn[]).filter((column) => moved.has(column));
}

/** Declarations of the slices of live columns, each starting from the scenario’s own numbers. */
export function liveSlices(moved: readonly LiveColumn[], given: Pick<Scenario, LiveColumn>): SliceSpec[] {
  return moved.map((column) => ({
    name: sliceOf(column),
    type: 'f64',
    per: 'party',
    start: given[column],
    ...columns[column],
  }));
}

/** The scenario as it stands in a run: columns that are moved are read from the run’s slices. */
export function standingScenario(scenario: Scenario, f64: Slices['f64']): Scenario {
  if (scenario.moved.length === 0) return scenario;
  const live = Object.fromEntries(scenario.moved.map((column) => [column, f64[sliceOf(column)]]));
  return { ...scenario, ...live };
}

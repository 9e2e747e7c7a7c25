/** Named guards and actions, implemented once and bound to a table by name. */
import { createProblemList, StatechartError } from './problems.ts';
import { type GuardExpression, type NamedReference, ownValue } from './references.ts';
import type { StatechartTable } from './table.ts';

/**
 * An event as implementations see it. One object is reused for every step; nobody may keep it.
 * A tick's draws travel here too: guards never draw.
 */
export interface ChartEvent {
  /** Index of the event's name, from `table.eventIndex`; {@link INITIAL_EVENT} while a machine is started. */
  type: number;
  /** A number whose meaning the event defines, such as a draw from [0, 1). */
  value: number;
  /** An index whose meaning the event defines, such as the other party; −1 for nobody. */
  other: number;
}

/** The type of the event that entry actions of initial states see. It carries value 0 and other −1. */
export const INITIAL_EVENT = -1;

/**
 * Whether a transition may be taken. Must not change `state`, draw, or throw, and sees it as it was before
 * the microstep. `params` is what the machine gives, or undefined.
 */
export type Guard<S> = (state: S, party: number, event: ChartEvent, params: unknown) => boolean;

/**
 * Changes `state`. The party's configuration is written only when the actions of a microstep have run, so
 * an action may step other parties, but never the party it runs for.
 */
export type Action<S> = (state: S, party: number, event: ChartEvent, params: unknown) => void;

/** Guards by the names that a machine uses. */
export type Guards<S> = Readonly<Record<string, Guard<S>>>;

/** Actions by the names that a machine uses. */
export type Actions<S> = Readonly<Record<string, Action<S>>>;

/** Everything a machine names. The same object runs the tables and, through `interpret.ts`, xstate. */
export interface Implementations<S> {
  readonly guards: Guards<S>;
  readonly actions: Actions<S>;
}

/** Functions and parameters by the indices of a table, so that a step looks nothing up. */
export interface BoundFunctions<S> {
  readonly guards: readonly Guard<S>[];
  readonly guardParams: readonly unknown[];
  /** By place in the table's action list. */
  readonly actions: readonly Action<S>[];
  readonly actionParams: readonly unknown[];
}

/** Resolves the names of `table`. Throws `StatechartError` with every name that is missing or left over. */
export function bindFunctions<S>(
  table: StatechartTable,
  implementations: Implementations<S>,
): BoundFunctions<S> {
  const guardNames = new Set(table.guards.flatMap(namesIn));
  const actionNames = new Set(table.actions.map((action) => action.type));
  const list = createProblemList();
  const compare = (kind: 'guard' | 'action', named: ReadonlySet<string>, given: object): void => {
    for (const name of named) {
      if (!Object.hasOwn(given, name)) list.add(`${kind}s.${name}`, `missing-${kind}`);
    }
    for (const name of Object.keys(given)) {
      if (!named.has(name)) list.add(`${kind}s.${name}`, `unused-${kind}`);
    }
  };
  compare('guard', guardNames, implementations.guards);
  compare('action', actionNames, implementations.actions);
  if (list.problems.length > 0) throw new StatechartError(table.id, list.problems);
  const references = Array.from(table.actionList, (action): NamedReference => table.actions[action]);
  return {
    guards: table.guards.map((guard) => toFunction(guard, implementations)),
    guardParams: table.guards.map((guard) => (guard.kind === 'named' ? guard.guard.params : undefined)),
    actions: references.map(({ type }) => ownValue(implementations.actions, type) as Action<S>),
    actionParams: references.map(({ params }) => params),
  };
}

function namesIn(guard: GuardExpression): readonly string[] {
  return guard.kind === 'named' ? [guard.guard.type] : guard.of.flatMap(namesIn);
}

/** A combination becomes one function of the same form, which ignores the parameters it is given. */
function toFunction<S>(expression: GuardExpression, implementations: Implementations<S>): Guard<S> {
  if (expression.kind === 'named') {
    return ownValue(implementations.guards, expression.guard.type) as Guard<S>;
  }
  const parts = expression.of.map((part) => {
    const guard = toFunction(part, implementations);
    const params = part.kind === 'named' ? part.guard.params : undefined;
    return (state: S, party: number, event: ChartEvent) => guard(state, party, event, params);
  });
  if (expression.kind === 'not') return (state, party, event) => !parts[0](state, party, event);
  if (expression.kind === 'and') {
    return (state, party, event) => parts.every((part) => part(state, party, event));
  }
  return (state, party, event) => parts.some((part) => part(state, party, event));
}

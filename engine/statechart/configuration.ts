/** Reading and writing configurations outside the hot loop: tests of states, and state values of xstate. */
import type { StateValue } from 'xstate';
import type { StatechartTable } from './table.ts';

/**
 * Whether a state is active, in constant time. `state` comes from `table.stateIndex(name)`; the
 * configuration starts at `offset` of `configurations`.
 */
export function isIn(configurations: Int32Array, offset: number, state: number): boolean {
  return ((configurations[offset + (state >> 5)] >>> (state & 31)) & 1) === 1;
}

/** Names of the active atomic and final states, one per region, in document order: what a viewer lights. */
export function activeLeaves(
  table: StatechartTable,
  configurations: Int32Array,
  offset: number,
): readonly string[] {
  return table.stateNames.filter((_, state) => {
    const kind = table.stateKinds[state];
    return (kind === 'atomic' || kind === 'final') && isIn(configurations, offset, state);
  });
}

/**
 * The configuration as a state value of xstate, keys in document order, such as
 * `{ stance: 'open', commitment: { inForce: 'complying' } }`.
 * Throws `RangeError` when the bits are not a configuration of this machine.
 */
export function toValue(table: StatechartTable, configurations: Int32Array, offset: number): StateValue {
  return stateValueOf(table, configurations, offset, 0);
}

function stateValueOf(
  table: StatechartTable,
  configurations: Int32Array,
  offset: number,
  state: number,
): StateValue {
  const children = table.children[state];
  const active = children.filter((child) => isIn(configurations, offset, child));
  const kind = table.stateKinds[state];
  const expected = kind === 'compound' ? 1 : children.length;
  if (active.length !== expected) {
    throw new RangeError(`'${table.stateNames[state]}' has ${active.length} active states, not ${expected}`);
  }
  if (kind === 'compound') {
    const child = active[0];
    if (table.children[child].length === 0) return keyOf(table, child);
    return { [keyOf(table, child)]: stateValueOf(table, configurations, offset, child) };
  }
  const entries = active.map((child) => [
    keyOf(table, child),
    stateValueOf(table, configurations, offset, child),
  ]);
  return Object.fromEntries(entries) as StateValue;
}

/**
 * Writes the configuration of a state value of xstate, as `toValue` gives it. What the value leaves out is
 * taken to be in its initial state, as xstate does. Throws `RangeError` when it names a state that does not
 * exist or leaves open which of several states is active.
 */
export function fromValue(
  table: StatechartTable,
  value: StateValue,
  configurations: Int32Array,
  offset: number,
): void {
  configurations.fill(0, offset, offset + table.words);
  activate(table, value, configurations, offset, 0);
}

function activate(
  table: StatechartTable,
  value: StateValue | undefined,
  configurations: Int32Array,
  offset: number,
  state: number,
): void {
  configurations[offset + (state >> 5)] |= 1 << (state & 31);
  const kind = table.stateKinds[state];
  const children = table.children[state];
  const parts: Readonly<Record<string, StateValue | undefined>> =
    typeof value === 'string' ? { [value]: undefined } : (value ?? {});
  const keys = Object.keys(parts);
  const unknown = keys.find((key) => !children.some((child) => keyOf(table, child) === key));
  if (unknown !== undefined) {
    throw new RangeError(`'${table.stateNames[state]}' of '${table.id}' has no state '${unknown}'`);
  }
  if (kind === 'compound' && keys.length > 1) {
    throw new RangeError(`'${table.stateNames[state]}' of '${table.id}' cannot be in ${keys.join(' and ')}`);
  }
  for (const child of children) {
    const key = keyOf(table, child);
    const isNamed = Object.hasOwn(parts, key);
    const isDefault = kind === 'parallel' || (keys.length === 0 && child === table.initialStates[state]);
    if (isNamed || isDefault) {
      activate(table, isNamed ? parts[key] : undefined, configurations, offset, child);
    }
  }
}

function keyOf(table: StatechartTable, state: number): string {
  const name = table.stateNames[state];
  return name.slice(name.lastIndexOf('.') + 1);
}

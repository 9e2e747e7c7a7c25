/**
 * Named actions and guards as a machine refers to them, read into plain data. Functions cannot be compiled:
 * a reference is a name with JSON parameters, so that tables and xstate run the same implementation.
 */
import { and, not, or } from 'xstate';
import type { ProblemList } from './problems.ts';

/** An action or guard by name. */
export interface NamedReference {
  readonly type: string;
  /** JSON, or undefined when the machine gives none. */
  readonly params: unknown;
}

/** A guard as the machine writes it: a name, or names combined. */
export type GuardExpression =
  | { readonly kind: 'named'; readonly guard: NamedReference }
  | { readonly kind: 'and' | 'or'; readonly of: readonly GuardExpression[] }
  | { readonly kind: 'not'; readonly of: readonly [GuardExpression] };

/** The implementations that `setup(...)` holds, of which only the functions made by xstate matter here. */
export interface SetupImplementations {
  readonly actions: Readonly<Record<string, unknown>>;
  readonly guards: Readonly<Record<string, unknown>>;
}

// xstate marks its own guards by the function that evaluates them; comparing these is exact, names are not.
const checkOf = (guard: unknown): unknown => (guard as { check?: unknown }).check;
const checkAnd = checkOf(and([]));
const checkOr = checkOf(or([]));
const checkNot = checkOf(not('any'));

/** Reads one action, or adds a problem and returns undefined. */
export function readAction(
  action: unknown,
  path: string,
  setup: SetupImplementations,
  list: ProblemList,
): NamedReference | undefined {
  if (typeof action === 'function') {
    refuseActionFunction(action, path, list);
    return undefined;
  }
  const reference = readNamed(action, path, list, 'inline-action');
  if (reference === undefined) return undefined;
  const implementation = ownValue(setup.actions, reference.type);
  if (typeof implementation === 'function' && 'resolve' in implementation) {
    refuseActionFunction(implementation, path, list);
    return undefined;
  }
  return reference;
}

function refuseActionFunction(action: unknown, path: string, list: ProblemList): void {
  const type = 'resolve' in (action as object) ? String((action as { type?: unknown }).type) : undefined;
  if (type === undefined) list.add(path, 'inline-action', 'the action is a function');
  else if (type === 'xstate.assign') list.add(path, 'assign');
  else if (type === 'xstate.spawnChild') list.add(path, 'spawn');
  else list.add(path, 'builtin-action', `the action is ${type}`);
}

/** Reads one guard, or adds problems and returns undefined. */
export function readGuard(
  guard: unknown,
  path: string,
  setup: SetupImplementations,
  list: ProblemList,
): GuardExpression | undefined {
  if (typeof guard === 'function') return readCombination(guard, path, setup, list);
  const reference = readNamed(guard, path, list, 'inline-guard');
  if (reference === undefined) return undefined;
  const implementation = ownValue(setup.guards, reference.type);
  const isCombination = implementation !== undefined && typeof implementation !== 'function';
  if (isCombination || (typeof implementation === 'function' && 'check' in implementation)) {
    list.add(path, 'builtin-guard', `setup() gives '${reference.type}' as a combination of guards`);
    return undefined;
  }
  return { kind: 'named', guard: reference };
}

function readCombination(
  guard: object,
  path: string,
  setup: SetupImplementations,
  list: ProblemList,
): GuardExpression | undefined {
  if (!('check' in guard)) {
    list.add(path, 'inline-guard', 'the guard is a function');
    return undefined;
  }
  const check = guard.check;
  const kind = check === checkAnd ? 'and' : check === checkOr ? 'or' : check === checkNot ? 'not' : undefined;
  if (kind === undefined) {
    list.add(path, 'builtin-guard', `the guard is ${String((guard as { name?: unknown }).name)}(…)`);
    return undefined;
  }
  const parts = (guard as unknown as { guards: readonly unknown[] }).guards;
  const read = parts.map((part, i) => readGuard(part, `${path}.${kind}[${i}]`, setup, list));
  const of = read.filter((part) => part !== undefined);
  if (of.length < read.length) return undefined;
  return kind === 'not' ? { kind, of: [of[0]] } : { kind, of };
}

function readNamed(
  value: unknown,
  path: string,
  list: ProblemList,
  code: 'inline-action' | 'inline-guard',
): NamedReference | undefined {
  if (typeof value === 'string' && value !== '') return { type: value, params: undefined };
  const { type, params } = (value ?? {}) as { type?: unknown; params?: unknown };
  if (typeof value !== 'object' || typeof type !== 'string' || type === '') {
    list.add(path, code, `found ${value === null ? 'null' : typeof value}`);
    return undefined;
  }
  if (typeof params === 'function') {
    list.add(`${path}.params`, 'dynamic-params');
    return undefined;
  }
  if (params !== undefined && !isJson(params)) {
    list.add(`${path}.params`, 'params-not-json');
    return undefined;
  }
  return { type, params };
}

function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isJson);
}

/** An entry of a record that people wrote. `toString` and the like, which every object inherits, are none. */
export function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

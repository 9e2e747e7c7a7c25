/**
 * Machines name their guards and actions; the implementations, one each, act on the arrays of a run and are
 * bound when the machine is compiled. These placeholders let `setup` check the names, and fail loudly should
 * anybody run a machine without its implementations.
 */
const unbound = (): never => {
  throw new Error('this machine is run through its bound tables, not on its own');
};

/** A record of placeholders under the given names. */
export function unboundNames<Name extends string>(...names: readonly Name[]): Record<Name, () => never> {
  const record = {} as Record<Name, () => never>;
  for (const name of names) record[name] = unbound;
  return record;
}

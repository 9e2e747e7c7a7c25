/**
 * Remembering what pure functions gave. What is remembered follows from the argument alone, so it makes no
 * difference which run asked before.
 */

/**
 * A pure function of one number that remembers, for each of many callers, its last argument and value: many
 * of the model's arguments stay as they are for months of a run.
 *
 * @returns the function, called with the caller's number in [0, `callers`) and the argument
 */
export function remembering(
  compute: (x: number) => number,
  callers: number,
): (caller: number, x: number) => number {
  const given = new Float64Array(callers).fill(Number.NaN);
  const values = new Float64Array(callers);
  return (caller, x) => {
    if (given[caller] !== x) {
      values[caller] = compute(x);
      given[caller] = x;
    }
    return values[caller];
  };
}

/**
 * What `workOut` gives for an object, from what never changes of it: worked out once for each, and kept as
 * long as the object. The last one is found without a look-up, because a batch asks for one and the
 * same all the time; it is kept until another one is asked for.
 */
export function oncePer<Key extends object, Value extends object>(
  workOut: (key: Key) => Value,
): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  let lastKey: Key | undefined;
  let last: Value | undefined;
  return (key) => {
    if (key === lastKey && last !== undefined) return last;
    const value = known.get(key) ?? workOut(key);
    known.set(key, value);
    lastKey = key;
    last = value;
    return value;
  };
}

/** Growing lists that tables are made from: ranges of numbers, and values kept once each. */

/** Numbers with ranges pushed onto them; ranges of nothing cost nothing. */
export interface RangePool {
  readonly length: number;
  push(...values: readonly number[]): void;
  toArray(): Int32Array;
}

/** An empty pool. */
export function createRangePool(): RangePool {
  const values: number[] = [];
  return {
    get length() {
      return values.length;
    },
    push: (...more) => {
      values.push(...more);
    },
    toArray: () => Int32Array.from(values),
  };
}

/** Distinct JSON values by first appearance. */
export interface ValuePool<T> {
  readonly values: readonly T[];
  indexOf(value: T): number;
}

/** An empty pool. Values are the same when their JSON texts are. */
export function createValuePool<T>(): ValuePool<T> {
  const values: T[] = [];
  const indices = new Map<string, number>();
  return {
    values,
    indexOf(value) {
      const key = JSON.stringify(value);
      const known = indices.get(key);
      if (known !== undefined) return known;
      indices.set(key, values.length);
      return values.push(value) - 1;
    },
  };
}

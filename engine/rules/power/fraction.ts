/** Exact fractions of whole numbers, for indices that are published as such. */

/** A fraction in lowest terms; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y > 0n) [x, y] = [y, x % y];
  return x;
}

/** A fraction in lowest terms; of nothing it is 0. */
export function fraction(numerator: bigint, denominator: bigint): Fraction {
  if (denominator === 0n) return { numerator: 0n, denominator: 1n };
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

const digits = 1_000_000_000_000_000_000_000n;

/** The nearest double or its neighbour, also where both parts are too large for one. */
export function toNumber({ numerator, denominator }: Fraction): number {
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  if (numerator <= most && denominator <= most) return Number(numerator) / Number(denominator);
  return Number((numerator * digits) / denominator) / Number(digits);
}

/** As a person writes it: `21/1270`. */
export function fractionText({ numerator, denominator }: Fraction): string {
  return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
}

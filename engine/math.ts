/**
 * The only mathematics the engine uses beyond `+ - * / %` and `Math.sqrt`.
 *
 * ECMAScript leaves `Math.exp`, `Math.log`, `Math.pow` and `**` to the implementation, and implementations
 * differ in the last bit (V8 changed `**` between Node 22 and 24). One such bit changes a decision and then
 * the digest of a run. Everything here is built from IEEE 754 basic operations, which are the same
 * everywhere, and from the stdlib ports of FreeBSD's msun, which are built the same way.
 * `Math.abs/floor/ceil/trunc/min/max/imul` are exact by specification and may be called directly.
 */
// These packages are CommonJS without an `__esModule` mark, so the default import is `module.exports` in
// Node's ESM loader, in esbuild and in rolldown alike. They are imported here and nowhere else.
import stdlibCos from '@stdlib/math-base-special-cos';
import stdlibExp from '@stdlib/math-base-special-exp';
import stdlibLn from '@stdlib/math-base-special-ln';
import stdlibPow from '@stdlib/math-base-special-pow';
import stdlibSin from '@stdlib/math-base-special-sin';

/** Arguments within ± this have a normal double as their exponential, and so has every power of two in it. */
const plainRange = 700;
/** 2^k at k + 1022, for k from −1022 to 1023. */
const powersOfTwo = new Float64Array(2046);
powersOfTwo[1022] = 1;
for (let at = 1023; at < powersOfTwo.length; at++) powersOfTwo[at] = 2 * powersOfTwo[at - 1];
for (let at = 1021; at >= 0; at--) powersOfTwo[at] = powersOfTwo[at + 1] / 2;

/**
 * e to the power `x`; error below 1 ulp.
 *
 * The steps are those of msun’s e_exp.c, and the result is stdlib’s to the last bit. Within ±700 they stand
 * here, because stdlib scales by 2^k digit by digit for the sake of subnormal results; multiplying by a power
 * of two is exact where there are none, and takes a third of the time.
 *
 * @returns 0 below −745.13, `Infinity` above 709.78, `NaN` for `NaN`
 */
export function exp(x: number): number {
  if (!(x > -plainRange && x < plainRange)) return stdlibExp(x);
  if (x > -3.725290298461914e-9 && x < 3.725290298461914e-9) return 1 + x;
  const k = Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5));
  const high = x - k * 0.6931471803691238;
  const low = k * 1.9082149292705877e-10;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8))));
  return (1 - (low - (r * c) / (2 - c) - high)) * powersOfTwo[k + 1022];
}

/**
 * Natural logarithm of `x`; error below 1 ulp.
 *
 * @returns `-Infinity` for 0, `NaN` for negative numbers and `NaN`
 */
export const ln: (x: number) => number = stdlibLn;

/**
 * `base` to the power `exponent`; error below 1 ulp, `x * x`, `x * x * x` and `Math.sqrt(x)` for 2, 3 and
 * 0.5.
 *
 * @returns 1 for exponent 0 (also of 0 and infinities), `NaN` for a negative base with a fractional exponent
 */
export const pow: (base: number, exponent: number) => number = stdlibPow;

/** Sine of `x` radians; error below 1 ulp. `NaN` for what is not finite. */
export const sin: (x: number) => number = stdlibSin;

/** Cosine of `x` radians; error below 1 ulp. `NaN` for what is not finite. */
export const cos: (x: number) => number = stdlibCos;

/**
 * The logistic function 1 / (1 + e^−x), in [0, 1].
 *
 * Each branch calls `exp` with a non-positive argument, so nothing overflows and the left tail keeps its
 * relative precision (`logistic(-700)` is 9.9e-305, not 0).
 */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const growth = exp(x);
  return growth / (1 + growth);
}

/**
 * Differences of places, shares and gains of order 1 below this are rounding. What a sum is rounded to
 * depends on its order, which is often that of the parties: whatever compares sums takes those so near as
 * equal.
 */
export const rounding = 1e-12;

/** How far `x` is above `y`; 0 where the difference is rounding. */
export function lead(x: number, y: number): number {
  return Math.abs(x - y) <= rounding ? 0 : x - y;
}

/** `x` held inside [`low`, `high`], low first. `NaN` stays `NaN`: a fault upstream must not be hidden. */
export function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}

/**
 * Arithmetic mean with Neumaier's compensated sum (ZAMM 54, 1974), left to right: `[1e16, 1, -1e16]` has mean
 * 1/3.
 *
 * @returns `NaN` for an empty list, which has no mean
 */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  // An overflow leaves Infinity − Infinity in the compensation; the plain sum is then the honest answer.
  return (Number.isFinite(lost) ? sum + lost : sum) / values.length;
}

// Coefficients of AS 241 from the constant upwards, rounded to double. First for |p − ½| ≤ 0.425 …
const centralTop = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
] as const;
const centralBottom = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
] as const;
// … then for the root of −ln(tail) up to 5 …
const shoulderTop = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
] as const;
const shoulderBottom = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
] as const;
// … and beyond.
const tailTop = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
] as const;
const tailBottom = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
] as const;

/** Value at `x` of the polynomial with 8 coefficients `c` from the constant upwards, by Horner's rule. */
function polynomial(c: readonly number[], x: number): number {
  return ((((((c[7] * x + c[6]) * x + c[5]) * x + c[4]) * x + c[3]) * x + c[2]) * x + c[1]) * x + c[0];
}

/**
 * Quantile of the standard normal distribution: the z with P(Z ≤ z) = `p`. Relative error about 1e-16.
 *
 * Algorithm AS 241, PPND16: M. J. Wichura, "The Percentage Points of the Normal Distribution", Applied
 * Statistics 37(3), 1988, 477–484; the coefficients are those of the paper. One uniform gives one normal, so
 * a draw stays keyed and two arms of an experiment that share their uniforms share their normals (Box–Muller
 * and rejection do not).
 *
 * @param p probability; 0 gives `-Infinity`, 1 gives `Infinity`, anything outside [0, 1] gives `NaN`
 */
export function inverseNormal(p: number): number {
  const centred = p - 0.5;
  if (Math.abs(centred) <= 0.425) {
    const r = 0.180625 - centred * centred;
    return (centred * polynomial(centralTop, r)) / polynomial(centralBottom, r);
  }
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  const root = Math.sqrt(-ln(centred < 0 ? p : 1 - p));
  const z =
    root <= 5
      ? polynomial(shoulderTop, root - 1.6) / polynomial(shoulderBottom, root - 1.6)
      : polynomial(tailTop, root - 5) / polynomial(tailBottom, root - 5);
  return centred < 0 ? -z : z;
}

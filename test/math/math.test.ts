import stdlibExp from '@stdlib/math-base-special-exp';
import { describe, expect, it } from 'vitest';
import { clamp, cos, exp, inverseNormal, ln, logistic, mean, pow, sin } from '../../engine/math.ts';

/** Distance in units of the last place of the expected value. */
function ulps(actual: number, expected: number): number {
  if (Object.is(actual, expected)) return 0;
  const words = new BigInt64Array(new Float64Array([Math.abs(actual), Math.abs(expected)]).buffer);
  return Math.sign(actual) === Math.sign(expected)
    ? Math.abs(Number((words[0] ?? 0n) - (words[1] ?? 0n)))
    : Infinity;
}

// Expected values: mpmath 1.3 with 60 digits, rounded to double.
it('exp is that of stdlib to the last bit, where its steps are written out and where they are not', () => {
  const edges = [0, -0, 1e-9, -1e-9, 3.725290298461914e-9, 700, -700, 699.9999999, 745, -745.2, 709.8];
  for (const x of edges) expect(exp(x), `${x}`).toBe(stdlibExp(x));
  let different = 0;
  for (let i = -350_000; i < 350_000; i++) {
    const x = i * 0.002012345678 + 1 / (i + 0.3);
    if (!Object.is(exp(x), stdlibExp(x))) different++;
  }
  expect(different).toBe(0);
});

describe('portable functions against 60-digit values', () => {
  it.each([
    [1.25, 3.4903429574618414],
    [-1, 0.36787944117144233],
    [0.5, 1.6487212707001282],
    [1e-10, 1.0000000001],
    [-1e-9, 0.999999999],
    [10, 22026.465794806718],
    [-20.5, 1.2501528663867426e-9],
    [100, 2.6881171418161356e43],
    [-300.25, 4.009422364622857e-131],
    [700, 1.0142320547350045e304],
    [-740, 4.2e-322],
    [709.78, 1.7928227943945155e308],
    [3.3, 27.112638920657883],
  ])('exp(%d)', (x, expected) => {
    expect(ulps(exp(x), expected)).toBeLessThanOrEqual(1);
  });

  it.each([
    [1.75, 0.5596157879354227],
    [3, 1.0986122886681098],
    [11, 2.3978952727983707],
    [0.15, -1.8971199848858813],
    [1.0000000001, 1.000000082690371e-10],
    [0.9999999, -1.0000000494736474e-7],
    [1e300, 690.7755278982137],
    [5e-324, -744.4400719213812],
    [123456.789, 11.723646487185881],
    [0.72, -0.3285040669720361],
  ])('ln(%d)', (x, expected) => {
    expect(ulps(ln(x), expected)).toBeLessThanOrEqual(1);
  });

  it.each([
    [2, 0.3, 1.2311444133449163],
    [10, -5, 1e-5],
    [10, 15, 1e15],
    [1.5, 100, 4.065611775352152e17],
    [0.95, 37, 0.14989025404881545],
    [1.0000001, 1e7, 2.7182816941320818],
    [0.001, -0.4, 15.848931924611136],
    [-2, 3, -8],
    [-2, 5, -32],
    [-1.5, -7, -0.05852766346593507],
    [7, 0.5, 2.6457513110645907],
    [3, 7, 2187],
    [2, -1074, 5e-324],
    [2, 1023, 8.98846567431158e307],
    [123.456, 7.89, 3.1771028258180936e16],
    [0.3, 1 / 3, 0.6694329500821695],
  ])('pow(%d, %d)', (base, exponent, expected) => {
    expect(ulps(pow(base, exponent), expected)).toBeLessThanOrEqual(1);
  });

  it('has the documented special values', () => {
    expect([exp(0), exp(-Infinity), exp(Infinity), exp(-746), exp(710)]).toEqual([
      1,
      0,
      Infinity,
      0,
      Infinity,
    ]);
    expect([ln(1), ln(0), ln(Infinity)]).toEqual([0, -Infinity, Infinity]);
    expect([pow(0, 0), pow(Infinity, 0), pow(0, -1), pow(-8, 1 / 3), ln(-1), exp(NaN)]).toEqual([
      1,
      1,
      Infinity,
      NaN,
      NaN,
      NaN,
    ]);
  });
});

describe('sine and cosine', () => {
  // Of the C library (glibc 2.36), whose results are correctly rounded here.
  it.each([
    [0.5, 0.479425538604203, 0.8775825618903728],
    [1, 0.8414709848078965, 0.5403023058681398],
    [2, 0.9092974268256817, -0.4161468365471424],
    [Math.PI, 1.2246467991473532e-16, -1.0],
    [-7.25, -0.8230808790115055, 0.5679241732886948],
    [100, -0.5063656411097588, 0.8623188722876839],
    [100000.0, 0.03574879797201651, -0.9993608074382124],
    [1e22, -0.8522008497671888, 0.523214785395139],
  ])('of %d', (x, sine, cosine) => {
    expect(ulps(sin(x), sine)).toBeLessThanOrEqual(1);
    expect(ulps(cos(x), cosine)).toBeLessThanOrEqual(1);
  });

  it('do not exist where there is no angle', () => {
    expect([sin(Infinity), cos(-Infinity), sin(NaN)]).toEqual([NaN, NaN, NaN]);
    expect(Object.is(sin(-0), -0)).toBe(true);
  });
});

describe('logistic', () => {
  it.each([
    [0, 0.5],
    [0.1, 0.52497918747894],
    [-0.1, 0.47502081252106],
    [1, 0.7310585786300049],
    [-1, 0.2689414213699951],
    [5, 0.9933071490757152],
    [-30, 9.357622968839299e-14],
    [40, 1],
    [-700, 9.85967654375977e-305],
  ])('logistic(%d)', (x, expected) => {
    expect(ulps(logistic(x), expected)).toBeLessThanOrEqual(2);
  });

  it('never overflows', () => {
    expect([logistic(-1e308), logistic(1e308), logistic(-Infinity), logistic(Infinity)]).toEqual([
      0, 1, 0, 1,
    ]);
    expect(logistic(NaN)).toBeNaN();
  });
});

describe('inverseNormal', () => {
  // The first three are the values Wichura's paper gives to check a translation of PPND16.
  it.each([
    [0.25, -0.6744897501960817],
    [0.001, -3.0902323061678136],
    [1e-20, -9.262340089798407],
    [0.5000000009313226, 2.3344794983332983e-9],
    [0.55, 0.12566134685507416],
    [0.75, 0.6744897501960817],
    [0.924, 1.4325027208258119],
    [0.926, 1.4466320671589787],
    [0.95, 1.6448536269514722],
    [0.975, 1.9599639845400538],
    [0.99, 2.3263478740408408],
    [0.995, 2.5758293035489004],
    [0.9999, 3.7190164854557084],
    [1e-9, -5.9978070150076865],
    [1.4e-11, -6.656723091518184],
    [1.3e-11, -6.667611456510741],
    [1e-100, -21.273453560965326],
    [2 ** -53, -8.209536151601387],
    [1 - 2 ** -53, 8.209536151601387],
    [5e-324, -38.467405617144344],
  ])('inverseNormal(%d)', (p, expected) => {
    expect(ulps(inverseNormal(p), expected)).toBeLessThanOrEqual(8);
  });

  it('is odd about one half, and monotone', () => {
    let last = -Infinity;
    for (let i = 1; i < 4096; i++) {
      const p = i / 4096; // exact, and so is 1 − p
      expect(inverseNormal(p) + inverseNormal(1 - p)).toBe(0);
      expect(inverseNormal(p)).toBeGreaterThan(last);
      last = inverseNormal(p);
    }
  });

  it('ends at infinities and refuses what is no probability', () => {
    expect([inverseNormal(0), inverseNormal(1), inverseNormal(0.5)]).toEqual([-Infinity, Infinity, 0]);
    expect([inverseNormal(-0.1), inverseNormal(1.1), inverseNormal(NaN)]).toEqual([NaN, NaN, NaN]);
  });
});

describe('clamp and mean', () => {
  it('clamps, and keeps NaN', () => {
    expect([clamp(-1, 0, 1), clamp(0.5, 0, 1), clamp(2, 0, 1), clamp(NaN, 0, 1)]).toEqual([0, 0.5, 1, NaN]);
  });

  it('adds without losing small terms', () => {
    expect(mean([1e16, 1, -1e16])).toBe(1 / 3);
    expect(mean(new Float64Array(10).fill(0.1))).toBe(0.1);
    expect(mean([])).toBeNaN();
    expect(mean([1e308, 1e308, -1e308])).toBe(Infinity);
  });
});

import { describe, expect, it } from 'vitest';
import {
  entityId,
  normal,
  philox4x32,
  type RunKey,
  runKey,
  SeedError,
  seedText,
  streamId,
  uniform,
} from '../../engine/run/draws.ts';

const acceptance = streamId('acceptance');
const norway = entityId('norway');

describe('Philox4x32-10', () => {
  // Random123 1.14.0, tests/kat_vectors, the lines "philox4x32 10": counter, key, expected.
  it.each([
    ['00000000 00000000 00000000 00000000', '00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ])('of counter %s with key %s', (counter, key, expected) => {
    const words = (text: string): number[] => text.split(' ').map((word) => Number.parseInt(word, 16));
    const out = new Int32Array(4);
    const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = words(counter);
    const [k0 = 0, k1 = 0] = words(key);
    philox4x32(c0, c1, c2, c3, k0, k1, out);
    expect(Array.from(out, (word) => word >>> 0)).toEqual(words(expected));
  });

  it('equals 64-bit arithmetic on many counters', () => {
    const out = new Int32Array(4);
    for (let i = 0; i < 500; i++) {
      const at = (j: number): number => Math.imul(i * 6 + j + 1, 0x9e3779b9) >>> 0;
      philox4x32(at(0), at(1), at(2), at(3), at(4), at(5), out);
      expect(Array.from(out, (word) => word >>> 0)).toEqual(
        plainPhilox([at(0), at(1), at(2), at(3)], [at(4), at(5)]),
      );
    }
  });
});

/** The published algorithm with BigInt, where a 64-bit product is one multiplication. */
function plainPhilox(counter: number[], key: number[]): number[] {
  const low = (x: bigint): bigint => x & 0xffffffffn;
  let [x0 = 0n, x1 = 0n, x2 = 0n, x3 = 0n] = counter.map(BigInt);
  let [k0 = 0n, k1 = 0n] = key.map(BigInt);
  for (let round = 0; round < 10; round++) {
    const a = 0xd2511f53n * x0;
    const b = 0xcd9e8d57n * x2;
    [x0, x1, x2, x3] = [(b >> 32n) ^ x1 ^ k0, low(b), (a >> 32n) ^ x3 ^ k1, low(a)];
    k0 = low(k0 + 0x9e3779b9n);
    k1 = low(k1 + 0xbb67ae85n);
  }
  return [x0, x1, x2, x3].map(Number);
}

describe('runKey', () => {
  it('takes 7 and "7" as one seed, and both forms of é', () => {
    expect(runKey(7)).toEqual(runKey('7'));
    expect(runKey(-0)).toEqual(runKey('0'));
    expect(runKey('caf\u00e9')).toEqual(runKey('cafe\u0301'));
    expect(runKey('7')).not.toEqual(runKey(' 7'));
    expect(runKey('7')).not.toEqual(runKey('07'));
  });

  // Printed by reference.py beside this file, an independent implementation of alea and Philox.
  it.each<[string, number, number, number, number]>([
    ['7', 0, -360107125, 382966874, 0.9615840774905006],
    ['7', 1, 315720950, 101590777, 0.8597764378428211],
    ['budapest', 0, 1224178714, 1928827617, 0.9238520914062444],
    ['a longer seed, with 37 characters ...', 12, -1831028085, 1236481344, 0.8380755224073299],
  ])('of %j, replicate %d, is part of every record', (seed, replicate, k0, k1, first) => {
    expect(runKey(seed, replicate)).toEqual({ k0, k1 });
    expect(uniform(runKey(seed, replicate), acceptance, norway, 1, 0)).toBe(first);
  });

  it('gives a replicate another key, and replicate 0 the run’s own', () => {
    const keys = Array.from({ length: 200 }, (_, replicate) => runKey('budapest', replicate));
    expect(runKey('budapest', 0)).toEqual(runKey('budapest'));
    expect(new Set(keys.map(keyText)).size).toBe(200);
  });

  it('keeps a seed that looks like another with a replicate apart', () => {
    expect(runKey('7/1')).not.toEqual(runKey('7', 1));
    expect(runKey('1:7')).not.toEqual(runKey('7'));
  });

  it('has no collision among the seeds people use', () => {
    const keys = new Set<string>();
    for (let i = 0; i < 20000; i++) {
      keys.add(keyText(runKey(i)));
      keys.add(keyText(runKey(`run-${i}`)));
    }
    expect(keys.size).toBe(40000);
  });

  it('changes half the bits of the key between neighbouring seeds', () => {
    let bits = 0;
    for (let i = 0; i < 2000; i++) {
      const a = runKey(i);
      const b = runKey(i + 1);
      bits += ones(a.k0 ^ b.k0) + ones(a.k1 ^ b.k1);
    }
    expect(bits / 2000).toBeGreaterThan(31.5);
    expect(bits / 2000).toBeLessThan(32.5);
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['NaN', NaN],
    ['Infinity', Infinity],
    ['a fraction', 0.5],
    ['an integer that is not exact', 2 ** 53],
    ['an object', { seed: 7 }],
    ['an array', [7]],
    ['a bigint', 7n],
    ['a boolean', true],
    ['the empty text', ''],
    ['a text too long', 'x'.repeat(257)],
    ['a text far too long', 'x'.repeat(1e6)],
    ['half a surrogate pair', 'a\ud83d'],
  ])('refuses %s', (_name, seed) => {
    expect(() => runKey(seed as string)).toThrow(SeedError);
    expect(() => runKey(seed as string)).toThrow(expect.objectContaining({ code: 'bad-seed' }));
  });

  it.each([-1, 0.5, NaN, Infinity, '1'])('refuses replicate %s', (replicate) => {
    expect(() => runKey(7, replicate as number)).toThrow(expect.objectContaining({ code: 'bad-branch' }));
  });

  it('leaves Math.random alone', () => {
    const before = Math.random;
    runKey('x');
    expect(Math.random).toBe(before);
    expect(Math.random.toString()).toContain('native code');
  });

  it('tells the text that stands for a seed', () => {
    expect([seedText(7), seedText('cafe\u0301')]).toEqual(['7', 'caf\u00e9']);
  });
});

describe('ids', () => {
  it('are the published hash, with a seed of their own each', () => {
    // test/digest/reference.py
    expect([streamId('acceptance'), entityId('acceptance')]).toEqual([2842634761, 3421054237]);
    expect(entityId('côte-d’ivoire')).toBe(2318642186);
    expect(entityId('co\u0302te-d’ivoire')).toBe(2318642186);
  });
});

/** χ² of `values` in 256 equal bins: 255 degrees of freedom, standard deviation 22.6. */
function chiSquare(values: Float64Array): number {
  const bins = new Float64Array(256);
  for (const value of values) {
    const bin = Math.floor(value * 256);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const expected = values.length / 256;
  return bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** Correlation of two equally long rows of uniforms, in standard errors. */
function correlation(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? 0) - 0.5) * ((b[i] ?? 0) - 0.5);
  return (sum * 12) / Math.sqrt(a.length);
}

const count = 1 << 15;
const row = (draw: (i: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => draw(i));
const key = runKey('uniformity');
const keys = Array.from({ length: count }, (_, i) => runKey(i));
const keyAt = (i: number): RunKey => keys[i] ?? key;

// Inputs are fixed, so these cannot fail by chance: each bound is 4.5 standard deviations or more.
describe.each<[string, (i: number) => number]>([
  ['rounds', (i) => uniform(key, acceptance, norway, i, 0)],
  ['numbers within a turn', (i) => uniform(key, acceptance, norway, 3, i)],
  ['entities by hash', (i) => uniform(key, acceptance, entityId(`party-${i}`), 3, 0)],
  ['entities by index', (i) => uniform(key, acceptance, i, 3, 0)],
  ['streams by name', (i) => uniform(key, streamId(`stream-${i}`), norway, 3, 0)],
  ['seeds', (i) => uniform(keyAt(i), acceptance, norway, 3, 0)],
  ['replicates', (i) => uniform(runKey('branch', i), acceptance, norway, 3, 0)],
])('uniform over %s', (_name, draw) => {
  const values = row(draw);

  it('fills (0, 1) evenly', () => {
    expect(chiSquare(values)).toBeGreaterThan(155);
    expect(chiSquare(values)).toBeLessThan(365);
    expect(values.every((value) => value > 0 && value < 1)).toBe(true);
    expect(Math.abs(values.reduce((a, b) => a + b) / count - 0.5) * Math.sqrt(12 * count)).toBeLessThan(4.5);
  });

  it('has no lagged correlation', () => {
    for (const lag of [1, 2, 3, 7, 64]) {
      expect(Math.abs(correlation(values.subarray(lag), values.subarray(0, count - lag)))).toBeLessThan(4.5);
    }
  });

  it('uses its low bits as well', () => {
    expect(chiSquare(values.map((value) => (value * 2 ** 20) % 1))).toBeLessThan(365);
    expect(chiSquare(values.map((value) => (value * 2 ** 43) % 1))).toBeLessThan(365);
  });
});

describe('rows that differ in one coordinate', () => {
  const base = row((i) => uniform(key, acceptance, norway, i, 0));
  it.each<[string, (i: number) => number]>([
    ['key of the next seed', (i) => uniform(runKey('uniformity2'), acceptance, norway, i, 0)],
    ['replicate', (i) => uniform(fresh, acceptance, norway, i, 0)],
    ['stream', (i) => uniform(key, streamId('trust'), norway, i, 0)],
    ['entity', (i) => uniform(key, acceptance, entityId('sweden'), i, 0)],
    ['entity of the next index', (i) => uniform(key, acceptance, norway + 1, i, 0)],
    ['k', (i) => uniform(key, acceptance, norway, i, 1)],
  ])('are independent: %s', (_name, draw) => {
    expect(Math.abs(correlation(base, row(draw)))).toBeLessThan(4.5);
  });
  const fresh = runKey('uniformity', 1);

  it('never share a draw', () => {
    const seen = new Set<number>();
    for (let round = 0; round < 20; round++) {
      for (let k = 0; k < 20; k++) {
        for (let entity = 0; entity < 20; entity++) seen.add(uniform(key, acceptance, entity, round, k));
      }
    }
    expect(seen.size).toBe(8000);
  });
});

describe('normal', () => {
  it('has the moments of the standard normal distribution', () => {
    const values = row((i) => normal(key, acceptance, norway, i, 0));
    const moment = (power: number): number => values.reduce((sum, z) => sum + z ** power, 0) / count;
    expect(Math.abs(moment(1))).toBeLessThan(0.025);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.035);
    expect(Math.abs(moment(3))).toBeLessThan(0.1);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.25);
  });

  it('rises with the uniform of the same place', () => {
    for (let i = 0; i < 100; i++) {
      const high = uniform(key, acceptance, norway, i, 0) > 0.5;
      expect(normal(key, acceptance, norway, i, 0) > 0).toBe(high);
    }
  });
});

function keyText(key: RunKey): string {
  return `${key.k0},${key.k1}`;
}

function ones(word: number): number {
  return (word >>> 0).toString(2).replaceAll('0', '').length;
}

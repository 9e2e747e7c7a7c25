import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chainValue,
  createChain,
  hashBytes32,
  hashWords32,
  mixRecord,
  wordHex,
} from '../../engine/run/digest.ts';

type Six = readonly [number, number, number, number, number, number];

function chainOf(records: readonly Six[]): string {
  const chain = createChain();
  for (const record of records) mixRecord(chain, ...record);
  return chainValue(chain);
}

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const six = fc.tuple(word, word, word, word, word, word);

/** Records of well-spread words that the Python reference makes as well. */
const weyl = Array.from({ length: 1000 }, (_, i): Six => {
  const at = (j: number): number => Math.imul(i * 6 + j + 1, 0x9e3779b9);
  return [at(0), at(1), at(2), at(3), at(4), at(5)];
});

// Every expected value in this file was printed by reference.py beside it, an independent program that first
// proves itself by SMHasher's verification values.
describe('chain', () => {
  it.each<[string, Six[], string]>([
    ['nothing', [], '04c2ffac6d7a56f26d7a56f26d7a56f2'],
    ['zeros', [[0, 0, 0, 0, 0, 0]], '2fa512e5e84a7d91e527b741c791d2c7'],
    ['one record', [[1, 2, 3, 4, 5, 6]], 'f24ddb96057439360233414ac8126052'],
    [
      'two records',
      [
        [1, 2, 3, 4, 5, 6],
        [-1, -1, -1, -1, -1, -1],
      ],
      'd789cf586ce6585529b4f63123a0f98d',
    ],
    ['1000 records', weyl, '117adcf6a63095846c04ac6412fbbd6c'],
  ])('of %s is MurmurHash3_x86_128', (_name, records, expected) => {
    expect(chainOf(records)).toBe(expected);
  });

  it('tells the order', () => {
    fc.assert(
      fc.property(six, six, (a, b) => {
        fc.pre(a.join() !== b.join());
        return chainOf([a, b]) !== chainOf([b, a]);
      }),
    );
  });

  it('tells how many records there were', () => {
    const zeros: Six = [0, 0, 0, 0, 0, 0];
    const values = Array.from({ length: 50 }, (_, i) => chainOf(Array.from({ length: i }, () => zeros)));
    expect(new Set(values).size).toBe(50);
  });

  it('changes about half its bits for any one bit of any word, also under later records', () => {
    const base: Six = [11, -22, 33, 0, 2 ** 31 - 1, 7];
    for (const after of [[], weyl.slice(0, 3)]) {
      const before = chainOf([base, ...after]);
      for (let at = 0; at < 6; at++) {
        for (let bit = 0; bit < 32; bit++) {
          const flipped = base.map((value, i) => (i === at ? value ^ (1 << bit) : value)) as unknown as Six;
          const changed = differingBits(before, chainOf([flipped, ...after]));
          expect(changed).toBeGreaterThan(35); // 64 expected, standard deviation 5.7
          expect(changed).toBeLessThan(93);
        }
      }
    }
  });

  it('takes words modulo 2³² and reading it changes nothing', () => {
    const signed = createChain();
    const unsigned = createChain();
    mixRecord(signed, -1, -2, -3, -4, -5, -6);
    chainValue(signed);
    mixRecord(unsigned, 2 ** 32 - 1, 2 ** 32 - 2, 2 ** 32 - 3, 2 ** 32 - 4, 2 ** 32 - 5, 2 ** 32 - 6);
    expect([...signed]).toEqual([...unsigned]);
    const copy = signed.slice();
    mixRecord(signed, 1, 1, 1, 1, 1, 1);
    mixRecord(copy, 1, 1, 1, 1, 1, 1);
    expect(chainValue(copy)).toBe(chainValue(signed));
  });
});

describe('hashWords32', () => {
  it('is MurmurHash3_x86_32 of the little-endian bytes', () => {
    expect(hashWords32(new Int32Array(0))).toBe(0);
    expect(hashWords32(Int32Array.of(0))).toBe(593689054);
    expect(hashWords32(Int32Array.of(1, -2, 3))).toBe(3739524355);
    expect(hashWords32(Float64Array.of(0.1, -2.5))).toBe(2637962506);
    expect(hashWords32(Float64Array.of(0))).toBe(1669671676);
    expect(hashWords32(Uint8Array.of(1, 2, 255))).toBe(316800660);
  });

  it('reads the part asked for, whatever array it is a part of', () => {
    expect(hashWords32(Int32Array.of(9, 1, -2, 3, 9), 1, 4)).toBe(3739524355);
    expect(hashWords32(Float64Array.of(9, 0.1, -2.5).subarray(1))).toBe(2637962506);
    expect(() => hashWords32(new Int32Array(3), 1, 4)).toThrow(RangeError);
    expect(() => hashWords32(new Int32Array(3), 2, 1)).toThrow(RangeError);
  });

  it('changes about half its bits for any one bit of a double', () => {
    const words = new Int32Array(6);
    const view = new Float64Array(words.buffer);
    view.set([0.25, 1e-9, -7]);
    const before = hashWords32(view);
    let total = 0;
    for (let bit = 0; bit < 192; bit++) {
      const at = bit >> 5;
      words[at] = (words[at] ?? 0) ^ (1 << (bit & 31));
      const after = hashWords32(view);
      words[at] = (words[at] ?? 0) ^ (1 << (bit & 31));
      expect(after).not.toBe(before);
      total += differingBits(wordHex(before), wordHex(after));
    }
    expect(total / 192).toBeGreaterThan(14.5);
    expect(total / 192).toBeLessThan(17.5);
  });

  it('does not tell −0 from 0 or one NaN from another', () => {
    expect(hashWords32(Float64Array.of(-0))).toBe(hashWords32(Float64Array.of(0)));
    const odd = new Float64Array(1);
    new Int32Array(odd.buffer).set([1, 0x7ff80001]);
    expect(hashWords32(odd)).toBe(hashWords32(Float64Array.of(NaN)));
    expect(hashWords32(odd)).not.toBe(hashWords32(Float64Array.of(Infinity)));
  });

  it('tells lengths and orders apart', () => {
    const zeros = Array.from({ length: 64 }, (_, i) => hashWords32(new Float64Array(i)));
    expect(new Set(zeros).size).toBe(64);
    expect(hashWords32(Int32Array.of(1, 2))).not.toBe(hashWords32(Int32Array.of(2, 1)));
  });
});

describe('hashBytes32', () => {
  it('passes SMHasher’s verification test of MurmurHash3_x86_32', () => {
    const key = Uint8Array.from({ length: 256 }, (_, i) => i);
    const results = new Uint8Array(1024);
    for (let i = 0; i < 256; i++) {
      new DataView(results.buffer).setUint32(4 * i, hashBytes32(key.subarray(0, i), 256 - i), true);
    }
    expect(hashBytes32(results, 0)).toBe(0xb0f57ee3);
  });
});

function differingBits(a: string, b: string): number {
  const difference = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  return difference.toString(2).replaceAll('0', '').length;
}

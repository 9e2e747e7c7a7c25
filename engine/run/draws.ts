/**
 * Random numbers that are looked up, not consumed: a draw is a function of (run key, stream, entity, round,
 * k). No generator state exists, so nothing has to be saved for a branch, a draw in one place shifts no
 * other, and two arms of an experiment share the draws of what they have in common.
 *
 * The generator is Philox4x32-10: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel Random
 * Numbers: As Easy as 1, 2, 3", SC'11, https://doi.org/10.1145/2063384.2063405. It passes BigCrush for every
 * key and counter pattern its authors tried, adjacent counters included. One block makes one draw:
 *
 *   counter word 0   round   (or tick; 0 for draws before the first round)
 *   counter word 1   k       (number of the draw within the turn, from 0)
 *   counter word 2   entity  (`entityId` of a party's stream key, or an index of the caller's)
 *   counter word 3   stream  (`streamId` of the purpose: 'acceptance', 'readiness', …)
 *   key words 0, 1   the run key
 *
 * Each word is taken modulo 2³²; different quadruples are different blocks, so no two draws of a run share
 * one. Observers and guards never draw.
 */
// `alea` alone: seedrandom's main file draws from Math.random as it loads. The file is CommonJS without
// `__esModule`.
// @ts-expect-error its types describe the main file only
import untypedAlea from 'seedrandom/lib/alea.js';
import { encodeUtf8, isControl } from '../bytes.ts';
import { limits } from '../limits.ts';
import { inverseNormal } from '../math.ts';
import { hashBytes32 } from './digest.ts';

/** The 64-bit key that all draws of one run share, as two signed words. Make it with `runKey`. */
export interface RunKey {
  readonly k0: number;
  readonly k1: number;
}

/** Thrown by `runKey`: `bad-seed` for the seed, `bad-branch` for the replicate. */
export class SeedError extends Error {
  readonly code: 'bad-seed' | 'bad-branch';

  constructor(code: 'bad-seed' | 'bad-branch', message: string) {
    super(message);
    this.name = 'SeedError';
    this.code = code;
  }
}

const alea = untypedAlea as (seed: string) => { int32(): number };

/**
 * Fractions of √2 and √3 (the first words of SHA-256): a key of its own for the one block that makes run
 * keys.
 */
const keyOfKeys0 = 0x6a09e667;
const keyOfKeys1 = 0xbb67ae85;
const streamSeed = 0x73747265; // "stre"
const entitySeed = 0x656e7469; // "enti"

/** The block made last. Only read in the call that made it; it carries nothing from one draw to the next. */
const block = new Int32Array(4);

/**
 * The key of a run.
 *
 * A number counts as its decimal text, so 7 and '7' are one seed. The text is brought to Unicode NFC (an é
 * typed as one character or as two is one seed), prefixed with its length and fed to seedrandom's `alea`.
 * Four words of that are compressed to 64 bits by one Philox block, because alea's own words of similar seeds
 * share structure and its first two words do not depend on its whole state.
 *
 * @param seed a whole number (safe integer) or a text of 1 to 256 UTF-16 units; spaces and case count
 * @param replicate 0 is the run itself; 1, 2, … are fresh futures of a branch, each with an unrelated key
 * @throws SeedError for anything else (objects, `undefined`, `NaN`, 0.5, texts with half a surrogate pair):
 *   seedrandom alone would seed all objects alike, and an unset variable with the text "undefined"
 */
export function runKey(seed: string | number, replicate = 0): RunKey {
  const text = seedText(seed);
  if (!(Number.isSafeInteger(replicate) && replicate >= 0)) {
    throw new SeedError(
      'bad-branch',
      `A replicate is a whole number from 0; this is ${describe(replicate)}.`,
    );
  }
  // The length prefix ends the seed, so no seed text can imitate another seed with a replicate behind it.
  const suffix = replicate === 0 ? '' : `/${replicate}`;
  const source = alea(`${text.length}:${text}${suffix}`);
  philox4x32(source.int32(), source.int32(), source.int32(), source.int32(), keyOfKeys0, keyOfKeys1, block);
  return Object.freeze({ k0: block[0] as number, k1: block[1] as number });
}

/**
 * The text that stands for a seed wherever one is recorded: decimal for numbers, NFC for texts.
 *
 * @throws SeedError as `runKey` does
 */
export function seedText(seed: string | number): string {
  if (typeof seed === 'number' && Number.isSafeInteger(seed)) return String(seed);
  if (typeof seed !== 'string') {
    throw new SeedError('bad-seed', `A seed is a whole number or a text; this is ${describe(seed)}.`);
  }
  // Normalising costs time in proportion, so what is far too long is not normalised first.
  const text = seed.length > 4 * limits.seedCharacters ? seed : seed.normalize('NFC');
  if (text.length < 1 || text.length > limits.seedCharacters) {
    throw new SeedError(
      'bad-seed',
      `A seed has 1 to ${limits.seedCharacters} characters; this has ${text.length}.`,
    );
  }
  for (let i = 0; i < text.length; i++) {
    if (isControl(text.charCodeAt(i))) {
      throw new SeedError('bad-seed', 'A seed holds no control characters and no line breaks.');
    }
  }
  // With the flag `u` only a surrogate without its partner matches; no file could hold such a seed.
  if (/[\uD800-\uDFFF]/u.test(text)) {
    throw new SeedError('bad-seed', 'A seed must be valid Unicode; this holds half a surrogate pair.');
  }
  return text;
}

/**
 * A refused value in words, without calling any code of its own (`toString` of an object could do
 * anything).
 */
function describe(value: unknown): string {
  if (typeof value === 'number' || value === null || value === undefined) return String(value);
  return `a value of type ${typeof value}`;
}

/**
 * The 32-bit id of a stream (a purpose that draws), 0 … 2³² − 1: MurmurHash3_x86_32 of the NFC text's UTF-8
 * bytes, seed 0x73747265. Take it once at compile. Two names can share an id (1 pair in 2³²); whoever
 * registers names compares.
 */
export function streamId(name: string): number {
  taken.add(name);
  return hashBytes32(encodeUtf8(name.normalize('NFC')), streamSeed);
}

/** Names of the streams that the loaded modules have taken. */
const taken = new Set<string>();

/**
 * Names of all streams that draw, in code-unit order: every chance in a run belongs to one of them. The part
 * before the point is the mechanism or protocol that draws.
 */
export function streamNames(): string[] {
  return [...taken].sort((a, b) => (a < b ? -1 : 1));
}

/**
 * The 32-bit id of an entity, 0 … 2³² − 1, as `streamId` with seed 0x656e7469. For a party the text is its
 * `stream` key, by default its id. Two equal ids in one scenario would draw alike: the compiler compares all
 * and reports `stream-collision` (1 chance in 140,000 for 250 parties).
 */
export function entityId(text: string): number {
  return hashBytes32(encodeUtf8(text.normalize('NFC')), entitySeed);
}

/**
 * A number uniform on the open interval (0, 1): the 2⁵² midpoints (i + ½) · 2⁻⁵², so 0 and 1 never occur, 1 −
 * u is as likely as u, and `ln(u)` and `inverseNormal(u)` are finite.
 *
 * @param stream from `streamId`
 * @param entity from `entityId`, or any 32-bit number
 * @param round 32-bit number
 * @param k number of the draw within the turn, from 0
 */
export function uniform(key: RunKey, stream: number, entity: number, round: number, k: number): number {
  philox4x32(round, k, entity, stream, key.k0, key.k1, block);
  // 26 bits of each word. With 53 bits and the half added the largest sum would round up to 1.
  return (
    (((block[0] as number) >>> 6) * 0x4000000 + ((block[1] as number) >>> 6) + 0.5) * 2.220446049250313e-16
  );
}

/**
 * A standard normal number by inversion of `uniform` with the same arguments: within ±8.21, monotone in it.
 */
export function normal(key: RunKey, stream: number, entity: number, round: number, k: number): number {
  return inverseNormal(uniform(key, stream, entity, round, k));
}

/**
 * Philox4x32-10: ten rounds on a 128-bit counter (c0 … c3) under a 64-bit key (k0, k1), the result in `out[0
 * … 3]` as signed words. Exported for tests and for callers that need all 128 bits; draws go through
 * `uniform` and `normal`.
 */
export function philox4x32(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Int32Array,
): void {
  let x0 = c0 | 0;
  let x1 = c1 | 0;
  let x2 = c2 | 0;
  let x3 = c3 | 0;
  let key0 = k0 | 0;
  let key1 = k1 | 0;
  for (let round = 0; round < 10; round++) {
    // High halves of x0 · 0xd2511f53 and x2 · 0xcd9e8d57. JavaScript has no such operation: 16-bit halves,
    // and no partial sum exceeds 32 bits ((2¹⁶ − 1)² + 2¹⁶ − 1 < 2³²).
    const a0 = x0 & 0xffff;
    const a1 = x0 >>> 16;
    const b0 = x2 & 0xffff;
    const b1 = x2 >>> 16;
    const p = (Math.imul(a1, 0x1f53) + (Math.imul(a0, 0x1f53) >>> 16)) | 0;
    const q = (Math.imul(a0, 0xd251) + (p & 0xffff)) | 0;
    const r = (Math.imul(b1, 0x8d57) + (Math.imul(b0, 0x8d57) >>> 16)) | 0;
    const s = (Math.imul(b0, 0xcd9e) + (r & 0xffff)) | 0;
    const high0 = Math.imul(a1, 0xd251) + (p >>> 16) + (q >>> 16);
    const high1 = Math.imul(b1, 0xcd9e) + (r >>> 16) + (s >>> 16);
    const low0 = Math.imul(x0, 0xd2511f53);
    const low1 = Math.imul(x2, 0xcd9e8d57);
    x0 = high1 ^ (x1 ^ key0);
    x1 = low1;
    x2 = high0 ^ (x3 ^ key1);
    x3 = low0;
    // The key schedule adds the golden ratio and √3 − 1; the sum after the last round is not used.
    key0 = (key0 + 0x9e3779b9) | 0;
    key1 = (key1 + 0xbb67ae85) | 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}

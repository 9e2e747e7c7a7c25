/**
 * Digests that are cheap enough to be always on: a 128-bit chain over every record of a run, and a 32-bit
 * digest of a slice of state. Integer operations only, so every JavaScript engine gives the same bits.
 *
 * Both are MurmurHash3 by Austin Appleby (https://github.com/aappleby/smhasher, public domain), unchanged,
 * over the little-endian bytes of the words; any published implementation can check them:
 *
 *   chainValue   = MurmurHash3_x86_128(for each record: w0 … w5 and two zero words, seed 0x506c656e)
 *   hashWords32  = MurmurHash3_x86_32(the words of the slice, seed 0)
 *
 * They find accidents (a changed record, another order, a flipped bit), not forgeries: anybody can construct
 * two streams with one value. A run's SHA-256 and its replay are what a doubter relies on.
 */

/** Words of a record. */
export const recordWords = 6;

/** Words of a chain's state: four of MurmurHash3 and the number of records modulo 2³². */
const chainWords = 5;

/** Place of the number of records in a chain. */
export const countWord = 4;

/**
 * "Plen". A seed other than 0, because from zero lanes a stream of zero words would leave two lanes close
 * to zero.
 */
const chainSeed = 0x506c656e;

/** Bytes the chain consumes per record: six words and two of zero that fill MurmurHash3's 16-byte blocks. */
const recordBytes = 32;

/**
 * A chain's state: `Int32Array(5)`. Copy it with `slice()` for a snapshot; read it with `chainValue` only.
 */
export type Chain = Int32Array;

/** A chain over no records. */
export function createChain(): Chain {
  const chain = new Int32Array(chainWords);
  chain.fill(chainSeed, 0, 4);
  return chain;
}

/**
 * Adds one record of six 32-bit words to `chain`, in place. Words are taken modulo 2³² (`| 0`); a double
 * travels as the two words of its bits. Allocates nothing.
 *
 * For a given state the map from (w0 … w3), and then from (w4, w5), to the next state is one to one, so two
 * records that differ in one half only can never give the same chain.
 */
export function mixRecord(
  chain: Chain,
  w0: number,
  w1: number,
  w2: number,
  w3: number,
  w4: number,
  w5: number,
): void {
  let h1 = chain[0] as number;
  let h2 = chain[1] as number;
  let h3 = chain[2] as number;
  let h4 = chain[3] as number;
  let k: number;

  // First block of MurmurHash3_x86_128: w0 … w3.
  k = Math.imul(w0, 0x239b961b);
  h1 ^= Math.imul((k << 15) | (k >>> 17), 0xab0e9789);
  h1 = (Math.imul(((h1 << 19) | (h1 >>> 13)) + h2, 5) + 0x561ccd1b) | 0;
  k = Math.imul(w1, 0xab0e9789);
  h2 ^= Math.imul((k << 16) | (k >>> 16), 0x38b34ae5);
  h2 = (Math.imul(((h2 << 17) | (h2 >>> 15)) + h3, 5) + 0x0bcaa747) | 0;
  k = Math.imul(w2, 0x38b34ae5);
  h3 ^= Math.imul((k << 17) | (k >>> 15), 0xa1e38b93);
  h3 = (Math.imul(((h3 << 15) | (h3 >>> 17)) + h4, 5) + 0x96cd1c35) | 0;
  k = Math.imul(w3, 0xa1e38b93);
  h4 ^= Math.imul((k << 18) | (k >>> 14), 0x239b961b);
  h4 = (Math.imul(((h4 << 13) | (h4 >>> 19)) + h1, 5) + 0x32ac3b17) | 0;

  // Second block: w4, w5, 0, 0. A zero word contributes nothing before the lane's rotation.
  k = Math.imul(w4, 0x239b961b);
  h1 ^= Math.imul((k << 15) | (k >>> 17), 0xab0e9789);
  h1 = (Math.imul(((h1 << 19) | (h1 >>> 13)) + h2, 5) + 0x561ccd1b) | 0;
  k = Math.imul(w5, 0xab0e9789);
  h2 ^= Math.imul((k << 16) | (k >>> 16), 0x38b34ae5);
  h2 = (Math.imul(((h2 << 17) | (h2 >>> 15)) + h3, 5) + 0x0bcaa747) | 0;
  h3 = (Math.imul(((h3 << 15) | (h3 >>> 17)) + h4, 5) + 0x96cd1c35) | 0;
  h4 = (Math.imul(((h4 << 13) | (h4 >>> 19)) + h1, 5) + 0x32ac3b17) | 0;

  chain[0] = h1;
  chain[1] = h2;
  chain[2] = h3;
  chain[3] = h4;
  chain[countWord] = ((chain[countWord] as number) + 1) | 0;
}

/**
 * The value of `chain` as 32 hexadecimal digits (h1 h2 h3 h4, each big-endian). Leaves the chain as it is.
 */
export function chainValue(chain: Chain): string {
  const length = Math.imul(chain[countWord] as number, recordBytes);
  let h1 = (chain[0] as number) ^ length;
  let h2 = (chain[1] as number) ^ length;
  let h3 = (chain[2] as number) ^ length;
  let h4 = (chain[3] as number) ^ length;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  h1 = finalMix(h1);
  h2 = finalMix(h2);
  h3 = finalMix(h3);
  h4 = finalMix(h4);
  h1 = (h1 + h2 + h3 + h4) | 0;
  return wordHex(h1) + wordHex(h2 + h1) + wordHex(h3 + h1) + wordHex(h4 + h1);
}

/**
 * The two digits of each byte: a batch writes four words a round, and formatting numbers took a tenth of its
 * time.
 */
const byteHex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Eight lower-case hexadecimal digits of a 32-bit word, signed or not: `wordHex(-1)` is `'ffffffff'`. */
export function wordHex(word: number): string {
  return (
    byteHex[word >>> 24] + byteHex[(word >>> 16) & 255] + byteHex[(word >>> 8) & 255] + byteHex[word & 255]
  );
}

/** Arrays whose elements are whole numbers of at most 32 bits. */
export type IntegerView = Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array;

/** One double seen as two words. */
const double = new Float64Array(1);
const doubleWords = new Int32Array(double.buffer);
/**
 * Where the low word is: 0 on every little-endian machine. Asked once, so that a big-endian one agrees as
 * well.
 */
const lowWord = ((): 0 | 1 => {
  double[0] = 1; // 0x3ff00000_00000000
  return doubleWords[0] === 0 ? 0 : 1;
})();
const highWord = 1 - lowWord;

/**
 * 32-bit digest (0 … 2³² − 1) of `view[start … end)`. Every element of an integer array counts as one word
 * whatever its width; a double counts as its low and high word. −0 counts as 0 and every NaN as one NaN:
 * neither difference survives a record file. Allocates nothing.
 *
 * Slices of different length have different digests in all but 1 of 2³² cases, even if all elements are 0.
 *
 * @throws RangeError when the range is not inside the array
 */
export function hashWords32(view: IntegerView | Float64Array, start = 0, end = view.length): number {
  if (!(start >= 0 && start <= end && end <= view.length)) throw new RangeError('slice outside its array');
  return view instanceof Float64Array ? hashDoubles(view, start, end) : hashIntegers(view, start, end);
}

function hashIntegers(view: IntegerView, start: number, end: number): number {
  let hash = 0;
  for (let i = start; i < end; i++) hash = mixWord(hash, view[i] as number);
  return finalMix(hash ^ ((end - start) << 2)) >>> 0;
}

function hashDoubles(view: Float64Array, start: number, end: number): number {
  let hash = 0;
  for (let i = start; i < end; i++) {
    const value = view[i] as number;
    double[0] = value + 0; // −0 + 0 is 0
    if (Number.isNaN(value)) {
      // The bits of a NaN are the implementation's own business.
      doubleWords[lowWord] = 0;
      doubleWords[highWord] = 0x7ff80000;
    }
    hash = mixWord(hash, doubleWords[lowWord] as number);
    hash = mixWord(hash, doubleWords[highWord] as number);
  }
  return finalMix(hash ^ ((end - start) << 3)) >>> 0;
}

/**
 * MurmurHash3_x86_32 of `bytes`, 0 … 2³² − 1. For identifiers of texts (`draws.ts`), not for security.
 *
 * @param seed 32-bit number that separates uses, so that one text has unrelated values in each
 */
export function hashBytes32(bytes: Uint8Array, seed: number): number {
  const blocks = bytes.length & ~3;
  let hash = seed | 0;
  for (let i = 0; i < blocks; i += 4) {
    hash = mixWord(hash, wordAt(bytes, i));
  }
  if (blocks < bytes.length) {
    // The last one to three bytes go in without the body's rotation: that is how the algorithm is published.
    hash ^= scramble(wordAt(bytes, blocks));
  }
  return finalMix(hash ^ bytes.length) >>> 0;
}

/** Four bytes as a little-endian word; those past the end count as 0. */
function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

/** One step of MurmurHash3_x86_32. */
function mixWord(hash: number, word: number): number {
  const mixed = hash ^ scramble(word);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function scramble(word: number): number {
  const product = Math.imul(word, 0xcc9e2d51);
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593);
}

/**
 * MurmurHash3's finaliser `fmix32`: every bit of the input changes every bit of the result with probability
 * ½.
 */
function finalMix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

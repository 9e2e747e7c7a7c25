/**
 * Random permutations that are looked up, not stored: the image of one number follows from a key, so a Latin
 * hypercube of ten million points needs no tables.
 */
import { philox4x32, type RunKey } from '../../../run/draws.ts';

const rounds = 8;
const block = new Int32Array(4);

/**
 * Image of `index` under a pseudo-random permutation of 0 … `size − 1`.
 *
 * A generalised Feistel network on a × a ≥ size numbers, whose round function is Philox, and cycle walking:
 * an image outside is mapped again until it is inside. J. Black & P. Rogaway, "Ciphers with Arbitrary Finite
 * Domains", CT-RSA 2002, sections 3 and 4. About (1 + 1/√size)² walks of eight rounds.
 *
 * @param which number of the permutation among those of the key and stream
 */
export function permuted(key: RunKey, stream: number, which: number, index: number, size: number): number {
  const side = Math.ceil(Math.sqrt(size));
  let image = index;
  do {
    let left = image % side;
    let right = (image - left) / side;
    for (let round = 0; round < rounds; round++) {
      philox4x32(right, round, which, stream, key.k0, key.k1, block);
      // The remainder of 32 bits by a side of at most 32,000 prefers no value by more than one in 130,000.
      const next = (left + ((block[0] as number) >>> 0)) % side;
      left = right;
      right = next;
    }
    image = right * side + left;
  } while (image >= size);
  return image;
}

/**
 * The design of variance-based sensitivity indices: two independent halves A and B of a Sobol sequence, and
 * for each factor a copy of A in which that factor alone has the value of B. `sobolIndices` reads the results
 * in this order.
 */
import * as z from 'zod';
import { runKey } from '../../../run/draws.ts';
import { defineDesign, designSeed, powerOfTwo } from './design.ts';
import { sobolDimensions, sobolSequence } from './sobol-sequence.ts';

const parameters = z.strictObject({
  base: powerOfTwo.describe(
    'number of rows of each half, a power of two; a plan has base × (factors + 2) runs',
  ),
  scramble: z
    .enum(['shift', 'none'])
    .default('shift')
    .describe('shift: all points moved by one random point; none: the sequence as published'),
  seed: designSeed,
});

/**
 * The design of Saltelli et al. Row r of d factors has the points r(d + 2), …, r(d + 2) + d + 1: A, then A
 * with factor 1 … d of B, then B. The unscrambled sequence starts with the same corner for A and B, a row
 * that tells nothing.
 */
export const saltelli = defineDesign({
  id: 'saltelli',
  summary: 'how much of the variance of a result each factor explains, alone and with others',
  source: 'Saltelli et al., Computer Physics Communications 181, 2010, 259–270',
  parameters,
  maxDimensions: Math.floor(sobolDimensions / 2),
  count: ({ base }, dimensions) => base * (dimensions + 2),
  plan({ scramble, seed }, dimensions) {
    const key = scramble === 'shift' ? runKey(seed) : undefined;
    const rowAt = sobolSequence(2 * dimensions, key);
    const halves = new Float64Array(2 * dimensions);
    return (index, out) => {
      const block = index % (dimensions + 2);
      rowAt((index - block) / (dimensions + 2), halves);
      const isB = block === dimensions + 1;
      for (let d = 0; d < dimensions; d++) {
        out[d] = halves[isB || block === d + 1 ? dimensions + d : d] as number;
      }
    };
  },
});

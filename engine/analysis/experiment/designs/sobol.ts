/** Points of a Sobol sequence: they fill the space more evenly than random ones, all factors together. */
import * as z from 'zod';
import { runKey } from '../../../run/draws.ts';
import { defineDesign, designSeed, powerOfTwo } from './design.ts';
import { sobolDimensions, sobolSequence } from './sobol-sequence.ts';

const parameters = z.strictObject({
  samples: powerOfTwo.describe('number of points, a power of two'),
  scramble: z
    .enum(['shift', 'none'])
    .default('shift')
    .describe('shift: all points moved by one random point; none: the sequence as published'),
  seed: designSeed,
});

/** The Sobol sequence. */
export const sobol = defineDesign({
  id: 'sobol',
  summary: 'points that fill the space evenly in all factors together',
  source: 'Joe & Kuo, SIAM Journal on Scientific Computing 30, 2008, 2635–2654',
  parameters,
  maxDimensions: sobolDimensions,
  count: ({ samples }) => samples,
  plan: ({ scramble, seed }, dimensions) =>
    sobolSequence(dimensions, scramble === 'shift' ? runKey(seed) : undefined),
});

/**
 * Latin hypercube: every factor is cut into as many strata of equal size as there are points, and every
 * stratum of every factor holds exactly one point.
 */
import * as z from 'zod';
import { runKey, streamId, uniform } from '../../../run/draws.ts';
import { defineDesign, designSeed, sampleCount } from './design.ts';
import { permuted } from './permutation.ts';

const parameters = z.strictObject({
  samples: sampleCount.describe('number of points, and of strata of each factor'),
  within: z
    .enum(['random', 'centre'])
    .default('random')
    .describe('where in its stratum a point lies: at random, or in the middle'),
  seed: designSeed,
});

const streamOfStrata = streamId('design-stratum');
const streamOfPlaces = streamId('design-place');

/** The Latin hypercube. */
export const latinHypercube = defineDesign({
  id: 'latin-hypercube',
  summary: 'each factor evenly covered, whatever the others do; the design for the whole parameter space',
  source: 'McKay, Beckman & Conover, Technometrics 21(2), 1979, 239–245',
  parameters,
  maxDimensions: 10_000,
  count: ({ samples }) => samples,
  plan({ samples, within, seed }, dimensions) {
    const key = runKey(seed);
    return (index, out) => {
      for (let d = 0; d < dimensions; d++) {
        const stratum = permuted(key, streamOfStrata, d, index, samples);
        const place = within === 'centre' ? 0.5 : uniform(key, streamOfPlaces, d, index, 0);
        const value = (stratum + place) / samples;
        // Rounding can carry a place next to the upper edge over it.
        out[d] = Math.floor(value * samples) === stratum ? value : (stratum + 0.5) / samples;
      }
    };
  },
});

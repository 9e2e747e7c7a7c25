/** Independent uniform points: the plainest design, and the yardstick of the others. */
import * as z from 'zod';
import { runKey, streamId, uniform } from '../../../run/draws.ts';
import { defineDesign, designSeed, sampleCount } from './design.ts';

const parameters = z.strictObject({
  samples: sampleCount.describe('number of points'),
  seed: designSeed,
});

const stream = streamId('design-point');

/** Independent uniform points. */
export const random = defineDesign({
  id: 'random',
  summary: 'independent uniform points; each further point is as good as the last',
  source: 'Metropolis & Ulam, Journal of the American Statistical Association 44, 1949, 335–341',
  parameters,
  maxDimensions: 10_000,
  count: ({ samples }) => samples,
  plan({ seed }, dimensions) {
    const key = runKey(seed);
    return (index, out) => {
      for (let d = 0; d < dimensions; d++) out[d] = uniform(key, stream, d, index, 0);
    };
  },
});

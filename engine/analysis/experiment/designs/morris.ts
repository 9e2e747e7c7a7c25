/**
 * Morris trajectories: from a random point of a grid each factor is moved once, in random order. The changes
 * of the result along the way are the elementary effects, of which `morrisEffects` makes the screening.
 */
import * as z from 'zod';
import { runKey, streamId, uniform } from '../../../run/draws.ts';
import { defineDesign, designSeed } from './design.ts';

const parameters = z.strictObject({
  trajectories: z
    .number()
    .int()
    .min(2)
    .max(1_000_000)
    .default(20)
    .describe('number of trajectories; each takes one point more than there are factors'),
  levels: z
    .number()
    .int()
    .min(2)
    .max(100)
    .multipleOf(2)
    .default(4)
    .describe('levels of the grid of each factor, an even number'),
  seed: designSeed,
});

const streamOfStart = streamId('design-start');
const streamOfSign = streamId('design-sign');
const streamOfOrder = streamId('design-order');
/** The upper end of the range: coordinates are below 1. */
const top = 1 - 1.1102230246251565e-16;

/**
 * The design of Morris. The grid has the levels 0, 1/(p − 1), …, 1 (the last one a hair below 1), and a step
 * is Δ = p / (2(p − 1)), which makes all levels equally likely. Points of trajectory t are t(d + 1), …,
 * t(d + 1) + d.
 */
export const morris = defineDesign({
  id: 'morris',
  summary: 'screening: which of many factors matter at all, with few runs',
  source: 'Morris, Technometrics 33(2), 1991, 161–174',
  parameters,
  maxDimensions: 10_000,
  count: ({ trajectories }, dimensions) => trajectories * (dimensions + 1),
  plan({ levels, seed }, dimensions) {
    const key = runKey(seed);
    const half = levels / 2;
    const order = new Int32Array(dimensions);
    return (index, out) => {
      const step = index % (dimensions + 1);
      const trajectory = (index - step) / (dimensions + 1);
      for (let d = 0; d < dimensions; d++) order[d] = d;
      // Only the first factors of the shuffle (Durstenfeld) are needed: those that have moved.
      for (let moved = 0; moved < step; moved++) {
        const left = dimensions - moved;
        const pick = moved + Math.floor(uniform(key, streamOfOrder, moved, trajectory, 0) * left);
        const factor = order[pick] as number;
        order[pick] = order[moved] as number;
        order[moved] = factor;
      }
      for (let place = 0; place < dimensions; place++) {
        const factor = order[place] as number;
        const low = Math.floor(uniform(key, streamOfStart, factor, trajectory, 0) * half);
        const rises = uniform(key, streamOfSign, factor, trajectory, 0) < 0.5;
        const level = place < step === rises ? low + half : low;
        out[factor] = Math.min(level / (levels - 1), top);
      }
    };
  },
});

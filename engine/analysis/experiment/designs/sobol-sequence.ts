/** The Sobol sequence itself, which the Sobol and the Saltelli design take their points from. */
import { philox4x32, type RunKey, streamId } from '../../../run/draws.ts';
import { directionNumbers } from './direction-numbers.ts';

/** Binary digits of a coordinate; the sequence has 2³² points. */
const bits = 32;
const streamOfShift = streamId('design-shift');

const lines = directionNumbers.trim().split('\n');

/** The most dimensions of the sequence. */
export const sobolDimensions = lines.length + 1;

/** Direction numbers V₁ … V₃₂ of one dimension, from 0, scaled by 2³². */
function directionsOf(dimension: number): Uint32Array {
  const directions = new Uint32Array(bits);
  if (dimension === 0) {
    for (let k = 0; k < bits; k++) directions[k] = 1 << (bits - 1 - k);
    return directions;
  }
  const [inner, ...initial] = (lines[dimension - 1] as string).split(' ').map(Number) as [number];
  const degree = initial.length;
  for (let k = 0; k < bits; k++) {
    if (k < degree) {
      directions[k] = (initial[k] as number) << (bits - 1 - k);
      continue;
    }
    // The recurrence of Joe & Kuo 2008, formula (2), on numbers scaled by 2³².
    const last = directions[k - degree] as number;
    let value = last ^ (last >>> degree);
    for (let j = 1; j < degree; j++) {
      if ((inner >>> (degree - 1 - j)) & 1) value ^= directions[k - j] as number;
    }
    directions[k] = value;
  }
  return directions;
}

/**
 * Points of the Sobol sequence in the order of the Gray code (Antonov & Saleev, USSR Computational
 * Mathematics and Mathematical Physics 19, 1979, 252–256), as in the authors’ own program.
 *
 * @param key given: all points are shifted digit by digit by one random point (digital shift), which keeps
 *   how evenly they lie, moves the first point away from the corner, and makes estimates unbiased
 * @returns the point of an index below 2³², every coordinate a multiple of 2⁻³² in [0, 1)
 */
export function sobolSequence(dimensions: number, key?: RunKey) {
  const directions = new Uint32Array(dimensions * bits);
  const shift = new Int32Array(dimensions);
  const block = new Int32Array(4);
  for (let d = 0; d < dimensions; d++) {
    directions.set(directionsOf(d), d * bits);
    if (key === undefined) continue;
    philox4x32(0, 0, d, streamOfShift, key.k0, key.k1, block);
    shift[d] = block[0] as number;
  }
  return (index: number, out: Float64Array): void => {
    const gray = (index ^ (index >>> 1)) >>> 0;
    for (let d = 0; d < dimensions; d++) {
      let value = shift[d] as number;
      for (let rest = gray, at = d * bits; rest !== 0; rest >>>= 1, at++) {
        if (rest & 1) value ^= directions[at] as number;
      }
      out[d] = (value >>> 0) / 4294967296;
    }
  };
}

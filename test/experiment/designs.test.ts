import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Design } from '../../engine/analysis/experiment/designs/design.ts';
import { designCalled, designs } from '../../engine/analysis/experiment/designs/index.ts';
import { permuted } from '../../engine/analysis/experiment/designs/permutation.ts';
import { runKey, streamId } from '../../engine/run/draws.ts';

/** All points of a design, with the defaults of its schema filled in. */
function pointsOf(id: string, given: object, dimensions: number): number[][] {
  const design = designCalled(id) as Design;
  const parameters = design.parameters.parse(given);
  const out = new Float64Array(dimensions);
  return Array.from({ length: design.count(parameters, dimensions) }, (_, index) => {
    design.point(parameters, dimensions, index, out);
    return [...out];
  });
}

const column = (points: readonly number[][], d: number): number[] =>
  points.map((point) => point[d] as number);

/** Small parameters of every design, and the number of points that five factors take with them. */
const small: Record<string, [parameters: object, points: number]> = {
  random: [{ samples: 50 }, 50],
  'latin-hypercube': [{ samples: 50 }, 50],
  sobol: [{ samples: 64 }, 64],
  morris: [{ trajectories: 7 }, 42],
  saltelli: [{ base: 16 }, 112],
};

/**
 * Square of the L2 star discrepancy: T. T. Warnock, "Computational investigations of low-discrepancy point
 * sets", 1972. Random points have (2⁻ᵈ − 3⁻ᵈ)/n on average.
 */
function discrepancy(points: readonly number[][]): number {
  const [n, d] = [points.length, (points[0] as number[]).length];
  const product = (values: number[]): number => values.reduce((so, value) => so * value, 1);
  let alone = 0;
  let pairs = 0;
  for (const x of points) {
    alone += product(x.map((value) => (1 - value * value) / 2));
    for (const y of points) pairs += product(x.map((value, k) => 1 - Math.max(value, y[k] as number)));
  }
  return 3 ** -d - (2 / n) * alone + pairs / (n * n);
}

describe('every design', () => {
  it('is tried here', () => {
    expect(designs.map(({ id }) => id).sort()).toEqual(Object.keys(small).sort());
  });

  it.each(Object.entries(small))('%s gives each point from its index alone', (id, [parameters, count]) => {
    const forwards = pointsOf(id, parameters, 5);
    expect(forwards).toHaveLength(count);
    const design = designCalled(id) as Design;
    const again = design.parameters.parse(parameters);
    const out = new Float64Array(5);
    for (let index = count - 1; index >= 0; index--) {
      design.point(again, 5, index, out);
      expect([...out]).toEqual(forwards[index]);
    }
    expect(forwards.flat().every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it.each(Object.entries(small))('%s differs with its seed only', (id, [parameters]) => {
    const points = pointsOf(id, { ...parameters, seed: 'a' }, 3);
    expect(pointsOf(id, { ...parameters, seed: 'a' }, 3)).toEqual(points);
    expect(pointsOf(id, { ...parameters, seed: 'b' }, 3)).not.toEqual(points);
  });

  it.each(Object.entries(small))('%s keeps plans of other sizes apart', (id, [parameters]) => {
    const design = designCalled(id) as Design;
    const same = design.parameters.parse(parameters);
    const out = new Float64Array(5);
    design.point(same, 3, 1, out);
    design.point(same, 5, 1, out);
    expect([...out]).toEqual(pointsOf(id, parameters, 5)[1]);
  });

  it.each(Object.entries(small))('%s refuses what is no point of it', (id, [parameters, count]) => {
    const design = designCalled(id) as Design;
    const valid = design.parameters.parse(parameters);
    const out = new Float64Array(5);
    for (const index of [-1, 0.5, count]) expect(() => design.point(valid, 5, index, out)).toThrow(/point/);
    for (const dimensions of [0, 2.5, design.maxDimensions + 1]) {
      expect(() => design.count(valid, dimensions)).toThrow(/dimensions/);
    }
    expect(design.parameters.safeParse({ ...parameters, seed: '' }).success).toBe(false);
  });

  it('reaches point ten million at once', () => {
    for (const [id, key] of [
      ['random', 'samples'],
      ['latin-hypercube', 'samples'],
      ['sobol', 'samples'],
      ['morris', 'trajectories'],
      ['saltelli', 'base'],
    ] as const) {
      const design = designCalled(id) as Design;
      const size = { samples: 16_777_216, trajectories: 1_000_000, base: 2 ** 20 }[key];
      const parameters = design.parameters.parse({ [key]: size });
      const out = new Float64Array(20);
      design.point(parameters, 20, 10_000_000, out);
      expect(new Set(out).size).toBeGreaterThan(2);
    }
  });
});

describe('the Sobol sequence', () => {
  // Output of the authors' program for `sobol 10 3 new-joe-kuo-6.21201`.
  it('starts as Joe and Kuo print it', () => {
    const points = pointsOf('sobol', { samples: 16, scramble: 'none' }, 3);
    expect(points.slice(0, 10)).toEqual([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
      [0.1875, 0.3125, 0.9375],
      [0.6875, 0.8125, 0.4375],
    ]);
  });

  // scipy.stats.qmc.Sobol(256, scramble=False, bits=32).random(2048) of SciPy 1.17.1, an implementation of
  // its own that reads the same published table.
  it('is SciPy’s far out and in high dimensions', () => {
    const points = pointsOf('sobol', { samples: 2048, scramble: 'none' }, 256);
    const some = (index: number) => [1, 2, 64, 128, 256].map((d) => (points[index] as number[])[d - 1]);
    expect(some(1000)).toEqual([0.2197265625, 0.0966796875, 0.4462890625, 0.5439453125, 0.2490234375]);
    expect(some(2047)).toEqual([0.00048828125, 0.62744140625, 0.98876953125, 0.02197265625, 0.47998046875]);
    const sum = (index: number) => (points[index] as number[]).reduce((so, x) => so + x * 2 ** 32, 0);
    expect([sum(1000), sum(2047)]).toEqual([555292295168, 554075947008]);
  });

  it.each(['none', 'shift'])('puts one point in each of 2ᵏ equal parts of every factor (%s)', (scramble) => {
    const points = pointsOf('sobol', { samples: 128, scramble }, 256);
    for (let d = 0; d < 256; d++) {
      const parts = column(points, d).map((value) => Math.floor(value * 128));
      expect(new Set(parts).size).toBe(128);
    }
  });

  it('is unbiased when it is shifted: the first point is anywhere', () => {
    const first = Array.from({ length: 400 }, (_, seed) => pointsOf('sobol', { samples: 2, seed }, 1)[0]);
    const mean = first.flat().reduce((so, value) => so + value, 0) / 400;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 / Math.sqrt(12 * 400));
  });

  it('refuses a number of points that is no power of two, and names the closest', () => {
    for (const [id, key] of [
      ['sobol', 'samples'],
      ['saltelli', 'base'],
    ] as const) {
      const parsed = (designCalled(id) as Design).parameters.safeParse({ [key]: 1000 });
      expect(parsed.error?.issues.map(({ path, message }) => [path, message])).toEqual([
        [[key], 'must be a power of two; closest to 1000 are 512 and 1024'],
      ]);
      expect((designCalled(id) as Design).parameters.safeParse({ [key]: 1024 }).success).toBe(true);
    }
  });
});

describe('how evenly points lie', () => {
  it('random points as theory says, a Latin hypercube better, a Sobol sequence better still', () => {
    const [n, d, seeds] = [128, 4, 20];
    const mean = (id: string): number => {
      let sum = 0;
      for (let seed = 0; seed < seeds; seed++) sum += discrepancy(pointsOf(id, { samples: n, seed }, d));
      return sum / seeds;
    };
    const theory = (2 ** -d - 3 ** -d) / n;
    const [random, latin, sobol] = [mean('random'), mean('latin-hypercube'), mean('sobol')];
    expect(random / theory).toBeGreaterThan(0.7);
    expect(random / theory).toBeLessThan(1.4);
    expect(latin).toBeLessThan(0.8 * random);
    expect(sobol).toBeLessThan(0.3 * random);
  });
});

describe('the Latin hypercube', () => {
  it('has one point in each stratum of each factor', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer(),
        fc.constantFrom('random', 'centre'),
        (samples, dimensions, seed, within) => {
          const points = pointsOf('latin-hypercube', { samples, seed, within }, dimensions);
          for (let d = 0; d < dimensions; d++) {
            const strata = column(points, d).map((value) => Math.floor(value * samples));
            expect(new Set(strata).size).toBe(samples);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves its factors uncorrelated', () => {
    const points = pointsOf('latin-hypercube', { samples: 2000 }, 4);
    for (const [a, b] of [
      [0, 1],
      [1, 2],
      [0, 3],
    ] as const) {
      const covariance =
        points.reduce((so, p) => so + ((p[a] as number) - 0.5) * ((p[b] as number) - 0.5), 0) / 2000;
      // Four standard errors of a correlation of 0.
      expect(Math.abs(12 * covariance)).toBeLessThan(4 / Math.sqrt(2000));
    }
  });

  it('permutes without preference: every place is as likely for every point', () => {
    const [size, seeds] = [7, 4200];
    const counts = new Float64Array(size * size);
    for (let seed = 0; seed < seeds; seed++) {
      const key = runKey(seed);
      for (let i = 0; i < size; i++) {
        const image = permuted(key, streamId('test'), 0, i, size);
        counts[i * size + image] = (counts[i * size + image] as number) + 1;
      }
    }
    const expected = seeds / size;
    const chiSquare = counts.reduce((so, count) => so + (count - expected) ** 2 / expected, 0);
    // 36 degrees of freedom: mean 36, standard deviation √72.
    expect(chiSquare).toBeLessThan(36 + 4 * Math.sqrt(72));
    expect(chiSquare).toBeGreaterThan(36 - 4 * Math.sqrt(72));
  });
});

describe('Morris trajectories', () => {
  it('move every factor once by Δ = p / (2(p − 1)), from levels that are equally likely', () => {
    const [d, p, trajectories] = [6, 4, 300];
    const points = pointsOf('morris', { trajectories, levels: p }, d);
    const delta = p / (2 * (p - 1));
    const seen = new Map<number, number>();
    const firstMoved = new Map<number, number>();
    for (let t = 0; t < trajectories; t++) {
      const moved = [];
      for (let step = 0; step < d; step++) {
        const [from, to] = [points[t * (d + 1) + step], points[t * (d + 1) + step + 1]] as number[][];
        const changed = from.flatMap((value, k) => (value === to[k] ? [] : [k]));
        expect(changed).toHaveLength(1);
        const [k] = changed as [number];
        expect(Math.abs((to[k] as number) - (from[k] as number))).toBeCloseTo(delta, 12);
        moved.push(k);
      }
      expect(new Set(moved).size).toBe(d);
      firstMoved.set(moved[0] as number, (firstMoved.get(moved[0] as number) ?? 0) + 1);
      for (const value of points[t * (d + 1)] as number[]) {
        const level = Math.round(value * (p - 1));
        expect(value * (p - 1)).toBeCloseTo(level, 12);
        seen.set(level, (seen.get(level) ?? 0) + 1);
      }
    }
    // 1800 starts over 4 levels, and 300 first moves over 6 factors: within four standard deviations.
    for (let level = 0; level < p; level++) expect(Math.abs((seen.get(level) ?? 0) - 450)).toBeLessThan(74);
    for (let k = 0; k < d; k++) expect(Math.abs((firstMoved.get(k) ?? 0) - 50)).toBeLessThan(26);
  });

  it('takes an even number of levels only', () => {
    const { parameters } = designCalled('morris') as Design;
    expect(parameters.safeParse({ levels: 5 }).success).toBe(false);
    expect(parameters.safeParse({ levels: 6 }).success).toBe(true);
  });
});

describe('the design of Saltelli', () => {
  it('has in each row A, then A with one factor of B, then B', () => {
    const d = 3;
    const points = pointsOf('saltelli', { base: 8, scramble: 'none' }, d);
    const rows = pointsOf('sobol', { samples: 8, scramble: 'none' }, 2 * d);
    for (let r = 0; r < 8; r++) {
      const row = rows[r] as number[];
      const [a, b] = [row.slice(0, d), row.slice(d)];
      expect(points[r * (d + 2)]).toEqual(a);
      expect(points[r * (d + 2) + d + 1]).toEqual(b);
      for (let k = 0; k < d; k++) {
        expect(points[r * (d + 2) + 1 + k]).toEqual(a.map((value, j) => (j === k ? b[j] : value)));
      }
    }
  });
});

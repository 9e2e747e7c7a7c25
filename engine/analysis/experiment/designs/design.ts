/**
 * What a sampling design is: points of the unit cube [0, 1)ᵈ, one for each row of a plan, in an order that is
 * fixed. A point follows from its index alone, so that a plan of ten million points takes no memory, any
 * worker can make its own part of it, and a shard needs nothing of another shard.
 */
import * as z from 'zod';
import { assert, Fault } from '../../../codes.ts';
import { SeedError, seedText } from '../../../run/draws.ts';

/** Parameters of a design as its schema gives them, defaults filled in. They must not change afterwards. */
export type DesignParameters = Readonly<Record<string, unknown>>;

/** Writes the coordinates of point `index` into the first places of `out`. */
export type PointAt = (index: number, out: Float64Array) => void;

/** A sampling design. */
export interface Design {
  readonly id: string;
  /** What it is good for, in one line. */
  readonly summary: string;
  /** Where the method was published. */
  readonly source: string;
  readonly parameters: z.ZodObject;
  /** The most dimensions (factors) that it can fill. */
  readonly maxDimensions: number;
  /** Number of points with these parameters and this many factors. */
  count(parameters: DesignParameters, dimensions: number): number;
  /**
   * Writes point `index`, from 0 to `count − 1`, into `out[0 … dimensions − 1]`; every coordinate is in [0,
   * 1). What does not depend on the index is worked out once and kept with the parameters.
   *
   * @throws Fault for an index that is no point of the plan, or too many dimensions
   */
  point(parameters: DesignParameters, dimensions: number, index: number, out: Float64Array): void;
}

/** What one file of a design says; `defineDesign` makes the design of it. */
export interface DesignSpec<S extends z.ZodObject> {
  readonly id: string;
  readonly summary: string;
  readonly source: string;
  readonly parameters: S;
  readonly maxDimensions: number;
  count(parameters: z.output<S>, dimensions: number): number;
  /** Everything that does not depend on the index, and from it the points. */
  plan(parameters: z.output<S>, dimensions: number): PointAt;
}

/** A design of its specification: keeps one prepared plan for each parameters object, and checks indices. */
export function defineDesign<S extends z.ZodObject>(spec: DesignSpec<S>): Design {
  const prepared = new WeakMap<DesignParameters, { dimensions: number; count: number; pointAt: PointAt }>();
  const count = (parameters: DesignParameters, dimensions: number): number => {
    checkDimensions(spec, dimensions);
    return spec.count(parameters as z.output<S>, dimensions);
  };
  return {
    id: spec.id,
    summary: spec.summary,
    source: spec.source,
    parameters: spec.parameters,
    maxDimensions: spec.maxDimensions,
    count,
    point(parameters, dimensions, index, out) {
      let plan = prepared.get(parameters);
      if (plan === undefined || plan.dimensions !== dimensions) {
        const points = count(parameters, dimensions);
        const pointAt = spec.plan(parameters as z.output<S>, dimensions);
        plan = { dimensions, count: points, pointAt };
        prepared.set(parameters, plan);
      }
      if (!(Number.isInteger(index) && index >= 0 && index < plan.count)) {
        throw new Fault(`point ${index} of a plan of ${plan.count} points`);
      }
      plan.pointAt(index, out);
    },
  };
}

function checkDimensions(spec: { id: string; maxDimensions: number }, dimensions: number): void {
  const fits = Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= spec.maxDimensions;
  assert(fits, `design ${spec.id} fills 1 to ${spec.maxDimensions} dimensions; this is ${dimensions}`);
}

/**
 * The seed of a design, which is recorded with it; any seed of a run will do. Streams of designs have names
 * of their own, so a design shares no draw with the runs of the same seed.
 */
export const designSeed = z
  .union([z.string(), z.number()])
  .refine(isSeed, 'must be a seed: a whole number, or a text of 1 to 256 characters')
  .default(1)
  .describe('seed of the random part of the design: a whole number or a text');

function isSeed(seed: string | number): boolean {
  try {
    seedText(seed);
    return true;
  } catch (error) {
    if (error instanceof SeedError) return false;
    throw error;
  }
}

/** Number of points of a random design. */
export const sampleCount = z.number().int().min(1).max(1_000_000_000);

/**
 * Number of points of a Sobol sequence, a power of two: any other number leaves some of the equal boxes with
 * a point more than others, and estimates converge at the rate of random points (Owen 2020).
 */
export const powerOfTwo = z
  .number()
  .int()
  .min(2)
  .max(16_777_216)
  .check(({ value, issues }) => {
    if (value === closestBelow(value)) return;
    const below = closestBelow(value);
    const message = `must be a power of two; closest to ${value} are ${below} and ${2 * below}`;
    issues.push({ code: 'custom', message, input: value });
  });

/** The largest power of two that is not above `value`, from 1. */
function closestBelow(value: number): number {
  let power = 1;
  while (2 * power <= value) power *= 2;
  return power;
}

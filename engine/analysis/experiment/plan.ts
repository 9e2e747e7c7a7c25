/**
 * The plan of a batch: which runs there are, each known by a number alone. A run's number fixes its point
 * (an arm, and a value of every factor), its replicate, its seed and so its result: who plays it, when and
 * beside what changes nothing.
 *
 * Numbers stay what they are when replications are added. They count blocks: the first `block` replicates of
 * point 0, of point 1 and so on, then the next `block` replicates of point 0. Within a block, runs share
 * their compiled scenario. Numbers of replicates beyond the last are not used.
 */
import type { Override } from '../../scenario/overrides.ts';
import { type Factor, factorOf, factorsOf, overridesOf } from './factors.ts';
import { givingWay, variesIn } from './places.ts';
import { type Points, pointsOf } from './points.ts';
import { type Arm, type Experiment, mostReplications, type Space } from './schema.ts';

/** The parts of a batch: the runs proper, and those all over the space of plausible values. */
export type StageId = 'runs' | 'space';

/**
 * Which runs share a seed. `common`: those of one replicate, whatever their point; `place`: those of one
 * replicate at one place of the design, whatever their arm; `independent`: none.
 */
export type SeedPolicy = Experiment['seeds'] | 'place';

/** A point: an arm, and a value of every factor. */
export interface Point {
  readonly index: number;
  readonly arm: Arm;
  /** Its place in the design; arms at the same place are compared. */
  readonly place: number;
  /** What results show of the factors, in their order; NaN where the arm holds all that the factor sets. */
  readonly cells: readonly (number | string)[];
  /** What is set in the scenario. */
  readonly overrides: readonly Override[];
}

/** One part of a batch. */
export interface Stage {
  readonly id: StageId;
  readonly arms: readonly Arm[];
  readonly factors: readonly Factor[];
  /** Points of the design; there are `arms.length` times as many points. */
  readonly places: number;
  readonly points: number;
  /** Runs of each point; the most there can be when a rule stops them. */
  readonly replications: number;
  readonly block: number;
  readonly firstSeed: number;
  readonly seeds: SeedPolicy;
  point(index: number): Point;
}

/** Runs of a point that are played one after the other, unless a rule looks at them more often. */
const usualBlock = 64;

/** Most runs of a plan. */
export const mostRuns = 100_000_000;

/** What a stage is made of besides its factors. */
interface StageFacts extends Pick<Stage, 'arms' | 'replications' | 'block' | 'firstSeed' | 'seeds'> {
  /** Whether a factor sets a place in an arm; all of them everywhere unless given. */
  readonly varies?: (arm: Arm, factor: Factor, path: string) => boolean;
}

function stageOf(
  id: StageId,
  factors: readonly Factor[],
  design: Points,
  { varies, ...facts }: StageFacts,
): Stage {
  const { arms } = facts;
  const pathsIn = (arm: Arm) =>
    factors.map((factor) => factor.paths.filter((path) => varies === undefined || varies(arm, factor, path)));
  const paths = arms.map(pathsIn);
  return {
    id,
    factors,
    places: design.count,
    points: design.count * arms.length,
    ...facts,
    point: (index) => {
      const arm = arms[index % arms.length];
      const place = Math.floor(index / arms.length);
      const values = design.at(place);
      const own = Object.entries(arm.set).map(([path, value]) => ({ path, value }));
      const varied = paths[index % arms.length];
      const set = varied.map((places, f) => overridesOf({ paths: places }, values[f]));
      const holds = (f: number) => set[f].length === 0 && factors[f].paths.length > 0;
      const cells = values.map(({ cell }, f) => (holds(f) ? Number.NaN : cell));
      return { index, arm, place, cells, overrides: [...own, ...set.flat()] };
    },
  };
}

/** Least points of a space, and points a range: enough to tell apart what a parameter does from chance. */
const leastSamples = 64;
const samplesPerRange = 4;

/** How many points of the space of plausible values are tried. */
export function samplesOf({ samples, ranges }: Pick<Space, 'samples' | 'ranges'>): number {
  return samples ?? Math.max(leastSamples, samplesPerRange * ranges.length);
}

/**
 * How far the seeds of the space lie from the first one. A fixed distance, beyond all seeds that the runs
 * proper can have: when replications are added, runs keep their seeds. Independent runs have their numbers as
 * seeds; these are below 10¹⁴, as a block has at most 10⁵ replicates and a plan 10⁸ runs.
 */
const seedsApart = { common: mostReplications, independent: 1e14 };

/**
 * The parts of the batch that an experiment asks for.
 *
 * @param document the scenario as written: arms and ranges may name its parts by id or by place
 */
export function stagesOf(experiment: Experiment, document?: unknown): Stage[] {
  const { replications, stop, space, firstSeed, seeds } = experiment;
  const factors = factorsOf(experiment);
  const block = stop?.every ?? usualBlock;
  const design = pointsOf(factors, experiment.design);
  const { arms } = experiment;
  const stages = [stageOf('runs', factors, design, { arms, replications, block, firstSeed, seeds })];
  if (space === undefined) return stages;
  const tried = arms.filter(({ id }) => space.arms?.includes(id) ?? true);
  const ranges = givingWay(space.ranges.map(factorOf), tried, document);
  const spread = pointsOf(ranges, {
    kind: 'latin-hypercube',
    samples: samplesOf(space),
    within: 'random',
    seed: space.seed,
  });
  const facts: StageFacts = {
    arms: tried,
    replications: space.replications,
    block: usualBlock,
    firstSeed: firstSeed + seedsApart[seeds],
    // What is said of the share of points would hold for a few streams of draws alone if all points had them.
    seeds: seeds === 'common' ? 'place' : seeds,
  };
  const varies = variesIn(tried, ranges, document);
  stages.push(stageOf('space', ranges, spread, { ...facts, varies }));
  return stages;
}

/** Runs of a part. */
export const runsOf = ({ points, replications }: Stage): number => points * replications;

/** One past the highest number of a part: a multiple of the block for every point. */
export function endOf({ points, replications, block }: Stage): number {
  return Math.ceil(replications / block) * points * block;
}

/** The number of a run. */
export function runNumber({ points, block }: Stage, point: number, replicate: number): number {
  const round = Math.floor(replicate / block);
  return (round * points + point) * block + (replicate - round * block);
}

/** Where a run's number stands. */
export interface RunPlace {
  readonly point: number;
  readonly replicate: number;
}

/** The point and replicate of a number, whether the replicate is played or not. */
export function placeOf({ points, block }: Stage, run: number): RunPlace {
  const unit = Math.floor(run / block);
  const round = Math.floor(unit / points);
  return { point: unit - round * points, replicate: round * block + (run - unit * block) };
}

/** Whether a number names a run of the part. */
export function isRun(stage: Stage, run: number): boolean {
  if (!Number.isSafeInteger(run) || run < 0 || run >= endOf(stage)) return false;
  return placeOf(stage, run).replicate < stage.replications;
}

/**
 * The seed of a run. Those of a place are numbered as runs are, blocks of replicates place by place, so that
 * they stay what they are when replications are added.
 */
export function seedOf(stage: Stage, run: number, { point, replicate }: RunPlace): number {
  const { seeds, firstSeed, arms, block, places } = stage;
  if (seeds === 'common') return firstSeed + replicate;
  if (seeds === 'independent') return firstSeed + run;
  const round = Math.floor(replicate / block);
  const place = Math.floor(point / arms.length);
  return firstSeed + (round * places + place) * block + (replicate - round * block);
}

/** Whether a point has no value of a factor: its arm holds all that the factor would set. */
export const isHeld = (cell: number | string): boolean => Number.isNaN(cell);

/** The values of the factors that a point has, each with the id of its factor. */
export function valuesAt({ factors }: Stage, { cells }: Point): { id: string; value: number | string }[] {
  return factors.map(({ id }, f) => ({ id, value: cells[f] })).filter(({ value }) => !isHeld(value));
}

/**
 * Titles of the factors of all arms that one of them holds: it sets, or takes out, all that they would set.
 */
export function heldBy(stage: Stage, arm: string): string[] {
  return titlesIn(stage, arm, ({ arms, except }, holds) => {
    return arms === undefined && except?.includes(arm) !== true && holds;
  });
}

/** Titles of the factors of all arms that another, which names the arm, takes the place of there. */
export function replacedIn(stage: Stage, arm: string): string[] {
  return titlesIn(stage, arm, ({ except }) => except?.includes(arm) === true);
}

/** Titles of the factors that an arm of a stage is varied in, and not every arm. */
export function aloneIn(stage: Stage, arm: string): string[] {
  return titlesIn(stage, arm, ({ arms }, holds) => arms?.includes(arm) === true && !holds);
}

function titlesIn(
  { arms, factors, point }: Stage,
  arm: string,
  isMeant: (factor: Factor, holds: boolean) => boolean,
): string[] {
  const index = arms.findIndex(({ id }) => id === arm);
  if (index < 0) return [];
  const { cells } = point(index);
  return factors.filter((factor, f) => isMeant(factor, isHeld(cells[f]))).map(({ title }) => title);
}

/** A share of a batch: one of `of` machines, from 0. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Neighbouring runs that go to the same machine. */
const grain = 8;

/** Whether a run belongs to a share. Neighbours stay together, and shares are as equal as can be. */
export function isInShard({ block }: Pick<Stage, 'block'>, run: number, { index, of }: Shard): boolean {
  const unit = Math.floor(run / block);
  return (unit + Math.floor((run - unit * block) / grain)) % of === index;
}

/** A stretch of numbers, from the first up to and without `to`, and of them the replicates from `above`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Replicates before this one are left out: they have been played. */
  readonly above: number;
  /** Replicates from this one on are left out: they are not asked for. */
  readonly below: number;
}

/**
 * Walks the runs of a stretch in the order of their numbers. It makes no object a run, for a batch passes
 * each several times.
 */
export class RunWalk implements RunPlace {
  run: number;
  point = 0;
  replicate = 0;
  readonly #stage: Stage;
  readonly #shard: Shard | undefined;
  readonly #end: number;
  readonly #above: number;
  readonly #below: number;
  /** One past the last number of the block, and the first replicate of it. */
  #blockEnd: number;
  #firstReplicate: number;

  constructor(stage: Stage, { from, to, above, below }: Stretch, shard?: Shard) {
    this.#stage = stage;
    this.#shard = shard;
    this.#end = Math.min(to, endOf(stage));
    this.#above = above;
    this.#below = Math.min(below, stage.replications);
    this.run = from - 1;
    const { points, block } = stage;
    const unit = Math.floor(from / block);
    const round = Math.floor(unit / points);
    this.point = unit - round * points;
    this.#blockEnd = (unit + 1) * block;
    this.#firstReplicate = round * block;
  }

  /** Goes to the next run; false when there is none. */
  next(): boolean {
    const { points, block } = this.#stage;
    for (;;) {
      this.run++;
      if (this.run >= this.#end) return false;
      if (this.run >= this.#blockEnd) {
        this.#blockEnd += block;
        if (++this.point === points) {
          this.point = 0;
          this.#firstReplicate += block;
        }
      }
      this.replicate = this.#firstReplicate + this.run - (this.#blockEnd - block);
      if (this.replicate >= this.#below) {
        // The rest of the block is not used either.
        this.run = this.#blockEnd - 1;
        continue;
      }
      if (this.replicate < this.#above) continue;
      if (this.#shard === undefined || isInShard(this.#stage, this.run, this.#shard)) return true;
    }
  }
}

/** The runs of a stretch in the order of their numbers, with their places. */
export function* runsIn(
  stage: Stage,
  stretch: Stretch,
  shard?: Shard,
): Generator<RunPlace & { readonly run: number }> {
  for (const walk = new RunWalk(stage, stretch, shard); walk.next(); ) {
    yield { run: walk.run, point: walk.point, replicate: walk.replicate };
  }
}

/**
 * The one definition of an experiment file: a scenario, what is varied in it, the seeds that the variants
 * share, what is measured, and what is expected before anything is run.
 */
import * as z from 'zod';
import { idSchema } from '../../scenario/schema.ts';
import { designs } from './designs/index.ts';

const line = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\r\n]*$/, 'a title is one line');
const prose = z.string().min(1).max(5000);

/** Factors and metrics of an experiment are columns of tables and names in formulas. */
const nameSchema = z
  .string()
  .max(60)
  .regex(/^[a-z][A-Za-z0-9]*$/, 'a name is letters and digits, starting with a small letter');
const metricName = idSchema.or(z.string().regex(/^[a-z][A-Za-z0-9-]*$/));

const arm = z.strictObject({
  id: idSchema.describe('what hypotheses and results call the arm'),
  title: line.describe('the arm in a few words'),
  set: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('values of the scenario by path, as for `--set`; null takes a part out'),
});

const scalar = z.union([z.number(), z.boolean(), z.string().min(1).max(200), z.null()]);
const level = z.union([
  scalar,
  z.strictObject({
    id: idSchema.describe('what results call the level'),
    value: z.unknown().describe('what is set: anything the scenario may hold at this place'),
  }),
]);

const pathSchema = z.string().min(1).max(500);

const scale = z.enum(['linear', 'log']).default('linear');

/** How many levels a factor may have. */
const mostLevels = 1000;

/** Most factors of a stage: those of the runs, and the ranges of a space, listed and declared together. */
export const mostFactors = 200;

/** Most runs of each arm at each point. */
export const mostReplications = 10_000_000;

const factor = z.strictObject({
  id: nameSchema.describe('its column in results, and its name in formulas'),
  title: line.optional().describe('the factor in a few words'),
  path: pathSchema
    .or(z.array(pathSchema).min(1).max(100))
    .optional()
    .describe('the place in the scenario that it sets, or several; none: formulas alone use it'),
  levels: z.array(level).min(1).max(mostLevels).optional().describe('its values, one by one'),
  range: z
    .strictObject({
      from: z.number(),
      to: z.number(),
      steps: z.number().int().min(2).max(mostLevels).describe('how many values, both ends among them'),
    })
    .optional()
    .describe('evenly spaced values'),
  between: z
    .tuple([z.number(), z.number()])
    .optional()
    .describe('any value from the first up to the second, for designs that sample'),
  scale: scale.describe('for `between`: whether equal steps or equal ratios are equally likely'),
  whole: z.boolean().default(false).describe('for `between`: whole numbers only, both ends among them'),
});

const gridDesign = z.strictObject({
  kind: z.literal('grid').describe('every combination of levels; the last factor changes fastest'),
});
const zipDesign = z.strictObject({
  kind: z.literal('zip').describe('first levels together, then second levels, and so on'),
});
const tableDesign = z.strictObject({
  kind: z.literal('table').describe('the combinations that are listed'),
  rows: z
    .array(z.record(z.string(), z.unknown()))
    .min(1)
    .max(100_000)
    .describe('a value, or the id of a level, for every factor'),
});
const sampled = designs.map((design) =>
  design.parameters.extend({ kind: z.literal(design.id).describe(design.summary) }),
);

/** The ways to choose points; those that sample are registered in `designs/`. */
const designSchema = z.discriminatedUnion('kind', [gridDesign, zipDesign, tableDesign, ...sampled]);

const metric = z.union([
  metricName,
  z.strictObject({
    id: nameSchema.describe('its column in results'),
    title: line.optional(),
    unit: z.string().max(40).default(''),
    expression: z
      .string()
      .min(1)
      .max(2000)
      .describe('a formula of metrics and factors, as in the metrics of scenarios'),
  }),
]);

const series = z.strictObject({
  every: z.enum(['tick', 'round']).default('tick').describe('when a row is taken'),
  metrics: z.array(metricName).min(1).max(50).describe('metrics as they stand then'),
});

const stop = z.strictObject({
  metrics: z
    .array(
      z.strictObject({
        metric: metricName,
        halfWidth: z.number().positive().describe('half the width of the interval of its mean, at most'),
      }),
    )
    .min(1)
    .max(20)
    .describe('the runs end when all of these hold at every point'),
  level: z.number().gt(0.5).lt(1).default(0.95).describe('probability that an interval covers the mean'),
  every: z
    .number()
    .int()
    .min(16)
    .max(100_000)
    .multipleOf(16)
    .default(64)
    .describe('how many runs a point are played between two looks'),
});

const spaceRange = z.strictObject({
  id: nameSchema,
  title: line.optional(),
  path: pathSchema.or(z.array(pathSchema).min(1).max(100)),
  between: z.tuple([z.number(), z.number()]).describe('the values that are plausible'),
  scale,
  whole: z.boolean().default(false),
  arms: z
    .array(idSchema)
    .min(1)
    .max(100)
    .optional()
    .describe(
      'the arms that alone are varied in it, where they do not write a value there, and where it takes the ' +
        'place of a range of all arms; all that set nothing around it unless given',
    ),
  also: z
    .array(idSchema)
    .min(1)
    .max(100)
    .optional()
    .describe('arms that are varied in it as well, where what they set around it leaves it open'),
});

const spaceObject = z.strictObject({
  samples: z
    .number()
    .int()
    .min(8)
    .max(100_000)
    .optional()
    .describe('points of the Latin hypercube; by default four a range, and at least 64'),
  replications: z.number().int().min(1).max(100_000).default(16).describe('runs of every arm at each point'),
  seed: z.string().min(1).max(200).default('space').describe('fixes which points are drawn'),
  arms: z
    .array(idSchema)
    .min(1)
    .max(100)
    .optional()
    .describe('the arms that are tried there; all unless given'),
  declared: z
    .boolean()
    .default(false)
    .describe(
      'whether the space is that of all plausible ranges that the parts of the scenario declare: its ' +
        'mechanisms, protocols and strategies, and the utility model',
    ),
  leaveOut: z
    .array(pathSchema)
    .max(100)
    .default([])
    .describe('with `declared`: mechanisms, other parts and paths of parameters that stay as they are'),
  ranges: z
    .array(spaceRange)
    .max(mostFactors)
    .default([])
    .describe('what is not known for certain, and how far it may be off; with `declared` in its place'),
});

const space = z
  .union([z.literal('declared'), spaceObject])
  .transform((given) => (given === 'declared' ? spaceObject.parse({ declared: true }) : given));

const hypothesis = z.strictObject({
  id: idSchema.describe('what results call the hypothesis'),
  metric: metricName.describe('a built-in metric, one of the scenario or one of the experiment'),
  factor: nameSchema
    .optional()
    .describe('the factor whose levels are compared; without it arms are compared'),
  arm: z
    .union([z.number(), z.boolean(), z.string()])
    .describe('the arm, or the level of the factor, that is expected to differ'),
  against: z
    .union([z.number(), z.boolean(), z.string()])
    .describe('the one it is compared with, seed by seed and point by point'),
  expect: z.enum(['higher', 'lower', 'unchanged']).describe('the expected sign of arm minus against'),
  within: z
    .number()
    .min(0)
    .default(0)
    .describe('for `unchanged`: how large a difference still counts as none, in the unit of the metric'),
  why: prose.describe('the reason, with its source'),
});

/** The schema of experiment files. */
export const experimentSchema = z.strictObject({
  $schema: z.string().optional().describe('address of the JSON Schema, for editors'),
  format: z.literal(1).describe('version of the experiment format'),
  scenario: idSchema.describe('id of the scenario, the folder it is in'),
  title: line.describe('heading of every page about it'),
  question: prose.describe('what the experiment asks'),
  replications: z
    .number()
    .int()
    .min(1)
    .max(mostReplications)
    .default(200)
    .describe('runs of each arm at each point; with `stop` the most there can be'),
  firstSeed: z
    .number()
    .int()
    .min(0)
    .max(1e12)
    .default(1)
    .describe('seed of the first run; the others follow'),
  seeds: z
    .enum(['common', 'independent'])
    .default('common')
    .describe(
      'common: all arms and points play the same seeds and share their draws, in the space the arms at ' +
        'each point; independent: each its own',
    ),
  arms: z
    .array(arm)
    .min(1)
    .max(100)
    .default([{ id: 'scenario', title: 'the scenario as it is', set: {} }])
    .describe('what is compared; the first one is the reference'),
  factors: z.array(factor).max(mostFactors).default([]).describe('what is varied besides, in every arm'),
  design: designSchema.default({ kind: 'grid' }).describe('which combinations of factors are played'),
  metrics: z
    .array(metric)
    .max(200)
    .optional()
    .describe('what is kept of a run; by default all metrics that say something about it'),
  series: series.optional().describe('metrics kept in the course of a run, a row each time'),
  stop: stop.optional().describe('ends the runs early when the means are known well enough'),
  space: space
    .optional()
    .describe(
      'the plausible values of what is not known for certain: hypotheses are tried all over it; `declared` ' +
        'for all those that the scenario’s parts declare',
    ),
  hypotheses: z.array(hypothesis).max(100).default([]).describe('what is expected, before anything is run'),
});

/** An experiment with every default filled in. */
export type Experiment = z.output<typeof experimentSchema>;
/** One arm of an experiment. */
export type Arm = Experiment['arms'][number];
/** One factor of an experiment. */
export type FactorSpec = Experiment['factors'][number];
/** How points are chosen. */
export type DesignSpec = Experiment['design'];
/** A design that lists its rows. */
export type TableDesign = z.output<typeof tableDesign>;
/** Whether a design lists its rows. */
export const isTable = (design: DesignSpec): design is TableDesign => design.kind === 'table';
/** The plausible values of what is not known for certain. */
export type Space = NonNullable<Experiment['space']>;
/** One range of that space. */
export type Range = Space['ranges'][number];
/** One hypothesis of an experiment. */
export type Hypothesis = Experiment['hypotheses'][number];

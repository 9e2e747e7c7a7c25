/**
 * The one definition of an experiment file: a scenario, the arms that are compared, the seeds they share, and
 * what is expected before anything is run.
 */
import * as z from 'zod';
import { idSchema } from '../../scenario/schema.ts';

const line = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\r\n]*$/, 'a title is one line');
const prose = z.string().min(1).max(5000);

const arm = z.strictObject({
  id: idSchema.describe('what hypotheses and results call the arm'),
  title: line.describe('the arm in a few words'),
  set: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('values of the scenario by path, as for `--set`; null takes a part out'),
});

const hypothesis = z.strictObject({
  id: idSchema.describe('what results call the hypothesis'),
  metric: idSchema
    .or(z.string().regex(/^[a-z][A-Za-z0-9-]*$/))
    .describe('a built-in metric or one of the scenario'),
  arm: idSchema.describe('the arm that is expected to differ'),
  against: idSchema.describe('the arm it is compared with, seed by seed'),
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
  replications: z.number().int().min(2).max(1_000_000).default(200).describe('runs of each arm'),
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
    .describe('common: all arms play the same seeds and share their draws; independent: each its own'),
  arms: z.array(arm).min(1).max(100).describe('what is compared; the first one is the reference'),
  hypotheses: z.array(hypothesis).max(100).default([]).describe('what is expected, before anything is run'),
});

/** An experiment with every default filled in. */
export type Experiment = z.output<typeof experimentSchema>;
/** One arm of an experiment. */
export type Arm = Experiment['arms'][number];
/** One hypothesis of an experiment. */
export type Hypothesis = Experiment['hypotheses'][number];

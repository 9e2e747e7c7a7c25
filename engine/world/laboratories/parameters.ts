/** Parameters of the laboratories’ network. */
import * as z from 'zod';
import { limits } from '../../limits.ts';
import { idSchema, share } from '../../scenario/basic-schema.ts';
import { plausible } from '../../scenario/plausible.ts';

const node = z.strictObject({
  id: idSchema.describe('what edges call the laboratory'),
  host: idSchema.describe('the state in which it stands'),
  owners: z
    .array(idSchema)
    .max(limits.parties)
    .default([])
    .describe('parties that own it with its host; with the host they must be of two kinds or it lies idle'),
  stage: z
    .enum(['proposed', 'staffed', 'operating'])
    .default('proposed')
    .describe('how far it is at the start'),
  specialty: z.string().max(60).optional().describe('what it works on, in a word or two'),
});

const weight = share.max(1).describe('weight of the link, at most 1');

/** What a scenario says of the network. */
export const laboratoryParameters = z.strictObject({
  start: z
    .enum(['entry-into-force', 'at-once'])
    .default('entry-into-force')
    .describe('whether funds flow to states that the treaty binds, or to all from the first tick'),
  labs: z
    .number()
    .min(0)
    .max(4)
    .default(1)
    .describe('strength of the network')
    .meta(
      plausible([0.5, 2], 'times the usual strength', {
        scale: 'log',
        source: 'levels of the model’s expected signs',
      }),
    ),
  spill: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.05)
    .describe('readiness a quarter at a distance of 1')
    .meta(plausible([0.025, 0.1], 'readiness a quarter')),
  nodes: z
    .array(node)
    .min(1)
    .max(limits.laboratories)
    .optional()
    .describe('the laboratories; by default one in every state, all of them linked alike'),
  edges: z
    .array(z.tuple([idSchema, idSchema, weight.optional()]))
    .max(limits.laboratoryEdges)
    .default([])
    .describe('links as pairs of laboratories, with a weight; by default the weight of new links'),
  funding: z.number().min(0).max(4).default(1).describe('funds for building and linking'),
  issue: idSchema.optional().describe('issue whose option in the text scales the funds'),
  stageTicks: z
    .number()
    .int()
    .min(1)
    .max(120)
    .default(6)
    .describe('ticks of a stage at a funding of 1')
    .meta(plausible([3, 12], 'ticks')),
  links: z
    .number()
    .min(0)
    .max(12)
    .default(2)
    .describe('links a year that a funding of 1 adds')
    .meta(plausible([1, 4], 'links a year')),
  linkWeight: share
    .default(0.25)
    .describe('weight of a new link')
    .meta(plausible([0.1, 0.4], 'weight')),
});

/** The parameters with their defaults. */
export type LaboratoryParameters = z.output<typeof laboratoryParameters>;

/** Parts of a scenario that say how its text reads and how a party may join it in part. */
import * as z from 'zod';
import { limits } from '../limits.ts';
import { idSchema, prose, title } from './basic-schema.ts';

/** Where an issue stands inside a sentence of another one. */
export const withinSchema = z
  .strictObject({
    issue: idSchema.describe('the issue in whose sentence this one stands'),
    options: z
      .array(idSchema)
      .min(1)
      .max(limits.optionsPerIssue)
      .describe('its options whose sentence holds the placeholder `{id}` of this issue'),
  })
  .describe('the sentences of this issue are parts of a sentence of another one, where `{id}` stands in it');

/** The parts of a treaty besides its articles. */
export const treatySchema = z.strictObject({
  title: title.optional().describe('title of the treaty; by default made from that of the scenario'),
  preamble: z.array(prose).max(60).default([]).describe('recitals, each beginning as in “Mindful that …”'),
  depositary: title
    .default('the depositary')
    .describe('who keeps the original, as in a sentence: “the Secretary-General”'),
  place: title.optional().describe('where it is done, for the closing words'),
  date: title.optional().describe('when it is done, for the closing words: “5 September 2030”'),
  languages: z.array(title).min(1).max(12).default(['English']).describe('languages of the authentic texts'),
  withdrawal: z
    .number()
    .int()
    .min(0)
    .max(120)
    .default(12)
    .describe('months of notice of withdrawal, for the final clause and the mechanism `withdrawal`'),
});

/** Who may join with reservations (Vienna Convention on the Law of Treaties 1969, arts. 2(1)(d), 19–23). */
export const reservationsSchema = z.strictObject({
  permitted: z
    .union([z.enum(['none', 'all']), z.array(idSchema).min(1).max(limits.issues)])
    .default('none')
    .describe('issues on which a party may sign or accede with a reservation: none, all, or their ids'),
});

/** Whether a delegation may join a consensus and dissociate itself from parts of the text. */
export const dissociationSchema = z.strictObject({
  permitted: z.boolean().default(false).describe('whether footnotes of dissociation are allowed'),
  most: z
    .number()
    .int()
    .min(1)
    .max(limits.issues)
    .default(2)
    .describe('most issues that one party may dissociate itself from; more is an objection'),
});

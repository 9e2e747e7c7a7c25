/**
 * The schema of rules: decision rules, entry into force, and the calendar that dates them. Short names stand
 * for presets; `normal-rule.ts` and `normal-force.ts` turn them into the one form that is interpreted.
 */
import * as z from 'zod';
import { limits } from '../limits.ts';
import { idSchema, share, title } from './basic-schema.ts';
import { dissociationSchema, reservationsSchema } from './text-schema.ts';

/** What an abstention or an absence does: nothing, or what a vote against does. */
const treatment = z.enum(['ignored', 'counts-as-no']);

const count = z.number().int().min(0).max(limits.parties);

const chamberRules = [
  'consensus',
  'unanimity',
  'simple-majority',
  'two-thirds',
  'three-quarters',
  'absolute-majority',
] as const;

const chamber = z.strictObject({
  group: idSchema.describe('the group that must carry by itself'),
  rule: z.enum(chamberRules).default('simple-majority').describe('by which of the plain rules'),
});

/** Keys that every decision rule has. */
const common = {
  quorum: count.default(0).describe('voting parties that must be present'),
  quorumShare: share.default(0).describe('share of the voting parties that must be present'),
  voters: idSchema.optional().describe('the group that votes; by default all states'),
  abstention: treatment.optional().describe('what an abstention does; by default as the rule’s house has it'),
  absence: treatment.optional().describe('what an absence does; by default as the rule’s house has it'),
  vetoes: z
    .array(idSchema)
    .max(limits.groups)
    .default([])
    .describe('groups of which a single vote against blocks; abstention and absence are no veto'),
  chambers: z
    .array(chamber)
    .max(limits.groups)
    .default([])
    .describe('groups each of which must carry by its own rule besides'),
};

const weights = idSchema.optional().describe('table of the votes that parties have; by default their weight');

/** A decision rule of a scenario file. */
export const decisionSchema = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('consensus'), ...common }),
  z.strictObject({ rule: z.literal('unanimity'), ...common }),
  z.strictObject({ rule: z.literal('simple-majority'), ...common }),
  z.strictObject({ rule: z.literal('two-thirds'), ...common }),
  z.strictObject({ rule: z.literal('three-quarters'), ...common }),
  z.strictObject({ rule: z.literal('absolute-majority'), ...common }),
  z.strictObject({
    rule: z.literal('affirmative-votes'),
    votes: z.number().int().min(1).max(limits.parties).describe('votes in favour that are needed'),
    ...common,
  }),
  z.strictObject({
    rule: z.literal('weighted-majority'),
    share: share.default(0.5).describe('share of the votes by weight that must be in favour'),
    orMore: z.boolean().default(false).describe('whether the share itself is enough, or more than it needed'),
    weights,
    ...common,
  }),
  z.strictObject({
    rule: z.literal('double-majority'),
    members: share.default(0.55).describe('share of the voting parties that must say yes'),
    weight: share.default(0.65).describe('share of the weight that must say yes'),
    weights,
    blockingMinority: z
      .number()
      .int()
      .min(0)
      .default(0)
      .describe('fewest parties that can block by weight; needs at least 12 voting parties'),
    ...common,
  }),
]);

const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a date is year, month and day: 2026-01-31')
  .describe('a day as year, month and day');

/** The calendar of a scenario file. */
export const calendarSchema = z.strictObject({
  start: date.describe('a day of the month that tick 0 is; the ticks after it are the months after it'),
});

const delay = z.strictObject({
  days: z.number().int().min(0).max(3660).default(0).describe('days after the day the thresholds are met'),
  months: z.number().int().min(0).max(120).default(0).describe('months after it, instead of days'),
  firstOfMonth: z
    .boolean()
    .default(false)
    .describe('whether it then waits for the first day of the next month'),
});

const shareOf = z.strictObject({
  table: idSchema.describe('table of what is shared, such as emissions'),
  group: idSchema.optional().describe('only these parties are in the total and in the sum'),
  total: z.number().positive().optional().describe('what the shares are of; by default the sum of the table'),
  minShare: share.describe('share of the total that must have ratified'),
  roundShares: z
    .enum(['none', '1dp'])
    .default('none')
    .describe('whether each party’s share is rounded to a tenth of a per cent before they are added'),
});

/** A rule of entry into force, of the treaty or of a protocol to it. */
export const forceSchema = z.strictObject({
  parties: z.number().int().min(1).max(limits.parties).describe('ratifications needed'),
  countScope: idSchema.optional().describe('group whose ratifications count; by default all states’'),
  weight: share.default(0).describe('share of the weight that must have ratified'),
  shareOf: shareOf.optional().describe('share of a table that must have ratified'),
  subsetMin: z
    .array(
      z.strictObject({
        group: idSchema.describe('group some of whose members must be among them'),
        n: z.number().int().min(1).max(limits.parties).describe('how many'),
      }),
    )
    .max(limits.groups)
    .default([])
    .describe('how many of a group must be among those who ratified'),
  all: idSchema.optional().describe('group that must have ratified to the last member'),
  delay: delay.prefault({}).describe('what passes between the thresholds and entry into force'),
  notBefore: date.optional().describe('day before which it does not enter into force; needs a calendar'),
  lateParty: z
    .enum(['sameDelay', 'at-once'])
    .default('sameDelay')
    .describe('when a party that ratifies after the thresholds were met is bound'),
  organisations: idSchema.optional().describe('group of the regional organisations among the parties'),
  reioCounts: z
    .boolean()
    .default(false)
    .describe('whether the instrument of a regional organisation counts beside those of its members'),
  waivers: idSchema
    .optional()
    .describe('group whose members waive the thresholds: each is bound at its own ratification'),
});

const protocol = z.strictObject({
  id: idSchema.describe('what records call the protocol'),
  title: title.describe('heading of the protocol'),
  joins: idSchema.describe('group that may join it, and not the treaty'),
  entryIntoForce: forceSchema.describe('its own record of ratification'),
});

/** The rules of a scenario file. */
export const rulesSchema = z.strictObject({
  decision: z
    .array(decisionSchema)
    .min(1)
    .max(4)
    .describe('tried in order: consensus first, then what decides when consensus cannot be had'),
  procedure: decisionSchema
    .prefault({ rule: 'simple-majority' })
    .describe('what decides questions of procedure: motions, appeals, the agenda'),
  named: z
    .record(idSchema, decisionSchema)
    .default({})
    .describe('other rules by name, such as `important`, for `plenary rules` and for protocols of plugins'),
  entryIntoForce: forceSchema
    .prefault({ parties: 1 })
    .describe('all thresholds must be met; leave it out where nothing is ratified'),
  reservations: reservationsSchema.prefault({}).describe('who may join with reservations'),
  dissociation: dissociationSchema.prefault({}).describe('footnotes of those who join a consensus in part'),
  additionalProtocols: z
    .array(protocol)
    .max(limits.additionalProtocols)
    .default([])
    .describe('protocols for outsiders: parties that are asked to respect the treaty without joining it'),
});

/** A rule of entry into force as data. */
export type ForceRuleFile = z.output<typeof forceSchema>;
/** A decision rule as data. */
export type DecisionRuleFile = z.output<typeof decisionSchema>;
/** What an abstention or an absence does. */
export type Treatment = z.output<typeof treatment>;
/** Names of the decision rules, in the order of the schema. */
export const decisionNames: readonly DecisionRuleFile['rule'][] = decisionSchema.options.map(
  (option) => option.shape.rule.value,
);

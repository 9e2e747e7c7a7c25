/**
 * The one definition of a scenario file. From it come the TypeScript types, the validation messages, the
 * JSON Schema that editors use for completion and the reference table of the documentation.
 *
 * The parts that registries own (protocol parameters, mechanism parameters, strategy parameters) are handed
 * in by `engine/registry.ts`, so that a plugin's protocol is validated exactly like a built-in one.
 */
import * as z from 'zod';
import { limits } from '../limits.ts';
import { idSchema, prose, share, title } from './basic-schema.ts';
import { pillarsSchema } from './pillars.ts';
import { plausible } from './plausible.ts';
import { calendarSchema, rulesSchema } from './rule-schema.ts';
import { treatySchema, withinSchema } from './text-schema.ts';

export { idSchema, share };

const partyKinds = ['state', 'firm', 'ngo', 'organisation'] as const;

const redLine = z
  .strictObject({
    atLeast: idSchema.optional().describe('lowest acceptable option of the issue'),
    atMost: idSchema.optional().describe('highest acceptable option of the issue'),
  })
  .describe('hard bounds on one issue: a text outside them is never acceptable, whatever its utility');

const brief = z
  .strictObject({
    public: prose.describe('what everybody at the table may read about this party'),
    confidential: prose.describe('what only the holder of the seat reads: interests, red lines, advice'),
  })
  .describe('the briefing of the seat');

const strategyUse = z.strictObject({
  use: idSchema
    .optional()
    .describe(
      'name of a registered strategy, as `plenary list strategies` shows them; by default ' +
        '`time-dependent`, for the chair `compromise-chair`',
    ),
  with: z.record(z.string(), z.unknown()).default({}).describe('parameters of that strategy'),
});

const constituency = z
  .strictObject({
    id: idSchema.describe('what events and explanations call the constituency'),
    title: title.describe('the constituency in a few words, such as a chamber, a region or a union'),
    weight: share.describe('share of the country; those of one state sum to 1'),
    opinion: share.describe('support for an agreement at the start, in [0, 1]'),
    stubbornness: share
      .optional()
      .describe('how far it holds to what it thinks by itself; by default as the mechanism `opinion` says'),
    exposure: z
      .number()
      .min(-3)
      .max(3)
      .optional()
      .describe(
        'how much of what the treaty gives the country reaches it, by default 1; below 0 it loses by what ' +
          'the country gains',
      ),
    vetoBelow: share
      .optional()
      .describe('support below which it blocks ratification; without it, it has no veto'),
  })
  .describe('a part of the public at home');

const party = z.strictObject({
  id: idSchema.describe('what other parts of the file, overrides and records call the party'),
  code: z
    .string()
    .regex(/^[A-Z]{3}$/, 'a code is three capital letters')
    .describe('three letters shown on every screen'),
  name: title.describe('full name'),
  kind: z.enum(partyKinds).describe('states vote and ratify; the others speak and propose'),
  tier: z.string().max(40).default('').describe('a word for tables, such as frontier or emerging'),
  stream: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('key of this party’s random draws; by default its id. Keep it when relabelling a party'),
  weight: share.default(0).describe('share of voting weight; the states’ weights sum to 1, others have 0'),
  capability: z.number().min(0).max(10).default(1).describe('influence on the chair’s compromise (c_i)'),
  stake: z
    .number()
    .min(0)
    .max(1000)
    .default(1)
    .describe(
      'S_i: absolute scale of its saliences; capability × stake × salience is its weight on an issue',
    ),
  influence: share.default(1).describe('influence in the stakeholder map'),
  readiness: share.default(0.5).describe('AI readiness r_i; low readiness raises the cost of compliance'),
  pillars: pillarsSchema
    .optional()
    .describe(
      'the seven pillars of readiness, for the mechanism `readiness`; by default each is `readiness`',
    ),
  infrastructure: share.optional().describe('power and networks: below a need they hold readiness down'),
  publicTrust: share.optional().describe('trust of the public in AI: below a need it holds readiness down'),
  benefit: z.number().min(0).max(5).default(1.2).describe('b_i: benefit of a deep and kept agreement'),
  cost: z.number().min(0).max(5).default(0.25).describe('k_i: cost of complying with a deep agreement'),
  patience: z
    .number()
    .min(0.5)
    .max(0.99)
    .default(0.9)
    .describe('δ_i, per year; enters the value of reputation'),
  margin: share.default(0.02).describe('μ_i: what a deal must give beyond the reversion point'),
  concession: z.number().min(0.05).max(20).default(1).describe('β_i: below 1 concedes late, above 1 early'),
  opening: share.default(0.05).describe('κ_i: concession at the first round'),
  opinion: share.default(0.5).describe('o_i: public support for an agreement at home'),
  constituencies: z
    .array(constituency)
    .min(1)
    .max(limits.constituencies)
    .optional()
    .describe('parts of the public at home; their mean is then its `opinion`. Without them it is one public'),
  bar: z.number().min(-2).max(2).default(0.5).describe('how much ratification asks for at home'),
  commit: share
    .optional()
    .describe(
      'how far commitments outlive a change of government: its shifts are 1 − commit of their size; by ' +
        'default 0',
    ),
  ratifiesBy: z
    .enum(['legislature', 'executive'])
    .optional()
    .describe(
      'who accepts the treaty at home, by default the legislature; by executive agreement it is bound at ' +
        'once, and the next government can undo it',
    ),
  voice: share.default(0.5).describe('weight of the party’s voice at the table'),
  lobbying: share.default(0).describe('how much a non-state’s endorsement moves ratification everywhere'),
  ideal: z
    .record(idSchema, share)
    .default({})
    .describe('ideal point on each issue, 0 the lowest rung, 1 the highest; follows from `scores` if absent'),
  salience: z
    .record(idSchema, share)
    .default({})
    .describe('weight of each issue; they sum to 1; follow from `scores` if absent'),
  scores: z
    .record(idSchema, z.record(idSchema, z.number().min(-1e6).max(1e6)))
    .optional()
    .describe('what each option of each issue is worth; for the utility model `scores`'),
  reservation: z
    .number()
    .min(-1e6)
    .max(1e6)
    .optional()
    .describe('what no agreement is worth; for the utility model `scores`'),
  redLines: z.record(idSchema, redLine).default({}).describe('hard bounds by issue'),
  strategy: strategyUse.optional().describe('how the seat plays when nobody holds it'),
  brief: brief.optional(),
});

const option = z.strictObject({
  id: idSchema.describe('what overrides and records call the option'),
  title: title.describe('the option in a few words'),
  sentence: prose.describe('the treaty sentence this option stands for'),
  position: share.optional().describe('place on the ladder; by default evenly spaced from 0 to 1'),
});

const issue = z.strictObject({
  id: idSchema.describe('what ideals, saliences and records call the issue'),
  title: title.describe('the issue in a few words'),
  article: title.describe('heading of the treaty article'),
  depth: share.describe('m_k: how much the issue adds to the depth of the agreement; they sum to 1'),
  reversion: idSchema.optional().describe('today’s practice; by default the first option'),
  within: withinSchema.optional(),
  options: z.array(option).min(2).max(limits.optionsPerIssue).describe('from the lowest rung to the highest'),
});

/** Parameters of the utility model. */
export const utilitySchema = z.strictObject({
  model: z
    .enum(['spatial', 'scores'])
    .default('spatial')
    .describe('`spatial`: distance, benefit, cost and voice; `scores`: the sum of each party’s own scores'),
  distance: z
    .number()
    .min(0)
    .max(10)
    .default(1.6)
    .describe('Λ: weight of policy distance')
    .meta(
      plausible([0.8, 2.4], 'utility at a distance of 1', {
        source: 'model equation 2',
        when: { model: 'spatial' },
      }),
    ),
  operations: share
    .default(0.8)
    .describe('Ω: how well the operational systems work, scales the benefit')
    .meta(plausible([0.6, 1], 'share', { source: 'model equation 2', when: { model: 'spatial' } })),
  capacityCost: z
    .number()
    .min(0)
    .max(5)
    .default(0.6)
    .describe('χ: extra cost at low readiness')
    .meta(plausible([0.2, 1], 'share of the cost at readiness 0', { when: { model: 'spatial' } })),
  voice: z
    .number()
    .min(0)
    .max(2)
    .default(0.08)
    .describe('λ_V: weight of voice')
    .meta(plausible([0.02, 0.15], 'utility', { when: { model: 'spatial' } })),
  reliability: share
    .default(0.5)
    .describe('expected reliability of the others when no trust mechanism is on')
    .meta(plausible([0.3, 0.7], 'probability', { when: { model: 'spatial' } })),
  noise: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.02)
    .describe('σ of the judgement noise ε, one draw a round')
    .meta(plausible([0.01, 0.04], 'utility')),
});

/** A group of a scenario file. */
export const groupSchema = z.strictObject({
  id: idSchema.describe('what rules, phases and overrides call the group'),
  title: title.describe('the group in a few words'),
  members: z
    .array(idSchema)
    .min(1)
    .max(limits.parties)
    .describe('ids of its parties; their order does not matter'),
  spokesperson: idSchema.optional().describe('the member that speaks for all of them'),
});

/** A club of a scenario file. */
const clubSchema = z.strictObject({
  id: idSchema.describe('what overrides and reports call the club'),
  title: title.describe('the club in a few words'),
  members: z.array(idSchema).max(limits.parties).describe('ids of its parties; their order does not matter'),
  package: z.record(idSchema, idSchema).describe('what its members agree on: an option by issue'),
  reliability: share
    .optional()
    .describe('how far a member expects the others to keep it; by default `utility.reliability`'),
});

/** A table of a scenario file. */
export const tableSchema = z.strictObject({
  id: idSchema.describe('what rules and overrides call the table'),
  title: title.describe('what the numbers are'),
  unit: title.describe('their unit, such as persons or kt CO2 equivalent'),
  source: prose.optional().describe('where the numbers come from'),
  values: z.record(idSchema, z.number().min(0).max(limits.tableValue)).describe('a number by party'),
});

const metric = z.strictObject({
  id: idSchema.describe('name of the column in results'),
  title: title.describe('what the number says'),
  expression: z
    .string()
    .min(1)
    .max(2000)
    .describe('mathjs syntax over the built-in metrics, for example `participation * depth`'),
});

/** What a registry contributes to the schema: a name, a line of summary and the schema of its parameters. */
export interface ParameterisedEntry {
  readonly id: string;
  readonly summary: string;
  readonly parameters: z.ZodObject;
}

/** The parts of the schema that registries own. */
export interface SchemaParts {
  readonly protocols: readonly ParameterisedEntry[];
  readonly mechanisms: readonly ParameterisedEntry[];
}

/**
 * Builds the schema of a scenario file for a set of registered protocols and mechanisms.
 *
 * @example `scenarioSchema(registry).safeParse(document)`
 */
export function scenarioSchema(parts: SchemaParts) {
  return z.strictObject({
    $schema: z.string().optional().describe('address of the JSON Schema, for editors'),
    format: z.literal(1).describe('version of the scenario format'),
    id: idSchema.describe('name of the scenario, as its folder'),
    title: title.describe('heading of every page about it'),
    summary: prose.describe('a paragraph for the gallery'),
    ticks: z.number().int().min(1).max(limits.ticks).describe('horizon of the run in ticks (months)'),
    goals: z.array(prose).default([]).describe('learning goals, for instructors'),
    sources: z.array(prose).default([]).describe('where structure and numbers come from'),
    parties: z
      .array(party)
      .min(2)
      .max(limits.parties)
      .describe('who takes part; their order does not matter'),
    issues: z
      .array(issue)
      .min(1)
      .max(limits.issues)
      .describe('what is negotiated; their order does not matter'),
    groups: z
      .array(groupSchema)
      .max(limits.groups)
      .default([])
      .describe('named subsets of the parties: blocs, permanent members, annexes'),
    clubs: z
      .array(clubSchema)
      .max(limits.clubs)
      .optional()
      .describe(
        'agreements that some parties can fall back on; the best one that a party can form with the others ' +
          'in it is what no agreement is worth to it, when today’s practice is worth less',
      ),
    tables: z
      .array(tableSchema)
      .max(limits.tables)
      .default([])
      .describe('numbers of the parties that rules refer to: population, emissions'),
    chair: idSchema.optional().describe('the party that holds the pen; it does not vote'),
    utility: utilitySchema.prefault({}).describe('parameters of the utility model that all parties share'),
    calendar: calendarSchema.optional().describe('what dates the ticks are'),
    rules: rulesSchema.describe('how a text is adopted and when it enters into force'),
    treaty: treatySchema.prefault({}).describe('how the treaty reads besides its articles'),
    phases: z
      .array(phaseSchema(parts.protocols))
      .min(1)
      .max(limits.phases)
      .describe('what happens, in this order'),
    world: worldSchema(parts.mechanisms)
      .prefault({})
      .describe('mechanisms that act every tick; absent ones do nothing'),
    metrics: z.array(metric).max(limits.metrics).default([]).describe('results of your own, as expressions'),
  });
}

function phaseSchema(protocols: readonly ParameterisedEntry[]) {
  const variants = protocols.map((protocol) =>
    z.strictObject({
      id: idSchema.describe('name of the phase on screens and in overrides'),
      title: title.optional().describe('heading of the phase; by default its id'),
      protocol: z.literal(protocol.id).describe(protocol.summary),
      rounds: z
        .number()
        .int()
        .min(1)
        .max(limits.roundsPerPhase)
        .default(1)
        .describe('at most this many rounds'),
      ticks: z.number().int().min(0).max(12).default(1).describe('world ticks that pass in a round'),
      with: protocol.parameters.prefault({}).describe('parameters of the protocol'),
    }),
  );
  return z.discriminatedUnion(
    'protocol',
    variants as [(typeof variants)[number], ...(typeof variants)[number][]],
  );
}

function worldSchema(mechanisms: readonly ParameterisedEntry[]) {
  const shape: Record<string, z.ZodOptional<z.ZodObject>> = {};
  for (const mechanism of mechanisms)
    shape[mechanism.id] = mechanism.parameters.describe(mechanism.summary).optional();
  return z.strictObject(shape);
}

/** A scenario file with every default filled in; what canonical form and compilation work from. */
export type ScenarioFile = z.output<ReturnType<typeof scenarioSchema>>;
/** One party of a scenario file. */
export type PartyFile = ScenarioFile['parties'][number];
/** One issue of a scenario file. */
export type IssueFile = ScenarioFile['issues'][number];
/** One group of a scenario file. */
export type GroupFile = ScenarioFile['groups'][number];
/** One phase of a scenario file. */
export type PhaseFile = ScenarioFile['phases'][number];
/** A decision rule as data. */
export type DecisionRule = ScenarioFile['rules']['decision'][number];
/** One table of a scenario file. */
export type TableFile = ScenarioFile['tables'][number];
/** Thresholds of entry into force as data. */
export type EntryIntoForceRule = ScenarioFile['rules']['entryIntoForce'];
/** How the treaty reads besides its articles. */
export type TreatyFile = ScenarioFile['treaty'];
/** Parameters of the utility model. */
export type UtilityParameters = ScenarioFile['utility'];
/** Kinds of party. */
export type PartyKind = PartyFile['kind'];

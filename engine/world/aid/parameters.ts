/** Parameters of development aid. */
import * as z from 'zod';
import { limits } from '../../limits.ts';
import { idSchema, share } from '../../scenario/basic-schema.ts';
import { plausible } from '../../scenario/plausible.ts';

/** The three instruments, in their order in a run. */
export const instruments = ['grant', 'loan', 'partnership'] as const;

/** What a scenario says of aid. */
export const aidParameters = z.strictObject({
  start: z
    .enum(['entry-into-force', 'at-once'])
    .default('entry-into-force')
    .describe('between parties once the treaty binds them, or between all states from the first tick'),
  volume: z
    .number()
    .min(0)
    .max(10)
    .default(1)
    .describe('V: per cent of the donors’ income a year; with `issue`, at the top of its ladder'),
  issue: idSchema
    .optional()
    .describe('issue whose option in the text sets the volume, in place of a fixed one'),
  amounts: z
    .array(z.number().min(0).max(10))
    .max(limits.optionsPerIssue)
    .optional()
    .describe(
      'per cent of the donors’ income a year that each option of `issue` stands for, in the order of its ' +
        'options; unless given, `volume` times the option’s place on the ladder',
    ),
  donors: idSchema
    .optional()
    .describe('group that gives; by default the states of at least mean readiness at the start'),
  recipients: idSchema.optional().describe('group that receives; by default all states that do not give'),
  income: idSchema.optional().describe('table of yearly incomes; voting weights unless given'),
  people: idSchema.optional().describe('table of populations, for `allocation: need`; else income again'),
  burden: z
    .enum(['income', 'capability', 'equal'])
    .default('income')
    .describe('what the donors’ burdens are in proportion to'),
  allocation: z
    .enum(['gap', 'need', 'equal'])
    .default('gap')
    .describe('by the gap to the most ready donor, by that gap times the people behind it, or equally'),
  administration: share
    .max(0.5)
    .default(0.05)
    .describe('share of what is given that administration costs')
    .meta(plausible([0.02, 0.1], 'share of what is given')),
  instruments: z
    .strictObject({
      grant: share.optional().describe('share that is given as grants'),
      loan: share.optional().describe('share that is lent'),
      partnership: share.optional().describe('share that goes into technology built together'),
    })
    .default({ grant: 1 })
    .describe('shares of the instruments, which sum to 1'),
  instrumentIssue: idSchema
    .optional()
    .describe('issue whose options are called grant, loan or partnership: the text’s is the only instrument'),
  condition: z
    .enum(['none', 'will', 'compliance'])
    .default('none')
    .describe(
      'whose aid is suspended and goes to the others: nobody’s, of those who defect, or also of those who ' +
        'cannot comply',
    ),
  data: share
    .default(0)
    .describe('how far donors open their data to recipients: it counts at the gate of the leap'),
  grantEffect: z
    .number()
    .min(0)
    .max(0.1)
    .default(0.012)
    .describe('readiness a quarter of a point of grants')
    .meta(plausible([0.006, 0.018], 'readiness a quarter and point')),
  loanEffect: z
    .number()
    .min(0)
    .max(0.1)
    .default(0.018)
    .describe('of a point of loans at first')
    .meta(plausible([0.009, 0.027], 'readiness a quarter and point')),
  loanLater: z
    .number()
    .min(0)
    .max(0.1)
    .default(0.004)
    .describe('of a point of loans afterwards')
    .meta(plausible([0.002, 0.008], 'readiness a quarter and point')),
  frontLoad: z
    .number()
    .int()
    .min(0)
    .max(240)
    .default(24)
    .describe('ticks from the first loan in which loans have their first effect')
    .meta(plausible([12, 36], 'ticks')),
  interest: z.number().min(0).max(0.1).default(0.0125).describe('i: interest on loans a year'),
  grace: z.number().int().min(0).max(240).default(60).describe('ticks from the first loan without payments'),
  maturity: z
    .number()
    .int()
    .min(12)
    .max(600)
    .default(300)
    .describe('ticks: after the grace period 1/maturity of the debt is paid back in each'),
  distress: z
    .number()
    .min(0)
    .max(5)
    .default(0.4)
    .describe('debt as a share of yearly income that is distress')
    .meta(plausible([0.3, 0.6], 'years of income')),
  overhang: share
    .default(0.5)
    .describe('what growth is multiplied by in distress')
    .meta(plausible([0.25, 0.75], 'share of the growth')),
  milestone: z
    .number()
    .int()
    .min(1)
    .max(120)
    .default(12)
    .describe('ticks between milestones of a partnership')
    .meta(plausible([6, 18], 'ticks')),
  fatigueTick: z.number().int().min(1).max(1200).optional().describe('tick at which all donors tire'),
  fatigueHazard: share.default(0).describe('chance that a donor tires in a tick, once'),
  fatigueCut: share.default(0.5).describe('share of its aid that a tired donor no longer gives'),
});

/** The parameters with their defaults. */
export type AidParameters = z.output<typeof aidParameters>;

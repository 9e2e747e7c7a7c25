import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { builtIn } from '../../engine/registry.ts';
import {
  declaredIn,
  plausible,
  rangeText,
  usualValueOf,
  validityOf,
} from '../../engine/scenario/plausible.ts';
import { utilitySchema } from '../../engine/scenario/schema.ts';
import { innerOf, type Schema, shapeOf } from '../../engine/scenario/shape.ts';

const parts: readonly { readonly id: string; readonly parameters: z.ZodObject }[] = [
  { id: 'utility', parameters: utilitySchema },
  ...builtIn.mechanisms,
  ...builtIn.protocols,
  ...builtIn.strategies,
];

const declared = parts.flatMap(({ id, parameters }) =>
  declaredIn(parameters).map((range) => [`${id}.${range.path.join('.')}`, range] as const),
);

/** Paths of all numbers below a schema, lists left out. */
function numbersIn(schema: Schema, path: string): string[] {
  const shape = shapeOf(schema, undefined);
  if (shape.kind === 'mapping') {
    return Object.entries(shape.keys).flatMap(([key, child]) => numbersIn(child, `${path}.${key}`));
  }
  let here = schema;
  for (let inner = innerOf(here); inner !== undefined; inner = innerOf(here)) here = inner;
  return here._zod.def.type === 'number' ? [path] : [];
}

/** Numbers that somebody chooses, that switch a part off, or that are a matter of counting: no range. */
const chosen: Readonly<Record<string, readonly string[]>> = {
  'dates and terms': [
    ...['mandates.tick', 'mandates.reviseAfter', 'elections.term', 'compliance.period', 'compliance.grace'],
    ...['compliance.latency', 'markets.period', 'common-laboratory.every', 'objections.months'],
    ...['withdrawal.earliest', 'withdrawal.again', 'ratification.window', 'ratification.resubmitAfter'],
    ...['emissions.target', 'dividend.horizon', 'side-payments.term', 'treaty-life.reconsider'],
    ...['aid.grace', 'aid.maturity', 'aid.interest', 'pledge-and-review.every', 'silence-procedure.period'],
    ...['escape.ticks', 'escape.again', 'aid.fatigueTick'],
  ],
  'rules and programmes': [
    ...['compliance.cleanPeriods', 'escape.fee', 'side-payments.cap', 'dividend.levy', 'markets.floor'],
    ...['aid.volume', 'aid.data', 'aid.instruments.grant', 'aid.instruments.loan', 'readiness.data'],
    ...['aid.instruments.partnership', 'laboratories.funding', 'common-laboratory.cap', 'emissions.deepest'],
    ...['readiness.budget.data', 'readiness.budget.labs', 'readiness.budget.capital'],
    ...['readiness.budget.research', 'readiness.budget.talent', 'readiness.budget.industry'],
    ...['readiness.budget.regulation', 'stakeholder-mapping.cut', 'agenda-setting.threshold'],
    ...['assembly.proposals', 'assembly.sponsors', 'assembly.interventions', 'assembly.meetings'],
    ...['assembly.listCloses', 'assembly.quorumToOpen', 'assembly.quorumToVote'],
    ...['silence-procedure.attempts', 'review-conference.requests'],
  ],
  'switched off unless an arm says otherwise': [
    ...['trust.acts.signature', 'trust.acts.communique', 'trust.acts.objection', 'readiness.brainDrain'],
    ...['aid.fatigueHazard', 'aid.fatigueCut'],
  ],
  'taken from elsewhere unless given': ['arms.verification', 'emissions.transparency', 'operations.start'],
  'a tolerance of the arithmetic': ['position-exchange.leastGain'],
};

describe('a declared range', () => {
  it.each(declared)('of %s is inside what is valid and contains the default', (_, range) => {
    const [low, high] = range.between;
    const validity = validityOf(range.schema);
    expect(low).toBeLessThan(high);
    expect(low).toBeGreaterThanOrEqual(validity.low);
    expect(high).toBeLessThanOrEqual(validity.high);
    const usual = usualValueOf(range) as number;
    expect(usual).toBeGreaterThanOrEqual(low);
    expect(usual).toBeLessThanOrEqual(high);
    if (range.scale === 'log') expect(low).toBeGreaterThan(0);
    if (validity.isWhole) expect([low, high].every(Number.isInteger)).toBe(true);
    for (const value of range.between) {
      expect(z.safeParse(range.schema as z.ZodType, value).success).toBe(true);
    }
  });

  it.each(declared)('of %s tells its meaning, unit and source', (_, { unit, source, says }) => {
    for (const text of [unit, source, says]) expect(text.trim()).not.toBe('');
  });

  it('is there for every number, unless somebody chooses it', () => {
    const numbers = parts.flatMap(({ id, parameters }) => numbersIn(parameters, id));
    const without = numbers.filter((path) => !declared.some(([name]) => name === path));
    expect(without.sort()).toEqual(Object.values(chosen).flat().sort());
  });

  it('names conditions that the parameters beside it can meet', () => {
    for (const [name, { when = {}, path }] of declared) {
      const part = parts.find(({ id }) => name.startsWith(`${id}.`));
      expect(path).toHaveLength(Object.keys(when).length > 0 ? 1 : path.length);
      for (const [key, value] of Object.entries(when)) {
        expect(part?.parameters.shape[key]?.safeParse(value).success, name).toBe(true);
      }
    }
  });
});

it('a range that needs mechanisms names those that there are, and what they can be', () => {
  for (const [name, { needs = {} }] of declared) {
    for (const [id, wanted] of Object.entries(needs)) {
      const mechanism = builtIn.mechanisms.find((known) => known.id === id);
      const shape: Readonly<Record<string, z.ZodType>> = mechanism?.parameters.shape ?? {};
      expect(Object.keys(shape).length, name).toBeGreaterThan(0);
      for (const [key, value] of Object.entries(wanted)) {
        expect(shape[key]?.safeParse(value).success, name).toBe(true);
      }
    }
  }
});

describe('declaring a range', () => {
  const schema = z.strictObject({
    mode: z.enum(['a', 'b']).default('a'),
    rate: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe('a rate')
      .meta(plausible([0.2, 0.8], 'share')),
    fast: z
      .number()
      .min(0)
      .optional()
      .meta(plausible([1, 3], 'ticks', { usual: 2, when: { mode: 'b' } })),
    inner: z.strictObject({ size: z.number().meta(plausible([1, 8], 'units', { scale: 'log' })) }).optional(),
  });

  it('keeps the type of the schema, and is found whatever wraps it', () => {
    const parsed: { rate: number } = schema.parse({});
    expect(parsed.rate).toBe(0.5);
    const wrapped = z.strictObject({ rate: schema.shape.rate.optional() });
    expect(declaredIn(wrapped)[0]).toMatchObject({ between: [0.2, 0.8], unit: 'share', says: 'a rate' });
  });

  it('is listed for a document where its parameter counts', () => {
    const names = (value?: unknown) => declaredIn(schema, value).map(({ path }) => path.join('.'));
    expect(names()).toEqual(['rate', 'fast', 'inner.size']);
    expect(names(schema.parse({}))).toEqual(['rate']);
    expect(names(schema.parse({ mode: 'b', inner: { size: 2 } }))).toEqual(['rate', 'fast', 'inner.size']);
    expect(declaredIn(schema, schema.parse({ rate: 0.3 }))[0]?.value).toBe(0.3);
    expect(usualValueOf(declaredIn(schema)[1] as never)).toBe(2);
  });

  it('stands in the JSON Schema, and says itself in a few words', () => {
    const json = z.toJSONSchema(schema, { io: 'input' }) as { properties: Record<string, object> };
    expect(json.properties['rate']).toMatchObject({ plausible: { between: [0.2, 0.8], unit: 'share' } });
    expect(rangeText({ between: [1, 8], scale: 'log' })).toBe('1 to 8, by ratio');
  });
});

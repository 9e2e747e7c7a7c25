/**
 * Plausible ranges of parameters. What a parameter may be, its schema says (`min`, `max`); in what range its
 * true value is likely to lie, it says beside, with the unit and where the range comes from:
 *
 *   distance: z.number().min(0).max(10).default(1.6).meta(plausible([0.8, 2.4], 'utility', { source }))
 *
 * All of them together are the space over which an experiment asks whether a sign holds (`space: declared`).
 * Numbers that somebody chooses have none: rules, dates, the size of a programme, and a 0 that keeps a part
 * of the model switched off. They are what is compared, not what is unknown. Ranges are metadata of the
 * schema: they are no part of a scenario, and no digest knows them.
 */
import * as z from 'zod';
import { type Path, partOf } from './problems.ts';
import { descriptionOf, innerOf, type Schema, shapeOf } from './shape.ts';

/** The source of a range that no paper gives: a modest one around the default. */
export const modelChoice = 'a choice of the model, around the default';

/** In what range a parameter is likely to lie. */
export interface Plausible {
  /** Lowest and highest plausible value, both inside the range of validity. */
  readonly between: readonly [number, number];
  /** Unit of the parameter, such as `share a month`. */
  readonly unit: string;
  readonly source: string;
  /** Whether equal steps or equal ratios are equally plausible; steps unless given. */
  readonly scale?: 'log';
  /** What the parameter is where a scenario leaves it out, for one whose schema has no default. */
  readonly usual?: number | undefined;
  /** Values of the parameters beside it under which it counts; it does nothing under others. */
  readonly when?: Readonly<Record<string, unknown>>;
  /**
   * Mechanisms without which it does nothing, each with what their parameters have to be:
   * `{ compliance: { selfReport: 'asked' } }`.
   */
  readonly needs?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The metadata that declares a plausible range; its source is a choice of the model unless given. */
export function plausible(
  between: readonly [number, number],
  unit: string,
  more: Partial<Omit<Plausible, 'between' | 'unit'>> = {},
): { readonly plausible: Plausible } {
  return { plausible: { between, unit, source: modelChoice, ...more } };
}

/** The range that a schema declares, whatever wraps it. */
export function plausibleOf(schema: Schema): Plausible | undefined {
  for (let here: Schema | undefined = schema; here !== undefined; here = innerOf(here)) {
    const declared = z.globalRegistry.get(here)?.['plausible'];
    if (declared !== undefined) return declared as Plausible;
  }
  return undefined;
}

/** A parameter with a plausible range. */
export interface DeclaredRange extends Plausible {
  /** Its place below the schema that was searched. */
  readonly path: Path;
  readonly schema: Schema;
  /** What it means. */
  readonly says: string;
  /** What the document has there; absent where none was given, and where it leaves the parameter out. */
  readonly value?: number;
}

/**
 * All parameters below a schema that declare a range, in its order.
 *
 * @param value a document with its defaults filled in: parts that it leaves out have no parameters, nor have
 *   those that do not count beside the others; without it all are listed
 * @example `declaredIn(mechanism.parameters)`
 */
export function declaredIn(schema: Schema, value?: unknown, path: Path = []): DeclaredRange[] {
  const shape = shapeOf(schema, value);
  if (shape.kind === 'list' && Array.isArray(value)) {
    return value.flatMap((element, index) => declaredIn(shape.element, element, [...path, index]));
  }
  if (shape.kind !== 'mapping') return [];
  return Object.entries(shape.keys).flatMap(([key, child]): DeclaredRange[] => {
    const place = [...path, key];
    const found = partOf(value, key);
    const range = plausibleOf(child);
    if (range === undefined) {
      return value !== undefined && found === undefined ? [] : declaredIn(child, found, place);
    }
    if (value !== undefined && !counts(range, value)) return [];
    const says = descriptionOf(child) ?? '';
    const declared = { ...range, path: place, schema: child, says };
    return [typeof found === 'number' ? { ...declared, value: found } : declared];
  });
}

function counts({ when = {} }: Plausible, beside: unknown): boolean {
  return Object.entries(when).every(([key, wanted]) => partOf(beside, key) === wanted);
}

/** What a number may be at most and at least, by its schema, and whether it is whole. */
export function validityOf(schema: Schema): {
  readonly low: number;
  readonly high: number;
  readonly isWhole: boolean;
} {
  let here = schema;
  for (let inner = innerOf(here); inner !== undefined; inner = innerOf(here)) here = inner;
  const { minValue, maxValue, format } = here as z.ZodNumber;
  return {
    low: minValue ?? Number.NEGATIVE_INFINITY,
    high: maxValue ?? Number.POSITIVE_INFINITY,
    isWhole: format?.includes('int') ?? false,
  };
}

/** The default of a parameter: that of its schema, else what it is where it is left out. */
export function usualValueOf(range: Pick<DeclaredRange, 'schema' | 'usual'>): number | undefined {
  for (let here: Schema | undefined = range.schema; here !== undefined; here = innerOf(here)) {
    const { defaultValue } = here._zod.def as { readonly defaultValue?: unknown };
    if (typeof defaultValue === 'number') return defaultValue;
  }
  return range.usual;
}

/** A range in a few words: `0.8 to 2.4`. */
export function rangeText({ between: [low, high], scale }: Pick<Plausible, 'between' | 'scale'>): string {
  return `${low} to ${high}${scale === 'log' ? ', by ratio' : ''}`;
}

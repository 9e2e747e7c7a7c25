/**
 * Reads a zod schema as a map of what a document may hold: which keys a place knows, which range a number
 * has. Problems and overrides need that to suggest what was meant.
 */
import type * as z from 'zod';
import { type Path, partOf } from './problems.ts';
import type { scenarioSchema } from './schema.ts';

/** The schema of scenario files for one set of protocols and mechanisms. */
export type ScenarioSchema = ReturnType<typeof scenarioSchema>;

/** Any zod schema. */
export type Schema = z.core.$ZodType;

/** What kind of thing a place holds, with what can be below it. */
export type Shape =
  | { readonly kind: 'mapping'; readonly keys: Readonly<Record<string, Schema>>; readonly open: boolean }
  | { readonly kind: 'record'; readonly key: Schema; readonly value: Schema }
  | { readonly kind: 'list'; readonly element: Schema }
  | { readonly kind: 'tuple'; readonly elements: readonly Schema[] }
  | { readonly kind: 'anything' }
  | { readonly kind: 'value' };

/**
 * The shape of a place. Of a union it is the variant that `value` chooses by its discriminator, else all
 * variants together.
 */
export function shapeOf(schema: Schema, value: unknown): Shape {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return { kind: 'mapping', keys: def.shape, open: def.catchall?._zod.def.type !== 'never' };
    case 'record':
      return { kind: 'record', key: def.keyType, value: def.valueType };
    case 'array':
      return { kind: 'list', element: def.element };
    case 'tuple':
      return { kind: 'tuple', elements: def.items };
    case 'any':
    case 'unknown':
      return { kind: 'anything' };
    case 'union':
      return unionShape(def, value);
    case 'pipe':
      return shapeOf(def.in, value);
    case 'lazy':
      return shapeOf(def.getter(), value);
    default: {
      const inner = innerOf(schema);
      return inner === undefined ? { kind: 'value' } : shapeOf(inner, value);
    }
  }
}

/** What a schema wraps: the number inside an optional number with a default. */
export function innerOf(schema: Schema): Schema | undefined {
  const { def } = schema._zod as { readonly def: { readonly innerType?: Schema } };
  return def.innerType;
}

function unionShape(def: z.core.$ZodUnionDef & { discriminator?: string }, value: unknown): Shape {
  const { discriminator } = def;
  if (discriminator !== undefined) {
    const chosen = partOf(value, discriminator);
    const variant = def.options.find((option) =>
      option._zod.propValues?.[discriminator]?.has(chosen as z.core.util.Primitive),
    );
    if (variant !== undefined) return shapeOf(variant, value);
  }
  const shapes = def.options.map((option) => shapeOf(option, value));
  const mappings = shapes.filter((shape) => shape.kind === 'mapping');
  if (mappings.length === 0) return shapes.find((shape) => shape.kind !== 'value') ?? { kind: 'value' };
  const keys: Record<string, Schema> = {};
  for (const mapping of mappings) Object.assign(keys, mapping.keys);
  return { kind: 'mapping', keys, open: mappings.some((mapping) => mapping.open) };
}

/** The schema one step further down, or `undefined` when nothing is known there. */
export function childOf(schema: Schema, value: unknown, segment: string | number): Schema | undefined {
  const shape = shapeOf(schema, value);
  switch (shape.kind) {
    case 'mapping':
      return Object.hasOwn(shape.keys, segment) ? shape.keys[segment] : undefined;
    case 'record':
      return shape.value;
    case 'list':
      return shape.element;
    case 'tuple':
      return typeof segment === 'number' ? shape.elements[segment] : undefined;
    default:
      return undefined;
  }
}

/** The schema at a path of a document, or `undefined`. */
export function schemaAt(schema: Schema, document: unknown, path: Path): Schema | undefined {
  let here: Schema | undefined = schema;
  let value = document;
  for (const segment of path) {
    if (here === undefined) return undefined;
    here = childOf(here, value, segment);
    value = partOf(value, segment);
  }
  return here;
}

/** The keys that a place knows, in the order of the schema; none for a place whose keys are free. */
export function knownKeys(schema: Schema | undefined, value: unknown): string[] {
  if (schema === undefined) return [];
  const shape = shapeOf(schema, value);
  return shape.kind === 'mapping' ? Object.keys(shape.keys) : [];
}

/** What a place is for, from the schema's descriptions. */
export function descriptionOf(schema: Schema | undefined): string | undefined {
  let here = schema;
  while (here !== undefined) {
    const { description } = here as { readonly description?: string };
    if (description !== undefined) return description;
    here = innerOf(here);
  }
  return undefined;
}

/** One check of a zod schema, as far as it is a bound. */
interface Bound {
  readonly check?: string;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

/**
 * The range of a number, of a text's length or of a list's length, in words.
 *
 * @example `rangeOf(z.number().min(0).max(1))` is `'between 0 and 1'`
 */
export function rangeOf(schema: Schema | undefined): string | undefined {
  if (schema === undefined) return undefined;
  const def = schema._zod.def as { readonly checks?: readonly z.core.$ZodCheck[] };
  let low: string | undefined;
  let high: string | undefined;
  let isClosed = true;
  for (const check of def.checks ?? []) {
    const bound: Bound = check._zod.def as unknown as Bound;
    if (bound.inclusive === false) isClosed = false;
    if (bound.check === 'greater_than') low = `${bound.inclusive ? 'at least' : 'above'} ${bound.value}`;
    if (bound.check === 'less_than') high = `${bound.inclusive ? 'at most' : 'below'} ${bound.value}`;
    if (bound.check === 'min_length') low = `at least ${bound.minimum}`;
    if (bound.check === 'max_length') high = `at most ${bound.maximum}`;
  }
  if (low !== undefined && high !== undefined) {
    if (!isClosed) return `${low} and ${high}`;
    return `between ${low.slice('at least '.length)} and ${high.slice('at most '.length)}`;
  }
  const inner = innerOf(schema);
  return low ?? high ?? (inner === undefined ? undefined : rangeOf(inner));
}

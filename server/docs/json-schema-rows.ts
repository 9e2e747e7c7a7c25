/** Rows of a reference table from a JSON Schema: path, what may stand there, default, meaning. */

/** The parts of a JSON Schema that scenario files use. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** One key. */
export interface SchemaRow {
  readonly path: string;
  /** What may stand there, with its range. */
  readonly holds: string;
  /** The default, `required`, or empty for a key that may be left out. */
  readonly fallback: string;
  readonly says: string;
}

const idPattern = '^[a-z][a-z0-9-]*$';

function range(low: number | undefined, high: number | undefined): string {
  if (low === undefined && high === undefined) return '';
  if (low === undefined) return ` up to ${high}`;
  if (high === undefined || high === Number.MAX_SAFE_INTEGER) return ` from ${low}`;
  return ` ${low} to ${high}`;
}

function numberText(schema: JsonSchema): string {
  const word = schema.type === 'integer' ? 'whole number' : 'number';
  const low = schema.minimum ?? schema.exclusiveMinimum;
  const high = schema.maximum ?? schema.exclusiveMaximum;
  return word + range(low === Number.MIN_SAFE_INTEGER ? undefined : low, high);
}

/** What may stand at a place, in a few words. */
export function holds(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => String(value)).join(' | ');
  switch (schema.type) {
    case 'number':
    case 'integer':
      return numberText(schema);
    case 'string':
      if (schema.pattern === idPattern) return 'id';
      return schema.maxLength === undefined ? 'text' : `text, at most ${schema.maxLength} characters`;
    case 'boolean':
      return 'true | false';
    case 'array':
      return `list${range(schema.minItems, schema.maxItems)}`;
    case 'object':
      return schema.properties === undefined ? 'mapping by id' : 'mapping';
    default:
      return schema.anyOf?.map(holds).join(' or ') ?? schema.oneOf?.map(holds).join(' or ') ?? 'anything';
  }
}

function fallbackOf(schema: JsonSchema, isRequired: boolean): string {
  if (isRequired) return 'required';
  if (schema.default === undefined) return '';
  const text = JSON.stringify(schema.default);
  return text === '{}' || text === '[]' || text === '""' ? 'empty' : text;
}

/** Rows of the keys of a mapping and of everything below them; `isLeaf` stops the descent at a path. */
export function schemaRows(
  schema: JsonSchema,
  options: { readonly prefix?: string; readonly isLeaf?: (path: string) => boolean } = {},
): SchemaRow[] {
  const { prefix = '', isLeaf = () => false } = options;
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    const row = {
      path,
      holds: holds(value),
      fallback: fallbackOf(value, schema.required?.includes(key) ?? false),
      says: value.description ?? '',
    };
    return isLeaf(path) ? [row] : [row, ...below(value, path, isLeaf)];
  });
}

function below(schema: JsonSchema, path: string, isLeaf: (path: string) => boolean): SchemaRow[] {
  if (schema.properties !== undefined) return schemaRows(schema, { prefix: path, isLeaf });
  if (typeof schema.additionalProperties === 'object') {
    const value = schema.additionalProperties;
    const row = { path: `${path}.ID`, holds: holds(value), fallback: '', says: value.description ?? '' };
    return value.properties === undefined ? [row] : [row, ...below(value, row.path, isLeaf)];
  }
  const own = schema.oneOf ?? schema.anyOf;
  if (own !== undefined) return mergedRows(own, path, isLeaf);
  if (schema.items === undefined || Array.isArray(schema.items)) return [];
  const items = schema.items as JsonSchema;
  const variants = items.oneOf ?? items.anyOf;
  return variants === undefined
    ? below(items, `${path}[]`, isLeaf)
    : mergedRows(variants, `${path}[]`, isLeaf);
}

/** Keys of the variants of a list’s elements, each once; what only some variants have says which. */
function mergedRows(
  variants: readonly JsonSchema[],
  path: string,
  isLeaf: (path: string) => boolean,
): SchemaRow[] {
  const rows = new Map<string, SchemaRow & { names: unknown[] }>();
  for (const variant of variants) {
    const name = Object.values(variant.properties ?? {}).find((value) => value.const !== undefined)?.const;
    for (const row of schemaRows(variant, { prefix: path, isLeaf })) {
      const known = rows.get(row.path);
      if (known === undefined) rows.set(row.path, { ...row, names: [name] });
      else {
        known.names.push(name);
        if (known.holds !== row.holds) {
          const both = `${known.holds} | ${row.holds}`;
          rows.set(row.path, { ...known, holds: both });
        }
      }
    }
  }
  return [...rows.values()].map(({ names, ...row }) => {
    // A variant that says no name of its own is told by its keys.
    if (names.length === variants.length || names.includes(undefined)) return row;
    return { ...row, says: `${row.says} (${names.join(', ')} only)` };
  });
}

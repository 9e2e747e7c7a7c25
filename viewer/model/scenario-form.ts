/**
 * A form for what people vary in a scenario, made from the JSON Schema of the format and the scenario as it
 * stands: one field for each number, choice and switch, with the path that an override has for it.
 */
import type { ScenarioView } from '../../engine/run/visibility.ts';
import type { JsonSchema } from '../workers/messages.ts';
import { spellState } from './stance.ts';

/** Something that can be changed. */
export interface Field {
  /** As overrides and problems write it: `parties.norland.readiness`. */
  readonly path: string;
  /** What it is, below the heading of its group. */
  readonly name: string;
  readonly says: string;
  readonly kind: 'number' | 'integer' | 'choice' | 'text';
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** Of a choice. */
  readonly choices: readonly string[];
  /** The value that stands, as it is typed; empty where it is not known here. */
  readonly value: string;
}

/** The fields of one party, phase, mechanism, … */
export interface Group {
  readonly path: string;
  readonly title: string;
  readonly says: string;
  readonly fields: readonly Field[];
}

/** A part of the scenario. */
export interface Section {
  readonly key: string;
  readonly title: string;
  readonly groups: readonly Group[];
}

const sectionTitles: readonly (readonly [string, string])[] = [
  ['utility', 'What an agreement is worth'],
  ['rules', 'Rules of decision and entry into force'],
  ['world', 'Mechanisms of the world'],
  ['phases', 'Phases, their rounds and parameters'],
  ['parties', 'Parties'],
  ['issues', 'Issues'],
];

/** Names and prose, which a run does not depend on, and keys that tell elements apart. */
const left = [
  'id',
  'code',
  'name',
  'kind',
  'title',
  'article',
  'sentence',
  'brief',
  'tier',
  'stream',
  'protocol',
];

/** A value as an override writes it. */
export function writeValue(value: unknown): string {
  if (typeof value === 'string' && /^(?!null$|true$|false$)[a-z][a-z0-9-]*$/i.test(value)) return value;
  return JSON.stringify(value) ?? '';
}

type Mapping = Readonly<Record<string, unknown>>;
const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOf = (variant: JsonSchema, value: unknown): boolean =>
  Object.entries(variant.properties ?? {}).some(
    ([key, schema]) => schema.const !== undefined && isMapping(value) && value[key] === schema.const,
  );

/** The variant of a union that a value is of, and the values that tell the variants apart. */
function chosen(schema: JsonSchema, value: unknown): { schema: JsonSchema; kinds: Map<string, string[]> } {
  const variants = schema.oneOf ?? schema.anyOf;
  const kinds = new Map<string, string[]>();
  if (variants === undefined) return { schema, kinds };
  for (const variant of variants) {
    for (const [key, part] of Object.entries(variant.properties ?? {})) {
      if (typeof part.const === 'string') kinds.set(key, [...(kinds.get(key) ?? []), part.const]);
    }
  }
  return { schema: variants.find((variant) => isOf(variant, value)) ?? {}, kinds };
}

/** Collects the fields below a place. */
class Walk {
  readonly fields: Field[] = [];
  readonly #scenario: ScenarioView;

  constructor(scenario: ScenarioView) {
    this.#scenario = scenario;
  }

  value(schema: JsonSchema, value: unknown, path: string, names: readonly string[]): void {
    const { schema: here, kinds } = chosen(schema, value);
    if (here.type === 'object') this.#mapping(here, value, path, names, kinds);
    else if (here.type === 'array') this.#list(here, value, path, names);
    else this.#leaf(here, value, path, names, []);
  }

  #mapping(
    schema: JsonSchema,
    value: unknown,
    path: string,
    names: readonly string[],
    kinds: ReadonlyMap<string, readonly string[]>,
  ): void {
    const given = isMapping(value) ? value : {};
    for (const [key, part] of Object.entries(schema.properties ?? {})) {
      if (left.includes(key)) continue;
      const below = [...names, spellState(key)];
      const choices = kinds.get(key);
      if (choices !== undefined) this.#leaf(part, given[key], `${path}.${key}`, below, choices);
      else this.value(part, given[key], `${path}.${key}`, below);
    }
    const free = schema.additionalProperties;
    if (typeof free !== 'object') return;
    for (const [key, entry] of Object.entries(given)) {
      this.value(free, entry, `${path}.${key}`, [...names, this.#titleOf(key)]);
    }
  }

  #list(schema: JsonSchema, value: unknown, path: string, names: readonly string[]): void {
    if (!Array.isArray(value)) return;
    value.forEach((entry: unknown, i) => {
      const id = isMapping(entry) && typeof entry['id'] === 'string' ? entry['id'] : undefined;
      const title = isMapping(entry) && typeof entry['title'] === 'string' ? entry['title'] : undefined;
      const place = id === undefined ? `${path}[${i}]` : `${path}.${id}`;
      this.value(schema.items ?? {}, entry, place, [...names, title ?? id ?? String(i + 1)]);
    });
  }

  #leaf(
    schema: JsonSchema,
    value: unknown,
    path: string,
    names: readonly string[],
    choices: readonly string[],
  ): void {
    const kind = this.#kindOf(schema, value, path, choices);
    if (kind === undefined) return;
    // A scenario comes with its defaults filled in: what is missing is not set or hidden, never the default.
    this.fields.push({
      path,
      name: names.join(' › '),
      says: choices.length > 0 && schema.const !== undefined ? '' : (schema.description ?? ''),
      kind: kind.kind,
      low: schema.minimum ?? schema.exclusiveMinimum,
      high: schema.maximum !== undefined && schema.maximum > 1e9 ? undefined : schema.maximum,
      choices: kind.choices,
      value: value === undefined ? '' : writeValue(value),
    });
  }

  #kindOf(
    schema: JsonSchema,
    value: unknown,
    path: string,
    choices: readonly string[],
  ): Pick<Field, 'kind' | 'choices'> | undefined {
    const type = schema.type ?? typeof value;
    if (choices.length > 0) return { kind: 'choice', choices };
    if (schema.enum !== undefined) return { kind: 'choice', choices: schema.enum.map(writeValue) };
    if (type === 'boolean') return { kind: 'choice', choices: ['true', 'false'] };
    if (type === 'integer') return { kind: 'integer', choices: [] };
    if (type === 'number') return { kind: 'number', choices: [] };
    if (type !== 'string') return undefined;
    const options = this.#optionsAt(path);
    return options.length > 0 ? { kind: 'choice', choices: options } : { kind: 'text', choices: [] };
  }

  /** Ids of the options that a red line or a reversion may name. */
  #optionsAt(path: string): string[] {
    const issue = /\.redLines\.([^.]+)\.|^issues\.([^.]+)\.reversion$/.exec(path);
    const id = issue?.[1] ?? issue?.[2];
    const found = this.#scenario.issues.find((candidate) => candidate.id === id);
    return found?.options.map((option) => option.id) ?? [];
  }

  #titleOf(key: string): string {
    return this.#scenario.issues.find((issue) => issue.id === key)?.title ?? spellState(key);
  }
}

function groupOf(
  scenario: ScenarioView,
  schema: JsonSchema,
  value: unknown,
  path: string,
  title: string,
): Group {
  const walk = new Walk(scenario);
  walk.value(schema, value, path, []);
  const { schema: here } = chosen(schema, value);
  const says = here.properties?.['protocol']?.description ?? here.description ?? '';
  return { path, title, says, fields: walk.fields };
}

const isNested = ({ type, oneOf, anyOf }: JsonSchema): boolean =>
  type === 'object' || type === 'array' || oneOf !== undefined || anyOf !== undefined;

function groupsOf(scenario: ScenarioView, schema: JsonSchema, key: string): Group[] {
  const part = schema.properties?.[key] ?? {};
  const value = (scenario as unknown as Mapping)[key];
  if (Array.isArray(value)) {
    return value.map((entry: { id: string; name?: string; title?: string }) => {
      const title = entry.name ?? entry.title ?? entry.id;
      return groupOf(scenario, part.items ?? {}, entry, `${key}.${entry.id}`, title);
    });
  }
  const given = isMapping(value) ? value : {};
  const entries = Object.entries(part.properties ?? {});
  const nested = entries.filter(([, below]) => isNested(below));
  const plain = Object.fromEntries(entries.filter(([, below]) => !isNested(below)));
  const own = groupOf(scenario, { ...part, properties: plain }, value, key, '');
  const groups = nested
    .filter(([name]) => key !== 'world' || given[name] !== undefined)
    .map(([name, below]) => groupOf(scenario, below, given[name], `${key}.${name}`, spellState(name)));
  return own.fields.length === 0 ? groups : [own, ...groups];
}

/** The form of a scenario: parts that hold nothing to change are left out. */
export function sectionsOf(schema: JsonSchema, scenario: ScenarioView): Section[] {
  return sectionTitles
    .map(([key, title]) => ({ key, title, groups: groupsOf(scenario, schema, key) }))
    .filter(({ groups }) => groups.some((group) => group.fields.length > 0));
}

/** Mechanisms that the scenario does not use and could, with what they do. */
export function absentMechanisms(schema: JsonSchema, scenario: ScenarioView): { id: string; says: string }[] {
  return Object.entries(schema.properties?.['world']?.properties ?? {})
    .filter(([id]) => (scenario.world as Mapping)[id] === undefined)
    .map(([id, { description }]) => ({ id, says: description ?? '' }));
}

/** A change as the command line takes it. */
export function setOption(path: string, value: string): string {
  const line = `${path}=${value}`;
  return /^[\w.=+-]+$/.test(line) ? `--set ${line}` : `--set '${line.replaceAll("'", `'\\''`)}'`;
}

/** The range of a number in words; empty when it has none. */
export function rangeWords({ low, high }: Field): string {
  if (low !== undefined && high !== undefined) return `${low} to ${high}`;
  if (low !== undefined) return `at least ${low}`;
  return high === undefined ? '' : `at most ${high}`;
}

/** What is wrong with a text in a field, as far as the page can tell; the server checks everything. */
export function fieldProblem(field: Field, text: string): string {
  if (field.kind !== 'number' && field.kind !== 'integer') return '';
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) return 'Not a number.';
  if (field.kind === 'integer' && !Number.isInteger(number)) return 'Not a whole number.';
  const isOutside = number < (field.low ?? number) || number > (field.high ?? number);
  return isOutside ? `Outside ${rangeWords(field)}.` : '';
}

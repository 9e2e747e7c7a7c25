/**
 * Overrides: single values of a scenario set from outside, by `--set path=value` or by the arms of an
 * experiment. They apply to the document as written, before defaults are filled in.
 *
 * A path is written as problems write it: `parties.norland.readiness=0.4` names a list's element by its id,
 * `rules.decision[0].quorum=5` (or `.0.`) by its place. Keys that the file leaves to their defaults can be
 * set. `null` takes a key or an element out: `world.trust=null` is the scenario without that mechanism. What
 * one override takes out moves nothing for the others: a place means the element that is written there.
 */
import { type Code, codes } from '../codes.ts';
import { formatPath, type Path, type Problem, partOf, printable, type Result, show } from './problems.ts';
import { isRefusedKey } from './scan.ts';
import { childOf, type ScenarioSchema, type Schema, type Shape, shapeOf } from './shape.ts';
import { closest, didYouMean } from './suggest.ts';

/** One value to set. */
export interface Override {
  /** As people type it: `parties.norland.readiness`. */
  readonly path: string;
  readonly value: unknown;
}

/** A document with overrides applied. */
export interface Overridden {
  /** New where it changed; the rest is shared with the document given. */
  readonly document: unknown;
  /** The places that no longer come from the text. */
  readonly touched: readonly Path[];
}

/**
 * Sets values in a document, in order, and returns a new one; what is given is never changed.
 *
 * Problems: `override-path` for a path that the schema does not know, all of them at once.
 *
 * @example `applyOverrides(document, [{ path: 'utility.distance', value: 2 }], schema)`
 */
export function applyOverrides(
  document: unknown,
  overrides: readonly Override[],
  schema: ScenarioSchema,
): Result<Overridden> {
  const problems: Problem[] = [];
  const touched: Path[] = [];
  const thinned: Path[] = [];
  let result = document;
  for (const override of overrides) {
    const steps = parsePath(override.path);
    if (steps === undefined) {
      const hint = 'Write keys separated by dots: parties.norland.readiness.';
      problems.push(
        overrideProblem(override.path, 'override-path', `${show(override.path)} is not a path`, hint),
      );
      continue;
    }
    const change: Change = { override, root: result, steps, place: [], thinned };
    const outcome = set(result, schema, change, 0);
    if (outcome.ok) {
      result = outcome.value;
      touched.push(change.place);
    } else problems.push(...outcome.problems);
  }
  if (problems.length > 0) return { ok: false, problems };
  // Lists inside of others first: their places count what is taken out around them.
  const inward = thinned.sort((a, b) => b.length - a.length);
  return { ok: true, value: { document: inward.reduce(withoutRemoved, result), touched } };
}

/** Stands in a list for an element that is taken out, until all overrides have found their places. */
const removed = Object.freeze({});

/** A document without what was taken out of the list at a place. */
function withoutRemoved(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return isArray(value) ? value.filter((element) => element !== removed) : value;
  const inner = partOf(value, step);
  // A later override may have taken out, or replaced, what the list was in.
  if (typeof inner !== 'object' || inner === null) return value;
  const thinner = withoutRemoved(inner, rest);
  if (isArray(value)) return value.map((element, index) => (index === step ? thinner : element));
  return { ...(value as object), [step]: thinner };
}

/**
 * The place that a path names in a document: ids of elements become their places in the list, where there are
 * such. `undefined` for what is no path.
 *
 * @example `placeIn('phases.review.with', document)` is `['phases', 7, 'with']`
 */
export function placeIn(text: string, document: unknown): Path | undefined {
  let here = document;
  return parsePath(text)?.map((step) => {
    const segment = isArray(here) ? (findElement(here, step) ?? step) : step;
    here = partOf(here, segment);
    return segment;
  });
}

/** An override on its way down the document. */
interface Change {
  readonly override: Override;
  readonly root: unknown;
  readonly steps: readonly Step[];
  /** The keys and indices taken so far. */
  readonly place: (string | number)[];
  /** Lists that something was taken out of, by all overrides so far. */
  readonly thinned: Path[];
}

/** One part of a path: a word, which may be a key or an id, or a place in a list. */
type Step = string | number;

const stepPattern = /\.?(?:\[(\d{1,9})\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]"=]+))/y;

/** Characters of a path; no place in a scenario needs more. */
const longestPath = 500;

/** Splits a path into its steps; `undefined` when it is not one. */
function parsePath(text: string): Step[] | undefined {
  if (text.length > longestPath) return undefined;
  const steps: Step[] = [];
  stepPattern.lastIndex = 0;
  while (stepPattern.lastIndex < text.length) {
    const start = stepPattern.lastIndex;
    const match = stepPattern.exec(text);
    if (match === null) return undefined;
    const [whole, place, quoted, word] = match;
    const dotted = whole.startsWith('.');
    // words are joined by dots, places in brackets are not
    if (word !== undefined ? dotted === (start === 0) : dotted) return undefined;
    if (place !== undefined) steps.push(Number(place));
    else if (word !== undefined) steps.push(word);
    else {
      const key = unquote(quoted as string);
      if (key === undefined) return undefined;
      steps.push(key);
    }
  }
  return steps.length > 0 ? steps : undefined;
}

function unquote(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

/** Returns `value` with the change made below it. `schema` is absent where anything is allowed. */
function set(value: unknown, schema: Schema | undefined, change: Change, depth: number): Result<unknown> {
  const step = change.steps[depth];
  if (step === undefined) return { ok: true, value: change.override.value };
  const shape: Shape = schema === undefined ? { kind: 'anything' } : shapeOf(schema, value);
  if (shape.kind === 'value')
    return refuse(change, 'there is nothing below a single value', 'End the path there.');
  if (typeof step === 'string' && isRefusedKey(step)) {
    return refuse(change, `the key ${show(step)} is never allowed`);
  }
  const isList =
    shape.kind === 'list' || shape.kind === 'tuple' || (shape.kind === 'anything' && isArray(value));
  return isList ? setElement(value, schema, change, depth) : setKey(value, shape, change, depth);
}

function setKey(value: unknown, shape: Shape, change: Change, depth: number): Result<unknown> {
  const key = String(change.steps[depth]);
  let child: Schema | undefined;
  if (shape.kind === 'record') child = shape.value;
  if (shape.kind === 'mapping') {
    child = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
    if (child === undefined && !shape.open) {
      return refuse(
        change,
        `there is no key ${show(key)} there`,
        suggest(change, key, Object.keys(shape.keys)),
      );
    }
  }
  const written = value ?? {};
  if (typeof written !== 'object' || isArray(written)) {
    return refuse(change, `the file has ${show(value)} where a mapping should be`, 'Mend the file first.');
  }
  change.place.push(key);
  const inner = set(partOf(written, key), child, change, depth + 1);
  if (!inner.ok) return inner;
  // spreading defines keys rather than assigning them: no setter of a prototype is ever called
  const copy: Record<string, unknown> = { ...written, [key]: inner.value };
  if (inner.value === null || inner.value === undefined) delete copy[key];
  return { ok: true, value: value === undefined && Object.keys(copy).length === 0 ? undefined : copy };
}

function setElement(
  value: unknown,
  schema: Schema | undefined,
  change: Change,
  depth: number,
): Result<unknown> {
  const list: readonly unknown[] = isArray(value) ? value : [];
  const step = change.steps[depth] as Step;
  const index = findElement(list, step);
  if (index === undefined) {
    const ids = list.map((element) => partOf(element, 'id')).filter((id) => typeof id === 'string');
    const message = `there is no ${typeof step === 'number' ? `place ${step}` : show(step)} in that list`;
    const last = list.length === 0 ? 'The list is empty.' : `Its places go from 0 to ${list.length - 1}.`;
    if (list[Number(step)] === removed) {
      const hint = 'Places are those of the file: name another, or set it in one go.';
      return refuse(change, `${message}: it is taken out beside it`, hint);
    }
    return refuse(change, message, ids.length === 0 ? last : suggest(change, String(step), ids));
  }
  change.place.push(index);
  const child = schema === undefined ? undefined : childOf(schema, value, index);
  const inner = set(list[index], child, change, depth + 1);
  if (!inner.ok) return inner;
  const copy = [...list];
  copy[index] = inner.value === null ? removed : inner.value;
  if (inner.value === null) {
    // what follows will move, so that no place in the list is still where the text has it
    change.place.length = depth;
    change.thinned.push([...change.place]);
  }
  return { ok: true, value: copy };
}

/** The index of the element that a step names: by id first, then by place. */
function findElement(list: readonly unknown[], step: Step): number | undefined {
  const byId = list.findIndex((element) => partOf(element, 'id') === step);
  if (byId >= 0) return byId;
  const index = typeof step === 'number' ? step : /^\d{1,9}$/.test(step) ? Number(step) : -1;
  return index >= 0 && index < list.length && list[index] !== removed ? index : undefined;
}

function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** A hint with the whole path that was perhaps meant, or what is known at the place where it went wrong. */
function suggest(change: Change, word: string, known: readonly string[]): string {
  const near = closest(word, known);
  if (near === undefined) return didYouMean(word, known);
  const before = formatPath(change.place, change.root);
  const after = change.steps.slice(change.place.length + 1);
  const meant = `${before === '' ? '' : `${before}.`}${near}`;
  return `Did you mean ${meant}${formatPath(after, undefined).replace(/^(?=[^[])/, '.')}?`;
}

function refuse(change: Change, message: string, hint?: string): Result<never> {
  return { ok: false, problems: [overrideProblem(change.override.path, 'override-path', message, hint)] };
}

/** A problem of an override. Its path is the one that was typed: the place it should name does not exist. */
export function overrideProblem(
  path: string,
  code: Code,
  message: string,
  hint: string = codes[code].hint,
): Problem {
  return { path: printable(path), code, message, hint };
}

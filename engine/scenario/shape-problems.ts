/** Translates what zod reports into findings with our codes, in words for people who write scenario files. */
import type * as z from 'zod';
import { codes } from '../codes.ts';
import { limits } from '../limits.ts';
import { type Finding, type Path, partOf, show, valueAt } from './problems.ts';
import { descriptionOf, knownKeys, rangeOf, type Schema, schemaAt } from './shape.ts';
import { closest, didYouMean, listed } from './suggest.ts';

type Issue = z.core.$ZodIssue;

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  tuple: 'a list',
  null: 'nothing',
};

/** Findings of the issues that zod has with `document`, at most somewhat more than are ever listed. */
export function shapeFindings(issues: readonly Issue[], schema: Schema, document: unknown): Finding[] {
  const findings: Finding[] = [];
  for (const issue of issues) {
    // the list that people see is cut anyway, and a hostile file has issues by the hundred thousand
    if (findings.length > 5 * limits.problems) break;
    findings.push(...translate(issue, [], { schema, document }));
  }
  return findings;
}

interface Context {
  readonly schema: Schema;
  readonly document: unknown;
}

function translate(issue: Issue, base: Path, context: Context): Finding[] {
  const path = [...base, ...(issue.path as Path)];
  const found = valueAt(context.document, path);
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys, path, context);
  if (found === undefined && isAbsent(context.document, path)) return [missing(path, context)];
  switch (issue.code) {
    case 'invalid_type':
      return [wrongType(path, [issue.expected], found)];
    case 'too_small':
    case 'too_big':
      return [outOfRange(path, issue.origin, found, context)];
    case 'not_multiple_of':
      return [
        {
          path,
          code: 'out-of-range',
          message: `must be a multiple of ${issue.divisor}; found ${show(found)}`,
        },
      ];
    case 'invalid_value':
      return [badValue(path, issue.values.map(String), found)];
    case 'invalid_format':
      return [{ path, code: 'bad-pattern', message: `${issue.message}; found ${show(found)}` }];
    case 'invalid_key': {
      const form = issue.issues[0]?.message ?? issue.message;
      return [{ path, code: 'bad-pattern', message: `${form}; found ${show(path.at(-1))}`, at: 'key' }];
    }
    case 'invalid_union':
      return invalidUnion(issue, path, context);
    default:
      return [{ path, code: 'bad-value', message: issue.message }];
  }
}

/** A key that is not there, as opposed to one written with nothing behind it. */
function isAbsent(document: unknown, path: Path): boolean {
  const last = path.at(-1);
  if (last === undefined) return false;
  const parent = valueAt(document, path.slice(0, -1));
  return typeof parent === 'object' && parent !== null && !Object.hasOwn(parent, last);
}

function unknownKeys(keys: readonly string[], path: Path, { schema, document }: Context): Finding[] {
  const value = valueAt(document, path);
  const known = knownKeys(schemaAt(schema, document, path), value);
  return keys.slice(0, limits.problems).map((key) => {
    const free = known.filter((name) => partOf(value, name) === undefined);
    // a key that is there already is hardly the one that was meant
    const hint = closest(key, free) === undefined ? didYouMean(key, known) : didYouMean(key, free);
    return {
      path: [...path, key],
      code: 'unknown-key',
      message: `${show(key)} is not a key here`,
      hint,
      at: 'key',
    };
  });
}

function missing(path: Path, { schema, document }: Context): Finding {
  const description = descriptionOf(schemaAt(schema, document, path));
  const message = `the key ${path.at(-1)} is missing`;
  const hint = description === undefined ? codes['missing-key'].hint : `Add it: ${description}.`;
  return { path, code: 'missing-key', message, hint };
}

function wrongType(path: Path, expected: readonly string[], found: unknown): Finding {
  const wanted = expected.map((type) => typeNames[type] ?? type).join(' or ');
  const finding: Finding = { path, code: 'wrong-type', message: `must be ${wanted}; found ${show(found)}` };
  const isBare = typeof found === 'number' || typeof found === 'boolean';
  if (isBare && expected.includes('string'))
    return { ...finding, hint: 'Put it in quotes to make it a text.' };
  if (typeof found === 'string' && expected.some((type) => type === 'number' || type === 'int')) {
    return { ...finding, hint: 'Write the number alone, without quotes or units.' };
  }
  return finding;
}

function outOfRange(path: Path, origin: string, found: unknown, { schema, document }: Context): Finding {
  const range = rangeOf(schemaAt(schema, document, path)) ?? 'inside its range';
  const finding = (message: string): Finding => ({ path, code: 'out-of-range', message });
  if (origin === 'string') return finding(`must have ${range} characters; found ${String(found).length}`);
  if (Array.isArray(found)) {
    const length = range === 'inside its range' ? 'another number of' : range;
    return finding(`must have ${length} entries; found ${found.length}`);
  }
  return finding(`must be ${range}; found ${show(found)}`);
}

function badValue(path: Path, allowed: readonly string[], found: unknown): Finding {
  const wanted = allowed.length === 1 ? `must be ${allowed[0]}` : `must be one of ${listed(allowed)}`;
  const finding: Finding = { path, code: 'bad-value', message: `${wanted}; found ${show(found)}` };
  const near = typeof found === 'string' ? closest(found, allowed) : undefined;
  return near === undefined ? finding : { ...finding, hint: `Did you mean ${near}?` };
}

function invalidUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path, context: Context): Finding[] {
  const found = valueAt(context.document, path);
  if (issue.errors.length === 0) {
    const { options = [] } = issue as { readonly options?: readonly unknown[] };
    return [badValue(path, options.map(String), found)];
  }
  // the variant that was meant is the one that at least accepts the type
  const near = issue.errors.filter((branch) => branch.every((inner) => !isTypeOfWhole(inner, found)));
  if (near.length === 0) {
    const expected = issue.errors
      .flat()
      .flatMap((inner) => (inner.code === 'invalid_type' ? [inner.expected] : []));
    return [wrongType(path, [...new Set<string>(expected)], found)];
  }
  const fewest = near.reduce((best, branch) => (branch.length < best.length ? branch : best));
  return fewest.flatMap((inner) => translate(inner, path, context));
}

function isTypeOfWhole(issue: Issue, found: unknown): boolean {
  if (issue.path.length > 0) return false;
  // a word that stands for a mapping is not what was meant where a mapping is
  if (issue.code === 'invalid_value') return issue.values.every((value) => typeof value !== typeof found);
  return issue.code === 'invalid_type';
}

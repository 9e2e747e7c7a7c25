/**
 * Canonical form: one value, one text and one digest for all the ways to write the same scenario. The order
 * of parties, issues, groups, clubs, tables and keys never matters; that of options (a ladder), phases,
 * decision rules and texts does.
 */
import { sha256Text } from '../bytes.ts';
import { assert } from '../codes.ts';
import { fromScores } from '../preferences/scores.ts';
import type { IssueFile, PartyFile, ScenarioFile } from './schema.ts';

/** Compares texts by UTF-16 code units, which is the same on every machine and in every locale. */
export function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The canonical form of a file: lists without an order of their own sorted by id, `$schema` left out, and
 * what follows from other values written out (`stream`, `reversion`, positions of options). Idempotent.
 *
 * @example `canonicalScenario(file).issues[0].reversion` is never absent
 */
export function canonicalScenario(file: ScenarioFile): ScenarioFile {
  const { $schema: _, ...rest } = file;
  const canonical: ScenarioFile = {
    ...rest,
    parties: byId(file.parties).map((party) => canonicalParty(party, file)),
    issues: byId(file.issues).map(canonicalIssue),
    groups: byId(file.groups).map(withSortedMembers),
    ...(file.clubs === undefined ? {} : { clubs: byId(file.clubs).map(withSortedMembers) }),
    tables: byId(file.tables),
    rules: canonicalRules(file.rules),
  };
  return sortKeys(canonical) as ScenarioFile;
}

function byId<Entry extends { readonly id: string }>(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => compareCodeUnits(a.id, b.id));
}

function withSortedMembers<Entry extends { readonly members: readonly string[] }>(entry: Entry): Entry {
  return { ...entry, members: [...entry.members].sort(compareCodeUnits) };
}

function canonicalParty(party: PartyFile, file: ScenarioFile): PartyFile {
  const written = { ...party, stream: party.stream ?? party.id };
  return file.utility.model === 'scores' ? fromScores(written, file.issues) : written;
}

function canonicalRules(rules: ScenarioFile['rules']): ScenarioFile['rules'] {
  const { permitted } = rules.reservations;
  const sorted = Array.isArray(permitted) ? [...permitted].sort(compareCodeUnits) : permitted;
  return { ...rules, reservations: { ...rules.reservations, permitted: sorted } };
}

function canonicalIssue(issue: IssueFile): IssueFile {
  const { options, within } = issue;
  const evenly = (index: number) => index / (options.length - 1);
  return {
    ...issue,
    reversion: issue.reversion ?? options[0]!.id,
    ...(within === undefined
      ? {}
      : { within: { ...within, options: [...within.options].sort(compareCodeUnits) } }),
    options: options.map((option, index) => ({ ...option, position: option.position ?? evenly(index) })),
  };
}

/**
 * Copies plain data with the keys of every mapping in code-unit order, absent values left out and −0 as 0.
 */
function sortKeys(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  entries.sort(([a], [b]) => compareCodeUnits(a, b));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

/**
 * Canonical JSON: keys in code-unit order, no spaces, −0 as 0, numbers as ECMAScript writes them, absent
 * values left out. Equal values give equal texts. Asserts that the value is plain data with finite numbers.
 *
 * @example `canonicalJson({ b: -0, a: [1] })` is `'{"a":[1],"b":0}'`
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    assert(Number.isFinite(value), `canonical JSON has no ${value}`);
    return String(value); // writes −0 as 0
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  assert(typeof value === 'object', `canonical JSON has no ${typeof value}`);
  const prototype: unknown = Object.getPrototypeOf(value);
  assert(prototype === Object.prototype || prototype === null, 'canonical JSON holds plain data only');
  const entries = Object.entries(value as object).filter(([, inner]) => inner !== undefined);
  entries.sort(([a], [b]) => compareCodeUnits(a, b));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}

/** The identity of a scenario: SHA-256 of its canonical form, as 64 hexadecimal digits. */
export function scenarioDigest(file: ScenarioFile): string {
  return sha256Text(canonicalJson(canonicalScenario(file)));
}

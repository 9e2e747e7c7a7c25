/**
 * Compares two records: first what went in (scenario, overrides, seed, inputs, branch, versions), then the
 * first round, party, slice and event in which the runs part. Events that a record does not hold are played
 * again.
 */

import { limits } from '../limits.ts';
import { canonicalJson } from '../scenario/canonical.ts';
import { formatPath } from '../scenario/problems.ts';
import type { RunEvent } from './events.ts';
import { makeRecord, type RunRecord } from './record.ts';
import { playRecord, type ReplayOptions, replay } from './replay.ts';
import { type Difference, firstDifference, type RowName, rowNames } from './trace.ts';

/** One thing that went into the runs and differs. */
export interface SettingDifference {
  /** Where: `seed`, `scenario.parties.norland.weight`, `inputs[3]`, … */
  readonly path: string;
  /** Value in the first record; undefined where it has none. */
  readonly a: unknown;
  readonly b: unknown;
}

/** How two records differ. */
export interface RecordDiff {
  /** Whether both are records of one and the same run, whoever wrote them. */
  readonly isSame: boolean;
  /** What went in and differs, scenario first; at most `limits.problems`. */
  readonly settings: readonly SettingDifference[];
  /** Where the runs part. */
  readonly first?: Difference;
  /** What a reader should know besides, such as a record whose events cannot be known here. */
  readonly notes: readonly string[];
  /** The result in one line. */
  readonly summary: string;
}

type Path = readonly (string | number)[];
type Add = (path: Path, a: unknown, b: unknown) => void;

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Ids of a list’s elements, or undefined when they are not all named. */
function idsOf(list: readonly unknown[]): string[] | undefined {
  const ids = list.map((element) => (isMapping(element) ? element['id'] : undefined));
  return ids.every((id) => typeof id === 'string') ? (ids as string[]) : undefined;
}

/** A list of named elements as a mapping by id, so that one party more does not shift all others. */
function asMapping(list: readonly unknown[]): Readonly<Record<string, unknown>> | undefined {
  const ids = idsOf(list);
  return ids && Object.fromEntries(ids.map((id, index) => [id, list[index]]));
}

function compareValues(a: unknown, b: unknown, path: Path, add: Add): void {
  if (a === b) return;
  const named = Array.isArray(a) && Array.isArray(b) ? [asMapping(a), asMapping(b)] : [];
  const [left, right] = named[0] !== undefined && named[1] !== undefined ? named : [a, b];
  if (isMapping(left) && isMapping(right)) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      compareValues(own(left, key), own(right, key), [...path, key], add);
    }
  } else if (Array.isArray(left) && Array.isArray(right)) {
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      compareValues(left[i], right[i], [...path, i], add);
    }
  } else add(path, a, b);
}

function own(mapping: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

function findSettings(a: RunRecord, b: RunRecord): { settings: SettingDifference[]; left: number } {
  const settings: SettingDifference[] = [];
  let left = 0;
  const add: Add = (path, one, other) => {
    if (settings.length >= limits.problems) left++;
    else settings.push({ path: formatPath(path, undefined), a: one, b: other });
  };
  if (a.scenarioDigest !== b.scenarioDigest) compareValues(a.scenario, b.scenario, ['scenario'], add);
  for (const key of ['overrides', 'seed', 'branch'] as const) compareValues(a[key], b[key], [key], add);
  compareInputs(a, b, add);
  for (const key of ['engineVersion', 'rulesVersion'] as const) compareValues(a[key], b[key], [key], add);
  return { settings, left };
}

/** The first input that differs; those after it usually follow from it. */
function compareInputs(a: RunRecord, b: RunRecord, add: Add): void {
  const longest = Math.max(a.inputs.length, b.inputs.length);
  for (let i = 0; i < longest; i++) {
    const [one, other] = [a.inputs[i], b.inputs[i]];
    if (one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other)) continue;
    add(['inputs', i], one, other);
    return;
  }
}

/** What is known of a record’s run here. */
interface Known {
  readonly events?: readonly RunEvent[] | undefined;
  readonly rows?: readonly RowName[] | undefined;
  readonly note?: string;
}

/** Events of the record, or of its replay when that agrees with it. */
async function know(record: RunRecord, name: string, options: ReplayOptions): Promise<Known> {
  const played = await playRecord(record, options);
  if (!played.ok) {
    const note = `${name} cannot be replayed here (${played.problems[0]?.message}): slices have no names`;
    return { events: record.events, note };
  }
  const rows = rowNames(played.value.scenario);
  if (record.events !== undefined) return { events: record.events, rows };
  const { verdict, first } = await replay(record, options);
  if (verdict === 'same')
    return { events: makeRecord(played.value, { seed: record.seed, full: true }).events, rows };
  return { rows, note: `${name} does not replay here, so its events are not known. ${first?.what ?? ''}` };
}

const traceNames = { a: 'A', b: 'B' } as const;

/** What the ends of the records say, where their rounds are the same. */
function findEnd(a: RunRecord, b: RunRecord): Difference | undefined {
  for (const key of ['status', 'outcome', 'fault'] as const) {
    if (a[key] === b[key]) continue;
    const pair = `“${a[key] ?? 'none'}” in A and “${b[key] ?? 'none'}” in B`;
    return { round: a.rounds.length, what: `round ${a.rounds.length}: at the end the ${key} is ${pair}` };
  }
  return undefined;
}

function summarise(settings: readonly SettingDifference[], first: Difference | undefined): string {
  const paths = settings.slice(0, 3).map((setting) => setting.path);
  const more = settings.length > paths.length ? ` and ${settings.length - paths.length} more` : '';
  const went =
    settings.length === 0 ? 'the same went in' : `what went in differs: ${paths.join(', ')}${more}`;
  return `${went}; ${first === undefined ? 'the same came out' : `differs first at ${first.what}`}`;
}

/**
 * Compares two records of any scenarios, seeds, versions or edits. In the result `a` is of the first and `b`
 * of the second.
 *
 * @example
 * ```ts
 * const { settings, first } = await diffRecords(yesterday, today);
 * console.log(settings.map((setting) => setting.path), first?.what);
 * ```
 */
export async function diffRecords(
  a: RunRecord,
  b: RunRecord,
  options: ReplayOptions = {},
): Promise<RecordDiff> {
  const { settings, left } = findSettings(a, b);
  const [knownA, knownB] = [await know(a, 'A', options), await know(b, 'B', options)];
  const notes = [knownA.note, knownB.note].filter((note) => note !== undefined);
  if (left > 0) notes.push(`${left} more differences of what went in are not listed`);
  const first = firstDifference({ ...a, ...knownA }, { ...b, ...knownB }, traceNames) ?? findEnd(a, b);
  return {
    isSame: settings.length === 0 && first === undefined,
    settings,
    ...(first === undefined ? {} : { first }),
    notes,
    summary: summarise(settings, first),
  };
}

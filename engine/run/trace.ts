/**
 * The first difference between two traces of a run: what a record says and what a replay does, or what two
 * records say. A compact trace names round, party and slice; one with events names event, field and values
 * too.
 */
import type { Scenario } from './contract.ts';
import { type EventName, type EventSpec, events as eventSpecs, type RunEvent } from './events.ts';
import type { RecordRound } from './record.ts';
import { digestRows } from './slices.ts';

/** What a row of slice digests is of. */
export interface RowName {
  readonly slice: string;
  /** Absent for a slice without parties. */
  readonly party?: string;
}

/** What is compared. */
export interface Trace {
  readonly rounds: readonly RecordRound[];
  readonly events?: readonly RunEvent[] | undefined;
  /** Names of the digests in `slices`; absent when the scenario could not be loaded. */
  readonly rows?: readonly RowName[] | undefined;
}

/** The first event that differs. */
export interface EventDifference {
  /** Place in the list of events, from 0. */
  readonly index: number;
  readonly kind: string;
  readonly field: string;
  /** Value in the first trace; undefined where it has no such event. */
  readonly a: unknown;
  readonly b: unknown;
}

/** Where two traces part. */
export interface Difference {
  readonly round: number;
  readonly party?: string;
  readonly slice?: string;
  readonly event?: EventDifference;
  /** The difference in words: `round 12: the slice text.option differs`. */
  readonly what: string;
}

/** What the two traces are called in sentences, such as `the record` and `the replay`. */
export interface TraceNames {
  readonly a: string;
  readonly b: string;
}

/** Names of the slice digests of a scenario’s records, in their order. */
export function rowNames(scenario: Scenario): RowName[] {
  return digestRows(scenario.layout).map(({ slice, party }) =>
    party < 0 ? { slice: slice.name } : { slice: slice.name, party: scenario.partyIds[party] },
  );
}

const digestDigits = 8;

/** Where the digest of a row stands in a trace’s rounds; −1 when it has none. */
function findRow(rows: readonly RowName[], name: RowName): number {
  return rows.findIndex((row) => row.slice === name.slice && row.party === name.party);
}

/**
 * Pairs of rows that both traces have, the position of the loop last: what it counts follows from the rest.
 */
function commonRows(a: readonly RowName[], b: readonly RowName[]): (readonly [RowName, number, number])[] {
  const pairs = a.flatMap((name, index) => {
    const other = findRow(b, name);
    return other < 0 ? [] : [[name, index, other] as const];
  });
  const isLoop = ([name]: (typeof pairs)[number]) => name.slice === 'loop';
  return [...pairs.filter((pair) => !isLoop(pair)), ...pairs.filter(isLoop)];
}

function digestAt(slices: string, row: number): string {
  return slices.slice(row * digestDigits, (row + 1) * digestDigits);
}

/** Compares one round’s slices; undefined when they are equal or cannot be compared. */
function findSlice(
  a: Trace,
  b: Trace,
  pairs: readonly (readonly [RowName, number, number])[],
  round: number,
): { readonly name?: RowName; readonly what: string } | undefined {
  const left = a.rounds[round].slices;
  const right = b.rounds[round].slices;
  if (left === right) return undefined;
  const full = (rows: readonly RowName[] | undefined, slices: string) =>
    rows !== undefined && slices.length === rows.length * digestDigits;
  if (!full(a.rows, left) || !full(b.rows, right)) {
    const counts = [left, right].map((slices) => slices.length / digestDigits);
    return { what: `there are ${counts[0]} digests of slices in one and ${counts[1]} in the other` };
  }
  for (const [name, i, j] of pairs) {
    if (digestAt(left, i) === digestAt(right, j)) continue;
    return {
      name,
      what: `the slice ${name.slice}${name.party === undefined ? '' : ` of ${name.party}`} differs`,
    };
  }
  return undefined;
}

/** Whether a trace keeps digests of slices at all. */
function hasSlices(trace: Trace): boolean {
  return trace.rounds.some((round) => round.slices !== '');
}

/** The first round whose chain or slices differ. */
function findRound(a: Trace, b: Trace): Difference | undefined {
  const shared = Math.min(a.rounds.length, b.rounds.length);
  const pairs = commonRows(a.rows ?? [], b.rows ?? []);
  const comparesSlices = hasSlices(a) && hasSlices(b);
  for (let round = 0; round < shared; round++) {
    const sameChain = a.rounds[round].chain === b.rounds[round].chain;
    const slice = comparesSlices ? findSlice(a, b, pairs, round) : undefined;
    if (sameChain && slice === undefined) continue;
    const rest = sameChain ? ', though the same was emitted' : '';
    const what = slice === undefined ? 'what was emitted differs' : `${slice.what}${rest}`;
    return { round, ...slice?.name, what };
  }
  return undefined;
}

/** Fields of an event in the order in which they are compared. */
function fieldsOf(a: RunEvent, b: RunEvent): string[] {
  const spec: EventSpec | undefined = Object.hasOwn(eventSpecs, a.kind)
    ? eventSpecs[a.kind as EventName]
    : undefined;
  const declared = spec?.fields.map((field) => field.name) ?? [];
  return [...new Set(['kind', 'round', ...declared, ...Object.keys(a), ...Object.keys(b)])];
}

function fieldOf(event: RunEvent, field: string): unknown {
  return Object.hasOwn(event, field) ? (event as unknown as Record<string, unknown>)[field] : undefined;
}

/** Whether two values of a field are alike; those of an audience are lists. */
function isSameValue(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** The common case, fast: the same fields with the same values. */
function isSameEvent(a: RunEvent, b: RunEvent): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => isSameValue(fieldOf(a, key), fieldOf(b, key)));
}

/** The first event that differs, with its round and party. */
function findEvent(
  a: readonly RunEvent[],
  b: readonly RunEvent[],
): (Difference & { event: EventDifference }) | undefined {
  const longest = Math.max(a.length, b.length);
  for (let index = 0; index < longest; index++) {
    const left = a[index];
    const right = b[index];
    if (left === undefined || right === undefined) {
      const event = { index, kind: (left ?? right).kind, field: 'kind', a: left?.kind, b: right?.kind };
      return { round: (left ?? right).round, ...partyOf(left ?? right), event, what: '' };
    }
    if (isSameEvent(left, right)) continue;
    for (const field of fieldsOf(left, right)) {
      const [one, other] = [fieldOf(left, field), fieldOf(right, field)];
      if (isSameValue(one, other)) continue;
      const event = { index, kind: left.kind, field, a: one, b: other };
      return { round: Math.min(left.round, right.round), ...partyOf(left), event, what: '' };
    }
  }
  return undefined;
}

function partyOf(event: RunEvent): { party?: string } {
  const party = fieldOf(event, 'party');
  return typeof party === 'string' && party !== '' ? { party } : {};
}

function shown(value: unknown): string {
  return value === undefined ? 'not there' : typeof value === 'string' ? `“${value}”` : String(value);
}

function describeEvent(event: EventDifference, names: TraceNames): string {
  const { index, kind, field, a, b } = event;
  return `event ${index} (${kind}): ${field} is ${shown(a)} in ${names.a} and ${shown(b)} in ${names.b}`;
}

/**
 * The first difference of two traces, or undefined when they are equal. Traces of different length differ in
 * the first round that only one of them has.
 */
export function firstDifference(a: Trace, b: Trace, names: TraceNames): Difference | undefined {
  const round = findRound(a, b) ?? lengthDifference(a, b, names);
  const event = a.events === undefined || b.events === undefined ? undefined : findEvent(a.events, b.events);
  if (event === undefined || (round !== undefined && round.round < event.round)) {
    return round && { ...round, what: `round ${round.round}: ${round.what}` };
  }
  const sameRound = round !== undefined && round.round === event.round ? round : undefined;
  const slice = sameRound === undefined ? '' : `${sameRound.what}; `;
  const what = `round ${event.round}: ${slice}${describeEvent(event.event, names)}`;
  return { ...event, ...sameRound, event: event.event, what };
}

function lengthDifference(a: Trace, b: Trace, names: TraceNames): Difference | undefined {
  if (a.rounds.length === b.rounds.length) return undefined;
  const round = Math.min(a.rounds.length, b.rounds.length);
  return { round, what: `${names.a} has ${a.rounds.length} rounds and ${names.b} ${b.rounds.length}` };
}

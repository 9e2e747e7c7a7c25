/**
 * State is a list of declared slices. A protocol, a mechanism or a strategy declares what it remembers in its
 * own file; snapshot, digest, branch and visibility then need no code of theirs. All numeric slices of a run
 * live in one buffer, so that a snapshot is one copy.
 */
import { assert } from '../codes.ts';

/** What a slice holds one row of. */
export type Entity = 'run' | 'party' | 'issue' | 'party-issue' | 'party-party';

/** Who may read a slice or an event during a run; after it everything is open to everybody. */
export type Visibility = 'public' | 'group' | 'own' | 'hidden';

/** Declaration of one slice. */
export interface SliceSpec {
  readonly name: string;
  readonly type: 'f64' | 'i32';
  /** What it holds a row of: the first entity of a pair is the owner. */
  readonly per: Entity;
  /** Values in a row, by default 1. */
  readonly size?: number;
  /** Value at the start, by default 0. */
  readonly fill?: number;
  /** Values at the start where they differ, as many as the slice has. */
  readonly start?: ArrayLike<number>;
  /**
   * `public`: every seat; `group`: those who sit in the meeting it belongs to; `own`: the owner of the row;
   * `hidden`: nobody at the table.
   */
  readonly visible: Visibility;
  /**
   * Worked out from other slices, to save doing it again: part of a snapshot, left out of the digests of
   * records.
   */
  readonly derived?: true;
  /** Meaning and unit of a value. */
  readonly doc: string;
}

/** A slice with its place in the buffer. */
export interface PlacedSlice extends SliceSpec {
  /** Values from the start of the slice's own type region. */
  readonly offset: number;
  readonly length: number;
  /** Values in one row of the owning entity. */
  readonly rowLength: number;
}

/** The placed slices of a scenario. */
export interface SliceLayout {
  readonly slices: readonly PlacedSlice[];
  readonly f64Length: number;
  readonly i32Length: number;
  /** What a slice of this or another scenario can be called: the fields of `Slices`. */
  readonly names: readonly string[];
}

/**
 * Views on one run's buffer, by slice name. A name that the scenario has no slice of gives undefined, though
 * it is among the keys: whoever goes through all slices does so by the layout.
 */
export interface Slices {
  readonly buffer: ArrayBuffer;
  readonly f64: Readonly<Record<string, Float64Array>>;
  readonly i32: Readonly<Record<string, Int32Array>>;
}

/** Rows and row length of an entity, for `parties` parties and `issues` issues. */
function dimensions(spec: SliceSpec, parties: number, issues: number): { rows: number; rowLength: number } {
  const size = spec.size ?? 1;
  switch (spec.per) {
    case 'run':
      return { rows: 1, rowLength: size };
    case 'party':
      return { rows: parties, rowLength: size };
    case 'issue':
      return { rows: issues, rowLength: size };
    case 'party-issue':
      return { rows: parties, rowLength: issues * size };
    case 'party-party':
      return { rows: parties, rowLength: parties * size };
  }
}

/**
 * Places declared slices one after the other, doubles first. Two slices of one name are a bug.
 *
 * @param known names that slices of other scenarios can have
 */
export function layoutSlices(
  specs: readonly SliceSpec[],
  parties: number,
  issues: number,
  known: readonly string[] = [],
): SliceLayout {
  const names = new Set<string>();
  const slices: PlacedSlice[] = [];
  const used = { f64: 0, i32: 0 };
  for (const spec of specs) {
    assert(!names.has(spec.name), `slice ${spec.name} is declared twice`);
    names.add(spec.name);
    const { rows, rowLength } = dimensions(spec, parties, issues);
    slices.push({ ...spec, offset: used[spec.type], length: rows * rowLength, rowLength });
    used[spec.type] += rows * rowLength;
  }
  const all = new Set([...known, ...names]);
  return { slices, f64Length: used.f64, i32Length: used.i32, names: [...all] };
}

/**
 * Fields for all slices there can be, in one order. So a batch over arms that take parts of the model out has
 * one shape for all of them: with a shape for each arm V8 compiles for some and looks names up in the others,
 * which costs a sixth of the time.
 */
function emptyFields<View>({ names }: SliceLayout): Record<string, View> {
  return Object.fromEntries(names.map((name) => [name, undefined])) as unknown as Record<string, View>;
}

/** Allocates the buffer of one run and the views on it. */
export function createSlices(layout: SliceLayout): Slices {
  const buffer = new ArrayBuffer(layout.f64Length * 8 + layout.i32Length * 4);
  const f64 = emptyFields<Float64Array>(layout);
  const i32 = emptyFields<Int32Array>(layout);
  for (const slice of layout.slices) {
    if (slice.type === 'f64') f64[slice.name] = new Float64Array(buffer, slice.offset * 8, slice.length);
    else i32[slice.name] = new Int32Array(buffer, layout.f64Length * 8 + slice.offset * 4, slice.length);
  }
  // An object that was filled by computed names is a hash table to V8; its copy has a fixed shape, which all
  // runs share. Protocols and mechanisms then reach a slice by name at the price of a field.
  return { buffer, f64: { ...f64 }, i32: { ...i32 } };
}

/** The values every run of a scenario starts from, as bytes to copy. */
export function initialBytes(layout: SliceLayout): Uint8Array {
  const slices = createSlices(layout);
  for (const slice of layout.slices) {
    const view = slice.type === 'f64' ? slices.f64[slice.name] : slices.i32[slice.name];
    if (slice.fill !== undefined) view?.fill(slice.fill);
    if (slice.start !== undefined) view?.set(slice.start);
  }
  return new Uint8Array(slices.buffer);
}

/**
 * A stretch of a slice whose digest a record keeps: a party's row, or the whole of a slice that has no
 * parties.
 */
export interface DigestRow {
  readonly slice: PlacedSlice;
  /** Index of the party, −1 for a slice without parties. */
  readonly party: number;
  readonly from: number;
  readonly to: number;
}

/** The stretches a record keeps a digest of at every round, in order. */
export function digestRows(layout: SliceLayout): DigestRow[] {
  const rows: DigestRow[] = [];
  for (const slice of layout.slices) {
    if (slice.derived === true) continue;
    if (slice.per === 'run' || slice.per === 'issue') {
      rows.push({ slice, party: -1, from: 0, to: slice.length });
      continue;
    }
    for (let from = 0; from < slice.length; from += slice.rowLength) {
      rows.push({ slice, party: from / slice.rowLength, from, to: from + slice.rowLength });
    }
  }
  return rows;
}

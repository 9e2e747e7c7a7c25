/**
 * Factors: what an experiment varies besides its arms. A factor has levels, listed or evenly spaced, or it
 * takes any value between two; a design says which values are played together.
 */
import { exp, ln } from '../../math.ts';
import type { Override } from '../../scenario/overrides.ts';
import type { Finding, Path } from '../../scenario/problems.ts';
import { type Experiment, type FactorSpec, isTable, type Range } from './schema.ts';

/** A value of a factor. */
export interface FactorValue {
  /** What results show: a number, or the id of a level that is none. */
  readonly cell: number | string;
  /** What is set in the scenario. */
  readonly value: unknown;
}

/** A factor, ready to give values. */
export interface Factor {
  readonly id: string;
  readonly title: string;
  /** The places in the scenario that it sets; none when only formulas use it. */
  readonly paths: readonly string[];
  /** Its levels; none for a continuous factor. */
  readonly levels: readonly FactorValue[];
  /** Whether every value is a number: a column of numbers, and a name in formulas. */
  readonly isNumeric: boolean;
  /** The arms that alone are varied in it, as they alone have what it sets; all unless given. */
  readonly arms?: readonly string[];
  /** Arms that are varied in it although they set something around it, as that leaves it open. */
  readonly also?: readonly string[];
  /** Arms in which others, that name these arms, take its place. */
  readonly except?: readonly string[];
  /** The value at a share `u` of its range, `u` in [0, 1). */
  at(u: number): FactorValue;
}

type LevelSpec = NonNullable<FactorSpec['levels']>[number];

function toValue(level: LevelSpec): FactorValue {
  if (typeof level === 'object' && level !== null) return { cell: level.id, value: level.value };
  return { cell: typeof level === 'number' ? level : String(level), value: level };
}

function spaced({ from, to, steps }: NonNullable<FactorSpec['range']>): FactorValue[] {
  return Array.from({ length: steps }, (_, step) => {
    const raw = step === steps - 1 ? to : from + (step * (to - from)) / (steps - 1);
    // Twelve digits: 0.1 + 2 · 0.1 is written 0.3 in a file, and means it.
    const value = Number(raw.toPrecision(12));
    return { cell: value, value };
  });
}

/** What a continuous factor is made of. */
type Between = Pick<FactorSpec, 'scale' | 'whole'> & { readonly between: readonly [number, number] };

function continuousAt({ between: [low, high], scale, whole }: Between, u: number): FactorValue {
  let value: number;
  if (whole) value = Math.min(high, low + Math.floor(u * (high - low + 1)));
  else if (scale === 'log') value = exp(ln(low) + u * (ln(high) - ln(low)));
  else value = low + u * (high - low);
  return { cell: value, value };
}

/** A part of the file that a factor is made of: a factor, or a range of the space. */
type Spec = Omit<FactorSpec, 'levels' | 'range'> & Partial<FactorSpec> & Pick<Range, 'arms' | 'also'>;

/** A factor from its part of the file, which has been checked. */
export function factorOf(spec: Spec): Factor {
  const { id, title = id, path, between, arms, also } = spec;
  const levels = spec.levels?.map(toValue) ?? (spec.range === undefined ? [] : spaced(spec.range));
  const paths = path === undefined ? [] : typeof path === 'string' ? [path] : path;
  return {
    id,
    title,
    paths,
    levels,
    isNumeric: levels.every(({ cell }) => typeof cell === 'number'),
    ...(arms === undefined ? {} : { arms }),
    ...(also === undefined ? {} : { also }),
    at: (u) => {
      if (between !== undefined) return continuousAt({ ...spec, between }, u);
      return levels[Math.min(levels.length - 1, Math.floor(u * levels.length))];
    },
  };
}

/** The factors of an experiment. In a table a factor may leave its levels out: they are those of the rows. */
export function factorsOf({ factors, design }: Pick<Experiment, 'factors' | 'design'>): Factor[] {
  return factors.map((spec) => {
    if (!isTable(design) || !isBare(spec)) return factorOf(spec);
    const named = new Map<string, LevelSpec>();
    for (const row of design.rows) {
      const value = row[spec.id] as LevelSpec;
      named.set(JSON.stringify(value), value);
    }
    return factorOf({ ...spec, levels: [...named.values()] });
  });
}

/**
 * Names of all that an experiment varies, in the runs proper or in the space: formulas may use each of them.
 */
export function variedIn({ factors, space }: Pick<Experiment, 'factors' | 'space'>): string[] {
  return [...factors, ...(space?.ranges ?? [])].map(({ id }) => id);
}

/** Whether a factor says nothing of its values. */
function isBare({ levels, range, between }: FactorSpec): boolean {
  return levels === undefined && range === undefined && between === undefined;
}

/** What a value of a factor sets in the scenario. */
export function overridesOf({ paths }: Pick<Factor, 'paths'>, { value }: FactorValue): Override[] {
  return paths.map((path) => ({ path, value }));
}

/** The level that a file names: by its value, or by its id. */
export function levelIndex({ levels }: Factor, named: unknown): number {
  return levels.findIndex(({ cell, value }) => cell === named || value === named || cell === String(named));
}

/** What is wrong with the values of a factor. */
export function factorFindings(spec: FactorSpec, path: Path, isInTable: boolean): Finding[] {
  if (isInTable && isBare(spec)) return [];
  const given = (['levels', 'range', 'between'] as const).filter((key) => spec[key] !== undefined);
  if (given.length !== 1) {
    const found = given.length === 0 ? 'has none of them' : `has ${given.join(' and ')}`;
    const message = `the factor ${spec.id} needs one of levels, range and between; it ${found}`;
    return [{ path, code: given.length === 0 ? 'missing-key' : 'bad-value', message }];
  }
  if (spec.between !== undefined) return betweenFindings({ ...spec, between: spec.between }, path);
  const { range } = spec;
  if (range !== undefined && !Number.isFinite(range.to - range.from)) return [tooWide([...path, 'range'])];
  const cells = factorOf(spec).levels.map(({ cell }) => String(cell));
  const twice = cells.find((cell, index) => cells.indexOf(cell) !== index);
  if (twice === undefined) return [];
  const message = `the factor ${spec.id} has the level ${twice} twice`;
  return [{ path: [...path, spec.levels === undefined ? 'range' : 'levels'], code: 'duplicate-id', message }];
}

const tooWide = (path: Path): Finding => ({
  path,
  code: 'out-of-range',
  message: 'the ends are farther apart than numbers can tell',
});

/** What is wrong with the two ends of a continuous factor. */
export function betweenFindings({ between: [low, high], scale, whole }: Between, path: Path): Finding[] {
  const place = [...path, 'between'];
  if (!Number.isFinite(high - low)) return [tooWide(place)];
  if (!(low < high)) {
    return [{ path: place, code: 'bad-value', message: `${low} is not below ${high}` }];
  }
  if (scale === 'log' && low <= 0) {
    return [{ path: place, code: 'bad-value', message: `a logarithmic scale begins above 0; found ${low}` }];
  }
  if (whole && !(Number.isSafeInteger(low) && Number.isSafeInteger(high))) {
    return [{ path: place, code: 'bad-value', message: 'the ends of a range of whole numbers are whole' }];
  }
  return [];
}

/** The points of a design: which values of all factors are played together, each from its index alone. */
import type { Design, DesignParameters } from './designs/design.ts';
import { designCalled } from './designs/index.ts';
import { type Factor, type FactorValue, levelIndex } from './factors.ts';
import { type DesignSpec, isTable } from './schema.ts';

/** The points of a design. */
export interface Points {
  readonly count: number;
  /** The values of all factors at a point, in the order of the factors. */
  at(index: number): FactorValue[];
}

function grid(factors: readonly Factor[]): Points {
  const count = factors.reduce((product, { levels }) => product * levels.length, 1);
  return {
    count,
    at: (index) => {
      const values: FactorValue[] = [];
      let rest = index;
      // The last factor changes fastest, as the digits of a number.
      for (const { levels } of [...factors].reverse()) {
        values.unshift(levels[rest % levels.length]);
        rest = Math.floor(rest / levels.length);
      }
      return values;
    },
  };
}

function zip(factors: readonly Factor[]): Points {
  const count = Math.min(...factors.map(({ levels }) => levels.length));
  return { count, at: (index) => factors.map(({ levels }) => levels[index]) };
}

function table(factors: readonly Factor[], rows: readonly Readonly<Record<string, unknown>>[]): Points {
  return {
    count: rows.length,
    at: (index) => factors.map((factor) => factor.levels[levelIndex(factor, rows[index][factor.id])]),
  };
}

function sampled(factors: readonly Factor[], design: Design, parameters: DesignParameters): Points {
  const shares = new Float64Array(factors.length);
  return {
    count: design.count(parameters, factors.length),
    at: (index) => {
      design.point(parameters, factors.length, index, shares);
      return factors.map((factor, f) => factor.at(shares[f]));
    },
  };
}

/** The points of a design over factors; one point without values when nothing is varied. */
export function pointsOf(factors: readonly Factor[], spec: DesignSpec): Points {
  if (factors.length === 0) return { count: 1, at: () => [] };
  if (spec.kind === 'grid') return grid(factors);
  if (spec.kind === 'zip') return zip(factors);
  if (isTable(spec)) return table(factors, spec.rows);
  const { kind, ...parameters } = spec;
  const design = designCalled(String(kind)) as Design;
  return sampled(factors, design, parameters);
}

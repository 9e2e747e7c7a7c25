/**
 * Places that two parts of an experiment set. The later would undo the earlier without a word, or bring back
 * what it takes out, and results would show values that nobody played.
 */
import type { Finding } from '../../scenario/problems.ts';
import { type Factor, factorOf, factorsOf } from './factors.ts';
import { isAround, placeKey, saysSomething, stepsOf, variesIn } from './places.ts';
import type { Arm, Experiment } from './schema.ts';

/** What is set at a path, with all values that it may have there. */
interface Setting {
  readonly path: string;
  readonly values: readonly unknown[];
}

/**
 * Whether what is set later undoes what is set before: it sets the same place, or what that is in, or
 * something inside of it of which the earlier has a say. What the earlier leaves open may be set.
 */
function undoes(later: Setting, earlier: Setting, document: unknown): boolean {
  const [inner, outer] = [later, earlier].map(({ path }) => stepsOf(path, document)) as [string[], string[]];
  if (isAround(inner, outer)) return true;
  const isSaid = (value: unknown) => saysSomething(value, outer, inner, document);
  return isAround(outer, inner) && earlier.values.some(isSaid);
}

/** The first of what is set before that is undone, and by what. */
function undone(later: readonly Setting[], earlier: readonly Setting[], document: unknown) {
  for (const by of later) {
    const what = earlier.find((setting) => undoes(by, setting, document));
    if (what !== undefined) return { by, what };
  }
  return undefined;
}

const settingsOf = ({ paths, levels }: Factor): Setting[] =>
  paths.map((path) => ({ path, values: levels.map(({ value }) => value) }));

const ofArm = ({ set }: Arm): Setting[] =>
  Object.entries(set).map(([path, value]) => ({ path, values: [value] }));

/** Factors that undo an arm. */
function armFindings(arms: readonly Arm[], factors: readonly Factor[], document: unknown): Finding[] {
  return factors.flatMap((factor, index) =>
    arms.flatMap((arm): Finding[] => {
      const found = undone(settingsOf(factor), ofArm(arm), document);
      if (found === undefined) return [];
      const { what, by } = found;
      const does = what.values[0] === null ? 'takes out' : 'sets';
      const inEvery = `the factor ${factor.id} sets ${by.path} in every arm`;
      const message = `arm ${arm.id} ${does} ${what.path}, and ${inEvery}`;
      const hint = 'Leave one of the two out, or make an experiment of its own for the factor.';
      return [{ path: ['factors', index, 'path'], code: 'set-twice', message, hint }];
    }),
  );
}

/** Factors that undo an earlier one. */
function factorPairFindings(factors: readonly Factor[], document: unknown): Finding[] {
  return factors.flatMap((later, index) =>
    factors.slice(0, index).flatMap((earlier): Finding[] => {
      const found = undone(settingsOf(later), settingsOf(earlier), document);
      if (found === undefined) return [];
      const { what, by } = found;
      const isSame = placeKey(what.path, document) === placeKey(by.path, document);
      const message = isSame
        ? `the factors ${earlier.id} and ${later.id} set the same place, ${by.path}`
        : `the factor ${earlier.id} sets ${what.path}, and ${later.id} sets ${by.path}`;
      const hint = 'Leave one of the two out, or give one of them levels that say all of it.';
      return [{ path: ['factors', index, 'path'], code: 'set-twice', message, hint }];
    }),
  );
}

/** Ranges of the space that set one place in one arm. */
function rangeFindings({ space, arms }: Experiment, document: unknown): Finding[] {
  if (space === undefined) return [];
  const ranges = space.ranges.map(factorOf);
  const varies = variesIn(arms, ranges, document);
  const played = arms.filter(({ id }) => space.arms?.includes(id) ?? true);
  const findings = new Map<string, Finding>();
  for (const arm of played) {
    const first = new Map<string, number>();
    for (const [index, range] of ranges.entries()) {
      for (const path of range.paths.filter((one) => varies(arm, range, one))) {
        const key = placeKey(path, document);
        const before = first.get(key) ?? index;
        first.set(key, before);
        // Those that are declared come last, and have no line in the file.
        if (before !== index) findings.set(`${before} ${index}`, twice(before, ranges[before], range, path));
      }
    }
  }
  return [...findings.values()];
}

function twice(at: number, first: Factor, second: Factor, where: string): Finding {
  const message = `${first.id} and ${second.id} set the same place, ${where}`;
  const hint = 'Leave one of them out, or name different `arms` in each.';
  return { path: ['space', 'ranges', at, 'path'], code: 'set-twice', message, hint };
}

/**
 * Places that an experiment sets twice where once is meant.
 *
 * @param document the scenario as written
 */
export function setTwice(experiment: Experiment, document: unknown): Finding[] {
  const factors = factorsOf(experiment);
  return [
    ...armFindings(experiment.arms, factors, document),
    ...factorPairFindings(factors, document),
    ...rangeFindings(experiment, document),
  ];
}

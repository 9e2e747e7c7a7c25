/**
 * Places in a scenario that arms, factors and ranges set: what an arm keeps, and which range is varied where.
 */
import { placeIn } from '../../scenario/overrides.ts';
import { partOf } from '../../scenario/problems.ts';
import type { Factor } from './factors.ts';
import type { Arm } from './schema.ts';

/** The steps of a place. Ids and numbers of one element are the same where the scenario as written has it. */
export function stepsOf(path: string, document: unknown): string[] {
  return (placeIn(path, document) ?? [path]).map(String);
}

/** A text that two paths share when they are one place. */
export const placeKey = (path: string, document: unknown): string => JSON.stringify(stepsOf(path, document));

/** Whether a place is another one, or something that it is in. */
export function isAround(outer: readonly string[], inner: readonly string[]): boolean {
  return outer.every((step, index) => step === inner[index]);
}

/** Keys that choose what stands under `with` beside them: who sets one has chosen the parameters, too. */
const choosers = ['protocol', 'use'];

/** What an arm says of a place. */
interface OwnPlaces {
  /**
   * Whether the arm sets the place, or something that the place is in. There it keeps what it says; a range
   * would bring back what the arm has taken out.
   */
  readonly isOwn: (path: string) => boolean;
  /** Whether it writes a value there, or takes out what the place is in: what it sets may leave it open. */
  readonly isWritten: (path: string) => boolean;
}

/** What an arm says of places in a scenario. */
export function ownPlaces(arm: Arm, document: unknown): OwnPlaces {
  const own = Object.entries(arm.set).map(([path, value]) => {
    const place = stepsOf(path, document);
    const chosen = choosers.includes(place.at(-1) ?? '');
    return chosen ? { place: [...place.slice(0, -1), 'with'], value: {} } : { place, value };
  });
  const around = (path: string) => {
    const inner = stepsOf(path, document);
    return own
      .filter(({ place }) => isAround(place, inner))
      .map(({ place, value }) => ({ value, place, inner }));
  };
  return {
    isOwn: (path) => around(path).length > 0,
    isWritten: (path) =>
      around(path).some(({ value, place, inner }) => saysSomething(value, place, inner, document)),
  };
}

/**
 * Whether a value that is set at `outer` has something at `inner`, a place inside of that; `null` says that
 * nothing is to be there. An element of a list is the one with the id that the scenario as written has there:
 * in the list that is set it may stand elsewhere.
 */
export function saysSomething(
  value: unknown,
  outer: readonly string[],
  inner: readonly string[],
  document: unknown,
): boolean {
  let here = outer.reduce<unknown>((part, step) => partOf(part, step), document);
  let found = value;
  for (const step of inner.slice(outer.length)) {
    if (found === undefined || found === null) break;
    here = partOf(here, step);
    const id = partOf(here, 'id');
    found =
      Array.isArray(found) && typeof id === 'string'
        ? found.find((element) => partOf(element, 'id') === id)
        : partOf(found, step);
  }
  return found !== undefined;
}

/** The places at which ranges that name an arm are varied in it: ranges of all arms give way there. */
function namedPlaces({ id }: Arm, ranges: readonly Factor[], document: unknown): ReadonlySet<string> {
  const paths = ranges.filter(({ arms }) => arms?.includes(id)).flatMap((range) => range.paths);
  return new Set(paths.map((path) => placeKey(path, document)));
}

/**
 * Which places a range sets in an arm. One that names its arms is varied there wherever they write nothing,
 * one of all arms where they set nothing around it, or where it names them in `also`, and no range that names
 * the arm has the same place.
 */
export function variesIn(arms: readonly Arm[], ranges: readonly Factor[], document: unknown) {
  const known = new Map(
    arms.map((arm) => {
      const named = namedPlaces(arm, ranges, document);
      return [
        arm,
        { ...ownPlaces(arm, document), isNamed: (path: string) => named.has(placeKey(path, document)) },
      ];
    }),
  );
  return (arm: Arm, { arms: alone, also }: Factor, path: string): boolean => {
    const own = known.get(arm);
    if (own === undefined || (alone === undefined && own.isNamed(path))) return false;
    if (alone === undefined && !own.isOwn(path)) return true;
    return (alone ?? also)?.includes(arm.id) === true && !own.isWritten(path);
  };
}

/** Ranges with the arms in which others take their place, wherever they would set something. */
export function givingWay(ranges: readonly Factor[], arms: readonly Arm[], document: unknown): Factor[] {
  const named = arms.map((arm) => ({ id: arm.id, places: namedPlaces(arm, ranges, document) }));
  return ranges.map((range) => {
    if (range.arms !== undefined) return range;
    const keys = range.paths.map((path) => placeKey(path, document));
    const except = named.filter(({ places }) => keys.every((key) => places.has(key))).map(({ id }) => id);
    return except.length === 0 ? range : { ...range, except };
  });
}

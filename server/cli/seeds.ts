/** Seeds of a batch as typed: `1..1000`, `7`, `7,12,100..199`. */
import { CliError } from './exit.ts';

/** A range of whole seeds, both ends in it. */
export interface SeedRange {
  readonly first: number;
  readonly last: number;
}

/** Most runs of one batch on the command line. */
const mostRuns = 100_000_000;

/**
 * Reads a list of seeds.
 *
 * @example `parseSeeds('7,100..199')` is `[{ first: 7, last: 7 }, { first: 100, last: 199 }]`
 */
export function parseSeeds(text: string): SeedRange[] {
  const ranges = text.split(',').map((part): SeedRange => {
    const match = /^(-?\d+)(?:\.\.(-?\d+))?$/.exec(part.trim());
    if (match === null)
      throw new CliError('seeds-invalid', `“${part.slice(0, 40)}” is neither a seed nor a range`);
    const padded = [match[1], match[2]].find((end) => end !== undefined && String(Number(end)) !== end);
    if (padded !== undefined && Number.isSafeInteger(Number(padded))) {
      const hint = `Write ${Number(padded)}, or plenary run --seed ${padded} for this text.`;
      throw new CliError('seeds-invalid', `“${padded}” is a text and no whole number`, { hint });
    }
    const first = Number(match[1]);
    const last = match[2] === undefined ? first : Number(match[2]);
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) {
      throw new CliError('seeds-invalid', `“${part}” is beyond ${Number.MAX_SAFE_INTEGER}`);
    }
    if (last < first) throw new CliError('seeds-invalid', `“${part}” ends before it begins`);
    return { first, last };
  });
  const total = countSeeds(ranges);
  if (total > mostRuns) throw new CliError('seeds-invalid', `${total} runs are more than ${mostRuns}`);
  return ranges;
}

/** Number of seeds in a list of ranges. */
export function countSeeds(ranges: readonly SeedRange[]): number {
  return ranges.reduce((sum, { first, last }) => sum + (last - first + 1), 0);
}

/**
 * How many seeds of a list are named before in it: rows that will be there twice.
 *
 * @example `countRepeated(parseSeeds('1,1..3,2'))` is 2
 */
export function countRepeated(ranges: readonly SeedRange[]): number {
  let different = 0;
  let covered = Number.NEGATIVE_INFINITY;
  for (const { first, last } of [...ranges].sort((a, b) => a.first - b.first)) {
    if (last <= covered) continue;
    different += last - Math.max(first - 1, covered);
    covered = last;
  }
  return countSeeds(ranges) - different;
}

/** The seeds, one by one. */
export function* eachSeed(ranges: readonly SeedRange[]): Generator<number> {
  for (const { first, last } of ranges) for (let seed = first; seed <= last; seed++) yield seed;
}

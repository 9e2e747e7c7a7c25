/**
 * Measuring on a machine that does other things too: CPU time, interleaved repetitions, medians and their
 * spread.
 */

/** Repetitions that are not counted, unless a caller asks for more of them. */
export const warmUps = 4;

/** Several measurements of one thing. */
export interface Measured {
  /** The smallest: what it takes when nothing else disturbs. */
  readonly least: number;
  readonly median: number;
  /** First and third quartile: how much the machine disturbed. */
  readonly low: number;
  readonly high: number;
  readonly repetitions: number;
}

/** Median and quartiles. */
export function summarise(values: readonly number[]): Measured {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { least: sorted[0], median: at(0.5), low: at(0.25), high: at(0.75), repetitions: sorted.length };
}

/** CPU seconds of this process that `work` takes, those of the collector included. */
export function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/**
 * CPU seconds of each kind of work, one after the other in every repetition, so that what disturbs one
 * disturbs all and ratios hold. The first repetitions only let the compiler see the code.
 */
export function interleave<Name extends string>(
  works: Readonly<Record<Name, () => void>>,
  repetitions: number,
  warmUp = warmUps,
): Record<Name, number[]> {
  const names = Object.keys(works) as Name[];
  const seconds = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let repetition = -warmUp; repetition < repetitions; repetition++) {
    for (const name of names) {
      const taken = cpuSeconds(works[name]);
      if (repetition >= 0) seconds[name].push(taken);
    }
  }
  return seconds;
}

/** The quotients of two lists, repetition by repetition. */
export function ratios(over: readonly number[], under: readonly number[]): Measured {
  return summarise(over.map((value, repetition) => value / under[repetition]));
}

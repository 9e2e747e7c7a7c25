/** What a forecast report is: tables with a sentence each. Nothing in it can fail. */

/** One table of a report. */
export interface ForecastSection {
  readonly title: string;
  readonly citation: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What to make of it, or why there are no rows. */
  readonly notes: readonly string[];
}

/** A section for which the data are not there. */
export function withoutData(title: string, citation: string, files: readonly string[]): ForecastSection {
  const notes = [`not run: needs ${files.join(' and ')}; name their folder with --data`];
  return { title, citation, columns: [], rows: [], notes };
}

/** A number with a fixed number of decimals. */
export const fixed = (value: number, decimals = 2): string => value.toFixed(decimals);

/** Value at a share of a list: of sorted values the linear interpolation between neighbours. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** Mean of a list. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

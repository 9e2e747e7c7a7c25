/** What the sections of a report are made of: headings, tables, intervals. */
import type { Column } from '../../engine/analysis/experiment/columns.ts';
import type { Estimate } from '../../engine/analysis/statistics/estimate.ts';
import type { RunLink } from './charts/histogram.ts';
import { esc, figure, signed } from './charts/svg.ts';
import type { ReportData } from './collect.ts';

/** What metrics are called, and their units. */
export type Names = (metric: string) => Pick<Column, 'title' | 'unit'>;

/** A part of the page; it is left out when it has nothing to say. */
export interface Section {
  readonly id: string;
  render(data: ReportData, names: Names, link: RunLink): string;
}

/** A paragraph. */
export const paragraph = (text: string): string => `<p>${esc(text)}</p>`;

/** A heading. */
export const heading = (level: 2 | 3, id: string, text: string): string =>
  `<h${level} id="${id}">${esc(text)}</h${level}>`;

/**
 * A table; the first column names its row.
 *
 * @param texts columns of words, which stand on the left like the first
 */
export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  texts: readonly number[] = [],
): string {
  const side = (c: number) => (c === 0 || texts.includes(c) ? '' : ' class="right"');
  const head = columns.map((name, c) => `<th scope="col"${side(c)}>${esc(name)}</th>`).join('');
  const body = rows
    .map((row) => {
      const cells = row.map((cell, c) =>
        c === 0 ? `<th scope="row">${esc(cell)}</th>` : `<td${side(c)}>${esc(cell)}</td>`,
      );
      return `<tr>${cells.join('')}</tr>`;
    })
    .join('\n');
  return (
    `<div class="wide" role="region" aria-label="${esc(caption)}" tabindex="0"><table>` +
    `<caption>${esc(caption)}</caption>` +
    `<thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`
  );
}

/** An estimate with its interval. */
export const interval = ({
  estimate,
  lower,
  upper,
}: {
  estimate: number;
  lower: number;
  upper: number;
}): string => `${figure(estimate)} (${figure(lower)} to ${figure(upper)})`;

/** Most decimals of a difference: what is smaller is none that anybody could use. */
const mostDecimals = 8;

/** A difference with its interval, with as many decimals as the interval has two digits of width. */
export function signedInterval(
  { estimate, lower, upper }: Pick<Estimate, 'estimate' | 'lower' | 'upper'>,
  unit: string,
  level: string,
): string {
  const half = (upper - lower) / 2;
  const decimals = Math.min(mostDecimals, Math.max(0, Math.ceil(-Math.log10(half)) + 1));
  const isShort = !(half > 0) || !Number.isFinite(half);
  const shown = (value: number): string => {
    if (isShort || !Number.isFinite(value)) return signed(value);
    const text = Math.abs(value).toFixed(decimals);
    return Number(text) === 0 ? text : `${value > 0 ? '+' : '−'}${text}`;
  };
  const named = unit === '' || unit === 'share' ? '' : ` ${unit}`;
  return `${shown(estimate)}${named} (${level} interval ${shown(lower)} to ${shown(upper)})`;
}

/** A probability as papers print it. */
export const probability = (p: number): string => {
  if (Number.isNaN(p)) return '–';
  return p < 0.0001 ? '< .0001' : p.toFixed(4).replace(/^0/, '');
};

/** A share in per cent. */
export const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** How the values of a metric lie, arm by arm on one scale; every bar knows one of its runs. */
import type { Distribution } from '../data.ts';
import { at, axisBelow, esc, hue, label, line, picture, roomFor, scaleOf, text } from './svg.ts';

const mostRoom = 150;
/** Width of the part with the bars. */
const plot = 540;
const strip = 54;
const mostBins = 40;

/** How a run is opened: an address, or nothing where there is no server. */
export type RunLink = (run: number) => string | undefined;

interface Bins {
  readonly counts: Float64Array;
  /** The first run of each bin. */
  readonly examples: Float64Array;
}

function binned({ values, runs }: Distribution, low: number, high: number, bins: number): Bins {
  const counts = new Float64Array(bins);
  const examples = new Float64Array(bins).fill(-1);
  values.forEach((value, i) => {
    const bin = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
    if (counts[bin] === 0) examples[bin] = runs[i];
    counts[bin]++;
  });
  return { counts, examples };
}

/** Whole numbers close together get a bin each. */
function binCount(values: readonly number[], low: number, high: number): number {
  // One value alone would be a bar as wide as the picture.
  if (low === high) return 21;
  const whole = values.every(Number.isInteger);
  if (whole && high - low < mostBins) return Math.round(high - low) + 1;
  return Math.min(mostBins, Math.max(10, Math.ceil(Math.sqrt(values.length))));
}

const missingWords = (missing: number): string => (missing === 0 ? '' : `${missing} without a value`);

/** The chart; undefined when no run has a value. */
export function histograms(
  distributions: readonly Distribution[],
  unit: string,
  name: string,
  link: RunLink,
): string | undefined {
  const all = distributions.flatMap(({ values }) => [...values]);
  if (all.length === 0) return undefined;
  let low = all.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  let high = all.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const isWhole = low < high && all.every(Number.isInteger) && high - low < mostBins;
  const bins = binCount(all, low, high);
  if (isWhole) [low, high] = [low - 0.5, high + 0.5];
  else if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const names = distributions.flatMap(({ arm, missing }) => [arm, missingWords(missing)]);
  const left = roomFor(names, mostRoom);
  const right = left + plot;
  const scale = scaleOf(low, high, left, right);
  const bottom = 8 + distributions.length * strip;
  const body = distributions.map((distribution, i) => {
    const base = 8 + (i + 1) * strip - 6;
    const { counts, examples } = binned(distribution, low, high, bins);
    const most = Math.max(1, ...counts);
    const bars = [...counts].map((count, bin) => {
      if (count === 0) return '';
      const from = scale(low + (bin * (high - low)) / bins);
      const to = scale(low + ((bin + 1) * (high - low)) / bins);
      const height = Math.max(1.5, (count / most) * (strip - 14));
      const middle = low + ((bin + 0.5) * (high - low)) / bins;
      const many = `${count} of ${distribution.values.length} runs`;
      const title = `about ${label(middle)}: ${many}, one is run ${examples[bin]}`;
      const bar =
        `<rect x="${at(from)}" y="${at(base - height)}" width="${at(Math.max(0.8, to - from - 0.6))}" ` +
        `height="${at(height)}" class="${hue(i)}"><title>${esc(title)}</title></rect>`;
      const address = link(examples[bin]);
      return address === undefined ? bar : `<a href="${esc(address)}">${bar}</a>`;
    });
    const missing = missingWords(distribution.missing);
    return (
      bars.join('') +
      line(left, base, right, base, 'grid') +
      text(left - 12, base - 10, distribution.arm, { anchor: 'end' }) +
      (missing === '' ? '' : text(left - 12, base + 3, missing, { anchor: 'end', kind: 'mark' }))
    );
  });
  return picture(right + 30, bottom + 34, name, axisBelow(scale, bottom, 8, unit) + body.join(''));
}

/** What the charts of a report share: scales, marks of axes, escaped text. */
import { escapeHtml } from '../../docs/render-html.ts';

/** Text that stands in SVG or HTML. */
export const esc = (text: string): string => escapeHtml(text);

/** A linear scale. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  (value: number): number;
}

/** A scale from values to places; equal ends are spread apart. */
export function scaleOf(low: number, high: number, from: number, to: number): Scale {
  const [a, b] = low === high ? [low - 0.5, high + 0.5] : [low, high];
  const scale = (value: number) => from + ((value - a) / (b - a)) * (to - from);
  return Object.assign(scale, { low: a, high: b });
}

/** About so many round values from `low` to `high`: multiples of 1, 2 or 5 times a power of ten. */
export function ticksOf(low: number, high: number, about = 5): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

/** A number as a label: at most four significant figures, a true minus. */
export function label(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const text = String(Number(value.toPrecision(4)));
  return text.replace('-', '−');
}

/** A number with three decimals where it is small. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1.005 ? 2 : 3;
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace('-', '−');
}

/** The same with its sign. */
export function signed(value: number): string {
  const text = figure(value);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** A number in SVG, short. */
export const at = (value: number): string => String(Math.round(value * 10) / 10);

/** How far a picture is made smaller, at most: its smallest text, of 12 px, stays above 10 px. */
const leastScale = 0.85;
/** Width that is there on a phone: what fits into it needs no frame. */
const phoneWidth = 300;

/**
 * A picture with its name for who cannot see it. It becomes a little smaller with the page; where there is
 * less room still, it scrolls in a frame of its own.
 */
export function picture(width: number, height: number, name: string, body: string): string {
  const least = Math.round(width * leastScale);
  const svg =
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${esc(name)}" ` +
    `style="max-width:${width}px;min-width:${least}px">${body}</svg>`;
  // A frame that scrolls must be reached with the keyboard.
  return least <= phoneWidth
    ? svg
    : `<div class="chart" role="group" aria-label="Chart" tabindex="0">${svg}</div>`;
}

/** A line of text. */
export function text(
  x: number,
  y: number,
  words: string,
  options: { anchor?: string; kind?: string } = {},
): string {
  const anchor = options.anchor === undefined ? '' : ` text-anchor="${options.anchor}"`;
  const kind = options.kind === undefined ? '' : ` class="${options.kind}"`;
  return `<text x="${at(x)}" y="${at(y)}"${anchor}${kind}>${esc(words)}</text>`;
}

/** Room that names on the left of a chart need, in its units: as much as the longest, up to a bound. */
export function roomFor(names: readonly string[], most: number): number {
  const longest = names.reduce((length, name) => Math.max(length, name.length), 0);
  return Math.max(44, Math.min(most, Math.ceil(20 + 7 * longest)));
}

/** A straight line. */
export function line(x1: number, y1: number, x2: number, y2: number, kind: string): string {
  return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" class="${kind}"/>`;
}

/** A horizontal axis with its marks below. */
export function axisBelow(scale: Scale, y: number, top: number, name: string): string {
  const marks = ticksOf(scale.low, scale.high).map(
    (tick) =>
      line(scale(tick), top, scale(tick), y, tick === 0 ? 'zero' : 'grid') +
      text(scale(tick), y + 15, label(tick), { anchor: 'middle', kind: 'mark' }),
  );
  return marks.join('') + text(scale(scale.high), y + 30, name, { anchor: 'end', kind: 'mark' });
}

/** A vertical axis with its marks on the left. */
export function axisLeft(scale: Scale, x: number, right: number, name: string): string {
  const marks = ticksOf(scale.low, scale.high).map(
    (tick) =>
      line(x, scale(tick), right, scale(tick), tick === 0 ? 'zero' : 'grid') +
      text(x - 6, scale(tick) + 4, label(tick), { anchor: 'end', kind: 'mark' }),
  );
  return marks.join('') + text(x - 40, 12, name, { kind: 'mark' });
}

/** Colours of arms: classes of the stylesheet, in turn. */
export const hue = (index: number): string => `hue-${index % 7}`;

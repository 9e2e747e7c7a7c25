/** Places for marks and labels of charts. */

/** Round values between two bounds, about five, always with 0. */
export function ticksOf(low: number, high: number): number[] {
  const step = [0.05, 0.1, 0.2, 0.5, 1, 2].find((candidate) => (high - low) / candidate <= 6) ?? 5;
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) ticks.push(Math.round(i * step * 100) / 100);
  return ticks;
}

/** Room that a number under an axis needs, in pixels. */
const labelRoom = 34;
/** Steps between named rounds. */
export const roundSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500] as const;
/** Steps between named months: whole years where there are many. */
export const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240] as const;

/** The smallest of the steps at which numbers from `first` to `last` do not touch in `room` pixels. */
export function stepThatFits(steps: readonly number[], first: number, last: number, room: number): number {
  const perPlace = room / Math.max(1, last - first);
  return steps.find((step) => step * perPlace >= labelRoom) ?? steps.at(-1) ?? 1;
}

/** The multiples of a step between two places. */
export function multiplesIn(step: number, first: number, last: number): number[] {
  const found: number[] = [];
  for (let place = Math.ceil(first / step) * step; place <= last; place += step) found.push(place);
  return found;
}

/** A label that ends at a place, as wide as its words. */
export interface LabelBox {
  readonly key: string;
  readonly right: number;
  readonly middle: number;
  readonly words: string;
}

/** Mean width of a letter, and height of a line, of labels in a chart, in pixels. */
const [letterWidth, lineHeight] = [6.8, 14];

/** The labels that cover none that was named before them; the first come first. */
export function labelsThatFit(wanted: readonly LabelBox[]): ReadonlySet<string> {
  const kept: LabelBox[] = [];
  const left = ({ right, words }: LabelBox): number => right - words.length * letterWidth;
  for (const label of wanted) {
    const covers = kept.some(
      (other) =>
        Math.abs(other.middle - label.middle) < lineHeight &&
        left(other) < label.right &&
        left(label) < other.right,
    );
    if (!covers) kept.push(label);
  }
  return new Set(kept.map(({ key }) => key));
}

/** Moves labels apart so that none covers another, as little as possible, inside two bounds if they fit. */
export function spread(
  wanted: readonly { readonly key: string; readonly at: number }[],
  gap: number,
  low: number,
  high: number,
): ReadonlyMap<string, number> {
  const placed = [...wanted].sort((a, b) => a.at - b.at).map((label) => ({ ...label }));
  for (let pass = 0; pass < 40; pass++) {
    for (let i = 1; i < placed.length; i++) {
      const overlap = gap - (placed[i].at - placed[i - 1].at);
      if (overlap <= 0) continue;
      placed[i - 1].at -= overlap / 2;
      placed[i].at += overlap / 2;
    }
    for (const label of placed) label.at = Math.max(low, Math.min(high, label.at));
  }
  // What is pressed against a bound is still too close: from above once, and from below where that overflows.
  for (let i = 1; i < placed.length; i++) placed[i].at = Math.max(placed[i].at, placed[i - 1].at + gap);
  let most = Math.max(high, low + (placed.length - 1) * gap);
  for (let i = placed.length - 1; i >= 0; i--) {
    placed[i].at = Math.min(placed[i].at, most);
    most = placed[i].at - gap;
  }
  return new Map(placed.map((label) => [label.key, label.at]));
}

/** Places for marks and labels of charts. */

/** Round values between two bounds, about five, always with 0. */
export function ticksOf(low: number, high: number): number[] {
  const step = [0.05, 0.1, 0.2, 0.5, 1, 2].find((candidate) => (high - low) / candidate <= 6) ?? 5;
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) ticks.push(Math.round(i * step * 100) / 100);
  return ticks;
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

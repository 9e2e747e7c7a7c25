/** Helps an author who misspelt a name of an expression. */

/** "There is no name x", with the nearest known one or, among few, all of them. */
export function unknownWord(what: 'name' | 'function', given: string, known: readonly string[]): string {
  const nearest = nearestTo(given, known);
  const hint =
    nearest !== undefined
      ? ` Did you mean "${nearest}"?`
      : known.length > 0 && known.length <= 24
        ? ` Known: ${[...known].sort(byCodeUnit).join(', ')}.`
        : '';
  return `There is no ${what} "${given.slice(0, 60)}".${hint}`;
}

/**
 * The known word at the least edit distance, if that is at most a third of the length; of short words only
 * the case may differ.
 */
function nearestTo(given: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.floor(given.length / 3) + 1;
  for (const word of [...known].sort(byCodeUnit)) {
    if (Math.abs(word.length - given.length) >= bestDistance) continue;
    const distance = editDistance(given.toLowerCase(), word.toLowerCase());
    if (distance < bestDistance) {
      best = word;
      bestDistance = distance;
    }
  }
  return best;
}

/** Order of code units: the same on every machine, unlike the order of a locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1;
      next.push(
        Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + change),
      );
    }
    row = next;
  }
  return row[b.length] as number;
}

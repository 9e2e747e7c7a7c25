/** "Did you mean": the known word nearest to one that is not known. */

const longestWord = 64;
const mostListed = 12;

/** Case, underscores and spaces are the slips that say least about what was meant. */
function fold(word: string): string {
  return word.toLowerCase().replace(/[_\s]/g, '-');
}

/**
 * Edit distance in insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
 *
 * @example `editDistance('saliance', 'salience')` is 1
 */
export function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let least = Math.min(
        (last[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (last[column - 1] as number) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) least = Math.min(least, (before[column - 2] as number) + 1);
      current.push(least);
    }
    before = last;
    last = current;
  }
  return last[to.length] as number;
}

/**
 * The candidate nearest to `word`, or `undefined` when none is near: at most one slip in three letters and
 * three in all, or a candidate that begins with the word. The first of equally near ones wins.
 *
 * @example `closest('saliance', ['ideal', 'salience'])` is `'salience'`
 */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length === 0 || word.length > longestWord) return undefined;
  const wanted = fold(word);
  const threshold = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)));
  let best: string | undefined;
  let bestDistance = threshold + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(wanted, fold(candidate));
    // a word of one or two letters is near to everything of its length
    if (distance < bestDistance && distance < Math.max(wanted.length, 1)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  if (best !== undefined || wanted.length < 3) return best;
  return candidates.find((candidate) => fold(candidate).startsWith(wanted));
}

/**
 * A hint for a word that is not known: the nearest candidate, or the candidates themselves.
 *
 * @example `didYouMean('stat', ['state', 'firm'])` is `'Did you mean state?'`
 */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = closest(word, candidates);
  if (near !== undefined) return `Did you mean ${near}?`;
  if (candidates.length === 0) return 'There is none yet: add it, or leave out what names it.';
  return `Known here: ${listed(candidates)}.`;
}

/** Words separated by commas, cut when there are too many to read. */
export function listed(words: readonly string[]): string {
  const rest = words.length - mostListed;
  const shown = words.slice(0, mostListed).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

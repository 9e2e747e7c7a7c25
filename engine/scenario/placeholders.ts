/**
 * Places in treaty sentences where the words of another issue stand: `an audit {audit-frequency} before …`.
 * What stands in braces and is no id is left as it is written.
 */

const place = /\{([a-z][a-z0-9-]*)\}/g;

/** A piece of a sentence: words, or the id of the issue whose words stand there. */
export type Piece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'place'; readonly issue: string };

/**
 * The pieces of a sentence in their order; empty words are left out.
 *
 * @example `splitSentence('an audit {often}')` is words `an audit ` and the place of `often`
 */
export function splitSentence(sentence: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of sentence.matchAll(place)) {
    if (match.index > from) pieces.push({ kind: 'words', text: sentence.slice(from, match.index) });
    pieces.push({ kind: 'place', issue: match[1] });
    from = match.index + match[0].length;
  }
  if (from < sentence.length) pieces.push({ kind: 'words', text: sentence.slice(from) });
  return pieces;
}

/** Ids of the issues that stand in a sentence, in their order. */
export function placesIn(sentence: string): string[] {
  return splitSentence(sentence).flatMap((piece) => (piece.kind === 'place' ? [piece.issue] : []));
}

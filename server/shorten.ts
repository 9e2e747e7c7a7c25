/** Texts of other people are told as far as a message has room for them. */

/**
 * The beginning of a text, with an ellipsis where something is missing; no character is cut in two.
 *
 * @example `shorten('abcdef', 4)` is `'abc…'`
 */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

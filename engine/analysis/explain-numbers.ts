/** Numbers and lists as explanations write them. */

/** A number as people read it: two decimals, more when the number is small. */
export function shownNumber(value: number): string {
  const digits = Math.abs(value) < 0.0095 && value !== 0 ? 4 : 2;
  const text = value.toFixed(digits);
  return Number(text) === 0 ? '0' : text.replace('-', '−');
}

/** A share as a percentage. */
export function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}

/** Words as a list with an “and”. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Small words of treaty language. */

const numberWords = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
] as const;

/** A number as treaties write it: in words up to twelve. */
export function numberWord(value: number): string {
  return numberWords[value] ?? String(value);
}

/** A share as treaties write it: `55 per cent`; at most two decimals. */
export function perCent(share: number): string {
  return `${Number((share * 100).toFixed(2))} per cent`;
}

/** `a, b and c`. */
export function listWords(words: readonly string[], and = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`;
}

/** A word with its plural: `one State`, `three States`. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${numberWord(value)} ${value === 1 ? singular : plural}`;
}

/**
 * Where a text stops being JSON. JavaScript engines say so in words of their own, some without a place; a
 * record that was cut off or edited should be told the same way everywhere.
 */

const blank = /[ \t\n\r]*/y;
const scalar = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;
/** What could have become a scalar, had the text not ended. */
const unfinished = /(?:tr?u?|fa?l?s?|nu?l?|-|-?(?:0|[1-9][0-9]*)(?:\.|(?:\.[0-9]+)?[eE][+-]?))$/y;
const hexadecimal = /^[0-9a-fA-F]*$/;

/** End of what `pattern` matches at `at`; `at` itself when it does not. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** End of the string that begins at `at`, or the place of its first fault as a negative number less one. */
function endOfString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const character = text[i];
    if (character === '"') return i + 1;
    if (character < ' ') return -i - 1;
    if (character !== '\\') continue;
    i++;
    if (text[i] === 'u' && hexadecimal.test(text.slice(i + 1, i + 5))) i += 4;
    else if (i < text.length && !'"\\/bfnrt'.includes(text[i])) return -i - 1;
  }
  return -text.length - 1;
}

/** What may stand next. */
type Expected = 'value' | 'first value' | 'first key' | 'key' | 'colon' | 'comma' | 'end';

/**
 * Offset of the first character that JSON does not allow where it stands; the length of the text when it ends
 * too early, and undefined when it is JSON.
 */
export function findSyntaxFault(text: string): number | undefined {
  const open: string[] = [];
  let expected = 'value' as Expected;
  let at = endOf(blank, text, 0);

  /** What follows a finished value. */
  const after = (): Expected => (open.length === 0 ? 'end' : 'comma');

  while (at < text.length) {
    const character = text[at];
    const closes = character === (open.at(-1) === '{' ? '}' : ']') && open.length > 0;
    if (closes && (expected === 'comma' || expected === 'first key' || expected === 'first value')) {
      open.pop();
      expected = after();
      at++;
    } else if (expected === 'comma' && character === ',') {
      expected = open.at(-1) === '{' ? 'key' : 'value';
      at++;
    } else if (expected === 'colon' && character === ':') {
      expected = 'value';
      at++;
    } else if (character === '"' && expected !== 'comma' && expected !== 'colon' && expected !== 'end') {
      const end = endOfString(text, at);
      if (end < 0) return -end - 1;
      expected = expected === 'key' || expected === 'first key' ? 'colon' : after();
      at = end;
    } else if (expected !== 'value' && expected !== 'first value') {
      return at;
    } else if (character === '{' || character === '[') {
      open.push(character);
      expected = character === '{' ? 'first key' : 'first value';
      at++;
    } else {
      if (endOf(unfinished, text, at) > at) return text.length;
      const end = endOf(scalar, text, at);
      if (end === at) return at;
      expected = after();
      at = end;
    }
    at = endOf(blank, text, at);
  }
  return expected === 'end' ? undefined : text.length;
}

/** Plain text for terminals: width, wrapping, columns, quoting. Nothing here knows about colour. */

import { shorten } from '../shorten.ts';

/** Width of a page; what is printed never needs more columns, long words apart. */
export const pageWidth = 80;

/** Columns a text takes: wide characters two, combining ones none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  const point = character.codePointAt(0) as number;
  if (point < 0x300) return 1;
  if (/\p{Mark}/u.test(character)) return 0;
  const isWide =
    (point >= 0x1100 && point <= 0x115f) ||
    (point >= 0x2e80 && point <= 0xa4cf) ||
    (point >= 0xac00 && point <= 0xd7a3) ||
    (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0xfe30 && point <= 0xfe6f) ||
    (point >= 0xff00 && point <= 0xff60) ||
    (point >= 0x1f300 && point <= 0x1faff) ||
    (point >= 0x20000 && point <= 0x3fffd);
  return isWide ? 2 : 1;
}

/** Control characters, other ends of lines, and marks that are not seen or turn the direction of writing. */
const acting = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * Takes out what could act on a terminal. Whatever comes from a file or an argument goes through here before
 * it is printed: by itself, or in `wrap`, `cut`, `table` and `safeLines`.
 */
export function clean(text: string): string {
  return text.replace(acting, (character) => (/\s/.test(character) ? ' ' : '·'));
}

/** Most characters of a line that somebody else wrote. */
const lineLength = 2000;

/** A text of several lines, each cleaned and cut to a sane length. */
export function safeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => clean(shorten(line, lineLength)))
    .join('\n');
}

/** A value as JSON that does not act on a terminal either: what could is written as an escape. */
export function safeJson(value: unknown): string {
  const escaped = (character: string) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(value, null, 2).replace(acting, escaped)}\n`;
}

/**
 * Breaks a text at spaces into lines.
 *
 * @example `wrap('one two three', { width: 8, indent: '  ' })` is `['  one', '  two', '  three']`
 */
export function wrap(
  text: string,
  options: { readonly width?: number; readonly indent?: string; readonly first?: string } = {},
): string[] {
  const { width = pageWidth, indent = '', first = indent } = options;
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of clean(text).split(/\s+/)) {
    if (word === '') continue;
    if (!isEmpty && textWidth(line) + 1 + textWidth(word) > width) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  if (!isEmpty || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** Fills a text with spaces to a width; to the right of it, or to the left. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)));
  return side === 'left' ? text + space : space + text;
}

/** Cuts a text to a width, with an ellipsis where something is missing. */
export function cut(text: string, width: number): string {
  const safe = clean(text);
  if (textWidth(safe) <= width) return safe;
  let shown = '';
  for (const character of safe) {
    if (textWidth(shown) + characterWidth(character) > width - 1) break;
    shown += character;
  }
  return `${shown.trimEnd()}…`;
}

/** A column of a table: its heading, and on which side its values stand. */
export interface Column {
  readonly title: string;
  /** `right` for numbers. */
  readonly align?: 'left' | 'right';
  /** Takes the rest of the width and wraps. */
  readonly wraps?: boolean;
}

/**
 * A table as lines: columns as wide as what they hold, two spaces apart, the wrapping one in what is left.
 *
 * @example `table([{ title: 'id' }, { title: 'summary', wraps: true }], [['trust', 'who believes whom']])`
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  options: { readonly width?: number; readonly headings?: boolean } = {},
): string[] {
  const { width = pageWidth, headings = true } = options;
  const titles = columns.map((column) => (headings ? column.title : ''));
  const natural = columns.map((_, c) =>
    Math.max(...[titles, ...rows].map((row) => textWidth(clean(row[c] ?? '')))),
  );
  const gaps = 2 * (columns.length - 1);
  const fixed = natural.reduce((sum, size, c) => sum + (columns[c].wraps === true ? 0 : size), 0);
  const wrapping = columns.filter((column) => column.wraps === true).length;
  const share = Math.max(16, Math.floor((width - gaps - fixed) / Math.max(1, wrapping)));
  const widths = natural.map((size, c) => (columns[c].wraps === true ? Math.min(size, share) : size));
  const lines: string[] = [];
  const add = (row: readonly string[]) => {
    const cells = widths.map((size, c) => wrap(row[c] ?? '', { width: size }));
    const height = Math.max(...cells.map((cell) => cell.length));
    for (let i = 0; i < height; i++) {
      const parts = cells.map((cell, c) =>
        pad(cell[i] ?? '', widths[c], columns[c].align === 'right' ? 'right' : 'left'),
      );
      lines.push(parts.join('  ').trimEnd());
    }
  };
  if (headings) {
    add(titles);
    lines.push(
      '─'.repeat(
        Math.min(
          width,
          widths.reduce((sum, size) => sum + size, gaps),
        ),
      ),
    );
  }
  for (const row of rows) add(row);
  return lines;
}

/** Words joined as in a sentence: `a, b and c`. */
export function sentenceList(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

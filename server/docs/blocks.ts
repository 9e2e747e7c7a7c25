/** What a reference page is made of, before it becomes text or HTML. Backticks in a text mark code. */

/** A column of a table. */
export interface BlockColumn {
  readonly title: string;
  /** Values are code: ids, keys, paths. */
  readonly isCode?: boolean;
  readonly align?: 'left' | 'right';
  /** Takes the rest of the width in the terminal. */
  readonly wraps?: boolean;
}

/** One part of a page. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string; readonly level: 2 | 3; readonly id: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'table';
      /** What the table holds, for whoever hears it read. */
      readonly caption: string;
      readonly columns: readonly BlockColumn[];
      readonly rows: readonly (readonly string[])[];
    };

/** A page before it is rendered. */
export interface PageSource {
  /** Its place below /docs and its name for `plenary docs`; empty for the first page. */
  readonly path: string;
  readonly title: string;
  /** What it tells, in a line. */
  readonly summary: string;
  blocks(): readonly Block[];
}

/** An anchor for a heading. */
export function anchor(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** A heading. */
export function heading(text: string, level: 2 | 3 = 2, id = anchor(text)): Block {
  return { kind: 'heading', text, level, id };
}

/** A paragraph. */
export function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

/** A table; empty ones leave a sentence instead. */
export function tableBlock(
  caption: string,
  columns: readonly BlockColumn[],
  rows: readonly (readonly string[])[],
): Block {
  if (rows.length === 0) return paragraph(`${caption}: none.`);
  return { kind: 'table', caption, columns, rows };
}

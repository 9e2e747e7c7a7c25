/** Reference pages as text for a terminal of 80 columns. */
import { pageWidth, table, wrap } from '../cli/text.ts';
import type { Block, PageSource } from './blocks.ts';

function lines(block: Block): string[] {
  switch (block.kind) {
    case 'heading': {
      const text = block.level === 2 ? block.text.toUpperCase() : block.text;
      return ['', text, (block.level === 2 ? '─' : '·').repeat(Math.min(pageWidth, text.length))];
    }
    case 'paragraph':
      return wrap(block.text);
    case 'list':
      return block.items.flatMap((item) => wrap(item, { first: '- ', indent: '  ' }));
    case 'code':
      return block.text.split('\n').map((line) => `    ${line}`.trimEnd());
    case 'table':
      return tableLines(block);
  }
}

/** A table with columns of a natural width; one too wide for the page becomes a list of entries. */
function tableLines(block: Extract<Block, { kind: 'table' }>): string[] {
  const made = table(block.columns, block.rows);
  if (made.every((line) => line.length <= pageWidth)) return made;
  return block.rows.flatMap((row) => {
    const facts = block.columns
      .map((column, c) => ({ column, value: row[c] ?? '' }))
      .slice(1)
      .filter(({ value }) => value !== '')
      .map(({ column, value }) => (column.wraps === true ? value : `${column.title}: ${value}`));
    return [...wrap(row[0], { indent: '    ', first: '' }), ...wrap(facts.join(' · '), { indent: '    ' })];
  });
}

/** The page as text. */
export function renderText(page: PageSource): string {
  const parts = page.blocks().map((block) => lines(block).join('\n'));
  const title = page.title.toUpperCase();
  const head = [title, '═'.repeat(pageWidth), ...wrap(page.summary)].join('\n');
  return `${head}\n\n${parts.join('\n\n').replace(/\n{3,}/g, '\n\n')}\n`;
}

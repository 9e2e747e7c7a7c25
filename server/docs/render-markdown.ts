/** Pages as Markdown, for appendices and repositories. */
import type { Block, PageSource } from './blocks.ts';

/** What would end a cell of a table is written otherwise. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');

function markdown(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${block.text}`;
    case 'paragraph':
      return block.text;
    case 'list':
      return block.items.map((item) => `- ${item.replace(/\s*\n\s*/g, ' ')}`).join('\n');
    case 'code':
      return `\`\`\`\n${block.text}\n\`\`\``;
    case 'table':
      return tableMarkdown(block);
  }
}

function tableMarkdown({ caption, columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const head = columns.map(({ title }) => cell(title));
  const rule = columns.map(({ align }) => (align === 'right' ? '---:' : '---'));
  const body = rows.map((row) =>
    columns.map(({ isCode }, c) => {
      const text = cell(row[c] ?? '');
      return isCode === true && text !== '' ? `\`${text}\`` : text;
    }),
  );
  const lines = [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |`);
  return `*${caption}*\n\n${lines.join('\n')}`;
}

/** The page as Markdown. */
export function renderMarkdown(page: PageSource): string {
  const parts = page.blocks().map(markdown);
  return `# ${page.title}\n\n${page.summary}\n\n${parts.join('\n\n')}\n`;
}

/** Reference pages as HTML: one file each, without scripts, readable by ear, on a phone and on paper. */
import { engineVersion, rulesVersion } from '../../engine/version.ts';
import type { Block, PageSource } from './blocks.ts';
import { stylesheet } from './style.ts';

/** Text as HTML; backticks become code. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/`([^`]+)`/g, '<code>$1</code>');
}

function html(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level} id="${block.id}">${escapeHtml(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('\n')}\n</ul>`;
    case 'code':
      return `<pre tabindex="0"><code>${escapeHtml(block.text)}</code></pre>`;
    case 'table':
      return tableHtml(block);
  }
}

function tableHtml({ caption, columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const sideOf = (c: number) => (columns[c].align === 'right' ? ' class="right"' : '');
  const head = columns.map((column, c) => `<th scope="col"${sideOf(c)}>${escapeHtml(column.title)}</th>`);
  const body = rows.map((row) => {
    const cells = columns.map((column, c) => {
      const value = row[c] ?? '';
      const text =
        column.isCode === true && value !== '' ? `<code>${escapeHtml(value)}</code>` : escapeHtml(value);
      return c === 0 ? `<th scope="row"${sideOf(c)}>${text}</th>` : `<td${sideOf(c)}>${text}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const label = escapeHtml(caption).replace(/<\/?code>/g, '');
  return [
    `<div class="wide" role="region" aria-label="${label}" tabindex="0"><table>`,
    `<caption>${escapeHtml(caption)}</caption>`,
    `<thead><tr>${head.join('')}</tr></thead>`,
    `<tbody>\n${body.join('\n')}\n</tbody></table></div>`,
  ].join('\n');
}

function navigation(pages: readonly PageSource[], current: PageSource): string {
  const links = pages.map((page) => {
    const here = page === current ? ' aria-current="page"' : '';
    const address = page.path === '' ? './' : `${page.path}.html`;
    return `<li><a href="${address}"${here}>${escapeHtml(page.title)}</a></li>`;
  });
  return `<nav class="pages" aria-label="Pages"><ul>\n${links.join('\n')}\n</ul></nav>`;
}

function contents(blocks: readonly Block[]): string {
  const parts = blocks.filter((block) => block.kind === 'heading' && block.level === 2);
  if (parts.length < 3) return '';
  const links = parts.map((block) =>
    block.kind === 'heading' ? `<li><a href="#${block.id}">${escapeHtml(block.text)}</a></li>` : '',
  );
  return `<nav class="parts" aria-label="On this page"><ul>\n${links.join('\n')}\n</ul></nav>`;
}

/** The page as a document of its own. */
export function renderHtml(page: PageSource, pages: readonly PageSource[]): string {
  const blocks = page.blocks();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)} – Plenary reference</title>
<style>${stylesheet}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
${navigation(pages, page)}
<main id="content">
<h1>${escapeHtml(page.title)}</h1>
<p class="summary">${escapeHtml(page.summary)}</p>
${contents(blocks)}
${blocks.map(html).join('\n')}
</main>
<footer>Plenary ${engineVersion}, rules ${rulesVersion}. Made from what this version registers.</footer>
</body>
</html>
`;
}

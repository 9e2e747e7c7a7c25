/** The first page: what the others hold. */
import { type PageSource, paragraph, tableBlock } from '../blocks.ts';

/** The first page, which lists the others. */
export function startPage(pages: readonly PageSource[]): PageSource {
  return {
    path: '',
    title: 'Reference',
    summary: 'Everything this version of Plenary registers, made from the registries themselves.',
    blocks: () => [
      paragraph('In the terminal `plenary docs PAGE` prints the same pages. How to start is in the README.'),
      tableBlock(
        'Pages',
        [
          { title: 'page', isCode: true },
          { title: 'what it tells', wraps: true },
        ],
        pages.map((page) => [page.path, page.summary]),
      ),
    ],
  };
}

/** The tables of rulings, one a protocol, from the same data as `plenary rulings`. */
import { rulings } from '../../../engine/protocols/rulings/index.ts';
import { builtIn } from '../../../engine/registry.ts';
import { type Block, heading, type PageSource, paragraph, tableBlock } from '../blocks.ts';

const columns = [
  { title: 'situation', wraps: true },
  { title: 'ruling', wraps: true },
  { title: 'source', wraps: true },
] as const;

function blocks(): Block[] {
  return [
    paragraph(
      'What a protocol does in situations that somebody who knows the procedure can check, with the rule ' +
        'each rests on. A test plays each line. In the terminal: `plenary rulings assembly`.',
    ),
    ...builtIn.protocols.flatMap(({ id, title }) => [
      heading(title, 2, `rulings-${id}`),
      tableBlock(
        `Rulings of ${id}`,
        columns,
        (rulings[id] ?? []).map(({ situation, ruling, source }) => [situation, ruling, source]),
      ),
    ]),
  ];
}

/** The page of rulings. */
export const rulingsPage: PageSource = {
  path: 'rulings',
  title: 'Rulings',
  summary: 'What each protocol does, situation by situation, with the rule behind it.',
  blocks,
};

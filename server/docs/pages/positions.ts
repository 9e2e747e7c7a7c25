/** The table of positions that `plenary import` reads. */
import { positionsExample } from '../../../engine/interchange/positions-example.ts';
import { heading, type PageSource, paragraph, tableBlock } from '../blocks.ts';

const columns: readonly (readonly [string, string])[] = [
  ['actor', 'Who takes the position; becomes a party.'],
  ['issue', 'On what; becomes an issue.'],
  ['position', 'Place on the scale of the issue, 0 to 100; becomes the ideal point, exactly.'],
  ['salience', 'How much the actor cares, 0 to 100; 0 says that it takes no position.'],
  ['power', 'What the actor can bring to bear, 0 to 100, the same in all of its rows.'],
  ['reference point', 'What holds without a decision, the same in all rows of the issue. May be left out.'],
  ['outcome', 'What was decided in the end, the same in all rows of the issue. May be left out.'],
];

/** The page of tables of positions. */
export const positionsPage: PageSource = {
  path: 'positions',
  title: 'Tables of positions',
  summary: 'The table of actors, positions, saliences and powers that becomes a scenario.',
  blocks: () => [
    paragraph(
      '`plenary import positions.csv --out my-talks/scenario.yaml` makes a scenario of a table as spatial ' +
        'models of bargaining publish them: comma-separated values (or semicolons), one row for each actor ' +
        'and issue. All numbers are from 0 to 100.',
    ),
    tableBlock(
      'Columns of a table of positions',
      [
        { title: 'column', isCode: true },
        { title: 'holds', wraps: true },
      ],
      columns,
    ),
    heading('What becomes of it'),
    paragraph(
      'Ideal points are the positions over 100. The options of an issue are its distinct positions, ' +
        'with the ' +
        'reference point among them; where they are too many, or with `--steps`, an evenly spaced ladder. ' +
        'A party’s saliences must sum to 1 in a scenario, so their absolute scale is kept as its `stake`: ' +
        'capability × stake × salience is the power × salience of the table, and the compromise model ' +
        'gives ' +
        'the same outcomes from the scenario as from the table.',
    ),
    paragraph(
      'An actor without a row or a position on an issue is a problem. Write salience 0 where it takes no ' +
        'position, or say `--absent drop`. Power that differs by issue is refused, or folded into the ' +
        'saliences by `--fold-power`. Utilities are pure distance: benefit, cost and margin are 0, and no ' +
        'agreement is worth the reference point. Decision rule, phases and voting weights are defaults to ' +
        'be replaced.',
    ),
    heading('An example'),
    paragraph('An invented one; `plenary import --example` prints it.'),
    { kind: 'code', text: positionsExample.trimEnd() },
  ],
};

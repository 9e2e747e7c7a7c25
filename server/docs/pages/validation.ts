/** Published results that the engine is held against, from the registry of validation rows. */
import { validationRows } from '../../validate/rows/index.ts';
import { heading, type PageSource, paragraph, tableBlock } from '../blocks.ts';

/** The page of validation. */
export const validationPage: PageSource = {
  path: 'validation',
  title: 'Validation',
  summary: 'Published results, and what the engine gives for each of them.',
  blocks: () => [
    paragraph(
      '`plenary validate` runs the engine on what others have published and prints both numbers, the ' +
        'tolerance and the source. It ends with exit code 4 when one differs. Some data may not be ' +
        'shipped: ' +
        'their rows are run when `--data FOLDER` names a folder that holds the files.',
    ),
    tableBlock(
      'Rows of plenary validate',
      [
        { title: 'row', align: 'right' },
        { title: 'what', wraps: true },
        { title: 'data' },
        { title: 'source', wraps: true },
      ],
      validationRows.map(({ row, title, needsData, citation }) => [
        String(row),
        title,
        needsData === undefined ? 'shipped' : needsData.join(', '),
        citation,
      ]),
    ),
    heading('Forecasts'),
    paragraph(
      '`plenary validate --forecast` reports, and asserts nothing: errors of simple predictors on outcomes ' +
        'that were not known when the positions were coded, with the share of issues each one wins and ' +
        'bootstrap intervals; the third vote of the General Assembly on autonomous weapons from the first ' +
        'two, beside persistence; how long ratification takes; and the ratification curves of the Paris ' +
        'Agreement and the Kigali and Doha Amendments beside the one family of hazards that the mechanism ' +
        '`ratification` has by default, with its error at every point.',
    ),
    paragraph(
      'A model that does not beat persistence, the midpoint or the weighted mean has not been shown to ' +
        'know anything. What a row shows is that Plenary computes what was published, not that the ' +
        'published model is right.',
    ),
  ],
};

/** The experiment format: every key, from the schema that checks it, and the designs from their registry. */

import { statuses } from '../../../engine/analysis/experiment/columns.ts';
import { designs } from '../../../engine/analysis/experiment/designs/index.ts';
import { experimentJsonSchema } from '../../../engine/analysis/experiment/json-schema.ts';
import { mostRuns } from '../../../engine/analysis/experiment/plan.ts';
import { type Block, heading, type PageSource, paragraph, tableBlock } from '../blocks.ts';
import { type JsonSchema, schemaRows } from '../json-schema-rows.ts';
import { keyColumns, keyRow, parameterTable } from './scenario.ts';

function blocks(): readonly Block[] {
  const rows = schemaRows(experimentJsonSchema() as JsonSchema).map(keyRow);
  return [
    paragraph(
      'An experiment is one YAML (or JSON) file beside its scenario, `experiment.yaml`. Its arms and ' +
        'the points ' +
        'of its design are crossed: every arm is played at every point, with every replicate. A ' +
        'place in the ' +
        'scenario is written as for `--set`.',
    ),
    tableBlock('Keys of an experiment', keyColumns, rows),
    heading('Designs that sample'),
    paragraph(
      'A grid, a zip or a table plays levels that are listed. These designs choose points of a space; each ' +
        'point follows from its number alone.',
    ),
    ...designs.flatMap(({ id, summary, source, parameters, maxDimensions }) => [
      heading(id),
      paragraph(`${summary} At most ${maxDimensions} factors. Source: ${source}`),
      parameterTable(id, parameters),
    ]),
    heading('Runs and their numbers'),
    paragraph(
      `A batch has at most ${mostRuns} runs. The number of a run fixes its arm, point, replicate and ` +
        'seed, and stays what it is when replications are added: numbers count the first replicates of ' +
        'point 0, then those of point 1 and so on, in blocks of 64 or of `stop.every`. Numbers ' +
        'beyond the last ' +
        'replicate of a block are not used. The result depends on the number alone: the number of workers, ' +
        'their order, shards, a kill and a restart give the same table, byte for byte.',
    ),
    tableBlock(
      'What can become of a run',
      [
        { title: 'status', isCode: true },
        { title: 'meaning', wraps: true },
      ],
      statuses.map(({ id, says }) => [id, says]),
    ),
    heading('The folder of a batch'),
    paragraph(
      '`manifest.json` says what was played, where and how long; `experiment.yaml` and ' +
        '`scenario.yaml` are the ' +
        'texts it was played from; `runs.parquet` has a row a run; `ticks.parquet` or ' +
        '`rounds.parquet` a row a ' +
        'moment where the experiment has a series; `space.parquet` the runs of the space of ' +
        'plausible values; ' +
        '`columns.json` tells every column. `rows.log` is what was written while it ran, and is what a ' +
        'continued batch, a merge and a rerun read: it may be removed when none of them is wanted.',
    ),
    paragraph(
      'In R: `arrow::read_parquet("runs.parquet")`. In Python: ' +
        '`pandas.read_parquet("runs.parquet")`. In Julia: ' +
        '`DataFrame(Parquet2.Dataset("runs.parquet"))`. A metric that does not apply to a run is a ' +
        'missing value.',
    ),
  ];
}

/** The page. */
export const experimentPage: PageSource = {
  path: 'experiment',
  title: 'Experiments and batches',
  summary: 'Every key of an experiment file, the designs, and what a folder of results holds.',
  blocks,
};

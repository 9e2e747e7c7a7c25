/** The experiment format: every key, from the schema that checks it, and the designs from their registry. */

import { statuses } from '../../../engine/analysis/experiment/columns.ts';
import { designs } from '../../../engine/analysis/experiment/designs/index.ts';
import { experimentJsonSchema } from '../../../engine/analysis/experiment/json-schema.ts';
import { mostRuns } from '../../../engine/analysis/experiment/plan.ts';
import { type Block, heading, type PageSource, paragraph, tableBlock } from '../blocks.ts';
import { type JsonSchema, schemaRows } from '../json-schema-rows.ts';
import { keyColumns, keyRow, parameterTable } from './scenario.ts';

/** An experiment that uses most of what there is; a test plays it. */
export const example = `format: 1
scenario: first-mandate
title: Does monitoring keep promises?
question: What do monitoring and the distance of positions change in what is kept?
replications: 200
arms:
  - { id: reference, title: as it is }
  - { id: majority, title: a simple majority, set: { rules.decision: [{ rule: simple-majority }] } }
factors:
  - { id: transparency, path: world.compliance.transparency, levels: [0, 0.5, 1] }
  - { id: distance, path: utility.distance, range: { from: 0.8, to: 2.4, steps: 5 } }
metrics:
  - compliance
  - inForce
  - { id: kept, expression: 'inForce == 1 ? compliance : 0' }
series: { every: tick, metrics: [compliance, meanTrust] }
space:
  samples: 64
  replications: 16
  ranges:
    - { id: punishment, path: world.compliance.punishment, between: [0.1, 0.75] }
    - { id: audits, path: world.compliance.audits, between: [0.25, 4], scale: log }
hypotheses:
  - id: seen
    metric: compliance
    factor: transparency
    arm: 1
    against: 0
    expect: higher
    why: Detection makes defection dear (Downs, Rocke and Barsoom 1996).
  - id: faster
    metric: adoptionTick
    arm: majority
    against: reference
    expect: lower
    why: Fewer are waited for.`;

function blocks(): readonly Block[] {
  const rows = schemaRows(experimentJsonSchema() as JsonSchema).map(keyRow);
  return [
    paragraph(
      'An experiment is one YAML (or JSON) file beside its scenario, `experiment.yaml`. Its arms and ' +
        'the points ' +
        'of its design are crossed: every arm is played at every point, with every replicate. A ' +
        'place in the ' +
        'scenario is written as for `--set`; a number in a list is that of the scenario as written, ' +
        'whatever an arm takes out. A factor that would undo an arm, or another factor, is refused: it is ' +
        'varied in every arm. A formula has no value in runs that lack what it names.',
    ),
    { kind: 'code', text: example },
    tableBlock('Keys of an experiment', keyColumns, rows),
    heading('The space of plausible values'),
    paragraph(
      'An effect at one setting says little when its sign depends on values that nobody knows. With ' +
        '`space` the arms are also played at the points of a Latin hypercube over plausible ranges, and ' +
        'the report says of each hypothesis that compares arms at what share of the points it holds, ' +
        'with an interval, and which parameters turn it round, corrected for how many were tried.',
    ),
    paragraph(
      'Arms share their seeds at a point, and each point has seeds of its own, none of which the runs ' +
        'proper play: the share does not hang on a few streams of draws. With S points and first seed s, ' +
        'the seeds of point p, counted from 0, are s + 10 000 000 + 64 (p + S b) + r for the replicates ' +
        '64 b + r, r from 0 to 63. With `seeds: independent` every run has its own seed there, too.',
    ),
    paragraph(
      '`space: declared` takes all ranges that the parts of the scenario declare: the utility model, ' +
        'the strategies of its parties, the protocols of its phases and the mechanisms that are on. With ' +
        '`declared: true` the rest can be said beside it: `ranges` take the place of declared ones of the ' +
        'same path, those with `arms` in these arms alone, and `leaveOut` keeps parts (`trust`) or paths ' +
        '(`world.compliance.audits`, ' +
        '`strategies.time-dependent`) as they are. `plenary batch --dry-run` says how many parameters are ' +
        'varied and which are left. Two ranges do not set one place in one arm.',
    ),
    {
      kind: 'code',
      text:
        'space:\n  declared: true\n  leaveOut: [trust, utility.noise]\n  ranges:\n' +
        '    - { id: punishment, path: world.compliance.punishment, between: [0.1, 0.4] }',
    },
    {
      kind: 'list',
      items: [
        'What an arm sets it keeps: a range neither undoes an arm nor brings back a mechanism that an arm ' +
          'takes out. Where an arm sets a part anew (`world.trust: { priorBeta: 3 }`), what it leaves open ' +
          'in there is varied as in the other arms; a range that is listed does so for the arms in `also`.',
        'What only some arms have, because they switch on a mechanism, a mode of one, or a strategy, is ' +
          'varied in these arms, as far as they write no value there themselves, and stands in the ' +
          'table of the space for them alone. A comparison with such an arm asks whether it turns the ' +
          'sign. `arms` of a range that is listed says the same by hand.',
        'Parameters that do nothing beside the others are left out: those of another mode, and weights ' +
          'that need a mechanism which is not on.',
        'Where an arm holds all that a range would set, the table of the space has no value of it in that ' +
          'arm. Comparisons ask whether it turns their sign as long as the other arm varies it. The report ' +
          'and `--dry-run` name such parameters.',
        'At a point the sign is judged as hypotheses are, by the 98 % interval, and with few pairs a point ' +
          'most are undecided: beside it stands where the estimate alone has the expected sign, or lies ' +
          'within the margin where no difference is expected. Pairs that all differ alike decide ' +
          'from seven on; that there is no difference, or none beyond the margin, is concluded from forty ' +
          'pairs on alone, here and for the runs proper. Points without ' +
          'a value of the metric in both arms are left out, and the report says how many.',
        'Parameters are told by the two-sample test of Kolmogorov and Smirnov with exact probabilities. ' +
          'Four pairs of kinds of points are tried: where the hypothesis holds and where it is ' +
          'contradicted; where it holds and where not; where it is contradicted and where not; where the ' +
          'estimate alone is as expected and where not. Holm’s correction is for all parameters and all ' +
          'four; the first that tells a parameter is shown.',
        'A parameter that the scenario sets outside its plausible range stays as it is: the range was ' +
          'not made for that case. To vary it, give it a range.',
        'A parameter of a strategy has one value for all who play it; where the scenario gives parties ' +
          'different ones, it stays. So do the numbers of parties (patience, concession, readiness): they ' +
          'are the case, and the file has no factor common to all of them.',
        'Without `samples` there are four points a range, and at least 64: the share is then known to ' +
          'within 12 percentage points or better. Two parameters that turn a sign round only together, ' +
          'without a trend in either, show in no list.',
      ],
    },
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

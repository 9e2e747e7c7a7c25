/** Metrics, events, questions and codes: each from its table in the engine. */
import { governanceRows } from '../../../engine/analysis/governance.ts';
import { metrics } from '../../../engine/analysis/metrics.ts';
import { codes } from '../../../engine/codes.ts';
import { questions } from '../../../engine/questions/index.ts';
import { builtIn } from '../../../engine/registry.ts';
import { acts } from '../../../engine/run/acts.ts';
import { type EventSpec, events, reasons } from '../../../engine/run/events.ts';
import { outcomes } from '../../../engine/run/loop-position.ts';
import { cliCodes, exitCodes } from '../../cli/exit.ts';
import { type Block, heading, type PageSource, paragraph, tableBlock } from '../blocks.ts';

function metricBlocks(): Block[] {
  const columns = [
    { title: 'id', isCode: true },
    { title: 'name' },
    { title: 'unit' },
    { title: 'meaning', wraps: true },
  ] as const;
  return [
    paragraph(
      'One number each about a finished run. A time that never came, such as the month of an adoption ' +
        'in talks that broke down, is censored: an empty cell in CSV, `null` in JSON, “never” on the ' +
        'page. Report shares and medians of such times, not means.',
    ),
    tableBlock(
      'Built-in metrics',
      columns,
      metrics.map(({ id, title, unit, summary }) => [id, title, unit, summary]),
    ),
    paragraph(
      'A scenario adds metrics of its own under `metrics`, as expressions over these ids. They follow ' +
        'the built-in ones in the columns of a batch.',
    ),
    heading('The state of governance'),
    paragraph(
      'Four rows, each at failure (−1), in between (0) or at success (1), from what the public knows: told ' +
        'levels, published reports, endorsements, who is bound. Below half of its threshold a number means ' +
        'failure. A row whose input a scenario lacks is not measured. Two inputs of the model have no ' +
        'measure in the engine, and what stands for them is named: literacy, and crises that are pre-empted.',
    ),
    tableBlock(
      'Rows',
      [
        { title: 'metric', isCode: true },
        { title: 'row' },
        { title: 'failure', wraps: true },
        { title: 'success', wraps: true },
        { title: 'number', wraps: true },
        { title: 'source' },
      ],
      governanceRows.map((row) => [row.metric, row.title, row.failure, row.success, row.summary, row.source]),
    ),
  ];
}

function eventBlocks(): Block[] {
  const columns = [
    { title: 'kind', isCode: true },
    { title: 'version', align: 'right' },
    { title: 'visible' },
    { title: 'fields', isCode: true },
    { title: 'meaning', wraps: true },
  ] as const;
  const rows = Object.entries(events as Record<string, EventSpec>).map(([kind, spec]) => {
    const fields = spec.fields.map(({ name, as }) => `${name}: ${typeof as === 'string' ? as : 'name'}`);
    return [kind, String(spec.version), spec.visible, fields.join(', '), spec.doc];
  });
  return [
    paragraph(
      'Everything shown, stored or scored is a fold over these facts. Each has `seq`, `kind` and ' +
        '`round`, and the fields below. During a run, what is `own` is for the seat it is about, what is ' +
        '`hidden` for nobody at the table; afterwards everything is open.',
    ),
    tableBlock('Kinds of event', columns, rows),
    heading('Names in events'),
    tableBlock(
      'Closed lists of names',
      [
        { title: 'field', isCode: true },
        { title: 'names', wraps: true },
      ],
      [
        ['reason', reasons.join(', ')],
        ['act', acts.join(', ')],
        ['outcome', outcomes.join(', ')],
      ],
    ),
  ];
}

function questionBlocks(): Block[] {
  const rows = questions.map(({ id, prompt }) => {
    const askers = builtIn.protocols
      .filter((protocol) => protocol.asks.includes(id))
      .map((protocol) => protocol.id);
    return [id, prompt, askers.join(', ')];
  });
  const columns = [
    { title: 'kind', isCode: true },
    { title: 'as a person reads it', wraps: true },
    { title: 'asked by' },
  ] as const;
  return [
    paragraph(
      'The closed vocabulary of what a seat can be asked. Protocols ask from it, strategies, people ' +
        'and programs answer it; the form of each answer follows from the scenario.',
    ),
    tableBlock('Kinds of question', columns, rows),
  ];
}

function codeBlocks(): Block[] {
  const columns = [
    { title: 'code', isCode: true },
    { title: 'exit', align: 'right' },
    { title: 'HTTP', align: 'right' },
    { title: 'meaning', wraps: true },
    { title: 'what to do', wraps: true },
  ] as const;
  const engineRows = Object.entries(codes).map(([code, { says, hint, exit, http }]) => [
    code,
    String(exit),
    String(http),
    says,
    hint,
  ]);
  const cliRows = Object.entries(cliCodes).map(([code, { says, hint, exit }]) => [
    code,
    String(exit),
    '–',
    says,
    hint,
  ]);
  return [
    paragraph(
      'Every problem of a file, refusal of a move and fault has a code, which never changes its ' +
        'meaning. Messages add the place and the values found.',
    ),
    heading('Exit codes'),
    tableBlock(
      'Exit codes of the command line',
      [
        { title: 'exit', align: 'right' },
        { title: 'meaning', wraps: true },
      ],
      exitCodes.map(({ exit, says }) => [String(exit), says]),
    ),
    heading('Scenarios, moves, records and the server'),
    tableBlock('Codes of engine and server', columns, engineRows),
    heading('The command line'),
    tableBlock('Codes of the command line', columns, cliRows),
  ];
}

/** The page of metrics. */
export const metricsPage: PageSource = {
  path: 'metrics',
  title: 'Metrics',
  summary: 'One number each about a finished run, with its unit.',
  blocks: metricBlocks,
};

/** The page of events. */
export const eventsPage: PageSource = {
  path: 'events',
  title: 'Events',
  summary: 'Every fact a run can tell: its fields, and who may see it.',
  blocks: eventBlocks,
};

/** The page of questions. */
export const questionsPage: PageSource = {
  path: 'questions',
  title: 'Questions',
  summary: 'Everything a seat can be asked, and by which protocol.',
  blocks: questionBlocks,
};

/** The page of codes. */
export const codesPage: PageSource = {
  path: 'codes',
  title: 'Codes',
  summary: 'Every problem, refusal and fault: what it means, what to do, and its exit code.',
  blocks: codeBlocks,
};

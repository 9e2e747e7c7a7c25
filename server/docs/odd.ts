/**
 * The description of a scenario as a model, in the order of the ODD protocol (Grimm and others 2020, A second
 * update to standardize model descriptions, JASSS 23(2) 7): overview, design concepts, details. It is made
 * from what the scenario names and what is registered under those names, so that it cannot drift from what
 * runs.
 */
import type * as z from 'zod';
import { charts } from '../../engine/agents/index.ts';
import { declaredSpace } from '../../engine/analysis/experiment/declared.ts';
import { idleMetrics, metrics } from '../../engine/analysis/metrics.ts';
import type { Scenario } from '../../engine/run/contract.ts';
import { streamNames } from '../../engine/run/draws.ts';
import type { SliceSpec } from '../../engine/run/slices.ts';
import { rangeText } from '../../engine/scenario/plausible.ts';
import { utilitySchema } from '../../engine/scenario/schema.ts';
import { engineVersion, rulesVersion } from '../../engine/version.ts';
import { type Block, heading, type PageSource, paragraph, tableBlock } from './blocks.ts';

const wrapped = (title: string) => ({ title, wraps: true }) as const;
const coded = (title: string) => ({ title, isCode: true }) as const;

/** A value of a scenario in a few words. */
function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  const text = JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 77)}…`;
}

function purpose({ file }: Scenario): Block[] {
  return [
    heading('1. Purpose and patterns'),
    paragraph(file.summary),
    paragraph(
      'The model shows how positions, rules of decision, mandates, trust and life after the ' +
        'signature bear on ' +
        'what is agreed, ratified and kept. It compares arms on the same random draws; it does not ' +
        'forecast.',
    ),
    ...(file.goals.length === 0 ? [] : [{ kind: 'list', items: file.goals } as const]),
  ];
}

function entities(scenario: Scenario): Block[] {
  const { file } = scenario;
  const kinds = new Map<string, number>();
  for (const { kind } of file.parties) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const counts = [...kinds].map(([kind, count]) => `${count} of kind ${kind}`).join(', ');
  const slices = scenario.layout.slices.filter(({ derived }) => derived !== true);
  return [
    heading('2. Entities, state variables and scales'),
    paragraph(
      `The entities are ${file.parties.length} parties (${counts}), the chair, the meeting, the ` +
        'text with its ' +
        `${file.issues.length} issues, and the agreement. One tick of the world is a month; a run ` +
        'has at most ' +
        `${file.ticks} ticks. There is no space: parties differ in position, salience, capability ` +
        'and trust.',
    ),
    tableBlock(
      'Parties',
      [coded('party'), { title: 'kind' }, wrapped('name')],
      file.parties.map(({ id, kind, name }) => [id, kind, name]),
    ),
    tableBlock(
      'Issues',
      [coded('issue'), wrapped('options, from the lowest rung')],
      file.issues.map(({ id, options }) => [
        id,
        options.map((option) => option.title ?? option.id).join(' · '),
      ]),
    ),
    tableBlock(
      'State variables',
      [coded('variable'), { title: 'per' }, { title: 'visible to' }, wrapped('meaning')],
      slices.map(({ name, per, visible, doc }: SliceSpec) => [name, per.replace('-', ' and '), visible, doc]),
    ),
    tableBlock(
      'Statecharts of the entities',
      [coded('chart'), wrapped('regions')],
      Object.entries(charts).map(([id, { machine }]) => [id, Object.keys(machine.states).join(' ‖ ')]),
    ),
  ];
}

function scheduling(scenario: Scenario): Block[] {
  const rows = scenario.phases.map(({ id, rounds, ticks, protocol }) => [
    id,
    protocol.id,
    String(rounds),
    String(ticks),
    protocol.summary,
  ]);
  return [
    heading('3. Process overview and scheduling'),
    paragraph(
      'A run passes through its phases in order. A phase has rounds; in each its protocol puts ' +
        'questions to ' +
        'seats in turns, and answers of one turn are given on the same state. After a round the ' +
        'world advances ' +
        'by the ticks of the phase: in every tick each mechanism acts once, in the order of the ' +
        'table below.',
    ),
    tableBlock(
      'Phases',
      [
        coded('phase'),
        coded('protocol'),
        { title: 'rounds' },
        { title: 'ticks a round' },
        wrapped('what happens'),
      ],
      rows,
    ),
    tableBlock(
      'Mechanisms, in the order in which they act',
      [coded('mechanism'), wrapped('what it does')],
      scenario.mechanisms.map(({ mechanism }) => [mechanism.id, mechanism.summary]),
    ),
  ];
}

/** Streams of analysis, which draw nothing in a run. */
const outsideRuns = /^(design-|power\.|win-sets\.)/;

function concepts(scenario: Scenario): Block[] {
  const { file, strategies } = scenario;
  const used = [...new Map(strategies.map(({ strategy }) => [strategy.id, strategy])).values()];
  const sources = new Set([
    ...scenario.mechanisms.map(({ mechanism }) => mechanism.source),
    ...scenario.phases.map(({ protocol }) => protocol.source),
  ]);
  const idle = idleMetrics(scenario);
  const hidden = scenario.layout.slices.filter(({ visible }) => visible !== 'public').length;
  return [
    heading('4. Design concepts'),
    heading('Basic principles', 3),
    { kind: 'list', items: [...sources] },
    heading('Emergence', 3),
    paragraph(
      'The text, who adopts, signs, ratifies and keeps it, and how trust develops come of what ' +
        'parties do. The ' +
        'positions, saliences, rules and parameters are imposed.',
    ),
    heading('Adaptation and objectives', 3),
    tableBlock(
      'Strategies that seats play unless a person holds them',
      [coded('strategy'), wrapped('what it does')],
      used.map(({ id, summary }) => [id, summary]),
    ),
    paragraph(
      `A party judges a text by the utility model \`${file.utility.model}\` against its ` +
        'reservation value: what no ' +
        'agreement is worth to it, and a margin.',
    ),
    heading('Learning', 3),
    paragraph(
      scenario.mechanisms.some(({ mechanism }) => mechanism.id === 'trust')
        ? 'Parties learn whom to trust from acts that they see. Strategies do not change.'
        : 'There is none: trust is absent, and strategies do not change.',
    ),
    heading('Prediction', 3),
    paragraph(
      'A party expects of others what its trust in them says: the part of the agreement that ' +
        'members will keep.',
    ),
    heading('Sensing', 3),
    paragraph(
      `A seat sees what is public and what is its own; ${hidden} of ` +
        `${scenario.layout.slices.length} state variables ` +
        'are not public. The table of state variables says which.',
    ),
    heading('Interaction', 3),
    paragraph(
      'Parties interact through the questions of protocols: ' +
        `${[...new Set(scenario.phases.flatMap(({ protocol }) => protocol.asks))].join(', ')}.`,
    ),
    heading('Stochasticity', 3),
    paragraph(
      'Every chance is a draw that is looked up by run, stream, party, round and number, with ' +
        'Philox4x32-10; runs ' +
        'that share a seed share all draws that a change does not touch. Streams that draw in runs: ' +
        `${streamNames()
          .filter((name) => !outsideRuns.test(name))
          .join(', ')}.`,
    ),
    heading('Collectives', 3),
    paragraph(
      file.groups.length === 0
        ? 'The scenario names no groups.'
        : `Groups: ${file.groups.map(({ id, members }) => `${id} (${members.length})`).join(', ')}.`,
    ),
    heading('Observation', 3),
    tableBlock(
      'Metrics of a run',
      [coded('metric'), { title: 'unit' }, wrapped('meaning')],
      [
        ...metrics
          .filter(({ id, onRequest }) => !idle.includes(id) && onRequest !== true)
          .map(({ id, unit, summary }) => [id, unit, summary]),
        ...file.metrics.map(({ id, expression }) => [id, '', expression]),
      ],
    ),
  ];
}

function initial(scenario: Scenario): Block[] {
  const { file } = scenario;
  return [
    heading('5. Initialisation'),
    paragraph(
      `A run begins with the positions of the scenario file, whose canonical form has the SHA-256 digest ` +
        `${scenario.digest}; the same digest, seed and rules version ${rulesVersion} give the same ` +
        'run. The text ' +
        'begins with today’s practice and every option that some party supports, all in brackets.',
    ),
    tableBlock(
      'Ideal points (share of the ladder), by party',
      [coded('party'), ...file.issues.map(({ id }) => coded(id))],
      file.parties.map(({ id }, party) => [
        id,
        ...file.issues.map((_, issue) => numberText(scenario.ideal[party * file.issues.length + issue])),
      ]),
    ),
  ];
}

const numberText = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '–' : String(Number(value.toFixed(3)));

function inputs({ file }: Scenario): Block[] {
  return [
    heading('6. Input data'),
    paragraph('The model reads nothing while it runs. What its numbers rest on:'),
    file.sources.length === 0
      ? paragraph('The scenario names no sources.')
      : { kind: 'list', items: [...file.sources] },
  ];
}

function parameterRows(schema: z.ZodObject, parameters: unknown): string[][] {
  const shape = schema.shape as Readonly<Record<string, { description?: string }>>;
  return Object.entries(parameters as Readonly<Record<string, unknown>>).map(([key, value]) => [
    key,
    valueText(value),
    shape[key]?.description ?? '',
  ]);
}

/** The parameters that nobody knows for certain, with the ranges over which a sign is tried. */
function plausibleRanges(scenario: Scenario): Block[] {
  const { parameters, left } = declaredSpace(scenario, scenario.file);
  const rows = parameters.map((range) => [
    range.name,
    valueText(range.value),
    rangeText(range),
    range.unit,
    range.source,
  ]);
  return [
    heading('Plausible ranges', 3),
    paragraph(
      'The values of these parameters are not known for certain. An experiment with `space: declared` ' +
        'tries its hypotheses over all of their plausible ranges at once; arms share their seeds at a ' +
        'point, and each point has its own. Numbers that are chosen, such ' +
        'as rules and dates, and those of single parties are not among them.',
    ),
    tableBlock(
      'Parameters with a plausible range',
      [coded('parameter'), { title: 'value' }, { title: 'plausible' }, wrapped('unit'), wrapped('source')],
      rows,
    ),
    ...(left.length === 0
      ? []
      : [
          tableBlock(
            'Parameters that the space leaves as they are',
            [coded('parameter'), wrapped('because')],
            left.map(({ name, why }) => [name, why]),
          ),
        ]),
  ];
}

function submodels(scenario: Scenario): Block[] {
  const { file } = scenario;
  const columns = [coded('parameter'), { title: 'value' }, wrapped('meaning')];
  return [
    heading('7. Submodels'),
    heading('Utility', 3),
    tableBlock('Parameters of utility', columns, parameterRows(utilitySchema, file.utility)),
    ...scenario.mechanisms.flatMap(({ mechanism, parameters }) => [
      heading(mechanism.title, 3),
      paragraph(`${mechanism.summary}. Source: ${mechanism.source}.`),
      tableBlock(`Parameters of ${mechanism.id}`, columns, parameterRows(mechanism.parameters, parameters)),
    ]),
    ...scenario.phases.map(({ id, parameters, protocol }) =>
      tableBlock(
        `Parameters of the phase ${id} (${protocol.id})`,
        columns,
        parameterRows(protocol.parameters, parameters),
      ),
    ),
    ...plausibleRanges(scenario),
    paragraph(
      'The equations stand in the reference pages of the mechanisms and protocols of engine ' +
        `${engineVersion} ` +
        '(`plenary docs mechanisms`, `plenary docs protocols`), with their sources.',
    ),
  ];
}

/** The description of a scenario. */
export function oddPage(scenario: Scenario): PageSource {
  return {
    path: 'odd',
    title: `${scenario.file.title}: the model, after the ODD protocol`,
    summary: `Made from the scenario ${scenario.file.id} and what Plenary ${engineVersion} registers.`,
    blocks: () => [
      ...purpose(scenario),
      ...entities(scenario),
      ...scheduling(scenario),
      ...concepts(scenario),
      ...initial(scenario),
      ...inputs(scenario),
      ...submodels(scenario),
    ],
  };
}

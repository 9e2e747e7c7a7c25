/** Protocols, strategies and mechanisms: what is registered, with sources, parameters and slices. */
import { builtIn } from '../../../engine/registry.ts';
import type { SliceSpec } from '../../../engine/run/slices.ts';
import { type Block, heading, type PageSource, paragraph, tableBlock } from '../blocks.ts';
import { parameterTable, rangeTables } from './scenario.ts';

const overviewColumns = [
  { title: 'id', isCode: true },
  { title: 'title' },
  { title: 'what it does', wraps: true },
] as const;

/** What a slice holds, in words: `numbers per party and issue`. */
function sliceSize({ type, per, size }: SliceSpec): string {
  const each = size === undefined ? '' : `, ${size} each`;
  return `${type === 'f64' ? 'numbers' : 'integers'} per ${per.replace('-', ' and ')}${each}`;
}

function sliceTable(id: string, slices: readonly SliceSpec[]): Block {
  const rows = slices.map((slice) => [slice.name, sliceSize(slice), slice.visible, slice.doc]);
  const columns = [
    { title: 'slice', isCode: true },
    { title: 'holds' },
    { title: 'visible' },
    { title: 'meaning', wraps: true },
  ] as const;
  return tableBlock(`State that ${id} keeps`, columns, rows);
}

function protocolBlocks(): Block[] {
  return [
    paragraph(
      'A phase of a scenario names a protocol under `protocol` and sets its parameters under `with`. A ' +
        'protocol puts questions to seats, in rounds and turns; every strategy can answer every question.',
    ),
    tableBlock(
      'Registered protocols',
      overviewColumns,
      builtIn.protocols.map(({ id, title, summary }) => [id, title, summary]),
    ),
    ...builtIn.protocols.flatMap((protocol) => [
      heading(protocol.title, 2, protocol.id),
      paragraph(`\`${protocol.id}\` ${protocol.summary}. Source: ${protocol.source}.`),
      paragraph(
        protocol.asks.length === 0
          ? 'It asks no seat anything.'
          : `It asks: ${protocol.asks.map((kind) => `\`${kind}\``).join(', ')}.`,
      ),
      parameterTable(protocol.id, protocol.parameters),
      ...rangeTables(protocol.id, protocol.parameters),
      sliceTable(protocol.id, [
        ...protocol.slices,
        ...(protocol.options ?? []).flatMap(({ slices }) => slices),
      ]),
    ]),
  ];
}

function strategyBlocks(): Block[] {
  return [
    paragraph(
      'A party names a strategy under `strategy.use` and sets its parameters under `strategy.with`. A ' +
        'strategy sees only what its seat may know. Kinds of question that it leaves out are answered by ' +
        'the shared defaults.',
    ),
    tableBlock(
      'Registered strategies',
      overviewColumns,
      builtIn.strategies.map(({ id, title, summary }) => [id, title, summary]),
    ),
    ...builtIn.strategies.flatMap((strategy) => {
      const kinds = Object.keys(strategy.answers);
      const draws = strategy.facts.stochastic ? 'It draws random numbers.' : 'It draws no random numbers.';
      const answers =
        kinds.length === 0 ? 'the defaults alone' : kinds.map((kind) => `\`${kind}\``).join(', ');
      return [
        heading(strategy.title, 2, strategy.id),
        paragraph(`\`${strategy.id}\` ${strategy.summary}. Source: ${strategy.source}.`),
        paragraph(`Answers of its own: ${answers}. ${draws} It remembers ${strategy.memory} numbers.`),
        parameterTable(strategy.id, strategy.parameters),
        ...rangeTables(strategy.id, strategy.parameters),
      ];
    }),
  ];
}

function mechanismBlocks(): Block[] {
  return [
    paragraph(
      'A scenario turns a mechanism on by naming it under `world`; one that is not named is absent and ' +
        'costs nothing. To see what a mechanism does, take it out of a run: `--set world.trust=null`.',
    ),
    paragraph(
      'A parameter whose true value nobody knows has a plausible range, with its unit and its source, ' +
        'beside the range of what it may be. Numbers that somebody chooses (rules, dates, the size of a ' +
        'programme) and a 0 that keeps a part switched off have none. `space: declared` in an experiment ' +
        'tries its hypotheses over all plausible ranges at once; the page `experiment` tells how.',
    ),
    tableBlock(
      'Registered mechanisms',
      overviewColumns,
      builtIn.mechanisms.map(({ id, title, summary }) => [id, title, summary]),
    ),
    ...builtIn.mechanisms.flatMap((mechanism) => [
      heading(mechanism.title, 2, mechanism.id),
      paragraph(`\`${mechanism.id}\` ${mechanism.summary}. Source: ${mechanism.source}.`),
      parameterTable(mechanism.id, mechanism.parameters),
      ...rangeTables(mechanism.id, mechanism.parameters),
      sliceTable(mechanism.id, mechanism.slices),
    ]),
  ];
}

/** The page of protocols. */
export const protocolsPage: PageSource = {
  path: 'protocols',
  title: 'Protocols',
  summary: 'What parties do in a phase: rules of negotiation, with their sources and parameters.',
  blocks: protocolBlocks,
};

/** The page of strategies. */
export const strategiesPage: PageSource = {
  path: 'strategies',
  title: 'Strategies',
  summary: 'How a seat plays when nobody holds it.',
  blocks: strategyBlocks,
};

/** The page of mechanisms. */
export const mechanismsPage: PageSource = {
  path: 'mechanisms',
  title: 'Mechanisms',
  summary: 'What happens in the world between the rounds: mandates, trust, ratification, compliance.',
  blocks: mechanismBlocks,
};

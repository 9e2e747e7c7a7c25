/** The scenario format: every key, from the schema that checks it. */
import * as z from 'zod';
import { limits } from '../../../engine/limits.ts';
import { builtInSchema } from '../../../engine/registry.ts';
import { scenarioJsonSchema } from '../../../engine/scenario/json-schema.ts';
import { declaredIn, rangeText } from '../../../engine/scenario/plausible.ts';
import { formatPath } from '../../../engine/scenario/problems.ts';
import { utilitySchema } from '../../../engine/scenario/schema.ts';
import { type Block, heading, type PageSource, paragraph, tableBlock } from '../blocks.ts';
import { type JsonSchema, type SchemaRow, schemaRows } from '../json-schema-rows.ts';

/** The columns of a table of keys. */
export const keyColumns = [
  { title: 'key', isCode: true },
  { title: 'holds' },
  { title: 'default', isCode: true },
  { title: 'meaning', wraps: true },
] as const;

/** A row of a table of keys. */
export function keyRow(row: SchemaRow): string[] {
  return [row.path, row.holds, row.fallback, row.says];
}

/** A table of the parameters of a registered part, or a sentence where it has none. */
export function parameterTable(id: string, parameters: z.ZodObject): Block {
  const schema = z.toJSONSchema(parameters, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  const rows = schemaRows(schema as JsonSchema).map(keyRow);
  return tableBlock(`Parameters of ${id}`, keyColumns, rows);
}

/** A table of the plausible ranges that a schema declares; nothing where it declares none. */
export function rangeTables(id: string, schema: z.ZodObject): Block[] {
  const rows = declaredIn(schema).map((range) => [
    formatPath(range.path, undefined),
    rangeText(range),
    range.unit,
    range.source,
  ]);
  const columns = [
    { title: 'parameter', isCode: true },
    { title: 'plausible' },
    { title: 'unit', wraps: true },
    { title: 'source', wraps: true },
  ] as const;
  return rows.length === 0 ? [] : [tableBlock(`Plausible ranges of ${id}`, columns, rows)];
}

/** Keys whose inside has a page of its own. */
const elsewhere = (path: string): boolean => path === 'phases[].with' || /^world\.[^.]+$/.test(path);

const topics: Readonly<Record<string, string>> = {
  parties:
    'Who negotiates. States vote and ratify; firms, NGOs and organisations speak, propose and endorse.',
  issues:
    'What is negotiated. Each issue is a ladder of options, and each option carries the sentence that ' +
    'stands in the treaty, so that any package of options is a text that can be read.',
  utility:
    'What a text is worth to a party: benefit of depth, distance from its ideal, cost of compliance, voice.',
  rules: 'How a text is adopted and when it enters into force, and who may join it in part.',
  treaty: 'How the treaty reads besides its articles; the page `text` tells more.',
  phases: 'The course of the talks. Each phase names a protocol; its parameters are on the page `protocols`.',
  world:
    'What happens between the rounds. A mechanism that is not named is absent; its parameters are on the ' +
    'page `mechanisms`.',
  metrics: 'Metrics of your own, as expressions over the built-in ones.',
};

function blocks(): readonly Block[] {
  const schema = scenarioJsonSchema(builtInSchema) as JsonSchema;
  const rows = schemaRows(schema, { isLeaf: elsewhere });
  const parts = Object.keys(schema.properties ?? {}).filter((key) =>
    rows.some((row) => isBelow(row.path, key)),
  );
  const plain = rows.filter((row) => parts.every((key) => row.path !== key && !isBelow(row.path, key)));
  const rest = parts.filter((key) => plain.every((row) => row.path !== key));
  return [
    paragraph(
      'A scenario is one YAML (or JSON) file with comments. Unknown keys are problems, keys with a ' +
        'default may be left out, and the order of parties, issues and options by id in the file never ' +
        'changes a run. `ID` stands for an id of yours, `[]` for each element of a list. `plenary check ' +
        'FILE` lists all problems at once; `plenary schema` prints the JSON Schema that editors complete ' +
        'from.',
    ),
    heading('The file'),
    tableBlock('Keys at the top of the file', keyColumns, [
      ...plain.map(keyRow),
      ...rows
        .filter((row) => rest.includes(row.path))
        .map((row) => [row.path, row.holds, row.fallback, row.says || 'see below']),
    ]),
    ...rest.flatMap((key) => [
      heading(key),
      ...(topics[key] === undefined ? [] : [paragraph(topics[key])]),
      tableBlock(`Keys of ${key}`, keyColumns, rows.filter((row) => isBelow(row.path, key)).map(keyRow)),
      ...(key === 'utility' ? rangeTables(key, utilitySchema) : []),
    ]),
    heading('Limits'),
    tableBlock(
      'Most of each; more is a problem with a code',
      [
        { title: 'limit', isCode: true },
        { title: 'value', align: 'right' },
      ],
      Object.entries(limits).map(([name, value]) => [name, String(value)]),
    ),
  ];
}

function isBelow(path: string, key: string): boolean {
  return path.startsWith(`${key}.`) || path.startsWith(`${key}[`);
}

/** The page. */
export const scenarioPage: PageSource = {
  path: 'scenario',
  title: 'Scenario format',
  summary: 'Every key of a scenario file: what it holds, its range, its default and its meaning.',
  blocks,
};

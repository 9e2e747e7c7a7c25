/** `plenary schema`: the JSON Schema of scenario and experiment files, for editors. */
import type { CommandSpec } from '../command.ts';
import { CliError } from '../exit.ts';

/** The JSON Schema of scenario files as text, the same bytes each time. */
export async function schemaText(): Promise<string> {
  const { scenarioJsonSchema } = await import('../../../engine/scenario/json-schema.ts');
  const { builtInSchema } = await import('../../../engine/registry.ts');
  return asText(scenarioJsonSchema(builtInSchema));
}

/** The JSON Schema of experiment files as text. */
export async function experimentSchemaText(): Promise<string> {
  const { experimentJsonSchema } = await import('../../../engine/analysis/experiment/json-schema.ts');
  return asText(experimentJsonSchema());
}

const asText = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;

const kinds: Readonly<Record<string, () => Promise<string>>> = {
  scenario: schemaText,
  experiment: experimentSchemaText,
};

/** The command. */
export const schemaCommand: CommandSpec = {
  name: 'schema',
  summary: 'print the JSON Schema of scenario or experiment files',
  about:
    'Prints the JSON Schema of scenario files, or of experiment files, from which editors complete ' +
    'keys and ' +
    'mark mistakes while you type. The shipped files name theirs in their first line.',
  arguments: [{ name: '[kind]', says: 'scenario, which is meant without it, or experiment' }],
  options: [],
  examples: [
    {
      line: 'plenary schema > schema.json',
      says: 'then start a scenario with # yaml-language-server: $schema=schema.json',
    },
    { line: 'plenary schema experiment > experiment.schema.json', says: 'the same for experiments' },
  ],
  run: async ({ terminal, arguments: [kind = 'scenario'] }) => {
    const text = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    if (text === undefined) {
      const hint = `There are ${Object.keys(kinds).join(' and ')}.`;
      throw new CliError('usage', `“${kind}” is no kind of file with a schema`, { hint });
    }
    terminal.out(await text());
    return 0;
  },
};

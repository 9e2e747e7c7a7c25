/** `plenary schema`: the JSON Schema of scenario files, for editors. */
import type { CommandSpec } from '../command.ts';

/** The JSON Schema of scenario files as text, the same bytes each time. */
export async function schemaText(): Promise<string> {
  const { scenarioJsonSchema } = await import('../../../engine/scenario/json-schema.ts');
  const { builtInSchema } = await import('../../../engine/registry.ts');
  return `${JSON.stringify(scenarioJsonSchema(builtInSchema), null, 2)}\n`;
}

/** The command. */
export const schemaCommand: CommandSpec = {
  name: 'schema',
  summary: 'print the JSON Schema of scenario files',
  about:
    'Prints the JSON Schema of scenario files, from which editors complete keys and mark mistakes while ' +
    'you type. The shipped scenarios name it in their first line.',
  arguments: [],
  options: [],
  examples: [
    {
      line: 'plenary schema > schema.json',
      says: 'then start a scenario with # yaml-language-server: $schema=schema.json',
    },
  ],
  run: async ({ terminal }) => {
    terminal.out(await schemaText());
    return 0;
  },
};

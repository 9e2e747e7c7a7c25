/** The JSON Schema of experiment files, for completion and checking in editors. */
import * as z from 'zod';
import { experimentSchema } from './schema.ts';

/** The identity of the schema of format 1. */
export const experimentSchemaId = 'urn:plenary:experiment:1';

/** Derives the JSON Schema (draft 7) of what a person writes: keys with defaults are optional. */
export function experimentJsonSchema(): object {
  const derived = z.toJSONSchema(experimentSchema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
  });
  const { $schema, ...rest } = derived;
  return {
    $schema,
    $id: experimentSchemaId,
    title: 'Plenary experiment',
    description: 'What is varied in a scenario, what is measured, and what is expected.',
    ...rest,
  };
}

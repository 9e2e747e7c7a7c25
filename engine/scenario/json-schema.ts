/** The JSON Schema of scenario files, for completion and checking in editors. */
import * as z from 'zod';
import type { ScenarioSchema } from './shape.ts';

/** The identity of the schema of format 1. */
export const scenarioSchemaId = 'urn:plenary:scenario:1';

/**
 * Derives the JSON Schema (draft 7, which editors know best) of what a person writes: keys with defaults are
 * optional. The same schema gives the same value, keys included in their order.
 *
 * @example `JSON.stringify(scenarioJsonSchema(schema), null, 2)`
 */
export function scenarioJsonSchema(schema: ScenarioSchema): object {
  // what a plugin's schema cannot say in JSON Schema is left open here; parsing still checks it
  const derived = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  const { $schema, ...rest } = derived;
  return {
    $schema,
    $id: scenarioSchemaId,
    title: 'Plenary scenario',
    description: 'A negotiation: its parties, issues, rules, phases and world.',
    ...rest,
  };
}

import { expect, test } from 'vitest';
import { scenarioJsonSchema, scenarioSchemaId } from '../../engine/scenario/json-schema.ts';
import { schema } from './fixture.ts';

interface Node {
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly oneOf?: readonly Node[];
  readonly additionalProperties?: unknown;
  readonly const?: unknown;
}

const derived = scenarioJsonSchema(schema) as Node & { readonly $id: string; readonly title: string };

test('keys with defaults are optional, the others required, unknown ones refused', () => {
  expect(derived.$id).toBe(scenarioSchemaId);
  expect(derived.title).not.toBe('');
  expect(derived.required).toContain('parties');
  expect(derived.required).not.toContain('utility');
  expect(derived.additionalProperties).toBe(false);
  expect(derived.properties?.['parties']?.items?.required).not.toContain('readiness');
});

test('editors can show what a key is for', () => {
  expect(derived.properties?.['ticks']?.description).toMatch(/horizon/);
  expect(derived.properties?.['parties']?.items?.properties?.['readiness']?.description).toMatch(/readiness/);
});

test('registered protocols and mechanisms are part of it', () => {
  const protocols = derived.properties?.['phases']?.items?.oneOf?.map(
    (phase) => phase.properties?.['protocol']?.const,
  );
  expect(protocols).toEqual(['offers', 'text']);
  expect(Object.keys(derived.properties?.['world']?.properties ?? {})).toEqual(['trust', 'opinion']);
});

test('it is plain data and the same every time', () => {
  expect(JSON.stringify(scenarioJsonSchema(schema))).toBe(JSON.stringify(derived));
  expect(JSON.parse(JSON.stringify(derived))).toEqual(derived);
});

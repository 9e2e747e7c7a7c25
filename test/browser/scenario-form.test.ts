// The form that changes a scenario: each field says where it is and what stands there, and the engine agrees.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  builtIn,
  builtInSchema,
  loadScenario,
  type Override,
  parseOverride,
  scenarioJsonSchema,
  viewScenario,
} from '../../engine/index.ts';
import {
  absentMechanisms,
  type Field,
  fieldProblem,
  sectionsOf,
  setOption,
} from '../../viewer/model/scenario-form.ts';
import type { JsonSchema } from '../../viewer/workers/messages.ts';

const text = readFileSync(
  path.resolve(import.meta.dirname, '../../scenarios/first-mandate/scenario.yaml'),
  'utf8',
);

async function load(lines: readonly string[]) {
  const overrides = lines.map((line): Override => {
    const parsed = parseOverride(line);
    if (!parsed.ok) throw new Error(`${line}: ${parsed.problems[0]?.message}`);
    return parsed.value;
  });
  const loaded = await loadScenario(text, { overrides });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

async function form(role: 'god' | 'public') {
  const { file, digest } = await load([]);
  const schema = scenarioJsonSchema(builtInSchema) as JsonSchema;
  const view = viewScenario(file, { role }, false);
  const sections = sectionsOf(schema, view);
  const fields = sections.flatMap(({ groups }) => groups.flatMap((group) => group.fields));
  return { digest, schema, view, sections, fields };
}

describe('the form of a scenario', () => {
  it('has a field for what people vary, and setting each to what it shows changes nothing', async () => {
    const { digest, sections, fields } = await form('god');
    expect(sections.map(({ key }) => key)).toEqual([
      'utility',
      'rules',
      'world',
      'phases',
      'parties',
      'issues',
    ]);
    const paths = fields.map((field) => field.path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toEqual(
      expect.arrayContaining([
        'utility.distance',
        'rules.decision[0].quorum',
        'rules.entryIntoForce.parties',
        'world.compliance.transparency',
        'phases.bargaining.rounds',
        'parties.norland.readiness',
        'parties.norland.ideal.data',
        'issues.data.reversion',
      ]),
    );
    const known = fields.filter((field) => field.value !== '');
    expect(known.length).toBeGreaterThan(300);
    const same = await load(known.map((field) => `${field.path}=${field.value}`));
    expect(same.digest).toBe(digest);
  });

  it('shows no value that is not public, and still names its place', async () => {
    const { fields } = await form('public');
    const benefit = fields.find((field) => field.path === 'parties.norland.benefit');
    expect(benefit?.value).toBe('');
    expect(fields.some((field) => field.path.startsWith('parties.norland.ideal'))).toBe(false);
  });

  it('offers mechanisms that a scenario leaves out', async () => {
    const { schema, view } = await form('god');
    const { trust: _, ...world } = view.world;
    const absent = absentMechanisms(schema, { ...view, world });
    const present = Object.keys(world);
    expect(present.length).toBeGreaterThan(2);
    const others = builtIn.mechanisms.map(({ id }) => id).filter((id) => !present.includes(id));
    expect(absent.map(({ id }) => id)).toEqual(others);
    expect(absent.every(({ says }) => says !== '')).toBe(true);
  });

  it('tells a value out of its range, and a change as a shell takes it', async () => {
    const { fields } = await form('god');
    const field = (wanted: string) => fields.find(({ path: found }) => found === wanted) as Field;
    expect(fieldProblem(field('parties.norland.weight'), '1.5')).toBe('Outside 0 to 1.');
    expect(fieldProblem(field('parties.norland.weight'), 'much')).toBe('Not a number.');
    expect(fieldProblem(field('phases.bargaining.rounds'), '2.5')).toBe('Not a whole number.');
    expect(fieldProblem(field('phases.bargaining.rounds'), '3')).toBe('');
    expect(setOption('utility.distance', '2')).toBe('--set utility.distance=2');
    expect(setOption('rules.decision[0].quorum', '5')).toBe("--set 'rules.decision[0].quorum=5'");
    expect(setOption('world.trust', "it's")).toBe("--set 'world.trust=it'\\''s'");
  });
});

/** A small scenario and a schema with made-up protocols and mechanisms, for the tests of this folder. */
import * as z from 'zod';
import { parseScenario } from '../../engine/scenario/parse.ts';
import type { Problem } from '../../engine/scenario/problems.ts';
import { type ScenarioFile, scenarioSchema } from '../../engine/scenario/schema.ts';

export const schema = scenarioSchema({
  protocols: [
    {
      id: 'offers',
      summary: 'alternating offers',
      parameters: z.strictObject({
        order: z.enum(['fixed', 'rotate']).default('fixed'),
        pressure: z.number().positive().max(2).default(1),
        pace: z.union([z.string(), z.number()]).default(1),
      }),
    },
    {
      id: 'text',
      summary: 'a single text',
      parameters: z.strictObject({ revisions: z.number().int().min(1).default(3) }),
    },
  ],
  mechanisms: [
    {
      id: 'trust',
      summary: 'who believes whom',
      parameters: z.strictObject({
        memory: z.number().min(0).max(1).default(0.9),
        start: z.record(z.string(), z.unknown()).default({}),
      }),
    },
    {
      id: 'opinion',
      summary: 'support at home',
      parameters: z.strictObject({ drift: z.number().default(0) }),
    },
  ],
});

export const text = `# a comment
format: 1
id: river-talks
title: River talks
summary: Two states and an observer share a river.
ticks: 24
parties:
  - id: norland
    code: NOR
    name: Norland
    kind: state
    weight: 0.6
    ideal: { flow: 1, season: 0 }
    salience: { flow: 0.5, season: 0.5 }
    redLines:
      flow: { atLeast: low, atMost: high }
    strategy: { use: time-dependent, with: { steps: [1, 2] } }
  - id: sudland
    code: SUD
    name: Sudland
    kind: state
    weight: 0.4
    ideal: { flow: 0, season: 1 }
    salience: { flow: 0.7, season: 0.3 }
  - id: watch
    code: WAT
    name: River Watch
    kind: ngo
    ideal: { flow: 0.5, season: 0.5 }
    salience: { flow: 0.2, season: 0.8 }
issues:
  - id: flow
    title: Flow
    article: Flow of the river
    depth: 0.6
    options:
      - { id: low, title: Low, sentence: The flow is low. }
      - { id: middle, title: Middle, sentence: The flow is middling. }
      - { id: high, title: High, sentence: The flow is high. }
  - id: season
    title: Season
    article: Season of the year
    depth: 0.4
    reversion: wet
    options:
      - { id: dry, title: Dry, sentence: In the dry season., position: 0.1 }
      - { id: wet, title: Wet, sentence: In the wet season., position: 0.9 }
chair: watch
utility:
  distance: 1.5
rules:
  decision:
    - { rule: consensus, quorum: 2 }
    - { rule: double-majority }
  entryIntoForce: { parties: 2, weight: 0.5 }
phases:
  - { id: bargaining, protocol: offers, rounds: 6 }
  - { id: drafting, protocol: text, rounds: 4, with: { revisions: 2 } }
world:
  trust: { memory: 0.8 }
metrics:
  - { id: reach, title: Reach, expression: participation * depth }
`;

/** The scenario with every `[from, to]` replaced; each must occur, so that no row of a table goes stale. */
export function edited(...edits: readonly (readonly [from: string, to: string])[]): string {
  let result = text;
  for (const [from, to] of edits) {
    if (!result.includes(from)) throw new Error(`the fixture has no ${JSON.stringify(from)}`);
    result = result.replace(from, () => to);
  }
  return result;
}

/** The parsed file of a text that must be right. */
export function parsed(source: string = text): ScenarioFile {
  const result = parseScenario(source, schema);
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.value.file;
}

/** The problems of a text; none when it is right. */
export function problemsOf(source: string, strategies?: readonly string[]): readonly Problem[] {
  const result = parseScenario(source, schema, strategies === undefined ? {} : { strategies });
  return result.ok ? [] : result.problems;
}

/** Problems as `path code`, for tables. */
export function named(problems: readonly Problem[]): string[] {
  return problems.map((problem) => `${problem.path} ${problem.code}`);
}

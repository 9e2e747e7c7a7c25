import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { transcriptLines } from '../../engine/analysis/transcript.ts';
import {
  builtIn,
  documentText,
  lastRevision,
  namesOf,
  textDocument,
  viewOfRevision,
  viewScenario,
} from '../../engine/index.ts';
import { pageLines } from '../../server/cli/page.ts';
import { resultOf } from '../../server/cli/run-result.ts';
import { scenarioIds } from '../../server/places.ts';
import { goldenRuns, playGolden } from './runs.ts';

const file = (name: string) => path.join(import.meta.dirname, name);
const isUpdate = process.env['UPDATE_GOLDEN'] !== undefined;

/** Transcripts of this run of the tests: a new one has no file before its first `npm run golden` ends. */
const transcripts: string[] = [];

describe.each(goldenRuns)('$name', (run) => {
  test('has its golden files', () => {
    if (isUpdate) return;
    expect(existsSync(file(`${run.name}.txt`)), 'npm run golden writes it').toBe(true);
    expect(existsSync(file(`${run.name}.page.txt`)), 'npm run golden writes it').toBe(true);
  });

  test('its transcript', async () => {
    const played = await playGolden(run);
    const lines = transcriptLines({ ...played, seed: run.seed });
    transcripts.push(lines.join('\n'));
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(file(`${run.name}.txt`));
  });

  test('its page', async () => {
    const { play } = await playGolden(run);
    const result = await resultOf(play, { name: run.scenario, seed: run.seed, sets: run.sets });
    const lines = pageLines(result);
    for (const line of lines.slice(0, -1)) expect([...line].length, line).toBeLessThanOrEqual(80);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(file(`${run.name}.page.txt`));
  });
});

describe('first-mandate-seed-7', () => {
  // The first text with all its brackets, and the treaty with its signatures.
  test.each([1, undefined])('its text at revision %s', async (number) => {
    const { scenario, events } = await playGolden(goldenRuns[0]);
    const view = viewScenario(scenario.file, { role: 'god' }, true);
    const at = viewOfRevision(view, events, number ?? lastRevision(events));
    const name = `first-mandate-seed-7.${number === undefined ? 'treaty' : 'brackets'}.txt`;
    await expect(documentText(textDocument(at), namesOf(view))).toMatchFileSnapshot(file(name));
  });
});

describe('golden transcripts cover', () => {
  const texts = () => transcripts;
  const named = (key: string) =>
    texts().flatMap((text) => new RegExp(`^# ${key} (.*)$`, 'm').exec(text)?.[1].split(', ') ?? []);

  test('every shipped scenario', () => {
    const shipped = goldenRuns.filter((run) => run.shows === undefined);
    expect(new Set(shipped.map((run) => run.scenario))).toEqual(new Set(scenarioIds()));
  });

  test.each(['protocols', 'strategies', 'mechanisms'] as const)('every one of the %s', (kind) => {
    const covered = new Set(named(kind));
    for (const { id } of builtIn[kind]) expect(covered, `${id} is in no golden run of runs.ts`).toContain(id);
  });

  test('talks that end in every way a table can', () => {
    const ends = texts().map((text) => /ended (\S+)/.exec(text)?.[1]);
    expect(ends).toContain('in-force');
    expect(ends).toContain('breakdown');
  });
});

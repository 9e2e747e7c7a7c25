import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import * as engine from '../../engine/load.ts';
import { readDocument } from '../../engine/scenario/document.ts';
import { scenarioIds, shippedScenarios } from '../../server/places.ts';
import { loadText, preparedDocument } from '../../server/prepared.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'plenary-prepared-'));
afterAll(() => rmSync(folder, { recursive: true }));

const shipped = (id: string) => readFileSync(path.join(shippedScenarios(), id, 'scenario.yaml'), 'utf8');

function valuesOf(text: string): object {
  const read = readDocument(text);
  if (!read.ok) throw new Error('the text cannot be read');
  return read.value.value as object;
}

function prepare(text: string, json: string): void {
  writeFileSync(path.join(folder, `${createHash('sha256').update(text).digest('hex')}.json`), json);
}

async function titleOf(text: string): Promise<string | undefined> {
  const loaded = await loadText(engine, text, { folder });
  return loaded.ok ? loaded.value.file.title : undefined;
}

test.each(scenarioIds())('the build keeps of %s what its text says', (id) => {
  const text = shipped(id);
  expect(preparedDocument(text)).toEqual(valuesOf(text));
});

test('what was kept is used for that text, and for no other', async () => {
  const text = shipped('first-mandate');
  prepare(text, JSON.stringify({ ...valuesOf(text), title: 'As it was kept' }));
  expect(await titleOf(text)).toBe('As it was kept');
  const { title } = valuesOf(text) as { title: string };
  expect(await titleOf(`${text}\n# a remark\n`)).toBe(title);
});

test('what is not whole is not used', async () => {
  const text = `${shipped('first-mandate')}\n# broken\n`;
  prepare(text, '{"format": 1, "ti');
  expect(await titleOf(text)).toBe((valuesOf(text) as { title: string }).title);
});

test('problems have the lines of the text, kept or not', async () => {
  const good = shipped('first-mandate');
  const text = good.replace(/^ticks: .*$/m, 'ticks: many');
  prepare(text, JSON.stringify(valuesOf(text)));
  const loaded = await loadText(engine, text, { folder });
  const [problem] = loaded.ok ? [] : loaded.problems;
  expect(problem).toMatchObject({ path: 'ticks', code: 'wrong-type' });
  expect(problem?.line).toBe(good.split('\n').findIndex((line) => line.startsWith('ticks:')) + 1);
});

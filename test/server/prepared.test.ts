import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import * as engine from '../../engine/load.ts';
import { loadExpressionParser, parseAhead } from '../../engine/preferences/expressions.ts';
import { readDocument } from '../../engine/scenario/document.ts';
import { scenarioIds, shippedScenarios } from '../../server/places.ts';
import { expressionsFile, loadText, preparedDocument, preparedExpressions } from '../../server/prepared.ts';

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

test.each(scenarioIds())('the build keeps of the expressions of %s what the parser says', async (id) => {
  const parser = await loadExpressionParser();
  const parsed = preparedExpressions();
  const { metrics = [] } = valuesOf(shipped(id)) as { metrics?: { expression: string }[] };
  for (const { expression } of metrics) expect(parsed(expression)).toEqual(parseAhead(parser, expression));
});

test('a kept tree is compiled as one that is parsed, and refused for the same reasons', async () => {
  const text = shipped('first-mandate');
  const { metrics } = valuesOf(text) as { metrics: { id: string; expression: string }[] };
  prepare(text, JSON.stringify(valuesOf(text)));
  const write = (trees: object) => writeFileSync(path.join(folder, expressionsFile), JSON.stringify(trees));
  const parser = await loadExpressionParser();
  const trees = Object.fromEntries(metrics.map(({ expression: e }) => [e, parseAhead(parser, e)]));
  const valuesAt = async () => {
    const loaded = await loadText(engine, text, { folder });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const places = Array.from({ length: 100 }, (_, i) => 1 / (i + 2));
    return loaded.value.metrics.map(({ expression }) => expression.evaluate(places));
  };
  const byParser = await valuesAt();
  write(trees);
  expect(await valuesAt()).toEqual(byParser);
  write({ ...trees, [metrics[0].expression]: { type: 'ConstantNode', value: 41 } });
  expect((await valuesAt())[0]).toBe(41);
  write({ ...trees, [metrics[0].expression]: { type: 'AccessorNode' } });
  const refused = await engine.loadDocument(valuesOf(text), { parsed: preparedExpressions(folder) });
  expect(refused.ok ? [] : refused.problems.map(({ code }) => code)).toEqual(['expression-invalid']);
});

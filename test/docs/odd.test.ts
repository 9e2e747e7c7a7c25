import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { declaredSpace } from '../../engine/analysis/experiment/declared.ts';
import { loadScenario } from '../../engine/index.ts';
import type { Override } from '../../engine/scenario/overrides.ts';
import { oddPage } from '../../server/docs/odd.ts';
import { renderMarkdown } from '../../server/docs/render-markdown.ts';
import { scenarioIds } from '../../server/places.ts';
import { root, run, scratch } from '../cli/capture.ts';

async function describedBy(id: string, overrides: readonly Override[] = []) {
  const text = readFileSync(path.join(root, 'scenarios', id, 'scenario.yaml'), 'utf8');
  const loaded = await loadScenario(text, { overrides });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return { scenario: loaded.value, text: renderMarkdown(oddPage(loaded.value)) };
}

describe.each(scenarioIds())('the description of %s', (id) => {
  it('has the seven parts in their order, and everything that the scenario runs', async () => {
    const { scenario, text } = await describedBy(id);
    const parts = [...text.matchAll(/^## (\d)\. /gm)].map(([, number]) => Number(number));
    expect(parts).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(text).toContain(scenario.digest);
    for (const party of scenario.file.parties) expect(text).toContain(`| \`${party.id}\` |`);
    for (const { mechanism, parameters } of scenario.mechanisms) {
      expect(text).toContain(`### ${mechanism.title}`);
      for (const key of Object.keys(parameters as object)) expect(text).toContain(`| \`${key}\` |`);
    }
    for (const { name, unit, source } of declaredSpace(scenario, scenario.file).parameters) {
      expect(text).toMatch(new RegExp(`\\| \`${name}\` \\|[^|]+\\|[^|]+\\| ${unit} \\| ${source} \\|`));
    }
    for (const { id: phase, protocol } of scenario.phases)
      expect(text).toContain(`| \`${phase}\` | \`${protocol.id}\``);
    for (const { name } of scenario.layout.slices) {
      if (scenario.layout.slices.find((slice) => slice.name === name)?.derived === true) continue;
      expect(text).toContain(`| \`${name}\` |`);
    }
    expect(text).not.toMatch(/undefined|\[object|NaN/);
  });
});

describe('a description', () => {
  it('changes with the scenario', async () => {
    const whole = await describedBy('first-mandate');
    const less = await describedBy('first-mandate', [
      { path: 'world.trust', value: null },
      { path: 'utility.voice', value: 0.123 },
    ]);
    expect(whole.text).toContain('learn whom to trust');
    expect(less.text).toContain('trust is absent');
    expect(less.text).toContain('| `voice` | 0.123 |');
    expect(less.text).not.toContain('`trust`');
  });

  it('is written as Markdown, HTML or text, by the ending of the file', async () => {
    const folder = scratch();
    for (const [ending, start] of [
      ['md', '# First mandate: the model'],
      ['html', '<!doctype html>'],
      ['txt', 'FIRST MANDATE'],
    ]) {
      const { exit } = await run(['odd', 'first-mandate', '--out', `odd.${ending}`], { folder });
      expect(exit).toBe(0);
      expect(readFileSync(path.join(folder, `odd.${ending}`), 'utf8').startsWith(start as string)).toBe(true);
    }
    const other = await run(['odd', 'first-mandate', '--out', 'odd.docx'], { folder });
    expect([other.exit, other.err]).toEqual([2, expect.stringContaining('says no format')]);
  });
});

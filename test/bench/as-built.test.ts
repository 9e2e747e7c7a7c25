import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { loadScenario } from '../../engine/index.ts';

it('speeds are compared by a scenario that has what it had at first, and nothing since', async () => {
  const file = path.join(import.meta.dirname, 'first-mandate-as-built.yaml');
  const loaded = await loadScenario(readFileSync(file, 'utf8'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { file: scenario, mechanisms, partyCount, phases } = loaded.value;
  expect([partyCount, scenario.issues.length, phases.length, scenario.ticks]).toEqual([12, 5, 8, 60]);
  const ids = mechanisms.map(({ mechanism }) => mechanism.id);
  expect([...ids].sort()).toEqual(['compliance', 'mandates', 'ratification', 'trust']);
});

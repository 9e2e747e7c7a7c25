// A record of first-mandate, made by the engine that the viewer was built from.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createPlay, formatRecord, loadScenario, makeRecord, type Scenario } from '../../engine/index.ts';

const file = path.resolve(import.meta.dirname, '../../scenarios/first-mandate/scenario.yaml');

/** The scenario that the tests play, without some of its parts. */
export async function loadFirstMandate(...without: string[]): Promise<Scenario> {
  const overrides = without.map((part) => ({ path: part, value: null }));
  const loaded = await loadScenario(readFileSync(file, 'utf8'), { overrides });
  if (!loaded.ok) throw new Error('first-mandate does not load');
  return loaded.value;
}

/** The text of the record of a whole run. */
export async function recordText(seed: number, ...without: string[]): Promise<string> {
  const play = createPlay(await loadFirstMandate(...without), {
    seed,
    keepRecords: true,
    keepSliceDigests: true,
  });
  play.toEnd();
  return formatRecord(makeRecord(play, { seed }));
}

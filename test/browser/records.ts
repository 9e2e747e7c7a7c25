// A record of first-mandate, made by the engine that the viewer was built from.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createPlay, formatRecord, loadScenario, makeRecord, type Scenario } from '../../engine/index.ts';

const file = path.resolve(import.meta.dirname, '../../scenarios/first-mandate/scenario.yaml');

/** The scenario that the tests play. */
export async function loadFirstMandate(): Promise<Scenario> {
  const loaded = await loadScenario(readFileSync(file, 'utf8'));
  if (!loaded.ok) throw new Error('first-mandate does not load');
  return loaded.value;
}

/** The text of the record of a whole run. */
export async function recordText(seed: number): Promise<string> {
  const play = createPlay(await loadFirstMandate(), { seed, keepRecords: true, keepSliceDigests: true });
  play.toEnd();
  return formatRecord(makeRecord(play, { seed }));
}

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import {
  createPlay,
  formatProblems,
  loadDocument,
  makeRecord,
  type Play,
  type PlayOptions,
  type RunRecord,
  type Scenario,
} from '../../engine/index.ts';

/** Plain JSON that a test takes apart and edits, often to what no type allows. */
// biome-ignore lint/suspicious/noExplicitAny: its keys are what the test is about
export type Loose = any;

const file = new URL('../../scenarios/first-mandate/scenario.yaml', import.meta.url);

/** The document of first-mandate as plain values, anew at each call. */
export function firstMandateDocument(): Record<string, unknown> {
  return parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

/** A compiled scenario; fails with the problems when the document has some. */
export async function compiled(document: unknown): Promise<Scenario> {
  const loaded = await loadDocument(document);
  if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
  return loaded.value;
}

/** Compiled first-mandate. */
export const firstMandate: Scenario = await compiled(firstMandateDocument());

/**
 * First-mandate in which no elections are held. Their months are the first draws of a run, and are told only
 * when they come.
 */
export async function withoutElections(): Promise<Scenario> {
  const document: Loose = firstMandateDocument();
  delete document.world.elections;
  return compiled(document);
}

/** A run that was played to its end or to where it waits for a person, with everything kept. */
export function played(scenario: Scenario, options: PlayOptions): Play {
  const play = createPlay(scenario, { keepRecords: true, keepSliceDigests: true, ...options });
  play.toEnd();
  return play;
}

/** The full record of a run. */
export function recordOf(play: Play, options: PlayOptions): RunRecord {
  const { seed, branch } = options;
  return makeRecord(play, branch === undefined ? { seed, full: true } : { seed, branch, full: true });
}

/** The same record without its events. */
export function compact(record: RunRecord): RunRecord {
  const { events: _, ...rest } = record;
  return rest;
}

/** Advances to the end of `rounds` rounds, or to the end of the run. */
export function playRounds(play: Play, rounds: number): void {
  for (let done = 0; done < rounds; ) {
    const step = play.advance();
    if (step === 'round') done++;
    if (step === 'over' || step === 'awaiting') return;
  }
}

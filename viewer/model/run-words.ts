/** Runs of a server in a few words. */
import type { RunInfo } from '../../server/wire/messages.ts';

/** What tells a run from the others: `First mandate · seed 7 · in force`. */
export function runTitle({ title, seed, outcome, overrides }: RunInfo): string {
  const parts = [title, seed === undefined ? 'a table' : `seed ${seed}`, outcome.replace('-', ' ')];
  return [...parts, ...overrides].join(' · ');
}

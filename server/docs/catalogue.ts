/**
 * Everything that is registered, as lists of entries. `plenary list` and the reference pages read this, so a
 * part that is registered is listed and documented without a line of text of its own.
 */
import type * as z from 'zod';
import { metrics } from '../../engine/analysis/metrics.ts';
import { codes } from '../../engine/codes.ts';
import { questions } from '../../engine/questions/index.ts';
import { builtIn } from '../../engine/registry.ts';
import { type EventSpec, events } from '../../engine/run/events.ts';
import { cliCodes } from '../cli/exit.ts';

/** One registered thing. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Published source, where it has one. */
  readonly source?: string;
  readonly parameters?: z.ZodObject;
}

/** Kinds of things that can be listed, with what they are. */
export const catalogueKinds = {
  protocols: 'what parties do in a phase: rules of negotiation, one file each',
  strategies: 'how a seat plays when nobody holds it',
  mechanisms: 'what happens in the world between the rounds',
  metrics: 'one number each about a finished run',
  events: 'every fact a run can tell',
  questions: 'everything a seat can be asked',
  codes: 'every problem, refusal and fault you can meet',
} as const;

/** A kind of registered thing. */
export type CatalogueKind = keyof typeof catalogueKinds;

/** The entries of a kind, in the order of their registry. */
export function catalogue(kind: CatalogueKind): readonly CatalogueEntry[] {
  switch (kind) {
    case 'protocols':
    case 'strategies':
    case 'mechanisms':
      return builtIn[kind];
    case 'metrics':
      return metrics.map(({ id, title, unit, summary }) => ({ id, title, summary: `${summary} (${unit})` }));
    case 'events':
      return Object.entries(events as Record<string, EventSpec>).map(([id, { doc }]) => ({
        id,
        title: id,
        summary: doc,
      }));
    case 'questions':
      return questions.map(({ id, prompt }) => ({ id, title: id, summary: prompt }));
    case 'codes':
      return Object.entries({ ...codes, ...cliCodes }).map(([id, { says }]) => ({
        id,
        title: id,
        summary: says,
      }));
  }
}

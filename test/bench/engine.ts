/**
 * The engine as `npm run build` made it: what is measured is what runs. Loaded from its sources, every
 * function would be wrapped by the loader, which costs a tenth.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const load = (file: string): Promise<unknown> =>
  import(pathToFileURL(path.resolve(import.meta.dirname, '../../dist/engine', file)).href);

/** What the package exports. */
export const { createPlay, decodeEvents, loadDocument, loadScenario } = (await load(
  'index.js',
)) as typeof import('../../engine/index.ts');

/** The chain of a run. */
export const { createChain, mixRecord } = (await load(
  'run/digest.js',
)) as typeof import('../../engine/run/digest.ts');

/** Draws, for scenarios that are made up. */
export const { runKey, uniform } = (await load('run/draws.js')) as typeof import('../../engine/run/draws.ts');

/** The charts, their implementations, and xstate running them. */
export const { charts } = (await load('agents/index.js')) as typeof import('../../engine/agents/index.ts');
export const { stateImplementations } = (await load(
  'agents/state.js',
)) as typeof import('../../engine/agents/state.ts');
export const { interpretMachine } = (await load(
  'statechart/interpret.js',
)) as typeof import('../../engine/statechart/interpret.ts');

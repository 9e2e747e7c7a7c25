/**
 * Scenarios that the build has parsed. Reading a long YAML file takes longer than a run; what a shipped one
 * says is kept in `dist/scenarios`, under the digest of its text, so that a file that was edited since is
 * read as any other.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadOptions } from '../engine/load.ts';
import type { Scenario } from '../engine/run/contract.ts';
import type { Result } from '../engine/scenario/problems.ts';
import { packageRoot } from './places.ts';

/** Where the build puts what it parsed. */
export const preparedFolder = (): string => path.join(packageRoot(), 'dist', 'scenarios');

/** The plain values of a text, or undefined when the build has not seen it. */
export function preparedDocument(text: string, folder: string = preparedFolder()): unknown {
  const digest = createHash('sha256').update(text).digest('hex');
  try {
    return JSON.parse(readFileSync(path.join(folder, `${digest}.json`), 'utf8'));
  } catch {
    return undefined; // not there, or not whole: the text says the same
  }
}

/** Where in that folder the trees of the expressions stand, by their texts. */
export const expressionsFile = 'expressions.json';

/**
 * What the build parsed of expressions: the parser takes longer to load than all else that a run needs of a
 * scenario. Read when the first is asked for.
 */
export function preparedExpressions(folder: string = preparedFolder()): (expression: string) => unknown {
  let trees: ReadonlyMap<string, unknown> | undefined;
  return (expression) => {
    trees ??= readTrees(path.join(folder, expressionsFile));
    return trees.get(expression);
  };
}

function readTrees(file: string): ReadonlyMap<string, unknown> {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8'))));
  } catch {
    return new Map(); // not there, or not whole: the parser says the same
  }
}

/** The two ways of the engine to load a scenario. */
interface Loaders {
  loadScenario(text: string, options: LoadOptions): Promise<Result<Scenario>>;
  loadDocument(document: unknown, options: LoadOptions): Promise<Result<Scenario>>;
}

/** Loads a scenario from its text; problems have the lines of the text, whether it was prepared or not. */
export async function loadText(
  { loadScenario, loadDocument }: Loaders,
  text: string,
  options: LoadOptions & { readonly folder?: string } = {},
): Promise<Result<Scenario>> {
  const document = preparedDocument(text, options.folder);
  if (document !== undefined) {
    const parsed = preparedExpressions(options.folder);
    const loaded = await loadDocument(document, { ...options, parsed });
    if (loaded.ok) return loaded;
  }
  return loadScenario(text, options);
}

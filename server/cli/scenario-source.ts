/** From an id or a file name to a compiled scenario, with every problem told before anything runs. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Scenario } from '../../engine/run/contract.ts';
import type { Override } from '../../engine/scenario/overrides.ts';
import type { Problem } from '../../engine/scenario/problems.ts';
import { scenarioIds, shippedScenarios } from '../places.ts';
import { loadText } from '../prepared.ts';
import { CliError, Ended } from './exit.ts';
import { readText } from './files.ts';
import type { Terminal } from './terminal.ts';
import { safeLines } from './text.ts';

/** Bytes read of a scenario file: beyond the limit of scenarios, so that the engine names the problem. */
const readLimit = 16_000_000;

/** A scenario file that was found. */
export interface Source {
  /** As the person named it. */
  readonly name: string;
  /** What to call the file in messages. */
  readonly file: string;
  readonly text: string;
}

/** A scenario that was found, loaded and compiled. */
export interface Loaded extends Source {
  readonly scenario: Scenario;
  /** Overrides as typed. */
  readonly sets: readonly string[];
}

/** Whether a word names a file rather than a shipped scenario: it has a slash or an extension. */
function looksLikeFile(word: string): boolean {
  return /[/\\]|\.(ya?ml|json)$/i.test(word);
}

/** Finds and reads a scenario by id, file or folder. */
export async function findSource(word: string, terminal: Terminal): Promise<Source> {
  const options = { folder: terminal.folder, maxBytes: readLimit, contentExit: 3 } as const;
  const shipped = path.join(shippedScenarios(), word, 'scenario.yaml');
  const isId = /^[a-z][a-z0-9-]*$/.test(word);
  if (isId && existsSync(shipped)) return { name: word, file: word, text: readText(shipped, options) };
  const place = path.resolve(terminal.folder, word);
  if (existsSync(place) && statSync(place).isDirectory() && existsSync(path.join(place, 'scenario.yaml'))) {
    const file = path.join(word, 'scenario.yaml');
    return { name: word, file, text: readText(file, options) };
  }
  if (looksLikeFile(word) || existsSync(place))
    return { name: word, file: word, text: readText(word, options) };
  const { didYouMean } = await import('../../engine/scenario/suggest.ts');
  const hint = `${didYouMean(word, scenarioIds())} A file is named by its path, as in ./${word}.yaml.`;
  throw new CliError('unknown-scenario', `there is no scenario ${word}`, { hint, exit: 2 });
}

/** Tells problems on the error stream and ends the command. */
export async function tellProblems(
  problems: readonly Problem[],
  terminal: Terminal,
  file?: string,
  exit = 3,
): Promise<never> {
  const { formatProblems } = await import('../../engine/scenario/problems.ts');
  terminal.err(safeLines(formatProblems(problems, file === undefined ? {} : { file })));
  throw new Ended(exit);
}

/** Reads the values of `--set`. */
export async function readOverrides(sets: readonly string[], terminal: Terminal): Promise<Override[]> {
  if (sets.length === 0) return [];
  const { parseOverride } = await import('../../engine/scenario/override-text.ts');
  const overrides: Override[] = [];
  const problems: Problem[] = [];
  for (const set of sets) {
    const parsed = parseOverride(set);
    if (parsed.ok) overrides.push(parsed.value);
    else problems.push(...parsed.problems);
  }
  if (problems.length > 0) return tellProblems(problems, terminal, '--set');
  return overrides;
}

/** Finds, reads and compiles a scenario; problems end the command. */
export async function loadSource(word: string, sets: readonly string[], terminal: Terminal): Promise<Loaded> {
  const source = await findSource(word, terminal);
  const overrides = await readOverrides(sets, terminal);
  const loaded = await loadText(await import('../../engine/load.ts'), source.text, { overrides });
  if (!loaded.ok) return tellProblems(loaded.problems, terminal, source.file);
  return { ...source, scenario: loaded.value, sets };
}

/** Checks a seed as typed: the engine’s rules, told as a message of the command line. */
export async function readSeed(seed: string): Promise<string> {
  const { SeedError, seedText } = await import('../../engine/run/draws.ts');
  try {
    return seedText(seed);
  } catch (error) {
    if (!(error instanceof SeedError)) throw error;
    const { codes } = await import('../../engine/codes.ts');
    throw new CliError(error.code, error.message, { hint: codes[error.code].hint, exit: 2 });
  }
}

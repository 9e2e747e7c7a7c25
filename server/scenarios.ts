/**
 * Finds scenario files and loads them. The shipped ones stand in `scenarios/<id>/scenario.yaml` next to
 * package.json; a path names any other file. A text that was compiled once is not compiled again.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  codes,
  limits,
  loadDocument,
  loadScenario,
  type Override,
  type Problem,
  type Result,
  type Scenario,
} from '../engine/index.ts';
import { scenarioIds, shippedScenarios } from './places.ts';
import { loadText } from './prepared.ts';
import { shorten } from './shorten.ts';

/** Compiled scenarios that are kept. */
const kept = 64;

const compiled = new Map<string, Scenario>();

/** How a scenario is looked up. */
export interface FindOptions {
  /** Folder of the scenarios that are named by id; by default the shipped one. */
  readonly folder?: string;
  readonly overrides?: readonly Override[];
}

/**
 * Loads a scenario by its id, or by a path: a name with a slash in it or with the ending of a scenario file.
 *
 * Problems: those of the file; `unknown-scenario` when there is none.
 *
 * @example `await findScenario('first-mandate')`
 */
export async function findScenario(idOrPath: string, options: FindOptions = {}): Promise<Result<Scenario>> {
  const isPath = /[/\\]|\.(ya?ml|json)$/i.test(idOrPath);
  const folder = options.folder ?? shippedScenarios();
  const file = isPath ? idOrPath : scenarioFile(folder, idOrPath);
  const text = await readScenario(file);
  if (typeof text === 'string') return compile(text, options.overrides ?? []);
  if (text !== undefined) return { ok: false, problems: [text] };
  if (isPath) return { ok: false, problems: [problem('unknown-scenario', `There is no file ${file}.`)] };
  const known = scenarioIds(folder);
  const hint = known.length > 0 ? `There are: ${known.slice(0, 20).join(', ')}.` : undefined;
  return { ok: false, problems: [problem('unknown-scenario', `There is no scenario ${idOrPath}.`, hint)] };
}

/**
 * Loads one of the scenarios of a folder by its id. Unlike `findScenario` it opens no other file, whatever it
 * is asked for, and a name is told as far as a message has room.
 */
export async function findListed(id: string, options: FindOptions = {}): Promise<Result<Scenario>> {
  const folder = options.folder ?? shippedScenarios();
  const known = scenarioIds(folder);
  if (known.includes(id)) return findScenario(id, options);
  const name = shorten(id, 80);
  const hint = known.length > 0 ? `There are: ${known.slice(0, 20).join(', ')}.` : undefined;
  const message = name === '' ? 'No scenario is named.' : `There is no scenario ${name}.`;
  return { ok: false, problems: [problem('unknown-scenario', message, hint)] };
}

function scenarioFile(folder: string, id: string): string {
  return path.join(folder, id, 'scenario.yaml');
}

/** The text of a file, or the problem that kept it from being read; undefined when there is no such file. */
async function readScenario(file: string): Promise<string | Problem | undefined> {
  try {
    const { size } = await stat(file);
    if (size > limits.scenarioBytes) {
      return problem('too-large', `${size} bytes; a scenario has at most ${limits.scenarioBytes}`);
    }
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return problem('unknown-scenario', `${file} cannot be read (${code ?? 'unknown error'}).`);
  }
}

function problem(code: 'unknown-scenario' | 'too-large', message: string, hint?: string): Problem {
  return { path: '', code, message, hint: hint ?? codes[code].hint };
}

async function compile(text: string, overrides: readonly Override[]): Promise<Result<Scenario>> {
  const key = createHash('sha256').update(JSON.stringify(overrides)).update('\0').update(text).digest('hex');
  const known = compiled.get(key);
  if (known !== undefined) return { ok: true, value: known };
  const loaded = await loadText({ loadScenario, loadDocument }, text, { overrides });
  if (!loaded.ok) return loaded;
  compiled.set(key, loaded.value);
  for (const oldest of compiled.keys()) {
    if (compiled.size <= kept) break;
    compiled.delete(oldest);
  }
  return loaded;
}

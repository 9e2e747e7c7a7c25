/** From a word to an experiment with its scenario, every problem told before anything runs. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Job, JobTexts } from '../batch/job.ts';
import { shippedScenarios } from '../places.ts';
import { CliError } from './exit.ts';
import { readText } from './files.ts';
import { announce } from './progress.ts';
import { findSource, tellProblems } from './scenario-source.ts';
import type { Terminal } from './terminal.ts';

/** Bytes read of an experiment file. */
const readLimit = 2_000_000;

/**
 * The file of an experiment: of a shipped scenario, in a folder, or named itself; undefined when there is
 * none.
 */
export function experimentFile(word: string, terminal: Pick<Terminal, 'folder'>): string | undefined {
  const shipped = path.join(shippedScenarios(), word, 'experiment.yaml');
  if (/^[a-z][a-z0-9-]*$/.test(word) && existsSync(shipped)) return shipped;
  const file = path.resolve(terminal.folder, word);
  const inside = path.join(file, 'experiment.yaml');
  if (existsSync(inside)) return inside;
  return existsSync(file) && !statSync(file).isDirectory() ? file : undefined;
}

/** Keys at the top of a file of YAML or JSON, as far as they can be seen without reading it well. */
function topKeys(text: string): string[] {
  if (/^\s*\{/.test(text)) {
    try {
      return Object.keys(JSON.parse(text) as object);
    } catch {
      return [];
    }
  }
  return [...text.matchAll(/^["']?([A-Za-z]+)["']?[ \t]*:/gm)].map(([, key]) => key as string);
}

const keysOfScenarios = ['parties', 'issues'];
const keysOfExperiments = ['scenario', 'arms', 'hypotheses', 'question'];

/**
 * Whether a word names a file that is an experiment, and no scenario. What it holds decides, and its name
 * where that says nothing.
 */
export function isExperiment(word: string, { folder }: Pick<Terminal, 'folder'>): boolean {
  const facts = statSync(path.resolve(folder, word), { throwIfNoEntry: false });
  const isNamedSo = /experiment[^/\\]*\.(ya?ml|json)$/i.test(word);
  // A pipe can be read but once; a file that is too large is refused by who reads it.
  if (facts?.isFile() !== true || facts.size > readLimit) return isNamedSo;
  const keys = topKeys(readText(word, { folder, maxBytes: readLimit, contentExit: 3 }));
  if (keysOfScenarios.some((key) => keys.includes(key))) return false;
  return isNamedSo || keysOfExperiments.some((key) => keys.includes(key));
}

/** The scenario beside the experiment’s file, or the shipped one of the id that the experiment names. */
function scenarioWord(file: string, id: string): string {
  const beside = path.join(path.dirname(file), 'scenario.yaml');
  return existsSync(beside) ? beside : id;
}

/** Reads the texts of an experiment and its scenario. */
export async function readTexts(word: string, terminal: Terminal): Promise<JobTexts & { file: string }> {
  const file = experimentFile(word, terminal);
  if (file === undefined) {
    const hint = 'Name a scenario that has an experiment.yaml, or the path of such a file.';
    throw new CliError('file-missing', `there is no experiment ${word}`, { hint });
  }
  const { parseExperiment } = await import('../../engine/analysis/experiment/parse.ts');
  const experiment = readText(file, { folder: terminal.folder, maxBytes: readLimit, contentExit: 3 });
  const rough = parseExperiment(experiment);
  if (!rough.ok) return tellProblems(rough.problems, terminal, file);
  const source = await findSource(scenarioWord(file, rough.value.scenario), terminal);
  return { experiment, scenario: source.text, file };
}

/** Makes the job of an experiment; problems end the command. */
export async function loadJob(word: string, terminal: Terminal, replications?: number): Promise<Job> {
  const { file, ...texts } = await readTexts(word, terminal);
  const { makeJob } = await import('../batch/job.ts');
  // Trying the points of a large space takes seconds in which nothing else is seen.
  const done = announce(terminal, 'reading the experiment and trying its points …');
  const made = await makeJob({ ...texts, ...(replications === undefined ? {} : { replications }) });
  done();
  if (made.ok) return made.job;
  const where =
    made.file === 'experiment' ? file : made.file === 'scenario' ? 'scenario' : `${file}, ${made.file}`;
  return tellProblems(made.problems, terminal, where);
}

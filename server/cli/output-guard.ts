/** Refuses to write a result over what it is made from, before anything is read. */
import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { batchFiles, tableFile } from '../batch/names.ts';
import { shippedScenarios } from '../places.ts';
import { CliError } from './exit.ts';

/** Options that name a file to be written, in every command that has them. */
const outputs = ['out', 'record'] as const;

/** The regular file behind a place, whatever links lead to it; undefined where there is none to be seen. */
function fileBehind(place: string): string | undefined {
  try {
    return statSync(place).isFile() ? realpathSync(place) : undefined;
  } catch {
    return undefined; // whoever opens it tells what is wrong
  }
}

/** Files that a word of the command line can make a command read: itself, or what stands in its folder. */
function inputsOf(word: string, folder: string): (string | undefined)[] {
  const places = [path.resolve(folder, word), path.join(shippedScenarios(), word)];
  return places
    .flatMap((place) => [place, path.join(place, 'scenario.yaml'), path.join(place, 'experiment.yaml')])
    .map(fileBehind);
}

/**
 * Checks the files that a command is to write against its arguments.
 *
 * Errors: `usage` for a file without a name, and for one that is an input.
 *
 * @example `checkOutputs(['own.yaml'], { out: './own.yaml' }, folder)` throws
 */
export function checkOutputs(
  words: readonly (string | undefined)[],
  options: Readonly<Record<string, unknown>>,
  folder: string,
): void {
  for (const name of outputs) {
    const file = options[name];
    if (typeof file !== 'string') continue;
    if (file.trim() === '') {
      throw new CliError('usage', `--${name} needs the name of a file`, { hint: `Write --${name} FILE.` });
    }
    const place = fileBehind(path.resolve(folder, file));
    if (place === undefined) continue;
    const input = words.find((word) => word !== undefined && inputsOf(word, folder).includes(place));
    if (input === undefined) continue;
    throw new CliError('usage', `--${name} ${file} would replace what is read from ${input}`, {
      hint: 'Give the result another name.',
    });
  }
}

/**
 * Checks the files that are written about a batch: none replaces a file that the batch is made of, and no two
 * are one.
 *
 * Errors: `usage`
 *
 * @param name the folder of the batch
 * @param files what is to be written, by the option that names it
 */
export function checkBatchOutputs(
  name: string,
  files: Readonly<Record<string, string | undefined>>,
  folder: string,
): void {
  const place = path.resolve(folder, name);
  const asked = new Map<string, string>();
  for (const [option, file] of Object.entries(files)) {
    if (file === undefined) continue;
    const target = fileBehind(path.resolve(folder, file)) ?? path.resolve(folder, file);
    const base = path.basename(target);
    const isOwn = Object.values<string>(batchFiles).includes(base) || tableFile.test(base);
    if (isOwn && path.dirname(target) === (realPlace(place) ?? place)) {
      throw new CliError('usage', `--${option} ${file} would replace a file of the batch`, {
        hint: 'Give the result another name.',
      });
    }
    const other = asked.get(target);
    if (other !== undefined) {
      const hint = 'Give each of them a name of its own.';
      throw new CliError('usage', `--${other} and --${option} would be the same file`, { hint });
    }
    asked.set(target, option);
  }
}

function realPlace(place: string): string | undefined {
  try {
    return realpathSync(place);
  } catch {
    return undefined;
  }
}

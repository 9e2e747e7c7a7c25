/** Opens what a folder holds to read it: the job it was made of, and its log. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../cli/exit.ts';
import { readText } from '../cli/files.ts';
import { shellWord } from '../shell-word.ts';
import { type Manifest, neededManifest, openRows, sha256 } from './folder.ts';
import { type Job, type JobTexts, makeJob } from './job.ts';
import { batchFiles } from './names.ts';
import type { RowsLog } from './rows-log.ts';

/** A folder that was read. */
export interface ReadFolder {
  readonly place: string;
  readonly name: string;
  readonly manifest: Manifest;
  readonly job: Job;
}

/**
 * Reads the manifest and the job of a folder.
 *
 * Errors: `batch-damaged` when it is none, `batch-other` when this engine would play it otherwise, or when a
 * text was changed since a batch wrote it.
 */
export async function readFolder(name: string, folder: string): Promise<ReadFolder> {
  const place = path.resolve(folder, name);
  const manifest = neededManifest(place, name);
  const read = (file: string) =>
    readText(path.join(place, file), { folder: place, maxBytes: 16_000_000, contentExit: 4 });
  const texts = { experiment: read(batchFiles.experiment), scenario: read(batchFiles.scenario) };
  const made = await makeJob({ ...texts, replications: manifest.replications }, true);
  if (!made.ok) {
    const [{ path: where, message }] = made.problems;
    throw new CliError('batch-damaged', `the ${made.file} in ${name} has problems: ${where}: ${message}`);
  }
  if (made.job.key !== manifest.key) {
    const why = `engine ${manifest.engineVersion}, rules ${manifest.rulesVersion}`;
    throw new CliError('batch-other', `${name} was played by ${why}, or its files were changed since`, {
      hint: 'Use the version that played it; plenary replay compares single runs of different versions.',
    });
  }
  checkTexts(name, manifest, texts);
  return { place, name, manifest, job: made.job };
}

/**
 * Refuses texts that are not those of the manifest: hypotheses, titles and replications of the space are not
 * in the key, and what is said of the runs would not be what was asked when they were played.
 */
function checkTexts(name: string, manifest: Manifest, texts: JobTexts): void {
  for (const text of ['experiment', 'scenario'] as const) {
    if (sha256(texts[text]) === manifest.texts[text]) continue;
    const file = path.join(name, batchFiles[text]);
    const message = `${file} is not as ${batchFiles.manifest} has it: it was changed since`;
    const rest = 'takes it up, and plays only what is missing; or put the old text back.';
    throw new CliError('batch-other', message, { hint: `${sameBatch(name, manifest)} ${rest}` });
  }
}

/** The command that goes on with a folder from the texts in it. */
function sameBatch(name: string, { replications, shard }: Manifest): string {
  const file = path.join(name, batchFiles.experiment);
  const share = shard === undefined ? [] : ['--shard', `${shard.index + 1}/${shard.of}`];
  const words = ['plenary', 'batch', file, '--out', name, '--replications', String(replications), ...share];
  return words.map(shellWord).join(' ');
}

/**
 * The log of a folder that was read.
 *
 * Errors: `batch-damaged` when it is missing, cut off, or has fewer rows than the manifest counts.
 */
export function readRows({ place, name, job, manifest }: ReadFolder): RowsLog {
  const file = path.join(place, batchFiles.log);
  const shown = path.join(name, batchFiles.log);
  const facts = statSync(file, { throwIfNoEntry: false });
  if (facts?.isFile() !== true) throw new CliError('batch-damaged', `${shown} is missing`);
  if (facts.size === 0) throw new CliError('batch-damaged', `${shown} is empty`);
  const log = openRows(file, job.key, name, 'read');
  const rows = log.frames.reduce((sum, frame) => sum + frame.count, 0);
  if (manifest.state !== 'complete' || (log.dropped === 0 && rows >= manifest.runs.played)) return log;
  log.close();
  const found = `${shown} has ${rows} whole rows of ${manifest.runs.played}`;
  const hint = 'Run the same plenary batch command again: it plays what is missing.';
  throw new CliError('batch-damaged', found, { hint });
}

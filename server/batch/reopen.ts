/** Opens what a folder holds to read it: the job it was made of, and its log. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../cli/exit.ts';
import { readText } from '../cli/files.ts';
import { type Manifest, openRows, readManifest } from './folder.ts';
import { type Job, makeJob } from './job.ts';
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
 * Errors: `batch-damaged` when it is none, `batch-other` when this engine would play it otherwise.
 */
export async function readFolder(name: string, folder: string): Promise<ReadFolder> {
  const place = path.resolve(folder, name);
  const manifest = existsSync(place) ? readManifest(place, name) : undefined;
  if (manifest === undefined) {
    throw new CliError(
      'batch-damaged',
      `${name} is not the folder of a batch: it has no ${batchFiles.manifest}`,
    );
  }
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
  return { place, name, manifest, job: made.job };
}

/** The log of a folder that was read. */
export function readRows({ place, name, job }: ReadFolder): RowsLog {
  const file = path.join(place, batchFiles.log);
  if (!existsSync(file)) throw new CliError('batch-damaged', `${path.join(name, batchFiles.log)} is missing`);
  return openRows(file, job.key, name, 'read');
}

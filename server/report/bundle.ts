/** An archive with all that a reader of a report needs: page, texts, rows, and how to make it again. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { batchFiles } from '../batch/names.ts';
import type { ReportData } from './collect.ts';

/** Every file bears the same date, so that the same content gives the same archive. */
const date = new Date('2000-01-01T00:00:00Z');

function readmeOf({ batch }: ReportData): string {
  const { manifest } = batch;
  return [
    `${manifest.title}`,
    '',
    'report.html          the report; it opens in any browser',
    'experiment.yaml      what was varied, measured and expected',
    'scenario.yaml        the scenario',
    'manifest.json        versions, digests, seeds, machine, times',
    'columns.json         what every column means',
    '*.parquet            the rows',
    'figures.json         the numbers behind the figures',
    '',
    `To make it again with Plenary ${manifest.engineVersion} (rules ${manifest.rulesVersion}),`,
    'in this folder:',
    '',
    `  ${regenerateLine(manifest.replications)}`,
    '',
    'The tables that it writes have the digests of manifest.json.',
    '',
  ].join('\n');
}

const regenerateLine = (replications: number): string =>
  `plenary batch experiment.yaml --replications ${replications} --out again && plenary report again`;

/** Numbers that JSON has no word for are written as null. */
function figuresOf({ hypotheses, metrics, times, courses, sensitivity, space }: ReportData): string {
  const effects = metrics.map(({ metric, effects: arms, means, distributions }) => ({
    metric,
    effects: arms,
    means,
    distributions: distributions.map(({ arm, missing, values, runs }) => ({
      arm,
      missing,
      values: Array.from(values),
      runs: Array.from(runs),
    })),
  }));
  return `${JSON.stringify({ hypotheses, metrics: effects, times, courses, sensitivity, space }, null, 1)}\n`;
}

/** The bytes of the archive; the same batch gives the same bytes. */
export function bundleOf(data: ReportData, page: string): Uint8Array {
  const { place, manifest } = data.batch;
  const names = [
    batchFiles.experiment,
    batchFiles.scenario,
    batchFiles.manifest,
    batchFiles.columns,
    batchFiles.preregistration,
    ...manifest.tables.map(({ file }) => file),
  ];
  const files: Zippable = { 'README.txt': strToU8(readmeOf(data)), 'report.html': strToU8(page) };
  for (const name of names) {
    const file = path.join(place, name);
    // A table is packed already.
    if (existsSync(file)) files[name] = [readFileSync(file), { level: name.endsWith('.parquet') ? 0 : 6 }];
  }
  files['figures.json'] = strToU8(figuresOf(data));
  return zipSync(files, { mtime: date });
}

/** How long ratification takes: three treaties, and the shipped tutorial beside them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readCsv } from '../../../engine/interchange/csv.ts';
import { loadScenario } from '../../../engine/load.ts';
import { createPlay } from '../../../engine/run/play.ts';
import { shippedScenarios } from '../../places.ts';
import { findData, readData } from '../data.ts';
import { type ForecastSection, fixed, quantile, withoutData } from './report.ts';

const title = 'Ratification: days from signature (or adoption) to deposit';
const citation =
  'UN Treaty Collection, as in openclimatedata/paris-agreement-entry-into-force; Doha and Kigali from ' +
  'the same maintainers';
const partiesFile = 'theory/paris_parties.csv';
const factsFile = 'theory/calibration_facts.json';

interface Quartiles {
  readonly n: number;
  readonly q25: number;
  readonly median: number;
  readonly q75: number;
}

const dayLength = 86_400_000;
const seeds = 200;
const daysPerTick = 30.44;

function parisLags(dataDir: string | undefined): number[] {
  const read = readCsv(readFileSync(findData(dataDir, partiesFile) as string, 'utf8'));
  if (!read.ok) throw new Error(`${partiesFile}: ${read.message}`);
  const [head, ...rows] = read.rows;
  const column = (name: string) => head.cells.indexOf(name);
  return rows.flatMap(({ cells }) => {
    const [signed, deposited] = [cells[column('signature')], cells[column('deposit')]];
    if (signed === '' || deposited === '') return [];
    return [(Date.parse(deposited) - Date.parse(signed)) / dayLength];
  });
}

/** Days from signature to ratification in First mandate, over some seeds. */
async function tutorialLags(): Promise<number[]> {
  const text = readFileSync(path.join(shippedScenarios(), 'first-mandate', 'scenario.yaml'), 'utf8');
  const loaded = await loadScenario(text);
  if (!loaded.ok) return [];
  const play = createPlay(loaded.value, { seed: 1 });
  const lags: number[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    play.reset(seed);
    play.toEnd();
    const signed = play.run.i32['treaty.signedTick'];
    const ratified = play.run.i32['treaty.ratifiedTick'];
    for (const state of loaded.value.states) {
      if (signed[state] >= 0 && ratified[state] >= 0)
        lags.push(daysPerTick * (ratified[state] - signed[state]));
    }
  }
  return lags;
}

/** Order statistics, as the published quantiles of these lags are; the median between the middle two. */
function lagRow(name: string, lags: readonly number[]): string[] {
  const sorted = [...lags].sort((a, b) => a - b);
  const at = (share: number) =>
    fixed(share === 0.5 ? quantile(sorted, 0.5) : sorted[Math.floor(share * sorted.length)], 0);
  return [name, String(lags.length), at(0.1), at(0.25), at(0.5), at(0.75), at(0.9)];
}

const quartileRow = (name: string, { n, q25, median, q75 }: Quartiles) => [
  name,
  String(n),
  '–',
  fixed(q25, 0),
  fixed(median, 0),
  fixed(q75, 0),
  '–',
];

/** The report on ratification. */
export async function ratificationLags(dataDir: string | undefined): Promise<ForecastSection> {
  const files = [partiesFile, factsFile];
  if (files.some((file) => findData(dataDir, file) === undefined)) return withoutData(title, citation, files);
  const facts = readData<Record<string, Quartiles>>(dataDir, factsFile);
  return {
    title,
    citation,
    columns: ['treaty', 'parties', '10 %', '25 %', 'median', '75 %', '90 %'],
    rows: [
      lagRow('Paris Agreement, from signature', parisLags(dataDir)),
      quartileRow('Kigali Amendment, from adoption', facts['kigali_days_from_adoption_2016_10_15']),
      quartileRow('Doha Amendment, from adoption', facts['doha_days_from_adoption_2012_12_08']),
      lagRow(`First mandate, ${seeds} seeds, from signature`, await tutorialLags()),
    ],
    notes: [
      'A calibration, not a prediction: deeper treaties are slower. First mandate is an archetype, in ' +
        'months.',
    ],
  };
}

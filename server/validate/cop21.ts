/**
 * The stakeholder data of the Paris climate negotiations (Stokman & Thomson 2015), which may not be shipped:
 * the file is turned into a table of positions and imported like anybody’s.
 */
import { importPositions } from '../../engine/interchange/positions.ts';
import { loadDocument } from '../../engine/load.ts';
import type { Scenario } from '../../engine/run/contract.ts';
import { formatProblems } from '../../engine/scenario/problems.ts';
import { readData } from './data.ts';

/** Path of the file below the data folder. */
export const cop21File = 'theory/cop21.json';

/** Source of the data. */
export const cop21Citation =
  'Stokman & Thomson 2015, Forecasting the Paris 2015 UNFCCC Negotiations (DOI 10.13140/RG.2.1.4523.8483), ' +
  'as in foarsitter/decide-exchange-model';

/** What the file holds of an issue. */
export interface Cop21Issue {
  readonly actors: Readonly<Record<string, { position: number; salience: number; power: number }>>;
  /** Published predictions by model, on the scale 0 to 100. */
  readonly predictions: Readonly<Record<string, number>>;
  readonly outcome_coded_here: { readonly value: number; readonly confidence: string };
}

/** The issues of the file. */
export function readCop21(dataDir: string | undefined): Readonly<Record<string, Cop21Issue>> {
  return readData<{ issues: Record<string, Cop21Issue> }>(dataDir, cop21File).issues;
}

/** The table of positions, as a person would write it: on the scale 0 to 100, absent actors left out. */
function cop21Table(issues: Readonly<Record<string, Cop21Issue>>): string {
  const rows = Object.entries(issues).flatMap(([issue, { actors }]) =>
    Object.entries(actors).map(
      ([actor, { position, salience, power }]) =>
        `${actor},${issue},${position},${100 * salience},${100 * power}`,
    ),
  );
  return `actor,issue,position,salience,power\n${rows.join('\n')}\n`;
}

/** The imported scenario, and the id each issue of the file has in it. */
export async function loadCop21(
  issues: Readonly<Record<string, Cop21Issue>>,
): Promise<{ readonly scenario: Scenario; readonly issueAt: (name: string) => number }> {
  const imported = importPositions(cop21Table(issues), {
    id: 'paris',
    title: 'Paris climate negotiations',
    absent: 'drop',
    foldPower: false,
  });
  if (!imported.ok) throw new Error(formatProblems(imported.problems));
  const loaded = await loadDocument(imported.value.document);
  if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
  const scenario = loaded.value;
  const titles = new Map(scenario.file.issues.map((issue, k) => [issue.title, k]));
  return { scenario, issueAt: (name) => titles.get(name) ?? -1 };
}

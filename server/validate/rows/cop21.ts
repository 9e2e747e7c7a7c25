/** The stakeholder data of the Paris negotiations (Stokman & Thomson 2015), as a scenario. */
import { type Actor, type Issue, idOf, modelScenario, readData } from './model-scenario.ts';

/** Where the data are, below `--data`. */
export const cop21File = 'cop21.json';

/** One exchange as the original program printed it; places on 0–100. */
export interface TraceRow {
  readonly n: number;
  readonly i: string;
  readonly i_supplies: string;
  readonly j: string;
  readonly j_supplies: string;
  readonly gain: number;
  readonly i_from: number;
  readonly i_to: number;
  readonly j_from: number;
  readonly j_to: number;
}

/** What the rows read of the file. */
export interface Cop21 {
  readonly actors: Readonly<Record<string, string>>;
  readonly issues: Readonly<
    Record<
      string,
      {
        readonly scale: Readonly<Record<string, string>>;
        readonly actors: Readonly<Record<string, { position: number; salience: number; power: number }>>;
        readonly predictions: { readonly compromise_weighted_mean: number };
      }
    >
  >;
  readonly expected: { readonly candidates_with_positive_gain_clean_room: number };
  readonly reference_trace: readonly TraceRow[];
  readonly tolerance: { readonly gain: number; readonly position: number; readonly rows: number };
}

/** Reads the file. */
export function readCop21(dataDir: string | undefined): Cop21 {
  return readData(dataDir, cop21File) as Cop21;
}

/** The scenario: places of the data, 0–100, become [0, 1]. */
export function cop21Scenario(data: Cop21, exchanges: boolean): object {
  const issues: Issue[] = Object.entries(data.issues).map(([name, { scale }]) => ({
    id: idOf(name),
    places: Object.keys(scale)
      .map((place) => Number(place) / 100)
      .sort((a, b) => a - b),
  }));
  const actors: Actor[] = Object.keys(data.actors).map((name) => ({
    id: idOf(name),
    positions: Object.fromEntries(
      Object.entries(data.issues).flatMap(([issue, { actors: of }]) => {
        const held = of[name];
        if (held === undefined) return [];
        return [
          [idOf(issue), { place: held.position / 100, salience: held.salience, power: held.power }] as const,
        ];
      }),
    ),
  }));
  const settings = { exchanges, poll: false };
  return modelScenario(actors, issues, { protocol: 'position-exchange', rounds: 200, with: settings });
}

/** Row 4: the compromise model on the data of the Paris negotiations. */
import { near } from '../measure.ts';
import type { ValidationRow } from '../row.ts';
import { cop21File, cop21Scenario, readCop21 } from './cop21.ts';
import { dock, idOf } from './model-scenario.ts';

const tolerance = 1e-9;

/** The row. */
export const compromiseRow: ValidationRow = {
  row: 4,
  title: 'Compromise model on COP21: 15 actors, 13 issues',
  citation: 'Stokman & Thomson 2015, doi:10.13140/RG.2.1.4523.8483; model: Achen in Thomson et al. 2006',
  needsData: [cop21File],
  async run({ dataDir }) {
    const data = readCop21(dataDir);
    const { events } = await dock(cop21Scenario(data, false));
    const found = new Map<string, number>();
    for (const event of events) if (event.kind === 'compromised') found.set(event.issue, event.value * 100);
    return Object.entries(data.issues).map(([name, { predictions }]) =>
      near(name, predictions.compromise_weighted_mean, found.get(idOf(name)) ?? Number.NaN, tolerance),
    );
  },
};

/** Row 4: outcomes of the compromise model on the Paris data, from an imported scenario. */
import { compromiseOutcome } from '../../../engine/analysis/compromise.ts';
import { cop21Citation, cop21File, loadCop21, readCop21 } from '../cop21.ts';
import { compare, type ValidationRow } from '../row.ts';

/** The row. */
export const compromise: ValidationRow = {
  row: 4,
  title: 'Compromise model on 13 issues of the Paris climate negotiations',
  citation: `${cop21Citation}; model: Van den Bos 1991, Achen 2006`,
  needsData: [cop21File],
  run: async ({ dataDir }) => {
    const issues = readCop21(dataDir);
    const { scenario, issueAt } = await loadCop21(issues);
    const outcome = compromiseOutcome(scenario);
    return Object.entries(issues).map(([name, { predictions }]) =>
      compare(name, predictions['compromise_weighted_mean'], 100 * outcome[issueAt(name)], 1e-9),
    );
  },
};

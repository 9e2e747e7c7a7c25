/** The state of governance as metrics: one number a row. */
import { System } from '../rules/operational-systems.ts';
import type { Metric, Run } from '../run/contract.ts';
import { Seen } from '../world/conduct.ts';
import { isBound } from '../world/standing.ts';
import { type GovernanceFacts, governanceNumber, governanceRows, governanceState } from './governance.ts';

/** Sum over the parties of a column of the published reports; 0 where nobody is monitored. */
function reportsOf(run: Run, column: number): number {
  const seen = run.i32['compliance.seen'];
  let sum = 0;
  if (seen !== undefined) for (let at = column; at < seen.length; at += 3) sum += seen[at];
  return sum;
}

/** What the public slices of a run tell. */
function factsOf(run: Run): GovernanceFacts {
  return {
    scenario: run.scenario.file,
    isBound: (party) => isBound(run, party),
    isInvited: (party) => run.i32['talks.present'][party] === 1,
    endorses: (party) => run.i32['talks.endorsement'][party] === 1,
    level: (system) => run.f64['operations.told'][System[system]],
    reports: {
      kept: reportsOf(run, Seen.kept),
      couldNot: reportsOf(run, Seen.cannot),
      wouldNot: reportsOf(run, Seen.willNot),
      concealed: run.i32['compliance.concealed']?.[0] ?? 0,
    },
  };
}

/** The metrics of the state of governance. */
export const governanceMetrics: readonly Metric[] = governanceRows.map((row) => ({
  id: row.metric,
  title: `Governance: ${row.title.toLowerCase()}`,
  unit: '−1, 0 or 1',
  summary: `−1 failure, 0 mixed, 1 success at the end (${row.source}): ${row.summary}; failure below half`,
  of: row.of,
  compute: (run) => governanceNumber(governanceState(row, factsOf(run)).verdict),
}));

/** What parties have outside of an agreement, in a world in which some of its benefit spills over. */
import type { Run } from '../run/contract.ts';

/**
 * What no agreement at all is worth to a party: d_i as it stands, without what the agreement of the others is
 * worth to it outside of it.
 */
export function worthWithoutAgreement(run: Run, party: number): number {
  const added = run.f64['spill-over.added'];
  const without = run.scenario.reversionUtility[party];
  return added === undefined ? without : without - added[party];
}

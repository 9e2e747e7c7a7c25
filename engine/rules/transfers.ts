/**
 * What an agreement pays a party, put together from the parts of whatever pays: each keeps its own part in a
 * slice of doubles by party whose name ends in `.transferPart`, and calls `composeTransfer` when it has
 * changed. Sums are taken in the order of the slices, so that they are the same to the last bit whoever
 * composes last.
 */
import type { Run } from '../run/contract.ts';
import type { SliceLayout } from '../run/slices.ts';

/** Names of the slices that a transfer is composed of, by the layout they stand in. */
const known = new WeakMap<SliceLayout, readonly string[]>();

function partsOf({ scenario: { layout } }: Run): readonly string[] {
  let parts = known.get(layout);
  if (parts === undefined) {
    parts = layout.slices.map(({ name }) => name).filter((name) => name.endsWith('.transferPart'));
    known.set(layout, parts);
  }
  return parts;
}

/** Puts together what the agreement pays a party from the parts of mechanisms. */
export function composeTransfer(run: Run, party: number): void {
  const names = partsOf(run);
  let sum = 0;
  for (let i = 0; i < names.length; i++) sum += run.f64[names[i]][party];
  run.f64['party.transfer'][party] = sum;
}

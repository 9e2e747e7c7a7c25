/**
 * How several mechanisms move one rate of a party without knowing of each other. Each keeps its own part in a
 * slice of its own, of doubles by party, whose name says what it is, and calls the function that composes the
 * rate anew whenever its part has changed:
 *
 *   costRate_i    = k_i·(1 + χ(1 − r_i)) · Π of all slices `….costFactor`
 *   benefitRate_i = Ω·b_i · Π of all slices `….benefitFactor`
 *   transfer_i    = Σ of all slices `….transferPart`
 *
 * Factors start at 1 (`fill: 1`), parts at 0. A mechanism that writes such a slice declares that it moves the
 * rate (`moves: ['costRate']`). Products and sums are taken in the order of the slices, so that they are the
 * same to the last bit whoever composes last. In the utility model `scores` there are no rates of benefit and
 * cost, and none come to be.
 */
import type { Run } from '../run/contract.ts';
import type { SliceLayout } from '../run/slices.ts';

export { composeTransfer } from '../rules/transfers.ts';

const endings = { cost: '.costFactor', benefit: '.benefitFactor' } as const;

/** Names of the slices that each rate is composed of, by the layout they stand in. */
const known = new WeakMap<SliceLayout, Readonly<Record<keyof typeof endings, readonly string[]>>>();

function partsOf(run: Run, rate: keyof typeof endings): readonly string[] {
  const { layout } = run.scenario;
  let parts = known.get(layout);
  if (parts === undefined) {
    const ending = (end: string) =>
      layout.slices.map(({ name }) => name).filter((name) => name.endsWith(end));
    parts = {
      cost: ending(endings.cost),
      benefit: ending(endings.benefit),
    };
    known.set(layout, parts);
  }
  return parts[rate];
}

function product(run: Run, names: readonly string[], party: number): number {
  let factor = 1;
  for (let i = 0; i < names.length; i++) factor *= run.f64[names[i]][party];
  return factor;
}

/** Puts a party’s cost rate together from k_i, its readiness as it stands and the factors of mechanisms. */
export function composeCost(run: Run, party: number): void {
  const { file, cost, readiness } = run.scenario;
  if (file.utility.model === 'scores') return;
  const atFullReadiness = cost[party] * product(run, partsOf(run, 'cost'), party);
  run.f64['party.costRate'][party] =
    atFullReadiness * (1 + file.utility.capacityCost * (1 - readiness[party]));
}

/** Puts a party’s benefit rate together from Ω·b_i and the factors of mechanisms. */
export function composeBenefit(run: Run, party: number): void {
  const { file } = run.scenario;
  if (file.utility.model === 'scores') return;
  const plain = file.utility.operations * file.parties[party].benefit;
  run.f64['party.benefitRate'][party] = plain * product(run, partsOf(run, 'benefit'), party);
}

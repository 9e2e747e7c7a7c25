/** Row 17: with a benefit that does not fall no more than three states stay in an agreement. */
import { linearBenefit, publicGoodGame } from '../../../engine/analysis/coalitions/public-good.ts';
import { coalitionSizes, largestStableSize } from '../../../engine/analysis/coalitions/symmetric.ts';
import { exactly, type Measured, type ValidationRow } from '../row.ts';

/** Numbers of states that are tried. */
const players: readonly number[] = [3, 4, 5, 6, 8, 10, 20, 50, 100, 200];

/**
 * Payoffs of members and of others with ten states, by size of the coalition: k²/2 − k + N, k² − k + N − ½.
 */
const ofTen: readonly (readonly [size: number, member: number, outsider: number])[] = [
  [2, 10, 11.5],
  [3, 11.5, 15.5],
  [4, 14, 21.5],
];

async function run(): Promise<Measured[]> {
  const sizes = coalitionSizes(publicGoodGame(linearBenefit(10, 1, 1)));
  return [
    ...players.map((count) =>
      exactly(
        `N = ${count}: largest stable size`,
        3,
        largestStableSize(publicGoodGame(linearBenefit(count, 1, 1))) ?? 'none',
      ),
    ),
    ...ofTen.flatMap(([size, member, outsider]) => [
      exactly(`N = 10: payoff of each of ${size} members`, member, sizes[size].member),
      exactly(`N = 10: payoff of each outsider of ${size} members`, outsider, sizes[size].outsider),
    ]),
    exactly('N = 10: what the third member gains by leaving', 0, sizes[3].freeRiding),
    exactly('N = 10: what the fourth would gain', 1.5, sizes[4].freeRiding),
  ];
}

/** The row. */
export const linear: ValidationRow = {
  row: 17,
  title: 'Linear benefit, quadratic cost: three stay, however many there are',
  citation:
    'Carraro & Siniscalco 1993, J. Public Economics 52:309–328; Barrett 1994; stability after ' +
    'd’Aspremont et al. 1983',
  run,
};

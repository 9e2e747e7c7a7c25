/** Row 16: how many states keep a self-enforcing agreement on a common pollutant. */
import { stableCoalitions } from '../../../engine/analysis/coalitions/analyse.ts';
import {
  asMembershipGame,
  barrett1994,
  provision,
  publicGoodGame,
} from '../../../engine/analysis/coalitions/public-good.ts';
import { coalitionSizes, largestStableSize } from '../../../engine/analysis/coalitions/symmetric.ts';
import { compare, exactly, type Measured, type ValidationRow } from '../row.ts';

/** Largest difference for numbers that are told in full. */
const digits = 1e-9;
/** Largest difference for numbers that are printed with one decimal. */
const printed = 0.05;

/** The example of the paper: ten states, benefit of a unit 100 at first, cost a quarter of it. */
const example = barrett1994(10, 100, 1, 0.25);

/** Stable sizes as cost over benefit rises, by number of states. */
const sizes: readonly (readonly [players: number, ratio: number, size: number])[] = [
  [10, 0.01, 10],
  [10, 0.05, 8],
  [10, 0.1, 6],
  [10, 0.25, 4],
  [10, 0.5, 3],
  [10, 1, 3],
  [10, 10, 2],
  [100, 0.01, 51],
  [100, 0.1, 11],
  [100, 1, 3],
  [100, 100, 2],
];

/** Payoff of a member as the table of the example prints it, for one to four members. */
const table: readonly number[] = [476.8, 474, 472.3, 472.2];

async function run(): Promise<Measured[]> {
  const all = coalitionSizes(publicGoodGame(example));
  const stable = all.filter(({ isStable }) => isStable).map(({ size }) => size);
  const atFour = provision(example, 4);
  return [
    exactly('N = 10, c/b = .25: stable sizes', '4', stable.join(', ')),
    compare('abatement of each signatory', 8.908685968819599, atFour.member, digits),
    compare('abatement of each other state', 7.572383073496659, atFour.outsider, digits),
    compare('payoff of each signatory', 472.1603563474388, all[4].member, digits),
    compare('payoff of each other state', 474.91331888234686, all[4].outsider, digits),
    compare('abatement of all', 81.06904231625835, atFour.total, digits),
    compare('abatement of all without an agreement', 80, provision(example, 0).total, digits),
    compare('abatement of all with all in', 97.5609756097561, provision(example, 10).total, digits),
    ...table.map((payoff, at) =>
      compare(`payoff of a signatory, ${at + 1} of 10`, payoff, all[at + 1].member, printed),
    ),
    exactly(
      'the ten told apart: stable coalitions, ways to choose four of ten',
      210,
      stableCoalitions(asMembershipGame(publicGoodGame(example))).count,
    ),
    ...sizes.map(([players, ratio, size]) =>
      exactly(
        `N = ${players}, c/b = ${ratio}: largest stable size`,
        size,
        largestStableSize(publicGoodGame(barrett1994(players, 100, 1, ratio))) ?? 'none',
      ),
    ),
  ];
}

/** The row. */
export const barrett: ValidationRow = {
  row: 16,
  title: 'Self-enforcing agreements: many members only where little is gained',
  citation:
    'Barrett 1994, Self-enforcing international environmental agreements, Oxford Economic Papers ' +
    '46:878–894, table 1; numbers in full by its closed forms; stability after d’Aspremont et ' +
    'al. 1983',
  run,
};

/** What a report says of the points that parameters were told by. */
import type { Estimate } from '../../engine/analysis/statistics/estimate.ts';
import type { Flipper, SignShare } from '../../engine/analysis/statistics/sign-share.ts';

/** How a contrast is told. */
interface Telling {
  /** What the two kinds of points are called, after "the 12 points" and "the 4". */
  readonly sides: readonly [first: string, second: string];
  /** What is more frequent on the side of the threshold that a flipper names, after "it". */
  readonly named: string;
  /** What of both sides of the threshold is counted, and its shares. */
  readonly counted: string;
  readonly shares: (flipper: Flipper) => readonly [below: Estimate, above: Estimate];
}

const holding: Pick<Telling, 'named' | 'counted' | 'shares'> = {
  named: 'holds more often',
  counted: 'holds',
  shares: ({ shareBelow, shareAbove }) => [shareBelow, shareAbove],
};

/** How each contrast is told. */
export const tellings: Readonly<Record<SignShare['contrast'], Telling>> = {
  flips: { ...holding, sides: ['where it holds', 'where it is contradicted'] },
  'not-holds': { ...holding, sides: ['where it holds', 'where it does not hold'] },
  'not-flips': {
    sides: ['where it is not contradicted', 'where it is'],
    named: 'is contradicted less often',
    counted: 'contradicted',
    shares: ({ flipsBelow, flipsAbove }) => [flipsBelow, flipsAbove],
  },
};

/** The points on the two sides: "the 12 points where it holds from the 4 where it is contradicted". */
export function groupsText({ contrast, sides: [first, second] }: SignShare): string {
  const [mine, theirs] = tellings[contrast].sides;
  return `the ${first} point${first === 1 ? '' : 's'} ${mine} from the ${second} ${theirs}`;
}

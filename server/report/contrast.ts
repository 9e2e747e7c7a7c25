/** What a report says of the points that parameters were told by. */
import type { Contrast, Parting } from '../../engine/analysis/statistics/flippers.ts';

/** How a contrast is told. */
interface Telling {
  /** What the two kinds of points are called, after "the 12 points" and "the 4". */
  readonly sides: readonly [first: string, second: string];
  /** What is more frequent on the side of the threshold that a flipper names, after "it". */
  readonly named: string;
  /** What of both sides of the threshold is counted. */
  readonly counted: string;
}

/** How each contrast is told. */
export const tellings: Readonly<Record<Contrast, Telling>> = {
  flips: {
    sides: ['where it holds', 'where it is contradicted'],
    named: 'holds more often',
    counted: 'holds',
  },
  'not-holds': {
    sides: ['where it holds', 'where it does not hold'],
    named: 'holds more often',
    counted: 'holds',
  },
  'not-flips': {
    sides: ['where it is not contradicted', 'where it is contradicted'],
    named: 'is contradicted less often',
    counted: 'not contradicted',
  },
  estimate: {
    sides: ['where the estimate alone is as expected', 'where it is not'],
    named: 'is as expected more often',
    counted: 'as expected',
  },
};

/** The points of two kinds: "the 12 points where it holds from the 4 where it is contradicted". */
export function groupsText({
  contrast,
  sides: [first, second],
}: Pick<Parting, 'contrast' | 'sides'>): string {
  const [mine, theirs] = tellings[contrast].sides;
  return `the ${first} point${first === 1 ? '' : 's'} ${mine} from the ${second} ${theirs}`;
}

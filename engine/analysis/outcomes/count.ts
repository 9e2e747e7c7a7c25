/**
 * How many packages somebody would take: the zone of possible agreement, who accepts how many, and what a
 * decision rule would let through if everybody voted by its limit. Small spaces are gone through one by one;
 * in large ones whole branches are counted at once, and a budget says when the count is only a bound.
 */
import { limits } from '../../limits.ts';
import { type Game, negligible, packageCount } from './game.ts';

/** A number of packages. */
export interface Count {
  readonly packages: number;
  /** False when the budget ended the count: then at least so many. */
  readonly exact: boolean;
}

/** Whether the packages can be gone through one by one. */
function isEnumerable(game: Game): boolean {
  return packageCount(game) <= limits.enumeratedPackages;
}

/**
 * Visits every package, with who takes it (1) and who does not (0). The arrays are overwritten between calls.
 *
 * @returns false when there are too many (`limits.enumeratedPackages`), and then nothing was visited
 */
export function eachPackage(
  game: Game,
  visit: (accepts: Uint8Array, option: Int32Array, utility: Float64Array) => void,
): boolean {
  if (!isEnumerable(game)) return false;
  const { partyCount, issueCount, optionCount, stride, value, acceptable, limit } = game;
  const option = new Int32Array(issueCount);
  const accepts = new Uint8Array(partyCount);
  const sums = Array.from({ length: issueCount + 1 }, () => new Float64Array(partyCount));
  const inside = Array.from({ length: issueCount + 1 }, () => new Uint8Array(partyCount).fill(1));
  sums[0].set(game.constant);
  const walk = (issue: number): void => {
    if (issue === issueCount) {
      for (let n = 0; n < partyCount; n++) {
        accepts[n] = inside[issue][n] === 1 && sums[issue][n] >= limit[n] - negligible ? 1 : 0;
      }
      visit(accepts, option, sums[issue]);
      return;
    }
    for (let o = 0; o < optionCount[issue]; o++) {
      option[issue] = o;
      for (let n = 0; n < partyCount; n++) {
        const at = n * issueCount + issue;
        sums[issue + 1][n] = sums[issue][n] + value[at * stride + o];
        inside[issue + 1][n] = (acceptable[at] & (1 << o)) === 0 ? 0 : inside[issue][n];
      }
      walk(issue + 1);
    }
  };
  walk(0);
  return true;
}

/** Packages by how many parties take them; undefined when there are too many to go through. */
export function acceptorHistogram(game: Game): number[] | undefined {
  const histogram = new Array<number>(game.partyCount + 1).fill(0);
  const isDone = eachPackage(game, (accepts) => {
    let count = 0;
    for (let n = 0; n < accepts.length; n++) count += accepts[n];
    histogram[count]++;
  });
  return isDone ? histogram : undefined;
}

/** Up to so many parties the budget of a count is as it is said; where there are more, it shrinks. */
const usualParties = 40;

/**
 * Size of the zone of possible agreement: packages inside everybody’s red lines that give everybody at least
 * its limit.
 *
 * @param allowed bits of the options inside everybody’s red lines
 * @param budget branches to look into at most, for up to `usualParties` parties; fewer for more of them
 */
export function countZopa(game: Game, allowed: Int32Array, budget: number = limits.countNodes): Count {
  const { partyCount, issueCount, optionCount, stride, value, limit } = game;
  const most = new Float64Array((issueCount + 1) * partyCount);
  const least = new Float64Array((issueCount + 1) * partyCount);
  const below = new Float64Array(issueCount + 1).fill(1);
  for (let k = issueCount - 1; k >= 0; k--) {
    let options = 0;
    for (let o = 0; o < optionCount[k]; o++) if ((allowed[k] & (1 << o)) !== 0) options++;
    below[k] = below[k + 1] * options;
    for (let n = 0; n < partyCount; n++) {
      let high = -Infinity;
      let low = Infinity;
      for (let o = 0; o < optionCount[k]; o++) {
        if ((allowed[k] & (1 << o)) === 0) continue;
        const gives = value[(n * issueCount + k) * stride + o];
        high = Math.max(high, gives);
        low = Math.min(low, gives);
      }
      most[k * partyCount + n] = most[(k + 1) * partyCount + n] + high;
      least[k * partyCount + n] = least[(k + 1) * partyCount + n] + low;
    }
  }
  if (below[0] === 0) return { packages: 0, exact: true };
  const need = limit.map((least) => least - negligible);
  const sums = Array.from({ length: issueCount + 1 }, () => new Float64Array(partyCount));
  sums[0].set(game.constant);
  // A branch costs in proportion to the parties.
  const affordable = budget * Math.min(1, usualParties / partyCount);
  let packages = 0;
  let nodes = 0;
  let exact = true;
  const walk = (k: number): void => {
    let isSure = true;
    for (let n = 0; n < partyCount; n++) {
      const missing = need[n] - sums[k][n];
      if (most[k * partyCount + n] < missing) return;
      if (least[k * partyCount + n] < missing) isSure = false;
    }
    if (isSure) {
      packages += below[k];
      return;
    }
    if (nodes >= affordable) {
      exact = false;
      return;
    }
    nodes++;
    for (let o = 0; o < optionCount[k]; o++) {
      if ((allowed[k] & (1 << o)) === 0) continue;
      for (let n = 0; n < partyCount; n++) {
        sums[k + 1][n] = sums[k][n] + value[(n * issueCount + k) * stride + o];
      }
      walk(k + 1);
    }
  };
  walk(0);
  return { packages, exact };
}

/**
 * A negotiation reduced to numbers: what each option of each issue adds to each party's utility, what a party
 * has without an agreement, and which options its red lines leave. For a fixed reliability every utility of
 * `engine/preferences` is additive over issues, so this is all that an analysis of outcomes needs, and a
 * plain score table is the same thing.
 */
import { assert } from '../../codes.ts';
import { optionValue } from '../../preferences/utility.ts';
import type { Scenario } from '../../run/contract.ts';

/** An additive negotiation; nothing in it is changed by an analysis. */
export interface Game {
  readonly partyCount: number;
  readonly issueCount: number;
  readonly optionCount: Int32Array;
  /** Longest ladder: the stride of `value`. */
  readonly stride: number;
  /** What an option adds to a party’s utility: (party × issues + issue) × stride + option. */
  readonly value: Float64Array;
  /** What a party has in every package. */
  readonly constant: Float64Array;
  /** Utility below which no deal is better; gains are counted from here. */
  readonly limit: Float64Array;
  /** A bit for each option inside a party’s red lines: party × issues + issue. */
  readonly acceptable: Int32Array;
}

/** Differences below this are rounding, not gains: utilities are sums of a few dozen doubles. */
export const negligible = 1e-9;

/** Bits of the options of an issue that exist. */
export function allOptions(count: number): number {
  return count === 32 ? -1 : (1 << count) - 1;
}

/**
 * The game of a scenario among some of its parties, for a fixed reliability.
 *
 * @param parties indices of the parties whose consent counts; party n of the game is `parties[n]`
 * @param reliability ρ of each of them, in the order of `parties`
 */
export function gameOfScenario(
  scenario: Scenario,
  parties: ArrayLike<number>,
  reliability: ArrayLike<number>,
): Game {
  const { issueCount, optionCount, stride } = scenario;
  const value = new Float64Array(parties.length * issueCount * stride);
  const acceptable = new Int32Array(parties.length * issueCount);
  const constant = new Float64Array(parties.length);
  const limit = new Float64Array(parties.length);
  for (let n = 0; n < parties.length; n++) {
    const party = parties[n];
    constant[n] = scenario.voiceTerm[party] + scenario.transfer[party];
    limit[n] = scenario.reversionUtility[party] + scenario.margin[party];
    for (let k = 0; k < issueCount; k++) {
      acceptable[n * issueCount + k] = scenario.acceptable[party * issueCount + k];
      for (let o = 0; o < optionCount[k]; o++) {
        value[(n * issueCount + k) * stride + o] = optionValue(scenario, party, k, o, reliability[n]);
      }
    }
  }
  return { partyCount: parties.length, issueCount, optionCount, stride, value, constant, limit, acceptable };
}

/**
 * The game of a plain score table.
 *
 * @param scores by party, issue and option; every party scores the same options
 * @param limits what each party has without an agreement
 */
export function gameOfScores(
  scores: readonly (readonly (readonly number[])[])[],
  limits: readonly number[],
): Game {
  assert(scores.length > 0 && scores.length === limits.length, 'a game needs a limit for each party');
  const optionCount = Int32Array.from(scores[0], (options) => options.length);
  const issueCount = optionCount.length;
  const stride = Math.max(...optionCount);
  const value = new Float64Array(scores.length * issueCount * stride);
  const acceptable = new Int32Array(scores.length * issueCount);
  scores.forEach((issues, n) => {
    assert(issues.length === issueCount, 'every party scores the same issues');
    issues.forEach((options, k) => {
      assert(options.length === optionCount[k], 'every party scores the same options');
      acceptable[n * issueCount + k] = allOptions(options.length);
      options.forEach((score, o) => {
        value[(n * issueCount + k) * stride + o] = score;
      });
    });
  });
  return {
    partyCount: scores.length,
    issueCount,
    optionCount,
    stride,
    value,
    constant: new Float64Array(scores.length),
    limit: Float64Array.from(limits),
    acceptable,
  };
}

/** Number of packages, as a double: far beyond 2^53 it is rounded, never cut off. */
export function packageCount(game: Game): number {
  let count = 1;
  for (let k = 0; k < game.issueCount; k++) count *= game.optionCount[k];
  return count;
}

/** Utility of every party in a package. */
export function utilities(game: Game, option: ArrayLike<number>, into?: Float64Array): Float64Array {
  const { partyCount, issueCount, stride, value } = game;
  const utility = into ?? new Float64Array(partyCount);
  for (let n = 0; n < partyCount; n++) {
    let sum = game.constant[n];
    for (let k = 0; k < issueCount; k++) sum += value[(n * issueCount + k) * stride + option[k]];
    utility[n] = sum;
  }
  return utility;
}

/** Whether a package stays inside the red lines of a party. */
export function insideRedLines(game: Game, party: number, option: ArrayLike<number>): boolean {
  for (let k = 0; k < game.issueCount; k++) {
    if ((game.acceptable[party * game.issueCount + k] & (1 << option[k])) === 0) return false;
  }
  return true;
}

/** Whether a party would take a package rather than none: at least its limit, inside its red lines. */
export function takes(game: Game, party: number, option: ArrayLike<number>, utility: number): boolean {
  return utility >= game.limit[party] - negligible && insideRedLines(game, party, option);
}

/** Bits of the options of each issue that no party’s red lines forbid. */
export function commonOptions(game: Game): Int32Array {
  return Int32Array.from({ length: game.issueCount }, (_, k) => {
    let bits = allOptions(game.optionCount[k]);
    for (let n = 0; n < game.partyCount; n++) bits &= game.acceptable[n * game.issueCount + k];
    return bits;
  });
}

/** Bits of all options of each issue. */
export function everyOption(game: Game): Int32Array {
  return Int32Array.from(game.optionCount, allOptions);
}

/** Utility of a party’s own best package among the options given. */
export function bestAlone(game: Game, party: number, options: Int32Array): number {
  let best = game.constant[party];
  for (let k = 0; k < game.issueCount; k++) {
    let most = -Infinity;
    for (let o = 0; o < game.optionCount[k]; o++) {
      if ((options[k] & (1 << o)) === 0) continue;
      most = Math.max(most, game.value[(party * game.issueCount + k) * game.stride + o]);
    }
    best += most;
  }
  return best;
}

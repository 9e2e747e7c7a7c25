/**
 * Win-sets (Putnam 1988): of all packages, those that a home would ratify, which are those with z_i ≥ 0. For
 * a fixed reliability z_i rises with the package’s utility and with nothing else of it, so a win-set is what
 * gives a state at least as much as its home asks for; where they meet is what can be agreed on and live.
 *
 * A constituency with a veto empties the win-set of its state where opinion stands still. Where it moves
 * (`opinion`) the veto is told beside it: it delays ratification until that public is won over.
 *
 * Small spaces are gone through package by package. In large ones whole branches are counted at once; where
 * that would take too long, or clauses stand inside others, a seeded sample estimates the share, and says so.
 */
import { limits } from '../limits.ts';
import { ln } from '../math.ts';
import { type Nesting, standsIn } from '../preferences/nesting.ts';
import type { Metric, Run } from '../run/contract.ts';
import { runKey, streamId, uniform } from '../run/draws.ts';
import { gainAskedAtHome, vetoAtHome } from '../world/ratification.ts';
import { countZopa, eachPackage } from './outcomes/count.ts';
import {
  commonOptions,
  everyOption,
  type Game,
  gameOfScenario,
  insideRedLines,
  negligible,
  packageCount,
  utilities,
} from './outcomes/game.ts';
import { type Situation, situationOfRun } from './situation.ts';

/** A part of the package space. */
export interface Portion {
  readonly packages: number;
  /** Of all packages, in [0, 1]. */
  readonly share: number;
  /** `counted`: exact; `estimated`: from a seeded sample. */
  readonly how: 'counted' | 'estimated';
  /** Standard error of the share; 0 when counted. */
  readonly error: number;
}

/** What one home would ratify. */
export interface WinSet {
  readonly party: number;
  /** Gain over no agreement that home asks for; −Infinity where it asks for nothing. */
  readonly asked: number;
  /** Utility from which on home ratifies; Infinity where a veto stands against every package for good. */
  readonly least: number;
  /** Place of the constituency whose veto blocks as things stand, −1 when none does. */
  readonly veto: number;
  /** The win-set. */
  readonly ratifiable: Portion;
  /** The part of it inside the party’s red lines. */
  readonly mandated: Portion;
  /** Utility of the text of the situation, less what home asks for. */
  readonly text: number;
}

/** The win-sets of all states, and where they meet. */
export interface WinSets {
  /** Packages that a text can be; clauses that do not stand in it are not counted apart. */
  readonly packages: number;
  readonly sets: readonly WinSet[];
  /** Packages that every home would ratify. */
  readonly common: Portion;
  /** Those of them inside everybody’s red lines. */
  readonly mandated: Portion;
  /** What Nash bargaining makes of the latter; undefined when there is none, or too many to go through. */
  readonly agreement: Int32Array | undefined;
}

/**
 * How many counts may look into as many branches as one by itself may. Where homes are many they share these,
 * alike, so that the time does not grow with their number: more of them are estimated.
 */
const mostCounts = 40;

/** Packages that a sample draws. */
const sampleSize = 20_000;
const packageStream = streamId('win-sets.package');

/** Whether every clause that does not stand in a package is at today’s practice, as in a real text. */
function isSettled(nesting: Nesting, option: Int32Array): boolean {
  const { inner, reversion } = nesting;
  for (let i = 0; i < inner.length; i++) {
    if (option[inner[i]] !== reversion[inner[i]] && !standsIn(nesting, option, inner[i])) return false;
  }
  return true;
}

/** Packages of an issue and of all that stand inside it. */
function packagesOf(game: Game, nesting: Nesting, issue: number): number {
  let sum = 0;
  for (let o = 0; o < game.optionCount[issue]; o++) {
    let product = 1;
    for (let k = 0; k < game.issueCount; k++) {
      const isHeld = nesting.outer[k] === issue && (nesting.holders[k] & (1 << o)) !== 0;
      if (isHeld) product *= packagesOf(game, nesting, k);
    }
    sum += product;
  }
  return sum;
}

/** Packages that a text can be. */
function settledCount(game: Game, nesting: Nesting): number {
  if (nesting.inner.length === 0) return packageCount(game);
  let product = 1;
  for (let k = 0; k < game.issueCount; k++) {
    if (nesting.outer[k] < 0) product *= packagesOf(game, nesting, k);
  }
  return product;
}

/** Packages counted: by party in its win-set and its mandate, and for all together. */
interface Tally {
  seen: number;
  readonly ratifiable: Float64Array;
  readonly within: Float64Array;
  common: number;
  mandated: number;
}

/** Counts one package. */
function count(tally: Tally, game: Game, utility: Float64Array, isInside: (n: number) => boolean): void {
  let [all, allInside] = [true, true];
  tally.seen++;
  for (let n = 0; n < game.partyCount; n++) {
    const inside = isInside(n);
    if (!inside) allInside = false;
    if (utility[n] < game.limit[n] - negligible) {
      all = false;
      continue;
    }
    tally.ratifiable[n]++;
    if (inside) tally.within[n]++;
  }
  if (!all) return;
  tally.common++;
  if (allInside) tally.mandated++;
}

const emptyTally = (game: Game): Tally => ({
  seen: 0,
  ratifiable: new Float64Array(game.partyCount),
  within: new Float64Array(game.partyCount),
  common: 0,
  mandated: 0,
});

/** Goes through every package; undefined when there are too many. */
function tallyAll(game: Game, nesting: Nesting): Tally | undefined {
  const tally = emptyTally(game);
  const isDone = eachPackage(game, (_accepts, option, utility) => {
    if (isSettled(nesting, option)) count(tally, game, utility, (n) => insideRedLines(game, n, option));
  });
  return isDone ? tally : undefined;
}

/** Draws packages evenly from those that a text can be, always the same ones. */
function tallySample(game: Game, nesting: Nesting): Tally {
  const key = runKey('win-sets');
  const tally = emptyTally(game);
  const option = new Int32Array(game.issueCount);
  const utility = new Float64Array(game.partyCount);
  for (let draw = 0; tally.seen < sampleSize && draw < 50 * sampleSize; draw++) {
    for (let k = 0; k < game.issueCount; k++) {
      option[k] = Math.floor(uniform(key, packageStream, k, draw, 0) * game.optionCount[k]);
    }
    if (!isSettled(nesting, option)) continue;
    utilities(game, option, utility);
    count(tally, game, utility, (n) => insideRedLines(game, n, option));
  }
  return tally;
}

/** The game of one party alone. */
function gameOf(game: Game, n: number): Game {
  const { issueCount, stride } = game;
  return {
    ...game,
    partyCount: 1,
    value: game.value.slice(n * issueCount * stride, (n + 1) * issueCount * stride),
    constant: game.constant.slice(n, n + 1),
    limit: game.limit.slice(n, n + 1),
    acceptable: game.acceptable.slice(n * issueCount, (n + 1) * issueCount),
  };
}

/** What a sample found, and what counting by structure found where it came to its end. */
interface Portions {
  ratifiable(n: number): Portion;
  within(n: number): Portion;
  readonly common: Portion;
  readonly mandated: Portion;
}

function portionsOf(game: Game, nesting: Nesting, packages: number): Portions {
  const counted = (found: number): Portion => ({
    packages: found,
    share: packages > 0 ? found / packages : 0,
    how: 'counted',
    error: 0,
  });
  const all = tallyAll(game, nesting);
  if (all !== undefined) {
    return {
      ratifiable: (n) => counted(all.ratifiable[n]),
      within: (n) => counted(all.within[n]),
      common: counted(all.common),
      mandated: counted(all.mandated),
    };
  }
  const sample = tallySample(game, nesting);
  const estimated = (found: number): Portion => {
    const share = found / Math.max(1, sample.seen);
    const error = Math.sqrt((share * (1 - share)) / Math.max(1, sample.seen));
    return { packages: share * packages, share, how: 'estimated', error };
  };
  /** Counting by structure knows nothing of clauses inside others. */
  const exact = (of: Game, allowed: Int32Array, found: number, budget: number): Portion => {
    const zopa = nesting.inner.length > 0 ? undefined : countZopa(of, allowed, budget);
    return zopa?.exact === true ? counted(zopa.packages) : estimated(found);
  };
  const each = Math.min(1, mostCounts / (2 * game.partyCount)) * limits.countNodes;
  return {
    ratifiable: (n) => exact(gameOf(game, n), everyOption(game), sample.ratifiable[n], each),
    within: (n) => exact(gameOf(game, n), commonOptions(gameOf(game, n)), sample.within[n], each),
    common: exact(game, everyOption(game), sample.common, limits.countNodes),
    mandated: exact(game, commonOptions(game), sample.mandated, limits.countNodes),
  };
}

/** The game of a run’s states, with what their homes ask for in place of their limits. */
function homeGame(run: Run, situation: Situation): { readonly game: Game; readonly home: Game } {
  const { scenario } = run;
  const reliability = Array.from(scenario.states, (state) => situation.reliability[state]);
  const game = gameOfScenario(scenario, scenario.states, reliability);
  const isForGood = run.f64['opinion.public'] === undefined;
  const limit = Float64Array.from(scenario.states, (state) =>
    isForGood && vetoAtHome(run, state) >= 0
      ? Infinity
      : scenario.reversionUtility[state] + gainAskedAtHome(run, state, 0),
  );
  return { game, home: { ...game, limit } };
}

/** The win-sets of a run as it stands; undefined where nothing is ratified. */
export function winSets(run: Run, situation: Situation): WinSets | undefined {
  const { scenario } = run;
  if (!scenario.mechanisms.some(({ mechanism }) => mechanism.id === 'ratification')) return undefined;
  const { game, home } = homeGame(run, situation);
  const packages = settledCount(game, scenario.nesting);
  const portions = portionsOf(home, scenario.nesting, packages);
  const text = utilities(game, situation.option);
  return {
    packages,
    sets: Array.from(scenario.states, (party, n) => ({
      party,
      asked: gainAskedAtHome(run, party, 0),
      least: home.limit[n],
      veto: vetoAtHome(run, party),
      ratifiable: portions.ratifiable(n),
      mandated: portions.within(n),
      text: text[n] - home.limit[n],
    })),
    common: portions.common,
    mandated: portions.mandated,
    agreement: agreementWithin(game, home.limit, 'nash', scenario.nesting),
  };
}

/** Ways to choose among what all homes would ratify. */
export type Choice = 'nash' | 'egalitarian' | 'utilitarian' | 'kalai-smorodinsky';

/** Goes through the packages inside all red lines that every home would ratify; false when too many. */
function eachRatifiable(
  game: Game,
  least: ArrayLike<number>,
  nesting: Nesting | undefined,
  visit: (option: Int32Array, utility: Float64Array) => void,
): boolean {
  return eachPackage(game, (_accepts, option, utility) => {
    if (nesting !== undefined && !isSettled(nesting, option)) return;
    for (let n = 0; n < game.partyCount; n++) {
      if (utility[n] < least[n] - negligible || !insideRedLines(game, n, option)) return;
    }
    visit(option, utility);
  });
}

/** How good a package is by a choice; −Infinity where it does not qualify. */
function worth(game: Game, choice: Choice, utility: Float64Array, ideal: Float64Array): number {
  let sum = 0;
  let least = Infinity;
  let product = 0;
  for (let n = 0; n < game.partyCount; n++) {
    const gain = utility[n] - game.limit[n];
    sum += gain;
    least = Math.min(least, choice === 'kalai-smorodinsky' && ideal[n] > negligible ? gain / ideal[n] : gain);
    product += gain > 0 ? ln(gain) : -Infinity;
  }
  if (choice === 'utilitarian') return sum;
  return choice === 'nash' ? product : least;
}

/**
 * The package that bargaining chooses among those inside everybody’s red lines that give every party at least
 * what its home asks for, `least`: the largest product, smallest gain or sum of gains over the limits of the
 * delegations, or the largest smallest share of what each could gain there (Kalai & Smorodinsky). The first
 * of several equally good ones. Undefined when there is none, or too many to go through.
 *
 * A choice that orders packages the same way whatever else is on offer (the first three do) never moves
 * against a side whose win-set shrinks because its home asks for more: what was chosen stays, or falls below
 * what that home asks for, and then whatever is chosen instead gives that side more (Schelling 1960; Putnam
 * 1988). Kalai and Smorodinsky’s choice looks at what could be gained, and can move against it.
 */
export function agreementWithin(
  game: Game,
  least: ArrayLike<number>,
  choice: Choice,
  nesting?: Nesting,
): Int32Array | undefined {
  const ideal = new Float64Array(game.partyCount);
  if (choice === 'kalai-smorodinsky') {
    eachRatifiable(game, least, nesting, (_option, utility) => {
      for (let n = 0; n < ideal.length; n++) ideal[n] = Math.max(ideal[n], utility[n] - game.limit[n]);
    });
  }
  let best = -Infinity;
  let chosen: Int32Array | undefined;
  eachRatifiable(game, least, nesting, (option, utility) => {
    const value = worth(game, choice, utility, ideal);
    if (!(value > best)) return;
    best = value;
    chosen = option.slice();
  });
  return chosen;
}

function portionMetric(of: (sets: WinSets) => number): Metric['compute'] {
  return (run) => {
    const sets = winSets(run, situationOfRun(run));
    return sets === undefined ? Number.NaN : of(sets);
  };
}

/** What win-sets add to the metrics of a run; both go through the packages, so they wait to be asked for. */
export const winSetMetrics: readonly Metric[] = [
  {
    id: 'smallestWinSet',
    title: 'Smallest win-set',
    unit: 'share',
    summary: 'share of all packages that the home that is hardest to please would ratify, at the end',
    of: ['ratification'],
    onRequest: true,
    compute: portionMetric(({ sets }) => Math.min(...sets.map(({ ratifiable }) => ratifiable.share))),
  },
  {
    id: 'commonWinSet',
    title: 'Common win-set',
    unit: 'share',
    summary: 'share of all packages that every home would ratify, at the end',
    of: ['ratification'],
    onRequest: true,
    compute: portionMetric(({ common }) => common.share),
  },
];

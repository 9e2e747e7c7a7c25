/**
 * Metrics of the text among the packages that the states could have agreed on. Gains are over no agreement
 * and a margin, the limit of each state, with the reliability it expects at the end; without an adopted text
 * none of them applies. The cheap ones are always computed, the others when something asks (`onRequest`).
 */
import type { Metric, Run } from '../../run/contract.ts';
import { type Situation, situationOfRun } from '../situation.ts';
import { dissenters } from '../what-would-it-take.ts';
import { gini, jain, kalaiSmorodinskyDistance, nashMean, smallest } from './fairness.ts';
import { commonOptions, everyOption, type Game, gameOfScenario, utilities } from './game.ts';
import { gainsOf, idealGains, largestSmallest } from './points.ts';

/** Gains of the states from the adopted text; undefined without one. */
function gains(run: Run): Float64Array | undefined {
  if (run.i32['treaty.adoptedTick'][0] < 0) return undefined;
  const { states, reversionUtility, margin } = run.scenario;
  return Float64Array.from(
    states,
    (state) => run.textUtility(state) - reversionUtility[state] - margin[state],
  );
}

function ofGains(measure: (gain: Float64Array) => number): Metric['compute'] {
  return (run) => {
    const gain = gains(run);
    return gain === undefined ? Number.NaN : measure(gain);
  };
}

function gameOf(run: Run, situation: Situation): Game {
  const { states } = run.scenario;
  const reliability = Array.from(states, (state) => situation.reliability[state]);
  return gameOfScenario(run.scenario, states, reliability);
}

/** The options that a better package may have: inside all red lines, or any when those leave nothing. */
function alternatives(game: Game): Int32Array {
  const common = commonOptions(game);
  return common.some((bits) => bits === 0) ? everyOption(game) : common;
}

function toFrontier(run: Run): number {
  if (run.i32['treaty.adoptedTick'][0] < 0) return Number.NaN;
  const situation = situationOfRun(run);
  const game = gameOf(run, situation);
  const utility = utilities(game, situation.option);
  const ones = new Float64Array(game.partyCount).fill(1);
  return Math.max(0, largestSmallest(game, alternatives(game), utility, ones).value);
}

function shareSpread(run: Run): number {
  if (run.i32['treaty.adoptedTick'][0] < 0) return Number.NaN;
  const situation = situationOfRun(run);
  const game = gameOf(run, situation);
  const gain = gainsOf(game, utilities(game, situation.option));
  return kalaiSmorodinskyDistance(gain, idealGains(game, alternatives(game)));
}

/** Lowest price at which some state that is out can be brought in; NaN when none is out or nothing works. */
function dissenterPrice(run: Run): number {
  let lowest = Number.NaN;
  for (const { remedies } of dissenters(run.scenario, situationOfRun(run))) {
    if (remedies.length > 0 && !(lowest <= remedies[0].price)) lowest = remedies[0].price;
  }
  return lowest;
}

/** The metrics of outcomes: one entry each. */
export const outcomeMetrics: readonly Metric[] = [
  {
    id: 'smallestGain',
    title: 'Smallest gain',
    unit: 'utility',
    summary: 'what the state whose limit binds has to spare under the adopted text',
    compute: ofGains(smallest),
  },
  {
    id: 'nashMean',
    title: 'Mean gain (Nash)',
    unit: 'utility',
    summary: 'geometric mean of the states’ gains over their limits; 0 when somebody has none',
    compute: ofGains(nashMean),
  },
  {
    id: 'giniGain',
    title: 'Inequality of gains',
    unit: 'share',
    summary: 'Gini coefficient of the gains; does not apply where somebody loses',
    compute: ofGains(gini),
  },
  {
    id: 'jainGain',
    title: 'Evenness of gains',
    unit: 'share',
    summary: 'Jain’s index of the gains, 1 when all are equal; does not apply where somebody loses',
    compute: ofGains(jain),
  },
  {
    id: 'shareSpread',
    title: 'Distance to equal shares',
    unit: 'share',
    summary: 'largest difference between two states’ shares of their largest possible gain',
    onRequest: true,
    compute: shareSpread,
  },
  {
    id: 'toFrontier',
    title: 'Distance to the frontier',
    unit: 'utility',
    summary:
      'how much more every state could have under the best other package; 0 when none is better for all',
    onRequest: true,
    compute: toFrontier,
  },
  {
    id: 'dissenterPrice',
    title: 'Price of a dissenter',
    unit: 'utility',
    summary: 'what it takes to bring in the cheapest state that is out, within two changes and losing nobody',
    onRequest: true,
    compute: dissenterPrice,
  },
];

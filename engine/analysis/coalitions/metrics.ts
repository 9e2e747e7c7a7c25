/**
 * Metrics of the membership game of the adopted text, with the reliability that states expect of one another
 * at the end. They go through many coalitions, so they are computed on request.
 */
import type { Metric, Run } from '../../run/contract.ts';
import { stableCoalitions } from './analyse.ts';
import { freeRiders } from './membership.ts';
import { gameOfRun, type ScenarioGame } from './scenario-game.ts';

function ofGame(measure: (game: ScenarioGame, run: Run) => number): Metric['compute'] {
  return (run) => (run.i32['treaty.adoptedTick'][0] < 0 ? Number.NaN : measure(gameOfRun(run), run));
}

/** 1 for each player that is bound. */
function boundIn(game: ScenarioGame, run: Run): Uint8Array {
  return Uint8Array.from(game.parties, (party) => (run.i32['treaty.boundTick'][party] >= 0 ? 1 : 0));
}

/** The metrics of coalitions: one entry each. */
export const coalitionMetrics: readonly Metric[] = [
  {
    id: 'stableCoalition',
    title: 'Largest stable coalition',
    unit: 'states',
    summary: 'most states in a coalition that none of them gains by leaving and no other by joining',
    onRequest: true,
    compute: ofGame((game) => stableCoalitions(game).largest.size),
  },
  {
    id: 'stableWithPayments',
    title: 'Largest coalition that payments could hold together',
    unit: 'states',
    summary: 'most states that have together at least what each would have by leaving',
    onRequest: true,
    compute: ofGame((game) => stableCoalitions(game).largestWithPayments.size),
  },
  {
    id: 'freeRiders',
    title: 'Free riders',
    unit: 'states',
    summary: 'states not bound that would rather be in than have no agreement, and have more outside',
    onRequest: true,
    compute: ofGame((game, run) => freeRiders(game, boundIn(game, run)).length),
  },
];

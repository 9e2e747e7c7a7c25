/** Row 2: the scorable game of six parties known as Harborco, counted by the engine on a scenario. */
import { outcomeSpace } from '../../../engine/analysis/outcomes/analyse.ts';
import { gameOfScenario } from '../../../engine/analysis/outcomes/game.ts';
import { countCarried } from '../../../engine/analysis/outcomes/pivotal.ts';
import { gainsOf } from '../../../engine/analysis/outcomes/points.ts';
import { loadDocument } from '../../../engine/load.ts';
import type { Override } from '../../../engine/scenario/overrides.ts';
import { formatProblems } from '../../../engine/scenario/problems.ts';
import { harborcoDocument } from '../data/harborco.ts';
import { compare, exactly, type Measured, type ValidationRow } from '../row.ts';

/** Loads the game, with changes to it. */
async function load(overrides: readonly Override[] = []) {
  const loaded = await loadDocument(harborcoDocument(), { overrides });
  if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
  return loaded.value;
}

async function run(): Promise<Measured[]> {
  const scenario = await load();
  const game = gameOfScenario(scenario, scenario.states, new Float64Array(scenario.states.length));
  const space = outcomeSpace(game);
  const withoutVetoes = await load([{ path: 'rules.decision[0].weight', value: 0 }]);
  const point = (name: string) => space.points.find(({ solution }) => solution === name);
  const deal = (option: Int32Array | undefined) =>
    Array.from(option ?? [], (o, k) => scenario.optionIds[k][o].toUpperCase()).join(',');
  const nash = point('nash');
  const product = gainsOf(game, nash?.utility ?? new Float64Array()).reduce((all, gain) => all * gain, 1);
  return [
    compare('packages', 720, space.packages),
    compare('pass: five of six, both vetoes among them', 55, passing(scenario, scenario.decision[0])),
    compare('pass: five of six', 133, passing(withoutVetoes, withoutVetoes.decision[0])),
    compare('zone of possible agreement (all six)', 12, space.zopa.packages),
    exactly('packages by number of acceptors', '1,30,98,203,255,121,12', String(space.acceptors)),
    compare('Pareto-efficient packages', 481, space.efficient ?? Number.NaN),
    exactly('Nash package', 'A2,B3,C3,D2,E3', deal(nash?.option)),
    compare('Nash product', 6_031_872, product),
    compare('largest sum', 412, point('utilitarian')?.value ?? Number.NaN),
    exactly('package of the largest sum', 'A2,B3,C1,D1,E1', deal(point('utilitarian')?.option)),
    compare('largest smallest gain', 3, point('egalitarian')?.value ?? Number.NaN),
    exactly('package of the largest smallest gain', 'A2,B3,C4,D1,E3', deal(point('egalitarian')?.option)),
  ];

  function passing(of: typeof scenario, rule: (typeof scenario.decision)[number]): number {
    return countCarried(of, game, rule) ?? Number.NaN;
  }
}

/** The row. */
export const harborco: ValidationRow = {
  row: 2,
  title: 'A scorable game of six parties (Harborco)',
  citation:
    'Scores: Abdelnabi et al. 2024 (NeurIPS, arXiv 2309.17234), LLM-Deliberation, MIT licence; 720 ' +
    'deals of ' +
    'which 55 pass: the teaching tradition of the game',
  run,
};

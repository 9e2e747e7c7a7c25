/** Where texts lie among all packages, and what would bring a dissenter in: the engine’s analysis as data. */
import { outcomeSpace, placePackage } from '../../engine/analysis/outcomes/analyse.ts';
import {
  type Game,
  gameOfScenario,
  packageCount,
  takes,
  utilities,
} from '../../engine/analysis/outcomes/game.ts';
import { type Situation, situationOfPackage, statesIn } from '../../engine/analysis/situation.ts';
import { type Change, dissenters } from '../../engine/analysis/what-would-it-take.ts';
import { loadDocument } from '../../engine/load.ts';
import type { Scenario } from '../../engine/run/contract.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';
import type {
  ChangeView,
  DissenterView,
  OutcomePicture,
  PackageView,
  Remedies,
  WorkerTasks,
} from './messages.ts';

/** Packages in the cloud; of more, evenly spread ones are taken. */
const cloudSize = 2500;
/** Points of the frontier that are drawn. */
const frontierSize = 600;

let compiled: { view: string; scenario: Scenario } | undefined;

/** The scenario compiled; the last one is kept, for a screen asks again and again about one run. */
async function compile(view: ScenarioView): Promise<Scenario | undefined> {
  const text = JSON.stringify(view);
  if (compiled?.view !== text) {
    const loaded = await loadDocument(view);
    if (!loaded.ok) return undefined;
    compiled = { view: text, scenario: loaded.value };
  }
  return compiled.scenario;
}

/** Options by the indices of the engine; what a text leaves open stands as it is today. */
function optionsOf(scenario: Scenario, chosen: Readonly<Record<string, string>>): Int32Array {
  return Int32Array.from(scenario.issueIds, (issue, k) => {
    const option = chosen[issue];
    const index = option === undefined ? -1 : (scenario.optionIds[k] ?? []).indexOf(option);
    return index < 0 ? scenario.reversion[k] : index;
  });
}

function situationOf(
  scenario: Scenario,
  text: Readonly<Record<string, string>>,
  reliability: Readonly<Record<string, number>>,
): Situation {
  const situation = situationOfPackage(scenario, optionsOf(scenario, text));
  scenario.partyIds.forEach((id, party) => {
    situation.reliability[party] = reliability[id] ?? situation.reliability[party];
  });
  return situation;
}

const gains = (game: Game, utility: ArrayLike<number>): number[] =>
  Array.from({ length: game.partyCount }, (_, n) => utility[n] - game.limit[n]);

const named = (scenario: Scenario, option: ArrayLike<number>): Record<string, string> =>
  Object.fromEntries(scenario.issueIds.map((issue, k) => [issue, scenario.optionIds[k]?.[option[k]] ?? '']));

/** Packages spread evenly over all of them: every step-th in the order of enumeration. */
function spread(game: Game): Int32Array[] {
  const count = packageCount(game);
  const step = Math.max(1, Math.ceil(count / cloudSize));
  const found: Int32Array[] = [];
  for (let index = 0; index < count && found.length < cloudSize; index += step) {
    const option = new Int32Array(game.issueCount);
    let rest = index;
    for (let k = game.issueCount - 1; k >= 0; k--) {
      option[k] = rest % game.optionCount[k];
      rest = Math.floor(rest / game.optionCount[k]);
    }
    found.push(option);
  }
  return found;
}

function cloudOf(scenario: Scenario, game: Game): OutcomePicture['cloud'] {
  const { partyCount, issueCount } = game;
  const size = Math.min(packageCount(game), cloudSize);
  const cloud = {
    issues: scenario.issueIds,
    optionIds: scenario.optionIds,
    options: new Uint8Array(size * issueCount),
    gains: new Float64Array(size * partyCount),
    takers: new Uint8Array(size),
  };
  let at = 0;
  for (const option of spread(game)) {
    const utility = utilities(game, option);
    cloud.options.set(option, at * issueCount);
    cloud.gains.set(gains(game, utility), at * partyCount);
    for (let n = 0; n < partyCount; n++) if (takes(game, n, option, utility[n])) cloud.takers[at]++;
    at++;
  }
  return {
    ...cloud,
    options: cloud.options.subarray(0, at * issueCount),
    gains: cloud.gains.subarray(0, at * partyCount),
    takers: cloud.takers.subarray(0, at),
  };
}

/** Does the task; undefined where the scenario cannot be compiled from what is known. */
export async function outcomePicture({
  scenario: view,
  parties,
  reliability,
  texts,
}: WorkerTasks['outcomes']['asks']): Promise<OutcomePicture | undefined> {
  const scenario = await compile(view);
  if (scenario === undefined) return undefined;
  const indices = parties.map((id) => scenario.partyIds.indexOf(id));
  const fallback = situationOfPackage(scenario, scenario.reversion).reliability;
  const expected = indices.map((party, n) => reliability[parties[n] ?? ''] ?? fallback[party]);
  const game = gameOfScenario(scenario, indices, expected);
  const space = outcomeSpace(game);
  const place = (option: Int32Array): PackageView => {
    const { gain, takes: takers } = placePackage(space, option);
    let count = 0;
    for (const one of takers) count += one;
    return { options: named(scenario, option), gains: Array.from(gain), takers: count };
  };
  return {
    parties,
    packages: space.packages,
    agreeable: space.zopa.packages,
    agreeableIsExact: space.zopa.exact,
    efficient: space.efficient,
    cloud: cloudOf(scenario, game),
    frontier: space.frontier?.slice(0, frontierSize).map((point) => gains(game, point.utility)),
    points: space.points.map(({ solution, option, exact }) => ({
      solution,
      exact,
      at: option === undefined ? undefined : place(option),
    })),
    texts: texts.map((text) => place(optionsOf(scenario, text))),
  };
}

function changeView(scenario: Scenario, change: Change): ChangeView {
  switch (change.kind) {
    case 'option': {
      const ids = scenario.optionIds[change.issue] ?? [];
      const [from = '', to = ''] = [ids[change.from], ids[change.to]];
      return { kind: 'option', issue: scenario.issueIds[change.issue] ?? '', from, to };
    }
    case 'payment': {
      const { amount, surplus } = change;
      return {
        kind: 'payment',
        donor: scenario.partyIds[change.donor] ?? '',
        amount,
        keeps: surplus - amount,
      };
    }
    default:
      return change;
  }
}

/** Does the task; undefined where the scenario cannot be compiled from what is known. */
export async function remediesFor({
  scenario: view,
  reliability,
  text,
}: WorkerTasks['remedies']['asks']): Promise<Remedies | undefined> {
  const scenario = await compile(view);
  if (scenario === undefined) return undefined;
  const situation = situationOf(scenario, text, reliability);
  const isIn = statesIn(scenario, situation);
  const id = (party: number): string => scenario.partyIds[party] ?? '';
  return {
    inside: scenario.partyIds.filter((_, party) => isIn[party] === 1),
    dissenters: dissenters(scenario, situation).map(
      ({ party, standing, lacks, changes, remedies }): DissenterView => ({
        party: id(party),
        isBeyondRedLine: standing === 'beyond-red-line',
        lacks,
        changes,
        remedies: remedies.map((remedy) => ({
          changes: remedy.changes.map((change) => changeView(scenario, change)),
          price: remedy.price,
          payers: remedy.payers.map(({ party: payer, loses }) => ({ party: id(payer), loses })),
          surplus: remedy.surplus,
        })),
      }),
    ),
  };
}

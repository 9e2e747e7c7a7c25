/**
 * The third vote on autonomous weapons from the first two: the shipped scenario, run, and a Markov predictor
 * against two baselines.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadScenario } from '../../../engine/load.ts';
import { Ballot } from '../../../engine/rules/decision.ts';
import { createPlay } from '../../../engine/run/play.ts';
import { shippedScenarios } from '../../places.ts';
import { findData, readData } from '../data.ts';
import { type ForecastSection, fixed, mean, withoutData } from './report.ts';

const title = 'General Assembly on autonomous weapons: resolution 80/57 from 78/241 and 79/62';
const citation =
  'Votes: United Nations, as in wrobinson127/machine-politics (CC BY 4.0); 78/241 (2023), 79/62 ' +
  '(2024), 80/57 (2025)';
const file = 'theory/laws_unga_votes.json';

const kinds = ['Y', 'A', 'N'] as const;
type Vote = (typeof kinds)[number];
type Chances = Readonly<Record<Vote, number>>;

interface State {
  /** ISO 3166 code, which is that of the party in the scenario. */
  readonly code: string;
  readonly first: string;
  readonly second: Vote;
  readonly third: Vote;
}

const isVote = (letter: string): letter is Vote => (kinds as readonly string[]).includes(letter);

/** Chances of the next vote after each one: how often it was so a year before, with a prior of ½ each. */
function transitions(pairs: readonly (readonly [Vote, Vote])[]): Readonly<Record<Vote, Chances>> {
  const after = (from: Vote): Chances => {
    const count = (to: Vote) => pairs.filter(([a, b]) => a === from && b === to).length + 0.5;
    const total = kinds.reduce((sum, to) => sum + count(to), 0);
    return { Y: count('Y') / total, A: count('A') / total, N: count('N') / total };
  };
  return { Y: after('Y'), A: after('A'), N: after('N') };
}

/** Sum of squared differences between the chances and what happened, over the kinds of vote (Brier 1950). */
function brier(chances: Chances, happened: Vote): number {
  return kinds.reduce((sum, kind) => {
    const difference = chances[kind] - (kind === happened ? 1 : 0);
    return sum + difference * difference;
  }, 0);
}

const likeliest = (chances: Chances): Vote =>
  kinds.reduce((best, kind) => (chances[kind] > chances[best] ? kind : best), 'Y');

const certain = (vote: Vote): Chances => ({
  Y: vote === 'Y' ? 1 : 0,
  A: vote === 'A' ? 1 : 0,
  N: vote === 'N' ? 1 : 0,
});

/** Runs of the scenario that chances are counted in. */
const runs = 20;

/**
 * Chances of the third vote by state, from runs of the shipped scenario: how often it voted so, with a prior
 * of ⅓ each.
 */
async function scenarioChances(): Promise<ReadonlyMap<string, Chances>> {
  const place = path.join(shippedScenarios(), 'general-assembly-laws', 'scenario.yaml');
  const loaded = await loadScenario(readFileSync(place, 'utf8'));
  if (!loaded.ok) throw new Error(`the shipped scenario has problems: ${loaded.problems[0]?.message}`);
  const scenario = loaded.value;
  const counts = scenario.file.parties.map(() => ({ Y: 1 / 3, A: 1 / 3, N: 1 / 3 }));
  const play = createPlay(scenario, { seed: 1 });
  for (let seed = 1; seed <= runs; seed++) {
    play.reset(seed);
    play.toEnd();
    if (play.fault !== undefined) throw play.fault;
    const ballot = play.run.i32['talks.ballot'];
    for (const state of scenario.states) {
      if (ballot[state] === Ballot.yes) counts[state].Y++;
      else if (ballot[state] === Ballot.no) counts[state].N++;
      else counts[state].A++;
    }
  }
  const share = ({ Y, A, N }: Chances): Chances => ({
    Y: Y / (runs + 1),
    A: A / (runs + 1),
    N: N / (runs + 1),
  });
  return new Map(scenario.file.parties.map(({ code }, party) => [code, share(counts[party])]));
}

/** The report on the third vote. */
export async function lawsVote(dataDir: string | undefined): Promise<ForecastSection> {
  if (findData(dataDir, file) === undefined) return withoutData(title, citation, [file]);
  const data = readData<{ votes_by_state_order_78_241_79_62_80_57: Record<string, string> }>(dataDir, file);
  const votes = Object.entries(data.votes_by_state_order_78_241_79_62_80_57);
  const all = votes.map(([, cast]) => cast);
  const states: State[] = votes.flatMap(([code, [first, second, third]]) =>
    isVote(second) && isVote(third) ? [{ code, first, second, third }] : [],
  );
  const played = await scenarioChances();
  const pairs = all.flatMap(([first, second]) =>
    isVote(first) && isVote(second) ? [[first, second] as const] : [],
  );
  const chances = transitions(pairs);
  const counts = (vote: Vote) => states.filter(({ second }) => second === vote).length / states.length;
  const base: Chances = { Y: counts('Y'), A: counts('A'), N: counts('N') };
  const predictors: Readonly<Record<string, (state: State) => Chances>> = {
    [`general-assembly-laws, ${runs} runs`]: ({ code }) => played.get(code) ?? base,
    'transitions of the year before': ({ second }) => chances[second],
    persistence: ({ second }) => certain(second),
    'always yes': () => certain('Y'),
    'shares of the last vote': () => base,
  };
  const dissent = states.filter(({ third }) => third !== 'Y');
  const rows = Object.entries(predictors).map(([name, predict]) => {
    const right = states.filter((state) => likeliest(predict(state)) === state.third).length;
    const found = dissent.filter((state) => likeliest(predict(state)) !== 'Y').length;
    return [
      name,
      `${right}/${states.length}`,
      `${fixed((100 * right) / states.length, 1)} %`,
      fixed(mean(states.map((state) => brier(predict(state), state.third))), 4),
      `${found}/${dissent.length}`,
    ];
  });
  return {
    title,
    citation,
    columns: ['predictor', 'right', 'share', 'Brier', 'found of those not yes'],
    rows,
    notes: [
      `${states.length} states voted both times. A Brier score of 0 is perfect; certainty that fails ` +
        `costs 2.`,
    ],
  };
}

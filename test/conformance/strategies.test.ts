import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  builtIn,
  createPlay,
  Loop,
  loadScenario,
  type Observation,
  type Play,
  questions,
  type Registry,
  type Scenario,
  type Strategy,
} from '../../engine/index.ts';
import { answerWidth } from '../../engine/run/subjects.ts';
import { defaultAnswers } from '../../engine/strategies/defaults.ts';

const text = readFileSync('scenarios/first-mandate/scenario.yaml', 'utf8');

/** What the answers of a strategy did besides answering. */
interface Misdeeds {
  answers: number;
  draws: number;
  /** Slices written to, other than the strategy’s own memory. */
  readonly wrote: Set<string>;
}

/**
 * The arrays of a run as text, by slice, and what all seats see of its scenario; the counter of draws and the
 * memory of strategies apart.
 */
function fingerprint(play: Play, { scenario }: Observation): Map<string, string> {
  const seen = new Map([['the public scenario', JSON.stringify(scenario)]]);
  for (const { name, type } of play.scenario.layout.slices) {
    if (name === 'loop' || name === 'strategy.memory') continue;
    seen.set(name, (type === 'f64' ? play.run.f64[name] : play.run.i32[name]).join());
  }
  return seen;
}

/** A strategy whose answers are watched. */
function watched(strategy: Strategy, current: () => Play, misdeeds: Misdeeds): Strategy {
  const answers = Object.entries(strategy.answers).map(([question, answer]) => [
    question,
    (...args: Parameters<typeof answer>) => {
      const play = current();
      const before = fingerprint(play, args[0]);
      const drawsBefore = play.run.loop[Loop.draws];
      answer(...args);
      misdeeds.answers++;
      misdeeds.draws += play.run.loop[Loop.draws] - drawsBefore;
      for (const [name, bytes] of fingerprint(play, args[0]))
        if (bytes !== before.get(name)) misdeeds.wrote.add(name);
    },
  ]);
  return { ...strategy, answers: Object.fromEntries(answers) };
}

async function everySeatPlays(strategy: Strategy, registry: Registry): Promise<Scenario> {
  const bare = await loadScenario(text, { registry });
  if (!bare.ok) throw new Error(JSON.stringify(bare.problems));
  const overrides = bare.value.partyIds.map((id) => ({
    path: `parties.${id}.strategy`,
    value: { use: strategy.id },
  }));
  const loaded = await loadScenario(text, { registry, overrides });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

describe.each(builtIn.strategies.map((strategy) => [strategy.id, strategy] as const))(
  'strategy %s',
  (_id, strategy) => {
    it('plays every seat, the chair included, to the end', async () => {
      const scenario = await everySeatPlays(strategy, builtIn);
      for (let seed = 1; seed <= 10; seed++) {
        const play = createPlay(scenario, { seed });
        expect(play.toEnd()).toBe(true);
        expect(play.fault).toBeUndefined();
      }
    });

    it('writes nothing but its answer and its memory, and draws only if it says so', async () => {
      let play: Play | undefined;
      const misdeeds: Misdeeds = { answers: 0, draws: 0, wrote: new Set() };
      const spied = watched(strategy, () => play as Play, misdeeds);
      const strategies = builtIn.strategies.map((other) => (other.id === strategy.id ? spied : other));
      const scenario = await everySeatPlays(strategy, { ...builtIn, strategies });
      for (let seed = 1; seed <= 2; seed++) {
        play = createPlay(scenario, { seed });
        play.toEnd();
        expect(play.fault).toBeUndefined();
      }
      expect(misdeeds.answers).toBeGreaterThan(0);
      expect([...misdeeds.wrote]).toEqual([]);
      expect(misdeeds.draws > 0).toBe(strategy.facts.stochastic);
    });
  },
);

describe('the shared defaults', () => {
  it('answer every kind of question', () => {
    expect(Object.keys(defaultAnswers).sort()).toEqual(questions.map((question) => question.id).sort());
  });
});

describe('the watch', () => {
  it('sees a strategy that draws and writes; its copies are its own', async () => {
    const cheat: Strategy = {
      ...builtIn.strategies[0],
      answers: {
        rank: (observation, parameters, answers, at) => {
          observation.uniform(1);
          observation.own.ideal[0] += 0.5;
          observation.scenario.weight.fill(0);
          expect(answers.length).toBe(answerWidth(observation.scenario.issueCount));
          (play as Play).run.i32['text.option'][0]++;
          defaultAnswers['rank']?.(observation, parameters, answers, at);
        },
      },
    };
    let play: Play | undefined;
    const misdeeds: Misdeeds = { answers: 0, draws: 0, wrote: new Set() };
    const strategies = [watched(cheat, () => play as Play, misdeeds), ...builtIn.strategies.slice(1)];
    const scenario = await everySeatPlays(cheat, { ...builtIn, strategies });
    const before = [scenario.ideal.join(), scenario.weight.join()];
    play = createPlay(scenario, { seed: 1 });
    play.toEnd();
    expect(play.fault).toBeUndefined();
    expect([scenario.ideal.join(), scenario.weight.join()]).toEqual(before);
    expect(misdeeds.draws).toBeGreaterThan(0);
    expect([...misdeeds.wrote]).toEqual(expect.arrayContaining(['text.option', 'the public scenario']));
  });
});

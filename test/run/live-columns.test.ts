import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  builtIn,
  createPlay,
  formatProblems,
  loadDocument,
  type Mechanism,
  type Registry,
  replay,
  type Scenario,
} from '../../engine/index.ts';
import { firstMandate, firstMandateDocument, played, recordOf } from './first-mandate.ts';
import { overridesOf, plainMandate } from './plain-mandate.ts';

const gift = 0.25;

/** Every tick the public of all states turns a little against the talks, and the agreement pays them more. */
const drift: Mechanism = {
  id: 'drift',
  title: 'Drift',
  summary: 'moves two columns, for this test',
  source: 'this test',
  parameters: z.strictObject({ step: z.number(), pays: z.number() }),
  slices: [],
  moves: ['transfer', 'opinion'],
  onTick: (run, settings) => {
    const { step, pays } = settings as { step: number; pays: number };
    for (const party of run.scenario.states) {
      run.f64['party.opinion'][party] = Math.max(0, run.f64['party.opinion'][party] - step);
      run.f64['party.transfer'][party] = pays;
    }
  },
};
const registry: Registry = { ...builtIn, mechanisms: [...builtIn.mechanisms, drift] };

async function drifting(step: number, pays = 0): Promise<Scenario> {
  const document = firstMandateDocument();
  const overrides = [...overridesOf(plainMandate), { path: 'world.drift', value: { step, pays } }];
  const loaded = await loadDocument(document, { registry, overrides });
  if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
  return loaded.value;
}

const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('columns of a scenario that mechanisms move', () => {
  it('cost a scenario without such a mechanism nothing', async () => {
    const plain = await loadDocument(firstMandateDocument(), { overrides: overridesOf(plainMandate) });
    if (!plain.ok) throw new Error(formatProblems(plain.problems));
    expect(plain.value.moved).toEqual([]);
    const { run, scenario } = createPlay(plain.value, { seed: 1 });
    expect(run.scenario).toBe(scenario);
    expect(scenario.layout.slices.filter(({ name }) => name.startsWith('party.'))).toEqual([]);
    expect(run.f64['party.opinion']).toBeUndefined();
  });

  it('are read by everything from the run, and stay as they were in the scenario', async () => {
    const scenario = await drifting(0.01);
    expect(scenario.moved).toEqual(['opinion', 'transfer']);
    const { run } = createPlay(scenario, { seed: 1 });
    const party = scenario.states[0];
    const before = run.textUtility(party);
    expect(run.scenario.opinion[party]).toBe(firstMandate.opinion[party]);
    run.f64['party.transfer'][party] = gift;
    run.f64['party.opinion'][party] = 0.125;
    expect(run.textUtility(party)).toBeCloseTo(before + gift, 12);
    expect(run.scenario.opinion[party]).toBe(0.125);
    expect(scenario.opinion[party]).toBe(firstMandate.opinion[party]);
    // another run of the same scenario starts anew
    expect(createPlay(scenario, { seed: 1 }).run.scenario.opinion[party]).toBe(firstMandate.opinion[party]);
  });

  it('reach ratification: a public that turns away delays it', async () => {
    const [still, falling] = [await drifting(0), await drifting(0.02)];
    const months = (scenario: Scenario): number => {
      const ticks: number[] = [];
      for (let seed = 1; seed <= 60; seed++) {
        const { run } = played(scenario, { seed, keepRecords: false });
        for (const state of scenario.states) {
          const tick = run.i32['treaty.ratifiedTick'][state];
          ticks.push(tick < 0 ? scenario.file.ticks : tick);
        }
      }
      return average(ticks);
    };
    expect(months(falling)).toBeGreaterThan(months(still) + 3);
  });

  it('are part of records, which replay, and of snapshots', async () => {
    const scenario = await drifting(0.01, gift);
    const play = played(scenario, { seed: 7 });
    const record = recordOf(play, { seed: 7 });
    expect((await replay(record, { registry })).verdict).toBe('same');
    const half = createPlay(scenario, { seed: 7 });
    for (let round = 0; round < 20; ) if (half.advance() === 'round') round++;
    const snapshot = half.snapshot();
    const opinion = [...half.run.scenario.opinion];
    half.toEnd();
    expect([...half.run.scenario.opinion]).not.toEqual(opinion);
    half.restore(snapshot);
    expect([...half.run.scenario.opinion]).toEqual(opinion);
    half.toEnd();
    expect([...half.run.scenario.opinion]).toEqual([...play.run.scenario.opinion]);
  });
});

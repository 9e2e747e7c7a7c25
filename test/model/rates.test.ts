import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { builtIn, createPlay, loadDocument, type Mechanism, type Scenario } from '../../engine/index.ts';
import { composeBenefit, composeCost, composeTransfer } from '../../engine/world/rates.ts';
import { world } from './worlds/development.ts';

// Two mechanisms that know nothing of each other move the same rates, one after the other.

const mover = (id: string, factor: number, part: number): Mechanism => ({
  id,
  title: id,
  summary: 'moves the rates of all parties, for this test',
  source: 'this test',
  parameters: z.strictObject({}),
  slices: (['costFactor', 'benefitFactor', 'transferPart'] as const).map((name) => ({
    name: `${id}.${name}`,
    type: 'f64',
    per: 'party',
    fill: name === 'transferPart' ? 0 : 1,
    visible: 'own',
    doc: name,
  })),
  moves: ['costRate', 'benefitRate', 'transfer'],
  onTick: (run) => {
    for (let party = 0; party < run.scenario.partyCount; party++) {
      run.f64[`${id}.costFactor`][party] = factor;
      run.f64[`${id}.benefitFactor`][party] = 1 / factor;
      run.f64[`${id}.transferPart`][party] = part;
      composeCost(run, party);
      composeBenefit(run, party);
      composeTransfer(run, party);
    }
  },
});

const movers = [mover('one', 0.7, 0.25), mover('two', 1.5, -0.125)];
const registry = { ...builtIn, mechanisms: [...builtIn.mechanisms, ...movers] };

async function load(more: object = {}): Promise<Scenario> {
  const plain = await world([{ readiness: 0.3, cost: 0.25, benefit: 1.5 }, { readiness: 0.8 }], {});
  const loaded = await loadDocument(
    { ...plain.file, world: { readiness: { growth: 0.1 }, one: {}, two: {} }, ...more },
    { registry },
  );
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

function ticked(scenario: Scenario) {
  const { run } = createPlay(scenario, { seed: 1 });
  for (const { mechanism, parameters } of run.scenario.mechanisms) mechanism.onTick?.(run, parameters);
  return run;
}

describe('rates that several mechanisms move', () => {
  it('are products of all factors and sums of all parts, at the readiness of the moment', async () => {
    const { scenario } = ticked(await load());
    const [readiness] = scenario.readiness;
    expect(readiness).toBeGreaterThan(0.3);
    expect(scenario.costRate[0]).toBeCloseTo(0.25 * (1 + 0.6 * (1 - readiness)) * 0.7 * 1.5, 12);
    expect(scenario.benefitRate[0]).toBeCloseTo((0.8 * 1.5) / 0.7 / 1.5, 12);
    expect(scenario.transfer[0]).toBe(0.25 - 0.125);
  });

  it('are what the scenario says before anything has moved them', async () => {
    const scenario = await load();
    const { run } = createPlay(scenario, { seed: 1 });
    const before = [...scenario.costRate, ...scenario.benefitRate, ...scenario.transfer];
    for (let party = 0; party < 2; party++) {
      composeCost(run, party);
      composeBenefit(run, party);
      composeTransfer(run, party);
    }
    expect([...run.scenario.costRate, ...run.scenario.benefitRate, ...run.scenario.transfer]).toEqual(before);
  });

  it('stay out of a scenario about scores', async () => {
    const plain = await world([{ readiness: 0.3 }, { readiness: 0.8 }], {});
    const scores = { all: { none: 0, some: 5, much: 9 } };
    const scenario = await load({
      utility: { ...plain.file.utility, model: 'scores' },
      parties: plain.file.parties.map((party) => ({ ...party, scores, reservation: 1 })),
    });
    const run = ticked(scenario);
    expect(run.scenario.readiness[0]).toBeGreaterThan(0.3);
    expect([...run.scenario.costRate, ...run.scenario.benefitRate]).toEqual([0, 0, 0, 0]);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { computeMetrics, metrics, type Scenario } from '../../engine/index.ts';
import { played } from '../run/first-mandate.ts';
import { column, leastRise, type Samples, sample } from './paired.ts';
import { eventsOf, load, Witness } from './witness.ts';

const share = 0.6;
const on = (value: number) => `world.spill-over={share: ${value}}`;

describe('what spills over an agreement', () => {
  it('is worth σ·Ω·b·D·ρ to a state outside, from the gavel on', async () => {
    const scenario = await load(on(share));
    let told = 0;
    for (const seed of [1, 2, 3]) {
      const witness = new Witness(scenario.file);
      let isAdopted = false;
      for (const event of eventsOf(scenario, seed)) {
        witness.take(event);
        if (event.kind === 'adopted') isAdopted = true;
        if (event.kind !== 'reasoned' || event.reason !== 'limit') continue;
        const { operations } = scenario.file.utility;
        const { benefit } = witness.party(event.party);
        const outside = operations * benefit * witness.depth() * witness.reliability(event.party);
        const added = isAdopted ? share * outside : 0;
        expect(event.value, `${seed} ${event.party} ${event.round}`).toBeCloseTo(
          witness.limit(event.party) + added,
          9,
        );
        if (isAdopted) told++;
      }
    }
    expect(told).toBeGreaterThan(100);
  });

  it('changes nothing at 0', async () => {
    const [plain, nothing] = [await load(), await load(on(0))];
    expect(eventsOf(nothing, 5)).toEqual(eventsOf(plain, 5));
  });

  it('is nothing without an agreement, and the joint gain counts from no agreement', async () => {
    const value = (scenario: Scenario, seed: number, id: string) => {
      const { run } = played(scenario, { seed, keepRecords: false });
      return computeMetrics(run)[metrics.findIndex((metric) => metric.id === id)];
    };
    const failing = ['rules.decision=[{rule: unanimity}]', 'parties.norland.benefit=0'];
    expect(value(await load(on(share), ...failing), 1, 'outsideValue')).toBe(0);
    const scenario = await load(on(0.4));
    expect(value(scenario, 1, 'outsideValue')).toBeGreaterThan(0);
    // All sign as they do without it, so the joint gain is that of the same members.
    const [plain, spilling] = [await load(), scenario].map((one) => played(one, { seed: 1 }).run);
    const joined = (run: typeof plain) =>
      [...run.i32['treaty.signedTick']].filter((tick) => tick >= 0).length;
    expect(joined(spilling)).toBe(joined(plain));
    expect(value(scenario, 1, 'jointGain')).toBeCloseTo(value(await load(), 1, 'jointGain'), 0);
  });
});

describe('the more spills over, the fewer join, on paired seeds', () => {
  const arms = new Map<number, Samples>();
  beforeAll(async () => {
    arms.set(0, sample(await load()));
  });

  it.each([
    [0, 0.8],
    [0.8, 1],
  ])('from %d to %d', async (less, more) => {
    arms.set(more, sample(await load(on(more))));
    for (const id of ['signed', 'participation']) {
      const [before, after] = [less, more].map((value) => column(arms.get(value)!, id));
      expect(leastRise(after, before), id).toBeGreaterThan(0);
    }
  });
});

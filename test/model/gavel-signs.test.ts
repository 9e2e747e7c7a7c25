import { describe, expect, it } from 'vitest';
import { type Kept, keptTreaty, meanOf, type Paired, paired, samples } from './kept-treaty.ts';

// The signs that the model expects after the gavel (its table 4.4), on 200 common seeds with one-sided 99 %
// bounds, and on a treaty that every state joins at once with the same text: nothing of this is composition.

const pairs = 200;

const known = new Map<string, Float64Array[]>();
/** All metrics of an arm; worked out once. */
async function arm(kept: Kept): Promise<Float64Array[]> {
  const key = JSON.stringify(kept);
  const runs = known.get(key) ?? samples(await keptTreaty(kept), pairs);
  known.set(key, runs);
  expect(meanOf(runs, 'participation'), 'everybody is bound').toBeCloseTo(1, 9);
  return runs;
}

async function difference(from: Kept, to: Kept, metric: string): Promise<Paired> {
  const found = paired(await arm(from), await arm(to), metric);
  expect(found.n).toBeGreaterThan(pairs / 2);
  return found;
}

/** A metric rises from each arm to the next, with the bound. */
async function rises(arms: readonly Kept[], metric: string): Promise<void> {
  for (let i = 1; i < arms.length; i++) {
    const { atLeast } = await difference(arms[i - 1]!, arms[i]!, metric);
    expect(atLeast, `${metric} from arm ${i - 1} to ${i}`).toBeGreaterThan(0);
  }
}

const falls = (arms: readonly Kept[], metric: string): Promise<void> => rises([...arms].reverse(), metric);

const compliance = (settings: object, kept: Kept = {}): Kept => ({
  ...kept,
  world: { compliance: settings },
});

describe('monitoring', () => {
  const transparency = [0, 0.25, 0.5, 0.75, 1].map((value) => compliance({ transparency: value }));
  it('that is transparent raises compliance and final trust', async () => {
    for (const metric of ['compliance', 'complianceFixed', 'meanTrust']) await rises(transparency, metric);
  });

  const audits = [0.25, 0.5, 1, 2, 4].map((value) => compliance({ audits: value }));
  it('that audits more raises compliance and final trust', async () => {
    for (const metric of ['compliance', 'complianceFixed', 'meanTrust']) await rises(audits, metric);
  });

  it('that finds more raises trust only where parties keep their word more than was thought', async () => {
    // Nothing is lost by being found, so that detection does not change what parties mean to do.
    const settings = (transparency: number, priorAlpha: number, priorBeta: number): Kept => ({
      world: {
        compliance: { transparency, punishment: 0, reputation: 0 },
        trust: { priorAlpha, priorBeta },
      },
    });
    const [poor, good] = [
      [4, 16],
      [18, 2],
    ] as const;
    const dark = await arm(settings(0, ...poor));
    expect(meanOf(dark, 'compliance')).toBeGreaterThan(0.2);
    expect(meanOf(await arm(settings(1, ...poor)), 'compliance')).toBeLessThan(0.9);
    const willing = await difference(settings(0, ...poor), settings(1, ...poor), 'complianceFixed');
    expect(willing.mean).toBeCloseTo(0, 12);
    await rises([settings(0, ...poor), settings(1, ...poor)], 'meanTrust');
    await falls([settings(0, ...good), settings(1, ...good)], 'meanTrust');
  });

  it('whose reports come late finds defections later, and they are more', async () => {
    const late = [0, 3, 6, 12].map((latency) => compliance({ latency }));
    await rises(late, 'detectionTime');
    await falls(late, 'meanTrust');
    // A delay does not change what a defection is expected to cost: what it adds to defections is small.
    await rises([late[0]!, late[3]!], 'willNot');
  });
});

describe('depth and punishment (Downs, Rocke & Barsoom 1996)', () => {
  it('the deeper the agreement, the less it is kept, for want of will and of means', async () => {
    const deeper = [4, 7, 10, 13, 16].map((depth) => ({ depth }));
    for (const metric of ['compliance', 'complianceFixed', 'meanTrust']) await falls(deeper, metric);
    for (const metric of ['cannot', 'willNot', 'sanctioned']) await rises(deeper, metric);
  });

  it('punishment restores what depth takes', async () => {
    const arms = [0, 0.25, 0.5].map((punishment) => compliance({ punishment }, { depth: 16 }));
    for (const metric of ['compliance', 'complianceFixed', 'meanTrust']) await rises(arms, metric);
    await falls(arms, 'willNot');
  });

  it('but does nothing for those who cannot', async () => {
    const arms = [0, 0.5].map((punishment) => compliance({ punishment }, { depth: 16 }));
    const { atLeast } = await difference(arms[0]!, arms[1]!, 'cannot');
    // More of those who mean to comply find that they cannot.
    expect(atLeast).toBeGreaterThan(0);
  });
});

describe('every operational system and pillar has its effect at the margin', () => {
  const monitoring = { latency: 6, punishment: 0.2 };
  /** With the effect of one of them switched off, or not. */
  const without = (system?: string): Kept => ({
    world: {
      compliance: monitoring,
      operations: { effects: system === undefined ? {} : { [system]: 0 } },
    },
  });
  const effects: readonly [system: string, metric: string, sign: 1 | -1][] = [
    ['risk-classification', 'cannot', -1],
    ['registries', 'detectionTime', -1],
    ['registries', 'willNot', -1],
    ['data-infrastructure', 'operations', 1],
    ['data-infrastructure', 'jointGain', 1],
    ['research-platforms', 'detectionTime', -1],
    ['research-platforms', 'meanTrust', 1],
    ['oversight', 'detectionTime', -1],
    ['oversight', 'willNot', -1],
    ['harmonisation', 'complianceFixed', 1],
    ['data-sharing', 'jointGain', 1],
    ['hubs', 'complianceFixed', 1],
    ['metrics', 'meanTrust', 1],
  ];
  it.each(effects)('%s: %s', async (system, metric, sign) => {
    const { atLeast, atMost } = await difference(without(system), without(), metric);
    expect(sign * (sign > 0 ? atLeast : atMost)).toBeGreaterThan(0);
  });

  it('funding feeds the others', async () => {
    const funded = [0, 10, 20].map((fund) => ({
      fund,
      world: { compliance: monitoring, operations: { drivers: { funding: ['fund'] } } },
    }));
    for (const metric of ['operations', 'omega', 'complianceFixed', 'jointGain']) await rises(funded, metric);
  });

  it('hubs help those of low readiness most', async () => {
    const gain = async (readiness: number): Promise<number> => {
      const party = () => ({ readiness });
      const with_ = (system?: string): Kept => ({ ...without(system), party });
      const [off, on] = [
        samples(await keptTreaty(with_('hubs')), 60),
        samples(await keptTreaty(with_()), 60),
      ];
      return paired(off, on, 'complianceFixed').mean;
    };
    // At these readinesses capacity hardly ever lacks, so what differs is the cost of complying.
    expect(await gain(0.6)).toBeGreaterThan(2 * (await gain(0.9)));
  });
});

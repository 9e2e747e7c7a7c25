import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  builtIn,
  computeMetrics,
  createPlay,
  loadScenario,
  metricIds,
  type Override,
  parseOverride,
  type Scenario,
} from '../../engine/index.ts';

const text = readFileSync('scenarios/first-mandate/scenario.yaml', 'utf8');

async function load(...arms: string[]): Promise<Scenario> {
  const overrides: Override[] = arms.map((arm) => {
    const parsed = parseOverride(arm);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.value;
  });
  const loaded = await loadScenario(text, { overrides });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

/** Values of a metric for seeds 1 to `count`. */
function sample(scenario: Scenario, metric: string, count: number): number[] {
  const slot = metricIds(scenario).indexOf(metric);
  const play = createPlay(scenario, { seed: 1 });
  return Array.from({ length: count }, (_, i) => {
    play.reset(i + 1);
    expect(play.toEnd()).toBe(true);
    expect(play.fault).toBeUndefined();
    return computeMetrics(play.run)[slot];
  });
}

/** Mean of the paired differences `arm − default`, and its standard error. */
function pairedDifference(before: readonly number[], after: readonly number[]) {
  const differences = before.map((value, i) => after[i] - value).filter((value) => !Number.isNaN(value));
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const squares = differences.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return {
    mean,
    error: Math.sqrt(squares / (differences.length - 1) / differences.length),
    n: differences.length,
  };
}

/** One-sided 99 % bound of the normal distribution. */
const bound = 2.326;

/**
 * What is changed, the metric it moves, and the direction the model expects (0 where it expects none in
 * particular); each stands for one mechanism.
 */
const levers: readonly [what: string, arms: string[], metric: string, sign: 1 | -1 | 0][] = [
  ['mandates that come one by one', ['world.mandates.order=ad-hoc'], 'adoptionTick', 1],
  ['a late executive order', ['world.mandates.tick=6'], 'adoptionTick', 1],
  ['only states at the table', ['phases.identify.with.invite=states'], 'participation', -1],
  ['an agenda with a high threshold', ['phases.agenda.with.threshold=0.2'], 'depth', -1],
  ['low trust', ['world.trust.priorBeta=8'], 'adoptionTick', 1],
  ['trust by signature', ['world.trust.acts.signature=1'], 'meanTrust', 1],
  ['no reciprocity acts', ['world.trust.acts.reciprocity=0'], 'meanTrust', -1],
  ['blind monitoring', ['world.compliance.transparency=0'], 'compliance', -1],
  ['no punishment', ['world.compliance.punishment=0'], 'willNot', 1],
  ['a higher capacity floor', ['world.compliance.capacityFloor=0.35'], 'cannot', 1],
  ['ratification without stakes', ['world.ratification.stakes=0'], 'forceTick', 1],
  ['two thirds from the start', ['rules.decision=[{rule: two-thirds}]'], 'adoptionTick', -1],
  ['a hardliner', ['parties.norland.strategy.use=hardliner'], 'adoptionTick', 1],
  [
    'a chair who heeds objections more',
    ['parties.secretariat.strategy={use: compromise-chair, with: {objectionWeight: 8}}'],
    'adoptionTick',
    0,
  ],
  ['unanimous entry into force', ['rules.entryIntoForce.parties=6'], 'forceTick', 1],
];

describe('each mechanism moves a metric on paired seeds', () => {
  it.each(levers)('%s', async (_what, arms, metric, sign) => {
    const count = 150;
    const before = sample(await load(), metric, count);
    const after = sample(await load(...arms), metric, count);
    const { mean, error, n } = pairedDifference(before, after);
    expect(n).toBeGreaterThan(30);
    const size = sign === 0 ? Math.abs(mean) : sign * mean;
    expect(size - bound * error).toBeGreaterThan(0);
  });

  it('a lever that changes nothing moves nothing', async () => {
    const same = sample(await load(), 'adoptionTick', 20);
    expect(pairedDifference(same, sample(await load('title=Other'), 'adoptionTick', 20)).mean).toBe(0);
  });

  it('every mechanism of the scenario can be switched off', async () => {
    for (const { id } of builtIn.mechanisms) {
      const scenario = await load(`world.${id}=null`);
      expect(scenario.mechanisms.map((placed) => placed.mechanism.id)).not.toContain(id);
      const play = createPlay(scenario, { seed: 1 });
      expect(play.toEnd()).toBe(true);
      expect(play.fault).toBeUndefined();
    }
  });
});

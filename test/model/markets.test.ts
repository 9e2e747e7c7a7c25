import { describe, expect, it } from 'vitest';
import { formatProblems, loadDocument, type Scenario } from '../../engine/index.ts';
import { metricOf, played, ticking } from './worlds/development.ts';

/** Three markets with places on two ladders, the last two in one bloc. */
const members = [
  { id: 'a', weight: 0.5, ideal: { tests: 0, data: 1 } },
  { id: 'b', weight: 0.3, ideal: { tests: 0.5, data: 0.5 } },
  { id: 'c', weight: 0.2, ideal: { tests: 1, data: 0.5 } },
];

async function markets(settings: object, more: object = {}): Promise<Scenario> {
  const option = (id: string) => ({ id, title: id, sentence: `The parties agree on ${id}.` });
  const issue = (id: string) => ({
    id,
    title: id,
    article: id,
    depth: 0.5,
    options: ['none', 'some', 'much'].map(option),
  });
  const loaded = await loadDocument({
    format: 1,
    id: 'small',
    title: 'Small',
    summary: 'Three markets.',
    ticks: 600,
    parties: members.map((member) => ({
      code: member.id.repeat(3).toUpperCase(),
      name: member.id,
      kind: 'state',
      readiness: 1,
      benefit: 3,
      salience: { tests: 0.5, data: 0.5 },
      ...member,
    })),
    issues: ['data', 'tests'].map(issue),
    groups: [{ id: 'bloc', title: 'Bloc', members: ['b', 'c'] }],
    rules: { decision: [{ rule: 'consensus' }], entryIntoForce: { parties: 1 } },
    phases: [
      { id: 'talks', protocol: 'pledge-and-review', rounds: 2, ticks: 0 },
      { id: 'adoption', protocol: 'adoption', ticks: 0 },
      { id: 'years', protocol: 'treaty-life', rounds: 600 },
    ],
    world: { markets: { period: 1, review: 1, pace: 1, mobility: 1, ...settings } },
    ...more,
  });
  if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
  return loaded.value;
}

/** Mean distance of all rules over pairs by weight, in plain arithmetic. */
function apart(rules: readonly (readonly [number, number])[]): number {
  const w = members.map(({ weight }) => weight);
  let sum = 0;
  let all = 0;
  for (const [i, j] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    const distance = (Math.abs(rules[i][0] - rules[j][0]) + Math.abs(rules[i][1] - rules[j][1])) / 2;
    sum += w[i] * w[j] * distance;
    all += w[i] * w[j];
  }
  return sum / all;
}

const own = members.map(({ ideal }) => [ideal.data, ideal.tests] as const);

describe('fragmentation', () => {
  it('is the mean distance of rules over pairs of markets by weight', async () => {
    const { run } = ticking(await markets({}));
    expect(metricOf(run, 'fragmentationNominal')).toBeCloseTo(apart(own), 12);
    expect(metricOf(run, 'fragmentationEffective')).toBeCloseTo(apart(own), 12);
  });

  it('is less by what recognition takes away, where all recognise each other', async () => {
    const { run } = ticking(await markets({ recognised: 'all', recognition: 0.75 }));
    expect(metricOf(run, 'fragmentationNominal')).toBeCloseTo(apart(own), 12);
    expect(metricOf(run, 'fragmentationEffective')).toBeCloseTo(0.25 * apart(own), 12);
  });

  it('counts the standard of a bloc from the start: the mean of its members by weight', async () => {
    const { run } = ticking(await markets({ blocs: ['bloc'] }));
    const tests = (0.3 * 0.5 + 0.2 * 1) / 0.5;
    expect(metricOf(run, 'fragmentationNominal')).toBeCloseTo(
      apart([own[0], [0.5, tests], [0.5, tests]]),
      12,
    );
  });
});

describe('the choice of rules', () => {
  /** Gain of the bloc’s standard over own rules for c, whose only companion in it is b. */
  const gain = (network: number) => (network * 0.3) / 0.8 - (1.2 * Math.abs(1 - 0.7)) / 2 - 0.06;

  it.each([0.2, 0.5, 0.7, 1.5])(
    'keeps a state in its bloc as long as that gains it something, α %d',
    async (network) => {
      const { run, tick } = ticking(await markets({ blocs: ['bloc'], network }));
      tick(1);
      expect(run.i32['markets.standard'][2]).toBe(gain(network) > 0 ? 1 : 0);
    },
  );

  it('needs no standard of others where certificates count everywhere', async () => {
    const { run, tick } = ticking(await markets({ blocs: ['bloc'], recognised: 'all', recognition: 1 }));
    tick(1);
    expect([...run.i32['markets.standard']]).toEqual([0, 0, 0]);
  });

  it('is the text for parties that keep the agreement, and their rules go there', async () => {
    const kept = { ratification: { rate: 1, rejection: 0, stakes: 0, opinion: 0, drag: 0, reading: 0 } };
    const compliance = { punishment: 1, capacityFloor: 0, capacitySlope: 0, falseAlarm: 0 };
    const world = { ...kept, compliance, markets: { period: 1, pace: 0.5, mobility: 1 } };
    const { run } = played(await markets({}, { world }), 1);
    expect(run.i32['treaty.forceTick'][0]).toBeGreaterThanOrEqual(0);
    expect([...run.i32['markets.standard']]).toEqual([1, 1, 1]);
    const text = run.i32['text.option'];
    for (let party = 0; party < 3; party++) {
      for (let k = 0; k < 2; k++) expect(run.f64['markets.rules'][party * 2 + k]).toBeCloseTo(text[k] / 2, 9);
    }
    expect(metricOf(run, 'fragmentationNominal')).toBeCloseTo(0, 9);
  });
});

describe('firms', () => {
  it('settle by a logit of strictness and size', async () => {
    const { run } = ticking(await markets({ strict: ['tests'], laxity: 4, size: 1.5 }));
    const pull = members.map(({ weight, ideal }) => Math.exp((1.5 * weight) / 0.5 - 4 * ideal.tests));
    const sum = pull.reduce((a, b) => a + b, 0);
    pull.forEach((value, party) => {
      expect(run.f64['markets.firms'][party]).toBeCloseTo(value / sum, 9);
    });
    // the median of 0, .5 and 1 is .5: only the first is laxer by a tenth
    expect(metricOf(run, 'arbitrage')).toBeCloseTo(pull[0] / sum, 9);
  });

  it('are not in lax places where a floor holds everybody', async () => {
    const settings = { strict: ['tests'], floor: 0.45, floorBinds: 'all' };
    const { run } = ticking(await markets(settings));
    expect([...run.f64['markets.strictness']]).toEqual([0.45, 0.5, 1]);
    expect(metricOf(run, 'arbitrage')).toBe(0);
    const { run: free } = ticking(await markets({ ...settings, floorBinds: 'parties' }));
    expect([...free.f64['markets.strictness']]).toEqual([0, 0.5, 1]);
  });
});

it('what names nothing is a problem', async () => {
  const wrong = markets({ blocs: ['block'], issues: ['test'], clause: { issue: 'tests', from: 'lots' } });
  await expect(wrong).rejects.toThrow(
    /world\.markets\.blocs\[0\][\s\S]*world\.markets\.issues\[0\][\s\S]*clause\.from/,
  );
});

import { beforeAll, describe, expect, it, vi } from 'vitest';
import { load, only, paired, samples } from './worlds/development.ts';

// Expected signs of the model’s table 4.4 that development covers, on 200 paired seeds with a one-sided 99 %
// bound. What is compared begins at entry into force, so that text and membership are the same in both arms.

// hundreds of runs an arm
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const pairs = 200;
const ids = [
  'readinessGini',
  'readinessMean',
  'cannot',
  'compliance',
  'participation',
  'depth',
  'debtDistress',
  'dividendGini',
] as const;
type Sample = Readonly<Record<string, number[]>>;

/** A fixed volume by one instrument, whatever the text says, and donors who do not tire. */
const aid = (volume: number, instrument = 'grant') => [
  ...only('readiness', 'aid'),
  ...['issue=null', 'amounts=null', 'instrumentIssue=null', 'fatigueHazard=0', 'condition=none'].map(
    (arm) => `world.aid.${arm}`,
  ),
  `world.aid.volume=${volume}`,
  `world.aid.instruments={${instrument}: 1}`,
];
/** A laboratory in every state, all of them linked, of some strength. */
const labs = (strength: number) => [
  ...only('readiness', 'laboratories'),
  ...['issue=null', 'nodes=null', 'edges=[]'].map((arm) => `world.laboratories.${arm}`),
  `world.laboratories.labs=${strength}`,
];
/** Trust that starts at a prior and that no act moves. */
const frozen = (alpha: number, beta: number) => [
  `world.trust.priorAlpha=${alpha}`,
  `world.trust.priorBeta=${beta}`,
  ...['follow-through', 'defection', 'capacity-failure', 'reciprocity', 'transparency', 'false-alarm'].map(
    (act) => `world.trust.acts.${act}=0`,
  ),
  'world.trust.acts.joint-technology=0',
];

const known = new Map<string, Sample>();

/** Metrics of an arm; played once. */
async function arm(...sets: string[]): Promise<Sample> {
  const key = sets.join('\n');
  const found = known.get(key) ?? samples(await load(...sets), pairs, ids);
  known.set(key, found);
  return found;
}

/** Expects that a metric differs between two arms in one direction, and text and membership not at all. */
function differs(before: Sample, after: Sample, metric: (typeof ids)[number], sign: 1 | -1): void {
  expect(after['participation']).toEqual(before['participation']);
  expect(after['depth']).toEqual(before['depth']);
  const { n, below, above } = paired(before[metric], after[metric]);
  expect(n).toBe(pairs);
  if (sign > 0) expect(below, metric).toBeGreaterThan(0);
  else expect(above, metric).toBeLessThan(0);
}

describe('more aid', () => {
  it.each([
    [0, 0.5],
    [0.5, 1],
    [1, 2],
  ])('from %d to %d per cent: readiness more equal, fewer failures of capacity', async (less, more) => {
    const [before, after] = [await arm(...aid(less)), await arm(...aid(more))];
    differs(before, after, 'readinessGini', -1);
    differs(before, after, 'cannot', -1);
    differs(before, after, 'compliance', 1);
  });
});

describe('stronger laboratories', () => {
  it.each([
    [0, 0.5],
    [0.5, 1],
    [1, 2],
  ])('from %d to %d: readiness more equal, more compliance', async (less, more) => {
    const [before, after] = [await arm(...labs(less)), await arm(...labs(more))];
    differs(before, after, 'readinessGini', -1);
    differs(before, after, 'compliance', 1);
  });
});

describe('a partnership', () => {
  const at = async (trust: readonly [number, number], instrument: string) =>
    arm(...aid(1, instrument), ...frozen(...trust));

  it('gives less than a grant where trust is low and stays so', async () => {
    const low = [1, 5] as const;
    const [grant, partnership] = [await at(low, 'grant'), await at(low, 'partnership')];
    differs(grant, partnership, 'readinessMean', -1);
    differs(grant, partnership, 'readinessGini', 1);
    differs(grant, partnership, 'cannot', 1);
  });

  it('gives more where it is high', async () => {
    const high = [5, 1] as const;
    const [grant, partnership] = [await at(high, 'grant'), await at(high, 'partnership')];
    differs(grant, partnership, 'readinessMean', 1);
    differs(grant, partnership, 'readinessGini', -1);
    differs(grant, partnership, 'cannot', -1);
  });

  it('overtakes a grant even from low trust, where kept promises and milestones build it', async () => {
    // The model has it only above a threshold of trust; that holds for trust that nothing moves. While trust
    // is built capacity fails more often.
    const low = ['world.trust.priorAlpha=1', 'world.trust.priorBeta=5'];
    const [grant, partnership] = [await arm(...aid(1), ...low), await arm(...aid(1, 'partnership'), ...low)];
    differs(grant, partnership, 'readinessMean', 1);
    differs(grant, partnership, 'cannot', 1);
  });
});

describe('a loan', () => {
  const years = 'ticks=34';

  it('gives more than a grant in the first years, and less after seven', async () => {
    differs(await arm(...aid(1), years), await arm(...aid(1, 'loan'), years), 'readinessMean', 1);
    differs(await arm(...aid(1)), await arm(...aid(1, 'loan')), 'readinessMean', -1);
  });

  it('leads to debt distress at high volume, and not at low', async () => {
    expect(Math.max(...(await arm(...aid(1, 'loan')))['debtDistress'])).toBe(0);
    differs(await arm(...aid(1, 'loan')), await arm(...aid(6, 'loan')), 'debtDistress', 1);
  });
});

describe('the dividend', () => {
  const winnerTakeAll = (psi: number) => [
    ...only('readiness', 'dividend'),
    `world.dividend.winnerTakeAll=${psi}`,
    'world.dividend.levy=0',
  ];

  it.each([
    [0.5, 1],
    [1, 2],
    [2, 3],
  ])('is the more unequal, the more winners take: ψ %d to %d', async (less, more) => {
    const [before, after] = [await arm(...winnerTakeAll(less)), await arm(...winnerTakeAll(more))];
    differs(before, after, 'dividendGini', 1);
  });

  it('is more equal with aid, and with a levy', async () => {
    const with2 = [...aid(2).filter((set) => set !== 'world.dividend=null'), 'world.dividend.levy=0'];
    const without = with2.map((set) => (set === 'world.aid.volume=2' ? 'world.aid.volume=0' : set));
    differs(await arm(...without), await arm(...with2), 'dividendGini', -1);
    const levied = [...winnerTakeAll(2).slice(0, -1), 'world.dividend.levy=0.1'];
    differs(await arm(...winnerTakeAll(2)), await arm(...levied), 'dividendGini', -1);
  });
});

describe('a balanced budget', () => {
  let balanced: Sample;
  beforeAll(async () => {
    balanced = await arm(...only('readiness'));
  });

  it.each(['data', 'talent'])(
    'makes readier, and more able to comply, than one all on %s',
    async (pillar) => {
      const single = await arm(...only('readiness'), `world.readiness.budget={${pillar}: 1}`);
      differs(single, balanced, 'readinessMean', 1);
      differs(single, balanced, 'cannot', -1);
    },
  );
});

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  builtIn,
  builtInSchema,
  computeMetrics,
  createPlay,
  loadScenario,
  metrics,
  type Override,
  parseOverride,
  type Scenario,
  scenarioJsonSchema,
} from '../../engine/index.ts';
import { gavel } from './gavel.ts';

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

/** All built-in metrics for seeds 1 to `count`. */
function samples(scenario: Scenario, count: number): Float64Array[] {
  const play = createPlay(scenario, { seed: 1 });
  return Array.from({ length: count }, (_, i) => {
    play.reset(i + 1);
    expect(play.toEnd()).toBe(true);
    expect(play.fault).toBeUndefined();
    return computeMetrics(play.run).slice(0, metrics.length);
  });
}

const pairs = 100;
let asShipped: Float64Array[];
beforeAll(async () => {
  asShipped = samples(await load(), pairs);
});

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
  ['a higher bar at home', ['parties.norland.bar=1.5', 'parties.meridia.bar=1.5'], 'ratificationWait', 1],
  ['legislatures that depth does not slow', ['world.ratification.drag=0'], 'ratificationWait', -1],
  ['no readings', ['world.ratification.reading=0'], 'ratificationWait', -1],
  ['bills that die after a year', ['world.ratification.window=12'], 'participation', -1],
  ['executive agreements', ['parties.norland.ratifiesBy=executive'], 'ratificationWait', -1],
  [
    'a veto at home',
    [
      'parties.norland.constituencies=[{id: miners, title: Miners, weight: 0.2, opinion: 0.1, ' +
        'vetoBelow: 0.5}, {id: others, title: Others, weight: 0.8, opinion: 0.6}]',
    ],
    'participation',
    -1,
  ],
  ['mandates that mind the home', ['world.home-limits={}'], 'adoptionTick', 1],
  ['two thirds from the start', ['rules.decision=[{rule: two-thirds}]'], 'adoptionTick', -1],
  ['a hardliner', ['parties.norland.strategy.use=hardliner'], 'adoptionTick', 1],
  [
    'a chair who heeds objections more',
    ['parties.secretariat.strategy={use: compromise-chair, with: {objectionWeight: 8}}'],
    'adoptionTick',
    0,
  ],
  ['unanimous entry into force', ['rules.entryIntoForce.parties=6'], 'forceTick', 1],
  ['a delay of entry into force', ['rules.entryIntoForce.delay.days=90'], 'forceTick', 1],
  [
    'late parties that are bound at once',
    ['rules.entryIntoForce.delay.days=180', 'rules.entryIntoForce.lateParty=at-once'],
    'forceTick',
    1,
  ],
  [
    'waivers of the thresholds',
    [
      'groups=[{id: willing, title: Willing, members: [aldria, imara, meridia]}]',
      'rules.entryIntoForce.waivers=willing',
    ],
    'forceTick',
    -1,
  ],
];

describe('each mechanism moves a metric on paired seeds', () => {
  it.each(levers)('%s', async (_what, arms, metric, sign) => {
    const slot = metrics.findIndex((candidate) => candidate.id === metric);
    const after = samples(await load(...arms), pairs);
    const { mean, error, n } = pairedDifference(
      asShipped.map((values) => values[slot]),
      after.map((values) => values[slot]),
    );
    expect(n).toBeGreaterThan(30);
    const size = sign === 0 ? Math.abs(mean) : sign * mean;
    expect(size - bound * error).toBeGreaterThan(0);
  });

  it('a veto, of a party that would be outvoted', async () => {
    const world = [
      'groups=[{id: permanent, title: Permanent, members: [norland]}]',
      'parties.norland.strategy.use=hardliner',
      'parties.norland.benefit=0.3',
    ];
    const under = async (rule: string) =>
      samples(await load(`rules.decision=[{rule: ${rule}}]`, ...world), pairs);
    const outvoted = await under('simple-majority');
    const vetoing = await under('simple-majority, vetoes: [permanent]');
    const agreed = metrics.findIndex(({ id }) => id === 'agreed');
    const column = (runs: readonly Float64Array[]) => runs.map((values) => values[agreed]);
    const { mean, error } = pairedDifference(column(outvoted), column(vetoing));
    expect(-mean - bound * error).toBeGreaterThan(0);
  });

  it('a lever that changes nothing moves nothing', async () => {
    const same = samples(await load('title=Other'), 20);
    expect(same).toEqual(asShipped.slice(0, 20));
  });
});

/**
 * What a scenario may permit, the world in which it matters, the metric it moves and its expected direction:
 * a state that would not sign a text across its red lines, and one that a short round of talks leaves just
 * below its limit.
 */
const outvoted = [
  'rules.decision=[{rule: two-thirds}]',
  'parties.norland.redLines={certification: {atMost: own-rules}, benefit-share: {atMost: zero}}',
];
const hurried = [
  'rules.decision=[{rule: consensus}]',
  'phases.bargaining.rounds=2',
  'parties.norland.margin=0.09',
];
const permissions: readonly [what: string, world: string[], arm: string, metric: string, sign: 1 | -1][] = [
  ['reservations', outvoted, 'rules.reservations.permitted=all', 'reservations', 1],
  ['reservations', outvoted, 'rules.reservations.permitted=all', 'signed', 1],
  ['reservations', outvoted, 'rules.reservations.permitted=all', 'compliance', 1],
  ['dissociation', hurried, 'rules.dissociation.permitted=true', 'dissociations', 1],
  ['dissociation', hurried, 'rules.dissociation.permitted=true', 'agreed', 1],
  [
    'mandates to be revised',
    ['world.instructions={width: 0.1, adReferendum: false}'],
    'world.mandates.reviseAfter=2',
    'agreed',
    1,
  ],
];

describe('what is permitted moves a metric on paired seeds, in a world where it matters', () => {
  it.each(permissions)('%s', async (_what, world, arm, metric, sign) => {
    const slot = metrics.findIndex((candidate) => candidate.id === metric);
    const before = samples(await load(...world), pairs);
    const after = samples(await load(...world, arm), pairs);
    const { mean, error } = pairedDifference(
      before.map((values) => values[slot]),
      after.map((values) => values[slot]),
    );
    expect(sign * mean - bound * error).toBeGreaterThan(0);
  });

  it.each(['rules.reservations.permitted=all', 'rules.dissociation.permitted=true'])(
    '%s changes nothing where nobody needs it',
    async (arm) => {
      expect(samples(await load(arm), 20)).toEqual(asShipped.slice(0, 20));
    },
  );
});

/** The most that a paired difference of any metric stands out of its noise: |mean| / standard error. */
function largestEffect(before: readonly Float64Array[], after: readonly Float64Array[]): number {
  const effects = Array.from(before[0] ?? [], (_, slot) => {
    const column = (runs: readonly Float64Array[]) => runs.map((values) => values[slot]);
    const { mean, error, n } = pairedDifference(column(before), column(after));
    // A metric that one of the two never has says nothing here: others must tell them apart.
    if (n < 20 || mean === 0) return 0;
    return Math.abs(mean) / error;
  });
  return Math.max(...effects);
}

/** One-sided 99.9 % bound of the normal distribution with room for looking at all metrics at once. */
const boundOfMany = 4;

/** Mechanisms without which no metric changes, and why that is right. */
const silentMechanisms: Readonly<Record<string, string>> = {
  dividend: 'an account of who gains by AI: parties do not act on it, and its own metrics go with it',
  markets: 'an account of rules and of firms: parties do not act on it, and its own metrics go with it',
  emissions: 'an account of what is emitted: parties do not act on it, and its own metrics go with it',
  objections:
    'nobody joins this agreement with reservations; objections.test.ts has a treaty in which some do',
};

/** Homes in which a mechanism has something to do that the shipped scenario’s would do without. */
const states = ['aldria', 'imara', 'meridia', 'norland', 'solenna', 'tessara'];
const worldsOf: Readonly<Record<string, readonly string[]>> = {
  // publics that are against any agreement, and could be won over
  opinion: states.flatMap((id) => [`parties.${id}.constituencies=null`, `parties.${id}.opinion=0.2`]),
  // talks that fail for one party that the others could pay
  'side-payments': ['rules.decision=[{rule: consensus}]', 'parties.norland.margin=0.3'],
  // bills that die, and have no second chance but by an election
  elections: ['world.ratification.window=10', 'world.ratification.resubmitAfter=600'],
};

/** Mechanisms of the years after the gavel, which few parties of the shipped scenario come to use. */
const afterTheGavel: readonly string[] = ['withdrawal'];

describe('each registered mechanism, switched off, changes a metric on paired seeds', () => {
  it.each(builtIn.mechanisms.map(({ id }) => id))('%s', async (id) => {
    if (afterTheGavel.includes(id)) {
      const [on, off] = [await gavel(), await gavel(`world.${id}=null`)];
      expect(on.mechanisms.map((placed) => placed.mechanism.id)).toContain(id);
      expect(largestEffect(samples(on, pairs), samples(off, pairs))).toBeGreaterThan(boundOfMany);
      return;
    }
    const world = worldsOf[id] ?? [];
    const scenario = await load(...world, `world.${id}=null`);
    expect(scenario.mechanisms.map((placed) => placed.mechanism.id)).not.toContain(id);
    // One that the shipped scenario leaves out is switched on first.
    const isShipped = (await load()).mechanisms.some((placed) => placed.mechanism.id === id);
    const switchedOn = isShipped ? [] : [`world.${id}={}`];
    const on = samples(await load(...world, ...switchedOn), pairs);
    const effect = largestEffect(on, samples(scenario, pairs));
    if (id in silentMechanisms) expect(effect, silentMechanisms[id]).toBe(0);
    else expect(effect).toBeGreaterThan(boundOfMany);
  });
});

/** Names of the decision rules, from the schema of scenarios. */
function decisionRules(): string[] {
  const names: string[] = [];
  const search = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    const { properties } = schema as { properties?: Record<string, { const?: unknown }> };
    const name = properties?.['rule']?.const;
    if (typeof name === 'string') names.push(name);
    for (const inner of Object.values(schema)) search(inner);
  };
  search(scenarioJsonSchema(builtInSchema));
  return [...new Set(names)];
}

/**
 * Worlds in which rules part: as shipped; where some capitals never order their delegations to the room, whom
 * unanimity misses and consensus does not; and where, besides, two states would lose by any text, so that a
 * majority may fall short of two thirds.
 */
const late = ['world.mandates.order=ad-hoc', 'world.mandates.hazard=0.1'];
const worlds = [[], late, [...late, 'parties.norland.benefit=0.1', 'parties.meridia.benefit=0.1']];
const ruleSeeds = 60;

/** What a rule cannot do without. */
const needed: Readonly<Record<string, string>> = {
  'affirmative-votes': ', votes: 3',
  // at one half the shares of weight part as the heads do
  'weighted-majority': ', share: 0.7',
};

/** Pairs of rules that give the same runs in all these worlds, and why that is right. */
const alike: Readonly<Record<string, string>> = {};

describe('each decision rule gives other runs than every other', () => {
  const names = decisionRules();
  const known = new Map<string, Float64Array[]>();
  const play = async (name: string, world: readonly string[]): Promise<Float64Array[]> => {
    const key = `${name} ${world.join()}`;
    const found =
      known.get(key) ??
      samples(await load(`rules.decision=[{rule: ${name}${needed[name] ?? ''}}]`, ...world), ruleSeeds);
    known.set(key, found);
    return found;
  };

  it('of which there are several', () => expect(names.length).toBeGreaterThan(3));

  it.each(names.flatMap((name, i) => names.slice(i + 1).map((other) => [name, other] as const)))(
    '%s and %s',
    async (name, other) => {
      let effect = 0;
      for (const world of worlds) {
        if (effect > boundOfMany) break;
        effect = Math.max(effect, largestEffect(await play(name, world), await play(other, world)));
      }
      const why = alike[`${name} ${other}`];
      if (why !== undefined) expect(effect, why).toBeLessThan(boundOfMany);
      else expect(effect).toBeGreaterThan(boundOfMany);
    },
  );
});

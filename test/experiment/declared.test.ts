import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { declaredSpace } from '../../engine/analysis/experiment/declared.ts';
import { parseExperiment } from '../../engine/analysis/experiment/parse.ts';
import {
  aloneIn,
  heldBy,
  isHeld,
  replacedIn,
  type Stage,
  stagesOf,
  valuesAt,
} from '../../engine/analysis/experiment/plan.ts';
import type { Experiment } from '../../engine/analysis/experiment/schema.ts';
import { metricIds } from '../../engine/analysis/metrics.ts';
import { tellingFlippers } from '../../engine/analysis/statistics/flippers.ts';
import { signShare } from '../../engine/analysis/statistics/sign-share.ts';
import { loadDocument, loadScenario } from '../../engine/load.ts';
import { readDocument } from '../../engine/scenario/document.ts';
import type { Override } from '../../engine/scenario/overrides.ts';
import { makeJob } from '../../server/batch/job.ts';
import { scenarioIds } from '../../server/places.ts';

const textOf = (id: string) =>
  readFileSync(path.resolve(import.meta.dirname, '../../scenarios', id, 'scenario.yaml'), 'utf8');

async function knownOf(id: string, overrides: readonly Override[] = []) {
  const loaded = await loadScenario(textOf(id), { overrides });
  const read = readDocument(textOf(id));
  if (!loaded.ok || !read.ok) throw new Error(`no scenario ${id}`);
  const document = read.value.value;
  const declared = declaredSpace(loaded.value, document);
  return { scenario: loaded.value, document, declared, metrics: metricIds(loaded.value.file) };
}

type Known = Awaited<ReturnType<typeof knownOf>>;

function parse({ scenario, metrics, declared }: Known, ...lines: string[]) {
  const head = ['format: 1', `scenario: ${scenario.file.id}`, 'title: t', 'question: q'];
  return parseExperiment([...head, ...lines].join('\n'), metrics, declared);
}

function spelt(known: Known, ...lines: string[]): Experiment {
  const parsed = parse(known, ...lines);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

function problems(known: Known, ...lines: string[]): string[] {
  const parsed = parse(known, ...lines);
  if (parsed.ok) return [];
  return parsed.problems.map(({ path: at, code, message, hint }) => `${code} ${at}: ${message} ${hint}`);
}

function spaceOf(known: Known, ...lines: string[]): Stage {
  const [, space] = stagesOf(spelt(known, ...lines), known.document);
  if (space === undefined) throw new Error('no space');
  return space;
}

const first = await knownOf('first-mandate');

const titles = (stage: Stage) => stage.factors.map(({ title }) => title);

describe.each(scenarioIds())('the declared space of %s', (id) => {
  it('has a column each, and points that are scenarios', async () => {
    const known = await knownOf(id);
    const stage = spaceOf(known, 'space: declared');
    const { parameters } = known.declared;
    expect(titles(stage)).toEqual(parameters.map(({ name }) => name));
    const columns = stage.factors.map((factor) => factor.id.toLowerCase());
    const taken = known.metrics.map((name) => name.toLowerCase());
    expect(new Set([...columns, ...taken]).size).toBe(columns.length + taken.length);
    expect(stage.places).toBe(Math.max(64, 4 * parameters.length));
    for (const index of [0, stage.points - 1]) {
      const { overrides } = stage.point(index);
      const loaded = await loadDocument(known.document, { overrides });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
      // What was set is what the scenario then has.
      const after = declaredSpace(loaded.value, known.document).parameters;
      const cells = stage.point(index).cells;
      expect(after.map(({ name }) => name)).toEqual(titles(stage));
      expect(after.map(({ value }) => value)).toEqual(cells);
    }
  });
});

/** A range of a space, of a parameter that need not exist. */
const listed = (i: number) => `{ id: r${i}, path: p.x${i}, between: [0, 1] }`;

describe('what a declared space takes', () => {
  it('are the parameters that the scenario uses', async () => {
    const names = first.declared.parameters.map(({ name }) => name);
    expect(names).toContain('utility.distance');
    expect(names).toContain('strategies.time-dependent.timeShare');
    expect(names).toContain('phases.bargaining.with.openness');
    expect(names).toContain('world.trust.acts.follow-through');
    // trust is learnt, and mandates come at one tick
    expect(names).not.toContain('utility.reliability');
    expect(names).not.toContain('world.mandates.hazard');
    const less = await knownOf('first-mandate', [
      { path: 'world.trust', value: null },
      { path: 'world.mandates.order', value: 'ad-hoc' },
    ]);
    const lessNames = less.declared.parameters.map(({ name }) => name);
    expect(lessNames).toContain('utility.reliability');
    expect(lessNames).toContain('world.mandates.hazard');
    expect(lessNames.filter((name) => name.startsWith('world.trust'))).toEqual([]);
  });

  it('is one value of a strategy for all who play it, and none where they differ', async () => {
    const share = first.declared.parameters.find(({ name }) => name.endsWith('.timeShare'));
    expect(share?.paths).toContain('parties.norland.strategy.with.timeShare');
    const others = first.scenario.file.parties.filter(({ id }) => id !== first.scenario.file.chair);
    expect(share?.paths.length).toBe(others.length);
    const apart = await knownOf('first-mandate', [
      { path: 'parties.norland.strategy.with.timeShare', value: 0.6 },
    ]);
    expect(apart.declared.left).toMatchObject([
      { name: 'strategies.time-dependent.timeShare', why: 'parties differ in it' },
    ]);
  });

  it('can set parameters of the strategy that a party plays by default, and checks them', async () => {
    const set = (value: number) => [{ path: 'parties.norland.strategy.with.timeShare', value }];
    const norland = first.scenario.file.parties.findIndex(({ id }) => id === 'norland');
    const { scenario } = await knownOf('first-mandate', set(0.6));
    expect(scenario.strategies[norland]?.parameters).toMatchObject({ timeShare: 0.6 });
    const bad = await loadScenario(textOf('first-mandate'), { overrides: set(3) });
    expect(bad.ok ? [] : bad.problems.map(({ path: at, code }) => `${code} ${at}`)).toEqual([
      'out-of-range parties.norland.strategy.with.timeShare',
    ]);
  });

  it('leaves a value outside its range as it is', async () => {
    const dragless = await knownOf('first-mandate', [{ path: 'world.ratification.drag', value: 0 }]);
    expect(dragless.declared.left).toMatchObject([
      { name: 'world.ratification.drag', why: 'the scenario has 0, outside 2 to 5' },
    ]);
    expect(problems(dragless, 'space: { declared: true, leaveOut: [world.ratification.drag] }')).toEqual([
      'bad-value space.leaveOut[0]: world.ratification.drag is not varied anyway: the scenario has 0, ' +
        'outside 2 to 5 Take it off the list.',
    ]);
  });

  it('gives way to ranges of the experiment and to what it leaves out', () => {
    const stage = spaceOf(
      first,
      'space:',
      '  declared: true',
      '  samples: 20',
      '  leaveOut: [trust, utility, time-dependent, world.operations.effects, phases.bargaining]',
      '  ranges:',
      '    - { id: harsh, path: world.compliance.punishment, between: [0.4, 0.5] }',
      '    - { id: calm, path: parties.norland.patience, between: [0.8, 0.95] }',
    );
    expect(stage.places).toBe(20);
    const names = titles(stage);
    expect(names.slice(0, 2)).toEqual(['harsh', 'calm']);
    expect(names).not.toContain('world.compliance.punishment');
    expect(names).toContain('world.operations.floor');
    const gone = /trust|utility|time-dependent|effects|bargaining/;
    expect(names.filter((name) => gone.test(name))).toEqual([]);
    expect(stage.point(3).overrides[0]?.path).toBe('world.compliance.punishment');
  });

  it('sets nothing that an arm sets, and brings nothing back that it takes out', () => {
    const stage = spaceOf(
      first,
      'arms:',
      '  - { id: plain, title: plain }',
      '  - { id: no-trust, title: none, set: { world.trust: null, phases.review: null } }',
      '  - { id: harsh, title: harsh, set: { world.compliance.punishment: 0.75 } }',
      '  - { id: other, title: other, set: { parties.norland.strategy.use: hardliner } }',
      'space: declared',
    );
    const paths = [0, 1, 2, 3].map((arm) => stage.point(arm).overrides.map(({ path: at }) => at));
    const [plain, trustless, harsh, other] = paths as [string[], string[], string[], string[]];
    expect(plain).toContain('world.trust.forgetting');
    expect(trustless.filter((at) => at.startsWith('world.trust'))).toEqual(['world.trust']);
    expect(harsh.filter((at) => at === 'world.compliance.punishment')).toHaveLength(1);
    expect(stage.point(2).overrides[0]).toEqual({ path: 'world.compliance.punishment', value: 0.75 });
    expect(other).toContain('parties.imara.strategy.with.timeShare');
    expect(other).not.toContain('parties.norland.strategy.with.timeShare');
  });

  it('has the values that were played: none where the arm holds a parameter, else those of the place', () => {
    const stage = spaceOf(
      first,
      'arms:',
      '  - { id: plain, title: plain }',
      '  - { id: no-trust, title: none, set: { world.trust: null } }',
      '  - { id: harsh, title: harsh, set: { world.compliance.punishment: 0.75 } }',
      '  - { id: other, title: other, set: { parties.norland.strategy.use: hardliner } }',
      'space: declared',
    );
    expect(heldBy(stage, 'plain')).toEqual([]);
    expect(heldBy(stage, 'harsh')).toEqual(['world.compliance.punishment']);
    // others still play the strategy with the value of the place
    expect(heldBy(stage, 'other')).toEqual([]);
    const trust = titles(stage).filter((name) => name.startsWith('world.trust.'));
    expect(trust.length).toBeGreaterThan(3);
    expect(heldBy(stage, 'no-trust')).toEqual(trust);
    const [all, trustless] = [stage.point(4), stage.point(5)];
    expect(all.cells.some(isHeld)).toBe(false);
    const held = new Set(trust);
    expect(trustless.cells).toEqual(
      all.cells.map((cell, f) => (held.has(stage.factors[f]?.title ?? '') ? Number.NaN : cell)),
    );
    expect(valuesAt(stage, trustless)).toHaveLength(stage.factors.length - trust.length);
  });

  it('has what only an arm has in that arm, as far as the arm leaves it open', async () => {
    const arms = [
      'arms:',
      '  - { id: plain, title: plain }',
      '  - { id: home, title: t, set: { world.home-limits: {} } }',
      '  - { id: slack, title: t, set: { world.home-limits: { slack: 0.5 } } }',
      '  - { id: ad-hoc, title: t, set: { world.mandates.order: ad-hoc } }',
      '  - { id: often, title: t, set: { world.mandates.order: ad-hoc, world.mandates.hazard: 0.4 } }',
      '  - { id: no-trust, title: t, set: { world.trust: null } }',
      '  - { id: sterner, title: t, set: { parties.norland.strategy.use: hardliner } }',
      'space: declared',
    ];
    const made = await makeJob({
      scenario: textOf('first-mandate'),
      experiment: ['format: 1', 'scenario: first-mandate', 'title: t', 'question: q', ...arms].join('\n'),
    });
    if (!made.ok) throw new Error(JSON.stringify(made.problems));
    const stage = made.job.stages[1] as Stage;
    const ids = stage.arms.map(({ id }) => id);
    expect(Object.fromEntries(ids.map((id) => [id, aloneIn(stage, id)]))).toEqual({
      plain: [],
      home: ['world.home-limits.slack'],
      slack: [],
      'ad-hoc': ['world.mandates.hazard'],
      often: [],
      'no-trust': ['utility.reliability'],
      sterner: ['strategies.hardliner.share'],
    });
    expect(heldBy(stage, 'plain')).toEqual([]);
    expect(heldBy(stage, 'home')).toEqual([]);
    for (const [f, { title, arms: alone }] of stage.factors.entries()) {
      if (alone === undefined) continue;
      const cells = ids.map((_, arm) => stage.point(arm).cells[f] as number);
      expect(cells.map((cell) => !isHeld(cell))).toEqual(ids.map((id) => alone.includes(id)));
      // What was set is what the arm's scenario then has.
      const arm = ids.indexOf(alone[0] as string);
      const { overrides } = stage.point(arm);
      const loaded = await loadDocument(first.document, { overrides });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
      const after = declaredSpace(loaded.value, first.document).parameters;
      expect(after.find(({ name }) => name === title)?.value).toBe(cells[arm]);
    }
    expect(stage.point(ids.indexOf('often')).overrides).toContainEqual({
      path: 'world.mandates.hazard',
      value: 0.4,
    });
  });

  it('lists what an arm alone has and sets itself, and varies what it brings inside the range', async () => {
    const made = await makeJob({
      scenario: textOf('first-mandate').replace(
        /^ {2}mandates:$/m,
        '  home-limits: { slack: 3 }\n  mandates:',
      ),
      experiment: [
        'format: 1',
        'scenario: first-mandate',
        'title: t',
        'question: q',
        'arms:',
        '  - { id: plain, title: t }',
        '  - { id: usual, title: t, set: { world.home-limits: {} } }',
        '  - { id: slack, title: t, set: { world.home-limits: { slack: 0.5 } } }',
        '  - { id: often, title: t, set: { world.mandates.order: ad-hoc, world.mandates.hazard: 0.4 } }',
        '  - { id: always, title: t, set: { world.mandates.order: ad-hoc, world.mandates.hazard: 1 } }',
        'space: declared',
      ].join('\n'),
    });
    if (!made.ok) throw new Error(JSON.stringify(made.problems));
    expect(made.job.declared?.left).toMatchObject([
      { name: 'world.home-limits.slack', why: 'the scenario has 3, outside -1 to 1' },
      { name: 'world.mandates.hazard', why: 'arm often sets it' },
      {
        name: 'world.mandates.hazard',
        why: expect.stringMatching(/^arm always has 1, outside 0\.\d+ to 0\.\d+$/),
      },
    ]);
    const stage = made.job.stages[1] as Stage;
    expect(stage.arms.map(({ id }) => aloneIn(stage, id))).toEqual([
      [],
      ['world.home-limits.slack'],
      [],
      [],
      [],
    ]);
  });

  it('is not called left where the experiment has a range of its own for it', async () => {
    const experiment = (ranges: string) =>
      [
        'format: 1',
        'scenario: first-mandate',
        'title: t',
        'question: q',
        `space: { declared: true, ranges: [${ranges}] }`,
      ].join('\n');
    const scenario = textOf('first-mandate').replace(
      /^ {2}mandates:$/m,
      '  home-limits: { slack: 3 }\n  mandates:',
    );
    const left = async (ranges: string) => {
      const made = await makeJob({ scenario, experiment: experiment(ranges) });
      if (!made.ok) throw new Error(JSON.stringify(made.problems));
      return made.job.declared?.left.map(({ name }) => name);
    };
    expect(await left('')).toEqual(['world.home-limits.slack']);
    expect(await left('{ id: slack, path: world.home-limits.slack, between: [2, 4] }')).toEqual([]);
    // Those of strategies are named otherwise than the places that they stand at.
    const weight = 'parties.secretariat.strategy.with.objectionWeight';
    const heavy = scenario.replace('objectionWeight: 1.5', 'objectionWeight: 9');
    const leftOf = async (ranges: string) => {
      const made = await makeJob({ scenario: heavy, experiment: experiment(ranges) });
      if (!made.ok) throw new Error(JSON.stringify(made.problems));
      return made.job.declared?.left.map(({ name }) => name);
    };
    expect(await leftOf('')).toContain('strategies.compromise-chair.objectionWeight');
    expect(await leftOf(`{ id: weight, path: ${weight}, between: [5, 10] }`)).toEqual([
      'world.home-limits.slack',
    ]);
  });

  it('has what an arm sets anew as the other arms have it, as far as the arm leaves it open', async () => {
    const made = await makeJob({
      scenario: textOf('first-mandate'),
      experiment: [
        'format: 1',
        'scenario: first-mandate',
        'title: t',
        'question: q',
        'arms:',
        '  - { id: plain, title: t }',
        '  - { id: wary, title: t, set: { world.trust: { priorBeta: 3, acts: { defection: 1 } } } }',
        '  - { id: no-trust, title: t, set: { world.trust: null } }',
        'space: declared',
      ].join('\n'),
    });
    if (!made.ok) throw new Error(JSON.stringify(made.problems));
    const stage = made.job.stages[1] as Stage;
    expect(heldBy(stage, 'wary')).toEqual(['world.trust.priorBeta', 'world.trust.acts.defection']);
    expect(heldBy(stage, 'no-trust')).toContain('world.trust.forgetting');
    const forgetting = titles(stage).indexOf('world.trust.forgetting');
    const [plain, wary] = [stage.point(0), stage.point(1)];
    expect(wary.cells[forgetting]).toBe(plain.cells[forgetting]);
    const loaded = await loadDocument(first.document, { overrides: wary.overrides });
    expect(loaded.ok && loaded.value.file.world['trust']).toMatchObject({
      priorBeta: 3,
      forgetting: plain.cells[forgetting],
    });
  });

  it('knows arms of a range of its own, and takes no other for one', () => {
    const range = (arm: string) =>
      `{ id: own, path: world.home-limits.slack, between: [0, 1], arms: [${arm}] }`;
    const lines = (arm: string) => [
      'arms: [{ id: plain, title: t }, { id: home, title: t, set: { world.home-limits: {} } }]',
      `space: { ranges: [${range(arm)}] }`,
    ];
    const stage = spaceOf(first, ...lines('home'));
    expect([0, 1].map((arm) => stage.point(arm).overrides.length)).toEqual([0, 2]);
    expect(problems(first, ...lines('hoem')).join()).toMatch(
      /^unknown-id space\.ranges\.own\.arms\[0\]: .*Did you mean home\?/,
    );
  });

  it('leaves out what no part of the scenario makes use of', async () => {
    const names = async (...overrides: Override[]) =>
      (await knownOf('first-mandate', overrides)).declared.parameters.map(({ name }) => name);
    const act = (name: string) => `world.trust.acts.${name}`;
    const usual = await names();
    // no aid and so no technology that is built together; but exits, excuses, and failures that are hidden
    expect(usual).not.toContain(act('joint-technology'));
    for (const name of ['withdrawal', 'escape', 'concealment']) expect(usual).toContain(act(name));
    expect(await names({ path: 'world.withdrawal', value: null })).not.toContain(act('withdrawal'));
    expect(await names({ path: 'world.trust', value: null })).not.toContain(
      'strategies.time-dependent.trustEffect',
    );
    expect(await names({ path: 'world.escape', value: null })).not.toContain(act('escape'));
    const candid = await names({ path: 'world.compliance.selfReport', value: 'always' });
    expect(candid).not.toContain(act('concealment'));
  });

  it('knows a place by its number, too', () => {
    const review = first.scenario.file.phases.findIndex(({ id }) => id === 'bargaining');
    const arm = `{ id: open, title: t, set: { "phases[${review}].with.openness": 1 } }`;
    const stage = spaceOf(first, `arms: [{ id: plain, title: t }, ${arm}]`, 'space: declared');
    const openness = (point: number) =>
      stage.point(point).overrides.filter(({ path: at }) => at.endsWith('with.openness'));
    expect(openness(0)).toHaveLength(1);
    expect(openness(1)).toEqual([{ path: `phases[${review}].with.openness`, value: 1 }]);
    const own = `{ id: open, path: "phases[${review}].with.openness", between: [0, 1] }`;
    const names = titles(spaceOf(first, `space: { declared: true, ranges: [${own}] }`));
    expect(names).not.toContain('phases.bargaining.with.openness');
  });
});

/** The job of an experiment on first-mandate, or its problems. */
async function jobOf(...lines: string[]) {
  const head = ['format: 1', 'scenario: first-mandate', 'title: t', 'question: q', 'replications: 8'];
  return makeJob({ scenario: textOf('first-mandate'), experiment: [...head, ...lines].join('\n') });
}

async function told(...lines: string[]): Promise<string[]> {
  const made = await jobOf(...lines);
  if (made.ok) return [];
  return made.problems.map(({ path: at, code, message }) => `${code} ${at}: ${message}`);
}

async function spaceStage(...lines: string[]): Promise<Stage> {
  const made = await jobOf(...lines);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.job.stages[1] as Stage;
}

describe('a factor', () => {
  const transparency = 'world.compliance.transparency';
  const withArm = (set: string, path = transparency) =>
    told(
      `arms: [{ id: a, title: t }, { id: u, title: t, set: { ${set} } }]`,
      `factors: [{ id: tr, path: ${path}, levels: [0.3, 0.6] }]`,
    );

  it('does not bring back what an arm takes out, nor undo what it sets', async () => {
    const says = (what: string) => [
      `set-twice factors.tr.path: arm u ${what}, and the factor tr sets ${transparency} in every arm`,
    ];
    expect(await withArm('world.compliance: null')).toEqual(says('takes out world.compliance'));
    expect(await withArm(`${transparency}: 0`)).toEqual(says(`sets ${transparency}`));
    expect(await withArm('world.compliance: { transparency: 0 }')).toEqual(says('sets world.compliance'));
    // One of several places is enough: the factor would stand for less in that arm.
    const several = `[utility.distance, ${transparency}]`;
    expect(await withArm('world.compliance: null', several)).toEqual(says('takes out world.compliance'));
    const whole = 'factors: [{ id: tr, path: world.compliance, levels: [{ id: none, value: null }] }]';
    expect(await told(`arms: [{ id: u, title: t, set: { ${transparency}: 0 } }]`, whole)).toEqual([
      `set-twice factors.tr.path: arm u sets ${transparency}, and the factor tr sets world.compliance in ` +
        'every arm',
    ]);
  });

  it('sets what an arm leaves open, and what lies beside it', async () => {
    expect(await withArm('world.compliance: { grace: 0 }')).toEqual([]);
    expect(await withArm('world.compliance.grace: 0')).toEqual([]);
    expect(await withArm('world.trust: null')).toEqual([]);
  });

  it('does not undo another, whether a place is given by id or by number', async () => {
    const at = first.scenario.file.phases.findIndex(({ id }) => id === 'bargaining');
    const pair = (one: string, two: string) => told('factors:', `  - ${one}`, `  - ${two}`);
    const open = '{ id: o, path: phases.bargaining.with.openness, levels: [0.2, 0.4] }';
    expect(await pair(open, `{ id: p, path: "phases[${at}].with.openness", levels: [0.1] }`)).toEqual([
      `set-twice factors.p.path: the factors o and p set the same place, phases[${at}].with.openness`,
    ]);
    const trust =
      '{ id: trust, path: world.trust, levels: [{ id: on, value: {} }, { id: off, value: null }] }';
    const forgetting = '{ id: f, path: world.trust.forgetting, levels: [0.7, 0.9] }';
    const says = 'the factor trust sets world.trust, and f sets world.trust.forgetting';
    expect(await pair(trust, forgetting)).toEqual([`set-twice factors.f.path: ${says}`]);
    expect(await pair(trust.replace(', { id: off, value: null }', ''), forgetting)).toEqual([]);
    expect(await pair(forgetting, trust)).toHaveLength(1);
  });
});

describe('a range of some arms', () => {
  const punishment = 'world.compliance.punishment';
  const arms = 'arms: [{ id: a, title: t }, { id: b, title: t }, { id: c, title: t }]';
  const pun = (id: string, named: string) => {
    const only = named === '' ? '' : `, arms: [${named}]`;
    return `    - { id: ${id}, path: ${punishment}, between: [0.1, 0.4]${only} }`;
  };
  /**
   * What is varied in each arm, of the columns with a word in their title, and that each place is set once.
   */
  const variedIn = (stage: Stage, word: RegExp) =>
    stage.arms.map((_, arm) => {
      const point = stage.point(arm);
      const paths = point.overrides.map(({ path: at }) => at);
      expect(new Set(paths).size).toBe(paths.length);
      const values = valuesAt(stage, point).map(({ id }) => stage.factors.find((factor) => factor.id === id));
      return values.map((factor) => factor?.title ?? '').filter((title) => word.test(title));
    });

  it('takes the place of the declared one in these arms alone', async () => {
    const stage = await spaceStage(arms, 'space:', '  declared: true', '  ranges:', pun('pun', 'b'));
    expect(variedIn(stage, /^pun$|punishment/)).toEqual([[punishment], ['pun'], [punishment]]);
    expect(['a', 'b', 'c'].map((id) => heldBy(stage, id))).toEqual([[], [], []]);
    expect(['a', 'b', 'c'].map((id) => aloneIn(stage, id))).toEqual([[], ['pun'], []]);
    expect(['a', 'b', 'c'].map((id) => replacedIn(stage, id))).toEqual([[], [punishment], []]);
    const everywhere = await spaceStage(
      arms,
      'space:',
      '  declared: true',
      '  ranges:',
      pun('pun', 'a, b, c'),
    );
    expect(titles(everywhere)).not.toContain(punishment);
  });

  it('does so for what these arms alone have, and for single places of a strategy', async () => {
    const home = (id: string) => `  - { id: ${id}, title: t, set: { world.home-limits: {} } }`;
    const slack = '{ id: own, path: world.home-limits.slack, between: [0, 1], arms: [h] }';
    const space = ['space:', '  declared: true', `  ranges: [${slack}]`];
    const alone = await spaceStage('arms:', home('h'), home('i'), ...space);
    expect(variedIn(alone, /^own$|slack/)).toEqual([['own'], ['world.home-limits.slack']]);
    const share = 'parties.norland.strategy.with.timeShare';
    const one = `{ id: one, path: ${share}, between: [0.2, 0.3], arms: [b] }`;
    const stage = await spaceStage(arms, 'space:', '  declared: true', `  ranges: [${one}]`);
    const both = ['one', 'strategies.time-dependent.timeShare'];
    expect(variedIn(stage, /^one$|timeShare/)).toEqual([[both[1]], both, [both[1]]]);
    expect(replacedIn(stage, 'b')).toEqual([]);
  });

  it('takes the place of a listed one of all arms, and shares none with one of the same arm', async () => {
    const space = (...ranges: string[]) => [arms, 'space:', '  ranges:', ...ranges];
    const stage = await spaceStage(...space(pun('all', ''), pun('own', 'b')));
    expect(variedIn(stage, /./)).toEqual([['all'], ['own'], ['all']]);
    expect(await told(...space(pun('one', 'a'), pun('two', 'b, c')))).toEqual([]);
    const clash = [`set-twice space.ranges.ro.path: ro and ro2 set the same place, ${punishment}`];
    expect(await told(...space(pun('ro', ''), pun('ro2', '')))).toEqual(clash);
    expect(await told(...space(pun('ro', 'a, b'), pun('ro2', 'b')))).toEqual(clash);
    const at = first.scenario.file.phases.findIndex(({ id }) => id === 'bargaining');
    const openness = (id: string, phase: string) =>
      `    - { id: ${id}, path: "${phase}.with.openness", between: [0, 1] }`;
    expect(await told(...space(openness('x', 'phases.bargaining'), openness('y', `phases[${at}]`)))).toEqual([
      `set-twice space.ranges.x.path: x and y set the same place, phases[${at}].with.openness`,
    ]);
  });
});

describe('a place that is given by its number', () => {
  it('is the element of the scenario as written, also where an arm takes out an earlier one', async () => {
    const at = first.scenario.file.phases.findIndex(({ id }) => id === 'bargaining');
    const factors = `factors: [{ id: open, path: "phases[${at}].with.openness", levels: [0.25, 0.75] }]`;
    const arms = 'arms: [{ id: plain, title: t }, { id: less, title: t, set: { phases.identify: null } }]';
    const stage = stagesOf(spelt(first, arms, factors), first.document)[0] as Stage;
    for (const [point, openness] of [0.25, 0.25, 0.75, 0.75].entries()) {
      const loaded = await loadDocument(first.document, { overrides: stage.point(point).overrides });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
      const bargaining = loaded.value.phases.find(({ id }) => id === 'bargaining');
      expect(bargaining?.parameters).toMatchObject({ openness });
    }
    expect(stage.factors[0]?.paths).toEqual([`phases[${at}].with.openness`]);
  });
});

describe('the share of a declared space in which a sign holds', () => {
  const stage = spaceOf(first, 'space: { declared: true, samples: 400 }');
  const points = Array.from({ length: stage.points }, (_, index) => stage.point(index).cells.map(Number));
  const valuesOf = (name: string) => {
    const at = titles(stage).indexOf(name);
    return points.map((cells) => cells[at] as number);
  };
  const parameters = stage.factors.map(({ title }, f) => ({
    name: title,
    values: points.map((cells) => cells[f] as number),
  }));
  const shareOf = (effects: readonly number[]) =>
    signShare(
      effects.map((estimate) => ({ estimate, lower: estimate - 1e-9, upper: estimate + 1e-9, n: 100 })),
      { expect: 'higher' },
      parameters,
    );

  it.each([
    // .6 lies 70 % of the way from .25 to .75
    ['a threshold', 'world.compliance.transparency', (x: number) => x - 0.6, 0.3, 'above', 0.6],
    // 1 is the middle of .25 to 4 by ratio
    ['a ratio', 'world.compliance.audits', (x: number) => 1 - x, 0.5, 'below', 1],
    // 4 and 5 of the whole numbers from 2 to 5
    ['whole numbers', 'world.withdrawal.reports', (x: number) => x - 3.5, 0.5, 'above', 3.5],
  ] as const)('is exact for %s, and the parameter is named', (_, name, effect, share, side, threshold) => {
    const found = shareOf(valuesOf(name).map(effect));
    expect(found.n).toBe(400);
    expect(found.holds.estimate).toBeCloseTo(share, 12);
    const [flipper, ...more] = tellingFlippers(found);
    expect(more).toEqual([]);
    expect(flipper).toMatchObject({ parameter: name, holds: side, separation: 1 });
    expect(flipper?.threshold).toBeCloseTo(threshold, 1);
  });

  it('is near that of two parameters together, and both are named', () => {
    const share = valuesOf('world.compliance.transparency').map((x) => (x - 0.25) / 0.5);
    const priors = valuesOf('world.trust.priorAlpha').map((x) => (x - 1) / 3);
    // x + y > ½ for two numbers in [0, 1]: all but a triangle of 1/8
    const found = shareOf(share.map((x, index) => x + (priors[index] as number) - 0.5));
    expect(found.holds.lower).toBeLessThan(7 / 8);
    expect(found.holds.upper).toBeGreaterThan(7 / 8);
    expect(
      tellingFlippers(found)
        .map(({ parameter }) => parameter)
        .sort(),
    ).toEqual(['world.compliance.transparency', 'world.trust.priorAlpha']);
  });

  it('names nobody for a sign that hangs on chance', () => {
    const found = shareOf(points.map((_, index) => ((index * 7919) % 400) - 199.5));
    expect(found.holds.estimate).toBeCloseTo(0.5, 1);
    expect(found.flippers).toHaveLength(stage.factors.length);
    expect(tellingFlippers(found)).toEqual([]);
  });
});

describe('a space that cannot be', () => {
  it.each([
    ['a word for it', ['space: declaredd'], /^bad-value space: must be declared.*Did you mean declared\?/],
    ['no ranges', ['space: { samples: 64 }'], /^missing-key space\.ranges: .*`declared: true`/],
    [
      'a mapping with a fault',
      ['space: { declared: true, samples: 3, of: 1 }'],
      /out-of-range space\.samples/,
    ],
    [
      'an unknown mechanism',
      ['space: { declared: true, leaveOut: [trsut] }'],
      /^unknown-id space\.leaveOut\[0\]: .*"trsut".*Did you mean trust\?/,
    ],
    [
      'an unknown parameter',
      ['space: { declared: true, leaveOut: [trust, world.compliance.punishmnet] }'],
      /^unknown-id space\.leaveOut\[1\]: .*Did you mean world\.compliance\.punishment\?/,
    ],
    [
      'a mechanism that is off',
      ['space: { declared: true, leaveOut: [emissions] }'],
      /^unknown-id space\.leaveOut\[0\]: the scenario uses no part or parameter "emissions"/,
    ],
    [
      'left out of nothing',
      ['space:', '  leaveOut: [trust]', '  ranges: [{ id: x, path: utility.voice, between: [0, 1] }]'],
      /^bad-value space\.leaveOut: only declared ranges/,
    ],
    [
      'a range of some arms alone and as well',
      [
        'arms: [{ id: a, title: a }, { id: b, title: b, set: { ticks: 70 } }]',
        'space: { ranges: [{ id: x, path: utility.voice, between: [0, 1], arms: [a], also: [b] }] }',
      ],
      /^bad-value space\.ranges\.x\.also: .*not both/,
    ],
    [
      'a range of arms that it does not play',
      [
        'arms: [{ id: a, title: a }, { id: b, title: b, set: { ticks: 70 } }]',
        'space: { arms: [a], ranges: [{ id: x, path: utility.voice, between: [0, 1], arms: [b] }] }',
      ],
      /^bad-value space\.ranges\.x\.arms: the space plays none of the arms/,
    ],
    [
      'nothing left',
      ['space: { declared: true, leaveOut: [utility, strategies, phases, world] }'],
      /^missing-key space: no parameter/,
    ],
    [
      'too many ranges, listed and declared',
      ['space:', '  declared: true', `  ranges: [${Array.from({ length: 200 }, (_, i) => listed(i))}]`],
      /^out-of-range space: the space has 2\d\d ranges, listed and declared; the most is 200 .*leaveOut/,
    ],
    [
      'too many runs',
      ['space: { declared: true, samples: 100000, replications: 10000 }'],
      /^out-of-range replications/,
    ],
  ])('is refused for %s', (_, lines, message) => {
    expect(problems(first, ...lines).join('\n')).toMatch(message);
  });

  it('names a whole group of parameters by what their names begin with', () => {
    const names = titles(spaceOf(first, 'space: { declared: true, leaveOut: [strategies, phases, world] }'));
    expect(names.every((name) => name.startsWith('utility.'))).toBe(true);
  });
});

describe('a batch over a declared space', () => {
  const texts = (space: string) => ({
    scenario: textOf('council-ai-regulation'),
    experiment: `format: 1\nscenario: council-ai-regulation\ntitle: t\nquestion: q\nspace: ${space}\n`,
  });

  it('is another one when its ranges are, and the same however they are asked for', async () => {
    const keys = await Promise.all(
      ['declared', '{ declared: true }', '{ declared: true, leaveOut: [utility.noise] }'].map(
        async (space) => {
          const made = await makeJob(texts(space));
          if (!made.ok) throw new Error(JSON.stringify(made.problems));
          expect(made.job.declared?.parameters.length).toBe(10);
          return made.job.key;
        },
      ),
    );
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });
});

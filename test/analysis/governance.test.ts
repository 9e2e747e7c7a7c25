// The state of governance against its definition, reckoned here from the public events alone.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { governanceOf, governanceVerdict } from '../../engine/analysis/governance.ts';
import {
  computeMetrics,
  createPlay,
  decodeEvents,
  foldEvents,
  idleMetrics,
  loadScenario,
  maySeeEvent,
  metricIds,
  parseOverride,
  type RunEvent,
  type Scenario,
  viewScenario,
} from '../../engine/index.ts';

const root = path.resolve(import.meta.dirname, '../..');

async function load(file: string, ...sets: string[]): Promise<Scenario> {
  const overrides = sets.map((set) => {
    const parsed = parseOverride(set);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.value;
  });
  const loaded = await loadScenario(readFileSync(path.join(root, file), 'utf8'), { overrides });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

const shipped = (id: string, ...sets: string[]) => load(`scenarios/${id}/scenario.yaml`, ...sets);

/** Metrics of a run, its events as everybody sees them while it goes on, and its view. */
function played(scenario: Scenario, seed: number) {
  const play = createPlay(scenario, { seed, keepRecords: true });
  play.toEnd();
  if (play.fault !== undefined) throw play.fault;
  const values = computeMetrics(play.run);
  const slot = (id: string) => metricIds(scenario.file).indexOf(id);
  const all = decodeEvents(scenario, play.recorder.records());
  const events = all.filter((event) => maySeeEvent(event, { role: 'public' }, false));
  const view = foldEvents(viewScenario(scenario.file, { role: 'public' }, false), events);
  return { metric: (id: string) => values[slot(id)]!, events, view };
}

/** The numbers of the rows, in plain arithmetic over events. */
function reckon(scenario: Scenario, events: readonly RunEvent[]) {
  const { file } = scenario;
  const of = (kind: string) => file.parties.filter((party) => party.kind === kind);
  const bound = new Set<string>();
  const backing = new Set<string>();
  const outside = new Set<string>();
  const levels = new Map<string, number>();
  let [kept, told, found] = [0, 0, 0];
  for (const event of events) {
    if (event.kind === 'becameBound') bound.add(event.party);
    if (event.kind === 'withdrew' || event.kind === 'revoked') bound.delete(event.party);
    if (event.kind === 'terminated') bound.clear();
    if (event.kind === 'endorsed' && event.endorses) backing.add(event.party);
    if (event.kind === 'mapped' && !event.invited) outside.add(event.party);
    if (event.kind === 'operationsReached') levels.set(event.system, event.value);
    if (event.kind === 'reported' && event.complies) kept++;
    // A failure that an audit found is reported as one that could not, and then told to have been hidden.
    if (event.kind === 'reported' && !event.complies && !event.able) told++;
    if (event.kind === 'concealmentFound') [told, found] = [told - 1, found + 1];
    if (event.kind === 'detected') found++;
  }
  const total = of('state').reduce((sum, { weight }) => sum + weight, 0);
  const weights = of('state').map(({ id, weight }) => [weight / total, bound.has(id)] as const);
  const inside = weights.reduce((sum, [weight, is]) => sum + (is ? weight : 0), 0);
  const compliance = file.world['compliance'] as { transparency: number } | undefined;
  const open = file.phases.map((phase) => (phase.with as { openness?: number }).openness);
  const known = inside > 0 ? compliance?.transparency : open.find((value) => value !== undefined);
  const heard = of('ngo').reduce((sum, { id, voice }) => sum + (outside.has(id) ? 0 : voice), 0);
  const firms = of('firm');
  return {
    data: inside * ((levels.get('registries') ?? 0) / 2 + (levels.get('data-sharing') ?? 0) / 2),
    industry:
      (firms.filter(({ id }) => backing.has(id)).length / firms.length) *
      (inside > 0 ? kept / (kept + told + found) : 0),
    public: ((known ?? Number.NaN) * heard) / of('ngo').length,
    together: inside ** 2 + weights.reduce((sum, [weight, is]) => sum + (is ? 0 : weight ** 2), 0),
    foreseen: told / (told + found),
  };
}

/** −1, 0 and 1 as the definition has them, for a number and its threshold. */
const grade = (value: number, threshold: number): number =>
  value < threshold / 2 ? -1 : value >= threshold ? 1 : Number.isNaN(value) ? Number.NaN : 0;

const arms: readonly (readonly [string, readonly string[], (...sets: string[]) => Promise<Scenario>])[] = [
  ['first mandate', [], (...sets) => shipped('first-mandate', ...sets)],
  ['its operational layer', ['world.operations={}'], (...sets) => shipped('first-mandate', ...sets)],
  ['fragmented markets', ['world.operations={}'], (...sets) => shipped('fragmented-markets', ...sets)],
  ['the laws of war', [], (...sets) => shipped('tlatelolco-laws', ...sets)],
  [
    'failures that may be hidden',
    ['world.compliance.selfReport=asked', 'world.compliance.candour=0.5'],
    (...sets) => shipped('first-mandate', ...sets),
  ],
  ['what happens after the gavel', [], (...sets) => load('test/model/after-the-gavel.yaml', ...sets)],
];

describe('the state of governance', () => {
  it.each(arms)('is in %s what the public events come to', async (_name, sets, scenarioOf) => {
    const scenario = await scenarioOf(...sets);
    const kinds = scenario.file.parties.map(({ kind }) => kind);
    const verdicts: number[] = [];
    for (let seed = 1; seed <= 6; seed++) {
      const { metric, events, view } = played(scenario, seed);
      const expected = reckon(scenario, events);
      const [data, industry, civil, outcome] = governanceOf(view);
      const shown = (state: typeof data, at = 0) => state?.measures[at]?.value ?? Number.NaN;

      const hasLayer = scenario.file.world['operations'] !== undefined;
      if (hasLayer) expect(shown(data)).toBeCloseTo(expected.data, 12);
      expect(metric('governanceData')).toBe(hasLayer ? grade(expected.data, 0.5) : Number.NaN);

      const hasFirms = kinds.includes('firm');
      if (hasFirms) expect(shown(industry)).toBeCloseTo(expected.industry, 12);
      expect(metric('governanceIndustry')).toBe(hasFirms ? grade(expected.industry, 0.5) : Number.NaN);

      const hasCitizens = kinds.includes('ngo');
      if (hasCitizens) expect(shown(civil)).toBeCloseTo(expected.public, 12);
      expect(metric('governancePublic')).toBe(hasCitizens ? grade(expected.public, 0.35) : Number.NaN);

      expect(shown(outcome)).toBeCloseTo(expected.together, 12);
      if (!Number.isNaN(expected.foreseen)) expect(shown(outcome, 1)).toBeCloseTo(expected.foreseen, 12);
      const grades = [grade(expected.together, 0.6), grade(expected.foreseen, 0.5)];
      const worst = grades.includes(-1) ? -1 : Math.min(...grades);
      expect(metric('governanceOutcome')).toBe(worst);
      verdicts.push(metric('governanceOutcome'), metric('governanceIndustry'), metric('governancePublic'));
    }
    expect(verdicts.some((value) => !Number.isNaN(value))).toBe(true);
  });

  it('moves from failure towards success as an agreement comes to bind', async () => {
    const scenario = await shipped('first-mandate');
    const { view, events } = played(scenario, 1);
    const states = scenario.file.parties.filter(({ kind }) => kind === 'state').map(({ id }) => id);
    const bound = events.flatMap((event) => (event.kind === 'becameBound' ? [event.party] : []));
    expect(bound.sort()).toEqual(states.sort());
    const early = foldEvents(view.scenario, events, 3);
    const at = (of: typeof view, row: number) => governanceOf(of)[row];
    expect(at(early, 1)).toMatchObject({ verdict: 'failure', measures: [{ value: 0 }] });
    expect(at(early, 3)?.verdict).toBe('failure');
    // All six states are bound in the end: two units of weight always live under the same rules.
    expect(at(view, 3)?.measures[0]?.value).toBeCloseTo(1, 12);
    expect(at(view, 1)?.verdict).toBe('success');
  });

  it('is not measured where the scenario lacks an input, and says which', async () => {
    const noFirms = await shipped('aid-window', 'world.operations=null');
    const { metric, view } = played(noFirms, 1);
    const [data, industry, civil, outcome] = governanceOf(view);
    expect(data).toMatchObject({ verdict: undefined, missing: expect.stringContaining('operational layer') });
    expect(industry).toMatchObject({ verdict: undefined, missing: expect.stringContaining('no firms') });
    expect(civil).toMatchObject({ verdict: undefined, missing: expect.stringContaining('no NGOs') });
    for (const id of ['governanceData', 'governanceIndustry', 'governancePublic']) {
      expect(metric(id)).toBe(Number.NaN);
    }
    expect(outcome?.missing).toBeUndefined();
    expect(idleMetrics(noFirms)).toContain('governanceData');

    const vote = await shipped('general-assembly-laws');
    const after = played(vote, 1);
    for (const { row, missing, measures } of governanceOf(after.view)) {
      expect(missing, row.id).toBeDefined();
      expect(measures, row.id).toEqual([]);
      expect(after.metric(row.metric), row.id).toBe(Number.NaN);
    }
  });

  it('waits for the first report where something binds', async () => {
    const scenario = await shipped('first-mandate');
    const { view, events } = played(scenario, 7);
    const first = events.find(({ kind }) => kind === 'reported')?.round ?? 0;
    const inForce = events.find(({ kind }) => kind === 'becameBound')?.round ?? 0;
    expect(first).toBeGreaterThan(inForce);
    const industry = governanceOf(foldEvents(view.scenario, events, inForce))[1];
    expect(industry).toMatchObject({ verdict: undefined, missing: expect.stringContaining('reported yet') });
  });
});

describe('a verdict', () => {
  const of = (...numbers: (readonly [number, number])[]) =>
    governanceVerdict(numbers.map(([value, threshold]) => ({ words: '', value, threshold })));

  it('has the thresholds of the model, and failure below half of them', () => {
    expect(of([0.5, 0.5])).toBe('success');
    expect(of([0.499, 0.5])).toBe('mixed');
    expect(of([0.25, 0.5])).toBe('mixed');
    expect(of([0.249, 0.5])).toBe('failure');
    expect(of([0.6, 0.6], [0.5, 0.5])).toBe('success');
    expect(of([1, 0.6], [0.49, 0.5])).toBe('mixed');
    expect(of([1, 0.6], [0.1, 0.5])).toBe('failure');
  });

  it('stands on the four rows of the model’s part 1.8', async () => {
    const { view } = played(await shipped('first-mandate', 'world.operations={}'), 7);
    const rows = governanceOf(view).map(({ row, measures }) => [
      row.source,
      measures.map((m) => m.threshold),
    ]);
    expect(rows).toEqual([
      ['model S-263, M22a', [0.5]],
      ['model S-264, M22b', [0.5]],
      ['model S-265, M22c', [0.35]],
      ['model S-266, M22d', [0.6, 0.5]],
    ]);
  });

  it('is open while an unknown number might decide, and only then', () => {
    expect(of([0.9, 0.6], [Number.NaN, 0.5])).toBeUndefined();
    expect(of([0.1, 0.6], [Number.NaN, 0.5])).toBe('failure');
    expect(of([Number.NaN, 0.5])).toBeUndefined();
  });
});

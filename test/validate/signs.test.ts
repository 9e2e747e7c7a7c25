import { describe, expect, it } from 'vitest';
import { fewestAlike } from '../../engine/analysis/statistics/paired.ts';
import { computeMetrics, createPlay, loadDocument, metrics } from '../../engine/index.ts';
import { signs } from '../../server/validate/signs/index.ts';
import { closingLines, signLines } from '../../server/validate/signs/report.ts';
import { measureSign, type Sign, verdictOfRow } from '../../server/validate/signs/sign.ts';
import { conference, given, membersOf } from '../../server/validate/signs/world.ts';

// The report of signs: that it measures what it says, pair by pair, and judges by the bound.

const few = { worlds: 3, seeds: 2 };
const slotOf = (id: string) => metrics.findIndex((metric) => metric.id === id);

/** A metric of one run. */
async function valueIn(document: object, seed: number, id: string): Promise<number> {
  const loaded = await loadDocument(document);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const play = createPlay(loaded.value, { seed });
  play.toEnd();
  return computeMetrics(play.run)[slotOf(id)]!;
}

const punished = (punishment: number) => ({
  name: `P ${punishment}`,
  document: (world: number) => given(world, { depth: 16, world: { compliance: { punishment } } }),
});
const sign: Sign = {
  id: 'punished',
  title: 'Punishment',
  prototype: 'none',
  fixed: 'membership and text',
  levels: [punished(0), punished(0.6)],
  expectations: [
    { metric: 'compliance', expect: 'higher' },
    { metric: 'compliance', expect: 'lower' },
    { metric: 'participation', expect: 'unchanged' },
    { metric: 'participation', expect: 'higher' },
  ],
};

describe('the registry', () => {
  it('has the levers of the model’s table that its mechanisms cover, once each', () => {
    const ids = signs.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const lever of [
      ...['rule', 'dispersion', 'transparency', 'transparency-talks', 'openness', 'audits', 'depth', 'aid'],
      ...['labs', 'modality', 'trust-prior', 'commit', 'waiver', 'shares', 'psi'],
    ]) {
      expect(ids).toContain(lever);
    }
  });

  it.each(signs.map((one) => [one.id, one] as const))('%s compares levels that it has', async (_id, one) => {
    for (const { metric, between = [] } of one.expectations) {
      expect(slotOf(metric), metric).toBeGreaterThanOrEqual(0);
      for (const place of between.flat()) expect(one.levels[place], `${metric} ${place}`).toBeDefined();
    }
    for (const level of one.levels) {
      const loaded = await loadDocument(level.document(1));
      expect(loaded.ok ? [] : loaded.problems, level.name).toEqual([]);
    }
  });
});

describe('a row', () => {
  it('is the mean over worlds of what its pairs differ by', async () => {
    const { measured } = await measureSign(sign, few);
    const worlds = [];
    for (let world = 1; world <= few.worlds; world++) {
      let sum = 0;
      for (let seed = 1; seed <= few.seeds; seed++) {
        const [before, after] = sign.levels.map((level) => level.document(world));
        sum += (await valueIn(after!, seed, 'compliance')) - (await valueIn(before!, seed, 'compliance'));
      }
      worlds.push(sum / few.seeds);
    }
    const mean = worlds.reduce((a, b) => a + b, 0) / worlds.length;
    expect(mean).toBeGreaterThan(0.01);
    expect(measured[0]!.difference.estimate).toBeCloseTo(mean, 12);
    expect(measured[0]!.after - measured[0]!.before).toBeCloseTo(mean, 12);
    expect(measured[0]!.pairs).toBe(few.worlds * few.seeds);
    // One-sided bounds of 99 per cent each.
    expect(measured[0]!.difference.level).toBe(0.98);
  });

  it('holds, is refuted or is undecided by the bound', async () => {
    const { measured, verdict } = await measureSign(sign, { worlds: fewestAlike, seeds: 1 });
    const [higher, lower, same, none] = measured;
    expect(higher!.difference.lower).toBeGreaterThan(0);
    expect([higher!.verdict, lower!.verdict]).toEqual(['holds', 'refuted']);
    // Everybody is a member at both levels: no difference is none, and refutes that there is one.
    expect(same!.difference).toMatchObject({ estimate: 0, lower: 0, upper: 0 });
    expect([same!.verdict, none!.verdict]).toEqual(['holds', 'refuted']);
    expect(verdict).toBe('refuted');
    expect(verdictOfRow([{ verdict: 'holds' }, { verdict: 'undecided' }])).toBe('undecided');
    expect(verdictOfRow([{ verdict: 'holds' }, { verdict: 'holds' }])).toBe('holds');
    expect(verdictOfRow([])).toBe('undecided');
  });

  it('counts a month that never came as the one named, and leaves it out otherwise', async () => {
    const never = { name: 'never', document: (world: number) => conference(world, unanimous) };
    const unanimous = {
      dispersion: 0.4,
      rules: { decision: [{ rule: 'consensus', absence: 'counts-as-no' }] },
    };
    const soon = { name: 'soon', document: (world: number) => conference(world, { dispersion: 0.05 }) };
    const talks: Sign = {
      ...sign,
      levels: [soon, never],
      expectations: [
        { metric: 'adoptionTick', expect: 'higher', never: 30 },
        { metric: 'adoptionTick', expect: 'higher' },
      ],
    };
    const { measured } = await measureSign(talks, { worlds: 4, seeds: 1 });
    const months = [];
    for (let world = 1; world <= 4; world++) {
      months.push(await valueIn(never.document(world), 1, 'adoptionTick'));
    }
    const failed = months.filter((month) => Number.isNaN(month)).length;
    expect(failed).toBeGreaterThan(0);
    expect(measured[0]!.pairs).toBe(4);
    expect(measured[1]!.pairs).toBe(4 - failed);
    const all = months.map((month) => (Number.isNaN(month) ? 30 : month));
    expect(measured[0]!.after).toBeCloseTo(all.reduce((a, b) => a + b, 0) / 4, 12);
  });

  it('prints the side of the interval that it was judged by', async () => {
    const result = await measureSign(sign, few);
    const page = signLines(result).join('\n');
    const { lower, upper } = result.measured[0]!.difference;
    expect(page).toContain('REFUTED: Punishment');
    expect(page).toContain(`≥ ${lower.toFixed(3)}`);
    expect(page).toContain(`≤ ${upper.toFixed(3)}`);
    expect(closingLines([result], few).join(' ')).toContain('levers: 0 of 1 hold, 1 refuted, 0 undecided');
  });
});

describe('the worlds', () => {
  it('have the same parties at every level, and everybody in a given treaty', async () => {
    const parties = (document: object) => (document as { parties: object[] }).parties;
    expect(parties(conference(1, { openness: 1 }))).toEqual(parties(conference(1)));
    expect(parties(conference(2))).not.toEqual(parties(conference(1)));
    expect(parties(conference(1)).length).toBe(21);
    expect(membersOf('frontier').length + membersOf('middle').length + membersOf('emerging').length).toBe(20);
    for (let world = 1; world <= 5; world++) {
      expect(await valueIn(given(world, { depth: 4 * world - 2 }), 1, 'participation')).toBeCloseTo(1, 9);
      expect(await valueIn(given(world, { depth: 4 * world - 2 }), 1, 'depth')).toBeCloseTo(
        (4 * world - 2) / 20,
        9,
      );
    }
  });
});

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../engine/analysis/experiment/parse.ts';
import { metricIds } from '../../engine/analysis/metrics.ts';
import { loadScenario } from '../../engine/index.ts';
import { scenarioIds } from '../../server/places.ts';
import { run as plenary } from '../cli/capture.ts';

const shipped = (id: string, file: string) =>
  readFileSync(path.resolve(import.meta.dirname, '../../scenarios', id, file), 'utf8');

describe.each(scenarioIds())('the default experiment of %s', (id) => {
  it('has hypotheses on metrics that exist, and arms that load', async () => {
    const text = shipped(id, 'scenario.yaml');
    const plain = await loadScenario(text);
    if (!plain.ok) throw new Error(JSON.stringify(plain.problems));
    const parsed = parseExperiment(shipped(id, 'experiment.yaml'), metricIds(plain.value.file));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect(parsed.value.scenario).toBe(id);
    expect(parsed.value.hypotheses.length).toBeGreaterThan(0);
    const digests = new Set<string>();
    for (const { set } of parsed.value.arms) {
      const overrides = Object.entries(set).map(([place, value]) => ({ path: place, value }));
      const loaded = await loadScenario(text, { overrides });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
      digests.add(loaded.value.digest);
    }
    expect(digests.size).toBe(parsed.value.arms.length);
  });
});

describe('plenary experiment', () => {
  it('plays the arms on the same seeds and judges the hypotheses', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'plenary-experiment-'));
    const args = ['experiment', 'first-mandate', '--replications', '6', '--quiet'];
    const result = await plenary([...args, '--json'], { folder });
    expect(result.exit).toBe(0);
    const report = JSON.parse(result.out);
    const delayed = report.hypotheses.find((entry: { id: string }) => entry.id === 'late-orders-delay');
    expect(delayed.verdict).toBe('supported');
    // What an arm comes to is what `batch` gives for the same seeds with the same values set.
    const single = await plenary(
      ['batch', 'first-mandate', '--seeds', '1..6', '--set', 'world.mandates.tick=6', '--quiet'],
      { folder },
    );
    const [head, ...rows] = single.out.trim().split('\n');
    const column = head?.split(',').indexOf('adoptionTick') as number;
    const ticks = rows.map((row) => Number(row.split(',')[column]));
    const point = report.points.find((entry: { arm: string }) => entry.arm === 'late-order');
    expect(point.metrics.adoptionTick.n).toBe(6);
    expect(point.metrics.adoptionTick.mean).toBeCloseTo(ticks.reduce((sum, tick) => sum + tick, 0) / 6, 12);
    expect((await plenary(args, { folder })).out).toContain('SUPPORTED  late-orders-delay');
  });

  it('refuses what cannot be run, with every problem at once', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'plenary-experiment-'));
    const text = [
      'format: 1',
      'scenario: first-mandate',
      'title: t',
      'question: q',
      'arms:',
      '  - { id: one, title: one }',
      '  - { id: one, title: two }',
      'hypotheses:',
      '  - { id: h, metric: dephts, arm: one, against: too, expect: higher, why: w }',
    ].join('\n');
    writeFileSync(path.join(folder, 'experiment.yaml'), text);
    const result = await plenary(['experiment', 'experiment.yaml', '--quiet'], { folder });
    expect(result.exit).toBe(3);
    expect(result.out).toBe('');
    expect(result.err).toMatch(/duplicate-id/);
    expect(result.err).toMatch(/unknown-id/);
    expect((await plenary(['experiment', 'nothing-here'], { folder })).exit).toBe(2);
    expect((await plenary(['experiment', 'first-mandate', '--replications', '1'], { folder })).exit).toBe(2);
  });
});

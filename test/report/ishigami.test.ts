/**
 * Ishigami’s function as a formula of an experiment: what a whole batch makes of it, against its closed form
 * (Ishigami and Homma 1990, a = 7, b = .1).
 */
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFolder } from '../../server/batch/reopen.ts';
import { collectReport } from '../../server/report/collect.ts';
import { root, run, scratch } from '../cli/capture.ts';

const pi = '3.141592653589793';

async function batchOf(design: string) {
  const folder = scratch();
  // The smallest scenario at hand: what happens in it does not count.
  const tiny = path.join(root, 'test/conformance/protocols/agenda-setting.yaml');
  copyFileSync(tiny, path.join(folder, 'scenario.yaml'));
  const factors = ['x1', 'x2', 'x3'].map((id) => `  - { id: ${id}, between: [-${pi}, ${pi}] }`).join('\n');
  writeFileSync(
    path.join(folder, 'experiment.yaml'),
    `
format: 1
scenario: tiny-agenda-setting
title: Ishigami
question: Which factors matter?
replications: 1
factors:
${factors}
design: ${design}
metrics:
  - agreed
  - { id: y, expression: sin(x1) + 7 * sin(x2)^2 + 0.1 * x3^4 * sin(x1) }
hypotheses: []
`,
  );
  const words = ['batch', 'experiment.yaml', '--out', 'b', '--workers', '1', '--quiet'];
  expect(await run(words, { folder })).toEqual({ exit: 0, out: '', err: '' });
  return collectReport(await readFolder('b', folder));
}

describe('a batch of Ishigami’s function', () => {
  it('finds the Sobol indices of the closed form', async () => {
    const { sensitivity } = await batchOf('{ kind: saltelli, base: 1024 }');
    const found = sensitivity.find(({ metric }) => metric === 'y');
    if (found?.kind !== 'sobol') throw new Error('no Sobol indices');
    // V1 = ½ (1 + b π⁴/5)², V2 = a²/8, V13 = b² π⁸ (1/18 − 1/50).
    const v1 = 0.5 * (1 + (0.1 * Math.PI ** 4) / 5) ** 2;
    const v2 = 49 / 8;
    const v13 = 0.01 * Math.PI ** 8 * (1 / 18 - 1 / 50);
    const total = v1 + v2 + v13;
    const expected = [
      [v1 / total, (v1 + v13) / total],
      [v2 / total, v2 / total],
      [0, v13 / total],
    ];
    found.indices.factors.forEach(({ first, total: all }, f) => {
      expect(Math.abs(first.estimate - (expected[f]?.[0] as number))).toBeLessThan(0.03);
      expect(Math.abs(all.estimate - (expected[f]?.[1] as number))).toBeLessThan(0.03);
    });
  });

  it('screens them as Morris does: what matters most is x3 with x1, and x2 alone is curved', async () => {
    const { sensitivity } = await batchOf('{ kind: morris, trajectories: 200 }');
    const found = sensitivity.find(({ metric }) => metric === 'y');
    if (found?.kind !== 'morris') throw new Error('no Morris effects');
    const [x1, x2, x3] = found.factors.map(({ effect }) => effect);
    // With 4 levels, steps of 2/3 of the range: sin(x2)² is 0 or .75, so every effect of x2 is ± 7 · .75 ·
    // 1.5.
    expect(x2?.muStar.estimate).toBeCloseTo(7.875, 6);
    expect(Math.abs(x2?.mu.estimate as number)).toBeLessThan(2);
    // x3 acts through sin(x1) alone, and as often up as down.
    expect(Math.abs(x3?.mu.estimate as number)).toBeLessThan(2);
    expect(x3?.muStar.estimate).toBeGreaterThan(4);
    expect(x1?.muStar.estimate).toBeGreaterThan(4);
  });
});

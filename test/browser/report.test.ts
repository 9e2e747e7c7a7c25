// The report of a batch in a browser: read on a phone, on a desk and on paper.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, scratch } from '../cli/capture.ts';
import { launchBrowser } from '../setup/browser.ts';
import { problemsOn } from './axe.ts';

const experiment = (design: string) => `
format: 1
scenario: first-mandate
title: What is seen and what is kept
question: Does detection make parties keep what they promised, wherever the plausible values lie?
replications: 6
arms:
  - { id: plain, title: as it is }
  - { id: blind, title: nothing is seen, set: { world.compliance.transparency: 0 } }
${design}
metrics: [agreed, adoptionTick, forceTick, compliance]
series: { every: tick, metrics: [compliance] }
space:
  samples: 24
  replications: 4
  ranges:
    - { id: punishment, path: world.compliance.punishment, between: [0.1, 0.6] }
    - { id: stakes, path: utility.distance, between: [1, 3], scale: log }
    - id: monitored
      title: strategies.time-dependent.monitoringEffect
      path:
        - parties.meridia.strategy.with.monitoringEffect
        - parties.norland.strategy.with.monitoringEffect
      between: [0.6, 1.8]
hypotheses:
  - { id: seen, metric: compliance, arm: blind, against: plain, expect: lower, why: detection works }
  - { id: talks, metric: agreed, arm: blind, against: plain, expect: unchanged, within: 0.2, why: not seen }
`;

const sampled = `factors:
  - { id: distance, path: utility.distance, between: [1, 3] }
  - { id: audits, path: world.compliance.audits, levels: [1, 2, 3] }
design: { kind: latin-hypercube, samples: 40 }`;
const grid = `factors:
  - { id: reach, path: utility.distance, levels: [1.2, 1.6, 2, 2.4, 2.8, 3.2, 3.6, 4] }
  - { id: audits, path: world.compliance.audits, levels: [1, 2] }`;

let browser: Browser;
const pages: Record<string, string> = {};

beforeAll(async () => {
  const folder = scratch();
  for (const [name, design] of Object.entries({ sampled, grid })) {
    writeFileSync(path.join(folder, `${name}.yaml`), experiment(design));
    const words = ['batch', `${name}.yaml`, '--out', name, '--workers', '1', '--quiet'];
    expect(await run(words, { folder })).toEqual({ exit: 0, out: '', err: '' });
    expect((await run(['report', name], { folder })).exit).toBe(0);
    pages[name] = pathToFileURL(path.join(folder, name, 'report.html')).href;
  }
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
});

async function visit(name: string, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(pages[name] as string);
    await work(page);
  } finally {
    await context.close();
  }
}

/** The smallest text of all charts, in pixels of the screen, and how far charts stick out of their frames. */
const measure = (page: Page) =>
  page.evaluate(() => {
    let smallest = Number.POSITIVE_INFINITY;
    for (const svg of document.querySelectorAll('svg')) {
      const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      for (const text of svg.querySelectorAll('text')) {
        smallest = Math.min(smallest, scale * Number.parseFloat(getComputedStyle(text).fontSize));
      }
    }
    return { smallest, charts: document.querySelectorAll('svg').length };
  });

describe.each(['sampled', 'grid'])('the report of a %s design', (name) => {
  it('passes axe and fits a phone and a desk, with text that can be read', async () => {
    await visit(name, async (page) => {
      expect(await problemsOn(page)).toEqual([]);
      for (const width of [360, 768, 1280, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        const { smallest, charts } = await measure(page);
        expect(charts).toBeGreaterThan(8);
        expect(smallest).toBeGreaterThanOrEqual(10);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      }
    });
  });

  it('is whole on paper', async () => {
    await visit(name, async (page) => {
      await page.emulateMedia({ media: 'print' });
      // The width of A4 between its margins.
      await page.setViewportSize({ width: 680, height: 1000 });
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll('svg, td, th')].filter(
          (part) => part.getBoundingClientRect().right > innerWidth + 0.5,
        ),
      );
      expect(cut.length).toBe(0);
    });
  });
});

describe('the scatters of a report', () => {
  it('draw every place of a sampled design and of the plausible space, and say it in tables', async () => {
    await visit('sampled', async (page) => {
      const chart = page.getByRole('img', { name: /^Compliance over distance in the arm blind/i });
      const moves = (await chart.locator('.marks').getAttribute('d'))?.match(/M/g)?.length;
      expect(moves).toBe(40);
      const space = page.getByRole('img', { name: /^seen: difference in Compliance over punishment/i });
      const drawn = await space
        .locator('.marks')
        .evaluateAll((paths) => paths.map((one) => one.getAttribute('d')?.match(/M/g)?.length ?? 0));
      expect(drawn.reduce((sum, count) => sum + count, 0)).toBe(24);
      const ranges = page.getByRole('region', { name: /^What was varied/ });
      expect(await ranges.getByRole('row').allTextContents()).toEqual([
        'parametersetsas it standsplausibleunitsource',
        'punishmentworld.compliance.punishment0.30.1 to 0.6the experiment',
        'stakesutility.distance1.61 to 3, by ratiothe experiment',
        'strategies.time-dependent.monitoringEffectparties.meridia.strategy.with.monitoringEffect and 1 more' +
          '–0.6 to 1.8the experiment',
      ]);
      const fifths = page.getByRole('region', { name: /means by fifths of each factor/ }).first();
      expect(await fifths.getByRole('row').count()).toBe(3);
      const levels = page.getByRole('region', { name: 'Compliance: means by audits' }).getByRole('row');
      expect((await levels.first().textContent())?.replace(/\s/g, '')).toBe('arm123');
    });
  });
});

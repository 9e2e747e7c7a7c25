// Charts of twenty years and of twenty-two parties: nothing that is written covers or breaks anything else.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlay, formatRecord, loadScenario, makeRecord } from '../../engine/index.ts';
import {
  labelsThatFit,
  monthSteps,
  multiplesIn,
  roundSteps,
  stepThatFits,
} from '../../viewer/model/scales.ts';
import { launchBrowser } from '../setup/browser.ts';
import { type Served, serveFiles } from './server.ts';

describe('numbers under an axis', () => {
  it.each([
    [roundSteps, 4, 16, 300, 2],
    [roundSteps, 4, 84, 300, 10],
    [roundSteps, 24, 240, 230, 50],
    [roundSteps, 24, 240, 1500, 5],
    [monthSteps, 9, 84, 380, 12],
    [monthSteps, 27, 240, 280, 60],
  ])('have a step from %j that suits months %i to %i in %i pixels', (steps, first, last, room, step) => {
    expect(stepThatFits(steps, first, last, room)).toBe(step);
  });

  it('are the multiples of the step', () => {
    expect(multiplesIn(12, 9, 60)).toEqual([12, 24, 36, 48, 60]);
    expect(multiplesIn(1, 3, 5)).toEqual([3, 4, 5]);
  });
});

describe('labels of texts', () => {
  it('leave out what would cover one before', () => {
    const label = (key: string, right: number, middle: number) => ({ key, right, middle, words: key });
    const wanted = [label('text, r24', 100, 50), label('r23', 90, 56), label('r22', 90, 70)];
    expect([...labelsThatFit(wanted)]).toEqual(['text, r24', 'r22']);
  });
});

describe('the panels of a long run of many parties', () => {
  let browser: Browser;
  let files: Served;
  let record: string;

  beforeAll(async () => {
    const file = path.resolve(import.meta.dirname, '../../scenarios/climate-ledger/scenario.yaml');
    const loaded = await loadScenario(readFileSync(file, 'utf8'));
    if (!loaded.ok) throw new Error('climate-ledger does not load');
    const play = createPlay(loaded.value, { seed: 7, keepRecords: true, keepSliceDigests: true });
    play.toEnd();
    record = formatRecord(makeRecord(play, { seed: 7 }));
    browser = await launchBrowser();
    files = await serveFiles();
  });
  afterAll(async () => {
    await browser?.close();
    await files?.close();
  });

  const panel = (page: Page, name: string): Locator =>
    page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name, exact: true }) })
      .last();
  const boxesOf = (all: Locator) =>
    all.evaluateAll((elements) =>
      elements.map((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return { left, right, top, bottom };
      }),
    );

  it.each([360, 1280, 1920])('keep their labels whole and apart at %i pixels', async (width) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(files.url);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Open a record' }).click();
    const file = { name: 'ledger.json', mimeType: 'application/json', buffer: Buffer.from(record) };
    await (await chooser).setFiles(file);
    await page.getByRole('slider', { name: 'Round being looked at' }).waitFor();
    for (const name of ['Trust over time', 'After the gavel', 'Cannot and will not']) {
      const place = panel(page, name);
      await place.locator('.axis').first().waitFor();
      const [chart] = await boxesOf(place.locator('.chart'));
      const labels = await boxesOf(place.locator('.axis'));
      expect(labels.length).toBeGreaterThan(3);
      for (const [i, one] of labels.entries()) {
        expect(one.right, `${name} is cut`).toBeLessThanOrEqual(chart?.right ?? 0);
        for (const other of labels.slice(i + 1)) {
          const isApart = one.right <= other.left || other.right <= one.left;
          expect(isApart || one.bottom <= other.top + 4 || other.bottom <= one.top + 4, name).toBe(true);
        }
      }
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const matrix = panel(page, 'Trust').locator('tbody th');
    for (const { top, bottom } of await boxesOf(matrix)) expect(bottom - top).toBeLessThan(32);
    const heads = await panel(page, 'Trust')
      .locator('thead th span')
      .evaluateAll((spans) => spans.map((span) => span.getClientRects()[0]?.width ?? 99));
    expect(Math.max(...heads)).toBeLessThan(20);
    await context.close();
  });
});

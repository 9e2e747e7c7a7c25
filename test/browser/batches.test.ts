// Batches in the viewer: told apart on the home page, and named on the page of each of their runs.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, scratch } from '../cli/capture.ts';
import { launchBrowser } from '../setup/browser.ts';
import { problemsOn } from './axe.ts';
import { type Served, startBuiltServer } from './server.ts';

const experiment = `
format: 1
scenario: first-mandate
title: Seen and kept
question: q
replications: 2
arms:
  - { id: plain, title: as it is }
  - { id: blind, title: nothing is seen, set: { world.compliance.transparency: 0 } }
factors: [{ id: stakes, path: utility.distance, levels: [1.2, 2] }]
metrics: [compliance]
`;

let browser: Browser;
let server: Served;
let folder: string;

beforeAll(async () => {
  folder = scratch();
  writeFileSync(path.join(folder, 'experiment.yaml'), experiment);
  mkdirSync(path.join(folder, 'results'));
  const words = ['batch', 'experiment.yaml', '--workers', '1', '--quiet', '--out'];
  await run([...words, 'results/pilot'], { folder });
  await run([...words, 'results/full', '--replications', '3'], { folder });
  browser = await launchBrowser();
  server = await startBuiltServer(['--results', path.join(folder, 'results')]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function visit(address: string, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(server.url + address);
    await work(page);
  } finally {
    await context.close();
  }
}

describe('batches in the viewer', () => {
  it('of one title are told apart by folder, time, rules and runs', async () => {
    await visit('', async (page) => {
      const list = page.getByRole('region', { name: 'Batches with reports' });
      await list.waitFor();
      const items = (await list.getByRole('listitem').allTextContents()).map((text) =>
        text.replace(/\s+/g, ' '),
      );
      expect(items).toEqual([
        expect.stringMatching(/^ ?Seen and kept full 12 runs · rules \d+ · \d{4}-\d\d-\d\d \d\d:\d\d UTC/),
        expect.stringMatching(/^ ?Seen and kept pilot 8 runs · rules \d+ · \d{4}-/),
      ]);
      expect(await problemsOn(page)).toEqual([]);
      await list.getByRole('link', { name: 'Seen and kept' }).first().click();
      await page.waitForURL(/batches\/full\/$/);
    });
  });

  it('are named on the page of a run, with its arm, factors and replication', async () => {
    const sql = "select run from runs where arm = 'blind' and stakes = 2 and replicate = 1";
    const asked = await run(['query', 'results/pilot', sql, '--json'], { folder });
    const [{ run: number }] = JSON.parse(asked.out);
    await visit(`#/batch/pilot/${number}`, async (page) => {
      const origin = page.getByRole('region', { name: 'Where the run stands in its batch' });
      await origin.waitFor();
      await page.locator('.same').first().waitFor();
      expect((await origin.innerText()).replace(/\s+/g, ' ')).toBe(
        `Seen and kept arm blind (nothing is seen) stakes = 2 replicate 1 run ${number}`,
      );
      expect(await problemsOn(page)).toEqual([]);
      await origin.getByRole('link').click();
      await page.waitForURL(/batches\/pilot\/$/);
    });
  });
});

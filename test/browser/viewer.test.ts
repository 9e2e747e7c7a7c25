// The viewer as a person meets it: built, served and clicked through in a browser.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../setup/browser.ts';
import { problemsOn, violationsOn } from './axe.ts';
import { loadFirstMandate, recordText } from './records.ts';
import { type Served, serveFiles, startBuiltServer } from './server.ts';

let browser: Browser;
let server: Served;
let files: Served;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'plenary-viewer-'));
  browser = await launchBrowser();
  files = await serveFiles();
  server = await startBuiltServer();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await files?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page of its own; errors in it fail the test that opened it. */
async function visit(url: string, work: (page: Page) => Promise<void>): Promise<void> {
  // The policy of the server forbids foreign scripts, and axe is one.
  // Without motion nothing is half faded in when it is looked at.
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    bypassCSP: true,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  try {
    await page.goto(url);
    await work(page);
    expect(errors).toEqual([]);
  } finally {
    await context.close();
  }
}

const slider = (page: Page) => page.getByRole('slider', { name: 'Round being looked at' });
const roundShown = async (page: Page) => Number(await slider(page).getAttribute('aria-valuenow'));

/** A computed style of the first element that a selector finds. */
async function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
}

/** The entry of first-mandate in the list of scenarios. */
const entryOf = (page: Page) =>
  page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'First mandate' }) });

async function startRun(page: Page, seed: string): Promise<void> {
  await entryOf(page).getByLabel('Seed').fill(seed);
  await entryOf(page).getByRole('button', { name: 'Watch a run' }).click();
  await slider(page).waitFor();
}

describe('a run', () => {
  it('is watched, scrubbed and verified', async () => {
    await visit(server.url, async (page) => {
      await page.getByRole('heading', { name: 'First mandate' }).waitFor();
      expect(await problemsOn(page)).toEqual([]);

      await startRun(page, '7');
      await page.getByLabel('Speed, rounds a second').selectOption('20');
      // Screens bring their styles with them.
      expect(await styleOf(page, 'header h1', 'font-size')).toBe('18px');
      const verify = page.getByRole('button', { name: 'Verify' });
      expect(await verify.isDisabled()).toBe(true);
      await page.getByText('Save record').waitFor();

      const last = await roundShown(page);
      expect(last).toBeGreaterThan(20);
      await slider(page).focus();
      await page.keyboard.press('Home');
      expect(await roundShown(page)).toBe(0);
      await page.keyboard.press('PageDown');
      await page.keyboard.press('ArrowRight');
      expect(await roundShown(page)).toBe(2);
      await page.getByText('Nothing drafted yet.').first().waitFor();
      await page.getByRole('button', { name: 'To the end' }).click();
      expect(await roundShown(page)).toBe(last);
      const votes = page.getByRole('region', { name: 'Votes' });
      // the last votes are those of the review, the first one is that on the text
      const earlier = votes.getByRole('button', { name: 'Earlier vote' });
      await earlier.waitFor();
      while (await earlier.isEnabled()) await earlier.click();
      await votes.getByText('Nobody formally objects: 6 of 6, needed 6').waitFor();
      expect(await votes.getByRole('region', { name: 'Let it pass: 6' }).getByRole('button').count()).toBe(6);

      await verify.click();
      await page.locator('.same').waitFor();
      const shown = (await page.locator('.same code').textContent()) ?? '';
      const runs = (await (await fetch(`${server.url}api/runs`)).json()) as { digest: string }[];
      expect(runs[0]?.digest.slice(0, 8)).toBe(shown.slice(0, 8));
      expect(await problemsOn(page)).toEqual([]);
    });
  });

  it('shows brackets with supporters, the text as a treaty and why a party acts', async () => {
    await visit(server.url, async (page) => {
      await startRun(page, '7');
      await page.getByLabel('Speed, rounds a second').selectOption('20');
      await page.getByText('Save record').waitFor();
      const starts = page
        .getByRole('region', { name: 'Log' })
        .getByRole('button', { name: 'r4', exact: true });
      await page.getByRole('button', { name: /Show the .* earlier lines/ }).click();
      await starts.click();
      expect(await roundShown(page)).toBe(4);
      const bracket = page.getByRole('list', { name: 'Options still on the table' }).first();
      expect(await bracket.getByRole('listitem').count()).toBeGreaterThan(1);
      expect(await bracket.textContent()).toMatch(/[A-Z]{3}/);

      const history = page.getByRole('region', { name: 'How the text came to be' });
      expect(await history.getByText(/\d brackets? open/).count()).toBe(1);
      await history.getByLabel('From').selectOption({ label: 'r3 · revision 1' });
      await history.getByLabel('to', { exact: true }).selectOption({ label: 'r8 · revision 6' });
      expect(await history.locator('del').first().textContent()).not.toBe('');
      expect(await history.locator('ins').first().textContent()).not.toBe('');

      const remedies = page.getByRole('region', { name: 'What would it take?' });
      await remedies
        .getByText(/Norland/)
        .first()
        .waitFor();
      expect(await remedies.getByRole('listitem').count()).toBeGreaterThan(1);
      const space = page.getByRole('slider', { name: /^Outcome space/ });
      await space.focus();
      await page.keyboard.press('ArrowRight');
      expect(await space.getAttribute('aria-valuetext')).toMatch(/^Largest sum: \d of 6 would take it/);
      await page.getByLabel('Across').selectOption({ label: 'Norland' });
      await page.getByText('gain of Norland').waitFor();
      await page.getByText('No vote had been taken by this round.').waitFor();

      await page.getByRole('button', { name: 'Read as treaty' }).click();
      await page.getByText('The Parties to this Agreement,').waitFor();
      await page
        .getByText(/shall enter into force on the day on which three States have deposited/)
        .waitFor();

      await page.getByRole('button', { name: /NRL Norland/ }).click();
      await page.getByText('Utility against the limit').last().waitFor();
      const live = page.getByRole('list', { name: 'States' }).locator('[aria-current="true"]');
      await page.getByRole('tab', { name: /stance/i }).click();
      expect(await live.textContent()).toMatch(/bargaining|holding|accepting/);
      await page.keyboard.press('ArrowRight');
      expect(await live.textContent()).toMatch(/none/);
      await page.getByText(/From here: sign leads to signed, if text adopted/).waitFor();
      expect(await problemsOn(page)).toEqual([]);
    });
  });

  it('gives the text as a page whose address opens the verified replay', async () => {
    await visit(server.url, async (page) => {
      await startRun(page, '7');
      await page.getByLabel('Speed, rounds a second').selectOption('20');
      await page.getByText('Save record').waitFor();
      const link = page.getByRole('link', { name: 'Page to print' });
      const treaty = new URL((await link.getAttribute('href')) ?? '', server.url).href;
      for (const query of ['', '?revision=1']) {
        await page.goto(treaty + query);
        await page.getByRole('heading', { name: /Agreement on the Governance/ }).waitFor();
        expect(await problemsOn(page)).toEqual([]);
      }
      await page.goto(treaty);
      const replay =
        (await page.getByRole('link', { name: 'open in the browser' }).getAttribute('href')) ?? '';
      await page.goto('about:blank');
      await page.goto(replay);
      await page.getByRole('status').getByText('verified').waitFor();
      expect(await violationsOn(page)).toEqual([]);
      await page.goto('about:blank');
      await page.goto(replay.replace(/digest=.{8}/, 'digest=00000000'));
      await page.getByText('This is not the run that the address names.').waitFor();
    });
  });

  it('is changed by a form, which names what is wrong in its place', async () => {
    await visit(server.url, async (page) => {
      await entryOf(page).getByRole('link', { name: 'Change something and run' }).click();
      const search = page.getByLabel(/^Search all \d+ values/);
      await search.waitFor();
      expect(await problemsOn(page)).toEqual([]);
      const changes = page.getByRole('complementary', { name: 'Changes' });
      const watch = page.getByRole('button', { name: 'Watch a run' });
      await page.getByText('Write a line by hand').click();
      const byHand = page.getByLabel(/One change a line/);
      await byHand.fill('no equals sign');
      await page.getByText('Not of the form path=value: no equals sign').waitFor();
      expect(await watch.isDisabled()).toBe(true);
      // A table must not tell what parties keep to themselves, but all of what everybody knows.
      await byHand.fill('phases.bargaining=null');
      await page.getByRole('button', { name: 'Take a seat' }).click();
      const order = 'adoption needs a phase with the protocol single-text before it';
      await changes.getByRole('alert').getByText(order).first().waitFor();
      await byHand.fill('utility.voise=1');

      await search.fill('norland weight');
      const weight = page.getByLabel(/Norland ›\s*weight/);
      await weight.fill('2');
      await weight.blur();
      await page.getByText('Outside 0 to 1.').waitFor();
      await changes.getByText('--set parties.norland.weight=2').waitFor();
      await watch.click();
      // A path that the scenario does not know is told first: what is at fields is checked after it.
      await changes.getByRole('alert').getByText('utility.voise').waitFor();
      await byHand.fill('');
      await watch.click();
      await page.getByText('Must be between 0 and 1; found 2.').waitFor();
      expect(await problemsOn(page)).toEqual([]);

      await changes.getByRole('button', { name: /undo the change of/ }).click();
      await search.fill('weight of policy distance');
      await page.getByLabel(/distance/).fill('1.2');
      await page.keyboard.press('Tab');
      await watch.click();
      await page.getByText('seed 7 · utility.distance=1.2').waitFor();
    });
  });
});

describe('a record file', () => {
  async function drop(page: Page, name: string, text: string): Promise<void> {
    const transfer = await page.evaluateHandle(
      ([fileName, content]) => {
        const data = new DataTransfer();
        data.items.add(new File([content ?? ''], fileName ?? '', { type: 'application/json' }));
        return data;
      },
      [name, text],
    );
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  }

  it('is dropped on a page without a server, replayed and verified', async () => {
    const text = await recordText(3);
    await visit(files.url, async (page) => {
      await page.getByText('No Plenary server answers').waitFor();
      expect(await problemsOn(page)).toEqual([]);
      await drop(page, 'mine.json', text);
      await page.locator('[role=status].same').waitFor();
      expect(await page.locator('.same code').textContent()).toContain(JSON.parse(text).digest.slice(0, 8));
      expect(await problemsOn(page)).toEqual([]);
    });
  });

  it('that was edited is told apart, with the first place that differs', async () => {
    const record = JSON.parse(await recordText(3)) as { rounds: { chain: string }[] };
    const round = record.rounds[5];
    if (round === undefined) throw new Error('the record is too short');
    round.chain = round.chain.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    const edited = path.join(folder, 'edited.json');
    writeFileSync(edited, JSON.stringify(record));
    await visit(files.url, async (page) => {
      await page.locator('input[type=file]').setInputFiles(edited);
      const alert = page.getByRole('alert');
      await alert.getByText('This record is not what its scenario, seed and inputs give.').waitFor();
      expect(await alert.textContent()).toMatch(/round 5/i);
      expect(await violationsOn(page)).toEqual([]);
    });
  });

  it('is compared with another, scrubbed together, and with a future of its own', async () => {
    // without elections, whose months are drawn before anything is seen to differ
    const [one, other] = [await recordText(3, 'world.elections'), await recordText(7, 'world.elections')];
    await visit(`${files.url}#/compare`, async (page) => {
      await page.getByText('Choose two records.').waitFor();
      expect(await problemsOn(page)).toEqual([]);
      await drop(page, 'one.json', one);
      const [a, b] = ['A', 'B'].map((name) => page.getByRole('region', { name: `Record ${name}` }));
      await a?.getByText('verified').waitFor();
      await drop(page, 'other.json', other);
      await page.getByText('3 in A, 7 in B').waitFor();
      await page.getByText(/^The runs part in round 3/).waitFor();
      const scrubber = page.getByRole('slider', { name: 'Round of both' });
      expect(await scrubber.inputValue()).toBe('3');
      expect(await page.getByRole('region', { name: 'Text' }).getByText('differs').count()).toBeGreaterThan(
        0,
      );
      await scrubber.focus();
      await page.keyboard.press('Home');
      expect(await page.getByRole('region', { name: 'Text' }).getByText('differs').count()).toBe(0);
      await page.getByRole('row', { name: /In force after/ }).waitFor();
      await page.getByRole('button', { name: 'Go there' }).click();
      expect(await problemsOn(page)).toEqual([]);

      await b?.getByRole('button', { name: 'Choose another' }).click();
      await page.getByLabel('or another future of A from round').fill('5');
      await page.getByRole('button', { name: 'Play it' }).click();
      await b?.getByText('verified').waitFor();
      await page.getByText(/^The runs part in round 5/).waitFor();
    });
  });

  it('that was cut off is refused with a reason', async () => {
    const text = await recordText(3);
    await visit(files.url, async (page) => {
      await drop(page, 'cut.json', text.slice(0, 5000));
      const alert = page.getByRole('alert');
      await alert.getByText('cut.json cannot be opened.').waitFor();
      expect(await alert.textContent()).toContain('record-syntax');
    });
  });

  it.each([
    ['scenario.yaml', 'It is a scenario', 'plenary run FILE'],
    ['experiment.yaml', 'It is an experiment', 'plenary batch FILE'],
  ])('that is the file %s is told as what it is', async (name, what, hint) => {
    const file = path.resolve(import.meta.dirname, '../../scenarios/first-mandate', name);
    await visit(files.url, async (page) => {
      await drop(page, name, readFileSync(file, 'utf8'));
      const alert = page.getByRole('alert');
      await alert.getByText(`${name} cannot be opened.`).waitFor();
      expect(await alert.textContent()).toContain(what);
      expect(await alert.textContent()).toContain(hint);
    });
  });
});

describe('an address that leads nowhere', () => {
  it('of a replay says which part of it is damaged', async () => {
    const address = `#/replay?scenario=first-mandate&seed=7&digest=${'0'.repeat(60)}`;
    await visit(`${files.url}${address}`, async (page) => {
      await page.getByText('is damaged: it has a digest of 60 digits instead of 64.').waitFor();
      await page.getByRole('link', { name: 'To the scenarios' }).waitFor();
    });
  });

  it('of a scenario to change says so once', async () => {
    await visit(`${server.url}#/change/nosuch`, async (page) => {
      await page.getByRole('alert').waitFor();
      const said = (await page.getByRole('alert').textContent()) ?? '';
      expect(said.split('There is no scenario').length - 1).toBe(1);
    });
  });
});

describe('a seat', () => {
  async function takeSeat(page: Page, name: string): Promise<void> {
    await entryOf(page).getByRole('button', { name: 'Take a seat' }).click();
    await page.getByRole('button', { name: `Take this seat of ${name}` }).click();
    await page.locator('.card').waitFor();
  }

  it('is played to the end, on a phone', async () => {
    await visit(server.url, async (page) => {
      await entryOf(page).getByRole('button', { name: 'Take a seat' }).click();
      await page.getByRole('heading', { name: 'Take a seat' }).waitFor();
      expect(await styleOf(page, 'main h1', 'font-size')).toBe('28px');
      expect(await problemsOn(page)).toEqual([]);
      await page.getByRole('button', { name: 'Take this seat of Tessara' }).click();
      await page.setViewportSize({ width: 360, height: 780 });
      await page.getByRole('button', { name: 'Me', exact: true }).click();
      await page.getByLabel('Speed, rounds a second').selectOption('20');
      await page.getByRole('button', { name: /^Table/ }).click();

      const over = page.getByRole('link', { name: 'See the whole run' });
      const answer = page.locator('.card button.primary');
      const asked = new Set<string>();
      for (let i = 0; i < 300; i++) {
        await answer.or(over).first().waitFor();
        if (await over.isVisible()) break;
        const prompt = (await page.locator('.prompt').textContent()) ?? '';
        // Between two questions: the next one must be looked at before it is answered.
        if (prompt.startsWith('Nothing is asked')) continue;
        if (!asked.has(prompt)) expect(await violationsOn(page), prompt).toEqual([]);
        asked.add(prompt);
        // The question may have changed since it was read: only the one that was looked at is answered.
        await page.evaluate((seen) => {
          if (document.querySelector('.prompt')?.textContent !== seen) return;
          document.querySelector<HTMLElement>('.card button.primary')?.click();
        }, prompt);
      }
      expect([...asked].join(' ')).toMatch(/matter to you.*support on each issue.*accept this text/);
      await over.click();
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.locator('.same').waitFor();
    });
  });

  it('in a group is asked about its issues only, and drafts for it', async () => {
    const group = { id: 'on-data', title: 'Contact group on data', members: 'all', chair: 'norland' };
    const groups = JSON.stringify([{ ...group, issues: ['data', 'aid'] }]);
    const overrides = ['phases.agenda.protocol=contact-groups', `phases.agenda.with={"groups":${groups}}`];
    await visit(`${server.url}#/change/first-mandate`, async (page) => {
      await page.getByText('Write a line by hand').click();
      await page.getByLabel(/One change a line/).fill(overrides.join('\n'));
      await page.getByRole('button', { name: 'Take a seat' }).click();
      await page.getByRole('button', { name: 'Take this seat of Norland' }).click();
      await page.getByLabel('Speed, rounds a second').selectOption('20');
      const card = page.locator('.card');
      const offered = () => card.locator('label').allTextContents();
      const about = card.getByText('Contact group on data: Aid for capacity, Data sharing.');
      await card.getByRole('heading', { name: 'May observers sit in? Do you object?' }).waitFor();
      await about.waitFor();
      await card.getByRole('button', { name: 'I object to observers' }).click();
      await card.getByRole('heading', { name: /support on each issue of the group/ }).waitFor();
      expect(await offered()).toEqual(['Data sharing', 'Aid for capacity']);
      expect(await problemsOn(page)).toEqual([]);
      await card.getByRole('button', { name: 'Support these options' }).click();
      await card.getByRole('heading', { name: /You hold the pen of the group/ }).waitFor();
      await about.waitFor();
      expect(await offered()).toEqual(['Data sharing', 'Aid for capacity']);
      await card.getByLabel('Data sharing').selectOption('pooled');
      await card.getByRole('button', { name: 'Put this draft to the group' }).click();
      await card.getByRole('heading', { name: 'Can you accept the draft of the group?' }).waitFor();
      await card.getByRole('button', { name: 'Object…' }).click();
      expect((await offered()).map((text) => text.trim().replace(/\s+/g, ' '))).toEqual([
        'Data sharing pooled data',
        expect.stringMatching(/^Aid for capacity /),
      ]);
      await card.getByRole('checkbox', { name: /Data sharing/ }).check();
      await card.getByRole('button', { name: 'Object to one issue' }).click();
      await page
        .getByText(/Norland objects to data sharing/)
        .first()
        .waitFor();
    });
  });

  it('can object, is kept over a reload, is given back and taken again', async () => {
    await visit(server.url, async (page) => {
      await takeSeat(page, 'Norland');
      const object = page.getByRole('button', { name: 'Object…' });
      await page.getByRole('button', { name: 'Send this order' }).click();
      await page.getByRole('button', { name: 'Support this package' }).click();
      await object.waitFor();
      await page.reload();
      await object.click();
      await page.getByRole('checkbox', { name: /Data sharing/ }).check();
      await page.getByRole('button', { name: 'Object to one issue' }).click();
      await page
        .getByText(/Norland objects to data sharing/)
        .first()
        .waitFor();
      await page.getByRole('button', { name: 'Give the seat back' }).click();
      await page.getByText('A bot holds your seat.').waitFor();
      await page.getByRole('button', { name: 'Take it back' }).click();
      await page.getByRole('button', { name: 'Give the seat back' }).waitFor();
    });
  });

  it('is steered by whoever started the table, and by nobody else who comes', async () => {
    await visit(server.url, async (host) => {
      await takeSeat(host, 'Norland');
      expect(await host.getByLabel('Speed, rounds a second').count()).toBe(1);
      const id = /#\/seat\/(.*)$/.exec(host.url())?.[1];
      await visit(`${server.url}#/seat/${id}`, async (guest) => {
        await guest.getByRole('button', { name: 'Take this seat of Tessara' }).click();
        await guest.locator('.card').waitFor();
        expect(await guest.getByLabel('Speed, rounds a second').count()).toBe(0);
        await guest.goto(`${server.url}#/run/${id}`);
        await guest.locator('.state').waitFor();
        expect(await guest.getByRole('button', { name: 'Stop' }).count()).toBe(0);
      });
      await host.reload();
      await host.goto(`${server.url}#/run/${id}`);
      await host.getByRole('button', { name: 'Stop' }).click();
      await host.getByText('Save record').waitFor();
    });
  });

  it('sees its own brief and target, and nothing that is secret', async () => {
    const { file } = await loadFirstMandate();
    const own = file.parties.find((party) => party.id === 'meridia');
    const secrets = file.parties
      .filter((party) => party.id !== 'meridia')
      .map((party) => party.brief?.confidential.slice(0, 60) ?? '');
    await visit(server.url, async (page) => {
      const received: string[] = [];
      page.on('response', (response) => {
        if (!response.url().includes('/assets/'))
          void response.text().then(
            (text) => received.push(text),
            () => 0,
          );
      });
      page.on('websocket', (socket) => {
        socket.on('framereceived', ({ payload }) => received.push(payload.toString()));
      });
      await takeSeat(page, 'Meridia');
      await page.getByRole('button', { name: 'Send this order' }).click();
      await page.getByRole('button', { name: 'Support this package' }).click();
      await page.getByRole('button', { name: 'Accept this text' }).click();
      await page.getByText('Meridia can accept revision 1.').first().waitFor();
      await page.getByRole('button', { name: 'Brief' }).click();
      await page.getByRole('heading', { name: 'Your red lines' }).waitFor();
      expect(await problemsOn(page)).toEqual([]);
      const bytes = [...received, await page.content()].join('\n');
      expect(bytes).toContain(own?.brief?.confidential.slice(0, 60));
      for (const secret of secrets) expect(bytes).not.toContain(secret);
      // Another party's number behind a decision, as events carry them.
      expect(bytes).toMatch(/"kind":"reasoned","round":\d+,"party":"meridia"/);
      expect(bytes).not.toMatch(/"kind":"reasoned","round":\d+,"party":"(?!meridia)/);

      // Once the run has ended its seed and digest are open: they were nowhere in what came before.
      const id = /#\/seat\/(.*)$/.exec(page.url())?.[1];
      await page.getByRole('button', { name: 'Close' }).click();
      await page.goto(`${server.url}#/run/${id}`);
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByText('Save record').waitFor();
      const run = await (await fetch(`${server.url}api/runs/${id}`)).json();
      expect(run).toMatchObject({ seed: expect.stringMatching(/^[0-9a-f]{32}$/) });
      expect(bytes).not.toContain(run.seed);
      expect(bytes).not.toContain(run.digest);
    });
  });
});

// Who stands with whom, and the state of governance: the folds behind the two panels, and the panels as a
// person meets them.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GovernanceState, governanceOf } from '../../engine/analysis/governance.ts';
import {
  createPlay,
  decodeEvents,
  foldEvents,
  formatRecord,
  loadScenario,
  makeRecord,
  parseOverride,
  type RunEvent,
  type Scenario,
  viewScenario,
} from '../../engine/index.ts';
import { blocLives } from '../../viewer/model/bloc-lives.ts';
import { bandsOf, layOutCoalitions, standingOf } from '../../viewer/model/coalition-graph.ts';
import { governanceHistory, standsSince } from '../../viewer/model/governance.ts';
import { launchBrowser } from '../setup/browser.ts';
import { problemsOn } from './axe.ts';
import { type Served, serveFiles } from './server.ts';

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

/** First mandate where blocs may form and the operational layer grows. */
const loadBlocs = () =>
  load(
    'scenarios/first-mandate/scenario.yaml',
    'world.operations={}',
    'phases.bargaining.with.blocs={distance: 0.3, trust: 0.4, loss: 0.3}',
  );

function playOut(scenario: Scenario, seed: number) {
  const play = createPlay(scenario, { seed, keepRecords: true, keepSliceDigests: true });
  play.toEnd();
  return {
    play,
    scenario: viewScenario(scenario.file, { role: 'god' }, true),
    events: decodeEvents(scenario, play.recorder.records()),
    record: () => formatRecord(makeRecord(play, { seed })),
  };
}

const idOf = (id: string): string => id;

describe('the lives of blocs', () => {
  /** Who is in which bloc after a round, from the slice that the protocol keeps. */
  function membersBySlice(scenario: Scenario, seed: number): Map<number, Map<string, string[]>> {
    const play = createPlay(scenario, { seed });
    const seen = new Map<number, Map<string, string[]>>();
    for (let round = 0; ; round++) {
      let step = play.advance();
      while (step === 'turn') step = play.advance();
      const blocs = new Map<string, string[]>();
      for (const [party, bloc] of play.run.i32['blocs.of']!.entries()) {
        const id = scenario.partyIds[party] ?? '';
        if (bloc > 0) blocs.set(String(bloc), [...(blocs.get(String(bloc)) ?? []), id].sort());
      }
      seen.set(round, blocs);
      if (step !== 'round') break;
    }
    return seen;
  }

  it('has in every round the members that the protocol holds', async () => {
    const compiled = await loadBlocs();
    const { scenario, events } = playOut(compiled, 7);
    let together = 0;
    for (const [round, blocs] of membersBySlice(compiled, 7)) {
      const now = blocLives(scenario, events, idOf, round).filter(({ until }) => until === undefined);
      const members = new Map(now.map((life) => [life.id, [...life.members].sort()]));
      expect(members, `round ${round}`).toEqual(blocs);
      for (const life of now) expect(life.members).toContain(life.speaker);
      together += now.length;
    }
    expect(together).toBeGreaterThan(4);
  });

  it('tells why members came and went, and keeps a bloc that outlived the talks', () => {
    const scenario = { groups: [], phases: [], parties: [] } as never;
    const events = [
      { kind: 'reasoned', round: 2, party: 'a', reason: 'apart', value: 0.125 },
      { kind: 'blocFormed', round: 2, party: 'a', bloc: 1, with: 'b' },
      { kind: 'blocSpeaks', round: 2, party: 'b', bloc: 1 },
      { kind: 'roundStarted', round: 3 },
      { kind: 'blocJoined', round: 3, party: 'c', bloc: 1 },
      { kind: 'roundStarted', round: 4 },
      { kind: 'blocLeft', round: 4, party: 'b', bloc: 1 },
      { kind: 'blocLeftFor', round: 4, party: 'b', bloc: 1, why: 'red-line' },
      { kind: 'blocSpeaks', round: 4, party: 'c', bloc: 1 },
      { kind: 'blocFormed', round: 4, party: 'd', bloc: 2, with: 'e' },
      { kind: 'blocDissolved', round: 5, bloc: 2, why: 'alone' },
      { kind: 'blocDissolved', round: 6, bloc: 1, why: 'talks-over' },
    ] as unknown as RunEvent[];
    const [first, second] = blocLives(scenario, events, idOf);
    expect(first).toMatchObject({
      members: ['a', 'c'],
      speaker: 'c',
      since: 2,
      speaksSince: 4,
      until: 6,
      outlivedTalks: true,
      happenings: [
        { round: 2, words: 'a merges positions with b, 0.13 apart from the others.' },
        { round: 3, words: 'c joins.' },
        { round: 4, words: 'b leaves because its spokesperson accepts what crosses its red line.' },
      ],
    });
    expect(second).toMatchObject({ until: 5, outlivedTalks: false });
    expect(second?.happenings.at(-1)?.words).toContain('Only one is left');
  });
});

describe('the picture of who stands with whom', () => {
  const drawn = (
    run: ReturnType<typeof playOut>,
    round: number,
    kind: 'closeness' | 'trust' = 'closeness',
  ) => {
    const view = foldEvents(run.scenario, run.events, round);
    const standing = standingOf(view);
    const lives = blocLives(run.scenario, run.events, idOf, round);
    const bands = bandsOf(run.scenario, lives, standing.seated);
    return { bands, standing, graph: layOutCoalitions(view, standing, bands, kind, 360) };
  };

  it('stands states in the order of what they ask for, members of a bloc side by side', async () => {
    const run = playOut(await loadBlocs(), 7);
    const { bands, graph } = drawn(run, 6);
    expect(bands.length).toBeGreaterThan(0);
    expect(bands.every(({ kind }) => kind === 'now')).toBe(true);
    const order = graph.nodes.map(({ id }) => id);
    expect([...order].sort()).toEqual(
      run.scenario.parties.flatMap(({ id, kind }) => (kind === 'state' ? [id] : [])).sort(),
    );
    for (const { members } of bands) {
      const at = members.map((id) => order.indexOf(id)).sort((a, b) => a - b);
      expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBe(members.length - 1);
    }
    const speakers = graph.nodes.filter(({ speaks }) => speaks).map(({ id }) => id);
    expect(speakers.sort()).toEqual(bands.map(({ speaker }) => speaker).sort());
    // Before anybody stood together the order is that of the positions alone.
    const before = drawn(run, 3);
    expect(before.bands).toEqual([]);
    const places = before.graph.nodes.flatMap(({ place }) => place ?? []);
    expect(places.length).toBeGreaterThan(3);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    // Those who ask for least and most move together when they are in one bloc.
    const alone = before.graph.nodes.map(({ id }) => id);
    const [least, most] = [alone[0] ?? '', alone.at(-1) ?? ''];
    const odd = { id: '9', kind: 'now', title: '', members: [least, most], speaker: most } as const;
    const view = foldEvents(run.scenario, run.events, 3);
    const moved = layOutCoalitions(view, before.standing, [odd], 'closeness', 360).nodes.map(({ id }) => id);
    expect(Math.abs(moved.indexOf(least) - moved.indexOf(most))).toBe(1);
  });

  it('keeps what is drawn inside its width, at any number of states', async () => {
    for (const id of ['first-mandate', 'fragmented-markets', 'climate-ledger', 'tlatelolco-laws']) {
      const run = playOut(await load(`scenarios/${id}/scenario.yaml`), 1);
      const { graph } = drawn(run, 8);
      expect(graph.nodes.length).toBeGreaterThan(2);
      for (const { x, y } of graph.nodes) {
        expect(x).toBeGreaterThan(20);
        expect(x).toBeLessThan(340);
        expect(y).toBeGreaterThan(20);
        expect(y).toBeLessThan(graph.height - 20);
      }
      expect(graph.ties.length).toBeLessThanOrEqual(graph.tiesWanted);
    }
  });

  it('shows groups of the scenario where nobody formed a bloc, and past blocs after the talks', async () => {
    const groups = drawn(playOut(await load('scenarios/fragmented-markets/scenario.yaml'), 2), 6).bands;
    expect(groups.map(({ kind }) => kind)).toEqual(['group', 'group', 'group']);
    const members = groups.flatMap((group) => group.members);
    expect(new Set(members).size).toBe(members.length);
    const after = drawn(playOut(await loadBlocs(), 7), 40, 'trust');
    expect(after.bands.length).toBeGreaterThan(0);
    expect(after.bands.every(({ kind }) => kind === 'past')).toBe(true);
    for (const { value } of after.graph.ties) expect(value).toBeGreaterThan(after.standing.prior);
  });
});

describe('the state of governance over the rounds', () => {
  it('is in every round that of the run up to it', async () => {
    const { scenario, events } = playOut(await loadBlocs(), 7);
    const points = governanceHistory(scenario, events);
    const summary = (states: readonly GovernanceState[]) =>
      states.map(({ verdict, measures }) => [verdict, ...measures.map(({ value }) => value)]);
    for (const { round, states } of points) {
      expect(summary(states)).toEqual(summary(governanceOf(foldEvents(scenario, events, round))));
    }
    expect(points.length).toBe((events.at(-1)?.round ?? 0) + 1);
  });

  it('tells since when a row stands where it stands', async () => {
    const { scenario, events } = playOut(await loadBlocs(), 7);
    const points = governanceHistory(scenario, events);
    const verdictAt = (round: number) => points[round]?.states[3]?.verdict;
    const last = points.length - 1;
    const since = standsSince(points, 'outcome', last)?.round ?? 0;
    expect(since).toBeGreaterThan(0);
    expect(verdictAt(since - 1)).not.toBe(verdictAt(last));
    for (let round = since; round <= last; round++) expect(verdictAt(round)).toBe(verdictAt(last));
    expect(standsSince(points, 'outcome', 3)?.round).toBe(0);
  });
});

describe('the panels', () => {
  let browser: Browser;
  let files: Served;

  beforeAll(async () => {
    browser = await launchBrowser();
    files = await serveFiles();
  });
  afterAll(async () => {
    await browser?.close();
    await files?.close();
  });

  async function open(record: string, work: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    try {
      await page.goto(files.url);
      const file = { name: 'run.json', mimeType: 'application/json', buffer: Buffer.from(record) };
      await page.locator('input[type=file]').setInputFiles(file);
      await page.getByRole('slider', { name: 'Round being looked at' }).waitFor();
      await work(page);
      expect(errors).toEqual([]);
    } finally {
      await context.close();
    }
  }

  async function scrubTo(page: Page, round: number): Promise<void> {
    await page.getByRole('slider', { name: 'Round being looked at' }).focus();
    await page.keyboard.press('Home');
    for (let at = 0; at < round; at++) await page.keyboard.press('ArrowRight');
  }

  it('show blocs as they form and governance as it changes, for the keyboard and the ear', async () => {
    const run = playOut(await loadBlocs(), 7);
    const formed = run.events.find(({ kind }) => kind === 'blocFormed')?.round ?? 0;
    await open(run.record(), async (page) => {
      const coalitions = page.getByRole('region', { name: 'Who stands with whom' });
      const governance = page.getByRole('region', { name: 'State of governance' });

      await scrubTo(page, formed - 1);
      await coalitions.getByText('Nobody has formed a bloc').waitFor();
      expect(await coalitions.getByRole('list', { name: 'Blocs' }).count()).toBe(0);
      expect(await governance.getByText('failure', { exact: true }).count()).toBe(4);
      expect(await governance.getByText('success', { exact: true }).count()).toBe(0);

      await page.keyboard.press('ArrowRight');
      await coalitions
        .getByText(/ speaks for .* since round/)
        .first()
        .waitFor();
      const states = coalitions.getByRole('button');
      expect(await states.count()).toBe(6);
      // One stop for the tab key; arrows walk along the arc, and every state says with whom it stands.
      expect(await coalitions.locator('button[tabindex="0"]').count()).toBe(1);
      await states.first().focus();
      for (let at = 1; at < 6; at++) await page.keyboard.press('ArrowRight');
      const said = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      expect(said).toMatch(/stands (together with|alone)/);
      await coalitions.getByText(said?.replace(/^\w+: /, '') ?? '-').waitFor();
      await coalitions.getByText('As a table').click();
      expect(await coalitions.getByRole('row').count()).toBe(7);
      expect(await coalitions.getByRole('cell', { name: '(speaks)' }).count()).toBeGreaterThan(0);
      expect(await problemsOn(page)).toEqual([]);

      await page.getByRole('slider', { name: 'Round being looked at' }).focus();
      await page.keyboard.press('End');
      await coalitions.getByText('The talks are over').waitFor();
      await governance.getByText('success', { exact: true }).first().waitFor();
      const line = governance.getByRole('slider', { name: /^Industry engagement/ });
      await line.focus();
      await page.keyboard.press('ArrowLeft');
      expect(await line.getAttribute('aria-valuetext')).toMatch(/^month \d+: 0\.\d\d, success from 0\.50$/);
      expect(await problemsOn(page)).toEqual([]);
    });
  });
});

/**
 * Secrets stay where they belong: a marker stands in every private field of every party, and nothing that is
 * sent to anybody else holds it before the run is over. Afterwards everything does, so that the test can
 * fail.
 */
import { describe, expect, it } from 'vitest';
import { partyVisibility } from '../../engine/index.ts';
import type { Reply, RunInfo, TakeValue } from '../../server/wire/messages.ts';
import {
  answerTo,
  markersIn,
  plantCanaries,
  type TestClient,
  type TestServer,
  testServer,
} from './server-fixture.ts';

/**
 * Private keys of parties that a marker cannot be planted in: they hold ids of options that everybody knows,
 * or belong to another model of utility.
 */
const withoutMarker = ['redLines', 'scores', 'reservation'];

/**
 * Asks HTTP whatever may answer with something of a run; gives all bytes of the answers, headers included.
 */
async function askEverything(server: TestServer, run: string): Promise<string> {
  const post = (url: string, body: unknown) => ({
    url,
    init: { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  });
  const table = (overrides: string[]) =>
    post('/api/runs', { scenario: 'canary', mode: 'table', speed: 0, overrides });
  const requests: { url: string; init?: RequestInit }[] = [
    { url: '/api/scenarios' },
    { url: '/api/scenarios/canary' },
    { url: '/api/scenarios/canari' },
    { url: '/api/runs' },
    { url: `/api/runs/${run}` },
    { url: `/api/runs/${run}/record` },
    { url: `/api/runs/${run}/record?full=1` },
    { url: `/api/runs/${run}/events` },
    { url: '/api/health' },
    { url: '/' },
    table([]),
    table(['parties.norland.salience.data=0.5']),
    table(['parties.norland.ideal.data=5']),
    table(['parties.norland.ideal=5']),
    table(['parties.norland=null']),
    table(['parties=null']),
    table(['parties.norland.strategy.use=harliner']),
    table(['parties.norland.strategy.with.trustEffect=x']),
    table(['parties.norland.brief.confidential=']),
    post('/api/runs', { scenario: 'canary', mode: 'table', seed: 5 }),
  ];
  const texts: string[] = [];
  for (const { url, init } of requests) {
    const response = await fetch(server.url + url, init);
    texts.push(JSON.stringify([...response.headers]), await response.text());
  }
  return texts.join('\n');
}

/** Takes a seat and plays on until `rounds` are over; asks a few wrong things on the way. Gives the token. */
async function playSeat(server: TestServer, player: TestClient, run: string, seat: string, rounds: number) {
  const taken = await player.ask<TakeValue>('take', { run, seat });
  const host = server.runs.get(run);
  if (host === undefined || !taken.ok) throw new Error(`no such run, or the seat ${seat} is held`);
  const { token } = taken.value;
  for (let i = 0; i < 200 && host.info().round < rounds; i++) {
    const question = host.questionFor(token);
    if (question === undefined) {
      await player.ask('control', { run, action: 'step', token });
      continue;
    }
    const { round, turn, question: kind } = question;
    const move = { run, token, id: `${i}`, round, turn, question: kind };
    if (i % 7 === 0) await player.ask('answer', { ...move, answer: { package: 'wrong' } });
    await player.ask('answer', { ...move, answer: answerTo(host.scenario, question, i) });
  }
  return token;
}

/** Plays a table from the seat of a firm; what it and the public received before the end, and after it. */
async function playObserver(server: TestServer): Promise<{ before: string; after: string }> {
  const overrides = ['world.compliance.punishment=0', 'world.compliance.transparency=0'];
  const { id, hostToken } = await server.start({ mode: 'table', speed: 0, overrides });
  const host = server.runs.get(id);
  const firm = host?.scenario.file.parties.find(({ kind }) => kind === 'firm');
  if (host === undefined || firm === undefined) throw new Error('no table, or no firm at it');
  const [player, spectator] = [server.client(), server.client()];
  for (const client of [player, spectator]) await client.watch({ run: id });
  await playSeat(server, player, id, firm.id, host.scenario.file.ticks - 2);
  await new Promise((resolve) => setTimeout(resolve, 120));
  const wasSecret = !host.hasEnded();
  const before = wasSecret ? player.received() + spectator.received() + JSON.stringify(host.info()) : '';
  await player.ask('control', { run: id, action: 'stop', token: hostToken });
  const last = () => spectator.views.length > 0 && spectator.events.length > 0;
  await spectator.until(() => !wasSecret || last());
  await new Promise((resolve) => setTimeout(resolve, 120));
  return { before, after: spectator.received() };
}

describe('secrets of a table', () => {
  it('reach nobody else before the run is over, and everybody after it', async () => {
    const canary = plantCanaries();
    const planted = new Set([...canary.markers.values()].map(({ key }) => key.split('.')[0]));
    const secretKeys = Object.entries(partyVisibility).filter(([, kind]) => kind !== 'public');
    expect([...planted, ...withoutMarker].sort()).toEqual(
      [...secretKeys.map(([key]) => key), 'brief'].sort(),
    );

    const server = await testServer({
      scenariosDir: canary.folder,
      limits: { messageBurst: 1000, messagesPerSecond: 1000 },
    });
    const { id, hostToken = 'none' } = await server.start({
      scenario: 'canary',
      mode: 'table',
      speed: 0,
      overrides: ['parties.norland.capability=0.77531', 'parties.aldria.cost=0.200377531'],
    });
    const [player, spectator, other] = [server.client(), server.client(), server.client()];
    for (const client of [player, spectator, other]) await client.watch({ run: id });
    const meridia = await playSeat(server, other, id, 'meridia', 5);
    // Views are sent in batches: a seat given back sooner would never have been shown.
    await other.until(() => markersIn(canary, other.received()).length > 0);
    await other.ask('give', { run: id, token: meridia });
    const token = await playSeat(server, player, id, 'norland', 9);
    await other.ask('take', { run: id, seat: 'norland' });
    const http = await askEverything(server, id);
    await new Promise((resolve) => setTimeout(resolve, 120));

    expect(spectator.events.length).toBeGreaterThan(50);
    expect(markersIn(canary, spectator.received())).toEqual([]);
    expect(markersIn(canary, http)).toEqual([]);
    const seen = (client: TestClient) =>
      new Set(markersIn(canary, client.received()).map((found) => found.split(' ')[0]));
    expect(seen(player)).toEqual(new Set(['norland']));
    expect(seen(other)).toEqual(new Set(['meridia']));
    const hidden = markersIn(canary, player.received()).filter((found) => /stream|strategy/.test(found));
    expect(hidden).toEqual([]);
    expect(player.events.some((event) => event.kind === 'reasoned')).toBe(true);
    expect(spectator.events.some((event) => event.kind === 'reasoned' || event.kind === 'trustMoved')).toBe(
      false,
    );
    for (const client of [spectator, other]) expect(client.received()).not.toContain(token);
    expect(http).not.toContain(token);
    expect(http + spectator.received()).not.toContain('0.200377531');
    const before = [http, player.received(), spectator.received(), other.received()].join('\n');

    expect(hostToken).toMatch(/^[0-9a-f]{32}$/);
    expect(before).not.toContain(hostToken);
    await player.ask('control', { run: id, action: 'stop', token: hostToken });
    await spectator.until(() => spectator.statuses.at(-1)?.state === 'stopped' && spectator.views.length > 0);
    const info = spectator.statuses.at(-1) as RunInfo;
    expect(info.seed).toMatch(/^[0-9a-f]{32}$/);
    expect(info.overrides).toHaveLength(2);
    expect(before).not.toContain(info.seed);
    expect(before).not.toContain(info.digest);
    // What an override replaced is nowhere any more.
    const replaced = [...canary.markers.values()].filter(
      ({ party, key }) => party === 'aldria' && key === 'cost',
    );
    const everything = [...canary.markers.values()].length - replaced.length;
    expect(markersIn(canary, spectator.received())).toHaveLength(everything);
    const record = await (await fetch(`${server.url}/api/runs/${id}/record`)).text();
    expect(markersIn(canary, record)).toHaveLength(everything);
    expect(record).toContain(info.seed);
  });

  it('keep how a state conducts itself to its seat', async () => {
    const server = await testServer({ limits: { messageBurst: 1000, messagesPerSecond: 1000 } });
    // A table draws its seed, and a state defects in most runs: play until one has.
    let defectors = 0;
    for (let i = 0; i < 12 && defectors === 0; i++) {
      const { before, after } = await playObserver(server);
      expect(before).not.toMatch(/commitment\.inForce\.(defecting|complying|lapsing)/);
      expect(before).not.toContain('conductChanged');
      const defected = after.includes('commitment.inForce.defecting');
      if (defected && before.includes('commitment.inForce')) defectors++;
    }
    expect(defectors).toBe(1);
  }, 30_000);

  it('are found in the view of an open run', async () => {
    const canary = plantCanaries();
    const server = await testServer({ scenariosDir: canary.folder });
    const { id } = await server.start({ scenario: 'canary', speed: 0, seed: 'a seed to see' });
    const client = server.client();
    await client.watch({ run: id });
    expect(markersIn(canary, client.received())).toHaveLength(canary.markers.size);
    expect(client.received()).toContain('a seed to see');
    const refused: Reply<unknown> = await client.ask('take', { run: id, seat: 'norland' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'open-run' } });
  });
});

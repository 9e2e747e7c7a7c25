/** Every route with app.inject(), its errors included; what needs a port is in socket.test.ts. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { codes, partyVisibility, type RunRecord, replay, type ScenarioView } from '../../engine/index.ts';
import { publicProblems } from '../../server/http/errors.ts';
import { startServer } from '../../server/http/index.ts';
import { shippedScenarios } from '../../server/places.ts';
import type { RunInfo, ScenarioSummary, StartedRun, WireError } from '../../server/wire/messages.ts';
import { testApp, until } from './server-fixture.ts';

type Built = Awaited<ReturnType<typeof testApp>>;

const shipped = readFileSync(path.join(shippedScenarios(), 'first-mandate', 'scenario.yaml'), 'utf8');

/** Status and code of an answer; every error has a sentence and a hint. */
function refusedAs(response: { statusCode: number; json(): { error: WireError } }): string {
  const { error } = response.json();
  expect(Object.keys(codes)).toContain(error.code);
  expect(error.message.length).toBeGreaterThan(5);
  expect(error.hint.length).toBeGreaterThan(5);
  return `${response.statusCode} ${error.code}`;
}

function start(app: Built['app'], payload: unknown) {
  return app.inject({ method: 'POST', url: '/api/runs', payload: payload as object });
}

function check(app: Built['app'], payload: string, type = 'text/plain') {
  return app.inject({
    method: 'POST',
    url: '/api/scenarios/check',
    payload,
    headers: { 'content-type': type },
  });
}

describe('scenarios', () => {
  it('are listed', async () => {
    const { app } = await testApp();
    const list = (await app.inject('/api/scenarios')).json<ScenarioSummary[]>();
    const found = list.find((summary) => summary.id === 'first-mandate');
    expect(found).toMatchObject({ title: 'First mandate', ticks: 84 });
    expect(found?.parties).toHaveLength(12);
    expect(found?.issues).toHaveLength(5);
    expect(found?.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('are shown in their public part', async () => {
    const { app } = await testApp();
    const view = (await app.inject('/api/scenarios/first-mandate')).json<ScenarioView>();
    expect(view.issues).toHaveLength(5);
    for (const party of view.parties) {
      expect(party.ideal).toBeUndefined();
      expect(party.salience).toBeUndefined();
      expect(party.brief?.confidential ?? '').toBe('');
    }
  });

  it('are shown with everything where an open run would show it too, and nowhere else', async () => {
    const { app } = await testApp();
    const whole = (await app.inject('/api/scenarios/first-mandate?all=1')).json<ScenarioView>();
    for (const party of whole.parties) expect(party.ideal).toBeDefined();
    const { app: closed } = await testApp({ tablesOnly: true });
    expect(refusedAs(await closed.inject('/api/scenarios/first-mandate?all=1'))).toBe('403 tables-only');
    const open = (await closed.inject('/api/scenarios/first-mandate?all=0')).json<ScenarioView>();
    for (const party of open.parties) expect(party.ideal).toBeUndefined();
  });

  it.each(['nothing', '..%2f..%2fpackage.json', '%2e%2e', 'constructor', '.', 'first-mandate%00'])(
    'named %s are not known',
    async (id) => {
      const { app } = await testApp();
      const response = await app.inject(`/api/scenarios/${id}`);
      expect(['404 unknown-scenario', '404 unknown-address']).toContain(refusedAs(response));
    },
  );

  it('that are broken are left out of the list', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'plenary-scenarios-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const [id, text] of [
      ['good', shipped],
      ['broken', 'format: 2'],
    ] as const) {
      mkdirSync(path.join(folder, id));
      writeFileSync(path.join(folder, id, 'scenario.yaml'), text.replace('id: first-mandate', `id: ${id}`));
    }
    const { app } = await testApp({ scenariosDir: folder });
    const list = (await app.inject('/api/scenarios')).json<ScenarioSummary[]>();
    expect(list.map((summary) => summary.id)).toEqual(['good']);
  });
});

describe('the check of a scenario', () => {
  it.each(['text/plain', 'application/yaml', 'application/json', 'application/x-www-form-urlencoded'])(
    'takes its text as %s',
    async (type) => {
      const { app } = await testApp();
      const response = await check(app, shipped, type);
      expect(response.statusCode).toBe(200);
      expect(response.json()).toMatchObject({ id: 'first-mandate' });
    },
  );

  const aliasBomb = `a: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefghij'
    .split('')
    .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[i]}`).join(',')}]`)
    .join('\n')}`;

  it.each([
    ['an unknown key', shipped.replace('ticks: 84', 'ticks: 84\nticcs: 5'), 'unknown-key', 'ticcs'],
    ['a weight that does not sum', shipped.replace('weight: 0.24', 'weight: 0.25'), 'sum-not-one', 'parties'],
    ['an id used twice', shipped.replace('id: meridia', 'id: norland'), 'duplicate-id', 'parties'],
    ['10 MB of YAML', `a: ${'x'.repeat(10_000_000)}`, 'too-large', ''],
    ['an alias bomb', aliasBomb, 'yaml-aliases', ''],
    ['nothing', '', 'not-a-mapping', ''],
  ])('finds %s', async (_name, text, code, place) => {
    const { app } = await testApp();
    const response = await check(app, text);
    expect(response.statusCode).toBe(400);
    const { error } = response.json<{ error: WireError }>();
    const problem = error.problems?.find((candidate) => candidate.code === code);
    expect(problem, JSON.stringify(error.problems?.slice(0, 3))).toBeDefined();
    expect(problem?.path).toContain(place);
    expect((await app.inject('/api/runs')).json()).toEqual([]);
  });

  it('refuses a body beyond every measure', async () => {
    const { app } = await testApp({ limits: { checkBytes: 100_000 } });
    expect(refusedAs(await check(app, 'x'.repeat(200_000)))).toBe('413 body-too-large');
  });
});

describe('starting a run', () => {
  it('answers with what everybody may know, and where it is', async () => {
    const { app } = await testApp();
    const response = await start(app, {
      scenario: 'first-mandate',
      seed: 7,
      overrides: ['ticks=96'],
      speed: 0,
    });
    expect(response.statusCode).toBe(201);
    const info = response.json<RunInfo>();
    expect(info).toMatchObject({
      mode: 'open',
      state: 'paused',
      seed: '7',
      overrides: ['ticks=96'],
      held: [],
    });
    expect(response.headers.location).toBe(`/api/runs/${info.id}`);
    expect((await app.inject(`/api/runs/${info.id}`)).json()).toEqual(info);
    expect((await app.inject('/api/runs')).json()).toEqual([info]);
  });

  it('draws a seed when none is given', async () => {
    const { app } = await testApp();
    const seeds = await Promise.all(
      [1, 2].map(async () => (await start(app, { scenario: 'first-mandate' })).json<RunInfo>().seed),
    );
    expect(new Set(seeds).size).toBe(2);
  });

  it.each<[string, unknown, string]>([
    ['without a scenario', {}, '400 bad-request'],
    ['of an unknown scenario', { scenario: 'nothing' }, '404 unknown-scenario'],
    ['of a path', { scenario: '../first-mandate' }, '400 bad-request'],
    ['with a key that is not known', { scenario: 'first-mandate', sed: 1 }, '400 bad-request'],
    ['with a fraction as seed', { scenario: 'first-mandate', seed: 0.5 }, '400 bad-request'],
    ['with an empty seed', { scenario: 'first-mandate', seed: '' }, '400 bad-request'],
    ['with half a surrogate pair as seed', { scenario: 'first-mandate', seed: '\ud800' }, '400 bad-seed'],
    [
      'with a seed that is far too long',
      { scenario: 'first-mandate', seed: 'x'.repeat(257) },
      '400 bad-request',
    ],
    ['of a table with a seed', { scenario: 'first-mandate', mode: 'table', seed: 7 }, '400 table-draws-seed'],
    [
      'with an override that is none',
      { scenario: 'first-mandate', overrides: ['ticks'] },
      '400 override-value',
    ],
    ['with an unknown path', { scenario: 'first-mandate', overrides: ['tics=5'] }, '400 override-path'],
    ['with a value out of range', { scenario: 'first-mandate', overrides: ['ticks=0'] }, '400 out-of-range'],
    [
      'that reaches for a prototype',
      { scenario: 'first-mandate', overrides: ['__proto__.a=1'] },
      '400 override-path',
    ],
    ['that is endlessly fast', { scenario: 'first-mandate', speed: 1000 }, '400 bad-request'],
    ['from a list', [], '400 bad-request'],
    ['from a text', 'first-mandate', '400 bad-request'],
  ])('%s is refused', async (_name, payload, expected) => {
    const { app, runs } = await testApp();
    const body = typeof payload === 'string' ? JSON.stringify(payload) : payload;
    const response = await app.inject({
      method: 'POST',
      url: '/api/runs',
      payload: body as object,
      headers: { 'content-type': 'application/json' },
    });
    expect(refusedAs(response)).toBe(expected);
    expect(runs.list()).toEqual([]);
  });

  it('gives the token of a table to whoever started it, and to nobody else', async () => {
    const { app } = await testApp();
    const table = (await start(app, { scenario: 'first-mandate', mode: 'table' })).json<StartedRun>();
    expect(table.hostToken).toMatch(/^[0-9a-f]{32}$/);
    const open = (await start(app, { scenario: 'first-mandate' })).json<StartedRun>();
    expect(open).not.toHaveProperty('hostToken');
    for (const url of ['/api/runs', `/api/runs/${table.id}`, `/api/runs/${table.id}/record`]) {
      expect((await app.inject(url)).body).not.toContain(table.hostToken);
    }
  });

  it('names the scenario that there is not, as far as there is room', async () => {
    const { app } = await testApp();
    const messageOf = async (payload: object) => (await start(app, payload)).json().error.message as string;
    expect(await messageOf({ scenario: 'constructor' })).toBe('There is no scenario constructor.');
    const { error } = (await app.inject('/api/scenarios/nothing')).json<{ error: WireError }>();
    expect(error).toMatchObject({ message: 'There is no scenario nothing.', code: 'unknown-scenario' });
    const long = await start(app, { ['x'.repeat(30_000)]: 1, scenario: 'first-mandate' });
    expect(refusedAs(long)).toBe('400 bad-request');
    expect(long.body.length).toBeLessThan(3000);
    const override = { scenario: 'first-mandate', overrides: [`${'x'.repeat(400)}=1`] };
    expect((await start(app, override)).body.length).toBeLessThan(3000);
  });

  it.each([
    ['{', 'application/json', 'Its body is not JSON.'],
    ['', 'application/json', 'Its body is empty.'],
    ['<a/>', 'application/xml', 'Its body is of another type.'],
    ['{"__proto__":{"a":1}}', 'application/json', 'Its body has a key that is not taken: __proto__'],
    ['{"scenario":{"constructor":{"prototype":{}}}}', 'application/json', 'prototype inside constructor'],
    ['{"__proto__":', 'application/json', 'Its body is not JSON.'],
  ])('from the body %j says what is wrong with it', async (payload, type, says) => {
    const { app } = await testApp();
    const headers = { 'content-type': type };
    const response = await app.inject({ method: 'POST', url: '/api/runs', payload, headers });
    expect(response.json<{ error: WireError }>().error.message).toContain(says);
    expect(response.json<{ error: WireError }>().error.hint).not.toContain('places named');
  });

  it('of the open kind can be refused, the demo included', async () => {
    const { app, runs } = await testApp({ tablesOnly: true, demo: true });
    expect(refusedAs(await start(app, { scenario: 'first-mandate' }))).toBe('403 tables-only');
    expect(runs.list()).toEqual([]);
    expect((await start(app, { scenario: 'first-mandate', mode: 'table' })).statusCode).toBe(201);
  });

  it('from something that is no JSON, or says it is none, is refused', async () => {
    const { app } = await testApp();
    const send = (payload: string, type: string) =>
      app.inject({ method: 'POST', url: '/api/runs', payload, headers: { 'content-type': type } });
    expect(refusedAs(await send('{"scenario":', 'application/json'))).toBe('400 bad-request');
    expect(refusedAs(await send('', 'application/json'))).toBe('400 bad-request');
    expect(refusedAs(await send('{"scenario":"first-mandate"}', 'text/plain'))).toBe('400 bad-request');
    expect(refusedAs(await send('<a/>', 'application/xml'))).toBe('400 bad-request');
    expect(refusedAs(await send('{"__proto__":{"a":1}}', 'application/json'))).toBe('400 bad-request');
    expect(refusedAs(await send(`{"scenario":"${'x'.repeat(70_000)}"}`, 'application/json'))).toBe(
      '413 body-too-large',
    );
  });

  it('drops the oldest run that has ended, and refuses when none has', async () => {
    const { app, runs } = await testApp({ limits: { runs: 2 } });
    const paused = { scenario: 'first-mandate', speed: 0 };
    const first = (await start(app, paused)).json<RunInfo>();
    await start(app, paused);
    expect(refusedAs(await start(app, paused))).toBe('503 too-many-runs');
    runs.get(first.id)?.control('stop');
    expect((await start(app, paused)).statusCode).toBe(201);
    expect(refusedAs(await app.inject(`/api/runs/${first.id}`))).toBe('404 unknown-run');
    expect(runs.list()).toHaveLength(2);
  });

  it('drops a run that nobody has looked at for long', async () => {
    const { app, runs } = await testApp({ limits: { runs: 1, idleRunMs: 0 } });
    const paused = { scenario: 'first-mandate', speed: 0 };
    await start(app, paused);
    expect((await start(app, paused)).statusCode).toBe(201);
    const [watched] = runs.list();
    runs.watch(watched, 1);
    expect(refusedAs(await start(app, paused))).toBe('503 too-many-runs');
  });
});

describe('what is wrong with an override', () => {
  it.each([
    ['open', 'the sum'],
    ['table', 'no value, for the sum would tell what a party keeps to itself'],
  ])('of a run of mode %s is told with %s', async (mode) => {
    const { app } = await testApp();
    const overrides = ['parties.norland.salience.data=0.5'];
    const response = await start(app, { scenario: 'first-mandate', mode, overrides });
    expect(refusedAs(response)).toBe('400 sum-not-one');
    const { error } = response.json<{ error: WireError }>();
    expect(error.problems?.[0].path).toBe('parties.norland.salience');
    expect(/\d/.test(JSON.stringify(error).replaceAll(/sum-not-one|must sum to 1/g, ''))).toBe(
      mode === 'open',
    );
  });
});

describe('what is wrong with the order of phases, or anything else that all may know,', () => {
  it.each(['open', 'table'])('is told in full of a run of mode %s', async (mode) => {
    const { app } = await testApp();
    const send = async (override: string) =>
      (await start(app, { scenario: 'first-mandate', mode, overrides: [override] })).json<{
        error: WireError;
      }>().error;
    const order = await send('phases.bargaining=null');
    expect(order.code).toBe('phase-order');
    expect(order.message).toBe('adoption needs a phase with the protocol single-text before it');
    expect(order.problems?.[0]?.message).toBe(order.message);
    expect((await send('ticks=5000')).message).toContain('1200');
    expect((await send('parties.norland.weight=0.9')).message).toMatch(/the weights of the states sum to/);
    expect((await send('parties.norland.readiness=7')).message).toContain('found 7');
  });

  it.each(Object.entries(partyVisibility))('of the attribute %s of a party, which is %s', (key, kind) => {
    const told = (path: string) =>
      publicProblems([{ path, code: 'bad-value', message: 'secret', hint: 'secret' }])[0];
    const isTold = kind === 'public' && key !== 'brief';
    for (const path of [`parties.norland.${key}`, `parties[3].${key}.data`, `parties.a-b.${key}[0]`]) {
      expect(told(path)).toMatchObject(
        isTold ? { message: 'secret' } : { message: codes['bad-value'].says, hint: codes['bad-value'].hint },
      );
    }
    for (const path of ['parties.norland', 'parties[3]', 'parties.norland.new', 'parties["x y"].salience']) {
      expect(JSON.stringify(told(path))).not.toContain('secret');
    }
  });
});

describe('the record of a run', () => {
  it('can be had at any time of an open run, with or without its events', async () => {
    const { app, runs } = await testApp();
    const { id } = (await start(app, { scenario: 'first-mandate', seed: 7, speed: 50 })).json<RunInfo>();
    await until(() => (runs.get(id)?.info().round ?? 0) > 3);
    const partial = await app.inject(`/api/runs/${id}/record`);
    expect(partial.headers['content-disposition']).toContain('.json');
    expect(partial.json<RunRecord>()).toMatchObject({ status: 'partial', seed: '7' });
    runs.get(id)?.control('resume', 1000);
    await until(() => runs.get(id)?.hasEnded() ?? false);
    const full = (await app.inject(`/api/runs/${id}/record?full=1`)).json<RunRecord>();
    expect(full.status).toBe('complete');
    expect(full.events?.length).toBeGreaterThan(100);
    expect((await replay(full)).verdict).toBe('same');
    expect((await app.inject(`/api/runs/${id}`)).json<RunInfo>().digest).toBe(full.digest);
  });

  it('is secret while a table is played', async () => {
    const { app, runs } = await testApp();
    const { id } = (await start(app, { scenario: 'first-mandate', mode: 'table' })).json<RunInfo>();
    expect(refusedAs(await app.inject(`/api/runs/${id}/record?full=1`))).toBe('403 record-secret');
    expect(refusedAs(await app.inject('/api/runs/nothing/record'))).toBe('404 unknown-run');
    runs.get(id)?.control('stop');
    expect((await app.inject(`/api/runs/${id}/record`)).statusCode).toBe(200);
  });
});

describe('the server', () => {
  it('says that it is there', async () => {
    const { app } = await testApp();
    expect((await app.inject('/api/health')).json()).toEqual({ ok: true });
  });

  it.each([
    '/api',
    '/api/',
    '/api/nothing',
    '/api/runs/a/b/c',
    '/api/runs/%zz',
    `/api/runs/${'x'.repeat(101)}`,
  ])('has nothing at %s', async (url) => {
    const { app } = await testApp();
    expect(refusedAs(await app.inject(url))).toMatch(/^40[04] (unknown-|bad-request)/);
  });

  it('refuses other methods', async () => {
    const { app } = await testApp();
    expect(refusedAs(await app.inject({ method: 'DELETE', url: '/api/runs' }))).toBe('404 unknown-address');
  });

  it.each([
    ['no HTTP at all', 'nonsense\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
  ])('answers %s in the form of every error', async (_name, sent, status) => {
    const { app } = await testApp();
    const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(sent));
      socket.setEncoding('utf8');
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(text));
    });
    const [head, body = ''] = answer.split('\r\n\r\n');
    expect(head).toContain(`HTTP/1.1 ${status}`);
    expect(refusedAs({ statusCode: status, json: () => JSON.parse(body) })).toBe(`${status} bad-request`);
  });

  it('tells nothing of what went wrong inside', async () => {
    const { app, runs } = await testApp();
    runs.list = () => {
      throw new Error('a secret of the inside');
    };
    const log: string[] = [];
    app.log.error = ((entry: unknown) => log.push(String(entry))) as never;
    const response = await app.inject('/api/runs');
    expect(refusedAs(response)).toBe('500 server-error');
    expect(response.body).not.toContain('secret');
  });

  it('slows down who asks too often', async () => {
    const { app } = await testApp({ limits: { requestsPerMinute: 5, heavyRequestsPerMinute: 2 } });
    const starts = [];
    for (let i = 0; i < 3; i++) starts.push((await start(app, { scenario: 'first-mandate' })).statusCode);
    expect(starts).toEqual([201, 201, 429]);
    for (let i = 0; i < 5; i++) await app.inject('/api/health');
    expect(refusedAs(await app.inject('/api/health'))).toBe('429 rate-limited');
  });

  it.each<[string, Record<string, string>, number]>([
    ['no origin', { host: 'localhost:80' }, 200],
    ['its own origin', { host: '127.0.0.1:4000', origin: 'http://127.0.0.1:4000' }, 200],
    ['a development server beside it', { host: 'localhost:4000', origin: 'http://localhost:5173' }, 200],
    ['another site', { host: 'localhost:4000', origin: 'https://evil.example' }, 403],
    ['a page without an origin', { host: 'localhost:4000', origin: 'null' }, 403],
    ['another site that points its name here', { host: 'evil.example', origin: 'http://evil.example' }, 403],
    ['another name without an origin', { host: 'evil.example' }, 403],
    ['a name that only looks like this machine', { host: 'localhost.evil.example' }, 403],
    ['a name that it was given', { host: 'plenary.example', origin: 'https://plenary.example' }, 200],
  ])('answers %s as it should', async (_name, headers, status) => {
    const { app } = await testApp({ allowedHosts: ['plenary.example'] });
    expect((await app.inject({ url: '/api/health', headers })).statusCode).toBe(status);
  });

  it.each(['127.1', '127.0.0.2', 'localhost', '::ffff:127.0.0.1'])(
    'on %s answers only to names of this machine',
    async (host) => {
      const { app } = await testApp({ host });
      await app.listen({ host, port: 0 });
      const ask = async (name: string) =>
        (await app.inject({ url: '/api/health', headers: { host: name } })).statusCode;
      expect(await ask('evil.example')).toBe(403);
      expect(await ask('localhost:80')).toBe(200);
      expect(await ask('127.1:80')).toBe(200);
      expect(await ask('[::ffff:127.0.0.1]:80')).toBe(200);
    },
  );

  it.each(['', ' '])('is not started on the address "%s"', async (host) => {
    const options = { host, port: 0, scenariosDir: shippedScenarios(), viewerDir: '/nowhere' };
    await expect(startServer(options)).rejects.toThrow('needs an address');
  });

  it('on all addresses answers to any name, but only to its own pages', async () => {
    const { app } = await testApp({ host: '0.0.0.0' });
    const ask = (headers: Record<string, string>) => app.inject({ url: '/api/health', headers });
    expect((await ask({ host: '192.168.1.5:4000', origin: 'http://192.168.1.5:4000' })).statusCode).toBe(200);
    expect((await ask({ host: '192.168.1.5:4000', origin: 'http://192.168.1.6:4000' })).statusCode).toBe(403);
  });

  it('protects its pages', async () => {
    const { app } = await testApp();
    const { headers } = await app.inject('/api/health');
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('the viewer', () => {
  const page = { accept: 'text/html' };

  function viewerDir(): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'plenary-viewer-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(path.join(folder, 'assets'));
    writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>the viewer</title>');
    writeFileSync(path.join(folder, 'assets', 'main-abc.js'), 'export {}');
    return folder;
  }

  it('is served, at every place inside it', async () => {
    const { app } = await testApp({ viewerDir: viewerDir() });
    for (const url of ['/', '/runs/first-mandate-1234', '/verify?record=1']) {
      const response = await app.inject({ url, headers: page });
      expect(`${response.statusCode} ${response.body}`).toContain('200 <!doctype html><title>the viewer');
      expect(response.headers['cache-control']).toBe('no-cache');
    }
    const asset = await app.inject('/assets/main-abc.js');
    expect(asset.headers['content-type']).toContain('javascript');
    expect(asset.headers['cache-control']).toContain('immutable');
  });

  it('does not stand in for files that are missing, for the API or for what lies outside', async () => {
    const { app } = await testApp({ viewerDir: viewerDir() });
    for (const url of [
      '/assets/gone.js',
      '/api/nothing',
      '/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/.env',
    ]) {
      expect((await app.inject({ url, headers: page })).body).not.toContain('root:');
      expect(refusedAs(await app.inject({ url, headers: {} })), url).toMatch(/^40[034]/);
    }
  });

  it('says so when it is not built', async () => {
    const { app } = await testApp();
    expect((await app.inject({ url: '/', headers: page })).body).toContain('npm run build');
  });
});

describe('the reference', () => {
  it('is served, and its pages find one another', async () => {
    const { app } = await testApp();
    expect((await app.inject('/docs')).headers.location).toBe('/docs/');
    const first = await app.inject('/docs/');
    expect(first.headers['content-type']).toContain('text/html');
    const links = [...first.body.matchAll(/href="([^"#:]+)"/g)].map(
      (match) => new URL(match[1], 'http://a/docs/').pathname,
    );
    expect(links.length).toBeGreaterThan(5);
    for (const link of new Set(links)) {
      const page = await app.inject({ url: link, headers: { accept: 'text/html' } });
      expect(`${link} ${page.statusCode}`).toBe(`${link} 200`);
    }
    expect(refusedAs(await app.inject('/docs/nothing'))).toBe('404 unknown-address');
  });
});

describe('the demo', () => {
  it('starts with the server, stays to be seen, and goes on when somebody comes', async () => {
    const { app, runs } = await testApp({ demo: true });
    const [first] = runs.list();
    expect(first.info()).toMatchObject({
      scenario: 'first-mandate',
      mode: 'open',
      seed: '7',
      state: 'running',
    });
    first.control('stop');
    await app.inject('/api/runs');
    expect(runs.list()).toHaveLength(1);
    const now = performance.now();
    performance.now = () => now + 60_000;
    onTestFinished(() => {
      delete (performance as { now?: unknown }).now;
    });
    await Promise.all([app.inject('/api/runs'), app.inject('/api/runs')]);
    expect(runs.list().map((run) => run.info().seed)).toEqual(['8', '7']);
  });
});

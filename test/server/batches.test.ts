/**
 * The batches of a server: a list, reports whose bars lead to runs, and records that replay to their rows.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type RunRecord, replay } from '../../engine/index.ts';
import type { BatchSummary } from '../../server/wire/messages.ts';
import { shownTime } from '../../server/wire/shown-time.ts';
import { run, scratch } from '../cli/capture.ts';
import { testApp } from './server-fixture.ts';

const experiment = `
format: 1
scenario: first-mandate
title: Bars & runs
question: q
replications: 3
arms:
  - { id: plain, title: as it is }
  - { id: blind, title: nothing is seen, set: { world.compliance.transparency: 0 } }
metrics: [compliance]
hypotheses:
  - { id: seen, metric: compliance, arm: blind, against: plain, expect: lower, why: w }
`;

let folder: string;

beforeAll(async () => {
  folder = scratch();
  writeFileSync(path.join(folder, 'experiment.yaml'), experiment);
  mkdirSync(path.join(folder, 'results', 'nothing'), { recursive: true });
  const words = ['batch', 'experiment.yaml', '--workers', '1', '--quiet', '--out'];
  await run([...words, 'results/bars'], { folder });
  await run([...words, 'results/half', '--shard', '1/2'], { folder });
  const place = (name: string) => path.join(folder, 'results', name);
  symlinkSync(place('bars'), place('linked'));
  for (const name of ['no-log', 'cut', 'changed', 'expected', 'no-scenario', 'no-manifest']) {
    cpSync(place('bars'), place(name), { recursive: true });
  }
  rmSync(path.join(place('no-log'), 'rows.log'));
  truncateSync(path.join(place('cut'), 'rows.log'), 500);
  // Whose key is another one, as if it were of another engine.
  writeFileSync(path.join(place('changed'), 'experiment.yaml'), experiment.replace('y: 0 }', 'y: 1 }'));
  // Whose key is the same, and whose hypothesis is not that of the manifest.
  writeFileSync(path.join(place('expected'), 'experiment.yaml'), experiment.replace('t: lower', 't: higher'));
  rmSync(path.join(place('no-scenario'), 'scenario.yaml'));
  writeFileSync(path.join(place('no-manifest'), 'manifest.json'), '{');
});

const manifestOf = (name: string): { rulesVersion: number; sessions: { started: string }[] } =>
  JSON.parse(readFileSync(path.join(folder, 'results', name, 'manifest.json'), 'utf8'));

const served = () => testApp({ resultsDir: path.join(folder, 'results') });

describe('the batches of a server', () => {
  it('are listed, without what is none or a share of one', async () => {
    const { app } = await served();
    const list = (await app.inject('/api/batches')).json<{ name: string }[]>();
    const { title, scenario } = { title: 'Bars & runs', scenario: 'first-mandate' };
    const { rulesVersion, sessions } = manifestOf('bars');
    const played = sessions.at(-1)?.started;
    expect(list.filter(({ name }) => name === 'bars')).toEqual([
      { name: 'bars', title, scenario, state: 'complete', runs: 6, rulesVersion, played },
    ]);
    const others = list.map(({ name }) => name).filter((name) => /^(half|nothing|linked|no-man)/.test(name));
    expect(others).toEqual([]);
    const page = await app.inject('/batches/');
    expect(page.body).toContain('<a href="/batches/bars/">Bars &amp; runs</a>');
    // Another one of the same title is told apart.
    const told = `bars: first-mandate, 6 runs, rules ${rulesVersion}, played ${shownTime(played ?? '')}`;
    expect(page.body).toContain(told);
    expect(shownTime(played ?? '')).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d UTC$/);
  });

  it('is the folder itself, where that is a batch', async () => {
    const { app } = await testApp({ resultsDir: path.join(folder, 'results', 'bars') });
    const list = (await app.inject('/api/batches')).json<BatchSummary[]>();
    expect(list.map(({ name, state }) => [name, state])).toEqual([['bars', 'complete']]);
    expect((await app.inject('/batches/')).body).toContain('<a href="/batches/bars/">');
    expect((await app.inject('/batches/bars/')).body).toContain('<a href="/#/batch/bars/0">');
    expect((await app.inject('/api/batches/bars/runs/0')).statusCode).toBe(200);
    expect((await app.inject('/api/batches/bars/runs/0/record')).statusCode).toBe(200);
    expect((await app.inject('/batches/half/')).statusCode).toBe(404);
  });

  it('are told to be none when the server starts', async () => {
    const start = async (results: string) => {
      const words = ['serve', '--port', '0', '--no-demo', '--results', results];
      return (await run(words, { folder, onStop: (stop) => setTimeout(() => stop('SIGINT'), 300) })).err;
    };
    expect(await start('results/nothing')).toContain('note: results/nothing holds no batch to show yet');
    expect(await start('results/bars')).not.toContain('note: ');
    expect(await start('results')).not.toContain('note: ');
  });

  it('of another version are listed as such, and not linked', async () => {
    const other = path.join(folder, 'results', 'old');
    cpSync(path.join(folder, 'results', 'bars'), other, { recursive: true });
    const file = path.join(other, 'manifest.json');
    // A batch of other rules has another key too, for the key is made of them.
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as { key: string };
    const key = manifest.key.replace(/./g, '0');
    writeFileSync(file, JSON.stringify({ ...manifest, key, rulesVersion: 1 }));
    const { app } = await served();
    const list = (await app.inject('/api/batches')).json<BatchSummary[]>();
    expect(list.find(({ name }) => name === 'bars')?.state).toBe('complete');
    expect(list.find(({ name }) => name === 'old')?.state).toBe('other-version');
    expect((await app.inject('/batches/')).body).not.toContain('/batches/old/');
    expect((await app.inject('/batches/old/')).statusCode).toBe(404);
    rmSync(other, { recursive: true });
  });

  it('have a report whose bars lead to the run that they name', async () => {
    const { app } = await served();
    const page = await app.inject('/batches/bars/');
    expect(page.statusCode).toBe(200);
    const links = [
      ...page.body.matchAll(/<a href="\/#\/batch\/bars\/(\d+)"><rect[^>]*><title>[^<]*one is run (\d+)</g),
    ];
    expect(links.length).toBeGreaterThan(2);
    for (const [, linked, named] of links) expect(linked).toBe(named);
  });

  it('say of a run which arm, point and replication it is', async () => {
    const { app } = await served();
    const words = ['query', 'results/bars', 'select run, arm, replicate, seed from runs', '--json'];
    const rows = JSON.parse((await run(words, { folder })).out);
    for (const { run: number, arm, ...place } of rows) {
      const answer = await app.inject(`/api/batches/bars/runs/${number}`);
      expect(answer.json()).toMatchObject({
        batch: 'bars',
        title: 'Bars & runs',
        stage: 'runs',
        run: number,
        arm: { id: arm },
        ...place,
      });
    }
  });

  it('have records that replay, with the digest of their row', async () => {
    const { app } = await served();
    const asked = await run(
      [
        'query',
        'results/bars',
        "select run, digest from runs where arm = 'blind' and replicate = 2",
        '--json',
      ],
      { folder },
    );
    const [row] = JSON.parse(asked.out);
    const answer = await app.inject(`/api/batches/bars/runs/${row.run}/record`);
    expect(answer.statusCode).toBe(200);
    const record = answer.json<RunRecord>();
    expect(record.digest).toBe(row.digest);
    const report = await replay(record);
    expect(report.verdict).toBe('same');
  });

  it.each([
    '/batches/none/',
    '/batches/half/',
    '/batches/nothing/',
    '/batches/linked/',
    '/api/batches/linked/runs/1/record',
    '/batches/no-log/',
    '/batches/cut/',
    '/batches/changed/',
    '/batches/expected/',
    '/api/batches/changed/runs/1/record',
    '/batches/no-scenario/',
    '/batches/no-manifest/',
    '/api/batches/no-manifest/runs/1/record',
    '/api/batches/bars/runs/99999/record',
    '/api/batches/bars/runs/99999',
    '/api/batches/none/runs/1',
    '/api/batches/bars/runs/abc/record',
    '/api/batches/..%2f..%2fetc/runs/1/record',
  ])('answer 404 at %s', async (url) => {
    const { app } = await served();
    const answer = await app.inject(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.json().error.code).toMatch(/^unknown-(batch|run|address)$/);
  });

  it('are shown with the text that a batch took up since', async () => {
    const results = scratch();
    const file = path.join(results, 'experiment.yaml');
    writeFileSync(file, experiment);
    const words = ['batch', 'experiment.yaml', '--out', 'own', '--workers', '1', '--quiet'];
    await run(words, { folder: results });
    const { app } = await testApp({ resultsDir: results });
    const titleNow = async () => /<h1[^>]*>([^<]*)/.exec((await app.inject('/batches/own/')).body)?.[1];
    expect(await titleNow()).toBe('Bars &amp; runs');
    writeFileSync(file, experiment.replace('Bars & runs', 'Bars and runs'));
    expect((await run(words, { folder: results })).exit).toBe(0);
    expect(await titleNow()).toBe('Bars and runs');
  });

  it('are refused on a server of tables only, as a run shows every brief', async () => {
    const resultsDir = path.join(folder, 'results');
    await expect(testApp({ resultsDir, tablesOnly: true })).rejects.toMatchObject({ code: 'usage' });
  });

  it('are none where the server was told of no folder', async () => {
    const { app } = await testApp();
    expect((await app.inject('/api/batches')).json()).toEqual([]);
    expect((await app.inject('/batches/bars/')).statusCode).toBe(404);
  });

  it('that are not there are a page with a way home to a person, and JSON to programs', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const [{ app }, { app: without }] = [await served(), await testApp()];
    for (const [of, url, why] of [
      [app, '/batches/nope/', 'There is no such batch'],
      [without, '/batches', 'not told of a folder'],
      [without, '/batches/', 'plenary serve --results FOLDER'],
      [without, '/batches/nope/', 'not told of a folder'],
      [app, '/docs/nothing', 'nothing at this address'],
    ] as const) {
      const page = await of.inject({ url, headers });
      expect(`${url} ${page.statusCode} ${page.headers['content-type']}`).toBe(
        `${url} 404 text/html; charset=utf-8`,
      );
      expect(page.body).toContain(why);
      expect(page.body).toContain('<a href="/">');
      const answer = await of.inject({ url, headers: { accept: 'application/json' } });
      expect(answer.json().error.code).toMatch(/^unknown-(batch|address)$/);
    }
    const api = await app.inject({ url: '/api/batches/none/runs/1', headers });
    expect(api.json().error.code).toBe('unknown-batch');
  });
});

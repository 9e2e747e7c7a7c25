/** The text of a run over HTTP, and the record behind the address that a treaty carries. */
import { describe, expect, test } from 'vitest';
import { parseRecord } from '../../engine/run/record-file.ts';
import { testServer } from './server-fixture.ts';

async function ended(server: Awaited<ReturnType<typeof testServer>>, request: object) {
  const started = await server.start(request);
  const run = server.runs.get(started.id)!;
  while (!run.hasEnded()) run.control('step');
  return { id: started.id, digest: run.info().digest! };
}

describe('the text of a run', () => {
  test('is a page, a text or Markdown, at any revision', async () => {
    const server = await testServer();
    const { id, digest } = await ended(server, { seed: '7' });
    const get = (query: string) => fetch(`${server.url}/api/runs/${id}/text${query}`);
    const page = await get('');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await page.text();
    expect(html).toContain('plenary run first-mandate --seed 7');
    expect(html).toContain(`digest=${digest}`);
    expect(html).toContain(`${server.url}/#/replay?`);
    const first = await (await get('?revision=1&format=text')).text();
    expect(first).toContain('Revision 1: 5 open brackets');
    expect(first).not.toContain('Signatures');
    expect(await (await get('?format=markdown')).text()).toContain('## Signatures');
    expect((await get('?revision=99')).status).toBe(404);
    expect((await get('?revision=x')).status).toBe(400);
    expect((await get('?colour=red')).status).toBe(400);
    expect((await fetch(`${server.url}/api/runs/none/text`)).status).toBe(404);
  });

  test('of a table tells neither its seed nor its digest before it is over', async () => {
    const server = await testServer();
    const started = await server.start({ mode: 'table' });
    const run = server.runs.get(started.id)!;
    for (let round = 0; round < 6; round++) run.control('step');
    const page = await (await fetch(`${server.url}/api/runs/${started.id}/text`)).text();
    expect(page).toContain('open bracket');
    expect(page).not.toContain('--seed');
    expect(page).not.toContain('replay');
    while (!run.hasEnded()) run.control('step');
    const { seed } = run.info();
    expect(page).not.toContain(seed);
    expect(await (await fetch(`${server.url}/api/runs/${started.id}/text`)).text()).toContain(
      `--seed ${seed}`,
    );
  });
});

describe('the record behind an address', () => {
  const address = (query: Record<string, string>) => `/api/replay?${new URLSearchParams(query)}`;

  test('is that of the run', async () => {
    const server = await testServer();
    const override = 'world.compliance.transparency=0';
    const { digest } = await ended(server, { seed: '7', overrides: [override] });
    const answer = await fetch(server.url + address({ scenario: 'first-mandate', seed: '7', set: override }));
    const record = parseRecord(await answer.text());
    expect(record.ok && record.value.digest).toBe(digest);
    expect(record.ok && record.value.status).toBe('complete');
  });

  test.each([
    ['no scenario', { seed: '1' }, 400],
    ['another scenario', { scenario: 'nowhere', seed: '1' }, 404],
    ['no seed', { scenario: 'first-mandate' }, 400],
    ['an empty seed', { scenario: 'first-mandate', seed: '' }, 400],
    ['a change that is none', { scenario: 'first-mandate', seed: '1', set: 'no equals' }, 400],
  ])('is refused with %s', async (_what, query, status) => {
    const server = await testServer();
    expect((await fetch(server.url + address(query as Record<string, string>))).status).toBe(status);
  });

  test('is refused where whole scenarios must not be seen', async () => {
    const server = await testServer({ tablesOnly: true });
    const answer = await fetch(server.url + address({ scenario: 'first-mandate', seed: '1' }));
    expect(answer.status).toBe(403);
  });
});

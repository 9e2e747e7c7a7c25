/** Sockets as a viewer uses them: streams that resume, seats, refusals, limits, and a clean end. */
import { describe, expect, it } from 'vitest';
import { type RunRecord, replay } from '../../engine/index.ts';
import type {
  AnswerValue,
  EventsMessage,
  Reply,
  RunInfo,
  TakeValue,
  WireQuestion,
} from '../../server/wire/messages.ts';
import { answerTo, connect, firstMandate, type TestClient, testServer, until } from './server-fixture.ts';

const scenario = await firstMandate();

/** The code of a refusal, or `ok`. */
async function codeOf(answer: Promise<Reply<unknown>>): Promise<string> {
  const reply = await answer;
  if (reply.ok) return 'ok';
  expect(reply.error.hint.length).toBeGreaterThan(5);
  return reply.error.code;
}

async function valueIn<Value>(answer: Promise<Reply<Value>>): Promise<Value> {
  const reply = await answer;
  if (!reply.ok) throw new Error(`${reply.error.code} ${reply.error.message}`);
  return reply.value;
}

/** Watches a run that is driven by steps until a seat that was taken is asked. */
async function seated(client: TestClient, run: string, seat = 'norland') {
  await client.watch({ run });
  const { token } = await valueIn(client.ask<TakeValue>('take', { run, seat }));
  const asked = client.questions.length;
  for (let i = 0; i < 30 && client.questions.length === asked; i++) {
    await client.ask('control', { run, action: 'step', token });
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  return { token, question: client.questions.at(-1) as WireQuestion };
}

function move(run: string, token: string, question: WireQuestion, change: object = {}) {
  const { round, turn, question: kind } = question;
  return {
    run,
    token,
    id: `${round}.${turn}`,
    round,
    turn,
    question: kind,
    answer: answerTo(scenario, question),
    ...change,
  };
}

describe('watching', () => {
  it('sends every event once, in order, and the end', async () => {
    const server = await testServer();
    const { id } = await server.start({ seed: 7, speed: 0 });
    const client = server.client();
    const value = await client.watch({ run: id });
    expect(value).toMatchObject({ view: 'god', from: 0 });
    expect(value.scenario.parties[0].brief?.confidential?.length).toBeGreaterThan(10);
    server.runs.get(id)?.control('resume', 1000);
    await until(() => client.statuses.at(-1)?.state === 'over');
    expect(client.gaps).toEqual([]);
    expect(client.events.at(-1)).toMatchObject({ kind: 'ended' });
    expect(client.views).toEqual([]);
    const record = (await (await fetch(`${server.url}/api/runs/${id}/record?full=1`)).json()) as RunRecord;
    expect(client.events).toEqual(record.events);
    expect(client.statuses.at(-1)?.digest).toBe(record.digest);
  });

  it.each([['websocket'], ['polling']])(
    'starts after any event and resumes without gaps (%s)',
    async (transport) => {
      const server = await testServer();
      const { id } = await server.start({ seed: 7, speed: 50 });
      const whole = server.client();
      await whole.watch({ run: id });
      const part = connect(server.url, [transport]);
      await until(() => whole.events.length > 40);
      part.events.push(...whole.events.slice(0, 31));
      await part.watch({ run: id, after: 30 });
      for (let i = 0; i < 4; i++) {
        const had = part.events.length;
        await until(() => part.events.length > had || whole.statuses.at(-1)?.state === 'over');
        part.socket.disconnect();
        await new Promise((resolve) => setTimeout(resolve, 80));
        part.socket.connect();
        await part.watch({ run: id, after: part.events.length - 1, view: 'god' });
      }
      await until(
        () => whole.statuses.at(-1)?.state === 'over' && part.events.length === whole.events.length,
      );
      expect(part.gaps).toEqual([]);
      expect(part.events).toEqual(whole.events);
    },
  );

  it('starts anew for a cursor that lies beyond the run, or in another view', async () => {
    const server = await testServer();
    const open = await server.start({ seed: 7, speed: 0 });
    const table = await server.start({ mode: 'table', speed: 0 });
    const client = server.client();
    expect((await client.watch({ run: open.id, after: 1_000_000 })).from).toBe(0);
    const token = table.hostToken;
    expect(await codeOf(client.ask('control', { run: table.id, action: 'step', token }))).toBe('ok');
    expect((await client.watch({ run: table.id, after: 3 })).from).toBe(0);
    expect((await client.watch({ run: table.id, after: 3, view: 'seat:norland' })).from).toBe(0);
    expect((await client.watch({ run: table.id, after: 3, view: 'public' })).from).toBe(4);
  });

  it('ends with unwatch, and has a limit', async () => {
    const server = await testServer({ limits: { watchedPerSocket: 2 } });
    const runs = [await server.start(), await server.start(), await server.start({ speed: 0 })];
    const client = server.client();
    await client.watch({ run: runs[0].id });
    await client.watch({ run: runs[1].id });
    expect(await codeOf(client.ask('watch', { run: runs[2].id }))).toBe('too-many-watched');
    expect(await codeOf(client.ask('unwatch', { run: runs[0].id }))).toBe('ok');
    expect(await codeOf(client.ask('unwatch', { run: runs[1].id }))).toBe('ok');
    await new Promise((resolve) => setTimeout(resolve, 60));
    const had = client.events.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(client.events.length).toBe(had);
    await client.watch({ run: runs[2].id });
  });

  it('sends a long run in pieces to a client that reads slowly', async () => {
    const server = await testServer();
    const { id } = await server.start({ seed: 7 }, 1000);
    await until(() => server.runs.get(id)?.hasEnded() ?? false);
    const client = connect(server.url, ['polling']);
    const sizes: number[] = [];
    client.socket.on('events', (message: EventsMessage) => sizes.push(message.events.length));
    await client.watch({ run: id });
    await until(() => client.events.at(-1)?.kind === 'ended');
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.max(...sizes)).toBe(250);
    expect(client.gaps).toEqual([]);
  });
});

describe('steering', () => {
  it('pauses, steps, changes pace and stops', async () => {
    const server = await testServer();
    const { id } = await server.start({ speed: 2 });
    const client = server.client();
    await client.watch({ run: id });
    const control = (action: string, speed?: number) =>
      valueIn(client.ask<RunInfo>('control', { run: id, action, ...(speed === undefined ? {} : { speed }) }));
    expect(await control('pause')).toMatchObject({ state: 'paused', round: 0 });
    expect(await control('step')).toMatchObject({ state: 'paused', round: 1 });
    expect(await control('resume', 40)).toMatchObject({ state: 'running', speed: 40 });
    await until(() => (client.statuses.at(-1)?.round ?? 0) > 5);
    expect(await control('stop')).toMatchObject({ state: 'stopped' });
    expect(await codeOf(client.ask('control', { run: id, action: 'resume' }))).toBe('run-over');
    await until(() => client.statuses.at(-1)?.state === 'stopped');
  });

  it('of a table is for its host; a seat sets the pace, and nobody else does anything', async () => {
    const server = await testServer();
    const { id, hostToken } = await server.start({ mode: 'table', speed: 0 });
    const client = server.client();
    await client.watch({ run: id });
    const actions = ['pause', 'step', 'resume', 'stop'] as const;
    const codesFor = async (token?: string) => {
      const found: string[] = [];
      for (const action of actions) {
        found.push(await codeOf(client.ask('control', { run: id, action, speed: 0.1, token })));
      }
      return found;
    };
    const refused = actions.map(() => 'host-only');
    expect(await codesFor()).toEqual(refused);
    expect(await codesFor('0'.repeat(32))).toEqual(refused);
    const { token } = await valueIn(client.ask<TakeValue>('take', { run: id, seat: 'norland' }));
    expect(await codesFor(token)).toEqual(['ok', 'ok', 'ok', 'host-only']);
    await valueIn(client.ask('give', { run: id, token }));
    expect(await codesFor(token)).toEqual(refused);
    expect(server.runs.get(id)?.hasEnded()).toBe(false);
    expect(await codesFor(hostToken)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(server.runs.get(id)?.state()).toBe('stopped');
  });
});

describe('a seat of a table', () => {
  it('is shown its own view, and its questions', async () => {
    const server = await testServer();
    const { id } = await server.start({ mode: 'table', speed: 0 });
    const client = server.client();
    const first = await client.watch({ run: id });
    expect(first).toMatchObject({ view: 'public', run: { mode: 'table' } });
    const { question } = await seated(client, id);
    expect(question).toMatchObject({ run: id, seat: 'norland' });
    expect(client.views.map(({ view, seat }) => [view, seat])).toEqual([['seat:norland', 'norland']]);
    const own = client.views[0].scenario.parties;
    expect(own.filter((party) => party.ideal !== undefined).map((party) => party.id)).toEqual(['norland']);
    await until(() => client.statuses.at(-1)?.waitingFor[0] === 'norland');
    expect(client.gaps).toEqual([]);
  });

  it('is held by one connection, and found again with its token', async () => {
    const server = await testServer();
    const { id } = await server.start({ mode: 'table', speed: 0 });
    const [anna, ben] = [server.client(), server.client()];
    const { token, question } = await seated(anna, id);
    expect(await codeOf(ben.ask('take', { run: id, seat: 'norland' }))).toBe('seat-held');
    expect(await codeOf(anna.ask('take', { run: id, seat: 'meridia' }))).toBe('one-seat');
    anna.socket.disconnect();
    anna.socket.connect();
    const again = await anna.watch({ run: id, token, view: 'seat:norland', after: anna.events.length - 1 });
    expect(again).toMatchObject({
      seat: 'norland',
      view: 'seat:norland',
      question,
      from: anna.events.length,
    });
    const other = await ben.watch({ run: id, token: 'f'.repeat(32) });
    expect(other.view).toBe('public');
    expect(other.seat).toBeUndefined();
    expect(other.question).toBeUndefined();
  });

  it('is played to the end, after which everybody sees everything and the record replays', async () => {
    const server = await testServer();
    const { id } = await server.start({ mode: 'table' }, 1000);
    const [player, spectator] = [server.client(), server.client()];
    await spectator.watch({ run: id });
    await player.watch({ run: id });
    const { token } = await valueIn(player.ask<TakeValue>('take', { run: id, seat: 'solenna' }));
    let answered = 0;
    while (player.statuses.at(-1)?.state !== 'over') {
      const had = answered;
      await until(() => player.questions.length > had || player.statuses.at(-1)?.state === 'over');
      const question = player.questions[had];
      if (question === undefined) break;
      const { number } = await valueIn(player.ask<AnswerValue>('answer', move(id, token, question)));
      answered++;
      expect(number).toBe(answered);
    }
    // How many questions there are is up to the seed, which the server draws.
    expect(answered).toBeGreaterThan(0);
    await until(() => spectator.events.at(-1)?.kind === 'ended' && player.events.at(-1)?.kind === 'ended');
    expect([...spectator.gaps, ...player.gaps]).toEqual([]);
    const record = (await (await fetch(`${server.url}/api/runs/${id}/record?full=1`)).json()) as RunRecord;
    for (const client of [player, spectator]) {
      expect(client.views.at(-1)).toMatchObject({ view: 'god' });
      expect(client.events).toEqual(record.events);
      expect(client.statuses.at(-1)).toMatchObject({ seed: record.seed, digest: record.digest });
    }
    expect(record.seed).toMatch(/^[0-9a-f]{32}$/);
    expect(record.inputs).toHaveLength(answered + 1);
    const report = await replay(record);
    expect(report.verdict, report.summary).toBe('same');
    // Who was away while the run ended starts anew; who has everything goes on.
    const late = server.client();
    expect((await late.watch({ run: id, view: 'seat:solenna', after: 40, token })).from).toBe(0);
    const all = record.events?.length ?? 0;
    expect((await late.watch({ run: id, view: 'god', after: all - 1 })).from).toBe(all);
  });

  it('is given back, and the others are shown what is public again', async () => {
    const server = await testServer();
    const { id } = await server.start({ mode: 'table', speed: 0 });
    const client = server.client();
    const { token, question } = await seated(client, id);
    expect(await codeOf(client.ask('give', { run: id, token }))).toBe('ok');
    await until(() => client.views.length === 2);
    expect(client.views[1]).toMatchObject({ view: 'public' });
    expect(client.views[1].seat).toBeUndefined();
    expect(await codeOf(client.ask('answer', move(id, token, question)))).toBe('seat-not-held');
    expect(await codeOf(client.ask('give', { run: id, token }))).toBe('seat-not-held');
    await until(() => client.statuses.at(-1)?.held.length === 0);
    expect(await codeOf(client.ask('take', { run: id, seat: 'meridia' }))).toBe('ok');
  });

  it('refuses late, doubled and illegal answers with a code, and takes the right one', async () => {
    const server = await testServer();
    const { id } = await server.start({ mode: 'table', speed: 0 });
    const client = server.client();
    const { token, question } = await seated(client, id);
    const send = (change: object) => codeOf(client.ask('answer', move(id, token, question, change)));
    expect(await send({ round: question.round - 1 })).toBe('stale');
    expect(await send({ round: question.round + 1 })).toBe('not-asked');
    expect(await send({ question: 'vote' })).toBe('wrong-question');
    expect(await send({ answer: { verdict: 'maybe' } })).toBe('bad-answer');
    expect(await send({ answer: JSON.parse('{"__proto__": {"a": 1}}') })).toBe('bad-answer');
    expect(await send({ token: '0'.repeat(32) })).toBe('seat-not-held');
    const first = await valueIn(client.ask<AnswerValue>('answer', move(id, token, question)));
    expect(await valueIn(client.ask<AnswerValue>('answer', move(id, token, question)))).toEqual(first);
    expect(await send({ id: 'another' })).toBe('already-answered');
  });
});

describe('messages', () => {
  const right: Record<string, Record<string, unknown>> = {
    watch: { run: 'nothing', after: 3, view: 'god', token: '0'.repeat(32) },
    unwatch: { run: 'nothing' },
    control: { run: 'nothing', action: 'pause', speed: 1 },
    take: { run: 'nothing', seat: 'norland' },
    give: { run: 'nothing', token: '0'.repeat(32) },
    answer: {
      run: 'nothing',
      token: '0'.repeat(32),
      id: 'a',
      round: 1,
      turn: 0,
      question: 'vote',
      answer: {},
    },
  };
  const wrong: Record<string, unknown[]> = {
    run: ['', 'A', '../x', 'x'.repeat(81), 7, null, { a: 1 }],
    after: [-2, 0.5, 1e9, '3', Number.NaN],
    view: ['x'.repeat(81), 7],
    token: ['', 'x'.repeat(32), '0'.repeat(33), 7],
    action: ['', 'reset', 7],
    speed: [0, 51, -1, '1'],
    seat: ['', 'Norland', 'x'.repeat(81), 7],
    id: ['', 'x'.repeat(65), 7],
    round: [-1, 0.5, 1e7, '1'],
    turn: [-1, 0.5, 1e7, '1'],
    question: ['x'.repeat(41), 7],
  };

  it.each(Object.entries(right))('%s is checked in every part', async (name, request) => {
    const server = await testServer({ limits: { messageBurst: 1000 } });
    const client = server.client();
    expect(await codeOf(client.ask(name, request))).toBe(name === 'unwatch' ? 'ok' : 'unknown-run');
    for (const key of Object.keys(request)) {
      for (const value of wrong[key] ?? []) {
        expect(await codeOf(client.ask(name, { ...request, [key]: value })), `${key} ${value}`).toBe(
          'bad-request',
        );
      }
    }
    expect(await codeOf(client.ask(name, { ...request, more: 1 }))).toBe('bad-request');
    for (const nothing of [null, [], 'text', 7, {}]) {
      expect(await codeOf(client.ask(name, nothing))).toBe('bad-request');
    }
  });

  it('without a wish for an answer, or of an unknown kind, do nothing', async () => {
    const server = await testServer();
    const { id } = await server.start({ speed: 1 });
    const client = server.client();
    client.socket.emit('control', { run: id, action: 'stop' });
    client.socket.emit('control');
    client.socket.emit('shutdown', {}, () => undefined);
    expect(await codeOf(client.ask('unwatch', { run: id }))).toBe('ok');
    expect(server.runs.get(id)?.state()).toBe('running');
  });

  it('larger than allowed end the connection', async () => {
    const server = await testServer();
    const client = server.client();
    await until(() => client.socket.connected);
    let reason = '';
    client.socket.on('disconnect', (why) => {
      reason = why;
    });
    client.socket.emit('answer', { answer: 'x'.repeat(70_000) });
    await until(() => reason !== '');
    expect(reason).toBe('transport close');
  });

  it('that come too fast are refused, and in the end the connection', async () => {
    const server = await testServer({
      limits: { messageBurst: 10, messagesPerSecond: 1, refusedMessages: 20 },
    });
    const client = server.client();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => codeOf(client.ask('unwatch', { run: 'x' }))),
    );
    expect(answers.filter((code) => code === 'ok').length).toBeLessThan(13);
    expect(answers.at(-1)).toBe('rate-limited');
    for (let i = 0; i < 30; i++) client.socket.emit('unwatch');
    await until(() => !client.socket.connected);
  });
});

describe('connections', () => {
  it('from another site are refused', async () => {
    const server = await testServer();
    const handshake = (headers: Record<string, string>) =>
      fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers });
    expect((await handshake({})).status).toBe(200);
    expect((await handshake({ origin: server.url })).status).toBe(200);
    const refused = await handshake({ origin: 'https://evil.example' });
    expect(refused.status).toBe(403);
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('of clients that ask and do not read are closed, and keep little', async () => {
    const server = await testServer({ limits: { messageBurst: 10_000, unreadPackets: 30 } });
    const { id } = await server.start({ seed: 7 }, 1000);
    await until(() => server.runs.get(id)?.hasEnded() ?? false);
    const client = server.client();
    await until(() => client.socket.connected);
    let reason = '';
    client.socket.on('disconnect', (why) => {
      reason = why;
    });
    const { ws } = client.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } };
    ws.pause();
    for (let i = 0; i < 500; i++) {
      client.socket.emit('watch', { run: id }, () => undefined);
      if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    ws.resume();
    await until(() => reason !== '');
  });

  it('are so many and no more', async () => {
    const server = await testServer({ limits: { sockets: 1 } });
    const first = server.client();
    await until(() => first.socket.connected);
    const second = server.client();
    let refused = '';
    second.socket.on('connect_error', (error) => {
      refused = error.message;
    });
    await until(() => refused !== '');
    expect(second.socket.connected).toBe(false);
  });

  it('end with the server, which leaves nothing behind', async () => {
    const before = process.getActiveResourcesInfo();
    const server = await testServer({ demo: true });
    const { id } = await server.start({ mode: 'table', speed: 50, deadlineSeconds: 60 });
    const clients = [server.client(), connect(server.url, ['polling'])];
    for (const client of clients) await client.watch({ run: id });
    await clients[0].ask('take', { run: id, seat: 'norland' });
    const reasons: string[] = [];
    for (const client of clients) client.socket.on('disconnect', (reason) => reasons.push(reason));
    const startedMs = performance.now();
    await server.close();
    expect(performance.now() - startedMs).toBeLessThan(1000);
    await until(() => reasons.length === 2);
    for (const client of clients) client.socket.disconnect();
    await expect(fetch(`${server.url}/api/health`)).rejects.toThrow();
    await until(() => process.getActiveResourcesInfo().length <= before.length);
    const round = server.runs.get(id)?.info().round;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.runs.get(id)?.info().round).toBe(round);
  });
});

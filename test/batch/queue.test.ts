/**
 * Batches through a queue. What needs Redis or Valkey runs where one of them is installed; the rest runs
 * everywhere.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBatch } from '../../server/batch/batch.ts';
import { type PackedFrame, packFrame, receiveFrame, unpackFrame } from '../../server/batch/frames.ts';
import { makeJob } from '../../server/batch/job.ts';
import { createLocalPlayer } from '../../server/batch/local-player.ts';
import type { Player } from '../../server/batch/player.ts';
import {
  packResult,
  type QueuedPiece,
  queueName,
  resultsKey,
  unpackResult,
} from '../../server/queue/names.ts';
import { type Hub, openHub } from '../../server/queue/remote.ts';
import { finish, root, run, runBuilt, scratch, start } from '../cli/capture.ts';

const servers = ['redis-server', 'valkey-server'];
const server = servers.find((name) => spawnSync(name, ['--version']).status === 0);

const experiment = `
format: 1
scenario: first-mandate
title: t
question: q
replications: 60
arms:
  - { id: plain, title: as it is }
  - { id: blind, title: nothing is seen, set: { world.compliance.transparency: 0 } }
metrics: [agreed, forceTick, compliance]
`;

const folder = scratch();
const tables = (out: string) =>
  JSON.parse(readFileSync(path.join(folder, out, 'manifest.json'), 'utf8')).tables;

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as { port: number };
  await new Promise((resolve) => listener.close(resolve));
  return port;
}

/** Starts Redis, and waits until it answers; what it said when it ended instead. */
async function tryRedis(port: number): Promise<ChildProcess | string> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'plenary-redis-'));
  const child = spawn(server as string, ['--port', String(port), '--save', '', '--dir', dir], {
    stdio: 'pipe',
  });
  let said = '';
  return new Promise((resolve) => {
    child.stdout?.on('data', (data) => {
      said += String(data);
      if (said.includes('Ready to accept connections')) resolve(child);
    });
    child.on('exit', () => resolve(said));
  });
}

/** Starts Redis. The port it had before may be in use for a moment, by whoever was given it meanwhile. */
async function startRedis(port: number): Promise<ChildProcess> {
  let started = await tryRedis(port);
  for (let again = 0; typeof started === 'string' && again < 20; again++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    started = await tryRedis(port);
  }
  if (typeof started === 'string') throw new Error(`Redis ended: ${started.slice(-300)}`);
  return started;
}

/** Waits until a process has said something. */
function hasSaid(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve) => {
    let err = '';
    child.stderr?.on('data', (data) => {
      err += data;
      if (err.includes(words)) resolve();
    });
  });
}

/** The job of the experiment. */
async function theJob() {
  const scenario = readFileSync(path.join(root, 'scenarios/first-mandate/scenario.yaml'), 'utf8');
  const made = await makeJob({ experiment, scenario });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.job;
}

const task = { stage: 'runs', stretch: { from: 0, to: 4, above: 0, below: 60 } } as const;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

beforeAll(() => writeFileSync(path.join(folder, 'experiment.yaml'), experiment));

const block = {
  count: 2,
  status: Uint8Array.of(0, 1),
  outcome: Uint8Array.of(4, 0),
  digests: Uint8Array.from({ length: 64 }, (_, i) => i),
  values: Float64Array.of(1, Number.NaN, 3, 4),
  moments: new Int32Array(0),
  moment: new Int32Array(0),
  series: new Float64Array(0),
  failures: [{ at: 1, why: 'a “reason”\nin two lines' }],
};

describe('a result on its way', () => {
  const bytes = Buffer.from(packFrame('runs', { from: 3, to: 5, above: 0, below: 9 }, block).bytes);

  it('arrives as it was sent', () => {
    const result = unpackResult(packResult({ id: '7', elapsedMs: 1.5 }, bytes));
    expect(result?.line).toEqual({ id: '7', elapsedMs: 1.5 });
    const received = receiveFrame(result?.frame as Buffer) as PackedFrame;
    expect(unpackFrame(received)).toEqual(block);
    expect(received.head).toMatchObject({ stage: 'runs', from: 3, to: 5, count: 2 });
  });

  it('is known to be damaged, wherever a bit was turned or the end is missing', () => {
    for (let i = 0; i < bytes.length; i += 3) {
      const turned = Buffer.from(bytes);
      turned.writeUInt8(turned.readUInt8(i) ^ 16, i);
      expect(receiveFrame(turned)).toBeUndefined();
      expect(receiveFrame(bytes.subarray(0, i))).toBeUndefined();
    }
    expect(unpackResult(Buffer.from('no line'))).toBeUndefined();
    expect(unpackResult(Buffer.from('no JSON\n'))).toBeUndefined();
  });
});

describe('a batch of players elsewhere', () => {
  it('whose results cannot be trusted in the end writes no tables, and can go on', async () => {
    const job = await theJob();
    const options = {
      job,
      name: 'checked',
      folder,
      workers: 1,
      start: () => createLocalPlayer(job),
      failFast: false,
      listener: { rebuilt() {}, fewer() {}, begin() {}, played() {}, writing() {}, wrote() {} },
      isStopped: () => false,
      now: () => performance.now(),
      today: () => '2001-01-01',
    };
    const check = () => Promise.reject(new Error('two results'));
    await expect(runBatch({ ...options, check })).rejects.toThrow('two results');
    const manifest = JSON.parse(readFileSync(path.join(folder, 'checked', 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ state: 'running', tables: [], runs: { played: 120 } });
    expect(await runBatch(options)).toMatchObject({ state: 'complete', played: 0, total: 120 });
  });
});

describe('without Redis', () => {
  it('a batch and a worker say so and end, and nothing is begun', async () => {
    const url = `redis://user:secret@127.0.0.1:${await freePort()}`;
    const out = await run(['batch', 'experiment.yaml', '--out', 'none', '--redis', url], { folder });
    expect(out.exit).toBe(2);
    expect(out.err).toMatch(/redis-unreachable: Redis at redis:\/\/…@127\.0\.0\.1:\d+ does not\s+answer/);
    expect(out.err).not.toContain('secret');
    const worker = await run(['worker', '--redis', url], { folder });
    expect([worker.exit, worker.err]).toEqual([2, expect.stringContaining('redis-unreachable')]);
  }, 60_000);

  it('what is no address is told at once', async () => {
    for (const words of [['worker', '--redis', 'localhost'], ['worker']]) {
      const { exit, err } = await run(words, { folder });
      expect([exit, err]).toEqual([2, expect.stringContaining('usage')]);
    }
  });
});

describe.runIf(server !== undefined)('with Redis', () => {
  let redis: ChildProcess;
  let port: number;
  const url = () => `redis://127.0.0.1:${port}`;
  const worker = () => start(['worker', '--redis', url(), '--workers', '1'], { cwd: folder });
  const batch = (out: string) =>
    start(['batch', 'experiment.yaml', '--out', out, '--redis', url()], { cwd: folder });

  beforeAll(async () => {
    port = await freePort();
    redis = await startRedis(port);
    await runBuilt(['batch', 'experiment.yaml', '--out', 'here', '--workers', '1', '--quiet'], {
      cwd: folder,
    });
  });

  afterAll(() => {
    redis.kill('SIGKILL');
  });

  it('workers that come late and die midway give the same tables', async () => {
    const running = batch('there');
    const ended = finish(running);
    await hasSaid(running, 'no worker is there yet');
    const first = worker();
    await hasSaid(first, 'ready');
    const log = path.join(folder, 'there', 'rows.log');
    while (readFileSync(log).length < 2000) await new Promise((resolve) => setTimeout(resolve, 10));
    first.kill('SIGKILL');
    const second = worker();
    const secondEnded = finish(second);
    const { exit, err } = await ended;
    expect([exit, err]).toEqual([0, expect.stringContaining('120 in there')]);
    expect(tables('there')).toEqual(tables('here'));
    second.kill('SIGTERM');
    expect((await secondEnded).exit).toBe(0);
  }, 120_000);

  it('a worker that served a smaller batch plays all of a larger one', async () => {
    const helper = worker();
    const helperEnded = finish(helper);
    await hasSaid(helper, 'ready');
    const words = ['batch', 'experiment.yaml', '--redis', url(), '--quiet'];
    const few = await runBuilt([...words, '--out', 'few', '--replications', '4'], { cwd: folder });
    expect(few.exit).toBe(0);
    const all = await runBuilt([...words, '--out', 'all'], { cwd: folder });
    expect(all.exit).toBe(0);
    expect(tables('all')).toEqual(tables('here'));
    helper.kill('SIGTERM');
    await helperEnded;
  }, 120_000);

  it('a batch whose Redis goes away ends with a message, and goes on from what had come', async () => {
    const helper = worker();
    const helperEnded = finish(helper);
    await hasSaid(helper, 'ready');
    const running = batch('broken');
    const ended = finish(running);
    const log = path.join(folder, 'broken', 'rows.log');
    const size = () => {
      try {
        return readFileSync(log).length;
      } catch {
        return 0;
      }
    };
    while (size() < 1500) await new Promise((resolve) => setTimeout(resolve, 5));
    redis.kill('SIGKILL');
    const { exit, err } = await ended;
    // It may have been done before Redis went.
    expect([0, 2]).toContain(exit);
    if (exit === 2) expect(err).toContain('redis-unreachable');
    helper.kill('SIGKILL');
    await helperEnded;
    redis = await startRedis(port);
    const again = worker();
    const went = await finish(batch('broken'));
    expect(went.exit).toBe(0);
    expect(went.err).toContain('runs were played before');
    expect(tables('broken')).toEqual(tables('here'));
    again.kill('SIGTERM');
    await finish(again);
  }, 120_000);

  /** Takes the one piece that waits, as a worker would; undefined while there is none. */
  async function pieceIn(client: Redis): Promise<QueuedPiece | undefined> {
    const [id] = await client.lrange(`bull:${queueName}:wait`, 0, 0);
    const data = id === undefined ? null : await client.hget(`bull:${queueName}:${id}`, 'data');
    return data === null ? undefined : JSON.parse(data);
  }

  async function untilPiece(client: Redis): Promise<QueuedPiece> {
    for (;;) {
      const piece = await pieceIn(client);
      if (piece !== undefined) return piece;
      await pause(20);
    }
  }

  /** Opens a way, lets a piece come once and again with another digest, when nobody waits for it. */
  async function comeTwice(client: Redis): Promise<{ readonly hub: Hub; readonly player: Player }> {
    const hub = await openHub(url(), await theJob());
    const player = hub.player();
    const playing = player.play(task);
    const { batch: id } = await untilPiece(client);
    const other = { ...block, digests: block.digests.map((byte) => byte ^ 1) };
    for (const sent of [block, other]) {
      const { bytes } = packFrame('runs', task.stretch, sent);
      await client.rpush(resultsKey(id), packResult({ id: '0', elapsedMs: 1 }, bytes));
    }
    await playing;
    while ((await client.llen(resultsKey(id))) > 0) await pause(10);
    // What was taken from the list is read by now.
    await pause(100);
    return { hub, player };
  }

  it('a piece that comes again with other results when nothing is waited for is told later', async () => {
    const client = new Redis(url());
    try {
      await client.flushall();
      const first = await comeTwice(client);
      await expect(first.player.play(task)).rejects.toMatchObject({ code: 'differs' });
      await expect(first.hub.close()).resolves.toBeUndefined();
      await client.flushall();
      const second = await comeTwice(client);
      await expect(second.hub.close()).rejects.toMatchObject({ code: 'differs' });
    } finally {
      client.disconnect();
    }
  }, 30_000);

  it('and is told before tables are written of what has come', async () => {
    const client = new Redis(url());
    try {
      await client.flushall();
      const { hub } = await comeTwice(client);
      await expect(hub.settle()).rejects.toMatchObject({ code: 'differs' });
      await expect(hub.close()).resolves.toBeUndefined();
      await client.flushall();
      const calm = await openHub(url(), await theJob());
      await expect(calm.settle()).resolves.toBeUndefined();
      await calm.close();
    } finally {
      client.disconnect();
    }
  }, 30_000);

  it('a piece that fails in any other way is tried a few times, and then told with its reason', async () => {
    const client = new Redis(url(), { maxRetriesPerRequest: null });
    let tries = 0;
    // A worker that cannot even answer.
    const broken = new Worker(
      queueName,
      async () => {
        tries++;
        throw new Error('there is no room\nfor it');
      },
      { connection: client },
    );
    const hub = await openHub(url(), await theJob(), 500);
    try {
      await client.flushall();
      await expect(hub.player().play(task)).rejects.toMatchObject({
        code: 'piece-failed',
        message:
          'piece 0 (runs 0 to 3) cannot be played: it was tried 3 times, and at last: there is no room',
        hint: expect.stringMatching(/the same command goes on from it/),
      });
      expect(tries).toBe(3);
    } finally {
      await hub.close();
      await broken.close();
      client.disconnect();
    }
  }, 30_000);

  it('a worker says why it cannot play a piece', async () => {
    const helper = worker();
    const helperEnded = finish(helper);
    await hasSaid(helper, 'ready');
    const hub = await openHub(url(), await theJob());
    try {
      // The experiment has no such part.
      const playing = hub.player().play({ ...task, stage: 'space' });
      await expect(playing).rejects.toMatchObject({
        code: 'piece-failed',
        message: expect.stringMatching(/runs 0 to 3 of the space.* the job has no stage space$/),
      });
    } finally {
      await hub.close();
      helper.kill('SIGTERM');
      await helperEnded;
    }
  }, 30_000);

  it('a Redis that loses a piece again and again is told', async () => {
    const client = new Redis(url());
    const hub = await openHub(url(), await theJob(), 100);
    try {
      await client.flushall();
      const playing = hub.player().play(task);
      const told = expect(playing).rejects.toMatchObject({
        code: 'piece-failed',
        message: 'piece 0 (runs 0 to 3) cannot be played: Redis lost it 5 times',
      });
      let isOver = false;
      void told.then(() => {
        isOver = true;
      });
      while (!isOver) {
        await client.flushall();
        await pause(50);
      }
      await told;
    } finally {
      await hub.close();
      client.disconnect();
    }
  }, 60_000);

  it('a Redis that starts again empty is given the pieces anew, and they are played', async () => {
    const client = new Redis(url());
    const hub = await openHub(url(), await theJob(), 500);
    try {
      await client.flushall();
      const playing = hub.player().play(task);
      await untilPiece(client);
      redis.kill('SIGKILL');
      redis = await startRedis(port);
      const helper = worker();
      const helperEnded = finish(helper);
      expect((await playing).packed.head.count).toBe(4);
      helper.kill('SIGTERM');
      expect((await helperEnded).exit).toBe(0);
    } finally {
      client.disconnect();
      await hub.close();
    }
  }, 60_000);

  it('a worker that is told to stop twice ends although Redis is gone', async () => {
    const helper = worker();
    const ended = finish(helper);
    await hasSaid(helper, 'ready');
    await pause(1000);
    redis.kill('SIGKILL');
    await pause(500);
    helper.kill('SIGINT');
    await pause(300);
    helper.kill('SIGINT');
    const { exit, err } = await ended;
    redis = await startRedis(port);
    expect(err).toContain('stopped by SIGINT');
    // The second signal may come when it has said so and ends: then it is the signal that ends it.
    expect([0, -1]).toContain(exit);
  }, 60_000);
});

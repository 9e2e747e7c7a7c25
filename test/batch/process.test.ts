/** Batches of the built program: worker threads, kills and full disks. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PlayedJob } from '../../server/batch/player.ts';
import { finish, program, runBuilt, scratch, start } from '../cli/capture.ts';

const experiment = `
format: 1
scenario: first-mandate
title: t
question: q
replications: 40
arms:
  - { id: plain, title: as it is }
  - { id: blind, title: nothing is seen, set: { world.compliance.transparency: 0 } }
factors: [{ id: stakes, path: utility.distance, levels: [1.2, 1.6, 2] }]
metrics: [agreed, forceTick, compliance]
series: { every: round, metrics: [agreed] }
`;

const folder = scratch();
const words = (out: string, ...more: string[]) => [
  'batch',
  'experiment.yaml',
  '--out',
  out,
  '--quiet',
  ...more,
];
const tables = (out: string) =>
  JSON.parse(readFileSync(path.join(folder, out, 'manifest.json'), 'utf8')).tables;

beforeAll(async () => {
  writeFileSync(path.join(folder, 'experiment.yaml'), experiment);
  expect((await runBuilt(words('one', '--workers', '1'), { cwd: folder })).exit).toBe(0);
});

describe('the built program', () => {
  it('gives the same tables with two workers', async () => {
    const { exit, err } = await runBuilt(words('two', '--workers', '2'), { cwd: folder });
    expect([exit, err]).toEqual([0, '']);
    expect(tables('two')).toEqual(tables('one'));
  });

  it('does so where arms name places by number, and where they have parts of their own', async () => {
    const arms = `
  - { id: plain, title: as it is }
  - { id: majority, title: t, set: { 'rules.decision[0].rule': simple-majority } }
  - { id: home, title: t, set: { 'parties[0].readiness': 0.5, world.home-limits: {} } }`;
    const text = `${experiment.replace(/arms:[\s\S]*?(?=\nfactors)/, `arms:${arms}`)}
space: { declared: true, samples: 8, replications: 2, leaveOut: [utility] }
`;
    writeFileSync(path.join(folder, 'numbered.yaml'), text);
    const play = (out: string, workers: string) =>
      runBuilt(['batch', 'numbered.yaml', '--out', out, '--quiet', '--workers', workers], { cwd: folder });
    expect((await play('numbered-one', '1')).err).toBe('');
    expect((await play('numbered-two', '2')).err).toBe('');
    expect(tables('numbered-two')).toEqual(tables('numbered-one'));
    const asked = await runBuilt(
      [
        'query',
        'numbered-two',
        'select arm, count(homeLimitsSlack) n from space group by arm order by arm',
        '--json',
      ],
      { cwd: folder },
    );
    expect(JSON.parse(asked.out).map(({ arm, n }: { arm: string; n: number }) => [arm, Number(n)])).toEqual([
      ['home', 16],
      ['majority', 0],
      ['plain', 0],
    ]);
  });

  it('gives the same tables after it was killed twice and went on', async () => {
    const log = path.join(folder, 'killed', 'rows.log');
    let size = 0;
    for (let kills = 0; kills < 2; kills++) {
      const child = start(words('killed', '--workers', '2'), { cwd: folder });
      const grown = () => existsSync(log) && readFileSync(log).length > size + 5000;
      while (!grown() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
      child.kill('SIGKILL');
      await finish(child);
      size = readFileSync(log).length;
    }
    const went = await runBuilt(['batch', 'experiment.yaml', '--out', 'killed', '--workers', '2'], {
      cwd: folder,
    });
    expect(went.exit).toBe(0);
    const before = Number(/^(\d+) runs were played before/m.exec(went.err)?.[1]);
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(240);
    expect(tables('killed')).toEqual(tables('one'));
  });

  it('finishes what it began when Ctrl-C is pressed, and says how to go on', async () => {
    const child = start(
      ['batch', 'experiment.yaml', '--out', 'stopped', '--workers', '2', '--replications', '4000'],
      {
        cwd: folder,
      },
    );
    const log = path.join(folder, 'stopped', 'rows.log');
    const begun = () => existsSync(log) && readFileSync(log).length > 2000;
    while (!begun() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGINT');
    const { exit, err } = await finish(child);
    expect(exit).toBe(130);
    expect(err).toContain('continue with: plenary batch experiment.yaml --out stopped');
    const { state, runs } = JSON.parse(readFileSync(path.join(folder, 'stopped', 'manifest.json'), 'utf8'));
    expect(state).toBe('running');
    expect(runs.played).toBeGreaterThan(0);
  });

  it.runIf(process.platform === 'linux').each([
    ['at once', 24],
    ['while rows are written', 80],
  ])('keeps what it has when the disk is full %s', async (_, blocks) => {
    const out = `full-${blocks}`;
    // A limit on the size of a file stands for a disk without room.
    const limited = `ulimit -f ${blocks}; exec "$0" "$@"`;
    const given = [process.execPath, program, ...words(out, '--workers', '1', '--replications', '400')];
    const { status, stderr } = spawnSync('bash', ['-c', limited, ...given], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/file-unwritable: full\S* cannot be\s+written: the file is too\s+large/);
    const went = await runBuilt(['batch', 'experiment.yaml', '--out', out, '--workers', '1'], {
      cwd: folder,
    });
    expect(went.exit).toBe(0);
    const before = /^(\d+) runs were played before/m.exec(went.err)?.[1];
    expect(before === undefined).toBe(blocks === 24);
    expect(tables(out)).toEqual(tables('one'));
  });
});

describe('an answer', () => {
  it.each(['csv', 'json'])('may be larger than memory, as %s', async (ending) => {
    const sql = "select i, i * 1.5::double as half, 'row ' || i as name from range(1000000) t(i)";
    const env = { NODE_OPTIONS: '--max-old-space-size=64' };
    const asked = ['query', 'one', sql, '--out', `large.${ending}`];
    const { exit, err } = await runBuilt(asked, { cwd: folder, env });
    expect([exit, err]).toEqual([0, `wrote large.${ending}\n`]);
    const text = readFileSync(path.join(folder, `large.${ending}`), 'utf8');
    expect(text.match(/row \d+/g)?.length).toBe(1_000_000);
  });
});

describe('a worker', () => {
  it('that cannot start ends the batch, and is no fault of its runs', async () => {
    const { startThread } = await import('../../server/batch/threads.ts');
    const player = startThread().take({} as PlayedJob);
    const stretch = { from: 0, to: 1, above: 0, below: 1 };
    await expect(player.play({ stage: 'runs', stretch })).rejects.toThrow(/could not start/);
    await player.close();
  });
});

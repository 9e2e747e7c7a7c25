import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, scratch } from '../cli/capture.ts';

const experiment = `
format: 1
scenario: first-mandate
title: t
question: q
replications: 2
arms:
  - { id: plain, title: as it is }
  - { id: blind, title: nothing is seen, set: { world.compliance.transparency: 0 } }
metrics: [compliance]
hypotheses:
  - { id: seen, metric: compliance, arm: blind, against: plain, expect: lower, why: w }
`;

async function registered() {
  const folder = scratch();
  const file = path.join(folder, 'experiment.yaml');
  writeFileSync(file, experiment);
  const { exit } = await run(['prereg', 'experiment.yaml', '--out', 'prereg.json'], { folder });
  expect(exit).toBe(0);
  const change = (from: string, to: string) => writeFileSync(file, experiment.replace(from, to));
  return { folder, change };
}

const check = (folder: string) => run(['prereg', 'experiment.yaml', '--check', 'prereg.json'], { folder });

describe('a pre-registration', () => {
  it('matches what was registered, also when words that change nothing are mended', async () => {
    const { folder, change } = await registered();
    expect((await check(folder)).exit).toBe(0);
    change('title: t\n', 'title: a better title\n');
    expect((await check(folder)).out).toMatch(/^as registered on \d{4}-\d\d-\d\dT.*Z, [0-9a-f]{64}\n$/);
  });

  it.each([
    ['expect: lower', 'expect: higher', 'the hypothesis seen was changed'],
    ['id: seen', 'id: saw', 'the hypothesis saw was added; the hypothesis seen was left out'],
    ['replications: 2', 'replications: 3', '2 replications were registered; these are 3'],
    ['transparency: 0', 'transparency: 0.1', 'arms, factors, seeds or metrics were changed'],
  ])('tells that %s became %s', async (from, to, message) => {
    const { folder, change } = await registered();
    change(from, to);
    const { exit, err } = await check(folder);
    expect([exit, err.replace(/\s+/g, ' ')]).toEqual([4, expect.stringContaining(message)]);
    const batch = await run(
      ['batch', 'experiment.yaml', '--prereg', 'prereg.json', '--out', 'b', '--quiet'],
      { folder },
    );
    expect([batch.exit, batch.err.replace(/\s+/g, ' ')]).toEqual([4, expect.stringContaining(message)]);
  });

  it('of another scenario is told as one, and nothing else of it', async () => {
    const { folder } = await registered();
    const other = await run(['prereg', 'aid-window', '--check', 'prereg.json'], { folder });
    expect(other.exit).toBe(4);
    expect(other.err.replace(/\s+/g, ' ')).toMatch(
      /as registered: it was registered for the scenario [a-z-]+, and this is aid-window hint/,
    );
  });

  it('is kept beside the results of a batch that matches it', async () => {
    const { folder } = await registered();
    const words = [
      'batch',
      'experiment.yaml',
      '--prereg',
      'prereg.json',
      '--out',
      'b',
      '--workers',
      '1',
      '--quiet',
    ];
    expect((await run(words, { folder })).exit).toBe(0);
    const kept = readFileSync(path.join(folder, 'b', 'preregistration.json'), 'utf8');
    expect(kept).toBe(readFileSync(path.join(folder, 'prereg.json'), 'utf8'));
  });

  it('names every deviation, not the first alone', async () => {
    const { folder } = await registered();
    const text = experiment
      .replace('replications: 2', 'replications: 3')
      .replace('transparency: 0', 'transparency: 1');
    writeFileSync(path.join(folder, 'experiment.yaml'), text);
    const err = (await check(folder)).err.replace(/\s+/g, ' ');
    expect(err).toContain('2 replications were registered');
    expect(err).toContain('arms, factors, seeds or metrics were changed');
  });

  it('is refused for a folder that has results already', async () => {
    const { folder } = await registered();
    const words = ['batch', 'experiment.yaml', '--out', 'b', '--workers', '1', '--quiet'];
    expect((await run(words, { folder })).exit).toBe(0);
    const filesOf = () => {
      const names = readdirSync(path.join(folder, 'b')).sort();
      return names.map((name) => [name, readFileSync(path.join(folder, 'b', name), 'base64')]);
    };
    const before = filesOf();
    const dry = await run([...words, '--dry-run', '--prereg', 'prereg.json'], { folder });
    expect([dry.exit, dry.err.replace(/\s+/g, ' ')]).toEqual([
      4,
      expect.stringContaining('played without this registration'),
    ]);
    const late = await run([...words, '--prereg', 'prereg.json'], { folder });
    expect([late.exit, late.err.replace(/\s+/g, ' ')]).toEqual([
      4,
      expect.stringContaining('b holds results that were played without this registration'),
    ]);
    expect(filesOf()).toEqual(before);
    // Also where the manifest was lost, and the log alone tells that there were results.
    rmSync(path.join(folder, 'b', 'manifest.json'));
    const lost = filesOf();
    expect((await run([...words, '--prereg', 'prereg.json'], { folder })).exit).toBe(4);
    expect(filesOf()).toEqual(lost);
  });

  it('goes with the shards into the merged batch', async () => {
    const { folder } = await registered();
    for (const shard of ['1', '2']) {
      const words = ['--out', shard, '--shard', `${shard}/2`, '--workers', '1', '--quiet'];
      const played = await run(['batch', 'experiment.yaml', '--prereg', 'prereg.json', ...words], { folder });
      expect(played.exit).toBe(0);
    }
    expect((await run(['merge', '1', '2', '--out', 'all', '--quiet'], { folder })).exit).toBe(0);
    const kept = readFileSync(path.join(folder, 'all', 'preregistration.json'), 'utf8');
    expect(kept).toBe(readFileSync(path.join(folder, 'prereg.json'), 'utf8'));
  });

  it('is refused when a single character of it was changed', async () => {
    const { folder } = await registered();
    const file = path.join(folder, 'prereg.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"why": "w"', '"why": "v"'));
    const { exit, err } = await check(folder);
    expect([exit, err]).toEqual([4, expect.stringContaining('prereg-invalid')]);
  });
});

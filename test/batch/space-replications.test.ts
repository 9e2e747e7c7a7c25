/** The replications of the space are part of what was registered, of a finished batch and of its shards. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPreregistration } from '../../server/batch/preregistration.ts';
import { run, scratch } from '../cli/capture.ts';

const experiment = (replications: number) => `
format: 1
scenario: first-mandate
title: t
question: q
replications: 2
arms:
  - { id: plain, title: as it is }
  - { id: blind, title: nothing is seen, set: { world.compliance.transparency: 0 } }
metrics: [compliance]
space:
  samples: 8
  replications: ${replications}
  ranges: [{ id: audits, path: world.compliance.audits, between: [0.25, 4] }]
hypotheses:
  - { id: seen, metric: compliance, arm: blind, against: plain, expect: lower, why: w }
`;

/** A folder with the experiment as it is asked with 8, 3 and 12 replications a point of the space. */
function place(): string {
  const folder = scratch();
  for (const [name, replications] of Object.entries({ some: 8, less: 3, more: 12 }))
    writeFileSync(path.join(folder, `${name}.yaml`), experiment(replications));
  return folder;
}

/** The words of a message, in one line. */
const inLine = (text: string) => text.replace(/\s+/g, ' ');

async function go(folder: string, line: string) {
  const { exit, out, err } = await run(line.split(' '), { folder });
  return { exit, out, err: inLine(err) };
}

const batch = (folder: string, name: string, out: string, more = '') =>
  go(folder, `batch ${name}.yaml --out ${out} --workers 1 --quiet${more}`);

const manifestOf = (folder: string, out: string) =>
  JSON.parse(readFileSync(path.join(folder, out, 'manifest.json'), 'utf8'));

const writeManifest = (folder: string, out: string, manifest: unknown) =>
  writeFileSync(path.join(folder, out, 'manifest.json'), JSON.stringify(manifest));

/** The manifest of a folder as versions wrote it that kept no replications of the space. */
function ageManifest(folder: string, out: string): void {
  const { spaceReplications, ...older } = manifestOf(folder, out);
  expect(spaceReplications).toBe(8);
  writeManifest(folder, out, older);
}

const spaceRows = (folder: string, out: string): number =>
  manifestOf(folder, out).tables.find(({ name }: { name: string }) => name === 'space').rows;

describe('a registration', () => {
  const message = '8 replications a point of the space were registered; these are 3';

  it('covers the replications of the space', async () => {
    const folder = place();
    await go(folder, 'prereg some.yaml --out pre.json');
    expect((await go(folder, 'prereg some.yaml --check pre.json')).exit).toBe(0);
    const checked = await go(folder, 'prereg less.yaml --check pre.json');
    expect([checked.exit, checked.err]).toEqual([4, expect.stringContaining(message)]);
    const played = await batch(folder, 'less', 'b', ' --prereg pre.json');
    expect([played.exit, played.err]).toEqual([4, expect.stringContaining(message)]);
  });

  it('of an older version is held to them by its text', async () => {
    const folder = place();
    await go(folder, 'prereg some.yaml --out pre.json');
    const file = path.join(folder, 'pre.json');
    const { digest: _, spaceReplications, ...older } = JSON.parse(readFileSync(file, 'utf8'));
    expect(spaceReplications).toBe(8);
    const { sha256 } = await import('../../server/batch/folder.ts');
    const text = JSON.stringify({ ...older, digest: sha256(JSON.stringify(older)) });
    expect(readPreregistration(text)).toBeDefined();
    writeFileSync(file, text);
    expect((await go(folder, 'prereg some.yaml --check pre.json')).exit).toBe(0);
    const checked = await go(folder, 'prereg less.yaml --check pre.json');
    expect([checked.exit, checked.err]).toEqual([4, expect.stringContaining(message)]);
  });
});

describe('a finished batch', () => {
  it.each([
    ['', () => {}],
    [', also one of an older version', ageManifest],
  ])('takes no fewer replications of the space%s', async (_, age) => {
    const folder = place();
    await batch(folder, 'some', 'b');
    expect(spaceRows(folder, 'b')).toBe(128);
    age(folder, 'b');
    for (const more of ['', ' --dry-run']) {
      const { exit, err } = await batch(folder, 'less', 'b', more);
      expect([exit, err]).toEqual([
        2,
        expect.stringMatching(/batch-larger: .* 8 replications a point of the space, and 3 are asked for/),
      ]);
    }
    expect(spaceRows(folder, 'b')).toBe(128);
    expect((await batch(folder, 'more', 'b')).exit).toBe(0);
    expect(spaceRows(folder, 'b')).toBe(192);
  });

  it('takes fewer where it was not finished, and says so', async () => {
    const folder = place();
    await batch(folder, 'some', 'b');
    writeManifest(folder, 'b', { ...manifestOf(folder, 'b'), state: 'running', tables: [] });
    const { exit, err } = await batch(folder, 'less', 'b');
    expect([exit, err]).toEqual([
      0,
      expect.stringMatching(/^note: .* 8 replications a point of the space, .* will have 3;/),
    ]);
    expect(spaceRows(folder, 'b')).toBe(48);
  });
});

describe('a merge', () => {
  it('refuses shards with different replications of the space, in either order', async () => {
    const folder = place();
    await batch(folder, 'some', 'one', ' --shard 1/2');
    await batch(folder, 'less', 'two', ' --shard 2/2');
    for (const [parts, message] of [
      ['one two', 'two has 3 replications a point of the space, and one has 8'],
      ['two one', 'one has 8 replications a point of the space, and two has 3'],
    ]) {
      const { exit, err } = await go(folder, `merge ${parts} --out m --quiet`);
      expect([exit, err]).toEqual([2, expect.stringContaining(`batch-other: ${message}`)]);
    }
  });
});

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rulesVersion } from '../../engine/version.ts';
import type { Corpus } from './corpus.ts';
import { defaultCorpus, differences, type EngineResult, runCorpus, summary } from './run-corpus.ts';

const basics = path.join(import.meta.dirname, 'corpora/basics.ts');

/**
 * Digests of every version of the rules, for good: a version once written is never written again, whatever
 * vitest is told to update. Runs that change need a new `rulesVersion` and a line in the changelog; then
 * `npm run golden -- test/engines` adds the digests of that version and leaves those before it alone.
 *
 * Before the first release the rules of version 1 may still move: delete the file and run the same command,
 * once, and the diff of the commit shows it.
 */
const digestFile = path.join(import.meta.dirname, '../corpus/digests.json');

/** Holds digests against those of their version; writes them when the version has none and may be written. */
function keepDigests(
  version: string,
  digests: Corpus,
  file = digestFile,
  mayWrite = process.env['UPDATE_GOLDEN'] === '1',
): void {
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Corpus>) : {};
  const known = kept[version];
  if (known === undefined && mayWrite) {
    writeFileSync(file, `${JSON.stringify({ ...kept, [version]: digests }, null, 2)}\n`);
    return;
  }
  expect(
    known,
    `digests.json has none of rules version ${version}: npm run golden writes them`,
  ).toBeDefined();
  expect(digests, `runs of rules version ${version} have changed: raise rulesVersion`).toEqual(known);
}

describe('other JavaScript engines', () => {
  it('give the same draws, functions and digests', async () => {
    const results = await runCorpus(basics);
    console.log(summary(results));
    expect(differences(results)).toEqual([]);
  });

  it('give the same runs, and those of this version of the rules', async () => {
    const results = await runCorpus(defaultCorpus);
    console.log(summary(results));
    expect(differences(results)).toEqual([]);
    const [first] = results;
    if (first === undefined || !('corpus' in first)) throw new Error('no engine was run');
    keepDigests(String(rulesVersion), first.corpus);
    expect(readFileSync('CHANGELOG.md', 'utf8')).toContain(`rulesVersion ${rulesVersion}`);
  });

  it('are really compared: what ECMAScript leaves open is found to differ', async () => {
    const results = await runCorpus(path.join(import.meta.dirname, 'corpora/planted.ts'));
    const ran = results.filter((result) => 'corpus' in result);
    expect(ran.length > 2 ? differences(results) : ['too few engines here to differ']).not.toEqual([]);
  });
});

describe('the comparison', () => {
  const result = (engine: string, corpus: Record<string, string>): EngineResult => ({
    engine,
    corpus,
    seconds: 0,
  });

  it.each([
    ['a value that differs', [result('A', { x: '1' }), result('B', { x: '2' })]],
    ['an entry that the first lacks', [result('A', { x: '1' }), result('B', { y: '1' })]],
    ['an empty corpus', [result('A', { x: '1' }), result('B', {})]],
    ['no engine at all', [{ engine: 'A', notRun: 'absent' }]],
  ] satisfies [string, EngineResult[]][])('finds %s', (_what, results) => {
    expect(differences(results)).toHaveLength(1);
  });

  it('allows a slow engine to give a part', () => {
    expect(differences([result('A', { x: '1', y: '2' }), result('B', { y: '2' })])).toEqual([]);
  });
});

describe('digests that are kept', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plenary-digests-'));
  const file = path.join(folder, 'digests.json');
  afterAll(() => rmSync(folder, { recursive: true }));
  const written = () => JSON.parse(readFileSync(file, 'utf8')) as unknown;

  it('are written for a version that has none, and only when asked for', () => {
    expect(() => keepDigests('1', { run: 'a' }, file, false)).toThrow(/npm run golden/);
    expect(existsSync(file)).toBe(false);
    keepDigests('1', { run: 'a' }, file, true);
    expect(written()).toEqual({ 1: { run: 'a' } });
  });

  it('are never written again', () => {
    for (const changed of [{ run: 'b' }, {}, { run: 'a', more: 'c' }]) {
      expect(() => keepDigests('1', changed as Corpus, file, true)).toThrow(/raise rulesVersion/);
    }
    expect(written()).toEqual({ 1: { run: 'a' } });
    keepDigests('1', { run: 'a' }, file, true);
  });

  it('stand beside those of later versions', () => {
    keepDigests('2', { run: 'b' }, file, true);
    expect(written()).toEqual({ 1: { run: 'a' }, 2: { run: 'b' } });
    expect(() => keepDigests('1', { run: 'b' }, file, true)).toThrow(/raise rulesVersion/);
  });
});

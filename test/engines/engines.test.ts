import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rulesVersion } from '../../engine/version.ts';
import { defaultCorpus, differences, type EngineResult, runCorpus, summary } from './run-corpus.ts';

const basics = path.join(import.meta.dirname, 'corpora/basics.ts');

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
    // Digests that change need a new `rulesVersion` and a line in the changelog; then write this file anew.
    const kept = `${JSON.stringify({ rulesVersion, digests: first.corpus }, null, 2)}\n`;
    await expect(kept).toMatchFileSnapshot('../corpus/digests.json');
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

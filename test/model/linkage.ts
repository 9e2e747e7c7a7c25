// Conferences drawn at random, as a prototype of the model's linkage table drew them (MODEL part 4.4): states
// in two camps, or around one middle, whose saliences are correlated across parties.

import { normal, runKey, streamId } from '../../engine/run/draws.ts';

/** What is drawn. */
export interface Linkage {
  readonly states: number;
  readonly issues: number;
  /** Distance of the two camps’ mean ideals; 0 for one camp. */
  readonly gap: number;
  /** Standard deviation of ideals around their camp’s mean. */
  readonly dispersion: number;
  /** Correlation of log saliences: between camps when negative, among all when positive. */
  readonly correlation: number;
  readonly rounds: number;
}

const stream = streamId('test.linkage');

/**
 * A conference. The draws depend on the seed and the place alone: those of one seed share them, whatever else
 * differs.
 */
export function linkageDocument(seed: number, given: Linkage, more: object): object {
  const { states, issues, gap, dispersion, correlation, rounds } = given;
  const key = runKey(seed);
  const draw = (party: number, place: number): number => normal(key, stream, party, place, 0);
  const ids = Array.from({ length: issues }, (_, k) => `issue-${k}`);
  const shared = Math.sqrt(Math.abs(correlation));
  const own = Math.sqrt(1 - Math.abs(correlation));
  const parties = Array.from({ length: states }, (_, i) => {
    const camp = i % 2 === 0 ? 1 : -1;
    const side = correlation < 0 ? camp : 1;
    const raw = ids.map((_, k) => Math.exp(1.2 * (side * shared * draw(999, k) + own * draw(i, k))));
    const total = raw.reduce((sum, value) => sum + value, 0);
    const place = (k: number): number => 0.5 + (camp * gap) / 2 + dispersion * draw(i, 100 + k);
    return {
      id: `state-${i}`,
      code: `S${String.fromCharCode(65 + Math.floor(i / 26), 65 + (i % 26))}`,
      name: `State ${i}`,
      kind: 'state',
      weight: 1 / states,
      ideal: Object.fromEntries(ids.map((id, k) => [id, Math.min(1, Math.max(0, place(k)))])),
      salience: Object.fromEntries(ids.map((id, k) => [id, raw[k]! / total])),
    };
  });
  const middle = Object.fromEntries(ids.map((id) => [id, 0.5]));
  const even = Object.fromEntries(ids.map((id) => [id, 1 / issues]));
  const { talks = {}, world = {} } = more as { talks?: object; world?: object };
  return {
    format: 1,
    id: 'linkage',
    title: 'Linkage',
    summary: 'States in two camps negotiate several issues.',
    ticks: rounds + 2,
    chair: 'chair',
    parties: [
      ...parties,
      { id: 'chair', code: 'CHR', name: 'Chair', kind: 'organisation', ideal: middle, salience: even },
    ],
    issues: ids.map((id) => ({
      id,
      title: id,
      article: id,
      depth: 1 / issues,
      options: [0, 1, 2, 3, 4].map((o) => ({ id: `o${o}`, title: `O${o}`, sentence: `Option ${o}.` })),
    })),
    // Whoever has walked out has not agreed.
    rules: { decision: [{ rule: 'unanimity' }] },
    phases: [
      { id: 'talks', protocol: 'single-text', rounds, with: talks },
      { id: 'adoption', protocol: 'adoption', ticks: 0 },
    ],
    world: { trust: {}, ...world },
  };
}

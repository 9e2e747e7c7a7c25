/** Issues inside sentences: what counts while the sentence is gone, and what the best package then is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeEvents } from '../../engine/index.ts';
import { settleNested, standsIn } from '../../engine/preferences/nesting.ts';
import { bestUtility, utilityOf } from '../../engine/preferences/utility.ts';
import type { Scenario } from '../../engine/run/contract.ts';
import { compiled, type Loose, played } from '../run/first-mandate.ts';
import { nestedDocument } from './nested.ts';

/** Two levels: what an audit covers stands inside the words on how often there is one. */
function deepDocument(): Loose {
  return nestedDocument((document) => {
    const outer = document.issues.find((issue: Loose) => issue.id === 'audit-frequency');
    outer.options[2].sentence = 'every year, {audit-scope},';
    outer.depth = 0.03;
    document.issues.push({
      id: 'audit-scope',
      title: 'Scope of audits',
      article: 'Scope of audits',
      depth: 0.02,
      reversion: 'wide',
      within: { issue: 'audit-frequency', options: ['yearly'] },
      options: [
        { id: 'narrow', title: 'narrow', sentence: 'for safety' },
        { id: 'wide', title: 'wide', sentence: 'for safety and fairness' },
      ],
    });
    for (const [index, party] of document.parties.entries()) {
      party.ideal['audit-scope'] = [1, 0, 0.4][index % 3];
      party.salience['audit-scope'] = party.salience['audit-frequency'] / 2;
      party.salience['audit-frequency'] /= 2;
    }
    const lined = document.parties.find((party: Loose) => party.id === 'aldria');
    lined.redLines = { ...lined.redLines, 'audit-scope': { atMost: 'narrow' } };
  });
}

const nested = await compiled(nestedDocument());
const deep = await compiled(deepDocument());

/** Every package of a scenario, one after the other in the same array. */
function* packages(scenario: Scenario): Generator<Int32Array> {
  const option = new Int32Array(scenario.issueCount);
  for (;;) {
    yield option;
    let k = 0;
    while (k < scenario.issueCount && ++option[k] === scenario.optionCount[k]) option[k++] = 0;
    if (k === scenario.issueCount) return;
  }
}

/** Option of an issue by its ids, read from the file rather than from the compiled nesting. */
function heldByFile(scenario: Scenario, option: Int32Array, id: string): boolean {
  const { within } = scenario.file.issues[scenario.issueIds.indexOf(id)];
  if (within === undefined) return true;
  const outer = scenario.issueIds.indexOf(within.issue);
  const chosen = scenario.optionIds[outer][option[outer]];
  return within.options.includes(chosen) && heldByFile(scenario, option, within.issue);
}

describe.each([
  ['one level', nested],
  ['two levels', deep],
] as const)('%s', (_name, scenario) => {
  test('a settled package has inner issues at their reversion while their sentence is gone', () => {
    const gene = fc.array(fc.nat(30), { minLength: scenario.issueCount, maxLength: scenario.issueCount });
    fc.assert(
      fc.property(gene, (genes) => {
        const option = Int32Array.from(genes, (value, k) => value % scenario.optionCount[k]);
        const before = option.slice();
        settleNested(scenario.nesting, option);
        for (const [k, id] of scenario.issueIds.entries()) {
          const held = heldByFile(scenario, option, id);
          expect(standsIn(scenario.nesting, option, k)).toBe(held);
          expect(option[k]).toBe(held ? before[k] : scenario.reversion[k]);
        }
        expect(settleNested(scenario.nesting, option.slice())).toBe(false);
      }),
    );
  });

  test('the best package is the best of all that can stand in a text', () => {
    const terms = new Float64Array(4);
    for (const party of [0, 3, 7]) {
      let best = Number.NEGATIVE_INFINITY;
      for (const option of packages(scenario)) {
        const settled = option.slice();
        if (settleNested(scenario.nesting, settled)) continue;
        const row = party * scenario.issueCount;
        const isInside = settled.every(
          (value, k) => value >= scenario.lowestOption[row + k] && value <= scenario.highestOption[row + k],
        );
        if (isInside) best = Math.max(best, utilityOf(scenario, party, settled, 0.6, terms));
      }
      expect(bestUtility(scenario, party, 0.6)).toBeCloseTo(best, 12);
    }
  });
});

test('the text of a run never holds words whose sentence is gone', () => {
  let standing = 0;
  let gone = 0;
  for (let seed = 1; seed <= 8; seed++) {
    const play = played(nested, { seed });
    expect(play.fault).toBeUndefined();
    const text = Int32Array.from(nested.reversion);
    for (const event of decodeEvents(nested, play.recorder.records())) {
      if (event.kind === 'textTabled' || event.kind === 'textReads') {
        const k = nested.issueIds.indexOf(event.issue);
        text[k] = nested.optionIds[k].indexOf(event.option);
      }
      if (event.kind !== 'consensusFound' && event.kind !== 'adopted' && event.kind !== 'roundStarted')
        continue;
      const inner = nested.issueIds.indexOf('audit-frequency');
      if (heldByFile(nested, text, 'audit-frequency')) standing++;
      else {
        gone++;
        expect(text[inner]).toBe(nested.reversion[inner]);
      }
    }
    expect([...play.run.i32['text.option']]).toEqual([...text]);
  }
  expect(standing).toBeGreaterThan(8);
  expect(gone).toBeGreaterThan(8);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closest, didYouMean, editDistance } from '../../engine/scenario/suggest.ts';

test('distances known by hand', () => {
  const rows: readonly (readonly [string, string, number])[] = [
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['salience', 'salience', 0],
    ['saliecne', 'salience', 1],
    ['quroum', 'quorum', 1],
    ['ab', 'ba', 1],
    ['flaw', 'lawn', 2],
  ];
  for (const [from, to, distance] of rows) expect(editDistance(from, to), `${from} ${to}`).toBe(distance);
});

test('the distance is symmetric, zero only for equal words, and at most the longer length', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b);
      expect(distance).toBe(editDistance(b, a));
      expect(distance === 0).toBe(a === b);
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});

test('what was meant, and nothing when nothing is near', () => {
  const known = ['ideal', 'salience', 'redLines', 'strategy', 'id', 'code', 'weight'];
  expect(closest('saliance', known)).toBe('salience');
  expect(closest('red_lines', ['red-lines'])).toBe('red-lines');
  expect(closest('redlines', known)).toBe('redLines');
  expect(closest('strat', known)).toBe('strategy');
  expect(closest('weigth', known)).toBe('weight');
  expect(closest('zebra', known)).toBeUndefined();
  expect(closest('xy', ['ab'])).toBeUndefined();
  expect(closest('', known)).toBeUndefined();
  expect(closest('x'.repeat(100_000), known)).toBeUndefined();
  expect(didYouMean('zebra', ['a', 'b'])).toBe('Known here: a, b.');
  expect(didYouMean('zebra', [])).toBe('There is none yet: add it, or leave out what names it.');
  const many = Array.from({ length: 30 }, (_, index) => `k${index}`);
  expect(didYouMean('zebra', many)).toMatch(/k11 and 18 more\.$/);
});

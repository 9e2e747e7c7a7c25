import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oncePer, remembering } from '../../engine/remember.ts';

describe('a function that remembers', () => {
  it('gives what the function gives, whoever asked for what before', () => {
    const square = remembering((x) => x * x, 3);
    const question = fc.tuple(fc.nat(2), fc.constantFrom(0, -0, 1, 2, Number.NaN, Number.POSITIVE_INFINITY));
    fc.assert(
      fc.property(fc.array(question, { maxLength: 30 }), (questions) => {
        for (const [caller, x] of questions) expect(square(caller, x)).toBe(x * x);
      }),
    );
  });

  it('works an argument out once as long as its caller stays with it', () => {
    const asked: number[] = [];
    const double = remembering((x) => {
      asked.push(x);
      return 2 * x;
    }, 2);
    for (const [caller, x] of [
      [0, 5],
      [0, 5],
      [1, 5],
      [0, 6],
      [1, 5],
      [0, 5],
    ] as const) {
      expect(double(caller, x)).toBe(2 * x);
    }
    expect(asked).toEqual([5, 5, 6, 5]);
  });
});

describe('what is worked out once for an object', () => {
  it('is the same thing at every later time, and another one for another object', () => {
    let times = 0;
    const sizeOf = oncePer((list: readonly number[]) => {
      times++;
      return { size: list.length };
    });
    const lists = [[1], [1, 2], [1, 2, 3]];
    const first = lists.map((list) => sizeOf(list));
    expect(first.map(({ size }) => size)).toEqual([1, 2, 3]);
    for (const list of [...lists, ...[...lists].reverse()]) expect(sizeOf(list)).toBe(first[list.length - 1]);
    expect(times).toBe(3);
  });
});

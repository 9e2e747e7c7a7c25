/**
 * Formulas in scenario files: mathjs syntax, our semantics. mathjs parses; its tree is checked against an
 * allow-list and compiled to closures over an array of values. mathjs itself never evaluates: that is 110
 * times slower, compares with a tolerance, returns complex numbers, and was the way in of every one of its
 * security advisories.
 *
 * Allowed: decimal numbers, `true` (1), `false` (0), the names given, brackets and, from weakest to
 * strongest,
 *
 *   c ? a : b                 the branch not taken is not evaluated; a conditional as `a` needs brackets
 *   or   xor   and            1 or 0; what is not 0 is true; `or` and `and` stop when the result is known
 *   ==  !=  <  >  <=  >=      1 or 0, exact (0.1 + 0.2 == 0.3 is 0); chains as in mathematics: 0 <= x < 1
 *   +  -                      left to right
 *   *  /  %  mod              left to right; a % b = a − b · floor(a / b) has the sign of b: −7 % 3 is 2
 *   unary -  +  not           −2^2 is −4
 *   ^                         right to left: 2^3^2 is 512; a negative base needs a whole exponent, else NaN
 *
 * and the functions abs, sqrt, exp, ln, log (natural), pow, sin, cos, floor, ceil, round (halves away from
 * zero: round(−0.5) is −1), fix (towards zero), sign, logistic, mod, clamp(x, low, high), min, max, mean.
 *
 * Results are IEEE doubles from portable operations only (`engine/math.ts`), −0 as 0. Division by zero and
 * the like give ±Infinity or NaN. A NaN in anything that was evaluated makes the result NaN, through
 * comparisons, conditions, min and max as well, so that a fault cannot turn into a plausible number. Infinity
 * is a number: min(1, 1 / 0) is 1. Guard with a condition where a divisor can be 0: n == 0 ? 0 : x / n. The
 * caller reports results that are not finite.
 *
 * Not allowed, each with a code: everything else mathjs reads (assignments, texts, matrices, ranges,
 * properties, indices, units, calls of anything but the functions above), and what is easily misread:
 * implicit multiplication (1/2x), percentages (20%), and `not a == b`, which mathjs takes as (not a) == b.
 */
import { clamp, cos, exp, ln, logistic, mean, pow, sin } from '../math.ts';
import { byCodeUnit, unknownWord } from './expression-hints.ts';
import { ExpressionError, type ExpressionScan, expressionLimits, scanExpression } from './expression-scan.ts';

export { ExpressionError, type ExpressionErrorCode, expressionLimits } from './expression-scan.ts';

/** mathjs's parser, loaded. Holds no state and evaluates nothing. */
export interface ExpressionParser {
  readonly parse: (source: string) => unknown;
}

/** An expression ready to be evaluated; holds no state. */
export interface CompiledExpression {
  /** The value for `values[slot]` of each name. Not finite when the formula has no finite value there. */
  readonly evaluate: (values: ArrayLike<number>) => number;
  /** The names used, in code-unit order. */
  readonly symbols: readonly string[];
  /** Nodes of the tree, brackets not counted: a measure of cost. */
  readonly nodeCount: number;
}

/** What an expression may refer to. */
export interface ExpressionScope {
  /** The slot of each name in the array of values. */
  readonly names: Readonly<Record<string, number>>;
}

/**
 * Loads mathjs's parser (30 to 60 ms once bundled). Call it only when a scenario holds an expression; the
 * module loader keeps it, so later calls are free.
 */
export async function loadExpressionParser(): Promise<ExpressionParser> {
  const { parse } = await import('./expression-parser.ts');
  return { parse };
}

/**
 * Compiles `source`.
 *
 * ```ts
 * const names = { ambition: 0, cost: 1 };
 * const welfare = compileExpression(parser, 'max(0, ambition - 0.5 * cost)', { names });
 * welfare.evaluate([0.8, 0.2]); // 0.7
 * ```
 *
 * @throws ExpressionError with a code, a reason and mostly a position, for every text that is no allowed
 *   expression
 */
export function compileExpression(
  parser: ExpressionParser,
  source: string,
  scope: ExpressionScope,
): CompiledExpression {
  const scan = scanExpression(source);
  const compiler: Compiler = { names: slotsOf(scope), scan, used: new Set(), nodeCount: 0 };
  const root = compileNode(compiler, parseWith(parser, scan), 1);
  return {
    evaluate: (values) => root(values) + 0, // −0 + 0 is 0
    symbols: [...compiler.used].sort(byCodeUnit),
    nodeCount: compiler.nodeCount,
  };
}

/** The fields of a tree that compiling it reads, beside its type. */
const treeFields = [
  'value',
  'name',
  'fn',
  'args',
  'content',
  'condition',
  'trueExpr',
  'falseExpr',
  'conditionals',
  'params',
  'implicit',
  'isPercentage',
  'optional',
] as const satisfies readonly (keyof ParsedNode)[];

/**
 * What the parser makes of `source`, as plain values: who keeps it can compile the expression later with a
 * parser that gives it back, and need not load mathjs for it.
 *
 * @throws ExpressionError for a text that cannot be parsed
 */
export function parseAhead(parser: ExpressionParser, source: string): unknown {
  return plainTree(parseWith(parser, scanExpression(source)));
}

function plainTree(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(plainTree);
  if (typeof tree !== 'object' || tree === null) return tree;
  const node = tree as ParsedNode;
  const fields = treeFields.filter((field) => node[field] !== undefined);
  return { type: node.type, ...Object.fromEntries(fields.map((field) => [field, plainTree(node[field])])) };
}

type Evaluator = (values: ArrayLike<number>) => number;

interface Compiler {
  readonly names: ReadonlyMap<string, number>;
  readonly scan: ExpressionScan;
  readonly used: Set<string>;
  nodeCount: number;
}

/** The fields of mathjs nodes that are read here; every one is checked before use. */
interface ParsedNode {
  readonly type?: unknown;
  readonly value?: unknown;
  readonly name?: unknown;
  readonly fn?: unknown;
  readonly args?: unknown;
  readonly content?: unknown;
  readonly condition?: unknown;
  readonly trueExpr?: unknown;
  readonly falseExpr?: unknown;
  readonly conditionals?: unknown;
  readonly params?: unknown;
  readonly implicit?: unknown;
  readonly isPercentage?: unknown;
  readonly optional?: unknown;
}

/** A map, because `names.constructor` of an object is a function that nobody declared. */
function slotsOf(scope: ExpressionScope): ReadonlyMap<string, number> {
  const entries = Object.entries(scope.names);
  for (const [name, slot] of entries) {
    if (!(Number.isSafeInteger(slot) && slot >= 0)) throw new RangeError(`"${name}" has no slot: ${slot}`);
  }
  return new Map(entries);
}

function parseWith(parser: ExpressionParser, scan: ExpressionScan): unknown {
  try {
    return parser.parse(scan.text);
  } catch (error) {
    const fault = error as { message?: unknown; char?: unknown };
    // mathjs counts characters from 1 and appends the count to its message, in terms of the text it was
    // given.
    const reason = String(fault.message).replace(/ \(char \d+\)$/, '');
    const column = typeof fault.char === 'number' ? fault.char - 1 : -1;
    throw new ExpressionError('syntax', `${reason}.`, scan.origins[column]);
  }
}

function compileNode(compiler: Compiler, tree: unknown, depth: number): Evaluator {
  if (depth > expressionLimits.depth) {
    throw new ExpressionError(
      'too-deep',
      `The expression nests more than ${expressionLimits.depth} operations.`,
    );
  }
  const node = (typeof tree === 'object' && tree !== null ? tree : {}) as ParsedNode;
  if (node.type !== 'ParenthesisNode') compiler.nodeCount++;
  switch (node.type) {
    case 'ParenthesisNode':
      return compileNode(compiler, node.content, depth + 1);
    case 'ConstantNode':
      return compileConstant(node.value);
    case 'SymbolNode':
      return compileName(compiler, String(node.name));
    case 'OperatorNode':
      return compileOperator(compiler, node, depth);
    case 'RelationalNode':
      return compileChain(compiler, node, depth);
    case 'ConditionalNode':
      return compileConditional(compiler, node, depth);
    case 'FunctionNode':
      return compileCall(compiler, node, depth);
    default:
      throw new ExpressionError('not-allowed', `${kindOf(node)} are not allowed.`);
  }
}

const kinds: ReadonlyMap<unknown, string> = new Map([
  ['AccessorNode', 'Properties and indices'],
  ['IndexNode', 'Indices'],
  ['ArrayNode', 'Matrices'],
  ['ObjectNode', 'Objects'],
  ['RangeNode', 'Ranges'],
  ['AssignmentNode', 'Assignments'],
  ['FunctionAssignmentNode', 'Definitions of functions'],
  ['BlockNode', 'Several formulas'],
]);

function kindOf(node: ParsedNode): string {
  return kinds.get(node.type) ?? `Parts of the kind ${String(node.type)}`;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function compileConstant(value: unknown): Evaluator {
  if (typeof value === 'boolean') {
    const bit = value ? 1 : 0;
    return () => bit;
  }
  if (typeof value !== 'number') {
    throw new ExpressionError('not-allowed', `${String(value)} is not a number.`);
  }
  if (!Number.isFinite(value)) {
    throw new ExpressionError(
      'number-out-of-range',
      'A number is larger than any double (1.8e308), or not a number.',
    );
  }
  return () => value;
}

function compileName(compiler: Compiler, name: string): Evaluator {
  const slot = compiler.names.get(name);
  if (slot === undefined) {
    const place = compiler.scan.places.get(name);
    if (functions.has(name)) {
      throw new ExpressionError(
        'wrong-arguments',
        `The function "${name}" needs arguments in brackets.`,
        place,
      );
    }
    throw new ExpressionError('unknown-name', unknownWord('name', name, [...compiler.names.keys()]), place);
  }
  compiler.used.add(name);
  return (values) => values[slot] as number;
}

function compileConditional(compiler: Compiler, node: ParsedNode, depth: number): Evaluator {
  const condition = compileNode(compiler, node.condition, depth + 1);
  const whenTrue = compileNode(compiler, node.trueExpr, depth + 1);
  const whenFalse = compileNode(compiler, node.falseExpr, depth + 1);
  return (values) => {
    const chosen = condition(values);
    if (chosen === 0) return whenFalse(values);
    return Number.isNaN(chosen) ? chosen : whenTrue(values);
  };
}

/** `a < b <= c`: every operand is evaluated once, and all comparisons must hold. */
function compileChain(compiler: Compiler, node: ParsedNode, depth: number): Evaluator {
  const operands = listOf(node.params).map((operand) => compileOperand(compiler, operand, depth));
  const comparisons = listOf(node.conditionals).map((name) => {
    const comparison = binaries.get(String(name));
    if (comparison === undefined) throw notAllowed(String(name));
    return comparison;
  });
  return (values) => {
    let holds = 1;
    let left = (operands[0] as Evaluator)(values);
    for (let i = 0; i < comparisons.length; i++) {
      const right = (operands[i + 1] as Evaluator)(values);
      holds *= (comparisons[i] as Binary)(left, right); // NaN times 0 is NaN
      left = right;
    }
    return holds;
  };
}

type Binary = (a: number, b: number) => number;

/** 1 or 0, but NaN where one side is NaN: a comparison must not swallow a fault. */
const truth = (holds: boolean, a: number, b: number): number =>
  Number.isNaN(a) || Number.isNaN(b) ? NaN : holds ? 1 : 0;

const modulo: Binary = (a, b) => {
  const rest = a % b; // exact, with the sign of a
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
};

/** By mathjs's names of operators. */
const binaries: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ['add', (a, b) => a + b],
  ['subtract', (a, b) => a - b],
  ['multiply', (a, b) => a * b],
  ['divide', (a, b) => a / b],
  ['mod', modulo],
  ['pow', pow],
  ['equal', (a, b) => truth(a === b, a, b)],
  ['unequal', (a, b) => truth(a !== b, a, b)],
  ['smaller', (a, b) => truth(a < b, a, b)],
  ['larger', (a, b) => truth(a > b, a, b)],
  ['smallerEq', (a, b) => truth(a <= b, a, b)],
  ['largerEq', (a, b) => truth(a >= b, a, b)],
]);

function compileOperator(compiler: Compiler, node: ParsedNode, depth: number): Evaluator {
  const name = String(node.fn);
  if (node.implicit === true || node.isPercentage === true) {
    throw new ExpressionError(
      'ambiguous',
      'Implicit multiplication and percentages are not allowed; write `*` or `/ 100`.',
    );
  }
  const args = listOf(node.args);
  if (name === 'and' || name === 'or' || name === 'xor' || name === 'not') {
    return compileLogical(
      name,
      args.map((arg) => compileNode(compiler, arg, depth + 1)),
    );
  }
  const operands = args.map((arg) => compileOperand(compiler, arg, depth));
  const [a, b] = operands as [Evaluator, Evaluator];
  if (operands.length === 1 && name === 'unaryMinus') return (values) => -a(values);
  if (operands.length === 1 && name === 'unaryPlus') return a;
  const operation = binaries.get(name);
  if (operation === undefined || operands.length !== 2) throw notAllowed(name);
  return compileBinary(name, operation, a, b);
}

/**
 * A closure of its own for the commonest operators: a call through `operation` cannot be inlined and costs
 * as much again.
 */
function compileBinary(name: string, operation: Binary, a: Evaluator, b: Evaluator): Evaluator {
  switch (name) {
    case 'add':
      return (values) => a(values) + b(values);
    case 'subtract':
      return (values) => a(values) - b(values);
    case 'multiply':
      return (values) => a(values) * b(values);
    case 'divide':
      return (values) => a(values) / b(values);
    default:
      return (values) => operation(a(values), b(values));
  }
}

function compileLogical(name: 'and' | 'or' | 'xor' | 'not', operands: readonly Evaluator[]): Evaluator {
  const [a, b] = operands as [Evaluator, Evaluator];
  const bit = (value: number): number => (value === 0 ? 0 : Number.isNaN(value) ? value : 1);
  if (name === 'not') return (values) => 1 - bit(a(values));
  if (name === 'xor') return (values) => Math.abs(bit(a(values)) - bit(b(values)));
  const decided = name === 'and' ? 0 : 1;
  return (values) => {
    const left = bit(a(values));
    return left === decided || Number.isNaN(left) ? left : bit(b(values));
  };
}

/**
 * An operand of arithmetic or of a comparison: there, a bare `not` is read otherwise than most authors
 * mean.
 */
function compileOperand(compiler: Compiler, tree: unknown, depth: number): Evaluator {
  const node = tree as ParsedNode | null | undefined;
  if (node?.type === 'OperatorNode' && node.fn === 'not') {
    throw new ExpressionError(
      'ambiguous',
      'Put brackets around `not`: mathjs reads `not a == b` as `(not a) == b`.',
      compiler.scan.places.get('not'),
    );
  }
  return compileNode(compiler, tree, depth + 1);
}

function notAllowed(operator: string): ExpressionError {
  return new ExpressionError('not-allowed', `The operator "${operator}" is not allowed.`);
}

/** Halves away from zero, as in mathjs. `floor(x + 0.5)` would make 1 of 0.49999999999999994. */
function round(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

interface AllowedFunction {
  readonly least: number;
  readonly most: number;
  /** A closure over as many operands as were written; evaluating it allocates nothing. */
  readonly bind: (operands: readonly Evaluator[]) => Evaluator;
}

function unary(apply: (x: number) => number): AllowedFunction {
  const bind = ([x]: readonly Evaluator[]): Evaluator => {
    const operand = x as Evaluator;
    return (values) => apply(operand(values));
  };
  return { least: 1, most: 1, bind };
}

function binary(apply: Binary): AllowedFunction {
  return { least: 2, most: 2, bind: ([a, b]) => compileBinary('', apply, a as Evaluator, b as Evaluator) };
}

/**
 * For functions of any number of operands that are the same function of the first result and the next
 * operand.
 */
function folded(apply: Binary): AllowedFunction {
  const bind = ([first, ...rest]: readonly Evaluator[]): Evaluator => {
    return (values) => {
      let result = (first as Evaluator)(values);
      for (let i = 0; i < rest.length; i++) result = apply(result, (rest[i] as Evaluator)(values));
      return result;
    };
  };
  return { least: 1, most: Infinity, bind };
}

const clamped: AllowedFunction = {
  least: 3,
  most: 3,
  bind: (operands) => {
    const [x, low, high] = operands as [Evaluator, Evaluator, Evaluator];
    return (values) => clamp(x(values), low(values), high(values));
  },
};

const averaged: AllowedFunction = {
  least: 1,
  most: Infinity,
  bind: (operands) => {
    const terms = new Float64Array(operands.length);
    return (values) => {
      for (let i = 0; i < operands.length; i++) terms[i] = (operands[i] as Evaluator)(values);
      return mean(terms);
    };
  },
};

const functions: ReadonlyMap<string, AllowedFunction> = new Map<string, AllowedFunction>([
  ['abs', unary(Math.abs)],
  ['sqrt', unary(Math.sqrt)],
  ['exp', unary(exp)],
  ['ln', unary(ln)],
  ['log', unary(ln)],
  ['pow', binary(pow)],
  ['sin', unary(sin)],
  ['cos', unary(cos)],
  ['floor', unary(Math.floor)],
  ['ceil', unary(Math.ceil)],
  ['round', unary(round)],
  ['fix', unary(Math.trunc)],
  ['sign', unary(Math.sign)],
  ['logistic', unary(logistic)],
  ['mod', binary(modulo)],
  ['clamp', clamped],
  ['min', folded(Math.min)],
  ['max', folded(Math.max)],
  ['mean', averaged],
]);

/** The functions an expression may call, in code-unit order: for reference pages and completion. */
export const expressionFunctions: readonly string[] = [...functions.keys()].sort(byCodeUnit);

function compileCall(compiler: Compiler, node: ParsedNode, depth: number): Evaluator {
  const callee = node.fn as ParsedNode | undefined;
  if (callee?.type !== 'SymbolNode' || node.optional === true) {
    throw new ExpressionError('not-allowed', 'Only functions of the list can be called, by their name.');
  }
  const name = String(callee.name);
  const place = compiler.scan.places.get(name);
  const allowed = functions.get(name);
  if (allowed === undefined) {
    throw new ExpressionError('unknown-function', unknownWord('function', name, expressionFunctions), place);
  }
  const args = listOf(node.args);
  if (args.length < allowed.least || args.length > allowed.most) {
    const needs = allowed.most === Infinity ? 'at least 1' : String(allowed.least);
    throw new ExpressionError(
      'wrong-arguments',
      `"${name}" takes ${needs}, not ${args.length} arguments.`,
      place,
    );
  }
  return allowed.bind(args.map((arg) => compileNode(compiler, arg, depth + 1)));
}

/**
 * Reads an expression token by token before mathjs sees it. Three reasons: mathjs's parser recurses without a
 * bound and tries an operand twice after each `%`, so that each nested `1%(` doubles its time; it builds
 * matrices, ranges and assignments that have no place here, and they are best refused where they stand; and
 * nodes carry no positions.
 *
 * The scan is no proof that a text is harmless: the tree is checked against an allow-list afterwards in any
 * case.
 */

/** Maxima of one expression, each checked before anything recurses. */
export const expressionLimits = {
  /** UTF-16 units of the source. */
  characters: 4000,
  /** Numbers, names, operators and brackets. */
  tokens: 1500,
  /** Brackets, conditionals, signs and powers inside each other. */
  nesting: 50,
  /**
   * Longest way from the root of the tree to a leaf; a sum of n terms has n. QuickJS compiled to WebAssembly
   * has the smallest stack of the engines tried: it overflows between 300 and 400.
   */
  depth: 200,
} as const;

/** Why an expression is refused. */
export type ExpressionErrorCode =
  | 'empty'
  | 'too-long'
  | 'too-deep'
  | 'syntax'
  | 'not-allowed'
  | 'ambiguous'
  | 'unknown-name'
  | 'unknown-function'
  | 'wrong-arguments'
  | 'number-out-of-range';

/** Thrown for every expression that cannot be used. */
export class ExpressionError extends Error {
  readonly code: ExpressionErrorCode;
  /** A sentence for the author of the expression. */
  readonly reason: string;
  /** Place in the source, from 0, where it is known. */
  readonly position?: number;

  constructor(code: ExpressionErrorCode, reason: string, position?: number) {
    super(position === undefined ? reason : `${reason} (at character ${position + 1})`);
    this.name = 'ExpressionError';
    this.code = code;
    this.reason = reason;
    if (position !== undefined) this.position = position;
  }
}

/** What a scan found. */
export interface ExpressionScan {
  /** The text for mathjs: the same, with line breaks as spaces and `%` as `mod`. */
  readonly text: string;
  /** For each character of `text`, its place in the source. */
  readonly origins: readonly number[];
  /** Where each name, function and operator in letters stands first. */
  readonly places: ReadonlyMap<string, number>;
}

type TokenKind = 'number' | 'name' | 'operator' | 'open' | 'close' | 'comma' | 'question' | 'colon';

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
}

/** Names of mathjs that stand for operators. */
const wordOperators = new Set(['and', 'or', 'xor', 'not', 'mod']);

/** mathjs reads these letters in names; a combining mark or another script is a syntax error there. */
const letters = 'A-Za-z_$\\u00c0-\\u02af\\u0370-\\u03ff';

/** Every token there is, one group for each kind. */
const pattern = new RegExp(
  [
    '(?<space>[ \\t\\r\\n\\u00a0]+)',
    '(?<number>(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)',
    `(?<name>[${letters}][0-9${letters}]*)`,
    '(?<operator>==|!=|<=|>=|[-+*/%^<>])',
    '(?<open>\\()|(?<close>\\))|(?<comma>,)|(?<question>\\?)|(?<colon>:)',
  ].join('|'),
  'y',
);

/**
 * What else an author may have meant by a sign that is not allowed; the longest sign that fits comes first.
 */
const refusedSigns: readonly (readonly [sign: string, reason: string])[] = [
  ['&&', 'Write `and` instead of `&&`.'],
  ['||', 'Write `or` instead of `||`.'],
  ['<<', 'Shifts of bits are not allowed.'],
  ['>>', 'Shifts of bits are not allowed.'],
  ['??', 'There are no missing values here, so `??` is not allowed.'],
  ['**', 'Write `^` for a power.'],
  ['=', 'Assignments are not allowed; write `==` to compare.'],
  ['!', 'Write `not` for negation; factorials are not allowed.'],
  ['&', 'Operations on bits are not allowed; write `and`.'],
  ['|', 'Operations on bits are not allowed; write `or`.'],
  ['~', 'Operations on bits are not allowed; write `not`.'],
  [';', 'An expression is one formula; `;` is not allowed.'],
  ['#', 'Comments are not allowed inside an expression.'],
  ['"', 'Texts are not allowed.'],
  ["'", 'Texts and transposition are not allowed.'],
  ['`', 'Texts are not allowed.'],
  ['[', 'Matrices and indices are not allowed.'],
  [']', 'Matrices and indices are not allowed.'],
  ['{', 'Objects are not allowed.'],
  ['}', 'Objects are not allowed.'],
  ['.', 'Properties and elementwise operators are not allowed.'],
];

/**
 * Scans `source`.
 *
 * @throws ExpressionError when it is too long, nested too deeply or holds what no expression may hold
 */
export function scanExpression(source: string): ExpressionScan {
  if (source.length > expressionLimits.characters) {
    throw new ExpressionError(
      'too-long',
      `The expression has ${source.length} characters; ${expressionLimits.characters} are allowed.`,
    );
  }
  const tokens = tokensOf(source);
  if (tokens.length === 0) throw new ExpressionError('empty', 'The expression is empty.');
  checkNesting(tokens);
  checkNeighbours(tokens);

  let text = '';
  const origins: number[] = [];
  const places = new Map<string, number>();
  for (const token of tokens) {
    const isWord = token.kind === 'name' || wordOperators.has(token.text);
    if (isWord && !places.has(token.text)) places.set(token.text, token.at);
    // mathjs has two meanings for `%` and tries both; `mod` is the same remainder without the search.
    const piece = `${token.text === '%' ? 'mod' : token.text} `;
    for (let i = 0; i < piece.length; i++) {
      origins.push(token.text === '%' ? token.at : Math.min(token.at + i, source.length));
    }
    text += piece;
  }
  return { text, origins, places };
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    // `<<` starts like `<`, `**` like `*`: the refused signs come first, except where `!=` and `==` are
    // meant.
    const refused = refusedAt(source, at, match?.[0] ?? '');
    if (refused !== undefined) throw new ExpressionError('not-allowed', refused, at);
    if (match === null) {
      const sign = String.fromCodePoint(source.codePointAt(at) as number);
      throw new ExpressionError('syntax', `The character ${JSON.stringify(sign)} is not allowed.`, at);
    }
    const kind = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0];
    if (kind !== 'space') {
      const isWordOperator = kind === 'name' && wordOperators.has(match[0]);
      tokens.push({ kind: isWordOperator ? 'operator' : (kind as TokenKind), text: match[0], at });
    }
    if (tokens.length > expressionLimits.tokens) {
      throw new ExpressionError(
        'too-long',
        `The expression has more than ${expressionLimits.tokens} numbers, names and signs.`,
        at,
      );
    }
    at += match[0].length;
  }
  return tokens;
}

/**
 * The reason against the sign at `at`, if it is one of the refused; `matched` is what the grammar would
 * read there.
 */
function refusedAt(source: string, at: number, matched: string): string | undefined {
  for (const [sign, reason] of refusedSigns) {
    if (sign.length > matched.length && source.startsWith(sign, at)) return reason;
  }
  return undefined;
}

/** An open bracket, or the expression as a whole. */
interface Level {
  /** Conditionals so far: their branches are parsed inside them, up to the bracket that closes. */
  conditionals: number;
  /** 1 between `?` and `:`. */
  withoutColon: number;
  /** Signs, `not` and `^` in a row, each parsed inside the one before. */
  prefixes: number;
}

const newLevel = (): Level => ({ conditionals: 0, withoutColon: 0, prefixes: 0 });

/** Bounds how deep mathjs's parser, and then ours, can recurse; pairs brackets, and `?` with `:`. */
function checkNesting(tokens: readonly Token[]): void {
  const levels = [newLevel()];
  let above = 0; // nesting of the levels around the innermost
  for (const [index, token] of tokens.entries()) {
    const level = levels.at(-1) as Level;
    if (token.kind === 'open') {
      above += depthOf(level);
      levels.push(newLevel());
    } else if (token.kind === 'close') {
      if (levels.length === 1) throw new ExpressionError('syntax', 'This bracket closes nothing.', token.at);
      levels.pop();
      above -= depthOf(levels.at(-1) as Level);
    } else {
      countInLevel(level, token, tokens[index - 1]);
    }
    if (above + depthOf(levels.at(-1) as Level) > expressionLimits.nesting) {
      throw new ExpressionError(
        'too-deep',
        `More than ${expressionLimits.nesting} brackets, conditionals, signs and powers are nested.`,
        token.at,
      );
    }
  }
  if (levels.length > 1) throw new ExpressionError('syntax', 'A closing bracket is missing.');
}

function depthOf(level: Level): number {
  return 1 + level.conditionals + level.prefixes;
}

function countInLevel(level: Level, token: Token, previous: Token | undefined): void {
  if (token.kind === 'question') {
    if (level.withoutColon > 0) {
      // mathjs takes the second colon of `a ? b ? 1 : 2 : 3` for a range.
      const reason = 'Put brackets around a conditional that stands between `?` and `:`.';
      throw new ExpressionError('ambiguous', reason, token.at);
    }
    level.conditionals++;
    level.withoutColon++;
  } else if (token.kind === 'colon') {
    if (level.withoutColon === 0)
      throw new ExpressionError('not-allowed', 'Ranges are not allowed.', token.at);
    level.withoutColon--;
  }
  const isOperand = token.kind === 'number' || token.kind === 'name';
  if (token.text === '^' || (token.kind === 'operator' && !endsOperand(previous))) level.prefixes++;
  else if (!isOperand) level.prefixes = 0;
}

/** Refuses what mathjs reads in a way that its author may not have meant. */
function checkNeighbours(tokens: readonly Token[]): void {
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    const next = tokens[i + 1];
    if (token.text === '%' && !startsOperand(next)) {
      throw new ExpressionError(
        'ambiguous',
        'Percentages are not allowed: write `/ 100`, or brackets for the remainder of a signed number.',
        token.at,
      );
    }
    if (token.text === '%' && !endsOperand(tokens[i - 1])) {
      throw new ExpressionError('syntax', 'A value is missing before `%`.', token.at);
    }
    const isCall = token.kind === 'name' && next?.kind === 'open';
    if (next !== undefined && endsOperand(token) && startsOperand(next) && !isCall) {
      throw new ExpressionError(
        'ambiguous',
        `An operator is missing before ${JSON.stringify(next.text)}; write \`*\` to multiply.`,
        next.at,
      );
    }
  }
}

function startsOperand(token: Token | undefined): boolean {
  return token?.kind === 'number' || token?.kind === 'name' || token?.kind === 'open';
}

function endsOperand(token: Token | undefined): boolean {
  return token?.kind === 'number' || token?.kind === 'name' || token?.kind === 'close';
}

/**
 * Problems of a scenario file: what is wrong, where, and a way out. Everything that reads a file returns a
 * `Result`; nothing here throws.
 *
 * Paths are written one way everywhere, in messages as in `--set path=value`: keys joined by dots, an element
 * of a list by its id where it has one (`parties.norland.salience`) and by its place where it has none
 * (`rules.decision[0].quorum`), and a key that is no plain word in brackets (`salience["a b"]`). The path of
 * the whole file is the empty text.
 */
import { isControl } from '../bytes.ts';
import { type Code, codes } from '../codes.ts';
import { limits } from '../limits.ts';

/** One fault of a file, ready to be shown. */
export interface Problem {
  /** Where: `parties.norland.salience`, or `parties[3].salience` while the id is missing or used twice. */
  readonly path: string;
  readonly code: Code;
  /** What is wrong, with the values found. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  /** Line in the text, from 1; absent when the value did not come from the text. */
  readonly line?: number;
  /** Column in the text, from 1. */
  readonly column?: number;
}

/** A value, or all the problems that kept it from being one. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A place in a document: keys of mappings and indices of lists, from the root. */
export type Path = readonly (string | number)[];

/** A place in the text. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds the line and column of a path, or of the nearest thing around it that the text holds. */
export type Locate = (path: Path, at: 'key' | 'value') => Place | undefined;

/** A problem before its path is written out: what the checks produce. */
export interface Finding {
  readonly path: Path;
  readonly code: Code;
  readonly message: string;
  /** By default the hint of the table of codes. */
  readonly hint?: string;
  /** Point at the key rather than at its value. */
  readonly at?: 'key';
}

const plainKey = /^[A-Za-z_$][A-Za-z0-9_$-]*$/;

/**
 * Writes a path the way people type it, naming list elements by their id in `root`.
 *
 * @example `formatPath(['parties', 0, 'ideal'], document)` is `'parties.norland.ideal'`
 */
export function formatPath(path: Path, root: unknown): string {
  let text = '';
  let here = root;
  for (const segment of path) {
    const word = typeof segment === 'number' ? elementId(here, segment) : segment;
    if (word === undefined) text += `[${segment}]`;
    else if (!plainKey.test(word)) text += `[${show(word)}]`;
    else text += text === '' ? word : `.${word}`;
    here = partOf(here, segment);
  }
  return text;
}

/** The id of a list's element, when it has one that no other element of the list has. */
function elementId(list: unknown, index: number): string | undefined {
  if (!Array.isArray(list)) return undefined;
  const id = partOf(list[index], 'id');
  if (typeof id !== 'string' || !plainKey.test(id)) return undefined;
  const same = list.filter((element) => partOf(element, 'id') === id).length;
  return same === 1 ? id : undefined;
}

/** The own property or element of a value, or `undefined`; never one that is inherited. */
export function partOf(value: unknown, segment: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
  return (value as Record<string | number, unknown>)[segment];
}

/** The value at a path, or `undefined`. */
export function valueAt(root: unknown, path: Path): unknown {
  let here = root;
  for (const segment of path) here = partOf(here, segment);
  return here;
}

const shownCharacters = 60;

/**
 * Shows a value found in a file inside a message: quoted, shortened, and without characters that could act on
 * a terminal or hide what is written.
 */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a mapping';
  if (typeof value !== 'string') return String(value);
  const cut = value.length > shownCharacters ? `${value.slice(0, shownCharacters)}…` : value;
  let text = '';
  for (const character of JSON.stringify(cut)) {
    const unit = character.charCodeAt(0);
    text += isControl(unit) ? `\\u${unit.toString(16).padStart(4, '0')}` : character;
  }
  return text;
}

/** Longest message of somebody else’s that is passed on. */
const longestMessage = 200;

/**
 * Text of a file or a library made safe to print: control characters spelled out, and cut to a sane length.
 */
export function printable(text: string): string {
  const cut = text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text;
  let safe = '';
  for (let i = 0; i < cut.length; i++) {
    const unit = cut.charCodeAt(i);
    safe += isControl(unit) ? `\\u${unit.toString(16).padStart(4, '0')}` : cut[i];
  }
  return safe;
}

/** Writes a finding out as a problem. */
export function toProblem(finding: Finding, root: unknown, locate?: Locate): Problem {
  return {
    path: formatPath(finding.path, root),
    code: finding.code,
    message: finding.message,
    hint: finding.hint ?? codes[finding.code].hint,
    ...locate?.(finding.path, finding.at ?? 'value'),
  };
}

/**
 * Writes findings out in the order of the text (in their own order without one), each place and code once,
 * and cuts a list that is longer than anybody reads.
 */
export function toProblems(findings: readonly Finding[], root: unknown, locate?: Locate): Problem[] {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  let rest = 0;
  for (const finding of findings) {
    const key = JSON.stringify([finding.code, ...finding.path]);
    if (seen.has(key)) continue;
    seen.add(key);
    if (problems.length < limits.problems) problems.push(toProblem(finding, root, locate));
    else rest++;
  }
  const first = (problem: Problem) => [problem.line ?? 0, problem.column ?? 0] as const;
  problems.sort((a, b) => first(a)[0] - first(b)[0] || first(a)[1] - first(b)[1]);
  if (rest > 0) {
    const message = `${rest} more ${rest === 1 ? 'problem is' : 'problems are'} not listed`;
    problems.push(toProblem({ path: [], code: 'too-many-problems', message }, root));
  }
  return problems;
}

/** The result of one finding that nothing can be done after. */
export function failed<Value>(finding: Finding, root?: unknown, locate?: Locate): Result<Value> {
  return { ok: false, problems: toProblems([finding], root, locate) };
}

/**
 * Writes problems for a terminal: plain text, 80 columns, one paragraph each, and a count at the end.
 *
 * @example
 * ```text
 * talks.yaml:12:5  parties.norland.salience
 *   sum-not-one: the saliences sum to 0.9, not to 1
 *   hint: Scale them; the sum found is in the message.
 * ```
 */
export function formatProblems(
  problems: readonly Problem[],
  options: { readonly file?: string } = {},
): string {
  if (problems.length === 0) return 'no problems\n';
  const paragraphs = problems.map((problem) => formatProblem(problem, options.file));
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return `${paragraphs.join('\n')}\n${count}\n`;
}

function formatProblem(problem: Problem, file: string | undefined): string {
  const line = problem.line === undefined ? '' : `${problem.line}:${problem.column ?? 1}`;
  const place =
    file === undefined ? (line === '' ? '' : `line ${line}`) : line === '' ? file : `${file}:${line}`;
  const path = problem.path === '' ? '(the whole file)' : problem.path;
  const head = place === '' ? path : `${place}  ${path}`;
  return `${head}\n${wrap(`${problem.code}: ${problem.message}`)}${wrap(`hint: ${problem.hint}`)}`;
}

/** Breaks a text at spaces into lines of at most 80 columns, indented. */
function wrap(text: string): string {
  let lines = '';
  let line = ' ';
  for (const word of text.split(/\s+/)) {
    if (line.trim() !== '' && line.length + 1 + word.length > 80) {
      lines += `${line}\n`;
      line = '   ';
    }
    line += ` ${word}`;
  }
  return `${lines}${line}\n`;
}

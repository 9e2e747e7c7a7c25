/**
 * YAML text to plain values, with the place of every value, under limits that hold before the work starts.
 *
 * YAML 1.2 core schema only: no merge keys, no tags but the core ones, no dates, and `no` is a text. JSON is
 * YAML. The `yaml` package parses; the values are built here rather than by its `toJS`, so that aliases,
 * depth, repeated keys and dangerous keys are problems with a place.
 */
import {
  type Alias,
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Pair,
  Parser,
} from 'yaml';
import { limits } from '../limits.ts';
import {
  type Finding,
  failed,
  type Locate,
  type Path,
  type Place,
  type Problem,
  printable,
  type Result,
  show,
  toProblem,
} from './problems.ts';
import { isRefusedKey } from './scan.ts';

/** A document read from text: plain objects, lists, texts, numbers, booleans and null. */
export interface SourceDocument {
  readonly value: unknown;
  readonly locate: Locate;
  /** Problems that do not keep the rest from being checked: repeated and refused keys. */
  readonly findings: readonly Finding[];
}

const composerOptions = {
  schema: 'core',
  version: '1.2',
  merge: false,
  // the package compares every pair of keys, which takes minutes for a large mapping; `build` uses a set
  uniqueKeys: false,
  resolveKnownTags: false,
  strict: true,
  logLevel: 'silent',
} as const;

/** A broken line can look nested to the parser; past this the package could exhaust the stack. */
const deepestTokens = limits.yamlDepth + 200;
const mostSyntaxErrors = 50;

/**
 * Reads a YAML or JSON text.
 *
 * Problems: `too-large`, `too-deep`, `yaml-syntax`, `yaml-aliases`.
 *
 * @example `readDocument('format: 1').value.value` is `{ format: 1 }`
 */
export function readDocument(text: string): Result<SourceDocument> {
  if (isLongerThan(text, limits.scenarioBytes)) {
    return refused('too-large', `the file is larger than ${limits.scenarioBytes} bytes`);
  }
  const places = lineFinder(text);
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const strays: SyntaxError[] = [];
  const take = (token: CST.Token) => {
    if (token.type === 'error') strays.push({ at: token.offset, message: token.message });
    else tokens.push(token);
  };
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) take(token);
    if (strays.length >= mostSyntaxErrors) break;
    if (parser.stack.length > deepestTokens) return refused('too-deep', tooDeep, places(parser.offset));
    if (++lexemes > limits.yamlLexemes) {
      return refused('too-large', `the file has more than ${limits.yamlLexemes} words and marks`);
    }
  }
  for (const token of parser.end()) take(token);
  const { documents, errors } = compose(tokens, text.length);
  errors.push(...strays);
  errors.sort((a, b) => a.at - b.at);
  if (errors.length > 0) {
    return { ok: false, problems: syntaxProblems(errors, places) };
  }
  return buildDocument(documents[0], places);
}

function refused(code: Finding['code'], message: string, place?: Place): Result<SourceDocument> {
  return { ok: false, problems: [textProblem(code, message, place)] };
}

const tooDeep = `the file is nested deeper than ${limits.yamlDepth} levels`;

/** A problem at an offset of a text that has no values yet. */
function textProblem(code: Finding['code'], message: string, place?: Place): Problem {
  return toProblem({ path: [], code, message }, undefined, () => place);
}

/** Problems of the errors, one a line: what follows on the same line is mostly the echo of the first. */
function syntaxProblems(errors: readonly SyntaxError[], places: PlaceFinder): Problem[] {
  const problems: Problem[] = [];
  for (const error of errors.slice(0, mostSyntaxErrors)) {
    const place = places(error.at);
    if (problems.at(-1)?.line === place.line) continue;
    problems.push(textProblem('yaml-syntax', printable(error.message), place));
  }
  return problems;
}

interface SyntaxError {
  readonly at: number;
  readonly message: string;
}

/** What the package calls with each error; private there, so a test holds that it is still used. */
type OnError = (
  source: number | [number, number] | { offset: number },
  code: string,
  message: string,
) => void;

/** Composes documents from tokens. */
function compose(tokens: readonly CST.Token[], length: number) {
  const documents: Document.Parsed[] = [];
  const errors: SyntaxError[] = [];
  const composer = new Composer(composerOptions);
  // The package makes an Error with a stack trace of each, and a text of nothing but errors takes a minute.
  const onError: OnError = (source, _code, message) => {
    const at = typeof source === 'number' ? source : Array.isArray(source) ? source[0] : source.offset;
    errors.push({ at, message });
  };
  Object.assign(composer, { onError });
  for (const document of composer.compose(tokens, true, length)) {
    if (documents.length > 0) {
      errors.push({ at: document.range[0], message: 'the file holds more than one document' });
      break;
    }
    documents.push(document);
    // the few kinds of error that do not pass through onError
    for (const error of document.errors) errors.push({ at: error.pos[0], message: error.message });
  }
  return { documents, errors };
}

/** The values of a document, or the first thing that makes it unusable. */
function buildDocument(document: Document.Parsed | undefined, places: PlaceFinder): Result<SourceDocument> {
  const contents = document?.contents ?? null;
  const state: BuildState = { anchors: new Map(), open: new Set(), findings: [], aliases: 0, values: 0 };
  const value = build(state, contents, []);
  const locate = locator(contents, state.anchors, places);
  if (state.stopped !== undefined) return failed(state.stopped, value, locate);
  return { ok: true, value: { value, locate, findings: state.findings } };
}

/** What is counted and remembered while nodes become values. Once `stopped` is set nothing more is built. */
interface BuildState {
  readonly anchors: Map<string, unknown>;
  /** The lists and mappings that are being built: an alias to one of them contains itself. */
  readonly open: Set<unknown>;
  readonly findings: Finding[];
  aliases: number;
  values: number;
  stopped?: Finding;
}

function stop(state: BuildState, path: Path, code: Finding['code'], message: string): null {
  state.stopped ??= { path, code, message };
  return null;
}

function build(state: BuildState, node: unknown, path: Path): unknown {
  if (state.stopped !== undefined) return null;
  if (++state.values > limits.documentValues) {
    return stop(state, path, 'too-large', `the file holds more than ${limits.documentValues} values`);
  }
  if (path.length > limits.yamlDepth) return stop(state, path, 'too-deep', tooDeep);
  if (isAlias(node)) return expand(state, node, path);
  const anchor = anchorOf(node);
  if (anchor !== undefined) state.anchors.set(anchor, node);
  if (isScalar(node)) return node.value;
  if (!isMap(node) && !isSeq(node)) return null;
  if (node.items.length > limits.documentEntries) {
    const message = `a list or mapping has more than ${limits.documentEntries} entries`;
    return stop(state, path, 'too-large', message);
  }
  state.open.add(node);
  const value = isMap(node)
    ? buildMapping(state, node.items, path)
    : node.items.map((item, index) => build(state, item, [...path, index]));
  state.open.delete(node);
  return value;
}

function buildMapping(state: BuildState, items: readonly Pair[], path: Path): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const item of items) {
    const key = keyText(item.key);
    if (key === undefined) {
      const message = 'a key must be a word, not a list, a mapping or an alias';
      state.findings.push({ path, code: 'wrong-type', message });
    } else if (isRefusedKey(key)) {
      const message = `the key ${show(key)} is never allowed`;
      state.findings.push({
        path: [...path, key],
        code: 'unknown-key',
        message,
        hint: 'Remove it.',
        at: 'key',
      });
    } else if (Object.hasOwn(values, key)) {
      const message = `the key ${show(key)} is written twice`;
      state.findings.push({ path: [...path, key], code: 'duplicate-key', message, at: 'key' });
    } else {
      const anchor = anchorOf(item.key);
      if (anchor !== undefined) state.anchors.set(anchor, item.key);
      values[key] = build(state, item.value, [...path, key]);
    }
  }
  return values;
}

/** Every use of an alias counts, also inside another: that is what makes an alias bomb. */
function expand(state: BuildState, alias: Alias, path: Path): unknown {
  const target = state.anchors.get(alias.source);
  if (target === undefined) {
    return stop(state, path, 'yaml-syntax', `the alias *${alias.source} has no anchor before it`);
  }
  if (state.open.has(target)) {
    return stop(state, path, 'yaml-aliases', `the alias *${alias.source} contains itself`);
  }
  if (++state.aliases > limits.yamlAliases) {
    return stop(state, path, 'yaml-aliases', `the file expands more than ${limits.yamlAliases} aliases`);
  }
  return build(state, target, path);
}

function anchorOf(node: unknown): string | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
}

/** A key as text: `1: x` has the key `1`. Lists, mappings and aliases are no keys. */
function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

type PlaceFinder = (offset: number) => Place;

/** Line and column, both from 1, of an offset in the text. */
function lineFinder(text: string): PlaceFinder {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}

/**
 * Walks the nodes for each question: problems are few, and a table of all places would be many times the
 * file.
 */
function locator(contents: unknown, anchors: ReadonlyMap<string, unknown>, places: PlaceFinder): Locate {
  const settle = (node: unknown): unknown => (isAlias(node) ? anchors.get(node.source) : node);
  return (path, at) => {
    let node = contents;
    let offset = startOf(node) ?? 0;
    for (const [index, segment] of path.entries()) {
      const inside = settle(node);
      if (isSeq(inside) && typeof segment === 'number') {
        node = inside.items[segment];
        offset = startOf(node) ?? offset;
      } else if (isMap(inside)) {
        // for a key written twice, the second one is the one to look at
        const pairs = inside.items.filter((item) => keyText(item.key) === segment);
        const pair = at === 'key' && index === path.length - 1 ? pairs.at(-1) : pairs[0];
        if (pair === undefined) break;
        node = pair.value;
        // the key is easier to find than the first line of a mapping or list, or than nothing
        const last = index === path.length - 1 && at === 'value' && isScalar(node) && node.source !== '';
        offset = (last ? startOf(node) : undefined) ?? startOf(pair.key) ?? offset;
      } else break;
    }
    return places(offset);
  };
}

function startOf(node: unknown): number | undefined {
  if (isAlias(node) || isScalar(node) || isMap(node) || isSeq(node)) return node.range?.[0];
  return undefined;
}

/** Whether the UTF-8 form of a text is longer than `bytes`, without making it. */
function isLongerThan(text: string, bytes: number): boolean {
  if (text.length > bytes) return true;
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // a surrogate is half of a four-byte character
    length += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return length > bytes;
}

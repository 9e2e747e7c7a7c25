// House rules as functions of a file's text. Each gives findings instead of throwing, so that a test can
// plant a breach and see it found; repository.test.ts applies them to every file of the repository.

import ts from 'typescript';

/** One breach of a rule, with the place where it is. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly says: string;
}

/** A rule looks at one file, whose name is relative to the repository and written with slashes. */
export type Rule = (file: string, text: string) => Finding[];

export const lineLengthMax = 110;

/** Lines stay within the length, except those that an address, a path or a test vector makes long. */
export const lineLength: Rule = (file, text) =>
  findInLines(file, text, (line) => {
    if (line.length <= lineLengthMax) return undefined;
    const longestWord = Math.max(...line.split(/\s+/).map((word) => word.length));
    return longestWord > 60 ? undefined : `${line.length} characters, at most ${lineLengthMax}`;
  });

const marker = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`);

/** What is left undone is an issue: the note in the source names it. */
export const noteNamesIssue: Rule = (file, text) =>
  findInLines(file, text, (line) => {
    const found = marker.exec(line);
    if (!found || /#\d+/.test(line.slice(found.index))) return undefined;
    return `${found[1]} without the number of an issue, as in "${found[1]} (#12)"`;
  });

/** Members of Math whose result ECMAScript defines to the last bit. */
const exactMath = new Set([
  ...['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc'],
  ...['E', 'LN10', 'LN2', 'LOG10E', 'LOG2E', 'PI', 'SQRT1_2', 'SQRT2'],
]);

/** Globals that differ between machines, moments or engines → what to do instead. */
const impureGlobals = new Map([
  ['Date', 'rounds and ticks are the engine’s time'],
  ['performance', 'measure from the server or the bench'],
  ['process', 'pass the value in'],
  ['console', 'emit a record and print in the server'],
  ['Intl', 'compare code units'],
  ['crypto', 'draw from engine/run/draws.ts'],
  ['globalThis', 'pass the value in'],
  ['setTimeout', 'timers belong to the server'],
  ['setInterval', 'timers belong to the server'],
  ['setImmediate', 'timers belong to the server'],
  ['queueMicrotask', 'a run is synchronous'],
  ['fetch', 'the engine does no input or output'],
  ['WeakRef', 'what is collected when depends on the machine'],
  ['FinalizationRegistry', 'what is collected when depends on the machine'],
  ['eval', 'compile expressions to closures'],
  ['Function', 'compile expressions to closures'],
]);

const localeMembers = new Set([
  'localeCompare',
  'toLocaleString',
  'toLocaleUpperCase',
  'toLocaleLowerCase',
  'toLocaleDateString',
  'toLocaleTimeString',
]);

/** The engine computes the same bytes on every machine: nothing that leaves a choice to the machine. */
export const purity: Rule = (file, text) =>
  findInTree(file, text, (node) => {
    if (ts.isBinaryExpression(node)) {
      const operator = node.operatorToken.kind;
      if (
        operator === ts.SyntaxKind.AsteriskAsteriskToken ||
        operator === ts.SyntaxKind.AsteriskAsteriskEqualsToken
      ) {
        return '** differs between engines: use pow of engine/math.ts, or multiply';
      }
    }
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const method = node.expression.name.text;
      if (
        (method === 'sort' || method === 'toSorted') &&
        node.arguments.length === 0 &&
        !isTypedArraySort(node)
      ) {
        return `${method}() without a comparator sorts by text: give one`;
      }
    }
    if (ts.isPropertyAccessExpression(node) && localeMembers.has(node.name.text)) {
      return `${node.name.text} depends on the locale: compare code units, format in the viewer`;
    }
    if (!ts.isIdentifier(node) || !isValueReference(node)) return undefined;
    if (node.text === 'Math') return mathProblem(node);
    const instead = impureGlobals.get(node.text);
    return instead === undefined ? undefined : `${node.text} is not for the engine: ${instead}`;
  });

function mathProblem(node: ts.Identifier): string | undefined {
  const parent = node.parent;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) {
    return 'Math is used by member, so that the rule can see which: Math.floor(x)';
  }
  const member = parent.name.text;
  if (exactMath.has(member)) return undefined;
  if (member === 'random') return 'Math.random is not for the engine: draw from engine/run/draws.ts';
  return `Math.${member} differs between engines: use engine/math.ts`;
}

/** `Float64Array.from(xs).sort()` sorts by number; what is visibly a typed array needs no comparator. */
function isTypedArraySort(call: ts.CallExpression): boolean {
  const receiver = (call.expression as ts.PropertyAccessExpression).expression;
  return /^(new\s+)?(Float|Int|Uint|BigInt|BigUint)(8|16|32|64)(Clamped)?Array\b/.test(receiver.getText());
}

/** A use of the variable of that name: no member, key, type, label or declaration of a member. */
function isValueReference(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent) || ts.isTypeReferenceNode(parent) || ts.isTypeQueryNode(parent))
    return false;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  const isName = (parent as { name?: ts.Node }).name === node;
  const isKey = (parent as { propertyName?: ts.Node }).propertyName === node;
  if (isKey || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  if (isName) return ts.isVariableDeclaration(parent) || ts.isParameter(parent);
  return !ts.isExpressionWithTypeArguments(parent) || ts.isHeritageClause(parent.parent);
}

/** What other modules may use has a doc comment that says what it is. */
export const exportsAreDocumented: Rule = (file, text) => {
  const source = parse(file, text);
  const findings: Finding[] = [];
  const documented = new Set<string>();
  for (const statement of source.statements) {
    if (!hasModifier(statement, ts.SyntaxKind.ExportKeyword)) continue;
    const names = namesOf(statement);
    const comments = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? [];
    const isDocumented = comments.some(({ pos, end }) => /^\/\*\*[^/][\s\S]*\w/.test(text.slice(pos, end)));
    for (const name of names) {
      // Of an overloaded function the first signature carries the comment.
      if (isDocumented) documented.add(name);
      else if (!documented.has(name)) {
        findings.push({
          file,
          line: lineOf(source, statement),
          says: `${name} is exported without a doc comment`,
        });
      }
    }
  }
  return findings;
};

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) => declaration.name.getText());
  }
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isClassDeclaration(statement)
  ) {
    return [statement.name?.text ?? 'default'];
  }
  return [];
}

/** A name is chosen once, where the thing is defined. */
export const noDefaultExport: Rule = (file, text) =>
  findInTree(file, text, (node) => {
    const isDefault =
      (ts.isExportAssignment(node) && !node.isExportEquals) ||
      (ts.isExportSpecifier(node) && node.name.text === 'default') ||
      (ts.isStatement(node) && hasModifier(node, ts.SyntaxKind.DefaultKeyword));
    return isDefault ? 'a default export: export it by name' : undefined;
  });

const testFunctions = new Set(['it', 'test', 'describe', 'suite', 'bench']);
const benched = new Set(['only', 'skip', 'todo', 'fails']);

/** A test that does not run holds nothing. `skipIf` and `runIf` stay: they name their condition. */
export const everyTestRuns: Rule = (file, text) =>
  findInTree(file, text, (node) => {
    if (ts.isPropertyAccessExpression(node) && benched.has(node.name.text)) {
      const receiver = node.expression.getText().split('.')[0] ?? '';
      if (testFunctions.has(receiver)) return `${receiver}.${node.name.text}: every test runs`;
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      if (/^(xit|xtest|xdescribe|fit|fdescribe)$/.test(node.expression.text)) {
        return `${node.expression.text}: every test runs`;
      }
    }
    return undefined;
  });

/** A folder is named after what it is about; these names are about nothing. */
export const folderNames: Rule = (file) => {
  const folder = file
    .split('/')
    .slice(0, -1)
    .find((name) => /^(utils?|helpers?|common|misc|shared)$/.test(name));
  return folder ? [{ file, line: 1, says: `a folder named ${folder}: name it after what it holds` }] : [];
};

/** A lock file names versions and checksums; where they come from is for the machine that installs. */
export const lockHasNoAddresses: Rule = (file, text) =>
  findInLines(file, text, (line) =>
    /"resolved"\s*:/.test(line)
      ? 'a download address: install with omit-lockfile-registry-resolved'
      : undefined,
  );

/**
 * Relative links of a page lead to a file, and their fragments to a heading. `read` gives the text of a path
 * relative to the repository, '' for a folder, or undefined when there is nothing.
 */
export function brokenLinks(
  file: string,
  text: string,
  read: (path: string) => string | undefined,
): Finding[] {
  return findInLines(file, withoutCode(text), (line) => {
    const broken = [...line.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|^\[[^\]]+\]:\s+(\S+)/g)]
      .map((match) => match[1] ?? match[2] ?? '')
      .filter((target) => !/^([a-z][a-z+.-]*:|\/\/)/i.test(target))
      .map((target) => linkProblem(file, text, target, read))
      .filter((problem) => problem !== undefined);
    return broken.length > 0 ? broken.join('; ') : undefined;
  });
}

function linkProblem(
  file: string,
  text: string,
  target: string,
  read: (path: string) => string | undefined,
): string | undefined {
  const [place = '', fragment] = target.split('#');
  const found = place === '' ? text : read(resolvePath(file, decodeURIComponent(place)));
  if (found === undefined) return `${target} leads to no file`;
  const isPage = place === '' || place.endsWith('.md');
  if (!fragment || !isPage || headings(found).has(fragment.toLowerCase())) return undefined;
  return `${target} leads to no heading`;
}

function headings(page: string): Set<string> {
  const slugs = new Set<string>();
  for (const line of withoutCode(page).split('\n')) {
    for (const anchor of line.matchAll(/<a\s+(?:id|name)="([^"]+)"/g))
      slugs.add((anchor[1] ?? '').toLowerCase());
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    let unique = slug;
    for (let copy = 1; slugs.has(unique); copy += 1) unique = `${slug}-${copy}`;
    slugs.add(unique);
  }
  return slugs;
}

/** Code keeps its lines, so that the numbers stay right, but not its text. */
function withoutCode(page: string): string {
  return page
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, (block) => block.replace(/[^\n]/g, ''))
    .replace(
      /^(#{1,6} .*)$|`[^`\n]*`/gm,
      (found, heading: string | undefined) => heading ?? ' '.repeat(found.length),
    );
}

function resolvePath(from: string, target: string): string {
  const parts = target.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function findInLines(file: string, text: string, problem: (line: string) => string | undefined): Finding[] {
  const findings: Finding[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const says = problem(line);
    if (says !== undefined) findings.push({ file, line: index + 1, says });
  }
  return findings;
}

function findInTree(file: string, text: string, problem: (node: ts.Node) => string | undefined): Finding[] {
  const source = parse(file, text);
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    const says = problem(node);
    if (says !== undefined) findings.push({ file, line: lineOf(source, node), says });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}

function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind)
  );
}

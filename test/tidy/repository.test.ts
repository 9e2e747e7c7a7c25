// The house rules, applied to every file of the repository.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  brokenLinks,
  everyTestRuns,
  exportsAreDocumented,
  folderNames,
  lineLength,
  lockHasNoAddresses,
  noDefaultExport,
  noteNamesIssue,
  purity,
  type Rule,
} from './rules.ts';

const root = path.resolve(import.meta.dirname, '../..');
const files = filesUnder('');
const sources = files.filter((file) => /\.(ts|mjs|cjs|js|svelte)$/.test(file));
const code = sources.filter((file) => file.endsWith('.ts'));
const inside = (...folders: string[]) =>
  code.filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)));

const applied: [name: string, rule: Rule, files: string[]][] = [
  ['lines are short', lineLength, sources],
  ['notes name their issue', noteNamesIssue, sources],
  ['the engine is pure', purity, inside('engine')],
  ['the engine’s exports are documented', exportsAreDocumented, inside('engine')],
  ['engine and server export by name', noDefaultExport, inside('engine', 'server')],
  ['every test runs', everyTestRuns, inside('test')],
  [
    'folders are named after what they hold',
    folderNames,
    files.filter((file) => /^(engine|server|viewer|test)\//.test(file)),
  ],
  [
    'lock files hold no addresses',
    lockHasNoAddresses,
    files.filter((file) => file.endsWith('package-lock.json')),
  ],
];

describe('the repository', () => {
  it.each(applied)('%s', (_name, rule, chosen) => {
    expect(listed(chosen.flatMap((file) => rule(file, read(file))))).toEqual([]);
  });

  it('links between its pages lead somewhere', () => {
    const pages = files.filter((file) => file.endsWith('.md'));
    expect(listed(pages.flatMap((file) => brokenLinks(file, read(file), lookUp)))).toEqual([]);
  });

  it('is really looked at', () => {
    expect(inside('engine').length).toBeGreaterThan(20);
    expect(sources.length).toBeGreaterThan(40);
    expect(files).toContain('package-lock.json');
    expect(files).toContain('test/engines/package-lock.json');
  });
});

function listed(findings: readonly { file: string; line: number; says: string }[]): string[] {
  return findings.map(({ file, line, says }) => `${file}:${line} ${says}`);
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function lookUp(file: string): string | undefined {
  const full = path.join(root, file);
  if (!existsSync(full)) return undefined;
  return statSync(full).isDirectory() ? '' : readFileSync(full, 'utf8');
}

/** Everything but what is installed, built or produced by a run. */
function filesUnder(folder: string): string[] {
  const left = /^(node_modules|dist|coverage|fixtures|\.git)$/;
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return left.test(entry.name) || /^(runs|out)$/.test(name) ? [] : filesUnder(name);
    return [name];
  });
}

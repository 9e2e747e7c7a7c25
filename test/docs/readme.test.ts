import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { engineVersion, rulesVersion } from '../../engine/version.ts';
import { commands } from '../../server/cli/commands/index.ts';
import { exitCodes } from '../../server/cli/exit.ts';
import { catalogueKinds } from '../../server/docs/catalogue.ts';
import { root, run, scratch } from '../cli/capture.ts';

const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const lines = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap((match) =>
  match[1].trim().split('\n'),
);

/** The words of a line as a shell takes it apart. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|\S+/g)].map(([word, double, single]) => double ?? single ?? word);

/** Set-up and what serves until it is told to stop; other tests start the server. */
const notHere = [
  'npm ci && npm start',
  'npm ci && npm test',
  'npx plenary serve',
  'npx plenary serve --host 0.0.0.0 --tables-only',
];

/** Commands whose answer is “they differ”. */
const differing = ['npx plenary diff run.json other.json'];

describe('the README', () => {
  test('opens with the two commands that do everything', () => {
    expect(lines.slice(0, 2)).toEqual(notHere.slice(0, 2));
  });

  test('has commands that all do what they should, in their order', async () => {
    const folder = scratch();
    for (const line of lines.filter((candidate) => !notHere.includes(candidate))) {
      expect(line).toMatch(/^npx plenary /);
      // A thousand runs show no more than twenty do here, and forty of an arm no more than four.
      const short = line.replace('1..1000', '1..20').replace('--replications 40', '--replications 4');
      const words = wordsOf(short).slice(2);
      const { exit, err } = await run(words, { folder });
      expect({ line, exit, err: exit === 0 ? '' : err }).toEqual({
        line,
        exit: differing.includes(line) ? 4 : 0,
        err: '',
      });
    }
  }, 300_000);

  test('shows every command once at least', () => {
    for (const { name } of commands) expect(readme).toContain(`npx plenary ${name}`);
  });

  test('has the exit codes of the program, both ways', () => {
    const rows = [...readme.matchAll(/^\| (\d+) \| (.*) \|$/gm)].map((match) => [Number(match[1]), match[2]]);
    expect(rows).toEqual(exitCodes.map(({ exit, says }) => [exit, says]));
  });

  test('names paths that exist', async () => {
    const { existsSync } = await import('node:fs');
    const named = [...readme.matchAll(/`((?:engine|scenarios|server|test|viewer)\/[^`]*)`/g)].map(
      (match) => match[1],
    );
    const shown = named.filter((file) => !file.includes('my-talks'));
    expect(shown.length).toBeGreaterThan(8);
    for (const file of shown) expect(existsSync(path.join(root, file)), file).toBe(true);
  });
});

describe('the files beside it', () => {
  const packageFile = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

  test('tell one version', () => {
    const citation = parse(readFileSync(path.join(root, 'CITATION.cff'), 'utf8'));
    expect(citation).toMatchObject({
      'cff-version': '1.2.0',
      version: packageFile.version,
      license: packageFile.license,
    });
    expect(citation.authors).toEqual([{ name: 'Plenary contributors' }]);
    expect(engineVersion).toBe(packageFile.version);
    expect(readme).toContain(`Version ${packageFile.version}`);
  });

  test('the changelog tells this version and its rules', () => {
    const changelog = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');
    expect(changelog).toContain(`## ${packageFile.version}`);
    expect(changelog).toContain(`rulesVersion ${rulesVersion}:`);
  });

  test('kinds that can be listed are those that the help names', async () => {
    const { out } = await run(['list', '--help']);
    for (const kind of Object.keys(catalogueKinds)) expect(out).toContain(kind);
  });
});

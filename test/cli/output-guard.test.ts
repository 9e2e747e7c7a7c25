/** No command writes its result over what it reads, by whatever name. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../server/cli/commands/index.ts';
import { checkOutputs } from '../../server/cli/output-guard.ts';
import { root, run, scratch } from './capture.ts';

const folder = scratch();
const shipped = path.join(root, 'scenarios/first-mandate');

beforeAll(async () => {
  cpSync(path.join(shipped, 'scenario.yaml'), path.join(folder, 'own.yaml'));
  mkdirSync(path.join(folder, 'talks'));
  for (const file of ['scenario.yaml', 'experiment.yaml']) {
    cpSync(path.join(shipped, file), path.join(folder, 'talks', file));
  }
  symlinkSync('own.yaml', path.join(folder, 'link.yaml'));
  for (const words of ['import --example --out p.csv', 'run first-mandate --record r.json --quiet']) {
    expect((await run(words.split(' '), { folder })).exit).toBe(0);
  }
});

describe('a result over its own input is refused, which stays as it is', () => {
  test.each([
    ['batch own.yaml --out own.yaml', 'own.yaml'],
    ['batch own.yaml --out talks/../own.yaml', 'own.yaml'],
    ['batch own.yaml --out link.yaml', 'own.yaml'],
    ['batch link.yaml --out own.yaml', 'own.yaml'],
    ['batch talks --out talks/scenario.yaml', 'talks/scenario.yaml'],
    ['run own.yaml --record own.yaml', 'own.yaml'],
    ['prereg talks --out talks/experiment.yaml', 'talks/experiment.yaml'],
    ['import p.csv --out p.csv', 'p.csv'],
    ['branch r.json --round 3 --record r.json', 'r.json'],
    ['text r.json --out r.json', 'r.json'],
  ])('%s', async (line, file) => {
    const before = readFileSync(path.resolve(folder, file), 'utf8');
    const { exit, out, err } = await run(line.split(' '), { folder });
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err.replace(/\s+/g, ' ')).toMatch(
      /usage: --\w+ .* would replace what is read from .*another name/,
    );
    expect(readFileSync(path.resolve(folder, file), 'utf8')).toBe(before);
  });

  test('the file of a shipped scenario too', () => {
    const check = () => checkOutputs(['first-mandate'], { record: `${shipped}/scenario.yaml` }, folder);
    expect(check).toThrow('would replace what is read from first-mandate');
  });

  test('another file, a new one and a device are written', async () => {
    writeFileSync(path.join(folder, 'other.csv'), 'earlier');
    for (const out of ['other.csv', 'new.csv', '/dev/null']) {
      const { exit } = await run(['batch', 'own.yaml', '--seeds', '1', '--out', out], { folder });
      expect({ out, exit }).toEqual({ out, exit: 0 });
    }
  });
});

const named = commands.flatMap(({ name, options, arguments: words }) =>
  options.flatMap(({ flags }) => {
    const option = /^(--(?:out|record)) /.exec(flags)?.[1];
    return option === undefined ? [] : [{ name, option, words: words.map(() => 'first-mandate') }];
  }),
);

test.each(named)('$name $option without a name is not understood', async ({ name, option, words }) => {
  for (const empty of ['', '  ']) {
    const { exit, out, err } = await run([name, ...words, option, empty], { folder });
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(`usage: ${option} needs the name of a file`);
  }
});

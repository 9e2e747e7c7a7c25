import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { run, scratch } from './capture.ts';

const folder = scratch();
const aliasBomb = [
  'a: &a [x,x,x,x,x,x,x,x,x,x]',
  ...Array.from(
    { length: 8 },
    (_, i) => `${'bcdefghi'[i]}: &${'bcdefghi'[i]} [${`*${'abcdefgh'[i]},`.repeat(10)}]`,
  ),
].join('\n');

beforeAll(async () => {
  const write = (name: string, content: string | Buffer) => writeFileSync(path.join(folder, name), content);
  write('not-yaml.yaml', 'a: [1, 2\nb: }');
  write('list.yaml', '- 1\n- 2\n');
  write('empty.yaml', '');
  write('bomb.yaml', aliasBomb);
  write('huge.yaml', `summary: ${'x'.repeat(10_000_000)}\n`);
  write('giant.yaml', 'x'.repeat(17_000_000));
  write('binary.yaml', Buffer.from([1, 0, 2, 255]));
  write('latin.yaml', Buffer.from([0x61, 0xe9, 0x62]));
  write('escape.yaml', 'title: "\\e[31mred"\nformat: 1\n');
  write('no-record.json', '{"format":"other"}');
  write('cut.json', '');
  mkdirSync(path.join(folder, 'folder'));
  const made = await run(['run', 'first-mandate', '--seed', '7', '--record', 'run.json', '--quiet'], {
    folder,
  });
  expect(made.exit).toBe(0);
});

/** Words → exit code, code on the error stream, and a piece of what is said about it. */
const table: readonly (readonly [words: string, exit: number, code: string, says: string | RegExp])[] = [
  ['rum first-mandate', 2, 'usage', 'Did you mean run?'],
  ['run first-mandate --sed 7', 2, 'usage', 'Did you mean'],
  ['run', 2, 'usage', "missing required argument 'scenario'"],
  ['run first-mandate extra', 2, 'usage', 'too many arguments'],
  ['run first-mandate --seed', 2, 'usage', 'argument missing'],
  ['run first-mandte', 2, 'unknown-scenario', 'Did you mean first-mandate?'],
  ['run ./nowhere.yaml', 2, 'file-missing', 'there is no file ./nowhere.yaml'],
  ['run folder', 2, 'file-unreadable', 'a folder'],
  ['check not-yaml.yaml', 3, 'yaml-syntax', 'not-yaml.yaml:'],
  ['check list.yaml', 3, 'not-a-mapping', 'format: 1'],
  ['check empty.yaml', 3, 'not-a-mapping', 'hint:'],
  ['check bomb.yaml', 3, 'yaml-aliases', 'hint:'],
  ['check huge.yaml', 3, 'too-large', 'hint:'],
  ['check giant.yaml', 3, 'file-too-large', '16000000 bytes'],
  ['check binary.yaml', 3, 'file-not-text', 'binary'],
  ...['run', 'batch', 'text', 'outcomes', 'what-would-it-take', 'rules', 'power', 'experiment', 'import'].map(
    (command) => [`${command} binary.yaml`, 3, 'file-not-text', 'binary'] as const,
  ),
  ['rules --rule-file binary.yaml', 3, 'file-not-text', 'binary'],
  ['check latin.yaml', 3, 'file-not-text', 'UTF-8'],
  ['check escape.yaml', 3, 'missing-key', 'hint:'],
  ['check first-mandate --set ticks', 3, 'override-value', 'path=value'],
  ['check first-mandate --set tiks=5', 3, 'override-path', 'Did you mean ticks?'],
  ['check first-mandate --set ticks=5000', 3, 'out-of-range', '1200'],
  [
    'check first-mandate --set parties.norland.saliance.data=1',
    3,
    'override-path',
    'parties.norland.salience.data',
  ],
  ['check first-mandate --set parties.norland.salience.data=1', 3, 'sum-not-one', 'norland'],
  ['check first-mandate --set rules.decision[0].quorum=9', 3, 'unreachable-quorum', 'rules.decision'],
  [
    'run first-mandate --set rules.entryIntoForce.parties=7',
    3,
    'unreachable-threshold',
    'rules.entryIntoForce',
  ],
  ['batch first-mandate --seeds x', 2, 'seeds-invalid', '1..1000'],
  ['batch first-mandate --seeds 9..1', 2, 'seeds-invalid', 'ends before it begins'],
  ['batch first-mandate --seeds 1..999999999999', 2, 'seeds-invalid', 'more than'],
  ['batch first-mandate --seeds 1..2 --out nowhere/x.csv', 2, 'file-unwritable', 'its folder does not exist'],
  ['run first-mandate --record nowhere/x.json', 2, 'file-unwritable', 'its folder does not exist'],
  ['run first-mandate --record folder', 2, 'file-unwritable', 'it is a folder'],
  ['replay nowhere.json', 2, 'file-missing', 'nowhere.json'],
  ['replay cut.json', 4, 'record-syntax', 'empty'],
  ['replay list.yaml', 4, 'record-syntax', 'line 1'],
  ['replay no-record.json', 4, 'record-format', 'plenary-record'],
  ['replay binary.yaml', 4, 'file-not-text', 'binary'],
  ['diff run.json nowhere.json', 2, 'file-missing', 'nowhere.json'],
  ['branch run.json', 2, 'usage', '--round is needed'],
  ['branch run.json --round x', 2, 'usage', 'whole number'],
  ['branch run.json --round 9999999999', 2, 'usage', 'not a whole number from 0 to 999999999'],
  ['text run.json --diff NaN 1', 2, 'usage', '--diff NaN is not a whole number'],
  ['text run.json --diff 1 99999999999', 2, 'usage', '--diff 99999999999 is not'],
  ['text run.json --revision x', 2, 'usage', '--revision x is not'],
  ['branch run.json --round 999', 2, 'bad-branch', 'rounds 0 to'],
  ['branch run.json --round 8 --inputs some', 2, 'usage', 'keep or bots'],
  ['explain run.json --round 5', 2, 'usage', '--party is needed'],
  ['explain run.json --round 5 --party norlnd', 2, 'seat-unknown', 'Did you mean norland?'],
  ['explain run.json --round 500 --party norland', 2, 'usage', 'Its rounds are 0 to'],
  ['list protocls', 2, 'usage', 'Did you mean protocols?'],
  ['docs scenaro', 2, 'page-unknown', 'Did you mean scenario?'],
  ['serve --port 99999', 2, 'usage', '65535'],
  ['serve --port http', 2, 'usage', 'whole number'],
];

describe('bad input', () => {
  test.each(table)('%s → %i %s', async (words, exit, code, says) => {
    const outcome = await run(words.split(' '), { folder });
    expect(outcome.out).toBe('');
    expect(outcome.err).toContain(code);
    expect(outcome.err.replace(/\s+/g, ' ')).toMatch(
      says instanceof RegExp ? says : new RegExp(literal(says)),
    );
    expect(outcome.exit).toBe(exit);
    expect(outcome.err).not.toMatch(/\n\s+at /);
    expect(outcome.err).not.toContain(String.fromCharCode(27));
  });

  test.each(['', '  '])('serve --host "%s" does not listen everywhere', async (host) => {
    const outcome = await run(['serve', '--port', '0', '--host', host]);
    expect(outcome).toMatchObject({ exit: 2, out: '' });
    expect(outcome.err).toMatch(/usage: --host needs an address/);
  });

  test('a seed that is too long is refused before anything is loaded', async () => {
    const outcome = await run(['run', 'first-mandate', '--seed', 'x'.repeat(300)]);
    expect(outcome).toMatchObject({ exit: 2, out: '' });
    expect(outcome.err).toContain('bad-seed');
  });

  test('an edited record is a named divergence, and a cut one a named fault', async () => {
    const { readFileSync } = await import('node:fs');
    const text = readFileSync(path.join(folder, 'run.json'), 'utf8');
    writeFileSync(
      path.join(folder, 'edited.json'),
      text.replace(/("chain":")(.)/, (_, a, b) => a + (b === '0' ? '1' : '0')),
    );
    writeFileSync(path.join(folder, 'half.json'), text.slice(0, text.length / 2));
    const edited = await run(['replay', 'edited.json'], { folder });
    expect(edited.exit).toBe(4);
    expect(edited.out).toMatch(/differs first at\s+round 0/);
    const half = await run(['replay', 'half.json'], { folder });
    expect(half).toMatchObject({ exit: 4, out: '' });
    expect(half.err).toMatch(/record-syntax[\s\S]*line/);
  });
});

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

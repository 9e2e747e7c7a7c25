/** Records that were edited, cut off, or written by another version, in every command that reads one. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { run, scratch } from './capture.ts';

const folder = scratch();
const go = (line: string) => run(line.split(' '), { folder });
const plain = (text: string) => text.replace(/\s+/g, ' ');

/** Commands that say something about the run of a record, without the record. */
const commands = [
  'text FILE',
  'explain FILE --round 5 --party norland',
  'outcomes FILE',
  'outcomes FILE --round 5',
  'what-would-it-take FILE --round 5',
  'branch FILE --round 8 --replicate 1',
];
const lines = (file: string) => commands.map((command) => command.replace('FILE', file));

type Json = Record<string, unknown>;

/** What the record says otherwise, by the name of the file it makes. */
const edits: Record<string, (record: Json & { rounds: Json[] }) => void> = {
  seed: (record) => {
    record['seed'] = '8';
  },
  chain: (record) => {
    record.rounds[4]['chain'] = '0'.repeat(32);
  },
  outcome: (record) => {
    record['outcome'] = 'breakdown';
  },
  digest: (record) => {
    record['digest'] = '0'.repeat(64);
  },
  rounds: (record) => {
    record.rounds.pop();
  },
};

beforeAll(async () => {
  expect((await go('run first-mandate --seed 7 --record whole.json --quiet')).exit).toBe(0);
  const text = readFileSync(path.join(folder, 'whole.json'), 'utf8');
  const write = (name: string, change: (record: Json & { rounds: Json[] }) => void) => {
    const record = JSON.parse(text);
    change(record);
    writeFileSync(path.join(folder, name), JSON.stringify(record));
  };
  for (const [name, change] of Object.entries(edits)) write(`${name}.json`, change);
  write('older.json', (record) => {
    record['engineVersion'] = '0.0.1';
    record['rulesVersion'] = 1;
    record['seed'] = '8';
  });
  write('older-same.json', (record) => {
    record['engineVersion'] = '0.0.1';
  });
  write('source.json', (record) => {
    record['overrides'] = ['ticks=60'];
  });
  for (const [name, length] of Object.entries({ 'cut.json': text.length / 2, 'start.json': 1000 })) {
    writeFileSync(path.join(folder, name), text.slice(0, length));
  }
});

describe.each(Object.keys(edits))('a record with another %s', (name) => {
  test.each(lines(`${name}.json`))('is refused by %s', async (line) => {
    const { exit, out, err } = await go(line);
    expect({ exit, out }).toEqual({ exit: 4, out: '' });
    expect(plain(err)).toMatch(/record-diverged: \w+\.json: differs first at round \d+.*hint: .*original/);
  });
});

describe('a record of another version', () => {
  test.each(lines('older.json'))('that gives another run is told, and %s goes on', async (line) => {
    const { exit, out, err } = await go(line);
    expect(exit).toBe(0);
    expect(out).not.toBe('');
    expect(plain(err)).toMatch(
      /^warning: older\.json: written by engine 0\.0\.1, .*differs first at round \d+: .*plays it\./,
    );
  });

  test.each(lines('older-same.json'))('that gives the same run is as good as any for %s', async (line) => {
    const { exit, err } = await go(line);
    expect(exit).toBe(0);
    expect(err).not.toContain('warning');
  });
});

test.each(lines('source.json'))(
  'where a record says its scenario comes from does not matter to %s',
  async (line) => {
    expect((await go(line)).exit).toBe(0);
  },
);

describe('a record that was cut off', () => {
  test.each([...lines('cut.json'), ...lines('start.json')])('is told as one by %s', async (line) => {
    const { exit, out, err } = await go(line);
    expect({ exit, out }).toEqual({ exit: 4, out: '' });
    expect(err).toContain('record-syntax');
  });
});

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../server/cli/commands/index.ts';
import { exitCodes } from '../../server/cli/exit.ts';
import { countRepeated, parseSeeds } from '../../server/cli/seeds.ts';
import { run, scratch } from './capture.ts';

const folder = scratch();
const go = (line: string) => run(line.split(' '), { folder });

describe('help', () => {
  test('names every command and every exit code', async () => {
    const { exit, out, err } = await run(['--help']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    for (const { name } of commands) expect(out).toContain(`  ${name} `);
    for (const code of exitCodes) expect(out).toMatch(new RegExp(`^ *${code.exit} `, 'm'));
    for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test.each(commands.map((command) => command.name))('of %s tells its options and examples', async (name) => {
    const { exit, out } = await run([name, '--help']);
    const spec = commands.find((command) => command.name === name);
    expect(exit).toBe(0);
    for (const option of spec?.options ?? []) expect(out).toContain(option.flags);
    for (const example of spec?.examples ?? []) expect(out).toContain(example.line);
    expect(spec?.examples.length).toBeGreaterThan(0);
    for (const line of out.split('\n'))
      if (!line.startsWith('  plenary')) expect(line.length).toBeLessThan(81);
  });

  test('--version is one line', async () => {
    expect((await run(['--version'])).out).toMatch(/^plenary \d+\.\d+\.\d+ \(rules \d+\)\n$/);
  });

  test('of a word that is no command says so', async () => {
    const { exit, err } = await run(['help', 'rnu']);
    expect(exit).toBe(2);
    expect(err).toBe("plenary: usage: unknown command 'rnu'\n  hint: Did you mean run?\n");
    expect((await run(['help', 'run'])).exit).toBe(0);
  });

  test('no words at all show the help', async () => {
    expect((await run([])).out).toContain('Exit codes:');
  });
});

describe('tables', () => {
  test.each([
    'power security-council-ai',
    'power council-ai-regulation',
    'rules general-assembly-laws',
    'rulings assembly',
    'list protocols',
    'validate',
  ])('of %s fit 80 columns', async (line) => {
    const { exit, out } = await run(line.split(' '));
    expect(exit).toBe(0);
    for (const each of out.split('\n')) expect([...each].length, each).toBeLessThanOrEqual(80);
  });

  test('of a body that is unknown name those that are known', async () => {
    const { exit, err } = await run(['rules', 'security-counsil']);
    expect(exit).toBe(2);
    expect(err.replace(/\s+/g, ' ')).toMatch(/Known bodies: .*security-council/);
  });
});

describe('run', () => {
  test('fits 80 columns and ends with the line that makes it again', async () => {
    const { exit, out, err } = await go('run first-mandate --seed 7');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const lines = out.trimEnd().split('\n');
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(80);
    const [command] = lines[lines.length - 1].split('#');
    expect(command.trim()).toBe('plenary run first-mandate --seed 7');
    const again = await run(command.trim().split(' ').slice(1));
    expect(again.out).toBe(out);
  });

  test('overrides change the run, stand in the page and in its last line', async () => {
    const { out } = await go('run first-mandate --seed 7 --set world.trust=null --set utility.noise=0');
    expect(out).toContain('with world.trust=null');
    expect(out.trimEnd().split('\n').at(-1)).toContain(
      '--seed 7 --set world.trust=null --set utility.noise=0  #',
    );
  });

  test('--json and --quiet tell the same digest as the page', async () => {
    const [page, json, quiet] = await Promise.all(
      ['', ' --json', ' --quiet'].map((flag) => go(`run first-mandate --seed x${flag}`)),
    );
    const { digest, metrics, seed } = JSON.parse(json.out);
    expect(page.out).toContain(digest);
    expect(quiet.out).toBe(`${digest}\n`);
    expect(seed).toBe('x');
    expect(metrics.agreed).toBeTypeOf('number');
  });

  test('a faulted run ends with 70 and still writes its record', async () => {
    const { metrics } = await import('../../engine/analysis/metrics.ts');
    const { singleText } = await import('../../engine/protocols/single-text.ts');
    const endRound = singleText.endRound;
    Object.assign(singleText, {
      endRound: () => {
        throw new Error('planted');
      },
    });
    try {
      const { exit, err } = await go('run first-mandate --seed 7 --record fault.json');
      expect(exit).toBe(70);
      expect(err).toContain('planted');
      expect(err).toContain('fault.json');
      const record = JSON.parse(readFileSync(path.join(folder, 'fault.json'), 'utf8'));
      expect(record).toMatchObject({ status: 'faulted', fault: 'planted' });
      expect(record.rounds.length).toBeGreaterThan(0);
      const batch = await go('batch first-mandate --seeds 1..2');
      expect(batch.exit).toBe(70);
      const rows = batch.out.trimEnd().split('\n');
      expect(rows).toHaveLength(3);
      expect(rows[1]).toMatch(/^1,faulted,running,,/);
      expect(rows[1].split(',').length).toBe(rows[0].split(',').length);
    } finally {
      Object.assign(singleText, { endRound });
    }
    expect(metrics.length).toBeGreaterThan(0);
  });
});

describe('records', () => {
  test('a record replays, also when full, and differs from another one', async () => {
    await go('run first-mandate --seed 7 --record a.json --quiet');
    await go('run first-mandate --seed 7 --record full.json --full --quiet');
    await go('run first-mandate --seed 8 --record b.json --quiet');
    for (const file of ['a.json', 'full.json']) {
      const { exit, out } = await go(`replay ${file}`);
      expect({ exit, out }).toMatchObject({ exit: 0, out: expect.stringContaining('same') });
    }
    expect((await go('diff a.json full.json')).exit).toBe(0);
    const differ = await go('diff a.json b.json');
    expect(differ.exit).toBe(4);
    expect(differ.out).toContain('seed');
    expect(differ.out.replace(/\s+/g, ' ')).toMatch(/The runs part at: round \d+/);
  });

  test('replicate 0 is the same future and others are not', async () => {
    await go('run first-mandate --seed 7 --record a.json --quiet');
    const { digest } = JSON.parse(readFileSync(path.join(folder, 'a.json'), 'utf8'));
    const same = await go('branch a.json --round 8 --replicate 0');
    expect(same.out).toContain(digest);
    const other = await go('branch a.json --round 8 --replicate 1 --record branch.json');
    expect(other.out).not.toContain(digest);
    expect((await go('replay branch.json')).exit).toBe(0);
  });

  test('explain tells the terms, by id, code or name', async () => {
    await go('run first-mandate --seed 7 --record a.json --quiet');
    const [id, code, name] = await Promise.all(
      ['norland', 'NRL', 'Norland'].map((party) => go(`explain a.json --round 5 --party ${party}`)),
    );
    expect(id.out).toContain('limit');
    expect(id.out).toContain('distance');
    expect(code.out).toBe(id.out);
    expect(name.out).toBe(id.out);
  });
});

describe('batch', () => {
  test('rows are those of single runs, whatever the order', async () => {
    const { out, exit } = await go('batch first-mandate --seeds 7,1..3');
    expect(exit).toBe(0);
    const [head, ...rows] = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    expect(rows.map((row) => row[0])).toEqual(['7', '1', '2', '3']);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([head.length]));
    const single = JSON.parse((await go('run first-mandate --seed 7 --json')).out);
    expect(rows[0].at(-1)).toBe(single.digest);
    head.slice(3, -1).forEach((id, c) => {
      const value = rows[0][c + 3];
      expect(value === '' ? null : Number(value)).toBe(single.metrics[id]);
    });
  });

  test('seeds that are named twice are played twice, with a note', async () => {
    const { exit, out, err } = await go('batch first-mandate --seeds 1,1..2,1 --quiet');
    expect(exit).toBe(0);
    expect(out.split('\n').map((row) => row.split(',')[0])).toEqual(['seed', '1', '1', '2', '1', '']);
    expect(err).toBe('note: 2 seeds are named before in --seeds; equal seeds give equal rows\n');
    expect(countRepeated(parseSeeds('5..9,1..3,2..6,7'))).toBe(5);
    expect(countRepeated(parseSeeds('-3..3,4,9..10'))).toBe(0);
  });

  test('a problem leaves an earlier file as it is', async () => {
    writeFileSync(path.join(folder, 'kept.csv'), 'kept');
    expect((await go('batch first-mandate --set ticks=x --out kept.csv')).exit).toBe(3);
    expect(readFileSync(path.join(folder, 'kept.csv'), 'utf8')).toBe('kept');
  });

  test('Ctrl-C finishes the run and tells the rows', async () => {
    let clock = 0;
    const { exit, out, err } = await run(['batch', 'first-mandate', '--seeds', '1..100000'], {
      now: () => {
        clock += 20;
        return clock;
      },
      onStop: (stop) => setTimeout(() => stop('SIGINT'), 200),
    });
    expect(exit).toBe(130);
    const rows = out.trimEnd().split('\n').length - 1;
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(100_000);
    expect(err).toContain(`stopped by SIGINT: ${rows} row`);
  });

  test('progress goes to the error stream, and nowhere with --quiet', async () => {
    let clock = 0;
    const now = () => {
      clock += 3000;
      return clock;
    };
    const plain = await run(['batch', 'first-mandate', '--seeds', '1..4'], { now });
    expect(plain.err).toMatch(/\d of 4 runs \(\d+ %\), .* runs\/s, .* left\n/);
    expect(plain.err).not.toContain('\r');
    const live = await run(['batch', 'first-mandate', '--seeds', '1..4'], { now, isInteractive: true });
    expect(live.err).toContain('\r\u001b[K');
    const quiet = await run(['batch', 'first-mandate', '--seeds', '1..4', '--quiet'], {
      now,
      isInteractive: true,
    });
    expect(quiet.err).toBe('');
    expect(quiet.out).toBe(plain.out);
  });
});

describe('the rest', () => {
  test.each([
    'scenarios',
    'protocols',
    'strategies',
    'mechanisms',
    'metrics',
    'events',
    'questions',
    'codes',
  ])('list %s', async (kind) => {
    const { exit, out } = await go(`list ${kind}`);
    expect(exit).toBe(0);
    expect(out.split('\n').length).toBeGreaterThan(3);
    const entries = JSON.parse((await go(`list ${kind} --json`)).out);
    for (const { id, summary } of entries) {
      expect(out).toContain(id);
      expect(summary).not.toBe('');
    }
  });

  test('the shipped JSON Schema is the one the schema command prints', async () => {
    const { out } = await go('schema');
    const file = path.resolve(import.meta.dirname, '../../scenarios/scenario.schema.json');
    expect(readFileSync(file, 'utf8')).toBe(out);
  });

  test('docs writes a file for every page, with links that lead somewhere', async () => {
    expect((await go('docs --html pages')).exit).toBe(0);
    const index = readFileSync(path.join(folder, 'pages/index.html'), 'utf8');
    const links = [...index.matchAll(/href="([^"#]+)"/g)].map((match) => match[1]);
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) expect(existsSync(path.join(folder, 'pages', link))).toBe(true);
  });
});

describe('an experiment', () => {
  const experiment = `scenario: first-mandate
title: Veto
question: q
replications: 2
arms: [{ id: plain, title: as it is }, { id: blind, title: b, set: { world.compliance.transparency: 0 } }]
metrics: [agreed]
`;

  test.each([
    ['veto.yaml', experiment],
    ['veto.json', JSON.stringify({ scenario: 'first-mandate', title: 'Veto', question: 'q', format: 1 })],
  ])('is told by what it holds, not by its name: %s', async (name, text) => {
    const own = scratch();
    writeFileSync(path.join(own, name), text.replace(/^scenario/, 'format: 1\nscenario'));
    const checked = await run(['check', name], { folder: own });
    if (name.endsWith('.yaml')) {
      expect(checked).toMatchObject({ exit: 0, out: expect.stringContaining('Veto: 2 arms, 0 factors') });
    }
    // A scenario would lack parties; an experiment lacks arms.
    expect(checked.err).not.toContain('parties');
    const set = await run(['check', name, '--set', 'ticks=5'], { folder: own });
    expect([set.exit, set.err]).toEqual([2, expect.stringContaining('--set goes with a scenario')]);
    const played = await run(['batch', name], { folder: own });
    expect(played.err).not.toContain('parties');
  });

  test('is none where a scenario is called so', async () => {
    const own = scratch();
    const text = readFileSync(
      path.resolve(import.meta.dirname, '../../scenarios/aid-window/scenario.yaml'),
      'utf8',
    );
    writeFileSync(path.join(own, 'my-experiment.yaml'), text);
    const { exit, out } = await run(['check', 'my-experiment.yaml'], { folder: own });
    expect([exit, out]).toEqual([0, expect.stringMatching(/\d+ parties, \d+ issues/)]);
  });
});

test.each(['007', '1..010', '-0'])('seeds are numbers in their decimal form: %s is refused', (text) => {
  expect(() => parseSeeds(text)).toThrow(/is a text and no whole number/);
});

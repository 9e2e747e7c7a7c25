/** Batches through the command line: the same rows however they came to be, and every way to go wrong. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tableFromIPC } from '@uwdata/flechette';
import { beforeAll, describe, expect, it } from 'vitest';
import { run, scratch } from '../cli/capture.ts';

const experiment = `
format: 1
scenario: first-mandate
title: A small one
question: Does it work?
replications: 10
arms:
  - { id: plain, title: as it is }
  - { id: blind, title: nothing is seen, set: { world.compliance.transparency: 0 } }
factors:
  - { id: stakes, path: utility.distance, levels: [1.2, 2] }
metrics: [agreed, forceTick, compliance, { id: kept, expression: agreed * compliance * stakes }]
series: { every: tick, metrics: [compliance] }
hypotheses:
  - { id: seen, metric: compliance, arm: blind, against: plain, expect: lower, why: w }
`;

function place(text = experiment): string {
  const folder = scratch();
  writeFileSync(path.join(folder, 'experiment.yaml'), text);
  return folder;
}

const batch = (folder: string, out: string, ...words: string[]) =>
  run(['batch', 'experiment.yaml', '--out', out, '--workers', '1', '--quiet', ...words], { folder });

const manifestOf = (folder: string, out: string) =>
  JSON.parse(readFileSync(path.join(folder, out, 'manifest.json'), 'utf8'));

const digestsOf = (folder: string, out: string) =>
  manifestOf(folder, out).tables.map(({ name, sha256 }: { name: string; sha256: string }) => [name, sha256]);

async function ask(folder: string, out: string, sql: string) {
  const { exit, out: text, err } = await run(['query', out, sql, '--json'], { folder });
  expect([exit, err]).toEqual([0, '']);
  return JSON.parse(text);
}

let shared: string;

beforeAll(async () => {
  shared = place();
  expect(await batch(shared, 'whole')).toEqual({ exit: 0, out: '', err: '' });
});

describe('a batch', () => {
  it('has a row for every arm, point and replicate, with factors, formulas and digests', async () => {
    const rows = await ask(
      shared,
      'whole',
      'select arm, stakes, count(*) n from runs group by all order by all',
    );
    expect(rows).toEqual([
      { arm: 'blind', stakes: 1.2, n: 10 },
      { arm: 'blind', stakes: 2, n: 10 },
      { arm: 'plain', stakes: 1.2, n: 10 },
      { arm: 'plain', stakes: 2, n: 10 },
    ]);
    const [wrong] = await ask(
      shared,
      'whole',
      `select count(*) n from runs
       where abs(kept - agreed * compliance * stakes) > 1e-12 or length(digest) <> 64`,
    );
    expect(wrong.n).toBe(0);
    const { runs } = manifestOf(shared, 'whole');
    expect(runs).toEqual({ planned: 40, played: 40, failed: 0 });
  });

  it('gives the runs that the same values give by hand', async () => {
    const [row] = await ask(
      shared,
      'whole',
      "select run, digest, compliance from runs where arm = 'blind' and stakes = 2 and seed = 4",
    );
    const words = ['--set', 'world.compliance.transparency=0', '--set', 'utility.distance=2', '--json'];
    const single = JSON.parse((await run(['run', 'first-mandate', '--seed', '4', ...words])).out);
    expect(row.digest).toBe(single.digest);
    expect(row.compliance).toBe(single.metrics.compliance);
    const again = await run(['rerun', 'whole', String(row.run), '--quiet'], { folder: shared });
    expect([again.exit, again.out]).toEqual([0, `${single.digest}\n`]);
    expect(again.err).toContain('the same digest as in the batch');
  });

  it('keeps the course of every run: a row a tick, the last of which is the end', async () => {
    const [{ wrong }] = await ask(
      shared,
      'whole',
      `select count(*) wrong from runs join (
         select run, max(tick) latest, arg_max(ticks.compliance, tick) ending, count(*) n
         from ticks group by run
       ) using (run) where n <> latest or ending is distinct from runs.compliance`,
    );
    expect(wrong).toBe(0);
    const [{ n }] = await ask(shared, 'whole', 'select count(distinct run) n from ticks');
    expect(n).toBe(40);
  });

  it('is the same, byte for byte, when it was stopped and continued', async () => {
    const folder = place();
    let stop = (_: string) => {};
    let looks = 0;
    const now = () => {
      if (++looks === 9) stop('SIGINT');
      return looks * 10;
    };
    const words = ['batch', 'experiment.yaml', '--out', 'b', '--workers', '1'];
    const stopped = await run(words, {
      folder,
      now,
      onStop: (handler) => {
        stop = handler;
      },
    });
    expect(stopped.exit).toBe(130);
    expect(stopped.err).toContain('continue with: plenary batch experiment.yaml --out b --workers 1');
    const { state, runs } = manifestOf(folder, 'b');
    expect(state).toBe('running');
    expect(runs.played).toBeGreaterThan(0);
    expect(runs.played).toBeLessThan(40);
    // What is finished can be asked about meanwhile; nothing of it is kept.
    const files = readdirSync(path.join(folder, 'b'));
    const sql = 'select run, digest, compliance from runs order by run';
    const asked = await run(['query', 'b', sql, '--json'], { folder });
    expect([asked.exit, asked.err]).toEqual([
      0,
      `note: b has ${runs.played} of 40 runs; ` +
        'these tables were made of them for this once, and are not kept\n',
    ]);
    const whole = await ask(shared, 'whole', sql);
    const some = JSON.parse(asked.out);
    expect(some.length).toBe(runs.played);
    expect(whole).toEqual(expect.arrayContaining(some));
    const listed = await run(['query', 'b'], { folder });
    expect(listed.out).toContain(`runs: one row a run, ${runs.played} rows`);
    expect(readdirSync(path.join(folder, 'b'))).toEqual(files);
    const reported = await run(['report', 'b'], { folder });
    expect([reported.exit, reported.err]).toEqual([2, expect.stringMatching(/batch-incomplete/)]);
    const went = await run(words, { folder });
    expect(went.err).toContain(`${runs.played} runs were played before; ${40 - runs.played} remain`);
    expect(digestsOf(folder, 'b')).toEqual(digestsOf(shared, 'whole'));
  });

  it('is the same when it was played in shards, of which one twice, and merged', async () => {
    const folder = place();
    for (const shard of [1, 2, 3]) await batch(folder, `s${shard}`, '--shard', `${shard}/3`);
    await batch(folder, 'again', '--shard', '2/3');
    const merged = await run(['merge', 's3', 's1', 'again', 's2', '--out', 'm', '--quiet'], { folder });
    expect(merged).toEqual({ exit: 0, out: '', err: '' });
    expect(digestsOf(folder, 'm')).toEqual(digestsOf(shared, 'whole'));
    const part = await run(['merge', 's1', 's2', '--out', 'n', '--quiet'], { folder });
    expect([part.exit, part.err]).toEqual([2, expect.stringContaining('batch-incomplete')]);
    expect(readdirSync(folder)).not.toContain('n');
  });

  it('grows by replications, and is the same as one that had them from the start', async () => {
    const folder = place();
    await batch(folder, 'b', '--replications', '3');
    await batch(folder, 'b', '--replications', '70');
    await batch(folder, 'c', '--replications', '70');
    expect(digestsOf(folder, 'b')).toEqual(digestsOf(folder, 'c'));
  });

  it('leaves out what an earlier plan had and this one has not, where that was not finished', async () => {
    const folder = place();
    await batch(folder, 'b', '--replications', '20');
    const file = path.join(folder, 'b', 'manifest.json');
    writeFileSync(file, JSON.stringify({ ...manifestOf(folder, 'b'), state: 'running', tables: [] }));
    const { exit, err } = await batch(folder, 'b', '--replications', '10');
    expect([exit, err]).toEqual([0, expect.stringMatching(/^note: .* 20 replications, .* will have 10;/)]);
    expect(digestsOf(folder, 'b')).toEqual(digestsOf(shared, 'whole'));
  });

  it('ends when its means are known well enough, at the same place however it was played', async () => {
    const text = experiment
      .replace('replications: 10', 'replications: 400')
      .replace('series:', 'stop: { metrics: [{ metric: forceTick, halfWidth: 1.5 }], every: 16 }\nseries:');
    const folder = place(text);
    const { exit, err } = await run(['batch', 'experiment.yaml', '--out', 'b', '--workers', '1'], { folder });
    expect(exit).toBe(0);
    const count = Number(/ended after (\d+) replications: known at every point/.exec(err)?.[1]);
    expect(count % 16).toBe(0);
    // The rule, worked out anew from the rows: Student's quantile for 95 % lies between 1.96 and 2.14 here.
    const half = `stddev_samp(forceTick) / sqrt(count(forceTick))`;
    const widths = await ask(folder, 'b', `select ${half} h from runs group by point`);
    for (const { h } of widths) expect(1.96 * h).toBeLessThan(1.5);
    const before = await ask(
      folder,
      'b',
      `select ${half} h from runs where replicate < ${count - 16} group by point`,
    );
    expect(Math.max(...before.map(({ h }: { h: number }) => 2.14 * h))).toBeGreaterThan(1.5);
  });

  it('has a row with its status for a run that met a bug, and ends there when asked to', async () => {
    const { singleText } = await import('../../engine/protocols/single-text.ts');
    const endRound = singleText.endRound;
    const folder = place();
    let talks = 0;
    Object.assign(singleText, {
      endRound: (...given: Parameters<typeof endRound>) => {
        // The bug is in one scenario alone: that of one arm at one level.
        const [{ scenario }] = given;
        const { utility, world } = scenario.file;
        const isBlind = (world as { compliance: { transparency: number } }).compliance.transparency === 0;
        talks++;
        if (isBlind && utility.distance === 2) throw new Error('planted');
        return endRound(...given);
      },
    });
    try {
      const { exit, err } = await run(['batch', 'experiment.yaml', '--out', 'b', '--workers', '1'], {
        folder,
      });
      expect(exit).toBe(70);
      expect(err).toMatch(/40 in b, 10 of all without a result\nthe first is run \d+: planted/);
      expect(manifestOf(folder, 'b').failures[0]).toMatchObject({ stage: 'runs', why: 'planted' });
      const before = talks;
      const fast = await batch(folder, 'c', '--fail-fast');
      expect(fast.exit).toBe(70);
      expect(talks - before).toBeLessThanOrEqual(before);
      expect(manifestOf(folder, 'c').state).toBe('running');
    } finally {
      Object.assign(singleText, { endRound });
    }
    const rows = await ask(
      folder,
      'b',
      'select status, count(*) n, count(agreed) m from runs group by all order by all',
    );
    expect(rows).toEqual([
      { status: 'complete', n: 30, m: 30 },
      { status: 'faulted', n: 10, m: 0 },
    ]);
  });

  it('tries the values of all points before it begins', async () => {
    const text = experiment
      .replace('levels: [1.2, 2]', 'between: [-400, 2]')
      .replace('metrics:', 'design: { kind: latin-hypercube, samples: 400 }\nmetrics:');
    const folder = place(text);
    const refused = await batch(folder, 'b', '--replications', '1');
    expect([refused.exit, refused.out]).toEqual([3, '']);
    expect(refused.err).toMatch(/arm plain where stakes = -\d/);
    expect(readdirSync(folder)).toEqual(['experiment.yaml']);
  });
});

describe('a formula', () => {
  it('has no value where a point lacks the factor, the range or the metric that it names', async () => {
    const folder = place(`
format: 1
scenario: first-mandate
title: t
question: q
replications: 2
arms:
  - { id: plain, title: t }
  - { id: bare, title: t, set: { metrics.effectiveness: null } }
factors: [{ id: tr, path: world.compliance.transparency, levels: [0.3, 0.6] }]
metrics:
  - agreed
  - { id: ofFactor, expression: 2 * tr }
  - { id: ofRange, expression: 2 * fee }
  - { id: ofMetric, expression: 0 * effectiveness }
  - { id: ofFormula, expression: ofFactor + 1 }
space:
  samples: 8
  replications: 1
  ranges: [{ id: fee, path: world.escape.fee, between: [0.01, 0.1] }]
`);
    expect(await batch(folder, 'b')).toEqual({ exit: 0, out: '', err: '' });
    const shape = (table: string) =>
      ask(
        folder,
        'b',
        `select arm, count(*) n, count(ofFactor) f, count(ofRange) r, count(ofMetric) m, count(ofFormula) o
         from ${table} where status = 'complete' group by arm order by arm desc`,
      );
    expect(await shape('runs')).toEqual([
      { arm: 'plain', n: 4, f: 4, r: 0, m: 4, o: 4 },
      { arm: 'bare', n: 4, f: 4, r: 0, m: 0, o: 4 },
    ]);
    expect(await shape('space')).toEqual([
      { arm: 'plain', n: 8, f: 0, r: 8, m: 8, o: 0 },
      { arm: 'bare', n: 8, f: 0, r: 8, m: 0, o: 0 },
    ]);
    const [{ worst }] = await ask(
      folder,
      'b',
      "select max(abs(ofRange - 2 * fee)) worst from space where arm = 'plain'",
    );
    expect(worst).toBe(0);
    const quick = await run(['experiment', 'experiment.yaml', '--quiet', '--json'], { folder });
    expect([quick.exit, quick.err]).toEqual([0, '']);
  });
});

describe('a point that is no scenario', () => {
  const range = (i: number) => `    - { id: r${i}, path: ${own[i]}, between: [0.4, 0.6] }`;
  const wide = (count: number) =>
    experiment.replace(
      'hypotheses:',
      `space:
  samples: 8
  replications: 1
  ranges:
    - { id: distance, path: utility.distance, between: [-400, -300] }
${Array.from({ length: count }, (_, i) => range(i)).join('\n')}
hypotheses:`,
    );
  const own = [
    'world.compliance.punishment',
    'world.compliance.audits',
    ...['norland', 'meridia', 'aldria', 'tessara', 'imara'].map((id) => `parties.${id}.readiness`),
  ];

  it('of a wide space is told with the values that the problem is about', async () => {
    const { exit, err } = await batch(place(wide(7)), 'b');
    expect(exit).toBe(3);
    expect(err.replace(/\s+/g, ' ')).toMatch(/arm plain where distance = -3\d\d[^,]*utility\.distance/);
  });

  it('for another reason than its many values is told by its number', async () => {
    const factors = Array.from({ length: 7 }, (_, i) => `  - { id: f${i}, path: ${own[i]}, levels: [0.5] }`);
    const text = experiment
      .replace(/factors:\n.*/, `factors:\n${factors.join('\n')}`)
      .replace(/, \{ id: kept.*?\}/, '')
      .replace('world.compliance.transparency: 0', 'utility.distance: -5');
    const { exit, err } = await batch(place(text), 'b');
    expect(exit).toBe(3);
    expect(err.replace(/\s+/g, ' ')).toMatch(/arm blind at point 1 of the design utility\.distance/);
  });

  it('of a narrow one is told with all', async () => {
    const { exit, err } = await batch(place(wide(2)), 'b');
    expect(exit).toBe(3);
    expect(err.replace(/\s+/g, ' ')).toMatch(/arm plain where distance = -3\S+, r0 = 0\S+, r1 = 0\S+/);
  });
});

describe('a dry run', () => {
  const dry = (folder: string, ...words: string[]) =>
    run(['batch', 'experiment.yaml', '--workers', '1', '--dry-run', ...words], { folder });

  it('counts what is in the folder already, and what remains', async () => {
    const folder = place();
    const fresh = await dry(folder, '--out', 'b');
    expect(fresh.out).toMatch(
      /= 40\n.*\nabout .* with 1 worker on an idle machine; the log takes .*\nnothing/,
    );
    expect(readdirSync(folder)).toEqual(['experiment.yaml']);
    await batch(folder, 'b', '--replications', '4');
    const before = readdirSync(path.join(folder, 'b')).map((name) => [
      name,
      readFileSync(path.join(folder, 'b', name)).length,
    ]);
    const more = await dry(folder, '--out', 'b');
    expect(more.exit).toBe(0);
    expect(more.out).toContain('\n16 of them are in b; 24 remain\n');
    expect(more.out).toMatch(/\nabout .* for what remains with 1 worker .*; the log grows by /);
    const done = await dry(folder, '--out', 'b', '--replications', '4');
    expect(done.out).toMatch(
      /\n16 of them are in b; 0 remain\nnothing is left to play: the batch would write/,
    );
    expect(
      readdirSync(path.join(folder, 'b')).map((name) => [
        name,
        readFileSync(path.join(folder, 'b', name)).length,
      ]),
    ).toEqual(before);
  });

  it('is refused where the batch would be', async () => {
    const folder = place();
    await batch(folder, 'b', '--replications', '2');
    writeFileSync(path.join(folder, 'experiment.yaml'), experiment.replace('1.2, 2', '1.2, 2.5'));
    const { exit, err } = await dry(folder, '--out', 'b');
    expect([exit, err]).toEqual([2, expect.stringMatching(/batch-other/)]);
  });
});

describe('a batch refuses', () => {
  it('a folder with the results of another experiment, and leaves it alone', async () => {
    const folder = place();
    await batch(folder, 'b', '--replications', '2');
    const before = manifestOf(folder, 'b');
    writeFileSync(path.join(folder, 'experiment.yaml'), experiment.replace('1.2, 2', '1.2, 2.5'));
    const other = await batch(folder, 'b');
    expect([other.exit, other.err]).toEqual([
      2,
      expect.stringMatching(/batch-other.*its experiment\s+says otherwise/s),
    ]);
    expect(manifestOf(folder, 'b')).toEqual(before);
    const shard = await batch(folder, 'b', '--shard', '1/2');
    expect(shard.exit).toBe(2);
  });

  it('fewer replications than a finished batch has, and leaves it alone', async () => {
    const folder = place();
    await batch(folder, 'b', '--replications', '3');
    const filesOf = () => {
      const names = readdirSync(path.join(folder, 'b')).sort();
      return names.map((name) => [name, readFileSync(path.join(folder, 'b', name), 'base64')]);
    };
    const before = filesOf();
    for (const more of [[], ['--dry-run']]) {
      const { exit, err } = await batch(folder, 'b', '--replications', '2', ...more);
      expect([exit, err.replace(/\s+/g, ' ')]).toEqual([
        2,
        expect.stringMatching(/batch-larger: .* 3 replications, and 2 are asked for .*new folder/),
      ]);
      expect(filesOf()).toEqual(before);
    }
  });

  it('a log of another batch, and leaves the folder alone', async () => {
    const folder = place();
    await batch(folder, 'b', '--replications', '2');
    const log = path.join(folder, 'b', 'rows.log');
    writeFileSync(log, readFileSync(log, 'latin1').replace('"key":"', '"key":"0'), 'latin1');
    const before = readFileSync(path.join(folder, 'b', 'manifest.json'), 'utf8');
    expect((await batch(folder, 'b', '--replications', '2')).exit).toBe(2);
    expect(readFileSync(path.join(folder, 'b', 'manifest.json'), 'utf8')).toBe(before);
  });

  it('a folder that is not empty and no batch', async () => {
    const folder = place();
    mkdirSync(path.join(folder, 'mine'));
    writeFileSync(path.join(folder, 'mine', 'scenario.yaml'), 'precious');
    const { exit, err } = await batch(folder, 'mine');
    expect([exit, err]).toEqual([2, expect.stringContaining('is not empty, and not the folder of a batch')]);
    expect(readdirSync(path.join(folder, 'mine'))).toEqual(['scenario.yaml']);
  });

  it('a folder that another process writes; takes over from one that is gone', async () => {
    const folder = place();
    await batch(folder, 'b', '--replications', '2');
    const lock = path.join(folder, 'b', 'batch.lock');
    const host = (await import('node:os')).hostname();
    writeFileSync(lock, JSON.stringify({ pid: 1, host }));
    const held = await batch(folder, 'b');
    expect([held.exit, held.err]).toEqual([2, expect.stringContaining('batch-in-use')]);
    writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 + 1, host }));
    expect((await batch(folder, 'b')).exit).toBe(0);
  });

  it.each([
    ['an unknown path', ['path: utility.distance', 'path: utility.distanse'], /override-path/],
    ['an unknown metric', ['[agreed,', '[agred,'], /unknown-id/],
    ['a formula with an unknown name', ['agreed * compliance', 'agreed * complianze'], /expression-invalid/],
    ['an empty factor', ['[1.2, 2]', '[]'], /factors\.stakes\.levels/],
    ['10^9 runs', ['replications: 10\n', 'replications: 10000000\nfirstSeed: 0\n'], undefined],
  ])('%s, before anything is written', async (_, [from, to], message) => {
    if (message === undefined) {
      const text = experiment.replace(from as string, to as string).replace('[1.2, 2]', `[${many(100)}]`);
      const folder = place(text);
      const { exit, err } = await batch(folder, 'b');
      expect([exit, err]).toEqual([3, expect.stringMatching(/plans 2000000000 runs; the most is 100000000/)]);
      return;
    }
    const folder = place(experiment.replace(from as string, to as string));
    const { exit, out, err } = await batch(folder, 'b');
    expect([exit, out]).toEqual([3, '']);
    expect(err).toMatch(message);
    expect(readdirSync(folder)).toEqual(['experiment.yaml']);
  });

  it('options of the other form, a share of nothing, and a batch without a folder', async () => {
    const folder = place();
    const words = ['batch', 'experiment.yaml'];
    expect((await run([...words, '--workers', '1'], { folder })).err).toMatch(/go into a folder/);
    expect((await run([...words, '--out', 'b', '--shard', '4/3'], { folder })).err).toMatch(
      /no share of a batch/,
    );
    expect((await run([...words, '--out', 'b', '--workers', '0'], { folder })).err).toMatch(
      /--workers 0 is not a whole number from 1 to 256/,
    );
    expect((await run([...words, '--out', 'b', '--set', 'ticks=3'], { folder })).err).toMatch(
      /goes with --seeds/,
    );
  });
});

describe('a query', () => {
  it('lists tables and columns, prints a table, CSV and files of three kinds', async () => {
    const listed = await run(['query', 'whole'], { folder: shared });
    expect(listed.out).toMatch(/^runs: one row a run, 40 rows/);
    expect(listed.out).toMatch(/stakes +DOUBLE +sets utility\.distance/);
    const sql = 'select arm, count(*) n, min(forceTick) "a,b" from runs group by arm order by arm';
    expect((await run(['query', 'whole', sql], { folder: shared })).out).toMatch(
      /^arm +n +a,b\n─+\nblind +20 /,
    );
    const csv = await run(['query', 'whole', sql, '--csv'], { folder: shared });
    expect(csv.out.split('\n')[0]).toBe('arm,n,"a,b"');
    for (const ending of ['csv', 'json', 'parquet', 'arrow']) {
      const { exit } = await run(['query', 'whole', sql, '--out', `rows.${ending}`], { folder: shared });
      expect(exit).toBe(0);
    }
    expect(readFileSync(path.join(shared, 'rows.csv'), 'utf8')).toBe(csv.out);
    const json = (await run(['query', 'whole', sql, '--json'], { folder: shared })).out;
    expect(readFileSync(path.join(shared, 'rows.json'), 'utf8')).toBe(json);
    expect(json).toBe(`${JSON.stringify(JSON.parse(json), null, 2)}\n`);
    const none = await run(['query', 'whole', 'from runs where false', '--json'], { folder: shared });
    expect(none.out).toBe('[]\n');
    const described = JSON.parse((await run(['query', 'whole', '--json'], { folder: shared })).out);
    expect(described[0]).toMatchObject({ name: 'runs', rows: 40 });
    expect(readFileSync(path.join(shared, 'rows.parquet')).subarray(0, 4).toString()).toBe('PAR1');
    expect(readFileSync(path.join(shared, 'rows.arrow')).subarray(0, 6).toString()).toBe('ARROW1');
  });

  it('puts every value of an answer into an Arrow file, whatever kinds come', async () => {
    const sql = `select i, if(i % 3 = 0, null, i / 2) as half, i % 2 = 0 as even, 'row ' || i as text,
      if(i = 70000, 9007199254740993, i) as large, 'nan'::double as nan, null::double as gap
      from range(70001) t(i) order by i`;
    const wrote = await run(['query', 'whole', sql, '--out', 'all.arrow'], { folder: shared });
    expect(wrote).toEqual({ exit: 0, out: '', err: 'wrote all.arrow\n' });
    const read = tableFromIPC(readFileSync(path.join(shared, 'all.arrow')));
    expect(read.schema.fields.map(({ name }) => name)).toEqual([
      'i',
      'half',
      'even',
      'text',
      'large',
      'nan',
      'gap',
    ]);
    expect(read.numRows).toBe(70001);
    const none = { nan: Number.NaN, gap: null };
    expect(read.get(3)).toEqual({ i: 3, half: null, even: false, text: 'row 3', large: '3', ...none });
    expect(read.get(70000)).toEqual({
      i: 70000,
      half: 35000,
      even: true,
      text: 'row 70000',
      large: '9007199254740993',
      ...none,
    });
  });

  it.each([
    ['two', 'select 1; select 2', /these are 2 queries/],
    ['nothing', ';', /the query is empty/],
    ['a comment', '/* nothing */ ', /the query is empty/],
    ['a change', 'drop view runs', /asks nothing/],
    ['a copy', "copy (select 1) to 'here.csv'", /query-invalid/],
    ['another file', "select * from read_csv('/etc/passwd')", /query-invalid/],
    ['a setting', 'set threads = 2', /asks nothing/],
    ['an extension', 'install httpfs', /query-invalid/],
  ])('refuses %s', async (_, sql, message) => {
    const { exit, out, err } = await run(['query', 'whole', sql], { folder: shared });
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(readdirSync(shared)).not.toContain('here.csv');
  });

  it('never replaces a table of its batch, ends in a comment if it likes, names columns apart', async () => {
    const before = digestsOf(shared, 'whole');
    const manifest = readFileSync(path.join(shared, 'whole', 'manifest.json'));
    for (const words of [
      ['query', 'whole', 'select 1', '--out', 'whole/runs.parquet'],
      ['query', 'whole', 'select 1', '--out', 'whole/../whole/columns.json'],
      ['report', 'whole', '--out', 'whole/manifest.json'],
      ['report', 'whole', '--bundle', 'whole/runs.parquet'],
    ]) {
      const over = await run(words, { folder: shared });
      expect([over.exit, over.err]).toEqual([2, expect.stringContaining('would replace a file of the')]);
    }
    expect(readFileSync(path.join(shared, 'whole', 'manifest.json')).equals(manifest)).toBe(true);
    expect(digestsOf(shared, 'whole')).toEqual(before);
    const words = ['query', 'whole', 'select 1 as a, 2 as a -- two', '--out', 'c.parquet'];
    expect((await run(words, { folder: shared })).exit).toBe(0);
    expect(await ask(shared, 'whole', 'select 1 as a, 2 as a')).toEqual([{ a: 1, 'a:2': 2 }]);
    const nowhere = await run(['query', 'whole', 'select 1', '--out', 'no/x.parquet'], { folder: shared });
    expect([nowhere.exit, nowhere.err]).toEqual([2, expect.stringContaining('file-unwritable')]);
  });

  it('says what is wrong with it, and with the folder', async () => {
    const bad = await run(['query', 'whole', 'select nothing from runs'], { folder: shared });
    expect([bad.exit, bad.err]).toEqual([2, expect.stringMatching(/query-invalid: .*nothing/)]);
    const none = await run(['query', 'nowhere', 'from runs'], { folder: shared });
    expect([none.exit, none.err]).toEqual([
      4,
      expect.stringMatching(/batch-damaged: nowhere is not the folder/),
    ]);
    const kind = await run(['query', 'whole', 'from runs', '--out', 'rows.xlsx'], { folder: shared });
    expect([kind.exit, kind.err]).toEqual([2, expect.stringMatching(/says no format/)]);
  });

  it('tells when a table is gone, and a batch writes it anew', async () => {
    const folder = place();
    await batch(folder, 'b', '--replications', '2');
    const before = digestsOf(folder, 'b');
    rmSync(path.join(folder, 'b', 'runs.parquet'));
    const gone = await run(['query', 'b', 'from runs'], { folder });
    expect([gone.exit, gone.err]).toEqual([4, expect.stringMatching(/runs\.parquet is missing/)]);
    await batch(folder, 'b', '--replications', '2');
    expect(digestsOf(folder, 'b')).toEqual(before);
  });
});

describe('a table that is not as it was written', () => {
  it.each([
    ['of another batch', (table: string) => readFileSync(table.replace('/b/', '/other/'))],
    ['cut off', (table: string) => readFileSync(table).subarray(0, 900)],
    [
      'with a bit turned',
      (table: string) => {
        const bytes = readFileSync(table);
        bytes[200] ^= 1;
        return bytes;
      },
    ],
  ])('is not asked, reported or bundled, %s, and is written anew', async (_, damage) => {
    const folder = place();
    await batch(folder, 'b', '--replications', '2');
    await batch(folder, 'other', '--replications', '3');
    const before = digestsOf(folder, 'b');
    const table = path.join(folder, 'b', 'runs.parquet');
    writeFileSync(table, damage(table));
    for (const words of [
      ['query', 'b'],
      ['query', 'b', 'from runs'],
      ['report', 'b', '--bundle', 'b.zip'],
    ]) {
      const { exit, out, err } = await run(words, { folder });
      expect([exit, out, err.replace(/\s+/g, ' ')]).toEqual([
        4,
        '',
        expect.stringMatching(/batch-damaged: b\/runs\.parquet is not as manifest\.json has it.*tables anew/),
      ]);
    }
    expect(readdirSync(folder)).not.toContain('b.zip');
    await batch(folder, 'b', '--replications', '2');
    expect(digestsOf(folder, 'b')).toEqual(before);
    expect((await run(['query', 'b', 'from runs'], { folder })).exit).toBe(0);
  });

  it('does not matter to a merge, which takes the rows of the logs', async () => {
    const folder = place();
    await batch(folder, 'one', '--shard', '1/2');
    await batch(folder, 'two', '--shard', '2/2');
    writeFileSync(path.join(folder, 'one', 'runs.parquet'), 'damaged');
    expect((await run(['merge', 'one', 'two', '--out', 'm', '--quiet'], { folder })).exit).toBe(0);
    expect(digestsOf(folder, 'm')).toEqual(digestsOf(shared, 'whole'));
    const log = path.join(folder, 'two', 'rows.log');
    const bytes = readFileSync(log);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(log, bytes);
    const { exit, err } = await run(['merge', 'one', 'two', '--out', 'n', '--quiet'], { folder });
    expect([exit, err]).toEqual([4, expect.stringContaining('batch-damaged')]);
  });
});

describe('a folder that was damaged', () => {
  const damaged = async () => {
    const folder = place();
    await batch(folder, 'b', '--replications', '2');
    return { folder, file: (name: string) => path.join(folder, 'b', name) };
  };

  it('is not judged on what is left of it, and is mended by the same batch', async () => {
    const { folder, file } = await damaged();
    const before = digestsOf(folder, 'b');
    const log = readFileSync(file('rows.log'));
    writeFileSync(file('rows.log'), log.subarray(0, log.length - 9));
    for (const words of [
      ['report', 'b'],
      ['rerun', 'b', '0'],
    ]) {
      const { exit, err } = await run(words, { folder });
      expect([exit, err]).toEqual([
        4,
        expect.stringMatching(/batch-damaged: b\/rows\.log has \d whole rows of 8/),
      ]);
    }
    expect((await batch(folder, 'b', '--replications', '2')).exit).toBe(0);
    expect(digestsOf(folder, 'b')).toEqual(before);
    expect((await run(['report', 'b'], { folder })).exit).toBe(0);
  });

  it.each([
    ['runs.parquet', 'garbage', ['query', 'b', 'from runs']],
    ['columns.json', '[null]', ['query', 'b']],
    ['rows.log', '', ['report', 'b']],
    ['manifest.json', '{"format":"plenary-batch","formatVersion":1}', ['query', 'b', 'from runs']],
    ['manifest.json', '{"format":"plenary-batch","formatVersion":1,"state":"complete"}', ['report', 'b']],
  ])('with %s as it should not be is told so', async (name, text, words) => {
    const { folder, file } = await damaged();
    writeFileSync(file(name), text);
    const { exit, err } = await run(words, { folder });
    expect([exit, err]).toEqual([4, expect.stringContaining('batch-damaged')]);
  });

  it.each([
    ['cut off', (file: string) => writeFileSync(file, '{"format":"plenary-batch",')],
    ['removed', (file: string) => rmSync(file)],
    ['a folder', (file: string) => [rmSync, mkdirSync].forEach((work) => void work(file))],
  ])('with a manifest that is %s goes on from its log, and says so', async (how, damage) => {
    const folder = place();
    const file = path.join(folder, 'b', 'manifest.json');
    await batch(folder, 'b', '--replications', '4');
    damage(file);
    const asked = await run(['query', 'b', 'from runs'], { folder });
    expect(asked.exit).toBe(4);
    if (how !== 'removed')
      expect(asked.err).toMatch(/Run the same plenary batch command again: it makes the/);
    const went = await batch(folder, 'b');
    expect([went.exit, went.err]).toEqual([
      0,
      expect.stringMatching(
        /^note: manifest\.json was lost and is made anew from rows\.log, which has 16 runs/,
      ),
    ]);
    expect(digestsOf(folder, 'b')).toEqual(digestsOf(shared, 'whole'));
    const { sessions, rebuilt } = manifestOf(folder, 'b');
    expect([rebuilt.runs, sessions.map(({ runs }: { runs: number }) => runs)]).toEqual([16, [24]]);
    expect(readdirSync(path.join(folder, 'b')).includes('manifest.json.damaged')).toBe(how !== 'removed');
    expect(await batch(folder, 'b')).toEqual({ exit: 0, out: '', err: '' });
    expect(manifestOf(folder, 'b').rebuilt).toEqual(rebuilt);
  });

  it('without a manifest is continued as the share that it was, and as no other', async () => {
    const folder = place();
    await batch(folder, 's', '--shard', '2/3');
    const before = digestsOf(folder, 's');
    const file = path.join(folder, 's', 'manifest.json');
    writeFileSync(file, '');
    const log = readFileSync(path.join(folder, 's', 'rows.log'));
    for (const words of [[], ['--shard', '1/3'], ['--shard', '3/3'], ['--shard', '2/2']]) {
      const { exit, err } = await batch(folder, 's', ...words);
      expect([exit, err]).toEqual([2, expect.stringMatching(/batch-other: s\/rows\.log has other runs/)]);
    }
    writeFileSync(path.join(folder, 'experiment.yaml'), experiment.replace('1.2, 2', '1.2, 2.5'));
    expect((await batch(folder, 's', '--shard', '2/3')).err).toMatch(/is the log of another batch/);
    expect(readFileSync(file, 'utf8')).toBe('');
    expect(readFileSync(path.join(folder, 's', 'rows.log')).equals(log)).toBe(true);
    writeFileSync(path.join(folder, 'experiment.yaml'), experiment);
    expect((await batch(folder, 's', '--shard', '2/3')).exit).toBe(0);
    expect(digestsOf(folder, 's')).toEqual(before);
  });

  it('with neither manifest nor log says that there is nothing to go on from', async () => {
    const { folder, file } = await damaged();
    writeFileSync(file('manifest.json'), '{');
    rmSync(file('rows.log'));
    const { exit, err } = await batch(folder, 'b');
    expect([exit, err]).toEqual([4, expect.stringMatching(/There is no rows\.log to make it anew from/)]);
    expect(readdirSync(path.join(folder, 'b'))).toContain('runs.parquet');
  });

  it('is told with the runs that its log has, where the program was killed', async () => {
    const { folder, file } = await damaged();
    const { runs, ...rest } = manifestOf(folder, 'b');
    const killed = { ...rest, state: 'running', runs: { ...runs, planned: 40, played: 0 }, tables: [] };
    writeFileSync(file('manifest.json'), JSON.stringify(killed));
    const { exit, err } = await run(['report', 'b'], { folder });
    expect([exit, err]).toEqual([2, expect.stringMatching(/b has 8 of 40 runs, and no tables yet/)]);
    rmSync(file('rows.log'));
    expect((await run(['report', 'b'], { folder })).err).toMatch(/b has 0 of 40 runs, and no tables yet/);
  });

  it('does not need what a killed program left behind', async () => {
    const folder = place();
    mkdirSync(path.join(folder, 'b'));
    writeFileSync(path.join(folder, 'b', 'manifest.json.partial'), '{');
    writeFileSync(path.join(folder, 'b', 'batch.lock'), 'null');
    expect((await batch(folder, 'b', '--replications', '2')).exit).toBe(0);
  });
});

describe('a rerun', () => {
  it('names the values of its point, or the point where these would fill the screen', async () => {
    const range = (path: string, i: number) => `{ id: v${i}, path: ${path}, between: [0.4, 0.6] }`;
    const paths = ['punishment', 'audits', 'reputation', 'reciprocity'].map(
      (key) => `world.compliance.${key}`,
    );
    const people = ['norland', 'meridia', 'aldria'].map((id) => `parties.${id}.readiness`);
    const place = async (ranges: readonly string[]) => {
      const space = `space: { samples: 8, replications: 1, ranges: [${ranges.map(range).join(', ')}] }`;
      const folder = scratch();
      writeFileSync(
        path.join(folder, 'experiment.yaml'),
        experiment.replace('hypotheses:', `${space}\nhypotheses:`),
      );
      await run(['batch', 'experiment.yaml', '--out', 'b', '--quiet'], { folder });
      return (await run(['rerun', 'b', 'space:0', '--quiet'], { folder })).err;
    };
    expect(await place(paths)).toMatch(
      /^run space:0 of b \(arm plain, v0 = 0\.\d+, .*v3 = \S+, replicate 0, seed/,
    );
    expect(await place([...paths, ...people])).toMatch(
      /^run space:0 of b \(arm plain, point 0 with its 7 values, replicate 0, seed \d+\): the same digest/,
    );
  });

  it('names a run that is not there', async () => {
    for (const word of ['39999', '10']) {
      const { exit, err } = await run(['rerun', 'whole', word], { folder: shared });
      expect([exit, err]).toEqual([2, expect.stringMatching(/run-unknown/)]);
    }
    expect((await run(['rerun', 'whole', 'ten'], { folder: shared })).exit).toBe(2);
  });

  it('refuses a folder whose files were changed', async () => {
    const folder = place();
    await batch(folder, 'b', '--replications', '2');
    const file = path.join(folder, 'b', 'experiment.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('1.2, 2', '1.2, 3'));
    const { exit, err } = await run(['rerun', 'b', '0'], { folder });
    expect([exit, err]).toEqual([2, expect.stringMatching(/batch-other/)]);
  });
});

describe('a text that was changed in the folder', () => {
  /** A batch with more replications than its text says, and a sentence changed in one of its texts. */
  const changed = async (name: string, from: string, to: string) => {
    const folder = place();
    await batch(folder, 'b', '--replications', '12');
    const file = path.join(folder, 'b', name);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(from);
    writeFileSync(file, text.replace(from, to));
    return folder;
  };

  it.each([
    ['experiment.yaml', 'expect: lower', 'expect: higher'],
    ['experiment.yaml', 'title: A small one', 'title: A better one'],
    ['scenario.yaml', '# First mandate:', '# A first mandate:'],
  ])('%s, is not reported on, until a batch takes it up: %s', async (name, from, to) => {
    const folder = await changed(name, from, to);
    for (const words of [
      ['report', 'b'],
      ['report', 'b', '--bundle', 'b.zip'],
      ['rerun', 'b', '0'],
      ['merge', 'b', '--out', 'm'],
    ]) {
      const { exit, out, err } = await run(words, { folder });
      expect([exit, out, err.replace(/\s+/g, ' ')]).toEqual([
        2,
        '',
        expect.stringMatching(`batch-other: b/${name} is not as manifest.json has it: it was changed since`),
      ]);
      expect(err.replace(/\s+/g, ' ')).toContain(
        'plenary batch b/experiment.yaml --out b --replications 12 takes it up',
      );
    }
    const words = ['batch', 'b/experiment.yaml', '--out', 'b', '--replications', '12', '--workers', '1'];
    const went = await run(words, { folder });
    expect([went.exit, went.err]).toEqual([0, expect.stringMatching(/^0 runs played; 48 in b$/m)]);
    expect((await run(['report', 'b'], { folder })).exit).toBe(0);
  });
});

describe('a run of the space that fails', () => {
  it('is named as rerun takes it, and its points are not told as an outcome that never came', async () => {
    const { singleText } = await import('../../engine/protocols/single-text.ts');
    const endRound = singleText.endRound;
    const text = experiment.replace(/, \{ id: kept.*?\}/, '').replace(
      'hypotheses:',
      `space:
  samples: 8
  replications: 2
  ranges: [{ id: audits, path: world.compliance.audits, between: [0.25, 4] }]
hypotheses:`,
    );
    const folder = place(text);
    Object.assign(singleText, {
      endRound: (...given: Parameters<typeof endRound>) => {
        const { compliance } = given[0].scenario.file.world as unknown as {
          compliance: { audits: number; transparency: number };
        };
        // Only the space has so many audits, and only at one of its points.
        if (compliance.audits > 3.53125 && compliance.transparency === 0) throw new Error('planted');
        return endRound(...given);
      },
    });
    try {
      const { exit, err } = await run(['batch', 'experiment.yaml', '--out', 'b', '--workers', '1'], {
        folder,
      });
      expect([exit, err]).toEqual([70, expect.stringMatching(/the first is run space:\d+: planted/)]);
      const [, word] = /run (space:\d+)/.exec(err) ?? [];
      const again = await run(['rerun', 'b', word as string], { folder });
      expect(again.err).not.toContain('run-unknown');
    } finally {
      Object.assign(singleText, { endRound });
    }
    expect((await run(['report', 'b'], { folder })).exit).toBe(0);
    const page = readFileSync(path.join(folder, 'b', 'report.html'), 'utf8').replace(/\s+/g, ' ');
    expect(page).toContain('1 of 8 points is left out: in no pair do both arms have a value of');
    expect(page).toContain('2 runs of the two arms have no result');
    expect(page).not.toContain('an outcome that never came');
  });
});

/** So many numbers, for a list. */
const many = (count: number): string => Array.from({ length: count }, (_, i) => 1 + i / 1000).join(', ');

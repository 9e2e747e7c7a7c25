/** Reports through the command line: what they say is what the rows say, and they need nothing else. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { run, scratch } from '../cli/capture.ts';

const experiment = `
format: 1
scenario: first-mandate
title: Seen & kept
question: Is what is seen <kept>?
replications: 12
arms:
  - { id: plain, title: as it is }
  - { id: blind, title: nothing is seen, set: { world.compliance.transparency: 0 } }
factors:
  - { id: stakes, path: utility.distance, levels: [1.2, 2] }
  - { id: audits, path: world.compliance.audits, levels: [1, 2] }
metrics: [agreed, adoptionTick, forceTick, compliance]
series: { every: tick, metrics: [compliance] }
space:
  samples: 8
  replications: 4
  declared: true
  leaveOut: [trust, operations]
  ranges: [{ id: punishment, path: world.compliance.punishment, between: [0.1, 0.6] }]
hypotheses:
  - { id: seen, metric: compliance, arm: blind, against: plain, expect: lower, why: 'Detection <works>' }
  - { id: even, metric: compliance, factor: audits,
      arm: 2, against: 1, expect: unchanged, within: 0.2, why: x }
  - { id: audited, metric: compliance, factor: audits, arm: 2, against: 1, expect: higher, why: w }
`;

let folder: string;
let page: string;

async function rows(sql: string) {
  const { exit, out } = await run(['query', 'b', sql, '--json'], { folder });
  expect(exit).toBe(0);
  return JSON.parse(out);
}

const shownNumbers = ({ n, seeds, low }: Record<string, number | string>) => [n, seeds, low].map(Number);

/** The text of a page between its tags. */
const plain = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');

beforeAll(async () => {
  folder = scratch();
  writeFileSync(path.join(folder, 'experiment.yaml'), experiment);
  await run(['batch', 'experiment.yaml', '--out', 'b', '--workers', '1', '--quiet'], { folder });
  const { exit, err } = await run(['report', 'b'], { folder });
  expect([exit, err]).toEqual([0, 'wrote b/report.html\n']);
  page = readFileSync(path.join(folder, 'b/report.html'), 'utf8');
});

describe('a report', () => {
  it('opens with the answers, and their numbers are those of the rows', async () => {
    const first = page.indexOf('class="verdicts"');
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(page.indexOf('<h2'));
    const differences = await rows(
      `select seed, avg(compliance) filter (arm = 'blind') - avg(compliance) filter (arm = 'plain') d,
              avg(compliance) filter (audits = 2) - avg(compliance) filter (audits = 1) e
       from runs group by seed`,
    );
    for (const key of ['d', 'e']) {
      const values = differences.map((row: Record<string, number>) => row[key]);
      const mean = values.reduce((sum: number, value: number) => sum + value, 0) / values.length;
      const variance = values.reduce((sum: number, v: number) => sum + (v - mean) * (v - mean), 0) / 11;
      // Student's 99 % quantile with 11 degrees of freedom, from the table: 2.7181.
      const reach = (2.7181 * Math.sqrt(variance)) / Math.sqrt(12);
      const told = (value: number) => `${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(3)}`;
      expect(plain(page)).toContain(
        `${told(mean)} (98 % interval ${told(mean - reach)} to ${told(mean + reach)})`,
      );
    }
  });

  it('tells how sure it is that a difference is smaller than its margin', async () => {
    expect(plain(page)).toMatch(/Compliance is the same with audits = 2 as with audits = 1, within ±0\.200/i);
    expect(plain(page)).toMatch(
      /p [<.\d ]+ of a difference of 0\.200 or more \(two one-sided tests\), after Holm/,
    );
    const { out } = await run(['experiment', 'experiment.yaml', '--replications', '12'], { folder });
    expect(out).toMatch(/Two one-sided tests of a difference of 0\.200 or more: p /);
    // Small as it is, of twelve pairs it stays open.
    expect(out).toMatch(/UNDECIDED {2}even: compliance/);
    expect(out).toContain('That nothing differs is concluded from 40 pairs on; these are 12.');
    expect(plain(page)).toMatch(/undecided(?: holds[^A-Z]*)? Compliance is the same with audits = 2/);
  });

  it('has every section that the experiment has something for', () => {
    const ids = [...page.matchAll(/<h2 id="([a-z]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      'effects',
      'means',
      'distributions',
      'factors',
      'times',
      'courses',
      'space',
      'sensitivity',
      'convergence',
      'manifest',
    ]);
  });

  it('lists what was varied over the plausible space, with its source', async () => {
    const told = plain(page);
    expect(told).toMatch(/utility\.distance 1\.6 0\.8 to 2\.4 utility at a distance of 1 model equation 2/);
    expect(told).toMatch(/world\.compliance\.audits 1 0\.25 to 4, by ratio/);
    expect(told).toMatch(/punishment world\.compliance\.punishment 0\.3 0\.1 to 0\.6 the experiment/);
    expect(told).toContain('The experiment leaves out: trust, operations.');
    expect(told).not.toContain('world.trust.forgetting');
    expect(told).toMatch(
      /Over the plausible values it holds at \d+ % of 8 points .*, by the 98 % interval at each point/,
    );
    expect(told).toMatch(/The estimate alone has the expected sign at \d+ %/);
    const [{ n, low, high }] = await rows(
      'select count(distinct point) n, min(utilityDistance) low, max(utilityDistance) high from space',
    );
    expect(Number(n)).toBe(16);
    // columns of the table besides the run’s own seven, its digest and the four metrics
    const columns = (await rows('describe select * from space')).length - 8 - 4;
    expect(told).toContain(`The comparison varies ${columns} parameters, 1 of them in plain alone.`);
    expect(told).toContain(
      `Of the ${columns} parameters that the comparison varies, these vary in one arm alone, as the ` +
        'other sets them, takes them out or does not have them: world.compliance.transparency in plain.',
    );
    const counts = await rows(
      `select arm, count(complianceTransparency) n, count(distinct seed) seeds, min(seed) low from space
       group by arm order by arm`,
    );
    // eight points with four seeds each, the same for both arms, and none of the runs
    expect(counts.map((row: Record<string, number | string>) => [row.arm, ...shownNumbers(row)])).toEqual([
      ['blind', 0, 32, 10_000_001],
      ['plain', 32, 32, 10_000_001],
    ]);
    const [{ pairs }] = await rows('select count(distinct (point // 2, seed)) pairs from space');
    expect(Number(pairs)).toBe(32);
    const [{ run: number, digest }] = await rows(
      "select run, digest from space where arm = 'blind' and replicate = 3 order by run desc limit 1",
    );
    const again = await run(['rerun', 'b', `space:${number}`, '--quiet'], { folder });
    expect([again.exit, again.out]).toEqual([0, `${digest}\n`]);
    const dry = await run(['batch', 'experiment.yaml', '--dry-run', '--workers', '1'], { folder });
    expect(dry.out).toContain(
      `\n  arm blind varies ${columns - 1} of them, and holds world.compliance.transparency\n`,
    );
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(2.2);
  });

  it('maps the mean where two levels meet', async () => {
    const [{ m }] = await rows(
      "select avg(compliance) m from runs where arm = 'plain' and stakes = 2 and audits = 1",
    );
    expect(page).toContain(`<title>audits 1, stakes 2: ${m.toFixed(3)}</title>`);
  });

  it('names a run behind every bar that has the value it says', async () => {
    const bars = [...page.matchAll(/<title>about ([\d.]+): (\d+) of 48 runs, one is run (\d+)<\/title>/g)];
    const compliance = bars.filter(([, value]) => !Number.isInteger(Number(value)));
    expect(compliance.length).toBeGreaterThan(4);
    const all = await rows('select run, compliance from runs');
    for (const [, value, , number] of compliance.slice(0, 12)) {
      const { compliance: found } = all.find(({ run: id }: { run: number }) => id === Number(number));
      expect(Math.abs(found - Number(value))).toBeLessThan(0.05);
    }
  });

  it('needs nothing else, runs no script, and says what people wrote as text', () => {
    expect(page).not.toMatch(/<script|src=|href="(?!#)|url\(|@import/);
    expect(page).toContain('Seen &amp; kept');
    expect(page).toContain('Is what is seen &lt;kept&gt;?');
    expect(page).toContain('Detection &lt;works&gt;');
    expect(page).not.toMatch(/NaN|undefined|\[object/);
  });

  it('names what only one of two arms has, and asks whether it turns the sign', async () => {
    const place = scratch();
    const text = `
format: 1
scenario: first-mandate
title: t
question: q
replications: 2
arms:
  - { id: plain, title: as it is }
  - { id: home, title: delegations mind it, set: { world.home-limits: {} } }
  - { id: again, title: as it is }
metrics: [adoptionTick]
space:
  samples: 8
  replications: 2
  declared: true
  leaveOut: [strategies, phases, world.trust, world.ratification, opinion, elections, compliance, operations]
hypotheses:
  - { id: slow, metric: adoptionTick, arm: home, against: plain, expect: higher, why: w }
  - { id: same, metric: adoptionTick, arm: again, against: plain, expect: unchanged, why: w }
`;
    writeFileSync(path.join(place, 'experiment.yaml'), text);
    const words = ['batch', 'experiment.yaml', '--workers', '1'];
    const dry = await run([...words, '--dry-run'], { folder: place });
    expect(dry.out.replaceAll(/\s+/g, ' ')).toMatch(/over \d+ parameters, 1 of which only some arms have /);
    expect(dry.out).toContain('\n  arm home also varies world.home-limits.slack\n');
    await run([...words, '--out', 'b', '--quiet'], { folder: place });
    await run(['report', 'b', '--bundle', 'b.zip'], { folder: place });
    const told = plain(readFileSync(path.join(place, 'b/report.html'), 'utf8'));
    expect(told).toMatch(/The comparison varies \d+ parameters, 1 of them in home alone\./);
    expect(told).toContain('or does not have them: world.home-limits.slack in home.');
    expect(told).toMatch(
      /The estimate alone shows no difference at \d+ %\. .*; 1 of the space vary in neither arm/,
    );
    expect(told).toContain('In neither arm vary: world.home-limits.slack.');
    expect(told).toMatch(/world\.home-limits\.slack in home alone 0 \(home\) -1 to 1 z/);
    const files = unzipSync(readFileSync(path.join(place, 'b.zip')));
    const { space } = JSON.parse(strFromU8(files['figures.json'] as Uint8Array));
    const slack = space[0].parameters.find(
      ({ name }: { name: string }) => name === 'world.home-limits.slack',
    );
    expect(slack.values.every((value: number) => Math.abs(value) <= 1)).toBe(true);
    expect(new Set(slack.values).size).toBe(8);
  });

  it('says whether the batch was as registered', async () => {
    expect(plain(page)).toContain('Not pre-registered');
    const words = ['--replications', '2'];
    await run(['prereg', 'experiment.yaml', '--out', 'p.json', ...words], { folder });
    const batch = [
      'batch',
      'experiment.yaml',
      '--workers',
      '1',
      '--quiet',
      '--out',
      'c',
      '--prereg',
      'p.json',
    ];
    expect((await run([...batch, ...words], { folder })).exit).toBe(0);
    await run(['report', 'c', '--out', 'c.html'], { folder });
    expect(plain(readFileSync(path.join(folder, 'c.html'), 'utf8'))).toMatch(/As pre-registered on \d{4}-/);
    const more = [
      'batch',
      'experiment.yaml',
      '--workers',
      '1',
      '--quiet',
      '--out',
      'c',
      '--replications',
      '3',
    ];
    expect((await run(more, { folder })).exit).toBe(0);
    await run(['report', 'c', '--out', 'c.html'], { folder });
    expect(plain(readFileSync(path.join(folder, 'c.html'), 'utf8'))).toContain(
      'Not as pre-registered: 2 replications were registered; these are 3',
    );
  });

  it('is refused for a batch that is not there, not whole, or a share', async () => {
    expect((await run(['report', 'nowhere'], { folder })).exit).toBe(4);
    await run(
      [
        'batch',
        'experiment.yaml',
        '--out',
        's',
        '--workers',
        '1',
        '--quiet',
        '--shard',
        '1/2',
        '--replications',
        '2',
      ],
      { folder },
    );
    const { exit, err } = await run(['report', 's'], { folder });
    expect([exit, err]).toEqual([2, expect.stringContaining('shard 1/2')]);
  });
});

describe('a bundle', () => {
  it('holds all that makes it again, and the same batch gives the same bytes', async () => {
    for (const name of ['one.zip', 'two.zip']) {
      const { exit } = await run(['report', 'b', '--bundle', name], { folder });
      expect(exit).toBe(0);
    }
    const bytes = readFileSync(path.join(folder, 'one.zip'));
    expect(bytes.equals(readFileSync(path.join(folder, 'two.zip')))).toBe(true);
    const files = unzipSync(bytes);
    expect(strFromU8(files['report.html'] as Uint8Array)).toBe(page);
    const manifest = JSON.parse(strFromU8(files['manifest.json'] as Uint8Array));
    for (const { file } of manifest.tables) expect(files).toHaveProperty([file]);
    const figures = JSON.parse(strFromU8(files['figures.json'] as Uint8Array));
    expect(figures.hypotheses.map(({ id }: { id: string }) => id)).toEqual(['seen', 'even', 'audited']);
    // What its README says to type, in a folder that has the texts alone.
    const again = scratch();
    for (const name of ['experiment.yaml', 'scenario.yaml']) {
      writeFileSync(path.join(again, name), files[name] as Uint8Array);
    }
    const [, line] = /plenary (batch .*?) && /.exec(strFromU8(files['README.txt'] as Uint8Array)) ?? [];
    const words = [...(line as string).split(' '), '--workers', '1', '--quiet'];
    expect((await run(words, { folder: again })).exit).toBe(0);
    const made = JSON.parse(readFileSync(path.join(again, 'again/manifest.json'), 'utf8'));
    expect(made.tables).toEqual(manifest.tables);
  });
});

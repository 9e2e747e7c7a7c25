// The table of a scenario's page is made of the figures of a bundle, and of nothing else.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const script = path.resolve(import.meta.dirname, 'space-table.mjs');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plenary-table-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tableOf(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { exit: status, out: stdout, err: stderr };
}

/** The cells of the table that is made of some figures, row by row. */
function rowsOf(space: unknown): string[][] {
  writeFileSync(path.join(folder, 'figures.json'), JSON.stringify({ hypotheses: [], space }));
  const { exit, out, err } = tableOf('figures.json');
  expect([exit, err]).toEqual([0, '']);
  const cells = (line: string) => line.slice(2, -2).split(' | ');
  return out
    .trimEnd()
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map(cells);
}

const flipper = (parameter: string, holds: string, threshold: number, adjusted = 0.01) => ({
  parameter,
  holds,
  threshold,
  adjusted,
});

/** What a bundle says of a hypothesis over the space. */
function finding(contrast: string, flippers: unknown[], more: object = {}) {
  const share = (estimate: number) => ({ estimate });
  return {
    hypothesis: 'more-audits',
    share: {
      n: 200,
      leftOut: 0,
      estimated: share(0.904),
      holds: share(0.6),
      undecided: share(0.25),
      flips: share(0.15),
      same: share(0),
      contrast,
      flippers,
      canTell: true,
      ...more,
    },
  };
}

describe('the table of a space', () => {
  it.each([
    ['flips', '`compliance.audits` > 2.3, `norland.readiness` < 0.45'],
    ['not-holds', '`compliance.audits` > 2.3, `norland.readiness` < 0.45'],
    // Told is where the hypothesis is contradicted: the other side.
    ['not-flips', 'contradicted: `compliance.audits` < 2.3, `norland.readiness` > 0.45'],
    ['estimate', 'estimate: `compliance.audits` > 2.3, `norland.readiness` < 0.45'],
  ])('names what parts its points, by the contrast %s', (contrast, told) => {
    const flippers = [
      flipper('world.compliance.with.audits', 'above', 2.3456),
      flipper('parties.norland.readiness', 'below', 0.45),
      flipper('utility.distance', 'above', 1, 0.051),
    ];
    expect(rowsOf([finding(contrast, flippers)])).toEqual([
      ['more audits', '90 %', '60 %', '25 %', '15 %', told],
    ]);
  });

  it('says why it names none, how many points count, and where nothing differs', () => {
    const unsure = [flipper('utility.distance', 'above', 1, 0.3)];
    const same = { estimate: 0.1 };
    expect(
      rowsOf([
        finding('flips', unsure),
        finding('flips', unsure, { canTell: false }),
        finding('flips', [], { leftOut: 3, n: 197, same }),
      ]),
    ).toEqual([
      ['more audits', '90 %', '60 %', '25 %', '15 %', 'none'],
      ['more audits', '90 %', '60 %', '25 %', '15 %', 'too few points'],
      ['more audits (197 points)', '90 %', '60 %', '25 %', '15 % (no difference: 10 %)', 'all alike'],
    ]);
  });

  it('says nothing of a hypothesis without a point', () => {
    const none = { estimate: null };
    const shares = { estimated: none, holds: none, undecided: none, flips: none, same: none };
    expect(rowsOf([finding('flips', [], { n: 0, leftOut: 200, ...shares })])).toEqual([
      ['more audits (0 points)', '–', '–', '–', '–', '–'],
    ]);
  });

  it.each([
    ['nothing', undefined, /there is no bad\.json/],
    ['a folder', 'folder', /bad\.json cannot be read/],
    ['YAML', 'space:\n  - hypothesis: a\n', /bad\.json is no JSON/],
    ['null', 'null', /bad\.json is no figures\.json/],
    ['a list', '[]', /bad\.json is no figures\.json/],
    ['other JSON', '{"format":"plenary-batch"}', /bad\.json is no figures\.json/],
    ['an entry without a share', '{"space":[{"hypothesis":"a"}]}', /bad\.json is no figures\.json/],
    ['a share of nothing', '{"space":[{"hypothesis":"a","share":{}}]}', /bad\.json is no figures\.json/],
    ['a batch without a space', '{"hypotheses":[],"space":[]}', /has no space of plausible values/],
  ])('is refused in a line for %s', (_, text, message) => {
    const file = path.join(folder, 'bad.json');
    rmSync(file, { recursive: true, force: true });
    if (text === 'folder') mkdirSync(file);
    else if (text !== undefined) writeFileSync(file, text);
    const { exit, out, err } = tableOf('bad.json');
    expect([exit, out, err]).toEqual([2, '', expect.stringMatching(message)]);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toContain('figures.json is the file of that name in what');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compromiseOutcome, lossFrom, weightOnIssue } from '../../engine/analysis/compromise.ts';
import { loadDocument } from '../../engine/index.ts';
import { readCsv } from '../../engine/interchange/csv.ts';
import { type ImportOptions, importPositions } from '../../engine/interchange/positions.ts';
import { positionsExample } from '../../engine/interchange/positions-example.ts';
import { run, scratch } from '../cli/capture.ts';

const options: ImportOptions = { id: 'fish', title: 'Fish', absent: 'refuse', foldPower: false };

async function load(table: string, change: Partial<ImportOptions> = {}) {
  const imported = importPositions(table, { ...options, ...change });
  if (!imported.ok) throw new Error(JSON.stringify(imported.problems));
  const loaded = await loadDocument(imported.value.document);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return { ...imported.value, scenario: loaded.value };
}

function problems(table: string, change: Partial<ImportOptions> = {}): string[] {
  const imported = importPositions(table, { ...options, ...change });
  return imported.ok ? [] : imported.problems.map(({ line, path, code }) => `${line} ${path} ${code}`);
}

const head = 'actor,issue,position,salience,power';

describe('a table of positions', () => {
  test('becomes a scenario that loses none of its numbers', async () => {
    const { scenario, outcomes, notes } = await load(positionsExample);
    expect(scenario.issueIds).toEqual(['aid-for-small-fleets', 'catch-limit', 'inspection-at-sea']);
    expect(outcomes).toEqual({ 'catch-limit': 45, 'inspection-at-sea': 60 });
    const aldria = scenario.partyIds.indexOf('aldria');
    const weights = [0, 1, 2].map((issue) => 1e4 * weightOnIssue(scenario, aldria, issue));
    expect(weights[0]).toBe(0);
    expect(weights[1]).toBeCloseTo(90 * 40, 9);
    expect(weights[2]).toBeCloseTo(70 * 40, 9);
    expect(scenario.ideal[aldria * 3 + 1]).toBe(0.375);
    // Rungs are the distinct positions with the reference point, which is the reversion.
    expect(Array.from(scenario.position.slice(scenario.stride, scenario.stride + 4))).toEqual([
      0.2, 0.375, 0.5, 1,
    ]);
    expect(scenario.optionIds[1][scenario.reversion[1]]).toBe('at-100');
    expect(notes.join(' ')).toContain('absent positions, whose salience is 0 and which drop out: 1');
  });

  test('gives the compromise outcome of the table itself', async () => {
    const { scenario } = await load(positionsExample);
    const outcome = compromiseOutcome(scenario);
    const catches = [
      [20, 80 * 90],
      [50, 60 * 70],
      [37.5, 90 * 40],
      [100, 40 * 25],
    ];
    const total = catches.reduce((sum, [, weight]) => sum + weight, 0);
    const mean = catches.reduce((sum, [place, weight]) => sum + place * weight, 0) / total;
    expect(100 * outcome[1]).toBeCloseTo(mean, 10);
    const imara = scenario.partyIds.indexOf('imara');
    expect(lossFrom(scenario, outcome, imara, 1)).toBeCloseTo(0.4 * (1 - mean / 100), 12);
  });

  test('gives the same outcomes whatever the order of rows and however powers are scaled', () => {
    const cell = fc.record({
      position: fc.integer({ min: 0, max: 100 }),
      salience: fc.integer({ min: 1, max: 100 }),
    });
    const grid = fc.record({
      cells: fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 5 }),
      powers: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 5, maxLength: 5 }),
    });
    return fc.assert(
      fc.asyncProperty(grid, async ({ cells, powers }) => {
        const rows = cells.flatMap((issues, actor) =>
          issues.map(({ position, salience }, issue) => ({ actor, issue, position, salience })),
        );
        const table = (scale: number, isReversed: boolean) => {
          const lines = rows.map(
            (row) =>
              `a${row.actor},i${row.issue},${row.position},${row.salience},${scale * powers[row.actor]}`,
          );
          return [head, ...(isReversed ? lines.reverse() : lines)].join('\n');
        };
        const plain = compromiseOutcome((await load(table(1, false))).scenario);
        const turned = compromiseOutcome((await load(table(2, true))).scenario);
        [0, 1, 2].forEach((issue) => {
          let sum = 0;
          let total = 0;
          for (const row of rows.filter((one) => one.issue === issue)) {
            sum += row.position * row.salience * powers[row.actor];
            total += row.salience * powers[row.actor];
          }
          expect(100 * plain[issue]).toBeCloseTo(sum / total, 9);
          expect(turned[issue]).toBeCloseTo(plain[issue], 12);
        });
      }),
      { numRuns: 30 },
    );
  });

  test('with more positions than rungs gets an even ladder, and keeps the positions exactly', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => `a${n},i,${n * 2.5 + 0.125},50,50`);
    const { scenario, notes } = await load([head, ...rows].join('\n'));
    expect(scenario.optionCount[0]).toBe(21);
    expect(notes.join(' ')).toContain('evenly spaced');
    expect(Array.from(scenario.ideal).filter((ideal) => ideal === 0.02625)).toHaveLength(1);
    expect((await load([head, ...rows].join('\n'), { steps: 5 })).scenario.optionCount[0]).toBe(5);
  });

  test('power that differs by issue is refused, or folded into the saliences', async () => {
    const table = `${head}\na,x,10,50,80\na,y,20,50,40\nb,x,90,50,40\nb,y,80,50,40`;
    expect(problems(table)).toEqual(['3 power table-conflict']);
    const { scenario } = await load(table, { foldPower: true });
    expect(100 * compromiseOutcome(scenario)[0]).toBeCloseTo((10 * 80 + 90 * 40) / 120, 10);
    expect(100 * compromiseOutcome(scenario)[1]).toBeCloseTo(50, 10);
  });
});

describe('a table with faults', () => {
  test.each([
    ['no rows', head, ['1  table-size']],
    [
      'an unknown and a missing column',
      `actor,issue,positon,salience,power\na,x,1,1,1`,
      ['1 "positon" table-header', '1 position table-header'],
    ],
    ['a word for a number', `${head}\na,x,high,50,50\nb,x,10,50,50`, ['2 position table-number']],
    [
      'a number out of range',
      `${head}\na,x,101,50,50\nb,x,10,-1,50`,
      ['2 position table-number', '3 salience table-number'],
    ],
    [
      'a row that is not there',
      `${head}\na,x,1,50,50\na,y,1,50,50\nb,x,9,50,50`,
      ['4 issue position-missing'],
    ],
    ['an empty position', `${head}\na,x,,50,50\nb,x,9,50,50`, ['2 position position-missing']],
    ['a row twice', `${head}\na,x,1,50,50\nb,x,9,50,50\na,x,2,50,50`, ['4 actor table-duplicate']],
    [
      'two reference points of an issue',
      `${head},reference point\na,x,1,50,50,0\nb,x,9,50,50,100`,
      ['3 reference point table-conflict'],
    ],
    ['one actor', `${head}\na,x,1,50,50`, ['1 actor table-size']],
    ['nobody with power', `${head}\na,x,1,50,0\nb,x,9,50,0`, ['1 power table-size']],
    [
      'more cells than columns',
      `${head}\na,x,37,5,50,50\nb,x,10,50,50,\nc, x,y,10,50,50`,
      ['2 "50" table-syntax', '4 "50" table-syntax'],
    ],
    [
      'a number that is as good as 0',
      `${head}\na,x,0,50,50\nb,x,5e-324,50,50\nc,x,10,1e-300,1e-10`,
      ['3 position table-number', '4 salience table-number', '4 power table-number'],
    ],
    ['an open quote', `${head}\na,"x,1,50,50`, ['2  table-syntax']],
  ])('%s is a problem with its line', (_name, table, expected) => {
    expect(problems(table)).toEqual(expected);
  });

  test('gaps count as no position when told so', async () => {
    const table = `${head}\na,x,10,50,50\na,y,1,50,50\nb,x,90,50,50\nc,y,9,50,50`;
    expect(problems(table)).toEqual(['4 issue position-missing', '5 issue position-missing']);
    const { scenario } = await load(table, { absent: 'drop' });
    expect(100 * compromiseOutcome(scenario)[0]).toBeCloseTo(50, 10);
  });

  test('cells may be quoted, separated by semicolons, with any line end', () => {
    expect(readCsv('\uFEFFa;b\r\n"x; ""y""";2\r\n\r\n')).toEqual({
      ok: true,
      separator: ';',
      rows: [
        { line: 1, cells: ['a', 'b'] },
        { line: 2, cells: ['x; "y"', '2'] },
      ],
    });
  });
});

describe('plenary import', () => {
  test('writes a scenario that runs', async () => {
    const folder = scratch();
    const example = await run(['import', '--example'], { folder });
    expect(example.out).toBe(positionsExample);
    const { writeFileSync } = await import('node:fs');
    writeFileSync(`${folder}/positions.csv`, example.out);
    const done = await run(['import', 'positions.csv', '--out', 'fish/scenario.yaml'], { folder });
    expect(done).toMatchObject({ exit: 0, out: '' });
    expect(done.err).toContain('4 actors and a chair, 3 issues');
    const checked = await run(['check', 'fish'], { folder });
    expect(checked.out).toContain('fish: 5 parties, 3 issues');
    const played = await run(['outcomes', 'fish', '--seed', '3'], { folder });
    expect(played.exit).toBe(0);
    expect(played.out).toContain('of 4 states would take it');
  });

  test('tells problems with the line of the table', async () => {
    const folder = scratch();
    const { writeFileSync } = await import('node:fs');
    writeFileSync(`${folder}/bad.csv`, `${head}\na,x,1,50,50\nb,x,high,50,50\n`);
    const done = await run(['import', 'bad.csv'], { folder });
    expect(done.exit).toBe(3);
    expect(done.err).toContain('bad.csv:3:1  position\n  table-number:');
  });
});

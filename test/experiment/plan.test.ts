import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../engine/analysis/experiment/parse.ts';
import {
  endOf,
  isInShard,
  isRun,
  placeOf,
  runNumber,
  runsIn,
  type Stage,
  seedOf,
  stagesOf,
} from '../../engine/analysis/experiment/plan.ts';
import { mostReplications } from '../../engine/analysis/experiment/schema.ts';

const head = ['format: 1', 'scenario: first-mandate', 'title: t', 'question: q'];

function problems(...lines: string[]): string[] {
  const parsed = parseExperiment([...head, ...lines].join('\n'), ['depth', 'agreed']);
  if (parsed.ok) return [];
  return parsed.problems.map(({ path, code, message }) => `${code} ${path}: ${message}`);
}

function stages(...lines: string[]): Stage[] {
  const parsed = parseExperiment([...head, ...lines].join('\n'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return stagesOf(parsed.value);
}

/** A stage of which only the numbers matter. */
const numbers = (points: number, replications: number, block: number): Stage => ({
  ...(stages()[0] as Stage),
  points,
  replications,
  block,
});

const anyStage = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 4 }))
  .map(([points, replications, blocks]) => numbers(points, replications, 16 * blocks));

describe('numbers of runs', () => {
  it('name every point and replicate once, and nothing else', () => {
    fc.assert(
      fc.property(anyStage, (stage) => {
        const seen = new Set<number>();
        for (let point = 0; point < stage.points; point++) {
          for (let replicate = 0; replicate < stage.replications; replicate++) {
            const run = runNumber(stage, point, replicate);
            expect(placeOf(stage, run)).toEqual({ point, replicate });
            expect(isRun(stage, run)).toBe(true);
            seen.add(run);
          }
        }
        let runs = 0;
        for (let run = -1; run <= endOf(stage); run++) if (isRun(stage, run)) runs++;
        expect(runs).toBe(stage.points * stage.replications);
        expect(seen.size).toBe(runs);
      }),
      { numRuns: 60 },
    );
  });

  it('stay what they are when replications are added', () => {
    fc.assert(
      fc.property(anyStage, fc.integer({ min: 1, max: 200 }), (stage, more) => {
        const longer = { ...stage, replications: stage.replications + more };
        for (const { run, point, replicate } of runsIn(stage, all(stage))) {
          expect(runNumber(longer, point, replicate)).toBe(run);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are divided among shards without a gap and without an overlap, evenly', () => {
    fc.assert(
      fc.property(anyStage, fc.integer({ min: 1, max: 5 }), (stage, of) => {
        const shares = Array.from({ length: of }, (_, index) =>
          [...runsIn(stage, all(stage), { index, of })].map(({ run }) => run),
        );
        const whole = [...runsIn(stage, all(stage))].map(({ run }) => run);
        expect(shares.flat().sort((a, b) => a - b)).toEqual(whole);
        for (const [index, share] of shares.entries()) {
          for (const run of share) expect(isInShard(stage, run, { index, of })).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

const all = (stage: Stage) => ({ from: 0, to: endOf(stage), above: 0, below: stage.replications });

describe('points', () => {
  it('of a grid are all combinations, the last factor fastest, arms at the same place together', () => {
    const [stage] = stages(
      'arms: [{ id: a, title: a }, { id: b, title: b, set: { ticks: 70 } }]',
      'factors:',
      '  - { id: x, path: world.compliance.transparency, levels: [0, 1] }',
      '  - { id: y, path: utility.distance, range: { from: 1, to: 2, steps: 3 } }',
    );
    expect(stage?.points).toBe(12);
    const seen = Array.from({ length: 12 }, (_, index) => {
      const { arm, cells } = (stage as Stage).point(index);
      return `${arm.id} ${cells.join(' ')}`;
    });
    expect(seen.slice(0, 4)).toEqual(['a 0 1', 'b 0 1', 'a 0 1.5', 'b 0 1.5']);
    expect(seen[11]).toBe('b 1 2');
    expect(stage?.point(11).overrides).toEqual([
      { path: 'ticks', value: 70 },
      { path: 'world.compliance.transparency', value: 1 },
      { path: 'utility.distance', value: 2 },
    ]);
  });

  it('of a zip go through the levels together, those of a table are its rows', () => {
    const factors = [
      'factors:',
      '  - { id: x, path: [utility.distance, utility.voice], levels: [1, 2] }',
      '  - id: rule',
      '    path: rules.decision',
      '    levels:',
      '      - { id: all, value: [{ rule: unanimity }] }',
      '      - { id: most, value: [{ rule: simple-majority }] }',
    ];
    const [zip] = stages(...factors, 'design: { kind: zip }');
    expect(zip?.points).toBe(2);
    expect(zip?.point(1).cells).toEqual([2, 'most']);
    expect(zip?.point(1).overrides.map(({ path }) => path)).toEqual([
      'utility.distance',
      'utility.voice',
      'rules.decision',
    ]);
    const [table] = stages(
      ...factors,
      'design: { kind: table, rows: [{ x: 2, rule: all }, { x: 1, rule: most }, { x: 2, rule: most }] }',
    );
    expect([0, 1, 2].map((index) => table?.point(index).cells)).toEqual([
      [2, 'all'],
      [1, 'most'],
      [2, 'most'],
    ]);
  });

  it('of a Latin hypercube fill every stratum of a range once, also on a logarithmic scale', () => {
    const [stage] = stages(
      'factors:',
      '  - { id: x, path: utility.distance, between: [0.1, 10], scale: log }',
      '  - { id: n, path: ticks, between: [60, 63], whole: true }',
      'design: { kind: latin-hypercube, samples: 16 }',
    );
    const cells = Array.from({ length: 16 }, (_, index) => (stage as Stage).point(index).cells);
    const strata = cells.map(([x]) => Math.floor((16 * Math.log((x as number) / 0.1)) / Math.log(100)));
    expect(strata.sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, i) => i));
    for (const whole of [60, 61, 62, 63]) expect(cells.filter(([, n]) => n === whole).length).toBe(4);
  });

  it('share their seeds unless they are to be independent', () => {
    const [common] = stages(
      'arms: [{ id: a, title: a }, { id: b, title: b }]',
      'replications: 3',
      'firstSeed: 5',
    );
    const of = (stage: Stage) =>
      [...runsIn(stage, all(stage))].map((place) => seedOf(stage, place.run, place));
    expect(of(common as Stage)).toEqual([5, 6, 7, 5, 6, 7]);
    const [own] = stages(
      'arms: [{ id: a, title: a }, { id: b, title: b }]',
      'replications: 3',
      'seeds: independent',
    );
    expect(new Set(of(own as Stage)).size).toBe(6);
  });

  describe('of a space', () => {
    const spaceWith = (replications: number, ofSpace: number, ...more: string[]) => {
      const arms = 'arms: [{ id: a, title: a }, { id: b, title: b }]';
      const range = '{ id: r, path: utility.distance, between: [1, 2] }';
      const space = `space: { samples: 8, replications: ${ofSpace}, ranges: [${range}] }`;
      return stages(arms, `replications: ${replications}`, 'firstSeed: 5', space, ...more) as [Stage, Stage];
    };
    const places = (stage: Stage) => [...runsIn(stage, all(stage))];
    const seedAt = (stage: Stage) =>
      new Map(
        places(stage).map((place) => [
          `${Math.floor(place.point / 2)} ${place.replicate}`,
          seedOf(stage, place.run, place),
        ]),
      );

    it('are those of both arms at a point, others at each point, and none of the runs', () => {
      const [main, space] = spaceWith(3, 80);
      const seeds = new Map<number, string[]>();
      for (const place of places(space)) {
        const seed = seedOf(space, place.run, place);
        const where = `${Math.floor(place.point / 2)} ${place.replicate}`;
        seeds.set(seed, [...(seeds.get(seed) ?? []), where]);
      }
      expect(seeds.size).toBe(8 * 80);
      for (const shared of seeds.values()) {
        expect(shared).toHaveLength(2);
        expect(shared[1]).toBe(shared[0]);
      }
      for (const place of places(main)) {
        expect(seedOf(main, place.run, place)).toBe(5 + place.replicate);
        expect(seeds.has(seedOf(main, place.run, place))).toBe(false);
      }
      expect(Math.min(...seeds.keys())).toBe(5 + mostReplications);
      expect(seedAt(space).get('3 70')).toBe(5 + mostReplications + 8 * 64 + 3 * 64 + 6);
    });

    it('stay when replications are added, to the runs or to the space', () => {
      const [, before] = spaceWith(3, 16);
      const [, after] = spaceWith(900, 200);
      const later = seedAt(after);
      for (const [where, seed] of seedAt(before)) expect(later.get(where)).toBe(seed);
    });

    it('are all different, and none of the runs, where they are independent', () => {
      const [main, space] = spaceWith(200, 16, 'seeds: independent');
      const seeds = [main, space].flatMap((stage) =>
        places(stage).map((place) => seedOf(stage, place.run, place)),
      );
      expect(new Set(seeds).size).toBe(2 * 200 + 2 * 8 * 16);
      expect(seeds.every(Number.isSafeInteger)).toBe(true);
    });
  });
});

describe('an experiment that cannot be played', () => {
  const factor = (rest: string) => [`factors: [{ id: x, path: utility.distance, ${rest} }]`];

  it.each([
    ['an empty factor', factor('levels: []'), /out-of-range factors\.x\.levels/],
    ['a factor without values', ['factors: [{ id: x, path: ticks }]'], /missing-key factors\.x: .*has none/],
    ['a factor with two kinds of values', factor('levels: [1], between: [0, 1]'), /bad-value factors\.x/],
    ['a level twice', factor('levels: [1, 1]'), /duplicate-id factors\.x\.levels/],
    ['a range upside down', factor('between: [2, 1]'), /bad-value factors\.x\.between: 2 is not below 1/],
    [
      'a range wider than numbers',
      factor('between: [-1.7e308, 1.7e308]'),
      /out-of-range factors\.x\.between/,
    ],
    [
      'a series with a column twice',
      ['series: { metrics: [depth, depth] }'],
      /duplicate-id series\.metrics\[1\]/,
    ],
    ['a metric twice', ['metrics: [agreed, depth, agreed]'], /duplicate-id metrics\[2\]: the metric agreed/],
    ['a logarithm of nothing', factor('between: [0, 1], scale: log'), /begins above 0/],
    ['any value in a grid', factor('between: [0, 1]'), /takes any value, and a grid plays levels/],
    ['a design without factors', ['design: { kind: zip }'], /missing-key design\.kind/],
    ['a design of no kind', ['design: { kind: gird }'], /design/],
    ['a name of another column', ['factors: [{ id: arm, levels: [1] }]'], /duplicate-id factors\.arm\.id/],
    [
      'a name that differs in capitals',
      ['factors: [{ id: dePth, levels: [1] }]'],
      /name of another column, depth/,
    ],
    [
      'an arm of the space that is not there',
      [
        'arms: [{ id: a, title: a }]',
        'space: { arms: [b], ranges: [{ id: r, path: utility.distance, between: [1, 2] }] }',
      ],
      /unknown-id space\.arms\[0\]: .*“?b/,
    ],
    ['an unknown metric', ['metrics: [dephts]'], /unknown-id metrics\[0\]: .*dephts/],
    [
      '10^9 runs',
      ['replications: 1000000', ...factor('range: { from: 0, to: 1, steps: 1000 }')],
      /out-of-range replications: the experiment plans 1000000000 runs; the most is 100000000/,
    ],
    [
      'a level that is not there',
      [
        ...factor('levels: [1, 2]'),
        'hypotheses: [{ id: h, metric: depth, factor: x, arm: 1, against: 3, expect: higher, why: w }]',
      ],
      /unknown-id hypotheses\.h\.against/,
    ],
    [
      'a row without a value',
      [...factor('levels: [1]'), 'design: { kind: table, rows: [{ y: 1 }] }'],
      /missing-key design\.rows\[0\]/,
    ],
  ])('is refused for %s', (_, lines, message) => {
    expect(problems(...lines).join('\n')).toMatch(message);
  });
});

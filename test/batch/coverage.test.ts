import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOf, runsIn, type Stage, type Stretch } from '../../engine/analysis/experiment/plan.ts';
import { missing, queueOf } from '../../server/batch/coverage.ts';

function stageOf(points: number, replications: number, block: number): Stage {
  return {
    id: 'runs',
    arms: [{ id: 'a', title: 'a', set: {} }],
    factors: [],
    places: points,
    points,
    replications,
    block,
    firstSeed: 1,
    seeds: 'common',
    point: () => {
      throw new Error('not asked for');
    },
  };
}

const stages = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 70 }), fc.constantFrom(16, 32))
  .map(([points, replications, block]) => stageOf(points, replications, block));

const numbersOf = (stage: Stage, stretches: readonly Stretch[]) =>
  stretches.flatMap((stretch) => [...runsIn(stage, stretch)].map(({ run }) => run)).sort((a, b) => a - b);

describe('what is missing', () => {
  it('is exactly what no stretch has, also after replications were added', () => {
    fc.assert(
      fc.property(
        stages,
        fc.array(fc.tuple(fc.nat(400), fc.nat(60), fc.nat(70)), { maxLength: 6 }),
        (stage, played) => {
          const end = endOf(stage);
          const done = played
            .map(([from, length, below]) => ({
              from: Math.min(from, end),
              to: Math.min(from + length, end),
              above: 0,
              below: Math.min(below, stage.replications),
            }))
            .filter(({ from, to }) => from < to);
          const whole = numbersOf(stage, [{ from: 0, to: end, above: 0, below: stage.replications }]);
          const there = new Set(numbersOf(stage, done));
          const open = numbersOf(stage, missing(stage, done));
          expect(open).toEqual(whole.filter((run) => !there.has(run)));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is nothing when all was played, and all when nothing was', () => {
    const stage = stageOf(3, 20, 16);
    const all = { from: 0, to: endOf(stage), above: 0, below: 20 };
    expect(missing(stage, [all])).toEqual([]);
    expect(missing(stage, [])).toEqual([all]);
  });
});

describe('a queue', () => {
  it('hands out every run once, in pieces that are not larger than asked for', () => {
    fc.assert(
      fc.property(stages, fc.integer({ min: 1, max: 50 }), (stage, most) => {
        const all = { from: 0, to: endOf(stage), above: 0, below: stage.replications };
        const queue = queueOf(stage, [all]);
        const total = queue.left;
        const pieces: Stretch[] = [];
        for (let piece = queue.take(most); piece !== undefined; piece = queue.take(most)) {
          const runs = numbersOf(stage, [piece.stretch]).length;
          expect(runs).toBe(piece.runs);
          expect(runs).toBeLessThanOrEqual(most);
          pieces.push(piece.stretch);
        }
        expect(queue.left).toBe(0);
        expect(numbersOf(stage, pieces)).toEqual(numbersOf(stage, [all]));
        expect(total).toBe(stage.points * stage.replications);
      }),
      { numRuns: 80 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomeSpace, placePackage } from '../../engine/analysis/outcomes/analyse.ts';
import { countZopa, eachPackage } from '../../engine/analysis/outcomes/count.ts';
import {
  envyCount,
  gini,
  jain,
  kalaiSmorodinskyDistance,
  nashMean,
} from '../../engine/analysis/outcomes/fairness.ts';
import {
  allOptions,
  commonOptions,
  everyOption,
  type Game,
  gameOfScores,
  insideRedLines,
  utilities,
} from '../../engine/analysis/outcomes/game.ts';
import { pointsBySearch, type SolutionPoint } from '../../engine/analysis/outcomes/points.ts';

/** A game with red lines from plain numbers. */
interface Plain {
  readonly scores: readonly (readonly (readonly number[])[])[];
  readonly limits: readonly number[];
  /** Lowest acceptable option by party and issue, as far as the ladder goes. */
  readonly lowest: readonly (readonly number[])[];
}

const plainGame = fc.integer({ min: 1, max: 4 }).chain((parties) =>
  fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }).chain((ladders) =>
    fc.record({
      scores: fc.array(
        fc.tuple(
          ...ladders.map((count) =>
            fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }),
          ),
        ),
        { minLength: parties, maxLength: parties },
      ),
      limits: fc.array(fc.integer({ min: 0, max: 15 }), { minLength: parties, maxLength: parties }),
      lowest: fc.array(
        fc.array(fc.constantFrom(0, 0, 0, 1), { minLength: ladders.length, maxLength: ladders.length }),
        { minLength: parties, maxLength: parties },
      ),
    }),
  ),
);

function gameOf(plain: Plain): Game {
  const game = gameOfScores(plain.scores, plain.limits);
  plain.lowest.forEach((issues, n) => {
    issues.forEach((lowest, k) => {
      const count = plain.scores[n][k].length;
      const bits = lowest < count ? allOptions(count) & ~((1 << lowest) - 1) : allOptions(count);
      game.acceptable[n * game.issueCount + k] = bits;
    });
  });
  return game;
}

/** All packages of a game, without any of the code under test. */
function packagesOf(plain: Plain): number[][] {
  let packages: number[][] = [[]];
  for (const options of plain.scores[0]) {
    packages = packages.flatMap((start) => options.map((_, o) => [...start, o]));
  }
  return packages;
}

const utilityOf = (plain: Plain, option: readonly number[]) =>
  plain.scores.map((issues) => issues.reduce((sum, options, k) => sum + options[option[k]], 0));

function isInside(plain: Plain, option: readonly number[], party: number): boolean {
  return option.every((o, k) => {
    const lowest = plain.lowest[party][k];
    return lowest >= plain.scores[party][k].length || o >= lowest;
  });
}

const isInsideAll = (plain: Plain, option: readonly number[]) =>
  plain.limits.every((_, n) => isInside(plain, option, n));

const dominates = (a: readonly number[], b: readonly number[]) =>
  a.every((u, n) => u >= b[n]) && a.some((u, n) => u > b[n]);

/** The values of the four solution points by going through every package. */
function valuesOf(plain: Plain): readonly number[] {
  const inside = packagesOf(plain).filter((option) => isInsideAll(plain, option));
  const ideal = plain.limits.map(
    (limit, n) => Math.max(...inside.map((option) => utilityOf(plain, option)[n])) - limit,
  );
  const best = [-Infinity, -Infinity, -Infinity, -Infinity];
  for (const option of inside) {
    const utility = utilityOf(plain, option);
    const gain = utility.map((u, n) => u - plain.limits[n]);
    const product = gain.every((g) => g > 0) ? gain.reduce((all, g) => all * g, 1) : -Infinity;
    const share = gain.map((g, n) => (ideal[n] > 0 ? g / ideal[n] : g));
    const values = [
      utility.reduce((sum, u) => sum + u, 0),
      product > 0 ? product ** (1 / gain.length) : -Infinity,
      Math.min(...gain),
      Math.min(...share),
    ];
    values.forEach((value, i) => {
      best[i] = Math.max(best[i], value);
    });
  }
  return best;
}

function expectPoints(points: readonly SolutionPoint[], expected: readonly number[]): void {
  points.forEach((point, i) => {
    if (expected[i] === -Infinity) {
      expect(point.option, point.solution).toBeUndefined();
      return;
    }
    expect(point.exact, point.solution).toBe(true);
    expect(point.value, point.solution).toBeCloseTo(expected[i], 8);
    expect(point.bound, point.solution).toBeCloseTo(expected[i], 6);
  });
}

describe('the outcome space equals an enumeration that shares no code with it', () => {
  test('frontier, zone of agreement, acceptors', () => {
    fc.assert(
      fc.property(plainGame, (plain) => {
        const space = outcomeSpace(gameOf(plain));
        const packages = packagesOf(plain);
        const inside = packages.filter((option) => isInsideAll(plain, option));
        const vectors = inside.map((option) => utilityOf(plain, option));
        const efficient = vectors.filter((a) => !vectors.some((b) => dominates(b, a)));
        const takers = packages.map(
          (option) =>
            utilityOf(plain, option).filter((u, n) => u >= plain.limits[n] && isInside(plain, option, n))
              .length,
        );
        expect(space.packages).toBe(packages.length);
        expect(space.insideRedLines).toBe(inside.length);
        expect(space.efficient).toBe(efficient.length);
        expect(space.frontier?.length).toBe(new Set(efficient.map(String)).size);
        expect(space.zopa).toEqual({
          packages: takers.filter((count) => count === plain.limits.length).length,
          exact: true,
        });
        expect(space.acceptors).toEqual(
          Array.from({ length: plain.limits.length + 1 }, (_, n) => takers.filter((t) => t === n).length),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('solution points, read off the frontier and by branch and bound', () => {
    fc.assert(
      fc.property(plainGame, (plain) => {
        const game = gameOf(plain);
        const expected = valuesOf(plain);
        expectPoints(outcomeSpace(game).points, expected);
        expectPoints(pointsBySearch(game, commonOptions(game)), expected);
      }),
      { numRuns: 200 },
    );
  });

  test('distance to the frontier', () => {
    fc.assert(
      fc.property(plainGame, fc.nat(), (plain, pick) => {
        const inside = packagesOf(plain).filter((option) => isInsideAll(plain, option));
        const all = packagesOf(plain);
        const option = all[pick % all.length];
        const own = utilityOf(plain, option);
        const alternatives = inside.length > 0 ? inside : all;
        const expected = Math.max(
          0,
          ...alternatives.map((other) => Math.min(...utilityOf(plain, other).map((u, n) => u - own[n]))),
        );
        const placed = placePackage(outcomeSpace(gameOf(plain)), option);
        expect(placed.toFrontier).toBeCloseTo(expected, 9);
        expect(placed.toFrontierBound).toBeCloseTo(expected, 9);
        expect(placed.better === undefined).toBe(expected === 0);
      }),
      { numRuns: 200 },
    );
  });
});

describe('large spaces', () => {
  /** 20 parties, 12 issues, 5 options: 244 million packages, from a fixed linear congruence. */
  function largeGame(parties = 20, issues = 12): Game {
    let state = 12345;
    const next = () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return state / 2147483648;
    };
    const scores = Array.from({ length: parties }, () =>
      Array.from({ length: issues }, () => Array.from({ length: 5 }, next)),
    );
    return gameOfScores(
      scores,
      scores.map(() => issues * 0.4),
    );
  }

  test('what is not exact has a bound that random packages respect', () => {
    const game = largeGame();
    const space = outcomeSpace(game);
    expect(space.packages).toBe(5 ** 12);
    expect(space.frontier).toBeUndefined();
    expect(space.acceptors).toBeUndefined();
    expect(space.points[0].exact).toBe(true);
    const random = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 12, maxLength: 12 });
    const values = (option: readonly number[]) => {
      const gain = [...utilities(game, option)].map((u, n) => u - game.limit[n]);
      const product = gain.every((g) => g > 0) ? gain.reduce((all, g) => all * g, 1) ** (1 / 20) : -1;
      return [gain.reduce((sum, g) => sum + g, 0) + 20 * 4.8, product, Math.min(...gain)];
    };
    fc.assert(
      fc.property(random, (option) => {
        values(option).forEach((value, i) => {
          expect(value).toBeLessThanOrEqual(space.points[i].bound + 1e-9);
        });
      }),
      { numRuns: 500 },
    );
    for (const point of space.points) expect(point.bound).toBeGreaterThanOrEqual(point.value - 1e-12);
    const egalitarian = space.points[2];
    expect(values([...(egalitarian.option ?? [])])[2]).toBeCloseTo(egalitarian.value, 9);
  });

  test('two parties: the frontier of a billion packages is exact', () => {
    const issues = 13;
    const game = largeGame(2, issues);
    const space = outcomeSpace(game);
    expect(space.packages).toBe(5 ** issues);
    const frontier = space.frontier ?? [];
    expect(frontier.length).toBeGreaterThan(50);
    // Supported points are maxima of weighted sums, which are found issue by issue.
    for (const weight of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      let sum = 0;
      for (let k = 0; k < issues; k++) {
        const worth = (o: number) =>
          weight * game.value[k * 5 + o] + (1 - weight) * game.value[(issues + k) * 5 + o];
        sum += Math.max(...[0, 1, 2, 3, 4].map(worth));
      }
      const best = Math.max(...frontier.map(({ utility: [a, b] }) => weight * a + (1 - weight) * b));
      expect(best).toBeCloseTo(sum, 9);
    }
    for (let p = 1; p < frontier.length; p++) {
      expect(frontier[p].utility[0]).toBeLessThan(frontier[p - 1].utility[0]);
      expect(frontier[p].utility[1]).toBeGreaterThan(frontier[p - 1].utility[1]);
    }
  });

  test('a count that runs out of branches says so, and is a lower bound', () => {
    const game = largeGame(3, 9);
    const whole = countZopa(game, everyOption(game));
    expect(whole.exact).toBe(true);
    for (const budget of [0, 10, 1000]) {
      const part = countZopa(game, everyOption(game), budget);
      expect(part.exact).toBe(false);
      expect(part.packages).toBeLessThan(whole.packages);
    }
    expect(countZopa(game, everyOption(game), 1e6)).toEqual(whole);
  });

  test('a count looks into fewer branches where parties are more than forty', () => {
    // The same demands many times over: the same branches, at more expense each.
    const copies = (times: number): Game => {
      const game = largeGame(3, 9);
      const all = <Values extends Float64Array | Int32Array>(values: Values): Values => {
        const repeated = new (values.constructor as new (length: number) => Values)(values.length * times);
        for (let at = 0; at < repeated.length; at += values.length) repeated.set(values, at);
        return repeated;
      };
      return {
        ...game,
        partyCount: 3 * times,
        value: all(game.value),
        constant: all(game.constant),
        limit: all(game.limit),
        acceptable: all(game.acceptable),
      };
    };
    const exactWith = (game: Game, budget: number) => countZopa(game, everyOption(game), budget).exact;
    let enough = 1;
    while (!exactWith(copies(1), enough)) enough *= 2;
    expect(exactWith(copies(13), enough)).toBe(true);
    expect(exactWith(copies(54), enough)).toBe(false);
    expect(exactWith(copies(54), (enough * 162) / 40)).toBe(true);
  });

  test('are not gone through one by one', () => {
    const visited: number[] = [];
    expect(eachPackage(largeGame(), (accepts) => visited.push(accepts.length))).toBe(false);
    expect(visited).toEqual([]);
  });
});

describe('cases of bargaining theory', () => {
  /** One issue whose options are points of a bargaining set. */
  const ofPoints = (points: readonly (readonly [number, number])[], limits: readonly number[]) =>
    outcomeSpace(gameOfScores([[points.map(([a]) => a)], [points.map(([, b]) => b)]], limits));

  test('linear frontier u1/10 + u2/5 = 1, disagreement (1, 1)', () => {
    const places = [1, 2, 10 / 3, 4, 4.5, 5, 6, 7, 8];
    const space = ofPoints(
      places.map((u1) => [u1, 5 * (1 - u1 / 10)]),
      [1, 1],
    );
    const point = (name: string) => space.points.find(({ solution }) => solution === name)?.utility;
    expect(Array.from(point('nash') ?? [])).toEqual([4.5, 2.75]);
    expect(Array.from(point('kalai-smorodinsky') ?? [])).toEqual([4.5, 2.75]);
    expect(point('egalitarian')?.[0]).toBeCloseTo(10 / 3, 12);
    expect(point('egalitarian')?.[1]).toBeCloseTo(10 / 3, 12);
  });

  test('a larger set of agreements can give a party less (Kalai and Smorodinsky 1975)', () => {
    const corners = [
      [0, 0],
      [1, 0],
      [0, 1],
    ] as const;
    const nash = (points: readonly (readonly [number, number])[]) =>
      Array.from(ofPoints(points, [0, 0]).points[1].utility ?? []);
    expect(nash([...corners, [0.75, 0.75]])).toEqual([0.75, 0.75]);
    expect(nash([...corners, [0.75, 0.75], [1, 0.7]])).toEqual([1, 0.7]);
  });

  test('fairness of gains in closed form', () => {
    const gain = Float64Array.of(1, 3);
    expect(gini(gain)).toBeCloseTo(0.25, 12);
    expect(jain(gain)).toBeCloseTo(16 / 20, 12);
    expect(nashMean(gain)).toBeCloseTo(Math.sqrt(3), 12);
    expect(nashMean(Float64Array.of(1, -1))).toBe(0);
    expect(kalaiSmorodinskyDistance(gain, Float64Array.of(2, 4))).toBeCloseTo(0.25, 12);
    expect(envyCount(gain, Float64Array.of(2, 4))).toBe(1);
    expect(envyCount(gain, Float64Array.of(2, 6))).toBe(0);
    expect(gini(Float64Array.of(2, 2, 2))).toBe(0);
  });

  test('red lines count for whoever has them', () => {
    const plain = { scores: [[[5, 0]], [[0, 5]]], limits: [0, 0], lowest: [[0], [1]] };
    const game = gameOf(plain);
    expect(insideRedLines(game, 0, [0])).toBe(true);
    expect(insideRedLines(game, 1, [0])).toBe(false);
    expect(outcomeSpace(game).insideRedLines).toBe(1);
  });
});

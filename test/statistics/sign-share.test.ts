import { describe, expect, it } from 'vitest';
import { latinHypercube } from '../../engine/analysis/experiment/designs/latin-hypercube.ts';
import { tellingFlippers } from '../../engine/analysis/statistics/flippers.ts';
import { fewestAlike, fewestOneSided, pairedDifference } from '../../engine/analysis/statistics/paired.ts';
import { signShare, signVerdict } from '../../engine/analysis/statistics/sign-share.ts';

const n = 400;
const names = ['trust', 'cost', 'nothing'];
const parameters = latinHypercube.parameters.parse({ samples: n, seed: 11 });
const points = Array.from({ length: n }, (_, index) => {
  const out = new Float64Array(3);
  latinHypercube.point(parameters, 3, index, out);
  return out;
});
const space = names.map((name, d) => ({ name, values: points.map((point) => point[d]) }));
const interval = (estimate: number, reach = 0.01) => ({
  estimate,
  lower: estimate - reach,
  upper: estimate + reach,
  n: 100,
});

const higher = { expect: 'higher' } as const;
const lower = { expect: 'lower' } as const;

describe('the verdict at one point', () => {
  it.each([
    [0.1, 0.2, 'higher', 'holds'],
    [0, 0.2, 'higher', 'undecided'],
    [-0.1, 0.2, 'higher', 'undecided'],
    [-0.2, -0.1, 'higher', 'flips'],
    [-0.2, -0.1, 'lower', 'holds'],
    [0.1, 0.2, 'lower', 'flips'],
    // surely no difference is not the one that was expected
    [0, 0, 'lower', 'flips'],
  ] as const)('%d to %d, expected %s: %s', (lower, upper, expected, verdict) => {
    expect(signVerdict({ estimate: (lower + upper) / 2, lower, upper, n: 100 }, { expect: expected })).toBe(
      verdict,
    );
  });

  it.each([
    [1, fewestOneSided, 'holds'],
    [0, fewestAlike, 'flips'],
    [-1, fewestOneSided, 'flips'],
  ] as const)('is that on a hypothesis where all pairs give %d: undecided of few', (value, from, verdict) => {
    const of = (n: number) => pairedDifference(new Array(n).fill(value), new Array(n).fill(0), 0.98);
    expect(signVerdict(of(from - 1), higher)).toBe('undecided');
    expect(signVerdict(of(from), higher)).toBe(verdict);
  });

  it.each([
    [-0.1, 0.1, 'holds'],
    [-0.1, 0.3, 'undecided'],
    [0.3, 0.4, 'flips'],
  ] as const)('%d to %d, expected to stay within .2: %s', (lower, upper, verdict) => {
    const effect = { estimate: (lower + upper) / 2, lower, upper, n: 100 };
    expect(signVerdict(effect, { expect: 'unchanged', within: 0.2 })).toBe(verdict);
  });

  it('is none without an effect', () => {
    expect(
      signVerdict({ estimate: Number.NaN, lower: -Infinity, upper: Infinity, n: 0 }, higher),
    ).toBeUndefined();
  });
});

describe('the share of the parameter space', () => {
  it('finds the one threshold that turns the sign, and what holds on either side', () => {
    // The sign holds up to a trust of .7 and flips above it; one stratum of 400 is at most one point.
    const found = signShare(
      points.map((p) => interval(p[0] < 0.7 ? 1 : -1)),
      higher,
      space,
    );
    expect(found).toMatchObject({ n, leftOut: 0, contrast: 'flips' });
    expect(found.holds.estimate).toBeCloseTo(0.7, 2);
    expect(found.flips.estimate).toBeCloseTo(0.3, 2);
    expect(found.undecided).toMatchObject({ estimate: 0, lower: 0 });
    // Wilson's bounds of 280 in 400.
    expect(found.holds.lower).toBeCloseTo(0.65336, 5);
    expect(found.holds.upper).toBeCloseTo(0.74283, 5);
    const [first, ...rest] = found.flippers;
    expect(first).toMatchObject({ parameter: 'trust', separation: 1, holds: 'below', trend: 0 });
    expect(first.threshold).toBeCloseTo(0.7, 2);
    expect(first.shareBelow.estimate).toBe(1);
    expect(first.shareAbove.estimate).toBe(0);
    expect(first.shareAbove.n).toBe(120);
    expect(first.p).toBeLessThan(1e-50);
    for (const other of rest) {
      expect(other.p).toBeGreaterThan(0.001);
      expect(Math.abs(other.trend - 0.5)).toBeLessThan(0.13);
    }
  });

  it('ranks by how well a parameter parts the points', () => {
    // The sign of trust − cost / 2 − .2 depends more on trust. Without noise the shares are areas: it holds
    // on 1 − (.2 + .7) / 2 = .55, and for a trust above t on the more the larger t is.
    const found = signShare(
      points.map((p) => interval(p[0] - p[1] / 2 - 0.2, 0)),
      higher,
      space,
    );
    expect(found.flippers.map(({ parameter }) => parameter)).toEqual(names);
    expect(found.holds.estimate).toBeCloseTo(0.55, 1);
    const [trust, cost] = found.flippers;
    expect([trust.holds, cost.holds]).toEqual(['above', 'below']);
    expect(trust.trend).toBeGreaterThan(0.85);
    expect(cost.trend).toBeLessThan(0.4);
    // Distributions of trust t: density (2t − .4)/.55 against (1.4 − 2t)/.45 between .2 and .7. They cross
    // where (2t − .4)/.55 = (1.4 − 2t)/.45, at t = .475, and are (.275²/.55, and .2 + .275 − .275²)/.45 up to
    // there. Around its top the difference is flat: the place of the largest one scatters.
    expect(Math.abs(trust.threshold - 0.475)).toBeLessThan(0.1);
    expect(trust.separation).toBeCloseTo((0.475 - 0.275 ** 2) / 0.45 - 0.275 ** 2 / 0.55, 1);
  });

  it('counts what is undecided apart, and tells holding from the rest when nothing flips', () => {
    const found = signShare(
      points.map((p) => interval(p[1], 0.25)),
      higher,
      space,
    );
    expect(found.contrast).toBe('not-holds');
    expect(found.undecided.estimate).toBeCloseTo(0.25, 2);
    expect(found.flips.estimate).toBe(0);
    expect(found.flippers[0]).toMatchObject({ parameter: 'cost', separation: 1, holds: 'above', trend: 1 });
    expect(found.estimated.estimate).toBe(1);
    expect(found.sides).toEqual([300, 100]);
    const asked = signShare(
      points.map((p) => interval(p[1], 0.25)),
      higher,
      space,
      { contrast: 'flips' },
    );
    expect(asked.flippers).toEqual([]);
  });

  it('tells want of pairs from want of an effect: the sign of the estimate beside the interval’s', () => {
    const wide = signShare(
      points.map((p, i) => (i < 40 ? interval(Number.NaN) : interval(p[0] - 0.2, 2))),
      higher,
      space,
    );
    expect(wide.undecided.estimate).toBe(1);
    const above = points.filter((p, i) => i >= 40 && p[0] > 0.2).length;
    expect(wide.estimated).toMatchObject({ n: 360, estimate: above / 360 });
  });

  it('takes no difference for a sign that only rounding left', () => {
    const cancelling = pairedDifference([0.1, 0.7, 0.3, 0.2], [0.2, 0.3, 0.7, 0.1]);
    const single = { estimate: 0.25, lower: Number.NaN, upper: Number.NaN, n: 1 };
    const found = signShare([cancelling, single], higher, []);
    expect(found.estimated.estimate).toBe(1 / 2);
    expect(signShare([cancelling], lower, []).estimated.estimate).toBe(0);
  });

  it('counts estimates within the margin where no difference is expected', () => {
    const effects = points.map((p) => interval(p[0] - 0.5, 0.01));
    const found = signShare(effects, { expect: 'unchanged', within: 0.1 }, space);
    expect(found.estimated.estimate).toBeCloseTo(0.2, 2);
    expect(found.holds.estimate).toBeCloseTo(0.18, 2);
    expect(found.flips.estimate).toBeCloseTo(0.78, 2);
  });

  it('tells where a sign flips from all else, where it holds nowhere', () => {
    const found = signShare(
      points.map((p) => (p[1] > 0.6 ? interval(-1) : interval(0.1, 1))),
      higher,
      space,
    );
    expect(found.contrast).toBe('not-flips');
    expect(found.sides).toEqual([240, 160]);
    const [cost] = found.flippers;
    expect(cost).toMatchObject({ parameter: 'cost', separation: 1, holds: 'below', trend: 0 });
    expect(cost.shareBelow.estimate).toBe(1);
    expect(cost.shareAbove.estimate).toBe(0);
  });

  it('tells the opposite of what was expected from no difference at all', () => {
    const found = signShare(
      points.map((p) => interval(p[0] < 0.2 ? -1 : p[0] < 0.5 ? 0 : 1, p[0] < 0.5 && p[0] > 0.2 ? 0 : 0.01)),
      higher,
      space,
    );
    expect([found.flips.estimate, found.same.estimate].map((share) => share.toFixed(2))).toEqual([
      '0.50',
      '0.30',
    ]);
    const margin = signShare([interval(0, 0)], { expect: 'unchanged', within: 0 }, []);
    expect([margin.holds.estimate, margin.same.estimate]).toEqual([1, 0]);
  });

  it('takes no side that is too small to tell anything', () => {
    // One point flips, so that no parameter of 60 could part it from the rest; forty are undecided.
    const effects = points.map((p) =>
      p[0] < 1 / n ? interval(-1) : p[0] < 41 / n ? interval(0, 1) : interval(1),
    );
    const many = Array.from({ length: 60 }, (_, i) => space[i % 3]);
    const found = signShare(effects, higher, many);
    expect(found).toMatchObject({ contrast: 'not-holds', sides: [n - 41, 41] });
    expect(tellingFlippers(found)[0]?.parameter).toBe('trust');
    const asked = signShare(effects, higher, many, { contrast: 'flips' });
    expect(asked.sides).toEqual([n - 41, 1]);
    expect(tellingFlippers(asked)).toEqual([]);
  });

  it('knows when too few points on one side leave nothing to tell', () => {
    // One threshold parts both without an error; only the second has enough points on the other side.
    const [few, enough] = [1, 40].map((count) =>
      signShare(
        points.map((p) => interval(p[0] < count / n ? -1 : 1)),
        higher,
        Array.from({ length: 60 }, (_, i) => space[i % 3]),
      ),
    );
    expect(few.sides).toEqual([n - 1, 1]);
    expect(few.flippers[0].separation).toBe(1);
    expect([few.canTell, tellingFlippers(few).length]).toEqual([false, 0]);
    expect(enough.sides).toEqual([n - 40, 40]);
    expect(enough.canTell).toBe(true);
    expect(tellingFlippers(enough)[0]?.parameter).toBe('trust');
  });

  it('leaves out points without an effect, and parameters where they have no value', () => {
    const effects = points.map((p, i) => (i < 40 ? interval(Number.NaN) : interval(p[0] - 0.5, 0)));
    const holed = { name: 'trust', values: points.map((p, i) => (i % 2 === 0 ? Number.NaN : p[0])) };
    const found = signShare(effects, lower, [holed, { name: 'same', values: points.map(() => 1) }]);
    expect([found.n, found.leftOut]).toEqual([360, 40]);
    expect(found.verdicts[0]).toBeUndefined();
    const [trust, same] = found.flippers;
    expect(trust.shareBelow.n + trust.shareAbove.n).toBe(180);
    expect(same).toMatchObject({ separation: 0, p: 1, trend: 0.5 });
    expect(signShare([], higher, [{ name: 'x', values: [] }])).toMatchObject({ n: 0, flippers: [] });
    expect(() => signShare(effects, higher, [{ name: 'x', values: [1] }])).toThrow(/parameter x/);
  });
});

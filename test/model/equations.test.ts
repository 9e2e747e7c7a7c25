import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPlay, loadScenario, type Scenario } from '../../engine/index.ts';
import { bestUtility, utilityOf } from '../../engine/preferences/utility.ts';
import { Act } from '../../engine/run/acts.ts';

// Utility and trust, computed here once more from the scenario file with plain arithmetic and Math. The other
// equations have files of their own beside this one.

const text = readFileSync('scenarios/first-mandate/scenario.yaml', 'utf8');
let scenario: Scenario;
beforeAll(async () => {
  const loaded = await loadScenario(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  scenario = loaded.value;
});

/** Positions of a package on the ladders. */
function positions(options: readonly number[]): number[] {
  return scenario.file.issues.map((issue, k) => issue.options[options[k]].position as number);
}

/** Equation 2 and equation 1, straight from the file. */
function utility(party: string, options: readonly number[], reliability: number): number {
  const { utility: u, issues } = scenario.file;
  const p = scenario.file.parties.find((candidate) => candidate.id === party);
  if (p === undefined) throw new Error(party);
  const a = positions(options);
  const depth = issues.reduce((sum, issue, k) => sum + issue.depth * a[k], 0);
  const distance = issues.reduce(
    (sum, issue, k) => sum + p.salience[issue.id] * (a[k] - p.ideal[issue.id]) ** 2,
    0,
  );
  const benefit = u.operations * p.benefit * depth * reliability;
  const cost = p.cost * depth * (1 + u.capacityCost * (1 - p.readiness));
  return benefit - u.distance * distance - cost + u.voice * (p.voice - 0.5);
}

describe('utility', () => {
  const packages = [
    [0, 0, 0, 0, 0],
    [2, 1, 1, 1, 1],
    [4, 4, 4, 3, 3],
    [1, 3, 2, 0, 2],
  ];

  it('is equation 2, for every party and package tried', () => {
    const terms = new Float64Array(4);
    scenario.partyIds.forEach((id, party) => {
      for (const options of packages) {
        for (const reliability of [0, 0.37, 1]) {
          const found = utilityOf(scenario, party, Int32Array.from(options), reliability, terms);
          expect(found).toBeCloseTo(utility(id, options, reliability), 12);
          expect(terms.reduce((sum, term) => sum + term, 0)).toBeCloseTo(found, 12);
        }
      }
    });
  });

  it('finds the best of all packages without looking at them all', () => {
    const counts = scenario.file.issues.map((issue) => issue.options.length);
    const total = counts.reduce((product, count) => product * count, 1);
    for (const id of ['imara', 'norland', 'civic'].filter((name) => scenario.partyIds.includes(name))) {
      let best = -Infinity;
      for (let index = 0; index < total; index++) {
        let rest = index;
        const options = counts.map((count) => {
          const option = rest % count;
          rest = Math.floor(rest / count);
          return option;
        });
        best = Math.max(best, utility(id, options, 0.6));
      }
      expect(bestUtility(scenario, scenario.partyIds.indexOf(id), 0.6)).toBeCloseTo(best, 12);
    }
  });

  it('of no agreement is the distance of today’s practice (correction C1)', () => {
    scenario.partyIds.forEach((id, party) => {
      const reversion = scenario.file.issues.map((issue) =>
        issue.options.findIndex((o) => o.id === issue.reversion),
      );
      // No agreement has neither benefit nor cost: take them out of equation 2 at the reversion point.
      const p = scenario.file.parties[party];
      const depth = scenario.file.issues.reduce(
        (sum, issue, k) => sum + issue.depth * positions(reversion)[k],
        0,
      );
      const cost = p.cost * depth * (1 + scenario.file.utility.capacityCost * (1 - p.readiness));
      expect(scenario.reversionUtility[party]).toBeCloseTo(utility(id, reversion, 0) + cost, 12);
    });
  });
});

describe('trust', () => {
  it('follows the Beta update of Jøsang and Ismail, by the weights of the acts', () => {
    const play = createPlay(scenario, { seed: 1 });
    const { run } = play;
    const n = scenario.partyCount;
    // Prior 2 and 2; φ = .97. By hand: one follow-through, then one defection of party 3, seen by party 0.
    run.act(3, Act['follow-through']);
    expect(run.f64['trust.alpha'][0 * n + 3]).toBeCloseTo(1 + 0.97 * 1 + 1, 12); // 2.97
    expect(run.f64['trust.beta'][0 * n + 3]).toBeCloseTo(1 + 0.97 * 1, 12); // 1.97
    run.act(3, Act.defection);
    expect(run.f64['trust.alpha'][0 * n + 3]).toBeCloseTo(1 + 0.97 * 1.97, 12); // 2.9109
    expect(run.f64['trust.beta'][0 * n + 3]).toBeCloseTo(1 + 0.97 * 0.97 + 1, 12); // 2.9409
    expect(run.f64['trust.alpha'][3 * n + 3]).toBe(2);
  });

  it('is unchanged to the last bit by an act of weight 0', () => {
    const { run } = createPlay(scenario, { seed: 1 });
    run.act(2, Act['follow-through']);
    const before = [run.f64['trust.alpha'].join(), run.f64['trust.beta'].join()];
    run.act(2, Act.signature);
    run.act(2, Act.communique);
    expect([run.f64['trust.alpha'].join(), run.f64['trust.beta'].join()]).toEqual(before);
  });

  it('makes ρ the weighted trust in the members', () => {
    const { run } = createPlay(scenario, { seed: 1 });
    const me = scenario.partyIds.indexOf('norland');
    const member = scenario.partyIds.indexOf('meridia');
    const members = new Int32Array(scenario.partyCount);
    members[member] = 1;
    // Trust starts at ½ everywhere: ρ = w_meridia·½ / (1 − w_norland).
    expect(run.reliability(me, members)).toBeCloseTo((0.22 * 0.5) / (1 - 0.24), 12);
  });
});

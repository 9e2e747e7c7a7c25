import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stableCoalitions } from '../../engine/analysis/coalitions/analyse.ts';
import { freeRiders, gainFromBeingIn, payoff } from '../../engine/analysis/coalitions/membership.ts';
import {
  gameOfRun,
  membershipGame,
  reliabilityOfPairs,
  reliabilityOfScenario,
  type ScenarioGame,
} from '../../engine/analysis/coalitions/scenario-game.ts';
import { computeMetrics, createPlay, metrics, requestedMetrics, type Scenario } from '../../engine/index.ts';
import { compiled, firstMandate, firstMandateDocument, type Loose, played } from '../run/first-mandate.ts';

/** First mandate with other rules of entry into force, limits and mechanisms. */
async function variant(change: (document: Loose) => void): Promise<Scenario> {
  const document: Loose = firstMandateDocument();
  change(document);
  return compiled(document);
}

const anyMember = await variant((document) => {
  document.rules.entryIntoForce = { parties: 1 };
});
const heavy = await variant((document) => {
  document.rules.entryIntoForce = { parties: 2, weight: 0.5 };
  for (const party of document.parties) party.margin = 0.1;
});
const fixedTrust = await variant((document) => {
  delete document.world.trust;
  document.utility.reliability = 0.7;
});

/** Equation 2 for a member of a coalition of states, from the file alone; every pair trusts as much. */
function member(
  scenario: Scenario,
  party: number,
  option: readonly number[],
  ids: readonly number[],
  t: number,
) {
  const { file } = scenario;
  const p = file.parties[party];
  const { distance, operations, capacityCost, voice } = file.utility;
  let [depth, loss, weight] = [0, 0, 0];
  file.issues.forEach((issue, k) => {
    const place = issue.options[option[k]].position ?? Number.NaN;
    depth += issue.depth * place;
    loss += p.salience[issue.id] * (place - p.ideal[issue.id]) ** 2;
  });
  for (const other of ids) if (other !== party) weight += file.parties[other].weight;
  const benefit = operations * p.benefit * depth * ((t * weight) / (1 - p.weight));
  const rest =
    voice * (p.voice - 0.5) - distance * loss - p.cost * depth * (1 + capacityCost * (1 - p.readiness));
  let today = 0;
  for (const issue of file.issues) today += p.salience[issue.id] * p.ideal[issue.id] ** 2;
  return { benefit, inside: benefit + rest - p.margin, nothing: voice * (p.voice - 0.5) - distance * today };
}

const packages = fc.tuple(...Array.from(firstMandate.optionCount, (count) => fc.nat(count - 1)));
const masks = fc.array(fc.nat(1), { minLength: 6, maxLength: 6 });

function gameOf(scenario: Scenario, option: readonly number[], spillOver: number): ScenarioGame {
  return membershipGame({
    scenario,
    option: Int32Array.from(option),
    adds: reliabilityOfScenario(scenario),
    without: scenario.reversionUtility,
    spillOver,
  });
}

describe('the membership game of a text', () => {
  test.each([
    ['any member', anyMember, 1, 0, 0.5],
    ['half the weight', heavy, 2, 0.5, 0.5],
    ['without a mechanism of trust', fixedTrust, 3, 0, 0.7],
  ] as const)('has the payoffs of the model: %s', (_name, scenario, count, least, trust) => {
    fc.assert(
      fc.property(packages, masks, fc.integer({ min: 0, max: 10 }), (option, bits, tenth) => {
        const game = gameOf(scenario, option, tenth / 10);
        const members = Uint8Array.from(bits);
        const ids = [...game.parties].filter((_, n) => members[n] === 1);
        const weight = ids.reduce((sum, id) => sum + scenario.file.parties[id].weight, 0);
        const isThere = ids.length >= count && weight >= least - 1e-9;
        game.parties.forEach((party, n) => {
          const { benefit, inside, nothing } = member(scenario, party, option, ids, trust);
          const line = scenario.file.parties[party].redLines;
          const crosses = scenario.file.issues.some(({ id, options }, k) => {
            const most = options.findIndex((one) => one.id === line[id]?.atMost);
            return most >= 0 && option[k] > most;
          });
          const expected = !isThere
            ? nothing
            : members[n] === 0
              ? nothing + (tenth / 10) * benefit
              : crosses
                ? Number.NEGATIVE_INFINITY
                : inside;
          const found = payoff(game, n, members);
          if (Number.isFinite(expected)) expect(found).toBeCloseTo(expected, 12);
          else expect(found).toBe(expected);
        });
      }),
      { numRuns: 100 },
    );
  });

  test('shrinks with the spill-over, and payments never shrink it, where any member will do', () => {
    fc.assert(
      fc.property(packages, (option) => {
        let before = { size: 7, paid: 7 };
        for (let tenth = 0; tenth <= 10; tenth++) {
          const { largest, largestWithPayments } = stableCoalitions(gameOf(anyMember, option, tenth / 10));
          expect(largest.size).toBeLessThanOrEqual(before.size);
          expect(largestWithPayments.size).toBeLessThanOrEqual(before.paid);
          expect(largestWithPayments.size).toBeGreaterThanOrEqual(largest.size);
          before = { size: largest.size, paid: largestWithPayments.size };
        }
      }),
      { numRuns: 60 },
    );
  });

  test('bounds what anybody could gain by joining', () => {
    fc.assert(
      fc.property(packages, masks, fc.integer({ min: 0, max: 10 }), (option, bits, tenth) => {
        for (const scenario of [anyMember, heavy]) {
          const game = gameOf(scenario, option, tenth / 10);
          const members = Uint8Array.from(bits);
          for (let player = 0; player < game.players; player++) {
            const gain = gainFromBeingIn(game, player, members);
            members[player] = 1;
            if (game.isInEffect!(members)) expect(gain).toBeLessThanOrEqual(game.mostGain!(player) + 1e-12);
            members[player] = bits[player];
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('of a run has the trust of the run: what is expected of all is the sum over each', () => {
    const { run } = played(firstMandate, { seed: 3 });
    const adds = reliabilityOfPairs(run);
    for (const party of firstMandate.states) {
      let sum = 0;
      for (let other = 0; other < firstMandate.partyCount; other++) {
        if (run.i32['treaty.expected'][other] === 1) sum += adds[party * firstMandate.partyCount + other];
      }
      expect(sum).toBeCloseTo(run.reliability(party, run.i32['treaty.expected']), 12);
      const game = gameOfRun(run);
      const members = Uint8Array.from(game.parties, (one) => run.i32['treaty.expected'][one]);
      const player = game.parties.indexOf(party);
      if (members[player] === 0) continue;
      expect(game.inside(player, members)).toBeCloseTo(
        run.textUtility(party) - firstMandate.margin[party],
        12,
      );
    }
  });

  test('is of the states that may join the treaty', async () => {
    const scenario = await variant((document) => {
      document.groups = [{ id: 'outside', title: 'Outside', members: ['norland'] }];
      document.rules.entryIntoForce = { parties: 1 };
      document.rules.additionalProtocols = [
        { id: 'outsiders', title: 'For outsiders', joins: 'outside', entryIntoForce: { parties: 1 } },
      ];
    });
    const { parties } = gameOf(scenario, [0, 0, 0, 0, 0], 0);
    expect([...parties].map((party) => scenario.partyIds[party])).not.toContain('norland');
    expect(parties).toHaveLength(5);
  });
});

describe('metrics of coalitions', () => {
  const ids = ['stableCoalition', 'stableWithPayments', 'freeRiders'];

  test('are computed when asked for, of the text adopted and of those bound', async () => {
    const spilling = await variant((document) => {
      document.world['spill-over'] = { share: 0.9 };
    });
    for (let seed = 1; seed <= 5; seed++) {
      const play = createPlay(spilling, { seed });
      play.toEnd();
      const idle = computeMetrics(play.run);
      const asked = computeMetrics(play.run, requestedMetrics);
      const slots = ids.map((id) => metrics.findIndex((metric) => metric.id === id));
      for (const slot of slots) expect(idle[slot]).toBeNaN();
      const game = gameOfRun(play.run, 0.9);
      const bound = Uint8Array.from(game.parties, (party) =>
        play.run.i32['treaty.boundTick'][party] >= 0 ? 1 : 0,
      );
      const { largest, largestWithPayments } = stableCoalitions(game);
      const expected = [largest.size, largestWithPayments.size, freeRiders(game, bound).length];
      expect(slots.map((slot) => asked[slot])).toEqual(expected);
    }
  });

  test('do not apply without a text', async () => {
    const none = await variant((document) => {
      document.rules.decision = [{ rule: 'unanimity' }];
      for (const party of document.parties) party.benefit = 0;
    });
    const play = createPlay(none, { seed: 1 });
    play.toEnd();
    const asked = computeMetrics(play.run, requestedMetrics);
    for (const id of ids) expect(asked[metrics.findIndex((metric) => metric.id === id)]).toBeNaN();
  });
});

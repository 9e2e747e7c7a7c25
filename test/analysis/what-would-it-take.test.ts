import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomeSpace } from '../../engine/analysis/outcomes/analyse.ts';
import { gameOfScenario } from '../../engine/analysis/outcomes/game.ts';
import { pivotalParties } from '../../engine/analysis/outcomes/pivotal.ts';
import {
  type Situation,
  situationOfPackage,
  situationOfRun,
  standingOf,
  statesIn,
} from '../../engine/analysis/situation.ts';
import {
  type Answer,
  dissenters,
  type Remedy,
  whatWouldItTake,
} from '../../engine/analysis/what-would-it-take.ts';
import type { Scenario } from '../../engine/index.ts';
import { Ballot } from '../../engine/rules/decision.ts';
import { compiled, firstMandate, firstMandateDocument, type Loose, played } from '../run/first-mandate.ts';

/** Model equations 1 and 2, written from the page of the model, from the file and nothing else. */
function utility(scenario: Scenario, party: number, option: readonly number[], rho: number): number {
  const { file } = scenario;
  const { utility: u } = file;
  const p = file.parties[party];
  let depth = 0;
  let loss = 0;
  file.issues.forEach((issue, k) => {
    const place = issue.options[option[k]].position ?? Number.NaN;
    depth += issue.depth * place;
    loss += p.salience[issue.id] * (place - p.ideal[issue.id]) ** 2;
  });
  const cost = p.cost * depth * (1 + u.capacityCost * (1 - p.readiness));
  return u.operations * p.benefit * depth * rho - u.distance * loss - cost + u.voice * (p.voice - 0.5);
}

function limit(scenario: Scenario, party: number): number {
  const { file } = scenario;
  const p = file.parties[party];
  let loss = 0;
  for (const issue of file.issues) {
    const place = issue.options.find(({ id }) => id === issue.reversion)?.position ?? Number.NaN;
    loss += p.salience[issue.id] * (place - p.ideal[issue.id]) ** 2;
  }
  return -file.utility.distance * loss + file.utility.voice * (p.voice - 0.5) + p.margin;
}

function isInside(scenario: Scenario, party: number, option: readonly number[]): boolean {
  return scenario.file.issues.every((issue, k) => {
    const line = scenario.file.parties[party].redLines[issue.id];
    const place = (id: string | undefined, fallback: number) =>
      id === undefined ? fallback : issue.options.findIndex((one) => one.id === id);
    return option[k] >= place(line?.atLeast, 0) && option[k] <= place(line?.atMost, 99);
  });
}

/** What is left to a party over its limit after a remedy; −1 beyond a red line. */
function left(scenario: Scenario, situation: Situation, answer: Answer, remedy: Remedy, party: number) {
  const option = [...situation.option];
  let rho = situation.reliability[party];
  let more = 0;
  for (const change of remedy.changes) {
    if (change.kind === 'option') option[change.issue] = change.to;
    else if (change.kind === 'payment') {
      if (change.donor === party) more -= change.amount;
      if (answer.party === party) more += change.amount;
    } else if (change.kind === 'voice') {
      if (answer.party === party) more += scenario.file.utility.voice * (change.to - change.from);
      expect(change.to).toBeLessThanOrEqual(1);
    } else {
      let members = 0;
      for (const state of scenario.states) {
        if (state !== party && situation.members[state] === 1) members += scenario.weight[state];
      }
      const q = 0.15 + 0.75 * scenario.monitoring;
      rho += q * (members / (1 - scenario.weight[party]) - rho);
    }
  }
  if (!isInside(scenario, party, option)) return -1;
  return utility(scenario, party, option, rho) + more - limit(scenario, party);
}

const packages = fc.tuple(...Array.from(firstMandate.optionCount, (count) => fc.nat(count - 1)));

/** First mandate with other limits and without or with the mechanism that audits. */
const variants: Scenario[] = [];
for (const margin of [0.02, 0.15, 0.4]) {
  for (const hasAudits of [true, false]) {
    const document: Loose = firstMandateDocument();
    for (const party of document.parties) party.margin = margin;
    if (!hasAudits) delete document.world.compliance;
    variants.push(await compiled(document));
  }
}

describe('what would it take?', () => {
  test('every remedy brings the party in and loses nobody, by the equations of the model', () => {
    fc.assert(
      fc.property(fc.nat(variants.length - 1), packages, (variant, option) => {
        const scenario = variants[variant];
        const situation = situationOfPackage(scenario, option);
        const isIn = statesIn(scenario, situation);
        for (const answer of dissenters(scenario, situation)) {
          for (const remedy of answer.remedies) {
            expect(remedy.changes).toHaveLength(answer.changes ?? -1);
            const gained = left(scenario, situation, answer, remedy, answer.party);
            expect(gained).toBeGreaterThanOrEqual(-2e-9);
            expect(remedy.surplus).toBeCloseTo(gained, 8);
            for (const state of scenario.states) {
              if (isIn[state] === 0) continue;
              expect(left(scenario, situation, answer, remedy, state)).toBeGreaterThanOrEqual(-2e-9);
            }
            const total = remedy.payers.reduce((sum, payer) => sum + payer.loses, 0);
            expect(total).toBeCloseTo(remedy.price, 9);
          }
          const prices = answer.remedies.map(({ price }) => price);
          prices.forEach((price, i) => {
            if (i > 0) expect(price).toBeGreaterThanOrEqual(prices[i - 1] - 1e-8);
          });
        }
      }),
      { numRuns: 150 },
    );
  });

  test('one option is changed where an exhaustive search finds one, two only where none', () => {
    fc.assert(
      fc.property(fc.nat(variants.length - 1), packages, (variant, option) => {
        const scenario = variants[variant];
        const situation = situationOfPackage(scenario, option);
        const rho = situation.reliability;
        const takes = (party: number, text: readonly number[]) =>
          isInside(scenario, party, text) &&
          utility(scenario, party, text, rho[party]) >= limit(scenario, party) - 1e-9;
        const isIn = Array.from(scenario.states).filter((state) => takes(state, option));
        for (const answer of dissenters(scenario, situation)) {
          const prices: number[] = [];
          option.forEach((_, k) => {
            for (let o = 0; o < scenario.optionCount[k]; o++) {
              const text = option.map((old, index) => (index === k ? o : old));
              if (o === option[k] || !takes(answer.party, text)) continue;
              if (!isIn.every((state) => takes(state, text))) continue;
              let price = 0;
              for (const state of scenario.states) {
                if (state === answer.party) continue;
                const loses =
                  utility(scenario, state, option, rho[state]) - utility(scenario, state, text, rho[state]);
                if (loses > 1e-9) price += loses;
              }
              prices.push(price);
            }
          });
          const found = answer.remedies.filter(
            ({ changes }) => changes.length === 1 && changes[0].kind === 'option',
          );
          if (answer.changes === 1 && answer.remedies.length < 12) expect(found).toHaveLength(prices.length);
          if (answer.changes === 1 && found.length > 0) {
            expect(found[0].price).toBeCloseTo(Math.min(...prices), 8);
          }
          if (answer.changes !== 1) expect(prices).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('says so when nothing within two changes works, and when the party is in', async () => {
    const document: Loose = firstMandateDocument();
    const norland = document.parties.find(({ id }: Loose) => id === 'norland');
    norland.margin = 1;
    const scenario = await compiled(document);
    const party = scenario.partyIds.indexOf('norland');
    const answer = whatWouldItTake(scenario, situationOfPackage(scenario, scenario.reversion), party);
    expect(answer).toMatchObject({ standing: 'below-limit', changes: undefined, remedies: [] });
    const aldria = scenario.partyIds.indexOf('aldria');
    const text = [2, 1, 1, 1, 1];
    const situation = situationOfPackage(scenario, text);
    expect(standingOf(scenario, situation, aldria)).toBe('in');
    expect(whatWouldItTake(scenario, situation, aldria)).toMatchObject({ changes: 0, remedies: [] });
  });

  test('a text beyond a red line takes a change of that issue, whatever is paid', () => {
    const issue = firstMandate.issueIds.indexOf('certification');
    const norland = firstMandate.partyIds.indexOf('norland');
    const top = firstMandate.optionCount[issue] - 1;
    const text = Array.from(firstMandate.optionCount, (_, k) => (k === issue ? top : 1));
    const answer = whatWouldItTake(firstMandate, situationOfPackage(firstMandate, text), norland);
    expect(answer.standing).toBe('beyond-red-line');
    expect(answer.remedies.length).toBeGreaterThan(0);
    for (const { changes } of answer.remedies) {
      expect(changes.some((change) => change.kind === 'option' && change.issue === issue)).toBe(true);
    }
  });

  test('is the same for a run, from its text and its trust', () => {
    const play = played(firstMandate, { seed: 2 });
    const situation = situationOfRun(play.run);
    expect(Array.from(situation.option)).toEqual(Array.from(play.run.i32['text.option']));
    for (const state of firstMandate.states) {
      expect(situation.reliability[state]).toBe(play.run.reliability(state, situation.members));
    }
  });
});

describe('the outcome space of first-mandate', () => {
  test('holds the 180 texts that its page counts', () => {
    const reliability = Array.from(firstMandate.states, () => 0.5);
    const game = gameOfScenario(firstMandate, firstMandate.states, reliability);
    // The page counts limits; red lines come on top.
    game.acceptable.fill(-1);
    expect(outcomeSpace(game).zopa).toEqual({ packages: 180, exact: true });
    expect(outcomeSpace(game).packages).toBe(2000);
  });

  test('pivotal parties: all under consensus, those at the edge under a majority', async () => {
    const document: Loose = firstMandateDocument();
    document.rules.decision = [{ rule: 'consensus' }, { rule: 'two-thirds' }, { rule: 'simple-majority' }];
    const scenario = await compiled(document);
    const [consensus, twoThirds, simple] = scenario.decision;
    const ballot = new Int32Array(scenario.partyCount).fill(Ballot.yes);
    const states = Array.from(scenario.states);
    expect(pivotalParties(scenario, consensus, ballot)).toEqual(states);
    expect(pivotalParties(scenario, twoThirds, ballot)).toEqual([]);
    ballot[states[0]] = Ballot.no;
    ballot[states[1]] = Ballot.no;
    // Four of six: each yes is needed, and no further no turns what is carried.
    expect(pivotalParties(scenario, twoThirds, ballot)).toEqual(states.slice(2));
    expect(pivotalParties(scenario, simple, ballot)).toEqual(states.slice(2));
    ballot[states[2]] = Ballot.no;
    ballot[states[3]] = Ballot.no;
    expect(pivotalParties(scenario, simple, ballot)).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import {
  decodeEvents,
  type ExplainedDecision,
  explainParty,
  maySeeEvent,
  type RunEvent,
} from '../../engine/index.ts';
import { firstMandate, played } from './first-mandate.ts';

const runs = [1, 7, 12].map((seed) => {
  const play = played(firstMandate, { seed });
  return {
    seed,
    rounds: play.sliceDigests.length,
    events: decodeEvents(firstMandate, play.recorder.records()),
  };
});

function decisionsOf(events: readonly RunEvent[], rounds: number): ExplainedDecision[] {
  return firstMandate.partyIds.flatMap((party) =>
    Array.from({ length: rounds }, (_, round) =>
      explainParty(firstMandate, events, { round, party }),
    ).flatMap((explanation) => {
      expect(explanation.summary).not.toMatch(/undefined|NaN|Infinity|\.\./);
      expect(explanation.sentences.length).toBeGreaterThan(0);
      return [...explanation.decisions];
    }),
  );
}

const all = runs.flatMap(({ events, rounds }) => decisionsOf(events, rounds));
const ofKind = (...kinds: ExplainedDecision['kind'][]) =>
  all.filter((decision) => kinds.includes(decision.kind));
const term = (decision: ExplainedDecision, name: string): number => {
  const found = decision.terms.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${decision.kind} without ${name}: ${decision.sentence}`);
  expect(found.meaning).not.toBe('');
  return found.value;
};

describe('the numbers of an explanation are those on which the party decided', () => {
  test('who accepts, signs or does not object judged the text to be worth what it asked for', () => {
    const decisions = ofKind('accepts', 'signs', 'does-not-object', 'endorses');
    expect(decisions.length).toBeGreaterThan(100);
    for (const each of decisions) {
      const judged = term(each, 'utility') + term(each, 'noise');
      expect(judged, each.sentence).toBeGreaterThanOrEqual(term(each, 'target') - 1e-12);
    }
  });

  test('who objects judged it to be worth less, or sees a red line crossed', () => {
    const decisions = ofKind('objects', 'objects-formally', 'does-not-join', 'opposes');
    expect(decisions.length).toBeGreaterThan(100);
    for (const each of decisions) {
      const crossed = each.sentence.includes('crosses its red line');
      const judged = term(each, 'utility') + term(each, 'noise');
      if (!crossed) expect(judged, each.sentence).toBeLessThan(term(each, 'target'));
    }
  });

  test('the utility is the sum of its terms', () => {
    for (const each of ofKind('accepts', 'objects')) {
      const sum = ['benefit', 'distance', 'cost', 'voice'].reduce(
        (total, name) => total + term(each, name),
        0,
      );
      expect(term(each, 'utility')).toBe(sum);
    }
  });

  test('who ratifies drew less than the hazard, and the pressure is the sum of its parts', () => {
    const decisions = ofKind('ratifies');
    expect(decisions.length).toBeGreaterThan(10);
    for (const each of decisions) {
      expect(term(each, 'draw')).toBeLessThan(term(each, 'hazard'));
      const parts = ['treaty', 'opinion', 'bar', 'lobbies'].reduce((sum, name) => sum + term(each, name), 0);
      expect(parts).toBeCloseTo(term(each, 'pressure'), 9);
    }
  });

  test('who means to comply drew less than its willingness, who does not drew more', () => {
    expect(ofKind('means-to-comply', 'means-to-defect').length).toBeGreaterThan(30);
    for (const each of ofKind('means-to-comply'))
      expect(term(each, 'draw')).toBeLessThan(term(each, 'willingness'));
    for (const each of ofKind('means-to-defect')) {
      expect(term(each, 'draw')).toBeGreaterThanOrEqual(term(each, 'willingness'));
    }
  });
});

test('objections name their issues in one sentence, with what the best option would gain', () => {
  const { events } = runs[1]!;
  const { decisions, summary } = explainParty(firstMandate, events, { round: 3, party: 'norland' });
  const objection = decisions.find((decision) => decision.kind === 'objects');
  const objected = events.filter(
    (event) => event.kind === 'objected' && event.round === 3 && event.party === 'norland',
  );
  expect(objection?.issues.map((issue) => issue.issue)).toEqual(
    objected.map((event) => (event.kind === 'objected' ? event.issue : '')),
  );
  for (const issue of objection?.issues ?? []) expect(issue.gain).toBeGreaterThanOrEqual(0);
  expect(summary).toMatch(
    /Norland objects to .+ and .+: the text is worth −?[\d.]+ to it, .*below the −?[\d.]+ it asks for/,
  );
});

test('a party that has not ratified is told its chance, its pressure and how long that could last', () => {
  const { events } = runs[1]!;
  const { summary } = explainParty(firstMandate, events, { round: 16, party: 'meridia' });
  expect(summary).toMatch(
    /Meridia has not ratified by round 16: the chance in a month is [\d.]+ % \(pressure .+: treaty .+ lob/,
  );
  expect(summary).toMatch(/after \d+ months had a chance of [\d.]+ %/);
  const vetoed = explainParty(firstMandate, events, { round: 16, party: 'norland' });
  expect(vetoed.summary).toMatch(/the veto of the second chamber blocks it: support there is 0\.\d+, /);
  expect(vetoed.summary).toMatch(/and 0\.50 is asked for; the bill dies in \d+ months/);
});

test('a seat’s own view explains its own party as the whole run does, others without numbers', () => {
  const { events, rounds } = runs[1]!;
  const own = events.filter((event) => maySeeEvent(event, { role: 'seat', seat: 'norland' }, false));
  expect(own.length).toBeLessThan(events.length);
  for (let round = 0; round < rounds; round++) {
    const query = { round, party: 'norland' };
    expect(explainParty(firstMandate, own, query)).toEqual(explainParty(firstMandate, events, query));
    const other = explainParty(firstMandate, own, { round, party: 'imara' });
    expect(other.terms, 'numbers of the round').toEqual([]);
    for (const decision of other.decisions) {
      expect(decision.sentence).not.toMatch(/worth|red line|chance|gain/);
      for (const issue of decision.issues) expect(Object.keys(issue)).toEqual(['issue', 'option']);
    }
  }
});

test('what cannot be explained is said', () => {
  const { events } = runs[1]!;
  expect(explainParty(firstMandate, events, { round: 1, party: 'nobody' }).summary).toContain(
    'no party “nobody”',
  );
  expect(explainParty(firstMandate, events, { round: 4000, party: 'imara' }).summary).toContain(
    'no round 4000',
  );
  expect(explainParty(firstMandate, [], { round: 0, party: 'imara' }).summary).toContain('no round 0');
});

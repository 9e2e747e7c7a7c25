import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { agreementImplementations } from '../../engine/agents/agreement.ts';
import { chairImplementations } from '../../engine/agents/chair.ts';
import { charts } from '../../engine/agents/index.ts';
import { meetingImplementations } from '../../engine/agents/meeting.ts';
import { observerImplementations } from '../../engine/agents/observer.ts';
import { stateImplementations } from '../../engine/agents/state.ts';
import { createPlay, loadScenario, type Run, type Scenario } from '../../engine/index.ts';
import { compareWithXstate } from '../statechart/compare.ts';

const implementations = {
  state: stateImplementations,
  observer: observerImplementations,
  chair: chairImplementations,
  agreement: agreementImplementations,
  meeting: meetingImplementations,
};

let scenario: Scenario;
beforeAll(async () => {
  const text = readFileSync('scenarios/first-mandate/scenario.yaml', 'utf8');
  const loaded = await loadScenario(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  scenario = loaded.value;
});

/** Shared, because states are compared by value and closures are not. */
const nothing = (): void => {};

/** The arrays of a run, such that every guard is true for some parties and false for others. */
function makeRun(spread: number): Run {
  const { i32, f64, loop } = createPlay(scenario, { seed: spread }).run;
  const { states, entryIntoForce, additionalProtocols, instrument, calendar } = scenario;
  const rules = { states, entryIntoForce, additionalProtocols, instrument, calendar };
  // Members present, and how many the debate and a decision need.
  const quorum = { 'assembly.state': Int32Array.of(0, 0, spread % 5, 1, 3) };
  // Amendments carried by review conferences before.
  const review = { 'review.amendments': Int32Array.of(spread % 2) };
  const slim = {
    i32: { ...i32, ...quorum, ...review },
    f64: { ...f64 },
    loop,
    emit: nothing,
    emitNumber: nothing,
  };
  const run = { ...slim, scenario: rules } as unknown as Run;
  run.i32['treaty.adoptedTick'][0] = spread % 3 === 0 ? -1 : 4;
  run.i32['treaty.forceTick'][0] = spread % 2 === 0 ? -1 : 9;
  run.i32['treaty.thresholdTick'][0] = spread % 2 === 0 ? -1 : 9;
  // in some runs the thresholds are met and the delay is not over
  run.i32['treaty.bindsTick'][0] = spread % 2 === 0 ? -1 : spread % 3 === 0 ? 9 : 0;
  for (let party = 0; party < scenario.partyCount; party++) {
    run.i32['talks.hopelessRounds'][party] = (party + 1) % 4;
    run.i32['treaty.ratifiedTick'][party] = (party + spread) % 2 === 0 ? 3 : -1;
    run.f64['ratification.hazard'][party] = 0.4;
    run.f64['ratification.rejection'][party] = 0.3;
    run.i32['ratification.again'][party] = (party + spread) % 2;
    run.f64['compliance.ability'][party] = 0.5;
    run.i32['compliance.cleanPeriods'][party] = (party + spread) % 4;
  }
  return run;
}

/** Events that lead to where events at random seldom come; the walks begin with one of these ways. */
const longWays: Readonly<Record<string, readonly (readonly (string | [event: string, value: number])[])[]>> =
  {
    state: [
      [],
      ['ACCEDE', 'SESSION', 'FORCE'],
      ['SIGN', 'SUBMIT', ['SESSION', -0.05], 'FORCE', 'DEFECT'],
      // Bound, then fallen behind for want of capacity, then excused.
      ['SIGN', 'SUBMIT', ['SESSION', -0.05], 'FORCE', ['PERIOD', 2], 'ESCAPE'],
    ],
    meeting: [['CONVENE', 'OPEN', 'TABLE', 'DEBATE', 'DECIDE', 'DIVIDE', 'PUT', 'EXPLAIN']],
  };

const names = Object.keys(charts) as (keyof typeof charts)[];

describe.each(names)('the %s machine', (name) => {
  const { machine, table } = charts[name];
  const anyEvent = fc.record({
    event: fc.constantFrom(...table.eventNames),
    value: fc.constantFrom(-0.05, 0.1, 0.35, 0.6, 0.9, 2),
  });

  it('steps in tables as it does in xstate, and reaches every state', () => {
    const visited = new Set<string>();
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 80, maxLength: 200 }), fc.nat(11), (events, spread) => {
        const ways = longWays[name] ?? [[]];
        const way = (ways[events.length % ways.length] ?? []).map((step) =>
          typeof step === 'string' ? { event: step } : { event: step[0], value: step[1] },
        );
        const walk = [...way, ...events];
        const compared = compareWithXstate(machine, implementations[name], () => makeRun(spread), walk, {
          party: spread,
        });
        for (const state of compared.visited) visited.add(state);
      }),
      { numRuns: 20, seed: 1 },
    );
    const unreached = table.stateNames.filter((state) => state !== '' && !visited.has(state));
    expect(unreached).toEqual([]);
  });
});

describe('the comparison', () => {
  it('fails when the transitions of the table leave no state', () => {
    const { machine, table } = charts.state;
    const wrong = { ...table, clear: new Int32Array(table.clear.length) };
    const events = [{ event: 'ORDER' }, { event: 'MANDATE' }, { event: 'TEXT' }, { event: 'ACCEPT' }];
    expect(() =>
      compareWithXstate(machine, stateImplementations, () => makeRun(1), events, { table: wrong }),
    ).toThrow();
  });
});

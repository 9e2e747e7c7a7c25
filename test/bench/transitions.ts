/** Transitions of the shipped `state` machine, guards and actions included: tables beside xstate. */
import { createActor, initialTransition, transition } from 'xstate';
import type { Run, Scenario } from '../../engine/index.ts';
import type { ChartEvent } from '../../engine/statechart/step.ts';
import { charts, createPlay, interpretMachine, stateImplementations } from './engine.ts';
import { interleave, type Measured, ratios, summarise, warmUps } from './measure.ts';

/**
 * A delegation's life: every region moves, seven events run actions and five are decided, or refused, by
 * guards.
 */
const life: readonly (readonly [event: keyof typeof charts.state.event, value: number])[] = [
  ['ORDER', 0],
  ['MANDATE', 0],
  ['TEXT', 0],
  ['OBJECT', 0],
  ['WALK', 0],
  ['ACCEPT', 0],
  ['AMEND', 0.1],
  ['AMEND', -0.1],
  ['ACCEPT', 0],
  ['SIGN', 0],
  ['SUBMIT', 0],
  ['SESSION', 0.5],
  ['SESSION', 0.1],
  ['PERIOD', 0.9],
  ['PERIOD', 0.1],
  ['DEFECT', 0],
  ['DETECT', 0],
  ['REINSTATE', 9],
  ['REINSTATE', 1],
  ['BLOCK', 0],
];

/**
 * The arrays of a run on which that life can be lived. Facts go nowhere: this measures transitions, not
 * records.
 */
function makeRun(scenario: Scenario): Run {
  const { run } = createPlay(scenario, { seed: 1 });
  run.i32['treaty.adoptedTick'][0] = 4;
  run.i32['treaty.forceTick'][0] = 9;
  run.f64['ratification.hazard'][0] = 0.4;
  run.f64['ratification.rejection'][0] = 0.3;
  run.f64['compliance.ability'][0] = 0.5;
  run.i32['compliance.cleanPeriods'][0] = 2;
  return Object.assign(run, { emit: () => {}, emitNumber: () => {} });
}

/** What the three ways cost. */
export interface TransitionFigures {
  /** Events a second. */
  readonly tables: Measured;
  readonly actor: Measured;
  readonly pure: Measured;
  /** How many times the tables are as fast. */
  readonly overActor: Measured;
  readonly overPure: Measured;
}

/** Measures all three in one process, in turns. */
export function measureTransitions(scenario: Scenario): TransitionFigures {
  const { machine, table, statechart, event: numbers } = charts.state;
  const run = makeRun(scenario);
  const event: ChartEvent = { type: 0, value: 0, other: -1 };
  const adapted = interpretMachine(machine, table.eventNames, stateImplementations);
  const input = adapted.context({ state: run, party: 0, event });
  const types = life.map(([name]) => numbers[name]);
  const values = life.map(([, value]) => value);
  const named = life.map(([type]) => ({ type }));
  const repetitions = 15;
  const lives = { tables: 40_000, xstate: 100 };
  // Lives begin with what was made before: a start is no transition.
  const start = new Int32Array(table.words);
  statechart.initial(start, 0, run, 0);
  const [startSnapshot] = initialTransition(adapted.machine, input);
  const actors = Array.from({ length: lives.xstate * (repetitions + warmUps) }, () =>
    createActor(adapted.machine, { input }).start(),
  );

  function byTables(): void {
    const configuration = new Int32Array(table.words);
    for (let i = 0; i < lives.tables; i++) {
      configuration.set(start);
      for (let e = 0; e < types.length; e++) {
        event.type = types[e];
        event.value = values[e];
        statechart.step(configuration, 0, run, 0, event);
      }
    }
  }

  function byActor(): void {
    for (let i = 0; i < lives.xstate; i++) {
      const actor = actors.pop();
      for (let e = 0; e < named.length; e++) {
        event.value = values[e];
        actor?.send(named[e]);
      }
    }
  }

  function byPureTransition(): void {
    for (let i = 0; i < lives.xstate; i++) {
      let snapshot = startSnapshot;
      for (let e = 0; e < named.length; e++) {
        event.value = values[e];
        const [next, actions] = transition(adapted.machine, snapshot, named[e]);
        for (const { exec, info, params } of actions) exec?.(info as never, params);
        snapshot = next;
      }
    }
  }

  const seconds = interleave({ tables: byTables, actor: byActor, pure: byPureTransition }, repetitions);
  const perSecond = (taken: readonly number[], count: number) => taken.map((s) => (count * life.length) / s);
  const tables = perSecond(seconds.tables, lives.tables);
  const actor = perSecond(seconds.actor, lives.xstate);
  const pure = perSecond(seconds.pure, lives.xstate);
  return {
    tables: summarise(tables),
    actor: summarise(actor),
    pure: summarise(pure),
    overActor: ratios(tables, actor),
    overPure: ratios(tables, pure),
  };
}

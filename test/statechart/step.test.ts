import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, createMachine } from 'xstate';
import { compileMachine } from '../../engine/statechart/compile.ts';
import { activeLeaves, fromValue, toValue } from '../../engine/statechart/configuration.ts';
import { interpretMachine } from '../../engine/statechart/interpret.ts';
import { bindStatechart, type ChartEvent, INITIAL_EVENT } from '../../engine/statechart/step.ts';
import { compareWithXstate } from './compare.ts';

interface Log {
  readonly lines: string[];
  limit: number;
}
const implementations = {
  guards: {
    isBelow: (log: Log) => log.lines.length < log.limit,
    isLoud: (_log: Log, _party: number, event: ChartEvent) => event.value > 0.5,
  },
  actions: {
    say: (log: Log, party: number, event: ChartEvent, params: unknown) => {
      log.lines.push(`${party}:${event.type}:${(params as { text: string }).text}`);
    },
  },
};
const say = (text: string) => ({ type: 'say', params: { text } });
const makeLog = (): Log => ({ lines: [], limit: 6 });
const create = (config: object) => createMachine(config as never) as unknown as AnyStateMachine;
/** Names every implementation, so that small machines need not. */
const unused = { on: { NEVER: { guard: 'isBelow', actions: say('never') }, NEVER2: { guard: 'isLoud' } } };

const party = create({
  id: 'party',
  type: 'parallel',
  ...unused,
  states: {
    stance: {
      initial: 'open',
      states: {
        open: {
          entry: say('+open'),
          exit: say('-open'),
          on: { SIGN: { target: 'bound', actions: say('bind') } },
        },
        bound: { entry: say('+bound'), on: { SIGN: { actions: say('again') } } },
      },
    },
    commitment: {
      initial: 'none',
      states: {
        none: { exit: say('-none'), on: { SIGN: { target: 'inForce', actions: say('force') } } },
        inForce: {
          entry: say('+inForce'),
          exit: say('-inForce'),
          initial: 'complying',
          on: { LEAVE: 'none' },
          states: {
            complying: {
              entry: say('+complying'),
              exit: say('-complying'),
              on: { BREACH: 'defecting', LEAVE: undefined },
            },
            defecting: { on: { BREACH: { target: 'defecting', reenter: true } } },
          },
        },
      },
    },
  },
});

const start = (machine: AnyStateMachine, offset = 0) => {
  const table = compileMachine(machine);
  const chart = bindStatechart(table, implementations);
  const configurations = new Int32Array(offset + table.words);
  const log = makeLog();
  chart.initial(configurations, offset, log, 7);
  const send = (event: string, value = 0): boolean => {
    log.lines.length = 0;
    return chart.step(configurations, offset, log, 7, { type: table.eventIndex(event), value, other: -1 });
  };
  return { table, chart, configurations, log, send, value: () => toValue(table, configurations, offset) };
};

describe('a statechart', () => {
  it('starts in its initial states and runs their entry actions in document order', () => {
    const { log, value } = start(party);
    expect(log.lines).toEqual([`7:${INITIAL_EVENT}:+open`]);
    expect(value()).toEqual({ stance: 'open', commitment: 'none' });
  });

  it('moves several regions in one microstep: exits backwards, own actions, entries', () => {
    const { log, send, value } = start(party);
    expect(send('SIGN')).toBe(true);
    const order = ['-none', '-open', 'bind', 'force', '+bound', '+inForce', '+complying'];
    expect(log.lines.map((line) => line.split(':')[2])).toEqual(order);
    expect(value()).toEqual({ stance: 'bound', commitment: { inForce: 'complying' } });
  });

  it('counts a transition that only acts, or only forbids, as taken', () => {
    const { log, send, value } = start(party);
    send('SIGN');
    expect(send('SIGN')).toBe(true);
    expect(log.lines).toHaveLength(1);
    expect(send('LEAVE')).toBe(true); // forbidden by complying
    expect(value()).toEqual({ stance: 'bound', commitment: { inForce: 'complying' } });
    expect(send('BREACH')).toBe(true);
    expect(send('LEAVE')).toBe(true);
    expect(value()).toEqual({ stance: 'bound', commitment: 'none' });
    expect(send('LEAVE')).toBe(false);
  });

  it('tells active states by index, and writes only its own words', () => {
    const { table, chart, configurations, send } = start(party, 2);
    send('SIGN');
    const complying = table.stateIndex('commitment.inForce.complying');
    expect(chart.isIn(configurations, 2, complying)).toBe(true);
    expect(chart.isIn(configurations, 2, table.stateIndex('stance.open'))).toBe(false);
    expect([...configurations.subarray(0, 2)]).toEqual([0, 0]);
    expect(activeLeaves(table, configurations, 2)).toEqual(['stance.bound', 'commitment.inForce.complying']);
    expect(
      table.regions.map(({ name, states }) => [name, states.map((state) => table.stateNames[state])]),
    ).toEqual([
      ['', []],
      ['stance', ['stance.open', 'stance.bound']],
      ['commitment', ['commitment.none', 'commitment.inForce.complying', 'commitment.inForce.defecting']],
    ]);
  });

  it('settles eventless transitions, whose guards see what earlier microsteps did', () => {
    const machine = create({
      id: 'chain',
      initial: 'a',
      ...unused,
      states: {
        a: { on: { GO: { target: 'b', actions: [say('1'), say('2')] } } },
        b: {
          entry: [say('3')],
          always: [{ guard: 'isBelow', target: 'c', actions: [say('4'), say('5'), say('6')] }],
        },
        c: { always: [{ guard: 'isBelow', target: 'a' }, { target: 'd' }] },
        d: { type: 'final' },
      },
    });
    const { send, value, chart, configurations } = start(machine);
    send('GO');
    expect(value()).toBe('d');
    expect(chart.isDone(configurations, 0)).toBe(true);
    expect(send('GO')).toBe(false);
    compareWithXstate(machine, implementations, makeLog, [{ event: 'GO' }, { event: 'GO' }]);
  });

  it('refuses to run eventless transitions for ever', () => {
    const machine = create({
      id: 'wheel',
      initial: 'a',
      ...unused,
      states: { a: { on: { GO: 'b' } }, b: { always: 'c' }, c: { always: 'b' } },
    });
    expect(() => start(machine).send('GO')).toThrow(/'wheel' did not come to rest/);
    const spinning = create({
      id: 'top',
      initial: 'b',
      ...unused,
      states: { b: { always: 'c' }, c: { always: 'b' } },
    });
    expect(() => start(spinning)).toThrow(/'top' did not come to rest/);
  });

  it('lets actions step other parties of the same statechart', () => {
    const half = { initial: 'a', states: { a: { on: { GO: { target: 'b', actions: 'pass' } } }, b: {} } };
    const table = compileMachine(create({ id: 'row', type: 'parallel', states: { one: half, two: half } }));
    const configurations = new Int32Array(8);
    const passed: number[] = [];
    const chart = bindStatechart<number[]>(table, {
      guards: {},
      actions: {
        pass: (state, index, event) => {
          state.push(index);
          if (index < 7) chart.step(configurations, index + 1, state, index + 1, event);
        },
      },
    });
    for (let index = 0; index < 8; index++) chart.initial(configurations, index, passed, index);
    chart.step(configurations, 0, passed, 0, { type: 0, value: 0, other: -1 });
    expect([...configurations].map((_, index) => activeLeaves(table, configurations, index))).toEqual(
      Array.from({ length: 8 }, () => ['one.b', 'two.b']),
    );
  });

  it('works past 32 states, and refuses events and configurations that are not its own', () => {
    const ring = Array.from({ length: 100 }, (_, i) => [
      `s${i}`,
      { entry: say(`${i}`), on: { GO: `s${(i + 37) % 100}` } },
    ]);
    const machine = create({ id: 'ring', initial: 's0', ...unused, states: Object.fromEntries(ring) });
    const { table, chart, send, value } = start(machine);
    expect(table.words).toBe(4);
    send('GO');
    expect(value()).toBe('s37');
    compareWithXstate(machine, implementations, makeLog, new Array(100).fill({ event: 'GO' }));
    const step = (type: number) =>
      chart.step(new Int32Array(4), 0, makeLog(), 0, { type, value: 0, other: -1 });
    expect(() => step(99)).toThrow(RangeError);
    expect(() => step(INITIAL_EVENT)).toThrow(RangeError);
    expect(() => step(0)).toThrow(/no configuration at 0/);
    expect(() => table.eventIndex('STOP')).toThrow(/'STOP' is no event of 'ring'/);
    expect(() => table.stateIndex('s100')).toThrow(/'s100' is no state of 'ring'/);
  });

  it('takes its implementations from the record itself, and lists what is missing or left over', () => {
    const table = compileMachine(
      create({ initial: 'a', states: { a: { entry: 'toString', on: { E: { guard: 'may' } } } } }),
    );
    const bind = () => bindStatechart(table, { guards: { might: () => true }, actions: { say: () => {} } });
    expect(bind).toThrow(/guards.may: .*\n.*guards.might: .*\n.*actions.toString: .*\n.*actions.say: /);
  });
});

describe('the reference interpreter', () => {
  it('throws what an implementation throws', () => {
    const fail = () => {
      throw new Error('no such treaty');
    };
    const table = compileMachine(party);
    for (const broken of [
      { guards: implementations.guards, actions: { say: fail } },
      { guards: { ...implementations.guards, isBelow: fail }, actions: { say: () => {} } },
    ]) {
      const reference = interpretMachine<Log>(party, table.eventNames, broken);
      const event = { type: table.eventIndex('NEVER'), value: 0, other: -1 };
      const handle = { state: makeLog(), party: 0, event };
      const value = { stance: 'open', commitment: 'none' };
      expect(() => reference.send(value, { ...handle, state: { lines: [], limit: 9 } })).toThrow(
        /no such treaty/,
      );
    }
  });

  it('hands out a machine whose context leads to the state, for tools of xstate', () => {
    const reference = interpretMachine<Log>(party, compileMachine(party).eventNames, implementations);
    const event = { type: 0, value: 0, other: -1 };
    const handle = { state: makeLog(), party: 3, event };
    const snapshot = reference.machine.resolveState({
      value: { stance: 'open', commitment: 'none' },
      context: reference.context(handle),
    });
    expect(snapshot.can({ type: 'NEVER2' })).toBe(false);
    event.value = 1;
    expect(snapshot.can({ type: 'SIGN' })).toBe(true);
  });
});

describe('state values', () => {
  it('are read and written', () => {
    const table = compileMachine(party);
    const bits = new Int32Array(3);
    const value = { stance: 'bound', commitment: { inForce: 'defecting' } };
    fromValue(table, value, bits, 1);
    expect(toValue(table, bits, 1)).toEqual(value);
    fromValue(table, { commitment: 'inForce' }, bits, 1);
    expect(toValue(table, bits, 1)).toEqual({ stance: 'open', commitment: { inForce: 'complying' } });
  });

  it('are refused when they are no configuration', () => {
    const table = compileMachine(party);
    const bits = new Int32Array(1);
    expect(() => fromValue(table, { stance: 'shut' }, bits, 0)).toThrow(/has no state 'shut'/);
    expect(() => fromValue(table, { commitment: { none: {}, inForce: {} } }, bits, 0)).toThrow(
      /cannot be in none and inForce/,
    );
    expect(() => toValue(table, new Int32Array(1), 0)).toThrow(RangeError);
  });
});

import { describe, expect, it } from 'vitest';
import {
  type AnyStateMachine,
  and,
  assign,
  createMachine,
  raise,
  sendTo,
  setup,
  spawnChild,
  stateIn,
} from 'xstate';
import { compileMachine } from '../../engine/statechart/compile.ts';
import { type StatechartCode, StatechartError, statechartCodes } from '../../engine/statechart/problems.ts';

function problemsOf(config: object, implementations: object = {}, options = {}): readonly string[] {
  const machine = createMachine(config as never, implementations as never) as unknown as AnyStateMachine;
  try {
    compileMachine(machine, options);
  } catch (error) {
    if (!(error instanceof StatechartError)) throw error;
    for (const { reason } of error.problems) expect(reason.length).toBeGreaterThan(20);
    return error.problems.map(({ path, code }) => `${path} ${code}`);
  }
  return [];
}

const two = (a: object, b: object = {}, more: object = {}) => ({
  id: 'm',
  initial: 'a',
  states: { a, b },
  ...more,
});
const regions = (left: object, right: object = {}) => ({
  id: 'm',
  type: 'parallel',
  states: {
    left: { id: 'left', initial: 'a', states: { a: {}, b: { id: 'leftB' } }, ...left },
    right: { id: 'right', initial: 'c', states: { c: { id: 'c' }, d: {} }, ...right },
  },
});
const stub = () => false;

/** One row a construct: the machine, and every problem it must have, as `path code`. */
type Row = readonly [name: string, config: object, problems: readonly string[], implementations?: object];
const refused: readonly Row[] = [
  ['after', two({ after: { 10: 'b' } }), ['a.after after']],
  ['invoke', two({ invoke: { src: 'x' } }), ['a.invoke invoke']],
  ['onDone', two({ initial: 'x', states: { x: { type: 'final' } }, onDone: 'b' }), ['a.onDone on-done']],
  ['output', two({}, { type: 'final', output: 1 }), ['b.output output']],
  ['route', two({ id: 'r', route: {} }), ['a.route route']],
  [
    'history',
    two({ on: { E: 'b.h' } }, { initial: 'x', states: { x: {}, h: { type: 'history' } } }),
    ['b.h history'],
  ],
  ['assign', two({ entry: assign({}) }), ['a.entry[0] assign']],
  ['assign by name', two({ exit: 'x' }), ['a.exit[0] assign'], { actions: { x: assign({}) } }],
  ['spawnChild', two({ on: { E: { actions: spawnChild('x') } } }), ['a.on.E[0].actions[0] spawn']],
  ['raise', two({ entry: ['n', raise({ type: 'E' })] }), ['a.entry[1] builtin-action']],
  ['sendTo', two({ entry: sendTo('x', { type: 'E' }) }), ['a.entry[0] builtin-action']],
  ['inline action', two({ entry: () => {} }), ['a.entry[0] inline-action']],
  [
    'inline initial action',
    { id: 'm', initial: { target: 'a', actions: () => {} }, states: { a: {} } },
    ['initial.actions[0] inline-action'],
  ],
  [
    'inline guard',
    two({ on: { E: [{ guard: 'g' }, { guard: () => true }] } }),
    ['a.on.E[1].guard inline-guard'],
  ],
  [
    'guard inside and',
    two({ on: { E: { guard: and(['g', () => true]) } } }),
    ['a.on.E[0].guard.and[1] inline-guard'],
  ],
  ['stateIn', two({ on: { E: { guard: stateIn('b') } } }), ['a.on.E[0].guard builtin-guard']],
  [
    'combined by name',
    two({ on: { E: { guard: 'g' } } }),
    ['a.on.E[0].guard builtin-guard'],
    { guards: { g: and([]) } },
  ],
  ['guard that is a number', two({ on: { E: { guard: 3 } } }), ['a.on.E[0].guard inline-guard']],
  [
    'params that are a function',
    two({ entry: { type: 'n', params: () => 1 } }),
    ['a.entry[0].params dynamic-params'],
  ],
  [
    'params that are a date',
    two({ entry: { type: 'n', params: new Date(0) } }),
    ['a.entry[0].params params-not-json'],
  ],
  [
    'params with NaN',
    two({ on: { E: { guard: { type: 'g', params: [Number.NaN] } } } }),
    ['a.on.E[0].guard.params params-not-json'],
  ],
  ['target in a sibling region', regions({ on: { E: '#c' } }), ['left.on.E[0].target outside-region']],
  [
    'target that is the region',
    regions({ states: { a: { on: { E: '#left' } }, b: {} } }),
    ['left.a.on.E[0].target outside-region'],
  ],
  [
    'region that restarts itself',
    regions({ on: { E: { target: '.b', reenter: true } } }),
    ['left.on.E[0].target outside-region'],
  ],
  [
    'target above the region',
    regions({ states: { a: { on: { E: '#m' } }, b: {} } }),
    ['left.a.on.E[0].target outside-region'],
  ],
  [
    'two targets in one region',
    two({ on: { E: { target: ['b.x', 'b.y'] } } }, { initial: 'x', states: { x: {}, y: {} } }),
    ['a.on.E[0].target target-conflict'],
  ],
  [
    'always in two regions',
    regions(
      { states: { a: { always: '#leftB' }, b: { id: 'leftB' } } },
      { states: { c: { always: 'd' }, d: {} } },
    ),
    ['right.c.always always-regions'],
  ],
  ['always that stays', two({ always: { actions: 'n' } }), ['a.always[0] always-stays']],
  ['always to a child', two({ always: '.x', initial: 'x', states: { x: {} } }), ['a.always[0] always-stays']],
  [
    'always to its own parent',
    two({ id: 'p', initial: 'x', states: { x: { always: '#p' } } }),
    ['a.x.always[0] always-stays'],
  ],
  ['wildcards', two({ on: { '*': 'b', 'x.*': 'b' } }), ['a.on.* wildcard-event', 'a.on.x.* wildcard-event']],
  [
    'reserved event',
    two({ on: { 'xstate.done.state.m': 'b' } }),
    ['a.on.xstate.done.state.m reserved-event'],
  ],
  ['context', two({}, {}, { context: { x: 1 } }), ['context context']],
  ['context that is a function', two({}, {}, { context: () => ({}) }), ['context context']],
  ['full stop in a key', { id: 'm', initial: 'x', states: { x: {}, 'y.z': {} } }, ['y.z state-name']],
  ['one id twice', two({ id: 'i' }, { id: 'i' }), ['id duplicate-id']],
  ['parallel without regions', two({}, { type: 'parallel' }), ['b.states bad-children']],
  ['missing initial state', two({}, {}, { initial: 'nowhere' }), ['initial bad-initial']],
  [
    'too many states',
    {
      id: 'm',
      initial: 's0',
      states: Object.fromEntries(Array.from({ length: 256 }, (_, i) => [`s${i}`, {}])),
    },
    ['states too-many-states'],
  ],
];

describe('compileMachine refuses', () => {
  for (const [name, config, expected, implementations] of refused) {
    it(name, () => {
      expect(problemsOf(config, implementations)).toEqual(expected);
    });
  }

  it('with all problems of a machine at once', () => {
    const config = two(
      { after: { 10: 'b' }, entry: () => {}, on: { E: { guard: stub } } },
      { invoke: { src: 'x' } },
    );
    expect(problemsOf({ ...config, context: { x: 1 } })).toEqual([
      'context context',
      'a.after after',
      'a.entry[0] inline-action',
      'a.on.E[0].guard inline-guard',
      'b.invoke invoke',
    ]);
  });

  it('always inside a parallel state that has one too', () => {
    const inner = { initial: 'x', states: { x: { always: 'y' }, y: {} } };
    const config = two({ type: 'parallel', always: 'b', states: { p: inner, q: {} } });
    expect(problemsOf(config)).toEqual(['a.p.x.always always-regions']);
  });

  it('an event outside the list of events', () => {
    expect(problemsOf(two({ on: { E: 'b' } }), {}, { events: ['F'] })).toEqual(['on unknown-event']);
    expect(problemsOf(two({ on: { E: 'b' } }), {}, { events: ['F', 'E'] })).toEqual([]);
  });

  it('naming path, code and reason in its message', () => {
    const machine = setup({}).createMachine({
      id: 'bell',
      initial: 'a',
      states: { a: { after: { 5: {} } } },
    });
    expect(() => compileMachine(machine)).toThrow(
      /'bell' has 1 problem.*\n {2}a\.after: Delayed .* \(after\)/,
    );
  });

  it('by every code it knows', () => {
    const seen = new Set(refused.flatMap(([, , problems]) => problems.map((text) => text.split(' ')[1])));
    const elsewhere = ['unknown-event', 'missing-guard', 'missing-action', 'unused-guard', 'unused-action'];
    const codes = Object.keys(statechartCodes) as StatechartCode[];
    expect(codes.filter((code) => !seen.has(code) && !elsewhere.includes(code))).toEqual([]);
  });
});

/** The comparison with xstate must be able to fail: every kind of wrong table is found out by it. */
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, createMachine } from 'xstate';
import { compileMachine } from '../../engine/statechart/compile.ts';
import { ROW, type StatechartTable } from '../../engine/statechart/table.ts';
import { compareWithXstate, type EventInput } from './compare.ts';
import { counterImplementations, createCounters } from './random-machine.ts';

const mix = (label: number) => ({ type: 'mix', params: { label } });
const machine = createMachine({
  id: 'planted',
  type: 'parallel',
  exit: 'reset',
  states: {
    left: {
      initial: 'a',
      states: {
        a: {
          exit: [mix(1)],
          on: {
            A: [
              { guard: 'isOdd', target: 'b' },
              { target: 'c', actions: [mix(2)] },
            ],
          },
        },
        b: { entry: [mix(3)], always: { guard: 'isLarge', target: 'c' } },
        c: { entry: [mix(4)], exit: [mix(5)], on: { A: 'a', B: { target: 'b', guard: 'hasOther' } } },
      },
    },
    right: {
      initial: 'd',
      on: { B: { actions: [{ type: 'add', params: { slot: 0, amount: 1 } }] } },
      states: {
        d: { exit: [mix(6)], on: { A: { target: 'e', actions: [mix(7)] } } },
        e: {
          entry: [mix(8)],
          on: { A: { guard: { type: 'isAbove', params: { slot: 2, amount: 40 } }, target: 'd' } },
        },
      },
    },
  },
} as never) as unknown as AnyStateMachine;

// A sequence without a short period, long enough to take every row in every configuration that it can meet.
const events: readonly EventInput[] = Array.from({ length: 160 }, (_, i) => {
  const mixed = Math.imul(i + 1, 0x9e3779b1) >>> 20;
  return { event: mixed % 3 === 1 ? 'B' : 'A', value: (mixed >> 3) % 4, other: (mixed >> 6) % 4 };
});
const compareTable = (table: StatechartTable) =>
  compareWithXstate(machine, counterImplementations, createCounters, events, { table });

const right = compileMachine(machine);
const withColumn = (name: keyof StatechartTable, change: (column: Int32Array) => void): StatechartTable => {
  const column = (right[name] as Int32Array).slice();
  change(column);
  return { ...right, [name]: column };
};
const eachRow = (change: (row: Int32Array) => void) => (rows: Int32Array) => {
  for (let at = 0; at < rows.length; at += ROW.stride) change(rows.subarray(at, at + ROW.stride));
};

const planted: readonly (readonly [string, StatechartTable])[] = [
  [
    'entries left out',
    withColumn(
      'rows',
      eachRow((row) => (row[ROW.end] = row[ROW.entries])),
    ),
  ],
  [
    'exits left out',
    withColumn(
      'rows',
      eachRow((row) => (row[ROW.exits] = row[ROW.own])),
    ),
  ],
  [
    'exits run with the own actions',
    withColumn(
      'rows',
      eachRow((row) => (row[ROW.own] = row[ROW.exits])),
    ),
  ],
  [
    'entries run with the own actions',
    withColumn(
      'rows',
      eachRow((row) => (row[ROW.entries] = row[ROW.end])),
    ),
  ],
  [
    'guards left out',
    withColumn(
      'rows',
      eachRow((row) => (row[ROW.guard] = -1)),
    ),
  ],
  [
    'another guard',
    withColumn(
      'rows',
      eachRow((row) => (row[ROW.guard] = row[ROW.guard] < 0 ? -1 : 0)),
    ),
  ],
  ['actions in another order', withColumn('actionList', (list) => list.reverse())],
  ['states that stay', withColumn('clear', (clear) => clear.fill(0))],
  ['states not entered', withColumn('enter', (enter) => enter.fill(0))],
  ['events not heard', withColumn('hearMasks', (mask) => mask.fill(0))],
  ['eventless transitions forgotten', withColumn('alwaysMask', (mask) => mask.fill(0))],
  ['another initial state', withColumn('initial', (initial) => initial.set([0b1010101]))],
  [
    'entry of the start left out',
    { ...right, initialActions: [right.initialActions[0], right.initialActions[0] + 1] },
  ],
  [
    'parameters changed',
    {
      ...right,
      actions: right.actions.map((action) => ({ ...action, params: { slot: 1, amount: 1, label: 1 } })),
    },
  ],
];

describe('the comparison with xstate', () => {
  it('passes the right table and covers all of it', () => {
    const compared = compareTable(right);
    expect(compared.visited.size).toBe(right.stateNames.length);
    expect(compared.stepsTaken).toBeGreaterThan(40);
    expect(compared.actions).toBeGreaterThan(60);
  });

  it.each(planted)('finds %s', (_name, table) => {
    expect(() => compareTable(table)).toThrow();
  });

  it('finds every single leaf that a row enters wrongly', () => {
    const missed: string[] = [];
    const cells = right.rowStart.length - 1;
    const columns = cells / right.stateNames.length;
    for (let cell = 0; cell < cells; cell++) {
      const own = Math.floor(cell / columns);
      const region = right.regions.find(({ states }) => states.includes(own));
      for (let row = right.rowStart[cell]; row < right.rowStart[cell + 1]; row++) {
        for (const leaf of region?.states ?? []) {
          if (leaf === own && right.clear[row] === 0) continue; // it stays active either way
          const table = withColumn('enter', (enter) => {
            enter[row] ^= 1 << leaf;
          });
          if (!isFound(table)) missed.push(`row ${row} with ${right.stateNames[leaf]}`);
        }
      }
    }
    expect(missed).toEqual([]);
  });
});

function isFound(table: StatechartTable): boolean {
  try {
    compareTable(table);
    return false;
  } catch {
    return true;
  }
}

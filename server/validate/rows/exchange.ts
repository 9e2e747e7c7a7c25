/** Row 5: the exchange model on the data of the Paris negotiations, exchange by exchange. */
import type { RunEvent } from '../../../engine/index.ts';
import { compare, exactly, largestDifference, type Measured, type ValidationRow } from '../row.ts';
import { cop21File, cop21Scenario, readCop21, type TraceRow } from './cop21.ts';
import { dock, idOf } from './model-scenario.ts';

/** Exchanges of opposed parties at the start (VALIDATION 2.2), counted by independent code. */
const candidates = 2094;

/** An exchange as the events tell it, places on 0–100. */
interface Made {
  /** `party supplies issue`, for both. */
  readonly sides: readonly [string, string];
  gain: number;
  /** New place by side. */
  readonly to: Map<string, number>;
}

function exchangesIn(events: readonly RunEvent[]): Made[] {
  const made: Made[] = [];
  for (const event of events) {
    const last = made.at(-1);
    if (event.kind === 'exchanged') {
      const sides = [`${event.party} ${event.gives}`, `${event.with} ${event.gets}`] as const;
      made.push({ sides, gain: Number.NaN, to: new Map() });
    } else if (last !== undefined && event.kind === 'exchangeGained') last.gain = event.value * 100;
    else if (last !== undefined && event.kind === 'positionMoved')
      last.to.set(`${event.party} ${event.issue}`, event.value * 100);
  }
  return made;
}

const sidesOf = (row: TraceRow): [string, string] => [
  `${idOf(row.i)} ${idOf(row.i_supplies)}`,
  `${idOf(row.j)} ${idOf(row.j_supplies)}`,
];

function moveDifferences(row: TraceRow, made: Made | undefined): number[] {
  const [one, other] = sidesOf(row);
  return [
    Math.abs((made?.to.get(one) ?? Number.NaN) - row.i_to),
    Math.abs((made?.to.get(other) ?? Number.NaN) - row.j_to),
  ];
}

/** Whether the exchange is between the same parties, over the same issues. */
function isSame(row: TraceRow, made: Made | undefined): boolean {
  return made !== undefined && [...made.sides].sort().join() === sidesOf(row).sort().join();
}

function firstRow(row: TraceRow, made: Made | undefined): Measured[] {
  const [, other] = sidesOf(row);
  return [
    exactly(
      'row 1: who gives what',
      sidesOf(row).sort().join(', '),
      [...(made?.sides ?? [])].sort().join(', '),
    ),
    compare('row 1: gain', row.gain, made?.gain ?? Number.NaN, 1e-4),
    compare(`row 1: ${other} to`, row.j_to, made?.to.get(other) ?? Number.NaN, 1e-3),
  ];
}

/** The row. */
export const exchange: ValidationRow = {
  row: 5,
  title: 'Exchange model on COP21: the original program’s first exchanges',
  citation: 'Stokman & Van Oosten 1994; data: Stokman & Thomson 2015, doi:10.13140/RG.2.1.4523.8483',
  needsData: [cop21File],
  async run({ dataDir }) {
    const data = readCop21(dataDir);
    const { play, events } = await dock(cop21Scenario(data, true));
    const made = exchangesIn(events);
    const { tolerance } = data;
    const trace = data.reference_trace.slice(0, tolerance.rows);
    const [pairs, positive] = play.run.i32['position-exchange.candidates'];
    const equal = trace.filter((row, index) => isSame(row, made[index])).length;
    return [
      exactly('exchanges of opposed parties', candidates, pairs),
      exactly('of them with a gain', data.expected.candidates_with_positive_gain_clean_room, positive),
      ...firstRow(trace[0], made[0]),
      exactly(`rows 1–${trace.length}: same parties and issues`, trace.length, equal),
      largestDifference(
        `rows 1–${trace.length}: largest difference of a gain`,
        trace.map((row, index) => Math.abs((made[index]?.gain ?? Number.NaN) - row.gain)),
        tolerance.gain,
      ),
      largestDifference(
        `rows 1–${trace.length}: largest difference of a position`,
        trace.flatMap((row, index) => moveDifferences(row, made[index])),
        tolerance.position,
      ),
    ];
  },
};

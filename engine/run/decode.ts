/** Decodes numeric records to typed events, by the table of events and nothing else. */
import { charts } from '../agents/index.ts';
import { questions } from '../questions/index.ts';
import { activeLeaves } from '../statechart/configuration.ts';
import type { Scenario } from './contract.ts';
import { recordWords } from './digest.ts';
import { chartNames, type EventName, type EventSpec, events, type Field, type RunEvent } from './events.ts';

const integers = new Int32Array(2);
const double = new Float64Array(integers.buffer);

type Reader = (records: Int32Array, at: number) => unknown;

const column = { seat: 2, a: 3, b: 4, c: 5, number: 3 } as const;

const configurationNames = new Map<number, string>();

/** The active leaf states of a configuration, as `mandate.mandated stance.holding …`. */
export function configurationText(chart: number, configuration: number): string {
  const key = chart * 4294967296 + (configuration >>> 0);
  const known = configurationNames.get(key);
  if (known !== undefined) return known;
  const { table } = charts[chartNames[chart]];
  const leaves = activeLeaves(table, Int32Array.of(configuration), 0);
  const text = leaves.join(' ');
  configurationNames.set(key, text);
  return text;
}

function readerOf(scenario: Scenario, field: Field): Reader {
  const from = column[field.from];
  if (typeof field.as !== 'string') {
    const names = field.as;
    return (records, at) => names[records[at + from]];
  }
  switch (field.as) {
    case 'party':
      return (records, at) => scenario.partyIds[records[at + from]] ?? '';
    case 'issue':
      return (records, at) => scenario.issueIds[records[at + from]];
    case 'option':
      // An option is told by its number within the issue that stands in a.
      return (records, at) => scenario.optionIds[records[at + column.a]][records[at + from]];
    case 'phase':
      return (records, at) => scenario.phases[records[at + from]].id;
    case 'question':
      return (records, at) => questions[records[at + from]].id;
    case 'configuration':
      // A configuration is read with the chart that stands in a.
      return (records, at) => configurationText(records[at + column.a], records[at + from]);
    case 'flag':
      return (records, at) => records[at + from] === 1;
    case 'number':
      return (records, at) => {
        integers[0] = records[at + from];
        integers[1] = records[at + from + 1];
        return double[0];
      };
    default:
      return (records, at) => records[at + from];
  }
}

/** Decodes one record to an event. */
export type Decoder = (records: Int32Array, index: number, seq: number) => RunEvent;

/** A decoder for the records of a scenario’s runs. Make it once a scenario. */
export function createDecoder(scenario: Scenario): Decoder {
  const byKind: ((records: Int32Array, at: number, seq: number) => RunEvent)[] = [];
  for (const [name, spec] of Object.entries(events) as [EventName, EventSpec][]) {
    const readers = spec.fields.map((field) => readerOf(scenario, field));
    const names = spec.fields.map((field) => field.name);
    byKind[spec.id] = (records, at, seq) => {
      const event: Record<string, unknown> = { seq, kind: name, round: records[at + 1] };
      for (let i = 0; i < names.length; i++) event[names[i]] = readers[i](records, at);
      return event as unknown as RunEvent;
    };
  }
  return (records, index, seq) => byKind[records[index * recordWords]](records, index * recordWords, seq);
}

/** All events of a run’s records, in order. */
export function decodeEvents(scenario: Scenario, records: Int32Array): RunEvent[] {
  const decode = createDecoder(scenario);
  const decoded: RunEvent[] = new Array(records.length / recordWords);
  for (let i = 0; i < decoded.length; i++) decoded[i] = decode(records, i, i);
  return decoded;
}

/** Decodes numeric records to typed events, by the table of events and nothing else. */
import { charts } from '../agents/index.ts';
import { questions } from '../questions/index.ts';
import { isIn } from '../statechart/configuration.ts';
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
  const words = Int32Array.of(configuration);
  const active = table.stateNames.filter((_, state) => isIn(words, 0, state));
  // A state whose inner states are not shown stands for itself.
  const deepest = active.filter((name) => !active.some((other) => other.startsWith(`${name}.`)));
  const text = deepest.filter((name) => name !== '').join(' ');
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
    case 'issue-or-none':
      return (records, at) => scenario.issueIds[records[at + from] - 1] ?? '';
    case 'option':
      // An option is told by its number within the issue that stands in a.
      return (records, at) => scenario.optionIds[records[at + column.a]][records[at + from]];
    case 'constituency':
      return (records, at) =>
        scenario.file.parties[records[at + column.seat]]?.constituencies?.[records[at + from]]?.id ?? '';
    case 'phase':
      return (records, at) => scenario.phases[records[at + from]].id;
    case 'meeting':
      return (records, at) => scenario.audiences[records[at + from]]?.id ?? '';
    case 'audience':
      return (records, at) => scenario.audiences[records[at + from]].members;
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

/** Makes an event of what its readers find in a record. */
type Maker = (
  seq: number,
  kind: string,
  round: number,
  read: readonly Reader[],
  records: Int32Array,
  at: number,
) => object;

/**
 * Makers by the names of the fields. An object written with its keys costs a tenth of one that is filled by
 * computed keys, and decoding is a third of a run with a listener, so the fields that nearly all events of a
 * run have are written out; `fill` makes all others, and could make these.
 */
const makers: Readonly<Record<string, Maker>> = {
  party: (seq, kind, round, read, records, at) => ({ seq, kind, round, party: read[0](records, at) }),
  value: (seq, kind, round, read, records, at) => ({ seq, kind, round, value: read[0](records, at) }),
  'party act': (seq, kind, round, read, records, at) => ({
    seq,
    kind,
    round,
    party: read[0](records, at),
    act: read[1](records, at),
  }),
  'party revision': (seq, kind, round, read, records, at) => ({
    seq,
    kind,
    round,
    party: read[0](records, at),
    revision: read[1](records, at),
  }),
  'party complies': (seq, kind, round, read, records, at) => ({
    seq,
    kind,
    round,
    party: read[0](records, at),
    complies: read[1](records, at),
  }),
  'party complies able': (seq, kind, round, read, records, at) => ({
    seq,
    kind,
    round,
    party: read[0](records, at),
    complies: read[1](records, at),
    able: read[2](records, at),
  }),
  'party value reason': (seq, kind, round, read, records, at) => ({
    seq,
    kind,
    round,
    party: read[0](records, at),
    value: read[1](records, at),
    reason: read[2](records, at),
  }),
  'party issue option': (seq, kind, round, read, records, at) => ({
    seq,
    kind,
    round,
    party: read[0](records, at),
    issue: read[1](records, at),
    option: read[2](records, at),
  }),
  'party issue rank': (seq, kind, round, read, records, at) => ({
    seq,
    kind,
    round,
    party: read[0](records, at),
    issue: read[1](records, at),
    rank: read[2](records, at),
  }),
  'party chart configuration': (seq, kind, round, read, records, at) => ({
    seq,
    kind,
    round,
    party: read[0](records, at),
    chart: read[1](records, at),
    configuration: read[2](records, at),
  }),
  'phase phaseRound tick': (seq, kind, round, read, records, at) => ({
    seq,
    kind,
    round,
    phase: read[0](records, at),
    phaseRound: read[1](records, at),
    tick: read[2](records, at),
  }),
};

function fill(names: readonly string[]): Maker {
  return (seq, kind, round, read, records, at) => {
    const event: Record<string, unknown> = { seq, kind, round };
    for (let i = 0; i < names.length; i++) event[names[i]] = read[i](records, at);
    return event;
  };
}

/** Decodes one record to an event. */
export type Decoder = (records: Int32Array, index: number, seq: number) => RunEvent;

/** A decoder for the records of a scenario’s runs. Make it once a scenario. */
export function createDecoder(scenario: Scenario): Decoder {
  const byKind: ((records: Int32Array, at: number, seq: number) => RunEvent)[] = [];
  for (const [name, spec] of Object.entries(events) as [EventName, EventSpec][]) {
    const read = spec.fields.map((field) => readerOf(scenario, field));
    const names = spec.fields.map((field) => field.name);
    const make = makers[names.join(' ')] ?? fill(names);
    byKind[spec.id] = (records, at, seq) => make(seq, name, records[at + 1], read, records, at) as RunEvent;
  }
  return (records, index, seq) => byKind[records[index * recordWords]](records, index * recordWords, seq);
}

const decoders = new WeakMap<Scenario, Decoder>();

/** All events of a run’s records, in order. */
export function decodeEvents(scenario: Scenario, records: Int32Array): RunEvent[] {
  const decode = decoders.get(scenario) ?? createDecoder(scenario);
  decoders.set(scenario, decode);
  const decoded: RunEvent[] = new Array(records.length / recordWords);
  for (let i = 0; i < decoded.length; i++) decoded[i] = decode(records, i, i);
  return decoded;
}

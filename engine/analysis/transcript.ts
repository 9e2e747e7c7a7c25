/**
 * A readable transcript of a run: a header of facts, the events grouped by round, and at the end the number
 * of draws and the digest. Golden files hold transcripts, so that a change of the rules is read as a
 * difference of texts and a hidden draw shows as a changed count.
 */
import type { Scenario } from '../run/contract.ts';
import { type EventName, type EventSpec, events as eventSpecs, type RunEvent } from '../run/events.ts';

/** A run to be written down. */
export interface TranscriptInput {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly events: readonly RunEvent[];
  /** Random draws the run took. */
  readonly draws: number;
  readonly digest: string;
}

const width = 108;
/** Parties of which one thing is written out in a round; of more it is told how many did it. */
const shownOfOneKind = 20;

/** A number with four significant digits: enough to read; exactness is the digest’s matter. */
function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

interface Names {
  readonly codes: ReadonlyMap<string, string>;
  /** Last configuration of each chart, to tell what changed. */
  readonly configurations: Map<string, readonly string[]>;
}

/** The states that a chart has entered since it was last told of. */
function changedStates(names: Names, key: string, configuration: string): string {
  const now = configuration.split(' ');
  const before = names.configurations.get(key) ?? [];
  names.configurations.set(key, now);
  const entered = now.filter((state) => !before.includes(state));
  return entered.length === 0 ? configuration : entered.join(' ');
}

/** The fields of an event as words; the party stands before them. */
function fieldsText(event: RunEvent, names: Names): string {
  if (event.kind === 'stateChanged' || event.kind === 'conductChanged') {
    return changedStates(names, `${event.chart} ${event.party}`, event.configuration);
  }
  if (event.kind === 'reasoned') return `${event.reason} ${shortNumber(event.value)}`;
  const values = event as unknown as Record<string, string | number | boolean>;
  const { fields } = eventSpecs[event.kind as EventName] as EventSpec;
  const words = fields
    .filter((field) => field.name !== 'party' && field.as !== 'audience')
    .map(({ name, as }) => {
      const value = values[name];
      if (as === 'flag') return value === true ? name : `not ${name}`;
      if (as === 'number') return shortNumber(value as number);
      return as === 'integer' ? `${name} ${value}` : String(value);
    });
  return words.join(' ');
}

/** Who an event is about: the code of a party, or the chart of something that is no party. */
function subjectOf(event: RunEvent, names: Names): string {
  const party = 'party' in event ? event.party : '';
  if (party !== '') return names.codes.get(party) ?? party;
  return event.kind === 'stateChanged' ? event.chart : '';
}

/** Consecutive events about one party. */
interface Block {
  readonly subject: string;
  /** Kinds in order, consecutive equal ones once, each with what its events say. */
  readonly parts: { readonly kind: EventName; readonly says: string[] }[];
}

function blocksOf(events: readonly RunEvent[], names: Names): Block[] {
  const blocks: Block[] = [];
  for (const event of events) {
    const subject = subjectOf(event, names);
    let block = blocks[blocks.length - 1];
    if (block === undefined || block.subject !== subject) {
      block = { subject, parts: [] };
      blocks.push(block);
    }
    const says = fieldsText(event, names);
    const last = block.parts[block.parts.length - 1];
    if (last?.kind === event.kind) last.says.push(says);
    else block.parts.push({ kind: event.kind, says: [says] });
  }
  return blocks;
}

/**
 * How a kind is written before what it says: the numbers behind a decision and new states speak for
 * themselves.
 */
function labelOf(kind: EventName): string {
  if (kind === 'reasoned') return '';
  return kind === 'stateChanged' || kind === 'conductChanged' ? '→ ' : `${kind} `;
}

/** What a block says in pieces that are not broken, each with the mark that follows it. */
function piecesOf({ parts }: Block): string[] {
  return parts.flatMap(({ kind, says }, part) =>
    says.map((text, index) => {
      const isLast = index === says.length - 1;
      const mark = !isLast ? ',' : part < parts.length - 1 ? ';' : '';
      return `${index === 0 ? labelOf(kind) : ''}${text}`.trimEnd() + mark;
    }),
  );
}

/** Joins pieces with spaces into lines, the later ones indented. */
function wrapPieces(first: string, pieces: readonly string[], indent: string): string[] {
  const lines: string[] = [];
  let line = first;
  pieces.forEach((piece, index) => {
    if (index > 0 && line.length + 1 + piece.length > width) {
      lines.push(line);
      line = indent + piece;
    } else line += index === 0 ? piece : ` ${piece}`;
  });
  return [...lines, line];
}

/** The one kind of a block with one short thing to say; such blocks of several parties share a line. */
function shortKind(block: Block): EventName | undefined {
  const [part, ...more] = block.parts;
  const isShort = more.length === 0 && part.says.join(', ').length < 40;
  return isShort && block.subject !== '' ? part.kind : undefined;
}

function eventLines(events: readonly RunEvent[], names: Names): string[] {
  const blocks = blocksOf(events, names);
  const lines: string[] = [];
  /** How many parties' blocks of the same kinds there have been. */
  const told = new Map<string, number>();
  for (let at = 0; at < blocks.length; ) {
    const kind = shortKind(blocks[at]);
    let end = at + 1;
    while (kind !== undefined && end < blocks.length && shortKind(blocks[end]) === kind) end++;
    if (end - at > 1 && kind !== undefined) {
      const shown = Math.min(end - at, shownOfOneKind);
      const items = blocks.slice(at, at + shown).map(({ subject, parts }, index) => {
        const text = `${subject} ${parts[0].says.join(', ')}`.trimEnd();
        return index < end - at - 1 ? `${text} ·` : text;
      });
      if (end - at > shown) items.push(`… ${end - at - shown} more`);
      lines.push(...wrapPieces(`  ${labelOf(kind)}`, items, '       '));
    } else {
      const { subject, parts } = blocks[at];
      const kinds = parts.map((part) => part.kind).join(' ');
      const seen = subject === '' ? 0 : (told.get(kinds) ?? 0) + 1;
      if (subject !== '') told.set(kinds, seen);
      if (seen <= shownOfOneKind) {
        lines.push(
          ...wrapPieces(`  ${subject === '' ? '   ' : subject}  `, piecesOf(blocks[at]), '         '),
        );
      }
    }
    at = end;
  }
  for (const [kinds, count] of told) {
    if (count > shownOfOneKind) lines.push(`  … ${count - shownOfOneKind} more of: ${kinds}`);
  }
  return lines;
}

function headerLines({ scenario, seed, events }: TranscriptInput): string[] {
  const { file, optionCount } = scenario;
  let packages = 1;
  for (const count of optionCount) packages *= count;
  const decision = file.rules.decision.map((rule) => rule.rule).join(' then ');
  const force = file.rules.entryIntoForce;
  const used = (ids: readonly string[]) => [...new Set(ids)].join(', ');
  const strategies = scenario.strategies.map(({ strategy }) => strategy.id);
  return [
    `# ${file.id} · seed ${seed} · scenario ${scenario.digest.slice(0, 12)}`,
    `# parties ${file.parties.length}, states ${scenario.states.length}, issues ${file.issues.length}, ` +
      `packages ${packages}, ticks ${file.ticks}`,
    `# adopted by ${decision}; in force with ${force.parties} ratifications and weight ${force.weight}`,
    `# protocols ${used(scenario.phases.map((phase) => phase.protocol.id))}`,
    `# strategies ${used(strategies)}`,
    `# mechanisms ${used(scenario.mechanisms.map(({ mechanism }) => mechanism.id))}`,
    `# events ${events.length}`,
  ];
}

/**
 * Events by round, each with its heading: what comes before `roundStarted` belongs to the round it is
 * numbered.
 */
function roundLines(events: readonly RunEvent[], names: Names): string[] {
  const byRound = new Map<number, RunEvent[]>();
  for (const event of events) {
    const list = byRound.get(event.round);
    if (list === undefined) byRound.set(event.round, [event]);
    else list.push(event);
  }
  return [...byRound].flatMap(([round, list]) => {
    const start = list.find((event) => event.kind === 'roundStarted');
    const where =
      start?.kind === 'roundStarted' ? `tick ${start.tick} · ${start.phase} ${start.phaseRound + 1}` : '';
    const rest = list.filter((event) => event.kind !== 'roundStarted' && event.kind !== 'phaseStarted');
    return ['', `round ${round} · ${where}`, ...eventLines(rest, names)];
  });
}

/**
 * The transcript of a run.
 *
 * @example `transcriptLines({ scenario, seed: '7', events, draws, digest }).join('\n')`
 */
export function transcriptLines(input: TranscriptInput): string[] {
  const codes = new Map(input.scenario.file.parties.map((party) => [party.id, party.code]));
  const names: Names = { codes, configurations: new Map() };
  return [
    ...headerLines(input),
    ...roundLines(input.events, names),
    '',
    `end · draws ${input.draws} · digest ${input.digest}`,
  ];
}

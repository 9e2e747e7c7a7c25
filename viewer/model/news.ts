/** What happened since the holder of a seat last answered: what concerns it, then the rest. */
import type { RunView } from '../../engine/analysis/fold.ts';
import type { EventOf, RunEvent } from '../../engine/run/events.ts';
import type { PartyView } from '../../engine/run/visibility.ts';
import { bySalience } from './calculator.ts';
import { listWords } from './faces.ts';
import { createNarrator, type Sentence } from './sentences.ts';

/** News in two parts, each the latest first. */
export interface News {
  /** The own party, turning points, and the issues that weigh most with it. */
  readonly near: readonly Sentence[];
  readonly rest: readonly Sentence[];
}

/** How many issues count as those that matter most. */
const weighty = 2;

type Supported = EventOf<'supported'>;

/** The news in the events from number `since` on. */
export function newsOf(view: RunView, events: readonly RunEvent[], party: PartyView, since: number): News {
  const narrate = createNarrator(view.scenario);
  const order = bySalience(view.scenario, party).map((issue) => issue.id);
  const mattering = party.salience === undefined ? [] : order.slice(0, weighty);
  const lines: Sentence[] = [];
  const supports = new Map<string, Map<string, Supported>>();
  for (const event of events) {
    if (event.seq < since || event.kind === 'answered') continue;
    if (event.kind === 'supported') {
      const own = supports.get(event.party) ?? new Map<string, Supported>();
      supports.set(event.party, own.set(event.issue, event));
      continue;
    }
    const line = narrate(event);
    if (line !== undefined && line.topic !== 'charts') lines.push(line);
  }
  for (const [id, own] of supports) lines.push(foldSupports(view, id, [...own.values()], order));
  lines.sort((a, b) => b.seq - a.seq);
  const isNear = (line: Sentence): boolean =>
    line.isTurningPoint || line.party === party.id || line.issues.some((id) => mattering.includes(id));
  const near = lines.filter(isNear);
  // A stable sort: what the own party did stands above what others did, each the latest first.
  near.sort((a, b) => Number(b.party === party.id) - Number(a.party === party.id));
  return { near, rest: lines.filter((line) => !isNear(line)) };
}

/** What a party supports now, in one line, the issues in the order given. */
function foldSupports(
  view: RunView,
  id: string,
  supported: readonly Supported[],
  order: readonly string[],
): Sentence {
  const sorted = [...supported].sort((a, b) => order.indexOf(a.issue) - order.indexOf(b.issue));
  const words = sorted.map((event) => {
    const issue = view.scenario.issues.find((candidate) => candidate.id === event.issue);
    const option = issue?.options.find((candidate) => candidate.id === event.option)?.title ?? event.option;
    const title = issue?.title ?? event.issue;
    return `“${option}” for ${title.slice(0, 1).toLowerCase()}${title.slice(1)}`;
  });
  const name = view.scenario.parties.find((candidate) => candidate.id === id)?.name ?? id;
  return {
    seq: Math.max(...supported.map((event) => event.seq)),
    round: Math.max(...supported.map((event) => event.round)),
    topic: 'text',
    party: id,
    issues: sorted.map((event) => event.issue),
    words: `${name} supports ${listWords(words)}.`,
    isTurningPoint: false,
  };
}

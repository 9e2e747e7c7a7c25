/** The revisions of a text: what each changed, and the run as it stood with each. */
import { emptyView, foldEvent, type RunView } from '../analysis/fold.ts';
import type { RunEvent } from '../run/events.ts';
import type { ScenarioView } from '../run/visibility.ts';

/** A revision that changed something. A draft that left the text as it was has a number and no entry. */
export interface Revision {
  readonly number: number;
  readonly round: number;
  readonly tick: number;
  /** Options that it put in the text. */
  readonly changes: readonly { readonly issue: string; readonly option: string }[];
}

/** The revisions that a run’s events tell of, the first one first. */
export function revisions(events: readonly RunEvent[]): Revision[] {
  const found: Revision[] = [];
  let tick = 0;
  for (const event of events) {
    if (event.kind === 'roundStarted') tick = event.tick;
    if (event.kind !== 'textTabled' && event.kind !== 'textReads') continue;
    const change = { issue: event.issue, option: event.option };
    const last = found.at(-1);
    if (last?.number === event.revision)
      found[found.length - 1] = { ...last, changes: [...last.changes, change] };
    else found.push({ number: event.revision, round: event.round, tick, changes: [change] });
  }
  return found;
}

/** Number of the last text that the events tell of, 0 when there is none. */
export function lastRevision(events: readonly RunEvent[]): number {
  let last = 0;
  for (const event of events) last = Math.max(last, revisionIn(event) ?? 0);
  return last;
}

/** Number of the text that an event speaks of. Assemblies and reviews change one text piece by piece. */
function revisionIn(event: RunEvent): number | undefined {
  switch (event.kind) {
    case 'textTabled':
    case 'textReads':
    case 'accepted':
    case 'consensusFound':
      return event.revision;
    default:
      return undefined;
  }
}

/**
 * Place of the first event that belongs to a later text: the start of the round that brings it, or the event
 * itself where one round brings several.
 */
function endOfRevision(events: readonly RunEvent[], number: number): number {
  let roundStart = 0;
  let isInRound = false;
  for (const [index, event] of events.entries()) {
    if (event.kind === 'roundStarted') {
      roundStart = index;
      isInRound = false;
    }
    const revision = revisionIn(event);
    if (revision === undefined) continue;
    if (revision > number) return isInRound ? index : roundStart;
    isInRound = true;
  }
  return events.length;
}

/**
 * The run as it stood with a revision: all that was said of it, and nothing of the next one. The last
 * revision is followed to the end of the run, with its adoption and signatures.
 *
 * @param number from 0, the talks before the first text, to `lastRevision`
 */
export function viewOfRevision(scenario: ScenarioView, events: readonly RunEvent[], number: number): RunView {
  const view = emptyView(scenario);
  const end = endOfRevision(events, number);
  for (let index = 0; index < end; index++) foldEvent(view, events[index]);
  return view;
}

/**
 * A run as a screen sees it: its events, and the round being looked at. Everything shown is folded from
 * these.
 */
import { foldEvents, type RunView } from '../../engine/analysis/fold.ts';
import type { RunEvent } from '../../engine/run/events.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';
import type { Calendar } from '../../engine/text/calendar.ts';
import type { RunInfo } from '../../server/wire/messages.ts';
import { type Faces, facesOf } from './faces.ts';
import { monthsOf } from './months.ts';
import { isOver, layOut, placeWords, type Segment } from './timeline.ts';

/** Stands for the agreement where the details of a party are opened; no party’s id begins like this. */
export const agreementId = '@agreement';

/** The state of a run on a screen. */
export class RunModel {
  /** Undefined until the first answer of the server. */
  scenario = $state.raw<ScenarioView | undefined>();
  events = $state.raw<readonly RunEvent[]>([]);
  /** What the server says of the run; undefined for a record. */
  info = $state.raw<RunInfo | undefined>();
  /** Round being looked at; undefined follows the run. */
  at = $state<number | undefined>();
  /** Party whose details are open, or `agreementId`. */
  party = $state<string | undefined>();

  /** Everything known. */
  readonly whole: RunView | undefined = $derived(
    this.scenario === undefined ? undefined : foldEvents(this.scenario, this.events),
  );
  /** The run at the round being looked at. */
  readonly view: RunView | undefined = $derived(
    this.at === undefined || this.scenario === undefined
      ? this.whole
      : foldEvents(this.scenario, this.events, this.at),
  );
  /** The run one round earlier, to tell what changed. */
  readonly before: RunView | undefined = $derived(
    this.scenario === undefined || this.view === undefined || this.view.round === 0
      ? undefined
      : foldEvents(this.scenario, this.events, this.view.round - 1),
  );
  readonly faces: Faces = $derived(this.scenario === undefined ? new Map() : facesOf(this.scenario));
  readonly segments: readonly Segment[] = $derived(this.whole === undefined ? [] : layOut(this.whole));
  /** From rounds to months. */
  readonly calendar: Calendar | undefined = $derived(
    this.whole === undefined ? undefined : monthsOf(this.whole, this.events),
  );
  /** Where the round being looked at stands, in words; empty before there is one. */
  readonly place: string = $derived(
    this.view === undefined || this.calendar === undefined
      ? ''
      : placeWords(this.segments, this.calendar, this.view),
  );
  readonly isOver: boolean = $derived(this.whole !== undefined && isOver(this.whole));

  /** Looks at a round; the last one follows the run while it goes on. */
  scrub(round: number): void {
    const last = this.whole?.round ?? 0;
    const next = Math.max(0, Math.min(round, last));
    this.at = next === last ? undefined : next;
  }
}

/**
 * Events and parts of a scenario read by name: a screen shows what a protocol that it does not know tells, as
 * far as it can, and a run without them loses nothing.
 */
import type { RunEvent } from '../../engine/run/events.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';

/** An event whose kind is looked at as a word. */
export interface Seen {
  readonly seq: number;
  readonly kind: string;
  readonly round: number;
  readonly [field: string]: unknown;
}

/** An event, to be read by the names of its fields. */
export const seen = (event: RunEvent): Seen => event as unknown as Seen;

/** A named subset of the parties. */
export interface Group {
  readonly title: string;
  readonly members: readonly string[];
}

/** The groups of a scenario; none where the format has none. */
export function groupsOf(scenario: ScenarioView): readonly Group[] {
  return (scenario as { readonly groups?: readonly Group[] }).groups ?? [];
}

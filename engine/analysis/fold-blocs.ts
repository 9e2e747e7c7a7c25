/** Who negotiates as one at a point of a run: a fold over the events of blocs and spokespersons. */
import type { RunEvent } from '../run/events.ts';
import type { ScenarioView } from '../run/visibility.ts';

/** Parties that negotiate as one. */
export interface BlocView {
  /** Number of a bloc that formed in the talks, or id of a group of the scenario. */
  readonly id: string;
  /** Whether its members came together in the talks, or the scenario put them in one group. */
  readonly kind: 'formed' | 'group';
  /** Ids of the members, in the order in which they came. */
  readonly members: string[];
  /** Id of the party that speaks for it. */
  speaker: string;
  /** Round in which it formed. */
  readonly since: number;
}

/** States of a group of the scenario. */
function statesOf(scenario: ScenarioView, id: string): string[] {
  const members = scenario.groups.find((group) => group.id === id)?.members ?? [];
  return members.filter((member) =>
    scenario.parties.some((party) => party.id === member && party.kind === 'state'),
  );
}

/** Groups keep their spokespersons until others caucus. */
function beginPhase(blocs: BlocView[], scenario: ScenarioView, phase: string): void {
  if (scenario.phases.find(({ id }) => id === phase)?.protocol !== 'caucus') return;
  for (let i = blocs.length - 1; i >= 0; i--) if (blocs[i].kind === 'group') blocs.splice(i, 1);
}

/** Follows who stands together; changes the list in place. */
export function foldBlocs(blocs: BlocView[], scenario: ScenarioView, event: RunEvent): void {
  const numbered = (bloc: number): BlocView | undefined => blocs.find(({ id }) => id === String(bloc));
  switch (event.kind) {
    case 'phaseStarted':
      beginPhase(blocs, scenario, event.phase);
      return;
    case 'spokespersonNamed':
      blocs.push({
        id: event.meeting,
        kind: 'group',
        members: statesOf(scenario, event.meeting),
        speaker: event.party,
        since: event.round,
      });
      return;
    case 'blocFormed':
      blocs.push({
        id: String(event.bloc),
        kind: 'formed',
        members: [event.party, event.with],
        speaker: event.party,
        since: event.round,
      });
      return;
    case 'blocJoined':
      numbered(event.bloc)?.members.push(event.party);
      return;
    case 'blocSpeaks': {
      const bloc = numbered(event.bloc);
      if (bloc !== undefined) bloc.speaker = event.party;
      return;
    }
    case 'blocLeft': {
      const members = numbered(event.bloc)?.members;
      members?.splice(members.indexOf(event.party), 1);
      return;
    }
    case 'blocDissolved': {
      const at = blocs.findIndex(({ id }) => id === String(event.bloc));
      if (at >= 0) blocs.splice(at, 1);
      return;
    }
  }
}

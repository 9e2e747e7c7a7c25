/**
 * What a viewer may know: one table of kind of knowledge × viewer × time. Slices and events declare their
 * kind (`Visibility`); parties’ attributes are listed here. Whatever is not listed is hidden. Observations of
 * strategies and everything that is serialised for screens, exports and errors go through it.
 */
import { articleOrder } from '../scenario/articles.ts';
import type { PartyFile, ScenarioFile } from '../scenario/schema.ts';
import { type EventName, type EventSpec, events, type RunEvent } from './events.ts';
import type { Visibility } from './slices.ts';

/** Who looks: everything (`god`), the public, or one seat. */
export type Viewer =
  | { readonly role: 'god' }
  | { readonly role: 'public' }
  | { readonly role: 'seat'; readonly seat: string };

type Standing = 'god' | 'owner' | 'member' | 'other';
type Time = 'during' | 'after';

/** The table. `after` is from the end of the run on: debriefs show everything. */
const table: Readonly<Record<Visibility, Readonly<Record<Standing, Readonly<Record<Time, boolean>>>>>> = {
  public: {
    god: { during: true, after: true },
    owner: { during: true, after: true },
    member: { during: true, after: true },
    other: { during: true, after: true },
  },
  group: {
    god: { during: true, after: true },
    owner: { during: true, after: true },
    member: { during: true, after: true },
    other: { during: false, after: true },
  },
  own: {
    god: { during: true, after: true },
    owner: { during: true, after: true },
    member: { during: false, after: true },
    other: { during: false, after: true },
  },
  hidden: {
    god: { during: true, after: true },
    owner: { during: false, after: true },
    member: { during: false, after: true },
    other: { during: false, after: true },
  },
};

function standing(viewer: Viewer, owner: string | undefined, audience: readonly string[]): Standing {
  if (viewer.role === 'god') return 'god';
  if (viewer.role !== 'seat') return 'other';
  if (viewer.seat === owner) return 'owner';
  return audience.includes(viewer.seat) ? 'member' : 'other';
}

/**
 * Whether a viewer may see something of this kind that belongs to `owner`.
 *
 * @param audience those who sit in the meeting in which it was said
 */
export function maySee(
  kind: Visibility,
  viewer: Viewer,
  owner: string | undefined,
  over: boolean,
  audience: readonly string[] = [],
): boolean {
  return table[kind][standing(viewer, owner, audience)][over ? 'after' : 'during'];
}

/** Whether a viewer may see an event. */
export function maySeeEvent(event: RunEvent, viewer: Viewer, over: boolean): boolean {
  const { visible } = events[event.kind as EventName] as EventSpec;
  const owner = 'party' in event ? event.party : undefined;
  return maySee(visible, viewer, owner, over, 'audience' in event ? event.audience : undefined);
}

/** Kind of each attribute of a party. A new key of the schema does not compile until it is listed. */
export const partyVisibility: Readonly<Record<keyof PartyFile, Visibility>> = {
  id: 'public',
  code: 'public',
  name: 'public',
  kind: 'public',
  tier: 'public',
  weight: 'public',
  capability: 'public',
  stake: 'own',
  influence: 'public',
  readiness: 'public',
  pillars: 'public',
  infrastructure: 'public',
  publicTrust: 'public',
  voice: 'public',
  opinion: 'public',
  stream: 'hidden',
  benefit: 'own',
  cost: 'own',
  patience: 'own',
  margin: 'own',
  concession: 'own',
  opening: 'own',
  constituencies: 'own',
  bar: 'own',
  commit: 'public',
  ratifiesBy: 'public',
  lobbying: 'own',
  ideal: 'own',
  salience: 'own',
  scores: 'own',
  reservation: 'own',
  redLines: 'own',
  strategy: 'hidden',
  brief: 'public',
};

/** A party as a viewer sees it: attributes that it may not see are absent. */
export type PartyView = Pick<PartyFile, 'id' | 'code' | 'name' | 'kind' | 'tier' | 'weight'> &
  Partial<PartyFile>;

/** A scenario as a viewer sees it. */
export interface ScenarioView extends Omit<ScenarioFile, 'parties' | '$schema'> {
  readonly parties: readonly PartyView[];
}

function viewParty(party: PartyFile, viewer: Viewer, over: boolean): PartyView {
  const view: Record<string, unknown> = {};
  for (const key of Object.keys(party) as (keyof PartyFile)[]) {
    if (!maySee(partyVisibility[key], viewer, party.id, over)) continue;
    view[key] = key === 'brief' ? viewBrief(party, viewer, over) : party[key];
  }
  return view as unknown as PartyView;
}

/** The public part of a briefing; the confidential part only for its seat. */
function viewBrief(party: PartyFile, viewer: Viewer, over: boolean): PartyFile['brief'] {
  if (party.brief === undefined || maySee('own', viewer, party.id, over)) return party.brief;
  return { public: party.brief.public, confidential: '' };
}

/** The scenario a viewer may see, its issues in the order of the treaty’s articles. */
export function viewScenario(file: ScenarioFile, viewer: Viewer, over: boolean): ScenarioView {
  const { $schema: _, parties, issues, ...rest } = file;
  return {
    ...rest,
    issues: articleOrder(issues),
    parties: parties.map((party) => viewParty(party, viewer, over)),
  };
}

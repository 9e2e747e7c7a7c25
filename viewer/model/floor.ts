/** The floor of an assembly: the meeting, who speaks, what is moved and what became of it. */
import type { RunEvent } from '../../engine/run/events.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';
import { type Seen, seen } from './loose.ts';

/** A speech: its place on the list, and how often the delegation has spoken by then. */
export interface Speech {
  readonly key: number;
  readonly party: string;
  readonly place: number;
  readonly used: number;
}

/** A procedural motion and what came of it. */
export interface FloorMotion {
  readonly key: number;
  readonly round: number;
  /** What is moved, in words: `to close the debate`. */
  readonly words: string;
  /** Issue it concerns, if any. */
  readonly issue: string;
  readonly movers: readonly string[];
  readonly inFavour: readonly string[];
  readonly against: readonly string[];
  readonly fate: 'before the assembly' | 'carried' | 'lost' | 'out of order' | 'upheld' | 'not upheld';
}

/** A proposal and its sponsors. */
export interface FloorProposal {
  readonly number: number;
  readonly sponsors: readonly string[];
  readonly fate: string;
}

/** An amendment and who moved it. */
export interface FloorAmendment {
  readonly issue: string;
  readonly option: string;
  readonly movers: readonly string[];
  readonly fate: string;
}

/** The floor at a round. */
export interface Floor {
  /** Members present and needed in the meeting that was opened last. */
  readonly meeting: { readonly round: number; readonly present: number; readonly needed: number } | undefined;
  readonly hasQuorum: boolean;
  /** The list of the last meeting, in the order in which they spoke. */
  readonly speakers: readonly Speech[];
  readonly list: 'open' | 'closed';
  readonly debate: 'open' | 'closed';
  readonly motions: readonly FloorMotion[];
  readonly proposals: readonly FloorProposal[];
  readonly amendments: readonly FloorAmendment[];
}

const motionWords: Readonly<Record<string, string>> = {
  'point-of-order': 'a point of order',
  'suspend-meeting': 'to suspend the meeting',
  'adjourn-meeting': 'to adjourn the meeting',
  'adjourn-debate': 'to adjourn the debate',
  'close-debate': 'to close the debate',
  divide: 'to vote on a clause separately',
  reconsider: 'to reconsider what was decided',
  appeal: 'an appeal against the ruling of the chair',
};

type Draft<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** What of a floor is still being collected. */
interface Open extends Draft<Floor> {
  speakers: Speech[];
  motions: Draft<FloorMotion>[];
  proposals: Draft<FloorProposal>[];
  amendments: Draft<FloorAmendment>[];
}

const text = (event: Seen, field: string): string => String(event[field] ?? '');
const number = (event: Seen, field: string): number => Number(event[field] ?? 0);
const words = (name: string): string => name.replaceAll('-', ' ');

/** The motion that an event is about: the latest of its kind on its issue. */
function motionOf(floor: Open, event: Seen): Draft<FloorMotion> | undefined {
  const name = motionWords[text(event, 'motion')] ?? words(text(event, 'motion'));
  return floor.motions.filter((one) => one.words === name && one.issue === text(event, 'issue')).at(-1);
}

function move(floor: Open, event: Seen): Draft<FloorMotion> {
  const known = motionOf(floor, event);
  if (known?.fate === 'before the assembly') {
    known.movers = [...known.movers, text(event, 'party')];
    return known;
  }
  const motion: Draft<FloorMotion> = {
    key: event.seq,
    round: event.round,
    words: motionWords[text(event, 'motion')] ?? words(text(event, 'motion')),
    issue: text(event, 'issue'),
    movers: text(event, 'party') === '' ? [] : [text(event, 'party')],
    inFavour: [],
    against: [],
    fate: 'before the assembly',
  };
  floor.motions.push(motion);
  return motion;
}

function amend(floor: Open, event: Seen): Draft<FloorAmendment> {
  const [issue, option] = [text(event, 'issue'), text(event, 'option')];
  const known = floor.amendments.filter((one) => one.issue === issue && one.option === option).at(-1);
  if (known !== undefined) return known;
  const amendment: Draft<FloorAmendment> = { issue, option, movers: [], fate: 'pending' };
  floor.amendments.push(amendment);
  return amendment;
}

function propose(floor: Open, event: Seen): Draft<FloorProposal> {
  const known = floor.proposals.find((one) => one.number === number(event, 'proposal'));
  if (known !== undefined) return known;
  const proposal: Draft<FloorProposal> = { number: number(event, 'proposal'), sponsors: [], fate: 'tabled' };
  floor.proposals.push(proposal);
  return proposal;
}

const join = (list: readonly string[], party: string): string[] => [...new Set([...list, party])];

const handlers: Readonly<Record<string, (floor: Open, event: Seen) => void>> = {
  meetingOpened: (floor, event) => {
    floor.meeting = {
      round: event.round,
      present: number(event, 'present'),
      needed: number(event, 'needed'),
    };
    floor.hasQuorum = true;
    floor.speakers = [];
    floor.list = 'open';
    floor.debate = 'open';
  },
  quorumMissed: (floor, event) => {
    const [present, needed] = [number(event, 'present'), number(event, 'needed')];
    floor.meeting = { round: event.round, present, needed };
    floor.hasQuorum = false;
  },
  spoke: (floor, event) => {
    const [place, used] = [number(event, 'place'), number(event, 'used')];
    floor.speakers.push({ key: event.seq, party: text(event, 'party'), place, used });
  },
  listClosed: (floor) => {
    floor.list = 'closed';
  },
  debateClosed: (floor) => {
    floor.debate = 'closed';
  },
  motionMoved: move,
  motionRefused: (floor, event) => {
    floor.motions.push({ ...move({ ...floor, motions: [] }, event), fate: 'out of order' });
  },
  motionDecided: (floor, event) => {
    (motionOf(floor, event) ?? move(floor, event)).fate = event['carried'] === true ? 'carried' : 'lost';
  },
  ruled: (floor, event) => {
    (motionOf(floor, event) ?? move(floor, event)).fate = event['upheld'] === true ? 'upheld' : 'not upheld';
  },
  spokeOnMotion: (floor, event) => {
    const name = motionWords[text(event, 'motion')];
    const motion = floor.motions.filter((one) => one.words === name).at(-1);
    if (motion === undefined) return;
    if (event['inFavour'] === true) motion.inFavour = join(motion.inFavour, text(event, 'party'));
    else motion.against = join(motion.against, text(event, 'party'));
  },
  proposalTabled: (floor, event) => {
    const proposal = propose(floor, event);
    proposal.sponsors = join(proposal.sponsors, text(event, 'party'));
  },
  sponsored: (floor, event) => {
    const proposal = propose(floor, event);
    const party = text(event, 'party');
    proposal.sponsors =
      event['sponsors'] === true
        ? join(proposal.sponsors, party)
        : proposal.sponsors.filter((one) => one !== party);
  },
  proposalEnded: (floor, event) => {
    propose(floor, event).fate = words(text(event, 'fate'));
  },
  adoptedWithoutVote: (floor, event) => {
    propose(floor, event).fate = 'adopted without a vote';
  },
  amendmentMoved: (floor, event) => {
    const amendment = amend(floor, event);
    amendment.movers = join(amendment.movers, text(event, 'party'));
  },
  amendmentEnded: (floor, event) => {
    amend(floor, event).fate = words(text(event, 'fate'));
  },
};

/** The floor after the events of a run up to a round; undefined where no assembly has met. */
export function floorOf(events: readonly RunEvent[], untilRound: number): Floor | undefined {
  const floor: Open = {
    meeting: undefined,
    hasQuorum: true,
    speakers: [],
    list: 'open',
    debate: 'open',
    motions: [],
    proposals: [],
    amendments: [],
  };
  let hasMet = false;
  for (const event of events) {
    if (event.round > untilRound) break;
    const handler = handlers[event.kind];
    if (handler === undefined) continue;
    handler(floor, seen(event));
    hasMet = true;
  }
  return hasMet ? floor : undefined;
}

/** Whether a scenario has a phase in which the floor is given. */
export function hasFloor(scenario: ScenarioView): boolean {
  return scenario.phases.some((phase) => (phase.protocol as string) === 'assembly');
}

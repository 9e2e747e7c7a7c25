/** What the meetings of an assembly look like at a point of the run: a fold over its events. */
import type { AmendmentFate, ProposalFate } from '../rules/procedure.ts';
import type { EventName, EventOf, RunEvent } from '../run/events.ts';
import type { MotionName } from '../run/motions.ts';
import type { SubjectName } from '../run/subjects.ts';

/** An amendment: the clause it changes, from what to what, who stands behind it and what became of it. */
export interface AmendmentView {
  /** In the order moved, from 1, over all proposals. */
  readonly number: number;
  /** Number of the proposal that it would amend. */
  readonly proposal: number;
  readonly issue: string;
  /** What the text said when the amendment was moved. */
  readonly from: string;
  readonly to: string;
  readonly sponsors: string[];
  fate: AmendmentFate;
}

/** A proposal before the assembly. */
export interface ProposalView {
  readonly number: number;
  /** Who tabled it; empty when it is the text of the phase before. */
  readonly party: string;
  /** Option by issue, as tabled. */
  readonly options: Record<string, string>;
  readonly sponsors: string[];
  fate: ProposalFate;
}

/** A procedural motion. */
export interface MotionView {
  readonly motion: MotionName;
  /** The clause it is about, empty when none. */
  readonly issue: string;
  readonly movers: string[];
  readonly round: number;
  /** Who spoke for and against it. */
  readonly speakersFor: string[];
  readonly speakersAgainst: string[];
  /** Undefined until it is decided; for a point of order, whether the chair upheld it. */
  carried: boolean | undefined;
  /** Of a point of order that was appealed: whether the ruling stands. */
  stands: boolean | undefined;
}

/** An intervention in the debate. */
export interface SpeakerView {
  readonly party: string;
  readonly round: number;
  /** Place on the list of its meeting. */
  readonly place: number;
}

/** A vote and its result. */
export interface VoteView {
  readonly subject: SubjectName;
  /** The two numbers of the subject, as in `turn.subject`. */
  readonly numbers: readonly [number, number];
  readonly round: number;
  /** Ballots by party, where they are told by name. */
  readonly ballots: Record<string, 'absent' | 'yes' | 'no' | 'abstain'>;
  /** Undefined until the vote is counted. */
  tally: { readonly yes: number; readonly no: number; readonly abstain: number } | undefined;
  carried: boolean | undefined;
  method: EventOf<'voteDecided'>['method'] | undefined;
  rule: EventOf<'voteDecided'>['rule'] | undefined;
}

/** The meetings of an assembly at a point of the run. */
export interface MeetingView {
  /** Active states of the meeting’s statechart. */
  states: readonly string[];
  /** Members present when the last meeting opened, how many it needed, and how many there are. */
  present: number | undefined;
  needed: number | undefined;
  members: number | undefined;
  /** Interventions in the debate, in their order. */
  readonly speakers: SpeakerView[];
  isListClosed: boolean;
  readonly proposals: ProposalView[];
  readonly amendments: AmendmentView[];
  readonly motions: MotionView[];
  readonly votes: VoteView[];
  /** Number of the proposal in hand, 0 before the first. */
  proposal: number;
  /** What the text in hand says, by issue. */
  readonly text: Record<string, string>;
  /** Clauses to be voted on separately, and what became of them. */
  readonly parts: Record<string, 'granted' | 'kept' | 'rejected'>;
  /** Explanations of vote. */
  readonly explanations: { readonly party: string; readonly round: number }[];
}

/** Before any meeting. */
export function emptyMeeting(): MeetingView {
  return {
    states: [],
    present: undefined,
    needed: undefined,
    members: undefined,
    speakers: [],
    isListClosed: false,
    proposals: [],
    amendments: [],
    motions: [],
    votes: [],
    proposal: 0,
    text: {},
    parts: {},
    explanations: [],
  };
}

type Handlers = {
  readonly [Kind in EventName]?: (view: MeetingView, event: EventOf<Kind>) => void;
};

function proposalNumbered(view: MeetingView, number: number): ProposalView | undefined {
  return view.proposals.find((proposal) => proposal.number === number);
}

function lastOf<Item>(items: readonly Item[], isWanted: (item: Item) => boolean): Item | undefined {
  for (let i = items.length - 1; i >= 0; i--) if (isWanted(items[i])) return items[i];
  return undefined;
}

/** The last amendment moved that would put this option in the clause. */
function amendmentTo(view: MeetingView, issue: string, option: string): AmendmentView | undefined {
  return lastOf(view.amendments, (amendment) => amendment.issue === issue && amendment.to === option);
}

/** The motion of this kind about this clause that is still undecided, or was decided last. */
function motionOn(view: MeetingView, motion: MotionName, issue: string | undefined): MotionView | undefined {
  return lastOf(view.motions, (moved) => moved.motion === motion && (moved.issue === issue || !issue));
}

/** The proposal in hand is the first one still tabled. */
function inHand(view: MeetingView): number {
  return view.proposals.find((proposal) => proposal.fate === 'tabled')?.number ?? view.proposal;
}

const handlers: Handlers = {
  meetingOpened: (view, event) => {
    view.present = event.present;
    view.needed = event.needed;
    view.members = event.members;
  },
  quorumMissed: (view, event) => {
    view.present = event.present;
    view.needed = event.needed;
  },
  spoke: (view, event) => {
    view.speakers.push({ party: event.party, round: event.round, place: event.place });
  },
  listClosed: (view) => {
    view.isListClosed = true;
  },
  proposalTabled: (view, event) => {
    view.proposals.push({
      number: event.proposal,
      party: event.party,
      options: {},
      sponsors: [],
      fate: 'tabled',
    });
  },
  proposalReads: (view, event) => {
    const proposal = proposalNumbered(view, event.proposal);
    if (proposal !== undefined) proposal.options[event.issue] = event.option;
  },
  sponsored: (view, event) => {
    const sponsors = proposalNumbered(view, event.proposal)?.sponsors;
    if (sponsors === undefined) return;
    if (event.sponsors) sponsors.push(event.party);
    else sponsors.splice(sponsors.indexOf(event.party), 1);
  },
  textReads: (view, event) => {
    const proposal = inHand(view);
    if (proposal !== view.proposal) {
      view.proposal = proposal;
      view.isListClosed = false;
    }
    view.text[event.issue] = event.option;
  },
  amendmentMoved: (view, event) => {
    const known = view.amendments.find((amendment) => amendment.number === event.number);
    if (known !== undefined) {
      known.sponsors.push(event.party);
      return;
    }
    view.amendments.push({
      number: event.number,
      proposal: view.proposal,
      issue: event.issue,
      from: view.text[event.issue] ?? '',
      to: event.option,
      sponsors: [event.party],
      fate: 'pending',
    });
  },
  amendmentAdopted: (view, event) => {
    view.amendments.find((amendment) => amendment.number === event.number)?.sponsors.push(event.party);
  },
  amendmentEnded: (view, event) => {
    const amendment = amendmentTo(view, event.issue, event.option);
    if (amendment !== undefined) amendment.fate = event.fate;
  },
  motionMoved: (view, event) => {
    const last = motionOn(view, event.motion, event.issue);
    if (last?.carried === undefined && last?.round === event.round) {
      last.movers.push(event.party);
      return;
    }
    view.motions.push({
      motion: event.motion,
      issue: event.issue,
      movers: [event.party],
      round: event.round,
      speakersFor: [],
      speakersAgainst: [],
      carried: undefined,
      stands: undefined,
    });
  },
  spokeOnMotion: (view, event) => {
    const motion = motionOn(view, event.motion, undefined);
    (event.inFavour ? motion?.speakersFor : motion?.speakersAgainst)?.push(event.party);
  },
  motionDecided: (view, event) => {
    const motion = motionOn(view, event.motion, event.issue);
    if (motion !== undefined) motion.carried = event.carried;
  },
  ruled: (view, event) => {
    const motion = motionOn(view, event.motion, event.issue);
    if (motion !== undefined) motion.carried = event.upheld;
  },
  rulingStands: (view, event) => {
    const motion = motionOn(view, event.motion, event.issue);
    if (motion !== undefined) motion.stands = event.stands;
    const appeal = motionOn(view, 'appeal', undefined);
    if (appeal !== undefined) appeal.carried = !event.stands;
  },
  voteOpened: (view, event) => {
    view.votes.push({
      subject: event.subject,
      numbers: [event.first, event.second],
      round: event.round,
      ballots: {},
      tally: undefined,
      carried: undefined,
      method: undefined,
      rule: undefined,
    });
  },
  ballotCast: (view, event) => {
    const vote = view.votes.at(-1);
    if (vote !== undefined) vote.ballots[event.party] = event.ballot;
  },
  voteCounted: (view, event) => {
    const vote = view.votes.at(-1);
    if (vote !== undefined) vote.tally = { yes: event.yes, no: event.no, abstain: event.abstain };
  },
  voteDecided: (view, event) => {
    const vote = view.votes.at(-1);
    if (vote === undefined) return;
    vote.carried = event.carried;
    vote.method = event.method;
    vote.rule = event.rule;
  },
  divisionDecided: (view, event) => {
    if (event.granted) view.parts[event.issue] = 'granted';
  },
  partDecided: (view, event) => {
    view.parts[event.issue] = event.kept ? 'kept' : 'rejected';
  },
  proposalEnded: (view, event) => {
    const proposal = proposalNumbered(view, event.proposal);
    if (proposal !== undefined) proposal.fate = event.fate;
  },
  reconsidered: (view, event) => {
    const proposal = proposalNumbered(view, event.proposal);
    if (proposal !== undefined) proposal.fate = 'tabled';
    view.isListClosed = false;
  },
  explainedVote: (view, event) => {
    view.explanations.push({ party: event.party, round: event.round });
  },
};

/** Folds one event into the view of the meetings, in place. */
export function foldMeeting(view: MeetingView, event: RunEvent): void {
  (handlers[event.kind] as ((view: MeetingView, event: RunEvent) => void) | undefined)?.(view, event);
}

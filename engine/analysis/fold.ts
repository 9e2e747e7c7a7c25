/**
 * What a run looks like at a point: a fold over its events, and nothing else. The terminal page, the viewer
 * and exports read this, so that they can never show what the run did not say. A viewer that was shown fewer
 * events folds the same way and knows less.
 */

import type { OperationalSystem } from '../rules/operational-systems.ts';
import type { ActName } from '../run/acts.ts';
import { acts } from '../run/acts.ts';
import type { EventName, ReasonName, RunEvent } from '../run/events.ts';
import type { Outcome } from '../run/loop-position.ts';
import type { ScenarioView } from '../run/visibility.ts';
import type { Amendment } from '../text/amendments.ts';
import { type TrustSettings, updateTrust } from '../world/reputation.ts';
import { type BlocView, foldBlocs } from './fold-blocs.ts';
import { emptyMeeting, foldMeeting, type MeetingView } from './fold-meeting.ts';

/** One party at a point of the run. */
export interface PartyState {
  readonly id: string;
  /** Invited and at the table; nobody is before the stakeholder map, everybody where none is drawn. */
  invited: boolean;
  /** Active states of its statechart, one a region, such as `stance.holding`. */
  states: readonly string[];
  /** Whether a person holds the seat. */
  held: boolean;
  /** Option supported on each issue. */
  readonly supports: Record<string, string>;
  /** Options within which its delegation may accept on its own, by issue; empty where unknown or unbound. */
  readonly instructions: Record<string, { readonly lowest: string; readonly highest: string }>;
  /** Issues objected to in the last straw poll. */
  objects: string[];
  /** Round of that straw poll. */
  judgedRound: number | undefined;
  /** Round in which it walked out of the talks, until it is back. */
  walkedOutRound: number | undefined;
  /** Verdict in the last straw poll. */
  accepts: boolean | undefined;
  /** Ballot in the last recorded vote, and whether it objected formally. */
  ballot: 'yes' | 'no' | 'abstain' | 'absent' | undefined;
  formallyObjects: boolean;
  /** Issues from which it dissociated itself when it joined the consensus. */
  readonly dissociates: string[];
  /** Issues that it reserved when it signed or acceded. */
  readonly reserves: string[];
  /** Parties to whose reservations it objects, and whether the treaty is in force between them. */
  readonly objectsTo: { readonly of: string; readonly relations: boolean }[];
  endorses: boolean | undefined;
  /** Latest value of each number behind its decisions; only what the viewer may see. */
  readonly reasons: Partial<Record<ReasonName, number>>;
  /** Utility of the text as last judged: the sum of its terms; undefined when unknown to the viewer. */
  utility: number | undefined;
  mandatedRound: number | undefined;
  /** Round in which its capital recalled its delegation, until there is a new mandate. */
  recalledRound: number | undefined;
  signedRound: number | undefined;
  submittedRound: number | undefined;
  ratifiedRound: number | undefined;
  rejectedRound: number | undefined;
  /** Round in which its bill died, until it is brought in again. */
  shelvedRound: number | undefined;
  /** Round in which a new government undid its executive agreement, until it is brought in again. */
  revokedRound: number | undefined;
  boundRound: number | undefined;
  /** Support for the agreement at home as last told, in the country and by constituency. */
  opinion: number | undefined;
  readonly publics: Record<string, number>;
  /** Constituency that blocks ratification; undefined when none is known to. */
  vetoedBy: string | undefined;
  /** Elections seen, and changes of government among them. */
  elections: number;
  governments: number;
  /** Tick of the next election, once one is known. */
  nextElection: number | undefined;
  /** Round in which it withdrew, while it is not back. */
  withdrawnRound: number | undefined;
  /** Month in which its notice of withdrawal takes effect. */
  noticeTick: number | undefined;
  /** Month until which the escape clause excuses it. */
  excusedUntil: number | undefined;
  /** Last monitoring report. */
  reported: 'complying' | 'cannot' | 'will-not' | undefined;
  /** Monitoring reports so far. */
  complied: number;
  failed: number;
  detections: number;
}

/** One issue of the text at a point of the run. */
export interface IssueState {
  readonly id: string;
  /** Option in the chair’s text; undefined before the first draft. */
  option: string | undefined;
  closed: boolean;
  /** Whether it is on the agenda. */
  admitted: boolean;
}

/** A number per round, for charts. */
export interface RoundPoint {
  readonly round: number;
  readonly tick: number;
  /** Utility minus limit by party, where known. */
  readonly surplus: Readonly<Record<string, number>>;
  /** What the party asks for minus its limit, where known. */
  readonly asked: Readonly<Record<string, number>>;
  readonly meanTrust: number | undefined;
}

/** A run at a point. */
export interface RunView {
  readonly scenario: ScenarioView;
  /** Events folded so far. */
  events: number;
  round: number;
  tick: number;
  phase: string;
  phaseRound: number;
  outcome: Outcome;
  revision: number;
  readonly parties: ReadonlyMap<string, PartyState>;
  readonly issues: ReadonlyMap<string, IssueState>;
  chair: readonly string[];
  agreement: readonly string[];
  adoptedRound: number | undefined;
  forceTick: number | undefined;
  /** Rounds in which a conference amended the agreement, and in which it ended. */
  readonly amendedRounds: number[];
  terminatedRound: number | undefined;
  /** Level of each operational system, as last told. */
  readonly operations: Partial<Record<OperationalSystem, number>>;
  /** Amendments moved, in the order of their numbers. */
  readonly amendments: Amendment[];
  /** The decision rules applied, in order; `silence` where the silence procedure adopted the text. */
  readonly decisions: { rule: string; carried: boolean; yes: number }[];
  /** α and β of every pair, row by observer; all of it is known only where acts are public to everybody. */
  readonly trust: { readonly alpha: Float64Array; readonly beta: Float64Array };
  meanTrust: number | undefined;
  /** Acts seen, by actor. */
  readonly acts: Map<string, { act: ActName; round: number }[]>;
  /** Finished rounds, for charts. */
  readonly series: RoundPoint[];
  /** First round of each phase that has begun. */
  readonly phaseStarts: { phase: string; round: number; tick: number }[];
  /** Who negotiates as one now: blocs that formed in the talks, and groups that have a spokesperson. */
  readonly blocs: BlocView[];
  /** The assembly: its list of speakers, proposals, amendments, motions and votes. */
  readonly meeting: MeetingView;
  faulted: boolean;
}

const terms = ['benefit', 'distance', 'cost', 'voice', 'transfer'] as const;

/** A view of a run that has not begun. */
export function emptyView(scenario: ScenarioView): RunView {
  // Where no phase draws a stakeholder map, everybody is at the table.
  const isMapped = scenario.phases.some((phase) => phase.protocol === 'stakeholder-mapping');
  const parties = new Map(scenario.parties.map((party) => [party.id, newParty(party.id, !isMapped)]));
  const issues = new Map(
    scenario.issues.map((issue) => [
      issue.id,
      { id: issue.id, option: undefined, closed: false, admitted: true },
    ]),
  );
  return {
    scenario,
    events: 0,
    round: 0,
    tick: 0,
    phase: scenario.phases[0]?.id ?? '',
    phaseRound: 0,
    outcome: 'running',
    revision: 0,
    parties,
    issues,
    chair: [],
    agreement: [],
    adoptedRound: undefined,
    forceTick: undefined,
    amendedRounds: [],
    terminatedRound: undefined,
    operations: {},
    amendments: [],
    decisions: [],
    trust: priorTrust(scenario),
    meanTrust: undefined,
    acts: new Map(),
    series: [],
    phaseStarts: [],
    blocs: [],
    meeting: emptyMeeting(),
    faulted: false,
  };
}

function newParty(id: string, invited: boolean): PartyState {
  return {
    id,
    invited,
    states: [],
    held: false,
    supports: {},
    instructions: {},
    objects: [],
    judgedRound: undefined,
    walkedOutRound: undefined,
    accepts: undefined,
    ballot: undefined,
    formallyObjects: false,
    dissociates: [],
    reserves: [],
    objectsTo: [],
    endorses: undefined,
    reasons: {},
    utility: undefined,
    mandatedRound: undefined,
    recalledRound: undefined,
    signedRound: undefined,
    submittedRound: undefined,
    ratifiedRound: undefined,
    rejectedRound: undefined,
    shelvedRound: undefined,
    revokedRound: undefined,
    boundRound: undefined,
    opinion: undefined,
    publics: {},
    vetoedBy: undefined,
    elections: 0,
    governments: 0,
    nextElection: undefined,
    withdrawnRound: undefined,
    noticeTick: undefined,
    excusedUntil: undefined,
    reported: undefined,
    complied: 0,
    failed: 0,
    detections: 0,
  };
}

function priorTrust(scenario: ScenarioView): RunView['trust'] {
  const size = scenario.parties.length * scenario.parties.length;
  const settings = scenario.world.trust as { priorAlpha?: number; priorBeta?: number } | undefined;
  return {
    alpha: new Float64Array(size).fill(Number(settings?.priorAlpha ?? 1)),
    beta: new Float64Array(size).fill(Number(settings?.priorBeta ?? 1)),
  };
}

type Handlers = {
  readonly [Kind in EventName]?: (view: RunView, event: Extract<RunEvent, { kind: Kind }>) => void;
};

function party(view: RunView, id: string): PartyState {
  const state = view.parties.get(id);
  if (state === undefined) throw new RangeError(`the run has no party ${id}`);
  return state;
}

function closeRound(view: RunView): void {
  const surplus: Record<string, number> = {};
  const asked: Record<string, number> = {};
  for (const [id, state] of view.parties) {
    const { limit, target } = state.reasons;
    if (limit === undefined) continue;
    if (state.utility !== undefined) surplus[id] = state.utility - limit;
    if (target !== undefined) asked[id] = target - limit;
  }
  view.series.push({ round: view.round, tick: view.tick, surplus, asked, meanTrust: view.meanTrust });
}

const bound = 'commitment.inForce';
/** What of a bound party’s conduct everybody sees begin and end. */
const isOpen = (state: string): boolean => state.endsWith('.sanctioned') || state.endsWith('.excused');

/** The states everybody knows of, and what is known besides of how a bound party conducts itself. */
function followParty(state: PartyState, states: readonly string[], round: number): void {
  const conduct = state.states.find((name) => name.startsWith(`${bound}.`) && !isOpen(name));
  state.states = states.map((name) => (name === bound && conduct !== undefined ? conduct : name));
  if (!states.includes('stance.walkedOut')) {
    state.walkedOutRound = undefined;
    return;
  }
  state.walkedOutRound ??= round;
  leaveTable(state);
}

/** Who has left the table supports nothing on it. */
function leaveTable(state: PartyState): void {
  for (const issue of Object.keys(state.supports)) delete state.supports[issue];
  state.objects = [];
  state.accepts = undefined;
}

/** A party is not bound any more: what it stated with its instrument is gone; that it ratified is not. */
function release(view: RunView, state: PartyState): void {
  state.boundRound = undefined;
  state.excusedUntil = undefined;
  state.reserves.length = 0;
  state.objectsTo.length = 0;
  for (const other of view.parties.values()) {
    const kept = other.objectsTo.filter(({ of }) => of !== state.id);
    other.objectsTo.splice(0, other.objectsTo.length, ...kept);
  }
}

const handlers: Handlers = {
  phaseStarted: (view, event) => {
    view.phase = event.phase;
  },
  roundStarted: (view, event) => {
    if (event.round > 0) closeRound(view);
    view.round = event.round;
    view.tick = event.tick;
    view.phaseRound = event.phaseRound;
    if (event.phaseRound === 0)
      view.phaseStarts.push({ phase: event.phase, round: event.round, tick: event.tick });
  },
  conductChanged: (view, event) => {
    party(view, event.party).states = event.configuration.split(' ');
  },
  stateChanged: (view, event) => {
    const states = event.configuration.split(' ');
    if (event.chart === 'chair') view.chair = states;
    else if (event.chart === 'agreement') view.agreement = states;
    else if (event.chart === 'meeting') view.meeting.states = states;
    else followParty(party(view, event.party), states, event.round);
  },
  seatTaken: (view, event) => {
    party(view, event.party).held = true;
  },
  seatGiven: (view, event) => {
    party(view, event.party).held = false;
  },
  mapped: (view, event) => {
    party(view, event.party).invited = event.invited;
  },
  mandateGiven: (view, event) => {
    const state = party(view, event.party);
    state.mandatedRound = event.round;
    state.recalledRound = undefined;
  },
  mandateRecalled: (view, event) => {
    const state = party(view, event.party);
    state.mandatedRound = undefined;
    state.recalledRound = event.round;
    leaveTable(state);
  },
  issueAdmitted: (view, event) => setIssue(view, event.issue, (issue) => (issue.admitted = true)),
  issueLeftOut: (view, event) => setIssue(view, event.issue, (issue) => (issue.admitted = false)),
  supported: (view, event) => {
    party(view, event.party).supports[event.issue] = event.option;
  },
  textTabled: (view, event) => {
    setIssue(view, event.issue, (issue) => (issue.option = event.option));
    view.revision = event.revision;
  },
  // Whoever is shown these sits behind the doors: there the draft is the text.
  supportedInGroup: (view, event) => {
    party(view, event.party).supports[event.issue] = event.option;
  },
  draftedInGroup: (view, event) => setIssue(view, event.issue, (issue) => (issue.option = event.option)),
  accepted: (view, event) => {
    const state = party(view, event.party);
    state.accepts = true;
    state.objects = [];
    state.judgedRound = event.round;
    // A draft that left the text as it was has a number too.
    view.revision = event.revision;
  },
  instructed: (view, event) => {
    const { lowest, highest } = event;
    party(view, event.party).instructions[event.issue] = { lowest, highest };
  },
  acceptedAdReferendum: (view, event) => {
    const state = party(view, event.party);
    state.accepts = true;
    state.objects = [];
    state.judgedRound = event.round;
  },
  objected: (view, event) => {
    const state = party(view, event.party);
    if (state.judgedRound !== event.round) state.objects = [];
    state.judgedRound = event.round;
    state.accepts = false;
    state.objects.push(event.issue);
  },
  issueClosed: (view, event) => setIssue(view, event.issue, (issue) => (issue.closed = true)),
  issueSettled: (view, event) => setIssue(view, event.issue, (issue) => (issue.closed = true)),
  issueReopened: (view, event) => setIssue(view, event.issue, (issue) => (issue.closed = false)),
  reasoned: (view, event) => {
    const state = party(view, event.party);
    state.reasons[event.reason] = event.value;
    // Voice is told at the start; the other terms of a utility come together, and the reliability after them.
    if (event.reason !== 'reliability') return;
    state.utility = terms.reduce((sum, term) => sum + (state.reasons[term] ?? 0), 0);
  },
  formallyObjected: (view, event) => {
    party(view, event.party).formallyObjects = true;
  },
  dissociated: (view, event) => {
    party(view, event.party).dissociates.push(event.issue);
  },
  // The consensus is undone, and with it the footnotes to it and the objections against it.
  reconsidered: (view) => {
    for (const state of view.parties.values()) {
      state.formallyObjects = false;
      state.dissociates.length = 0;
    }
  },
  reserved: (view, event) => {
    party(view, event.party).reserves.push(event.issue);
  },
  voted: (view, event) => {
    party(view, event.party).ballot = event.ballot;
  },
  textReads: (view, event) => {
    setIssue(view, event.issue, (issue) => (issue.option = event.option));
    view.revision = event.revision;
  },
  ballotCast: (view, event) => {
    if (event.whole) party(view, event.party).ballot = event.ballot;
  },
  decided: (view, event) => {
    const rule = view.scenario.rules.decision[event.rule]?.rule ?? '';
    view.decisions.push({ rule, carried: event.carried, yes: event.yes });
  },
  silenceKept: (view, event) => {
    view.decisions.push({ rule: 'silence', carried: true, yes: event.silent });
  },
  adopted: (view, event) => {
    view.adoptedRound = event.round;
    view.outcome = 'adopted';
  },
  endorsed: (view, event) => {
    party(view, event.party).endorses = event.endorses;
  },
  signed: (view, event) => {
    party(view, event.party).signedRound = event.round;
  },
  submitted: (view, event) => {
    const state = party(view, event.party);
    state.submittedRound = event.round;
    state.rejectedRound = undefined;
    state.shelvedRound = undefined;
    state.revokedRound = undefined;
  },
  ratified: (view, event) => {
    party(view, event.party).ratifiedRound = event.round;
  },
  rejected: (view, event) => {
    party(view, event.party).rejectedRound = event.round;
  },
  shelved: (view, event) => {
    party(view, event.party).shelvedRound = event.round;
  },
  revoked: (view, event) => {
    const state = party(view, event.party);
    state.revokedRound = event.round;
    state.ratifiedRound = undefined;
    state.boundRound = undefined;
  },
  vetoedAtHome: (view, event) => {
    party(view, event.party).vetoedBy = event.constituency;
  },
  vetoLifted: (view, event) => {
    party(view, event.party).vetoedBy = undefined;
  },
  opinionMoved: (view, event) => {
    party(view, event.party).opinion = event.value;
  },
  constituencyMoved: (view, event) => {
    party(view, event.party).publics[event.constituency] = event.value;
  },
  electionHeld: (view, event) => {
    const state = party(view, event.party);
    state.elections++;
    if (event.changed) state.governments++;
    state.nextElection = event.next;
  },
  enteredIntoForce: (view, event) => {
    view.forceTick = event.tick;
    view.outcome = 'in-force';
  },
  becameBound: (view, event) => {
    const state = party(view, event.party);
    state.boundRound = event.round;
    state.withdrawnRound = undefined;
  },
  objectedToReservation: (view, event) => {
    party(view, event.party).objectsTo.push({ of: event.of, relations: event.relations });
  },
  noticeGiven: (view, event) => {
    party(view, event.party).noticeTick = event.tick;
  },
  noticeRevoked: (view, event) => {
    party(view, event.party).noticeTick = undefined;
  },
  withdrew: (view, event) => {
    const state = party(view, event.party);
    state.withdrawnRound = event.round;
    state.noticeTick = undefined;
    release(view, state);
  },
  escapeInvoked: (view, event) => {
    party(view, event.party).excusedUntil = event.until;
  },
  escapeEnded: (view, event) => {
    party(view, event.party).excusedUntil = undefined;
  },
  operationsReached: (view, event) => {
    view.operations[event.system] = event.value;
  },
  treatyAmended: (view, event) => {
    if (view.amendedRounds.at(-1) !== event.round) view.amendedRounds.push(event.round);
  },
  terminated: (view, event) => {
    view.terminatedRound = event.round;
    view.outcome = 'terminated';
    for (const state of view.parties.values()) release(view, state);
  },
  reported: (view, event) => {
    const state = party(view, event.party);
    state.reported = event.complies ? 'complying' : event.able ? 'will-not' : 'cannot';
    if (event.complies) state.complied++;
    else state.failed++;
  },
  detected: (view, event) => {
    party(view, event.party).detections++;
  },
  actSeen: (view, event) => {
    const seen = view.acts.get(event.party) ?? [];
    seen.push({ act: event.act, round: event.round });
    view.acts.set(event.party, seen);
    const settings = view.scenario.world.trust as TrustSettings | undefined;
    if (settings === undefined) return;
    const actor = view.scenario.parties.findIndex((candidate) => candidate.id === event.party);
    const { alpha, beta } = view.trust;
    updateTrust(alpha, beta, view.scenario.parties.length, actor, acts.indexOf(event.act), settings);
  },
  trustMoved: (view, event) => {
    view.meanTrust = event.value;
  },
  ended: (view, event) => {
    closeRound(view);
    view.outcome = event.outcome;
  },
  faulted: (view) => {
    view.faulted = true;
  },
};

function setIssue(view: RunView, id: string, change: (issue: IssueState) => unknown): void {
  const issue = view.issues.get(id);
  if (issue !== undefined) change(issue);
}

/** Folds one event into a view, in place. */
export function foldEvent(view: RunView, event: RunEvent): void {
  view.events++;
  foldMeeting(view.meeting, event);
  foldBlocs(view.blocs, view.scenario, event);
  (handlers[event.kind] as ((view: RunView, event: RunEvent) => void) | undefined)?.(view, event);
}

/**
 * The view of a run after some of its events.
 *
 * @param untilRound last round to fold, by default all
 */
export function foldEvents(
  scenario: ScenarioView,
  events: readonly RunEvent[],
  untilRound = Infinity,
): RunView {
  const view = emptyView(scenario);
  for (const event of events) {
    if (event.round > untilRound) break;
    foldEvent(view, event);
  }
  return view;
}

/** T_ij of the view: how far `observer` expects `subject` to keep its word, in (0, 1). */
export function trustBetween(view: RunView, observer: number, subject: number): number {
  const pair = observer * view.scenario.parties.length + subject;
  return view.trust.alpha[pair] / (view.trust.alpha[pair] + view.trust.beta[pair]);
}

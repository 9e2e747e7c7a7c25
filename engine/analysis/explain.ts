/**
 * Why a party did what it did in a round, in the terms of its utility. The numbers behind a decision are
 * emitted with it; this fold finds those that stand before each decision and says what they mean. It reads
 * one party’s own events and the public ones, so a seat can ask it about itself; without the party’s own
 * numbers it says what happened and nothing that only the party may know.
 */
import { optionValue } from '../preferences/utility.ts';
import { wordsOfMotion } from '../questions/subject-text.ts';
import type { Scenario } from '../run/contract.ts';
import type { EventOf, ReasonName, RunEvent } from '../run/events.ts';
import { blocDecision } from './explain-blocs.ts';
import { followHome, followHomeReason, type HomeStanding, homeDecision, openHome } from './explain-home.ts';
import {
  type DecisionKind,
  type Named,
  protocolOf,
  sentenceOf,
  standingSentences,
  termsOf,
} from './explain-words.ts';

/** A number behind a decision. */
export interface ExplainedTerm {
  readonly name: string;
  readonly value: number;
  readonly meaning: string;
}

/** What a decision says of one issue. */
export interface ExplainedIssue {
  readonly issue: string;
  /** The option it is about: of the text for an objection, the party’s own for support. */
  readonly option: string;
  /** What moving the text to the party’s ideal would gain it; absent when that is not for the reader. */
  readonly gain?: number;
  /** Whether the option lies outside the party’s red lines. */
  readonly crossesRedLine?: boolean;
}

/** One decision of the round. */
export interface ExplainedDecision {
  readonly kind: DecisionKind;
  readonly sentence: string;
  readonly issues: readonly ExplainedIssue[];
  readonly terms: readonly ExplainedTerm[];
}

/** Why a party did what it did in a round. */
export interface Explanation {
  readonly party: string;
  readonly round: number;
  /** Id of the phase, empty when the run has no such round. */
  readonly phase: string;
  /** The sentences as one text. */
  readonly summary: string;
  readonly sentences: readonly string[];
  readonly decisions: readonly ExplainedDecision[];
  /** The last value of each number of the round. */
  readonly terms: readonly ExplainedTerm[];
}

/** What is asked. */
export interface ExplainQuery {
  readonly round: number;
  /** Id of the party. */
  readonly party: string;
}

/** What the fold knows of a party at a point of the run. */
export interface Standing {
  readonly scenario: Scenario;
  readonly party: number;
  readonly name: string;
  phase: string;
  tick: number;
  /** Option of the text on each issue. */
  readonly text: Int32Array;
  /** The states the party’s chart is in. */
  configuration: string;
  /** 1 for parties that endorse, −1 for those that oppose or were not invited. */
  readonly endorsement: Int32Array;
  /** Chance of ratification in a tick, and the pressure behind it, as last explained. */
  hazard: number | undefined;
  pressure: number | undefined;
  /** Tick in which the treaty went to the legislature. */
  submittedTick: number | undefined;
  readonly home: HomeStanding;
  /** Chance that a legislature with these hazards had not ratified by now. */
  patience: number;
  /** Whether the party’s own numbers are among the events. */
  seesOwn: boolean;
  /** Whether a person answered for the party in this turn. */
  byPerson: boolean;
  /** Whether the party was asked for a judgement that no event has answered yet. */
  isAsked: boolean;
  /** Numbers that hold for the whole run, told at its start. */
  readonly constants: Map<ReasonName, number>;
  /** What is being voted on, when it is not the text as a whole. */
  votedOn: string;
  /** Numbers of the round. */
  readonly terms: Map<ReasonName, number>;
  readonly decisions: ExplainedDecision[];
}

function openStanding(scenario: Scenario, party: number): Standing {
  return {
    scenario,
    party,
    name: scenario.file.parties[party].name,
    phase: '',
    tick: 0,
    text: Int32Array.from(scenario.reversion),
    configuration: '',
    endorsement: new Int32Array(scenario.partyCount),
    hazard: undefined,
    pressure: undefined,
    submittedTick: undefined,
    home: openHome(),
    patience: 1,
    seesOwn: false,
    byPerson: false,
    isAsked: false,
    constants: new Map(),
    votedOn: '',
    terms: new Map(),
    decisions: [],
  };
}

/** What an issue of the text means to the party. */
function explainIssue(standing: Standing, issue: string, option: string): ExplainedIssue {
  const { scenario, party, terms } = standing;
  const k = scenario.issueIds.indexOf(issue);
  const o = k < 0 ? -1 : scenario.optionIds[k].indexOf(option);
  const reliability = terms.get('reliability');
  if (!standing.seesOwn || reliability === undefined || o < 0) return { issue, option };
  const row = party * scenario.issueCount + k;
  let best = Number.NEGATIVE_INFINITY;
  for (let other = scenario.lowestOption[row]; other <= scenario.highestOption[row]; other++) {
    best = Math.max(best, optionValue(scenario, party, k, other, reliability));
  }
  const gain = best - optionValue(scenario, party, k, o, reliability);
  return {
    issue,
    option,
    gain,
    crossesRedLine: o < scenario.lowestOption[row] || o > scenario.highestOption[row],
  };
}

/** Adds a decision, or its issue to the decision before it when that is of the same kind. */
function decide(standing: Standing, named: Named): void {
  standing.isAsked = false;
  const { kind } = named;
  const last = standing.decisions.at(-1);
  const isContinued = last?.kind === kind && named.issues.length > 0;
  if (isContinued) standing.decisions.pop();
  const issues = isContinued ? [...last.issues, ...named.issues] : named.issues;
  const sentence = sentenceOf(standing, { ...named, issues });
  standing.decisions.push({ kind, issues, sentence, terms: termsOf(standing, kind) });
}

/** What follows for everybody, whichever party is asked about. */
function followPublic(standing: Standing, event: RunEvent): void {
  const { scenario } = standing;
  switch (event.kind) {
    case 'phaseStarted':
      standing.phase = event.phase;
      return;
    case 'roundStarted':
      for (let tick = standing.tick; tick < event.tick; tick++)
        standing.patience *= 1 - (standing.hazard ?? 0);
      standing.tick = event.tick;
      return;
    case 'textTabled':
      standing.text[scenario.issueIds.indexOf(event.issue)] = optionIndex(
        scenario,
        event.issue,
        event.option,
      );
      return;
    case 'textReads':
      standing.text[scenario.issueIds.indexOf(event.issue)] = optionIndex(
        scenario,
        event.issue,
        event.option,
      );
      return;
    case 'voteOpened':
      standing.votedOn = partVotedOn(scenario, event);
      return;
    case 'mapped':
      if (!event.invited) standing.endorsement[scenario.partyIds.indexOf(event.party)] = -1;
      return;
    case 'endorsed':
      standing.endorsement[scenario.partyIds.indexOf(event.party)] = event.endorses ? 1 : -1;
      return;
  }
}

/** An amendment or a clause that is voted on, in words; empty for anything else. */
function partVotedOn(scenario: Scenario, event: EventOf<'voteOpened'>): string {
  if (event.subject === 'termination') return 'ending the agreement';
  if (event.subject === 'continuation') return 'continuing the agreement';
  const issue = scenario.issueIds[event.first];
  if (event.subject === 'issue') return `the clause on ${issue}`;
  if (event.subject !== 'amendment') return '';
  return `the amendment ${scenario.optionIds[event.first][event.second]} on ${issue}`;
}

function optionIndex(scenario: Scenario, issue: string, option: string): number {
  return scenario.optionIds[scenario.issueIds.indexOf(issue)].indexOf(option);
}

/** A number of the party itself. */
function followReason(standing: Standing, reason: ReasonName, value: number): void {
  const { terms, constants } = standing;
  standing.seesOwn = true;
  if (reason === 'voice' || reason === 'limit') {
    constants.set(reason, value);
    return;
  }
  terms.set(reason, value);
  followHomeReason(standing, reason, value);
  if (reason === 'hazard') standing.hazard = value;
  else if (reason === 'pressure') standing.pressure = value;
  else if (reason === 'target') standing.isAsked = true;
  else if (reason === 'reliability') {
    // It ends the numbers of a judgement, to which those that never change belong.
    standing.isAsked = true;
    for (const [constant, known] of constants) terms.set(constant, known);
  }
}

/** Numbers and states of the party itself, in any round. */
function followOwn(standing: Standing, event: RunEvent): void {
  followHome(standing, event);
  switch (event.kind) {
    case 'reasoned':
      followReason(standing, event.reason, event.value);
      return;
    case 'stateChanged':
    case 'conductChanged':
      standing.configuration = event.configuration;
      return;
    case 'submitted':
      standing.submittedTick = standing.tick;
      standing.patience = 1;
      return;
    case 'answered':
      standing.byPerson = true;
      return;
    case 'seatGiven':
    case 'deadlinePassed':
      standing.byPerson = false;
      return;
  }
}

const named = (kind: DecisionKind, value?: string): Named => ({
  kind,
  issues: [],
  ...(value === undefined ? {} : { value }),
});

/** The decision of the party that an event tells. */
function decisionIn(standing: Standing, event: RunEvent): Named | undefined {
  switch (event.kind) {
    case 'supported':
      return { kind: 'supports', issues: [explainIssue(standing, event.issue, event.option)] };
    case 'objected':
      return { kind: 'objects', issues: [explainIssue(standing, event.issue, event.option)] };
    case 'dissociated':
      return { kind: 'dissociates', issues: [explainIssue(standing, event.issue, event.option)] };
    case 'reserved':
      return { kind: 'reserves', issues: [explainIssue(standing, event.issue, event.option)] };
    case 'ranked':
      return event.rank === 0 ? named('ranks', event.issue) : undefined;
    case 'voted':
      return named('votes', event.ballot);
    case 'ballotCast':
      return named(ballotKind(standing, event.whole), event.ballot);
    case 'amendmentMoved':
      return { kind: 'moves-amendment', issues: [explainIssue(standing, event.issue, event.option)] };
    case 'motionMoved':
      return named('moves', wordsOfMotion(event.motion));
    case 'explainedVote':
      return named('explains-vote');
    case 'endorsed':
      return named(event.endorses ? 'endorses' : 'opposes');
    case 'submitted':
      if (isOutAtHome(standing)) return named('submits', 'again');
      return named(standing.isAsked ? 'accedes' : 'submits');
    case 'willed':
      return named(event.complies ? 'means-to-comply' : 'means-to-defect');
    case 'reported':
      return named(event.complies ? 'reported-complying' : 'reported-failing', String(event.able));
    case 'escapeInvoked':
      return named('invokes-escape', String(event.until));
    case 'noticeGiven':
      return named('gives-notice', String(event.tick));
    case 'objectedToReservation':
      return named(
        event.relations ? 'objects-to-reservation' : 'refuses-relations',
        nameOf(standing, event.of),
      );
    case 'reservationAccepted':
      return event.tacit ? undefined : named('accepts-reservation', nameOf(standing, event.of));
    case 'declined':
      return Object.hasOwn(declinedKinds, event.question) ? named(declinedKinds[event.question]) : undefined;
    case 'stateChanged': {
      const hasLeft = (configuration: string) => configuration.includes('stance.walkedOut');
      const leaves = hasLeft(event.configuration) && !hasLeft(standing.configuration);
      return leaves ? named('walks-out') : undefined;
    }
    default: {
      const atHome = homeDecision(event);
      if (atHome !== undefined) return named(...atHome);
      const inBloc = blocDecision(standing, event);
      if (inBloc !== undefined) return named(...inBloc);
      return Object.hasOwn(plainKinds, event.kind)
        ? named(plainKinds[event.kind] as DecisionKind)
        : undefined;
    }
  }
}

/** Whether the treaty was turned down or shelved at home before. */
function isOutAtHome({ configuration }: Standing): boolean {
  return configuration.includes('commitment.rejected') || configuration.includes('commitment.shelved');
}

/** What a ballot is on: the whole text, whether the agreement is to go on, or a part of it. */
function ballotKind(standing: Standing, isWhole: boolean): DecisionKind {
  if (isWhole) return 'votes';
  return standing.votedOn.endsWith('the agreement') ? 'votes-on-end' : 'votes-on-part';
}

const nameOf = ({ scenario }: Standing, party: string): string =>
  scenario.file.parties.find(({ id }) => id === party)?.name ?? party;

/** What it means that a party left things as they were, by question. */
const declinedKinds: Readonly<Record<string, DecisionKind>> = {
  escape: 'does-not-escape',
  report: 'hides-failure',
  withdraw: 'leaves-it-so',
  respond: 'keeps-silent',
  sponsor: 'does-not-ask',
  withhold: 'does-not-withhold',
};

/** Events that are a decision as they stand. */
const plainKinds: Readonly<Partial<Record<RunEvent['kind'], DecisionKind>>> = {
  accepted: 'accepts',
  formallyObjected: 'objects-formally',
  signed: 'signs',
  detected: 'detected',
  reinstated: 'reinstated',
  escapeEnded: 'escape-ends',
  failureReported: 'tells-failure',
  concealmentFound: 'found-hiding',
  noticeRevoked: 'takes-notice-back',
  withdrew: 'withdraws',
  renegotiationRequested: 'asks-renegotiation',
  ordered: 'ordered',
  mandateGiven: 'mandated',
};

/** Decisions that no event of the party tells: silence at the gavel, and a signature that was not given. */
function collectSilence(standing: Standing, event: RunEvent | undefined): void {
  const { scenario, party } = standing;
  if (!standing.isAsked || scenario.isState[party] === 0) return;
  if (event?.kind === 'decided') {
    if (scenario.decision[event.rule]?.rule === 'consensus') decide(standing, named('does-not-object'));
  } else if (event === undefined && protocolOf(standing) === 'treaty-life') {
    decide(standing, named('does-not-join'));
  }
}

function collectDraft(standing: Standing, event: RunEvent): void {
  if (event.kind !== 'textTabled' || standing.party !== standing.scenario.chair) return;
  decide(standing, { kind: 'drafts', issues: [{ issue: event.issue, option: event.option }] });
}

function nothing(query: ExplainQuery, sentence: string): Explanation {
  const { party, round } = query;
  return { party, round, phase: '', summary: sentence, sentences: [sentence], decisions: [], terms: [] };
}

/** The fold up to the end of the round asked about; undefined when the events do not reach it. */
function follow(scenario: Scenario, events: readonly RunEvent[], query: ExplainQuery): Standing | undefined {
  const standing = openStanding(scenario, scenario.partyIds.indexOf(query.party));
  let isReached = false;
  for (const event of events) {
    if (event.round > query.round) break;
    const isAskedAbout = event.round === query.round;
    isReached ||= isAskedAbout;
    if (event.kind === 'roundStarted' || event.kind === 'phaseStarted') {
      standing.terms.clear();
      standing.isAsked = false;
      standing.byPerson = false;
    }
    followPublic(standing, event);
    if (isAskedAbout) {
      collectSilence(standing, event);
      collectDraft(standing, event);
    }
    if (!('party' in event) || event.party !== query.party) continue;
    const decision = isAskedAbout ? decisionIn(standing, event) : undefined;
    if (decision !== undefined) decide(standing, decision);
    followOwn(standing, event);
  }
  if (!isReached) return undefined;
  collectSilence(standing, undefined);
  return standing;
}

/**
 * Explains what a party did in a round. `events` are those of a run from its first on: all of them, or what
 * the party’s own seat may see.
 *
 * @example
 * ```ts
 * const events = decodeEvents(scenario, play.recorder.records());
 * console.log(explainParty(scenario, events, { round: 12, party: 'norland' }).summary);
 * ```
 */
export function explainParty(
  scenario: Scenario,
  events: readonly RunEvent[],
  query: ExplainQuery,
): Explanation {
  if (!scenario.partyIds.includes(query.party)) return nothing(query, `There is no party “${query.party}”.`);
  const standing = follow(scenario, events, query);
  if (standing === undefined) return nothing(query, `The run has no round ${query.round}.`);
  const sentences = [
    ...standing.decisions.map((decision) => decision.sentence),
    ...standingSentences(standing, query.round),
  ];
  if (sentences.length === 0)
    sentences.push(`${standing.name} was not asked anything in round ${query.round}.`);
  return {
    party: query.party,
    round: query.round,
    phase: standing.phase,
    summary: sentences.join(' '),
    sentences,
    decisions: standing.decisions,
    terms: termsOf(standing, undefined),
  };
}

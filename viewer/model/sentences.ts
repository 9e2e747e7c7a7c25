/** Events as sentences a person reads. */
import type { ActName } from '../../engine/run/acts.ts';
import type { EventName, EventOf, RunEvent } from '../../engine/run/events.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';

/** Kinds of sentence, for the filter of the log. */
export const topics = {
  text: 'the text',
  decisions: 'decisions',
  treaty: 'signature and ratification',
  conduct: 'keeping the agreement',
  seats: 'seats and people',
  charts: 'changes of state',
} as const;
/** One kind of sentence. */
export type Topic = keyof typeof topics;

/** A line of the log. */
export interface Sentence {
  readonly seq: number;
  readonly round: number;
  readonly topic: Topic;
  /** Whom it is about. */
  readonly party: string | undefined;
  /** The issues it is about. */
  readonly issues: readonly string[];
  readonly words: string;
  /** Turning points are set in bold. */
  readonly isTurningPoint: boolean;
}

/** Looks names up in a scenario. */
interface Names {
  party(id: string): string;
  issue(id: string): string;
  option(issue: string, option: string): string;
  phase(id: string): string;
  /** A group of parties or one that meets apart; an empty id is the plenary. */
  meeting(id: string): string;
}

/** Tells an event; an empty text leaves it out. */
type Teller<Kind extends EventName> = (event: EventOf<Kind>, names: Names) => string;
type Entry<Kind extends EventName> = readonly [Topic, Teller<Kind>, 'turning-point'?];

const lower = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? `${text.slice(0, 1).toLowerCase()}${text.slice(1)}` : text;

/** Acts as what a party did. */
export const actWords: Readonly<Record<ActName, string>> = {
  'follow-through': 'kept its word',
  defection: 'was caught breaking its word',
  'capacity-failure': 'could not do what it promised',
  reciprocity: 'answered a concession with one',
  transparency: 'reported a failure of its own',
  'false-alarm': 'was accused without cause',
  signature: 'signed',
  communique: 'declared its good will',
};

const outcomeWords = {
  running: 'The run goes on.',
  breakdown: 'The run ends without an agreement.',
  lapsed: 'The run ends: the agreement never entered into force.',
  adopted: 'The run ends with an adopted agreement that is not in force.',
  consensus: 'The talks end with a text that would carry.',
  'in-force': 'The run ends with the agreement in force.',
} as const;

function chartOwner(event: EventOf<'stateChanged'>, names: Names): string {
  if (event.chart === 'agreement') return 'The agreement';
  return event.chart === 'chair' ? 'The chair' : names.party(event.party);
}

function spellStates(configuration: string): string {
  return configuration.replaceAll('.', ' › ').replaceAll(' ', ', ').replaceAll(', ›, ', ' › ');
}

function optionOf(event: { readonly issue: string; readonly option: string }, names: Names): string {
  return `“${names.option(event.issue, event.option)}”`;
}

/** What monitoring reports: a defection that nobody audited looks like compliance. */
function conductWords(complies: boolean, able: boolean): string {
  if (complies) return 'is seen to keep the agreement';
  return able ? 'does not keep the agreement, though it could' : 'cannot keep the agreement yet';
}

/** What comes of an issue that a group returns. */
function returnedWords(event: EventOf<'issueReturned'>, names: Names): string {
  const issue = names.issue(event.issue);
  if (event.bracketed === 0) return `${issue} comes back agreed: ${optionOf(event, names)}.`;
  if (event.bracketed === 1)
    return `${issue} comes back in brackets, with an objection to ${optionOf(event, names)}.`;
  const draft = optionOf(event, names);
  return `${issue} comes back in brackets, with ${event.bracketed} options; the draft says ${draft}.`;
}

const behindDoors = (meeting: string, names: Names): string =>
  `In ${names.meeting(meeting)}, behind closed doors,`;

const tellers: { readonly [Kind in EventName]?: Entry<Kind> } = {
  phaseStarted: ['decisions', (event, names) => names.phase(event.phase), 'turning-point'],
  stateChanged: [
    'charts',
    (event, names) => `${chartOwner(event, names)} is now in ${spellStates(event.configuration)}.`,
  ],
  conductChanged: [
    'charts',
    (event, names) => `${names.party(event.party)} is now in ${spellStates(event.configuration)}.`,
  ],
  seatTaken: ['seats', (event, names) => `A person takes the seat of ${names.party(event.party)}.`],
  seatGiven: [
    'seats',
    (event, names) => `The seat of ${names.party(event.party)} goes back to its strategy.`,
  ],
  answered: [
    'seats',
    (event, names) => `${names.party(event.party)} is played by a person, who has answered.`,
  ],
  deadlinePassed: [
    'seats',
    (event, names) => `The deadline passed: a strategy answers for ${names.party(event.party)}.`,
  ],
  inputRefused: [
    'seats',
    (event, names) => `An answer for ${names.party(event.party)} was not possible here and was left out.`,
  ],
  mapped: [
    'decisions',
    (event, names) =>
      `${names.party(event.party)} is ${event.invited ? 'invited to the talks' : 'not invited'}.`,
  ],
  ordered: ['decisions', (event, names) => `${names.party(event.party)} issues its executive order.`],
  mandateGiven: ['decisions', (event, names) => `${names.party(event.party)} has a mandate to negotiate.`],
  ranked: [
    'decisions',
    // Eleven parties rank five issues: what each puts first is what a reader wants to know.
    (event, names) =>
      event.rank === 0 ? `${names.party(event.party)} puts ${lower(names.issue(event.issue))} first.` : '',
  ],
  issueAdmitted: ['decisions', (event, names) => `${names.issue(event.issue)} is on the agenda.`],
  issueLeftOut: ['decisions', (event, names) => `${names.issue(event.issue)} does not reach the agenda.`],
  supported: [
    'text',
    (event, names) =>
      `${names.party(event.party)} supports ${optionOf(event, names)} ` +
      `for ${lower(names.issue(event.issue))}.`,
  ],
  textTabled: [
    'text',
    (event, names) =>
      `The chair puts ${optionOf(event, names)} in the text for ${lower(names.issue(event.issue))} ` +
      `(revision ${event.revision}).`,
  ],
  accepted: ['text', (event, names) => `${names.party(event.party)} can accept revision ${event.revision}.`],
  objected: [
    'text',
    (event, names) =>
      `${names.party(event.party)} objects to ${lower(names.issue(event.issue))}: ${optionOf(event, names)}.`,
  ],
  issueClosed: [
    'text',
    (event, names) =>
      `${names.issue(event.issue)} is settled for now: “${names.option(event.issue, event.option)}”.`,
  ],
  issueReopened: ['text', (event, names) => `${names.issue(event.issue)} is open again.`],
  consensusFound: [
    'decisions',
    (event) => `The straw poll would carry revision ${event.revision}: the talks go on to adoption.`,
    'turning-point',
  ],
  caucusPosition: [
    'text',
    (event, names) =>
      `${names.meeting(event.meeting)} agrees on ${optionOf(event, names)} ` +
      `for ${lower(names.issue(event.issue))}, among its members.`,
  ],
  spokespersonNamed: [
    'decisions',
    (event, names) => `${names.party(event.party)} speaks for ${names.meeting(event.meeting)}.`,
  ],
  stoodApart: [
    'text',
    (event, names) =>
      `${names.party(event.party)} does not join ${names.meeting(event.meeting)} on ` +
      `${lower(names.issue(event.issue))}: it keeps to ${optionOf(event, names)}.`,
  ],
  brokeRanks: [
    'text',
    (event, names) =>
      `${names.party(event.party)} breaks ranks with its group on ${lower(names.issue(event.issue))}: ` +
      `it objects to ${optionOf(event, names)}.`,
  ],
  blocMoved: [
    'decisions',
    (event, names) =>
      event.ratified
        ? `${names.meeting(event.meeting)} moves with ${names.party(event.party)}: ${event.yes} in favour.`
        : `${names.meeting(event.meeting)} does not follow the move of ${names.party(event.party)}.`,
  ],
  conferred: [
    'text',
    (event, names) => `${names.party(event.party)} talks to ${names.party(event.with)} alone.`,
  ],
  learned: [
    'text',
    (event, names) =>
      `${names.party(event.party)} learns that ${names.party(event.of)} wants ${optionOf(event, names)} ` +
      `for ${lower(names.issue(event.issue))}.`,
  ],
  pledged: [
    'text',
    (event, names) =>
      `${names.party(event.party)} pledges ${names.party(event.to)} to support ${optionOf(event, names)} ` +
      `for ${lower(names.issue(event.issue))}.`,
  ],
  promised: [
    'text',
    (event, names) =>
      `${names.party(event.party)} is promised by ${names.party(event.by)} that it will support ` +
      `${optionOf(event, names)} for ${lower(names.issue(event.issue))}.`,
  ],
  instructed: [
    'decisions',
    (event, names) => {
      const [lowest, highest] = [event.lowest, event.highest].map((id) => names.option(event.issue, id));
      const range = lowest === highest ? `only “${lowest}”` : `from “${lowest}” to “${highest}”`;
      const issue = lower(names.issue(event.issue));
      return `The instructions of ${names.party(event.party)} on ${issue}: ${range}.`;
    },
  ],
  acceptedAdReferendum: [
    'text',
    (event, names) =>
      `${names.party(event.party)} accepts revision ${event.revision} ad referendum: ` +
      'its capital has the last word.',
  ],
  capitalAnswered: [
    'decisions',
    (event, names) =>
      event.accepts
        ? `The capital of ${names.party(event.party)} agrees to the text.`
        : `The capital of ${names.party(event.party)} instructs it to object to the text.`,
  ],
  signedAdReferendum: [
    'treaty',
    (event, names) => `${names.party(event.party)} signs ad referendum: its capital has to confirm it.`,
  ],
  groupConvened: [
    'text',
    (event, names) =>
      `${names.meeting(event.meeting)} begins to work on ` +
      `${event.issues === 1 ? 'one issue' : `${event.issues} issues`} for ${names.meeting(event.parent)}.`,
    'turning-point',
  ],
  groupReturned: [
    'text',
    (event, names) =>
      `${names.meeting(event.meeting)} returns its text to ${names.meeting(event.parent)}, ` +
      `${event.brackets === 0 ? 'without brackets' : `with ${event.brackets} of its issues in brackets`}.`,
    'turning-point',
  ],
  issueReturned: ['text', returnedWords],
  supportedInGroup: [
    'text',
    (event, names) =>
      `${behindDoors(event.meeting, names)} ${names.party(event.party)} supports ${optionOf(event, names)} ` +
      `for ${lower(names.issue(event.issue))}.`,
  ],
  draftedInGroup: [
    'text',
    (event, names) =>
      `${behindDoors(event.meeting, names)} ${names.party(event.party)} drafts ${optionOf(event, names)} ` +
      `for ${lower(names.issue(event.issue))}.`,
  ],
  objectedInGroup: [
    'text',
    (event, names) =>
      `${behindDoors(event.meeting, names)} ${names.party(event.party)} objects to ` +
      `${lower(names.issue(event.issue))}: ${optionOf(event, names)}.`,
  ],
  observersDecided: [
    'decisions',
    (event, names) =>
      event.admitted
        ? `Observers may sit in ${names.meeting(event.meeting)}.`
        : `Observers stay out of ${names.meeting(event.meeting)}: ${event.objections} of its states object.`,
  ],
  formallyObjected: ['decisions', (event, names) => `${names.party(event.party)} formally objects.`],
  voted: [
    'decisions',
    (event, names) =>
      event.ballot === 'absent'
        ? `${names.party(event.party)} is absent from the vote.`
        : event.ballot === 'abstain'
          ? `${names.party(event.party)} abstains.`
          : `${names.party(event.party)} votes ${event.ballot}.`,
  ],
  decided: [
    'decisions',
    (event) =>
      `Rule ${event.rule + 1} for decisions is applied: ${event.carried ? 'carried' : 'not carried'}, ` +
      `${event.yes} in favour.`,
  ],
  adopted: ['decisions', () => 'The text is adopted.', 'turning-point'],
  brokeDown: ['decisions', () => 'The talks end without an agreement.', 'turning-point'],
  endorsed: [
    'treaty',
    (event, names) =>
      `${names.party(event.party)} ${event.endorses ? 'endorses' : 'opposes'} the agreement in public.`,
  ],
  signed: ['treaty', (event, names) => `${names.party(event.party)} signs.`],
  submitted: [
    'treaty',
    (event, names) => `${names.party(event.party)} submits the treaty to its legislature.`,
  ],
  ratified: ['treaty', (event, names) => `${names.party(event.party)} ratifies.`],
  rejected: [
    'treaty',
    (event, names) => `The legislature of ${names.party(event.party)} rejects the treaty.`,
  ],
  enteredIntoForce: ['treaty', () => 'The agreement enters into force.', 'turning-point'],
  becameBound: ['treaty', (event, names) => `${names.party(event.party)} is bound.`],
  lapsed: ['treaty', () => 'The agreement lapses: it did not enter into force in time.', 'turning-point'],
  joiningClosed: ['treaty', () => 'The agreement closes for signature; accession stays possible.'],
  reported: [
    'conduct',
    (event, names) => `${names.party(event.party)} ${conductWords(event.complies, event.able)}.`,
  ],
  willed: [
    'conduct',
    (event, names) =>
      `${names.party(event.party)} ${event.complies ? 'means to comply' : 'means not to comply'}.`,
  ],
  detected: [
    'conduct',
    (event, names) => `An audit catches ${names.party(event.party)} not complying: it is sanctioned.`,
  ],
  reinstated: ['conduct', (event, names) => `The sanction of ${names.party(event.party)} ends.`],
  falselyAlarmed: [
    'conduct',
    (event, names) => `An audit accuses ${names.party(event.party)} although it complied.`,
  ],
  ended: ['decisions', (event) => outcomeWords[event.outcome], 'turning-point'],
  faulted: [
    'decisions',
    () => 'The engine met a state that must not exist; the run stops here.',
    'turning-point',
  ],
};

/** Titles of the groups of the scenario and of those that its phases set up. */
function meetingTitles(scenario: ScenarioView): Map<string, string> {
  const apart = scenario.phases.flatMap((phase) => ('groups' in phase.with ? phase.with.groups : []));
  const given = [...scenario.groups, ...(apart as { id: string; title?: string }[])];
  return new Map(given.map(({ id, title }) => [id, title ?? id]));
}

function namesOf(scenario: ScenarioView): Names {
  const meetings = meetingTitles(scenario);
  const issue = (id: string) => scenario.issues.find((candidate) => candidate.id === id);
  return {
    party: (id) => scenario.parties.find((candidate) => candidate.id === id)?.name ?? id,
    issue: (id) => issue(id)?.title ?? id,
    option: (id, option) => issue(id)?.options.find((candidate) => candidate.id === option)?.title ?? option,
    phase: (id) => `Phase: ${scenario.phases.find((candidate) => candidate.id === id)?.title ?? id}.`,
    meeting: (id) => (id === '' ? 'the plenary' : (meetings.get(id) ?? id)),
  };
}

/** Tells the events of a run, leaving out those that only carry numbers. */
export function createNarrator(scenario: ScenarioView): (event: RunEvent) => Sentence | undefined {
  const names = namesOf(scenario);
  return (event) => {
    const entry = tellers[event.kind] as Entry<EventName> | undefined;
    if (entry === undefined) return undefined;
    const [topic, tell, weight] = entry;
    const words = (tell as (event: RunEvent, names: Names) => string)(event, names);
    if (words === '') return undefined;
    return {
      seq: event.seq,
      round: event.round,
      topic,
      party: 'party' in event && event.party !== '' ? event.party : undefined,
      issues: 'issue' in event && event.issue !== '' ? [event.issue] : [],
      words,
      isTurningPoint: weight !== undefined,
    };
  };
}

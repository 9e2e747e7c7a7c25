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
  dissociated: [
    'decisions',
    (event, names) =>
      `${names.party(event.party)} joins the consensus and dissociates itself from ` +
      `${lower(names.issue(event.issue))}.`,
  ],
  reserved: [
    'treaty',
    (event, names) =>
      `${names.party(event.party)} joins with a reservation to ${lower(names.issue(event.issue))}.`,
  ],
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
  thresholdsMet: [
    'treaty',
    (event) =>
      `Enough have ratified${event.instrument === 0 ? '' : ' the additional protocol'}: ` +
      `it enters into force in month ${event.tick}.`,
    'turning-point',
  ],
  bindingDue: [
    'treaty',
    (event, names) => `${names.party(event.party)} will be bound in month ${event.tick}.`,
  ],
  protocolInForce: ['treaty', () => 'An additional protocol enters into force.', 'turning-point'],
  thresholdsWaived: [
    'treaty',
    (event, names) => `${names.party(event.party)} waives the conditions and is bound at once.`,
  ],
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

function namesOf(scenario: ScenarioView): Names {
  const issue = (id: string) => scenario.issues.find((candidate) => candidate.id === id);
  return {
    party: (id) => scenario.parties.find((candidate) => candidate.id === id)?.name ?? id,
    issue: (id) => issue(id)?.title ?? id,
    option: (id, option) => issue(id)?.options.find((candidate) => candidate.id === option)?.title ?? option,
    phase: (id) => `Phase: ${scenario.phases.find((candidate) => candidate.id === id)?.title ?? id}.`,
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

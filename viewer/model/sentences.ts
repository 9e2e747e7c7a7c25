/** Events as sentences a person reads. */
import { codes } from '../../engine/codes.ts';
import { wordsOfMotion } from '../../engine/questions/subject-text.ts';
import type { ActName } from '../../engine/run/acts.ts';
import type { EventName, EventOf, RunEvent } from '../../engine/run/events.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';
import { coalitionTellers } from './coalition-sentences.ts';
import { developmentTellers } from './development-sentences.ts';

/** Kinds of sentence, for the filter of the log. */
export const topics = {
  text: 'the text',
  decisions: 'decisions',
  treaty: 'signature and ratification',
  conduct: 'keeping the agreement',
  meeting: 'the meeting and its motions',
  coalitions: 'blocs and payments',
  development: 'development, laboratories and climate',
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
export interface Names {
  party(id: string): string;
  issue(id: string): string;
  option(issue: string, option: string): string;
  phase(id: string): string;
  /** A group of parties or one that meets apart; an empty id is the plenary. */
  meeting(id: string): string;
}

/** Tells an event; an empty text leaves it out. */
type Teller<Kind extends EventName> = (event: EventOf<Kind>, names: Names) => string;
/** How a kind of event is told, and under which topic. */
export type Entry<Kind extends EventName> = readonly [Topic, Teller<Kind>, 'turning-point'?];

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
  'joint-technology': 'reached a milestone of joint technology',
  withdrawal: 'withdrew',
  escape: 'invoked the escape clause',
  concealment: 'was found to hide a failure',
  objection: 'objected to a reservation',
};

const outcomeWords = {
  running: 'The run goes on.',
  breakdown: 'The run ends without an agreement.',
  lapsed: 'The run ends: the agreement never entered into force.',
  adopted: 'The run ends with an adopted agreement that is not in force.',
  consensus: 'The talks end with a text that would carry.',
  'in-force': 'The run ends with the agreement in force.',
  terminated: 'The run ends: the agreement was in force and has ended.',
} as const;

const amendmentFateWords = {
  none: 'is not pending',
  pending: 'is pending',
  carried: 'is carried',
  rejected: 'is rejected',
  fell: 'falls: another one to this clause was carried',
  withdrawn: 'is withdrawn',
  'ruled-out': 'is out of order',
  lapsed: 'lapses',
  accepted: 'is accepted by the sponsors',
} as const;

const proposalFateWords = {
  tabled: 'is before the assembly',
  'adopted-without-vote': 'is adopted without a vote',
  adopted: 'is adopted',
  rejected: 'is rejected',
  withdrawn: 'is withdrawn by its sponsors',
  adjourned: 'is not put to the vote: the debate is adjourned',
  'not-put': 'is not put to the vote: another one is adopted',
  lapsed: 'lapses for want of sponsors',
} as const;

const subjectWords = {
  text: 'the text',
  issue: 'a clause',
  amendment: 'an amendment',
  motion: 'a motion',
  ruling: 'a ruling of the chair',
  proposal: 'a proposal',
  forum: 'the text of a group',
  observers: 'the presence of observers',
  move: 'a move of a bloc',
  notice: 'a notice of withdrawal',
  reservation: 'a reservation',
  renegotiation: 'a renegotiation',
  termination: 'ending the agreement',
  continuation: 'continuing the agreement',
  bloc: 'who stands with whom',
  merger: 'a merger of positions',
} as const;

const terminationWords = {
  consent: 'All parties consent: the agreement ends.',
  'not-continued': 'The agreement is not continued, and ends.',
  deserted: 'No party is left: the agreement ends.',
} as const;

const systemWords = {
  'risk-classification': 'Risk classification',
  registries: 'The registries',
  'data-infrastructure': 'The data infrastructure',
  'research-platforms': 'The research platforms',
  oversight: 'Distributed oversight',
  funding: 'Coordinated funding',
  harmonisation: 'Harmonised regulation',
  'data-sharing': 'Data sharing',
  hubs: 'The governance hubs',
  metrics: 'Standardised metrics',
} as const;

/** What the reports since the last review showed of a party. */
function reviewedWords(event: EventOf<'partyReviewed'>, names: Names): string {
  const { kept, cannot, willNot } = event;
  const all = kept + cannot + willNot;
  const parts = [
    ...(cannot > 0 ? [`${cannot} could not be kept`] : []),
    ...(willNot > 0 ? [`${willNot} would not be`] : []),
  ];
  const missed = parts.length === 0 ? '' : `; ${parts.join(', ')}`;
  return `The review of ${names.party(event.party)}: ${kept} of ${all} periods kept${missed}.`;
}

const methodWords = {
  recorded: 'a recorded vote',
  'roll-call': 'a roll-call',
  secret: 'a secret ballot',
  'show-of-hands': 'a show of hands',
} as const;

/** The clause that a motion names, if it names one. */
const onIssue = (issue: string, names: Names): string =>
  issue === '' ? '' : ` on ${lower(names.issue(issue))}`;

function chartOwner(event: EventOf<'stateChanged'>, names: Names): string {
  if (event.chart === 'agreement') return 'The agreement';
  if (event.chart === 'meeting') return 'The meeting';
  return event.chart === 'chair' ? 'The chair' : names.party(event.party);
}

function spellStates(configuration: string): string {
  return configuration.replaceAll('.', ' › ').replaceAll(' ', ', ').replaceAll(', ›, ', ' › ');
}

function optionOf(event: { readonly issue: string; readonly option: string }, names: Names): string {
  return `“${names.option(event.issue, event.option)}”`;
}

const roundsOf = (rounds: number): string => (rounds === 1 ? 'one round' : `${rounds} rounds`);

/** A share as a whole percentage. */
const percentOf = (share: number): string => `${Math.round(share * 100)} %`;

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
  undertook: [
    'text',
    (event, names) =>
      `${names.party(event.party)} undertakes towards ${names.party(event.to)} to support ` +
      `${optionOf(event, names)} for ${lower(names.issue(event.issue))}.`,
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
      `The text is ${event.carried ? 'carried' : 'not carried'} with ${event.yes} in favour, ` +
      `by rule ${event.rule + 1} for decisions.`,
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
  silenceOpened: [
    'decisions',
    (event) =>
      `The chair puts the text under silence for ${roundsOf(event.rounds)}` +
      `${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}: without an objection it is adopted.`,
    'turning-point',
  ],
  silenceReason: [
    'decisions',
    (event, names) =>
      `${names.party(event.party)} breaks the silence over ${lower(names.issue(event.issue))}: ` +
      `${optionOf(event, names)}.`,
  ],
  silenceFell: [
    'decisions',
    (event) =>
      `The silence is broken by ${event.objections} ${event.objections === 1 ? 'party' : 'parties'}: ` +
      'the text is not adopted.',
    'turning-point',
  ],
  silenceKept: [
    'decisions',
    (event) =>
      `Nobody breaks the silence: ${event.silent} in the room` +
      `${event.absent > 0 ? ` and ${event.absent} absent` : ''} are taken to agree.`,
  ],
  pledged: [
    'text',
    (event, names) =>
      `${names.party(event.party)} pledges ${optionOf(event, names)} for ${lower(names.issue(event.issue))}` +
      `${event.conditional ? ', as the others have raised their pledges' : ''}.`,
  ],
  reviewed: [
    'text',
    (event, names) =>
      `The review puts the pledges for ${lower(names.issue(event.issue))} at ` +
      `${percentOf(event.value)} of the ladder.`,
  ],
  laggardNamed: [
    'decisions',
    (event, names) =>
      `The review names ${names.party(event.party)}: ` +
      `${percentOf(event.value)} of the ladder below the others.`,
  ],
  pledgeHeld: [
    'text',
    (event, names) =>
      `${names.party(event.party)} may not go back to ${optionOf(event, names)} for ` +
      `${lower(names.issue(event.issue))}: a pledge only rises.`,
  ],
  exchanged: [
    'text',
    (event, names) =>
      `${names.party(event.party)} and ${names.party(event.with)} trade: the first gives way on ` +
      `${lower(names.issue(event.gives))}, the second on ${lower(names.issue(event.gets))}.`,
  ],
  positionMoved: [
    'text',
    (event, names) =>
      `${names.party(event.party)} moves to ${percentOf(event.value)} of the ladder on ` +
      `${lower(names.issue(event.issue))}.`,
  ],
  compromised: [
    'text',
    (event, names) =>
      `The compromise on ${lower(names.issue(event.issue))} lies at ${percentOf(event.value)} of the ladder.`,
  ],
  challenged: [
    'text',
    (event, names) =>
      `${names.party(event.party)} ${event.way === 'compromise' ? 'meets' : 'gives in to'} ` +
      `${names.party(event.by)} on ${lower(names.issue(event.issue))}.`,
  ],
  medianFound: [
    'text',
    (event, names) =>
      `Half the weight on ${lower(names.issue(event.issue))} lies at or below ` +
      `${percentOf(event.value)} of the ladder.`,
  ],
  meetingOpened: [
    'meeting',
    (event) => `The meeting opens: ${event.present} of ${event.members} members are present.`,
  ],
  quorumMissed: [
    'meeting',
    (event) =>
      `Only ${event.present} members are present; ` +
      `${event.toVote ? 'a decision' : 'the debate'} needs ${event.needed}.`,
    'turning-point',
  ],
  spoke: ['meeting', (event, names) => `${names.party(event.party)} takes the floor.`],
  floorRefused: [
    'meeting',
    (event, names) => `${names.party(event.party)} is not given the floor. ${codes[event.code].says}`,
  ],
  listClosed: ['meeting', () => 'The chair closes the list of speakers.'],
  debateClosed: [
    'meeting',
    (event) =>
      ({
        moved: 'The debate is closed by a motion; the voting begins.',
        'list-exhausted': 'Nobody asks for the floor; the debate is closed.',
        'last-meeting': 'The time for the debate is over; the voting begins.',
      })[event.how],
  ],
  proposalTabled: [
    'meeting',
    (event, names) =>
      event.party === ''
        ? `The text becomes proposal ${event.proposal}.`
        : `${names.party(event.party)} tables proposal ${event.proposal}.`,
  ],
  proposalReads: [
    'text',
    (event, names) =>
      `Proposal ${event.proposal} on ${lower(names.issue(event.issue))}: ${optionOf(event, names)}.`,
  ],
  sponsored: [
    'meeting',
    (event, names) =>
      `${names.party(event.party)} ${event.sponsors ? 'sponsors' : 'no longer sponsors'} ` +
      `proposal ${event.proposal}.`,
  ],
  amendmentMoved: [
    'text',
    (event, names) =>
      `${names.party(event.party)} moves amendment ${event.number}: ${optionOf(event, names)} ` +
      `for ${lower(names.issue(event.issue))}.`,
  ],
  amendmentAdopted: [
    'text',
    (event, names) => `${names.party(event.party)} makes amendment ${event.number} its own.`,
  ],
  amendmentRefused: [
    'text',
    (event, names) =>
      `An amendment of ${names.party(event.party)} on ${lower(names.issue(event.issue))} ` +
      `is not admissible. ` +
      codes[event.code].says,
  ],
  amendmentEnded: [
    'text',
    (event, names) =>
      `The amendment ${optionOf(event, names)} for ${lower(names.issue(event.issue))} ` +
      `${amendmentFateWords[event.fate]}.`,
  ],
  motionMoved: [
    'meeting',
    (event, names) =>
      `${names.party(event.party)} moves ${wordsOfMotion(event.motion)}${onIssue(event.issue, names)}.`,
  ],
  motionRefused: [
    'meeting',
    (event, names) => `A motion of ${names.party(event.party)} is out of order. ${codes[event.code].says}`,
  ],
  motionDecided: [
    'meeting',
    (event, names) =>
      `The motion ${wordsOfMotion(event.motion)}${onIssue(event.issue, names)} ` +
      `is ${event.carried ? 'carried' : 'lost'}.`,
  ],
  spokeOnMotion: [
    'meeting',
    (event, names) => `${names.party(event.party)} speaks ${event.inFavour ? 'for' : 'against'} the motion.`,
  ],
  ruled: [
    'meeting',
    (event, names) =>
      `The chair ${event.upheld ? 'upholds' : 'does not uphold'} the point of order` +
      `${onIssue(event.issue, names)}.`,
  ],
  rulingStands: [
    'meeting',
    (event) => (event.stands ? 'The ruling stands.' : 'The chair is overruled.'),
    'turning-point',
  ],
  voteOpened: [
    'decisions',
    (event) =>
      event.subject === 'proposal'
        ? `A vote is taken on proposal ${event.first}.`
        : `A vote is taken on ${subjectWords[event.subject]}.`,
  ],
  ballotCast: [
    'decisions',
    (event, names) =>
      event.ballot === 'abstain'
        ? `${names.party(event.party)} abstains.`
        : `${names.party(event.party)} votes ${event.ballot}.`,
  ],
  voteCounted: [
    'decisions',
    (event) => `The vote: ${event.yes} in favour, ${event.no} against, ${event.abstain} abstaining.`,
  ],
  voteDecided: [
    'decisions',
    (event) => `It is ${event.carried ? 'carried' : 'not carried'} (${methodWords[event.method]}).`,
  ],
  textReads: [
    'text',
    (event, names) =>
      `The text on ${lower(names.issue(event.issue))} reads ${optionOf(event, names)} ` +
      `(revision ${event.revision}).`,
  ],
  divisionDecided: [
    'meeting',
    (event, names) =>
      `${names.issue(event.issue)} is ${event.granted ? 'to be' : 'not'} voted on separately.`,
  ],
  partDecided: [
    'text',
    (event, names) =>
      `The clause on ${lower(names.issue(event.issue))} ` +
      `${event.kept ? 'stays in' : 'is voted out of'} the text.`,
  ],
  proposalEnded: [
    'decisions',
    (event) => `Proposal ${event.proposal} ${proposalFateWords[event.fate]}.`,
    'turning-point',
  ],
  explainedVote: ['meeting', (event, names) => `${names.party(event.party)} explains its vote.`],
  reconsidered: [
    'meeting',
    (event) => `By two thirds, proposal ${event.proposal} is before the assembly again.`,
    'turning-point',
  ],
  equallyDivided: [
    'decisions',
    (event) =>
      event.again
        ? 'The vote is equally divided; a second one is taken at the next meeting.'
        : 'The vote is equally divided: the matter is rejected.',
  ],
  adoptedWithoutVote: ['decisions', () => 'Nobody objects: the text is adopted without a vote.'],
  ...coalitionTellers,
  ...developmentTellers,
  noticeGiven: [
    'treaty',
    (event, names) =>
      `${names.party(event.party)} gives notice of withdrawal; it takes effect in month ${event.tick}.`,
    'turning-point',
  ],
  noticeRevoked: [
    'treaty',
    (event, names) => `${names.party(event.party)} takes its notice of withdrawal back.`,
    'turning-point',
  ],
  withdrew: [
    'treaty',
    (event, names) => `${names.party(event.party)} has withdrawn and is not bound any more.`,
    'turning-point',
  ],
  escapeInvoked: [
    'conduct',
    (event, names) =>
      `${names.party(event.party)} invokes the escape clause and is excused until month ${event.until}.`,
  ],
  escapeEnded: ['conduct', (event, names) => `${names.party(event.party)} is no longer excused.`],
  operationsReached: [
    'conduct',
    (event) => `${systemWords[event.system]}: now at ${percentOf(event.value)}.`,
  ],
  reservationNotified: [
    'treaty',
    (event, names) =>
      `The reservations of ${names.party(event.party)} are notified; ` +
      `objections are possible until month ${event.until}.`,
  ],
  objectedToReservation: [
    'treaty',
    (event, names) =>
      `${names.party(event.party)} objects to the reservations of ${names.party(event.of)}` +
      `${event.relations ? '' : '; the treaty is not in force between them'}.`,
  ],
  reservationAccepted: [
    'treaty',
    (event, names) =>
      `${names.party(event.party)} accepts the reservations of ${names.party(event.of)}` +
      `${event.tacit ? ' by silence' : ''}.`,
  ],
  reviewOpened: [
    'decisions',
    (event) => `Review conference ${event.number} of the ${event.parties} parties begins.`,
    'turning-point',
  ],
  partyReviewed: ['conduct', reviewedWords],
  renegotiationRequested: [
    'decisions',
    (event, names) => `${names.party(event.party)} asks for a renegotiation.`,
  ],
  renegotiationDecided: [
    'decisions',
    (event) =>
      event.opened
        ? `The agreement is opened: ${event.requests} parties ask for it.`
        : `The agreement stays closed: ${event.requests} of the ${event.needed} parties needed ask for it.`,
  ],
  treatyAmended: [
    'treaty',
    (event, names) =>
      `The agreement is amended: ${optionOf(event, names)} for ${lower(names.issue(event.issue))}.`,
    'turning-point',
  ],
  reviewClosed: [
    'decisions',
    (event) => {
      const carried = event.amendments === 0 ? 'without amendments' : `with ${event.amendments} carried`;
      return `The review conference ends ${carried}.`;
    },
  ],
  terminated: ['treaty', (event) => terminationWords[event.how], 'turning-point'],
  failureReported: [
    'conduct',
    (event, names) => `${names.party(event.party)} reports that it could not comply.`,
  ],
  concealmentFound: [
    'conduct',
    (event, names) =>
      `An audit finds a failure that ${names.party(event.party)} had not reported: it is sanctioned.`,
  ],
  obligationsBegan: [
    'conduct',
    (event, names) => `The implementation period of ${names.party(event.party)} is over.`,
  ],
  timePassed: ['development', (event) => `Month ${event.tick + 1} passes without the conference.`],
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

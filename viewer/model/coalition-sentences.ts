/** Sentences about blocs, side payments, and issues that are closed one by one. */
import type { EventName } from '../../engine/run/events.ts';
import type { Entry } from './sentences.ts';

/** Why a party leaves its bloc, in words that follow “leaves”. */
export const partingWords = {
  'own-choice': 'by its own choice',
  distance: 'because positions have come too far apart',
  trust: 'because it does not trust the others any more',
  loss: 'because the common position costs it too much',
  'red-line': 'because its spokesperson accepts what crosses its red line',
  'left-table': 'because it is not at the table any more',
} as const;

const amount = (value: number): string => value.toFixed(2);

/** How the events of blocs and payments are told. */
export const coalitionTellers: { readonly [Kind in EventName]?: Entry<Kind> } = {
  mergerSought: [
    'coalitions',
    (event, names) =>
      `${names.party(event.party)} asks ${names.party(event.with)} to negotiate as one with it.`,
  ],
  mergerAnswered: [
    'coalitions',
    (event, names) =>
      event.agrees
        ? `${names.party(event.party)} agrees to stand together with ${names.party(event.applicant)}.`
        : `${names.party(event.party)} does not stand together with ${names.party(event.applicant)}.`,
  ],
  blocFormed: [
    'coalitions',
    (event, names) =>
      `${names.party(event.party)} and ${names.party(event.with)} form bloc ${event.bloc}: ` +
      'they negotiate as one.',
    'turning-point',
  ],
  blocJoined: ['coalitions', (event, names) => `${names.party(event.party)} joins bloc ${event.bloc}.`],
  blocLeft: ['coalitions', (event, names) => `${names.party(event.party)} leaves bloc ${event.bloc}.`],
  blocLeftFor: [
    'coalitions',
    (event, names) => `${names.party(event.party)} leaves ${partingWords[event.why]}.`,
  ],
  blocDissolved: [
    'coalitions',
    (event) =>
      event.why === 'talks-over'
        ? `The talks are over, and bloc ${event.bloc} with them.`
        : `Bloc ${event.bloc} dissolves: only one member is left.`,
  ],
  priceNamed: [
    'coalitions',
    (event, names) => `${names.party(event.party)} asks for ${amount(event.value)} to accept the text.`,
  ],
  paymentOffered: [
    'coalitions',
    (event, names) => `${names.party(event.party)} would pay up to ${amount(event.value)} for acceptance.`,
  ],
  paymentPledged: [
    'coalitions',
    (event, names) =>
      `${names.party(event.party)} pledges ${amount(event.value)} to ${names.party(event.to)} for this text.`,
  ],
  issueTakenUp: [
    'text',
    (event, names) => `${names.issue(event.issue)} is taken up: issues are closed one by one.`,
  ],
  issueSettled: [
    'text',
    (event, names) =>
      event.agreed
        ? `${names.issue(event.issue)} is closed for good, as agreed.`
        : `${names.issue(event.issue)} is closed without agreement: today’s practice stands.`,
    'turning-point',
  ],
  pledgesLapsed: ['coalitions', () => 'Another text is adopted: the pledged payments lapse.'],
  paymentWithheld: [
    'coalitions',
    (event, names) =>
      event.withheld
        ? `${names.party(event.party)} withholds what it owes ${names.party(event.from)}.`
        : `${names.party(event.party)} pays ${names.party(event.from)} again.`,
    'turning-point',
  ],
  paymentsMade: [
    'coalitions',
    (event, names) => `${names.party(event.party)} has paid ${amount(event.value)} so far.`,
  ],
  paymentsReceived: [
    'coalitions',
    (event, names) => `${names.party(event.party)} has received ${amount(event.value)} so far.`,
  ],
  blocSpeaks: ['coalitions', (event, names) => `${names.party(event.party)} speaks for bloc ${event.bloc}.`],
};

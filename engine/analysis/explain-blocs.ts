/** The words of coalitions: blocs that form and dissolve in the talks, and side payments. */
import type { ReasonName, RunEvent } from '../run/events.ts';
import type { Standing } from './explain.ts';
import { percent, shownNumber } from './explain-numbers.ts';

/** Kinds of decision about blocs. */
const blocKinds = [
  'seeks-merger',
  'agrees-to-merge',
  'refuses-to-merge',
  'forms-bloc',
  'joins-bloc',
  'leaves-bloc',
  'speaks-for-bloc',
  'names-price',
  'offers-payment',
  'pledges-payment',
  'withholds-payment',
  'does-not-withhold',
  'pays-again',
] as const;

/** A decision about blocs or payments. */
export type BlocKind = (typeof blocKinds)[number];

/** Numbers behind a decision about blocs. */
export const mergingTerms: readonly ReasonName[] = ['apart', 'trusted', 'yielded'];

/** Whether a decision is about blocs. */
export function isBlocKind(kind: string): kind is BlocKind {
  return (blocKinds as readonly string[]).includes(kind);
}

const nameOf = ({ scenario }: Standing, id: string): string =>
  scenario.file.parties.find((party) => party.id === id)?.name ?? id;

/** The decision that an event of the party tells, with what it says. */
export function blocDecision(standing: Standing, event: RunEvent): readonly [BlocKind, string] | undefined {
  switch (event.kind) {
    case 'mergerSought':
      return ['seeks-merger', nameOf(standing, event.with)];
    case 'mergerAnswered':
      return [event.agrees ? 'agrees-to-merge' : 'refuses-to-merge', nameOf(standing, event.applicant)];
    case 'blocFormed':
      return ['forms-bloc', nameOf(standing, event.with)];
    case 'blocJoined':
      return ['joins-bloc', String(event.bloc)];
    // The event that tells why comes next; whoever may not see it learns only that the party left.
    case 'blocLeft':
      return standing.seesOwn ? undefined : ['leaves-bloc', ''];
    case 'blocLeftFor':
      return ['leaves-bloc', event.why];
    case 'blocSpeaks':
      return ['speaks-for-bloc', String(event.bloc)];
    case 'priceNamed':
      return ['names-price', shownNumber(event.value)];
    case 'paymentOffered':
      return ['offers-payment', shownNumber(event.value)];
    case 'paymentPledged':
      return ['pledges-payment', `${shownNumber(event.value)} to ${nameOf(standing, event.to)}`];
    case 'paymentWithheld':
      return [event.withheld ? 'withholds-payment' : 'pays-again', nameOf(standing, event.from)];
    default:
      return undefined;
  }
}

/** “: their positions are 0.12 apart by its own saliences, …”, as far as the reader may know. */
function because(standing: Standing): string {
  const [apart, trusted, yielded] = mergingTerms.map((name) => standing.terms.get(name));
  if (standing.byPerson) return '; a person decided';
  if (apart === undefined || trusted === undefined || yielded === undefined) return '';
  return (
    `: their positions are ${shownNumber(apart)} apart by its own saliences, it trusts them at least ` +
    `${shownNumber(trusted)}, and the common position would cost it ${percent(yielded)} of its surplus`
  );
}

const reasons: Readonly<Record<string, string>> = {
  'own-choice': 'by its own choice',
  distance: 'because their positions have come too far apart',
  trust: 'because it does not trust them any more',
  loss: 'because the common position costs it too much',
  'red-line': 'because its spokesperson accepts what crosses its red line',
  'left-table': 'because it is not at the table any more',
};

/** A decision about blocs as a sentence. */
export function blocSentence(standing: Standing, kind: BlocKind, value: string): string {
  const { name } = standing;
  switch (kind) {
    case 'seeks-merger':
      return `${name} asks ${value} to merge positions${because(standing)}.`;
    case 'agrees-to-merge':
      return `${name} agrees to merge positions with ${value}${because(standing)}.`;
    case 'refuses-to-merge':
      return `${name} does not merge positions with ${value}${because(standing)}.`;
    case 'forms-bloc':
      return `${name} and ${value} merge positions and negotiate as one.`;
    case 'joins-bloc':
      return `${name} joins bloc ${value}.`;
    case 'speaks-for-bloc':
      return `${name} speaks for bloc ${value} from now on.`;
    case 'names-price':
      return `${name} asks for ${value} in utility to accept the text.`;
    case 'offers-payment':
      return `${name} would pay up to ${value} in utility so that others accept the text.`;
    case 'pledges-payment':
      return `${name} pledges ${value} if this text is adopted.`;
    case 'withholds-payment':
      return `${name} withholds what it owes ${value}, which is under sanction.`;
    case 'does-not-withhold':
      return `${name} goes on paying a party that is under sanction.`;
    case 'pays-again':
      return `${name} pays ${value} again.`;
    case 'leaves-bloc': {
      if (value === '') return `${name} leaves its bloc.`;
      return `${name} leaves ${reasons[value] ?? value}${value === 'left-table' ? '' : because(standing)}.`;
    }
  }
}

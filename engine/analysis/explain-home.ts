/** The words of what happens at home: ratification, vetoes, windows, elections and mandates. */
import type { ReasonName, RunEvent } from '../run/events.ts';
import type { ExplainedTerm, Standing } from './explain.ts';
import { list, percent, shownNumber } from './explain-numbers.ts';

/** Kinds of decision that are taken at home. */
const homeKinds = [
  'ratifies',
  'rejects',
  'shelved',
  'revoked',
  'vetoed',
  'veto-lifted',
  'votes-at-home',
  'shifts',
  'mandate-revised',
  'mandate-recalled',
] as const;

/** A decision that is taken at home. */
export type HomeKind = (typeof homeKinds)[number];

/** Whether a decision is taken at home. */
export function isHomeKind(kind: string): kind is HomeKind {
  return (homeKinds as readonly string[]).includes(kind);
}

/** What a fold knows of a home. */
export interface HomeStanding {
  /** Support and bar behind the pressure, where they move; as last told. */
  opinion: number | undefined;
  bar: number | undefined;
  /** Constituency that blocks, empty when none does. */
  veto: string;
  /** Support by constituency, as last told. */
  readonly publics: Map<string, number>;
}

/** A home of which nothing is known but the scenario. */
export function openHome(): HomeStanding {
  return { opinion: undefined, bar: undefined, veto: '', publics: new Map() };
}

/** Takes a number told with a pressure. */
export function followHomeReason({ home }: Standing, reason: ReasonName, value: number): void {
  if (reason === 'opinion') home.opinion = value;
  else if (reason === 'bar') home.bar = value;
}

/** Takes an event of the party itself. */
export function followHome({ home }: Standing, event: RunEvent): void {
  if (event.kind === 'vetoedAtHome') home.veto = event.constituency;
  else if (event.kind === 'vetoLifted') home.veto = '';
  else if (event.kind === 'constituencyMoved') home.publics.set(event.constituency, event.value);
}

/** The decision that an event of the party tells, with what it says. */
export function homeDecision(event: RunEvent): readonly [HomeKind, string] | undefined {
  switch (event.kind) {
    case 'ratified':
      return ['ratifies', ''];
    case 'rejected':
      return ['rejects', ''];
    case 'shelved':
      return ['shelved', ''];
    case 'revoked':
      return ['revoked', ''];
    case 'vetoedAtHome':
      return ['vetoed', event.constituency];
    case 'vetoLifted':
      return ['veto-lifted', ''];
    case 'electionHeld':
      return ['votes-at-home', event.changed ? 'changes' : 'confirms'];
    case 'shiftedAtHome':
      return ['shifts', `${event.what} ${event.value}`];
    case 'mandateRevised':
      return ['mandate-revised', event.why];
    case 'mandateRecalled':
      return ['mandate-recalled', ''];
    default:
      return undefined;
  }
}

/** Parameters of ratification; undefined where it is off. */
function settingsOf({ scenario }: Standing): Readonly<Record<string, number | undefined>> | undefined {
  const placed = scenario.mechanisms.find(({ mechanism }) => mechanism.id === 'ratification');
  return placed?.parameters as Readonly<Record<string, number | undefined>> | undefined;
}

/**
 * The parts of the pressure at home; the gain of the treaty is what is left when the others are taken off.
 */
export function pressureTerms(standing: Standing): ExplainedTerm[] {
  const { scenario, party, pressure: z, home } = standing;
  const settings = settingsOf(standing);
  if (!standing.seesOwn || z === undefined || settings === undefined) return [];
  const { stakes = 0, opinion = 0, lobbyLimit = 0 } = settings;
  let net = 0;
  for (let other = 0; other < scenario.partyCount; other++) {
    net += scenario.lobbying[other] * standing.endorsement[other];
  }
  const lobbies = Math.max(-lobbyLimit, Math.min(lobbyLimit, net));
  const public_ = opinion * ((home.opinion ?? scenario.opinion[party]) - 0.5);
  const bar = -(home.bar ?? scenario.bar[party]);
  const treaty = z - public_ - bar - lobbies;
  return [
    { name: 'treaty', value: treaty, meaning: `${stakes} times what the treaty gains over no agreement` },
    { name: 'opinion', value: public_, meaning: 'public opinion at home' },
    { name: 'bar', value: bar, meaning: 'what ratification asks for at home' },
    { name: 'lobbies', value: lobbies, meaning: 'endorsements of parties without a vote, less opposition' },
  ];
}

function drawBecause(standing: Standing): string {
  const draw = standing.terms.get('draw');
  const drawn = draw === undefined ? '' : `: the draw was ${draw.toFixed(4)}`;
  if (standing.hazard === undefined) return drawn;
  const { pressure: z } = standing;
  const why = z === undefined ? '' : ` (pressure ${shownNumber(z)})`;
  return `${drawn}, and the chance in a month ${percent(standing.hazard)}${why}`;
}

/** “the veto of The miners blocks it: support there is 0.31, and they ask for 0.40”. */
function vetoWords(standing: Standing, id: string): string {
  const { scenario, party, home } = standing;
  const given = scenario.file.parties[party].constituencies?.find((one) => one.id === id);
  if (given === undefined) return 'a constituency blocks';
  const now = home.publics.get(id) ?? given.opinion;
  return (
    `the veto of ${given.title} blocks it: support there is ${shownNumber(now)}, and ` +
    `${shownNumber(given.vetoBelow ?? 0)} is asked for`
  );
}

function shiftWords(value: string): string {
  const [what, size] = value.split(' ');
  const change = Number(size);
  const shown = shownNumber(Math.abs(change));
  if (what === 'bar') return `asks ${shown} ${change < 0 ? 'less' : 'more'} of ratification`;
  return `shifts support at home by ${change < 0 ? '−' : '+'}${shown}`;
}

/** A decision at home as a sentence. */
export function homeSentence(standing: Standing, kind: HomeKind, value: string): string {
  const { name, scenario, party } = standing;
  switch (kind) {
    case 'ratifies':
      return scenario.byExecutive[party] === 1
        ? `${name} accepts the treaty by executive agreement; no legislature is asked.`
        : `${name} ratifies${drawBecause(standing)}.`;
    case 'rejects':
      return `${name}’s legislature rejects the treaty${drawBecause(standing)}.`;
    case 'shelved':
      return `${name}’s bill dies: its window of ${settingsOf(standing)?.['window']} months is over.`;
    case 'revoked':
      return `${name}’s new government undoes the executive agreement: less speaks for it than against it.`;
    case 'vetoed':
      return `${name} cannot ratify: ${vetoWords(standing, value)}.`;
    case 'veto-lifted':
      return `${name}: no constituency blocks ratification any more.`;
    case 'votes-at-home':
      return `${name} votes, and ${value === 'changes' ? 'the government changes' : 'the government stays'}.`;
    case 'shifts':
      return `${name}’s new government ${shiftWords(value)}.`;
    case 'mandate-revised':
      return value === 'stalled'
        ? `${name}’s capital revises the mandate, because the talks had stalled.`
        : `${name}’s new government revises the mandate.`;
    case 'mandate-recalled':
      return `${name}’s new government recalls its delegation.`;
  }
}

/** How long a bill still has, where it has a window. */
function windowWords(standing: Standing, months: number): string {
  const window = settingsOf(standing)?.['window'];
  if (window === undefined) return '';
  const left = Math.max(0, window - months);
  return `; the bill dies in ${left === 1 ? 'one month' : `${left} months`}`;
}

/** Why a party that submitted the treaty has not ratified it by the end of a round. */
export function notRatified(standing: Standing, round: number): string {
  const { name, hazard, home } = standing;
  const months = standing.submittedTick === undefined ? 0 : standing.tick - standing.submittedTick;
  if (home.veto !== '') {
    const why = vetoWords(standing, home.veto);
    return `${name} has not ratified by round ${round}: ${why}${windowWords(standing, months)}.`;
  }
  if (hazard === undefined) return `${name} has not ratified by round ${round}.`;
  const parts = pressureTerms(standing).map(({ name: part, value }) => `${part} ${shownNumber(value)}`);
  const detail = parts.length === 0 ? '' : `: ${list(parts)}`;
  const z = standing.pressure === undefined ? '' : ` (pressure ${shownNumber(standing.pressure)}${detail})`;
  const left = percent(standing.patience);
  const still = `that it would still be open after ${months} months had a chance of ${left}`;
  const draw = standing.terms.get('draw');
  const drawn = draw === undefined ? '' : `; this month’s draw of ${draw.toFixed(4)} lay above it`;
  const chance = `the chance in a month is ${percent(hazard)}${z}${drawn}${months > 1 ? `; ${still}` : ''}`;
  return `${name} has not ratified by round ${round}: ${chance}${windowWords(standing, months)}.`;
}

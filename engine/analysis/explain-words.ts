/** The words of explanations: what each number means, and a sentence for each kind of decision. */
import type { ReasonName } from '../run/events.ts';
import type { ExplainedIssue, ExplainedTerm, Standing } from './explain.ts';
import { type BlocKind, blocSentence, isBlocKind, mergingTerms } from './explain-blocs.ts';
import { type HomeKind, homeSentence, isHomeKind, notRatified, pressureTerms } from './explain-home.ts';
import { list, percent, shownNumber } from './explain-numbers.ts';

/** Kinds of decision that are explained. */
export type DecisionKind =
  | 'ordered'
  | 'mandated'
  | 'ranks'
  | 'supports'
  | 'drafts'
  | 'accepts'
  | 'objects'
  | 'walks-out'
  | 'objects-formally'
  | 'does-not-object'
  | 'dissociates'
  | 'reserves'
  | 'votes'
  | 'votes-on-part'
  | 'moves-amendment'
  | 'moves'
  | 'explains-vote'
  | 'endorses'
  | 'opposes'
  | 'signs'
  | 'accedes'
  | 'does-not-join'
  | 'submits'
  | 'means-to-comply'
  | 'means-to-defect'
  | 'reported-complying'
  | 'reported-failing'
  | 'detected'
  | 'reinstated'
  | HomeKind
  | BlocKind
  | 'invokes-escape'
  | 'does-not-escape'
  | 'escape-ends'
  | 'tells-failure'
  | 'hides-failure'
  | 'found-hiding'
  | 'gives-notice'
  | 'takes-notice-back'
  | 'leaves-it-so'
  | 'withdraws'
  | 'objects-to-reservation'
  | 'refuses-relations'
  | 'accepts-reservation'
  | 'keeps-silent'
  | 'asks-renegotiation'
  | 'does-not-ask'
  | 'votes-on-end';

/** A decision before it is put in words. */
export interface Named {
  readonly kind: DecisionKind;
  readonly issues: readonly ExplainedIssue[];
  /** What the event says: a ballot, a draw, a flag or an issue. */
  readonly value?: string;
}

const meanings: Readonly<Record<ReasonName, string>> = {
  benefit: 'what a deep agreement is worth, as far as the others are expected to keep it',
  distance: 'loss from how far the text is from the party’s ideal',
  cost: 'what complying with an agreement of this depth costs',
  voice: 'what being heard at the table is worth',
  transfer: 'what the agreement pays the party; below 0 it pays',
  reliability: 'share of the others, by weight, that is expected to join and keep the agreement',
  limit: 'least the party can take: what it has without an agreement, and a margin',
  target: 'what the party asked for at this point',
  noise: 'error of judgement in this round, added to the worth of the text',
  concession: 'share of the way from its ideal to the text that the party has conceded',
  hazard: 'chance that the legislature ratifies in a tick',
  pressure: 'z: what speaks for ratification at home, less what speaks against it',
  gain: 'what defecting would save: the cost of complying',
  loss: 'what defecting is expected to cost: detection, punishment, reputation',
  willingness:
    'chance to comply, to pay the fee or to tell, given what breaking its word is expected to cost',
  ability: 'chance that the party is able to comply in a period',
  opinion: 'support for the agreement at home, in [0, 1]',
  bar: 'what ratification asks for at home',
  fee: 'what the escape clause, or telling a failure, costs',
  reversion: 'what having no agreement is worth',
  kept: 'share of the agreement’s depth that the reservations leave',
  apart: 'distance of its own position from that of those it negotiates with as one, by its own saliences',
  trusted: 'least trust it has in any of them',
  yielded: 'what it would lose if the common position became the text, as a share of its surplus',
  change: 'what an amendment would add to the worth of the text',
  draw: 'the draw that decided: below the chance means yes; a rejection takes the other end of the range',
};

const judgement: readonly ReasonName[] = [
  'benefit',
  'distance',
  'cost',
  'voice',
  'transfer',
  'reliability',
  'limit',
  'target',
  'noise',
];
const pressure: readonly ReasonName[] = ['pressure', 'hazard', 'draw'];
const will: readonly ReasonName[] = ['gain', 'loss', 'willingness', 'draw'];
const excuse: readonly ReasonName[] = ['gain', 'loss', 'fee', 'willingness', 'draw'];
const candour: readonly ReasonName[] = ['loss', 'fee', 'willingness', 'draw'];
/** Terms of a utility, and what it is compared with where there is no agreement. */
const againstNone: readonly ReasonName[] = [
  'benefit',
  'distance',
  'cost',
  'voice',
  'transfer',
  'reliability',
  'reversion',
];

const termsByKind: Partial<Record<DecisionKind, readonly ReasonName[]>> = {
  supports: ['concession'],
  'votes-on-part': ['change'],
  ratifies: pressure,
  rejects: pressure,
  'means-to-comply': will,
  'means-to-defect': will,
  'reported-failing': ['ability', 'draw'],
  accepts: judgement,
  objects: judgement,
  'objects-formally': judgement,
  'does-not-object': judgement,
  dissociates: judgement,
  reserves: judgement,
  votes: judgement,
  endorses: judgement,
  opposes: judgement,
  signs: judgement,
  accedes: judgement,
  'does-not-join': judgement,
  'invokes-escape': excuse,
  'does-not-escape': excuse,
  'tells-failure': candour,
  'hides-failure': candour,
  'gives-notice': againstNone,
  'takes-notice-back': againstNone,
  'leaves-it-so': againstNone,
  'objects-to-reservation': ['kept'],
  'refuses-relations': ['kept'],
  'accepts-reservation': ['kept'],
  'keeps-silent': ['kept'],
  'asks-renegotiation': [...againstNone, 'limit', 'change'],
  'does-not-ask': [...againstNone, 'limit', 'change'],
  'votes-on-end': againstNone,
  'seeks-merger': mergingTerms,
  'agrees-to-merge': mergingTerms,
  'refuses-to-merge': mergingTerms,
  'leaves-bloc': mergingTerms,
};

/** Kinds that are about what the text is worth. */
const isAboutWorth = (kind: DecisionKind): boolean => termsByKind[kind]?.includes('benefit') === true;

/** The utility of the text from its terms; undefined when they are not known. */
function utilityOf(standing: Standing): number | undefined {
  const parts = (['benefit', 'distance', 'cost', 'voice'] as const).map((name) => standing.terms.get(name));
  if (parts.some((part) => part === undefined)) return undefined;
  // a transfer is told only where a mechanism pays
  return [...parts, standing.terms.get('transfer')].reduce<number>((sum, part) => sum + (part ?? 0), 0);
}

/** A number of the round; the chance of ratification and what it rests on hold until they change. */
function numberOf(standing: Standing, name: ReasonName): number | undefined {
  const value = standing.terms.get(name);
  if (value !== undefined || (name !== 'hazard' && name !== 'pressure')) return value;
  return standing[name];
}

/** The numbers behind a kind of decision, or all of the round. */
export function termsOf(standing: Standing, kind: DecisionKind | undefined): ExplainedTerm[] {
  const names = kind === undefined ? [...standing.terms.keys()] : (termsByKind[kind] ?? []);
  const terms: ExplainedTerm[] = names.flatMap((name) => {
    const number = numberOf(standing, name);
    return number === undefined ? [] : [{ name, value: number, meaning: meanings[name] }];
  });
  const utility = utilityOf(standing);
  if (utility !== undefined && (kind === undefined || isAboutWorth(kind))) {
    terms.push({
      name: 'utility',
      value: utility,
      meaning: 'what the text is worth: the sum of benefit, distance, cost, voice and transfer',
    });
  }
  if (kind === 'ratifies' || kind === 'rejects') {
    terms.push(...pressureTerms(standing));
  }
  return terms;
}

/**
 * “: the text is worth 0.31 to it, 0.12 below the 0.43 it asks for at this point (limit 0.20)”, or nothing.
 */
function because(standing: Standing, against: 'target' | 'limit'): string {
  const utility = utilityOf(standing);
  const level = standing.terms.get(against) ?? standing.terms.get('limit');
  if (utility === undefined || level === undefined) return standing.byPerson ? '; a person decided' : '';
  const noise = standing.terms.get('noise') ?? 0;
  const judged = noise === 0 ? '' : `, as judged in this round ${shownNumber(utility + noise)}`;
  const gap = utility + noise - level;
  const side = gap < 0 ? `${shownNumber(-gap)} below` : `${shownNumber(gap)} above`;
  const limit = standing.terms.get('limit');
  const isLimit = limit === undefined || Math.abs(limit - level) < 1e-12;
  const what = isLimit ? 'its limit' : 'it asks for at this point';
  const number = isLimit ? `${what} of ${shownNumber(level)}` : `the ${shownNumber(level)} ${what}`;
  const tail = isLimit || limit === undefined ? '' : ` (limit ${shownNumber(limit)})`;
  const person = standing.byPerson ? '; a person decided' : '';
  return `: the text is worth ${shownNumber(utility)} to it${judged}, ${side} ${number}${tail}${person}`;
}

function redLines(issues: readonly ExplainedIssue[]): string {
  const crossed = issues.filter((issue) => issue.crossesRedLine === true).map((issue) => issue.issue);
  return crossed.length === 0 ? '' : `. The text crosses its red line on ${list(crossed)}`;
}

/** Red lines that the text crosses, for decisions that name no issue; empty where the reader may not know. */
function crossedByText(standing: Standing): string {
  const { scenario, party } = standing;
  if (!standing.seesOwn) return '';
  const crossed = scenario.issueIds.filter((_, k) => {
    const row = party * scenario.issueCount + k;
    return standing.text[k] < scenario.lowestOption[row] || standing.text[k] > scenario.highestOption[row];
  });
  return crossed.length === 0 ? '' : `. The text crosses its red line on ${list(crossed)}`;
}

function gains(issues: readonly ExplainedIssue[]): string {
  const known = issues.flatMap(({ issue, gain }) =>
    gain === undefined ? [] : [`${issue} ${shownNumber(gain)}`],
  );
  return known.length === 0 ? '' : `. What its best option would gain: ${list(known)}`;
}

function willBecause(standing: Standing): string {
  const [gain, loss, chance, draw] = (['gain', 'loss', 'willingness', 'draw'] as const).map((name) =>
    standing.terms.get(name),
  );
  if (gain === undefined || loss === undefined) return '';
  const side = gain > loss ? 'more than' : 'no more than';
  const cost = `${side} the ${shownNumber(loss)} it is expected to cost`;
  const weighed = `: defecting would save ${shownNumber(gain)}, ${cost}`;
  if (chance === undefined || draw === undefined)
    return `${weighed}${standing.byPerson ? '; a person decided' : ''}`;
  return `${weighed}; the chance to comply was ${percent(chance)} and the draw ${shownNumber(draw)}`;
}

/** “: the agreement is worth −0.21 to it, 0.08 below the −0.13 of having none”, or nothing. */
function noneBecause(standing: Standing): string {
  const utility = utilityOf(standing);
  const none = standing.terms.get('reversion');
  const person = standing.byPerson ? '; a person decided' : '';
  if (utility === undefined || none === undefined) return person;
  const gap = utility - none;
  const side = gap < 0 ? `${shownNumber(-gap)} below` : `${shownNumber(gap)} above`;
  const worth = `: the agreement is worth ${shownNumber(utility)} to it`;
  return `${worth}, ${side} the ${shownNumber(none)} of having none${person}`;
}

/** What the fee is weighed against, and how the choice fell. */
function feeBecause(standing: Standing, what: string): string {
  const [fee, loss, chance, draw] = (['fee', 'loss', 'willingness', 'draw'] as const).map((name) =>
    standing.terms.get(name),
  );
  if (fee === undefined || loss === undefined) return standing.byPerson ? '; a person decided' : '';
  const other = `the other way is expected to cost ${shownNumber(loss)}`;
  const weighed = `: ${what} costs ${shownNumber(fee)}, and ${other}`;
  if (standing.byPerson || chance === undefined || draw === undefined) return `${weighed}; a person decided`;
  return `${weighed}; the chance was ${percent(chance)} and the draw ${shownNumber(draw)}`;
}

function escapeBecause(standing: Standing): string {
  const gain = standing.terms.get('gain');
  const cost = gain === undefined ? '' : `, complying ${shownNumber(gain)}`;
  return `${feeBecause(standing, 'the excuse')}${cost}`;
}

function keptBecause(standing: Standing): string {
  const kept = standing.terms.get('kept');
  if (standing.byPerson) return '; a person decided';
  return kept === undefined ? '' : `: it leaves ${percent(kept)} of what was agreed`;
}

function renegotiationBecause(standing: Standing): string {
  const change = standing.terms.get('change');
  if (standing.byPerson || change === undefined) return noneBecause(standing);
  return `${noneBecause(standing)}; its best amendment would add ${shownNumber(change)}`;
}

function abilityBecause(standing: Standing): string {
  const [chance, draw] = (['ability', 'draw'] as const).map((name) => standing.terms.get(name));
  const why = ': its readiness did not suffice for the depth of the agreement';
  if (chance === undefined || draw === undefined) return why;
  return `${why} (the chance to be able was ${percent(chance)}, the draw ${shownNumber(draw)})`;
}

/** A decision as a sentence. */
export function sentenceOf(standing: Standing, decision: Named): string {
  const { name } = standing;
  const { kind, issues, value } = decision;
  const named = list(issues.map((issue) => issue.issue));
  const asked = because(standing, 'target');
  const crossed = crossedByText(standing);
  const options = list(issues.map(({ issue, option }) => `${option} on ${issue}`));
  switch (kind) {
    case 'ordered':
      return `${name}’s capital gave the order to negotiate.`;
    case 'mandated':
      return `${name}’s delegation received its mandate.`;
    case 'ranks':
      return `${name} ranks ${value} first.`;
    case 'drafts':
      return `${name} puts ${options} in the text, from what the parties support.`;
    case 'supports':
      return `${name} now supports ${options}${conceded(standing)}.`;
    case 'accepts':
      return `${name} accepts the text${asked}.`;
    case 'objects':
      return `${name} objects to ${named}${asked}${redLines(issues)}${gains(issues)}.`;
    case 'walks-out':
      return `${name} walks out: for three rounds no package of the options on the table reached its limit.`;
    case 'objects-formally':
      return `${name} formally objects to adoption${asked}${crossed}.`;
    case 'does-not-object':
      return `${name} raises no formal objection${asked}.`;
    case 'dissociates':
      return `${name} joins the consensus and dissociates itself from ${named}${asked}${gains(issues)}.`;
    case 'reserves':
      return `${name} joins with a reservation to ${named}${redLines(issues)}.`;
    case 'votes':
      return `${name} ${ballotWords(value)}${because(standing, 'limit')}${crossed}.`;
    case 'votes-on-part':
      return `${name} ${ballotWords(value)} on ${standing.votedOn}${changeBecause(standing)}.`;
    case 'moves-amendment':
      return `${name} moves ${options} as an amendment.`;
    case 'moves':
      return `${name} moves ${value}.`;
    case 'explains-vote':
      return `${name} explains its vote.`;
    case 'endorses':
      return `${name} endorses the adopted text${asked}.`;
    case 'opposes':
      return `${name} opposes the adopted text${asked}${crossed}.`;
    case 'signs':
      return `${name} signs${asked}.`;
    case 'accedes':
      return `${name} accedes and submits the treaty at home${asked}.`;
    case 'does-not-join':
      return `${name} does not ${joinsBySigning(standing) ? 'sign' : 'accede'}${asked}${crossed}.`;
    case 'submits':
      return `${name} submits the treaty to its legislature${value === 'again' ? ' once more' : ''}.`;
    case 'means-to-comply':
      return `${name} means to comply${willBecause(standing)}.`;
    case 'means-to-defect':
      return `${name} means not to comply${willBecause(standing)}.`;
    case 'reported-complying':
      return `${name} was seen to comply in this period.`;
    case 'reported-failing':
      return value === 'true'
        ? `${name} was able to comply and did not.`
        : `${name} could not comply${abilityBecause(standing)}.`;
    case 'detected':
      return `An audit caught ${name}; it is sanctioned.`;
    case 'reinstated':
      return `${name}’s sanction ended after clean periods.`;
    default:
      if (isHomeKind(kind)) return homeSentence(standing, kind, value ?? '');
      if (isBlocKind(kind)) return blocSentence(standing, kind, value ?? '');
      return sentenceAfterTheGavel(standing, kind, value);
  }
}

/** A decision of a bound party as a sentence: on its obligations, on those of others, on the agreement. */
function sentenceAfterTheGavel(standing: Standing, kind: DecisionKind, value: string | undefined): string {
  const { name } = standing;
  switch (kind) {
    case 'invokes-escape':
      return `${name} invokes the escape clause, until month ${value}${escapeBecause(standing)}.`;
    case 'does-not-escape':
      return `${name} does not invoke the escape clause${escapeBecause(standing)}.`;
    case 'escape-ends':
      return `${name} is no longer excused.`;
    case 'tells-failure':
      return `${name} reports that it could not comply${feeBecause(standing, 'telling')}.`;
    case 'hides-failure':
      return `${name} does not tell that it could not comply${feeBecause(standing, 'telling')}.`;
    case 'found-hiding':
      return `An audit found a failure that ${name} had not reported; it is sanctioned.`;
    case 'gives-notice':
      return `${name} gives notice of withdrawal for month ${value}${noneBecause(standing)}.`;
    case 'takes-notice-back':
      return `${name} takes its notice of withdrawal back${noneBecause(standing)}.`;
    case 'leaves-it-so':
      return `${name} was asked about withdrawal and leaves things as they are${noneBecause(standing)}.`;
    case 'withdraws':
      return `${name}’s withdrawal took effect: it is not bound any more.`;
    case 'objects-to-reservation':
      return `${name} objects to the reservations of ${value}${keptBecause(standing)}.`;
    case 'refuses-relations':
      return (
        `${name} objects to the reservations of ${value} and keeps the treaty from being in force ` +
        `between them${keptBecause(standing)}.`
      );
    case 'accepts-reservation':
      return `${name} accepts the reservations of ${value}${keptBecause(standing)}.`;
    case 'keeps-silent':
      return `${name} says nothing to the reservations of another party${keptBecause(standing)}.`;
    case 'asks-renegotiation':
      return `${name} asks for a renegotiation${renegotiationBecause(standing)}.`;
    case 'does-not-ask':
      return `${name} does not ask for a renegotiation${renegotiationBecause(standing)}.`;
    default:
      return `${name} ${ballotWords(value)} on ${standing.votedOn}${noneBecause(standing)}.`;
  }
}

function changeBecause(standing: Standing): string {
  const change = standing.terms.get('change');
  if (change === undefined || standing.byPerson) return standing.byPerson ? ': a person decided' : '';
  return `: it would change the worth of the text by ${shownNumber(change)}`;
}

function ballotWords(ballot: string | undefined): string {
  return ballot === 'abstain' ? 'abstains' : `votes ${ballot}`;
}

function conceded(standing: Standing): string {
  const share = standing.terms.get('concession');
  return share === undefined
    ? ''
    : `: it has conceded ${percent(share)} of the way from its ideal to the text`;
}

function joinsBySigning(standing: Standing): boolean {
  const phase = standing.scenario.phases.find((candidate) => candidate.id === standing.phase);
  return phase?.parameters['joining'] !== 'accession';
}

/** What each state of the commitment region says of a party of which nothing was decided in the round. */
const standings: readonly (readonly [state: string, sentence: string])[] = [
  ['commitment.ratified', 'has ratified; the agreement is not yet in force'],
  ['commitment.rejected', 'is out: the treaty was turned down at home'],
  ['commitment.shelved', 'is out: the bill died, and has not been brought in again'],
  ['commitment.inForce.complying', 'is bound and complies'],
  ['commitment.inForce.lapsing', 'is bound and lacks the capacity to comply'],
  ['commitment.inForce.defecting', 'is bound and does not mean to comply'],
  ['commitment.inForce.sanctioned', 'is bound and under sanction'],
  ['commitment.inForce.excused', 'is bound and excused by the escape clause'],
  ['commitment.withdrawn', 'has withdrawn'],
];

/** Where the party stands at the end of the round, as far as its decisions do not say so. */
export function standingSentences(standing: Standing, round: number): string[] {
  const { name, configuration, decisions, scenario } = standing;
  if (configuration.includes('commitment.ratifying')) return [notRatified(standing, round)];
  if (configuration.includes('commitment.signed') && decisions.at(-1)?.kind !== 'signs') {
    return [`${name} has signed and not yet submitted the treaty at home.`];
  }
  if (decisions.length > 0) return [];
  const found = standings.find(([state]) => configuration.includes(state));
  if (found !== undefined) return [`${name} ${found[1]}; nothing was asked of it in round ${round}.`];
  const drafts = standing.party === scenario.chair && protocolOf(standing) === 'single-text';
  return [drafts ? `${name} leaves the text as it is.` : `Nothing was asked of ${name} in round ${round}.`];
}

/** Id of the protocol of the phase. */
export function protocolOf(standing: Standing): string {
  return standing.scenario.phases.find((phase) => phase.id === standing.phase)?.protocol.id ?? '';
}

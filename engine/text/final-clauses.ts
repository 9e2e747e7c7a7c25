/**
 * The final clauses of a treaty, generated from the rules of its scenario: what they say is what the engine
 * does. Their order and subjects follow the handbook of final clauses of the United Nations Treaty Section.
 */
import type { ScenarioView } from '../run/visibility.ts';
import { counted, listWords, numberWord, perCent } from './words.ts';

/** A final clause: an article with one or more paragraphs. */
export interface FinalClause {
  readonly id: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
}

/** What the clauses are made from. */
export type ClauseSource = Pick<
  ScenarioView,
  'rules' | 'treaty' | 'groups' | 'tables' | 'issues' | 'phases' | 'world'
>;

/**
 * A rule of entry into force as data. Every key but the number of parties may be absent: the clause says of
 * each that is there what it asks for, so that a rule that learns a key needs one sentence here.
 */
interface ForceRule {
  readonly parties: number;
  readonly weight?: number;
  readonly countScope?: string | undefined;
  readonly shareOf?:
    | { readonly table: string; readonly group?: string | undefined; readonly minShare: number }
    | undefined;
  readonly subsetMin?: readonly { readonly group: string; readonly n: number }[];
  readonly all?: string | undefined;
  readonly delay?: { readonly days: number; readonly months: number; readonly firstOfMonth: boolean };
  readonly notBefore?: string | undefined;
  readonly lateParty?: 'sameDelay' | 'at-once';
  readonly organisations?: string | undefined;
  readonly reioCounts?: boolean;
  readonly waivers?: string | undefined;
}

function titleOf(entries: readonly { readonly id: string; readonly title: string }[], id: string): string {
  return entries.find((entry) => entry.id === id)?.title ?? id;
}

/** The conditions, as what the States that have ratified must be. */
function conditions(rule: ForceRule, source: ClauseSource): string {
  const scope = rule.countScope === undefined ? '' : ` of “${titleOf(source.groups, rule.countScope)}”`;
  const among = (rule.subsetMin ?? []).map(
    ({ group, n }) => `among them at least ${numberWord(n)} of “${titleOf(source.groups, group)}”`,
  );
  if (rule.all !== undefined) among.push(`among them all of “${titleOf(source.groups, rule.all)}”`);
  if (rule.weight !== undefined && rule.weight > 0) {
    among.push(`which together carry at least ${perCent(rule.weight)} of the weight`);
  }
  if (rule.shareOf !== undefined) {
    const { table, group, minShare } = rule.shareOf;
    const of = group === undefined ? '' : ` of “${titleOf(source.groups, group)}”`;
    const what = titleOf(source.tables, table);
    among.push(`which together account for at least ${perCent(minShare)} of the total${of} by “${what}”`);
  }
  const states = `${counted(rule.parties, 'State')}${scope}`;
  if (among.length === 0) return states;
  return `${states}, ${listWords(among, 'and')},`;
}

/** When, counted from the day on which a deposit was made; undefined for at once. */
function delayWords(delay: ForceRule['delay']): string | undefined {
  const length =
    delay === undefined
      ? undefined
      : delay.months > 0
        ? counted(delay.months, 'month')
        : delay.days > 0
          ? counted(delay.days, 'day')
          : undefined;
  if (delay?.firstOfMonth !== true) return length;
  return length === undefined
    ? 'on the first day of the month that follows'
    : `on the first day of the month that follows a period of ${length} after`;
}

function moment(delay: ForceRule['delay'], day: string): string {
  const words = delayWords(delay);
  if (words === undefined) return `on ${day}`;
  if (!words.startsWith('on ')) return `${words} after ${day}`;
  return `${words} ${day}`;
}

/** The paragraphs on entry into force. */
export function entryIntoForce(rule: ForceRule, source: ClauseSource, what = 'Agreement'): string[] {
  const paragraphs: string[] = [];
  const { depositary } = source.treaty;
  const deposits =
    rule.parties === 1
      ? 'has deposited its instrument of ratification'
      : 'have deposited their instruments of ratification';
  const met = `the day on which ${conditions(rule, source)} ${deposits}`;
  const earliest = rule.notBefore === undefined ? '' : `, but not before ${rule.notBefore}`;
  paragraphs.push(
    `This ${what} shall enter into force ${moment(rule.delay, met)} with ${depositary}${earliest}.`,
  );
  const late = rule.lateParty === 'at-once' ? undefined : rule.delay;
  paragraphs.push(
    `For each State that ratifies or accedes to this ${what} after that, it shall enter into force for ` +
      `that State ${moment(late, 'the day on which that State deposits its own instrument')}.`,
  );
  if (rule.organisations !== undefined) {
    const counts = rule.reioCounts === true ? 'counts' : 'does not count';
    paragraphs.push(
      `An instrument deposited by a regional organisation ${counts} as additional to those deposited ` +
        'by its member States.',
    );
  }
  if (rule.waivers !== undefined) {
    paragraphs.push(
      `A State of “${titleOf(source.groups, rule.waivers)}” waives these requirements: for it this ` +
        `${what} enters into force on the day on which it deposits its own instrument.`,
    );
  }
  return paragraphs;
}

function reservations({ rules, issues }: ClauseSource): string {
  const { permitted } = rules.reservations;
  if (permitted === 'none') return 'No reservations may be made to this Agreement.';
  const how = 'when it signs or accedes to this Agreement, formulate a reservation';
  if (permitted === 'all') {
    return (
      `A State may, ${how}, provided that it is not incompatible with the object and purpose of ` +
      `this Agreement.`
    );
  }
  const headings = issues.filter((issue) => permitted.includes(issue.id)).map((issue) => issue.article);
  const named = listWords(
    [...new Set(headings)].map((heading) => `“${heading}”`),
    'or',
  );
  return (
    `A State may, ${how} to what this Agreement provides under ${named}. No other reservation may ` +
    `be made.`
  );
}

/** How the other parties may respond to a reservation, where the scenario lets them. */
function objectionsTo({ rules, world }: ClauseSource): string[] {
  if (rules.reservations.permitted === 'none' || world.objections === undefined) return [];
  return [
    'A reservation is considered to have been accepted by a Party that has raised no objection to it ' +
      `within ${counted(Number(world.objections.months), 'month')} after it was notified of the ` +
      'reservation, or by the date on which it became bound, whichever is later. An objection does not ' +
      'preclude the entry into force of this Agreement between the objecting and the reserving Party, ' +
      'unless the objecting Party says so.',
  ];
}

/** The escape clause, where the scenario has one. */
function excuse({ world }: ClauseSource): FinalClause[] {
  const { escape: clause } = world;
  if (clause === undefined) return [];
  return [
    {
      id: 'escape',
      heading: 'Safeguards',
      paragraphs: [
        'A Party that is unable to perform its obligations under this Agreement may, by written ' +
          'notification, suspend their performance for at most ' +
          `${counted(Number(clause.ticks), 'month')}. For as long as it does so it shall compensate the ` +
          'other Parties.',
        'It may not do so again before the lapse of ' +
          `${counted(Number(clause.again), 'month')} from the end of the suspension.`,
      ],
    },
  ];
}

/** What conferences of the parties may decide, where the scenario holds some. */
function reviews({ phases }: ClauseSource): FinalClause[] {
  const conferences = phases.filter((phase) => phase.protocol === 'review-conference');
  if (conferences.length === 0) return [];
  return [
    {
      id: 'review',
      heading: 'Review and amendment',
      paragraphs: [
        'The Parties shall review the operation of this Agreement at ' +
          `${counted(conferences.length, 'conference')}.`,
        'An amendment adopted at such a conference shall bind all Parties.',
      ],
    },
  ];
}

function withdrawal(months: number): string {
  const effect = months === 0 ? 'on the day on which' : `${counted(months, 'month')} after the day on which`;
  return (
    'A Party may withdraw from this Agreement by written notification to the depositary. The withdrawal ' +
    'takes ' +
    `effect ${effect} the depositary receives it.`
  );
}

function authenticTexts(languages: readonly string[], depositary: string): string {
  const texts =
    languages.length === 1
      ? `the ${languages[0]} text is authentic`
      : `the ${listWords(languages)} texts are equally authentic`;
  return `The original of this Agreement, of which ${texts}, shall be deposited with ${depositary}.`;
}

/** An additional protocol: who may join it, and when it enters into force. */
function additionalProtocol(
  { title, joins, entryIntoForce: rule }: ClauseSource['rules']['additionalProtocols'][number],
  source: ClauseSource,
): string[] {
  const open = `“${title}” is open for signature by the States of “${titleOf(source.groups, joins)}”, `;
  return [`${open}which are not Parties to this Agreement.`, ...entryIntoForce(rule, source, 'Protocol')];
}

/** The final clauses of a scenario’s treaty. */
export function finalClauses(source: ClauseSource): FinalClause[] {
  const { rules, treaty } = source;
  const one = (id: string, heading: string, ...paragraphs: string[]): FinalClause => ({
    id,
    heading,
    paragraphs,
  });
  return [
    one(
      'signature',
      'Signature, ratification and accession',
      'This Agreement shall be open for signature by all States that took part in its negotiation.',
      `It is subject to ratification, acceptance or approval by the signatories. Instruments shall be ` +
        `deposited with ${treaty.depositary}.`,
      'It shall be open for accession from the day after the day on which it is closed for signature.',
    ),
    one('force', 'Entry into force', ...entryIntoForce(rules.entryIntoForce, source)),
    ...rules.additionalProtocols.map((protocol) =>
      one(`protocol-${protocol.id}`, protocol.title, ...additionalProtocol(protocol, source)),
    ),
    one('reservations', 'Reservations', reservations(source), ...objectionsTo(source)),
    ...excuse(source),
    ...reviews(source),
    one('withdrawal', 'Withdrawal', withdrawal(treaty.withdrawal)),
    one(
      'depositary',
      'Depositary',
      `The functions of the depositary of this Agreement are performed by ${treaty.depositary}, who shall ` +
        'inform all States concerned of each signature, each deposit of an instrument, each reservation ' +
        'and the date of entry into force.',
    ),
    one('texts', 'Authentic texts', authenticTexts(treaty.languages, treaty.depositary)),
  ];
}

/** The closing words above the signatures. */
export function testimonium({ place, date, languages }: ClauseSource['treaty']): string {
  const where = place === undefined ? '' : ` at ${place}`;
  const when = date === undefined ? '' : ` on ${date}`;
  const done = where === '' && when === '' ? 'Done' : `Done${where}${when}`;
  return `${done} in a single copy in ${listWords(languages)}.`;
}

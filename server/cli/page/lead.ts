/** How a run ended, in one sentence. */
import type { PartyState, RunView } from '../../../engine/analysis/fold.ts';
import { calendarOf } from '../../../engine/text/calendar.ts';
import { sentenceList } from '../text.ts';

/** How a decision rule is named in a sentence. */
const ruleWords: Readonly<Record<string, string>> = {
  silence: 'under silence',
  consensus: 'by consensus',
  unanimity: 'unanimously',
  'simple-majority': 'by simple majority',
  'two-thirds': 'by two thirds',
  'three-quarters': 'by three quarters',
  'absolute-majority': 'by an absolute majority',
  'weighted-majority': 'by weighted majority',
  'double-majority': 'by double majority',
};

/** A share in per cent, as a sentence has it. */
export function percent(share: number): string {
  const value = Math.round(share * 100);
  if (value === 100 && share < 1) return 'over 99 %';
  return value === 0 && share > 0 ? 'under 1 %' : `${value} %`;
}

function stateViews(view: RunView): PartyState[] {
  return view.scenario.parties
    .filter((party) => party.kind === 'state')
    .map((party) => view.parties.get(party.id) as PartyState);
}

function nameOf(view: RunView, id: string): string {
  return view.scenario.parties.find((party) => party.id === id)?.name ?? id;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

/** States that had left the table for good when the text was adopted, as a clause; a few by name. */
function walkouts(view: RunView): string[] {
  const gone = stateViews(view).filter(
    ({ walkedOutRound }) => walkedOutRound !== undefined && walkedOutRound <= (view.adoptedRound ?? -1),
  );
  if (gone.length === 0) return [];
  const names = gone.map(({ id }) => nameOf(view, id));
  return [`${gone.length > 3 ? count(gone.length, 'state') : sentenceList(names)} had walked out`];
}

/**
 * Why a text has no articles, as a sentence after the lead; empty when an issue is on the agenda. Only the
 * phase that sets the agenda leaves issues out.
 */
function emptyAgenda(view: RunView): string {
  if (!isAgendaEmpty(view)) return '';
  const phase = view.scenario.phases.find(({ protocol }) => protocol === 'agenda-setting');
  const threshold = Number(phase?.with['threshold']);
  const rule = Number.isNaN(threshold)
    ? ''
    : `: none had ${percent(threshold)} of the weighted support, which the phase ${phase?.id} asks for ` +
      '(its threshold)';
  return ` No issue had reached the agenda${rule}.`;
}

/** Whether every issue was left off the agenda: there is no text then, whatever is tabled. */
export function isAgendaEmpty(view: RunView): boolean {
  return [...view.issues.values()].every(({ admitted }) => !admitted);
}

/** How the text was adopted: `Adopted by two thirds (4 yes) in month 14`. */
function adoption(view: RunView): string {
  const carried = view.decisions.find((decision) => decision.carried);
  // “With 9 affirmative votes” says it all.
  const rule = carried?.rule === 'affirmative-votes' ? '' : ` ${ruleWords[carried?.rule ?? ''] ?? 'by vote'}`;
  const isVote = carried !== undefined && !['consensus', 'silence'].includes(carried.rule);
  const kind = carried?.rule === 'affirmative-votes' ? 'affirmative votes' : 'votes';
  const votes = isVote ? ` with ${carried.yes} ${kind}` : '';
  const failed = view.decisions.some((decision) => !decision.carried && decision.rule === 'consensus');
  const causes = [...(failed ? ['consensus had failed'] : []), ...walkouts(view)];
  const after = causes.length === 0 ? '' : `, after ${sentenceList(causes)},`;
  return `Adopted${rule}${votes}${after} in month ${calendarOf(view).during(view.adoptedRound ?? 0)}`;
}

/** Who kept a text from being adopted, by what they did last. */
function holdouts(view: RunView): PartyState[] {
  const states = stateViews(view);
  const ballots = states.filter((party) => party.ballot === 'no' || party.ballot === 'abstain');
  if (ballots.length > 0) return ballots;
  const formal = states.filter((party) => party.formallyObjects);
  return formal.length > 0 ? formal : states.filter((party) => party.accepts === false);
}

function breakdown(view: RunView): string {
  const month = calendarOf(view).after(view.round);
  if (view.revision === 0) {
    const without = stateViews(view).filter((party) => party.mandatedRound === undefined);
    const why = without.length === 0 ? '' : `: ${count(without.length, 'delegation')} had no mandate`;
    return `The run ended in month ${month} without a text${why}.`;
  }
  // Nobody could not accept what does not exist.
  if (isAgendaEmpty(view)) return `The talks broke down in month ${month} without a text.`;
  const names = holdouts(view).map((party) => nameOf(view, party.id));
  const who = names.length === 0 ? '' : `: ${sentenceList(names)} could not accept the text`;
  return `The talks broke down in month ${month} after ${count(view.revision, 'text')}${who}.`;
}

/** Talks of a scenario without a phase of adoption: their last straw poll is the result. */
function talksThatAgree(view: RunView): string {
  const month = calendarOf(view).after(view.round);
  const states = stateViews(view);
  const accepting = states.filter((party) => party.accepts === true).length;
  const poll = `${accepting} of ${states.length} states could accept it`;
  const texts = count(view.revision, 'text');
  return `The talks ended in month ${month} after ${texts}, with one to adopt: ${poll}.`;
}

function ratifications(view: RunView): string {
  const states = stateViews(view);
  const ratified = states.filter((party) => party.ratifiedRound !== undefined).length;
  const left = states.filter((party) => party.withdrawnRound !== undefined).length;
  const gone = left === 0 ? '' : ` and ${left} withdrew`;
  return `${ratified} of ${states.length} states ratified${gone}`;
}

function needed(view: RunView): string {
  const { parties, weight, shareOf } = view.scenario.rules.entryIntoForce;
  const share = weight > 0 ? ` and ${percent(weight)} of the weight` : '';
  const table = view.scenario.tables.find(({ id }) => id === shareOf?.table);
  const part = table === undefined ? '' : ` and ${percent(shareOf?.minShare ?? 0)} of ${table.title}`;
  return `${parties} ratifications${share}${part} were needed`;
}

/** Whether the text is a treaty to be signed and ratified, and not a resolution that ends with the gavel. */
export function livesOn(view: RunView): boolean {
  return view.scenario.phases.some((phase) => phase.protocol === 'treaty-life');
}

/** The other side of the last vote: `, 4 against and 7 abstaining`; nothing when nobody voted. */
function against(view: RunView): string {
  const cast = (ballot: string) => stateViews(view).filter((party) => party.ballot === ballot).length;
  const [no, abstain] = [cast('no'), cast('abstain')];
  const voting = cast('yes') + no + abstain;
  if (voting === 0) return '';
  const away = stateViews(view).length - voting;
  return away === 0
    ? `, ${no} against and ${abstain} abstaining`
    : `, ${no} against, ${abstain} abstaining and ${away} not voting`;
}

function compliance(metrics: Readonly<Record<string, number>>): string {
  const kept = metrics['compliance'] ?? Number.NaN;
  return Number.isNaN(kept) ? '' : `, and it was kept in ${percent(kept)} of party-periods`;
}

/**
 * How the run ended.
 *
 * @example `Adopted by consensus in month 9 and in force since month 14: 6 of 6 states ratified.`
 */
export function leadSentence(view: RunView, metrics: Readonly<Record<string, number>>): string {
  return ending(view, metrics) + emptyAgenda(view);
}

function ending(view: RunView, metrics: Readonly<Record<string, number>>): string {
  if (view.faulted) return `The run met a bug of the engine in round ${view.round} and stopped there.`;
  switch (view.outcome) {
    case 'in-force': {
      const force = `in force since month ${view.forceTick}`;
      return `${adoption(view)} and ${force}: ${ratifications(view)}${compliance(metrics)}.`;
    }
    case 'adopted':
      if (!livesOn(view)) return `${adoption(view)}${against(view)}.`;
      return `${adoption(view)}, not yet in force at the end: ${ratifications(view)}, and ${needed(view)}.`;
    case 'terminated': {
      const month = calendarOf(view).during(view.terminatedRound ?? view.round);
      return `${adoption(view)}, and at an end since month ${month}${compliance(metrics)}.`;
    }
    case 'lapsed':
      return `${adoption(view)}, but it lapsed: ${ratifications(view)}, and ${needed(view)}.`;
    case 'breakdown':
      return breakdown(view);
    case 'consensus':
      return talksThatAgree(view);
    default:
      return `The run is not over: round ${view.round}, month ${view.tick}.`;
  }
}

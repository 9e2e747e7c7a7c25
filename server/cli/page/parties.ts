/** Who did what with the text: the states with their dates, and the parties without a vote. */
import type { PartyState, RunView } from '../../../engine/analysis/fold.ts';
import type { PartyView } from '../../../engine/run/visibility.ts';
import { articleOrder } from '../../../engine/scenario/articles.ts';
import { calendarOf } from '../../../engine/text/calendar.ts';
import type { Style } from '../terminal.ts';
import { cut, pad, sentenceList, wrap } from '../text.ts';
import { livesOn, percent } from './lead.ts';
import { articleNumbers } from './treaty.ts';

/** Shapes by kind, so that colour is never needed. */
const shapes: Readonly<Record<PartyView['kind'], string>> = {
  state: '●',
  firm: '■',
  ngo: '▲',
  organisation: '◆',
};

/** A difference of utilities, with its sign. */
export function signed(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  const text = Math.abs(value).toFixed(2);
  if (Number(text) === 0) return text;
  return value < 0 ? `−${text}` : `+${text}`;
}

/** Utility of the text as last judged, less the limit below which no deal is better. */
export function surplus(party: PartyState): number | undefined {
  const { limit } = party.reasons;
  return limit === undefined || party.utility === undefined ? undefined : party.utility - limit;
}

function isIn(party: PartyState, state: string): boolean {
  return party.states.some((name) => name === state || name.startsWith(`${state}.`));
}

/** What a state does with its obligations at the end. */
function conduct(party: PartyState): string {
  if (party.withdrawnRound !== undefined) return 'withdrawn';
  if (party.boundRound === undefined) return 'not bound';
  if (isIn(party, 'commitment.inForce.lapsing')) return 'cannot';
  if (isIn(party, 'commitment.inForce.defecting')) return 'will not';
  if (isIn(party, 'commitment.inForce.sanctioned')) return 'sanctioned';
  if (isIn(party, 'commitment.inForce.excused')) return 'excused';
  return 'complying';
}

function kept(party: PartyState): string {
  const reports = party.complied + party.failed;
  return reports === 0 ? '–' : `${party.complied}/${reports}`;
}

function issueTitles(view: RunView, ids: readonly string[]): string {
  const titles = articleOrder(view.scenario.issues).filter((issue) => ids.includes(issue.id));
  return sentenceList(titles.map((issue) => issue.title.toLowerCase()));
}

/** Titles of the issues on which the text crosses a red line of a party, where the reader may know them. */
function crossed(view: RunView, { id }: PartyState): string {
  const redLines = view.scenario.parties.find((party) => party.id === id)?.redLines ?? {};
  const beyond = view.scenario.issues.filter((issue) => {
    const [line, state] = [redLines[issue.id], view.issues.get(issue.id)];
    if (line === undefined || state?.option === undefined || !state.admitted) return false;
    const rung = (option: string) => issue.options.findIndex((candidate) => candidate.id === option);
    const at = rung(state.option);
    const { atLeast, atMost } = line;
    return (atLeast !== undefined && at < rung(atLeast)) || (atMost !== undefined && at > rung(atMost));
  });
  return issueTitles(
    view,
    beyond.map((issue) => issue.id),
  );
}

/** What a party has against the text: its red lines first, for no gain outweighs one, then its limit. */
function againstText(view: RunView, party: PartyState): string {
  const value = surplus(party);
  const lines = crossed(view, party);
  const size = value === undefined ? '' : Math.abs(value).toFixed(2);
  const side = value === undefined ? '' : `${size} ${value < 0 ? 'below' : 'above'} its limit`;
  if (lines === '') return side === '' ? '' : `the text is ${side}`;
  const rest = side === '' ? '' : value !== undefined && value < 0 ? ` and is ${side}` : `, though ${side}`;
  return `the text crosses its red line on ${lines}${rest}`;
}

/** When a party left the talks for good, or the empty text. */
function walkedOut(view: RunView, { walkedOutRound }: PartyState): string {
  if (walkedOutRound === undefined) return '';
  return `walked out of the talks in month ${calendarOf(view).during(walkedOutRound)}`;
}

function whyNotAccepted(view: RunView, party: PartyState): string {
  const what = party.objects.length > 0 ? `objects to ${issueTitles(view, party.objects)}` : '';
  const how =
    party.ballot === 'no'
      ? 'voted no'
      : party.ballot === 'abstain'
        ? 'abstained'
        : party.formallyObjects
          ? 'objected formally'
          : walkedOut(view, party);
  if (what === '' && how === '') return '';
  return [how, what, againstText(view, party)].filter((part) => part !== '').join('; ');
}

function whyNotRatified(view: RunView, party: PartyState): string {
  const calendar = calendarOf(view);
  if (party.rejectedRound !== undefined) {
    return `rejected by its legislature in month ${calendar.after(party.rejectedRound)}`;
  }
  if (party.revokedRound !== undefined) {
    return `a new government undid its executive agreement in month ${calendar.after(party.revokedRound)}`;
  }
  if (party.shelvedRound !== undefined) {
    return `its bill died in month ${calendar.after(party.shelvedRound)}, when its window closed`;
  }
  if (party.submittedRound === undefined) return 'signed, but has not asked its legislature';
  const since = `before its legislature since month ${calendar.during(party.submittedRound)}`;
  if (party.vetoedBy !== undefined)
    return `${since}; the veto of ${constituencyTitle(view, party)} blocks it`;
  const { hazard } = party.reasons;
  return hazard === undefined ? since : `${since}; chance to ratify ${percent(hazard)} a month`;
}

/** Title of the constituency that blocks, where the reader may know it. */
function constituencyTitle(view: RunView, { id, vetoedBy }: PartyState): string {
  const party = view.scenario.parties.find((candidate) => candidate.id === id);
  return party?.constituencies?.find((one) => one.id === vetoedBy)?.title ?? 'a constituency';
}

function whyNotKept(party: PartyState): string {
  const { gain, loss } = party.reasons;
  const terms =
    gain === undefined || loss === undefined
      ? ''
      : `: complying costs ${gain.toFixed(2)}, defecting risks ${loss.toFixed(2)}`;
  switch (conduct(party)) {
    case 'cannot':
      return 'lacks the capacity for what the text asks';
    case 'will not':
      return `does not mean to comply${terms}`;
    case 'sanctioned':
      return ['under sanctions', missed(party)].filter((part) => part !== '').join('; ');
    case 'excused':
      return `excused by the escape clause until month ${party.excusedUntil}`;
    default:
      return missed(party);
  }
}

/** What reports missed, by cause; a party under sanctions can also lack the capacity. */
function missed(party: PartyState): string {
  const unable = party.failed - party.detections;
  const parts = [
    ...(unable > 0 ? [`${unable} of its reports missed for want of capacity`] : []),
    ...(party.detections > 0
      ? [`caught defecting ${party.detections === 1 ? 'once' : `${party.detections} times`}`]
      : []),
  ];
  return parts.join('; ');
}

/** Why a state is not where a treaty would have it, or the empty text. */
export function whyNot(view: RunView, party: PartyState): string {
  if (!party.invited) return 'not invited to the talks';
  if (party.recalledRound !== undefined) return 'its delegation was recalled by a new government';
  if (party.mandatedRound === undefined) return 'never had a mandate';
  if (view.adoptedRound === undefined || !livesOn(view)) return whyNotAccepted(view, party);
  if (party.submittedRound === undefined && party.signedRound === undefined) {
    const reason = [whyNotAccepted(view, party), againstText(view, party)].find((text) => text !== '') ?? '';
    return `did not sign${reason === '' ? '' : `: ${reason}`}`;
  }
  if (party.withdrawnRound !== undefined)
    return `withdrew in month ${calendarOf(view).after(party.withdrawnRound)}`;
  if (view.terminatedRound !== undefined) return '';
  if (party.ratifiedRound === undefined) return whyNotRatified(view, party);
  return whyNotKept(party);
}

/** From what a state that joined has excepted itself. */
function inPart(view: RunView, { dissociates, reserves }: PartyState): string {
  const parts = [
    ...(dissociates.length > 0 ? [`dissociates itself from ${issueTitles(view, dissociates)}`] : []),
    ...(reserves.length > 0 ? [`joined with a reservation to ${issueTitles(view, reserves)}`] : []),
  ];
  return parts.join('; ');
}

const nameWidth = 20;

function byWeight(a: PartyView, b: PartyView): number {
  return b.weight - a.weight || (b.influence ?? 0) - (a.influence ?? 0);
}

/** Shape, code and name; a star where a person holds the seat. */
function label(party: PartyView, state: PartyState): string {
  const name = pad(cut(party.name, nameWidth), nameWidth);
  return `${shapes[party.kind]} ${party.code}  ${name}${state.held ? '*' : ' '}`;
}

function note(text: string, style: Style): string[] {
  return text === '' ? [] : wrap(text, { indent: '         ', first: '       ↳ ' }).map(style.faint);
}

/** The states: signed, ratified, complying, utility against the limit, and why not. */
export function stateLines(view: RunView, style: Style): string[] {
  const calendar = calendarOf(view);
  const titles = (words: readonly string[]) =>
    `${pad('', 28)}${words.map((word, c) => pad(word, widths[c], aligns[c])).join('  ')}`;
  const heading = titles(['signed', 'ratified', 'now', 'kept', 'utility']);
  const units = titles(['month', 'month', '', 'reports', '− limit']);
  const states = [...view.scenario.parties].filter((party) => party.kind === 'state').sort(byWeight);
  const rows = states.flatMap((party) => {
    const state = view.parties.get(party.id) as PartyState;
    const month = (round: number | undefined, when: (round: number) => number) =>
      round === undefined ? '–' : String(when(round));
    const now = conduct(state);
    const cells = [
      month(state.signedRound, calendar.during),
      month(state.ratifiedRound, calendar.after),
      now,
      kept(state),
      signed(surplus(state)),
    ].map((cell, c) => pad(cell, widths[c], aligns[c]));
    cells[2] =
      now === 'complying'
        ? style.good(cells[2])
        : now === 'not bound'
          ? style.faint(cells[2])
          : style.bad(cells[2]);
    const notes = [inPart(view, state), whyNot(view, state)].flatMap((text) => note(text, style));
    return [`${label(party, state)} ${cells.join('  ')}`, ...notes];
  });
  const isHeld = [...view.parties.values()].some((party) => party.held);
  const footnote = isHeld ? [style.faint('* a person held the seat at the end')] : [];
  return [style.faint(heading), style.faint(units), ...rows, ...footnote];
}

const widths = [6, 8, 10, 7, 7] as const;
const aligns = ['right', 'right', 'left', 'right', 'right'] as const;

function position(view: RunView, party: PartyView, state: PartyState): string {
  if (party.id === view.scenario.chair) return 'holds the pen';
  if (!state.invited) return 'not invited';
  if (state.endorses !== undefined) return state.endorses ? 'endorses' : 'opposes';
  if (state.accepts !== undefined) return state.accepts ? 'can accept' : 'objects';
  return '–';
}

/** Numbers of the articles a party objected to in the last straw poll. */
function spokeAgainst(view: RunView, party: PartyState): string {
  return articleNumbers(view, party.objects).join(', ');
}

/** The parties without a vote: what they say of the text, and against which articles they spoke. */
export function observerLines(view: RunView, style: Style): string[] {
  const others = [...view.scenario.parties].filter((party) => party.kind !== 'state').sort(byWeight);
  const heading = style.faint(
    `${pad('', 28)}${pad('utility − limit', 15, 'right')}  ${pad('position', 13)}  against articles`,
  );
  const rows = others.map((party) => {
    const state = view.parties.get(party.id) as PartyState;
    const says = pad(position(view, party, state), 13);
    const value = pad(signed(surplus(state)), 14, 'right');
    return `${label(party, state)} ${value}  ${says}  ${style.faint(spokeAgainst(view, state))}`.trimEnd();
  });
  return [heading, ...rows];
}

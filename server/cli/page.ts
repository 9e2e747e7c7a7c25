/**
 * The page that `plenary run` prints: what came of a run, for a person, in 80 columns. A pure function of the
 * view of the run (a fold over its events), its metrics and what it was started from.
 */
import type { RunView } from '../../engine/analysis/fold.ts';
import { shellWord } from '../shell-word.ts';
import { governanceLines } from './page/governance.ts';
import { isAgendaEmpty, leadSentence, livesOn, percent } from './page/lead.ts';
import { observerLines, stateLines } from './page/parties.ts';
import { treatyLines } from './page/treaty.ts';
import { voteLines } from './page/votes.ts';
import { plain, type Style } from './terminal.ts';
import { clean, pad, pageWidth, textWidth, wrap } from './text.ts';

/** What a page is made from. */
export interface PageInput {
  readonly view: RunView;
  /** Values by id of metric; NaN where one does not apply. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly origin: RunOrigin;
}

/** What a run was started from, and what it came to in one number. */
export interface RunOrigin {
  /** The scenario as it was named: an id or a file. */
  readonly name: string;
  readonly seed: string;
  /** Overrides as typed. */
  readonly sets: readonly string[];
  readonly scenarioDigest: string;
  readonly runDigest: string;
  readonly engineVersion: string;
  readonly rulesVersion: number;
  /** A line that makes the run when it is not a plain one, such as a branch of a record. */
  readonly command?: string;
}

/** The command that makes the run again. */
export function reproduceCommand(origin: RunOrigin): string {
  if (origin.command !== undefined) return origin.command;
  const sets = origin.sets.map((set) => ` --set ${shellWord(set)}`).join('');
  return `plenary run ${shellWord(origin.name)} --seed ${shellWord(origin.seed)}${sets}`;
}

/**
 * The one line that reproduces a run, with what it needs to be the same run: the first digits of the
 * scenario’s digest, and versions. It fits 80 columns without overrides.
 */
export function reproduceLine(origin: RunOrigin): string {
  const versions = `engine ${origin.engineVersion} rules ${origin.rulesVersion}`;
  return `${reproduceCommand(origin)}  # ${origin.scenarioDigest.slice(0, 12)} ${versions}`;
}

function months(value: number): string {
  return Number.isNaN(value) ? 'never' : `month ${value}`;
}

function share(value: number, none: string): string {
  return Number.isNaN(value) ? none : percent(value);
}

function ofOne(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(2);
}

type Headline = readonly [name: string, value: string, unit: string];

/** The headline figures of a run that ends with a vote. */
function voteHeadlines(view: RunView, metrics: Readonly<Record<string, number>>): Headline[] {
  const value = (id: string) => metrics[id] ?? Number.NaN;
  const states = view.scenario.parties.filter((party) => party.kind === 'state');
  const cast = (ballot: string) => states.filter(({ id }) => view.parties.get(id)?.ballot === ballot).length;
  return [
    ['Adopted', months(value('adoptionTick')), ''],
    ['Texts', String(view.revision), 'tabled'],
    ['Depth', ofOne(value('depth')), 'of 1'],
    ['In favour', String(cast('yes')), `of ${states.length}`],
    ['Against', String(cast('no')), ''],
    ['Abstaining', String(cast('abstain')), ''],
  ];
}

/** The six headline figures: name, value, what it counts. */
function headlines(view: RunView, metrics: Readonly<Record<string, number>>): Headline[] {
  const value = (id: string) => metrics[id] ?? Number.NaN;
  if (!livesOn(view)) return voteHeadlines(view, metrics);
  return [
    ['Adopted', months(value('adoptionTick')), ''],
    ['In force', months(value('forceTick')), ''],
    ['Depth', ofOne(value('depth')), 'of 1'],
    ['Participation', share(value('participation'), '–'), 'of the weight'],
    [
      'Compliance',
      share(value('compliance'), 'not tested'),
      Number.isNaN(value('compliance')) ? '' : 'of party-periods',
    ],
    ['Mean trust', ofOne(value('meanTrust')), 'of 1'],
  ];
}

function figureLines(view: RunView, metrics: Readonly<Record<string, number>>, style: Style): string[] {
  const figures = headlines(view, metrics);
  const half = figures.length / 2;
  const show = ([name, value, unit]: Headline) =>
    `${pad(name, 13)} ${style.strong(pad(value, 10, 'right'))} ${pad(unit, 13)}`;
  return figures.slice(0, half).map((figure, i) => `${show(figure)} ${show(figures[half + i])}`.trimEnd());
}

function heading(text: string, right: string, style: Style): string[] {
  const room = ' '.repeat(Math.max(1, pageWidth - textWidth(text) - textWidth(right)));
  const line = right === '' ? style.accent(text) : style.accent(text) + room + style.faint(right);
  return ['', line, style.faint('─'.repeat(pageWidth))];
}

function treatyHeading(view: RunView): string {
  if (view.amendedRounds.length > 0) return 'THE TEXT AS AMENDED';
  if (view.adoptedRound !== undefined) return 'THE TEXT AS ADOPTED';
  return view.revision === 0 ? 'THE TEXT' : 'THE LAST TEXT, WITH ITS BRACKETS';
}

/** The page as lines, none of them wider than 80 columns but the last, which is one command line. */
export function pageLines({ view, metrics, origin }: PageInput, style: Style = plain): string[] {
  const { scenario } = view;
  const seed = `seed ${clean(origin.seed)}`;
  const title = wrap(scenario.title, { width: pageWidth - textWidth(seed) - 2 });
  const room = ' '.repeat(Math.max(2, pageWidth - textWidth(title[0]) - textWidth(seed)));
  const first = style.strong(title[0]) + room + style.faint(seed);
  const arms = origin.sets.flatMap((set) => wrap(`with ${set}`, { indent: '  ' }));
  const treaty = treatyLines(view, style);
  while (treaty[treaty.length - 1] === '') treaty.pop();
  const revision = view.revision === 0 ? '' : `revision ${view.revision}`;
  const governance = livesOn(view) ? governanceLines(view, style) : [];
  const others = scenario.parties.some((party) => party.kind !== 'state');
  return [
    first,
    ...title.slice(1).map(style.strong),
    ...arms.map(style.faint),
    style.faint('═'.repeat(pageWidth)),
    ...wrap(leadSentence(view, metrics)),
    ...(isAgendaEmpty(view) ? [] : [...heading(treatyHeading(view), revision, style), ...treaty]),
    ...heading('STATES', `at the end, month ${Math.round(scenarioEnd(view))}`, style),
    ...(livesOn(view) ? stateLines(view, style) : voteLines(view, style)),
    ...(others ? [...heading('WITHOUT A VOTE', '', style), ...observerLines(view, style)] : []),
    ...heading('IN FIGURES', '', style),
    ...figureLines(view, metrics, style),
    ...(governance.length === 0
      ? []
      : [...heading('STATE OF GOVERNANCE', 'failure · mixed · success', style), ...governance]),
    '',
    `${style.faint('scenario')}  ${origin.scenarioDigest}`,
    `${style.faint('this run')}  ${origin.runDigest}`,
    clean(reproduceLine(origin)),
  ];
}

function scenarioEnd(view: RunView): number {
  const { phases, ticks } = view.scenario;
  const phase = phases.find((candidate) => candidate.id === view.phase);
  return Math.min(ticks, view.tick + (phase?.ticks ?? 0));
}

/**
 * The picture of who stands with whom: states on an arc in the order of what they ask for, a band around
 * those who negotiate as one, lines between those who are near or trust each other.
 */
import { type BlocsView, blocsOf, type PairView } from '../../engine/analysis/blocs.ts';
import type { RunView } from '../../engine/analysis/fold.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';
import type { BlocLife } from './bloc-lives.ts';
import { orderParties } from './faces.ts';

/** What thin lines mean. */
export type TieKind = 'closeness' | 'trust';

/** A state on the arc. */
export interface GraphNode {
  readonly id: string;
  /** Mean place of what it supports on the ladders, in [0, 1]; undefined before it supports anything. */
  readonly place: number | undefined;
  /** Angle in radians, clockwise from the top. */
  readonly angle: number;
  readonly x: number;
  readonly y: number;
  /** Whether it speaks for a bloc. */
  readonly speaks: boolean;
}

/** Those around whom a band is drawn. */
export interface Band {
  readonly id: string;
  /** A bloc of now; one that lasted until the talks were over; or a group that the scenario puts together. */
  readonly kind: 'now' | 'past' | 'group';
  readonly title: string;
  readonly members: readonly string[];
  readonly speaker: string | undefined;
}

/** A band with its outline, an SVG path. */
export interface DrawnBand extends Band {
  readonly path: string;
}

/** A line between two states. */
export interface Tie {
  readonly one: string;
  readonly other: string;
  /** Closeness, or the smaller of the two trusts. */
  readonly value: number;
  readonly width: number;
  readonly path: string;
}

/** The picture. */
export interface CoalitionGraph {
  readonly nodes: readonly GraphNode[];
  readonly bands: readonly DrawnBand[];
  readonly ties: readonly Tie[];
  /** Pairs that a line could join; more than there are lines when these would be too many. */
  readonly tiesWanted: number;
  /** Ends of the arc, for their labels. */
  readonly height: number;
}

/** More states cannot be told apart on an arc. */
export const mostStates = 24;
/** Positions nearer than this are joined by a line. */
const nearFrom = 0.75;
/** Trust is shown from this much above where it began. */
const trustFrom = 0.02;
/** Lines for each state, above which only the strongest are drawn. */
const tiesEach = 2;
/** Half the arc, in radians: it stays open at the bottom, so that the ends are the ends. */
const half = (Math.PI * 7) / 10;

/** Mean place of what a party supports. */
function placeIn(view: RunView, party: string): number | undefined {
  let sum = 0;
  let count = 0;
  for (const [issue, option] of Object.entries(view.parties.get(party)?.supports ?? {})) {
    const options = view.scenario.issues.find(({ id }) => id === issue)?.options ?? [];
    const at = options.findIndex(({ id }) => id === option);
    if (at < 0) continue;
    sum += options[at]?.position ?? at / Math.max(1, options.length - 1);
    count++;
  }
  return count === 0 ? undefined : sum / count;
}

/** Whether there are so few states that they can be drawn. */
export function isDrawable(scenario: ScenarioView): boolean {
  return scenario.parties.filter(({ kind }) => kind === 'state').length <= mostStates;
}

/** Whether the picture says something: there are three states, few enough to draw or able to form blocs. */
export function canStandTogether(scenario: ScenarioView): boolean {
  const states = scenario.parties.filter(({ kind }) => kind === 'state').length;
  const forms = scenario.phases.some(
    (phase) => phase.protocol === 'caucus' || (phase.with as { blocs?: unknown } | undefined)?.blocs != null,
  );
  return states > 2 && (states <= mostStates || forms);
}

/** Groups of the scenario that share no state, the first of the file first. */
function fixedGroups(scenario: ScenarioView, seated: readonly string[]): Band[] {
  const taken = new Set<string>();
  return scenario.groups.flatMap(({ id, title, members }): Band[] => {
    const own = members.filter((member) => seated.includes(member));
    if (own.length < 2 || own.length === seated.length || own.some((member) => taken.has(member))) return [];
    for (const member of own) taken.add(member);
    return [{ id, kind: 'group', title: title ?? id, members: own, speaker: undefined }];
  });
}

/** Around whom bands are drawn: blocs of now, else those that outlived the talks, else fixed groups. */
export function bandsOf(
  scenario: ScenarioView,
  lives: readonly BlocLife[],
  seated: readonly string[],
): Band[] {
  const titleOf = ({ id, kind }: BlocLife): string =>
    kind === 'formed' ? `bloc ${id}` : (scenario.groups.find((group) => group.id === id)?.title ?? id);
  const asBand = (life: BlocLife, kind: 'now' | 'past'): Band => ({
    id: life.id,
    kind,
    title: titleOf(life),
    members: life.members.filter((member) => seated.includes(member)),
    speaker: life.speaker,
  });
  const now = lives.filter(({ until }) => until === undefined);
  if (now.length > 0) return now.map((life) => asBand(life, 'now'));
  const past = lives.filter(({ outlivedTalks }) => outlivedTalks);
  if (past.length > 0) return past.map((life) => asBand(life, 'past'));
  return lives.length > 0 ? [] : fixedGroups(scenario, seated);
}

/** States in the order of the arc: by what they ask for, those of one band side by side. */
function inOrder(
  seated: readonly string[],
  bands: readonly Band[],
  place: (id: string) => number | undefined,
): string[] {
  const middle = (ids: readonly string[]): number =>
    ids.reduce((sum, id) => sum + (place(id) ?? 0.5), 0) / Math.max(1, ids.length);
  const bandOf = (id: string): Band | undefined => bands.find(({ members }) => members.includes(id));
  const clusters: string[][] = [];
  for (const id of seated) {
    const band = bandOf(id);
    const cluster = band === undefined ? undefined : clusters.find(([first]) => bandOf(first ?? '') === band);
    if (cluster === undefined) clusters.push([id]);
    else cluster.push(id);
  }
  const key = (id: string): number => place(id) ?? 0.5;
  for (const cluster of clusters) cluster.sort((a, b) => key(a) - key(b));
  return clusters.sort((a, b) => middle(a) - middle(b)).flat();
}

const round = (value: number): string => value.toFixed(1);

/** Pairs that a line can join, the strongest first. */
function tiesAmong(pairs: readonly PairView[], kind: TieKind, prior: number) {
  return pairs
    .flatMap(({ one, other, closeness, trust }) => {
      const value = kind === 'closeness' ? closeness : trust === undefined ? undefined : Math.min(...trust);
      const from = kind === 'closeness' ? nearFrom : prior + trustFrom;
      if (value === undefined || value < from) return [];
      const share = (value - from) / Math.max(0.001, 1 - from);
      return [{ one, other, value, width: 0.75 + 2.5 * share }];
    })
    .sort((a, b) => b.value - a.value);
}

/** The outline of a band along the arc, round at its ends. */
function outline(
  at: (angle: number, from: number) => { readonly x: number; readonly y: number },
  low: number,
  high: number,
  radius: number,
  thick: number,
): string {
  const place = (angle: number, from: number): string => {
    const { x, y } = at(angle, from);
    return `${round(x)} ${round(y)}`;
  };
  const isLong = high - low > Math.PI ? 1 : 0;
  const [outer, inner] = [radius + thick, radius - thick];
  const arc = (size: number, turn: 0 | 1, to: string, long = 0): string =>
    `A${round(size)} ${round(size)} 0 ${long} ${turn} ${to}`;
  return [
    `M${place(low, outer)}`,
    arc(outer, 1, place(high, outer), isLong),
    arc(thick, 1, place(high, inner)),
    arc(inner, 0, place(low, inner), isLong),
    arc(thick, 1, place(low, outer)),
    'Z',
  ].join('');
}

/** Who is with whom among the states, for the picture and for the table beside it. */
export interface Standing {
  readonly seated: readonly string[];
  readonly pairs: BlocsView['pairs'];
  /** Where trust began. */
  readonly prior: number;
}

/** Looks at who is with whom. */
export function standingOf(view: RunView): Standing {
  const { scenario } = view;
  const seated = orderParties(scenario)
    .filter(({ id, kind }) => kind === 'state' && view.parties.get(id)?.invited === true)
    .map(({ id }) => id)
    .filter((id) => id !== scenario.chair);
  const pairs = isDrawable(scenario)
    ? blocsOf(view).pairs.filter(({ one, other }) => seated.includes(one) && seated.includes(other))
    : [];
  const settings = scenario.world['trust'] as { priorAlpha?: number; priorBeta?: number } | undefined;
  const [alpha, beta] = [settings?.priorAlpha ?? 1, settings?.priorBeta ?? 1];
  return { seated, pairs, prior: alpha / (alpha + beta) };
}

/** Lays the picture out in a width. */
export function layOutCoalitions(
  view: RunView,
  { seated, pairs, prior }: Standing,
  bands: readonly Band[],
  kind: TieKind,
  width: number,
): CoalitionGraph {
  const places = new Map(seated.map((id) => [id, placeIn(view, id)]));
  const order = inOrder(seated, bands, (id) => places.get(id));
  const centre = width / 2;
  const radius = Math.max(70, Math.min(150, width / 2 - 60));
  const top = radius + 46;
  const step = order.length > 1 ? Math.min((2 * half) / (order.length - 1), 0.9) : 0;
  const start = (-step * (order.length - 1)) / 2;
  const at = (angle: number, from: number) => ({
    x: centre + from * Math.sin(angle),
    y: top - from * Math.cos(angle),
  });
  const nodes = order.map((id, index): GraphNode => {
    const angle = start + index * step;
    return {
      ...{ id, angle, place: places.get(id) },
      ...at(angle, radius),
      speaks: bands.some(({ speaker }) => speaker === id),
    };
  });
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  const thick = Math.max(6, Math.min(17, 0.45 * step * radius));
  const drawn = bands.flatMap((band): DrawnBand[] => {
    const angles = band.members.flatMap((id) => nodeOf.get(id)?.angle ?? []);
    if (angles.length === 0) return [];
    return [{ ...band, path: outline(at, Math.min(...angles), Math.max(...angles), radius, thick) }];
  });
  const wanted = tiesAmong(pairs, kind, prior);
  const ties = wanted.slice(0, tiesEach * nodes.length).map((tie): Tie => {
    const origin = { x: 0, y: 0 };
    const [from, to] = [nodeOf.get(tie.one) ?? origin, nodeOf.get(tie.other) ?? origin];
    // Lines bend towards the centre, so that those between neighbours leave the band.
    const bend = { x: (from.x + to.x + 2 * centre) / 4, y: (from.y + to.y + 2 * top) / 4 };
    const [a, b, c] = [from, bend, to].map(({ x, y }) => `${round(x)} ${round(y)}`);
    return { ...tie, path: `M${a}Q${b} ${c}` };
  });
  const lowest = Math.max(top, ...nodes.map(({ y }) => y));
  return { nodes, bands: drawn, ties, tiesWanted: wanted.length, height: lowest + 44 };
}

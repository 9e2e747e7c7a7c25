/**
 * The two worlds in which signs are measured: a conference that bargains for its text, and a treaty that all
 * join at once with a text that is given. Both have twenty states in three tiers and five issues, as the
 * model’s prototype had; every number is drawn from one fixed key, so that the worlds are the same anywhere.
 */
import { clamp, inverseNormal } from '../../../engine/math.ts';
import { runKey, uniform } from '../../../engine/run/draws.ts';

const stateCount = 20;
const issueIds = ['audit', 'benefit', 'data', 'registry', 'safety'] as const;
const rungs = 5;
/** States of the first two tiers; the others are emerging. */
const frontier = 4;
const middle = 8;

/** Draws in (0, 1) of a world, each by its place and nothing else. */
type Draw = (stream: number, entity: number, k?: number) => number;

function drawsOf(world: number): Draw {
  const key = runKey(`signs of the model, world ${world}`);
  return (stream, entity, k = 0) => uniform(key, stream, entity, 0, k);
}

/** Tier of a state by its place among them. */
export function tierOf(place: number): 'frontier' | 'middle' | 'emerging' {
  if (place < frontier) return 'frontier';
  return place < frontier + middle ? 'middle' : 'emerging';
}

/** Id of a state by its place. */
export const idOf = (place: number) => `state-${String(place).padStart(2, '0')}`;

/** Ids of the states of a tier. */
export function membersOf(tier: ReturnType<typeof tierOf>): string[] {
  return Array.from({ length: stateCount }, (_, i) => i)
    .filter((place) => tierOf(place) === tier)
    .map(idOf);
}

/** What a world is made with; the rest is the same in all of them. */
export interface World {
  /** Keys of `world`, beside trust, ratification and compliance. */
  readonly world?: object;
  readonly rules?: object;
  readonly ticks?: number;
  /** Keys of a state, by its place. */
  party?(place: number): object;
  readonly groups?: readonly object[];
}

/** What a conference is made with. */
export interface Conference extends World {
  /** Standard deviation of the ideals about the middle of the ladders. */
  readonly dispersion?: number;
  /** How open the table is, in [0, 1]. */
  readonly openness?: number;
  /** How many states negotiate; the first ones of the twenty. */
  readonly states?: number;
}

const readinessOf: Readonly<Record<ReturnType<typeof tierOf>, readonly [number, number]>> = {
  frontier: [0.75, 0.9],
  middle: [0.5, 0.7],
  emerging: [0.25, 0.45],
};
const weightOf = { frontier: 0.12, middle: 0.035, emerging: 0.03 } as const;

/** A state as it is drawn, with the ideals of its world. */
function stateOf(draw: Draw, place: number, states: number, ideal: object, world: World): object {
  const between = (least: number, most: number, stream: number) =>
    least + (most - least) * draw(stream, place);
  const tier = tierOf(place);
  const total = Array.from({ length: states }, (_, i) => weightOf[tierOf(i)]).reduce((a, b) => a + b, 0);
  const salience = issueIds.map((_, k) => 0.5 + draw(2, place, k));
  const sum = salience.reduce((a, b) => a + b, 0);
  return {
    id: idOf(place),
    code: `S${String.fromCharCode(65 + Math.floor(place / 26), 65 + (place % 26))}`,
    name: `State ${place}`,
    kind: 'state',
    tier,
    weight: weightOf[tier] / total,
    capability: 1,
    readiness: between(readinessOf[tier][0], readinessOf[tier][1], 3),
    benefit: between(0.9, 1.5, 4),
    cost: between(0.15, 0.35, 5),
    patience: between(0.8, 0.95, 6),
    margin: between(0, 0.05, 7),
    concession: between(0.35, 1.6, 8),
    opening: between(0.02, 0.1, 9),
    opinion: between(0.4, 0.7, 10),
    bar: between(0.2, 0.8, 11),
    ideal,
    salience: Object.fromEntries(issueIds.map((id, k) => [id, salience[k] / sum])),
    ...world.party?.(place),
  };
}

const chairOf = (ideal: object) => ({
  id: 'chair',
  code: 'CHA',
  name: 'Chair',
  kind: 'organisation',
  capability: 0,
  ideal,
  salience: Object.fromEntries(issueIds.map((id) => [id, 1 / issueIds.length])),
  strategy: { use: 'compromise-chair' },
});

const ladder = (id: string, options: number) => ({
  id,
  title: id,
  article: `Article on ${id}`,
  depth: 1 / issueIds.length,
  options: Array.from({ length: options }, (_, o) => ({
    id: `${id}-${o}`,
    title: `${id} ${o}`,
    sentence: `Each Party shall go to rung ${o} on ${id}.`,
  })),
});

/** A conference of twenty states that bargains, adopts, ratifies and keeps a text. */
export function conference(world: number, options: Conference = {}): object {
  const draw = drawsOf(world);
  const { dispersion = 0.25, openness = 0, states = stateCount, rules = {}, ticks = 96 } = options;
  // Half of the variance is a stance of the state on all issues, half its own on each.
  const idealOf = (place: number) => {
    const stance = inverseNormal(draw(0, place));
    const own = (k: number) => inverseNormal(draw(1, place, k));
    return Object.fromEntries(
      issueIds.map((id, k) => [id, clamp(0.5 + dispersion * Math.SQRT1_2 * (stance + own(k)), 0, 1)]),
    );
  };
  const half = Object.fromEntries(issueIds.map((id) => [id, 0.5]));
  return {
    format: 1,
    id: 'signs-conference',
    title: 'A conference to measure signs on',
    summary: 'Twenty states bargain over five issues.',
    ticks,
    chair: 'chair',
    parties: [
      ...Array.from({ length: states }, (_, i) => stateOf(draw, i, states, idealOf(i), options)),
      chairOf(half),
    ],
    groups: options.groups ?? [],
    issues: issueIds.map((id) => ladder(id, rungs)),
    rules: {
      decision: [{ rule: 'consensus' }, { rule: 'two-thirds' }],
      entryIntoForce: { parties: Math.ceil(states / 2) },
      ...rules,
    },
    phases: [
      { id: 'talks', protocol: 'single-text', rounds: 24, with: { openness } },
      { id: 'adoption', protocol: 'adoption', ticks: 0 },
      { id: 'signature', protocol: 'treaty-life', rounds: 6 },
      {
        id: 'ratification',
        protocol: 'treaty-life',
        rounds: 36,
        with: { joining: 'accession', endsWhen: 'in-force', lapses: true },
      },
      { id: 'years', protocol: 'treaty-life', rounds: ticks, with: { joining: 'accession' } },
    ],
    world: { ratification: { drag: 0, reading: 0 }, trust: {}, compliance: {}, ...options.world },
  };
}

/** What a treaty with a given text is made with. */
export interface Given extends World {
  /** Depth of the text, in twentieths. */
  readonly depth?: number;
  /** How many states there are; the first ones of the twenty. */
  readonly states?: number;
  readonly tables?: readonly object[];
}

const fine = 20;

/**
 * A treaty that all states join at once: all of them want the text, gain so much by it that nobody
 * stays away, and ratify in the first months.
 */
export function given(world: number, options: Given = {}): object {
  const draw = drawsOf(world);
  const { depth = 10, rules = {}, ticks = 84, states = stateCount } = options;
  const mechanisms = options.world ?? {};
  const ideal = Object.fromEntries(issueIds.map((id) => [id, depth / fine]));
  const party = (place: number) => ({
    benefit: 4,
    strategy: { use: 'hardliner' },
    ...options.party?.(place),
  });
  return {
    format: 1,
    id: 'signs-given',
    title: 'A treaty to measure signs on',
    summary: 'Twenty states join at once; the question is what comes of it.',
    ticks,
    chair: 'chair',
    parties: [
      ...Array.from({ length: states }, (_, i) => stateOf(draw, i, states, ideal, { party })),
      chairOf(ideal),
    ],
    groups: options.groups ?? [],
    tables: options.tables ?? [],
    issues: issueIds.map((id) => ladder(id, fine + 1)),
    // Nobody errs on whether it gains, so that everybody joins.
    utility: { noise: 0, distance: 4 },
    rules: {
      decision: [{ rule: 'simple-majority' }],
      entryIntoForce: { parties: states },
      ...rules,
    },
    phases: [
      { id: 'talks', protocol: 'single-text', ticks: 0 },
      { id: 'adoption', protocol: 'adoption', ticks: 0 },
      { id: 'years', protocol: 'treaty-life', rounds: ticks },
    ],
    world: {
      ratification: { rate: 1, rejection: 0, stakes: 50, drag: 0, reading: 0 },
      trust: {},
      ...mechanisms,
      compliance: { ...(mechanisms as { compliance?: object }).compliance },
    },
  };
}

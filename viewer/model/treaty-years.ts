/** The life of a treaty, party by party: who stood where in which month, and what happened to the treaty. */
import type { RunEvent } from '../../engine/run/events.ts';
import type { Calendar } from '../../engine/text/calendar.ts';

/** Where a party stands to the treaty; `bound` is all that others know of how it conducts itself. */
export const standings = [
  'signed',
  'ratifying',
  'ratified',
  'shelved',
  'rejected',
  'bound',
  'complying',
  'lapsing',
  'defecting',
  'sanctioned',
  'excused',
  'withdrawn',
] as const;
/** One of the places a party can be in. */
export type TreatyStanding = (typeof standings)[number];

/** The standings in words that follow the name of a party. */
export const standingWords: Readonly<Record<TreatyStanding, string>> = {
  signed: 'has signed',
  ratifying: 'has it before its legislature',
  ratified: 'has ratified',
  shelved: 'let it lie at home',
  rejected: 'rejected it at home',
  bound: 'is bound',
  complying: 'keeps it',
  lapsing: 'cannot keep it',
  defecting: 'will not keep it',
  sanctioned: 'is under sanction',
  excused: 'is excused',
  withdrawn: 'has withdrawn',
};

/** The standings of a party that is bound. */
export const boundStandings: readonly TreatyStanding[] = [
  'bound',
  'complying',
  'lapsing',
  'defecting',
  'sanctioned',
  'excused',
];

/** A time in which a party stood in one place. */
export interface Stretch {
  readonly standing: TreatyStanding;
  /** First month, and the month in which it ended. */
  readonly from: number;
  to: number;
}

/** What happened to the treaty itself. */
export interface Milestone {
  readonly tick: number;
  readonly words: string;
}

/** The life of a treaty as far as it is known. */
export interface TreatyYears {
  readonly lives: ReadonlyMap<string, readonly Stretch[]>;
  readonly milestones: readonly Milestone[];
  /** First and last month of the picture. */
  readonly from: number;
  readonly to: number;
}

/** Of a run of which nothing is known. */
export const noYears: TreatyYears = { lives: new Map(), milestones: [], from: 0, to: 0 };

const region = 'commitment.';

/** The standing that a configuration of a state’s chart tells; undefined before any signature. */
function standingOf(configuration: string): TreatyStanding | undefined {
  const place = configuration.split(' ').find((state) => state.startsWith(region));
  if (place === undefined) return undefined;
  const [outer, inner] = place.slice(region.length).split('.');
  const name = outer === 'inForce' ? (inner ?? 'bound') : outer;
  return standings.find((standing) => standing === name);
}

/** Standings that the world brings about: they begin when the ticks of a round have passed. */
const madeByTheWorld: readonly TreatyStanding[] = [
  'ratified',
  'shelved',
  'rejected',
  'bound',
  'lapsing',
  'sanctioned',
  'withdrawn',
];

/** Words of the events that are milestones. */
const milestoneWords: Partial<Record<RunEvent['kind'], string>> = {
  adopted: 'adopted',
  enteredIntoForce: 'in force',
  lapsed: 'lapsed',
  reviewOpened: 'review',
  treatyAmended: 'amended',
  terminated: 'ended',
};

/** Conduct that others do not see begin, and so do not see end. */
const hiddenConduct: readonly TreatyStanding[] = ['complying', 'lapsing', 'defecting'];

/** Conduct, once known, is not forgotten when the others see no more than that a party is bound. */
function settled(before: TreatyStanding | undefined, seen: TreatyStanding): TreatyStanding {
  return seen === 'bound' && before !== undefined && hiddenConduct.includes(before) ? before : seen;
}

/**
 * Follows every party through the events.
 *
 * @param calendar of the whole run
 * @param untilRound last round to look at
 */
export function treatyYears(
  events: readonly RunEvent[],
  calendar: Calendar,
  untilRound = Number.POSITIVE_INFINITY,
): TreatyYears {
  const lives = new Map<string, Stretch[]>();
  const milestones: Milestone[] = [];
  let round = 0;
  for (const event of events) {
    if (event.round > untilRound) break;
    round = event.round;
    const words = milestoneWords[event.kind];
    const told = event.kind === 'enteredIntoForce' ? event.tick : calendar.during(round);
    // Several amendments in one month are one milestone.
    const before = milestones.at(-1);
    const isTold = before?.tick === told && before.words === words;
    if (words !== undefined && !isTold) milestones.push({ tick: told, words });
    if (event.kind !== 'stateChanged' && event.kind !== 'conductChanged') continue;
    if (event.chart !== 'state') continue;
    const seen = standingOf(event.configuration);
    if (seen === undefined) continue;
    const life = lives.get(event.party) ?? [];
    lives.set(event.party, life);
    const last = life.at(-1);
    const standing = event.kind === 'stateChanged' ? settled(last?.standing, seen) : seen;
    if (last?.standing === standing) continue;
    const from = madeByTheWorld.includes(standing) ? calendar.after(round) : calendar.during(round);
    // What did not last a month is no stretch of its own.
    if (last?.from === from) life.pop();
    else if (last !== undefined) last.to = from;
    life.push({ standing, from, to: from });
  }
  const start = calendar.during(round);
  // A round in which no time passes is drawn too.
  const to = Math.max(start + 1, calendar.after(round));
  for (const life of lives.values()) {
    const last = life.at(-1);
    if (last !== undefined) last.to = to;
  }
  const starts = [...[...lives.values()].flat().map(({ from }) => from), ...milestones.map((m) => m.tick)];
  return { lives, milestones, from: Math.min(start, ...starts), to };
}

/** How many parties stood where in each month, from `from` on. */
export interface Conduct {
  readonly tick: number;
  readonly counts: Readonly<Partial<Record<TreatyStanding, number>>>;
}

/** Counts of the bound parties by month. */
export function conductByMonth(years: TreatyYears): Conduct[] {
  const months: Conduct[] = [];
  for (let tick = years.from; tick < years.to; tick++) {
    const counts: Partial<Record<TreatyStanding, number>> = {};
    for (const life of years.lives.values()) {
      const now = life.find(({ from, to }) => from <= tick && tick < to)?.standing;
      if (now === undefined || !boundStandings.includes(now)) continue;
      counts[now] = (counts[now] ?? 0) + 1;
    }
    months.push({ tick, counts });
  }
  return months;
}

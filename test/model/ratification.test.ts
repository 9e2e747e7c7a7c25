import { describe, expect, it } from 'vitest';
import { createPlay, type Scenario } from '../../engine/index.ts';
import { eventsOf, load, numbersOf, sigma, Witness } from './witness.ts';

// Equation 8 with corrections C4 and C6: what a treaty weighs at home, and what becomes of it in a month; and
// what depth makes of a month.

/** The fitted pace, as the mechanism’s docstring gives it. */
const [drag, reading] = [3.5, 2];

/** What the given month after submission counts for, on a treaty of a depth. */
function work(depth: number, month: number): number {
  const pace = Math.exp(-drag * depth);
  return pace * Math.min(1, (pace * (month - 0.5)) / reading);
}

/** z_i now: trust, expectations and endorsements as the public knows them. */
function pressure(world: Witness, of: string): number {
  const { stakes, opinion, lobbyLimit } = numbersOf(world.file, 'ratification');
  const party = world.party(of);
  const lobby = world.file.parties.reduce(
    (sum, { id, lobbying }) => sum + lobbying * (world.endorsement.get(id) ?? 0),
    0,
  );
  return (
    stakes * (world.utility(of) - world.reversionUtility(of)) +
    opinion * (party.opinion - 0.5) -
    party.bar +
    Math.min(lobbyLimit, Math.max(-lobbyLimit, lobby))
  );
}

/** Compares every month of every ratification of a run with equation 8; counts what was seen. */
function compare(scenario: Scenario, seed: number) {
  const { rate, rejection } = numbersOf(scenario.file, 'ratification');
  const world = new Witness(scenario.file);
  const events = eventsOf(scenario, seed);
  const seen = {
    pressures: 0,
    hazards: 0,
    sessions: 0,
    ratified: 0,
    rejected: 0,
    reliable: new Set<string>(),
  };
  /** z of all states at the first session of the month: all weigh before any is held. */
  let month: Map<string, number> | undefined;
  const stated = new Map<string, number>();
  const inSession = new Set<string>();
  const held = new Set<string>();
  /** Sessions held so far. */
  const months = new Map<string, number>();
  const monthOf = (id: string): number => work(world.depth(), (months.get(id) ?? 0) + 1);
  const settled = new Set<string>();
  events.forEach((event, at) => {
    if (event.kind === 'roundStarted') {
      if (month !== undefined) expect(held).toEqual(inSession);
      for (const id of [...inSession]) if (settled.has(id)) inSession.delete(id);
      month = undefined;
      held.clear();
    }
    if (event.kind === 'submitted') inSession.add(event.party);
    if (event.kind === 'reasoned') {
      const before = events[at - 1];
      const follows = before?.kind === 'reasoned' ? before.reason : '';
      if (event.reason === 'pressure') {
        expect(event.value).toBeCloseTo(pressure(world, event.party), 12);
        stated.set(event.party, event.value);
        seen.pressures++;
        seen.reliable.add(world.reliability(event.party).toFixed(6));
      }
      if (event.reason === 'hazard') {
        const z = stated.get(event.party) as number;
        expect(event.value).toBeCloseTo(rate * monthOf(event.party) * sigma(z), 12);
        seen.hazards++;
      }
      if (event.reason === 'draw' && follows !== 'willingness' && follows !== 'ability') {
        month ??= new Map(world.states.map((id) => [id, pressure(world, id)]));
        const z = month.get(event.party) as number;
        expect(stated.get(event.party)).toBeCloseTo(z, 12);
        held.add(event.party);
        seen.sessions++;
        const counts = monthOf(event.party);
        const ratifies = event.value < rate * counts * sigma(z);
        const rejects = event.value > 1 - rejection * counts * sigma(-z);
        months.set(event.party, (months.get(event.party) ?? 0) + 1);
        const { ratified, rejected } = verdictAfter(at);
        expect([ratified, rejected]).toEqual([ratifies, rejects]);
        if (ratified) seen.ratified++;
        if (rejected) seen.rejected++;
      }
    }
    if (event.kind === 'ratified' || event.kind === 'rejected') settled.add(event.party);
    world.take(event);
  });
  return seen;

  /** What the chart records between a draw and the next one. */
  function verdictAfter(at: number) {
    const next = events.findIndex(
      (event, i) => i > at && (event.kind === 'reasoned' || event.kind === 'roundStarted'),
    );
    const between = events.slice(at + 1, next < 0 ? undefined : next);
    return {
      ratified: between.some((event) => event.kind === 'ratified'),
      rejected: between.some((event) => event.kind === 'rejected'),
    };
  }
}

describe('ratification', () => {
  it.each([
    ['as shipped', []],
    ['with lobbies at their limit', ['world.ratification.lobbyLimit=0.05']],
    [
      'where rejection is common and treaties weigh little',
      ['world.ratification.rejection=0.4', 'world.ratification.stakes=2', 'world.ratification.opinion=11'],
    ],
  ] as [string, string[]][])('has the pressure and the hazards of equation 8, %s', async (_what, arms) => {
    const scenario = await load(...arms);
    const sum = { pressures: 0, hazards: 0, sessions: 0, ratified: 0, rejected: 0 };
    const reliable = new Set<string>();
    for (let seed = 1; seed <= 8; seed++) {
      const seen = compare(scenario, seed);
      for (const key of ['pressures', 'hazards', 'sessions', 'ratified', 'rejected'] as const)
        sum[key] += seen[key];
      for (const value of seen.reliable) reliable.add(value);
    }
    expect(sum.pressures).toBeGreaterThan(40);
    // The readings of the first months move the chance where the pressure stays.
    expect(sum.hazards).toBeGreaterThan(sum.pressures);
    expect(sum.sessions).toBeGreaterThan(100);
    expect(sum.ratified).toBeGreaterThan(20);
    if (arms.length > 1) expect(sum.rejected).toBeGreaterThan(3);
    // Trust has moved: the reliabilities are not the one of the start.
    expect(reliable.size).toBeGreaterThan(20);
  });
});

/**
 * Ratification by itself: nobody misjudges, nothing happens between members, and the phase has its full
 * length, so that the months of two cuts of the same time into rounds can be compared one by one.
 */
const alone = [
  'utility.noise=0',
  'world.compliance=null',
  'phases.ratification.with.endsWhen=never',
  'phases.ratification.with.lapses=false',
  'world.ratification.rate=0.2',
];
const monthly = [...alone, 'phases.ratification.rounds=27', 'phases.ratification.with.reconsider=3'];
const quarterly = [
  ...alone,
  'phases.ratification.rounds=9',
  'phases.ratification.ticks=3',
  'phases.ratification.with.reconsider=1',
];

describe('months', () => {
  it('of ratification are the same however time is cut into rounds', async () => {
    const months = async (arms: string[]): Promise<string[]> => {
      const scenario = await load(...arms);
      const play = createPlay(scenario, { seed: 1 });
      return Array.from({ length: 60 }, (_, i) => {
        play.reset(i + 1);
        play.toEnd();
        const { i32 } = play.run;
        return [...i32['treaty.ratifiedTick'], ...i32['treaty.forceTick']].join(' ');
      });
    };
    const [single, triple] = [await months(monthly), await months(quarterly)];
    expect(triple).toEqual(single);
    expect(new Set(single).size).toBeGreaterThan(50);
  });

  it('of one round have draws of their own', async () => {
    const scenario = await load(...quarterly);
    let several = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const draws = new Map<string, number[]>();
      for (const event of eventsOf(scenario, seed)) {
        if (event.kind !== 'reasoned' || event.reason !== 'draw') continue;
        const key = `${event.party} ${event.round}`;
        draws.set(key, [...(draws.get(key) ?? []), event.value]);
      }
      for (const values of draws.values()) {
        expect(new Set(values).size).toBe(values.length);
        if (values.length === 3) several++;
      }
    }
    expect(several).toBeGreaterThan(20);
  });

  it('of monitoring have draws of their own when two periods end in one round', async () => {
    const scenario = await load(
      'world.compliance.falseAlarm=0.5',
      'world.compliance.capacityFloor=0',
      'world.compliance.punishment=0.75',
      'phases.implementation.ticks=6',
      'phases.implementation.rounds=8',
    );
    let [alike, different] = [0, 0];
    for (let seed = 1; seed <= 20; seed++) {
      const rounds = new Map<string, number[]>();
      for (const event of eventsOf(scenario, seed)) {
        if (!('party' in event)) continue;
        const key = `${event.party} ${event.round}`;
        if (event.kind === 'reported') rounds.set(key, [...(rounds.get(key) ?? []), 0]);
        const reports = rounds.get(key);
        if (event.kind === 'falselyAlarmed' && reports !== undefined) reports[reports.length - 1] = 1;
      }
      for (const alarms of rounds.values()) {
        if (alarms.length !== 2) continue;
        if (alarms[0] === alarms[1]) alike++;
        else different++;
      }
    }
    expect(Math.min(alike, different)).toBeGreaterThan(20);
  });
});

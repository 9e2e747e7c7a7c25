import { describe, expect, it } from 'vitest';
import { createPlay, type RunEvent, type Scenario } from '../../engine/index.ts';
import { eventsOf, load } from './witness.ts';

// Entry into force in runs: what the rule says of delays, late parties, waivers and outsiders happens, and
// happens to those it says. Expected ticks are worked out here from the events of ratification alone.

const seeds = Array.from({ length: 12 }, (_, i) => i + 1);

/** Ticks at which each kind of thing happened in a run. */
interface Seen {
  readonly ratified: ReadonlyMap<string, number>;
  readonly bound: ReadonlyMap<string, number>;
  readonly force: number | undefined;
  readonly events: readonly RunEvent[];
}

function watch(scenario: Scenario, seed: number): Seen {
  const ratified = new Map<string, number>();
  const bound = new Map<string, number>();
  let force: number | undefined;
  const events = eventsOf(scenario, seed);
  const play = createPlay(scenario, { seed });
  play.toEnd();
  const { i32 } = play.run;
  scenario.partyIds.forEach((id, party) => {
    if (i32['treaty.ratifiedTick'][party] >= 0) ratified.set(id, i32['treaty.ratifiedTick'][party]);
    if (i32['treaty.boundTick'][party] >= 0) bound.set(id, i32['treaty.boundTick'][party]);
  });
  if (i32['treaty.forceTick'][0] >= 0) force = i32['treaty.forceTick'][0];
  return { ratified, bound, force, events };
}

/** The tick of the n-th ratification. */
const nth = (ratified: ReadonlyMap<string, number>, n: number): number | undefined =>
  [...ratified.values()].sort((a, b) => a - b)[n - 1];

const lastTick = 60;

describe('a delay of entry into force', () => {
  it.each([
    ['days=30', 1],
    ['days=90', 3],
    ['days=180', 6],
    ['months=2', 2],
  ])('%s: %i months after the third ratification, and as long for late parties', async (delay, months) => {
    const scenario = await load(`rules.entryIntoForce.delay.${delay}`);
    let late = 0;
    let inForce = 0;
    for (const seed of seeds) {
      const { ratified, bound, force } = watch(scenario, seed);
      const met = nth(ratified, 3);
      if (met === undefined || met + months >= lastTick) continue;
      inForce++;
      expect(force).toBe(met + months);
      for (const [id, tick] of ratified) {
        const due = Math.max(met + months, tick + months);
        if (due >= lastTick) continue;
        expect(bound.get(id)).toBe(due);
        if (tick > met) late++;
      }
    }
    expect(inForce).toBeGreaterThan(5);
    expect(late).toBeGreaterThan(5);
  });

  it('binds late parties at once where the rule says so', async () => {
    const scenario = await load(
      'rules.entryIntoForce.delay.days=90',
      'rules.entryIntoForce.lateParty=at-once',
    );
    let late = 0;
    for (const seed of seeds) {
      const { ratified, bound } = watch(scenario, seed);
      const met = nth(ratified, 3);
      if (met === undefined || met + 3 >= lastTick) continue;
      for (const [id, tick] of ratified) {
        expect(bound.get(id)).toBe(Math.max(met + 3, tick));
        if (tick > met + 3) late++;
      }
    }
    expect(late).toBeGreaterThan(3);
  });

  it('is told when it begins, and a late party is told when it will be bound', async () => {
    const scenario = await load('rules.entryIntoForce.delay.days=90');
    const { events, ratified, bound } = watch(scenario, 1);
    const met = nth(ratified, 3) as number;
    expect(events.filter((event) => event.kind === 'thresholdsMet')).toMatchObject([
      { instrument: 0, tick: met + 3 },
    ]);
    for (const event of events) {
      if (event.kind === 'bindingDue') expect(event.tick).toBe(bound.get(event.party) ?? event.tick);
    }
    const told = events.filter((event) => event.kind === 'bindingDue').length;
    expect(told).toBe([...ratified.values()].filter((tick) => tick > met).length);
  });

  it('keeps a treaty from lapsing once its thresholds are met', async () => {
    const scenario = await load(
      'rules.entryIntoForce.delay.months=30',
      'phases.ratification.with.lapses=true',
    );
    const outcomes = seeds.map((seed) => {
      const { ratified, events } = watch(scenario, seed);
      const lapsed = events.some((event) => event.kind === 'lapsed');
      return [nth(ratified, 3) !== undefined, lapsed] as const;
    });
    expect(outcomes.some(([met]) => met)).toBe(true);
    for (const [met, lapsed] of outcomes) if (met) expect(lapsed).toBe(false);
  });

  it('waits for a day that the rule names', async () => {
    const scenario = await load('calendar={start: 2026-01-01}', 'rules.entryIntoForce.notBefore=2028-07-01');
    const forces = seeds.flatMap((seed) => {
      const { ratified, force } = watch(scenario, seed);
      const met = nth(ratified, 3);
      return met === undefined || force === undefined ? [] : [[met, force] as const];
    });
    expect(forces.length).toBeGreaterThan(5);
    // July 2028 is the month of tick 30
    for (const [met, force] of forces) expect(force).toBe(Math.max(met, 30));
    expect(forces.some(([met]) => met < 30)).toBe(true);
  });
});

// Treaty of Tlatelolco: a State that waives the conditions is bound at once.
describe('waivers', () => {
  const group = 'groups=[{id: willing, title: Willing, members: [aldria, imara]}]';

  it(
    'bind those who waive at their own ratification, and the others only when the thresholds ' + 'are met',
    async () => {
      const scenario = await load(group, 'rules.entryIntoForce={parties: 6, waivers: willing}');
      let waived = 0;
      let waiting = 0;
      for (const seed of seeds) {
        const { ratified, bound, force, events } = watch(scenario, seed);
        const met = nth(ratified, 6);
        const willing = ['aldria', 'imara'].flatMap((id) => ratified.get(id) ?? []);
        for (const [id, tick] of ratified) {
          const isWilling = id === 'aldria' || id === 'imara';
          const due = isWilling ? tick : met;
          expect(bound.get(id)).toBe(due);
          if (isWilling) waived++;
          else if (due === undefined || due > tick) waiting++;
        }
        expect(events.filter((event) => event.kind === 'thresholdsWaived').length).toBe(willing.length);
        if (willing.length > 0) expect(force).toBe(Math.min(...willing));
      }
      expect(waived).toBeGreaterThan(5);
      expect(waiting).toBeGreaterThan(3);
    },
  );
});

describe('additional protocols', () => {
  const arms = [
    'groups=[{id: outside, title: Outside powers, members: [norland, aldria]}]',
    'rules.additionalProtocols=[{id: protocol-one, title: Protocol I, joins: outside, ' +
      'entryIntoForce: {parties: 2}}]',
    'rules.entryIntoForce={parties: 3}',
  ];

  it(
    'bind the outsiders by their own rule, and their ratification does not count for the ' + 'treaty',
    async () => {
      const scenario = await load(...arms);
      let protocols = 0;
      let treaties = 0;
      for (const seed of seeds) {
        const { ratified, bound, force, events } = watch(scenario, seed);
        const outside = new Map([...ratified].filter(([id]) => id === 'norland' || id === 'aldria'));
        const inside = new Map([...ratified].filter(([id]) => !outside.has(id)));
        expect(force).toBe(nth(inside, 3));
        if (force !== undefined) treaties++;
        const met = nth(outside, 2);
        for (const id of outside.keys()) expect(bound.get(id)).toBe(met);
        const told = events.filter((event) => event.kind === 'protocolInForce').length;
        expect(told).toBe(met === undefined ? 0 : 1);
        protocols += told;
      }
      expect(treaties).toBeGreaterThan(3);
      expect(protocols).toBeGreaterThan(2);
    },
  );
});

import { describe, expect, it } from 'vitest';
import { createPlay, decodeEvents, type RunEvent, type Scenario } from '../../engine/index.ts';
import { load } from './witness.ts';

// What becomes of a treaty at home beyond the hazards of equation 8: windows, second chances, vetoes,
// executive agreements and elections. Expected shares are closed forms of the hazards.

const states = ['aldria', 'imara', 'meridia', 'norland', 'solenna', 'tessara'];
const ofAll = (key: string, value: unknown): string[] =>
  states.map((id) => `parties.${id}.${key}=${JSON.stringify(value)}`);

/** A home in which z is 0, and nothing slows a legislature: hazards are half the rates in every month. */
const plain = [
  'utility.noise=0',
  'world.compliance=null',
  'phases.ratification.with.endsWhen=never',
  'phases.ratification.with.lapses=false',
  'world.ratification={stakes: 0, opinion: 0, lobbyLimit: 0, drag: 0, reading: 0, rate: 0.1, ' +
    'rejection: 0.04}',
  ...ofAll('bar', 0),
];
const ratify = 0.05;
const reject = 0.02;

function eventsOf(scenario: Scenario, seed: number): RunEvent[] {
  const play = createPlay(scenario, { seed, keepRecords: true });
  play.toEnd();
  expect(play.fault).toBeUndefined();
  return decodeEvents(scenario, play.recorder.records());
}

/**
 * Every run’s events with the tick in which each happened: what a tick brings is told before the next one.
 */
function* histories(scenario: Scenario, seeds: number): Generator<{ tick: number; event: RunEvent }[]> {
  for (let seed = 1; seed <= seeds; seed++) {
    let tick = 0;
    yield eventsOf(scenario, seed).map((event) => {
      if (event.kind === 'roundStarted') tick = event.tick;
      return { tick, event };
    });
  }
}

/** An expected share, compared with a count at four standard errors. */
function expectShare(count: number, of: number, share: number): void {
  const error = Math.sqrt((share * (1 - share)) / of);
  expect(Math.abs(count / of - share)).toBeLessThan(4 * error);
}

describe('a ratification window', () => {
  it('leaves the shares of a competing risk cut off after its months', async () => {
    const window = 6;
    const scenario = await load(...plain, `world.ratification.window=${window}`);
    const first = { submitted: 0, ratified: 0, rejected: 0, shelved: 0 };
    for (const history of histories(scenario, 100)) {
      const settled = new Set<string>();
      for (const { event } of history) {
        if (event.kind === 'submitted' && !settled.has(event.party)) first.submitted++;
        if (event.kind !== 'ratified' && event.kind !== 'rejected' && event.kind !== 'shelved') continue;
        if (!settled.has(event.party)) first[event.kind]++;
        settled.add(event.party);
      }
    }
    const open = (1 - ratify - reject) ** window;
    const decided = (1 - open) / (ratify + reject);
    expect(first.submitted).toBeGreaterThan(550);
    expect(first.ratified + first.rejected + first.shelved).toBe(first.submitted);
    expectShare(first.ratified, first.submitted, decided * ratify);
    expectShare(first.rejected, first.submitted, decided * reject);
    expectShare(first.shelved, first.submitted, open);
  });

  it('of one month is one session', async () => {
    const scenario = await load(
      ...plain,
      'world.ratification.window=1',
      'world.ratification.resubmitAfter=600',
    );
    let [submitted, ratified] = [0, 0];
    for (const history of histories(scenario, 100)) {
      for (const { event } of history) {
        if (event.kind === 'submitted') submitted++;
        if (event.kind === 'ratified') ratified++;
      }
    }
    expectShare(ratified, submitted, ratify);
  });

  it('lets a bill be brought in again after the recess, and no sooner', async () => {
    const arms = ['world.ratification.window=4', 'world.ratification.resubmitAfter=5'];
    const scenario = await load(...plain, ...arms);
    let again = 0;
    for (const history of histories(scenario, 20)) {
      const shelved = new Map<string, number>();
      for (const { tick, event } of history) {
        if (event.kind === 'shelved') shelved.set(event.party, tick);
        if (event.kind !== 'submitted' || !shelved.has(event.party)) continue;
        // shelved in the tick after its round began, and asked in the round that begins after the recess
        expect(tick - (shelved.get(event.party) as number)).toBe(6);
        again++;
      }
    }
    expect(again).toBeGreaterThan(50);
  });
});

describe('what a legislature rejected', () => {
  const harsh = [...plain, 'world.ratification.rejection=0.6', 'world.ratification.rate=0.1'];

  it('stays rejected without an election', async () => {
    let rejected = 0;
    for (const history of histories(await load(...harsh), 20)) {
      const out = new Set<string>();
      for (const { event } of history) {
        if (event.kind === 'rejected') out.add(event.party);
        if (event.kind === 'submitted') expect(out).not.toContain(event.party);
      }
      rejected += out.size;
    }
    expect(rejected).toBeGreaterThan(50);
  });

  it('is submitted again after one, and only then', async () => {
    const scenario = await load(...harsh, 'world.elections={term: 12, change: 0}');
    let again = 0;
    for (const history of histories(scenario, 20)) {
      const waiting = new Map<string, boolean>();
      for (const { event } of history) {
        if (event.kind === 'rejected') waiting.set(event.party, false);
        if (event.kind === 'electionHeld' && waiting.has(event.party)) waiting.set(event.party, true);
        if (event.kind !== 'submitted' || !waiting.has(event.party)) continue;
        expect(waiting.get(event.party)).toBe(true);
        waiting.delete(event.party);
        again++;
      }
    }
    expect(again).toBeGreaterThan(50);
  });
});

describe('a constituency with a veto', () => {
  const chamber = (opinion: number, vetoBelow: number) =>
    `parties.imara.constituencies=[{id: towns, title: The towns, weight: 0.7, opinion: 0.6}, ` +
    `{id: uplands, title: The uplands, weight: 0.3, opinion: ${opinion}, vetoBelow: ${vetoBelow}}]`;

  it('below what it asks for holds ratification at 0, and is named', async () => {
    const scenario = await load(...plain, chamber(0.3, 0.4));
    let submitted = 0;
    for (const history of histories(scenario, 20)) {
      const imara = history.filter(({ event }) => 'party' in event && event.party === 'imara');
      const kinds = imara.map(({ event }) => event.kind);
      if (!kinds.includes('submitted')) continue;
      submitted++;
      expect(kinds).not.toContain('ratified');
      const vetoes = imara.flatMap(({ event }) =>
        event.kind === 'vetoedAtHome' ? [event.constituency] : [],
      );
      expect(vetoes).toEqual(['uplands']);
    }
    expect(submitted).toBeGreaterThan(15);
  });

  it('at what it asks for blocks nothing', async () => {
    const without = await load(...plain, chamber(0.4, 0));
    const scenario = await load(...plain, chamber(0.4, 0.4));
    for (let seed = 1; seed <= 5; seed++) {
      expect(eventsOf(scenario, seed)).toEqual(eventsOf(without, seed));
    }
  });

  it('stops blocking when opinion has risen far enough', async () => {
    const rising = 'world.opinion={stubbornness: 1, pace: 0.05, treaty: 1, conduct: 0, campaign: 0}';
    const scenario = await load(...plain, chamber(0.3, 0.4), rising);
    let lifted = 0;
    for (const history of histories(scenario, 20)) {
      let isBlocked = false;
      for (const { event } of history) {
        if (!('party' in event) || event.party !== 'imara') continue;
        if (event.kind === 'vetoedAtHome') isBlocked = true;
        if (event.kind === 'vetoLifted') {
          isBlocked = false;
          lifted++;
        }
        if (event.kind === 'ratified') expect(isBlocked).toBe(false);
      }
    }
    expect(lifted).toBeGreaterThan(10);
  });
});

describe('an executive agreement', () => {
  const executive = [...plain, 'parties.imara.ratifiesBy=executive'];
  /** z of imara is −bar: nothing else weighs anything. */
  const elections = 'world.elections={term: 10, change: 1, size: 0, recall: 0}';

  it('is accepted in the month in which it is submitted, without a draw', async () => {
    for (const history of histories(await load(...executive), 20)) {
      const imara = history.filter(({ event }) => 'party' in event && event.party === 'imara');
      const submitted = imara.find(({ event }) => event.kind === 'submitted');
      const ratified = imara.find(({ event }) => event.kind === 'ratified');
      expect(ratified?.tick).toBe(submitted?.tick);
      for (const { event } of imara) if (event.kind === 'reasoned') expect(event.reason).not.toBe('draw');
    }
  });

  it('is undone by the next government where less speaks for it, and not brought back', async () => {
    const scenario = await load(...executive, elections, 'parties.imara.bar=0.1');
    let revoked = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const play = createPlay(scenario, { seed, keepRecords: true });
      play.toEnd();
      const kinds = decodeEvents(scenario, play.recorder.records()).flatMap((event) =>
        'party' in event && event.party === 'imara' ? [event.kind] : [],
      );
      const imara = scenario.partyIds.indexOf('imara');
      const after = kinds.lastIndexOf('ratified');
      expect(kinds.filter((kind) => kind === 'ratified').length).toBeLessThanOrEqual(1);
      if (!kinds.includes('revoked')) continue;
      expect(kinds.indexOf('revoked')).toBeGreaterThan(after);
      expect(play.run.i32['treaty.ratifiedTick'][imara]).toBe(-1);
      expect(play.run.i32['treaty.boundTick'][imara]).toBe(-1);
      revoked++;
    }
    expect(revoked).toBeGreaterThan(15);
  });

  it('stands where more speaks for it', async () => {
    const scenario = await load(...executive, elections, 'parties.imara.bar=-0.1');
    for (let seed = 1; seed <= 20; seed++) {
      expect(eventsOf(scenario, seed).map(({ kind }) => kind)).not.toContain('revoked');
    }
  });

  it('leaves the treaty in force for the others when it is undone', async () => {
    const scenario = await load(
      ...executive,
      elections,
      'parties.imara.bar=0.1',
      'world.ratification.rate=1',
    );
    let left = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const { run } = ((play) => {
        play.toEnd();
        return play;
      })(createPlay(scenario, { seed }));
      const imara = scenario.partyIds.indexOf('imara');
      if (run.i32['elections.revocations'][imara] === 0) continue;
      left++;
      expect(run.i32['treaty.forceTick'][0]).toBeGreaterThanOrEqual(0);
      expect([...scenario.states].filter((s) => run.i32['treaty.boundTick'][s] >= 0).length).toBeGreaterThan(
        2,
      );
    }
    expect(left).toBeGreaterThan(15);
  });
});

describe('elections', () => {
  it('are a term apart, and begin in every month of it', async () => {
    const term = 12;
    const scenario = await load(`world.elections={term: ${term}}`);
    const firsts = new Map<number, number>();
    for (let seed = 1; seed <= 100; seed++) {
      const held = new Map<string, number[]>();
      for (const event of eventsOf(scenario, seed)) {
        if (event.kind !== 'electionHeld') continue;
        held.set(event.party, [...(held.get(event.party) ?? []), event.next - term]);
      }
      for (const ticks of held.values()) {
        firsts.set(ticks[0], (firsts.get(ticks[0]) ?? 0) + 1);
        for (let i = 1; i < ticks.length; i++) expect(ticks[i] - ticks[i - 1]).toBe(term);
      }
    }
    expect([...firsts.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: term }, (_, i) => i + 1));
    // 600 first elections over 12 months: each month within four standard errors of its twelfth
    for (const count of firsts.values()) expectShare(count, 600, 1 / term);
  });

  it('shift opinion and bar by at most the size, evenly, and anew with each government', async () => {
    const size = 0.2;
    const scenario = await load(
      `world.elections={term: 1, change: 1, size: ${size}, recall: 0}`,
      ...ofAll('opinion', 0.5),
    );
    const shifts: number[] = [];
    const play = createPlay(scenario, { seed: 1 });
    for (let seed = 1; seed <= 30; seed++) {
      play.reset(seed);
      for (let step = play.advance(); step !== 'over'; step = play.advance()) {
        const { f64, loop } = play.run;
        if (step !== 'round' || loop[3] === 0) continue;
        for (const state of scenario.states) {
          const shift = f64['party.opinion'][state] - 0.5;
          expect(shift).toBeCloseTo(f64['elections.opinionShift'][state], 12);
          expect(f64['party.bar'][state] - scenario.bar[state]).toBeCloseTo(
            f64['elections.barShift'][state],
            12,
          );
          shifts.push(shift);
        }
      }
    }
    expect(Math.max(...shifts.map(Math.abs))).toBeLessThanOrEqual(size);
    const mean = shifts.reduce((sum, value) => sum + value, 0) / shifts.length;
    const variance = shifts.reduce((sum, value) => sum + value * value, 0) / shifts.length;
    // uniform on (−size, size)
    expect(Math.abs(mean)).toBeLessThan((4 * size) / Math.sqrt(3 * shifts.length));
    expect(variance).toBeCloseTo((size * size) / 3, 3);
  });

  it('move nothing, to the last bit, where commitments hold whatever the government', async () => {
    const scenario = await load('world.elections={term: 1, change: 1}', ...ofAll('commit', 1));
    const { run } = ((play) => {
      play.toEnd();
      return play;
    })(createPlay(scenario, { seed: 1 }));
    expect([...run.f64['party.opinion']]).toEqual([...scenario.opinion]);
    expect([...run.f64['party.bar']]).toEqual([...scenario.bar]);
    expect(run.i32['elections.governments'].some((count) => count > 20)).toBe(true);
    for (const { kind } of eventsOf(scenario, 1)) expect(kind).not.toBe('mandateRecalled');
  });
});

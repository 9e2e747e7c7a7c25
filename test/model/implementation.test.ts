import { describe, expect, it } from 'vitest';
import { gavel, playOut, playWith } from './gavel.ts';
import { keptTreaty, meanOf, samples } from './kept-treaty.ts';
import { sigma } from './witness.ts';

// Implementation periods, reports that come late, and failures that parties tell of themselves.

const seeds = [1, 2, 3, 4, 5, 6];

describe('an implementation period', () => {
  it.each([0, 1, 4, 7])('of %s months passes before anything is reported of a party', async (grace) => {
    const scenario = await keptTreaty({ ticks: 40, world: { compliance: { grace } } });
    const { of, tickOf } = playOut(scenario, 1);
    const force = tickOf(of('enteredIntoForce')[0]!);
    const first = Math.min(...of('reported').map(tickOf));
    // Whoever is obliged at the end of a period of three months is monitored in the next one that ends.
    const periods = Math.floor(grace / 3) + 1;
    expect(first - force).toBe(3 * periods);
    // Nobody decides whether to comply before anything is owed.
    expect(Math.min(...of('willed').map(tickOf)) - force).toBe(grace);
    expect(of('obligationsBegan')).toHaveLength(grace === 0 ? 0 : scenario.states.length);
    for (const event of of('obligationsBegan')) expect(tickOf(event) - force).toBe(grace);
  });

  it('is counted from the month in which each party is bound', async () => {
    const scenario = await gavel();
    let late = 0;
    for (const seed of seeds) {
      const { of, tickOf } = playOut(scenario, seed);
      const force = tickOf(of('enteredIntoForce')[0]!);
      for (const began of of('obligationsBegan')) {
        const bound = of('becameBound').filter(({ party, seq }) => party === began.party && seq < began.seq);
        expect(tickOf(began)).toBe(tickOf(bound.at(-1)!) + 2);
        if (tickOf(bound.at(-1)!) > force) late++;
      }
    }
    expect(late).toBeGreaterThan(3);
  });
});

describe('a report', () => {
  it.each([0, 1, 3, 5, 12])('comes %s months after the period that it is about', async (latency) => {
    const scenario = await keptTreaty({ world: { compliance: { latency } } });
    const { of, tickOf, play } = playOut(scenario, 1);
    const force = tickOf(of('enteredIntoForce')[0]!);
    const months = [...new Set(of('reported').map((event) => tickOf(event) - force))];
    const all = Array.from({ length: 20 }, (_, period) => 3 * (period + 1) + latency);
    expect(months).toEqual(all.filter((month) => month + force <= 60));
    // Twenty states in every one of them: nothing is lost on the way.
    expect(of('reported')).toHaveLength(20 * months.length);
    // What is counted is what happened, reported or not.
    const counted = play.run.i32['compliance.count']!.reduce((sum, value) => sum + value, 0);
    expect(counted).toBe(20 * Math.floor((60 - force) / 3));
  });

  it('says the same of the first period, however late it comes', async () => {
    const first = async (latency: number): Promise<string[]> => {
      const { of } = playOut(await keptTreaty({ world: { compliance: { latency } } }), 3);
      const seen = of('reported').slice(0, 20);
      return seen.map(({ party, complies, able }) => `${party} ${complies} ${able}`);
    };
    expect(await first(6)).toEqual(await first(0));
  });

  it('of a defection sanctions the party in the month it comes, and not before', async () => {
    const scenario = await keptTreaty({ world: { compliance: { latency: 5 } } });
    let found = 0;
    for (const seed of seeds) {
      const { of } = playOut(scenario, seed);
      for (const { party, round, seq } of of('detected')) {
        const charts = of('stateChanged').filter((event) => event.party === party && event.round === round);
        const before = of('stateChanged').filter(
          (event) => event.party === party && event.seq < (charts[0]?.seq ?? 0),
        );
        if (before.at(-1)?.configuration.includes('sanctioned') !== false) continue;
        expect(charts.some(({ configuration }) => configuration.includes('sanctioned'))).toBe(true);
        expect(seq).toBeGreaterThan(charts[0]!.seq);
        found++;
      }
    }
    expect(found).toBeGreaterThan(20);
  });
});

describe('a party that could not comply', () => {
  const asked = (more: object = {}) =>
    keptTreaty({
      depth: 16,
      world: { compliance: { latency: 3, selfReport: 'asked', falseAlarm: 0, ...more } },
    });

  it('tells so itself, or not; then an audit finds it, or it looks like compliance', async () => {
    const scenario = await asked({ transparency: 0.3, punishment: 0.6, candour: 0.3 });
    let [told, found, hidden] = [0, 0, 0];
    for (const seed of seeds) {
      const { of, play } = playOut(scenario, seed);
      const kept = play.run.i32['compliance.count']!;
      const seen = play.run.i32['compliance.seen']!;
      for (const state of scenario.states) {
        const party = scenario.partyIds[state]!;
        const mine = <T extends { readonly party: string }>(list: readonly T[]) =>
          list.filter((event) => event.party === party);
        told += mine(of('failureReported')).length;
        found += mine(of('concealmentFound')).length;
        // What the reports count as “could not” is what was told, was found, or was seen under sanction.
        expect(seen[state * 3 + 1]).toBe(mine(of('reported')).filter(({ able }) => !able).length);
        expect(seen[state * 3 + 1]!).toBeLessThanOrEqual(kept[state * 3 + 1]!);
        hidden += kept[state * 3 + 1]! - seen[state * 3 + 1]!;
      }
      const acts = of('actSeen');
      const count = (act: string) => acts.filter((event) => event.act === act).length;
      expect(count('concealment')).toBe(of('concealmentFound').length);
      // Candour and failures seen under sanction are told at once.
      expect(count('transparency')).toBeGreaterThanOrEqual(of('failureReported').length);
    }
    for (const number of [told, found, hidden]) expect(number).toBeGreaterThan(20);
  });

  it('tells as often as what it risks says, against what telling costs', async () => {
    for (const candour of [0, 0.3]) {
      const scenario = await asked({ candour });
      const tally = { n: 0, expected: 0, variance: 0, told: 0 };
      for (const seed of [...seeds, 7, 8, 9, 10]) {
        const { events } = playOut(scenario, seed);
        let [loss, fee] = [Number.NaN, Number.NaN];
        for (const event of events) {
          if (event.kind === 'reasoned' && event.reason === 'loss') loss = event.value;
          if (event.kind === 'reasoned' && event.reason === 'fee') fee = event.value;
          const isAnswer = event.kind === 'failureReported' || event.kind === 'declined';
          if (!isAnswer || Number.isNaN(fee)) continue;
          expect(fee).toBe(candour);
          const chance = sigma(10 * (loss - fee));
          tally.n++;
          tally.expected += chance;
          tally.variance += chance * (1 - chance);
          if (event.kind === 'failureReported') tally.told++;
          fee = Number.NaN;
        }
      }
      expect(tally.n).toBeGreaterThan(150);
      expect(Math.abs(tally.told - tally.expected)).toBeLessThan(4 * Math.sqrt(tally.variance));
    }
  });

  it('that is found to hide it is sanctioned; one that tells is not', async () => {
    const scenario = await asked({ transparency: 1, audits: 8 });
    const silent = playWith(scenario, 2, ['s00'], (question) =>
      question === 'report' ? { reports: false } : undefined,
    );
    const open = playWith(scenario, 2, ['s00'], (question) =>
      question === 'report' ? { reports: true } : undefined,
    );
    const of = (run: typeof silent, kind: 'concealmentFound' | 'failureReported') =>
      run.of(kind).filter(({ party }) => party === 's00');
    expect(of(silent, 'concealmentFound').length).toBeGreaterThan(0);
    expect(of(silent, 'failureReported')).toEqual([]);
    expect(of(open, 'concealmentFound')).toEqual([]);
    expect(of(open, 'failureReported').length).toBeGreaterThan(2);
    const after = silent.of('stateChanged').find(({ party, seq }) => {
      return party === 's00' && seq > of(silent, 'concealmentFound')[0]!.seq - 4;
    });
    expect(after?.configuration).toContain('inForce.sanctioned');
  });

  it('is trusted more when it tells than when it is found', async () => {
    const scenario = await asked({ transparency: 1, audits: 8 });
    const trustIn = (reports: boolean): number => {
      const { play } = playWith(scenario, 2, ['s00'], (question) =>
        question === 'report' ? { reports } : question === 'comply' ? { complies: true } : undefined,
      );
      const [observer, actor] = ['s01', 's00'].map((id) => scenario.partyIds.indexOf(id));
      return play.run.f64['trust.value']![observer! * scenario.partyCount + actor!]!;
    };
    expect(trustIn(true)).toBeGreaterThan(trustIn(false));
  });
});

describe('compliance of all states', () => {
  it('is the mean chance to be willing and able, bound or not, and needs no member to be so', async () => {
    // Half of the states gain nothing from it and stay outside.
    const scenario = await keptTreaty({
      states: 10,
      ticks: 16,
      party: (place) => (place < 0.5 ? { benefit: 0, cost: 1, ideal: { duty: 0, fund: 0.5 } } : {}),
      world: { compliance: { reciprocity: 0 } },
      rules: { decision: [{ rule: 'affirmative-votes', votes: 3 }], entryIntoForce: { parties: 3 } },
    });
    const { play } = playOut(scenario, 1);
    const { run } = play;
    const bound = scenario.states.filter((party) => run.i32['treaty.boundTick']![party]! >= 0);
    expect(bound.length).toBeGreaterThan(2);
    expect(bound.length).toBeLessThan(10);
    const depth = run.i32['text.option']![scenario.issueIds.indexOf('duty')]! / 20;
    let expected = 0;
    for (const party of scenario.states) {
      const patience = scenario.patience[party]!;
      const caught = 0.15 + 0.75 * 0.6;
      const loss = caught * (0.3 + Math.min(0.4, (0.03 * patience) / (1 - patience)));
      const readiness = scenario.readiness[party]!;
      const gain = scenario.cost[party]! * (1 + 0.6 * (1 - readiness)) * depth;
      expected += sigma(10 * (loss - gain)) * sigma((readiness - 0.15 - 0.35 * depth) / 0.08);
    }
    const [runs] = [samples(scenario, 1)];
    expect(meanOf(runs, 'complianceFixed')).toBeCloseTo(expected / 10, 9);
  });

  it('and what is kept counts those outside as keeping nothing', async () => {
    const scenario = await keptTreaty({ ticks: 24 });
    const { play, of } = playOut(scenario, 4);
    const periods = play.run.i32['compliance.periods']![0]!;
    const counts = play.run.i32['compliance.count']!;
    let kept = 0;
    for (const party of scenario.states) kept += counts[party * 3]! * 0.05 * 0.5;
    expect(of('reported').length).toBe(periods * 20);
    expect(meanOf(samples(scenario, 4).slice(3), 'effectivenessFixed')).toBeCloseTo(kept / periods, 9);
  });
});

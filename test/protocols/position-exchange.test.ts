import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionExchangeRulings } from '../../engine/protocols/rulings/position-exchange.ts';
import { checkRulings, playTalks, type Talks, talks, tiny } from './talks.ts';

const protocol = 'position-exchange';

// Printed by reference.py beside this file, which computes with exact fractions.
const reference = {
  compromise: { audits: 0.5792576419213974, funds: 0.5996784565916399, reports: 0.6156626506024097 },
  candidates: [12, 12],
  exchanges: [
    [['birch', 'funds', 0.35868163859430235], ['cedar', 'audits', 0.8], 0.029868995633187772],
    [['birch', 'reports', 0.9], ['ash', 'audits', 0.7736658634538153], 0.027759036144578312],
    [['cedar', 'reports', 0.3637299035369775], ['dune', 'funds', 0.9], 0.018752411575562702],
    [['ash', 'funds', 0.3253300796301053], ['birch', 'audits', 0.7042857142857143], 0.004130490624197277],
    [['cedar', 'reports', 0.2], ['birch', 'funds', 0.4168115342703008], 0.00043478803988181874],
    [['dune', 'reports', 0.10311577441998411], ['ash', 'funds', 0.3], 4.072360069148765e-5],
  ],
} as const;

interface Trade {
  readonly round: number;
  readonly sides: [string, string, number][];
  readonly gains: number[];
}

/** The exchanges of a run: who moved where on what, and what each gained. */
function tradesOf({ events }: Talks): Trade[] {
  const trades: Trade[] = [];
  for (const event of events) {
    const last = trades.at(-1);
    if (event.kind === 'exchanged') trades.push({ round: event.round, sides: [], gains: [] });
    else if (event.kind === 'exchangeGained') last!.gains.push(event.value);
    else if (event.kind === 'positionMoved') last!.sides.push([event.party, event.issue, event.value]);
  }
  return trades;
}

/** The last compromise that the events tell of an issue. */
function compromiseOf({ all }: Talks, issue: string): number {
  return all('compromised')
    .filter((event) => event.issue === issue)
    .at(-1)!.value;
}

const set = (party: string, key: string, values: Record<string, number>) =>
  Object.entries(values).map(([issue, value]) => `parties.${party}.${key}.${issue}=${value}`);

describe('position exchange', () => {
  it('starts from the compromise that independent code finds', async () => {
    const { events } = await talks(protocol);
    const first = events.filter((event) => event.kind === 'compromised').slice(0, 3);
    for (const { issue, value } of first) {
      expect(value).toBeCloseTo(reference.compromise[issue as keyof typeof reference.compromise], 14);
    }
    expect(first.map(({ issue }) => issue)).toEqual(['audits', 'funds', 'reports']);
  });

  it('makes the exchanges that independent code makes, one a round', async () => {
    const run = await talks(protocol);
    const trades = tradesOf(run);
    expect([...run.play.run.i32['position-exchange.candidates']!]).toEqual(reference.candidates);
    expect(trades).toHaveLength(reference.exchanges.length);
    reference.exchanges.forEach(([first, second, gain], index) => {
      const trade = trades[index]!;
      expect(trade.round).toBe(index);
      expect(trade.sides.map(([party, issue]) => `${party} ${issue}`)).toEqual([
        `${first[0]} ${first[1]}`,
        `${second[0]} ${second[1]}`,
      ]);
      expect(trade.sides[0]![2]).toBeCloseTo(first[2], 12);
      expect(trade.sides[1]![2]).toBeCloseTo(second[2], 12);
      for (const own of trade.gains) expect(own).toBeCloseTo(gain, 12);
    });
  });

  it('keeps the outcome the weighted mean of the positions', async () => {
    const run = await talks(protocol);
    const { scenario, play } = run;
    const position = play.run.f64['position-exchange.position']!;
    scenario.issueIds.forEach((issue, k) => {
      let [sum, total] = [0, 0];
      for (let i = 0; i < scenario.partyCount; i++) {
        const at = i * scenario.issueCount + k;
        const weight = scenario.capability[i]! * scenario.stake[i]! * scenario.salience[at]!;
        sum += weight * position[at]!;
        total += weight;
      }
      expect(compromiseOf(run, issue)).toBeCloseTo(sum / total, 12);
    });
  });

  it('changes the text when it is turned on, and draws nothing', async () => {
    const on = await talks(protocol, { seed: 5 });
    const off = await talks(protocol, { seed: 5, sets: ['phases.trade.with.exchanges=false'] });
    expect(tradesOf(off)).toEqual([]);
    expect(on.metric('depth')).not.toBe(off.metric('depth'));
    const other = await talks(protocol, { seed: 6 });
    expect(other.events).toEqual(on.events);
  });

  it('moves a party one way only on an issue, and never past the ideal points of the others', async () => {
    const parties = ['ash', 'birch', 'cedar', 'dune'];
    const issues = ['audits', 'funds', 'reports'];
    const places = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(places, async (drawn) => {
        const ideal = (party: number, issue: number) => drawn[party * 3 + issue]! / 100;
        const sets = parties.flatMap((id, i) =>
          issues.map((issue, k) => `parties.${id}.ideal.${issue}=${ideal(i, k)}`),
        );
        const run = await talks(protocol, { sets });
        parties.forEach((id, i) => {
          issues.forEach((issue, k) => {
            const moves = run
              .all('positionMoved')
              .filter((move) => move.party === id && move.issue === issue);
            const stops = [ideal(i, k), ...moves.map(({ value }) => value)];
            const ways = stops.slice(1).map((to, index) => Math.sign(to - stops[index]!));
            expect(new Set(ways).size).toBeLessThanOrEqual(1);
            const all = parties.map((_, other) => ideal(other, k));
            expect(stops.at(-1)).toBeGreaterThanOrEqual(Math.min(...all) - 1e-9);
            expect(stops.at(-1)).toBeLessThanOrEqual(Math.max(...all) + 1e-9);
          });
        });
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it('does not change when every capability is doubled', async () => {
    const scenario = await tiny(protocol);
    const trades = tradesOf(playTalks(scenario));
    const { file } = scenario;
    const factors = ['ash', 'birch', 'cedar', 'dune'].map(
      (id) => `parties.${id}.capability=${file.parties.find((party) => party.id === id)!.capability * 2}`,
    );
    const scaled = tradesOf(await talks(protocol, { sets: factors }));
    expect(scaled.length).toBe(trades.length);
    scaled.forEach((trade, index) => {
      trade.sides.forEach(([party, issue, to], side) => {
        expect([party, issue]).toEqual(trades[index]!.sides[side]!.slice(0, 2));
        expect(to).toBeCloseTo(trades[index]!.sides[side]![2], 12);
      });
    });
  });
});

describe('rulings on position exchange', () => {
  checkRulings(positionExchangeRulings, {
    'Two parties stand on opposite sides of the compromise on two issues and weigh them differently.':
      async () => {
        const { all } = await talks(protocol);
        const { party, with: other, gives, gets } = all('exchanged')[0]!;
        const { file } = await tiny(protocol);
        const salience = (id: string, issue: string) =>
          file.parties.find((candidate) => candidate.id === id)!.salience[issue]!;
        expect(salience(party, gives) / salience(party, gets)).toBeLessThan(
          salience(other, gives) / salience(other, gets),
        );
      },
    'Two parties stand on the same side of the compromise on one of the issues.': async () => {
      // Everybody wants the same audits, so nobody trades them.
      const sets = ['ash', 'birch', 'cedar', 'dune'].flatMap((id) => set(id, 'ideal', { audits: 0.5 }));
      const { all } = await talks(protocol, { sets });
      expect(all('exchanged').length).toBeGreaterThan(0);
      for (const { gives, gets } of all('exchanged')) expect([gives, gets]).not.toContain('audits');
    },
    'Two opposed parties weigh two issues in the same proportion.': async () => {
      const even = { audits: 0.4, funds: 0.2, reports: 0.4 };
      const sets = ['ash', 'birch', 'cedar', 'dune'].flatMap((id) => set(id, 'salience', even));
      const run = await talks(protocol, { sets });
      expect(run.play.run.i32['position-exchange.candidates']![0]).toBeGreaterThan(0);
      expect(tradesOf(run)).toEqual([]);
    },
    'A trade is made.': async () => {
      const trades = tradesOf(await talks(protocol));
      expect(trades.length).toBeGreaterThan(0);
      for (const { gains } of trades) expect(gains[0]).toBe(gains[1]);
    },
    'Several trades are possible.': async () => {
      const trades = tradesOf(await talks(protocol));
      const gains = trades.map((trade) => trade.gains[0]!);
      expect(gains).toEqual([...gains].sort((a, b) => b - a));
      expect(trades.map(({ round }) => round)).toEqual([0, 1, 2, 3, 4, 5]);
    },
    'A party has moved and trades again on the same issue.': async () => {
      const run = await talks(protocol);
      const moves = tradesOf(run).flatMap(({ sides }) => sides);
      const ideal = new Map(run.scenario.file.parties.map(({ id, ideal: of }) => [id, of]));
      const again = moves.filter(([party, issue], index) =>
        moves.slice(0, index).some(([p, k]) => p === party && k === issue),
      );
      expect(again.map(([party, issue]) => `${party} ${issue}`)).toEqual([
        'cedar reports',
        'birch funds',
        'ash funds',
      ]);
      for (const [party, issue] of again) {
        const start = ideal.get(party)![issue]!;
        const places = [start, ...moves.filter(([p, k]) => p === party && k === issue).map(([, , to]) => to)];
        const ways = places.slice(1).map((to, index) => Math.sign(to - places[index]!));
        expect(new Set(ways).size).toBe(1);
      }
      // The last stop is the other’s ideal point, though that party has moved far away from it.
      expect(moves).toContainEqual(['cedar', 'reports', expect.closeTo(0.2, 12)]);
      expect(ideal.get('birch')!['reports']).toBe(0.2);
      expect(moves).toContainEqual(['birch', 'reports', expect.closeTo(0.9, 12)]);
    },
    'A trade would carry the outcome beyond what the receiver wants.': async () => {
      const run = await talks(protocol);
      const { scenario, play } = run;
      const bought = play.run.f64['position-exchange.bought']!;
      const start = play.run.f64['position-exchange.start']!;
      let stopped = 0;
      for (let at = 0; at < bought.length; at++) {
        if (bought[at] === 0) continue;
        const k = at % scenario.issueCount;
        const left = (scenario.ideal[at]! - start[k]! - bought[at]!) * Math.sign(bought[at]!);
        expect(left).toBeGreaterThanOrEqual(-1e-12);
        if (left < 1e-9) stopped++;
      }
      expect(stopped).toBeGreaterThan(0);
    },
    'No trade gives anybody the least gain.': async () => {
      const run = await talks(protocol, { sets: ['phases.trade.with.leastGain=0.005'] });
      expect(tradesOf(run)).toHaveLength(3);
      const { scenario, play } = run;
      scenario.issueIds.forEach((issue, k) => {
        const option = play.run.i32['text.option']![k]!;
        const places = scenario.file.issues[k]!.options.map(
          (_, o) => scenario.position[k * scenario.stride + o]!,
        );
        const distance = places.map((place) => Math.abs(place - compromiseOf(run, issue)));
        expect(distance[option]).toBe(Math.min(...distance));
      });
    },
    'A party has no salience or no capability on an issue.': async () => {
      const sets = [
        ...set('dune', 'salience', { audits: 0.5, funds: 0, reports: 0.5 }),
        'parties.cedar.capability=0',
      ];
      const run = await talks(protocol, { sets });
      const parties = run.scenario.file.parties.filter(({ id }) => ['ash', 'birch'].includes(id));
      let [sum, total] = [0, 0];
      for (const { capability, stake, salience, ideal } of parties) {
        sum += capability * stake * salience['funds']! * ideal['funds']!;
        total += capability * stake * salience['funds']!;
      }
      const first = run.all('compromised').find((event) => event.issue === 'funds')!;
      expect(first.value).toBeCloseTo(sum / total, 12);
      const moved = run.all('positionMoved').map(({ party, issue }) => `${party} ${issue}`);
      expect(moved.length).toBeGreaterThan(0);
      expect(moved).not.toContain('dune funds');
      for (const move of moved) expect(move).not.toMatch(/^cedar/);
    },
  });
});

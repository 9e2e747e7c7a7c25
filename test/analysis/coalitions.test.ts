import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type StableCoalitions, stableCoalitions } from '../../engine/analysis/coalitions/analyse.ts';
import {
  freeRiders,
  gainFromBeingIn,
  joiners,
  leavers,
  type MembershipGame,
  payoff,
  stabilitySurplus,
} from '../../engine/analysis/coalitions/membership.ts';
import {
  asMembershipGame,
  barrett1994,
  linearBenefit,
  type PublicGood,
  provision,
  publicGoodGame,
} from '../../engine/analysis/coalitions/public-good.ts';
import {
  coalitionSizes,
  farsightedSizes,
  largestStableSize,
} from '../../engine/analysis/coalitions/symmetric.ts';

// ---- players that are all alike

/** The largest value of a function with one peak on [0, 400]. */
function peak(value: (x: number) => number): number {
  let [low, high] = [0, 400];
  for (let step = 0; step < 200; step++) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (value(a) < value(b)) low = a;
    else high = b;
  }
  return (low + high) / 2;
}

/** What outsiders provide in answer to the members, by letting each choose its best until nobody moves. */
function answerOf(good: PublicGood, members: number, outsiders: number): number {
  const best = (others: number) =>
    Math.max(0, (good.benefit - good.saturation * others) / (good.cost + good.saturation));
  let own = 0;
  for (let step = 0; step < 5000; step++) own += 0.1 * (best(members + (outsiders - 1) * own) - own);
  return own;
}

function joint(good: PublicGood, size: number, own: number, total: number): number {
  const each = good.benefit * total - (good.saturation * total ** 2) / 2 - (good.cost * own ** 2) / 2;
  return size * each;
}

describe('a public good', () => {
  const goods: [string, PublicGood, number][] = [
    ['Barrett, few members', barrett1994(10, 100, 1, 0.25), 3],
    ['Barrett, many members', barrett1994(10, 100, 1, 1), 8],
    ['all at the same time', { ...barrett1994(6, 50, 2, 1), membersLead: false }, 4],
    ['linear benefit', linearBenefit(7, 1, 1), 3],
  ];
  test.each(goods)('is provided as best responses say: %s', (_name, good, size) => {
    const outsiders = good.players - size;
    let own = 0;
    if (good.membersLead) {
      own = peak((q) => joint(good, size, q, size * q + outsiders * answerOf(good, size * q, outsiders)));
    } else {
      let other = 0;
      for (let step = 0; step < 400; step++) {
        const given = other;
        own += 0.3 * (peak((q) => joint(good, size, q, size * q + outsiders * given)) - own);
        other = answerOf(good, size * own, outsiders);
      }
    }
    const found = provision(good, size);
    expect(found.member).toBeCloseTo(own, 5);
    expect(found.outsider).toBeCloseTo(answerOf(good, size * found.member, outsiders), 6);
    expect(found.total).toBeCloseTo(size * found.member + outsiders * found.outsider, 9);
  });

  test('Barrett 1994: many members only where cooperation gains little', () => {
    const stable = (players: number, c: number): number | undefined =>
      largestStableSize(publicGoodGame(barrett1994(players, 100, 1, c)));
    expect([0.01, 0.05, 0.1, 0.25, 0.5, 1, 10].map((c) => stable(10, c))).toEqual([10, 8, 6, 4, 3, 3, 2]);
    expect([0.01, 0.1, 1, 100].map((c) => stable(100, c))).toEqual([51, 11, 3, 2]);
    const sizes = coalitionSizes(publicGoodGame(barrett1994(10, 100, 1, 0.25)));
    expect(sizes.filter(({ isStable }) => isStable).map(({ size }) => size)).toEqual([4]);
    // At the stable size nobody gains by leaving; one more member would.
    expect(sizes[4].freeRiding).toBeLessThan(0);
    expect(sizes[5].freeRiding).toBeGreaterThan(0);
  });

  test('with a linear benefit no more than three stay, however many there are', () => {
    for (const players of [3, 4, 5, 10, 50, 200]) {
      expect(largestStableSize(publicGoodGame(linearBenefit(players, 1, 1))), `${players}`).toBe(3);
      expect(largestStableSize(publicGoodGame(linearBenefit(players, 3, 0.7))), `${players}`).toBe(3);
    }
  });

  test('with foresight the sizes of the linear benefit are those with (k − 1)² ≥ 2k′(k′ − 1)', () => {
    const expected = [0, 1];
    for (let k = 2; k <= 60; k++) {
      const below = expected.at(-1)!;
      if ((k - 1) ** 2 >= 2 * below * (below - 1)) expected.push(k);
    }
    expect(farsightedSizes(publicGoodGame(linearBenefit(60, 1, 1)))).toEqual(expected);
    expect(expected.slice(0, 7)).toEqual([0, 1, 2, 3, 5, 8, 12]);
  });

  test('told apart, its players form a stable coalition for each way to choose four of ten', () => {
    const report = stableCoalitions(asMembershipGame(publicGoodGame(barrett1994(10, 100, 1, 0.25))));
    expect(report).toMatchObject({ exact: true, count: 210 });
    expect(report.largest).toMatchObject({ size: 4, atMost: 4 });
    // All who are alike gain nothing from paying one another: what holds four together holds no more.
    expect(report.largestWithPayments.size).toBe(4);
  });
});

// ---- players that differ

/** A game by a table of payoffs: by the bits of the coalition and the player. */
function tableGame(players: number, table: readonly number[], least: number): MembershipGame {
  const at = (player: number, members: Uint8Array): number => {
    let bits = 0;
    members.forEach((is, other) => {
      bits |= is << other;
    });
    return table[(bits * players + player) % table.length];
  };
  return {
    players,
    inside: at,
    outside: at,
    none: (player) => table[player] / 2,
    isInEffect: (members) => members.reduce((sum, is) => sum + is, 0) >= least,
  };
}

const tableGames = fc
  .record({
    players: fc.integer({ min: 1, max: 6 }),
    table: fc.array(fc.integer({ min: -4, max: 8 }), { minLength: 389, maxLength: 389 }),
    least: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ players, table, least }) => tableGame(players, table, least));

/** All coalitions, by counting. */
function everyMask(players: number): Uint8Array[] {
  return Array.from({ length: 2 ** players }, (_, bits) =>
    Uint8Array.from({ length: players }, (__, player) => Math.floor(bits / 2 ** player) % 2),
  );
}

/** The same coalition with one player moved. */
function moved(members: Uint8Array, player: number): Uint8Array {
  return members.map((is, other) => (other === player ? 1 - is : is));
}

/** By the definition alone: nobody is better off for moving alone. */
function isStableByDefinition(game: MembershipGame, members: Uint8Array): boolean {
  return [...members.keys()].every(
    (player) => payoff(game, player, moved(members, player)) <= payoff(game, player, members) + 1e-9,
  );
}

/** By the definition alone: members have together what each would have by leaving. */
function canShare(game: MembershipGame, members: Uint8Array): boolean {
  let left = 0;
  members.forEach((is, player) => {
    if (is === 1) left += payoff(game, player, members) - payoff(game, player, moved(members, player));
  });
  return left >= -1e-9;
}

const size = (members: Uint8Array): number => members.reduce((sum, is) => sum + is, 0);
const names = (list: readonly Uint8Array[]): string[] => list.map((members) => members.join('')).sort();

describe('stable coalitions', () => {
  test('are those of the definition, and all of them', () => {
    fc.assert(
      fc.property(tableGames, (game) => {
        const inEffect = everyMask(game.players).filter((members) => game.isInEffect!(members));
        const stable = inEffect.filter((members) => isStableByDefinition(game, members));
        const report = stableCoalitions(game);
        expect(report.exact).toBe(true);
        expect(report.count).toBe(stable.length);
        if (stable.length <= 20) expect(names(report.stable)).toEqual(names(stable));
        const largest = Math.max(0, ...stable.map(size));
        expect(report.largest.size).toBe(largest);
        const shareable = inEffect.filter((members) => canShare(game, members)).map(size);
        expect(report.largestWithPayments.size).toBe(Math.max(0, ...shareable));
        // Whoever would leave needs no more than nothing: payments hold together what holds by itself.
        expect(report.largestWithPayments.size).toBeGreaterThanOrEqual(largest);
      }),
      { numRuns: 300 },
    );
  });

  test('are lists of those who move, free riders and gains that leave the coalition as it was', () => {
    fc.assert(
      fc.property(tableGames, fc.nat(63), (game, at) => {
        const masks = everyMask(game.players);
        const members = masks[at % masks.length];
        const before = members.slice();
        const gain = (player: number) =>
          payoff(game, player, moved(members, player)) - payoff(game, player, members);
        const movers = [...members.keys()].filter((player) => gain(player) > 1e-9);
        expect([...leavers(game, members), ...joiners(game, members)].sort()).toEqual(movers);
        expect(stabilitySurplus(game, members) >= -1e-9).toBe(canShare(game, members));
        const riders = [...members.keys()].filter((player) => {
          if (members[player] === 1 || !game.isInEffect!(members)) return false;
          const joined = payoff(game, player, moved(members, player));
          return joined >= game.none!(player) && payoff(game, player, members) > joined;
        });
        expect(freeRiders(game, members)).toEqual(riders);
        gainFromBeingIn(game, 0, members);
        expect(members).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  test('are the same beside a dummy, who is in or out', () => {
    fc.assert(
      fc.property(tableGames, (game) => {
        const seen = (members: Uint8Array) => members.slice(0, game.players);
        const withDummy: MembershipGame = {
          players: game.players + 1,
          inside: (player, members) => (player < game.players ? game.inside(player, seen(members)) : 1),
          outside: (player, members) => (player < game.players ? game.outside(player, seen(members)) : 1),
          none: (player) => (player < game.players ? game.none!(player) : 1),
          isInEffect: (members) => game.isInEffect!(seen(members)),
        };
        const [plain, more] = [stableCoalitions(game), stableCoalitions(withDummy)];
        expect(more.count).toBe(2 * plain.count);
        if (plain.count > 0) expect(more.largest.size).toBe(plain.largest.size + 1);
        expect(more.largestWithPayments.size).toBe(
          plain.largestWithPayments.members === undefined ? 0 : plain.largestWithPayments.size + 1,
        );
      }),
      { numRuns: 100 },
    );
  });
});

/** A game in which whoever is in helps the others who are in: large weights, and costs that differ. */
const complements = fc
  .record({
    players: fc.integer({ min: 2, max: 8 }),
    helps: fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 64, maxLength: 64 }),
    costs: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 8, maxLength: 8 }),
    spill: fc.integer({ min: 0, max: 10 }),
  })
  .map(({ players, helps, costs, spill }): MembershipGame => {
    const help = (player: number, members: Uint8Array): number => {
      let sum = 0;
      members.forEach((is, other) => {
        if (is === 1 && other !== player) sum += helps[player * 8 + other];
      });
      return sum;
    };
    const all = new Uint8Array(players).fill(1);
    return {
      players,
      inside: (player, members) => help(player, members) - costs[player],
      outside: (player, members) => (spill / 10) * help(player, members),
      mostGain: (player) => help(player, all) - costs[player],
    };
  });

describe('a search, where there are too many to go through', () => {
  const searched = (game: MembershipGame): StableCoalitions => stableCoalitions(game, 0);

  test('finds what is stable, and its bounds hold', () => {
    fc.assert(
      fc.property(tableGames, (game) => {
        const [exact, found] = [stableCoalitions(game), searched(game)];
        expect(found.exact).toBe(false);
        expect(found.count).toBeLessThanOrEqual(exact.count);
        for (const members of found.stable) expect(isStableByDefinition(game, members)).toBe(true);
        for (const key of ['largest', 'largestWithPayments'] as const) {
          expect(found[key].size).toBeLessThanOrEqual(exact[key].size);
          expect(found[key].atMost).toBeGreaterThanOrEqual(exact[key].size);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('finds the largest where members help one another', () => {
    fc.assert(
      fc.property(complements, (game) => {
        const [exact, found] = [stableCoalitions(game), searched(game)];
        expect(found.largest.size).toBe(exact.largest.size);
        for (const key of ['largest', 'largestWithPayments'] as const) {
          expect(found[key].atMost).toBeGreaterThanOrEqual(exact[key].size);
          expect(found[key].size).toBeLessThanOrEqual(exact[key].size);
        }
      }),
      { numRuns: 200 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../engine/calendar.ts';
import {
  type Deposit,
  entryIntoForce,
  explainThresholds,
  meetsThresholds,
  standing,
} from '../../engine/rules/entry-into-force.ts';
import { bodyOf } from '../../engine/scenario/body.ts';
import { type ForceRule, normalForce } from '../../engine/scenario/normal-force.ts';
import type { RuleContext } from '../../engine/scenario/normal-rule.ts';
import { forceSchema } from '../../engine/scenario/rule-schema.ts';
import { parisParties } from '../../server/validate/data/paris-parties.ts';

const day = (text: string): number => parseDay(text) as number;

/** A rule of six parties a to f; the first three are the zone, weights fall, one table. */
function ruleOf(file: object): ForceRule {
  const read = bodyOf({
    id: 'six',
    title: 'Six',
    parties: ['a', 'b', 'c', 'd', 'e', 'f'],
    groups: [
      { id: 'zone', title: 'the zone', members: ['a', 'b', 'c'] },
      { id: 'union', title: 'the union', members: ['f'] },
    ],
    tables: [
      {
        id: 'size',
        title: 'size',
        unit: 'units',
        values: { a: 50, b: 20, c: 10, d: 10, e: 10, f: 60 },
      },
    ],
    entryIntoForce: { parties: 2, ...file },
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value.entryIntoForce as ForceRule;
}

/** Deposits as `a 2025-01-01`. */
const deposits = (...texts: string[]): Deposit[] =>
  texts.map((text) => {
    const [id, from, to] = text.split(' ') as [string, string, string | undefined];
    const made = { party: 'abcdef'.indexOf(id), day: day(from) };
    return to === undefined ? made : { ...made, endsDay: day(to) };
  });

function dates(file: object, ...texts: string[]) {
  const force = entryIntoForce(ruleOf(file), deposits(...texts));
  const show = (number: number | undefined) => (number === undefined ? '-' : formatDay(number));
  return [show(force.thresholdMetDay), show(force.inForceDay), ...force.boundDays.map(show)];
}

describe('thresholds', () => {
  // A body of four whose last member has no vote, as scenarios have observers.
  const context: RuleContext = {
    partyCount: 4,
    states: Int32Array.of(0, 1, 2),
    weight: Float64Array.of(0.5, 0.3, 0.2, 0),
    groups: [],
    tables: [],
  };
  const rule = (parties: number, weight: number) =>
    normalForce(forceSchema.parse({ parties, weight }), Uint8Array.of(1, 1, 1, 0), context);
  const ticks = (...values: number[]) => Int32Array.from(values);

  it.each([
    ['enough parties', 2, 0, ticks(3, -1, 5, -1), true],
    ['too few', 2, 0, ticks(-1, -1, 5, -1), false],
    ['enough parties, too little weight', 2, 0.55, ticks(-1, 4, 5, -1), false],
    ['weight met to the last decimal', 2, 0.5, ticks(-1, 4, 5, -1), true],
    ['a party without a vote does not count', 2, 0, ticks(4, -1, -1, 4), false],
  ] as const)('%s', (_name, parties, weight, ratified, inForce) => {
    expect(meetsThresholds(rule(parties, weight), ratified)).toBe(inForce);
  });

  it.each([
    ['a share of a table', { shareOf: { table: 'size', total: 100, minShare: 0.7 } }, 'ab', 'ac'],
    ['some of a group', { subsetMin: [{ group: 'zone', n: 2 }] }, 'ab', 'ad'],
    ['all of a group', { all: 'zone' }, 'abc', 'abde'],
    ['only a group counts', { countScope: 'zone' }, 'ab', 'ade'],
    ['an organisation does not count beside its members', { organisations: 'union' }, 'ab', 'af'],
    ['unless the rule has it so', { organisations: 'union', reioCounts: true }, 'af', 'a'],
  ] as const)('%s', (_name, file, enough, short) => {
    const on = (ids: string) => Int32Array.from('abcdef', (id) => (ids.includes(id) ? 1 : -1));
    expect([meetsThresholds(ruleOf(file), on(enough)), meetsThresholds(ruleOf(file), on(short))]).toEqual([
      true,
      false,
    ]);
    const told = explainThresholds(ruleOf(file), on(short));
    expect(told.some(({ met }) => !met)).toBe(true);
    for (const { have, need, met } of told) expect(met).toBe(have >= need - 1e-9);
  });

  it('rounds each share to a tenth of a per cent where the rule says so', () => {
    const shareOf = { table: 'size', total: 30_000, minShare: 0.002 };
    const held = Int32Array.of(1, 1, -1, -1, -1, -1);
    // 50 and 20 of 30,000 are 0.167 % and 0.067 %: 0.2 % and 0.1 % as published, 0.233 % exactly
    expect(
      explainThresholds(ruleOf({ shareOf: { ...shareOf, roundShares: '1dp' } }), held)[1].have,
    ).toBeCloseTo(0.003, 12);
    expect(explainThresholds(ruleOf({ shareOf }), held)[1].have).toBeCloseTo(0.0023333, 6);
  });
});

describe('dates', () => {
  it.each([
    ['at once', {}, ['2025-02-01', '2025-02-01', '2025-02-01', '2025-02-01', '2025-05-05']],
    [
      'thirty days, and as long for those who come later',
      { delay: { days: 30 } },
      ['2025-02-01', '2025-03-03', '2025-03-03', '2025-03-03', '2025-06-04'],
    ],
    [
      'late parties at once',
      { delay: { days: 30 }, lateParty: 'at-once' },
      ['2025-02-01', '2025-03-03', '2025-03-03', '2025-03-03', '2025-05-05'],
    ],
    [
      'three months and the first of the next',
      { delay: { months: 3, firstOfMonth: true } },
      ['2025-02-01', '2025-06-01', '2025-06-01', '2025-06-01', '2025-09-01'],
    ],
    [
      'not before a day',
      { delay: { days: 30 }, notBefore: '2026-01-01' },
      ['2025-02-01', '2026-01-01', '2026-01-01', '2026-01-01', '2026-01-01'],
    ],
  ] as const)('%s', (_name, file, expected) => {
    expect(dates(file, 'a 2025-01-15', 'b 2025-02-01', 'c 2025-05-05')).toEqual(expected);
  });

  it('counts a deposit no longer once it is withdrawn', () => {
    expect(dates({}, 'a 2025-01-01 2025-01-20', 'b 2025-02-01')).toEqual(['-', '-', '-', '-']);
    expect(dates({}, 'a 2025-01-01 2025-03-01', 'b 2025-02-01').slice(0, 2)).toEqual([
      '2025-02-01',
      '2025-02-01',
    ]);
  });

  // Treaty of Tlatelolco, art. 29 (formerly 28): a State may waive the conditions and is then bound at once.
  it('binds who waives the thresholds at its own deposit, and nobody else', () => {
    const file = { parties: 6, waivers: 'zone' };
    expect(dates(file, 'a 2025-01-01', 'd 2025-02-01', 'b 2025-03-01')).toEqual([
      '-',
      '2025-01-01',
      '2025-01-01',
      '-',
      '2025-03-01',
    ]);
    expect(dates({ parties: 6 }, 'a 2025-01-01', 'd 2025-02-01').slice(0, 2)).toEqual(['-', '-']);
  });
});

// UNFCCC: the European Union’s 12.10 % must not be added to its members’ shares.
it('Paris: with the Union on top of its members the share of 5 October 2016 would be 70.9 %', () => {
  const file = (reioCounts: boolean) => ({
    id: 'paris',
    title: 'Paris',
    parties: parisParties.map(({ id }) => id),
    groups: [{ id: 'organisations', title: 'organisations', members: ['euu'] }],
    tables: [
      {
        id: 'emissions',
        title: 'emissions',
        unit: 'Gg',
        values: Object.fromEntries(parisParties.map(({ id, emissions }) => [id, emissions ?? 0])),
      },
    ],
    entryIntoForce: {
      parties: 55,
      shareOf: { table: 'emissions', total: 37_168_339, minShare: 0.55 },
      organisations: 'organisations',
      reioCounts,
    },
  });
  const made = parisParties.flatMap(({ deposit }, party) =>
    deposit === undefined ? [] : [{ party, day: day(deposit) }],
  );
  const shareWith = (reioCounts: boolean): number => {
    const read = bodyOf(file(reioCounts));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const held = standing(made, day('2016-10-05'), parisParties.length);
    return explainThresholds(read.value.entryIntoForce as ForceRule, held)[1].have * 100;
  };
  expect(shareWith(false)).toBeCloseTo(58.83, 2);
  expect(shareWith(true)).toBeCloseTo(70.91, 2);
});

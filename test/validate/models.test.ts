import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Measured, ValidationRow } from '../../server/validate/row.ts';
import { compromise as compromiseRow } from '../../server/validate/rows/compromise.ts';
import { exchange } from '../../server/validate/rows/exchange.ts';
import { scholz } from '../../server/validate/rows/scholz.ts';

// The published data may not be shipped. These files have their form, and hold the invented parties of the
// tiny scenarios; what is expected of them was printed by test/protocols/reference.py.

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'plenary-validate-'));
});
afterAll(() => rmSync(dataDir, { recursive: true }));

const write = (file: string, content: unknown): void =>
  writeFileSync(path.join(dataDir, file), JSON.stringify(content));

const power = { ash: 1, birch: 0.7, cedar: 0.5, dune: 0.9 };
const held = {
  audits: { ash: [55, 0.45], birch: [80, 0.6], cedar: [10, 0.36], dune: [60, 0.36] },
  funds: { ash: [70, 0.15], birch: [10, 0.36], cedar: [90, 0.9], dune: [30, 0.09] },
  reports: { ash: [90, 0.9], birch: [20, 0.24], cedar: [70, 0.54], dune: [10, 0.45] },
} as const;
const compromise = { audits: 57.92576419213974, funds: 59.96784565916399, reports: 61.56626506024097 };

function exchangeData(gain: number): object {
  const issues = Object.entries(held).map(([issue, actors]) => [
    issue,
    {
      scale: { 0: 'none', 100: 'all' },
      actors: Object.fromEntries(
        Object.entries(actors).map(([id, [position, salience]]) => [
          id,
          { position, salience, power: power[id as keyof typeof power] },
        ]),
      ),
      predictions: { compromise_weighted_mean: compromise[issue as keyof typeof compromise] },
    },
  ]);
  return {
    actors: { ash: 'ash', birch: 'birch', cedar: 'cedar', dune: 'dune' },
    issues: Object.fromEntries(issues),
    expected: { candidates_with_positive_gain_clean_room: 12 },
    reference_trace: [
      {
        n: 1,
        i: 'cedar',
        i_supplies: 'audits',
        j: 'birch',
        j_supplies: 'funds',
        gain,
        i_to: 80,
        j_to: 35.8682,
      },
      {
        n: 2,
        i: 'birch',
        i_supplies: 'reports',
        j: 'ash',
        j_supplies: 'audits',
        gain: 2.7759,
        i_to: 90,
        j_to: 77.3666,
      },
    ],
    tolerance: { gain: 1e-4, position: 1e-3, rows: 2 },
  };
}

const challengers = [
  ['Ash', 0.7, 5.6, 0.1],
  ['Birch', 1, 14.4, 0.1],
  ['Cedar', 0.1, 2.4, 0.9],
  ['Dune', 0.8, 8, 0.1],
  ['Elm', 0.5, 0, 0.7],
] as const;

function challengeData(place: number): object {
  return {
    actors: challengers.map(([Actor, capability, position, salience]) => ({
      Actor,
      Capability: String(capability),
      Position: String(position),
      Salience: String(salience),
    })),
    expected_rounds: [
      {
        round: 0,
        mean: (16 * (0.07 * 0.35 + 0.1 * 0.9 + 0.09 * 0.15 + 0.08 * 0.5)) / 0.69,
        weighted_median: 0,
      },
      {
        round: 1,
        mean: 16 * 0.15372081296152496,
        weighted_median: 0,
        events: [
          offer(
            'Ash',
            'compromise',
            'Elm',
            -0.24641449358997114,
            0.6078097732721364,
            16 * 0.20810515633503124,
          ),
          offer('Birch', 'confrontation', 'Dune', 0.5926527314653084, 0.5989220373632724, place),
          offer('Dune', 'confrontation', 'Ash', 0.24720986631340014, 0.2477748041166498, 5.6),
        ],
      },
    ],
    tolerance: 1e-9,
  };
}

function offer(actor: string, type: string, other: string, own: number, by: number, place: number): object {
  return { actor, type, other, eu_self: own, eu_other: by, new_position: place };
}

/** What does not agree. */
async function failures(row: ValidationRow): Promise<readonly Measured[]> {
  const measured = await row.run({ dataDir });
  expect(measured.length).toBeGreaterThan(2);
  return measured.filter(({ ok }) => !ok);
}

describe('the rows of the models of bargaining', () => {
  it('agree where the published numbers are those of independent code', async () => {
    write('cop21.json', exchangeData(2.9869));
    expect(await failures(compromiseRow)).toEqual([]);
    // The number of candidates is that of the published data.
    expect((await failures(exchange)).map(({ what, measured }) => [what, measured])).toEqual([
      ['exchanges of opposed parties', 12],
    ]);
    write('scholz_emissions.json', challengeData(8));
    expect(await failures(scholz)).toEqual([]);
  });

  it('do not agree where a published number is another', async () => {
    write('cop21.json', exchangeData(2.9871));
    expect((await failures(exchange)).map(({ what }) => what)).toEqual([
      'exchanges of opposed parties',
      'row 1: gain',
      'rows 1–2: largest difference of a gain',
    ]);
    write('scholz_emissions.json', challengeData(8.000001));
    expect((await failures(scholz)).map(({ what }) => what)).toEqual([
      'offers: largest difference of an expected utility or position',
    ]);
  });

  it.each([compromiseRow, exchange, scholz])('$row names the file it needs', async (row) => {
    expect(row.needsData).toHaveLength(1);
    await expect(row.run({})).rejects.toThrow(`${row.needsData![0]} may not be shipped`);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeMetrics, createPlay, decodeEvents, metrics, type Scenario } from '../../engine/index.ts';
import { load } from './witness.ts';

// Equation 10: DeGroot with the stubbornness of Friedkin and Johnsen. Where opinion ends is the solution of a
// linear system, solved here by elimination.

/** A constituency as a scenario file has it. */
interface Public {
  readonly id: string;
  readonly weight: number;
  readonly opinion: number;
  readonly stubbornness?: number;
  readonly exposure?: number;
}

const constituencies = (of: Readonly<Record<string, readonly Public[]>>): string[] =>
  Object.entries(of).map(
    ([id, publics]) =>
      `parties.${id}.constituencies=${JSON.stringify(publics.map((one) => ({ ...one, title: one.id })))}`,
  );

/** Countries in which some publics agree and others do not. */
const divided = constituencies({
  imara: [
    { id: 'towns', weight: 0.6, opinion: 0.9, stubbornness: 0.8 },
    { id: 'uplands', weight: 0.4, opinion: 0.1, stubbornness: 0.3 },
  ],
  norland: [
    { id: 'north', weight: 0.5, opinion: 0.2 },
    { id: 'south', weight: 0.3, opinion: 0.7, stubbornness: 0 },
    { id: 'islands', weight: 0.2, opinion: 0.5, stubbornness: 1 },
  ],
});

/** Nothing but the publics moves opinion, and the run lasts long enough for them to settle. */
const alone = (stubbornness: number, crossBorder: number): string[] => [
  `world.opinion={stubbornness: ${stubbornness}, crossBorder: ${crossBorder}, pace: 0.5, treaty: 0, ` +
    'conduct: 0, campaign: 0}',
  'ticks=300',
  'phases.implementation.rounds=300',
];

/** Solves a·x = b. */
function solve(a: number[][], b: number[]): number[] {
  const n = b.length;
  const rows = a.map((row, i) => [...row, b[i]]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  return rows.map((row, k) => row[n] / row[k]);
}

/** The fixed point of equation 10, from the file: o = Z·p + (1 − Z)·W·o. */
function settled({ file }: Scenario, fallback: number, crossBorder: number): Map<string, number[]> {
  const all = file.parties
    .filter(({ kind }) => kind === 'state')
    .flatMap((party) =>
      (party.constituencies ?? [{ weight: 1, opinion: party.opinion }]).map((one) => ({
        country: party.id,
        share: one.weight,
        countryWeight: party.weight,
        opinion: one.opinion,
        hold: (one as Public).stubbornness ?? fallback,
      })),
    );
  const a = all.map((v, i) =>
    all.map((u, j) => {
      const heard =
        u.country === v.country
          ? (1 - crossBorder) * u.share
          : (crossBorder * u.countryWeight * u.share) / (1 - v.countryWeight);
      return (i === j ? 1 : 0) - (1 - v.hold) * heard;
    }),
  );
  const o = solve(
    a,
    all.map((v) => v.hold * v.opinion),
  );
  const found = new Map<string, number[]>();
  all.forEach((v, i) => {
    found.set(v.country, [...(found.get(v.country) ?? []), o[i]]);
  });
  return found;
}

const stride = 8;
const publicsOf = (
  scenario: Scenario,
  f64: Readonly<Record<string, Float64Array>>,
  id: string,
  count: number,
) => {
  const from = scenario.partyIds.indexOf(id) * stride;
  return [...f64['opinion.public'].subarray(from, from + count)];
};

describe('opinion', () => {
  it.each([
    [0.5, 0.1],
    [0.2, 0.2],
    [0.9, 0.05],
  ])('ends where Friedkin and Johnsen say, with stubbornness %d and %d of the edges abroad', async (z, c) => {
    const scenario = await load(...divided, ...alone(z, c));
    const play = createPlay(scenario, { seed: 1 });
    play.toEnd();
    const expected = settled(scenario, z, c);
    for (const [id, values] of expected) {
      publicsOf(scenario, play.run.f64, id, values.length).forEach((value, v) => {
        expect(value).toBeCloseTo(values[v], 9);
      });
    }
    // what a country thinks is the mean of its publics
    const shares = [0.6, 0.4];
    const imara = expected.get('imara') as number[];
    const mean = imara.reduce((sum, value, v) => sum + shares[v] * value, 0);
    expect(play.run.scenario.opinion[scenario.partyIds.indexOf('imara')]).toBeCloseTo(mean, 9);
  });

  it('of a stubborn public goes nowhere, and one that is not goes with the rest', async () => {
    const scenario = await load(...divided, ...alone(1, 0.1));
    const play = createPlay(scenario, { seed: 1 });
    play.toEnd();
    const [, south, islands] = publicsOf(scenario, play.run.f64, 'norland', 3);
    expect(islands).toBe(0.5);
    expect(south).not.toBeCloseTo(0.7, 2);
  });

  it('goes a share of the way in a month', async () => {
    const pace = 0.2;
    const base = `world.opinion={stubbornness: 1, pace: ${pace}, conduct: 0, campaign: 0, treaty: 0.5}`;
    const scenario = await load(
      base,
      'world.ratification=null',
      'world.trust=null',
      'phases.bargaining.with.openness=0',
    );
    const play = createPlay(scenario, { seed: 1 });
    const { run } = play;
    const party = scenario.partyIds.indexOf('imara');
    let before = Number.NaN;
    let months = 0;
    for (let step = play.advance(); step !== 'over'; step = play.advance()) {
      if (step !== 'round') continue;
      const now = run.scenario.opinion[party];
      const gain = run.textUtility(party) - run.scenario.reversionUtility[party];
      const aim = Math.min(1, scenario.opinion[party] + 0.5 * gain);
      // from the month after the gavel on, the same text is in front of the public
      if (run.i32['treaty.adoptedTick'][0] >= 0 && run.loop[3] > run.i32['treaty.adoptedTick'][0] + 1) {
        if (!Number.isNaN(before)) {
          expect(now).toBeCloseTo(before + pace * (aim - before), 2);
          months++;
        }
        before = now;
      }
    }
    expect(months).toBeGreaterThan(10);
  });

  it('is moved by campaigns by no more than their limit', async () => {
    const limit = 0.05;
    const world = (campaign: number) =>
      `world.opinion={treaty: 0, conduct: 0, campaign: ${campaign}, campaignLimit: ${limit}}`;
    // nobody without a vote is invited, and all oppose from the start
    const arms = [...divided, 'phases.identify.with.invite=states', 'phases.bargaining.with.openness=0'];
    const [quiet, loud] = [await load(...arms, world(0)), await load(...arms, world(10))];
    const [a, b] = [quiet, loud].map((scenario) => createPlay(scenario, { seed: 1 }));
    let most = 0;
    for (let step = a.advance(); step !== 'over'; step = a.advance()) {
      b.advance();
      if (step !== 'round') continue;
      for (const state of quiet.states) {
        const moved = b.run.scenario.opinion[state] - a.run.scenario.opinion[state];
        expect(moved).toBeLessThanOrEqual(1e-12);
        most = Math.max(most, -moved);
      }
    }
    expect(most).toBeLessThanOrEqual(limit + 1e-12);
    expect(most).toBeGreaterThan(0.8 * limit);
  });

  it('is told at the start, and when it has moved by two hundredths', async () => {
    const scenario = await load(...divided, 'world.opinion={}');
    const play = createPlay(scenario, { seed: 1, keepRecords: true });
    play.toEnd();
    const told = new Map<string, number[]>();
    for (const event of decodeEvents(scenario, play.recorder.records())) {
      if (event.kind === 'opinionMoved')
        told.set(event.party, [...(told.get(event.party) ?? []), event.value]);
      if (event.kind === 'constituencyMoved') {
        const key = `${event.party}/${event.constituency}`;
        told.set(key, [...(told.get(key) ?? []), event.value]);
      }
    }
    expect([...told.keys()].sort()).toEqual(
      [
        ...Array.from(scenario.states, (state) => scenario.partyIds[state]),
        ...['imara/towns', 'imara/uplands', 'norland/islands', 'norland/north', 'norland/south'],
      ].sort(),
    );
    for (const values of told.values()) {
      for (let i = 1; i < values.length; i++) {
        expect(Math.abs(values[i] - values[i - 1])).toBeGreaterThanOrEqual(0.02);
      }
    }
    expect((told.get('imara/uplands') as number[])[0]).toBe(0.1);
  });
});

describe('metrics of opinion', () => {
  const slot = (id: string) => metrics.findIndex((metric) => metric.id === id);
  const still = 'world.opinion={pace: 0}';
  const states = ['aldria', 'imara', 'meridia', 'norland', 'solenna', 'tessara'];
  const all = (opinion: number) => states.map((id) => `parties.${id}.opinion=${opinion}`);

  async function measured(...arms: string[]): Promise<{ support: number; polarisation: number }> {
    const play = createPlay(await load(still, ...arms), { seed: 1 });
    play.toEnd();
    const values = computeMetrics(play.run);
    return { support: values[slot('support')], polarisation: values[slot('polarisation')] };
  }

  it('are 0 and 1 at the ends of polarisation', async () => {
    const alike = await measured(...all(0.3));
    expect(alike.support).toBeCloseTo(0.3, 12);
    expect(alike.polarisation).toBeCloseTo(0, 12);
    const halves = [
      { id: 'for', weight: 0.5, opinion: 1 },
      { id: 'against', weight: 0.5, opinion: 0 },
    ];
    const torn = await measured(...constituencies(Object.fromEntries(states.map((id) => [id, halves]))));
    expect(torn.support).toBeCloseTo(0.5, 12);
    expect(torn.polarisation).toBeCloseTo(1, 12);
  });

  it('weigh countries and constituencies', async () => {
    const { support, polarisation } = await measured(
      ...all(0),
      ...constituencies({
        norland: [
          { id: 'a', weight: 0.25, opinion: 1 },
          { id: 'b', weight: 0.75, opinion: 0 },
        ],
      }),
    );
    // norland weighs .24, so .06 of the world is for it: mean .06, variance .06·.94
    expect(support).toBeCloseTo(0.06, 12);
    expect(polarisation).toBeCloseTo(4 * 0.06 * 0.94, 12);
  });
});

describe('whatever the publics and the weights', () => {
  const inUnit = fc.double({ min: 0, max: 1, noNaN: true });
  const publics = fc.array(
    fc.record({
      share: fc.integer({ min: 1, max: 9 }),
      opinion: inUnit,
      stubbornness: fc.option(inUnit, { nil: undefined }),
      exposure: fc.option(fc.double({ min: -3, max: 3, noNaN: true }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const world = fc.record({
    stubbornness: inUnit,
    crossBorder: inUnit,
    pace: inUnit,
    treaty: fc.double({ min: 0, max: 10, noNaN: true }),
    conduct: fc.double({ min: 0, max: 10, noNaN: true }),
    campaign: fc.double({ min: 0, max: 10, noNaN: true }),
    campaignLimit: inUnit,
  });

  it('opinions stay in [0, 1], and a country thinks what its publics think', async () => {
    await fc.assert(
      fc.asyncProperty(publics, publics, world, fc.boolean(), async (one, other, opinion, votes) => {
        const list = (drawn: typeof one): Public[] => {
          const sum = drawn.reduce((total, { share }) => total + share, 0);
          return drawn.map(({ share, opinion: support, stubbornness, exposure }, v) => ({
            id: `c${v}`,
            weight: share / sum,
            opinion: support,
            ...(stubbornness === undefined ? {} : { stubbornness }),
            ...(exposure === undefined ? {} : { exposure }),
          }));
        };
        const scenario = await load(
          ...constituencies({ imara: list(one), norland: list(other) }),
          `world.opinion=${JSON.stringify(opinion)}`,
          ...(votes ? ['world.elections={term: 3, change: 1, size: 1}'] : []),
        );
        const play = createPlay(scenario, { seed: 1 });
        for (let step = play.advance(); step !== 'over'; step = play.advance()) {
          if (step !== 'round') continue;
          for (const value of play.run.f64['opinion.public']) {
            expect(value >= 0 && value <= 1).toBe(true);
          }
          for (const id of ['imara', 'norland']) {
            const given = id === 'imara' ? list(one) : list(other);
            const now = publicsOf(scenario, play.run.f64, id, given.length);
            const mean = given.reduce((sum, { weight }, v) => sum + weight * now[v], 0);
            expect(play.run.scenario.opinion[scenario.partyIds.indexOf(id)]).toBeCloseTo(mean, 12);
          }
        }
        expect(play.fault).toBeUndefined();
      }),
      { numRuns: 25, seed: 1 },
    );
  });
});

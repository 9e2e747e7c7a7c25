/** Side payments with conservation (model equation 7, C20), on the tiny scenario of the single text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  builtIn,
  createPlay,
  explainParty,
  Loop,
  parseOverride,
  type Run,
  type Scenario,
  type Strategy,
} from '../../engine/index.ts';
import { tinyScenario } from '../conformance/protocols.ts';
import { problemsOf, talks } from '../protocols/talks.ts';

const states = ['alba', 'brena', 'corva', 'dolma', 'estin'];

// Two rounds: after three without hope Estin would walk out, and the others agree without it.
const talksPhase = '{id: talks, protocol: single-text, rounds: 2}';
const laterPhases =
  '{id: adoption, protocol: adoption, ticks: 0}, {id: signature, protocol: treaty-life, rounds: 2}, ' +
  '{id: life, protocol: treaty-life, rounds: 40, with: {joining: accession}}';

/** Talks in which the text is good for all but Estin, and a life in which it is bound or not. */
const base = [
  ...states
    .slice(0, 4)
    .flatMap((id) => [`parties.${id}.ideal={labels: 1, audits: 1, fund: 1}`, `parties.${id}.cost=0`]),
  'parties.estin.ideal={labels: 0, audits: 0, fund: 0}',
  'parties.estin.cost=0',
  'parties.estin.benefit=0',
  // The pen follows the others.
  'parties.estin.capability=0.05',
  'utility.noise=0',
  'rules.decision=[{rule: consensus}]',
  'ticks=60',
  `phases=[${talksPhase}, ${laterPhases}]`,
  'world.ratification={rate: 1, drag: 0, reading: 0}',
];
const paid = (settings: string): string[] => [...base, `world.side-payments=${settings}`];

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe('side payments', () => {
  it('buy the acceptance of a party for which the text is worth too little', async () => {
    const without = await talks('single-text', { sets: base });
    expect(without.metric('agreed')).toBe(0);
    const withThem = await talks('single-text', { sets: paid('{}') });
    expect(withThem.metric('agreed')).toBe(1);
    // Whose price was served in the last round, and what those who pay share.
    const last = withThem.all('priceNamed').at(-1)!;
    expect(last.party).toBe('estin');
    const pledges = withThem.all('paymentPledged').filter(({ round }) => round === last.round);
    expect(pledges.map(({ party, to }) => `${party} ${to}`)).toEqual(
      states.slice(0, 4).map((id) => `${id} estin`),
    );
    expect(0.95 * sum(pledges.map(({ value }) => value))).toBeCloseTo(last.value, 12);
    // In proportion to what each offered.
    const offers = withThem.all('paymentOffered').filter(({ round }) => round === last.round);
    pledges.forEach(({ value }, i) => {
      expect(value / offers[i]!.value).toBeCloseTo(pledges[0]!.value / offers[0]!.value, 12);
    });
  });

  it('are explained in words to whoever asks', async () => {
    const run = await talks('single-text', { sets: paid('{}') });
    const { round, value } = run.all('priceNamed').at(-1)!;
    const said = (party: string): string => explainParty(run.scenario, run.events, { round, party }).summary;
    expect(said('estin')).toContain(`Estin asks for ${value.toFixed(2)} in utility to accept the text.`);
    const pledge = run
      .all('paymentPledged')
      .find((event) => event.round === round && event.party === 'alba')!;
    expect(said('alba')).toContain(
      `Alba pledges ${pledge.value.toFixed(2)} to Estin if this text is adopted.`,
    );
  });

  it('leave the payee with its limit and the cushion', async () => {
    const run = (await talks('single-text', { sets: paid('{cushion: 0.03}') })).play.run;
    const estin = run.scenario.partyIds.indexOf('estin');
    // Expectations at the end are those of the straw poll, in which all accepted, as at the last price.
    const gain = run.textUtility(estin) - run.scenario.reversionUtility[estin]! - run.scenario.margin[estin]!;
    expect(gain).toBeGreaterThanOrEqual(0.03 - 1e-9);
  });

  it('are all paid, at once or month by month, less administration', async () => {
    for (const schedule of ['at-once', 'monthly']) {
      const run = await talks('single-text', {
        sets: paid(`{schedule: ${schedule}, term: 10, administration: 0.2}`),
      });
      const pledged = run.metric('paymentsPledged');
      expect(pledged).toBeGreaterThan(0.05);
      expect(run.metric('paymentsMade')).toBeCloseTo(pledged, 12);
      expect(run.metric('paymentsReceived')).toBeCloseTo(0.8 * pledged, 12);
      expect(run.play.run.f64['payments.administration']![0]).toBeCloseTo(0.2 * pledged, 12);
    }
  });

  it('lapse when another text is adopted than the one pledged on', async () => {
    const kept = await talks('single-text', { sets: paid('{}') });
    expect(kept.all('pledgesLapsed')).toEqual([]);
    // Bargaining goes on in another form, which ends at another text.
    const more = '{id: more, protocol: position-exchange, rounds: 2}';
    const further = `phases=[${talksPhase}, ${more}, ${laterPhases}]`;
    const sets = [...paid('{}'), further, 'rules.decision=[{rule: simple-majority}]'];
    const moved = await talks('single-text', { sets });
    expect(moved.metric('agreed')).toBe(1);
    expect(moved.all('pledgesLapsed')).toHaveLength(1);
    expect(moved.metric('paymentsPledged')).toBe(0);
    expect(sum(moved.play.run.f64['payments.transferPart']!)).toBe(0);
  });

  it('are withheld from a party under sanction, and paid again after it', async () => {
    const sets = [
      ...paid('{term: 40}'),
      'world.compliance={period: 1, transparency: 1, audits: 5, cleanPeriods: 2}',
      'parties.estin.cost=0.8',
      'parties.estin.opinion=0.9',
      'parties.estin.readiness=1',
      'world.compliance.punishment=0',
    ];
    const run = await talks('single-text', { sets });
    const withheld = run.all('paymentWithheld');
    expect(withheld.filter((event) => event.withheld).map(({ from }) => from)).toContain('estin');
    // Only while Estin is under sanction.
    for (const event of withheld) {
      const before = run.events.filter(({ seq }) => seq < event.seq);
      const state = before.filter((one) => one.kind === 'stateChanged' && one.party === 'estin').at(-1);
      const isSanctioned = state?.kind === 'stateChanged' && state.configuration.includes('sanctioned');
      expect(isSanctioned).toBe(event.withheld);
    }
  });
});

/** Sums that must balance at every point of a run: what pledges are worth, and what was paid. */
function balance(run: Run): { readonly pledges: number; readonly flows: number } {
  const parts = [...run.f64['payments.transferPart']!];
  const kept = 1 - run.f64['payments.terms']![0]!;
  const [given, got] = [parts.filter((part) => part < 0), parts.filter((part) => part > 0)];
  return {
    pledges: sum(got) + kept * sum(given),
    flows:
      sum(run.f64['payments.paid']!) -
      sum(run.f64['payments.received']!) -
      run.f64['payments.administration']![0]!,
  };
}

/** Offers all it may say, whatever the text gives it. */
const spendthrift: Strategy = {
  ...(builtIn.strategies[0] as Strategy),
  id: 'spendthrift',
  answers: {
    pay: (_observation, _parameters, answers, at) => {
      answers[at] = 90_000_000;
    },
  },
};

/** The tiny scenario, in which Alba is a spendthrift. */
async function withSpendthrift(sets: readonly string[]): Promise<Scenario> {
  const overrides = [...sets, 'parties.alba.strategy={use: spendthrift}'].map((text) => {
    const parsed = parseOverride(text);
    if (!parsed.ok) throw new Error(parsed.problems[0].message);
    return parsed.value;
  });
  const registry = { ...builtIn, strategies: [...builtIn.strategies, spendthrift] };
  return tinyScenario('single-text', overrides, registry);
}

describe('conservation', () => {
  it('holds at every step of every run, and nobody pledges below its limit', async () => {
    let pledged = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          administration: fc.constantFrom(0, 0.05, 0.3, 0.9),
          cap: fc.constantFrom(0, 0.05, 1),
          cushion: fc.constantFrom(0, 0.04),
          schedule: fc.constantFrom('monthly', 'at-once'),
          term: fc.integer({ min: 1, max: 30 }),
        }),
        fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 }), {
          minLength: 5,
          maxLength: 5,
        }),
        fc.integer({ min: 1, max: 1000 }),
        async (settings, ideals, seed) => {
          const wants = ideals.map(
            ([a, b, c], i) =>
              `parties.${states[i]}.ideal={labels: ${a! / 4}, audits: ${b! / 4}, fund: ${c! / 4}}`,
          );
          const scenario = await withSpendthrift([
            ...base.filter((line) => !line.includes('.ideal=')),
            ...wants,
            'utility.noise=0.02',
            'rules.decision=[{rule: simple-majority}]',
            'world.compliance={period: 1}',
            `world.side-payments=${JSON.stringify(settings)}`,
          ]);
          const play = createPlay(scenario, { seed });
          const { run } = play;
          for (;;) {
            const step = play.advance();
            const { pledges, flows } = balance(run);
            expect(Math.abs(pledges)).toBeLessThan(1e-9);
            expect(Math.abs(flows)).toBeLessThan(1e-9);
            if (run.i32['treaty.adoptedTick']![0]! < 0 && run.loop[Loop.turn] === 4) {
              for (let party = 0; party < scenario.partyCount; party++) {
                const out = sum(
                  run.f64['payments.pledge']!.subarray(
                    party * scenario.partyCount,
                    (party + 1) * scenario.partyCount,
                  ),
                );
                pledged += out > 0 ? 1 : 0;
                const limit = scenario.reversionUtility[party]! + scenario.margin[party]!;
                if (out > 0) expect(run.textUtility(party)).toBeGreaterThanOrEqual(limit - 1e-6);
                expect(out).toBeLessThanOrEqual(settings.cap + 1e-9);
              }
            }
            if (step === 'over') break;
          }
          if (play.fault !== undefined) throw play.fault;
        },
      ),
      { numRuns: 60 },
    );
    expect(pledged).toBeGreaterThan(20);
  });
});

describe('a person at the table', () => {
  it('may not offer what would leave it below its limit', async () => {
    const answers: Readonly<Record<string, unknown>> = {
      price: { price: 0 },
      propose: { package: { labels: 'all', audits: 'all', fund: 'all' } },
      judge: { verdict: 'accept' },
      object: { objects: false },
      sign: { signs: true },
      accede: { accedes: true },
      ratify: { submits: true },
    };
    const run = await talks('single-text', {
      sets: paid('{cap: 10}'),
      people: {
        alba: (question) =>
          question === 'pay'
            ? [{ answer: { pays: 9 } }, { answer: { pays: 0.01 } }]
            : [{ answer: answers[question] }],
      },
    });
    const offers = run.all('paymentOffered').filter(({ party }) => party === 'alba');
    expect(offers.length).toBeGreaterThan(0);
    expect(offers[0]!.value).toBe(0.01);
  });
});

describe('faults of side payments', () => {
  const found = async (settings: string): Promise<string[]> =>
    (await problemsOf('single-text', [`world.side-payments=${settings}`])).map(
      ({ code, path }) => `${code} ${path}`,
    );

  it('are named before the run', async () => {
    const at = 'world.side-payments';
    expect(await found('{administration: 1}')).toEqual([`payments-unbalanced ${at}.administration`]);
    expect(await found('{payers: nobody}')).toEqual([`unknown-id ${at}.payers`]);
    expect(await found('{administration: 0.1, fixed: {pays: {alba: 0.1}, receives: {brena: 0.09}}}')).toEqual(
      [],
    );
    expect(await found('{administration: 0.1, fixed: {pays: {alba: 0.1}, receives: {brena: 0.1}}}')).toEqual([
      `payments-unbalanced ${at}.fixed.receives`,
    ]);
    expect(await found('{fixed: {pays: {alba: 0.1}}}')).toEqual([`payments-unbalanced ${at}.fixed.receives`]);
    expect(await found('{administration: 0, fixed: {pays: {alba: 0.1}, receives: {alba: 0.1}}}')).toEqual([
      `donor-and-recipient ${at}.fixed.receives.alba`,
    ]);
    expect(await found('{administration: 0, fixed: {pays: {makers: 0.1}, receives: {alba: 0.1}}}')).toEqual([
      `unknown-id ${at}.fixed.pays.makers`,
    ]);
  });

  it('do not hinder fixed payments that balance: they come with any text', async () => {
    const run = await talks('single-text', {
      sets: paid(
        '{administration: 0.1, schedule: at-once, ' +
          'fixed: {pays: {alba: 0.2, brena: 0.1}, receives: {estin: 0.27}}}',
      ),
    });
    expect(run.all('priceNamed')).toEqual([]);
    expect(run.play.run.f64['payments.transferPart']![run.scenario.partyIds.indexOf('alba')]).toBeCloseTo(
      -0.2,
      12,
    );
  });
});

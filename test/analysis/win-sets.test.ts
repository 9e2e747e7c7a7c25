import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementWithin, type Choice, winSets } from '../../engine/analysis/win-sets.ts';
import {
  computeMetrics,
  createPlay,
  decodeEvents,
  gameOfScores,
  loadDocument,
  metrics,
  type Scenario,
  situationOfRun,
} from '../../engine/index.ts';
import { utilityOf } from '../../engine/preferences/utility.ts';
import { load } from '../model/witness.ts';

// Win-sets, counted here once more in plain arithmetic, and what shrinking one does to an agreement.

/** Every package of the given numbers of options. */
function* everyPackage(counts: readonly number[]): Generator<number[]> {
  const total = counts.reduce((product, count) => product * count, 1);
  for (let index = 0; index < total; index++) {
    let rest = index;
    yield counts.map((count) => {
      const option = rest % count;
      rest = Math.floor(rest / count);
      return option;
    });
  }
}

/** A run at the end of its talks. */
function adopted(scenario: Scenario, seed: number) {
  const play = createPlay(scenario, { seed });
  while (play.run.i32['treaty.adoptedTick'][0] < 0) if (play.advance() === 'over') break;
  return play.run;
}

/** z_i of a package: equation 8 from the file, for a reliability. */
function pressure(scenario: Scenario, of: string, options: readonly number[], reliability: number): number {
  const { file } = scenario;
  const party = file.parties.find(({ id }) => id === of);
  if (party === undefined) throw new Error(of);
  const { utility: u, issues } = file;
  const { stakes, opinion } = (file.world as { ratification: Record<string, number> }).ratification;
  const place = (k: number, option: number) => issues[k].options[option].position as number;
  const away = (chosen: (k: number) => number) =>
    issues.reduce(
      (sum, { id }, k) => sum + party.salience[id] * (place(k, chosen(k)) - party.ideal[id]) ** 2,
      0,
    );
  const depth = issues.reduce((sum, issue, k) => sum + issue.depth * place(k, options[k]), 0);
  const today = (k: number) => issues[k].options.findIndex(({ id }) => id === issues[k].reversion);
  const gain =
    u.operations * party.benefit * depth * reliability -
    u.distance * (away((k) => options[k]) - away(today)) -
    party.cost * depth * (1 + u.capacityCost * (1 - party.readiness));
  return stakes * gain + opinion * (party.opinion - 0.5) - party.bar;
}

describe('win-sets', () => {
  it('are the packages with z ≥ 0, counted one by one', async () => {
    // nobody without a vote says anything, so that lobbies weigh nothing
    const scenario = await load('world.ratification.lobbyLimit=0', 'parties.norland.bar=0.3');
    const run = adopted(scenario, 7);
    const situation = situationOfRun(run);
    const found = winSets(run, situation);
    if (found === undefined) throw new Error('there are none');
    const counts = scenario.file.issues.map(({ options }) => options.length);
    const shares = new Map<string, number>();
    let common = 0;
    for (const options of everyPackage(counts)) {
      let all = true;
      for (const state of scenario.states) {
        const id = scenario.partyIds[state];
        const isIn = pressure(scenario, id, options, situation.reliability[state]) >= -1e-9;
        if (isIn) shares.set(id, (shares.get(id) ?? 0) + 1);
        else all = false;
      }
      if (all) common++;
    }
    expect(found.packages).toBe(2000);
    for (const { party, ratifiable } of found.sets) {
      expect(ratifiable.how).toBe('counted');
      expect(ratifiable.packages).toBe(shares.get(scenario.partyIds[party]) ?? 0);
    }
    // some homes are hard to please and others are not
    const sizes = found.sets.map(({ ratifiable }) => ratifiable.share);
    expect(Math.min(...sizes)).toBeLessThan(0.3);
    expect(Math.max(...sizes)).toBeGreaterThan(0.9);
    expect(found.common.packages).toBe(common);
    const slot = (id: string) => metrics.findIndex((metric) => metric.id === id);
    const values = computeMetrics(run, ['smallestWinSet', 'commonWinSet']);
    expect(values[slot('smallestWinSet')]).toBeCloseTo(Math.min(...sizes), 12);
    expect(values[slot('commonWinSet')]).toBeCloseTo(common / 2000, 12);
    expect(computeMetrics(run)[slot('commonWinSet')]).toBeNaN();
  });

  it('shrink as the bar rises, down to none, and then there is no agreement', async () => {
    let before = Infinity;
    for (const bar of [-2, 0, 0.5, 1, 2]) {
      const scenario = await load(`parties.norland.bar=${bar}`);
      const run = adopted(scenario, 7);
      const found = winSets(run, situationOfRun(run));
      const norland = found?.sets.find(({ party }) => scenario.partyIds[party] === 'norland');
      expect(norland?.ratifiable.packages).toBeLessThanOrEqual(before);
      before = norland?.ratifiable.packages ?? Number.NaN;
      const mandated = found?.mandated.packages ?? Number.NaN;
      if (mandated === 0) expect(found?.agreement).toBeUndefined();
      else expect(found?.agreement).toBeDefined();
    }
    expect(before).toBe(0);
  });

  it('are everything for an executive, and nothing where a veto stands', async () => {
    const blocked =
      'parties.norland.constituencies=[{id: miners, title: Miners, weight: 1, opinion: 0.2, vetoBelow: 0.5}]';
    const scenario = await load(blocked, 'parties.imara.ratifiesBy=executive', 'parties.imara.bar=2');
    const run = adopted(scenario, 7);
    const found = winSets(run, situationOfRun(run));
    const of = (id: string) => found?.sets.find(({ party }) => scenario.partyIds[party] === id);
    expect(of('norland')?.ratifiable.packages).toBe(0);
    expect(of('norland')?.veto).toBe(0);
    expect(of('imara')?.ratifiable.share).toBe(1);
    expect(of('imara')?.mandated.share).toBeLessThan(1);
    expect(found?.common.packages).toBe(0);
  });

  it('do not exist where nothing is ratified', async () => {
    const run = adopted(await load('world.ratification=null'), 7);
    expect(winSets(run, situationOfRun(run))).toBeUndefined();
  });
});

/** Two states and issues of three options, some of which may stand inside others. */
function document(
  issues: number,
  within: Readonly<Record<number, readonly [number, number[]]>> = {},
): object {
  const share = 1 / issues;
  const table = (value: (k: number) => number) =>
    Object.fromEntries(Array.from({ length: issues }, (_, k) => [`i${k}`, value(k)]));
  const state = (id: string, code: string, place: number) => ({
    ...{ id, code, name: id, kind: 'state', weight: 0.5, salience: table(() => share) },
    ...{ ideal: table((k) => (k % 2 === 0 ? place : 1 - place)), redLines: {}, bar: 0.4 },
  });
  return {
    ...{ format: 1, id: 'large', title: 'Large', summary: 'Two states.', ticks: 24 },
    parties: [state('north', 'NOR', 0.9), state('south', 'SOU', 0.4)],
    issues: Array.from({ length: issues }, (_, k) => ({
      ...{ id: `i${k}`, title: `i${k}`, article: `i${k}`, depth: share },
      options: [0, 1, 2].map((option) => {
        const inside = Object.entries(within)
          .filter(([, [outer, options]]) => outer === k && options.includes(option))
          .map(([inner]) => ` {i${inner}}`)
          .join(' and');
        return {
          id: `i${k}o${option}`,
          title: `${option}`,
          sentence: `The parties agree on ${option}${inside}.`,
        };
      }),
      ...(within[k] === undefined
        ? {}
        : {
            within: { issue: `i${within[k][0]}`, options: within[k][1].map((o) => `i${within[k][0]}o${o}`) },
          }),
    })),
    rules: { decision: [{ rule: 'unanimity' }], entryIntoForce: { parties: 2 } },
    phases: [{ id: 'talks', protocol: 'pledge-and-review', rounds: 4 }],
    world: { ratification: {} },
  };
}

async function atStart(source: object) {
  const loaded = await loadDocument(source);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { run } = createPlay(loaded.value, { seed: 1 });
  for (const state of loaded.value.states) run.expect(state, true);
  return { scenario: loaded.value, run, found: winSets(run, situationOfRun(run)) };
}

/** Packages that a home ratifies among those that a text can be, one by one. */
function bruteForce(
  { scenario, run }: Awaited<ReturnType<typeof atStart>>,
  stands: (options: readonly number[]) => boolean,
): { packages: number; ratifiable: number[] } {
  const terms = new Float64Array(5);
  const { reliability } = situationOfRun(run);
  const ratifiable = Array.from(scenario.states, () => 0);
  let packages = 0;
  for (const options of everyPackage(scenario.file.issues.map(({ options }) => options.length))) {
    if (!stands(options)) continue;
    packages++;
    scenario.states.forEach((state, n) => {
      const utility = utilityOf(scenario, state, Int32Array.from(options), reliability[state], terms);
      const z =
        8 * (utility - scenario.reversionUtility[state]) +
        6 * (scenario.opinion[state] - 0.5) -
        scenario.bar[state];
      if (z >= -8e-9) ratifiable[n]++;
    });
  }
  return { packages, ratifiable };
}

describe('win-sets of spaces with clauses inside others', () => {
  it('count what a text can be, and no clause that does not stand', async () => {
    // i1 stands in i0 at its highest option; i3 in i2 at its middle one
    const at = await atStart(document(5, { 1: [0, [2]], 3: [2, [1]] }));
    const expected = bruteForce(
      at,
      (option) => (option[0] === 2 || option[1] === 0) && (option[2] === 1 || option[3] === 0),
    );
    // 2 + 3 packages of the first pair, 2 + 3 of the second, 3 of the last issue
    expect(expected.packages).toBe(5 * 5 * 3);
    expect(at.found?.packages).toBe(expected.packages);
    expect(at.found?.sets.map(({ ratifiable }) => ratifiable.packages)).toEqual(expected.ratifiable);
    for (const count of expected.ratifiable) {
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(expected.packages);
    }
  });
});

describe('win-sets of spaces too large to go through', () => {
  it('are counted by structure, and the same', async () => {
    const at = await atStart(document(13));
    const expected = bruteForce(at, () => true);
    expect(at.found?.packages).toBe(3 ** 13);
    at.found?.sets.forEach(({ ratifiable }, n) => {
      if (ratifiable.how === 'counted') expect(ratifiable.packages).toBe(expected.ratifiable[n]);
      else {
        const share = expected.ratifiable[n] / expected.packages;
        expect(Math.abs(ratifiable.share - share)).toBeLessThan(4 * ratifiable.error);
      }
      expect(ratifiable.share).toBeGreaterThan(0);
      expect(ratifiable.share).toBeLessThan(1);
    });
  });

  it('with clauses inside others are estimated, say so, and lie within their error', async () => {
    const at = await atStart(document(14, { 1: [0, [2]], 3: [2, [1]] }));
    const expected = bruteForce(
      at,
      (option) => (option[0] === 2 || option[1] === 0) && (option[2] === 1 || option[3] === 0),
    );
    expect(at.found?.packages).toBe(expected.packages);
    at.found?.sets.forEach(({ ratifiable }, n) => {
      expect(ratifiable.how).toBe('estimated');
      const share = expected.ratifiable[n] / expected.packages;
      expect(Math.abs(ratifiable.share - share)).toBeLessThan(4 * ratifiable.error);
      expect(ratifiable.error).toBeLessThan(0.01);
    });
  });
});

// ---- Schelling’s conjecture: a smaller win-set is no worse a bargain.

const score = fc.integer({ min: 0, max: 20 });
const drawnGame = fc
  .record({
    parties: fc.integer({ min: 2, max: 3 }),
    issues: fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 1, maxLength: 3 }),
  })
  .chain(({ parties, issues }) =>
    fc.record({
      scores: fc.tuple(
        ...Array.from({ length: parties }, () =>
          fc.tuple(...issues.map((count) => fc.array(score, { minLength: count, maxLength: count }))),
        ),
      ),
      homes: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: parties, maxLength: parties }),
      side: fc.nat(parties - 1),
      more: fc.integer({ min: 1, max: 15 }),
    }),
  );

/** What a side gets from the choice before and after its home asks for more; undefined without agreement. */
function shrink(drawn: typeof drawnGame extends fc.Arbitrary<infer Drawn> ? Drawn : never, choice: Choice) {
  const { scores, homes, side, more } = drawn;
  const game = gameOfScores(
    scores,
    homes.map(() => 0),
  );
  const worth = (least: readonly number[]): number | undefined => {
    const chosen = agreementWithin(game, least, choice);
    return chosen === undefined
      ? undefined
      : scores[side].reduce((sum, options, k) => sum + options[chosen[k]], 0);
  };
  return { before: worth(homes), after: worth(homes.map((least, n) => (n === side ? least + more : least))) };
}

describe('shrinking a win-set', () => {
  it.each(['nash', 'egalitarian', 'utilitarian'] as const)(
    'never moves the %s choice against that side',
    (choice) => {
      let [better, survived] = [0, 0];
      fc.assert(
        fc.property(drawnGame, (drawn) => {
          const { before, after } = shrink(drawn, choice);
          if (before === undefined) expect(after).toBeUndefined();
          if (before === undefined || after === undefined) return;
          survived++;
          expect(after).toBeGreaterThanOrEqual(before);
          if (after > before) better++;
        }),
        { numRuns: 2000, seed: 1 },
      );
      expect(survived).toBeGreaterThan(300);
      expect(better).toBeGreaterThan(30);
    },
  );

  it('can move Kalai and Smorodinsky’s choice against it', () => {
    let worse = 0;
    fc.assert(
      fc.property(drawnGame, (drawn) => {
        const { before, after } = shrink(drawn, 'kalai-smorodinsky');
        if (before !== undefined && after !== undefined && after < before) worse++;
      }),
      { numRuns: 2000, seed: 1 },
    );
    expect(worse).toBeGreaterThan(0);
  });
});

// ---- The same in runs whose delegations mind their homes.

const pairs = 120;
/** One-sided 99 % bound of the normal distribution. */
const bound = 2.326;

/** What a party gains from the text adopted, and whether it had left the table before. */
async function bargains(party: string, bar: number): Promise<{ gain: number; walked: boolean }[]> {
  const scenario = await load('world.home-limits={}', `parties.${party}.bar=${bar}`);
  const index = scenario.partyIds.indexOf(party);
  const terms = new Float64Array(5);
  const play = createPlay(scenario, { seed: 1, keepRecords: true });
  return Array.from({ length: pairs }, (_, i) => {
    play.reset(i + 1);
    while (play.run.i32['treaty.adoptedTick'][0] < 0) if (play.advance() === 'over') break;
    const walked = decodeEvents(scenario, play.recorder.records()).some(
      (event) =>
        event.kind === 'stateChanged' &&
        event.party === party &&
        event.configuration.includes('stance.walkedOut'),
    );
    const isAdopted = play.run.i32['treaty.adoptedTick'][0] >= 0;
    // the same reliability for both arms: what changes is the text
    const utility = utilityOf(scenario, index, play.run.i32['text.option'], 0.5, terms);
    return { gain: isAdopted ? utility - scenario.reversionUtility[index] : Number.NaN, walked };
  });
}

function paired(before: readonly { gain: number }[], after: readonly { gain: number }[]) {
  const differences = before
    .map(({ gain }, i) => after[i].gain - gain)
    .filter((difference) => !Number.isNaN(difference));
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const squares = differences.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, error: Math.sqrt(squares / (differences.length - 1) / differences.length), differences };
}

describe('in runs', () => {
  it('a delegation whose home asks for more gets more, while it stays at the table', async () => {
    const [before, after] = [await bargains('imara', 0.6), await bargains('imara', 2)];
    expect(after.some(({ walked }) => walked)).toBe(false);
    const { mean, error } = paired(before, after);
    expect(mean - bound * error).toBeGreaterThan(0);
  });

  it('one whose hands are tied too tightly walks out: there the conjecture fails', async () => {
    const [before, after] = [await bargains('norland', 0.6), await bargains('norland', 1)];
    const { mean, error, differences } = paired(before, after);
    expect(mean + bound * error).toBeLessThan(0);
    // nobody got less who had not left the table
    differences.forEach((difference, i) => {
      if (difference < -1e-9) expect(after[i].walked).toBe(true);
    });
  });
});

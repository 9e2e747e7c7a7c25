import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalJson,
  canonicalScenario,
  loadDocument,
  type PartyFile,
  type Problem,
  type Scenario,
  type ScenarioFile,
} from '../../engine/index.ts';
import { compiled, firstMandate, firstMandateDocument, type Loose } from '../run/first-mandate.ts';
import { overridesOf, plainMandate } from '../run/plain-mandate.ts';
import { column, leastRise, sample } from './paired.ts';

const north = {
  id: 'north',
  title: 'The north',
  members: ['norland', 'meridia', 'aldria', 'tessara'],
  package: {
    certification: 'mutual-recognition',
    data: 'federated',
    'benefit-share': 'zero',
    aid: 'zero',
    seats: 'observers-speak',
  } as Record<string, string>,
  reliability: 0.8,
};
/** Two states, and a package that gives each of them a little more than today. */
const pair = {
  ...north,
  members: ['norland', 'meridia'],
  package: { ...north.package, certification: 'guidelines', seats: 'states-only' },
  reliability: 0.5,
};

const document = (...clubs: unknown[]): Loose => ({ ...firstMandateDocument(), clubs });
const withClubs = (...clubs: unknown[]): Promise<Scenario> => compiled(document(...clubs));

/** Places of a package on the ladders. */
function places(file: ScenarioFile, chosen: Readonly<Record<string, string>>): number[] {
  return file.issues.map(({ id, options }) => {
    const index = options.findIndex((option) => option.id === chosen[id]);
    return options[index].position ?? index / (options.length - 1);
  });
}

/** Today’s practice of first-mandate is the lowest rung of every ladder. */
const today = (file: ScenarioFile): number[] => file.issues.map(() => 0);

/** −Λ·L + λ_V·(voice − ½), from the page of the model. */
function spatial(file: ScenarioFile, party: PartyFile, at: readonly number[]): number {
  const { distance, voice } = file.utility;
  const loss = file.issues.reduce(
    (sum, { id }, k) => sum + party.salience[id] * (at[k] - party.ideal[id]) ** 2,
    0,
  );
  return voice * (party.voice - 0.5) - distance * loss;
}

/** Equation 2 for a member of a club. */
function inClub(file: ScenarioFile, party: PartyFile, club: typeof north): number {
  const at = places(file, club.package);
  const depth = file.issues.reduce((sum, issue, k) => sum + issue.depth * at[k], 0);
  const others = file.parties.filter(({ id }) => id !== party.id && club.members.includes(id));
  const share = others.reduce((sum, other) => sum + other.weight, 0) / (1 - party.weight);
  const { operations, capacityCost } = file.utility;
  const benefit = operations * party.benefit * depth * club.reliability * share;
  const cost = party.cost * depth * (1 + capacityCost * (1 - party.readiness));
  return spatial(file, party, at) + benefit - cost;
}

describe('a club as an outside option', () => {
  it('is what no agreement is worth to its members where today’s practice is worth less', async () => {
    const scenario = await withClubs(north);
    const { file } = scenario;
    file.parties.forEach((party, i) => {
      const without = spatial(file, party, today(file));
      const member = north.members.includes(party.id);
      const expected = member ? Math.max(without, inClub(file, party, north)) : without;
      expect(scenario.reversionUtility[i], party.id).toBeCloseTo(expected, 12);
      const inside = scenario.clubs[0].utility[i];
      if (member) expect(inside).toBeCloseTo(inClub(file, party, north), 12);
      else expect(inside).toBeNaN();
    });
    expect(scenario.clubs[0].isFeasible).toBe(true);
    expect(scenario.reversionUtility).not.toEqual(firstMandate.reversionUtility);
  });

  it('is the best of several', async () => {
    const both = await withClubs(north, { ...pair, id: 'pair' });
    const [one, other] = [await withClubs(north), await withClubs(pair)];
    const best = one.reversionUtility.map((value, i) => Math.max(value, other.reversionUtility[i]));
    expect(both.reversionUtility).toEqual(best);
  });

  it('counts for nothing when a state in it would lose, or it crosses a red line of one', async () => {
    const loses = { ...north, package: { ...north.package, 'benefit-share': 'thirty', aid: 'one' } };
    const lined = document(north);
    const meridia = lined.parties.find(({ id }: Loose) => id === 'meridia');
    meridia.redLines = { certification: { atMost: 'guidelines' } };
    for (const scenario of [await withClubs(loses), await compiled(lined)]) {
      expect(scenario.clubs[0].isFeasible).toBe(false);
      expect(scenario.reversionUtility).toEqual(firstMandate.reversionUtility);
    }
  });

  it('never makes no agreement worth less, whatever it is', async () => {
    const chosen = fc.record(
      Object.fromEntries(
        firstMandate.file.issues.map(({ id, options }) => [
          id,
          fc.constantFrom(...options.map((option) => option.id)),
        ]),
      ),
    );
    const members = fc.subarray([...firstMandate.partyIds], { minLength: 2 });
    await fc.assert(
      fc.asyncProperty(chosen, members, fc.integer({ min: 0, max: 10 }), async (options, ids, tenth) => {
        fc.pre(ids.filter((id) => firstMandate.isState[firstMandate.partyIds.indexOf(id)] === 1).length > 1);
        const club = { ...north, members: ids, package: options, reliability: tenth / 10 };
        const { reversionUtility } = await withClubs(club);
        reversionUtility.forEach((value, i) => {
          const before = firstMandate.reversionUtility[i];
          expect(value).toBeGreaterThanOrEqual(before);
          if (!ids.includes(firstMandate.partyIds[i])) expect(value).toBe(before);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('is an optional key: without it nothing changes, and the order of clubs does not matter', async () => {
    expect(canonicalJson(canonicalScenario(firstMandate.file))).not.toContain('"clubs"');
    const one = await withClubs(north, { ...pair, id: 'pair' });
    const turned = { ...north, members: [...north.members].reverse() };
    expect((await withClubs({ ...pair, id: 'pair' }, turned)).digest).toBe(one.digest);
    expect(one.digest).not.toBe(firstMandate.digest);
  });
});

describe('a club that is wrong is a named problem', () => {
  const problems = async (change: object): Promise<readonly Problem[]> => {
    const loaded = await loadDocument(document({ ...north, ...change }));
    return loaded.ok ? [] : loaded.problems;
  };
  const named = (list: readonly Problem[]): string[] => list.map(({ path, code }) => `${path} ${code}`);

  it('with parties, issues and options that are not there', async () => {
    const found = await problems({
      members: ['norland', 'meridya'],
      package: { ...north.package, data: 'federate', date: 'none' },
    });
    expect(named(found).sort()).toEqual([
      'clubs.north.members[1] unknown-id',
      'clubs.north.package.data unknown-id',
      'clubs.north.package.date unknown-id',
    ]);
    expect(found.find(({ path }) => path.includes('members'))?.hint).toContain('meridia');
    expect(found.find(({ path }) => path.endsWith('.data'))?.hint).toContain('federated');
  });

  it('without members, with one state, with a member twice', async () => {
    for (const members of [[], ['orbis'], ['norland', 'orbis']]) {
      expect(named(await problems({ members }))).toEqual(['clubs.north.members empty-group']);
    }
    expect(named(await problems({ members: ['norland', 'meridia', 'norland'] }))).toEqual([
      'clubs.north.members[2] duplicate-id',
    ]);
  });

  it('with a gap in its package', async () => {
    const { aid: _, ...rest } = north.package;
    const [problem, ...others] = await problems({ package: rest });
    expect(problem).toMatchObject({ path: 'clubs.north.package.aid', code: 'missing-key' });
    expect(problem.hint).toBe('Add an option for aid.');
    expect(others).toEqual([]);
  });

  it('twice under one id', async () => {
    const loaded = await loadDocument(document(north, pair));
    expect(loaded.ok ? [] : named(loaded.problems)).toEqual(['clubs[1].id duplicate-id']);
  });
});

describe('a better outside option', () => {
  it('lengthens talks and keeps states out, on paired seeds', async () => {
    const plain = { overrides: overridesOf(plainMandate) };
    const [without, withPair] = [
      await loadDocument(document(), plain),
      await loadDocument(document(pair), plain),
    ];
    if (!without.ok || !withPair.ok) throw new Error('not loaded');
    const [before, after] = [sample(without.value), sample(withPair.value)];
    expect(leastRise(column(before, 'adoptionTick'), column(after, 'adoptionTick'))).toBeGreaterThan(0);
    expect(leastRise(column(after, 'participation'), column(before, 'participation'))).toBeGreaterThan(0);
  });

  it('ends talks in which nobody may be missing, and empties those in which others may go on', async () => {
    const rule = (which: string) => ({ ...firstMandate.file.rules, decision: [{ rule: which }] });
    const [before, after] = await Promise.all([
      compiled({ ...firstMandateDocument(), rules: rule('unanimity') }),
      compiled({ ...document(north), rules: rule('unanimity') }),
    ]);
    const agreed = (scenario: Scenario) => column(sample(scenario), 'agreed');
    expect(leastRise(agreed(after), agreed(before))).toBeGreaterThan(0.9);
    // Those in the club leave the table, and under consensus the rest agree among themselves.
    const [rump, whole] = [sample(await withClubs(north)), sample(firstMandate)];
    expect(column(rump, 'agreed').every((is) => is === 1)).toBe(true);
    expect(leastRise(column(rump, 'signed'), column(whole, 'signed'))).toBeGreaterThan(0.5);
  });
});

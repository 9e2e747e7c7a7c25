import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { createPlay, Loop, outcomes, runDigest, type Scenario } from '../../engine/index.ts';
import { scenarioIds } from '../../server/places.ts';
import { compiled, firstMandate, firstMandateDocument } from '../run/first-mandate.ts';
import { type ScenarioDocument, scenarioDocuments } from './scenarios.ts';

/** A list in an order that a number chooses. */
function shuffled<Element>(list: readonly Element[], order: number): Element[] {
  const left = [...list];
  const result: Element[] = [];
  for (let i = order; left.length > 0; i = i * 7 + 3) result.push(...left.splice(i % left.length, 1));
  return result;
}

/** The document with parties, issues and keys in another order: the same scenario. */
function reordered(document: ScenarioDocument, order: number): ScenarioDocument {
  const keys = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(keys);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      shuffled(Object.entries(value), order).map(([key, inner]) => [key, keys(inner)]),
    );
  };
  const { parties, issues, tables } = document;
  const lists = {
    parties: shuffled(parties, order),
    issues: shuffled(issues, order + 1),
    groups: shuffled(document.groups ?? [], order + 2).map((group) => ({
      ...group,
      members: shuffled(group.members, order),
    })),
    tables: shuffled(tables ?? [], order + 3),
  };
  return keys({ ...document, ...lists }) as ScenarioDocument;
}

test('the order of parties, issues and keys in the file does not matter', async () => {
  await fc.assert(
    fc.asyncProperty(scenarioDocuments, fc.nat(100), fc.nat(50), async (document, seed, order) => {
      const [one, other] = [await compiled(document), await compiled(reordered(document, order))];
      expect(other.digest).toBe(one.digest);
      const digests = [one, other].map((scenario) => {
        const play = createPlay(scenario, { seed });
        play.toEnd();
        return runDigest(play, seed);
      });
      expect(digests[1]).toBe(digests[0]);
    }),
    { numRuns: 25 },
  );
});

interface Node {
  readonly host: string;
  readonly owners: readonly string[];
}

/** The world of a document with other ids for those who host and own the nodes of its laboratories. */
function laboratoriesNamed(document: ScenarioDocument, named: (id: string) => string): object {
  const world = document.world as { laboratories?: { nodes?: readonly Node[] } } | undefined;
  if (world?.laboratories?.nodes === undefined) return {};
  const nodes = world.laboratories.nodes.map((node) => ({
    ...node,
    host: named(node.host),
    owners: node.owners.map(named),
  }));
  return { world: { ...world, laboratories: { ...world.laboratories, nodes } } };
}

/** Other ids for the parties, in the opposite order of code units, with the draws they had. */
function relabelled(document: ScenarioDocument): { document: ScenarioDocument; ids: Map<string, string> } {
  const sorted = document.parties.map((party) => party.id).sort((a, b) => (a < b ? -1 : 1));
  const ids = new Map(sorted.map((id, place) => [id, `p${String(sorted.length - place).padStart(3, '0')}`]));
  const named = (id: string) => ids.get(id) as string;
  const parties = document.parties.map((party) => ({
    ...party,
    id: named(party.id),
    stream: party.stream ?? party.id,
  }));
  const chair = document.chair === undefined ? {} : { chair: named(document.chair) };
  const groups = document.groups?.map(({ spokesperson, ...group }) => ({
    ...group,
    members: group.members.map(named),
    ...(spokesperson === undefined ? {} : { spokesperson: named(spokesperson) }),
  }));
  const tables = document.tables?.map((table) => ({
    ...table,
    values: Object.fromEntries(Object.entries(table.values).map(([id, value]) => [named(id), value])),
  }));
  const phases = document.phases.map((phase) => {
    if (phase.protocol !== 'contact-groups') return phase;
    const meetings = (phase.with as { groups: { chair: string }[] }).groups;
    const chaired = meetings.map((meeting) => ({ ...meeting, chair: named(meeting.chair) }));
    return { ...phase, with: { ...(phase.with as object), groups: chaired } };
  });
  const lists = {
    parties,
    phases,
    ...laboratoriesNamed(document, named),
    ...(groups === undefined ? {} : { groups }),
    ...(tables === undefined ? {} : { tables }),
  };
  return { document: { ...document, ...lists, ...chair }, ids };
}

const perParty = [
  'treaty.signedTick',
  'treaty.ratifiedTick',
  'treaty.boundTick',
  'talks.ballot',
  'chart.party',
];

/** How a run ended, by party and for all. */
function ending(scenario: Scenario, seed: number) {
  const { run } = played(scenario, seed);
  const parties = scenario.partyIds.map((id, party): [string, number[]] => [
    id,
    perParty.map((slice) => run.i32[slice]![party]!),
  ]);
  return {
    outcome: outcomes[run.loop[Loop.outcome]!],
    rounds: run.loop[Loop.round],
    text: [...run.i32['text.option']!],
    parties: new Map(parties),
  };
}

function played(scenario: Scenario, seed: number) {
  const play = createPlay(scenario, { seed });
  play.toEnd();
  expect(play.fault).toBeUndefined();
  return play;
}

function expectPermuted(
  one: Scenario,
  other: Scenario,
  ids: ReadonlyMap<string, string>,
  seed: number,
): void {
  const [before, after] = [ending(one, seed), ending(other, seed)];
  expect({ ...after, parties: 0 }).toEqual({ ...before, parties: 0 });
  for (const [id, values] of before.parties) expect(after.parties.get(ids.get(id)!), id).toEqual(values);
}

test('first-mandate with its parties relabelled, streams kept, ends the same for each of them', async () => {
  const { document, ids } = relabelled(firstMandateDocument() as unknown as ScenarioDocument);
  const other = await compiled(document);
  expect(other.partyIds.map((id) => [...ids].find(([, label]) => label === id)?.[0])).toEqual(
    [...firstMandate.partyIds].reverse(),
  );
  for (let seed = 0; seed < 60; seed++) expectPermuted(firstMandate, other, ids, seed);
});

function shipped(id: string): ScenarioDocument {
  const file = path.resolve(import.meta.dirname, '../../scenarios', id, 'scenario.yaml');
  return parse(readFileSync(file, 'utf8')) as ScenarioDocument;
}

test.each(scenarioIds().filter((id) => id !== 'first-mandate'))(
  '%s with its parties relabelled too',
  async (id) => {
    const original = shipped(id);
    const { document, ids } = relabelled(original);
    const [one, other] = [await compiled(original), await compiled(document)];
    // Parties meet in pairs in this one.
    const seeds = id === 'aid-window' ? 30 : 5;
    for (let seed = 0; seed < seeds; seed++) expectPermuted(one, other, ids, seed);
  },
);

/** The document without what is settled by order: of equals, the first speaks for a group. */
function withoutTies(document: ScenarioDocument): ScenarioDocument {
  const parties = document.parties.map((party, place) => ({
    ...party,
    capability: (Number(party.capability ?? 1) * 9) / 10 + place / 1024,
  }));
  return { ...document, parties };
}

/** Published models that take the first of equal offers, and in which equals are common. */
const takeTheFirst = ['expected-utility-challenge', 'position-exchange'];

const symmetricDocuments = scenarioDocuments
  .filter(({ phases }) => phases.every(({ protocol }) => !takeTheFirst.includes(String(protocol))))
  .map(withoutTies);

test('relabelling permutes random scenarios too, where no tie is settled by order', async () => {
  await fc.assert(
    fc.asyncProperty(symmetricDocuments, fc.nat(100), async (original, seed) => {
      const { document, ids } = relabelled(original);
      expectPermuted(await compiled(original), await compiled(document), ids, seed);
    }),
    { numRuns: 100 },
  );
});

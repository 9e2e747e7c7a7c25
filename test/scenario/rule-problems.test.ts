import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadDocument, type Problem } from '../../engine/index.ts';
import { loadBody } from '../../engine/scenario/body.ts';

const shipped = readFileSync('scenarios/first-mandate/scenario.yaml', 'utf8');

/** The problems of First mandate with other rules, groups and tables, as `path code`. */
async function problems(rules: object, more: object = {}): Promise<string[]> {
  return (await found(rules, more)).map(({ path, code }) => `${path} ${code}`);
}

async function messages(rules: object): Promise<string[]> {
  return (await found(rules)).map(({ message }) => message);
}

async function found(rules: object, more: object = {}): Promise<readonly Problem[]> {
  const document = parse(shipped) as { rules: object };
  const loaded = await loadDocument({
    ...document,
    groups: [
      { id: 'north', title: 'North', members: ['norland', 'aldria'] },
      { id: 'desk', title: 'The secretariat', members: ['secretariat'] },
    ],
    tables: [
      { id: 'population', title: 'Population', unit: 'millions', values: { norland: 10, aldria: 20 } },
      {
        id: 'emissions',
        title: 'Emissions',
        unit: 'Mt',
        values: { aldria: 30, imara: 1, meridia: 20, norland: 40, solenna: 5, tessara: 4 },
      },
    ],
    ...more,
    rules: { ...document.rules, ...rules },
  });
  return loaded.ok ? [] : loaded.problems;
}

const decision = (rule: object) => problems({ decision: [rule] });
const force = (rule: object, more?: object) => problems({ entryIntoForce: { parties: 1, ...rule } }, more);

describe('rules that can be met have no problems', () => {
  it.each([
    ['votes by a table', { decision: [{ rule: 'weighted-majority', weights: 'emissions', share: 0.7 }] }],
    [
      'vetoes and chambers',
      { decision: [{ rule: 'two-thirds', vetoes: ['north'], chambers: [{ group: 'north' }] }] },
    ],
    [
      'named rules',
      { named: { important: { rule: 'two-thirds' } }, procedure: { rule: 'absolute-majority' } },
    ],
    [
      'entry into force with everything',
      {
        entryIntoForce: {
          parties: 2,
          shareOf: { table: 'emissions', minShare: 0.5, group: 'north' },
          subsetMin: [{ group: 'north', n: 1 }],
          all: 'north',
          delay: { months: 3, firstOfMonth: true },
          waivers: 'north',
        },
      },
    ],
    [
      'a protocol for outsiders',
      {
        additionalProtocols: [
          { id: 'protocol-one', title: 'I', joins: 'north', entryIntoForce: { parties: 2 } },
        ],
      },
    ],
  ] as const)('%s', async (_what, rules) => expect(await problems(rules)).toEqual([]));
});

describe('a decision rule', () => {
  it.each([
    [
      'that nobody could carry',
      { rule: 'affirmative-votes', votes: 7 },
      'rules.decision[0] unreachable-rule',
    ],
    [
      'that asks for more than all of the weight',
      { rule: 'weighted-majority', share: 1 },
      'rules.decision[0] unreachable-rule',
    ],
    [
      'with a chamber of parties without a vote',
      { rule: 'simple-majority', chambers: [{ group: 'desk' }] },
      'rules.decision[0] unreachable-rule',
    ],
    [
      'with a blocking minority in a small body',
      { rule: 'double-majority', blockingMinority: 4 },
      'rules.decision[0].blockingMinority blocking-minority',
    ],
    [
      'with a group that is not there',
      { rule: 'consensus', vetoes: ['nort'] },
      'rules.decision[0].vetoes[0] unknown-id',
    ],
    [
      'with a table that is not there',
      { rule: 'weighted-majority', weights: 'emission' },
      'rules.decision[0].weights unknown-id',
    ],
    [
      'with a table that lacks voters',
      { rule: 'weighted-majority', weights: 'population' },
      'rules.decision[0].weights table-gap',
    ],
    [
      'with a veto of a group without votes',
      { rule: 'consensus', vetoes: ['desk'] },
      'rules.decision[0].vetoes[0] empty-group',
    ],
    [
      'for a group without votes',
      { rule: 'consensus', voters: 'desk' },
      'rules.decision[0].voters empty-group',
    ],
    [
      'with a quorum beyond its voters',
      { rule: 'consensus', voters: 'north', quorum: 3 },
      'rules.decision[0].quorum unreachable-quorum',
    ],
    [
      'with a share above one',
      { rule: 'weighted-majority', share: 1.2 },
      'rules.decision[0].share out-of-range',
    ],
  ] as const)('%s is a problem', async (_what, rule, problem) => {
    expect(await decision(rule)).toEqual([problem]);
  });

  it('is checked where it has a name, and where it decides procedure', async () => {
    const hopeless = { rule: 'affirmative-votes', votes: 9 };
    expect(await problems({ named: { important: hopeless }, procedure: hopeless })).toEqual([
      'rules.procedure unreachable-rule',
      'rules.named.important unreachable-rule',
    ]);
  });

  it('whose group is misspelt says which one was meant', async () => {
    const document = parse(shipped) as { rules: object };
    const loaded = await loadDocument({
      ...document,
      groups: [{ id: 'north', title: 'North', members: ['norland'] }],
      rules: { ...document.rules, decision: [{ rule: 'consensus', vetoes: ['nort'] }] },
    });
    expect(loaded.ok ? '' : loaded.problems[0]?.hint).toBe('Did you mean north?');
  });
});

describe('a group', () => {
  const found = async (north: readonly string[], south: readonly string[]): Promise<string[]> => {
    const document = parse(shipped) as object;
    const groups = [
      { id: 'north', title: 'North', members: north },
      { id: 'south', title: 'South', members: south },
    ];
    const loaded = await loadDocument({ ...document, groups });
    return loaded.ok ? [] : loaded.problems.map(({ path, code, message }) => `${path} ${code}: ${message}`);
  };

  it('has parties as its members, and not itself, nor another group, nor both in a circle', async () => {
    expect(await found(['norland'], ['imara'])).toEqual([]);
    expect(await found(['norland', 'north'], ['imara'])).toEqual([
      'groups.north.members[1] group-in-itself: the group north contains itself',
    ]);
    expect(await found(['norland', 'south'], ['imara'])).toEqual([
      'groups.north.members[1] group-as-member: "south" is a group, and no member of north',
    ]);
    expect(await found(['south'], ['north'])).toEqual([
      'groups.north.members[0] group-in-itself: the group north contains itself by way of south',
      'groups.south.members[0] group-in-itself: the group south contains itself by way of north',
    ]);
    expect(await found(['norlan'], ['imara'])).toEqual([
      'groups.north.members[0] unknown-id: there is no party "norlan"',
    ]);
  });
});

describe('a rule of entry into force', () => {
  const at = (path: string, code: string) => [`rules.entryIntoForce.${path} ${code}`];

  it.each([
    [
      'over a table that lacks a party',
      { shareOf: { table: 'population', minShare: 0.5 } },
      'shareOf.table',
      'table-gap',
    ],
    [
      'over a table that is not there',
      { shareOf: { table: 'emision', minShare: 0.5 } },
      'shareOf.table',
      'unknown-id',
    ],
    [
      'with a share above one',
      { shareOf: { table: 'emissions', minShare: 1.5 } },
      'shareOf.minShare',
      'out-of-range',
    ],
    [
      'with a total beyond the table',
      { shareOf: { table: 'emissions', minShare: 0.55, total: 1000 } },
      'shareOf.minShare',
      'unreachable-threshold',
    ],
    [
      'with more of a group than it has',
      { subsetMin: [{ group: 'north', n: 3 }] },
      'subsetMin[0].n',
      'unreachable-threshold',
    ],
    ['with all of a group that cannot ratify', { all: 'desk' }, 'all', 'unreachable-threshold'],
    ['with a scope too small', { parties: 3, countScope: 'north' }, 'parties', 'unreachable-threshold'],
    ['with a group that is not there', { waivers: 'sooth' }, 'waivers', 'unknown-id'],
    ['with a delay told twice', { delay: { days: 30, months: 1 } }, 'delay', 'bad-value'],
    ['with a day and no calendar', { notBefore: '2027-01-01' }, 'notBefore', 'missing-key'],
    ['with a day that is none', { notBefore: '2027-02-30' }, 'notBefore', 'bad-value'],
  ] as const)('%s is a problem', async (_what, rule, path, code) => {
    expect(await force(rule)).toEqual(at(path, code));
  });

  it('over numbers beyond measure is told where they are, and a share in plain numbers', async () => {
    const values = { aldria: 1e308, imara: 1e308, meridia: 1, norland: 1, solenna: 1, tessara: 1 };
    const tables = [{ id: 'emissions', title: 'Emissions', unit: 'Mt', values }];
    const rule = (minShare: number) => ({ shareOf: { table: 'emissions', minShare, total: 1000 } });
    expect(await force(rule(0.55), { tables })).toEqual([
      'tables.emissions.values.aldria out-of-range',
      'tables.emissions.values.imara out-of-range',
    ]);
    expect(await messages({ entryIntoForce: { parties: 1, ...rule(0.55) } })).toEqual([
      '55 % of emissions are needed; all who can ratify have 10 %',
    ]);
  });

  it('may name a day in a scenario with a calendar, which must be a day itself', async () => {
    expect(await force({ notBefore: '2027-01-01' }, { calendar: { start: '2026-01-01' } })).toEqual([]);
    expect(await force({}, { calendar: { start: '2026-02-30' } })).toEqual(['calendar.start bad-value']);
  });

  it('of a protocol is checked against those who may join it', async () => {
    const protocol = (joins: string, parties: number) => ({
      additionalProtocols: [{ id: 'one', title: 'I', joins, entryIntoForce: { parties } }],
    });
    expect(await problems(protocol('north', 3))).toEqual([
      'rules.additionalProtocols.one.entryIntoForce.parties unreachable-threshold',
    ]);
    expect(await problems(protocol('desk', 1))).toEqual(['rules.additionalProtocols.one.joins empty-group']);
    // with the north outside, four states are left for the treaty itself
    expect(await problems({ ...protocol('north', 1), entryIntoForce: { parties: 5 } })).toEqual([
      'rules.entryIntoForce.parties unreachable-threshold',
    ]);
  });
});

describe('a rule file', () => {
  const told = (text: string) => {
    const loaded = loadBody(text);
    return loaded.ok ? [] : loaded.problems.map(({ line, path, code }) => `${line} ${path} ${code}`);
  };

  it('tells its problems with their lines', () => {
    const frame = 'id: club\ntitle: Club\nparties: [a, b, c]\n';
    expect(told(`${frame}decision: {rule: affirmative-votes, votes: 4}\n`)).toEqual([
      '4 decision unreachable-rule',
    ]);
    expect(told(`${frame}entryIntoForce: {parties: 4}\n`)).toEqual([
      '4 entryIntoForce.parties unreachable-threshold',
    ]);
    expect(told(`${frame}decision: {rule: consenus}\n`)).toEqual(['4 decision.rule bad-value']);
    expect(told('[a]\n')).toEqual(['1  not-a-mapping']);
    expect(told(`${frame}decision: {rule: two-thirds}\n`)).toEqual([]);
  });
});

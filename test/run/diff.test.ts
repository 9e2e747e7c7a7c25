import { expect, test } from 'vitest';
import { diffRecords, type RunRecord } from '../../engine/index.ts';
import {
  compact,
  compiled,
  firstMandate,
  firstMandateDocument,
  type Loose,
  played,
  recordOf,
  withoutElections,
} from './first-mandate.ts';

const recordOfSeed = (seed: number) => recordOf(played(firstMandate, { seed }), { seed });
const seven = recordOfSeed(7);

test('a record and itself, compact or full, are the same', async () => {
  for (const [a, b] of [
    [seven, seven],
    [seven, compact(seven)],
    [compact(seven), compact(seven)],
  ] as const) {
    const diff = await diffRecords(a, b);
    expect(diff).toMatchObject({ isSame: true, settings: [], notes: [] });
    expect(diff.summary).toBe('the same went in; the same came out');
  }
});

test('two seeds differ in the seed, then first in a round, party, slice and event', async () => {
  const settled = await withoutElections();
  const [a, other] = [7, 8].map((seed) => recordOf(played(settled, { seed }), { seed }));
  for (const b of [other, compact(other)]) {
    const { settings, first } = await diffRecords(compact(a), b);
    expect(settings).toEqual([{ path: 'seed', a: '7', b: '8' }]);
    expect(first).toMatchObject({
      round: 3,
      slice: 'talks.noise',
      event: { kind: 'reasoned', field: 'value' },
    });
    expect(first?.event?.a).not.toBe(first?.event?.b);
  }
});

test('two seeds differ in what is drawn and not told yet', async () => {
  const { first } = await diffRecords(seven, recordOfSeed(8));
  expect(first).toMatchObject({ round: 0, slice: 'elections.next', party: 'aldria' });
});

test('scenarios are compared by the ids in them', async () => {
  const document: Loose = firstMandateDocument();
  document.parties.find((party: Loose) => party.id === 'solenna').benefit = 0.1;
  document.parties = document.parties.filter((party: Loose) => party.id !== 'kestrel');
  document.ticks = 90;
  const scenario = await compiled(document);
  const other = recordOf(played(scenario, { seed: 7 }), { seed: 7 });
  const { settings, first, isSame } = await diffRecords(seven, other);
  expect(isSame).toBe(false);
  const paths = settings.map((setting) => setting.path);
  expect(paths).toContain('scenario.parties.solenna.benefit');
  expect(paths).toContain('scenario.parties.kestrel');
  expect(paths).toContain('scenario.ticks');
  expect(paths.filter((path) => path.startsWith('scenario.parties'))).toHaveLength(2);
  expect(first?.round).toBe(0);
  expect(first?.what).not.toContain('undefined');
});

test('another version, other overrides and other inputs are named', async () => {
  const other: RunRecord = {
    ...seven,
    engineVersion: '0.0.9',
    overrides: ['ticks=60'],
    inputs: [{ type: 'take', seat: 'norland', round: 9000, turn: 0 }],
  };
  const diff = await diffRecords(seven, other);
  expect(diff.settings.map((setting) => setting.path)).toEqual([
    'overrides[0]',
    'inputs[0]',
    'engineVersion',
  ]);
  expect(diff.first).toBeUndefined();
});

test('an edited record is told apart from the original, also when it cannot be replayed', async () => {
  const rounds = seven.rounds.map((round, index) =>
    index === 20 ? { ...round, chain: 'f'.repeat(32) } : round,
  );
  const diff = await diffRecords(seven, { ...compact(seven), rounds });
  expect(diff.first).toMatchObject({ round: 20 });
  expect(diff.notes.join()).toContain('B does not replay here');
  const foreign = { ...compact(seven), scenario: { ...seven.scenario, phases: [] } } as RunRecord;
  const unread = await diffRecords(foreign, seven);
  expect(unread.notes.join()).toContain('A cannot be replayed here');
  expect(unread.settings).toEqual([]);
  const edited = { ...seven, outcome: 'lapsed', status: 'complete' } as RunRecord;
  expect((await diffRecords(seven, edited)).first?.what).toContain('outcome');
});

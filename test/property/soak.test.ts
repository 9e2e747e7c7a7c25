import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPlay, decodeEvents, Loop, loadDocument, outcomes } from '../../engine/index.ts';
import { scenarioDocuments, treatyDocuments } from './scenarios.ts';
import { soak, soakOnce } from './soak.ts';

const runs = Number(process.env['SOAK_RUNS'] ?? 60);

test(
  `${runs} random scenarios repeat, branch and replay, and keep what must hold`,
  async () => {
    expect(await soak(runs, 20)).toBeUndefined();
  },
  10_000 + runs * 200,
);

test('the random scenarios adopt, lapse, enter into force and break down', async () => {
  const found = new Set<string>();
  for (const document of fc.sample(scenarioDocuments, { numRuns: 120, seed: 5 })) {
    const loaded = await loadDocument(document);
    if (!loaded.ok) throw new Error('the arbitrary draws scenarios that do not load');
    const play = createPlay(loaded.value, { seed: 1 });
    play.toEnd();
    found.add(outcomes[play.run.loop[Loop.outcome]!]!);
  }
  for (const outcome of ['adopted', 'breakdown', 'consensus', 'in-force', 'lapsed']) {
    expect(found).toContain(outcome);
  }
});

test('the years after the gavel see withdrawals, excuses, objections, amendments and ends', async () => {
  const found = new Set<string>();
  for (const document of fc.sample(treatyDocuments, { numRuns: 80, seed: 4 })) {
    const loaded = await loadDocument(document);
    if (!loaded.ok) throw new Error('the arbitrary draws scenarios that do not load');
    const play = createPlay(loaded.value, { seed: 1, keepRecords: true });
    play.toEnd();
    for (const { kind } of decodeEvents(loaded.value, play.recorder.records())) found.add(kind);
  }
  for (const kind of [
    'withdrew',
    'escapeInvoked',
    'objectedToReservation',
    'reservationAccepted',
    'treatyAmended',
    'terminated',
    'failureReported',
    'concealmentFound',
  ]) {
    expect(found, kind).toContain(kind);
  }
});

test('the soak finds a scenario that does not load, and says so', async () => {
  const [document] = fc.sample(scenarioDocuments, { numRuns: 1, seed: 1 });
  const result = await soakOnce({ document: { ...document, ticks: 0 }, seed: 1, at: 0 });
  expect(result?.what).toContain('ticks');
});

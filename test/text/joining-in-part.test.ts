/** Reservations and footnotes as moves: what people may answer, what binds them, what the others expect. */
import { describe, expect, test } from 'vitest';
import { decodeEvents, type Input, questions } from '../../engine/index.ts';
import { depthOf, utilityOf } from '../../engine/preferences/utility.ts';
import { packageOf } from '../../engine/rules/reservations.ts';
import type { Scenario } from '../../engine/run/contract.ts';
import { compiled, firstMandate, firstMandateDocument, type Loose, played } from '../run/first-mandate.ts';
import { nestedDocument } from './nested.ts';

async function permitting(edit: (document: Loose) => void, base = firstMandateDocument()): Promise<Scenario> {
  edit(base);
  return compiled(base);
}

const reserving = await permitting((document) => {
  document.rules.reservations = { permitted: ['certification', 'aid'] };
  document.rules.dissociation = { permitted: true, most: 2 };
  // no fees, and rates that stand: utility is that of a package alone
  delete document.world.escape;
  delete document.world.operations;
});

const kind = (id: string) => questions.find((question) => question.id === id)!;

describe('answers', () => {
  const rows: readonly (readonly [string, Scenario, string, unknown, boolean])[] = [
    ['plain', firstMandate, 'sign', { signs: true }, true],
    ['reserving where nothing may be', firstMandate, 'sign', { signs: true, reservations: ['aid'] }, false],
    ['reserving what may be', reserving, 'sign', { signs: true, reservations: ['aid'] }, true],
    ['reserving what may not be', reserving, 'sign', { signs: true, reservations: ['data'] }, false],
    ['reserving without signing', reserving, 'sign', { signs: false, reservations: ['aid'] }, false],
    [
      'acceding with a reservation',
      reserving,
      'accede',
      { accedes: true, reservations: ['certification'] },
      true,
    ],
    [
      'dissociating where it is not permitted',
      firstMandate,
      'object',
      { objects: false, dissociates: ['aid'] },
      false,
    ],
    ['dissociating', reserving, 'object', { objects: false, dissociates: ['aid', 'data'] }, true],
    [
      'dissociating from too much',
      reserving,
      'object',
      { objects: false, dissociates: ['aid', 'data', 'seats'] },
      false,
    ],
    ['dissociating and objecting', reserving, 'object', { objects: true, dissociates: ['aid'] }, false],
  ];
  test.each(rows)('%s', (_what, scenario, id, answer, isTaken) => {
    const question = kind(id);
    expect(question.schema(scenario).safeParse(answer).success).toBe(isTaken);
    if (!isTaken) return;
    const integers = new Int32Array(scenario.answerWidth);
    question.encode(scenario, answer, integers, 0);
    expect(question.decode(scenario, integers, 0)).toEqual(answer);
  });
});

/** A run in which a person holds a seat and answers one question; strategies answer the others. */
function runWith(scenario: Scenario, seat: string, question: string, answer: unknown, seed = 7) {
  const asked = played(scenario, { seed });
  const events = decodeEvents(scenario, asked.recorder.records());
  const wanted = question === 'object' ? 'decided' : 'signed';
  const { round } = events.find((event) => event.kind === wanted)!;
  const inputs: Input[] = [
    { type: 'take', seat, round, turn: 0 },
    { type: 'answer', seat, round, turn: 0, question, answer },
    { type: 'give', seat, round, turn: 1 },
  ];
  const play = played(scenario, { seed, inputs });
  expect(play.fault).toBeUndefined();
  return { play, events: decodeEvents(scenario, play.recorder.records()) };
}

test('a reservation binds its party by today’s practice and is counted by the others', () => {
  const { play, events } = runWith(reserving, 'solenna', 'sign', {
    signs: true,
    reservations: ['certification'],
  });
  expect(events.filter(({ kind: name }) => name === 'reserved')).toMatchObject([
    { party: 'solenna', issue: 'certification' },
  ]);
  const { run } = play;
  const party = reserving.partyIds.indexOf('solenna');
  const text = run.i32['text.option'];
  const k = reserving.issueIds.indexOf('certification');
  expect(text[k]).not.toBe(reserving.reversion[k]);
  const own = Int32Array.from(text, (option, issue) => (issue === k ? reserving.reversion[k] : option));
  expect([...packageOf(run, party).slice(0, own.length)]).toEqual([...own]);
  expect(run.f64['treaty.kept'][party]).toBeCloseTo(depthOf(reserving, own) / depthOf(reserving, text), 15);

  const terms = new Float64Array(4);
  const reliability = run.reliability(party, run.i32['treaty.expected']);
  expect(run.textUtility(party)).toBe(utilityOf(reserving, party, own, reliability, terms));

  // The others expect of it as much less as its reservation takes from the depth.
  const other = reserving.partyIds.indexOf('imara');
  const only = (id: number) => Int32Array.from(reserving.partyIds, (_, index) => (index === id ? 1 : 0));
  const expected =
    (reserving.weight[party] *
      run.f64['trust.value'][other * reserving.partyCount + party] *
      run.f64['treaty.kept'][party]) /
    (1 - reserving.weight[other]);
  expect(run.reliability(other, only(party))).toBeCloseTo(expected, 15);
  // What complying costs follows the depth that binds it.
  expect(run.f64['compliance.gain'][party]).toBe(reserving.costRate[party] * depthOf(reserving, own));
});

test('who reserves a sentence reserves what stands inside it', async () => {
  const scenario = await compiled(nestedDocument());
  const { run } = played(scenario, { seed: 7 });
  const [outer, inner] = ['certification', 'audit-frequency'].map((id) => scenario.issueIds.indexOf(id));
  const party = scenario.partyIds.indexOf('solenna');
  const text = run.i32['text.option'];
  text[outer] = scenario.optionIds[outer].indexOf('third-party-audit');
  text[inner] = scenario.optionIds[inner].indexOf('yearly');
  expect(packageOf(run, party)[inner]).toBe(text[inner]);
  run.i32['treaty.reservation'][party * scenario.issueCount + outer] = 1;
  run.i32['treaty.reservations'][party] = 1;
  expect(packageOf(run, party)[outer]).toBe(scenario.reversion[outer]);
  expect(packageOf(run, party)[inner]).toBe(scenario.reversion[inner]);
  expect(text[inner]).not.toBe(scenario.reversion[inner]);
});

test('a footnote keeps the consensus and goes to the record', () => {
  const { events } = runWith(reserving, 'norland', 'object', {
    objects: false,
    dissociates: ['aid', 'data'],
  });
  const notes = events.filter(({ kind: name }) => name === 'dissociated');
  expect(notes).toMatchObject([
    { party: 'norland', issue: 'aid' },
    { party: 'norland', issue: 'data' },
  ]);
  expect(events.some(({ kind: name }) => name === 'formallyObjected')).toBe(false);
  expect(events.some(({ kind: name }) => name === 'adopted')).toBe(true);
});

test('strategies reserve what crosses their red lines, and nothing else', async () => {
  const scenario = await permitting((document) => {
    document.rules.decision = [{ rule: 'two-thirds' }];
    document.rules.reservations = { permitted: 'all' };
    document.parties.find((party: Loose) => party.id === 'norland').redLines = {
      certification: { atMost: 'own-rules' },
    };
  });
  let reserved = 0;
  for (let seed = 1; seed <= 10; seed++) {
    const play = played(scenario, { seed });
    for (const event of decodeEvents(scenario, play.recorder.records())) {
      if (event.kind !== 'reserved') continue;
      expect(event).toMatchObject({ party: 'norland', issue: 'certification' });
      expect(event.option).not.toBe('own-rules');
      reserved++;
    }
  }
  expect(reserved).toBeGreaterThan(5);
});

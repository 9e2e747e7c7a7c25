import { expect, test } from 'vitest';
import {
  builtIn,
  createPlay,
  engineVersion,
  formatRecord,
  type Input,
  Loop,
  makeRecord,
  parseRecord,
  playRecord,
  type Registry,
  type RunEvent,
  type RunRecord,
  replay,
  rulesVersion,
} from '../../engine/index.ts';
import { tinyScenario } from '../conformance/protocols.ts';
import {
  compact,
  compiled,
  firstMandate,
  firstMandateDocument,
  type Loose,
  played,
  playRounds,
  recordOf,
} from './first-mandate.ts';

/** Norland is held from the agenda on and answers the first question it is asked; then it goes back. */
const inputs: Input[] = [
  { type: 'take', seat: 'norland', round: 2, turn: 0 },
  {
    type: 'answer',
    seat: 'norland',
    round: 2,
    turn: 0,
    question: 'rank',
    answer: { order: ['data', 'aid', 'seats', 'certification', 'benefit-share'] },
  },
  { type: 'give', seat: 'norland', round: 3, turn: 0 },
];
const full = recordOf(played(firstMandate, { seed: 7, inputs }), { seed: 7 });
const small = compact(full);

const copy = (record: RunRecord): Loose => JSON.parse(JSON.stringify(record));
const changed = (record: RunRecord, change: (copy: Loose) => void): RunRecord => {
  const result = copy(record);
  change(result);
  return result as RunRecord;
};

const flip = (digits: string, at: number) =>
  `${digits.slice(0, at)}${digits[at] === '0' ? '1' : '0'}${digits.slice(at + 1)}`;

test('a record replays to itself, from memory and from its file', async () => {
  for (const record of [full, small]) {
    expect(await replay(record)).toMatchObject({ verdict: 'same', rounds: record.rounds.length, notes: [] });
    const parsed = parseRecord(formatRecord(record));
    expect(parsed.ok && (await replay(parsed.value)).verdict).toBe('same');
  }
});

test('what was said behind doors replays from its file, and a changed hearer is named', async () => {
  const scenario = await tinyScenario('contact-groups');
  const play = createPlay(scenario, { seed: 3, keepRecords: true, keepSliceDigests: true });
  play.toEnd();
  const parsed = parseRecord(formatRecord(makeRecord(play, { seed: 3, full: true })));
  if (!parsed.ok) throw new Error(parsed.fault.message);
  const record = parsed.value;
  const index = record.events?.findIndex((event) => 'audience' in event) ?? -1;
  expect(index).toBeGreaterThan(0);
  expect((await replay(record)).verdict).toBe('same');
  const edited = changed(record, (r) => r.events[index].audience.pop());
  const result = await replay(edited);
  expect(result).toMatchObject({ verdict: 'diverged', first: { event: { index, field: 'audience' } } });
});

test.each<[string, RunRecord, (record: Loose) => void, Record<string, unknown>]>([
  ['the seed', small, (r) => (r.seed = '8'), { round: 3, slice: 'talks.noise', party: 'aldria' }],
  ['the seed of a full one', full, (r) => (r.seed = '8'), { event: { kind: 'reasoned', field: 'value' } }],
  [
    'an answer',
    small,
    (r) => r.inputs[1].answer.order.reverse(),
    { round: 2, slice: 'talks.rank', party: 'norland' },
  ],
  [
    'an answer of a full one',
    full,
    (r) => r.inputs[1].answer.order.reverse(),
    { event: { kind: 'answered', field: 'hash' } },
  ],
  [
    'a dropped input',
    small,
    (r) => r.inputs.pop(),
    { round: 3, what: 'round 3: the record has 61 rounds and the replay 3' },
  ],
  ['an input of another seat', small, (r) => (r.inputs[0].seat = 'solenna'), { round: 2 }],
  ['a chain value', small, (r) => (r.rounds[5].chain = flip(r.rounds[5].chain, 0)), { round: 5 }],
  [
    'a slice digest',
    small,
    (r) => (r.rounds[6].slices = flip(r.rounds[6].slices, 9)),
    { round: 6, slice: 'chart.party', party: 'aldria' },
  ],
  [
    'the last slice digest',
    small,
    (r) => (r.rounds[9].slices = flip(r.rounds[9].slices, r.rounds[9].slices.length - 1)),
    { round: 9, slice: 'strategy.memory', party: 'university' },
  ],
  ['a missing slice digest', small, (r) => (r.rounds[4].slices = r.rounds[4].slices.slice(8)), { round: 4 }],
  [
    'a value of an event',
    full,
    (r) => (r.events[300].value = 0.25),
    { event: { index: 300, recorded: 0.25 } },
  ],
  [
    'a kind of an event',
    full,
    (r) => (r.events[34].kind = 'adopted'),
    { round: 0, event: { index: 34, field: 'kind', recorded: 'adopted', replayed: 'mapped' } },
  ],
  [
    'a field too many',
    full,
    (r) => (r.events[10].mood = 'sour'),
    { event: { index: 10, field: 'mood', recorded: 'sour' } },
  ],
  ['an event too few', full, (r) => r.events.pop(), { round: 60, event: { kind: 'ended', field: 'kind' } }],
  [
    'an event too many',
    full,
    (r) => r.events.push({ ...r.events[0] }),
    { event: { index: full.events?.length, field: 'kind' } },
  ],
  ['a round too few', small, (r) => r.rounds.pop(), { round: 60 }],
  ['a round too many', small, (r) => r.rounds.push(r.rounds[0]), { round: 61 }],
  ['no rounds', small, (r) => (r.rounds = []), { round: 0 }],
  ['the digest', small, (r) => (r.digest = flip(r.digest, 1)), { round: 61 }],
  ['the outcome', small, (r) => (r.outcome = 'lapsed'), { round: 61 }],
  ['the status', small, (r) => (r.status = 'partial'), { round: 61 }],
  [
    'a fault that was none',
    small,
    (r) => Object.assign(r, { status: 'faulted', fault: 'a bug' }),
    { round: 61 },
  ],
  ['the scenario', small, (r) => r.scenario.parties[0].benefit++, { round: 0 }],
  [
    'a branch that was none',
    small,
    (r) => (r.branch = { round: 4, replicate: 1, inputs: 'keep' }),
    { round: 4 },
  ],
])('an edit of %s is named', async (name, record, change, first) => {
  const report = await replay(changed(record, change));
  expect(report.verdict, name).toBe('diverged');
  expect(report.first).toMatchObject(first);
  expect(report.first?.what).toMatch(/^round \d+: \S/);
  expect(report.summary).toContain('differs first at round');
});

test('a replay that waits for somebody says for whom', async () => {
  const report = await replay(changed(small, (record) => record.inputs.pop()));
  expect(report.notes).toEqual(['the replay waits for an answer of norland']);
});

test('a record of another version is played by this one, and the report says so', async () => {
  const other = { ...small, engineVersion: '0.0.9' };
  const rules = `rules ${rulesVersion} (this is rules ${rulesVersion})`;
  expect((await replay(other)).summary).toContain(`written by engine 0.0.9, ${rules}; same: 61 rounds`);
  const older = changed(other, (record) => (record.rounds[8].chain = flip(record.rounds[8].chain, 3)));
  const report = await replay(older);
  expect(report).toMatchObject({ verdict: 'diverged', isThisVersion: false, engineVersion: '0.0.9' });
  expect(report.summary).toContain(`written by engine 0.0.9, ${rules}; differs first at round 8: `);
  expect((await replay(small)).summary).not.toContain(engineVersion);
});

test('a record whose scenario is not known here is unreadable, with the problems', async () => {
  const registry: Registry = {
    ...builtIn,
    protocols: builtIn.protocols.filter(({ id }) => id !== 'adoption'),
  };
  const report = await replay(full, { registry });
  expect(report).toMatchObject({ verdict: 'unreadable' });
  expect(report.problems.length).toBeGreaterThan(0);
  expect(report.summary).toContain('phases');
  const bad = await replay({ ...full, branch: { round: 1, replicate: -1, inputs: 'keep' } });
  expect(bad).toMatchObject({ verdict: 'unreadable', problems: [{ code: 'bad-branch' }] });
});

test('a partial record is played to where it stops, also in the middle of a round', async () => {
  for (const steps of [1, 2, 3, 5, 8, 13, 21, 34]) {
    const play = createPlay(firstMandate, { seed: 3, keepRecords: true, keepSliceDigests: true });
    for (let step = 0; step < steps; step++) play.advance();
    const record = recordOf(play, { seed: 3 });
    expect(record.status).toBe('partial');
    expect(await replay(record), `${steps} steps`).toMatchObject({
      verdict: 'same',
      rounds: record.rounds.length,
    });
    expect((await replay(compact(record))).verdict).toBe('same');
    const events = record.events as RunEvent[];
    const last = changed(record, (each) => (each.events.at(-1).round += 1));
    expect((await replay(last)).first?.event, `${steps} steps`).toMatchObject({ index: events.length - 1 });
  }
});

test('a run that waits for a person goes on from its record', async () => {
  const play = createPlay(firstMandate, {
    seed: 5,
    inputs: inputs.slice(0, 1),
    keepRecords: true,
    keepSliceDigests: true,
  });
  expect(play.toEnd()).toBe(false);
  const record = recordOf(play, { seed: 5 });
  expect(record).toMatchObject({ status: 'partial', outcome: 'running' });
  expect((await replay(record)).verdict).toBe('same');
  const resumed = await playRecord(record);
  if (!resumed.ok) throw new Error('not resumed');
  const { value } = resumed;
  expect(value.openQuestions()).toEqual(play.openQuestions());
  for (const each of [play, value]) {
    each.inputs.push({ type: 'give', seat: 'norland', round: 2, turn: 0 });
    each.toEnd();
  }
  expect(recordOf(value, { seed: 5 })).toEqual(recordOf(play, { seed: 5 }));
});

test('a run that ended in a fault replays to the same fault', async () => {
  const breaks = builtIn.mechanisms.map((mechanism) =>
    mechanism.id !== 'trust'
      ? mechanism
      : {
          ...mechanism,
          onTick: (run: Loose) => {
            if (run.loop[Loop.round] === 6) throw new Error('a planted bug');
          },
        },
  );
  const registry: Registry = { ...builtIn, mechanisms: breaks };
  const { loadDocument } = await import('../../engine/index.ts');
  const loaded = await loadDocument(firstMandateDocument(), { registry });
  if (!loaded.ok) throw new Error('not loaded');
  const record = recordOf(played(loaded.value, { seed: 1 }), { seed: 1 });
  expect(record).toMatchObject({ status: 'faulted', fault: 'a planted bug' });
  expect(record.rounds).toHaveLength(6);
  expect((await replay(record, { registry })).verdict).toBe('same');
  expect((await replay(compact(record), { registry })).verdict).toBe('same');
  const sound = await replay(compact(record));
  expect(sound).toMatchObject({ verdict: 'diverged' });
});

test('inputs after the end of the run are told, and an input that is not legal is an event', async () => {
  const late: Input = { type: 'take', seat: 'norland', round: 5000, turn: 0 };
  const nonsense: Input[] = [
    { type: 'give', seat: 'nobody', round: 2, turn: 0 },
    { type: 'answer', seat: 'norland', round: 2, turn: 0, question: 'vote', answer: { vote: 'yes' } },
    { type: 'deadline', seat: 'meridia', round: 2, turn: 0 },
    late,
  ];
  const play = played(firstMandate, { seed: 7, inputs: nonsense });
  const record = recordOf(play, { seed: 7 });
  expect(record.status).toBe('complete');
  expect(record.events?.filter((event) => event.kind === 'inputRefused')).toHaveLength(3);
  const report = await replay(record);
  expect(report.verdict).toBe('same');
  expect(report.notes.join()).toContain('1 of 4 inputs');
});

test('the record of a run is a copy: a later input does not reach it', async () => {
  const play = createPlay(await compiled(firstMandateDocument()), { seed: 1, keepSliceDigests: true });
  playRounds(play, 3);
  const record = makeRecord(play, { seed: 1 });
  play.inputs.push({ type: 'take', seat: 'norland', round: 4, turn: 0 });
  expect(record.inputs).toEqual([]);
});

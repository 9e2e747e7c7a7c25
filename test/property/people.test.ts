import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Branch,
  branchPlay,
  createPlay,
  formatRecord,
  type Input,
  makeRecord,
  parseRecord,
  replay,
  runDigest,
} from '../../engine/index.ts';
import { compact, compiled, firstMandate, recordOf } from '../run/first-mandate.ts';
import { playWithPeople } from './people.ts';
import { scenarioDocuments } from './scenarios.ts';

const choices = fc.array(fc.nat(1000), { minLength: 60, maxLength: 300, size: 'max' });
const keeps = { keepRecords: true, keepSliceDigests: true } as const;

test('a run with people at the table repeats from its record, compact or full', async () => {
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(500), choices, async (seed, drawn) => {
      const play = playWithPeople(firstMandate, seed, drawn);
      expect(play.fault).toBeUndefined();
      const record = recordOf(play, { seed });
      answered += record.events?.filter((event) => event.kind === 'answered').length ?? 0;
      const parsed = parseRecord(formatRecord(record));
      if (!parsed.ok) throw new Error(parsed.fault.message);
      expect(parsed.value).toEqual(record);
      expect((await replay(parsed.value)).summary).toContain('same');
      expect((await replay(compact(record))).verdict).toBe('same');
      const again = createPlay(firstMandate, { seed, inputs: record.inputs });
      again.toEnd();
      expect(runDigest(again, seed)).toBe(record.digest);
    }),
    { numRuns: 7, seed: 3 },
  );
  expect(answered).toBeGreaterThan(20);
});

test('people in random scenarios: the record replays, and branches with and without them', async () => {
  await fc.assert(
    fc.asyncProperty(
      scenarioDocuments,
      fc.nat(500),
      choices,
      fc.nat(1000),
      async (document, seed, drawn, at) => {
        const scenario = await compiled(document);
        const play = playWithPeople(scenario, seed, drawn);
        expect(play.fault).toBeUndefined();
        const record = recordOf(play, { seed });
        expect((await replay(record)).summary).toContain('same');
        const round = at % record.rounds.length;
        const origin = { scenario, seed, inputs: record.inputs, rounds: record.rounds.length };
        const branched = (branch: Branch) => {
          const result = branchPlay(origin, branch, keeps);
          if (!result.ok) throw new Error(result.refusal.message);
          result.value.toEnd();
          return makeRecord(result.value, { seed, branch, full: true });
        };
        expect(branched({ round, replicate: 0, inputs: 'keep' }).digest).toBe(record.digest);
        for (const inputs of ['keep', 'bots'] as const) {
          const other = branched({ round, replicate: 1, inputs });
          expect(other.rounds.slice(0, round)).toEqual(record.rounds.slice(0, round));
          expect((await replay(other)).summary).toContain('same');
          if (inputs === 'bots') expect(other.status).toBe('complete');
        }
      },
    ),
    { numRuns: 25, seed: 8 },
  );
});

test('any inputs at all, in any order, are taken or refused, and the run repeats', async () => {
  const seat = fc.constantFrom(...firstMandate.partyIds, 'nobody', '__proto__', '');
  const position = { seat, round: fc.nat(20), turn: fc.nat(4) };
  const input: fc.Arbitrary<Input> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ type: fc.constant('take' as const), ...position }) },
    fc.record({ type: fc.constantFrom('give' as const, 'deadline' as const), ...position }),
    fc.record({
      type: fc.constant('answer' as const),
      ...position,
      question: fc.constantFrom('propose', 'judge', 'rank', 'vote', 'constructor', ''),
      answer: fc.oneof(
        fc.jsonValue({ maxDepth: 2 }),
        fc.constant({ verdict: 'accept' }),
        fc.constant({ vote: 'yes' }),
      ),
    }),
  );
  const inOrder = (inputs: Input[]) => inputs.sort((a, b) => a.round - b.round || a.turn - b.turn);
  const lists = fc.array(input, { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.oneof(lists, lists.map(inOrder)), async (inputs) => {
      const play = createPlay(firstMandate, { seed: 1, inputs, ...keeps });
      play.toEnd();
      expect(play.fault).toBeUndefined();
      const record = recordOf(play, { seed: 1 });
      const parsed = parseRecord(formatRecord(record));
      if (parsed.ok) expect((await replay(parsed.value)).summary).toContain('same');
      else expect(parsed.fault.message).toContain('__proto__');
    }),
    { numRuns: 15 },
  );
});

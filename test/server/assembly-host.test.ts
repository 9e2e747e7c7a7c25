/** A person in an assembly: the screen says what is voted on, and a move against the rules names its rule. */
import { describe, expect, it } from 'vitest';
import type { RunHost } from '../../server/live/run-host.ts';
import type { WireQuestion } from '../../server/wire/messages.ts';
import { tinyScenario } from '../conformance/protocols.ts';
import { hostOf } from './server-fixture.ts';

interface Sitting {
  readonly host: RunHost;
  readonly token: string;
  /** Plays on to the next question, and gives it. */
  next(): WireQuestion | undefined;
  answer(question: WireQuestion, answer: unknown): string;
}

async function sitIn(seat: string, parameters: Record<string, unknown> = {}): Promise<Sitting> {
  const overrides = Object.entries(parameters).map(([key, value]) => ({
    path: `phases.assembly.with.${key}`,
    value,
  }));
  const host = hostOf(await tinyScenario('assembly', overrides));
  const taken = host.take(seat);
  if (!taken.ok) throw new Error(taken.refusal.code);
  const { token } = taken.value;
  let moves = 0;
  return {
    host,
    token,
    next: () => {
      for (let i = 0; i < 10 && host.questionFor(token) === undefined && !host.hasEnded(); i++) {
        host.control('step');
      }
      return host.questionFor(token);
    },
    answer: (question, answer) => {
      const { round, turn, question: kind } = question;
      const given = host.answer(token, { id: `${moves++}`, round, turn, question: kind, answer });
      return given.ok ? 'taken' : given.refusal.code;
    },
  };
}

const plain: Readonly<Record<string, unknown>> = {
  propose: { package: { audits: 'some', fund: 'some', labels: 'some' } },
  amend: { amendment: null },
  floor: { action: 'pass' },
  sponsor: { sponsors: false },
  object: { objects: true },
  vote: { vote: 'no' },
};

describe('a person in an assembly', () => {
  it('reads what every question is about', async () => {
    const sitting = await sitIn('corva');
    const asked: string[] = [];
    for (let question = sitting.next(); question !== undefined; question = sitting.next()) {
      asked.push(
        `${question.question} ${question.subject.kind}: ${question.prompt} ${question.subject.words}`,
      );
      expect(sitting.answer(question, plain[question.question])).toBe('taken');
    }
    expect(sitting.host.hasEnded()).toBe(true);
    const told = asked.join('\n');
    expect(told).toMatch(/^propose text: Which option do you support on each issue\?/m);
    expect(told).toMatch(
      /^vote amendment: How do you vote on this amendment\? Amendment on \w+: “\w+” instead/m,
    );
    expect(told).toContain('vote proposal: How do you vote on this proposal? Proposal 1, as it stands');
    expect(told).toContain('object proposal: The chair proposes to adopt the text without a vote.');
  });

  it('is told which rule its move is against, and asked again', async () => {
    const sitting = await sitIn('corva');
    let question = sitting.next();
    for (; question?.question !== 'amend'; question = sitting.next()) {
      if (question === undefined) throw new Error('no question');
      sitting.answer(question, plain[question.question]);
    }
    const same = { amendment: { issue: 'labels', option: 'some' } };
    expect(sitting.answer(question, same)).toBe('amendment-no-change');
    expect(sitting.answer(question, { amendment: { issue: 'labels', option: 'all' } })).toBe('taken');
    for (question = sitting.next(); question?.question !== 'floor'; question = sitting.next()) {
      if (question === undefined) throw new Error('no question');
      sitting.answer(question, plain[question.question]);
    }
    const move = (motion: string): unknown => ({ action: 'move', motion });
    expect(sitting.answer(question, move('divide'))).toBe('motion-needs-clause');
    expect(sitting.answer(question, move('appeal'))).toBe('motion-not-now');
    expect(sitting.answer(question, move('reconsider'))).toBe('motion-not-now');
    expect(sitting.answer(question, { action: 'speak' })).toBe('taken');
    // What was refused is no input: the record replays as if it had not been said.
    sitting.host.control('stop');
    const record = sitting.host.record(true);
    if (!record.ok) throw new Error(record.refusal.code);
    const inputs = record.value.inputs.filter(({ type }) => type === 'answer');
    expect(inputs.map((input) => ('answer' in input ? input.answer : undefined))).not.toContainEqual(same);
    expect(JSON.stringify(inputs)).not.toContain('appeal');
  });

  it('without a vote may speak, and may not move', async () => {
    const sitting = await sitIn('makers');
    let question = sitting.next();
    for (; question?.question !== 'floor'; question = sitting.next()) {
      if (question === undefined) throw new Error('no question');
      sitting.answer(question, plain[question.question]);
    }
    expect(sitting.answer(question, { action: 'move', motion: 'close-debate' })).toBe('motion-not-yours');
    expect(sitting.answer(question, { action: 'speak' })).toBe('taken');
  });
});

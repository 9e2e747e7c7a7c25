/** One run on the server: pace, people, refusals, deadlines. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { questions, replay } from '../../engine/index.ts';
import { serverLimits } from '../../server/live/limits.ts';
import type { AnswerMove, RunHost } from '../../server/live/run-host.ts';
import type { WireQuestion } from '../../server/wire/messages.ts';
import { answerTo, firstMandate, hostOf } from './server-fixture.ts';

const scenario = await firstMandate();

/** Takes a seat and plays until it is asked. */
function seated(host: RunHost, seat = 'norland'): { token: string; question: WireQuestion } {
  const taken = host.take(seat);
  if (!taken.ok) throw new Error(taken.refusal.code);
  const { token } = taken.value;
  for (let i = 0; i < 100 && host.questionFor(token) === undefined; i++) host.control('step');
  return { token, question: host.questionFor(token) as WireQuestion };
}

function moveFor(question: WireQuestion, change: Partial<AnswerMove> = {}): AnswerMove {
  const { round, turn, question: kind } = question;
  return {
    id: `${round}.${turn}`,
    round,
    turn,
    question: kind,
    answer: answerTo(scenario, question),
    ...change,
  };
}

/** The code of a refusal, or `ok`. */
function codeOf(result: { ok: true } | { ok: false; refusal: { code: string } }): string {
  return result.ok ? 'ok' : result.refusal.code;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the pace of a run', () => {
  it('plays so many rounds a second, and none while it is paused', () => {
    const host = hostOf(scenario, { mode: 'open', seed: 7, speed: 4 });
    expect(host.info()).toMatchObject({ state: 'running', round: 0, speed: 4 });
    vi.advanceTimersByTime(1000);
    expect(host.info().round).toBe(4);
    host.control('pause');
    vi.advanceTimersByTime(10_000);
    expect(host.info()).toMatchObject({ state: 'paused', round: 4 });
    host.control('resume', 10);
    vi.advanceTimersByTime(1000);
    expect(host.info()).toMatchObject({ state: 'running', round: 14, speed: 10 });
  });

  it('steps one round at a time, also out of a running run', () => {
    const host = hostOf(scenario, { mode: 'open', seed: 7, speed: 1 });
    host.control('step');
    host.control('step');
    vi.advanceTimersByTime(5000);
    expect(host.info()).toMatchObject({ state: 'paused', round: 2 });
  });

  it('changes its pace without going on, or being held, for that', () => {
    const host = hostOf(scenario, { mode: 'open', seed: 7, speed: 0 });
    host.control('pace', 20);
    vi.advanceTimersByTime(3000);
    expect(host.info()).toMatchObject({ state: 'paused', speed: 20, round: 0 });
    host.control('resume');
    host.control('pace', 2);
    vi.advanceTimersByTime(2000);
    expect(host.info()).toMatchObject({ state: 'running', speed: 2, round: 4 });
  });

  it('starts paused at speed 0 and ends over, with a digest and no timer left', () => {
    const host = hostOf(scenario, { mode: 'open', seed: 7, speed: 0 });
    expect(host.info().state).toBe('paused');
    host.control('resume', 50);
    vi.advanceTimersByTime(10_000);
    expect(host.info()).toMatchObject({
      state: 'over',
      seed: '7',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(vi.getTimerCount()).toBe(0);
    for (const action of ['pause', 'resume', 'pace', 'step', 'stop'] as const) {
      expect(host.control(action)?.code).toBe('run-over');
    }
  });

  it('stops for good and keeps a partial record', async () => {
    const host = hostOf(scenario, { mode: 'open', seed: 7, speed: 10 });
    vi.advanceTimersByTime(1000);
    host.control('stop');
    vi.advanceTimersByTime(1000);
    expect(host.info()).toMatchObject({ state: 'stopped', round: 10 });
    expect(vi.getTimerCount()).toBe(0);
    const record = host.record(true);
    if (!record.ok) throw new Error(record.refusal.code);
    expect(record.value.status).toBe('partial');
    expect((await replay(record.value)).verdict).toBe('same');
  });

  it('is faulted, and still has its record, when it emits too much', () => {
    const limits = { ...serverLimits, recordsPerRun: 300 };
    const host = hostOf(scenario, { mode: 'open', seed: 7, speed: 50, limits });
    vi.advanceTimersByTime(10_000);
    expect(host.state()).toBe('faulted');
    expect(host.fault).toBeDefined();
    expect(vi.getTimerCount()).toBe(0);
    expect(host.record(true).ok).toBe(true);
  });

  it('does nothing more once it is closed', () => {
    const host = hostOf(scenario, { mode: 'open', seed: 7, speed: 10 });
    host.close();
    expect(vi.getTimerCount()).toBe(0);
    host.control('step');
    vi.advanceTimersByTime(1000);
    expect(host.info().round).toBe(0);
  });
});

describe('a seat', () => {
  it('is not to be had in an open run', () => {
    expect(codeOf(hostOf(scenario, { mode: 'open', seed: 7 }).take('norland'))).toBe('open-run');
  });

  it('is held by one person, who is told what is asked', () => {
    const host = hostOf(scenario);
    expect(codeOf(host.take('atlantis'))).toBe('seat-unknown');
    const { token, question } = seated(host);
    expect(codeOf(host.take('norland'))).toBe('seat-held');
    expect(host.info()).toMatchObject({ held: ['norland'], waitingFor: ['norland'] });
    expect(question).toMatchObject({ seat: 'norland', run: 'test-run' });
    expect(question.form).toMatchObject({ type: 'object' });
    expect(host.seatOf(token)).toBe('norland');
    expect(host.seatOf('0'.repeat(32))).toBeUndefined();
    expect(host.questionFor('0'.repeat(32))).toBeUndefined();
  });

  it('goes back to its strategy, which then answers', () => {
    const host = hostOf(scenario);
    const { token } = seated(host);
    const { round } = host.info();
    expect(codeOf(host.give(token))).toBe('ok');
    expect(host.info()).toMatchObject({ held: [], waitingFor: [], round: round + 1 });
    expect(codeOf(host.give(token))).toBe('seat-not-held');
    expect(codeOf(host.answer(token, moveFor({ round, turn: 0, question: 'propose' } as WireQuestion)))).toBe(
      'seat-not-held',
    );
    expect(codeOf(host.take('norland'))).toBe('ok');
  });

  it('waits without end by default', () => {
    const host = hostOf(scenario, { speed: 10 });
    const { question } = seated(host);
    host.control('resume');
    vi.advanceTimersByTime(3_600_000);
    expect(host.info()).toMatchObject({ state: 'awaiting', round: question.round });
    expect(question.secondsLeft).toBeUndefined();
  });
});

describe('an answer', () => {
  it.each<[string, (question: WireQuestion) => Partial<AnswerMove>, string]>([
    ['of an earlier round', ({ round }) => ({ round: round - 1 }), 'stale'],
    ['of a later round', ({ round }) => ({ round: round + 1 }), 'not-asked'],
    ['of a later turn', ({ turn }) => ({ turn: turn + 1 }), 'not-asked'],
    ['to another question', () => ({ question: 'vote' }), 'wrong-question'],
    ['to a question that does not exist', () => ({ question: '__proto__' }), 'wrong-question'],
    ['without a form', () => ({ answer: undefined }), 'bad-answer'],
    ['of a wrong form', () => ({ answer: { package: { data: 1 } } }), 'bad-answer'],
    [
      'with a key too many',
      (question) => ({ answer: { ...(answerTo(scenario, question) as object), more: 1 } }),
      'bad-answer',
    ],
  ])('%s is refused and changes nothing', (_name, change, code) => {
    const host = hostOf(scenario);
    const { token, question } = seated(host);
    const before = host.viewFor(token).count();
    expect(codeOf(host.answer(token, moveFor(question, change(question))))).toBe(code);
    expect(host.viewFor(token).count()).toBe(before);
    expect(host.questionFor(token)).toEqual(question);
    expect(codeOf(host.answer(token, moveFor(question)))).toBe('ok');
  });

  it('is taken once: the same id again is the same answer, another id is refused', () => {
    const host = hostOf(scenario);
    const { token, question } = seated(host);
    const meridia = seated(host, 'meridia');
    const first = host.answer(token, moveFor(question));
    expect(first).toEqual({ ok: true, value: 1 + 1 });
    expect(host.answer(token, moveFor(question))).toEqual(first);
    expect(codeOf(host.answer(token, moveFor(question, { id: 'again' })))).toBe('already-answered');
    expect(host.info().waitingFor).toEqual(['meridia']);
    expect(codeOf(host.answer(meridia.token, moveFor(meridia.question)))).toBe('ok');
    expect(host.answer(token, moveFor(question))).toEqual(first);
  });

  it('of one seat cannot be given with the token of another', () => {
    const host = hostOf(scenario);
    const norland = seated(host);
    const meridia = seated(host, 'meridia');
    expect(codeOf(host.answer(meridia.token, moveFor(norland.question)))).toBe('ok');
    expect(host.info().waitingFor).toEqual(['norland']);
  });

  it('ends the wait, after which the run goes on by itself', () => {
    const host = hostOf(scenario, { speed: 10 });
    const { token, question } = seated(host);
    host.control('resume');
    expect(host.state()).toBe('awaiting');
    host.answer(token, moveFor(question));
    vi.advanceTimersByTime(1000);
    expect(host.info().round + host.info().waitingFor.length).toBeGreaterThan(question.round);
  });

  it('is refused once the run is over, except one that was taken before', () => {
    const host = hostOf(scenario);
    const { token, question } = seated(host);
    const taken = host.answer(token, moveFor(question));
    host.control('stop');
    expect(host.answer(token, moveFor(question))).toEqual(taken);
    expect(codeOf(host.answer(token, moveFor(question, { id: 'late' })))).toBe('run-over');
    expect(codeOf(host.give(token))).toBe('run-over');
    expect(codeOf(host.take('meridia'))).toBe('run-over');
  });

  it('is refused when the run has taken as many moves as it may', () => {
    const host = hostOf(scenario, { limits: { ...serverLimits, inputsPerRun: 1 } });
    const { token, question } = seated(host);
    expect(codeOf(host.answer(token, moveFor(question)))).toBe('too-many-inputs');
    expect(codeOf(host.take('meridia'))).toBe('too-many-inputs');
  });
});

describe('the forms of questions', () => {
  it.each(questions.map((kind) => [kind.id, kind] as const))(
    '%s is told as JSON Schema and answered by it',
    (id, kind) => {
      const schema = kind.schema(scenario);
      expect(z.toJSONSchema(schema)).toMatchObject({ $schema: expect.any(String) });
      for (const pick of [0, 1]) {
        expect(schema.safeParse(answerTo(scenario, { question: id }, pick)).success).toBe(true);
      }
    },
  );
});

describe('a deadline', () => {
  it('lets the strategy answer, and tells how long there is', async () => {
    const host = hostOf(scenario, { speed: 10, deadlineSeconds: 30 });
    const { token, question } = seated(host);
    host.control('resume');
    vi.advanceTimersByTime(10_000);
    expect(host.questionFor(token)?.secondsLeft).toBeCloseTo(20, 0);
    vi.advanceTimersByTime(19_000);
    expect(host.state()).toBe('awaiting');
    vi.advanceTimersByTime(2000);
    expect(codeOf(host.answer(token, moveFor(question)))).toBe('stale');
    vi.advanceTimersByTime(3_600_000);
    expect(host.state()).toBe('over');
    const record = host.record(true);
    if (!record.ok) throw new Error(record.refusal.code);
    expect(record.value.events?.some((event) => event.kind === 'deadlinePassed')).toBe(true);
    expect((await replay(record.value)).verdict).toBe('same');
  });

  it('stands still while the run is paused', () => {
    const host = hostOf(scenario, { speed: 10, deadlineSeconds: 30 });
    const { token, question } = seated(host);
    host.control('resume');
    vi.advanceTimersByTime(10_000);
    host.control('pause');
    vi.advanceTimersByTime(3_600_000);
    expect(host.questionFor(token)).toMatchObject({ round: question.round });
    expect(host.questionFor(token)?.secondsLeft).toBeCloseTo(20, 0);
    host.control('resume');
    vi.advanceTimersByTime(19_000);
    expect(host.state()).toBe('awaiting');
    vi.advanceTimersByTime(1500);
    expect(codeOf(host.answer(token, moveFor(question)))).toBe('stale');
  });
});

describe('a whole run with a person', () => {
  it.each(['norland', 'solenna'])('answers every question of %s and replays', async (seat) => {
    const host = hostOf(scenario, { speed: 50 });
    const taken = host.take(seat);
    if (!taken.ok) throw new Error(taken.refusal.code);
    const { token } = taken.value;
    let answers = 0;
    for (let i = 0; i < 2000 && !host.hasEnded(); i++) {
      const question = host.questionFor(token);
      if (question === undefined) vi.advanceTimersByTime(1000);
      else if (codeOf(host.answer(token, moveFor(question))) === 'ok') answers++;
    }
    expect(host.state()).toBe('over');
    expect(answers).toBeGreaterThan(5);
    const record = host.record(false);
    if (!record.ok) throw new Error(record.refusal.code);
    expect(record.value.digest).toBe(host.info().digest);
    expect(record.value.seed).toBe(host.info().seed);
    expect((await replay(record.value)).verdict).toBe('same');
  });
});

/** Moves of people as inputs: where they take effect, and that the record replays to the same digests. */
import { describe, expect, it } from 'vitest';
import { type Input, makeRecord, questions, replay } from '../../engine/index.ts';
import { createDriver, type Driver } from '../../server/live/driver.ts';
import { answerTo, firstMandate } from './server-fixture.ts';

const scenario = await firstMandate();
const seatIndex = (seat: string): number => scenario.partyIds.indexOf(seat);
const drive = (seed: string | number = 7): Driver => createDriver(scenario, { seed, recordsMax: 500_000 });

/** Answers every question of a seat; gives up when the run does not get on. */
function answerAll(driver: Driver, seat: string, pick = 0): void {
  for (let i = 0; i < 2000 && driver.state() !== 'over'; i++) {
    const open = driver.questionOf(seatIndex(seat));
    if (open === undefined) driver.playRound();
    else
      driver.answer(
        seat,
        questions[open.question].id,
        answerTo(scenario, { question: questions[open.question].id }, pick + i),
      );
  }
}

function recordOf(driver: Driver, seed: string | number = 7) {
  return makeRecord(driver.play, { seed, full: true });
}

describe('a driven run', () => {
  it('is the run of the engine when nobody takes a seat', async () => {
    const driver = drive();
    while (driver.state() === 'ready') driver.playRound();
    expect(driver.state()).toBe('over');
    expect((await replay(recordOf(driver))).verdict).toBe('same');
    expect(driver.events.map((event) => event.seq)).toEqual(driver.events.map((_, i) => i));
  });

  it.each([0, 1, 5])(
    'with a person in a seat to the end replays to the same digests (answers %i)',
    async (pick) => {
      const driver = drive('people');
      driver.changeSeat('take', 'norland');
      answerAll(driver, 'norland', pick);
      const record = recordOf(driver, 'people');
      expect(driver.state()).toBe('over');
      expect(record.inputs.filter((input) => input.type === 'answer').length).toBeGreaterThan(10);
      expect(driver.events.filter((event) => event.kind === 'inputRefused')).toEqual([]);
      const report = await replay(record);
      expect(report.verdict, report.summary).toBe('same');
    },
  );

  it('differs from the run without the person', () => {
    const alone = drive();
    while (alone.state() === 'ready') alone.playRound();
    const driver = drive();
    driver.changeSeat('take', 'norland');
    answerAll(driver, 'norland', 1);
    expect(recordOf(driver).digest).not.toBe(recordOf(alone).digest);
  });

  it('takes a seat at the next turn that exists, however many rounds ask nobody before', async () => {
    for (let rounds = 0; rounds < 61; rounds += 9) {
      const driver = drive();
      for (let i = 0; i < rounds; i++) driver.playRound();
      if (driver.state() !== 'ready') break;
      driver.changeSeat('take', 'solenna');
      answerAll(driver, 'solenna');
      expect(driver.events.filter((event) => event.kind === 'inputRefused')).toEqual([]);
      const taken = driver.events.filter((event) => event.kind === 'seatTaken');
      expect(taken.length).toBeLessThanOrEqual(1);
      if (taken.length > 0) expect(taken[0].round).toBeGreaterThanOrEqual(rounds);
      const report = await replay(recordOf(driver));
      expect(report.verdict, `after ${rounds} rounds: ${report.summary}`).toBe('same');
    }
  });

  it('seats a second person in the turn that waits for the first', async () => {
    const driver = drive();
    driver.changeSeat('take', 'norland');
    while (driver.state() === 'ready') driver.playRound();
    const at = driver.position();
    driver.changeSeat('take', 'meridia');
    expect(driver.questionOf(seatIndex('meridia'))).toMatchObject(at);
    expect(driver.play.inputs.at(-1)).toEqual({ type: 'take', seat: 'meridia', ...at });
    driver.changeSeat('give', 'norland');
    driver.changeSeat('give', 'meridia');
    while (driver.state() === 'ready') driver.playRound();
    expect((await replay(recordOf(driver))).verdict).toBe('same');
  });

  it('lets the strategy answer when the seat is given back while it is asked', () => {
    const driver = drive();
    driver.changeSeat('take', 'norland');
    while (driver.state() === 'ready') driver.playRound();
    const asked = driver.position();
    driver.changeSeat('give', 'norland');
    expect(driver.state()).toBe('ready');
    expect(driver.events.some((event) => event.kind === 'seatGiven' && event.round === asked.round)).toBe(
      true,
    );
    expect(driver.events.some((event) => event.kind === 'answered')).toBe(false);
  });

  it('never took a seat that was given back before its taking took effect', () => {
    const driver = drive();
    driver.changeSeat('take', 'norland');
    driver.changeSeat('give', 'norland');
    while (driver.state() === 'ready') driver.playRound();
    expect(driver.play.inputs).toEqual([]);
    expect(driver.state()).toBe('over');
  });

  it('lets the strategy answer once the deadline has passed, as an input', async () => {
    const driver = drive();
    driver.changeSeat('take', 'norland');
    for (let i = 0; i < 2000 && driver.state() !== 'over'; i++) {
      if (driver.state() === 'awaiting') driver.passDeadline();
      else driver.playRound();
    }
    const kinds = new Set(driver.play.inputs.map((input: Input) => input.type));
    expect(kinds).toEqual(new Set(['take', 'deadline']));
    expect((await replay(recordOf(driver))).verdict).toBe('same');
  });

  it('keeps a partial record that replays as far as it goes', async () => {
    const driver = drive();
    driver.changeSeat('take', 'norland');
    while (driver.state() === 'ready') driver.playRound();
    const record = recordOf(driver);
    expect(record.status).toBe('partial');
    const report = await replay(record);
    expect(report.verdict, report.summary).toBe('same');
  });

  it('ends as faulted, with its record, when it emits more than it may', () => {
    const driver = createDriver(scenario, { seed: 7, recordsMax: 300 });
    for (let i = 0; i < 100; i++) driver.playRound();
    expect(driver.state()).toBe('faulted');
    expect(driver.fault?.message).toContain('300 records');
    expect(makeRecord(driver.play, { seed: 7 }).rounds.length).toBeGreaterThan(0);
  });
});

/** The timers of one run: the next round, and the deadline of the questions that are open. */

/** What a clock does when its time comes. */
export interface ClockOptions {
  readonly onRound: () => void;
  readonly onDeadline: () => void;
  /** Seconds for a question; none when the run waits. */
  readonly deadlineSeconds: number | undefined;
}

/** What the clock should wait for now. */
export type ClockTask =
  | { readonly wait: 'nothing' }
  /** The next round, at this many a second. */
  | { readonly wait: 'round'; readonly speed: number }
  /** The answers to the questions of a turn. After a pause, the same turn has the time that was left. */
  | { readonly wait: 'answers'; readonly turn: string };

/** The timers of one run. */
export interface Clock {
  set(task: ClockTask): void;
  /** Seconds left for the open questions, when there is a deadline. */
  secondsLeft(): number | undefined;
}

/** A clock that waits for nothing. */
export function createClock(options: ClockOptions): Clock {
  const { deadlineSeconds } = options;
  let timer: NodeJS.Timeout | undefined;
  let waitsFor: string | undefined;
  let turn: string | undefined;
  let leftMs = 0;
  /** When the deadline began to run; undefined while it stands still. */
  let since: number | undefined;

  function halt(): void {
    clearTimeout(timer);
    waitsFor = undefined;
    if (since !== undefined) leftMs -= performance.now() - since;
    since = undefined;
  }

  function waitForRound(speed: number): void {
    const name = `round ${speed}`;
    if (waitsFor === name) return;
    halt();
    waitsFor = name;
    timer = setTimeout(() => {
      waitsFor = undefined;
      options.onRound();
    }, 1000 / speed);
  }

  function waitForAnswers(asked: string): void {
    if (deadlineSeconds === undefined || waitsFor === asked) return;
    halt();
    if (turn !== asked) leftMs = deadlineSeconds * 1000;
    turn = asked;
    waitsFor = asked;
    since = performance.now();
    timer = setTimeout(
      () => {
        halt();
        options.onDeadline();
      },
      Math.max(0, leftMs),
    );
  }

  return {
    set: (task) => {
      if (task.wait === 'round') waitForRound(task.speed);
      else if (task.wait === 'answers') waitForAnswers(task.turn);
      else halt();
    },
    secondsLeft: () => {
      if (deadlineSeconds === undefined || turn === undefined) return undefined;
      const passedMs = since === undefined ? 0 : performance.now() - since;
      return Math.max(0, (leftMs - passedMs) / 1000);
    },
  };
}

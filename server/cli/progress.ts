/**
 * Progress on the error stream: one line that redraws itself on a terminal, a plain line now and then
 * elsewhere.
 */
import type { Terminal } from './terminal.ts';
import { clean } from './text.ts';

/** Shows how far a count has come. */
export interface Progress {
  /** Tells the count; draws at most a few times a second. */
  tell(done: number): void;
  /** Takes the line away. */
  clear(): void;
}

const redrawMs = 100;
const lineMs = 5000;

/** Seconds as a person says them: `4 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A rate with three significant figures. */
export function rate(count: number, ms: number, things = 'runs'): string {
  const perSecond = ms > 0 ? (count * 1000) / ms : 0;
  return `${perSecond >= 100 ? Math.round(perSecond) : perSecond.toPrecision(3)} ${things}/s`;
}

/**
 * Progress of `total` things.
 *
 * @param things what is counted: `runs`, or `rows`
 */
export function createProgress(
  terminal: Terminal,
  total: number,
  isQuiet: boolean,
  things = 'runs',
): Progress {
  const startedMs = terminal.now();
  let drawnMs = startedMs;
  let isDrawn = false;
  const everyMs = terminal.isInteractive ? redrawMs : lineMs;
  return {
    tell: (done) => {
      const nowMs = terminal.now();
      if (isQuiet || nowMs - drawnMs < everyMs) return;
      drawnMs = nowMs;
      const elapsedMs = nowMs - startedMs;
      const left = done > 0 ? duration(((total - done) * elapsedMs) / done / 1000) : '?';
      const share = Math.floor((100 * done) / total);
      const speed = rate(done, elapsedMs, things);
      const line = `${done} of ${total} ${things} (${share} %), ${speed}, ${left} left`;
      if (terminal.isInteractive) terminal.err(`\r\u001b[K${line}`);
      else terminal.err(`${line}\n`);
      isDrawn = true;
    },
    clear: () => {
      if (isDrawn && terminal.isInteractive) terminal.err('\r\u001b[K');
      isDrawn = false;
    },
  };
}

/** How many rows were written, and where to: `12 rows written to runs.csv`. */
export function rowsWritten(rows: number, file: string | undefined): string {
  const where = file === undefined ? '' : ` to ${clean(file)}`;
  return `${rows === 1 ? '1 row' : `${rows} rows`} written${where}`;
}

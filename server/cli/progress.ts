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

/** How far something had come at a moment. */
interface Mark {
  readonly ms: number;
  readonly done: number;
}

/** Time over which a pace is taken, at least, and as a share of all that has passed. */
const paceMs = 5000;
const paceShare = 1 / 3;
/** Time from the first result on after which there is a pace to speak of. */
const fewestMs = 3000;

/**
 * The pace of late: from the first result on, since what came before it was no work on results, and over the
 * last third of the time, since the first results take longer than those that follow.
 */
function createPace(): { add(mark: Mark): void; perMs(): number | undefined } {
  let marks: Mark[] = [];
  let first: Mark | undefined;
  return {
    add: (mark) => {
      if (mark.done === 0) return;
      first ??= mark;
      const last = marks.at(-1);
      const passedMs = mark.ms - first.ms;
      // A few hundred marks, however long it takes.
      if (last !== undefined && mark.ms - last.ms < passedMs / 300) marks[marks.length - 1] = mark;
      else marks.push(mark);
      const sinceMs = mark.ms - Math.max(paceMs, passedMs * paceShare);
      const from = marks.findIndex(({ ms }) => ms >= sinceMs);
      if (from > 1) marks = marks.slice(from - 1);
    },
    perMs: () => {
      const [from, to] = [marks[0], marks.at(-1)];
      if (from === undefined || to === undefined || to.ms - from.ms < fewestMs) return undefined;
      return to.done > from.done ? (to.done - from.done) / (to.ms - from.ms) : undefined;
    },
  };
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
  // A person sees at once that something has begun.
  let drawnMs = terminal.isInteractive ? Number.NEGATIVE_INFINITY : startedMs;
  let isDrawn = false;
  const pace = createPace();
  const everyMs = terminal.isInteractive ? redrawMs : lineMs;
  return {
    tell: (done) => {
      const nowMs = terminal.now();
      if (isQuiet) return;
      pace.add({ ms: nowMs, done });
      if (nowMs - drawnMs < everyMs) return;
      drawnMs = nowMs;
      const perMs = pace.perMs();
      const left = perMs === undefined ? '?' : duration((total - done) / perMs / 1000);
      const share = Math.floor((100 * done) / total);
      const speed = perMs === undefined ? '' : `, ${rate(perMs * 1000, 1000, things)}`;
      const line = `${done} of ${total} ${things} (${share} %)${speed}, ${left} left`;
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

/** Says on a terminal what is being done, until the function returned takes it away. */
export function announce(terminal: Terminal, text: string): () => void {
  if (!terminal.isInteractive) return () => {};
  terminal.err(text);
  return () => terminal.err('\r\u001b[K');
}

/** How many rows were written, and where to: `12 rows written to runs.csv`. */
export function rowsWritten(rows: number, file: string | undefined): string {
  const where = file === undefined ? '' : ` to ${clean(file)}`;
  return `${rows === 1 ? '1 row' : `${rows} rows`} written${where}`;
}

/**
 * What a command has of the outside: two streams, colour or not, the current folder, Ctrl-C. Commands touch
 * no `process`, so that tests run them with captured streams.
 */

/** Results go to `out`, progress and diagnostics to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Styles for results and for diagnostics; plain where colour is not wanted. */
  readonly style: Style;
  readonly errStyle: Style;
  /** Whether diagnostics go to a person's screen: progress may redraw its line. */
  readonly isInteractive: boolean;
  readonly folder: string;
  /** Milliseconds of a steady clock, for rates only. */
  now(): number;
  /** Calls `stop` at SIGINT or SIGTERM instead of ending; the function returned takes it back. */
  onStop(stop: (signal: string) => void): () => void;
}

/** Colour is never needed: it repeats what the words say. */
export interface Style {
  strong(text: string): string;
  faint(text: string): string;
  accent(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

const identity = (text: string): string => text;

/** No styles at all. */
export const plain: Style = {
  strong: identity,
  faint: identity,
  accent: identity,
  good: identity,
  bad: identity,
};

const ansi = (open: number, close: number) => (text: string) =>
  text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`;

/** Styles for a terminal with sixteen colours. */
export const coloured: Style = {
  strong: ansi(1, 22),
  faint: ansi(2, 22),
  accent: ansi(36, 39),
  good: ansi(32, 39),
  bad: ansi(31, 39),
};

/**
 * Whether a stream gets colour: `NO_COLOR` (any value) says no, `FORCE_COLOR` (unless 0 or false) yes,
 * otherwise the stream must be a terminal that is not `dumb`. https://no-color.org, https://force-color.org
 */
export function wantsColour(environment: NodeJS.ProcessEnv, isTty: boolean): boolean {
  const no = environment['NO_COLOR'];
  if (no !== undefined && no !== '') return false;
  const force = environment['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return isTty && environment['TERM'] !== 'dumb';
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  return {
    out: (text) => {
      stdout.write(text);
    },
    err: (text) => {
      stderr.write(text);
    },
    style: wantsColour(env, stdout.isTTY) ? coloured : plain,
    errStyle: wantsColour(env, stderr.isTTY) ? coloured : plain,
    isInteractive: stderr.isTTY === true && env['TERM'] !== 'dumb' && env['CI'] === undefined,
    folder: process.cwd(),
    now: () => performance.now(),
    onStop: (stop) => {
      const handlers = (['SIGINT', 'SIGTERM'] as const).map((signal) => {
        const handler = () => stop(signal);
        process.on(signal, handler);
        return () => process.off(signal, handler);
      });
      return () => {
        for (const remove of handlers) remove();
      };
    },
  };
}

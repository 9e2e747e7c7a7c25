/** What a command of the command line is: its facts for help and reference, and the function that does it. */
import type { Terminal } from './terminal.ts';

/** An option; `flags` as commander reads them. */
export interface OptionSpec {
  readonly flags: string;
  readonly says: string;
  /** Value without the option; shown in the help. */
  readonly fallback?: string;
  /** May be given several times; the value is a list. */
  readonly isRepeatable?: boolean;
}

/** An argument; `name` as commander reads it: `<file>`, `[page]`. */
export interface ArgumentSpec {
  readonly name: string;
  readonly says: string;
}

/** A line to try, and what it does. */
export interface Example {
  readonly line: string;
  readonly says: string;
}

/** Values of arguments and options as given. */
export interface Invocation {
  readonly terminal: Terminal;
  readonly arguments: readonly (string | undefined)[];
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

/** A command: one object in one file. `run` gives the exit code, 0 when it gives none. */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** A paragraph for `--help` and the reference page. */
  readonly about: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  readonly examples: readonly Example[];
  run(invocation: Invocation): Promise<number | undefined>;
}

/** An argument that must be there; commander has checked that it is. */
export function argument(invocation: Invocation, index: number): string {
  return invocation.arguments[index] ?? '';
}

/** The text of an option, or undefined. */
export function textOption(invocation: Invocation, name: string): string | undefined {
  const value = invocation.options[name];
  return typeof value === 'string' ? value : undefined;
}

/** Whether a flag is set. */
export function flag(invocation: Invocation, name: string): boolean {
  return invocation.options[name] === true;
}

/** The values of an option that may be repeated. */
export function listOption(invocation: Invocation, name: string): readonly string[] {
  const value = invocation.options[name];
  return Array.isArray(value) ? value : [];
}

/** Options that several commands share. */
export const shared = {
  seed: { flags: '--seed <seed>', says: 'a whole number or a text; fixes every draw', fallback: '1' },
  set: {
    flags: '--set <path=value>',
    says: 'set a value of the scenario; may be repeated',
    isRepeatable: true,
  },
  record: { flags: '--record <file>', says: 'write a record that can be replayed anywhere' },
  full: {
    flags: '--full',
    says: 'put the events into the record, so that a difference names event and field',
  },
  json: { flags: '--json', says: 'print JSON instead of text' },
} as const satisfies Record<string, OptionSpec>;

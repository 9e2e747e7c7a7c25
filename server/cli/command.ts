/** What a command of the command line is: its facts for help and reference, and the function that does it. */
import { CliError } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** An option; `flags` as commander reads them. */
export interface OptionSpec {
  readonly flags: string;
  readonly says: string;
  /** Value without the option; shown in the help. */
  readonly fallback?: string;
  /** May be given several times; the value is a list. */
  readonly isRepeatable?: boolean;
  /** Options that it cannot be given with, as `--csv`; said on one side, it holds for both. */
  readonly excludes?: readonly string[];
  /** Options of which one must be given with it. */
  readonly needs?: readonly string[];
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

/** The name of an option among the values: `--dry-run` is `dryRun`. */
function valueName(flags: string): string {
  const [, name = ''] = /--([a-z-]+)/.exec(flags) ?? [];
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const anyOf = (words: readonly string[]): string => words.join(', ').replace(/, ([^,]*)$/, ' or $1');

/** What an option does, and what it goes with, for help and reference. */
export function optionSays({ says, excludes = [], needs = [] }: OptionSpec): string {
  const against = excludes.length === 0 ? '' : `; not with ${anyOf(excludes)}`;
  return `${says}${against}${needs.length === 0 ? '' : `; with ${anyOf(needs)}`}`;
}

/**
 * Refuses options that do not go together, before a command begins.
 *
 * Errors: `usage`
 */
export function checkOptions(specs: readonly OptionSpec[], options: Invocation['options']): void {
  const isGiven = (flags: string) => ![undefined, false].includes(options[valueName(flags)] as undefined);
  for (const { flags, excludes = [], needs = [] } of specs) {
    if (!isGiven(flags)) continue;
    const [own = ''] = /--[a-z-]+/.exec(flags) ?? [];
    const other = excludes.find(isGiven);
    if (other !== undefined) {
      throw new CliError('usage', `${own} and ${other} do not go together`, {
        hint: 'Leave one of them out.',
      });
    }
    if (needs.length === 0 || needs.some(isGiven)) continue;
    throw new CliError('usage', `${own} says nothing without ${anyOf(needs)}`, {
      hint: `Leave ${own} out, or add ${anyOf(needs)}.`,
    });
  }
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

/** Reading of record files for commands. */
import { limits } from '../../engine/limits.ts';
import type { RunRecord } from '../../engine/run/record.ts';
import { CliError } from './exit.ts';
import { readText } from './files.ts';
import type { Terminal } from './terminal.ts';

/** Reads a record; one that is damaged ends the command with exit code 4. */
export async function loadRecord(file: string, terminal: Terminal): Promise<RunRecord> {
  const text = readText(file, { folder: terminal.folder, maxBytes: limits.recordBytes, contentExit: 4 });
  const { parseRecord } = await import('../../engine/run/record-file.ts');
  const parsed = parseRecord(text);
  if (parsed.ok) return parsed.value;
  const { code, message, hint } = parsed.fault;
  throw new CliError(code, `${file}: ${message}`, { hint, exit: 4 });
}

/** Reads a number from 0 as an option gives it. */
export function wholeNumber(text: string | undefined, name: string): number {
  if (text === undefined) throw new CliError('usage', `--${name} is needed`);
  if (!/^\d{1,9}$/.test(text)) throw new CliError('usage', `--${name} ${text} is not a whole number from 0`);
  return Number(text);
}

/** Reading of record files for commands. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { limits } from '../../engine/limits.ts';
import type { Play } from '../../engine/run/play.ts';
import type { RunRecord } from '../../engine/run/record.ts';
import { shellWord } from '../shell-word.ts';
import { CliError } from './exit.ts';
import { readText } from './files.ts';
import { tellProblems } from './scenario-source.ts';
import type { Terminal } from './terminal.ts';
import { wrap } from './text.ts';

/** Bytes at the start of a file that tell a record: its format is the first thing in it. */
const startBytes = 2000;

/**
 * Whether a word names a record rather than a scenario: a file whose first bytes say so, whole or cut off.
 * Pipes are not looked into, for what is read of them is gone.
 */
export function isRecordFile(word: string, folder: string): boolean {
  const place = path.resolve(folder, word);
  let descriptor: number | undefined;
  try {
    if (!statSync(place).isFile()) return false;
    descriptor = openSync(place, 'r');
    const bytes = Buffer.alloc(startBytes);
    const start = bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, startBytes, 0));
    return /^\s*\{/.test(start) && start.includes('"plenary-record"');
  } catch {
    return false; // whoever reads it whole tells what is wrong
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Reads a record; one that is damaged ends the command with exit code 4. */
export async function loadRecord(file: string, terminal: Terminal): Promise<RunRecord> {
  const text = readText(file, { folder: terminal.folder, maxBytes: limits.recordBytes, contentExit: 4 });
  const { parseRecord } = await import('../../engine/run/record-file.ts');
  const parsed = parseRecord(text);
  if (parsed.ok) return parsed.value;
  const { code, message, hint } = parsed.fault;
  throw new CliError(code, `${file}: ${message}`, { hint, exit: 4 });
}

/** A record, and the run that it is the record of, where it stops. */
export interface ReplayedRecord {
  readonly record: RunRecord;
  readonly play: Play;
}

/**
 * Reads a record and plays its run again, for commands that say something about that run. What they say must
 * be true of the file: a record of this version that gives another run was edited, and ends the command with
 * exit code 4. A record of another version may give another run here; that is told, and the command goes on
 * with the run as this version plays it.
 */
export async function loadReplayed(file: string, terminal: Terminal): Promise<ReplayedRecord> {
  const record = await loadRecord(file, terminal);
  const { replayRun } = await import('../../engine/run/replay.ts');
  const { report, play } = await replayRun(record);
  if (report.verdict === 'unreadable') return tellProblems(report.problems, terminal, file, 4);
  if (report.verdict === 'same' && play !== undefined) return { record, play };
  const message = `${file}: ${report.summary}`;
  if (report.isThisVersion || play === undefined) {
    const hint = `The file was edited; take the original. plenary replay ${shellWord(file)} tells more.`;
    throw new CliError('record-diverged', message, { hint, exit: 4 });
  }
  const note = `warning: ${message}. What follows is the run as this version plays it.`;
  terminal.err(`${wrap(note, { first: '', indent: '  ' }).join('\n')}\n`);
  return { record, play };
}

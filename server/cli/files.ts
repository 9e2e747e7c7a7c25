/** Reading and writing of files for commands: every failure is a code, a sentence and a way out. */
import { closeSync, openSync, readFileSync, readSync, statSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { CliError } from './exit.ts';

/** How a text file is read. */
export interface ReadOptions {
  readonly folder: string;
  readonly maxBytes: number;
  /** Exit code when what the file holds is wrong: 3 for scenarios, 4 for records. */
  readonly contentExit: 3 | 4;
}

/** Reads a text file, refusing what is too large or no text before it is read whole. */
export function readText(file: string, options: ReadOptions): string {
  const place = path.resolve(options.folder, file);
  const { contentExit: exit } = options;
  let bytes: Buffer;
  try {
    const facts = statSync(place);
    if (facts.isDirectory()) throw new CliError('file-unreadable', `${file} is a folder, not a file`);
    if (facts.size > options.maxBytes) throw tooLarge(file, options);
    bytes = facts.isFile() ? readFileSync(place) : readStream(place, file, options);
  } catch (error) {
    throw readError(error, file);
  }
  if (bytes.includes(0)) throw new CliError('file-not-text', `${file} holds binary data`, { exit });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CliError('file-not-text', `${file} is not UTF-8 text`, { exit });
  }
}

/** A pipe or a device has no size: read until its end or the limit, whichever comes first. */
function readStream(place: string, file: string, options: ReadOptions): Buffer {
  const descriptor = openSync(place, 'r');
  try {
    const parts: Buffer[] = [];
    for (let total = 0; ; ) {
      const part = Buffer.alloc(65_536);
      const count = readSync(descriptor, part, 0, part.length, null);
      if (count === 0) return Buffer.concat(parts);
      total += count;
      if (total > options.maxBytes) throw tooLarge(file, options);
      parts.push(part.subarray(0, count));
    }
  } finally {
    closeSync(descriptor);
  }
}

function tooLarge(file: string, options: ReadOptions): CliError {
  const message = `${file} has more than ${options.maxBytes} bytes, the most that is read`;
  return new CliError('file-too-large', message, { exit: options.contentExit });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  ENOENT: 'its folder does not exist',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  EFBIG: 'the file is too large for its file system',
  EDQUOT: 'the disk quota is used up',
  EADDRNOTAVAIL: 'it is no address of this machine',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name cannot be looked up now',
};

/** Why the system refused, in words. */
export function systemReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return reasons[code] ?? `${error instanceof Error ? error.message : String(error)}`;
}

function readError(error: unknown, file: string): unknown {
  if (error instanceof CliError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  if (code === 'ENOENT') return new CliError('file-missing', `there is no file ${file}`);
  return new CliError('file-unreadable', `${file} cannot be read: ${systemReason(error)}`);
}

/** Turns a failure to write into a message; anything else passes. */
export function writeError(error: unknown, file: string): unknown {
  if (error instanceof CliError || (error as NodeJS.ErrnoException).code === undefined) return error;
  return new CliError('file-unwritable', `${file} cannot be written: ${systemReason(error)}`);
}

/** Writes a text file. */
export function writeText(file: string, text: string, folder: string): void {
  try {
    writeFileSync(path.resolve(folder, file), text);
  } catch (error) {
    throw writeError(error, file);
  }
}

/** A file that is written piece by piece. */
export interface Writer {
  write(text: string): void;
  close(): void;
}

/** Opens a file for writing piece by piece. */
export function openWriter(file: string, folder: string): Writer {
  try {
    const descriptor = openSync(path.resolve(folder, file), 'w');
    return {
      write: (text) => {
        try {
          const bytes = Buffer.from(text);
          for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
        } catch (error) {
          throw writeError(error, file);
        }
      },
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    throw writeError(error, file);
  }
}

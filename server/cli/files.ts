/** Reading and writing of files for commands: every failure is a code, a sentence and a way out. */
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
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

/**
 * Writes a file from pieces of text. A regular file is written beside its place and renamed when it is whole,
 * so that a failure leaves an earlier one as it was; devices and pipes are written directly.
 */
export function writePieces(file: string, pieces: Iterable<string>, folder: string): void {
  const place = path.resolve(folder, file);
  try {
    const facts = statSync(place, { throwIfNoEntry: false });
    const isDevice = /^\/(dev|proc)\//.test(place) || facts?.isFile() === false;
    if (isDevice) writeAll(openSync(place, 'w'), pieces);
    else replaceFile(facts === undefined ? place : writable(place), pieces, facts?.mode);
  } catch (error) {
    throw writeError(error, file);
  }
}

/**
 * Makes a folder and those it stands in, one after the other: Node’s own way to make several at once does
 * not come back where the system makes none, as under `/proc`.
 */
export function makeFolder(name: string, folder: string): void {
  const missing: string[] = [];
  try {
    let place = path.resolve(folder, name);
    while (statSync(place, { throwIfNoEntry: false }) === undefined) {
      missing.push(place);
      place = path.dirname(place);
    }
    for (const level of missing.reverse()) mkdirSync(level);
  } catch (error) {
    throw writeError(error, name);
  }
}

/** The file behind a name, which may be a link; throws when it may not be written. */
function writable(place: string): string {
  accessSync(place, constants.W_OK);
  return realpathSync(place);
}

function replaceFile(place: string, pieces: Iterable<string>, mode = 0o666): void {
  const draft = `${place}.tmp-${process.pid}`;
  rmSync(draft, { force: true });
  try {
    writeAll(openSync(draft, 'wx', mode), pieces, fsyncSync);
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Writes pieces and closes the file; `finish` is called before that, when everything is written. */
function writeAll(
  descriptor: number,
  pieces: Iterable<string>,
  finish: (descriptor: number) => void = () => {},
): void {
  try {
    for (const bytes of blocks(pieces)) writeBytes(descriptor, bytes);
    finish(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const blockLength = 1 << 16;

/** Small pieces joined, so that each write has something to do. */
function* blocks(pieces: Iterable<string>): Generator<Buffer> {
  let waiting = '';
  for (const piece of pieces) {
    waiting += piece;
    if (waiting.length < blockLength) continue;
    yield Buffer.from(waiting);
    waiting = '';
  }
  yield Buffer.from(waiting);
}

function writeBytes(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
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
          writeBytes(descriptor, Buffer.from(text));
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

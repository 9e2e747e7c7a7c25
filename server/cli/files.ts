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
import type { Terminal } from './terminal.ts';
import { clean } from './text.ts';

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

/** Turns a failure to read into a message; anything else passes. */
export function readError(error: unknown, file: string): unknown {
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

/** A file that is written piece by piece. */
export interface Writer {
  write(text: string): void;
  /** Gives the file its name: what was there before is replaced by what was written. */
  finish(): void;
  /**
   * Ends without that. What was written stays beside the file, whose earlier content is untouched; gives the
   * name of what stayed, or undefined where nothing did.
   */
  leave(): string | undefined;
  /** Ends without that, and leaves nothing behind. */
  discard(): void;
}

/** Ending of a file that is being written; it is renamed when it is whole. */
const draftEnding = '.partial';

/**
 * Opens a file for writing piece by piece. A regular file is written beside its place, as `FILE.partial`, and
 * takes its name when it is whole: whoever finds the name finds all of it, whatever ended the program, and
 * two commands never write into one another. Devices and pipes are written directly.
 *
 * Errors: `file-in-use` when the partial file is there, `file-unwritable`.
 */
export function openWriter(file: string, folder: string): Writer {
  const asked = path.resolve(folder, file);
  try {
    const facts = statSync(asked, { throwIfNoEntry: false });
    const isDevice = /^\/(dev|proc)\//.test(asked) || facts?.isFile() === false;
    if (isDevice) return deviceWriter(openSync(asked, 'w'), file);
    const place = facts === undefined ? asked : writable(asked);
    const name = place === asked ? file : place;
    return draftWriter({ file, place, draft: `${name}${draftEnding}` }, facts?.mode);
  } catch (error) {
    throw writeError(error, file);
  }
}

function deviceWriter(descriptor: number, file: string): Writer {
  const close = () => closeSync(descriptor);
  return {
    write: (text) => asWriteError(file, () => writeBytes(descriptor, Buffer.from(text))),
    finish: close,
    leave: () => {
      close();
      return undefined;
    },
    discard: close,
  };
}

/** A file on its way: as it was asked for, where it will stand, and what its draft is called in messages. */
interface Drafted {
  readonly file: string;
  readonly place: string;
  readonly draft: string;
}

function draftWriter({ file, place, draft }: Drafted, mode = 0o666): Writer {
  const draftPlace = `${place}${draftEnding}`;
  const descriptor = openDraft(draftPlace, mode, file, draft);
  let isOpen = true;
  let isEmpty = true;
  const close = () => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  const discard = () => {
    close();
    rmSync(draftPlace, { force: true });
  };
  return {
    write: (text) =>
      asWriteError(file, () => {
        writeBytes(descriptor, Buffer.from(text));
        isEmpty = false;
      }),
    finish: () =>
      asWriteError(file, () => {
        fsyncSync(descriptor);
        close();
        renameSync(draftPlace, place);
      }),
    leave: () => {
      if (isEmpty) discard();
      else close();
      return isEmpty ? undefined : draft;
    },
    discard,
  };
}

/** Opens a draft that nobody else writes. */
function openDraft(place: string, mode: number, file: string, draft: string): number {
  try {
    return openSync(place, 'wx', mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const message = `${draft} is there: another command is writing ${file}, or one was cut off`;
    const hint = `Wait for the other one. If there is none, remove or rename ${draft} and try again.`;
    throw new CliError('file-in-use', message, { hint });
  }
}

function asWriteError(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw writeError(error, file);
  }
}

/** Work that came to its end, or was stopped: then what was written stays beside the file, under a name. */
export interface Worked<Value> {
  readonly value: Value;
  readonly left?: string;
}

/**
 * Does work that writes a file piece by piece. The file takes its name when the work is done; when it was
 * stopped, or throws, what was written stays beside it. What throws is told of on the error stream.
 */
export async function whileWriting<Value>(
  writer: Writer | undefined,
  terminal: Pick<Terminal, 'err'>,
  work: () => Promise<Value>,
  isWhole: (value: Value) => boolean,
): Promise<Worked<Value>> {
  try {
    const value = await work();
    if (!isWhole(value)) {
      const left = writer?.leave();
      return left === undefined ? { value } : { value, left };
    }
    writer?.finish();
    return { value };
  } catch (error) {
    const left = writer?.leave();
    if (left !== undefined) terminal.err(`what was written so far is in ${clean(left)}\n`);
    throw error;
  }
}

/**
 * Writes a file from pieces of text. A failure leaves an earlier file as it was, and nothing beside it: what
 * is written in one go can be written again.
 */
export function writePieces(file: string, pieces: Iterable<string>, folder: string): void {
  const writer = openWriter(file, folder);
  try {
    for (const block of blocks(pieces)) writer.write(block);
    writer.finish();
  } catch (error) {
    writer.discard();
    throw writeError(error, file);
  }
}

/** The same from pieces that come one after the other. */
export async function writeComing(
  file: string,
  pieces: AsyncIterable<string>,
  folder: string,
): Promise<void> {
  const writer = openWriter(file, folder);
  try {
    for await (const piece of pieces) writer.write(piece);
    writer.finish();
  } catch (error) {
    writer.discard();
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

const blockLength = 1 << 16;

/** Small pieces joined, so that each write has something to do. */
function* blocks(pieces: Iterable<string>): Generator<string> {
  let waiting = '';
  for (const piece of pieces) {
    waiting += piece;
    if (waiting.length < blockLength) continue;
    yield waiting;
    waiting = '';
  }
  yield waiting;
}

function writeBytes(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}

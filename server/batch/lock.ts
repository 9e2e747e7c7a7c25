/**
 * The lock of a results folder: one program writes it, and what a killed one left is taken over by one other
 * program, however many come for it at once.
 *
 * A lock comes into being whole, as a link to a file that has all of its text. A lock that was left is
 * replaced only by who holds a second lock, whose name is made of the text of the first, and only while that
 * text still stands: who comes late finds another text and starts over.
 */
import { createHash, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CliError } from '../cli/exit.ts';
import { writeError } from '../cli/files.ts';
import { batchFiles } from './names.ts';

/** Who holds a lock. */
interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** How often a lock is tried that changes while it is looked at. */
const mostTries = 20;
/** How long a lock without a holder may be on its way, in milliseconds. */
const writingMs = 200;

/** What a file system without links answers when it is asked for one. */
const withoutLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'];

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/**
 * Takes a folder for this process; a lock whose process is gone is taken over. Gives the function that lets
 * the folder go.
 *
 * Errors: `batch-in-use`, `file-unwritable`.
 */
export function takeLock(place: string, name: string): () => void {
  const file = path.join(place, batchFiles.lock);
  const own = JSON.stringify({ pid: process.pid, host: os.hostname(), token: randomUUID() });
  try {
    acquire(file, own, name);
  } catch (error) {
    throw writeError(error, name);
  }
  return () => release(file, own);
}

function acquire(file: string, own: string, name: string): void {
  for (let tries = 0; tries < mostTries; tries++) {
    if (create(file, own)) return;
    const found = textOf(file);
    if (found === undefined) continue; // it was let go
    const holder = holderIn(found);
    if (holder === undefined && isOnItsWay(file, found)) continue;
    refuseWhileHeld(holder, file, name);
    const claim = `${file}.after-${createHash('sha256').update(found).digest('hex').slice(0, 12)}.partial`;
    acquire(claim, own, name);
    try {
      if (textOf(file) !== found) continue;
      replace(file, own);
      return;
    } finally {
      release(claim, own);
    }
  }
  throw new CliError('batch-in-use', `${name} is being written by another program`);
}

/** Makes a file that has the text from its first moment on; false when it is there. */
function create(file: string, text: string): boolean {
  const draft = draftOf(file, text);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!withoutLinks.includes(codeOf(error) ?? '')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function replace(file: string, text: string): void {
  renameSync(draftOf(file, text), file);
}

/** A file of this process alone. */
function draftOf(file: string, text: string): string {
  const draft = `${file}.${randomUUID()}.partial`;
  writeFileSync(draft, text, { flag: 'wx' });
  return draft;
}

/** Lets go what is still this process’s own. */
function release(file: string, own: string): void {
  if (textOf(file) === own) rmSync(file, { force: true });
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Who wrote a lock; undefined when it was cut off while it was written. */
function holderIn(text: string): Holder | undefined {
  try {
    const { pid, host } = (JSON.parse(text) ?? {}) as { pid?: unknown; host?: unknown };
    return typeof pid === 'number' && pid > 0 && typeof host === 'string' ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a lock that names nobody is being written: only where a file system has no links. */
function isOnItsWay(file: string, found: string): boolean {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, writingMs);
  return textOf(file) !== found;
}

function refuseWhileHeld(holder: Holder | undefined, file: string, name: string): void {
  if (holder === undefined) return;
  const isHere = holder.host === os.hostname();
  if (isHere && !isAlive(holder.pid)) return;
  const who = isHere ? `process ${holder.pid}` : `process ${holder.pid} on ${holder.host}`;
  const hint = `Wait for it, or remove ${path.join(name, path.basename(file))} when it is gone.`;
  throw new CliError('batch-in-use', `${name} is being written by ${who}`, { hint });
}

/** Whether a process of this machine is there; one of this number that is not this one. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

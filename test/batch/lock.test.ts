/** The lock of a results folder, taken by several processes at once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { takeLock } from '../../server/batch/lock.ts';
import { root, scratch } from '../cli/capture.ts';

/** A process number that no process has. */
const nobody = 2 ** 22 + 1;
const stale = (pid = nobody) => JSON.stringify({ pid, host: os.hostname() });

/**
 * A process that takes the lock of one folder after the other, each at a moment that all processes share, and
 * keeps it. It prints a word a folder: whether it has it.
 */
const taker = `
  const { takeLock } = await import(process.env.LOCK);
  const folders = JSON.parse(process.env.FOLDERS);
  let dueMs = Number(process.env.DUE);
  const got = folders.map((folder) => {
    while (Date.now() < dueMs);
    dueMs += 4;
    try {
      takeLock(folder, 'b');
      return 'taken';
    } catch (error) {
      return error.code;
    }
  });
  console.log(JSON.stringify(got));
  // Who has a lock is there until all have asked for it.
  process.stdin.once('data', () => process.exit());
`;

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (data) => resolve(String(data)));
    child.stderr?.once('data', (data) => reject(new Error(String(data))));
  });
}

describe('a lock that its process left', () => {
  it('is taken over, and let go by who has it alone', () => {
    const folder = scratch();
    const lock = path.join(folder, 'batch.lock');
    writeFileSync(lock, stale());
    const letGo = takeLock(folder, 'b');
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid });
    // Somebody removed it by hand, and another program has the folder now.
    writeFileSync(lock, stale(1));
    letGo();
    expect(readFileSync(lock, 'utf8')).toBe(stale(1));
    expect(() => takeLock(folder, 'b')).toThrow('b is being written by process 1');
  });

  it('is taken over although whoever was taking it over was killed, too', () => {
    const folder = scratch();
    const lock = path.join(folder, 'batch.lock');
    writeFileSync(lock, stale());
    const text = createHash('sha256').update(stale()).digest('hex').slice(0, 12);
    writeFileSync(`${lock}.after-${text}.partial`, stale(nobody + 1));
    takeLock(folder, 'b')();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is taken over by one of two processes that come at once, and by one alone', async () => {
    const folders = Array.from({ length: 300 }, () => scratch());
    for (const folder of folders) writeFileSync(path.join(folder, 'batch.lock'), stale());
    const env = {
      ...process.env,
      LOCK: pathToFileURL(path.join(root, 'dist/server/batch/lock.js')).href,
      FOLDERS: JSON.stringify(folders),
      DUE: String(Date.now() + 1500),
    };
    const takers = [0, 1].map(() => {
      return spawn(process.execPath, ['--input-type=module', '-e', taker], { env, stdio: 'pipe' });
    });
    const ended = takers.map((child) => new Promise((resolve) => child.once('exit', resolve)));
    const [first, second] = (await Promise.all(takers.map(firstLine))).map((line) => JSON.parse(line));
    for (const child of takers) child.stdin?.write('end');
    await Promise.all(ended);
    const both = folders.flatMap((_, i) => (first[i] === 'taken' && second[i] === 'taken' ? [i] : []));
    expect(both).toEqual([]);
    for (const i of folders.keys()) {
      expect([first[i], second[i]].sort()).toEqual(['batch-in-use', 'taken']);
      expect(readdirSync(folders[i] as string)).toEqual(['batch.lock']);
    }
  });
});

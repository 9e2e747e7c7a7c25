/**
 * Runs command lines in this process with captured streams, and the built program as a process of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runCli } from '../../server/cli/program.ts';
import { plain, type Terminal } from '../../server/cli/terminal.ts';

export const root = path.resolve(import.meta.dirname, '../..');

/** What a command line came to. */
export interface Outcome {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** What a captured terminal may differ in. */
export interface CaptureOptions {
  readonly folder?: string;
  readonly isInteractive?: boolean;
  /** Steady clock; by default one that moves by a second a look. */
  readonly now?: () => number;
  /** Called with the handler of Ctrl-C. */
  readonly onStop?: (stop: (signal: string) => void) => void;
}

/** Runs a command line in this process. */
export async function run(words: readonly string[], options: CaptureOptions = {}): Promise<Outcome> {
  let out = '';
  let err = '';
  const terminal: Terminal = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    style: plain,
    errStyle: plain,
    isInteractive: options.isInteractive ?? false,
    folder: options.folder ?? root,
    now: options.now ?? (() => performance.now()),
    onStop: (stop) => {
      options.onStop?.(stop);
      return () => {};
    },
  };
  const exit = await runCli(words, terminal);
  return { exit, out, err };
}

/** A folder that is only this test's. */
export function scratch(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'plenary-cli-'));
}

/** The built program; `npm test` builds it first. */
export const program = path.join(root, 'dist/server/cli/main.js');

/** Starts the built program. */
export function start(
  words: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): ChildProcess {
  if (!existsSync(program)) throw new Error('dist/ is not built: npm run build');
  return spawn(process.execPath, [program, ...words], {
    cwd: options.cwd ?? root,
    env: { ...process.env, NO_COLOR: '', FORCE_COLOR: '', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs the built program to its end. */
export function runBuilt(
  words: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<Outcome> {
  return finish(start(words, options));
}

/** Waits for a process and collects what it said. */
export function finish(child: ChildProcess): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let out = '';
    let err = '';
    child.stdout?.on('data', (data) => {
      out += data;
    });
    child.stderr?.on('data', (data) => {
      err += data;
    });
    child.on('error', reject);
    child.on('close', (exit) => resolve({ exit: exit ?? -1, out, err }));
  });
}

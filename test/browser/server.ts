// The built server as a child process, and the files of the built viewer as any static server would give
// them.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const built = path.join(root, 'dist/viewer');
const startMs = 15_000;

/** Something that serves pages until it is closed. */
export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the built server on a free port, as its command line does; `more` are words of that line. */
export async function startBuiltServer(more: readonly string[] = []): Promise<Served> {
  const main = path.join(root, 'dist/server/cli/main.js');
  if (!existsSync(main)) throw new Error(`${main} is missing: run node build.mjs first`);
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', '--no-demo', ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await addressOf(child);
  const close = () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  return { url, close };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => reject(new Error(`the server did not start: ${said}`)), startMs);
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /http:\/\/[\w.:-]+\d/.exec(said);
      if (found === null) return;
      clearTimeout(late);
      resolve(`${found[0]}/`);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`the server ended with ${code}: ${said}`));
    });
  });
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Serves the files of the built viewer and nothing else. */
export async function serveFiles(): Promise<Served> {
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = path.join(built, pathname === '/' ? 'index.html' : pathname);
    if (!file.startsWith(built) || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' });
    return response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}/`, close };
}

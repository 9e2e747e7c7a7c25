// Installs the other engines next to this file when they are missing or their lock file has changed. Without
// a network it says so and lets the tests name the engines that were not run.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = import.meta.dirname;
const stampFile = path.join(folder, 'node_modules/.plenary-lock');
const digest = createHash('sha256')
  .update(readFileSync(path.join(folder, 'package-lock.json')))
  .update(`${process.platform} ${process.arch}`)
  .digest('hex');

if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest) {
  console.log('the other engines are installed');
  process.exit(0);
}

// No package of this folder needs a script to install: the binaries are in the packages of each platform.
const args = [
  'ci',
  '--prefix',
  folder,
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=2000',
];
const npm = process.env.npm_execpath;
const isOffline =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED)\b/;
const { status, stdout, stderr, error } = npm?.endsWith('.js')
  ? spawnSync(process.execPath, [npm, ...args], { cwd: folder, encoding: 'utf8' })
  : spawnSync('npm', args, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
if (status === 0) {
  writeFileSync(stampFile, digest);
  console.log('installed the other engines');
} else if (isOffline.test(`${stdout}${stderr}`)) {
  console.log('the other engines could not be installed: there is no connection to the package registry.');
  console.log('The comparison of engines runs on those that are here and names the others.');
} else {
  console.error(
    `installing the other engines failed:\n${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`,
  );
  process.exit(1);
}

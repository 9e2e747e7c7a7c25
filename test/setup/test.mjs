// `npm test`: everything that must hold, phase by phase, with one line of timing at the end.
// `npm test -- --help` says how to choose phases.
//
// Phases after a failed one still run, so that one run names everything that is wrong; only a failed build
// ends it.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { wrongNode } from './node-identity.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
process.chdir(root);

const tsc = 'node_modules/typescript/bin/tsc';
const svelteCheck = 'node_modules/svelte-check/bin/svelte-check';
const biome = 'node_modules/@biomejs/biome/bin/biome';
const depcruise = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
const boundaryFolders = ['engine', 'server', 'viewer', 'test'];

/** name → what it does; each resolves to true when it holds. */
const phases = {
  node: async () => {
    const problem = wrongNode({
      execPath: process.execPath,
      npmNode: process.env.npm_node_execpath,
      binFolder: path.join(root, 'node_modules/.bin'),
    });
    console.log(problem ?? `Node ${process.version} at ${process.execPath}, the one that was started`);
    return problem === undefined;
  },
  build: () => node('build.mjs'),
  types: () => node(tsc, '-p', 'test', '--pretty', 'false'),
  viewer: () =>
    existsSync('viewer/index.html')
      ? node(svelteCheck, '--workspace', 'viewer', '--tsconfig', './tsconfig.json', '--output', 'human')
      : skip('there is no viewer/index.html yet'),
  lint: () => node(biome, 'check', '--error-on-warnings', '--max-diagnostics=40'),
  boundaries: () => node(depcruise, '--config', '.dependency-cruiser.cjs', ...boundaryFolders),
  engines: () => node('test/engines/install.mjs'),
  unit: () => vitest('unit'),
  whole: () => vitest('whole'),
};

const usage = `npm test                     every phase: ${Object.keys(phases).join(' ')}
npm test -- --skip=viewer    without the named phases (comma-separated)
npm test -- --only=unit      only the named phases`;
const words = process.argv.slice(2);
if (words.includes('--help')) {
  console.log(usage);
  process.exit(0);
}
const unknown = words.find((word) => !/^--(only|skip)=./.test(word));
if (unknown !== undefined) fail(`unknown option ${unknown}\n${usage}`);
const [only, skipped] = ['--only', '--skip'].map(listOption);
for (const name of [...only, ...skipped]) {
  if (!(name in phases)) fail(`unknown phase ${name} (phases: ${Object.keys(phases).join(' ')})`);
}

const timings = [];
const failures = [];
for (const [name, work] of Object.entries(phases)) {
  if (skipped.includes(name) || (only.length > 0 && !only.includes(name))) continue;
  console.log(`\n── ${name}`);
  const startedMs = performance.now();
  const holds = await work();
  timings.push(`${name} ${((performance.now() - startedMs) / 1000).toFixed(1)}${holds ? '' : ' FAILED'}`);
  if (!holds) failures.push(name);
  if (!holds && (name === 'build' || name === 'node')) break;
}

console.log(`\nphases (seconds): ${timings.join(' · ')}`);
if (failures.length > 0) fail(`failed: ${failures.join(', ')}`);
console.log('all phases hold');

function vitest(project) {
  return node('node_modules/vitest/vitest.mjs', 'run', '--project', project, '--passWithNoTests');
}

function skip(reason) {
  console.log(`skipped: ${reason}`);
  return true;
}

/** Runs a script on this very Node: a `node` found by search could be another one. */
function node(script, ...args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.on('exit', (code) => resolve(code === 0));
  });
}

function listOption(name) {
  const given = process.argv.slice(2).filter((argument) => argument.startsWith(`${name}=`));
  return given.flatMap((argument) => argument.slice(name.length + 1).split(','));
}

function fail(text) {
  console.error(text);
  process.exit(1);
}

// Builds dist/: engine and server as plain ES modules (tsc), the expression parser bundled (esbuild), the
// viewer (vite). Each step remembers a digest of its inputs in dist/.build and is skipped while they are
// unchanged.
//
//   node build.mjs [--force] [--quiet] [--skip-viewer]

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

process.chdir(path.dirname(fileURLToPath(import.meta.url)));

const known = ['--force', '--quiet', '--skip-viewer'];
const options = process.argv.slice(2);
const unknown = options.filter((option) => !known.includes(option));
if (unknown.length > 0) fail(`unknown option ${unknown.join(' ')} (known: ${known.join(' ')})`, 2);
const quiet = options.includes('--quiet');

const state = 'dist/.build';
const stampFile = `${state}/stamps.json`;
const parserSource = 'engine/preferences/expression-parser.ts';
const parserOutput = 'dist/engine/preferences/expression-parser.js';
const preparedScenarios = 'dist/scenarios';
const commandLine = 'dist/server/cli/main.js';
const config = [
  'build.mjs',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'engine/tsconfig.json',
  'server/tsconfig.json',
];

if (!existsSync('node_modules/typescript')) fail('the dependencies are not installed: run `npm ci` first');
const unlock = await lock();
try {
  if (options.includes('--force')) clean();
  await build();
} finally {
  unlock();
}

async function build() {
  const engine = filesUnder('engine');
  const server = filesUnder('server');
  const engineSources = engine.filter(isSource);
  const serverSources = server.filter(isSource);
  const serverAssets = server.filter((file) => !isSource(file) && path.basename(file) !== 'tsconfig.json');

  let compiled = false;
  await step('engine and server', 'dist/engine', [...engineSources, ...serverSources, ...config], () => {
    // tsc trusts its own notes about what it wrote: without the output they are worth nothing.
    for (const part of ['engine', 'server']) {
      if (!existsSync(`dist/${part}`)) rmSync(`${state}/${part}.tsbuildinfo`, { force: true });
    }
    compiled = true;
    runTool('typescript/bin/tsc', ['-b', '--pretty', String(process.stdout.isTTY === true)]);
    pruneOutputs('engine');
    pruneOutputs('server');
  });

  // tsc has just written its own version over the bundle whenever the source changed, so the two go together.
  if (existsSync(parserSource)) {
    await step('expression parser', parserOutput, [parserSource, ...config], bundleParser, compiled);
  }

  await step(
    'command line',
    `${commandLine}.map`,
    [...engineSources, ...serverSources, ...config],
    bundleCommandLine,
    compiled,
  );

  const scenarios = filesUnder('scenarios').filter((file) => path.basename(file) === 'scenario.yaml');
  await step('scenarios', preparedScenarios, [...scenarios, ...engineSources, ...config], () => {
    return prepareScenarios(scenarios);
  });

  await step('server assets', 'dist/server', serverAssets, async () => {
    for (const file of serverAssets) {
      mkdirSync(path.dirname(`dist/${file}`), { recursive: true });
      await copyFile(file, `dist/${file}`);
    }
  });

  if (options.includes('--skip-viewer')) return say('viewer: skipped (--skip-viewer)');
  if (!existsSync('viewer/index.html')) return say('viewer: skipped, there is no viewer/index.html yet');
  const wire = serverSources.filter((file) => file.startsWith('server/wire/'));
  await step(
    'viewer',
    'dist/viewer/index.html',
    [...filesUnder('viewer'), ...engine, ...wire, ...config],
    () => {
      const log = ['--logLevel', quiet ? 'error' : 'warn'];
      runTool('vite/bin/vite.js', ['build', 'viewer', '--outDir', '../dist/viewer', '--emptyOutDir', ...log]);
    },
  );
}

/** Does `work` unless the inputs are those of the last time and the output is still there. */
async function step(name, output, inputs, work, must = false) {
  if (inputs.length === 0) return;
  const digest = digestOf(inputs);
  const stamps = readStamps();
  if (!must && stamps[name] === digest && existsSync(output)) return;
  const startedMs = performance.now();
  await work();
  writeFileSync(stampFile, `${JSON.stringify({ ...readStamps(), [name]: digest }, null, 2)}\n`);
  say(`${name}: ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
}

/** mathjs alone costs most of a cold start: one file with only what the parser needs is loaded instead. */
async function bundleParser() {
  const { build: bundle } = await import('esbuild');
  const keepOwnModules = {
    name: 'keep-own-modules',
    setup(task) {
      task.onResolve({ filter: /^\.\.?\// }, (found) => {
        if (path.resolve(found.resolveDir) !== path.resolve(path.dirname(parserSource))) return undefined;
        return { path: found.path.replace(/\.ts$/, '.js'), external: true };
      });
    },
  };
  await bundle({
    entryPoints: [parserSource],
    outfile: parserOutput,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    minifyWhitespace: true,
    minifySyntax: true,
    treeShaking: true,
    legalComments: 'eof',
    logLevel: 'warning',
    plugins: [keepOwnModules],
  });
}

/**
 * Loading some hundred small modules takes longer than a run: the command line is put into a few files, each
 * loaded when a command needs it. What serves the network stays outside: no single run loads it.
 */
async function bundleCommandLine() {
  const { build: bundle } = await import('esbuild');
  rmSync('dist/chunks', { recursive: true, force: true });
  // Every module that is imported on demand makes the bundler cut what others share with it into pieces of
  // their own. Nearly every command needs the engine, so its modules are loaded as one; but for those that
  // bring a package (YAML, distributions) or a table along that a run does without.
  const neededByFew = /\/(override-text|body|json-schema)\.ts$|\/(experiment|interchange|rulings)\//;
  const loadedOnDemand = /\bimport\('([./]+\/engine\/[^']+)'\)/g;
  const parts = new Set();
  for (const file of filesUnder('server/cli').filter(isSource)) {
    for (const [, found] of readFileSync(file, 'utf8').matchAll(loadedOnDemand)) {
      if (!neededByFew.test(found)) parts.add(path.posix.join(path.posix.dirname(file), found));
    }
  }
  const engineAsOne = {
    name: 'engine-as-one',
    setup(task) {
      task.onResolve({ filter: /\/engine\/.*\.ts$/ }, ({ kind, importer, path: found }) => {
        const isOwn = path.relative('server/cli', importer).startsWith('..') === false;
        if (kind === 'dynamic-import' && isOwn && !neededByFew.test(found))
          return { path: 'engine', namespace: 'as-one' };
      });
      task.onLoad({ filter: /^engine$/, namespace: 'as-one' }, () => ({
        contents: [...parts].map((part) => `export * from './${part}';`).join('\n'),
        resolveDir: process.cwd(),
      }));
    },
  };
  await bundle({
    entryPoints: { 'server/cli/main': 'server/cli/main.ts', 'server/batch/worker': 'server/batch/worker.ts' },
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['fastify', '@fastify/*', 'socket.io', '@duckdb/*', 'bullmq', 'ioredis'],
    // Some dependencies are CommonJS and ask for Node's modules by `require`.
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
    minify: true,
    sourcemap: true,
    legalComments: 'linked',
    logLevel: 'warning',
    allowOverwrite: true,
    plugins: [engineAsOne],
  });
}

/**
 * Reading a long YAML file takes longer than a run: what each shipped scenario says is kept as JSON, under
 * the digest of its text (server/prepared.ts). A text that JSON cannot say is left out, and read when it is
 * asked for. So are the trees of their expressions, for which the parser would have to be loaded.
 */
async function prepareScenarios(files) {
  rmSync(preparedScenarios, { recursive: true, force: true });
  mkdirSync(preparedScenarios, { recursive: true });
  const { readDocument } = await import('./dist/engine/scenario/document.js');
  const { loadExpressionParser, parseAhead } = await import('./dist/engine/preferences/expressions.js');
  const parser = await loadExpressionParser();
  const trees = {};
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const read = readDocument(text);
    if (!read.ok || read.value.findings.length > 0) continue;
    const json = JSON.stringify(read.value.value);
    if (!isDeepStrictEqual(JSON.parse(json), read.value.value)) continue;
    const digest = createHash('sha256').update(text).digest('hex');
    writeFileSync(`${preparedScenarios}/${digest}.json`, json);
    for (const { expression } of read.value.value.metrics ?? []) {
      const tree = parseAhead(parser, expression);
      if (isDeepStrictEqual(JSON.parse(JSON.stringify(tree)), tree)) trees[expression] = tree;
    }
  }
  writeFileSync(`${preparedScenarios}/expressions.json`, JSON.stringify(trees));
}

/** Output whose source is gone would still be imported, packed and published. */
function pruneOutputs(part) {
  for (const file of filesUnder(`dist/${part}`)) {
    const match = /^dist\/(.*?)(\.d\.ts|\.js)$/.exec(file);
    if (match && !existsSync(`${match[1]}.ts`) && !existsSync(`${match[1]}${match[2]}`)) rmSync(file);
  }
}

function runTool(script, args) {
  const { status, error } = spawnSync(process.execPath, [`node_modules/${script}`, ...args], {
    stdio: 'inherit',
  });
  if (error) throw error;
  if (status !== 0) {
    unlock();
    fail(`${path.basename(script)} ${args.slice(0, 2).join(' ')} ended with code ${status}`);
  }
}

function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of [...files].sort()) {
    if (!existsSync(file)) continue;
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name).replaceAll(path.sep, '/'));
}

function isSource(file) {
  return file.endsWith('.ts');
}

function readStamps() {
  return existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};
}

function clean() {
  for (const part of ['engine', 'server', 'viewer', 'scenarios'])
    rmSync(`dist/${part}`, { recursive: true, force: true });
  for (const file of readdirSync(state)) if (file !== 'lock') rmSync(`${state}/${file}`);
}

/** One build at a time in a checkout: a second one waits, and takes over from one that died. */
async function lock() {
  mkdirSync(state, { recursive: true });
  const file = `${state}/lock`;
  for (let waitedMs = 0; ; waitedMs += 100) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    if (holder > 0 && !isAlive(holder)) rmSync(file, { force: true });
    else {
      if (waitedMs === 1000) say(`waiting for the build of process ${holder}`);
      if (waitedMs > 300_000) fail(`another build has held ${file} for five minutes`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function say(text) {
  if (!quiet) console.log(`build: ${text}`);
}

function fail(text, code = 1) {
  console.error(`build: ${text}`);
  process.exit(code);
}

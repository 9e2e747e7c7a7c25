// Computes one corpus on several JavaScript engines and compares what they print. The corpus is bundled once,
// so all engines run the same text.
//
//   npx tsx test/engines/run-corpus.ts [module]    (default: test/corpus/corpus.ts, or the basics without it)

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { findBrowser, launchBrowser } from '../setup/browser.ts';
import type { Corpus } from './corpus.ts';

/** How one engine did: a corpus, or the reason why it was not run. */
export type EngineResult =
  | { readonly engine: string; readonly corpus: Corpus; readonly seconds: number }
  | { readonly engine: string; readonly notRun: string };

interface Engine {
  readonly name: string;
  /** Says why it cannot run here, or undefined when it can. */
  readonly missing: () => Promise<string | undefined>;
  readonly run: (bundle: string) => Promise<{ version: string; printed: string }>;
}

const here = import.meta.dirname;
const root = path.resolve(here, '../..');
const wholeCorpus = path.join(root, 'test/corpus/corpus.ts');

/** The corpus of the whole engine when it is written, otherwise what it rests on. */
export const defaultCorpus = existsSync(wholeCorpus) ? wholeCorpus : path.join(here, 'corpora/basics.ts');

/** Runs the corpus module on every engine of this machine, one after the other. */
export async function runCorpus(module: string): Promise<EngineResult[]> {
  const bundle = await bundleOf(module);
  const results: EngineResult[] = [];
  for (const engine of engines) {
    const notRun = await engine.missing();
    if (notRun !== undefined) {
      results.push({ engine: engine.name, notRun });
      continue;
    }
    const startedMs = performance.now();
    const { version, printed } = await engine.run(bundle);
    const seconds = (performance.now() - startedMs) / 1000;
    results.push({ engine: `${engine.name} ${version}`, corpus: parsed(engine.name, printed), seconds });
  }
  return results;
}

/** Every entry on which an engine differs from the first one, which may have entries that others lack. */
export function differences(results: readonly EngineResult[]): string[] {
  const ran = results.filter((result) => 'corpus' in result);
  const [first, ...others] = ran;
  if (first === undefined) return ['no engine was run'];
  const problems = Object.keys(first.corpus).length === 0 ? [`${first.engine} gives an empty corpus`] : [];
  for (const { engine, corpus } of others) {
    const names = Object.keys(corpus);
    if (names.length === 0) problems.push(`${engine} gives an empty corpus`);
    for (const name of names) {
      const [expected, found] = [first.corpus[name], corpus[name]];
      if (expected !== found) problems.push(`${name}: ${first.engine} gives ${expected}, ${engine} ${found}`);
    }
  }
  return problems;
}

/** One line for each engine: how long it took, or why it was not run. */
export function summary(results: readonly EngineResult[]): string {
  const lines = results.map((result) =>
    'corpus' in result
      ? `${result.engine}: ${Object.keys(result.corpus).length} entries in ${result.seconds.toFixed(1)} s`
      : `${result.engine}: NOT RUN, ${result.notRun}`,
  );
  return lines.join('\n');
}

const installed = createRequire(path.join(here, 'package.json'));

const engines: readonly Engine[] = [
  {
    name: 'Node',
    missing: async () => undefined,
    run: (bundle) => runProgram(process.execPath, bundle),
  },
  {
    name: 'newer Node',
    missing: async () => absent(newerNode()),
    run: (bundle) => runProgram(newerNode() as string, bundle),
  },
  {
    name: 'Bun (JavaScriptCore)',
    missing: async () => absent(bun()),
    run: (bundle) => runProgram(bun() as string, bundle),
  },
  {
    name: 'QuickJS',
    missing: async () => absent(resolved('quickjs-emscripten-core')),
    run: runQuickJS,
  },
  {
    name: 'Chromium',
    missing: async () =>
      (await findBrowser()) === undefined ? 'no browser found (set CHROME_PATH)' : undefined,
    run: runBrowser,
  },
];

/** The text that every engine runs: it leaves a function that promises the corpus as JSON. */
async function bundleOf(module: string): Promise<string> {
  const source = `
    import { computeCorpus } from ${JSON.stringify(module)};
    globalThis.plenaryCorpus = async (isShort) => JSON.stringify(await computeCorpus({ isShort }));
  `;
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: root, loader: 'ts' },
    bundle: true,
    loader: { '.yaml': 'text' },
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    // Some dependencies ask for a name of the surroundings while they load, and do without.
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: 'globalThis.console ??= { log() {}, warn() {}, error() {} };' },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

async function runProgram(program: string, bundle: string): Promise<{ version: string; printed: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plenary-corpus-'));
  try {
    const file = path.join(folder, 'corpus.cjs');
    const print = 'globalThis.plenaryCorpus(false).then((text) => process.stdout.write(text));';
    writeFileSync(file, `${bundle}\n${print}\n`);
    const version = await outputOf(program, ['--version']);
    return { version: version.trim().replace(/^v/, ''), printed: await outputOf(program, [file]) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runQuickJS(bundle: string): Promise<{ version: string; printed: string }> {
  const load = (name: string) => import(pathToFileURL(installed.resolve(name)).href);
  const { newQuickJSWASMModuleFromVariant } = await load('quickjs-emscripten-core');
  const variant = await load('@jitl/quickjs-wasmfile-release-sync');
  const quickjs = await newQuickJSWASMModuleFromVariant(variant.default.default ?? variant.default);
  // Never disposed: freeing a context that holds weak references aborts this build of QuickJS. It goes with
  // the process.
  const context = quickjs.newContext();
  context.runtime.setMemoryLimit(1024 * 1024 * 1024);
  context.runtime.setMaxStackSize(4 * 1024 * 1024);
  context.unwrapResult(context.evalCode(bundle, 'corpus.js')).dispose();
  const promise = context.unwrapResult(context.evalCode('globalThis.plenaryCorpus(true)', 'start.js'));
  // Nothing runs by itself here: jobs are run until the promise is settled or none is left.
  let state = context.getPromiseState(promise);
  while (state.type === 'pending') {
    const ran: number = context.unwrapResult(context.runtime.executePendingJobs(10_000));
    state = context.getPromiseState(promise);
    if (ran === 0 && state.type === 'pending')
      throw new Error('QuickJS: the corpus waits for something that never comes');
  }
  const value = context.unwrapResult(
    state.type === 'fulfilled' ? { value: state.value } : { error: state.error },
  );
  const printed: string = context.getString(value);
  const manifest = readFileSync(path.join(here, 'node_modules/quickjs-emscripten-core/package.json'), 'utf8');
  return { version: `(quickjs-emscripten ${JSON.parse(manifest).version})`, printed };
}

async function runBrowser(bundle: string): Promise<{ version: string; printed: string }> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: bundle });
    const printed = await page.evaluate(() =>
      (globalThis as unknown as { plenaryCorpus: (isShort: boolean) => Promise<string> }).plenaryCorpus(
        false,
      ),
    );
    return { version: browser.version(), printed };
  } finally {
    await browser.close();
  }
}

/** The binaries are in packages of each platform; their install scripts are not needed and not run. */
function newerNode(): string | undefined {
  const file = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const system =
    { darwin: 'node-bin-darwin', win32: 'node-win' }[process.platform as string] ??
    `node-${process.platform}`;
  return resolved(`${system}-${process.arch}`, file);
}

function bun(): string | undefined {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const machine = process.arch === 'arm64' ? 'aarch64' : process.arch;
  return resolved(`@oven/bun-${system}-${machine}`, process.platform === 'win32' ? 'bin/bun.exe' : 'bin/bun');
}

function resolved(name: string, file = 'package.json'): string | undefined {
  const found = path.join(here, 'node_modules', name, file);
  return existsSync(found) ? found : undefined;
}

function absent(found: string | undefined): string | undefined {
  if (found !== undefined) return undefined;
  return `not installed on ${process.platform} ${process.arch} (node test/engines/install.mjs)`;
}

function parsed(engine: string, printed: string): Corpus {
  try {
    return JSON.parse(printed) as Corpus;
  } catch {
    throw new Error(`${engine} printed no corpus: ${printed.slice(0, 200)}`);
  }
}

function outputOf(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 });
    let printed = '';
    let complaints = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(printed);
      else
        reject(
          new Error(
            `${program} ${args.join(' ')} ended with ${code ?? signal}: ${complaints.slice(0, 2000)}`,
          ),
        );
    });
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const results = await runCorpus(path.resolve(process.argv[2] ?? defaultCorpus));
  console.log(summary(results));
  const problems = differences(results);
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? 'all the same' : `${problems.length} differences`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

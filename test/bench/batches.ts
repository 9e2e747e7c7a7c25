/**
 * What a batch costs beside its runs: metrics, blocks, log and table in this process; and what two worker
 * threads give beside two processes of their own.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createPlay, loadScenario } from './engine.ts';
import { type Measured, summarise } from './measure.ts';

const root = path.resolve(import.meta.dirname, '../..');
const program = path.join(root, 'dist/server/cli/main.js');
const built = (file: string): Promise<unknown> => import(pathToFileURL(path.join(root, 'dist', file)).href);

const { makeJob } = (await built('server/batch/job.js')) as typeof import('../../server/batch/job.ts');
const { createLocalPlayer } = (await built(
  'server/batch/local-player.js',
)) as typeof import('../../server/batch/local-player.ts');
const { packFrame, unpackFrame } = (await built(
  'server/batch/frames.js',
)) as typeof import('../../server/batch/frames.ts');
const { openLog } = (await built(
  'server/batch/rows-log.js',
)) as typeof import('../../server/batch/rows-log.ts');
const { writeTables } = (await built(
  'server/store/tables.js',
)) as typeof import('../../server/store/tables.ts');
const { runDigest } = (await built('engine/run/record.js')) as typeof import('../../engine/run/record.ts');

const scenarioFile = path.join(import.meta.dirname, 'first-mandate-as-built.yaml');
const experimentOf = (replications: number) => `
format: 1
scenario: first-mandate
title: What a batch costs
question: How much of the time is not runs?
replications: ${replications}
metrics: [agreed, adoptionTick, revisions, depth, signed, participation, inForce, forceTick, compliance,
  cannot, willNot, meanTrust]
`;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Time of a batch (blocks, log and Parquet) over that of its runs alone, less one; CPU time, in turns. */
export async function measureBatchShare(repetitions = 7, runs = 2000): Promise<Measured> {
  const scenario = readFileSync(scenarioFile, 'utf8');
  const made = await makeJob({ experiment: experimentOf(runs), scenario });
  const loaded = await loadScenario(scenario);
  if (!made.ok || !loaded.ok) throw new Error('the scenario of the bench has problems');
  const { job } = made;
  const stage = job.stages[0] as (typeof job.stages)[number];
  const play = createPlay(loaded.value, { seed: 1 });
  const player = createLocalPlayer(job);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plenary-bench-'));
  const shares: number[] = [];
  for (let repetition = -1; repetition < repetitions; repetition++) {
    const beforeRuns = cpuMs();
    for (let seed = 1; seed <= runs; seed++) {
      play.reset(seed);
      play.toEnd();
      runDigest(play, seed);
    }
    const bare = cpuMs() - beforeRuns;
    const place = path.join(folder, String(repetition));
    mkdirSync(place);
    const log = openLog(path.join(place, 'rows.log'), 'bench');
    const beforeBatch = cpuMs();
    for (let from = 0; from < runs; from += 500) {
      const stretch = { from, to: from + 500, above: 0, below: runs };
      const { packed } = await player.play({ stage: 'runs', stretch });
      log.append(packed);
    }
    await writeTables(job, stage, [{ log }], place, () => {});
    const batch = cpuMs() - beforeBatch;
    log.close();
    if (repetition < 0) continue;
    shares.push(batch / bare - 1);
  }
  rmSync(folder, { recursive: true, force: true });
  return summarise(shares);
}

/** Microseconds of CPU time that a row of twenty columns takes, from the block to the finished table. */
export async function measureRow(repetitions = 3, rows = 200_000): Promise<Measured> {
  const scenario = readFileSync(scenarioFile, 'utf8');
  const made = await makeJob({ experiment: experimentOf(rows), scenario });
  if (!made.ok) throw new Error('the scenario of the bench has problems');
  const { job } = made;
  const stage = job.stages[0] as (typeof job.stages)[number];
  const size = 5000;
  const width = job.columns.metrics.length;
  const { packed } = await createLocalPlayer(job).play({
    stage: 'runs',
    stretch: { from: 0, to: 64, above: 0, below: rows },
  });
  const played = unpackFrame(packed);
  const repeated = <Values extends Float64Array | Uint8Array>(values: Values, each: number): Values => {
    const made = new (values.constructor as new (length: number) => Values)(size * each);
    for (let i = 0; i < made.length; i++) made[i] = values[i % (played.count * each)] as number;
    return made;
  };
  const block = {
    ...played,
    count: size,
    status: repeated(played.status, 1),
    outcome: repeated(played.outcome, 1),
    digests: repeated(played.digests, 32),
    values: repeated(played.values, width),
  };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plenary-bench-'));
  const taken: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const place = path.join(folder, String(repetition));
    mkdirSync(place);
    const log = openLog(path.join(place, 'rows.log'), 'bench');
    const before = cpuMs();
    for (let from = 0; from < rows; from += size) {
      log.append(packFrame('runs', { from, to: from + size, above: 0, below: rows }, block));
    }
    await writeTables(job, stage, [{ log }], place, () => {});
    taken.push((1000 * (cpuMs() - before)) / rows);
    log.close();
  }
  rmSync(folder, { recursive: true, force: true });
  return summarise(taken);
}

/** Milliseconds by the clock until programs that were started together have all ended. */
async function clock(lines: readonly (readonly string[])[], cwd: string): Promise<number> {
  const startedMs = performance.now();
  const ended = lines.map(
    (words) =>
      new Promise<void>((resolve, reject) => {
        const child = spawn(process.execPath, [program, ...words], { cwd, stdio: 'ignore' });
        child.on('error', reject);
        child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`ended with ${code}`))));
      }),
  );
  await Promise.all(ended);
  return performance.now() - startedMs;
}

/** How quick two worker threads are beside two processes that share the runs, in turns. */
export async function measureWorkers(repetitions = 5, runs = 12_000): Promise<Measured> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plenary-bench-'));
  writeFileSync(path.join(folder, 'experiment.yaml'), experimentOf(runs));
  writeFileSync(path.join(folder, 'scenario.yaml'), readFileSync(scenarioFile));
  const words = (out: string, ...more: string[]) => [
    'batch',
    'experiment.yaml',
    '--quiet',
    '--out',
    out,
    ...more,
  ];
  const quotients: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const of = (name: string) => `${name}-${repetition}`;
    const apart = await clock(
      [1, 2].map((shard) => words(of(`shard${shard}`), '--workers', '1', '--shard', `${shard}/2`)),
      folder,
    );
    const together = await clock([words(of('threads'), '--workers', '2')], folder);
    quotients.push(apart / together);
  }
  rmSync(folder, { recursive: true, force: true });
  return summarise(quotients);
}

/** The full form of `plenary batch`: an experiment, on all cores, into a folder. */
import os from 'node:os';
import path from 'node:path';
import type { Shard, Stage } from '../../engine/analysis/experiment/plan.ts';
import type { BatchOutcome } from '../batch/batch.ts';
import type { Job } from '../batch/job.ts';
import type { Done } from '../batch/player.ts';
import type { Threads } from '../batch/threads.ts';
import type { Hub } from '../queue/remote.ts';
import { shellWord } from '../shell-word.ts';
import { argument, flag, type Invocation, textOption } from './command.ts';
import { CliError } from './exit.ts';
import { loadJob, readReplications } from './experiment-source.ts';
import { readText } from './files.ts';
import { createProgress, duration, type Progress, rate } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { clean } from './text.ts';

/** Most threads that are started. */
const mostWorkers = 256;

function readWorkers(given: string | undefined): number {
  if (given === undefined) return os.availableParallelism();
  const count = Number(given);
  if (Number.isSafeInteger(count) && count >= 1 && count <= mostWorkers) return count;
  throw new CliError('usage', `“${given}” is no number of workers`, {
    hint: `Give a whole number from 1 to ${mostWorkers}; without --workers all cores are used.`,
  });
}

/** `2/3` is the second of three shares. */
function readShard(given: string | undefined): Shard | undefined {
  if (given === undefined) return undefined;
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(given);
  const index = Number(match?.[1]);
  const of = Number(match?.[2]);
  if (match !== null && index >= 1 && index <= of) return { index: index - 1, of };
  throw new CliError('usage', `“${given}” is no share of a batch`, {
    hint: 'Write --shard 2/3 for the second of three.',
  });
}

/** What is planned, in words. */
function planLines(job: Job, shard: Shard | undefined, planned: (stage: Stage) => number): string[] {
  const count = (n: number, thing: string) => `${n} ${thing}${n === 1 ? '' : 's'}`;
  return job.stages.map((stage) => {
    const { arms, places, replications } = stage;
    const parts = [count(arms.length, 'arm')];
    if (stage.factors.length > 0) parts.push(count(places, 'point'));
    parts.push(count(replications, 'replication'));
    const name = stage.id === 'runs' ? 'runs' : 'space of plausible values';
    const share =
      shard === undefined ? '' : `, of which ${planned(stage)} in shard ${shard.index + 1}/${shard.of}`;
    return `${name}: ${parts.join(' × ')} = ${stage.points * replications}${share}`;
  });
}

/** How long runs are tried to learn what one costs. */
const trialMs = 1500;

/** Processor time that this process has had: what else the machine does is not in it. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * What a run costs, and what it costs to compile a point before its first run: from points all over the plan.
 */
async function trial(
  stage: Stage,
  play: (from: number, to: number) => Promise<Done>,
): Promise<{ readonly runMs: number; readonly compileMs: number }> {
  const { runNumber } = await import('../../engine/analysis/experiment/plan.ts');
  // The first runs of a process cost many times what later ones do.
  for (const warmMs = cpuMs(); cpuMs() - warmMs < trialMs; ) await play(0, 16);
  const startedMs = cpuMs();
  const step = Math.max(1, Math.floor(stage.points / 24));
  let compiled = 0;
  let compileMs = 0;
  let runs = 0;
  let runMs = 0;
  for (let point = 0; point < stage.points && cpuMs() - startedMs < trialMs; point += step) {
    const from = runNumber(stage, point, 0);
    const beforeMs = cpuMs();
    await play(from, from + 1);
    const betweenMs = cpuMs();
    const { packed } = await play(from, from + 4);
    compiled++;
    compileMs += betweenMs - beforeMs;
    runs += packed.head.count;
    runMs += cpuMs() - betweenMs;
  }
  const each = runs === 0 ? 0 : runMs / runs;
  return { runMs: each, compileMs: compiled === 0 ? 0 : Math.max(0, compileMs / compiled - each) };
}

/** Says what would be played, and how long it would take. */
async function dryRun(
  job: Job,
  shard: Shard | undefined,
  workers: number,
  terminal: Terminal,
): Promise<number> {
  const { plannedRuns } = await import('../batch/batch.ts');
  const { createLocalPlayer } = await import('../batch/local-player.ts');
  const lines = planLines(job, shard, (stage) => plannedRuns(stage, shard));
  const player = createLocalPlayer(job, shard);
  let seconds = 0;
  let bytes = 0;
  for (const stage of job.stages) {
    const planned = plannedRuns(stage, shard);
    const { runMs, compileMs } = await trial(stage, (from, to) =>
      player.play({ stage: stage.id, stretch: { from, to, above: 0, below: stage.replications } }),
    );
    seconds += (runMs * planned) / 1000 / workers + (compileMs * stage.points) / 1000;
    const moments = job.columns.series.length === 0 ? 0 : job.plain.file.ticks;
    bytes += planned * (job.columns.metrics.length * 8 + 40 + moments * (job.columns.series.length * 8 + 4));
  }
  const { columns } = job;
  const inCourse = columns.series.length === 0 ? '' : `, ${columns.series.length} in its course`;
  const threads = `${workers} worker${workers === 1 ? '' : 's'}`;
  terminal.out(
    `${[
      clean(job.experiment.title),
      ...lines,
      `${columns.metrics.length} metrics a run${inCourse}`,
      `about ${duration(seconds)} with ${threads} on an idle machine; the log takes ${megabytes(bytes)}`,
      'nothing was played into a folder',
    ].join('\n')}\n`,
  );
  return 0;
}

const megabytes = (bytes: number): string =>
  bytes < 1e6
    ? `${Math.ceil(bytes / 1000)} kB`
    : bytes < 1e9
      ? `${Math.ceil(bytes / 1e6)} MB`
      : `${(bytes / 1e9).toFixed(1)} GB`;

/** Progress in two phases. */
function createListener(terminal: Terminal, isQuiet: boolean) {
  let progress: Progress | undefined;
  return {
    begin: (left: number, before: number) => {
      if (before > 0 && !isQuiet) terminal.err(`${before} runs were played before; ${left} remain\n`);
      progress = createProgress(terminal, left, isQuiet);
    },
    played: (runs: number) => progress?.tell(runs),
    writing: (rows: number) => {
      progress?.clear();
      progress = createProgress(terminal, rows, isQuiet, 'rows written');
    },
    wrote: (rows: number) => progress?.tell(rows),
    clear: () => progress?.clear(),
  };
}

function endLine(outcome: BatchOutcome, name: string): string {
  const { played, total, failed, elapsedMs } = outcome;
  const speed = played === 0 ? '' : ` in ${duration(elapsedMs / 1000)}, ${rate(played, elapsedMs)}`;
  const failures = failed === 0 ? '' : `, ${failed} of all without a result`;
  return `${played} runs played${speed}; ${total} in ${clean(name)}${failures}`;
}

function exitOf({ state, failed }: BatchOutcome): number {
  if (state === 'stopped') return 130;
  return failed > 0 ? 70 : 0;
}

const shellLine = (words: readonly string[]): string => words.map(shellWord).join(' ');

/** What follows the last line, for a person at a terminal. */
function nextSteps(outcome: BatchOutcome, name: string, words: readonly string[]): string {
  if (outcome.state !== 'complete') return `continue with: ${shellLine(['plenary', 'batch', ...words])}\n`;
  const query = shellLine(['plenary', 'query', name]);
  const tables = outcome.tables.map(({ file, rows }) => `${path.join(name, file)} (${rows} rows)`);
  return `${tables.join('\n')}\nask them with: ${query}\n`;
}

/** The words that continue a batch. */
function sameWords(invocation: Invocation, name: string): string[] {
  const words = [argument(invocation, 0), '--out', name];
  for (const option of ['replications', 'shard', 'workers']) {
    const value = textOption(invocation, option);
    if (value !== undefined) words.push(`--${option}`, value);
  }
  return words;
}

/** The text of the registration that the batch must match. */
async function readRegistration(invocation: Invocation, job: Job): Promise<string | undefined> {
  const file = textOption(invocation, 'prereg');
  if (file === undefined) return undefined;
  const { deviations, readPreregistration } = await import('../batch/preregistration.ts');
  const { folder } = invocation.terminal;
  const text = readText(file, { folder, maxBytes: 20_000_000, contentExit: 4 });
  const registration = readPreregistration(text);
  if (registration === undefined) {
    throw new CliError('prereg-invalid', `${clean(file)} is no pre-registration, or was changed since`);
  }
  const found = deviations(registration, job);
  if (found.length === 0) return text;
  throw new CliError('differs', `the batch is not as registered: ${found.join('; ')}`, {
    hint: 'Play it as it was registered, or leave --prereg out: the report will then say that it was not.',
  });
}

/** Players that a queue stands for: how many pieces are out at once, twice over. */
const piecesOut = 24;

/** Connects to a queue of workers; says what to do when there is none. */
async function openQueue(url: string, job: Job, terminal: Terminal, isQuiet: boolean): Promise<Hub> {
  const { openHub } = await import('../queue/remote.ts');
  const hub = await openHub(url, job);
  const count = await hub.countWorkers();
  if (count === 0 && !isQuiet) {
    terminal.err(`no worker is there yet; start some, here or elsewhere: plenary worker --redis ${url}\n`);
  } else if (!isQuiet) terminal.err(`${count} worker${count === 1 ? ' is' : 's are'} there\n`);
  return hub;
}

/** Plays an experiment into a folder, or says what would be played. */
export async function batchExperiment(invocation: Invocation): Promise<number> {
  const workers = readWorkers(textOption(invocation, 'workers'));
  const isElsewhere = textOption(invocation, 'redis') !== undefined;
  const isPlayed = textOption(invocation, 'out') !== undefined && !flag(invocation, 'dryRun');
  const { startThreads } = await import('../batch/threads.ts');
  // They load the engine while this thread makes the job.
  const threads = startThreads(isPlayed && !isElsewhere && workers > 1 ? workers : 0);
  try {
    return await play(invocation, workers, threads);
  } finally {
    await threads.close();
  }
}

/** Makes the job, and plays it with the threads or whoever else does. */
async function play(invocation: Invocation, workers: number, threads: Threads): Promise<number> {
  const { terminal } = invocation;
  const word = argument(invocation, 0);
  const shard = readShard(textOption(invocation, 'shard'));
  const replications = readReplications(textOption(invocation, 'replications'), 1);
  const job = await loadJob(word, terminal, replications);
  if (shard !== undefined && job.experiment.stop !== undefined) {
    const hint = 'Give the replications as a number, or play the batch on one machine.';
    throw new CliError('usage', 'a rule that looks at all runs cannot stop one share of them', { hint });
  }
  const registration = await readRegistration(invocation, job);
  if (flag(invocation, 'dryRun')) return dryRun(job, shard, workers, terminal);
  const name = textOption(invocation, 'out');
  if (name === undefined) {
    const line = `plenary batch ${word} --out results/${job.experiment.scenario}`;
    const hint = `Give a folder for the results: ${line}`;
    throw new CliError('usage', 'the results of an experiment go into a folder', { hint });
  }
  const isQuiet = flag(invocation, 'quiet');
  const listener = createListener(terminal, isQuiet);
  let stoppedBy: string | undefined;
  let onStop: () => Promise<void> | undefined = () => undefined;
  const release = terminal.onStop((signal) => {
    if (stoppedBy === undefined && !isQuiet) terminal.err(`\n${signal}: finishing what was begun\n`);
    stoppedBy = signal;
    void onStop();
  });
  const redis = textOption(invocation, 'redis');
  const hub = redis === undefined ? undefined : await openQueue(redis, job, terminal, isQuiet);
  onStop = () => hub?.cancelWaiting();
  try {
    const { runBatch } = await import('../batch/batch.ts');
    const { createLocalPlayer } = await import('../batch/local-player.ts');
    // A player that is the only one plays in this thread.
    const isAlone = hub === undefined && workers === 1;
    const start = () =>
      hub?.player() ?? (isAlone ? createLocalPlayer(job, shard) : threads.player(job, shard));
    const outcome = await runBatch({
      job,
      name,
      folder: terminal.folder,
      workers: hub === undefined ? workers : piecesOut,
      start,
      ...(shard === undefined ? {} : { shard }),
      failFast: flag(invocation, 'failFast'),
      ...(registration === undefined ? {} : { registration }),
      listener,
      isStopped: () => stoppedBy !== undefined,
      now: () => terminal.now(),
      today: () => new Date().toISOString(),
    });
    listener.clear();
    if (!isQuiet) {
      terminal.err(`${endLine(outcome, name)}\n`);
      if (outcome.stopped !== undefined) {
        const { replications: count, why } = outcome.stopped;
        terminal.err(`ended after ${count} replications: ${why}\n`);
      }
      const [first] = outcome.failures;
      if (first !== undefined) terminal.err(`the first is run ${first.run}: ${clean(first.why)}\n`);
      terminal.err(nextSteps(outcome, name, sameWords(invocation, name)));
    }
    return exitOf(outcome);
  } finally {
    listener.clear();
    release();
    await hub?.close();
  }
}

/** The full form of `plenary batch`: an experiment, on all cores, into a folder. */
import path from 'node:path';
import type { StageId } from '../../engine/analysis/experiment/plan.ts';
import type { BatchOutcome } from '../batch/batch.ts';
import type { Job } from '../batch/job.ts';
import { batchFiles, replicationWords, runWord } from '../batch/names.ts';
import type { Threads } from '../batch/threads.ts';
import { shownUrl } from '../queue/names.ts';
import type { Hub } from '../queue/remote.ts';
import { shellWord } from '../shell-word.ts';
import { readReplications, readShard, readWorkers } from './batch-options.ts';
import { argument, flag, type Invocation, textOption } from './command.ts';
import { CliError } from './exit.ts';
import { experimentFile, loadJob } from './experiment-source.ts';
import { readText } from './files.ts';
import { createProgress, duration, type Progress, rate } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { clean } from './text.ts';

/** Progress in two phases. */
function createListener(terminal: Terminal, isQuiet: boolean) {
  let progress: Progress | undefined;
  return {
    // Told however quiet: times and machines of earlier sessions are gone.
    rebuilt: (runs: number) => {
      const { manifest, log } = batchFiles;
      const told = `${manifest} was lost and is made anew from ${log}, which has ${runs} runs`;
      terminal.err(`note: ${told}; when and where they were played is not known\n`);
    },
    fewer: (before: number, now: number, part: StageId) => {
      const told = `it was begun with ${before} ${replicationWords[part]}, and its tables will have ${now}`;
      terminal.err(`note: ${told}; runs beyond them stay in ${batchFiles.log} for when more are asked for\n`);
    },
    begin: (left: number, before: number) => {
      if (before > 0 && !isQuiet) terminal.err(`${before} runs were played before; ${left} remain\n`);
      progress = createProgress(terminal, left, isQuiet);
      if (terminal.isInteractive) progress.tell(0);
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
  for (const option of ['replications', 'shard', 'workers', 'prereg']) {
    const value = textOption(invocation, option);
    if (value !== undefined) words.push(`--${option}`, value);
  }
  const redis = textOption(invocation, 'redis');
  // Whoever finds the line need not find a password.
  if (redis !== undefined) words.push('--redis', shownUrl(redis));
  if (flag(invocation, 'failFast')) words.push('--fail-fast');
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

/** Whether there is something to play, and here. */
function needsThreads(invocation: Invocation): boolean {
  if (textOption(invocation, 'redis') !== undefined || flag(invocation, 'dryRun')) return false;
  if (textOption(invocation, 'out') === undefined) return false;
  return experimentFile(argument(invocation, 0), invocation.terminal) !== undefined;
}

/** Plays an experiment into a folder, or says what would be played. */
export async function batchExperiment(invocation: Invocation): Promise<number> {
  const workers = readWorkers(invocation);
  const { startThreads } = await import('../batch/threads.ts');
  // They load the engine while this thread makes the job.
  const threads = startThreads(workers > 1 && needsThreads(invocation) ? workers : 0);
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
  const shard = readShard(invocation);
  const replications = readReplications(invocation);
  const job = await loadJob(word, terminal, replications);
  if (shard !== undefined && job.experiment.stop !== undefined) {
    const hint = 'Give the replications as a number, or play the batch on one machine.';
    throw new CliError('usage', 'a rule that looks at all runs cannot stop one share of them', { hint });
  }
  const registration = await readRegistration(invocation, job);
  const name = textOption(invocation, 'out');
  if (flag(invocation, 'dryRun')) {
    const { dryRun } = await import('./dry-run.ts');
    const given = shard === undefined ? {} : { shard };
    const kept = registration === undefined ? {} : { registration };
    return dryRun({ job, workers, name, ...given, ...kept }, terminal);
  }
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
      ...(hub === undefined ? {} : { check: () => hub.settle() }),
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
      if (first !== undefined) {
        terminal.err(`the first is run ${runWord(first.stage, first.run)}: ${clean(first.why)}\n`);
      }
      terminal.err(nextSteps(outcome, name, sameWords(invocation, name)));
    }
    return exitOf(outcome);
  } finally {
    listener.clear();
    release();
    await hub?.close();
  }
}

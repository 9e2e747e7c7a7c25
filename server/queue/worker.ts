/**
 * A worker on a queue: fetches jobs and pieces from Redis, plays them in threads, and returns the results.
 */
import { UnrecoverableError, Worker } from 'bullmq';
import { engineVersion, rulesVersion } from '../../engine/version.ts';
import { type Job, type JobTexts, makeJob } from '../batch/job.ts';
import { type Player, PlayerLost } from '../batch/player.ts';
import { startThread } from '../batch/threads.ts';
import { connect } from './connect.ts';
import {
  jobKey,
  keptSeconds,
  packResult,
  type QueuedPiece,
  queueName,
  type ResultLine,
  resultsKey,
} from './names.ts';

/** What a worker is told to do, and what it tells. */
export interface WorkerOptions {
  readonly url: string;
  readonly threads: number;
  /** How often it was told to stop: at first it finishes what was begun, then it leaves it. */
  readonly stops: () => number;
  /** Called once it is connected. */
  readonly ready: () => void;
  /** Called after every piece with the runs played so far. */
  readonly played: (runs: number) => void;
  readonly say: (line: string) => void;
}

/** How long a broken connection is tried for. */
const patience = { firstMs: 5000, brokenMs: 120_000 };
/** A worker that is silent for so long has died, and its pieces go to others. */
const lockMs = 15_000;
/** Jobs whose threads are kept: a worker serves batches one after the other. */
const mostJobs = 2;

/** How long a worker that was told to stop waits for a Redis that is gone. */
const goneMs = 10_000;
/** How long connections may take to close once nothing is waited for. */
const closingMs = 1000;

/** A worker of BullMQ that can be left while it waits for Redis to close. */
class LeavableWorker extends Worker<QueuedPiece> {
  /** Ends the renewal of locks, which otherwise goes on and keeps the process. */
  async leave(): Promise<void> {
    await this.lockManager.close();
  }
}

/** Threads that play one job; free ones wait. */
interface Crew {
  readonly idle: Player[];
  readonly all: Set<Player>;
  readonly job: Job;
}

/** Serves a queue until it is told to stop; gives the number of runs played. */
export async function serveQueue(options: WorkerOptions): Promise<number> {
  const { url, threads } = options;
  const connection = await connect(url, patience);
  const { redis } = connection;
  options.ready();
  /** Crews, and the pieces that each of them has. */
  const crews = new Map<string, { readonly crew: Promise<Crew>; pieces: number }>();
  let runs = 0;

  async function hire({ texts: id, key }: QueuedPiece): Promise<Crew> {
    const text = await redis.get(jobKey(id));
    if (text === null) throw new UnrecoverableError('the texts of the job are gone');
    const texts = JSON.parse(text) as JobTexts;
    const made = await makeJob(texts, true);
    if (!made.ok) throw new UnrecoverableError(`the job has problems here: ${made.problems[0]?.message}`);
    if (made.job.key !== key) {
      const here = `engine ${engineVersion}, rules ${rulesVersion}`;
      throw new UnrecoverableError(`a worker plays the job otherwise: it has ${here}`);
    }
    return { idle: [], all: new Set(), job: made.job };
  }

  /** The crew of a piece, which it has until it is let go. */
  function crewOf(piece: QueuedPiece): { readonly crew: Promise<Crew>; letGo(): void } {
    let entry = crews.get(piece.texts);
    if (entry === undefined) {
      entry = { crew: hire(piece), pieces: 0 };
      crews.set(piece.texts, entry);
      entry.crew.catch(() => crews.delete(piece.texts));
    }
    const taken = entry;
    taken.pieces++;
    dismissIdle();
    return { crew: taken.crew, letGo: () => taken.pieces-- };
  }

  /** Ends the threads of the oldest crews that have nothing to play, when there are too many. */
  function dismissIdle(): void {
    for (const [texts, { crew, pieces }] of [...crews]) {
      if (crews.size <= mostJobs) return;
      if (pieces > 0) continue;
      crews.delete(texts);
      void endCrew(crew);
    }
  }

  async function answer(batch: string, line: ResultLine, frame?: Uint8Array): Promise<void> {
    const list = resultsKey(batch);
    await redis.multi().rpush(list, packResult(line, frame)).expire(list, keptSeconds).exec();
  }

  async function play(piece: QueuedPiece, isLastTry: boolean): Promise<void> {
    const { crew, letGo } = crewOf(piece);
    try {
      await playWith(crew, piece);
    } catch (error) {
      // Whoever waits was told of a refusal, and hears of the rest when nobody will try it again.
      if (!isLastTry || error instanceof UnrecoverableError) throw error;
      const [why = ''] = String(error instanceof Error ? error.message : error).split('\n');
      const isLost = error instanceof PlayerLost;
      await answer(piece.batch, {
        id: piece.id,
        elapsedMs: 0,
        ...(isLost ? { lost: why } : { failed: why }),
      });
      if (!isLost) throw error;
    } finally {
      letGo();
    }
  }

  async function playWith(hired: Promise<Crew>, piece: QueuedPiece): Promise<void> {
    const { batch, id, task } = piece;
    const crew = await hired.catch(async (error: unknown) => {
      if (error instanceof UnrecoverableError) {
        options.say(error.message);
        await answer(batch, { id, elapsedMs: 0, refused: error.message });
      }
      throw error;
    });
    const player = crew.idle.pop() ?? startThread().take(crew.job);
    crew.all.add(player);
    const { packed, elapsedMs } = await player.play(task).catch(async (error: unknown) => {
      crew.all.delete(player);
      await player.close();
      if (error instanceof PlayerLost) options.say(`a thread went down: ${error.message}`);
      throw error;
    });
    crew.idle.push(player);
    await answer(batch, { id, elapsedMs }, packed.bytes);
    runs += packed.head.count;
    options.played(runs);
  }

  const worker = new LeavableWorker(
    queueName,
    async (job) => play(job.data, job.attemptsMade + 1 >= (job.opts.attempts ?? 1)),
    {
      connection: redis,
      concurrency: threads,
      lockDuration: lockMs,
      stalledInterval: lockMs / 3,
      maxStalledCount: 1000,
    },
  );
  worker.on('error', () => {}); // the connection itself tells
  worker.on('failed', (_, error) => options.say(`a piece failed: ${error.message}`));
  let isClosed = false;
  let isOver = false;
  try {
    await Promise.race([connection.lost, until(() => isOver || options.stops() > 0)]);
    // What was begun is finished and returned, unless it cannot be or must not.
    const closed = worker.close().then(() => {
      isClosed = true;
    });
    const isGone = createGoneWatch(connection.isReady);
    await Promise.race([closed, until(() => isClosed || options.stops() > 1 || isGone())]);
    if (!isClosed) options.say('what was begun is left');
    return runs;
  } finally {
    isOver = true;
    connection.close();
    for (const { crew } of crews.values()) await endCrew(crew);
    // A worker that was asked to close before does not hear of haste, and would wait for Redis.
    if (!isClosed) await Promise.race([worker.close(true).catch(() => {}), pause(closingMs)]);
    await worker.leave();
  }
}

async function endCrew(crew: Promise<Crew>): Promise<void> {
  const members = await crew.then(({ all }) => [...all]).catch(() => []);
  for (const player of members) await player.close();
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks now and then. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(100);
}

/** Tells, when it is asked now and then, whether Redis has been away for longer than is waited. */
function createGoneWatch(isReady: () => boolean): () => boolean {
  let sinceMs: number | undefined;
  return () => {
    if (isReady()) sinceMs = undefined;
    else sinceMs ??= performance.now();
    return sinceMs !== undefined && performance.now() - sinceMs > goneMs;
  };
}

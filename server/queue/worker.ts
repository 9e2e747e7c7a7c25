/**
 * A worker on a queue: fetches jobs and pieces from Redis, plays them in threads, and returns the results.
 */
import { UnrecoverableError, Worker } from 'bullmq';
import { engineVersion, rulesVersion } from '../../engine/version.ts';
import { packFrame } from '../batch/frames.ts';
import { type JobTexts, makeJob } from '../batch/job.ts';
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
  readonly isStopped: () => boolean;
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

/** Threads that play one job; free ones wait. */
interface Crew {
  readonly idle: Player[];
  readonly all: Set<Player>;
  readonly texts: JobTexts;
}

/** Serves a queue until it is told to stop; gives the number of runs played. */
export async function serveQueue(options: WorkerOptions): Promise<number> {
  const { url, threads } = options;
  const connection = await connect(url, patience);
  const { redis } = connection;
  const crews = new Map<string, Promise<Crew>>();
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
    return { idle: [], all: new Set(), texts };
  }

  async function crewOf(piece: QueuedPiece): Promise<Crew> {
    let crew = crews.get(piece.texts);
    if (crew === undefined) {
      crew = hire(piece);
      crews.set(piece.texts, crew);
      crew.catch(() => crews.delete(piece.texts));
      for (const old of [...crews.keys()].slice(0, -mostJobs)) {
        const dismissed = await crews.get(old);
        crews.delete(old);
        for (const player of dismissed?.all ?? []) await player.close();
      }
    }
    return crew;
  }

  async function answer(batch: string, line: ResultLine, frame?: Buffer): Promise<void> {
    const list = resultsKey(batch);
    await redis.multi().rpush(list, packResult(line, frame)).expire(list, keptSeconds).exec();
  }

  async function play(piece: QueuedPiece, isLastTry: boolean): Promise<void> {
    const { batch, id, task } = piece;
    let crew: Crew;
    try {
      crew = await crewOf(piece);
    } catch (error) {
      if (!(error instanceof UnrecoverableError)) throw error;
      options.say(error.message);
      await answer(batch, { id, elapsedMs: 0, refused: error.message });
      throw error;
    }
    const player = crew.idle.pop() ?? startThread({ texts: crew.texts });
    crew.all.add(player);
    try {
      const { block, elapsedMs } = await player.play(task);
      crew.idle.push(player);
      await answer(batch, { id, elapsedMs }, packFrame(task.stage, task.stretch, block).bytes);
      runs += block.count;
      options.played(runs);
    } catch (error) {
      crew.all.delete(player);
      await player.close();
      if (!(error instanceof PlayerLost)) throw error;
      options.say(`a thread went down: ${error.message}`);
      if (!isLastTry) throw error;
      await answer(batch, { id, elapsedMs: 0, lost: error.message });
    }
  }

  const worker = new Worker<QueuedPiece>(
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
  try {
    await Promise.race([connection.lost, untilStopped(options.isStopped)]);
    // What was begun is finished and returned.
    await worker.close();
    return runs;
  } finally {
    await worker.close(true).catch(() => {});
    for (const crew of crews.values()) {
      const members = await crew.then(({ all }) => [...all]).catch(() => []);
      for (const player of members) await player.close();
    }
    connection.close();
  }
}

/** Looks now and then. */
async function untilStopped(isStopped: () => boolean): Promise<void> {
  while (!isStopped()) await new Promise((resolve) => setTimeout(resolve, 100));
}

/**
 * Players elsewhere: pieces of work go to a queue on Redis, and results come back on a list. Workers may come
 * late, die and return: BullMQ gives a piece that its worker left to another one. So a piece may be played
 * twice, and must then have given the same results.
 */
import { createHash, randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { receiveFrame } from '../batch/frames.ts';
import type { Job } from '../batch/job.ts';
import { type Done, type Player, PlayerLost, type Task, Withdrawn } from '../batch/player.ts';
import { CliError } from '../cli/exit.ts';
import { connect, unreachable } from './connect.ts';
import {
  jobKey,
  keptSeconds,
  mostTries,
  packResult,
  type QueuedPiece,
  queueName,
  type ResultLine,
  resultsKey,
  textsId,
  unpackResult,
} from './names.ts';

/** The way to players elsewhere. */
export interface Hub {
  /** A player; all of them share the way. */
  player(): Player;
  /** Takes back what no worker has begun, when a batch is to be stopped. */
  cancelWaiting(): Promise<void>;
  /** Workers that are connected. */
  countWorkers(): Promise<number>;
  /**
   * Waits until all that has come is read: a piece that came a second time after nobody waited for it.
   *
   * Errors: `differs` when it came with other results.
   */
  settle(): Promise<void>;
  /** Errors: `differs` when a piece came twice with different results and no player told of it. */
  close(): Promise<void>;
}

/** How long a broken connection is tried for. */
const patience = { firstMs: 5000, brokenMs: 30_000 };
/** Seconds for which a read of the list waits. */
const readSeconds = 2;
/** Silence after which the pieces that are waited for are looked up in the queue. */
const usualQuietMs = 10_000;

/** How often a piece is sent that Redis lost. */
const mostSends = 5;

/** A piece that will not be tried again, and why. */
function pieceFailed(id: string, { stage, stretch }: Task, why: string): CliError {
  const { from, to } = stretch;
  const where = `runs ${from} to ${to - 1}${stage === 'space' ? ' of the space' : ''}`;
  return new CliError('piece-failed', `piece ${id} (${where}) cannot be played: ${why}`);
}

const triedInVain = (why: string): string => `it was tried ${mostTries} times, and at last: ${why}`;

const isDifference = (error: Error): boolean => error instanceof CliError && error.code === 'differs';

interface Waiting {
  readonly task: Task;
  /** How often it was sent. */
  sends: number;
  resolve(done: Done): void;
  reject(error: Error): void;
}

/**
 * Connects to a queue, and leaves the texts of the job there for workers to fetch. A Redis that starts again
 * with nothing in it is given the texts and the pieces anew.
 *
 * @param quietMs silence after which the pieces that are waited for are looked up in the queue
 */
export async function openHub(url: string, job: Job, quietMs = usualQuietMs): Promise<Hub> {
  const batch = randomUUID();
  const sending = await connect(url, patience);
  const receiving = await connect(url, patience);
  const queue = new Queue<QueuedPiece>(queueName, { connection: sending.redis });
  queue.on('error', () => {}); // the connection itself tells
  const waiting = new Map<string, Waiting>();
  /** What went wrong, and whether somebody who waited was told. */
  let failure: { readonly error: Error; readonly isTold: boolean } | undefined;
  /** Digests of what has come, to compare with what comes again. */
  const come = new Map<string, string>();
  let isOpen = true;
  let next = 0;
  /** Put at the end of the list of results, to know when all before it is read. */
  const marker = 'all that has come';
  let onMarker = () => {};

  const texts = textsId(job.texts);
  async function leaveTexts(): Promise<void> {
    if ((await sending.redis.expire(jobKey(texts), keptSeconds)) === 1) return;
    await sending.redis.set(jobKey(texts), JSON.stringify(job.texts), 'EX', keptSeconds);
  }
  await leaveTexts();

  /** What a command on a broken connection throws says nothing of Redis. */
  const asGone = (error: unknown): Error => (error instanceof CliError ? error : unreachable(url, error));

  function failAll(error: Error): void {
    failure ??= { error, isTold: waiting.size > 0 };
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function take(line: ResultLine, frame: Buffer): void {
    if (line.id === marker) {
      onMarker();
      return;
    }
    const asked = waiting.get(line.id);
    if (line.refused !== undefined) {
      failAll(new CliError('worker-refused', line.refused));
      return;
    }
    if (line.failed !== undefined) {
      if (asked !== undefined) failAll(pieceFailed(line.id, asked.task, triedInVain(line.failed)));
      return;
    }
    if (line.lost !== undefined) {
      waiting.delete(line.id);
      asked?.reject(new PlayerLost(line.lost));
      return;
    }
    const digest = createHash('sha256').update(frame).digest('hex');
    const before = come.get(line.id);
    if (before !== undefined && before !== digest) {
      const message = `piece ${line.id} came twice with different results`;
      const hint = 'The same runs must give the same results anywhere: one of the workers is at fault.';
      failAll(new CliError('differs', message, { hint }));
      return;
    }
    come.set(line.id, digest);
    waiting.delete(line.id);
    const packed = receiveFrame(frame);
    if (packed === undefined) asked?.reject(new PlayerLost('a result was damaged on its way'));
    else asked?.resolve({ packed, elapsedMs: line.elapsedMs });
  }

  const jobId = (id: string): string => `${batch}-${id}`;

  async function send(task: Task, id: string): Promise<void> {
    await leaveTexts();
    const piece: QueuedPiece = { batch, texts, key: job.key, id, task };
    await queue.add('piece', piece, {
      jobId: jobId(id),
      attempts: mostTries,
      removeOnComplete: true,
      // Kept, for it says why.
      removeOnFail: { age: keptSeconds },
    });
  }

  /**
   * Looks up what is waited for. What failed and was not told is told now; what lies in no queue was lost by
   * Redis, and is sent again. If it comes twice, it is compared.
   */
  async function lookUpWaiting(): Promise<void> {
    for (const [id, piece] of [...waiting]) {
      const queued = await queue.getJob(jobId(id));
      if (!isOpen || !waiting.has(id)) continue;
      if (queued === undefined) {
        if (piece.sends >= mostSends) {
          failAll(pieceFailed(id, piece.task, `Redis lost it ${piece.sends} times`));
          return;
        }
        piece.sends++;
        await send(piece.task, id);
      } else if (await queued.isFailed()) {
        failAll(pieceFailed(id, piece.task, triedInVain(queued.failedReason.split('\n')[0] ?? '')));
        return;
      }
    }
  }

  async function receive(): Promise<void> {
    let heardMs = performance.now();
    while (isOpen) {
      const found = await receiving.redis.blpopBuffer(resultsKey(batch), readSeconds);
      if (found === null) {
        if (performance.now() - heardMs < quietMs) continue;
        await lookUpWaiting();
        heardMs = performance.now();
        continue;
      }
      heardMs = performance.now();
      const result = unpackResult(found[1]);
      if (result !== undefined) take(result.line, result.frame);
    }
  }
  const gone = Promise.race([sending.lost, receiving.lost]);
  gone.catch(failAll);
  receive().catch((error) => {
    if (isOpen) failAll(asGone(error));
  });

  const player: Player = {
    play: (task) =>
      new Promise<Done>((resolve, reject) => {
        if (failure !== undefined) {
          failure = { ...failure, isTold: true };
          reject(failure.error);
          return;
        }
        const id = String(next++);
        waiting.set(id, { task, sends: 1, resolve, reject });
        send(task, id).catch((error) => reject(asGone(error)));
      }),
    close: async () => {},
  };

  return {
    player: () => player,
    cancelWaiting: async () => {
      for (const [id, { reject }] of waiting) {
        const queued = await queue.getJob(jobId(id));
        // What a worker has begun cannot be taken back, and comes.
        const taken = await queued?.remove().then(
          () => true,
          () => false,
        );
        if (taken !== true) continue;
        waiting.delete(id);
        reject(new Withdrawn());
      }
    },
    settle: async () => {
      const isRead = new Promise<void>((resolve) => {
        onMarker = resolve;
      });
      const put = sending.redis.rpush(resultsKey(batch), packResult({ id: marker, elapsedMs: 0 }));
      // A connection that breaks when all has come changes nothing.
      await Promise.race([put.then(() => isRead), gone]).catch(() => {});
      if (failure === undefined || !isDifference(failure.error)) return;
      failure = { ...failure, isTold: true };
      throw failure.error;
    },
    countWorkers: async () => queue.getWorkersCount(),
    close: async () => {
      isOpen = false;
      if (sending.isReady()) await sending.redis.del(resultsKey(batch)).catch(() => 0);
      await queue.close().catch(() => {});
      sending.close();
      receiving.close();
      // A connection that broke when all had come changes nothing; results that differ do.
      if (failure?.isTold === false && isDifference(failure.error)) throw failure.error;
    },
  };
}

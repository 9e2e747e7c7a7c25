/** Who plays stretches of a job: this thread, a worker thread, or another machine. */

import { createHash } from 'node:crypto';
import type { Shard, StageId, Stretch } from '../../engine/analysis/experiment/plan.ts';
import { createRunner } from '../../engine/analysis/experiment/runner.ts';
import { type PackedFrame, packFrame } from './frames.ts';
import type { Job } from './job.ts';

/** A piece of work. */
export interface Task {
  readonly stage: StageId;
  readonly stretch: Stretch;
}

/**
 * What came of a piece of work, as it goes into the log: the player packs it, for players are many and the
 * thread that keeps the log is one.
 */
export interface Done {
  readonly packed: PackedFrame;
  /** How long it took the player, to choose the size of the next piece. */
  readonly elapsedMs: number;
}

/** Plays pieces of work, one after the other. */
export interface Player {
  play(task: Task): Promise<Done>;
  close(): Promise<void>;
}

/** A player went down before it answered: the process ran out of memory, or a fault ended the thread. */
export class PlayerLost extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PlayerLost';
  }
}

/** A piece of work was taken back before anybody played it. */
export class Withdrawn extends Error {
  constructor() {
    super('the piece was taken back');
    this.name = 'Withdrawn';
  }
}

/** Node’s own SHA-256: the same bytes as the engine’s, in a tenth of the time. */
const sha256 = (text: string): Uint8Array => createHash('sha256').update(text).digest();

/** A player in this thread. */
export function createLocalPlayer(job: Job, shard?: Shard): Player {
  const runners = new Map(
    job.stages.map((stage) => {
      const { columns, experiment, document } = job;
      const options = { stage, columns, experiment, document, sha256 };
      return [stage.id, createRunner(shard === undefined ? options : { ...options, shard })] as const;
    }),
  );
  return {
    play: async ({ stage, stretch }) => {
      const startedMs = performance.now();
      const runner = runners.get(stage);
      if (runner === undefined) throw new Error(`the job has no stage ${stage}`);
      const packed = packFrame(stage, stretch, await runner.play(stretch));
      return { packed, elapsedMs: performance.now() - startedMs };
    },
    close: async () => {},
  };
}

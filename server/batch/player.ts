/** Who plays stretches of a job: this thread, a worker thread, or another machine. */

import type { StageId, Stretch } from '../../engine/analysis/experiment/plan.ts';
import type { PackedFrame } from './frames.ts';
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

/** What players need of a job. */
export type PlayedJob = Pick<Job, 'experiment' | 'document' | 'columns' | 'stages'>;

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

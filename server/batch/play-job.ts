/**
 * Plays what remains of a job with several players at once. Pieces are cut to what they cost: large enough
 * that handing them over is nothing beside playing them, small enough that a stop is soon and players end
 * together. None of it changes a result.
 */

import { type Block, digestBytes } from '../../engine/analysis/experiment/block.ts';
import { Status } from '../../engine/analysis/experiment/columns.ts';
import {
  endOf,
  RunWalk,
  runsIn,
  type Shard,
  type Stage,
  type Stretch,
} from '../../engine/analysis/experiment/plan.ts';
import { CliError } from '../cli/exit.ts';
import { type Queue, queueOf } from './coverage.ts';
import { type FrameHead, type PackedFrame, packFrame } from './frames.ts';
import type { Job } from './job.ts';
import { type Player, PlayerLost, type Task, Withdrawn } from './player.ts';

/** Takes a frame when it has come; called for one at a time. */
export type Sink = (packed: PackedFrame) => void;

/** How a job is played. */
export interface PlayOptions {
  /** Starts a player; called again for one that was lost. */
  readonly start: () => Player;
  readonly players: number;
  readonly shard?: Shard;
  readonly sink: Sink;
  /** Whether nothing more should be begun. */
  readonly isStopped: () => boolean;
}

/** How long a piece should take. */
const pieceMs = 120;
const mostPiece = 50_000;
/** Pieces that a player has: one that it plays and one that waits, so that it never does. */
const lanes = 2;

/** Chooses the size of pieces from what the last ones cost. */
function createSizes(players: number) {
  let runMs: number | undefined;
  return {
    next: (left: number): number => {
      if (runMs === undefined) return 4;
      const fair = Math.ceil(left / (players * lanes));
      return Math.max(1, Math.min(Math.floor(pieceMs / runMs), fair, mostPiece));
    },
    learn: (runs: number, elapsedMs: number): void => {
      const cost = Math.max(elapsedMs / runs, 1e-4);
      runMs = runMs === undefined ? cost : 0.7 * runMs + 0.3 * cost;
    },
  };
}

/** Holds a frame to what was asked for: a row for every run, wherever it was played. */
function checkFrame(stage: Stage, stretch: Stretch, shard: Shard | undefined, head: FrameHead): void {
  const { from, to, above, below } = stretch;
  const isMeant = head.stage === stage.id && head.from === from && head.to === to;
  if (!isMeant || head.above !== above || head.below !== below) {
    throw new CliError('worker-refused', `runs ${from} to ${to} were asked for, and others came`);
  }
  const { count } = head;
  let asked = 0;
  for (const walk = new RunWalk(stage, stretch, shard); walk.next(); ) asked++;
  if (count === asked) return;
  throw new CliError('worker-refused', `a piece of ${asked} runs came with ${count} results`);
}

/** The row of a run that took down two players. */
function crashedFrame(
  job: Job,
  stage: Stage,
  stretch: Stretch,
  shard: Shard | undefined,
  why: string,
): PackedFrame {
  const count = [...runsIn(stage, stretch, shard)].length;
  const block: Block = {
    count,
    status: new Uint8Array(count).fill(Status.crashed),
    outcome: new Uint8Array(count),
    digests: new Uint8Array(count * digestBytes),
    values: new Float64Array(count * job.columns.metrics.length).fill(Number.NaN),
    moments: new Int32Array(job.columns.series.length > 0 ? count : 0),
    moment: new Int32Array(0),
    series: new Float64Array(0),
    failures: Array.from({ length: count }, (_, at) => ({ at, why })),
  };
  return packFrame(stage.id, stretch, block);
}

/** A team of players, of which lost ones are replaced. */
export interface Team {
  /** Plays what remains of a stage; gives the number of runs played. */
  play(stage: Stage, stretches: readonly Stretch[]): Promise<number>;
  close(): Promise<void>;
}

/** Starts the players of a job. */
export function startTeam(job: Job, options: PlayOptions): Team {
  const { start, players: count, shard, sink, isStopped } = options;
  const players: Player[] = Array.from({ length: count }, start);

  /** Plays a piece; a player that is lost is replaced, and its piece is played run by run. */
  async function playPiece(
    index: number,
    stage: Stage,
    stretch: Stretch,
    sizes?: ReturnType<typeof createSizes>,
  ) {
    const player = players[index];
    const task: Task = { stage: stage.id, stretch };
    try {
      const { packed, elapsedMs } = await player.play(task);
      sizes?.learn(Math.max(1, packed.head.count), elapsedMs);
      checkFrame(stage, stretch, shard, packed.head);
      sink(packed);
    } catch (error) {
      if (error instanceof Withdrawn) return;
      if (!(error instanceof PlayerLost)) throw error;
      replace(index, player);
      await playCarefully(index, stage, stretch);
    }
  }

  function replace(index: number, lost: Player): void {
    // Both lanes of a player hear of its end; the first one starts another.
    if (players[index] === lost) players[index] = start();
  }

  async function playCarefully(index: number, stage: Stage, stretch: Stretch): Promise<void> {
    const runs = [...runsIn(stage, stretch, shard)].map(({ run }) => run);
    for (const [i, run] of runs.entries()) {
      const single = { ...stretch, from: i === 0 ? stretch.from : run, to: runs[i + 1] ?? stretch.to };
      const player = players[index];
      try {
        const { packed } = await player.play({ stage: stage.id, stretch: single });
        checkFrame(stage, single, shard, packed.head);
        sink(packed);
      } catch (error) {
        if (!(error instanceof PlayerLost)) throw error;
        replace(index, player);
        sink(crashedFrame(job, stage, single, shard, error.message));
      }
    }
  }

  /** The first thing that went wrong: nothing new is begun after it, and what was begun is finished. */
  let failure: { readonly error: unknown } | undefined;

  async function lane(index: number, stage: Stage, queue: Queue, sizes: ReturnType<typeof createSizes>) {
    let played = 0;
    while (!isStopped() && failure === undefined) {
      const piece = queue.take(sizes.next(queue.left));
      if (piece === undefined) break;
      try {
        await playPiece(index, stage, piece.stretch, sizes);
      } catch (error) {
        failure ??= { error };
      }
      played += piece.runs;
      // A player in this thread leaves no time for Ctrl-C by itself.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return played;
  }

  return {
    play: async (stage, stretches) => {
      const queue = queueOf(stage, stretches, shard);
      const sizes = createSizes(count);
      const all = players.flatMap((_, index) => {
        return Array.from({ length: count === 1 ? 1 : lanes }, () => lane(index, stage, queue, sizes));
      });
      const played = await Promise.all(all);
      if (failure !== undefined) throw failure.error;
      return played.reduce((sum, runs) => sum + runs, 0);
    },
    close: async () => {
      await Promise.all(players.map((player) => player.close()));
    },
  };
}

/** One past the last number of a stage when only so many replicates are played. */
export function endAfter(stage: Stage, replications: number): number {
  return endOf({ ...stage, replications });
}

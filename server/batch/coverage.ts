/** Which runs of a stage are still to be played, given what has been. */
import {
  endOf,
  runsIn,
  type Shard,
  type Stage,
  type Stretch,
} from '../../engine/analysis/experiment/plan.ts';

/** The replicates that no stretch has, of those from 0 up to and without `end`. */
function gaps(covering: readonly Stretch[], end: number): { above: number; below: number }[] {
  const found: { above: number; below: number }[] = [];
  let at = 0;
  for (const { above, below } of [...covering].sort((a, b) => a.above - b.above)) {
    if (above > at) found.push({ above: at, below: above });
    at = Math.max(at, below);
  }
  if (at < end) found.push({ above: at, below: end });
  return found;
}

/** Whether numbers from `from` up to `to` can be of a replicate that is not below `above`. */
function reaches({ points, block }: Stage, to: number, above: number): boolean {
  const lastRound = Math.floor((to - 1) / (points * block));
  return (lastRound + 1) * block > above;
}

/**
 * The stretches that remain when some have been played, in the order of their numbers.
 *
 * @param end one past the last number that is asked for
 */
export function missing(stage: Stage, played: readonly Stretch[], end: number = endOf(stage)): Stretch[] {
  const cuts = new Set([0, end]);
  for (const { from, to } of played) {
    if (from < end) cuts.add(from);
    if (to < end) cuts.add(to);
  }
  const places = [...cuts].sort((a, b) => a - b);
  const open: Stretch[] = [];
  // Stretches that cover the place, kept as the places go by.
  const waiting = [...played].sort((a, b) => a.from - b.from);
  let covering: Stretch[] = [];
  let next = 0;
  for (let i = 0; i + 1 < places.length; i++) {
    const from = places[i];
    const to = places[i + 1];
    while (next < waiting.length && waiting[next].from <= from) covering.push(waiting[next++]);
    covering = covering.filter((stretch) => stretch.to > from);
    for (const gap of gaps(covering, stage.replications)) {
      if (reaches(stage, to, gap.above)) open.push({ from, to, ...gap });
    }
  }
  return joined(open);
}

/** Neighbours that leave out the same replicates, as one. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches) {
    const last = result.at(-1);
    const goesOn =
      last !== undefined &&
      last.to === stretch.from &&
      last.above === stretch.above &&
      last.below === stretch.below;
    if (goesOn) result[result.length - 1] = { ...last, to: stretch.to };
    else result.push(stretch);
  }
  return result;
}

/** Work that is handed out in pieces. */
export interface Queue {
  /** Runs not handed out yet. */
  readonly left: number;
  /** The next piece, with at most so many runs; undefined when there is none. */
  take(runs: number): { readonly stretch: Stretch; readonly runs: number } | undefined;
}

function countRuns(stage: Stage, stretches: readonly Stretch[], shard: Shard | undefined): number {
  let count = 0;
  for (const stretch of stretches) for (const _ of runsIn(stage, stretch, shard)) count++;
  return count;
}

/** A queue of the runs of some stretches. */
export function queueOf(stage: Stage, stretches: readonly Stretch[], shard?: Shard): Queue {
  const waiting = [...stretches];
  let left = countRuns(stage, waiting, shard);
  return {
    get left() {
      return left;
    },
    take: (most) => {
      for (;;) {
        const head = waiting[0];
        if (head === undefined) return undefined;
        let runs = 0;
        let to = head.to;
        for (const { run } of runsIn(stage, head, shard)) {
          if (runs === most) {
            to = run;
            break;
          }
          runs++;
        }
        if (to < head.to) waiting[0] = { ...head, from: to };
        else waiting.shift();
        left -= runs;
        if (runs > 0) return { stretch: { ...head, to }, runs };
      }
    },
  };
}

/**
 * The run that a new server shows: an open one that starts with the server. When it is over it can still be
 * looked at, and the next one, with the next seed, starts when somebody opens the gallery: without visitors
 * nothing is played.
 */
import { findScenario } from '../scenarios.ts';
import type { RunHost } from './run-host.ts';
import type { Runs } from './runs.ts';

/** Milliseconds for which the end of a demo run stays the newest thing to see. */
const restMs = 15_000;

/** What a demo shows. */
export interface DemoOptions {
  readonly runs: Runs;
  readonly scenariosDir: string;
  readonly scenario?: string;
  readonly seed?: number;
}

/** The demo of a server. */
export interface Demo {
  /** Starts the first run, or the next one when the last has been over for a while. */
  keepGoing(): Promise<void>;
}

/** A demo that has not started. */
export function createDemo(options: DemoOptions): Demo {
  let seed = options.seed ?? 7;
  let current: RunHost | undefined;
  let endedMs: number | undefined;
  let isStarting = false;

  async function start(): Promise<void> {
    isStarting = true;
    try {
      const found = await findScenario(options.scenario ?? 'first-mandate', { folder: options.scenariosDir });
      if (!found.ok) return;
      const started = options.runs.start({ scenario: found.value, mode: 'open', seed, speed: 1 });
      if (!started.ok) return;
      const run = started.value;
      current = run;
      endedMs = undefined;
      seed++;
      run.subscribe(() => {
        if (run.hasEnded()) endedMs ??= performance.now();
      });
    } finally {
      isStarting = false;
    }
  }

  return {
    keepGoing: async () => {
      if (isStarting) return;
      const isOver = endedMs !== undefined && performance.now() - endedMs >= restMs;
      if (current === undefined || isOver || options.runs.get(current.id) === undefined) await start();
    },
  };
}

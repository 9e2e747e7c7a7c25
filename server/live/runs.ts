/** The runs that the server keeps, in memory: the oldest that has ended makes room for a new one. */
import { randomBytes } from 'node:crypto';
import { type Refusal, refuse, SeedError } from '../../engine/index.ts';
import type { ServerLimits } from './limits.ts';
import { type Attempt, createRunHost, type RunHost, type RunHostOptions } from './run-host.ts';

/** What starting a run needs to be told. */
export type StartOptions = Omit<RunHostOptions, 'id' | 'limits'>;

/** The runs of a server. */
export interface Runs {
  start(options: StartOptions): Attempt<RunHost>;
  get(id: string): RunHost | undefined;
  /** The newest first. */
  list(): RunHost[];
  /** Notes that somebody watches or stops watching a run; one that is watched is not dropped. */
  watch(run: RunHost, by: 1 | -1): void;
  /** Calls back with every run that is dropped. */
  onDrop(listener: (run: RunHost) => void): void;
  /** Calls back with every run that is faulted. */
  onFault(listener: (run: RunHost) => void): void;
  /** Clears the timers of all runs. */
  close(): void;
}

interface Entry {
  readonly run: RunHost;
  watchers: number;
  /** When something last happened that a person did. */
  usedMs: number;
}

/** A server without runs. */
export function createRuns(limits: ServerLimits): Runs {
  const entries = new Map<string, Entry>();
  const dropListeners: ((run: RunHost) => void)[] = [];
  const faultListeners: ((run: RunHost) => void)[] = [];

  /** Whether there is room for one more, after dropping what may go. */
  function makeRoom(): boolean {
    while (entries.size >= limits.runs) {
      const all = [...entries.values()];
      const idleMs = performance.now() - limits.idleRunMs;
      const oldest =
        all.find((entry) => entry.run.hasEnded() && entry.watchers === 0) ??
        all.find((entry) => entry.run.hasEnded()) ??
        all.find((entry) => entry.watchers === 0 && entry.usedMs <= idleMs);
      if (oldest === undefined) return false;
      drop(oldest.run);
    }
    return true;
  }

  function drop(run: RunHost): void {
    entries.delete(run.id);
    for (const listener of dropListeners) listener(run);
    run.close();
  }

  function reportFault(run: RunHost): void {
    const end = run.subscribe(() => {
      if (run.fault === undefined) return;
      end();
      for (const listener of faultListeners) listener(run);
    });
  }

  return {
    start: (options) => {
      if (!makeRoom()) return { ok: false, refusal: refuse('too-many-runs') };
      const id = `${options.scenario.file.id}-${randomBytes(4).toString('hex')}`;
      try {
        const run = createRunHost({ ...options, id, limits });
        entries.set(id, { run, watchers: 0, usedMs: performance.now() });
        reportFault(run);
        return { ok: true, value: run };
      } catch (error) {
        if (error instanceof SeedError) return { ok: false, refusal: seedRefusal(error) };
        throw error;
      }
    },
    get: (id) => {
      const entry = entries.get(id);
      if (entry !== undefined) entry.usedMs = performance.now();
      return entry?.run;
    },
    list: () => [...entries.values()].map((entry) => entry.run).reverse(),
    watch: (run, by) => {
      const entry = entries.get(run.id);
      if (entry === undefined) return;
      entry.watchers += by;
      entry.usedMs = performance.now();
    },
    onDrop: (listener) => dropListeners.push(listener),
    onFault: (listener) => faultListeners.push(listener),
    close: () => {
      for (const { run } of entries.values()) run.close();
    },
  };
}

function seedRefusal(error: SeedError): Refusal {
  return refuse(error.code, error.message);
}

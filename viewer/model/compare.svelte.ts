/** Two records beside each other: where they come from, their runs, and how they differ. */
import type { RecordDiff } from '../../engine/run/diff.ts';
import { getText, toWireError } from '../net/api.ts';
import { askWorker } from '../net/replay.ts';
import type { Replayed, ReplayFault } from '../workers/messages.ts';
import { recordBytes, recordTooLarge } from './record.svelte.ts';
import { RunModel } from './run.svelte.ts';

/** Which of the two. */
export type SideName = 'a' | 'b';

/** One of the two records. */
export interface Side {
  readonly state: 'empty' | 'loading' | 'ready' | 'failed';
  /** Where it comes from, in words: a file, a run of the server, a fork. */
  readonly from: string;
  readonly text: string;
  readonly fault: ReplayFault | undefined;
  readonly replayed: Replayed | undefined;
  readonly model: RunModel;
}

const nothing = (): Side => ({
  state: 'empty',
  from: '',
  text: '',
  fault: undefined,
  replayed: undefined,
  model: new RunModel(),
});

/** The comparison that is open. It outlives the screen, so that going back finds it again. */
class Comparison {
  a = $state.raw<Side>(nothing());
  b = $state.raw<Side>(nothing());
  /** Undefined until both are there. */
  diff = $state.raw<RecordDiff | undefined>();
  /** Why the two could not be compared. */
  fault = $state.raw<ReplayFault | undefined>();
  /** Round being looked at in both. */
  round = $state(0);

  readonly last: number = $derived(Math.max(this.a.model.whole?.round ?? 0, this.b.model.whole?.round ?? 0));

  /** Looks at a round of both runs; a shorter one stays at its end. */
  scrub(round: number): void {
    this.round = Math.max(0, Math.min(round, this.last));
    for (const { model } of [this.a, this.b]) model.scrub(this.round);
  }

  /** Puts a record on a side. `read` gives its text, or throws. */
  async load(side: SideName, from: string, read: () => Promise<string>): Promise<void> {
    const mine: Side = { ...nothing(), state: 'loading', from };
    this[side] = mine;
    this.diff = undefined;
    const isStale = (): boolean => this[side] !== mine;
    const fail = (fault: ReplayFault): void => {
      if (!isStale()) this[side] = { ...mine, state: 'failed', fault };
    };
    let text: string;
    try {
      text = await read();
    } catch (thrown) {
      return fail(toWireError(thrown));
    }
    if (text.length > recordBytes) return fail(recordTooLarge);
    const result = await askWorker('replay', { text, wantEvents: true });
    if (!result.ok) return fail(result.fault);
    const { run } = result.value;
    if (run === undefined) return fail(unreadable(result.value));
    if (isStale()) return;
    mine.model.scenario = run.scenario;
    mine.model.events = run.events;
    this[side] = { ...mine, state: 'ready', text, replayed: result.value };
    await this.#compare();
  }

  async #compare(): Promise<void> {
    const { a, b } = this;
    if (a.state !== 'ready' || b.state !== 'ready') return this.scrub(this.last);
    const result = await askWorker('diff', { a: a.text, b: b.text });
    if (this.a !== a || this.b !== b) return;
    this.diff = result.ok ? result.value : undefined;
    this.fault = result.ok ? undefined : result.fault;
    this.scrub(this.diff?.first?.round ?? this.last);
  }

  /** Takes a side out. */
  clear(side: SideName): void {
    this[side] = nothing();
    this.diff = undefined;
    this.fault = undefined;
  }
}

function unreadable({ report }: Replayed): ReplayFault {
  const hint = 'Use the version of Plenary that wrote the record.';
  return { code: 'record-scenario', message: report.summary, hint };
}

/** The one comparison. */
export const comparison = new Comparison();

/** Puts a file on a side. */
export function loadFile(side: SideName, file: File): Promise<void> {
  return comparison.load(side, file.name, () => file.text());
}

/** Puts the record of a run of the server on a side. */
export function loadRun(side: SideName, id: string): Promise<void> {
  return comparison.load(side, 'a run of this server', () => getText(`api/runs/${id}/record`));
}

/** Puts another future of A on side B: the same up to the round, fresh draws from it on. */
export function loadFork(round: number, replicate: number): Promise<void> {
  const { text } = comparison.a;
  return comparison.load('b', `another future of A from r${round}, number ${replicate}`, async () => {
    const forked = await askWorker('fork', { text, round, replicate });
    if (!forked.ok) throw new Error(`${forked.fault.message} ${forked.fault.hint}`);
    return forked.value;
  });
}

/** Puts dropped files where there is room: one on the first empty side, two on both. */
export function dropFiles(files: readonly File[]): void {
  const [first, second] = files;
  if (first === undefined) return;
  if (second !== undefined) {
    void loadFile('a', first);
    void loadFile('b', second);
  } else void loadFile(comparison.a.state === 'empty' ? 'a' : 'b', first);
}

/**
 * Takes every fact of a run into the chain, and keeps the numeric records when somebody listens. The digest
 * never depends on who listens.
 */
import { Fault } from '../codes.ts';
import { limits } from '../limits.ts';
import { type Chain, countWord, createChain, mixRecord, recordWords } from './digest.ts';
import { EventKind } from './events.ts';

/** The running chain of a run and, when kept, its records. */
export interface Recorder {
  readonly chain: Chain;
  /** Records so far, kept or not. */
  count(): number;
  /** The kept records, `recordWords` integers each: kind, round, seat, a, b, c. */
  records(): Int32Array;
  /** Adds one record. */
  add(kind: number, round: number, seat: number, a: number, b: number, c: number): void;
  /** Adds one record that carries a double in a and b. */
  addNumber(kind: number, round: number, seat: number, value: number, c: number): void;
  /** Sets the chain to this copy of an earlier one; records that were kept since are dropped. */
  restore(chain: Chain): void;
}

const doubles = new Float64Array(1);
const words = new Int32Array(doubles.buffer);

/**
 * Apart from its test, so that the text is made when it is needed: making it cost more than the whole record.
 */
function refuseNumber(value: number): never {
  throw new Fault(`a record carries the number ${value}`);
}

/** Only the word of the end itself goes past the limit, whoever listens. */
function refuseMore(kind: number): void {
  if (kind === EventKind.faulted || kind === EventKind.ended) return;
  throw new Fault(`the run has emitted ${limits.recordsPerRun} records and does not end`);
}

/** A recorder; `keep` keeps the records for listeners. */
export function createRecorder(keep: boolean): Recorder {
  return new ChainRecorder(keep);
}

/** A class, so that adding a record compiles into whoever emits one, however many runs there are. */
class ChainRecorder implements Recorder {
  readonly chain = createChain();
  readonly #keep: boolean;
  #kept: Int32Array;

  constructor(keep: boolean) {
    this.#keep = keep;
    this.#kept = new Int32Array(keep ? recordWords * 1024 : 0);
  }

  count(): number {
    return this.chain[countWord];
  }

  records(): Int32Array {
    return this.#kept.subarray(0, this.#keep ? this.count() * recordWords : 0);
  }

  add(kind: number, round: number, seat: number, a: number, b: number, c: number): void {
    if (this.chain[countWord] >= limits.recordsPerRun) refuseMore(kind);
    if (this.#keep) this.#append(kind, round, seat, a, b, c);
    mixRecord(this.chain, kind, round, seat, a, b, c);
  }

  addNumber(kind: number, round: number, seat: number, value: number, c: number): void {
    if (!Number.isFinite(value)) refuseNumber(value);
    doubles[0] = value === 0 ? 0 : value;
    this.add(kind, round, seat, words[0], words[1], c);
  }

  restore(chain: Chain): void {
    this.chain.set(chain);
  }

  #append(kind: number, round: number, seat: number, a: number, b: number, c: number): void {
    const at = this.chain[countWord] * recordWords;
    if (at + recordWords > this.#kept.length) this.#grow();
    const kept = this.#kept;
    kept[at] = kind;
    kept[at + 1] = round;
    kept[at + 2] = seat;
    kept[at + 3] = a;
    kept[at + 4] = b;
    kept[at + 5] = c;
  }

  #grow(): void {
    const larger = new Int32Array(this.#kept.length * 2);
    larger.set(this.#kept);
    this.#kept = larger;
  }
}

/**
 * The table form of a machine: plain data, nothing of xstate. A *configuration* is one bit per state in
 * {@link StatechartTable.words} 32-bit words of an `Int32Array`; bit `i` stands for state `i` in document
 * order.
 */
import type { StateKind } from './chart.ts';
import type { GuardExpression, NamedReference } from './references.ts';

/** Largest number of states, the root included, that one machine may have. */
export const MAXIMUM_STATES = 256;

/** Eventless microsteps that one step may take before it counts as endless. */
export const MAXIMUM_MICROSTEPS = 1000;

/** A part of the machine that has exactly one active leaf: the machine, or a child of a parallel state. */
export interface Region {
  /** Index of the state that heads the region; 0 for the region of the root. */
  readonly state: number;
  /** Its name; empty for the root. */
  readonly name: string;
  /** Atomic and final states of the region, without those of regions inside it, in document order. */
  readonly states: readonly number[];
  /** Parallel states of the region, whose children are regions inside it. */
  readonly parallels: readonly number[];
}

/**
 * Columns of a row of {@link StatechartTable.rows}. A row is one candidate of one leaf: which guard, which
 * actions in which order, and (in `clear` and `enter`) which bits.
 */
export const ROW = {
  /** Index of a guard, or −1. */
  guard: 0,
  /** Places in `actionList`: exits from here, … */
  exits: 1,
  /** … the transition's own actions from here, … */
  own: 2,
  /** … entries from here … */
  entries: 3,
  /** … up to here. */
  end: 4,
  /** Places in `exitList` of states whose exit actions run if they are active, before the above. */
  activeExits: 5,
  activeExitsEnd: 6,
  /** 1 if a final state is entered, so that the machine may be done. */
  final: 7,
  /** Numbers in a row: a power of two, so that a row's place is a shift. */
  stride: 8,
} as const;

/** See the module comment; made by `compileMachine`, run by `bindStatechart`. */
export interface StatechartTable {
  /** The machine's id. */
  readonly id: string;
  /** 32-bit words of a configuration. */
  readonly words: number;
  /** By index; the root is first and has the empty name, others are like `commitment.inForce.complying`. */
  readonly stateNames: readonly string[];
  readonly stateKinds: readonly StateKind[];
  /** Index of the parent by state; −1 for the root. */
  readonly parents: readonly number[];
  /** Indices of the children by state, in document order. */
  readonly children: readonly (readonly number[])[];
  /** Index of the default child by state; −1 unless compound. */
  readonly initialStates: readonly number[];
  readonly eventNames: readonly string[];
  readonly regions: readonly Region[];
  /** Every distinct guard and action of the machine. */
  readonly guards: readonly GuardExpression[];
  readonly actions: readonly NamedReference[];
  /** Index of a state by name. Throws `RangeError` for unknown names. */
  stateIndex(name: string): number;
  /** Index of an event by name. Throws `RangeError` for unknown names. */
  eventIndex(name: string): number;

  /** Leaf bits of each region: `regions × words`. */
  readonly leafMasks: Int32Array;
  /**
   * By `state × (events + 1) + event`, the last column being eventless transitions: where the leaf's rows
   * start (up to the next cell's start). Only leaves of regions (atomic, final and parallel states) have
   * rows.
   */
  readonly rowStart: Int32Array;
  /** {@link ROW} */
  readonly rows: Int32Array;
  /** Bits that a row clears, then those it sets: `rows × words` each. */
  readonly clear: Int32Array;
  readonly enter: Int32Array;
  /** By the same cells: where the regions of a parallel leaf that know the event start in `regionList`. */
  readonly regionStart: Int32Array;
  readonly regionList: Int32Array;
  /** Indices of actions, referred to by rows. */
  readonly actionList: Int32Array;
  /** Indices of states with exit actions, in reverse document order, referred to by rows. */
  readonly exitList: Int32Array;
  /** By state: where its exit actions start in `actionList`, and where they end. */
  readonly exitStart: Int32Array;
  readonly exitEnd: Int32Array;
  /** States with exit actions in the whole machine: a range of `exitList`, for the machine's completion. */
  readonly allExits: readonly [number, number];
  /**
   * Bits of the states that have a transition for an event: `events × words`. Without one it is not heard.
   */
  readonly hearMasks: Int32Array;
  /** Bits of the states whose leaf has eventless transitions; all 0 without any. */
  readonly alwaysMask: Int32Array;
  /** The initial configuration, and its entry actions as a range of `actionList`. */
  readonly initial: Int32Array;
  readonly initialActions: readonly [number, number];
  /** The machine is done when the configuration meets each of these masks; empty if it never is. */
  readonly doneMasks: readonly Int32Array[];
}

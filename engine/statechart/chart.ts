/**
 * A machine as plain data: nodes in document order, transitions between them, references instead of
 * functions. Everything the compiler computes, it computes from this; only `read.ts` knows the classes of
 * xstate.
 */
import type { GuardExpression, NamedReference } from './references.ts';

/** What a state is made of. `final` states are atomic ones in which a region is complete. */
export type StateKind = 'atomic' | 'compound' | 'parallel' | 'final';

/** One transition, of an event or eventless. */
export interface ChartTransition {
  /** Where it stands in the machine, for problems. */
  readonly path: string;
  readonly source: number;
  /** Empty: a transition that only acts, or one that forbids the event to the states around. */
  readonly targets: readonly number[];
  /** Whether it leaves and enters its source even if the targets lie inside. */
  readonly reenter: boolean;
  readonly guard: GuardExpression | undefined;
  readonly actions: readonly NamedReference[];
}

/** One state. Its index is its place in document order, so that its descendants follow it directly. */
export interface ChartNode {
  readonly index: number;
  readonly key: string;
  /** Keys from below the root, joined by full stops; the root's is empty. */
  readonly name: string;
  readonly kind: StateKind;
  /** −1 for the root. */
  readonly parent: number;
  readonly children: readonly number[];
  /** Index of the last descendant; its own when it has none. */
  readonly last: number;
  /** Child that is entered by default; −1 unless compound. */
  readonly initial: number;
  readonly initialActions: readonly NamedReference[];
  readonly entry: readonly NamedReference[];
  readonly exit: readonly NamedReference[];
  /** Candidates by event name, each list in order of preference. */
  readonly on: ReadonlyMap<string, readonly ChartTransition[]>;
  readonly always: readonly ChartTransition[];
}

/** A whole machine. */
export interface Chart {
  readonly id: string;
  /** In document order; the root is first. */
  readonly nodes: readonly ChartNode[];
  /** Names of events in order of first appearance. */
  readonly events: readonly string[];
}

/** Stands for "around the root": the domain of a transition that restarts the whole machine. */
export const AROUND_ROOT = -1;

/** Whether `node` lies properly inside `ancestor`; everything lies inside {@link AROUND_ROOT}. */
export function isDescendant(chart: Chart, node: number, ancestor: number): boolean {
  if (ancestor === AROUND_ROOT) return true;
  return node > ancestor && node <= chart.nodes[ancestor].last;
}

/**
 * The node that heads the region of `node`: the nearest node, itself included, whose parent is parallel, or
 * the root. A region is the part of a machine that has exactly one active leaf.
 */
export function regionRoot(chart: Chart, node: number): number {
  let head = node;
  for (let parent = chart.nodes[head].parent; parent >= 0; parent = chart.nodes[head].parent) {
    if (chart.nodes[parent].kind === 'parallel') return head;
    head = parent;
  }
  return head;
}

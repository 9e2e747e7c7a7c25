/** The shape of the statecharts, read from the machines themselves. Loaded when somebody opens one. */
import { charts } from '../../engine/agents/index.ts';
import { spellState as spell } from './stance.ts';

/** A transition out of a state. */
export interface ChartExit {
  readonly event: string;
  /** The target in words. */
  readonly to: string;
  /** Path of the state that is entered. */
  readonly target: string;
  readonly guard: string | undefined;
}

/** A state of a chart and where one can go from it. */
export interface ChartState {
  /** Path as events name it, such as `stance.holding`. */
  readonly path: string;
  readonly words: string;
  readonly exits: readonly ChartExit[];
}

/** One region: what it is about, and its states. */
export interface ChartRegion {
  readonly name: string;
  /** Path of the state in which it begins. */
  readonly initial: string;
  readonly states: readonly ChartState[];
}

/** Names of the charts. */
export type ChartName = keyof typeof charts;

/** The part of a machine’s definition that is drawn. */
interface Node {
  readonly key: string;
  readonly path: readonly string[];
  readonly type: string;
  readonly initial?: { readonly target: readonly Node[] };
  readonly states: Readonly<Record<string, Node>>;
  readonly transitions: ReadonlyMap<
    string,
    readonly {
      readonly target?: readonly Node[] | undefined;
      readonly guard?: unknown;
      readonly eventType: string;
    }[]
  >;
}

/** The state that is entered when a node is the target: its first one, where it has states below. */
function enteredAt(node: Node): string {
  const first = node.initial?.target[0];
  return first === undefined ? node.path.join('.') : enteredAt(first);
}

function exitsOf(node: Node): ChartExit[] {
  return [...node.transitions.values()].flat().map((transition) => {
    const target = transition.target?.[0] ?? node;
    return {
      event: spell(transition.eventType),
      to: spell(target.key),
      target: enteredAt(target),
      guard: typeof transition.guard === 'string' ? spell(transition.guard) : undefined,
    };
  });
}

function leavesOf(node: Node): ChartState[] {
  const children = Object.values(node.states);
  if (children.length === 0)
    return [{ path: node.path.join('.'), words: spell(node.key), exits: exitsOf(node) }];
  const outer = exitsOf(node);
  return children.flatMap((child) =>
    leavesOf(child).map((leaf) => ({
      ...leaf,
      words: `${spell(node.key)}: ${leaf.words}`,
      exits: [...leaf.exits, ...outer],
    })),
  );
}

/** Regions of a chart; one without regions is a single region. */
export function regionsOf(name: ChartName): ChartRegion[] {
  const root = charts[name].machine.root as unknown as Node;
  const regionOf = (node: Node, title: string): ChartRegion => ({
    name: title,
    initial: enteredAt(node),
    states: Object.values(node.states).flatMap(leavesOf),
  });
  if (root.type !== 'parallel') return [regionOf(root, name)];
  return Object.values(root.states).map((region) => regionOf(region, region.key));
}

/**
 * The region as a viewer may know it: where `states` name a group alone, as those of another bound party do,
 * its inner states are one, with the ways out that all of them have.
 */
export function asKnown(region: ChartRegion, states: readonly string[]): ChartRegion {
  const group = states.find((name) => region.states.some((leaf) => leaf.path.startsWith(`${name}.`)));
  if (group === undefined) return region;
  const known = (path: string): string => (path.startsWith(`${group}.`) ? group : path);
  const inner = region.states.filter((leaf) => known(leaf.path) === group);
  const exits = (inner[0]?.exits ?? []).filter(
    (exit) =>
      known(exit.target) !== group &&
      inner.every((leaf) => leaf.exits.some(({ event, to }) => event === exit.event && to === exit.to)),
  );
  const words = spell(group.split('.').at(-1) ?? group);
  const shown = region.states.flatMap((leaf): ChartState[] => {
    if (known(leaf.path) !== group) {
      return [{ ...leaf, exits: leaf.exits.map((exit) => ({ ...exit, target: known(exit.target) })) }];
    }
    return leaf === inner[0] ? [{ path: group, words, exits }] : [];
  });
  return { ...region, initial: known(region.initial), states: shown };
}

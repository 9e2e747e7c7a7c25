/** The shape of the statecharts, read from the machines themselves. Loaded when somebody opens one. */
import { charts } from '../../engine/agents/index.ts';

/** A state of a chart and where one can go from it. */
export interface ChartState {
  /** Path as events name it, such as `stance.holding`. */
  readonly path: string;
  readonly words: string;
  readonly exits: readonly {
    readonly event: string;
    readonly to: string;
    readonly guard: string | undefined;
  }[];
}

/** One region: what it is about, and its states. */
export interface ChartRegion {
  readonly name: string;
  readonly states: readonly ChartState[];
}

/** Names of the charts. */
export type ChartName = keyof typeof charts;

/** The part of a machine’s definition that is drawn. */
interface Node {
  readonly key: string;
  readonly type: string;
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

/** A camel-case name as words. */
export function spell(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function exitsOf(node: Node): ChartState['exits'] {
  return [...node.transitions.values()].flat().map((transition) => ({
    event: transition.eventType.toLowerCase(),
    to: spell(transition.target?.[0]?.key ?? node.key),
    guard: typeof transition.guard === 'string' ? spell(transition.guard) : undefined,
  }));
}

function leavesOf(node: Node, path: string): ChartState[] {
  const children = Object.values(node.states);
  if (children.length === 0) return [{ path, words: spell(node.key), exits: exitsOf(node) }];
  const outer = exitsOf(node);
  return children.flatMap((child) =>
    leavesOf(child, `${path}.${child.key}`).map((leaf) => ({
      ...leaf,
      words: `${spell(node.key)}: ${leaf.words}`,
      exits: [...leaf.exits, ...outer],
    })),
  );
}

/** Regions of a chart; one without regions is a single region. */
export function regionsOf(name: ChartName): ChartRegion[] {
  const root = charts[name].machine.root as unknown as Node;
  const children = Object.values(root.states);
  if (root.type !== 'parallel') {
    return [{ name, states: children.flatMap((child) => leavesOf(child, child.key)) }];
  }
  return children.map((region) => ({
    name: region.key,
    states: Object.values(region.states).flatMap((child) => leavesOf(child, `${region.key}.${child.key}`)),
  }));
}

/**
 * The region as a viewer may know it: where `states` name a group alone, as those of another bound party do,
 * its inner states are one, with the ways out that all of them have.
 */
export function asKnown(region: ChartRegion, states: readonly string[]): ChartRegion {
  const group = states.find((name) => region.states.some((leaf) => leaf.path.startsWith(`${name}.`)));
  if (group === undefined) return region;
  const isInner = (leaf: ChartState): boolean => leaf.path.startsWith(`${group}.`);
  const inner = region.states.filter(isInner);
  const exits = (inner[0]?.exits ?? []).filter((exit) =>
    inner.every((leaf) => leaf.exits.some(({ event, to }) => event === exit.event && to === exit.to)),
  );
  const known: ChartState = { path: group, words: spell(group.split('.').at(-1) ?? group), exits };
  const shown = region.states.flatMap((leaf) => {
    if (!isInner(leaf)) return [leaf];
    return leaf === inner[0] ? [known] : [];
  });
  return { ...region, states: shown };
}

/**
 * Which states a transition leaves and enters, following the algorithm of SCXML as xstate 5 carries it out
 * (https://www.w3.org/TR/scxml/#AlgorithmforSCXMLInterpretation; no history states here). Where xstate
 * differs from SCXML, xstate is followed: it is the definition.
 */
import { AROUND_ROOT, type Chart, type ChartTransition, isDescendant } from './chart.ts';

/** States entered by one microstep, in document order. */
export interface Entry {
  readonly nodes: readonly number[];
  /** Those of them whose initial transition's actions run too. */
  readonly defaults: ReadonlySet<number>;
}

/**
 * The domain of a transition: everything active below it is left, and it is not left itself.
 * {@link AROUND_ROOT} when even the root is left.
 */
export function transitionDomain(chart: Chart, transition: ChartTransition): number {
  const { source, targets, reenter } = transition;
  const isInside = targets.every((target) => target === source || isDescendant(chart, target, source));
  if (!reenter && isInside) return source;
  for (let node = chart.nodes[targets[0]].parent; node >= 0; node = chart.nodes[node].parent) {
    const rest = [...targets.slice(1), source];
    if (rest.every((other) => isDescendant(chart, other, node))) return node;
  }
  return reenter ? AROUND_ROOT : 0;
}

/** The states that a transition enters. A transition without targets enters none. */
export function transitionEntry(chart: Chart, transition: ChartTransition): Entry {
  const { source, targets, reenter } = transition;
  const entry = createEntry(chart);
  if (targets.length === 0) return entry.finish();
  const domain = transitionDomain(chart, transition);
  for (const target of targets) {
    // A target that is its own source, inside the domain, stays active: only what is below it is entered.
    if (target !== source || source !== domain || reenter) entry.addDefault(target);
    entry.addDescendants(target);
  }
  for (const target of targets) entry.addAncestors(target, domain);
  return entry.finish();
}

/** The states that are active at the start. */
export function initialEntry(chart: Chart): Entry {
  const entry = createEntry(chart);
  entry.addDefault(0);
  entry.addDescendants(0);
  return entry.finish();
}

/**
 * Whether leaving everything below `domain` and entering `nodes` gives one child to every compound state
 * and all children to every parallel one. Several targets can miss that.
 */
export function isLegalEntry(chart: Chart, domain: number, nodes: readonly number[]): boolean {
  const entered = new Set(nodes);
  const parents = domain === AROUND_ROOT || entered.has(domain) ? nodes : [domain, ...nodes];
  return parents.every((parent) => {
    const { kind, children } = chart.nodes[parent];
    const count = children.filter((child) => entered.has(child)).length;
    if (kind === 'compound') return count === 1;
    return kind !== 'parallel' || count === children.length;
  });
}

function createEntry(chart: Chart) {
  const nodes = new Set<number>();
  const defaults = new Set<number>();
  const hasInside = (ancestor: number) => [...nodes].some((node) => isDescendant(chart, node, ancestor));

  const addDefault = (node: number): void => {
    nodes.add(node);
    defaults.add(node);
  };

  const addDescendants = (node: number): void => {
    const { kind, children, initial } = chart.nodes[node];
    if (kind === 'compound') {
      addDefault(initial);
      addDescendants(initial);
    } else if (kind === 'parallel') {
      for (const child of children) {
        if (hasInside(child)) continue;
        addDefault(child);
        addDescendants(child);
      }
    }
  };

  /** Adds what lies between a target and the domain, and the regions beside it that nobody targeted. */
  const addAncestors = (target: number, domain: number): void => {
    const ancestors: number[] = [];
    let node = target === domain ? AROUND_ROOT : chart.nodes[target].parent;
    for (; node >= 0 && node !== domain; node = chart.nodes[node].parent) ancestors.push(node);
    if (domain >= 0 && chart.nodes[domain].kind === 'parallel') ancestors.push(domain);
    for (const ancestor of ancestors) {
      if (isDescendant(chart, ancestor, domain)) nodes.add(ancestor);
      if (chart.nodes[ancestor].kind !== 'parallel') continue;
      for (const child of chart.nodes[ancestor].children) {
        if (hasInside(child)) continue;
        nodes.add(child); // without the actions of its initial transition: xstate runs those of targets only
        addDescendants(child);
      }
    }
  };

  const finish = (): Entry => ({ nodes: [...nodes].sort((a, b) => a - b), defaults });
  return { addDefault, addDescendants, addAncestors, finish };
}

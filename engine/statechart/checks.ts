/**
 * The checks that need the whole chart. They hold the two facts on which tables rest: transitions of
 * different regions never touch the same state, and at most one eventless transition is enabled at a time.
 */
import { type Chart, type ChartTransition, isDescendant, regionRoot } from './chart.ts';
import { isLegalEntry, transitionDomain, transitionEntry } from './microsteps.ts';
import type { ProblemList } from './problems.ts';

/** Checks every transition of `chart`. */
export function checkTransitions(chart: Chart, list: ProblemList): void {
  for (const node of chart.nodes) {
    for (const transitions of node.on.values()) {
      for (const transition of transitions) checkTargets(chart, transition, list);
    }
    for (const transition of node.always) {
      checkTargets(chart, transition, list);
      if (!leavesItsState(chart, transition)) list.add(transition.path, 'always-stays');
    }
  }
}

function checkTargets(chart: Chart, transition: ChartTransition, list: ProblemList): void {
  if (transition.targets.length === 0) return;
  const region = regionRoot(chart, transition.source);
  const domain = transitionDomain(chart, transition);
  const name = (node: number): string => (node === 0 ? 'the root' : `'${chart.nodes[node].name}'`);
  if (region !== 0 && domain !== region && !isDescendant(chart, domain, region)) {
    const targets = transition.targets.map(name).join(', ');
    const detail = `the region of the source is ${name(region)}, the targets are ${targets}`;
    list.add(`${transition.path}.target`, 'outside-region', detail);
    return;
  }
  if (!isLegalEntry(chart, domain, transitionEntry(chart, transition).nodes)) {
    list.add(`${transition.path}.target`, 'target-conflict');
  }
}

function leavesItsState(chart: Chart, transition: ChartTransition): boolean {
  const { source, targets } = transition;
  if (targets.length === 0 || !isDescendant(chart, source, transitionDomain(chart, transition))) return false;
  return !transitionEntry(chart, transition).nodes.includes(source);
}

/**
 * Eventless transitions of two states that can be active together would compete, in an order that xstate
 * takes from the history of the run. They are refused, except for a state and one around it in the same
 * region, where the inner one always goes first.
 */
export function checkAlwaysRegions(chart: Chart, list: ProblemList): void {
  const sources = chart.nodes.filter((node) => node.always.length > 0).map((node) => node.index);
  for (let i = 1; i < sources.length; i++) {
    const other = sources.slice(0, i).find((earlier) => canCompete(chart, earlier, sources[i]));
    if (other === undefined) continue;
    const detail = `'${chart.nodes[other].name}' has eventless transitions too`;
    list.add(`${chart.nodes[sources[i]].name}.always`, 'always-regions', detail);
  }
}

/** Whether a parallel state lies between two states, or holds both in different regions. `a` comes first. */
function canCompete(chart: Chart, a: number, b: number): boolean {
  let node = b;
  while (node !== a && !isDescendant(chart, a, node)) node = chart.nodes[node].parent;
  const meeting = node; // their nearest common ancestor, or `a` itself
  if (meeting !== a) return chart.nodes[meeting].kind === 'parallel';
  for (let inner = chart.nodes[b].parent; inner >= a; inner = chart.nodes[inner].parent) {
    if (chart.nodes[inner].kind === 'parallel') return true;
  }
  return false;
}

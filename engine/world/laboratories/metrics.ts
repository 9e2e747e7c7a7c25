/** Measures of the network as a graph: of the laboratories that operate, and the links between them. */
import type { Metric, Run } from '../../run/contract.ts';
import { mostLinksAdded, type Network, networkOf, Stage } from './network.ts';

/** The graph as it stands: which laboratories operate, and the pairs of them that are linked. */
export interface Graph {
  readonly nodes: number;
  readonly edges: number;
  /** Sets of laboratories that links connect; one that stands alone is a set of its own. */
  readonly components: number;
}

/**
 * Measures a graph.
 *
 * @param isIn whether a node belongs to the graph, for nodes 0 to `count` − 1
 * @param pairs ends of the edges, two by two; edges with an end outside are left out
 */
export function measureGraph(
  count: number,
  isIn: (node: number) => boolean,
  pairs: ArrayLike<number>,
): Graph {
  // Union–find: every node points towards one that stands for its component.
  const parent = Int32Array.from({ length: count }, (_, node) => node);
  const root = (node: number): number => {
    let at = node;
    while (parent[at] !== at) at = parent[at];
    return at;
  };
  let nodes = 0;
  for (let node = 0; node < count; node++) if (isIn(node)) nodes++;
  let components = nodes;
  let edges = 0;
  for (let e = 0; e + 1 < pairs.length; e += 2) {
    if (!isIn(pairs[e]) || !isIn(pairs[e + 1])) continue;
    edges++;
    const [one, other] = [root(pairs[e]), root(pairs[e + 1])];
    if (one === other) continue;
    parent[one] = other;
    components--;
  }
  return { nodes, edges, components };
}

/** All links of a run, two by two. */
function pairsOf(run: Run, { edges }: Network): number[] {
  const added = run.i32['laboratories.added'];
  const pairs = [...edges];
  for (let e = 0; e < mostLinksAdded && added[2 * e] >= 0; e++) pairs.push(added[2 * e], added[2 * e + 1]);
  return pairs;
}

function graphOf(run: Run): Graph {
  const placed = run.scenario.mechanisms.find(({ mechanism }) => mechanism.id === 'laboratories');
  if (placed === undefined) return { nodes: 0, edges: 0, components: 0 };
  const network = networkOf(run.scenario, placed.parameters);
  const stage = run.i32['laboratories.stage'];
  return measureGraph(network.count, (node) => stage[node] >= Stage.operating, pairsOf(run, network));
}

/** Metrics of the network. */
export const laboratoryMetrics: readonly Metric[] = [
  {
    id: 'laboratoriesOperating',
    title: 'Laboratories',
    unit: 'laboratories',
    summary: 'laboratories that operate at the end',
    compute: (run) => graphOf(run).nodes,
  },
  {
    id: 'networkDensity',
    title: 'Density of the network',
    unit: 'share',
    summary: 'share of the pairs of operating laboratories that are linked; only where there are two',
    compute: (run) => {
      const { nodes, edges } = graphOf(run);
      return nodes < 2 ? Number.NaN : edges / ((nodes * (nodes - 1)) / 2);
    },
  },
  {
    id: 'networkComponents',
    title: 'Components of the network',
    unit: 'components',
    summary: 'parts of the network that no link connects, a laboratory without links being one',
    compute: (run) => graphOf(run).components,
  },
  {
    id: 'spillOver',
    title: 'Spill-over',
    unit: 'share',
    summary: 'readiness that spilled over the network to the mean state',
    compute: (run) => {
      const learned = run.f64['laboratories.learned'];
      let sum = 0;
      for (const party of run.scenario.states) sum += learned[party];
      return sum / run.scenario.states.length;
    },
  },
];

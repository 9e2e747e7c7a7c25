/** The network that a scenario starts with, as indices. */
import type { Parameters, Scenario } from '../../run/contract.ts';
import { laboratoryStages } from '../../run/events.ts';
import { compareCodeUnits } from '../../scenario/canonical.ts';
import { once } from '../once.ts';
import { issueAt } from '../standing.ts';
import type { LaboratoryParameters } from './parameters.ts';

/** Stages by name. */
export const Stage = Object.fromEntries(laboratoryStages.map((name, index) => [name, index])) as Record<
  (typeof laboratoryStages)[number],
  number
>;

/** Most links that a run can add. */
export const mostLinksAdded = 256;

/** The graph before a run changes it. */
export interface Network {
  /** Number of laboratories. */
  readonly count: number;
  readonly ids: readonly string[];
  /** Party in which each stands. */
  readonly host: Int32Array;
  /** Stage of each at the start. */
  readonly start: Int32Array;
  /** Pairs of laboratories. */
  readonly edges: Int32Array;
  readonly weight: Float64Array;
  /** 1 for pairs with an edge: laboratory × laboratories + laboratory. */
  readonly isLinked: Uint8Array;
  /** Issue that scales the funds, −1 for none. */
  readonly issue: number;
}

interface Node {
  readonly id: string;
  readonly host: string;
  readonly owners: readonly string[];
  readonly stage: 'proposed' | 'staffed' | 'operating';
}
type Edge = readonly [from: string, to: string, weight?: number | undefined];

/** One laboratory in every state, owned with all parties that are no states. */
function oneInEveryState({ file }: Scenario): Node[] {
  const others = file.parties.filter(({ kind }) => kind !== 'state').map(({ id }) => id);
  return file.parties
    .filter(({ kind }) => kind === 'state')
    .map(({ id }) => ({ id, host: id, owners: others, stage: 'proposed' }));
}

/** Every pair, with weights that sum to 1 at each laboratory. */
function allPairs(nodes: readonly Node[]): Edge[] {
  const weight = 1 / Math.max(1, nodes.length - 1);
  return nodes.flatMap(({ id }, i) => nodes.slice(0, i).map((other): Edge => [other.id, id, weight]));
}

/** Kinds of parties that own a laboratory. */
function kindsOf({ file }: Scenario, { host, owners }: Node): number {
  const kinds = file.parties.filter(({ id }) => id === host || owners.includes(id)).map(({ kind }) => kind);
  return new Set(kinds).size;
}

/** The network of a scenario. The order of nodes and edges in the file does not matter. */
export const networkOf = once((scenario: Scenario, given: Parameters): Network => {
  const settings = given as LaboratoryParameters;
  const nodes = [...(settings.nodes ?? oneInEveryState(scenario))].sort((a, b) =>
    compareCodeUnits(a.id, b.id),
  );
  const place = new Map(nodes.map(({ id }, index) => [id, index]));
  const links: readonly Edge[] = settings.nodes === undefined ? allPairs(nodes) : settings.edges;
  const pairs = links
    .map(([from, to, weight = settings.linkWeight]) => {
      const [one, other] = [place.get(from) ?? 0, place.get(to) ?? 0];
      return { one: Math.min(one, other), other: Math.max(one, other), weight };
    })
    .sort((a, b) => a.one - b.one || a.other - b.other);
  const isLinked = new Uint8Array(nodes.length * nodes.length);
  for (const { one, other } of pairs) {
    isLinked[one * nodes.length + other] = 1;
    isLinked[other * nodes.length + one] = 1;
  }
  return {
    count: nodes.length,
    ids: nodes.map(({ id }) => id),
    host: Int32Array.from(nodes, ({ host }) => scenario.partyIds.indexOf(host)),
    start: Int32Array.from(nodes, (node) => (kindsOf(scenario, node) < 2 ? Stage.idle : Stage[node.stage])),
    edges: Int32Array.from(pairs.flatMap(({ one, other }) => [one, other])),
    weight: Float64Array.from(pairs, ({ weight }) => weight),
    isLinked,
    issue: issueAt(scenario, settings.issue),
  };
});

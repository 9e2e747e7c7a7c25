/** Faults of a network that its schema cannot see. */
import { duplicates, unknownId } from '../../scenario/checks.ts';
import type { Finding, Path } from '../../scenario/problems.ts';
import type { ScenarioFile } from '../../scenario/schema.ts';
import { checkIssue, checkParty } from '../parameter-checks.ts';
import type { LaboratoryParameters } from './parameters.ts';

type NodeFile = NonNullable<LaboratoryParameters['nodes']>[number];

function checkNode(file: ScenarioFile, { id, host, owners }: NodeFile, path: Path): Finding[] {
  const findings = checkParty(file, host, [...path, 'host']);
  const party = file.parties.find((candidate) => candidate.id === host);
  if (party !== undefined && party.kind !== 'state') {
    const message = `the host ${host} of ${id} is no state`;
    const hint = 'Name the state in which it stands, and the party among its `owners`.';
    findings.push({ path: [...path, 'host'], code: 'bad-value', message, hint });
  }
  return [
    ...findings,
    ...owners.flatMap((owner, index) => checkParty(file, owner, [...path, 'owners', index])),
  ];
}

function checkEdges({ nodes = [], edges }: LaboratoryParameters): Finding[] {
  const known = nodes.map(({ id }) => id);
  const seen = new Set<string>();
  return edges.flatMap(([from, to], index): Finding[] => {
    const path = ['edges', index];
    const unknown = [from, to].flatMap((id, end) =>
      known.includes(id) ? [] : [unknownId([...path, end], id, 'laboratory', known)],
    );
    if (unknown.length > 0) return unknown;
    if (from === to) return [{ path, code: 'self-edge', message: `the edge joins ${from} with itself` }];
    const pair = from < to ? `${from} ${to}` : `${to} ${from}`;
    if (seen.has(pair)) {
      return [{ path, code: 'duplicate-edge', message: `${from} and ${to} are joined twice` }];
    }
    seen.add(pair);
    return [];
  });
}

/** Nodes and edges that cannot be: unknown parties, unknown ends, an edge to itself or written twice. */
export function checkNetwork(settings: LaboratoryParameters, file: ScenarioFile): Finding[] {
  const nodes = settings.nodes ?? [];
  return [
    ...checkIssue(file, settings.issue, ['issue']),
    ...duplicates(nodes, ['nodes'], 'id'),
    ...nodes.flatMap((node, index) => checkNode(file, node, ['nodes', index])),
    ...checkEdges(settings),
  ];
}

/** Faults of groups that meet apart, named before the run starts. */

import { duplicates, unknownId } from '../../scenario/checks.ts';
import type { Finding, Path } from '../../scenario/problems.ts';
import { show } from '../../scenario/problems.ts';
import type { ScenarioFile } from '../../scenario/schema.ts';

/** What the checks look at. */
interface Given {
  readonly id: string;
  readonly members: string;
  readonly issues: readonly string[];
  readonly chair: string;
  readonly parent?: string | undefined;
}

/** Every fault of the groups of a phase; paths start at the phase. */
export function checkForums(groups: readonly Given[], file: ScenarioFile): Finding[] {
  return [
    ...duplicates(groups, ['with', 'groups'], 'id'),
    ...groups.flatMap((group, index) => {
      const path = ['with', 'groups', index];
      return [...membership(group, file, path), ...issuesOf(group, file, path), ...chair(group, file, path)];
    }),
    ...parents(groups),
    ...shared(groups),
  ];
}

function partiesIn({ members }: Given, file: ScenarioFile): readonly string[] | undefined {
  if (members === 'all') return file.parties.filter(({ kind }) => kind === 'state').map(({ id }) => id);
  return file.groups.find(({ id }) => id === members)?.members;
}

function membership(group: Given, file: ScenarioFile, path: Path): Finding[] {
  const place = [...path, 'members'];
  const members = partiesIn(group, file);
  if (members === undefined) {
    const known = ['all', ...file.groups.map(({ id }) => id)];
    return [unknownId(place, group.members, 'group of parties', known)];
  }
  const states = file.parties.filter(({ id, kind }) => kind === 'state' && members.includes(id));
  if (states.length > 0) return [];
  const message = `no state sits in ${group.id}, so nobody in it can agree to anything`;
  return [{ path: place, code: 'empty-group', message }];
}

function issuesOf(group: Given, file: ScenarioFile, path: Path): Finding[] {
  const known = file.issues.map(({ id }) => id);
  return group.issues.flatMap((issue, place) => {
    const at = [...path, 'issues', place];
    if (!known.includes(issue)) return [unknownId(at, issue, 'issue', known)];
    if (group.issues.indexOf(issue) === place) return [];
    return [
      { path: at, code: 'duplicate-id' as const, message: `${show(issue)} stands twice in ${group.id}` },
    ];
  });
}

/** A facilitator sits in the group, or has no vote to be partial with. */
function chair(group: Given, file: ScenarioFile, path: Path): Finding[] {
  const place = [...path, 'chair'];
  const party = file.parties.find(({ id }) => id === group.chair);
  if (party === undefined) {
    const known = file.parties.map(({ id }) => id);
    return [unknownId(place, group.chair, 'party', known)];
  }
  if (party.kind !== 'state' || partiesIn(group, file)?.includes(group.chair) !== false) return [];
  const message = `${group.chair} is to facilitate ${group.id} and does not sit in it`;
  return [{ path: place, code: 'facilitator-elsewhere', message }];
}

/** The groups above one, the nearest first; ends where a circle closes. */
function above(group: Given, groups: readonly Given[]): Given[] {
  const found: Given[] = [];
  let at = groups.find(({ id }) => id === group.parent);
  while (at !== undefined && !found.includes(at)) {
    found.push(at);
    const { parent } = at;
    at = groups.find(({ id }) => id === parent);
  }
  return found;
}

function parents(groups: readonly Given[]): Finding[] {
  const known = groups.map(({ id }) => id);
  return groups.flatMap((group, index) => {
    const path = ['with', 'groups', index, 'parent'];
    if (group.parent === undefined) return [];
    if (!known.includes(group.parent)) return [unknownId(path, group.parent, 'group', known)];
    const chain = above(group, groups);
    if (!chain.includes(group)) return [];
    const circle = [group, ...chain].map(({ id }) => id).join(' reports to ');
    const message = `${circle}, so no text would ever come back to the plenary`;
    return [{ path, code: 'circular-groups' as const, message }];
  });
}

/** Only a group and one that reports to it may name one issue: it goes down and comes back. */
function shared(groups: readonly Given[]): Finding[] {
  return groups.flatMap((group, index) =>
    group.issues.flatMap((issue, place) => {
      const other = groups.slice(0, index).find((earlier) => {
        if (!earlier.issues.includes(issue)) return false;
        return !above(group, groups).includes(earlier) && !above(earlier, groups).includes(group);
      });
      if (other === undefined) return [];
      const message = `${show(issue)} is in ${other.id} at the same time`;
      return [
        { path: ['with', 'groups', index, 'issues', place], code: 'issue-in-two-groups' as const, message },
      ];
    }),
  );
}

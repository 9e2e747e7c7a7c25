/** Checks of groups and tables: their ids, and the parties they name. */
import { type Check, duplicates, unknownId } from './checks.ts';
import type { Finding, Path } from './problems.ts';
import { show } from './problems.ts';
import type { ScenarioFile } from './schema.ts';

/** The checks of groups and tables. */
export const groupChecks: readonly Check[] = [
  { needs: ['parties', 'groups'], find: groups },
  { needs: ['parties', 'tables'], find: tables },
];

/** The groups that a group leads to by the groups among its members, the nearest first, itself left out. */
function groupsWithin(file: ScenarioFile, id: string): string[] {
  const found: string[] = [];
  const waiting = [id];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    for (const member of file.groups.find((group) => group.id === at)?.members ?? []) {
      if (found.includes(member) || !file.groups.some((group) => group.id === member)) continue;
      found.push(member);
      waiting.push(member);
    }
  }
  return found;
}

/** A member that is no party: a group, perhaps this one, or nothing at all. */
function notAParty(file: ScenarioFile, id: string, member: string, path: Path): Finding {
  if (!file.groups.some((group) => group.id === member)) {
    const known = file.parties.map((party) => party.id);
    return unknownId(path, member, 'party', known);
  }
  if (member === id || groupsWithin(file, member).includes(id)) {
    const by = member === id ? '' : ` by way of ${member}`;
    return { path, code: 'group-in-itself', message: `the group ${id} contains itself${by}` };
  }
  return { path, code: 'group-as-member', message: `${show(member)} is a group, and no member of ${id}` };
}

function groups(file: ScenarioFile): Finding[] {
  const known = file.parties.map((party) => party.id);
  const findings = duplicates(file.groups, ['groups'], 'id');
  for (const [index, { id, members, spokesperson }] of file.groups.entries()) {
    const path = ['groups', index, 'members'];
    const seen = new Set<string>();
    for (const [place, member] of members.entries()) {
      if (!known.includes(member)) findings.push(notAParty(file, id, member, [...path, place]));
      else if (seen.has(member)) {
        const message = `${show(member)} stands twice in the group ${id}`;
        findings.push({ path: [...path, place], code: 'duplicate-id', message });
      }
      seen.add(member);
    }
    if (spokesperson !== undefined && !members.includes(spokesperson)) {
      const place = ['groups', index, 'spokesperson'];
      findings.push(unknownId(place, spokesperson, `member of ${id}`, members));
    }
  }
  return findings;
}

function tables(file: ScenarioFile): Finding[] {
  const known = file.parties.map((party) => party.id);
  return [
    ...duplicates(file.tables, ['tables'], 'id'),
    ...file.tables.flatMap(({ values }, index) =>
      Object.keys(values)
        .filter((id) => !known.includes(id))
        .map((id) => unknownId(['tables', index, 'values', id], id, 'party', known, 'key')),
    ),
  ];
}

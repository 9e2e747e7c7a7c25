/** Checks of groups and tables: their ids, and the parties they name. */
import { type Check, duplicates, unknownId } from './checks.ts';
import type { Finding } from './problems.ts';
import { show } from './problems.ts';
import type { ScenarioFile } from './schema.ts';

/** The checks of groups and tables. */
export const groupChecks: readonly Check[] = [
  { needs: ['parties', 'groups'], find: groups },
  { needs: ['parties', 'tables'], find: tables },
];

function groups(file: ScenarioFile): Finding[] {
  const known = file.parties.map((party) => party.id);
  const findings = duplicates(file.groups, ['groups'], 'id');
  for (const [index, { id, members, spokesperson }] of file.groups.entries()) {
    const path = ['groups', index, 'members'];
    const seen = new Set<string>();
    for (const [place, member] of members.entries()) {
      if (!known.includes(member)) findings.push(unknownId([...path, place], member, 'party', known));
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

/** Checks that the parameters of several mechanisms share: what they name is there, and tables are whole. */
import { sumTolerance, unknownId, votersOf } from '../scenario/checks.ts';
import type { Finding, Path } from '../scenario/problems.ts';
import type { ScenarioFile } from '../scenario/schema.ts';

/** An issue that a parameter names. */
export function checkIssue(file: ScenarioFile, id: string | undefined, path: Path): Finding[] {
  const known = file.issues.map((issue) => issue.id);
  return id === undefined || known.includes(id) ? [] : [unknownId(path, id, 'issue', known)];
}

/** Options of an issue that a parameter names, where each must be called one of some things. */
export function checkOptionNames(
  file: ScenarioFile,
  id: string | undefined,
  names: readonly string[],
  path: Path,
  what: string,
): Finding[] {
  const options = file.issues.find((issue) => issue.id === id)?.options ?? [];
  return options
    .filter((option) => !names.includes(option.id))
    .map((option) => ({
      path,
      code: 'unknown-id',
      message: `the option ${option.id} of ${id} is no ${what}`,
      hint: `Call its options ${names.join(', ')}, or leave \`${path.at(-1)}\` out.`,
    }));
}

/** Amounts of the options of an issue: as many as it has, and none without an issue. */
export function checkAmounts(
  file: ScenarioFile,
  id: string | undefined,
  amounts: readonly number[] | undefined,
  path: Path,
): Finding[] {
  const code = 'amounts-without-options';
  if (amounts === undefined) return [];
  if (id === undefined) return [{ path, code, message: 'there are amounts, and no issue that they are of' }];
  const options = file.issues.find((issue) => issue.id === id)?.options.length ?? amounts.length;
  if (options === amounts.length) return [];
  return [{ path, code, message: `there are ${amounts.length} amounts for the ${options} options of ${id}` }];
}

/** A group that a parameter names; it must hold a state. */
export function checkGroup(file: ScenarioFile, id: string | undefined, path: Path): Finding[] {
  if (id === undefined) return [];
  const group = file.groups.find((candidate) => candidate.id === id);
  if (group === undefined) {
    const known = file.groups.map((candidate) => candidate.id);
    return [unknownId(path, id, 'group', known)];
  }
  if (votersOf(file).some((state) => group.members.includes(state.id))) return [];
  return [{ path, code: 'empty-group', message: `the group ${id} holds no state` }];
}

/** A party that a parameter names. */
export function checkParty(file: ScenarioFile, id: string, path: Path): Finding[] {
  const known = file.parties.map((party) => party.id);
  return known.includes(id) ? [] : [unknownId(path, id, 'party', known)];
}

/**
 * A table that a parameter names, with a number of every state.
 *
 * @param bounds the largest number that makes sense, and whether 0 does not; a table has no bounds of its own
 */
export function checkTable(
  file: ScenarioFile,
  id: string | undefined,
  path: Path,
  { most = Number.POSITIVE_INFINITY, isPositive = false } = {},
): Finding[] {
  if (id === undefined) return [];
  const table = file.tables.find((candidate) => candidate.id === id);
  if (table === undefined) {
    const known = file.tables.map((candidate) => candidate.id);
    return [unknownId(path, id, 'table', known)];
  }
  const states = votersOf(file).map((state) => state.id);
  const missing = states.filter((state) => table.values[state] === undefined);
  if (missing.length > 0) {
    const message = `the table ${id} has no number of ${missing.join(', ')}`;
    return [{ path, code: 'table-gap', message }];
  }
  const empty = states.filter((state) => table.values[state] === 0);
  if (empty.length > 0 && (isPositive || empty.length === states.length)) {
    const message = `the table ${id} is 0 for ${empty.join(', ')}`;
    return [{ path, code: 'out-of-range', message, hint: 'Give a number above 0.' }];
  }
  const above = states.filter((state) => table.values[state] > most);
  if (above.length === 0) return [];
  const message = `the table ${id} has numbers above ${most}: ${above.join(', ')}`;
  return [{ path, code: 'out-of-range', message }];
}

/** Shares under named keys that must add up to 1. */
export function checkShares(shares: Readonly<Record<string, number>>, path: Path, what: string): Finding[] {
  let sum = 0;
  for (const share of Object.values(shares)) sum += share;
  if (Math.abs(sum - 1) <= sumTolerance) return [];
  return [{ path, code: 'sum-not-one', message: `${what} sum to ${Math.round(sum * 1e6) / 1e6}, not to 1` }];
}

/** What the semantic checks of a scenario share. */
import type { Finding, Path } from './problems.ts';
import { show } from './problems.ts';
import { isRefusedKey } from './scan.ts';
import type { ScenarioFile } from './schema.ts';
import { didYouMean } from './suggest.ts';

/** What a check may know besides the file. */
export interface CheckOptions {
  /** Names of the registered strategies; absent means that `strategy.use` is not checked. */
  readonly strategies?: readonly string[];
}

/** A check and the top-level keys that it reads: it runs when all of them have the right shape. */
export interface Check {
  readonly needs: readonly (keyof ScenarioFile)[];
  readonly find: (file: ScenarioFile, options: CheckOptions) => readonly Finding[];
}

/** How far a sum may be from 1: weights are written with a few decimals. */
export const sumTolerance = 1e-6;

/** Ids (or what `key` names) that occur twice, and ids that would be unsafe as keys. */
export function duplicates<Key extends string>(
  entries: readonly { readonly [name in Key]: string }[],
  base: Path,
  key: Key,
): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const path = [...base, index, key];
    const id = entry[key];
    if (isRefusedKey(id)) {
      findings.push({
        path,
        code: 'bad-value',
        message: `the id ${show(id)} is never allowed`,
        hint: 'Rename it.',
      });
    } else if (seen.has(id)) {
      findings.push({ path, code: 'duplicate-id', message: `the ${key} ${show(id)} is used twice` });
    }
    seen.add(id);
  }
  return findings;
}

/** A name that names nothing, with the nearest one that does. */
export function unknownId(
  path: Path,
  name: string,
  what: string,
  known: readonly string[],
  at?: 'key',
): Finding {
  const message = `there is no ${what} ${show(name)}`;
  const finding: Finding = { path, code: 'unknown-id', message, hint: didYouMean(name, known) };
  return at === undefined ? finding : { ...finding, at };
}

/**
 * A table by issue (or by option) must have exactly the issues (or options) as its keys.
 *
 * @param value what each of them is to have
 */
export function sameKeys(
  table: Readonly<Record<string, unknown>>,
  ids: readonly string[],
  path: Path,
  what = 'issue',
  value = 'a number',
): Finding[] {
  const findings: Finding[] = [];
  const absent = ids.filter((id) => !Object.hasOwn(table, id));
  for (const key of Object.keys(table)) {
    if (ids.includes(key)) continue;
    // an absent issue is more likely meant than one that is there already
    findings.push(unknownId([...path, key], key, what, absent.length > 0 ? absent : ids, 'key'));
  }
  for (const id of new Set(absent)) {
    const message = `the ${what} ${id} is missing`;
    findings.push({ path: [...path, id], code: 'missing-key', message, hint: `Add ${value} for ${id}.` });
  }
  return findings;
}

/** A finding when numbers that must sum to 1 do not. */
export function sumNotOne(path: Path, numbers: readonly number[], what: string): Finding[] {
  let sum = 0;
  for (const number of numbers) sum += number;
  // written so that NaN would be found too
  if (Math.abs(sum - 1) <= sumTolerance) return [];
  const rounded = Math.round(sum * 1e6) / 1e6;
  const shown = rounded === 1 ? sum : rounded;
  const scaled = numbers.map((number) => Math.round((number / sum) * 1000) / 1000).join(', ');
  const hint =
    sum > 0 && numbers.length <= 12 ? `Scaled to sum to 1 they would be about ${scaled}.` : undefined;
  const message = `${what} sum to ${shown}, not to 1`;
  return [{ path, code: 'sum-not-one', message, ...(hint === undefined ? {} : { hint }) }];
}

/** The parties that vote. */
export function votersOf(file: ScenarioFile): ScenarioFile['parties'] {
  return file.parties.filter((party) => party.kind === 'state');
}

/** Overrides as typed on a command line: `path=value`. */
import { readDocument } from './document.ts';
import { type Override, overrideProblem } from './overrides.ts';
import { type Result, show } from './problems.ts';

/**
 * Reads an override as typed on a command line; the value is YAML, so that `0.4` is a number and `[1, 2]` a
 * list.
 *
 * Problems: `override-value`.
 *
 * @example `parseOverride('utility.distance=2')` has the value `{ path: 'utility.distance', value: 2 }`
 */
export function parseOverride(text: string): Result<Override> {
  const split = text.indexOf('=');
  const path = text.slice(0, split).trim();
  const written = text.slice(split + 1).trim();
  const problem = (message: string, hint?: string): Result<Override> => ({
    ok: false,
    problems: [overrideProblem(split < 0 ? text : path, 'override-value', message, hint)],
  });
  if (split < 0 || path === '') return problem(`${show(text)} is not of the form path=value`);
  if (written === '')
    return problem('the value is empty', "Write '' for an empty text, null to remove the key.");
  const read = readDocument(written);
  if (!read.ok) return problem(`the value cannot be read: ${read.problems[0]?.message ?? ''}`);
  const [finding] = read.value.findings;
  if (finding !== undefined) return problem(`the value cannot be used: ${finding.message}`);
  return { ok: true, value: { path, value: read.value.value } };
}

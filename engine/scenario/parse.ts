/**
 * Text to a scenario file with every default filled in, or all of its problems at once, each with its line:
 * text to plain values (document.ts), and those through all checks (check-document.ts).
 */
import { checkScenario, type ParsedScenario, type ParseOptions } from './check-document.ts';
import { readDocument } from './document.ts';
import type { Result } from './problems.ts';
import type { ScenarioSchema } from './shape.ts';

/**
 * Parses a scenario from YAML or JSON text. Never throws.
 *
 * Problems: any code of the table that is a problem of a file.
 *
 * @example
 * ```ts
 * const parsed = parseScenario(text, schema, { strategies: ['time-dependent'] });
 * if (!parsed.ok) return formatProblems(parsed.problems, { file: 'talks.yaml' });
 * ```
 */
export function parseScenario(
  text: string,
  schema: ScenarioSchema,
  options: ParseOptions = {},
): Result<ParsedScenario> {
  const read = readDocument(text);
  if (!read.ok) return read;
  return checkScenario(read.value.value, schema, { ...options, ...read.value });
}

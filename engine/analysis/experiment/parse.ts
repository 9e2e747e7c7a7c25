/** Text to an experiment, or all of its problems at once. */
import { readDocument } from '../../scenario/document.ts';
import { type Result, toProblems } from '../../scenario/problems.ts';
import { scanDocument } from '../../scenario/scan.ts';
import { shapeFindings } from '../../scenario/shape-problems.ts';
import { experimentFindings, spellOut } from './check.ts';
import type { DeclaredSpace } from './declared.ts';
import { type Experiment, experimentSchema } from './schema.ts';

/**
 * Parses an experiment from YAML or JSON text. Never throws.
 *
 * @param metrics metrics of the scenario that it may name; not checked when absent
 * @param declared the plausible space of the scenario: `space: declared` is spelt out with it
 * @param document the scenario as written: places that are set twice are told with it
 * @example `parseExperiment(text, metricIds(scenario.file), declaredSpace(scenario, document))`
 */
export function parseExperiment(
  text: string,
  metrics?: readonly string[],
  declared?: DeclaredSpace,
  document?: unknown,
): Result<Experiment> {
  const read = readDocument(text);
  if (!read.ok) return read;
  const { value, locate, findings: early } = read.value;
  const scan = scanDocument(value);
  const findings = [...(early ?? []), ...scan.findings];
  if (scan.fatal) return { ok: false, problems: toProblems(findings, value, locate) };
  const parsed = experimentSchema.safeParse(value);
  if (!parsed.success) {
    findings.push(...shapeFindings(parsed.error.issues, experimentSchema, value));
    return { ok: false, problems: toProblems(findings, value, locate) };
  }
  const known = {
    ...(metrics === undefined ? {} : { metrics }),
    ...(declared === undefined ? {} : { declared }),
    document,
  };
  const experiment = spellOut(parsed.data, known);
  findings.push(...experimentFindings(experiment, known));
  if (findings.length > 0) return { ok: false, problems: toProblems(findings, value, locate) };
  return { ok: true, value: experiment };
}

/** Text to an experiment, or all of its problems at once. */
import { readDocument } from '../../scenario/document.ts';
import { type Result, toProblems } from '../../scenario/problems.ts';
import { scanDocument } from '../../scenario/scan.ts';
import { shapeFindings } from '../../scenario/shape-problems.ts';
import { experimentFindings } from './check.ts';
import { type Experiment, experimentSchema } from './schema.ts';

/**
 * Parses an experiment from YAML or JSON text. Never throws.
 *
 * @param metricIds metrics of the scenario that it may name; not checked when absent
 * @example `parseExperiment(text, metricIds(scenario.file))`
 */
export function parseExperiment(text: string, metricIds?: readonly string[]): Result<Experiment> {
  const read = readDocument(text);
  if (!read.ok) return read;
  const { value, locate, findings: early } = read.value;
  const scan = scanDocument(value);
  const findings = [...(early ?? []), ...scan.findings];
  if (scan.fatal) return { ok: false, problems: toProblems(findings, value, locate) };
  const parsed = experimentSchema.safeParse(value);
  const known = metricIds === undefined ? {} : { metrics: metricIds };
  if (!parsed.success) findings.push(...shapeFindings(parsed.error.issues, experimentSchema, value));
  else findings.push(...experimentFindings(parsed.data, known));
  if (findings.length > 0 || !parsed.success) {
    return { ok: false, problems: toProblems(findings, value, locate) };
  }
  return { ok: true, value: parsed.data };
}

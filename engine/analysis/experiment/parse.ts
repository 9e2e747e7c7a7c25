/** Text to an experiment, or all of its problems at once. */
import { duplicates, unknownId } from '../../scenario/checks.ts';
import { readDocument } from '../../scenario/document.ts';
import { type Finding, type Result, toProblems } from '../../scenario/problems.ts';
import { scanDocument } from '../../scenario/scan.ts';
import { shapeFindings } from '../../scenario/shape-problems.ts';
import { type Experiment, experimentSchema } from './schema.ts';

/** Arms that are named and not there, ids used twice, an arm compared with itself. */
function faults(experiment: Experiment, metricIds: readonly string[] | undefined): Finding[] {
  const arms = experiment.arms.map((arm) => arm.id);
  const findings = [
    ...duplicates(experiment.arms, ['arms'], 'id'),
    ...duplicates(experiment.hypotheses, ['hypotheses'], 'id'),
  ];
  for (const [index, { arm, against, metric }] of experiment.hypotheses.entries()) {
    const path = ['hypotheses', index];
    if (!arms.includes(arm)) findings.push(unknownId([...path, 'arm'], arm, 'arm', arms));
    if (!arms.includes(against)) findings.push(unknownId([...path, 'against'], against, 'arm', arms));
    else if (arm === against) {
      const message = `the arm ${arm} is compared with itself`;
      findings.push({ path: [...path, 'against'], code: 'bad-value', message });
    }
    if (metricIds !== undefined && !metricIds.includes(metric)) {
      findings.push(unknownId([...path, 'metric'], metric, 'metric', metricIds));
    }
  }
  return findings;
}

/**
 * Parses an experiment from YAML or JSON text. Never throws.
 *
 * @param metricIds metrics that hypotheses may name; not checked when absent
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
  if (!parsed.success) findings.push(...shapeFindings(parsed.error.issues, experimentSchema, value));
  else findings.push(...faults(parsed.data, metricIds));
  if (findings.length > 0 || !parsed.success) {
    return { ok: false, problems: toProblems(findings, value, locate) };
  }
  return { ok: true, value: parsed.data };
}

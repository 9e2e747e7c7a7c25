/**
 * Plain values to a scenario file with every default filled in, or all of its problems at once.
 *
 * The stages: plain values without harm (scan.ts), overrides (overrides.ts), shape (zod, shape-problems.ts),
 * meaning (validate.ts). Text becomes plain values elsewhere (parse.ts), so that who has the values already
 * loads no YAML.
 */
import type { CheckOptions } from './checks.ts';
import { applyOverrides, type Override } from './overrides.ts';
import { type Finding, failed, type Locate, partOf, type Result, toProblems } from './problems.ts';
import { scanDocument } from './scan.ts';
import type { ScenarioFile } from './schema.ts';
import type { ScenarioSchema } from './shape.ts';
import { shapeFindings } from './shape-problems.ts';
import { findFaults } from './validate.ts';

export type { ScenarioSchema } from './shape.ts';

/** What parsing may know and change besides the text. */
export interface ParseOptions extends CheckOptions {
  /** Values to set before defaults are filled in, as of `--set` or an arm of an experiment. */
  readonly overrides?: readonly Override[];
}

/** A parsed file: with defaults, and as it was written (overrides applied). */
export interface ParsedScenario {
  readonly file: ScenarioFile;
  /** Plain values without defaults; what further overrides apply to. */
  readonly document: unknown;
}

/** What is known of a document that was read from text. */
interface FromText {
  readonly locate?: Locate;
  readonly findings?: readonly Finding[];
}

/**
 * Checks plain values that are already there: the body of a request, or a document whose overrides changed.
 *
 * @example `checkScenario({ ...document, ticks: 12 }, schema)`
 */
export function checkScenario(
  document: unknown,
  schema: ScenarioSchema,
  options: ParseOptions & FromText = {},
): Result<ParsedScenario> {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    const message = 'the file must hold a mapping that begins with format: 1';
    return failed({ path: [], code: 'not-a-mapping', message }, document, options.locate);
  }
  const scan = scanDocument(document);
  const early = [...(options.findings ?? []), ...scan.findings];
  if (scan.fatal) return { ok: false, problems: toProblems(early, document, options.locate) };
  const { overrides = [] } = options;
  if (overrides.length === 0) return checkShape(document, schema, options, early);
  const changed = applyOverrides(document, overrides, schema);
  // both lists: a wrong override must not hide what is wrong with the file, nor the other way round
  if (!changed.ok) {
    const own = checkShape(document, schema, options, early);
    return { ok: false, problems: own.ok ? changed.problems : [...changed.problems, ...own.problems] };
  }
  const { document: result, touched } = changed.value;
  const again = scanDocument(result);
  const locate: Locate = (path, at) => {
    const isTouched = touched.some((place) => place.every((segment, index) => segment === path[index]));
    return isTouched ? undefined : options.locate?.(path, at);
  };
  const findings = [...(options.findings ?? []), ...again.findings];
  if (again.fatal) return { ok: false, problems: toProblems(findings, result, locate) };
  return checkShape(result as object, schema, { ...options, locate }, findings);
}

/** The last two stages, with the findings of those before. */
function checkShape(
  document: object,
  schema: ScenarioSchema,
  options: CheckOptions & FromText,
  early: readonly Finding[],
): Result<ParsedScenario> {
  const parsed = schema.safeParse(document);
  const findings = [...early];
  if (parsed.success) {
    findings.push(...findFaults({ chair: undefined, ...parsed.data } as ScenarioFile, options));
    if (findings.length === 0) return { ok: true, value: { file: parsed.data, document } };
  } else {
    findings.push(...shapeFindings(parsed.error.issues, schema, document));
    findings.push(...findFaults(wellShapedParts(document, schema), options));
  }
  return { ok: false, problems: toProblems(findings, document, options.locate) };
}

/** The top-level parts of a broken file that have the right shape by themselves. */
function wellShapedParts(document: object, schema: ScenarioSchema): Partial<ScenarioFile> {
  const parts: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(schema.shape)) {
    const parsed = part.safeParse(partOf(document, key));
    if (parsed.success) parts[key] = parsed.data;
  }
  return parts as Partial<ScenarioFile>;
}

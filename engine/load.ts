/**
 * From text to a compiled scenario: parse, check, canonical form, digest, expressions, tables. The one way in
 * for the command line, the server, the browser and tests.
 */
import { metrics } from './analysis/metrics.ts';
import { type Code, codes } from './codes.ts';
import {
  type CompiledExpression,
  compileExpression,
  ExpressionError,
  loadExpressionParser,
} from './preferences/expressions.ts';
import { builtIn } from './registry.ts';
import type { Scenario } from './run/contract.ts';
import { canonicalScenario, scenarioDigest } from './scenario/canonical.ts';
import { checkScenario, type ScenarioSchema } from './scenario/check-document.ts';
import { compileScenario, type Registry, strategyIdOf } from './scenario/compile.ts';
import type { Override } from './scenario/overrides.ts';
import { type Finding, type Problem, type Result, toProblems } from './scenario/problems.ts';
import { type ScenarioFile, scenarioSchema } from './scenario/schema.ts';
import { shapeFindings } from './scenario/shape-problems.ts';

/** What loading may change. */
export interface LoadOptions {
  /** Values to set before defaults are filled in. */
  readonly overrides?: readonly Override[];
  /** Protocols, mechanisms and strategies; the built-in ones unless plugins add some. */
  readonly registry?: Registry;
  /**
   * What `parseAhead` made of an expression, undefined when that is not known: where all of a scenario are
   * known, the parser need not be loaded.
   */
  readonly parsed?: (expression: string) => unknown;
}

const schemas = new WeakMap<Registry, ScenarioSchema>();

/** The schema of scenario files for a registry; made once for each. */
export function schemaOf(registry: Registry): ScenarioSchema {
  let schema = schemas.get(registry);
  if (schema === undefined) {
    schema = scenarioSchema(registry);
    schemas.set(registry, schema);
  }
  return schema;
}

function problem(path: string, code: Code, message: string): Problem {
  return { path, code, message, hint: codes[code].hint };
}

/**
 * Parameters of strategies are checked by the strategy’s own schema, with the codes and hints of the file’s.
 */
function strategyProblems(file: ScenarioFile, registry: Registry): Problem[] {
  return file.parties.flatMap((party, index) => {
    const strategy = registry.strategies.find(({ id }) => id === strategyIdOf(file, party));
    const given = party.strategy?.with ?? {};
    const checked = strategy?.parameters.safeParse(given);
    if (strategy === undefined || checked === undefined || checked.success) return [];
    const findings = shapeFindings(checked.error.issues, strategy.parameters, given);
    const placed = findings.map((finding) => ({
      ...finding,
      path: ['parties', index, 'strategy', 'with', ...finding.path],
    }));
    return toProblems(placed, file);
  });
}

/** What phases need: a chair, another phase before them, or none of a kind before them. */
function phaseProblems(file: ScenarioFile, registry: Registry): Problem[] {
  const seen = new Set<string>();
  /** Protocols whose work another one has done. */
  const served = new Set<string>();
  const findings: Finding[] = [];
  file.phases.forEach((phase, index) => {
    const protocol = registry.protocols.find((candidate) => candidate.id === phase.protocol);
    const needs = protocol?.needs;
    const path = ['phases', index, 'protocol'];
    for (const finding of protocol?.check?.(phase, file) ?? []) {
      findings.push({ ...finding, path: ['phases', index, ...finding.path] });
    }
    if (needs?.chair === true && file.chair === undefined) {
      findings.push({
        path,
        code: 'chair-missing',
        message: `${phase.protocol} needs a chair to hold the pen`,
      });
    }
    if (needs?.before !== undefined && !seen.has(needs.before) && !served.has(needs.before)) {
      const message = `${phase.protocol} needs a phase with the protocol ${needs.before} before it`;
      findings.push({ path, code: 'phase-order', message });
    }
    // A second try at what may have been done already is left out when it is not needed.
    const isSecondTry = phase.protocol === needs?.notAfter && !seen.has(needs.notAfter);
    const isLate = needs?.notAfter !== undefined && (seen.has(needs.notAfter) || served.has(needs.notAfter));
    if (isLate && !isSecondTry) {
      const message = `${phase.protocol} cannot come after a phase with the protocol ${needs.notAfter}`;
      findings.push({ path, code: 'phase-order', message });
    }
    seen.add(phase.protocol);
    for (const id of protocol?.standsFor?.(phase.with) ?? []) served.add(id);
  });
  return toProblems(findings, file);
}

/** What mechanisms find wrong with their parameters: names that name nothing, shares that do not add up. */
function mechanismProblems(file: ScenarioFile, registry: Registry): Problem[] {
  const world = file.world as Record<string, Record<string, unknown> | undefined>;
  const findings = registry.mechanisms.flatMap(({ id, check }): Finding[] => {
    const parameters = world[id];
    if (parameters === undefined || check === undefined) return [];
    return check(parameters, file).map((found) => ({ ...found, path: ['world', id, ...found.path] }));
  });
  return toProblems(findings, file);
}

/** Slots of the built-in metrics in expressions. */
const metricNames = Object.fromEntries(metrics.map((metric, slot) => [metric.id, slot]));

async function compileMetrics(
  file: ScenarioFile,
  parsed: LoadOptions['parsed'],
): Promise<Result<Map<string, CompiledExpression>>> {
  const compiled = new Map<string, CompiledExpression>();
  const problems: Problem[] = [];
  if (file.metrics.length === 0) return { ok: true, value: compiled };
  const trees = file.metrics.map(({ expression }) => parsed?.(expression));
  const loaded = trees.includes(undefined) ? await loadExpressionParser() : undefined;
  for (const [i, metric] of file.metrics.entries()) {
    const parser = loaded ?? { parse: () => trees[i] };
    try {
      compiled.set(metric.expression, compileExpression(parser, metric.expression, { names: metricNames }));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      problems.push(problem(`metrics.${metric.id}.expression`, 'expression-invalid', error.message));
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: compiled };
}

async function finish(
  file: ScenarioFile,
  registry: Registry,
  parsed: LoadOptions['parsed'],
): Promise<Result<Scenario>> {
  const problems = [
    ...strategyProblems(file, registry),
    ...phaseProblems(file, registry),
    ...mechanismProblems(file, registry),
  ];
  const expressions = await compileMetrics(file, parsed);
  if (!expressions.ok) problems.push(...expressions.problems);
  if (problems.length > 0 || !expressions.ok) return { ok: false, problems };
  const canonical = canonicalScenario(file);
  const compile = (source: string): CompiledExpression => expressions.value.get(source) as CompiledExpression;
  return { ok: true, value: compileScenario(canonical, scenarioDigest(canonical), registry, compile) };
}

/**
 * Loads a scenario from YAML or JSON text.
 *
 * @example
 * ```ts
 * const loaded = await loadScenario(text, { overrides: [{ path: 'utility.distance', value: 2 }] });
 * if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
 * ```
 */
export async function loadScenario(text: string, options: LoadOptions = {}): Promise<Result<Scenario>> {
  const registry = options.registry ?? builtIn;
  // Reading YAML takes a large package, which who loads a document does not need.
  const { parseScenario } = await import('./scenario/parse.ts');
  const parsed = parseScenario(text, schemaOf(registry), checks(registry, options));
  return parsed.ok ? finish(parsed.value.file, registry, options.parsed) : parsed;
}

/** Loads a scenario from plain data: the scenario inside a record, or the body of a request. */
export async function loadDocument(document: unknown, options: LoadOptions = {}): Promise<Result<Scenario>> {
  const registry = options.registry ?? builtIn;
  const checked = checkScenario(document, schemaOf(registry), checks(registry, options));
  return checked.ok ? finish(checked.value.file, registry, options.parsed) : checked;
}

function checks(registry: Registry, options: LoadOptions) {
  return {
    strategies: registry.strategies.map((strategy) => strategy.id),
    ...(options.overrides === undefined ? {} : { overrides: options.overrides }),
  };
}

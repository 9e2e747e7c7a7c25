/** What is wrong with an experiment beyond its shape: names that name nothing, values that do not fit. */
import { duplicates, unknownId } from '../../scenario/checks.ts';
import type { Finding, Path } from '../../scenario/problems.ts';
import { type DeclaredSpace, leaveOutFindings, withDeclaredRanges } from './declared.ts';
import { designCalled, designs } from './designs/index.ts';
import { betweenFindings, type Factor, factorFindings, factorOf, factorsOf, levelIndex } from './factors.ts';
import { mostRuns, runsOf, stagesOf } from './plan.ts';
import { type Experiment, type Hypothesis, isTable, mostFactors } from './schema.ts';
import { setTwice } from './set-twice.ts';

/** Columns that every table of runs has. */
export const fixedColumns = ['run', 'point', 'arm', 'replicate', 'seed', 'status', 'outcome', 'digest'];

/** What is known of the scenario when an experiment is checked. */
export interface Known {
  /** Metrics that the scenario has; not checked when absent. */
  readonly metrics?: readonly string[];
  /** The plausible space of the scenario; a declared one is not spelt out when absent. */
  readonly declared?: DeclaredSpace;
  /** The scenario as written; places that are set twice are not looked for when absent. */
  readonly document?: unknown;
}

/** Names of columns that would be the same to a database, which knows no capitals. */
function clashes(experiment: Experiment, known: readonly string[]): Finding[] {
  const taken = new Map(
    [...fixedColumns, 'tick', 'round', ...known].map((name) => [name.toLowerCase(), name] as const),
  );
  const findings: Finding[] = [];
  const take = (id: string, path: Path) => {
    const other = taken.get(id.toLowerCase());
    taken.set(id.toLowerCase(), id);
    if (other === undefined) return;
    findings.push({ path, code: 'duplicate-id', message: `${id} is the name of another column, ${other}` });
  };
  for (const [index, { id }] of experiment.factors.entries()) take(id, ['factors', index, 'id']);
  for (const [index, { id }] of (experiment.space?.ranges ?? []).entries()) {
    take(id, ['space', 'ranges', index, 'id']);
  }
  for (const [index, entry] of (experiment.metrics ?? []).entries()) {
    if (typeof entry !== 'string') take(entry.id, ['metrics', index, 'id']);
  }
  return findings;
}

/** Metrics that are named twice in one list: a table has each column once. */
function repeatedMetrics({ metrics = [], series }: Experiment): Finding[] {
  const lists: readonly (readonly [Path, readonly unknown[]])[] = [
    [['metrics'], metrics],
    [['series', 'metrics'], series?.metrics ?? []],
  ];
  return lists.flatMap(([path, names]) =>
    names.flatMap((name, index): Finding[] => {
      if (typeof name !== 'string' || names.indexOf(name) === index) return [];
      const message = `the metric ${name} is named twice`;
      return [{ path: [...path, index], code: 'duplicate-id', message, hint: 'Name it once.' }];
    }),
  );
}

/** Metrics of the experiment itself. */
export function ownMetricIds({ metrics = [] }: Experiment): string[] {
  return metrics.flatMap((entry) => (typeof entry === 'string' ? [] : [entry.id]));
}

function unknownMetrics(experiment: Experiment, known: readonly string[]): Finding[] {
  const all = [...known, ...ownMetricIds(experiment)];
  const named: { readonly metric: string; readonly path: Path; readonly among: readonly string[] }[] = [
    ...experiment.hypotheses.map(({ metric }, i) => ({
      metric,
      path: ['hypotheses', i, 'metric'],
      among: all,
    })),
    ...(experiment.metrics ?? []).flatMap((metric, i) =>
      typeof metric === 'string' ? [{ metric, path: ['metrics', i], among: known }] : [],
    ),
    ...(experiment.series?.metrics ?? []).map((metric, i) => ({
      metric,
      path: ['series', 'metrics', i],
      among: known,
    })),
    ...(experiment.stop?.metrics ?? []).map(({ metric }, i) => ({
      metric,
      path: ['stop', 'metrics', i, 'metric'],
      among: all,
    })),
  ];
  return named
    .filter(({ metric, among }) => !among.includes(metric))
    .map(({ metric, path, among }) => unknownId(path, metric, 'metric', among));
}

function hypothesisFindings(experiment: Experiment, hypothesis: Hypothesis, path: Path): Finding[] {
  const { factor: factorId, arm, against } = hypothesis;
  if (factorId === undefined) {
    const arms = experiment.arms.map(({ id }) => id);
    const unknown = (['arm', 'against'] as const).filter((key) => !arms.includes(String(hypothesis[key])));
    if (unknown.length > 0) {
      return unknown.map((key) => unknownId([...path, key], String(hypothesis[key]), 'arm', arms));
    }
  } else {
    const spec = experiment.factors.find(({ id }) => id === factorId);
    if (spec === undefined) {
      const ids = experiment.factors.map(({ id }) => id);
      return [unknownId([...path, 'factor'], factorId, 'factor', ids)];
    }
    if (experiment.design.kind !== 'grid') {
      const message = 'levels of a factor are compared in a grid only, where all else is the same';
      return [{ path: [...path, 'factor'], code: 'bad-value', message }];
    }
    const factor = factorOf(spec);
    const unknown = (['arm', 'against'] as const).filter((key) => levelIndex(factor, hypothesis[key]) < 0);
    if (unknown.length > 0) {
      const levels = factor.levels.map(({ cell }) => String(cell));
      return unknown.map((key) => unknownId([...path, key], String(hypothesis[key]), 'level', levels));
    }
  }
  if (arm !== against) return [];
  const what = factorId === undefined ? 'arm' : 'level';
  const message = `the ${what} ${String(arm)} is compared with itself`;
  return [{ path: [...path, 'against'], code: 'bad-value', message }];
}

function tableFindings(factors: readonly Factor[], rows: readonly Readonly<Record<string, unknown>>[]) {
  const ids = factors.map(({ id }) => id);
  return rows.flatMap((row, index): Finding[] => {
    const path = ['design', 'rows', index];
    const missing = ids.filter((id) => !Object.hasOwn(row, id));
    const unknown = Object.keys(row).filter((id) => !ids.includes(id));
    const strange = factors.filter((factor) => {
      return Object.hasOwn(row, factor.id) && levelIndex(factor, row[factor.id]) < 0;
    });
    return [
      ...missing.map((id): Finding => {
        return { path, code: 'missing-key', message: `row ${index + 1} has no value for the factor ${id}` };
      }),
      ...unknown.map((id) => unknownId([...path, id], id, 'factor', ids)),
      ...strange.map(({ id, levels }) => {
        const known = levels.map(({ cell }) => String(cell));
        return unknownId([...path, id], String(row[id]), 'level', known);
      }),
    ];
  });
}

/** Ranges that say of arms what cannot be meant: both ways at once, or arms that the space does not play. */
function rangeFindings({ ranges, arms: played }: NonNullable<Experiment['space']>): Finding[] {
  return ranges.flatMap(({ arms, also }, index): Finding[] => {
    const path = ['space', 'ranges', index];
    if (arms === undefined) return [];
    if (also !== undefined) {
      const message = 'a range is of some arms alone, or of these as well, and not both';
      return [{ path: [...path, 'also'], code: 'bad-value', message, hint: 'Name all of them in `arms`.' }];
    }
    if (played === undefined || arms.some((id) => played.includes(id))) return [];
    const message = 'the space plays none of the arms of this range';
    return [
      { path: [...path, 'arms'], code: 'bad-value', message, hint: 'Add one to the `arms` of the space.' },
    ];
  });
}

/** What is wrong with the space of plausible values: arms that are not there, and a space of nothing. */
function spaceFindings({ space, arms }: Experiment): Finding[] {
  if (space === undefined) return [];
  const ids = arms.map(({ id }) => id);
  const strange = (named: readonly string[], path: Path) =>
    named.flatMap((id, index) => (ids.includes(id) ? [] : [unknownId([...path, index], id, 'arm', ids)]));
  const findings = [
    ...strange(space.arms ?? [], ['space', 'arms']),
    ...space.ranges.flatMap((range, index) =>
      (['arms', 'also'] as const).flatMap((key) =>
        strange(range[key] ?? [], ['space', 'ranges', index, key]),
      ),
    ),
    ...rangeFindings(space),
  ];
  if (space.declared) return findings;
  if (space.ranges.length === 0) {
    const message = 'the space has no ranges';
    const hint = 'List ranges, or write `declared: true` for those that the parts of the scenario declare.';
    findings.push({ path: ['space', 'ranges'], code: 'missing-key', message, hint });
  }
  if (space.leaveOut.length > 0) {
    const message = 'only declared ranges can be left out, and the space does not take them';
    const hint = 'Write `declared: true`, or take the list away.';
    findings.push({ path: ['space', 'leaveOut'], code: 'bad-value', message, hint });
  }
  return findings;
}

/** A declared space of which nothing is left. */
function emptyFindings({ space }: Experiment): Finding[] {
  if (space === undefined || space.ranges.length > 0) return [];
  const message = 'no parameter with a plausible range is left';
  return [{ path: ['space'], code: 'missing-key', message, hint: 'Leave out less, or list ranges.' }];
}

/** A space with more ranges than a design may have, once the declared ones are spelt out. */
function wideFindings({ space }: Experiment): Finding[] {
  const count = space?.ranges.length ?? 0;
  if (count <= mostFactors) return [];
  const message = `the space has ${count} ranges, listed and declared; the most is ${mostFactors}`;
  const hint = 'Name parts or parameters in `leaveOut`, or list fewer ranges.';
  return [{ path: ['space'], code: 'out-of-range', message, hint }];
}

/** What is wrong with the way points are chosen. */
function designFindings(experiment: Experiment): Finding[] {
  const { design, factors: specs } = experiment;
  const path = ['design', 'kind'];
  const isSampled = designs.some(({ id }) => id === design.kind);
  if (specs.length === 0) {
    if (design.kind === 'grid') return [];
    const message = `a ${design.kind} design needs factors to choose values of`;
    return [{ path, code: 'missing-key', message, hint: 'Add factors, or leave the design out.' }];
  }
  if (isTable(design)) return tableFindings(factorsOf(experiment), design.rows);
  if (isSampled) {
    const most = designCalled(String(design.kind))?.maxDimensions ?? 0;
    if (specs.length <= most) return [];
    const message = `a ${design.kind} design has at most ${most} factors; there are ${specs.length}`;
    return [{ path, code: 'out-of-range', message }];
  }
  const continuous = specs.flatMap(({ id, between }, index) =>
    between === undefined ? [] : [{ id, index }],
  );
  const findings = continuous.map(({ id, index }): Finding => {
    const message = `the factor ${id} takes any value, and a ${design.kind} plays levels`;
    const kinds = designs.map((entry) => entry.id).join(', ');
    const hint = `Give it levels or a range, or choose a design that samples: ${kinds}.`;
    return { path: ['factors', index, 'between'], code: 'bad-value', message, hint };
  });
  const counts = specs.map((spec) => factorOf(spec).levels.length);
  if (design.kind === 'zip' && findings.length === 0 && new Set(counts).size > 1) {
    const message = `factors that are zipped have equally many levels; these have ${counts.join(', ')}`;
    findings.push({ path, code: 'bad-value', message });
  }
  return findings;
}

function sizeFindings(experiment: Experiment): Finding[] {
  const stages = stagesOf(experiment);
  const runs = stages.reduce((sum, stage) => sum + runsOf(stage), 0);
  if (runs <= mostRuns) return [];
  const message = `the experiment plans ${runs} runs; the most is ${mostRuns}`;
  const hint = 'Take fewer levels or replications, or a design that samples, as latin-hypercube does.';
  return [{ path: ['replications'], code: 'out-of-range', message, hint }];
}

/** The experiment with its declared space spelt out, where that of the scenario is known. */
export function spellOut(experiment: Experiment, { metrics = [], declared }: Known): Experiment {
  if (declared === undefined) return experiment;
  const factors = experiment.factors.map(({ id }) => id);
  const taken = [...fixedColumns, 'tick', 'round', ...metrics, ...factors, ...ownMetricIds(experiment)];
  return withDeclaredRanges(experiment, declared, taken);
}

/**
 * All that is wrong with an experiment whose shape is right.
 *
 * @param experiment with its declared space spelt out
 */
export function experimentFindings(
  experiment: Experiment,
  { metrics, declared, document }: Known,
): Finding[] {
  const findings = [
    ...(declared === undefined ? [] : leaveOutFindings(experiment, declared)),
    ...duplicates(experiment.arms, ['arms'], 'id'),
    ...duplicates(experiment.hypotheses, ['hypotheses'], 'id'),
    ...spaceFindings(experiment),
    ...clashes(experiment, metrics ?? []),
    ...repeatedMetrics(experiment),
    ...experiment.factors.flatMap((spec, index) =>
      factorFindings(spec, ['factors', index], isTable(experiment.design)),
    ),
    ...(experiment.space?.ranges ?? []).flatMap((spec, index) =>
      betweenFindings(spec, ['space', 'ranges', index]),
    ),
  ];
  if (findings.length === 0 && declared !== undefined) findings.push(...emptyFindings(experiment));
  findings.push(...wideFindings(experiment));
  if (findings.length === 0) findings.push(...designFindings(experiment));
  if (findings.length === 0) findings.push(...sizeFindings(experiment));
  if (findings.length === 0 && document !== undefined) findings.push(...setTwice(experiment, document));
  for (const [index, hypothesis] of experiment.hypotheses.entries()) {
    findings.push(...hypothesisFindings(experiment, hypothesis, ['hypotheses', index]));
  }
  if (metrics !== undefined) findings.push(...unknownMetrics(experiment, metrics));
  return findings;
}

/**
 * A job: an experiment with its scenario, checked, and everything that follows from the two texts. A worker
 * elsewhere makes the same job of the same texts, so that nothing but texts and numbers crosses between
 * machines; a thread is given the parts that it plays.
 */
import { createHash } from 'node:crypto';
import { type Columns, columnsOf } from '../../engine/analysis/experiment/columns.ts';
import {
  type ArmScenario,
  type DeclaredSpace,
  declaredSpace,
  stillLeft,
  withArms,
} from '../../engine/analysis/experiment/declared.ts';
import { variedIn } from '../../engine/analysis/experiment/factors.ts';
import { parseExperiment } from '../../engine/analysis/experiment/parse.ts';
import {
  type Point,
  type Stage,
  samplesOf,
  stagesOf,
  valuesAt,
} from '../../engine/analysis/experiment/plan.ts';
import type { Experiment } from '../../engine/analysis/experiment/schema.ts';
import { metricIds } from '../../engine/analysis/metrics.ts';
import { codes } from '../../engine/codes.ts';
import { loadDocument, loadScenario } from '../../engine/load.ts';
import {
  compileExpression,
  ExpressionError,
  loadExpressionParser,
} from '../../engine/preferences/expressions.ts';
import type { Scenario } from '../../engine/run/contract.ts';
import { readDocument } from '../../engine/scenario/document.ts';
import { type Override, placeIn } from '../../engine/scenario/overrides.ts';
import type { Problem, Result } from '../../engine/scenario/problems.ts';
import { engineVersion, rulesVersion } from '../../engine/version.ts';

/** The texts a job is made of. */
export interface JobTexts {
  readonly experiment: string;
  readonly scenario: string;
  /** Runs of each point instead of what the experiment says. */
  readonly replications?: number;
}

/** A job. */
export interface Job {
  readonly texts: JobTexts;
  /** With its declared space spelt out. */
  readonly experiment: Experiment;
  /** The plausible space of the scenario, where the experiment asks for it. */
  readonly declared?: DeclaredSpace;
  /** The scenario as written, to set values in. */
  readonly document: unknown;
  /** The scenario without any arm. */
  readonly plain: Scenario;
  /** The scenario of every arm, at the first point of the design. */
  readonly scenarios: readonly Scenario[];
  readonly stages: readonly Stage[];
  readonly columns: Columns;
  /**
   * SHA-256 over all that results depend on: two jobs with the same key give the same run the same number and
   * the same result. How many replications are asked for, and what is expected of them, is not part of it.
   */
  readonly key: string;
}

/** A problem, and the file it is in. */
export interface JobProblems {
  readonly file: 'experiment' | 'scenario' | string;
  readonly problems: readonly Problem[];
}

/** A job, or what is wrong with its files. */
export type JobResult = { readonly ok: true; readonly job: Job } | ({ readonly ok: false } & JobProblems);

/** Most points that are all tried before anything runs; of more, the corners are. */
const mostTried = 200;

/**
 * Makes a job. Never throws for what is wrong with the texts.
 *
 * @param isTried whether the points have been tried before: a worker need not do it again
 */
export async function makeJob(texts: JobTexts, isTried = false): Promise<JobResult> {
  const rough = parseExperiment(texts.experiment);
  if (!rough.ok) return { ok: false, file: 'experiment', problems: rough.problems };
  const plain = await loadScenario(texts.scenario);
  if (!plain.ok) return { ok: false, file: 'scenario', problems: plain.problems };
  const read = readDocument(texts.scenario);
  const document = read.ok ? read.value.value : undefined;
  const tried: Tried = new Map();
  const declared = rough.value.space?.declared
    ? withArms(declaredSpace(plain.value, document), await armsOfSpace(rough.value, document, tried))
    : undefined;
  const parsed = parseExperiment(texts.experiment, metricIds(plain.value.file), declared, document);
  if (!parsed.ok) return { ok: false, file: 'experiment', problems: parsed.problems };
  if (parsed.value.scenario !== plain.value.file.id) {
    const { id } = plain.value.file;
    const message = `the experiment is of ${parsed.value.scenario}, and the scenario beside it is ${id}`;
    const hint = 'Write the id of the scenario that is meant.';
    return {
      ok: false,
      file: 'experiment',
      problems: [{ path: 'scenario', code: 'unknown-id', message, hint }],
    };
  }
  const replications = texts.replications ?? parsed.value.replications;
  const experiment = { ...parsed.value, replications };
  const formulas = await formulaProblems(experiment, plain.value);
  if (formulas.length > 0) return { ok: false, file: 'experiment', problems: formulas };
  const stages = stagesOf(experiment, document);
  const points = await tryPoints(stages, document, isTried ? armsAlone : pointsToTry, tried);
  if (!points.ok) return points;
  const scenarios = points.value;
  const columns = columnsOf(experiment, scenarios);
  const key = keyOf(experiment, columns, scenarios, stages);
  return {
    ok: true,
    job: {
      texts,
      experiment,
      ...(declared === undefined ? {} : { declared: { ...declared, left: stillLeft(declared, experiment) } }),
      document,
      plain: plain.value,
      scenarios,
      stages,
      columns,
      key,
    },
  };
}

/** What is wrong with the formulas of an experiment. */
async function formulaProblems(experiment: Experiment, plain: Scenario): Promise<Problem[]> {
  const own = (experiment.metrics ?? []).flatMap((entry) => (typeof entry === 'string' ? [] : [entry]));
  if (own.length === 0) return [];
  const parser = await loadExpressionParser();
  const known = [...metricIds(plain.file), ...variedIn(experiment)];
  const problems: Problem[] = [];
  for (const [index, { id, expression }] of own.entries()) {
    const names = [...known, ...own.slice(0, index).map((entry) => entry.id)];
    try {
      const slots = Object.fromEntries(names.map((name, slot) => [name, slot]));
      compileExpression(parser, expression, { names: slots });
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const { hint } = codes['expression-invalid'];
      problems.push({
        path: `metrics.${id}.expression`,
        code: 'expression-invalid',
        message: error.message,
        hint,
      });
    }
  }
  return problems;
}

/** Indices of points to try first: all of a small plan; of a large one the first and last of each arm. */
function pointsToTry(stage: Stage): number[] {
  if (stage.points <= mostTried) return Array.from({ length: stage.points }, (_, index) => index);
  const arms = stage.arms.length;
  const few = Math.min(stage.points, Math.max(2 * arms, mostTried));
  const spread = Array.from({ length: few }, (_, i) => Math.floor((i * (stage.points - 1)) / (few - 1)));
  return [...new Set([...stage.arms.keys(), ...spread])];
}

/** The first point of every arm: what the columns follow from. */
const armsAlone = ({ id, arms }: Stage): number[] => (id === 'runs' ? [...arms.keys()] : []);

/** Scenarios that have been tried, by what is set in them. */
type Tried = Map<string, Result<Scenario>>;

/** Factors that formulas alone use set nothing: such points are one scenario. */
async function loadOnce(overrides: readonly Override[], document: unknown, tried: Tried) {
  const set = JSON.stringify(overrides);
  const loaded = tried.get(set) ?? (await loadDocument(document, { overrides }));
  tried.set(set, loaded);
  return loaded;
}

/**
 * The arms that are tried over the space, without those that are wrong: these are told when they are tried.
 */
async function armsOfSpace({ arms, space }: Experiment, document: unknown, tried: Tried) {
  const found: ArmScenario[] = [];
  for (const arm of arms) {
    if (space?.arms?.includes(arm.id) === false || Object.keys(arm.set).length === 0) continue;
    const overrides = Object.entries(arm.set).map(([path, value]) => ({ path, value }));
    const loaded = await loadOnce(overrides, document, tried);
    if (loaded.ok) found.push({ arm, scenario: loaded.value });
  }
  return found;
}

/** Values of a point that are told; where it has more, those that a problem is about. */
const mostTold = 6;

/** The point at which there are problems, in words. */
function placeText(stage: Stage, point: Point, problems: readonly Problem[], document: unknown): string {
  const { id: arm } = point.arm;
  const all = valuesAt(stage, point);
  if (all.length === 0) return `arm ${arm}`;
  const about = new Set(
    stage.factors
      .filter(({ paths }) => paths.some((path) => problems.some((one) => touches(path, one.path, document))))
      .map(({ id }) => id),
  );
  const told = all.length <= mostTold ? all : all.filter(({ id }) => about.has(id)).slice(0, mostTold);
  if (told.length === 0) return `arm ${arm} at point ${point.index} of the ${partWords[stage.id]}`;
  return `arm ${arm} where ${told.map(({ id, value }) => `${id} = ${value}`).join(', ')}`;
}

/** What a point is one of. */
const partWords = { runs: 'design', space: 'space' } as const;

/** Whether two paths name the same place, or one a place around that of the other. */
function touches(one: string, other: string, document: unknown): boolean {
  const [a, b] = [one, other].map((path) => placeIn(path, document) ?? []);
  const length = Math.min(a.length, b.length);
  return length > 0 && a.slice(0, length).every((step, i) => String(step) === String(b[i]));
}

async function tryPoints(
  stages: readonly Stage[],
  document: unknown,
  choose: (stage: Stage) => number[],
  tried: Tried,
): Promise<{ readonly ok: true; readonly value: Scenario[] } | ({ readonly ok: false } & JobProblems)> {
  const scenarios: Scenario[] = [];
  for (const stage of stages) {
    for (const index of choose(stage)) {
      const point = stage.point(index);
      const loaded = await loadOnce(point.overrides, document, tried);
      if (!loaded.ok) {
        const { problems } = loaded;
        return { ok: false, file: placeText(stage, point, problems, document), problems };
      }
      if (stage.id === 'runs' && index < stage.arms.length) scenarios.push(loaded.value);
    }
  }
  return { ok: true, value: scenarios };
}

function keyOf(
  experiment: Experiment,
  columns: Columns,
  scenarios: readonly Scenario[],
  stages: readonly Stage[],
): string {
  const { arms, factors, design, firstSeed, seeds, series, stop, space } = experiment;
  const spread = stages.find(({ id }) => id === 'space');
  const parts = {
    engineVersion,
    rulesVersion,
    scenarios: scenarios.map(({ digest }) => digest),
    arms: arms.map(({ id, set }) => ({ id, set })),
    factors,
    design,
    firstSeed,
    seeds,
    series,
    block: stop?.every,
    // Of the space only what its points follow from.
    space:
      space === undefined
        ? undefined
        : {
            samples: samplesOf(space),
            seed: space.seed,
            arms: space.arms,
            ranges: space.ranges,
            firstSeed: spread?.firstSeed,
            seeds: spread?.seeds,
          },
    columns,
  };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

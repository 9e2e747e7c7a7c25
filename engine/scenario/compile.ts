/**
 * Compiles a valid, canonical scenario to what runs share: indices instead of ids, typed arrays instead of
 * objects, utilities tabulated once. Parties and issues stand in code-unit order of their ids, so their order
 * in the file never matters.
 */
import { assert } from '../codes.ts';
import type { CompiledExpression } from '../preferences/expressions.ts';
import { tabulateScores } from '../preferences/scores.ts';
import type {
  ExpressionMetric,
  Mechanism,
  Phase,
  PlacedMechanism,
  PlacedStrategy,
  Protocol,
  Scenario,
  Strategy,
} from '../run/contract.ts';
import { coreSlices } from '../run/core-slices.ts';
import { entityId } from '../run/draws.ts';
import { initialBytes, layoutSlices, type SliceSpec } from '../run/slices.ts';
import type { PartyFile, ScenarioFile } from './schema.ts';

/** What is registered: built-in protocols, mechanisms and strategies, and those of plugins. */
export interface Registry {
  readonly protocols: readonly Protocol[];
  readonly mechanisms: readonly Mechanism[];
  readonly strategies: readonly Strategy[];
}

function byId<Entry extends { readonly id: string }>(entries: readonly Entry[], id: string): Entry {
  const entry = entries.find((candidate) => candidate.id === id);
  assert(entry !== undefined, `${id} is not registered; validation should have refused it`);
  return entry;
}

/** One number of every party, as an array. */
function column(file: ScenarioFile, value: (party: PartyFile) => number): Float64Array {
  return Float64Array.from(file.parties, value);
}

/** One number of every party and issue. */
function matrix(file: ScenarioFile, value: (party: PartyFile, issue: string) => number): Float64Array {
  return Float64Array.from(
    file.parties.flatMap((party) => file.issues.map((issue) => value(party, issue.id))),
  );
}

function ladders(file: ScenarioFile) {
  const stride = Math.max(...file.issues.map((issue) => issue.options.length));
  const position = new Float64Array(file.issues.length * stride);
  const optionIds = file.issues.map((issue) => issue.options.map((option) => option.id));
  file.issues.forEach((issue, k) => {
    issue.options.forEach((option, o) => {
      position[k * stride + o] = option.position ?? o / (issue.options.length - 1);
    });
  });
  const reversion = Int32Array.from(file.issues, (issue, k) =>
    issue.reversion === undefined ? 0 : optionIds[k].indexOf(issue.reversion),
  );
  return { stride, position, optionIds, reversion };
}

/** Λ·s_ik·(a_k − x_ik)² of every option: (party × issues + issue) × stride + option. */
function tabulateLoss(file: ScenarioFile, position: Float64Array, stride: number): Float64Array {
  const issues = file.issues.length;
  const loss = new Float64Array(file.parties.length * issues * stride);
  file.parties.forEach((party, i) => {
    file.issues.forEach((issue, k) => {
      for (let o = 0; o < issue.options.length; o++) {
        const gap = position[k * stride + o] - party.ideal[issue.id];
        loss[(i * issues + k) * stride + o] = file.utility.distance * party.salience[issue.id] * gap * gap;
      }
    });
  });
  return loss;
}

/** What the utility model tabulates: everything of a utility but depth and reliability. */
function tabulateUtility(file: ScenarioFile, position: Float64Array, stride: number, reversion: Int32Array) {
  if (file.utility.model === 'scores') return tabulateScores(file, stride);
  const { utility } = file;
  const loss = tabulateLoss(file, position, stride);
  return {
    loss,
    benefitRate: column(file, (party) => utility.operations * party.benefit),
    costRate: column(file, (party) => party.cost * (1 + utility.capacityCost * (1 - party.readiness))),
    voiceTerm: column(file, (party) => utility.voice * (party.voice - 0.5)),
    reversionUtility: reversionUtilities(file, loss, reversion, stride),
  };
}

/** d_i = −Λ·L_i(reversion) + λ_V·(voice_i − ½) (correction C1; clubs are not part of this version). */
function reversionUtilities(file: ScenarioFile, loss: Float64Array, reversion: Int32Array, stride: number) {
  const issues = file.issues.length;
  return Float64Array.from(file.parties, (party, i) => {
    let utility = file.utility.voice * (party.voice - 0.5);
    for (let k = 0; k < issues; k++) utility -= loss[(i * issues + k) * stride + reversion[k]];
    return utility;
  });
}

function redLines(file: ScenarioFile, optionIds: readonly (readonly string[])[]) {
  const issues = file.issues.length;
  const lowest = new Int32Array(file.parties.length * issues);
  const highest = new Int32Array(file.parties.length * issues);
  file.parties.forEach((party, i) => {
    file.issues.forEach((issue, k) => {
      const line = party.redLines[issue.id];
      lowest[i * issues + k] = line?.atLeast === undefined ? 0 : optionIds[k].indexOf(line.atLeast);
      highest[i * issues + k] =
        line?.atMost === undefined ? optionIds[k].length - 1 : optionIds[k].indexOf(line.atMost);
    });
  });
  return { lowest, highest };
}

/** A one for each option from the lowest to the highest. */
function bitsBetween(lowest: number, highest: number): number {
  let bits = 0;
  for (let option = lowest; option <= highest; option++) bits |= 1 << option;
  return bits;
}

function placePhases(file: ScenarioFile, registry: Registry): Phase[] {
  return file.phases.map((phase) => ({
    id: phase.id,
    title: phase.title ?? phase.id,
    protocol: byId(registry.protocols, phase.protocol),
    parameters: phase.with,
    rounds: phase.rounds,
    ticks: phase.ticks,
  }));
}

/** The scenario’s mechanisms, in the order of the registry: the order in which they act in a tick. */
function placeMechanisms(file: ScenarioFile, registry: Registry): PlacedMechanism[] {
  const world = file.world as Record<string, Record<string, unknown> | undefined>;
  const placed: PlacedMechanism[] = [];
  for (const mechanism of registry.mechanisms) {
    const parameters = world[mechanism.id];
    if (parameters !== undefined) placed.push({ mechanism, parameters });
  }
  return placed;
}

function placeStrategies(file: ScenarioFile, registry: Registry): PlacedStrategy[] {
  return file.parties.map((party) => {
    const fallback = party.id === file.chair ? 'compromise-chair' : 'time-dependent';
    const strategy = byId(registry.strategies, party.strategy?.use ?? fallback);
    return { strategy, parameters: strategy.parameters.parse(party.strategy?.with ?? {}) };
  });
}

function declaredSlices(
  phases: readonly Phase[],
  mechanisms: readonly PlacedMechanism[],
  strategies: readonly PlacedStrategy[],
): SliceSpec[] {
  const protocols = new Set(phases.map((phase) => phase.protocol));
  const memory = Math.max(0, ...strategies.map((placed) => placed.strategy.memory));
  return [
    ...coreSlices,
    ...[...protocols].flatMap((protocol) => protocol.slices),
    ...mechanisms.flatMap((placed) => placed.mechanism.slices),
    {
      name: 'strategy.memory',
      type: 'f64',
      per: 'party',
      size: memory,
      visible: 'own',
      doc: 'what a seat’s strategy remembers',
    },
  ];
}

/** Transparency of monitoring and openness of the table, where the scenario has them. */
function transparencies(phases: readonly Phase[], mechanisms: readonly PlacedMechanism[]) {
  const monitoring = mechanisms.flatMap(
    ({ mechanism, parameters }) => mechanism.provides?.monitoring?.(parameters) ?? [],
  );
  const openness = phases.flatMap(({ protocol, parameters }) => protocol.openness?.(parameters) ?? []);
  return { monitoring: monitoring[0] ?? 0, openness: openness[0] ?? 0 };
}

/**
 * Compiles a canonical scenario.
 *
 * @param file a scenario that passed `parseScenario` and `canonicalScenario`
 * @param digest SHA-256 of the canonical JSON
 * @param compileMetric compiles the expression of a metric; needed only when the scenario has some
 */
export function compileScenario(
  file: ScenarioFile,
  digest: string,
  registry: Registry,
  compileMetric: (source: string) => CompiledExpression,
): Scenario {
  const { stride, position, optionIds, reversion } = ladders(file);
  const { lowest, highest } = redLines(file, optionIds);
  const phases = placePhases(file, registry);
  const mechanisms = placeMechanisms(file, registry);
  const strategies = placeStrategies(file, registry);
  const layout = layoutSlices(
    declaredSlices(phases, mechanisms, strategies),
    file.parties.length,
    file.issues.length,
  );
  const isState = Uint8Array.from(file.parties, (party) => (party.kind === 'state' ? 1 : 0));
  const { utility } = file;
  return Object.freeze({
    file,
    digest,
    partyCount: file.parties.length,
    issueCount: file.issues.length,
    partyIds: file.parties.map((party) => party.id),
    issueIds: file.issues.map((issue) => issue.id),
    optionIds,
    optionCount: Int32Array.from(optionIds, (options) => options.length),
    stride,
    position,
    depthWeight: Float64Array.from(file.issues, (issue) => issue.depth),
    ...tabulateUtility(file, position, stride, reversion),
    isState,
    states: Int32Array.from(file.parties.flatMap((party, i) => (party.kind === 'state' ? [i] : []))),
    chair: file.chair === undefined ? -1 : file.parties.findIndex((party) => party.id === file.chair),
    entity: Int32Array.from(file.parties, (party) => entityId(party.stream ?? party.id)),
    weight: column(file, (party) => party.weight),
    capability: column(file, (party) => party.capability),
    stake: column(file, (party) => party.stake),
    influence: column(file, (party) => party.influence),
    readiness: column(file, (party) => party.readiness),
    cost: column(file, (party) => party.cost),
    patience: column(file, (party) => party.patience),
    margin: column(file, (party) => party.margin),
    concession: column(file, (party) => party.concession),
    opening: column(file, (party) => party.opening),
    opinion: column(file, (party) => party.opinion),
    bar: column(file, (party) => party.bar),
    lobbying: column(file, (party) => party.lobbying),
    ideal: matrix(file, (party, issue) => party.ideal[issue]),
    salience: matrix(file, (party, issue) => party.salience[issue]),
    acceptable: lowest.map((from, at) => bitsBetween(from, highest[at])),
    lowestOption: lowest,
    highestOption: highest,
    reversion,
    noise: utility.noise,
    ...transparencies(phases, mechanisms),
    decision: file.rules.decision,
    entryIntoForce: file.rules.entryIntoForce,
    phases,
    mechanisms,
    strategies,
    metrics: file.metrics.map(
      (metric): ExpressionMetric => ({
        id: metric.id,
        title: metric.title,
        source: metric.expression,
        expression: compileMetric(metric.expression),
      }),
    ),
    layout,
    initial: initialBytes(layout),
  });
}

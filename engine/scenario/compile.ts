/**
 * Compiles a valid, canonical scenario to what runs share: indices instead of ids, typed arrays instead of
 * objects, utilities tabulated once. Parties and issues stand in code-unit order of their ids, so their order
 * in the file never matters.
 */
import { calendarFrom } from '../calendar.ts';
import { assert } from '../codes.ts';
import type { CompiledExpression } from '../preferences/expressions.ts';
import type { Nesting } from '../preferences/nesting.ts';
import { tabulateScores } from '../preferences/scores.ts';
import { contenders, nearestTable } from '../preferences/utility.ts';
import { oncePer } from '../remember.ts';
import type {
  Audience,
  ExpressionMetric,
  Forum,
  ForumFile,
  Group,
  Mechanism,
  Phase,
  PlacedMechanism,
  PlacedStrategy,
  Protocol,
  Scenario,
  Strategy,
  Table,
} from '../run/contract.ts';
import { coreSlices } from '../run/core-slices.ts';
import { entityId } from '../run/draws.ts';
import { liveSliceNames, liveSlices, movedBy } from '../run/live-columns.ts';
import { initialBytes, layoutSlices, type SliceSpec } from '../run/slices.ts';
import { answerWidth } from '../run/subjects.ts';
import { placeClubs } from './clubs.ts';
import { type AdditionalProtocol, normalForce } from './normal-force.ts';
import { normalRule, type RuleContext } from './normal-rule.ts';
import { openingOpinions, placePublics } from './publics.ts';
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

/** How the issues nest; the outer ones come before those inside them. */
function nestingOf(
  file: ScenarioFile,
  optionIds: readonly (readonly string[])[],
  reversion: Int32Array,
): Nesting {
  const indexOf = new Map(file.issues.map((issue, k) => [issue.id, k]));
  const outer = Int32Array.from(file.issues, ({ within }) =>
    within === undefined ? -1 : (indexOf.get(within.issue) ?? -1),
  );
  const holders = Int32Array.from(file.issues, ({ within }, k) => {
    let bits = 0;
    for (const id of within?.options ?? []) bits |= 1 << optionIds[outer[k]].indexOf(id);
    return bits;
  });
  const depth = (k: number): number => (outer[k] < 0 ? 0 : 1 + depth(outer[k]));
  const inner = file.issues.flatMap((_, k) => (outer[k] < 0 ? [] : [k]));
  inner.sort((a, b) => depth(a) - depth(b) || a - b);
  return { inner: Int32Array.from(inner), outer, holders, reversion };
}

/** 1 for issues on which a party may join with a reservation. */
function reservable(file: ScenarioFile): Uint8Array {
  const { permitted } = file.rules.reservations;
  return Uint8Array.from(file.issues, ({ id }) =>
    permitted === 'all' || (Array.isArray(permitted) && permitted.includes(id)) ? 1 : 0,
  );
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
    transfer: new Float64Array(file.parties.length),
    reversionUtility: reversionUtilities(file, loss, reversion, stride),
  };
}

/** −Λ·L_i(reversion) + λ_V·(voice_i − ½): what today’s practice is worth (correction C1). */
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

function placePhases(file: ScenarioFile, registry: Registry, forums: readonly PlacedForum[]): Phase[] {
  return file.phases.map((phase, index) => ({
    id: phase.id,
    title: phase.title ?? phase.id,
    protocol: byId(registry.protocols, phase.protocol),
    parameters: phase.with,
    forums: childrenFirst(forums.filter((placed) => placed.phase === index).map(({ forum }) => forum)),
    rounds: phase.rounds,
    ticks: phase.ticks,
  }));
}

/** A forum with the phase that sets it up. */
interface PlacedForum {
  readonly phase: number;
  readonly forum: Forum;
}

/** A mask over `ids`: 1 for those that `chosen` names. */
function maskOf(ids: readonly string[], chosen: readonly string[]): Uint8Array {
  return Uint8Array.from(ids, (id) => (chosen.includes(id) ? 1 : 0));
}

/** Issues, members and parents as indices; audiences of the groups of the scenario come first. */
function placeForums(file: ScenarioFile, registry: Registry): PlacedForum[] {
  const given = file.phases.flatMap((phase, index) => {
    const forums = byId(registry.protocols, phase.protocol).forums?.(phase.with) ?? [];
    return forums.map((forum, slot) => ({ forum, slot, phase: index }));
  });
  const parties = file.parties.map(({ id }) => id);
  const indexOf = (id: string, phase: number): number =>
    given.findIndex((other) => other.phase === phase && other.forum.id === id);
  return given.map(({ forum, phase, slot }, index) => ({
    phase,
    forum: {
      index,
      slot,
      id: forum.id,
      title: forum.title,
      isMember: maskOf(parties, membersOf(file, forum)),
      hasIssue: maskOf(
        file.issues.map(({ id }) => id),
        forum.issues,
      ),
      pen: parties.indexOf(forum.chair),
      parent: forum.parent === undefined ? -1 : indexOf(forum.parent, phase),
      isClosed: forum.isClosed,
      observers: forum.observers,
      audience: file.groups.length + 2 * index,
    },
  }));
}

/** Ids of the parties a forum names: a group, or all states. */
function membersOf(file: ScenarioFile, { members }: ForumFile): readonly string[] {
  if (members !== 'all') return file.groups.find(({ id }) => id === members)?.members ?? [];
  return file.parties.filter(({ kind }) => kind === 'state').map(({ id }) => id);
}

/** A group returns its text before its parent does; otherwise they keep the order of the file. */
function childrenFirst(forums: readonly Forum[]): Forum[] {
  const depth = (forum: Forum): number => {
    const parent = forums.find(({ index }) => index === forum.parent);
    return parent === undefined ? 0 : 1 + depth(parent);
  };
  return [...forums].sort((a, b) => depth(b) - depth(a) || a.index - b.index);
}

/** The conference itself, as the forum to which all others report. */
function plenaryOf(file: ScenarioFile): Forum {
  return {
    index: -1,
    slot: -1,
    id: 'plenary',
    title: 'the plenary',
    isMember: new Uint8Array(file.parties.length).fill(1),
    hasIssue: new Uint8Array(file.issues.length).fill(1),
    pen: file.parties.findIndex(({ id }) => id === file.chair),
    parent: -1,
    isClosed: false,
    observers: true,
    audience: -1,
  };
}

/** Who hears what is said in each group, and in each forum without and with observers. */
function placeAudiences(file: ScenarioFile, forums: readonly PlacedForum[]): Audience[] {
  const groups = file.groups.map(({ id, title, members }) => ({ id, title, members }));
  const sitting = forums.flatMap(({ forum }) => {
    const { id, title, isMember, pen } = forum;
    const inside = file.parties.filter((_, i) => isMember[i] === 1 || i === pen).map((party) => party.id);
    const observers = file.parties.filter((party) => party.kind !== 'state' && party.id !== file.chair);
    const outside = observers.map((party) => party.id).filter((party) => !inside.includes(party));
    return [
      { id, title, members: inside },
      { id, title, members: [...inside, ...outside] },
    ];
  });
  return [...groups, ...sitting];
}

function placeGroups(file: ScenarioFile): Group[] {
  const indexOf = new Map(file.parties.map((party, index) => [party.id, index]));
  return file.groups.map((group) => {
    const members = Int32Array.from(group.members, (id) => indexOf.get(id) ?? -1).sort();
    const isMember = new Uint8Array(file.parties.length);
    for (const member of members) isMember[member] = 1;
    const spokesperson = group.spokesperson === undefined ? -1 : (indexOf.get(group.spokesperson) ?? -1);
    return { id: group.id, title: group.title, members, isMember, spokesperson };
  });
}

function placeTables(file: ScenarioFile): Table[] {
  return file.tables.map(({ id, title, unit, values }) => ({
    id,
    title,
    unit,
    values: Float64Array.from(file.parties, (party) => values[party.id] ?? Number.NaN),
  }));
}

/**
 * The rules in their normal forms, and which instrument each party may join: −1 the treaty, else a
 * protocol.
 */
function placeRules(file: ScenarioFile, isState: Uint8Array, context: RuleContext) {
  const { decision, procedure, named, entryIntoForce, additionalProtocols } = file.rules;
  const joins = additionalProtocols.map(
    (protocol) => context.groups.find((group) => group.id === protocol.joins)?.isMember ?? new Uint8Array(0),
  );
  const instrument = Int32Array.from(isState, (_, party) => joins.findIndex((mask) => mask[party] === 1));
  const eligible = (of: number) => isState.map((is, party) => (instrument[party] === of ? is : 0));
  return {
    decision: decision.map((rule) => normalRule(rule, context)),
    procedure: normalRule(procedure, context),
    namedRules: Object.fromEntries(
      Object.entries(named).map(([id, rule]) => [id, normalRule(rule, context)]),
    ),
    entryIntoForce: normalForce(entryIntoForce, eligible(-1), context),
    additionalProtocols: additionalProtocols.map(
      ({ id, title, entryIntoForce: rule }, of): AdditionalProtocol => ({
        id,
        title,
        joins: joins[of],
        rule: normalForce(rule, eligible(of), context),
      }),
    ),
    instrument,
    calendar: calendarFrom(file.calendar?.start),
  };
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

/** The id of the strategy that a party plays. */
export function strategyIdOf({ chair }: Pick<ScenarioFile, 'chair'>, { id, strategy }: PartyFile): string {
  return strategy?.use ?? (id === chair ? 'compromise-chair' : 'time-dependent');
}

function placeStrategies(file: ScenarioFile, registry: Registry): PlacedStrategy[] {
  return file.parties.map((party) => {
    const strategy = byId(registry.strategies, strategyIdOf(file, party));
    return { strategy, parameters: strategy.parameters.parse(party.strategy?.with ?? {}) };
  });
}

/** Slices of what the phases switch on by their parameters. */
function optionalSlices(phases: readonly Phase[]): SliceSpec[] {
  return phases.flatMap(({ protocol, parameters }) =>
    (protocol.options ?? []).filter(({ isOn }) => isOn(parameters)).flatMap(({ slices }) => slices),
  );
}

const memorySlice = 'strategy.memory';

/** Names of all slices that a scenario can have, whatever it switches on. */
const sliceNames = oncePer(({ protocols, mechanisms }: Registry): readonly string[] => {
  const optional = protocols.flatMap(({ options = [] }) => options.flatMap(({ slices }) => slices));
  const specs = [
    ...coreSlices,
    ...[...protocols, ...mechanisms].flatMap(({ slices }) => slices),
    ...optional,
  ];
  return [...new Set([...specs.map(({ name }) => name), ...liveSliceNames, memorySlice])];
});

function declaredSlices(
  phases: readonly Phase[],
  mechanisms: readonly PlacedMechanism[],
  strategies: readonly PlacedStrategy[],
): SliceSpec[] {
  const protocols = new Set(phases.map((phase) => phase.protocol));
  const memory = Math.max(0, ...strategies.map((placed) => placed.strategy.memory));
  return [
    ...coreSlices,
    // Protocols that know the same thing share its declarations, and so do mechanisms.
    ...new Set([...[...protocols].flatMap((protocol) => protocol.slices), ...optionalSlices(phases)]),
    ...new Set(mechanisms.flatMap((placed) => placed.mechanism.slices)),
    {
      name: memorySlice,
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
  const forums = placeForums(file, registry);
  const phases = placePhases(file, registry, forums);
  const mechanisms = placeMechanisms(file, registry);
  const strategies = placeStrategies(file, registry);
  const publics = placePublics(file);
  const tables = tabulateUtility(file, position, stride, reversion);
  const nesting = nestingOf(file, optionIds, reversion);
  const depthWeight = Float64Array.from(file.issues, (issue) => issue.depth);
  const { clubs, without } = placeClubs(file, {
    tables: { ...tables, issueCount: file.issues.length, stride, position, depthWeight },
    nesting,
    optionIds,
    lowest,
    highest,
    today: tables.reversionUtility,
  });
  const columns = {
    ...tables,
    reversionUtility: without,
    opinion: openingOpinions(file, publics),
    bar: column(file, (party) => party.bar),
    readiness: column(file, (party) => party.readiness),
    margin: column(file, (party) => party.margin),
  };
  const movers = [...phases.map(({ protocol }) => protocol), ...mechanisms.map(({ mechanism }) => mechanism)];
  const moved = movedBy(movers);
  const layout = layoutSlices(
    [...declaredSlices(phases, mechanisms, strategies), ...liveSlices(moved, columns)],
    file.parties.length,
    file.issues.length,
    sliceNames(registry),
  );
  const isState = Uint8Array.from(file.parties, (party) => (party.kind === 'state' ? 1 : 0));
  const states = Int32Array.from(file.parties.flatMap((party, i) => (party.kind === 'state' ? [i] : [])));
  const weight = column(file, (party) => party.weight);
  const groups = placeGroups(file);
  const numbers = placeTables(file);
  const context = { partyCount: file.parties.length, states, weight, groups, tables: numbers };
  const { utility } = file;
  const issueCount = file.issues.length;
  const optionCount = Int32Array.from(optionIds, (options) => options.length);
  const acceptable = lowest.map((from, at) => bitsBetween(from, highest[at]));
  const areRatesMoved = moved.includes('benefitRate') || moved.includes('costRate');
  return Object.freeze({
    file,
    digest,
    partyCount: file.parties.length,
    issueCount,
    partyIds: file.parties.map((party) => party.id),
    issueIds: file.issues.map((issue) => issue.id),
    optionIds,
    optionCount,
    answerWidth: answerWidth(file.issues.length),
    groups,
    clubs,
    tables: numbers,
    plenary: plenaryOf(file),
    forums: forums.map(({ forum }) => forum),
    audiences: placeAudiences(file, forums),
    stride,
    position,
    nearest: nearestTable(position, stride, optionCount),
    depthWeight,
    ...columns,
    // Where rates move in a run, any option may become the best.
    contenders: areRatesMoved
      ? acceptable
      : contenders({ ...columns, issueCount, optionCount, stride, position, depthWeight, acceptable }),
    isState,
    states,
    chair: file.chair === undefined ? -1 : file.parties.findIndex((party) => party.id === file.chair),
    entity: Int32Array.from(file.parties, (party) => entityId(party.stream ?? party.id)),
    weight,
    capability: column(file, (party) => party.capability),
    stake: column(file, (party) => party.stake),
    influence: column(file, (party) => party.influence),
    cost: column(file, (party) => party.cost),
    patience: column(file, (party) => party.patience),
    concession: column(file, (party) => party.concession),
    opening: column(file, (party) => party.opening),
    lobbying: column(file, (party) => party.lobbying),
    commit: column(file, (party) => party.commit ?? 0),
    byExecutive: Uint8Array.from(file.parties, (party) => (party.ratifiesBy === 'executive' ? 1 : 0)),
    publics,
    ideal: matrix(file, (party, issue) => party.ideal[issue]),
    salience: matrix(file, (party, issue) => party.salience[issue]),
    acceptable,
    lowestOption: lowest,
    highestOption: highest,
    reversion,
    nesting,
    reservable: reservable(file),
    dissociations: file.rules.dissociation.permitted ? file.rules.dissociation.most : 0,
    noise: utility.noise,
    ...transparencies(phases, mechanisms),
    ...placeRules(file, isState, context),
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
    moved,
    layout,
    initial: initialBytes(layout),
  });
}

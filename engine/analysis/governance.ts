/**
 * The failure and success states of governance (the model’s metric M22, rows S-263 to S-266): for each of
 * four rows whether a run stands at failure, in between, or at success. Everything is computed from what the
 * public knows, so that a screen, a page and a batch cannot differ.
 *
 *   data management      share of data and audits in shared registries ≥ .5
 *   industry engagement  binding public-private partnership × compliance ≥ .5
 *   public role          literacy × voice ≥ .35
 *   outcome              1 − fragmentation ≥ .6 and anticipation ≥ .5
 *
 * What the engine measures stands for what the model asks for:
 *
 *   share in registries  mean level of `registries` and `data-sharing` as last told (within .05) × share of
 *                        the weight that is bound: nobody else’s data are in them
 *   partnership          share of the firms that endorse the agreement; it binds while it is in force
 *   compliance           share of the published reports that say “kept”, undetected breaches among them
 *   literacy             missing: no mechanism measures what citizens know. What they can know stands for
 *                        it: the openness of the table, and the transparency of monitoring once the
 *                        agreement binds anybody
 *   voice                mean `voice` of the NGOs; who was not invited has none
 *   1 − fragmentation    chance that two units of weight drawn at random live under the same rules: those of
 *                        the agreement for who is bound, and each state’s own for the others. Equation 25
 *                        with distance 1 between any two sets of rules
 *   anticipation         missing: no mechanism brings crises that can be pre-empted. The share of the
 *                        failures reported so far which the party told itself, before an audit found them,
 *                        stands for it
 *
 * The model gives one threshold a row. That failure lies below half of it is a proposal of this file. A row
 * is not measured where the scenario lacks an input of it.
 */
import type { OperationalSystem } from '../rules/operational-systems.ts';
import type { ScenarioView } from '../run/visibility.ts';
import type { RunView } from './fold.ts';

/** Where a row stands. */
export type GovernanceVerdict = 'failure' | 'mixed' | 'success';

/** One number of a row. */
export interface GovernanceMeasure {
  /** What it is, in words. */
  readonly words: string;
  /** In [0, 1]; NaN while there is nothing to measure, such as before the first report. */
  readonly value: number;
  /** Success begins here. */
  readonly threshold: number;
}

/** A row of the table at a point of a run. */
export interface GovernanceState {
  readonly row: GovernanceRow;
  readonly measures: readonly GovernanceMeasure[];
  /** Undefined when the row is not measured, or not yet. */
  readonly verdict: GovernanceVerdict | undefined;
  /** Why there is no verdict. */
  readonly missing: string | undefined;
}

/** Something with what the rows need of its scenario. */
interface Scenario {
  readonly scenario: Pick<ScenarioView, 'parties' | 'world' | 'phases'>;
}

/** What the rows need to know of a run. */
export interface GovernanceFacts extends Scenario {
  /** Whether the agreement is in force for a state. */
  isBound(index: number, id: string): boolean;
  isInvited(index: number, id: string): boolean;
  endorses(index: number, id: string): boolean;
  /** Level of an operational system as last told. */
  level(system: OperationalSystem): number;
  /** Published reports so far; concealed failures are among those that could not. */
  readonly reports: {
    readonly kept: number;
    readonly couldNot: number;
    readonly wouldNot: number;
    readonly concealed: number;
  };
}

/** A row of the table. */
export interface GovernanceRow {
  readonly id: 'data' | 'industry' | 'public' | 'outcome';
  readonly title: string;
  /** Id of the metric that gives its verdict as a number. */
  readonly metric: string;
  readonly source: string;
  /** What failure and success look like. */
  readonly failure: string;
  readonly success: string;
  /** What its numbers are, for the reference. */
  readonly summary: string;
  /** Mechanisms without which it is not measured. */
  readonly of: readonly string[];
  /** What of the scenario is missing for it, in words; undefined when all is there. */
  lacks(of: Scenario): string | undefined;
  measures(facts: GovernanceFacts): readonly GovernanceMeasure[];
}

/** Failure lies below this share of a threshold. */
const failureShare = 0.5;

const isOn = ({ scenario }: Scenario, mechanism: string): boolean =>
  scenario.world[mechanism as keyof typeof scenario.world] != null;

type Kind = ScenarioView['parties'][number]['kind'];

/** Sum over the parties of a kind. */
function sumOf(
  { scenario }: Scenario,
  kind: Kind,
  of: (party: ScenarioView['parties'][number], index: number) => number,
): number {
  let sum = 0;
  scenario.parties.forEach((party, index) => {
    if (party.kind === kind) sum += of(party, index);
  });
  return sum;
}

const countOf = (of: Scenario, kind: Kind): number => sumOf(of, kind, () => 1);

/** Share of the weight of the states for which the agreement is in force. */
function boundShare(facts: GovernanceFacts): number {
  const bound = sumOf(facts, 'state', ({ id, weight }, index) => (facts.isBound(index, id) ? weight : 0));
  return bound / sumOf(facts, 'state', ({ weight }) => weight);
}

/** Chance that two units of weight live under the same rules. */
function likeness(facts: GovernanceFacts): number {
  const whole = sumOf(facts, 'state', ({ weight }) => weight);
  const together = boundShare(facts);
  const apart = sumOf(facts, 'state', ({ id, weight }, index) =>
    facts.isBound(index, id) ? 0 : (weight / whole) * (weight / whole),
  );
  return together * together + apart;
}

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : Number.NaN);

/** Share of the firms that endorse the agreement × share of the reports that say “kept”. */
function keptWithFirms(facts: GovernanceFacts): number {
  const bound = boundShare(facts);
  const endorsing = sumOf(facts, 'firm', ({ id }, index) => (facts.endorses(index, id) ? 1 : 0));
  // Where nothing binds or nobody takes part, no report would change it.
  if (bound === 0 || endorsing === 0) return 0;
  const { kept, couldNot, wouldNot } = facts.reports;
  return (endorsing / countOf(facts, 'firm')) * share(kept, kept + couldNot + wouldNot);
}

/** The openness of the first phase that has one. */
function opennessOf({ scenario }: Scenario): number {
  for (const phase of scenario.phases) {
    const openness = (phase.with as { readonly openness?: unknown } | undefined)?.openness;
    if (typeof openness === 'number') return openness;
  }
  return Number.NaN;
}

/** What citizens can know × how far those who speak for them are heard. */
function informedVoice(facts: GovernanceFacts): number {
  const { transparency } = facts.scenario.world['compliance'] as { readonly transparency: number };
  const known = boundShare(facts) > 0 ? transparency : opennessOf(facts);
  const voice = sumOf(facts, 'ngo', ({ id, voice = 0 }, index) => (facts.isInvited(index, id) ? voice : 0));
  return known * (voice / countOf(facts, 'ngo'));
}

/** Share of the failures so far that parties told themselves. */
function foreseen(facts: GovernanceFacts): number {
  const { couldNot, wouldNot, concealed } = facts.reports;
  return share(couldNot - concealed, couldNot + wouldNot);
}

const noCompliance = 'this scenario does not monitor compliance';

/** The four rows. */
export const governanceRows: readonly GovernanceRow[] = [
  {
    id: 'data',
    title: 'Data management',
    metric: 'governanceData',
    source: 'model S-263, M22a',
    failure: 'siloed national investments',
    success: 'collaborative registries',
    summary: 'share of data and audits in shared registries, success from .5',
    of: ['operations'],
    lacks: (facts) => (isOn(facts, 'operations') ? undefined : 'this scenario has no operational layer'),
    measures: (facts) => [
      {
        words: 'share of data and audits in shared registries',
        value: ((facts.level('registries') + facts.level('data-sharing')) / 2) * boundShare(facts),
        threshold: 0.5,
      },
    ],
  },
  {
    id: 'industry',
    title: 'Industry engagement',
    metric: 'governanceIndustry',
    source: 'model S-264, M22b',
    failure: 'weak accountability without policy support',
    success: 'robust public-private governance',
    summary: 'share of firms that endorse what binds × share of reports that say kept, success from .5',
    of: ['compliance'],
    lacks: (facts) => {
      if (countOf(facts, 'firm') === 0) return 'this scenario has no firms';
      return isOn(facts, 'compliance') ? undefined : noCompliance;
    },
    measures: (facts) => [
      {
        words: 'share of firms that endorse it, times share of reports that say kept',
        value: keptWithFirms(facts),
        threshold: 0.5,
      },
    ],
  },
  {
    id: 'public',
    title: 'Public role',
    metric: 'governancePublic',
    source: 'model S-265, M22c',
    failure: 'excluded, uninformed citizens',
    success: 'citizens as informed participants',
    summary:
      'what citizens can know (openness of the table, later transparency of monitoring; literacy is not ' +
      'measured) × voice of the NGOs at the table, success from .35',
    of: ['compliance'],
    lacks: (facts) => {
      if (countOf(facts, 'ngo') === 0) return 'this scenario has no NGOs';
      return isOn(facts, 'compliance') ? undefined : noCompliance;
    },
    measures: (facts) => [
      {
        words: 'what citizens can know, times how far NGOs are heard',
        value: informedVoice(facts),
        threshold: 0.35,
      },
    ],
  },
  {
    id: 'outcome',
    title: 'Outcome',
    metric: 'governanceOutcome',
    source: 'model S-266, M22d',
    failure: 'fragmented, reactive regulation',
    success: 'proactive, coordinated governance',
    summary:
      'chance that two units of weight live under the same rules, success from .6, and share of the ' +
      'failures that parties told themselves (crises that are pre-empted are not measured), from .5',
    of: ['compliance'],
    lacks: (facts) => (isOn(facts, 'compliance') ? undefined : noCompliance),
    measures: (facts) => [
      { words: 'chance that two live under the same rules', value: likeness(facts), threshold: 0.6 },
      { words: 'share of failures told before they were found', value: foreseen(facts), threshold: 0.5 },
    ],
  },
];

/**
 * Where numbers stand: failure when one lies below half of its threshold, success when all reach theirs.
 * Undefined when one is unknown and might decide.
 */
export function governanceVerdict(measures: readonly GovernanceMeasure[]): GovernanceVerdict | undefined {
  const reached = measures.map(({ value, threshold }) => value / threshold);
  if (reached.some((part) => part < failureShare)) return 'failure';
  if (reached.some(Number.isNaN)) return undefined;
  return reached.every((part) => part >= 1) ? 'success' : 'mixed';
}

/** A verdict as the metrics have it: −1, 0 or 1; NaN without one. */
export function governanceNumber(verdict: GovernanceVerdict | undefined): number {
  return verdict === undefined ? Number.NaN : { failure: -1, mixed: 0, success: 1 }[verdict];
}

/** The state of one row. */
export function governanceState(row: GovernanceRow, facts: GovernanceFacts): GovernanceState {
  const lacking = row.lacks(facts);
  if (lacking !== undefined) return { row, measures: [], verdict: undefined, missing: lacking };
  const measures = row.measures(facts);
  const verdict = governanceVerdict(measures);
  const missing = verdict === undefined ? 'nothing has been reported yet that would tell' : undefined;
  return { row, measures, verdict, missing };
}

/** Whether any row is measured in runs of a scenario. */
export function isGoverned(scenario: Scenario['scenario']): boolean {
  return governanceRows.some((row) => row.lacks({ scenario }) === undefined);
}

/** What a view of a run knows. */
function factsOf(view: RunView): GovernanceFacts {
  const reports = { kept: 0, couldNot: 0, wouldNot: 0, concealed: 0 };
  for (const { id, complied, failed, detections } of view.parties.values()) {
    reports.kept += complied;
    reports.couldNot += failed - detections;
    reports.wouldNot += detections;
    for (const { act } of view.acts.get(id) ?? []) if (act === 'concealment') reports.concealed++;
  }
  return {
    scenario: view.scenario,
    isBound: (_, id) => view.parties.get(id)?.boundRound !== undefined,
    isInvited: (_, id) => view.parties.get(id)?.invited === true,
    endorses: (_, id) => view.parties.get(id)?.endorses === true,
    level: (system) => view.operations[system] ?? 0,
    reports,
  };
}

/**
 * The state of governance in a view of a run, row by row.
 *
 * @example `governanceOf(foldEvents(scenario, events, 30)).map(({ row, verdict }) => [row.id, verdict])`
 */
export function governanceOf(view: RunView): GovernanceState[] {
  const facts = factsOf(view);
  return governanceRows.map((row) => governanceState(row, facts));
}

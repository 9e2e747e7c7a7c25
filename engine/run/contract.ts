/**
 * The contracts between the run loop and what plugs into it: protocols, strategies, world mechanisms and
 * questions. Types only: whoever implements one imports nothing of the loop at run time.
 */
import type * as z from 'zod';
import type { Calendar } from '../calendar.ts';
import type { CompiledExpression } from '../preferences/expressions.ts';
import type { PreferenceTables } from '../preferences/utility.ts';
import type { Club } from '../scenario/clubs.ts';
import type { AdditionalProtocol, ForceRule } from '../scenario/normal-force.ts';
import type { NormalRule } from '../scenario/normal-rule.ts';
import type { Finding } from '../scenario/problems.ts';
import type { Publics } from '../scenario/publics.ts';
import type { PhaseFile, ScenarioFile } from '../scenario/schema.ts';
import type { RunKey } from './draws.ts';
import type { LiveColumn } from './live-columns.ts';
import type { SliceLayout, SliceSpec, Slices } from './slices.ts';

/** Parameters of a protocol, mechanism or strategy after validation: plain JSON. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A phase of a compiled scenario. */
export interface Phase {
  readonly id: string;
  readonly title: string;
  readonly protocol: Protocol;
  readonly parameters: Parameters;
  /** The groups that meet in it, children before their parents. */
  readonly forums: readonly Forum[];
  /** At most this many rounds. */
  readonly rounds: number;
  /** World ticks that pass at the end of each round. */
  readonly ticks: number;
}

/** A world mechanism with its parameters. */
export interface PlacedMechanism {
  readonly mechanism: Mechanism;
  readonly parameters: Parameters;
}

/** A strategy with its parameters, as one seat uses it. */
export interface PlacedStrategy {
  readonly strategy: Strategy;
  readonly parameters: Parameters;
}

/** A metric that a scenario defines by an expression over the built-in ones. */
export interface ExpressionMetric {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly expression: CompiledExpression;
}

/** A named subset of the parties: permanent members, a bloc, an annex. */
export interface Group {
  readonly id: string;
  readonly title: string;
  /** Indices of the members, rising. */
  readonly members: Int32Array;
  /** 1 for members, by party. */
  readonly isMember: Uint8Array;
  /** Who speaks for it, −1 when nobody does. */
  readonly spokesperson: number;
}

/** A group that a protocol sets up, as its parameters name it: ids are those of the scenario. */
export interface ForumFile {
  readonly id: string;
  readonly title: string;
  /** A group of the scenario, or `all` states. */
  readonly members: string;
  readonly issues: readonly string[];
  /** Party that facilitates: it holds the pen. */
  readonly chair: string;
  /** Group it reports to; the plenary unless given. */
  readonly parent?: string | undefined;
  /** Whether what is said in it stays in it until it returns its text. */
  readonly isClosed: boolean;
  readonly observers: ObserverRule;
}

/** Whether parties without a vote sit in: for good, never, or unless a third of the states object. */
export type ObserverRule = boolean | 'unless-a-third-objects';

/** Where a text is worked on: who sits there, which issues it may touch, who holds the pen, who may watch. */
export interface Forum {
  /** Place in the scenario's list, −1 for the plenary. */
  readonly index: number;
  /** Place among the groups of its phase. */
  readonly slot: number;
  readonly id: string;
  readonly title: string;
  /** 1 for those who sit in it and speak, by party; observers that are let in come on top. */
  readonly isMember: Uint8Array;
  /** 1 for its issues; what a group below it holds comes back to it later. */
  readonly hasIssue: Uint8Array;
  /** Party that holds the pen, −1 for nobody. */
  readonly pen: number;
  /** Index of the forum it returns its text to, −1 for the plenary. */
  readonly parent: number;
  readonly isClosed: boolean;
  readonly observers: ObserverRule;
  /** Index in `audiences` of those who sit in it; the next one is with observers. */
  readonly audience: number;
}

/** Parties that hear what is said among them: the members of a group, those who sit in a forum. */
export interface Audience {
  readonly id: string;
  readonly title: string;
  readonly members: readonly string[];
}

/** A number of every party that has one: population, emissions, contributions. */
export interface Table {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** By party; NaN where the table has no number. */
  readonly values: Float64Array;
}

/**
 * A scenario compiled to indices and typed arrays: frozen, and shared by all runs of a batch. Parties and
 * issues are numbered in code-unit order of their ids.
 */
export interface Scenario extends PreferenceTables {
  readonly file: ScenarioFile;
  /** SHA-256 of the canonical scenario, in hexadecimal. */
  readonly digest: string;
  readonly partyCount: number;
  readonly partyIds: readonly string[];
  readonly issueIds: readonly string[];
  readonly optionIds: readonly (readonly string[])[];
  /** Integers in the answer of a seat. */
  readonly answerWidth: number;
  /** Groups and tables, in code-unit order of their ids. */
  readonly groups: readonly Group[];
  readonly tables: readonly Table[];
  /** Agreements that some parties can fall back on, in code-unit order of their ids. */
  readonly clubs: readonly Club[];
  /** The conference as a whole: everybody, every issue, the chair's pen. */
  readonly plenary: Forum;
  /** The groups of all phases, in their order. */
  readonly forums: readonly Forum[];
  /** Of each group, then of each forum without and with observers. */
  readonly audiences: readonly Audience[];
  /** 1 for states, which vote and ratify. */
  readonly isState: Uint8Array;
  /** Indices of the states. */
  readonly states: Int32Array;
  /** Index of the chair, −1 when there is none. */
  readonly chair: number;
  /** Key of each party's draws. */
  readonly entity: Int32Array;
  readonly weight: Float64Array;
  readonly capability: Float64Array;
  /** S_i: absolute scale of a party's saliences. */
  readonly stake: Float64Array;
  readonly influence: Float64Array;
  readonly readiness: Float64Array;
  readonly cost: Float64Array;
  readonly patience: Float64Array;
  readonly margin: Float64Array;
  readonly concession: Float64Array;
  readonly opening: Float64Array;
  readonly opinion: Float64Array;
  readonly bar: Float64Array;
  readonly lobbying: Float64Array;
  /** How far commitments outlive a change of government, in [0, 1]. */
  readonly commit: Float64Array;
  /** 1 for states that accept a treaty by executive agreement. */
  readonly byExecutive: Uint8Array;
  /** The publics at home, as they are at the start. */
  readonly publics: Publics;
  /** x_ik: party × issues + issue. */
  readonly ideal: Float64Array;
  /** s_ik: party × issues + issue. */
  readonly salience: Float64Array;
  /** Lowest and highest option inside the red lines: party × issues + issue. */
  readonly lowestOption: Int32Array;
  readonly highestOption: Int32Array;
  /** Today's practice, an option of each issue. */
  readonly reversion: Int32Array;
  /** 1 for issues on which a party may join with a reservation. */
  readonly reservable: Uint8Array;
  /** Most issues from which a party may dissociate itself when it joins a consensus; 0 when it may not. */
  readonly dissociations: number;
  /** d_i: utility of no agreement, the best club included (correction C1). */
  readonly reversionUtility: Float64Array;
  /** σ of the judgement noise. */
  readonly noise: number;
  /**
   * τ: transparency of monitoring, and openness of the table, both in [0, 1]; 0 where nothing says otherwise.
   */
  readonly monitoring: number;
  readonly openness: number;
  /** The rules of adoption, in the order in which they are tried. */
  readonly decision: readonly NormalRule[];
  /** What decides questions of procedure. */
  readonly procedure: NormalRule;
  /** The scenario’s other rules, by name. */
  readonly namedRules: Readonly<Record<string, NormalRule>>;
  readonly entryIntoForce: ForceRule;
  readonly additionalProtocols: readonly AdditionalProtocol[];
  /** What each party may join: −1 the treaty, else the place of an additional protocol. */
  readonly instrument: Int32Array;
  /** What months the ticks are. */
  readonly calendar: Calendar;
  readonly phases: readonly Phase[];
  readonly mechanisms: readonly PlacedMechanism[];
  readonly strategies: readonly PlacedStrategy[];
  readonly metrics: readonly ExpressionMetric[];
  /** Columns that the phases and mechanisms move in a run; `run.scenario` shows where they stand. */
  readonly moved: readonly LiveColumn[];
  readonly layout: SliceLayout;
  /** Bytes every run starts from. */
  readonly initial: Uint8Array;
}

/**
 * One run: the mutable arrays and the few functions that act on them. Everything that decides the future is
 * in the slices, the seed and the inputs.
 */
export interface Run extends Slices {
  /** The scenario as it stands in this run: what mechanisms move (`moved`) is read from the run’s slices. */
  readonly scenario: Scenario;
  /** Position of the loop; indices in `loop-position.ts`. */
  readonly loop: Int32Array;
  /** Key of the draws of the current round. */
  key: RunKey;
  /**
   * Number of the turn whose seats are being asked, 0 at all other times. While it stands, nothing that a
   * seat can see changes: what an observation has worked out in a turn holds to its end. Not part of the
   * state.
   */
  asking: number;
  /**
   * Number of the stretch of a round in which nobody’s expectations change, negative between steps. What
   * follows from trust and from who is expected is worked out once in it. Rounds, ticks, acts and `expect`
   * begin a new one. Not part of the state.
   */
  moment: number;
  /**
   * Grows whenever anybody’s trust may have moved: mean trust is worked out anew then, and only then. The
   * mechanism that provides it counts its moves here. Not part of the state.
   */
  trustMoves: number;
  /** The answers of the current turn. */
  readonly answers: Int32Array;
  /** Emits one numeric record: kind, seat (−1 for none) and three integers. */
  emit(kind: number, seat: number, a: number, b: number, c: number): void;
  /** Emits one numeric record that carries a double and an integer. */
  emitNumber(kind: number, seat: number, value: number, c: number): void;
  /** One uniform draw in (0, 1), keyed by stream, party and round; `k` tells several of one turn apart. */
  uniform(stream: number, party: number, k?: number): number;
  /**
   * One uniform draw of the world in (0, 1), keyed by stream, party and tick, however ticks fall into rounds.
   */
  tickUniform(stream: number, party: number): number;
  /** One standard normal draw, by inversion of one uniform. */
  normal(stream: number, party: number, k?: number): number;
  /** Sends an event to a party's statechart; true when a transition was taken. */
  sendParty(party: number, event: number, value?: number, other?: number): boolean;
  /** Sends an event to the chair's statechart. */
  sendChair(event: number): boolean;
  /** Sends an event to the agreement's statechart. */
  sendAgreement(event: number): boolean;
  /** Sends an event to the statechart of the assembly’s meeting. */
  sendMeeting(event: number): boolean;
  /** ρ_i(M): how far a party expects the members (a mask over parties) to keep the agreement. */
  reliability(party: number, members: Int32Array): number;
  /** Sets whether a party is expected to join and keep the agreement: the only way to write that slice. */
  expect(party: number, isExpected: boolean): void;
  /**
   * Says that something behind utilities or reliabilities has changed outside `onTick`, `onAct` and `expect`,
   * which say so themselves: what was worked out of it is worked out anew.
   */
  noteChange(): void;
  /** Mean trust of a party in the others, in (0, 1); ½ when no trust mechanism is on. */
  meanTrust(party: number): number;
  /** Tells the world that a party did something others can see; `act` is an index of `acts`. */
  act(actor: number, act: number): void;
  /** Depth of the text in [0, 1]. */
  textDepth(): number;
  /** Utility of the text for a party, without what it has reserved, given who is expected to keep it. */
  textUtility(party: number): number;
  /**
   * Emits the terms of the text’s utility for a party, as `textUtility` last gave it, that can change in a
   * run, then the reliability behind it. The others, voice and the party’s limit, are told when the run
   * starts.
   */
  explainUtility(party: number): void;
}

/** A kind of question, from the closed vocabulary that every protocol asks from. */
export interface QuestionKind {
  readonly id: string;
  /** The question as a person reads it. */
  readonly prompt: string;
  /** Form of the answer as JSON, for a scenario. */
  schema(scenario: Scenario): z.ZodType;
  /** Integers an answer takes: at most `answerWidth` of the scenario. */
  encode(scenario: Scenario, answer: unknown, into: Int32Array, at: number): void;
  decode(scenario: Scenario, from: Int32Array, at: number): unknown;
}

/** The seats asked in one turn; the protocol fills it, the loop asks. */
export interface Turn {
  /** Number of seats asked. */
  count: number;
  /** Seats asked, in the order in which their answers are applied. */
  readonly seats: Int32Array;
  /** Index of the question kind for all seats of the turn. */
  question: number;
  /**
   * What the question is about: a `Subject` and its two numbers. The text as a whole unless `toAct` says
   * otherwise; the loop puts it in the slice `turn.subject`, where all seats see it.
   */
  readonly subject: Int32Array;
}

/** How a round ended for its phase. */
export type RoundEnd = 'next-round' | 'phase-over' | 'run-over';

/** One line of a table of rulings: what a protocol does in a situation, for whoever knows the procedure. */
export interface Ruling {
  readonly situation: string;
  readonly ruling: string;
  readonly source: string;
}

/** Something that a phase may switch on by its parameters, with what it keeps. */
export interface ProtocolOption {
  isOn(parameters: Parameters): boolean;
  readonly slices: readonly SliceSpec[];
}

/** A negotiation protocol: one object in one file. */
export interface Protocol {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Published source of the procedure. */
  readonly source: string;
  readonly parameters: z.ZodObject;
  readonly slices: readonly SliceSpec[];
  /** Slices that it needs in phases with some parameters only; in others they cost nothing. */
  readonly options?: readonly ProtocolOption[];
  /** Columns of the scenario that it moves, as mechanisms do; it calls `run.noteChange` when it has. */
  readonly moves?: readonly LiveColumn[];
  /** Kinds of question it asks. */
  readonly asks: readonly string[];
  /** How open the table is to the public at home, in [0, 1], in a phase with these parameters. */
  openness?(parameters: Parameters): number;
  /** What it cannot do without: a chair, a phase of another protocol before it, or none of one before it. */
  readonly needs?: { readonly chair?: boolean; readonly before?: string; readonly notAfter?: string };
  /** Protocols whose work it does too, with these parameters: phases that need one of them may follow it. */
  standsFor?(parameters: Parameters): readonly string[];
  /** The groups that a phase with these parameters sets up. */
  forums?(parameters: Parameters): readonly ForumFile[];
  /** Faults of a phase that its schema cannot see, said before any run starts; paths start at the phase. */
  check?(phase: PhaseFile, file: ScenarioFile): readonly Finding[];
  /** Whether the phase has anything to do; it is skipped when not. By default it has. */
  isNeeded?(run: Run, phase: Phase): boolean;
  /** Called once when the phase starts. */
  begin(run: Run, phase: Phase): void;
  /**
   * Fills `turn` with the seats to ask next; false when the round has no further turn. A turn may ask nobody:
   * it is applied all the same.
   */
  toAct(run: Run, phase: Phase, turnIndex: number, turn: Turn): boolean;
  /** Code of the refusal for an answer of a person, or undefined when it is legal. */
  legal(run: Run, phase: Phase, turn: Turn, seat: number): string | undefined;
  /** Applies the answers of a turn, all given on the same state, in the order of `turn.seats`. */
  apply(run: Run, phase: Phase, turnIndex: number, turn: Turn): void;
  /** Called when the round's turns are over, before the world advances. */
  endRound(run: Run, phase: Phase): RoundEnd;
}

/** What a seat may know; the strategies' only window on the run. */
export interface Observation {
  readonly seat: number;
  readonly scenario: PublicScenario;
  readonly own: OwnPreferences;
  /** Share of the talks that is over, in [0, 1]. */
  progress(): number;
  /** ln of `progress`, −∞ at the start. */
  progressLog(): number;
  /** Tick of the world. */
  tick(): number;
  /** δ^(t/12): what a gain is worth to this seat now, tick t, beside one at the start. */
  discount(): number;
  /** Option of the text on an issue. */
  text(issue: number): number;
  /** Whether an issue is provisionally closed. */
  closed(issue: number): boolean;
  /** Option a party supports, −1 when it supports none yet. */
  support(party: number, issue: number): number;
  /** Mean distance of the others’ supported options from the text, over parties and issues; 0 without any. */
  othersDistance(): number;
  /**
   * Option on an issue that this seat last named on its own account: in a bloc or a group it may support
   * another. −1 before it has named one.
   */
  stand(issue: number): number;
  /** Whether a party objected to an issue in the last round. */
  objected(party: number, issue: number): boolean;
  /** Place of an issue in a party's public ranking, from 0; −1 when it has not ranked. */
  rank(party: number, issue: number): number;
  /** Whether a party sits at the table and may speak. */
  present(party: number): boolean;
  /** Mean trust of this seat in the others. */
  meanTrust(): number;
  /** Trust of this seat in another party, in (0, 1); ½ when no trust mechanism is on. */
  trust(party: number): number;
  /** Utility of the text for this seat, given who is expected to keep it. */
  textUtility(): number;
  /** Utility of this seat's best package with the same members. */
  bestUtility(): number;
  /** The option of an issue nearest to a place on its ladder. */
  nearest(issue: number, place: number): number;
  /** Whether an issue is on the agenda. */
  admitted(issue: number): boolean;
  /** Whether an issue stands in the text: one inside another does only while the other has a place for it. */
  stands(issue: number): boolean;
  /** Today’s practice on an issue. */
  reversion(issue: number): number;
  /**
   * Utility of the text for this seat if it joins with reservations to the issues whose flags begin at `at`;
   * −Infinity when what is left still crosses a red line.
   */
  utilityReserving(flags: Int32Array, at: number): number;
  /** What moving the text to the option nearest to this seat's ideal would gain on one issue. */
  gainFromIdeal(issue: number): number;
  /** What moving the text to an option would gain on one issue; negative when it would lose. */
  gainFrom(issue: number, option: number): number;
  /** Whether an option lies inside this seat's red lines on its issue. */
  isAcceptable(issue: number, option: number): boolean;
  /** What this turn's question is about: the kind of subject (place 0) and its two numbers. */
  subject(place: 0 | 1 | 2): number;
  /** Whether the question is about an issue: on the agenda, and with the group that asks. */
  concerns(issue: number): boolean;
  /** Whether a party sits in the group that asks; everybody sits in the plenary. */
  sits(party: number): boolean;
  /** Option on an issue in the move this seat is asked to ratify, −1 when there is none. */
  offer(issue: number): number;
  /** Whether the text on an issue lies within this seat's instructions; always where there are none. */
  instructed(issue: number): boolean;
  /** Whether this seat may accept beyond its instructions, subject to its capital. */
  mayAcceptAdReferendum(): boolean;
  /**
   * A number of a public slice of integers, such as what a protocol keeps of its procedure; 0 where the
   * scenario has no such slice. A slice that is not public cannot be looked at.
   */
  look(slice: string, at: number): number;
  /** The same of a public slice of doubles. */
  measure(slice: string, at: number): number;
  /** Whether the text stays inside this seat's red lines on an issue. */
  insideRedLines(issue: number): boolean;
  /** The judgement noise ε of this seat in this round: the same for acceptance and for the vote. */
  noise(): number;
  /** Gain and expected loss of not complying, when asked to comply. */
  complianceGain(): number;
  complianceLoss(): number;
  /** A uniform draw of this seat. */
  uniform(stream: number): number;
  /** A number that this seat's strategy remembered, 0 before the first time. */
  recall(place: number): number;
  /** Keeps a number for later turns; part of the run's state, so that a strategy can be branched. */
  remember(place: number, value: number): void;
  /** Records a number behind the decision, so that “why?” has an answer. */
  explain(reason: number, value: number): void;
}

/** The public part of a compiled scenario. */
export type PublicScenario = Pick<
  Scenario,
  | 'partyCount'
  | 'issueCount'
  | 'optionCount'
  | 'position'
  | 'stride'
  | 'isState'
  | 'states'
  | 'chair'
  | 'weight'
  | 'capability'
  | 'monitoring'
  | 'openness'
  | 'reservable'
  | 'dissociations'
> & {
  /** The groups, in the scenario's order; their arrays are copies. */
  readonly groups: readonly Group[];
};

/** What a seat knows of itself. */
export interface OwnPreferences {
  readonly ideal: Float64Array;
  readonly salience: Float64Array;
  readonly lowestOption: Int32Array;
  readonly highestOption: Int32Array;
  readonly reversionUtility: number;
  readonly margin: number;
  readonly patience: number;
  readonly concession: number;
  readonly opening: number;
  readonly opinion: number;
}

/** Writes an answer as integers from `at` on. */
export type AnswerFunction = (
  observation: Observation,
  parameters: Parameters,
  answers: Int32Array,
  at: number,
) => void;

/** A strategy: one object in one file, answering kinds of question; kinds it leaves out take the default. */
export interface Strategy {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly parameters: z.ZodObject;
  /** Facts, tested to be true. */
  readonly facts: { readonly stochastic: boolean };
  /** Doubles of memory it keeps. */
  readonly memory: number;
  readonly answers: Readonly<Record<string, AnswerFunction>>;
}

/** A world mechanism: one object in one file. Absent ones cost nothing. */
export interface Mechanism {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly parameters: z.ZodObject;
  readonly slices: readonly SliceSpec[];
  /** What it adds to the metrics of a run. */
  readonly metrics?: readonly Metric[];
  /** Columns of the scenario that it moves: it writes them in the slices `party.<column>`. */
  readonly moves?: readonly LiveColumn[];
  /** Faults of its parameters that their schema cannot see, said before any run starts; paths start there. */
  check?(parameters: Parameters, file: ScenarioFile): readonly Finding[];
  /** Prepares the slices at the start of a run. */
  begin?(run: Run, parameters: Parameters): void;
  /** Advances the world by one tick. */
  onTick?(run: Run, parameters: Parameters): void;
  /**
   * Whether its ticks run on to the horizon when the conference is over: for what happens in the world
   * whether or not anybody negotiates. What parties do under a treaty, or only when asked, ends with the
   * phases.
   */
  readonly goesOn?: boolean;
  /** Reacts to an act that others can see. */
  onAct?(run: Run, parameters: Parameters, actor: number, act: number): void;
  /** Whether delegations wait for it to give them a mandate; without such a mechanism they come with one. */
  readonly givesMandates?: boolean;
  /** What it provides to the rest of the run; it may change in `onTick` and `onAct` only. */
  readonly provides?: {
    /**
     * ρ_i(M), given each party’s stake in the agreement: the part of its voting weight that it will keep, if
     * it is a member, and 0 of all others.
     */
    reliability?(run: Run, parameters: Parameters, party: number, stakes: Float64Array): number;
    /** Kept until the mechanism adds to `run.trustMoves`. */
    meanTrust?(run: Run, parameters: Parameters, party: number): number;
    /** τ: how transparent monitoring is, in [0, 1]. */
    monitoring?(parameters: Parameters): number;
  };
}

/** A built-in metric of a run. */
export interface Metric {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly summary: string;
  /**
   * The value, or NaN when it does not apply to this run, such as the tick of an adoption that never came.
   */
  compute(run: Run): number;
  /** Costs more than a run may: computed only when a caller or a metric of the scenario asks for it. */
  readonly onRequest?: true;
  /** Mechanisms that it is about: it does not apply to scenarios without any of them. */
  readonly of?: readonly string[];
  /** Slice that it reads, where a phase must switch it on: it does not apply to scenarios without it. */
  readonly reads?: string;
}

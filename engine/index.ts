/**
 * Plenary’s engine: the one public door. Pure TypeScript without Node, DOM, clock or global randomness; runs
 * in Node, in workers and in browsers.
 *
 * @example
 * ```ts
 * const loaded = await loadScenario(text);
 * if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
 * const play = createPlay(loaded.value, { seed: 7, keepRecords: true });
 * play.toEnd();
 * console.log(runDigest(play, 7), decodeEvents(loaded.value, play.recorder.records()).length);
 * ```
 */
export { charts } from './agents/index.ts';
export { type BlocsView, blocsAt, blocsOf, type PairView } from './analysis/blocs.ts';
export { compromiseOutcome, lossFrom, weightOnIssue } from './analysis/compromise.ts';
export {
  type ExplainedDecision,
  type ExplainedIssue,
  type ExplainedTerm,
  type Explanation,
  explainParty,
} from './analysis/explain.ts';
export {
  emptyView,
  foldEvent,
  foldEvents,
  type IssueState,
  type PartyState,
  type RoundPoint,
  type RunView,
  trustBetween,
} from './analysis/fold.ts';
export type { BlocView } from './analysis/fold-blocs.ts';
export type {
  MeetingView,
  MotionView,
  ProposalView,
  SpeakerView,
  VoteView,
} from './analysis/fold-meeting.ts';
export { computeMetrics, idleMetrics, metricIds, metrics, requestedMetrics } from './analysis/metrics.ts';
export {
  type OutcomeSpace,
  outcomeSpace,
  type Placement,
  placePackage,
} from './analysis/outcomes/analyse.ts';
export { type Game, gameOfScenario, gameOfScores } from './analysis/outcomes/game.ts';
export { pivotalParties } from './analysis/outcomes/pivotal.ts';
export { type Solution, type SolutionPoint, solutions } from './analysis/outcomes/points.ts';
export {
  type Situation,
  type Standing,
  situationOfPackage,
  situationOfRun,
  standingOf,
  statesIn,
} from './analysis/situation.ts';
export {
  type Answer,
  type Change,
  dissenters,
  type Payer,
  type Remedy,
  whatWouldItTake,
} from './analysis/what-would-it-take.ts';
export {
  agreementWithin,
  type Choice,
  type Portion,
  type WinSet,
  type WinSets,
  winSets,
} from './analysis/win-sets.ts';
export { assert, type Code, codes, Fault, type Refusal, refuse } from './codes.ts';
export { type Imported, type ImportOptions, importPositions } from './interchange/positions.ts';
export { limits } from './limits.ts';
export { type LoadOptions, loadDocument, loadScenario, schemaOf } from './load.ts';
export { type Ruling, rulings } from './protocols/rulings/index.ts';
export { Question, type QuestionId, questions } from './questions/index.ts';
export { promptFor, type SubjectView, viewSubject, wordsOfMotion } from './questions/subject-text.ts';
export { builtIn, builtInSchema } from './registry.ts';
export {
  ballotsCarry,
  type ExplainedDecisionRule,
  explainDecision,
  ruleCalled,
} from './rules/decision.ts';
export { entryIntoForce, explainThresholds } from './rules/entry-into-force.ts';
export { fractionText, toNumber } from './rules/power/fraction.ts';
export { type ExactPower, exactPower, powerOf } from './rules/power/indices.ts';
export { forceWords, ruleWords } from './rules/rule-words.ts';
export { type ActName, acts } from './run/acts.ts';
export {
  type Branched,
  type BranchOptions,
  branchPlay,
  branchRecord,
  capturePlay,
  checkBranch,
  type PlayState,
  type RunOrigin,
  resumePlay,
} from './run/branch.ts';
export type {
  Mechanism,
  Metric,
  Observation,
  Phase,
  Protocol,
  QuestionKind,
  Run,
  Scenario,
  Strategy,
  Turn,
} from './run/contract.ts';
export { configurationText, createDecoder, type Decoder, decodeEvents } from './run/decode.ts';
export { diffRecords, type RecordDiff, type SettingDifference } from './run/diff.ts';
export { SeedError, seedText } from './run/draws.ts';
export {
  type EventName,
  type EventOf,
  type EventSpec,
  events,
  type Field,
  type ReasonName,
  type RunEvent,
  reasons,
} from './run/events.ts';
export { type Branch, branchInputs, type Input } from './run/inputs.ts';
export { Loop, type Outcome, outcomes } from './run/loop-position.ts';
export { FloorAction, Motion, type MotionName, motions } from './run/motions.ts';
export {
  createPlay,
  type OpenQuestion,
  type Play,
  type PlayOptions,
  type Snapshot,
  type Step,
} from './run/play.ts';
export {
  formatRecord,
  makeRecord,
  type RecordOptions,
  type RecordStatus,
  type RunRecord,
  roundChains,
  runDigest,
} from './run/record.ts';
export { type ParsedRecord, parseRecord, type RecordFault } from './run/record-file.ts';
export {
  type Divergence,
  type EventDivergence,
  playRecord,
  type ReplayOptions,
  type ReplayReport,
  replay,
} from './run/replay.ts';
export type { Visibility } from './run/slices.ts';
export type { Difference, EventDifference } from './run/trace.ts';
export {
  maySee,
  maySeeEvent,
  type PartyView,
  partyVisibility,
  type ScenarioView,
  type Viewer,
  viewScenario,
} from './run/visibility.ts';
export { type Body, bodyOf, loadBody } from './scenario/body.ts';
export { canonicalJson, canonicalScenario, scenarioDigest } from './scenario/canonical.ts';
export type { Registry } from './scenario/compile.ts';
export { scenarioJsonSchema } from './scenario/json-schema.ts';
export { parseOverride } from './scenario/override-text.ts';
export type { Override } from './scenario/overrides.ts';
export { formatProblems, type Problem, type Result } from './scenario/problems.ts';
export type { IssueFile, PartyFile, PartyKind, PhaseFile, ScenarioFile } from './scenario/schema.ts';
export type { Amendment, AmendmentFate } from './text/amendments.ts';
export { diffRevisions, diffWords, type TextDiff, type WordChange } from './text/diff.ts';
export {
  type Article,
  articlesOf,
  bracketsIn,
  type Clause,
  type TextDocument,
  textDocument,
} from './text/document.ts';
export { type FinalClause, finalClauses } from './text/final-clauses.ts';
export { documentMarkdown, documentText, namesOf, segmentsText, type TextNames } from './text/render-text.ts';
export { lastRevision, type Revision, revisions, viewOfRevision } from './text/revisions.ts';
export type { Alternative, Bracket, ClauseStatus, Segment } from './text/segments.ts';
export { sourceOfRun, sourceOfView, type TextSource } from './text/source.ts';
export { engineVersion, rulesVersion } from './version.ts';

/**
 * Every maximum in one place. Each is checked before work starts, and exceeding it is a named problem
 * (`codes.ts`), never a slow run or a crash.
 */
export const limits = {
  /** Bytes of a scenario file as written. */
  scenarioBytes: 2_000_000,
  /** Aliases a YAML file may expand to; more is an alias bomb. */
  yamlAliases: 100,
  /** Nesting depth of a scenario file. */
  yamlDepth: 40,
  /** Words and marks (lexemes) of a YAML text; bounds the time to read it. */
  yamlLexemes: 400_000,
  /** Values in one document, aliases expanded. */
  documentValues: 200_000,
  /** Entries of one list or mapping of a document. */
  documentEntries: 5_000,
  parties: 250,
  /** Constituencies of one state. */
  constituencies: 8,
  issues: 30,
  optionsPerIssue: 32,
  phases: 40,
  roundsPerPhase: 600,
  /** World ticks (months) of one run. */
  ticks: 1200,
  metrics: 100,
  /** Groups of parties, and tables of numbers by party. */
  groups: 60,
  tables: 20,
  /** Clubs that parties can fall back on. */
  clubs: 20,
  /** Largest number of a table: its sums stay finite, and exact where the numbers are whole and few. */
  tableValue: 1e15,
  /** Most that a party can name or offer as a side payment, in utility. */
  payment: 100,
  /** Additional protocols of a treaty. */
  additionalProtocols: 4,
  /** Laboratories of the network, and the links that a file gives. */
  laboratories: 256,
  laboratoryEdges: 4096,
  /** Groups that meet in one phase. */
  groupsPerPhase: 30,
  /** Bytes of a record file that a viewer or a replay reads. */
  recordBytes: 64_000_000,
  /** Inputs (moves of people) in one record. */
  inputs: 100_000,
  /** Problems listed before the list is cut with a count of the rest. */
  problems: 200,
  /** Numeric records one run may emit; past it the run is faulted rather than endless. */
  recordsPerRun: 10_000_000,
  /** Characters of a seed text. */
  seedCharacters: 256,
  /**
   * Packages that an analysis of outcomes goes through one by one; larger spaces are searched by structure.
   */
  enumeratedPackages: 1_000_000,
  /** Players of a membership game whose coalitions are gone through one by one; larger games are searched. */
  enumeratedPlayers: 20,
  /** Points of a Pareto frontier that is worked out in full. */
  frontierPoints: 20_000,
  /** Comparisons of points that working out a frontier may take. */
  frontierComparisons: 20_000_000,
  /**
   * Nodes that counting the zone of possible agreement may visit, for up to 40 parties; fewer for more. Past
   * it the count says “at least”.
   */
  countNodes: 300_000,
  /** Nodes that the search for one solution point may visit; past it the result says that it is a bound. */
  searchNodes: 50_000,
} as const;

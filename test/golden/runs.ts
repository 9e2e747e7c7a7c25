/** The runs that golden files are kept of: every shipped scenario, protocol and strategy is in one. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  createPlay,
  decodeEvents,
  loadScenario,
  Loop,
  type Override,
  type Play,
  parseOverride,
  type RunEvent,
  runDigest,
  type Scenario,
} from '../../engine/index.ts';

/** A run to keep. */
export interface GoldenRun {
  /** Name of its files, without ending. */
  readonly name: string;
  readonly scenario: string;
  /** What a scenario that is not shipped is there to show: one protocol, or mechanisms of the world. */
  readonly shows?: 'protocol' | 'world';
  readonly seed: string;
  readonly sets: readonly string[];
}

/** The runs. */
export const goldenRuns: readonly GoldenRun[] = [
  { name: 'first-mandate-seed-7', scenario: 'first-mandate', seed: '7', sets: [] },
  {
    name: 'first-mandate-hardliners-seed-7',
    scenario: 'first-mandate',
    seed: '7',
    sets: ['norland', 'imara', 'solenna'].map((party) => `parties.${party}.strategy.use=hardliner`),
  },
  {
    name: 'first-mandate-breakdown-seed-2',
    scenario: 'first-mandate',
    seed: '2',
    sets: [
      'rules.decision[1].rule=unanimity',
      'parties.norland.strategy.use=hardliner',
      'parties.norland.benefit=0.3',
    ],
  },
  { name: 'security-council-ai-seed-1', scenario: 'security-council-ai', seed: '1', sets: [] },
  { name: 'council-ai-regulation-seed-1', scenario: 'council-ai-regulation', seed: '1', sets: [] },
  { name: 'general-assembly-laws-seed-1', scenario: 'general-assembly-laws', seed: '1', sets: [] },
  { name: 'fragmented-markets-seed-1', scenario: 'fragmented-markets', seed: '1', sets: [] },
  { name: 'tlatelolco-laws-seed-1', scenario: 'tlatelolco-laws', seed: '1', sets: [] },
  { name: 'cern-for-ai-seed-1', scenario: 'cern-for-ai', seed: '1', sets: [] },
  { name: 'aid-window-seed-1', scenario: 'aid-window', seed: '1', sets: [] },
  { name: 'climate-ledger-seed-1', scenario: 'climate-ledger', seed: '1', sets: [] },
  {
    name: 'first-mandate-instructions-seed-7',
    scenario: 'first-mandate',
    seed: '7',
    sets: ['world.instructions={"delay":1}'],
  },
  // Two levels: publics that a treaty must please, a veto, a window, elections, an executive agreement.
  {
    name: 'first-mandate-two-levels-seed-7',
    scenario: 'first-mandate',
    seed: '7',
    sets: [
      'parties.imara.constituencies=[{id: towns, title: The towns, weight: 0.6, opinion: 0.6},' +
        ' {id: uplands, title: The uplands, weight: 0.4, opinion: 0.35, exposure: 1.5, vetoBelow: 0.6}]',
      'parties.solenna.ratifiesBy=executive',
      'parties.norland.commit=0.8',
      'world.opinion={}',
      'world.home-limits={}',
      'world.elections={term: 18, recall: 0.5}',
      'world.ratification.window=12',
      'world.instructions={delay: 1}',
      'world.mandates.reviseAfter=2',
    ],
  },
  // Issues are closed one by one, and stay closed.
  {
    name: 'first-mandate-sequence-seed-7',
    scenario: 'first-mandate',
    seed: '7',
    sets: ['phases.bargaining.with.sequence=easy-first'],
  },
  // Who stays outside has a share of what the others agree on.
  {
    name: 'first-mandate-spill-over-seed-7',
    scenario: 'first-mandate',
    seed: '7',
    sets: ['world.spill-over={}'],
  },
  { name: 'review-conference-seed-1', scenario: 'review-conference', shows: 'protocol', seed: '1', sets: [] },
  { name: 'contact-groups-seed-1', scenario: 'contact-groups', shows: 'protocol', seed: '1', sets: [] },
  // The models of bargaining, each in the place of the single text or of the vote on it.
  ...(
    [
      ['silence', 'adoption', 'silence-procedure, rounds: 6, ticks: 0, with: {attempts: 2}'],
      ['pledges', 'bargaining', 'pledge-and-review, rounds: 12'],
      ['exchange', 'bargaining', 'position-exchange, rounds: 12'],
      ['challenge', 'bargaining', 'expected-utility-challenge, rounds: 8'],
    ] as const
  ).map(([name, phase, protocol]) => ({
    name: `first-mandate-${name}-seed-7`,
    scenario: 'first-mandate',
    seed: '7',
    sets: [`phases.${phase}={id: ${phase}, protocol: ${protocol}}`],
  })),
  {
    name: 'first-mandate-assembly-seed-7',
    scenario: 'first-mandate',
    seed: '7',
    sets: [
      'phases.bargaining={ id: bargaining, title: Debate in an assembly, protocol: assembly, rounds: 4 }',
      'phases.adoption=null',
    ],
  },
  { name: 'caucus-seed-1', scenario: 'caucus', shows: 'protocol', seed: '1', sets: [] },
  { name: 'bloc-to-bloc-seed-1', scenario: 'bloc-to-bloc', shows: 'protocol', seed: '1', sets: [] },
  // Blocs that form and dissolve in the talks.
  { name: 'coalitions-seed-2', scenario: 'coalitions', shows: 'world', seed: '2', sets: [] },
  { name: 'development-seed-1', scenario: 'development', shows: 'world', seed: '1', sets: [] },
];

/** Where the scenario of a golden run is. */
function fileOf(run: GoldenRun): string {
  const root = path.resolve(import.meta.dirname, '../..');
  if (run.shows === 'protocol') return path.join(root, `test/conformance/protocols/${run.scenario}.yaml`);
  if (run.shows === 'world') return path.join(root, `test/model/worlds/${run.scenario}.yaml`);
  return path.join(root, 'scenarios', run.scenario, 'scenario.yaml');
}

/** A golden run, played. */
export interface Played {
  readonly scenario: Scenario;
  readonly play: Play;
  readonly events: readonly RunEvent[];
  readonly digest: string;
  readonly draws: number;
}

function override(text: string): Override {
  const parsed = parseOverride(text);
  if (!parsed.ok) throw new Error(parsed.problems[0].message);
  return parsed.value;
}

/** Loads and plays a golden run. */
export async function playGolden(run: GoldenRun): Promise<Played> {
  const loaded = await loadScenario(readFileSync(fileOf(run), 'utf8'), { overrides: run.sets.map(override) });
  if (!loaded.ok) throw new Error(`${run.name}: ${JSON.stringify(loaded.problems)}`);
  const play = createPlay(loaded.value, { seed: run.seed, keepRecords: true });
  play.toEnd();
  if (play.fault !== undefined) throw play.fault;
  return {
    scenario: loaded.value,
    play,
    events: decodeEvents(loaded.value, play.recorder.records()),
    digest: runDigest(play, run.seed),
    draws: play.run.loop[Loop.draws],
  };
}

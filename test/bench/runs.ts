/** Whole runs of a scenario: nobody listening, with typed events, and what the digest costs of them. */
import type { Play, Scenario } from '../../engine/index.ts';
import { createChain, createPlay, decodeEvents, mixRecord } from './engine.ts';
import { interleave, type Measured, ratios, summarise } from './measure.ts';

/** What a run costs. */
export interface RunFigures {
  /** Runs a second on one core. */
  readonly bare: Measured;
  readonly withEvents: Measured;
  /** Share of the time without listener that mixing the records into the chain takes. */
  readonly digestShare: Measured;
  readonly recordsPerRun: number;
}

const runsPerBlock = 100;
const repetitions = 40;
const warmUp = 6;

function playNext(play: Play, seed: number): void {
  play.reset(seed);
  play.toEnd();
  if (play.fault !== undefined) throw play.fault;
}

/** Mixes as many records as were emitted; which numbers they hold makes no difference to the time. */
function mixRecords(count: number): void {
  const chain = createChain();
  for (let record = 0; record < count; record++) mixRecord(chain, 26, record, 3, -record, record, 7);
}

/**
 * Measures runs of many seeds. The digest cannot be switched off, so its cost is that of mixing as many
 * records again. The runs without listener come first and alone, as in a batch: once the compiler has seen a
 * second run in a process, it knows less about each.
 */
export function measureRuns(scenario: Scenario): RunFigures {
  const play = createPlay(scenario, { seed: 1 });
  let seed = 0;
  let records = 0;
  const unheard = interleave(
    {
      bare: () => {
        records = 0;
        for (let i = 0; i < runsPerBlock; i++) {
          playNext(play, ++seed);
          records += play.recorder.count();
        }
      },
      digest: () => mixRecords(records),
    },
    repetitions,
    warmUp,
  );
  const kept = createPlay(scenario, { seed: 1, keepRecords: true });
  let events = 0;
  const heard = interleave(
    {
      withEvents: () => {
        for (let i = 0; i < runsPerBlock; i++) {
          playNext(kept, ++seed);
          events += decodeEvents(scenario, kept.recorder.records()).length;
        }
      },
    },
    repetitions,
    warmUp,
  );
  if (events === 0) throw new Error('no events were decoded');
  const perSecond = (taken: readonly number[]) => summarise(taken.map((seconds) => runsPerBlock / seconds));
  return {
    bare: perSecond(unheard.bare),
    withEvents: perSecond(heard.withEvents),
    digestShare: ratios(unheard.digest, unheard.bare),
    recordsPerRun: records / runsPerBlock,
  };
}

/** Seconds of a run without listener, of one scenario. */
export interface NamedRuns {
  readonly scenario: Scenario;
  readonly runsPerBlock: number;
}

/**
 * Seconds a run of each scenario takes, all of them in turn. They come after first-mandate, so that the
 * compiler knows no more of them than in a process that plays several scenarios.
 */
export function measureScenarios<Name extends string>(
  scenarios: Readonly<Record<Name, NamedRuns>>,
): Record<Name, number[]> {
  const names = Object.keys(scenarios) as Name[];
  let seed = 0;
  const works = names.map((name) => {
    const { scenario, runsPerBlock: runs } = scenarios[name];
    const play = createPlay(scenario, { seed: 1 });
    const work = (): void => {
      for (let i = 0; i < runs; i++) playNext(play, ++seed);
    };
    return [name, work] as const;
  });
  const taken = interleave(Object.fromEntries(works) as Record<Name, () => void>, 12);
  const perRun = names.map((name) => [name, taken[name].map((s) => s / scenarios[name].runsPerBlock)]);
  return Object.fromEntries(perRun) as Record<Name, number[]>;
}

/**
 * One run of a scenario and the loop that plays it: phases, rounds, turns, ticks. The same loop serves a
 * batch, a live table and a replay; they differ in who listens and in whether people answer.
 */
import { agreementChart, chairChart, meetingChart, observerChart, stateChart } from '../agents/index.ts';
import { assert, Fault } from '../codes.ts';
import type { Phase, PlacedMechanism, RoundEnd, Run, Scenario } from './contract.ts';
import { createRun } from './create-run.ts';
import { type Chain, createChain, hashWords32 } from './digest.ts';
import { runKey, seedText } from './draws.ts';
import { EventKind, Reason } from './events.ts';
import type { Branch, Input } from './inputs.ts';
import { Loop, OutcomeIndex, Stage } from './loop-position.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { digestRows } from './slices.ts';
import { createTurns, type OpenQuestion } from './turns.ts';

export type { OpenQuestion } from './turns.ts';

/** How a run is started. */
export interface PlayOptions {
  /** A whole number or a text; the same seed gives the same run anywhere. */
  readonly seed: string | number;
  /** Moves of people, in their order. */
  readonly inputs?: readonly Input[];
  readonly branch?: Branch;
  /** Keep the records, so that events can be decoded. */
  readonly keepRecords?: boolean;
  /** Keep a digest of every slice at every round, as record files do. */
  readonly keepSliceDigests?: boolean;
  /** Called after every tick of the world, to look and not to touch: the run is the same without it. */
  readonly afterTick?: () => void;
}

/** What the loop did. */
export type Step = 'turn' | 'round' | 'awaiting' | 'over';

/** A point of a run to come back to: taken at the end of a round. */
export interface Snapshot {
  readonly bytes: Uint8Array;
  readonly chain: Chain;
  readonly round: number;
  /** The seed it was taken under, as text. */
  readonly seed: string;
}

/** A run with the loop that plays it. */
export interface Play {
  readonly run: Run;
  readonly scenario: Scenario;
  readonly recorder: Recorder;
  /**
   * The chain at the end of each round, one after the other; a chain has `recorder.chain.length` integers.
   */
  readonly roundChains: Int32Array;
  /** Digests of `digestRows`, an array a round; empty unless asked for. */
  readonly sliceDigests: readonly Int32Array[];
  readonly inputs: Input[];
  /** The seed, as text. */
  readonly seed: string;
  /** The error that ended the run, if one did. */
  readonly fault: Error | undefined;
  /** Plays until something a listener might care about has happened. */
  advance(): Step;
  /** Plays until the run is over or a person must answer; true when it is over. */
  toEnd(): boolean;
  /**
   * Why the rules of the phase do not allow an answer to the open question of a seat: a code, or undefined
   * when they do. The answer must have the form of the question.
   */
  refusalOf(seat: number, answer: unknown): string | undefined;
  /** Questions that wait for people; empty unless the last step was `awaiting`. */
  openQuestions(): readonly OpenQuestion[];
  /** Puts the run back to its start, for another seed: batches reuse one run. */
  reset(seed: string | number): void;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
}

/** The chain that every run starts with. */
const beginning = createChain();

/** Most rounds a scenario can have. */
export function roundLimit(scenario: Scenario): number {
  let rounds = 0;
  for (const phase of scenario.phases) rounds += phase.rounds;
  return rounds;
}

/** A new run at its start. */
export function createPlay(scenario: Scenario, options: PlayOptions): Play {
  const recorder = createRecorder(options.keepRecords ?? false);
  const inputs: Input[] = [...(options.inputs ?? [])];
  const branch = options.branch;
  let keyBefore = runKey(options.seed);
  let keyAfter = runKey(options.seed, branch?.replicate ?? 0);
  let seed = seedText(options.seed);
  let fault: Error | undefined;
  const run = createRun(scenario, recorder, keyBefore);
  const { loop } = run;
  const bytes = new Uint8Array(run.buffer);
  const turns = createTurns(run, inputs);
  const ticking: readonly PlacedMechanism[] = scenario.mechanisms.filter(({ mechanism }) => mechanism.onTick);
  const goingOn = ticking.filter(({ mechanism }) => mechanism.goesOn === true);
  const givesMandates = scenario.mechanisms.some(({ mechanism }) => mechanism.givesMandates);
  const chainLength = recorder.chain.length;
  const roundChains = new Int32Array((roundLimit(scenario) + 1) * chainLength);
  const sliceDigests: Int32Array[] = [];
  const rows = digestRows(scenario.layout);

  function start(): void {
    bytes.set(scenario.initial);
    run.trustMoves++;
    for (let party = 0; party < scenario.partyCount; party++) {
      const chart = scenario.isState[party] === 1 ? stateChart : observerChart;
      chart.statechart.initial(run.i32[chart.slice], party, run, party);
    }
    chairChart.statechart.initial(run.i32[chairChart.slice], 0, run, scenario.chair);
    agreementChart.statechart.initial(run.i32[agreementChart.slice], 0, run, -1);
    meetingChart.statechart.initial(run.i32[meetingChart.slice], 0, run, -1);
    tellConstants();
    for (const { mechanism, parameters } of scenario.mechanisms) mechanism.begin?.(run, parameters);
    if (!givesMandates) mandateEverybody();
    run.key = branch !== undefined && branch.round <= 0 ? keyAfter : keyBefore;
  }

  /** The numbers behind every judgement of a party that never change: told once, not with each of them. */
  function tellConstants(): void {
    const { voiceTerm, reversionUtility, margin } = scenario;
    for (let party = 0; party < scenario.partyCount; party++) {
      run.emitNumber(EventKind.reasoned, party, voiceTerm[party], Reason.voice);
      run.emitNumber(EventKind.reasoned, party, reversionUtility[party] + margin[party], Reason.limit);
    }
  }

  /** Where no mechanism gives mandates, every delegation comes with one. */
  function mandateEverybody(): void {
    for (let s = 0; s < scenario.states.length; s++) {
      run.sendParty(scenario.states[s], stateChart.event.ORDER);
      run.sendParty(scenario.states[s], stateChart.event.MANDATE);
    }
  }

  function beginPhase(): Step {
    run.moment++;
    const index = loop[Loop.phase];
    if (index >= scenario.phases.length || loop[Loop.tick] >= scenario.file.ticks) return finish();
    loop[Loop.phaseRound] = 0;
    const phase = scenario.phases[index];
    if (phase.protocol.isNeeded?.(run, phase) === false) {
      loop[Loop.phase]++;
      return beginPhase();
    }
    run.emit(EventKind.phaseStarted, -1, index, 0, 0);
    phase.protocol.begin(run, phase);
    loop[Loop.stage] = Stage.beginRound;
    return beginRound();
  }

  function beginRound(): Step {
    run.moment++;
    run.key = branch !== undefined && loop[Loop.round] >= branch.round ? keyAfter : keyBefore;
    run.emit(EventKind.roundStarted, -1, loop[Loop.phase], loop[Loop.phaseRound], loop[Loop.tick]);
    loop[Loop.turn] = 0;
    loop[Loop.stage] = Stage.turn;
    return takeTurn();
  }

  /**
   * Opens the next turn, or goes on with one that waited for people; without a further turn the round ends.
   */
  function takeTurn(): Step {
    const phase = scenario.phases[loop[Loop.phase]];
    if (!turns.isOpen() && !turns.open(phase)) return endRound(phase);
    return turns.play(phase) ? 'turn' : 'awaiting';
  }

  function passTick(moving: readonly PlacedMechanism[]): void {
    loop[Loop.tick]++;
    for (let i = 0; i < moving.length; i++) {
      moving[i].mechanism.onTick?.(run, moving[i].parameters);
      run.moment++;
    }
    options.afterTick?.();
  }

  function passTicks(ticks: number): void {
    for (let tick = 0; tick < ticks && loop[Loop.tick] < scenario.file.ticks; tick++) passTick(ticking);
  }

  /**
   * The conference is over before the horizon, because it broke down, its treaty lapsed or ended, or no phase
   * is left. The world does not wait for it: arms that end early are compared over the same time.
   */
  function passRest(): void {
    if (goingOn.length === 0) return;
    loop[Loop.stage] = Stage.over;
    while (loop[Loop.tick] < scenario.file.ticks) {
      run.emit(EventKind.timePassed, -1, loop[Loop.tick], 0, 0);
      passTick(goingOn);
    }
  }

  function endRound(phase: Phase): Step {
    passTicks(phase.ticks);
    let end: RoundEnd = phase.protocol.endRound(run, phase);
    if (end === 'next-round' && loop[Loop.phaseRound] + 1 >= phase.rounds) end = 'phase-over';
    const over = end === 'run-over' || loop[Loop.tick] >= scenario.file.ticks;
    const last = end === 'phase-over' && loop[Loop.phase] + 1 >= scenario.phases.length;
    if (over || last) return finish();
    loop[Loop.phaseRound]++;
    if (end === 'phase-over') loop[Loop.phase]++;
    loop[Loop.stage] = end === 'phase-over' ? Stage.beginPhase : Stage.beginRound;
    closeRound();
    return 'round';
  }

  /**
   * Talks without a phase of adoption end with the text that the last straw poll would carry, or without any.
   */
  function outcomeOfTalks(): number {
    return run.i32['talks.readyToAdopt'][0] === 1 ? OutcomeIndex.consensus : OutcomeIndex.breakdown;
  }

  function finish(): Step {
    if (loop[Loop.outcome] === OutcomeIndex.running) loop[Loop.outcome] = outcomeOfTalks();
    passRest();
    run.emit(EventKind.ended, -1, loop[Loop.outcome], 0, 0);
    loop[Loop.stage] = Stage.over;
    closeRound();
    return 'over';
  }

  /** Keeps the chain’s value, and the digest of every slice when a record is made. */
  function closeRound(): void {
    const at = loop[Loop.round] * chainLength;
    for (let word = 0; word < chainLength; word++) roundChains[at + word] = recorder.chain[word];
    loop[Loop.round]++;
    if (!(options.keepSliceDigests ?? false)) return;
    const digests = rows.map(({ slice, from, to }) =>
      hashWords32(slice.type === 'f64' ? run.f64[slice.name] : run.i32[slice.name], from, to),
    );
    sliceDigests.push(Int32Array.from(digests));
  }

  function advanceOnce(): Step {
    switch (loop[Loop.stage]) {
      case Stage.beginPhase:
        return beginPhase();
      case Stage.beginRound:
        return beginRound();
      case Stage.turn:
        return takeTurn();
      default:
        return 'over';
    }
  }

  function advance(): Step {
    if (fault !== undefined) return 'over';
    run.moment = -run.moment;
    try {
      const step = advanceOnce();
      run.moment = -run.moment;
      return step;
    } catch (error) {
      fault = error instanceof Error ? error : new Fault(String(error));
      loop[Loop.stage] = Stage.over;
      run.moment = -run.moment;
      run.emit(EventKind.faulted, -1, 0, 0, 0);
      return 'over';
    }
  }

  function reset(next: string | number): void {
    seed = seedText(next);
    keyBefore = runKey(next);
    // Most runs are no branches, and a key costs as much as fifty draws.
    keyAfter = branch === undefined ? keyBefore : runKey(next, branch.replicate);
    fault = undefined;
    turns.abandon();
    sliceDigests.length = 0;
    recorder.restore(beginning);
    start();
  }

  start();
  return {
    run,
    scenario,
    recorder,
    roundChains,
    sliceDigests,
    inputs,
    get seed() {
      return seed;
    },
    get fault() {
      return fault;
    },
    advance,
    toEnd: () => {
      for (;;) {
        const step = advance();
        if (step === 'over') return true;
        if (step === 'awaiting') return false;
      }
    },
    refusalOf: (seat, answer) => turns.refusalOf(scenario.phases[loop[Loop.phase]], seat, answer),
    openQuestions: () => turns.questions(),
    reset,
    snapshot: () => {
      assert(!turns.isOpen() && loop[Loop.stage] !== Stage.turn, 'a snapshot is taken between rounds');
      return { bytes: bytes.slice(), chain: recorder.chain.slice(), round: loop[Loop.round], seed };
    },
    restore: (snapshot) => {
      assert(snapshot.seed === seed, 'a snapshot belongs to the seed it was taken under');
      bytes.set(snapshot.bytes);
      run.trustMoves++;
      recorder.restore(snapshot.chain);
      turns.abandon();
      fault = undefined;
      sliceDigests.length = Math.min(sliceDigests.length, snapshot.round);
    },
  };
}

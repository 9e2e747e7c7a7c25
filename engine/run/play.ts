/**
 * One run of a scenario and the loop that plays it: phases, rounds, turns, ticks. The same loop serves a batch, a
 * live table and a replay; they differ in who listens and in whether people answer.
 */
import { agreementChart, chairChart, charts, observerChart, stateChart } from '../agents/index.ts';
import { assert, Fault } from '../codes.ts';
import { utilityOf, utilityTerms } from '../preferences/utility.ts';
import { answerWidth, questions } from '../questions/index.ts';
import type { ChartEvent } from '../statechart/step.ts';
import type { Mechanism, Observation, Phase, RoundEnd, Run, Scenario, Turn } from './contract.ts';
import { hashWords32 } from './digest.ts';
import { normal, runKey, uniform } from './draws.ts';
import { chartNames, EventKind, Reason } from './events.ts';
import type { Branch, Input } from './inputs.ts';
import { Loop, OutcomeIndex, Stage } from './loop-position.ts';
import { observe } from './observation.ts';
import { createRecorder, type Recorder, type RecorderMark } from './recorder.ts';
import { createSlices, digestRows } from './slices.ts';
import { defaultAnswers } from '../strategies/defaults.ts';

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
}

/** What the loop did. */
export type Step = 'turn' | 'round' | 'awaiting' | 'over';

/** A point of a run to come back to: taken at the end of a round. */
export interface Snapshot {
  readonly bytes: Uint8Array;
  readonly recorder: RecorderMark;
  readonly round: number;
}

/** A question that a person has to answer before the run can go on. */
export interface OpenQuestion {
  readonly seat: number;
  /** Index in `questions`. */
  readonly question: number;
  readonly round: number;
  readonly turn: number;
}

/** A run with the loop that plays it. */
export interface Play {
  readonly run: Run;
  readonly scenario: Scenario;
  readonly recorder: Recorder;
  /** The chain at the end of each round, one after the other; a chain has `recorder.chain.length` integers. */
  readonly roundChains: Int32Array;
  /** Digests of `digestRows`, an array a round; empty unless asked for. */
  readonly sliceDigests: readonly Int32Array[];
  readonly inputs: Input[];
  /** The error that ended the run, if one did. */
  readonly fault: Error | undefined;
  /** Plays until something a listener might care about has happened. */
  advance(): Step;
  /** Plays until the run is over or a person must answer; true when it is over. */
  toEnd(): boolean;
  /** Questions that wait for people; empty unless the last step was `awaiting`. */
  openQuestions(): readonly OpenQuestion[];
  /** Puts the run back to its start, for another seed: batches reuse one run. */
  reset(seed: string | number): void;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
}

/** Marks of an answer in the current turn. */
const byPerson = 1;
const byDefault = 2;

/** The charts by their index in `chartNames`. */
const chartByIndex = chartNames.map((name) => charts[name]);

/** What a mechanism of the scenario provides under a name, bound to its parameters; undefined when none does. */
function provider<Name extends keyof NonNullable<Mechanism['provides']>>(scenario: Scenario, name: Name) {
  for (const { mechanism, parameters } of scenario.mechanisms) {
    const provided = mechanism.provides?.[name];
    if (provided !== undefined) return { provided, parameters };
  }
  return undefined;
}

/** Most rounds a scenario can have. */
export function roundLimit(scenario: Scenario): number {
  let rounds = 0;
  for (const phase of scenario.phases) rounds += phase.rounds;
  return rounds;
}

/** A new run at its start. */
export function createPlay(scenario: Scenario, options: PlayOptions): Play {
  const recorder = createRecorder(options.keepRecords ?? false);
  const slices = createSlices(scenario.layout);
  const bytes = new Uint8Array(slices.buffer);
  const inputs: Input[] = [...(options.inputs ?? [])];
  const branch = options.branch;
  const width = answerWidth(scenario.issueCount);
  const turn: Turn = { count: 0, seats: new Int32Array(scenario.partyCount), question: 0, subject: 0 };
  /** What is known of each seat’s answer in this turn. */
  const answered = new Uint8Array(scenario.partyCount);
  const roundChains = new Int32Array((roundLimit(scenario) + 1) * recorder.chain.length);
  const sliceDigests: Int32Array[] = [];
  const rows = digestRows(scenario.layout);
  const chartEvent: ChartEvent = { type: 0, value: 0, other: 0 };
  const loop = slices.i32.loop;
  let seed = options.seed;
  let keyBefore = runKey(seed);
  let keyAfter = runKey(seed, branch?.replicate ?? 0);
  let fault: Error | undefined;

  const reliabilityOf = provider(scenario, 'reliability');
  const meanTrustOf = provider(scenario, 'meanTrust');
  const beginning = recorder.mark();
  let lastReliability = 0;
  /** Whether the turn’s seats have been asked and its answers not yet applied. */
  let isAsking = false;
  const fixedReliability = scenario.file.utility.reliability;

  const run: Run = {
    ...slices,
    scenario,
    loop,
    key: keyBefore,
    terms: new Float64Array(utilityTerms.length),
    answers: new Int32Array(scenario.partyCount * width),
    emit: (kind, seat, a, b, c) => recorder.add(kind, loop[Loop.round], seat, a, b, c),
    emitNumber: (kind, seat, value, c) => recorder.addNumber(kind, loop[Loop.round], seat, value, c),
    uniform: (stream, party, k = 0) => {
      loop[Loop.draws]++;
      return uniform(run.key, stream, scenario.entity[party], loop[Loop.round], k);
    },
    normal: (stream, party, k = 0) => {
      loop[Loop.draws]++;
      return normal(run.key, stream, scenario.entity[party], loop[Loop.round], k);
    },
    sendParty: (party, event, value = 0, other = 0) =>
      scenario.isState[party] === 1
        ? send(0, party, party, event, value, other)
        : send(1, party, party, event, value, other),
    sendChair: (event) => send(2, 0, scenario.chair, event, 0, 0),
    sendAgreement: (event) => send(3, 0, -1, event, 0, 0),
    reliability: (party, members) =>
      reliabilityOf === undefined
        ? fixedReliability * weightOf(members, party)
        : reliabilityOf.provided(run, reliabilityOf.parameters, party, members),
    meanTrust: (party) => (meanTrustOf === undefined ? 0.5 : meanTrustOf.provided(run, meanTrustOf.parameters, party)),
    act: (actor, act) => {
      run.emit(EventKind.actSeen, actor, act, 0, 0);
      for (const { mechanism, parameters } of scenario.mechanisms) mechanism.onAct?.(run, parameters, actor, act);
    },
    textUtility: (party) => {
      const reliability = run.reliability(party, slices.i32['treaty.expected']);
      lastReliability = reliability;
      return utilityOf(scenario, party, slices.i32['text.option'], reliability, run.terms);
    },
    explainUtility: (party) => {
      for (let term = 0; term < utilityTerms.length; term++) {
        run.emitNumber(EventKind.reasoned, party, run.terms[term], Reason[utilityTerms[term]]);
      }
      run.emitNumber(EventKind.reasoned, party, lastReliability, Reason.reliability);
      const limit = scenario.reversionUtility[party] + scenario.margin[party];
      run.emitNumber(EventKind.reasoned, party, limit, Reason.limit);
    },
  };
  const observations: Observation[] = scenario.partyIds.map((_, seat) => observe(run, seat));

  /** Without a trust mechanism, others are as reliable as the scenario says, and only members count. */
  function weightOf(members: Int32Array, party: number): number {
    let inside = 0;
    for (const other of scenario.states) if (other !== party && members[other] === 1) inside += scenario.weight[other];
    const others = 1 - scenario.weight[party];
    return others > 0 ? inside / others : 0;
  }

  function send(index: number, row: number, seat: number, event: number, value: number, other: number): boolean {
    const chart = chartByIndex[index];
    const configurations = slices.i32[chart.slice];
    const before = configurations[row];
    chartEvent.type = event;
    chartEvent.value = value;
    chartEvent.other = other;
    const taken = chart.statechart.step(configurations, row, run, seat, chartEvent);
    if (configurations[row] !== before) run.emit(EventKind.stateChanged, seat, index, configurations[row], 0);
    return taken;
  }

  function start(): void {
    bytes.set(scenario.initial);
    for (let party = 0; party < scenario.partyCount; party++) {
      const chart = scenario.isState[party] === 1 ? stateChart : observerChart;
      chart.statechart.initial(slices.i32[chart.slice], party, run, party);
    }
    chairChart.statechart.initial(slices.i32[chairChart.slice], 0, run, scenario.chair);
    agreementChart.statechart.initial(slices.i32[agreementChart.slice], 0, run, -1);
    for (const { mechanism, parameters } of scenario.mechanisms) mechanism.begin?.(run, parameters);
    run.key = branch !== undefined && branch.round <= 0 ? keyAfter : keyBefore;
  }

  function beginPhase(): Step {
    const index = loop[Loop.phase];
    if (index >= scenario.phases.length || loop[Loop.tick] >= scenario.file.ticks) return finish();
    loop[Loop.phaseRound] = 0;
    run.emit(EventKind.phaseStarted, -1, index, 0, 0);
    const phase = scenario.phases[index];
    phase.protocol.begin(run, phase);
    loop[Loop.stage] = Stage.beginRound;
    return advanceOnce();
  }

  function beginRound(): Step {
    run.key = branch !== undefined && loop[Loop.round] >= branch.round ? keyAfter : keyBefore;
    run.emit(EventKind.roundStarted, -1, loop[Loop.phase], loop[Loop.phaseRound], loop[Loop.tick]);
    loop[Loop.turn] = 0;
    loop[Loop.stage] = Stage.turn;
    return openTurn();
  }

  /** Asks the protocol who is to act; a turn without seats ends the round. */
  function openTurn(): Step {
    const phase = scenario.phases[loop[Loop.phase]];
    if (!phase.protocol.toAct(run, phase, loop[Loop.turn], turn)) return endRound(phase);
    isAsking = true;
    answered.fill(0);
    return playTurn();
  }

  function playTurn(): Step {
    consumeInputs();
    for (let i = 0; i < turn.count; i++) {
      const seat = turn.seats[i];
      if (slices.i32['seat.held'][seat] === 1 && answered[seat] === 0) {
        loop[Loop.stage] = Stage.turn;
        return 'awaiting';
      }
    }
    const question = questions[turn.question].id;
    for (let i = 0; i < turn.count; i++) {
      const seat = turn.seats[i];
      if (answered[seat] === byPerson) {
        const hash = hashWords32(run.answers, seat * width, (seat + 1) * width);
        run.emit(EventKind.answered, seat, turn.question, hash, 0);
      } else {
        const { strategy, parameters } = scenario.strategies[seat];
        const answer = strategy.answers[question] ?? defaultAnswers[question];
        answer(observations[seat], parameters, run.answers, seat * width, turn.subject);
      }
    }
    const phase = scenario.phases[loop[Loop.phase]];
    phase.protocol.apply(run, phase, loop[Loop.turn], turn);
    loop[Loop.turn]++;
    turn.count = 0;
    isAsking = false;
    return 'turn';
  }

  /** Takes the inputs that stand at this turn; one that came too late, or is not legal, is recorded as refused. */
  function consumeInputs(): void {
    for (; loop[Loop.inputs] < inputs.length; loop[Loop.inputs]++) {
      const input = inputs[loop[Loop.inputs]];
      const late = input.round < loop[Loop.round] || (input.round === loop[Loop.round] && input.turn < loop[Loop.turn]);
      const early = input.round > loop[Loop.round] || (input.round === loop[Loop.round] && input.turn > loop[Loop.turn]);
      if (early) return;
      const seat = scenario.partyIds.indexOf(input.seat);
      if (late || !takeInput(input, seat)) run.emit(EventKind.inputRefused, seat, turn.question, 0, 0);
    }
  }

  function takeInput(input: Input, seat: number): boolean {
    const held = slices.i32['seat.held'];
    if (seat < 0 || (input.type === 'take') === (held[seat] === 1)) return false;
    switch (input.type) {
      case 'take':
        held[seat] = 1;
        run.emit(EventKind.seatTaken, seat, 0, 0, 0);
        return true;
      case 'give':
        held[seat] = 0;
        answered[seat] = 0;
        run.emit(EventKind.seatGiven, seat, 0, 0, 0);
        return true;
      case 'deadline':
        if (!isAsked(seat) || answered[seat] !== 0) return false;
        answered[seat] = byDefault;
        run.emit(EventKind.deadlinePassed, seat, 0, 0, 0);
        return true;
      case 'answer':
        return takeAnswer(input, seat);
    }
  }

  function takeAnswer(input: Extract<Input, { type: 'answer' }>, seat: number): boolean {
    const kind = questions[turn.question];
    if (!isAsked(seat) || answered[seat] !== 0 || input.question !== kind.id) return false;
    if (!kind.schema(scenario).safeParse(input.answer).success) return false;
    run.answers.fill(0, seat * width, (seat + 1) * width);
    kind.encode(scenario, input.answer, run.answers, seat * width);
    const phase = scenario.phases[loop[Loop.phase]];
    if (phase.protocol.legal(run, phase, turn, seat) !== undefined) return false;
    answered[seat] = byPerson;
    return true;
  }

  function isAsked(seat: number): boolean {
    for (let i = 0; i < turn.count; i++) if (turn.seats[i] === seat) return true;
    return false;
  }

  function endRound(phase: Phase): Step {
    for (let tick = 0; tick < phase.ticks && loop[Loop.tick] < scenario.file.ticks; tick++) {
      loop[Loop.tick]++;
      for (const { mechanism, parameters } of scenario.mechanisms) mechanism.onTick?.(run, parameters);
    }
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

  function finish(): Step {
    if (loop[Loop.outcome] === OutcomeIndex.running) loop[Loop.outcome] = OutcomeIndex.breakdown;
    run.emit(EventKind.ended, -1, loop[Loop.outcome], 0, 0);
    loop[Loop.stage] = Stage.over;
    closeRound();
    return 'over';
  }

  /** Keeps the chain’s value, and the digest of every slice when a record is made. */
  function closeRound(): void {
    roundChains.set(recorder.chain, loop[Loop.round] * recorder.chain.length);
    loop[Loop.round]++;
    if (!(options.keepSliceDigests ?? false)) return;
    const digests = rows.map(({ slice, from, to }) =>
      hashWords32(slice.type === 'f64' ? slices.f64[slice.name] : slices.i32[slice.name], from, to),
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
        return isAsking ? playTurn() : openTurn();
      default:
        return 'over';
    }
  }

  function advance(): Step {
    if (fault !== undefined) return 'over';
    try {
      return advanceOnce();
    } catch (error) {
      fault = error instanceof Error ? error : new Fault(String(error));
      loop[Loop.stage] = Stage.over;
      return 'over';
    }
  }

  start();
  return {
    run,
    scenario,
    recorder,
    roundChains,
    sliceDigests,
    inputs,
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
    openQuestions: () => {
      const open: OpenQuestion[] = [];
      for (let i = 0; i < turn.count; i++) {
        const seat = turn.seats[i];
        if (slices.i32['seat.held'][seat] === 0 || answered[seat] !== 0) continue;
        open.push({ seat, question: turn.question, round: loop[Loop.round], turn: loop[Loop.turn] });
      }
      return open;
    },
    reset: (next) => {
      seed = next;
      keyBefore = runKey(seed);
      keyAfter = runKey(seed, branch?.replicate ?? 0);
      fault = undefined;
      isAsking = false;
      turn.count = 0;
      sliceDigests.length = 0;
      recorder.restore(beginning);
      start();
    },
    snapshot: () => {
      assert(!isAsking && loop[Loop.stage] !== Stage.turn, 'a snapshot is taken between rounds');
      return { bytes: bytes.slice(), recorder: recorder.mark(), round: loop[Loop.round] };
    },
    restore: (snapshot) => {
      bytes.set(snapshot.bytes);
      recorder.restore(snapshot.recorder);
      turn.count = 0;
      isAsking = false;
      fault = undefined;
      sliceDigests.length = Math.min(sliceDigests.length, snapshot.round);
    },
  };
}

/**
 * A run as protocols, strategies, mechanisms and statecharts see it: the arrays, and the few functions that
 * act on them. Who plays it is `play.ts`.
 */
import { charts } from '../agents/index.ts';
import { depthOf, distanceOf, utilityFrom, utilityOf, utilityTerms } from '../preferences/utility.ts';
import { hasReserved, packageOf } from '../rules/reservations.ts';
import type { ChartEvent } from '../statechart/step.ts';
import type { Mechanism, PlacedMechanism, Run, Scenario } from './contract.ts';
import { normal, type RunKey, uniform } from './draws.ts';
import { chartNames, EventKind, Reason } from './events.ts';
import { standingScenario } from './live-columns.ts';
import { Loop } from './loop-position.ts';
import { shareOfOthers } from './membership.ts';
import type { Recorder } from './recorder.ts';
import { createSlices } from './slices.ts';

/** The charts by their index in `chartNames`. */
const chartByIndex = chartNames.map((name) => charts[name]);

/** Reasons of the terms of a utility, in their order. */
const reasonOfTerm = utilityTerms.map((term) => Reason[term]);

/**
 * Places of the terms that are told with every judgement: voice is told once, a transfer only where it moves.
 */
function toldTerms({ moved }: Scenario): readonly number[] {
  const untold = moved.includes('transfer') ? ['voice'] : ['voice', 'transfer'];
  return utilityTerms.flatMap((term, place) => (untold.includes(term) ? [] : [place]));
}

/** What a mechanism provides under a name, with its parameters; undefined when none does. */
type Provider<Name extends keyof NonNullable<Mechanism['provides']>> =
  | {
      readonly provided: NonNullable<NonNullable<Mechanism['provides']>[Name]>;
      readonly parameters: PlacedMechanism['parameters'];
    }
  | undefined;

/** What a mechanism of the scenario provides under a name, with its parameters; undefined when none does. */
function provider<Name extends keyof NonNullable<Mechanism['provides']>>(
  scenario: Scenario,
  name: Name,
): Provider<Name> {
  for (const { mechanism, parameters } of scenario.mechanisms) {
    const provided = mechanism.provides?.[name];
    if (provided !== undefined) return { provided, parameters };
  }
  return undefined;
}

type Knowledge = ReturnType<typeof createKnowledge>;

/** What was worked out of each party, and at which moment of the run; moments are counted from 1. */
function createKnowledge({ partyCount, issueCount }: Scenario) {
  return {
    reliability: new Float64Array(partyCount),
    reliabilityAt: new Float64Array(partyCount),
    /** Mean trust, and at which count of `trustMoves` it was worked out. */
    meanTrust: new Float64Array(partyCount),
    meanTrustAt: new Float64Array(partyCount),
    utility: new Float64Array(partyCount),
    utilityAt: new Float64Array(partyCount),
    terms: Array.from({ length: partyCount }, () => new Float64Array(utilityTerms.length)),
    /** The text that the utilities are of, its depth, and its distance from each party once it is known. */
    text: new Int32Array(issueCount),
    depth: new Float64Array(1),
    distance: new Float64Array(partyCount),
    hasDistance: new Uint8Array(partyCount),
    /** Turn (`run.asking`) in which the text was last looked at. */
    textSeenIn: new Int32Array(1),
    /** What `stakesOf` last worked out, and at which moment it was for those expected; 0 when for others. */
    stakes: new Float64Array(partyCount),
    stakesAt: new Float64Array(1),
  };
}

/** A run whose arrays hold nothing yet: `play.ts` starts it. */
export function createRun(compiled: Scenario, recorder: Recorder, key: RunKey): Run {
  return new LiveRun(compiled, recorder, key);
}

/**
 * A class, so that all runs of a process share their functions: calls of methods compile into those who call
 * them, calls of functions that each run has for itself do not.
 */
class LiveRun implements Run {
  readonly buffer: ArrayBuffer;
  readonly f64: Run['f64'];
  readonly i32: Run['i32'];
  readonly scenario: Scenario;
  readonly loop: Int32Array;
  readonly answers: Int32Array;
  key: RunKey;
  asking = 0;
  moment = -1;
  trustMoves = 1;
  readonly #recorder: Recorder;
  /** One event object serves all steps, so that a step allocates nothing. */
  readonly #event: ChartEvent = { type: 0, value: 0, other: 0 };
  /** Configurations of each chart, by its index. */
  readonly #configurations: readonly Int32Array[];
  readonly #text: Int32Array;
  readonly #expected: Int32Array;
  readonly #kept: Float64Array;
  readonly #reliabilityOf: Provider<'reliability'>;
  readonly #meanTrustOf: Provider<'meanTrust'>;
  readonly #reacting: readonly PlacedMechanism[];
  readonly #known: Knowledge;
  readonly #told: readonly number[];

  constructor(compiled: Scenario, recorder: Recorder, key: RunKey) {
    const { buffer, f64, i32 } = createSlices(compiled.layout);
    const scenario = standingScenario(compiled, f64);
    this.buffer = buffer;
    this.f64 = f64;
    this.i32 = i32;
    this.scenario = scenario;
    this.loop = i32['loop'];
    this.answers = new Int32Array(scenario.partyCount * scenario.answerWidth);
    this.key = key;
    this.#recorder = recorder;
    this.#configurations = chartByIndex.map((chart) => i32[chart.slice]);
    this.#text = i32['text.option'];
    this.#expected = i32['treaty.expected'];
    this.#kept = f64['treaty.kept'];
    this.#reliabilityOf = provider(scenario, 'reliability');
    this.#meanTrustOf = provider(scenario, 'meanTrust');
    this.#reacting = scenario.mechanisms.filter(({ mechanism }) => mechanism.onAct);
    this.#known = createKnowledge(scenario);
    this.#told = toldTerms(scenario);
    this.#known.depth[0] = depthOf(scenario, this.#known.text);
  }

  emit(kind: number, seat: number, a: number, b: number, c: number): void {
    this.#recorder.add(kind, this.loop[Loop.round], seat, a, b, c);
  }

  emitNumber(kind: number, seat: number, value: number, c: number): void {
    this.#recorder.addNumber(kind, this.loop[Loop.round], seat, value, c);
  }

  uniform(stream: number, party: number, k = 0): number {
    this.loop[Loop.draws]++;
    return uniform(this.key, stream, this.scenario.entity[party], this.loop[Loop.round], k);
  }

  tickUniform(stream: number, party: number): number {
    this.loop[Loop.draws]++;
    return uniform(this.key, stream, this.scenario.entity[party], this.loop[Loop.tick], 0);
  }

  normal(stream: number, party: number, k = 0): number {
    this.loop[Loop.draws]++;
    return normal(this.key, stream, this.scenario.entity[party], this.loop[Loop.round], k);
  }

  sendParty(party: number, event: number, value = 0, other = 0): boolean {
    const chart = this.scenario.isState[party] === 1 ? 0 : 1;
    return this.#send(chart, party, party, event, value, other);
  }

  sendChair(event: number): boolean {
    return this.#send(2, 0, this.scenario.chair, event, 0, 0);
  }

  sendAgreement(event: number): boolean {
    return this.#send(3, 0, -1, event, 0, 0);
  }

  sendMeeting(event: number): boolean {
    return this.#send(4, 0, -1, event, 0, 0);
  }

  #send(index: number, row: number, seat: number, type: number, value: number, other: number): boolean {
    const words = this.#configurations[index];
    const { statechart, publicMask } = chartByIndex[index];
    const event = this.#event;
    const before = words[row];
    event.type = type;
    event.value = value;
    event.other = other;
    const taken = statechart.step(words, row, this, seat, event);
    const changed = words[row] ^ before;
    if ((changed & publicMask) !== 0) {
      this.emit(EventKind.stateChanged, seat, index, words[row] & publicMask, 0);
    }
    if ((changed & ~publicMask) !== 0) this.emit(EventKind.conductChanged, seat, index, words[row], 0);
    return taken;
  }

  reliability(party: number, members: Int32Array): number {
    if (members !== this.#expected || this.moment <= 0) return this.#workOutReliability(party, members);
    const { reliability, reliabilityAt } = this.#known;
    if (reliabilityAt[party] !== this.moment) {
      reliability[party] = this.#workOutReliability(party, members);
      reliabilityAt[party] = this.moment;
    }
    return reliability[party];
  }

  expect(party: number, isExpected: boolean): void {
    const value = isExpected ? 1 : 0;
    if (this.#expected[party] === value) return;
    this.#expected[party] = value;
    this.noteChange();
  }

  noteChange(): void {
    if (this.moment > 0) this.moment++;
  }

  meanTrust(party: number): number {
    const provider = this.#meanTrustOf;
    if (provider === undefined) return 0.5;
    if (this.moment <= 0) return provider.provided(this, provider.parameters, party);
    const { meanTrust, meanTrustAt } = this.#known;
    if (meanTrustAt[party] !== this.trustMoves) {
      meanTrust[party] = provider.provided(this, provider.parameters, party);
      meanTrustAt[party] = this.trustMoves;
    }
    return meanTrust[party];
  }

  act(actor: number, act: number): void {
    this.emit(EventKind.actSeen, actor, act, 0, 0);
    for (let i = 0; i < this.#reacting.length; i++) {
      const { mechanism, parameters } = this.#reacting[i];
      mechanism.onAct?.(this, parameters, actor, act);
      this.noteChange();
    }
  }

  textUtility(party: number): number {
    this.#noticeText();
    const { utility, utilityAt } = this.#known;
    if (this.moment <= 0 || utilityAt[party] !== this.moment) {
      utility[party] = this.#workOutUtility(party);
      utilityAt[party] = this.moment;
    }
    return utility[party];
  }

  textDepth(): number {
    this.#noticeText();
    return this.#known.depth[0];
  }

  explainUtility(party: number): void {
    const terms = this.#known.terms[party];
    for (let i = 0; i < this.#told.length; i++) {
      const term = this.#told[i];
      this.emitNumber(EventKind.reasoned, party, terms[term], reasonOfTerm[term]);
    }
    this.emitNumber(EventKind.reasoned, party, this.reliability(party, this.#expected), Reason.reliability);
  }

  /** Without a trust mechanism, members are as reliable as the scenario says. */
  #workOutReliability(party: number, members: Int32Array): number {
    const provider = this.#reliabilityOf;
    if (provider !== undefined) {
      return provider.provided(this, provider.parameters, party, this.#stakesOf(members));
    }
    const applies = this.f64['objections.applies'];
    return this.scenario.file.utility.reliability * shareOfOthers(this.scenario, members, party, applies);
  }

  /**
   * w_j·κ_j of the members, 0 for all others: the same for whoever expects something of them, so it is worked
   * out once in a moment.
   */
  #stakesOf(members: Int32Array): Float64Array {
    const { stakes, stakesAt } = this.#known;
    const isKept = members === this.#expected && this.moment > 0;
    if (isKept && stakesAt[0] === this.moment) return stakes;
    const { weight } = this.scenario;
    for (let party = 0; party < stakes.length; party++) {
      stakes[party] = members[party] * weight[party] * this.#kept[party];
    }
    stakesAt[0] = isKept ? this.moment : 0;
    return stakes;
  }

  /** Utility of the text for a party. Most have reserved nothing, and share the depth of the text. */
  #workOutUtility(party: number): number {
    const { scenario } = this;
    const reliability = this.reliability(party, this.#expected);
    const { depth, distance, hasDistance, terms } = this.#known;
    if (hasReserved(this, party)) {
      return utilityOf(scenario, party, packageOf(this, party), reliability, terms[party]);
    }
    if (hasDistance[party] === 0) {
      distance[party] = distanceOf(scenario, party, this.#text);
      hasDistance[party] = 1;
    }
    return utilityFrom(scenario, party, depth[0], distance[party], reliability, terms[party]);
  }

  /**
   * Any protocol may write the text, so a look at it finds out whether it is another one; but not while a
   * turn is asked.
   */
  #noticeText(): void {
    const { text: seen, textSeenIn } = this.#known;
    if (this.asking > 0 && textSeenIn[0] === this.asking) return;
    textSeenIn[0] = this.asking;
    for (let k = 0; k < seen.length; k++) {
      if (seen[k] === this.#text[k]) continue;
      seen.set(this.#text);
      this.#known.depth[0] = depthOf(this.scenario, this.#text);
      this.#known.hasDistance.fill(0);
      this.#known.utilityAt.fill(0);
      return;
    }
  }
}

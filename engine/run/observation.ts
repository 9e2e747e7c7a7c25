/**
 * The window of a seat on a run. It is bound once and reads the arrays through the declarations of their
 * visibility: a slice that is not public can be read in the seat’s own row only, and a hidden one not at all.
 * A strategy cannot reach what its seat may not know.
 */
import { assert } from '../codes.ts';
import { ln, pow } from '../math.ts';
import { standsIn } from '../preferences/nesting.ts';
import { bestUtility, nearestOption, optionValue, utilityOf, utilityTerms } from '../preferences/utility.ts';
import { haveInstructions, isBeyond, mayAcceptAdReferendum } from '../rules/instructions.ts';
import { withoutReserved } from '../rules/reservations.ts';
import type { Observation, OwnPreferences, PublicScenario, Run, Scenario } from './contract.ts';
import { EventKind } from './events.ts';
import { Loop } from './loop-position.ts';
import type { PlacedSlice } from './slices.ts';
import { Subject } from './subjects.ts';

function placed(run: Run, name: string): PlacedSlice | undefined {
  return run.scenario.layout.slices.find((slice) => slice.name === name);
}

/** A whole slice that everybody may read. */
function publicSlice(run: Run, name: string): Int32Array {
  assert(placed(run, name)?.visible === 'public', `slice ${name} is not public`);
  return run.i32[name];
}

/** Reads public slices of one type by name; one that the scenario lacks holds zeros. */
function publicReader(run: Run, type: PlacedSlice['type']): Observation['look'] {
  const slices: Record<string, Int32Array | Float64Array> = Object.create(null);
  for (const slice of run.scenario.layout.slices) {
    if (slice.visible === 'public' && slice.type === type) slices[slice.name] = run[type][slice.name];
  }
  return (slice, at) => slices[slice]?.[at] ?? 0;
}

/** The seat’s own row of a slice; undefined when the scenario does not have it. */
function ownRow(run: Run, name: string, seat: number): Float64Array | undefined {
  const slice = placed(run, name);
  if (slice === undefined) return undefined;
  assert(slice.visible !== 'hidden' && slice.type === 'f64', `slice ${name} may not be read by a seat`);
  return run.f64[name].subarray(seat * slice.rowLength, (seat + 1) * slice.rowLength);
}

/**
 * The public part of a scenario, in copies: nothing of the run or of other runs hangs on it. All seats of a
 * run look at one, because a copy for each of 200 seats does not stay in the cache.
 */
function publicPart(scenario: Scenario): PublicScenario {
  const { partyCount, issueCount, stride, chair, monitoring, openness, dissociations } = scenario;
  return Object.freeze({
    partyCount,
    issueCount,
    stride,
    chair,
    monitoring,
    openness,
    dissociations,
    reservable: scenario.reservable.slice(),
    optionCount: scenario.optionCount.slice(),
    position: scenario.position.slice(),
    isState: scenario.isState.slice(),
    states: scenario.states.slice(),
    weight: scenario.weight.slice(),
    capability: scenario.capability.slice(),
    groups: scenario.groups.map((group) => ({
      ...group,
      members: group.members.slice(),
      isMember: group.isMember.slice(),
    })),
  });
}

/**
 * What a seat knows of itself, in copies: a view would be a door to the whole run. What can change in a run
 * is read when it is asked for. A class, because V8 gives every object literal with accessors a shape of its
 * own, and strategies would then look up each field of each seat by name.
 */
class Own implements OwnPreferences {
  readonly ideal: Float64Array;
  readonly salience: Float64Array;
  readonly lowestOption: Int32Array;
  readonly highestOption: Int32Array;
  readonly patience: number;
  readonly concession: number;
  readonly opening: number;
  readonly #scenario: Scenario;
  readonly #seat: number;

  constructor(scenario: Scenario, seat: number) {
    const from = seat * scenario.issueCount;
    const to = from + scenario.issueCount;
    this.ideal = scenario.ideal.slice(from, to);
    this.salience = scenario.salience.slice(from, to);
    this.lowestOption = scenario.lowestOption.slice(from, to);
    this.highestOption = scenario.highestOption.slice(from, to);
    this.patience = scenario.patience[seat];
    this.concession = scenario.concession[seat];
    this.opening = scenario.opening[seat];
    this.#scenario = scenario;
    this.#seat = seat;
  }

  get reversionUtility(): number {
    return this.#scenario.reversionUtility[this.#seat];
  }

  get margin(): number {
    return this.#scenario.margin[this.#seat];
  }

  get opinion(): number {
    return this.#scenario.opinion[this.#seat];
  }
}

/** δ^(t/12) by tick t, each worked out when it is first asked for and kept for all runs of a batch. */
function discounts(scenario: Scenario, patience: number): (tick: number) => number {
  const known = new Float64Array(scenario.file.ticks + 1).fill(Number.NaN);
  return (tick) => {
    if (Number.isNaN(known[tick])) known[tick] = pow(patience, tick / 12);
    return known[tick];
  };
}

/**
 * What is the same for all who look in a turn (`run.asking`), so that it is worked out once for all of them.
 */
class SharedLooks {
  readonly scenario: PublicScenario;
  readonly look: Observation['look'];
  readonly measure: Observation['measure'];
  readonly #run: Run;
  readonly #text: Int32Array;
  readonly #support: Int32Array;
  readonly #progress: Float64Array;
  /** Distance of what each party supports from the text, over the issues on which it supports anything. */
  readonly #distances: Float64Array;
  readonly #counts: Int32Array;
  readonly #total = new Float64Array(1);
  #counted = 0;
  #turn = 0;
  /** The progress of the talks that `#log` belongs to: the same in all turns of a round. */
  readonly #progressSeen = new Float64Array([1]);
  readonly #log = new Float64Array(1);

  constructor(run: Run) {
    this.scenario = publicPart(run.scenario);
    this.look = publicReader(run, 'i32');
    this.measure = publicReader(run, 'f64');
    this.#run = run;
    this.#text = publicSlice(run, 'text.option');
    this.#support = publicSlice(run, 'text.support');
    this.#progress = run.f64['talks.progress'];
    this.#distances = new Float64Array(run.scenario.partyCount);
    this.#counts = new Int32Array(run.scenario.partyCount);
  }

  /** ln of the progress of the talks. */
  progressLog(): number {
    const progress = this.#progress[0];
    if (progress !== this.#progressSeen[0]) {
      this.#progressSeen[0] = progress;
      this.#log[0] = ln(progress);
    }
    return this.#log[0];
  }

  /** How far what the parties support lies from the text: the mean over all parties but one, and issues. */
  distance(except: number): number {
    if (this.#turn === 0 || this.#turn !== this.#run.asking) this.#measureAll();
    this.#turn = this.#run.asking;
    const count = this.#counted - this.#counts[except];
    // What is left of the sum when the own part is taken off; rounding must not make it negative.
    return count > 0 ? Math.max(0, this.#total[0] - this.#distances[except]) / count : 0;
  }

  #measureAll(): void {
    const { partyCount } = this.#run.scenario;
    let sum = 0;
    let count = 0;
    for (let party = 0; party < partyCount; party++) {
      this.#measure(party);
      sum += this.#distances[party];
      count += this.#counts[party];
    }
    this.#total[0] = sum;
    this.#counted = count;
  }

  #measure(party: number): void {
    const { issueCount, position, stride } = this.#run.scenario;
    let sum = 0;
    let count = 0;
    for (let k = 0; k < issueCount; k++) {
      const option = this.#support[party * issueCount + k];
      if (option < 0) continue;
      sum += Math.abs(position[k * stride + option] - position[k * stride + this.#text[k]]);
      count++;
    }
    this.#distances[party] = sum;
    this.#counts[party] = count;
  }
}

/** Binds the windows of all seats, which share what is the same for all of them. */
export function observeAll(run: Run): Observation[] {
  const shared = new SharedLooks(run);
  return run.scenario.partyIds.map((_, seat) => observe(run, seat, shared));
}

/** Binds the window of one seat. */
export function observe(run: Run, seat: number, shared = new SharedLooks(run)): Observation {
  return run.i32['forum.holder'] === undefined
    ? new Window(run, seat, shared)
    : new WindowInGroups(run, seat, shared);
}

/**
 * The window of a seat where no groups meet apart: what stands in the text, and what is said, is public. A
 * class with its arrays in private fields: strategies call it all the time, and calls of methods that all
 * windows share cost a fraction of calls of functions that each window has for itself.
 */
class Window implements Observation {
  readonly seat: number;
  readonly scenario: PublicScenario;
  readonly own: OwnPreferences;
  readonly look: Observation['look'];
  readonly measure: Observation['measure'];
  readonly #run: Run;
  readonly #shared: SharedLooks;
  readonly #issueCount: number;
  readonly #text: Int32Array;
  readonly #closed: Int32Array;
  readonly #support: Int32Array;
  readonly #objection: Int32Array;
  readonly #admitted: Int32Array;
  readonly #rank: Int32Array;
  readonly #present: Int32Array;
  readonly #expected: Int32Array;
  readonly #subject: Int32Array;
  readonly #progress: Float64Array;
  readonly #noise: Float64Array | undefined;
  readonly #gain: Float64Array | undefined;
  readonly #loss: Float64Array | undefined;
  readonly #memory: Float64Array | undefined;
  readonly #trusts: Float64Array | undefined;
  readonly #wish: Int32Array | undefined;
  readonly #idealOption: Int32Array;
  readonly #isInstructed: boolean;
  readonly #discount: (tick: number) => number;
  readonly #terms = new Float64Array(utilityTerms.length);
  /** ρ of this seat, and the turn in which it was asked for. */
  readonly #reliability = new Float64Array(1);
  #reliabilityIn = 0;

  constructor(run: Run, seat: number, shared: SharedLooks) {
    const { scenario } = run;
    this.seat = seat;
    this.scenario = shared.scenario;
    this.own = new Own(scenario, seat);
    this.look = shared.look;
    this.measure = shared.measure;
    this.#run = run;
    this.#shared = shared;
    this.#issueCount = scenario.issueCount;
    this.#text = publicSlice(run, 'text.option');
    this.#closed = publicSlice(run, 'text.closed');
    this.#support = publicSlice(run, 'text.support');
    this.#objection = publicSlice(run, 'text.objection');
    this.#admitted = publicSlice(run, 'talks.admitted');
    this.#rank = publicSlice(run, 'talks.rank');
    this.#present = publicSlice(run, 'talks.present');
    this.#expected = publicSlice(run, 'treaty.expected');
    this.#subject = publicSlice(run, 'turn.subject');
    this.#progress = run.f64['talks.progress'];
    this.#noise = ownRow(run, 'talks.noise', seat);
    this.#gain = ownRow(run, 'compliance.gain', seat);
    this.#loss = ownRow(run, 'compliance.loss', seat);
    this.#memory = ownRow(run, 'strategy.memory', seat);
    this.#trusts = ownRow(run, 'trust.value', seat);
    const from = seat * scenario.issueCount;
    this.#wish = run.i32['bloc.wish']?.subarray(from, from + scenario.issueCount);
    this.#idealOption = Int32Array.from(this.own.ideal, (place, k) => nearestOption(scenario, k, place));
    this.#isInstructed = haveInstructions(run);
    this.#discount = discounts(scenario, this.own.patience);
  }

  progress(): number {
    return this.#progress[0];
  }

  progressLog(): number {
    return this.#shared.progressLog();
  }

  tick(): number {
    return this.#run.loop[Loop.tick];
  }

  discount(): number {
    return this.#discount(this.#run.loop[Loop.tick]);
  }

  text(issue: number): number {
    return this.#text[issue];
  }

  closed(issue: number): boolean {
    return this.#closed[issue] === 1;
  }

  support(party: number, issue: number): number {
    return this.#support[party * this.#issueCount + issue];
  }

  stand(issue: number): number {
    const apart = this.#wish?.[issue] ?? -1;
    return apart >= 0 ? apart : this.support(this.seat, issue);
  }

  othersDistance(): number {
    return this.#shared.distance(this.seat);
  }

  objected(party: number, issue: number): boolean {
    return this.#objection[party * this.#issueCount + issue] === 1;
  }

  rank(party: number, issue: number): number {
    return this.#rank[party * this.#issueCount + issue];
  }

  present(party: number): boolean {
    return this.#present[party] === 1;
  }

  admitted(issue: number): boolean {
    return this.#admitted[issue] === 1;
  }

  concerns(issue: number): boolean {
    return this.#admitted[issue] === 1;
  }

  sits(_party: number): boolean {
    return true;
  }

  stands(issue: number): boolean {
    return standsIn(this.#run.scenario.nesting, this.#text, issue);
  }

  reversion(issue: number): number {
    return this.#run.scenario.reversion[issue];
  }

  utilityReserving(flags: Int32Array, at: number): number {
    const bound = withoutReserved(this.#run.scenario, this.#text, flags, at);
    for (let k = 0; k < this.#issueCount; k++) if (!this.isAcceptable(k, bound[k])) return -Infinity;
    return utilityOf(this.#run.scenario, this.seat, bound, this.#reliabilityNow(), this.#terms);
  }

  meanTrust(): number {
    return this.#run.meanTrust(this.seat);
  }

  trust(party: number): number {
    return this.#trusts?.[party] ?? 0.5;
  }

  textUtility(): number {
    return this.#run.textUtility(this.seat);
  }

  bestUtility(): number {
    return bestUtility(this.#run.scenario, this.seat, this.#reliabilityNow());
  }

  nearest(issue: number, place: number): number {
    return nearestOption(this.#run.scenario, issue, place);
  }

  gainFromIdeal(issue: number): number {
    return this.gainFrom(issue, this.#idealOption[issue]);
  }

  gainFrom(issue: number, option: number): number {
    const { scenario } = this.#run;
    const reliability = this.#reliabilityNow();
    return (
      optionValue(scenario, this.seat, issue, option, reliability) -
      optionValue(scenario, this.seat, issue, this.text(issue), reliability)
    );
  }

  isAcceptable(issue: number, option: number): boolean {
    return option >= this.own.lowestOption[issue] && option <= this.own.highestOption[issue];
  }

  subject(place: 0 | 1 | 2): number {
    return this.#subject[place];
  }

  offer(issue: number): number {
    return this.#run.i32['bloc.offer']?.[this.seat * this.#issueCount + issue] ?? -1;
  }

  instructed(issue: number): boolean {
    return !this.#isInstructed || !isBeyond(this.#run, this.seat, issue);
  }

  mayAcceptAdReferendum(): boolean {
    return this.#isInstructed && mayAcceptAdReferendum(this.#run, this.seat);
  }

  insideRedLines(issue: number): boolean {
    return this.isAcceptable(issue, this.text(issue));
  }

  noise(): number {
    return this.#noise?.[0] ?? 0;
  }

  complianceGain(): number {
    return this.#gain?.[0] ?? 0;
  }

  complianceLoss(): number {
    return this.#loss?.[0] ?? 0;
  }

  uniform(stream: number): number {
    return this.#run.uniform(stream, this.seat);
  }

  recall(place: number): number {
    return this.#memory?.[place] ?? 0;
  }

  remember(place: number, value: number): void {
    const memory = this.#memory;
    assert(memory !== undefined && place >= 0 && place < memory.length, `there is no memory ${place}`);
    memory[place] = value;
  }

  explain(reason: number, value: number): void {
    this.#run.emitNumber(EventKind.reasoned, this.seat, value, reason);
  }

  /** Nothing that a seat can see changes while a turn is asked. */
  #reliabilityNow(): number {
    const { asking } = this.#run;
    if (asking === 0 || this.#reliabilityIn !== asking) {
      this.#reliability[0] = this.#run.reliability(this.seat, this.#expected);
      this.#reliabilityIn = asking;
    }
    return this.#reliability[0];
  }
}

/**
 * With groups: on an issue that a closed group holds, those who sit in it know its draft and who supports
 * what; all others know what was public before the doors closed.
 */
class WindowInGroups extends Window {
  readonly #forums: Scenario['forums'];
  readonly #issues: number;
  readonly #holder: Int32Array;
  readonly #draft: Int32Array;
  readonly #support: Int32Array;
  readonly #objection: Int32Array;
  readonly #inside: Int32Array;

  constructor(run: Run, seat: number, shared: SharedLooks) {
    super(run, seat, shared);
    const { issueCount, forums } = run.scenario;
    this.#forums = forums;
    this.#issues = issueCount;
    this.#holder = run.i32['forum.holder'];
    this.#draft = run.i32['forum.text'].subarray(seat * issueCount, (seat + 1) * issueCount);
    this.#support = run.i32['forum.support'];
    this.#objection = run.i32['forum.objection'];
    this.#inside = run.i32['forum.inside'];
  }

  override text(issue: number): number {
    return this.#draft[issue] >= 0 ? this.#draft[issue] : super.text(issue);
  }

  override support(party: number, issue: number): number {
    return this.#hears(issue) ? this.#support[party * this.#issues + issue] : super.support(party, issue);
  }

  override objected(party: number, issue: number): boolean {
    if (!this.#hears(issue)) return super.objected(party, issue);
    return this.#objection[party * this.#issues + issue] === 1;
  }

  override concerns(issue: number): boolean {
    return super.concerns(issue) && (this.#asking() < 0 || this.#holder[issue] === this.#asking());
  }

  override sits(party: number): boolean {
    const forum = this.#asking();
    if (forum < 0) return true;
    for (let k = 0; k < this.#issues; k++) {
      if (this.#holder[k] === forum) return this.#inside[party * this.#issues + k] === 1;
    }
    return false;
  }

  /** The group that asks, −1 for the plenary. */
  #asking(): number {
    return this.subject(0) === Subject.forum ? this.subject(1) : -1;
  }

  /** Whether this seat hears what the group says that holds an issue behind closed doors. */
  #hears(issue: number): boolean {
    const forum = this.#holder[issue];
    return forum >= 0 && this.#forums[forum].isClosed && this.#inside[this.seat * this.#issues + issue] === 1;
  }
}

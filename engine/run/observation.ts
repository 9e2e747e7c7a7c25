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

/** What a seat knows of the text and of who stands where: in public, and behind the doors it sits behind. */
interface Knowledge {
  text(issue: number): number;
  support(party: number, issue: number): number;
  objected(party: number, issue: number): boolean;
  concerns(issue: number): boolean;
  sits(party: number): boolean;
}

/** What is said in public, where the scenario has no groups that meet apart. */
function publicKnowledge(run: Run): Knowledge {
  const { issueCount } = run.scenario;
  const text = publicSlice(run, 'text.option');
  const support = publicSlice(run, 'text.support');
  const objection = publicSlice(run, 'text.objection');
  const admitted = publicSlice(run, 'talks.admitted');
  return {
    text: (issue) => text[issue],
    support: (party, issue) => support[party * issueCount + issue],
    objected: (party, issue) => objection[party * issueCount + issue] === 1,
    concerns: (issue) => admitted[issue] === 1,
    sits: () => true,
  };
}

/**
 * With groups: on an issue that a closed group holds, those who sit in it know its draft and who supports
 * what; all others know what was public before the doors closed.
 */
function knowledgeOf(run: Run, seat: number): Knowledge {
  const open = publicKnowledge(run);
  const holder = run.i32['forum.holder'];
  if (holder === undefined) return open;
  const { issueCount, forums } = run.scenario;
  const draft = run.i32['forum.text'].subarray(seat * issueCount, (seat + 1) * issueCount);
  const support = run.i32['forum.support'];
  const objection = run.i32['forum.objection'];
  const inside = run.i32['forum.inside'];
  const subject = publicSlice(run, 'turn.subject');
  const asks = (): number => (subject[0] === Subject.forum ? subject[1] : -1);
  const hears = (issue: number): boolean => {
    const forum = holder[issue];
    return forum >= 0 && forums[forum].isClosed && inside[seat * issueCount + issue] === 1;
  };
  return {
    text: (issue) => (draft[issue] >= 0 ? draft[issue] : open.text(issue)),
    support: (party, issue) =>
      hears(issue) ? support[party * issueCount + issue] : open.support(party, issue),
    objected: (party, issue) =>
      hears(issue) ? objection[party * issueCount + issue] === 1 : open.objected(party, issue),
    concerns: (issue) => open.concerns(issue) && (asks() < 0 || holder[issue] === asks()),
    sits: (party) => {
      if (asks() < 0) return true;
      for (let k = 0; k < issueCount; k++) {
        if (holder[k] === asks()) return inside[party * issueCount + k] === 1;
      }
      return false;
    },
  };
}

/** The public part of a scenario, in copies: nothing of the run or of other runs hangs on it. */
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
 * is read when it is asked for.
 */
function ownPreferences(scenario: Scenario, seat: number): OwnPreferences {
  const from = seat * scenario.issueCount;
  const to = from + scenario.issueCount;
  return {
    ideal: scenario.ideal.slice(from, to),
    salience: scenario.salience.slice(from, to),
    lowestOption: scenario.lowestOption.slice(from, to),
    highestOption: scenario.highestOption.slice(from, to),
    get reversionUtility() {
      return scenario.reversionUtility[seat];
    },
    get margin() {
      return scenario.margin[seat];
    },
    patience: scenario.patience[seat],
    concession: scenario.concession[seat],
    opening: scenario.opening[seat],
    get opinion() {
      return scenario.opinion[seat];
    },
  };
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
 * How far what the parties support lies from the text: the mean over all parties but one, and over issues.
 */
type DistanceFromText = (except: number) => number;

/**
 * Distances are the same for all who look in a turn (`run.asking`), so each party’s is worked out once in it.
 */
function distanceFromText(run: Run): DistanceFromText {
  const { partyCount, issueCount, position, stride } = run.scenario;
  const text = publicSlice(run, 'text.option');
  const support = publicSlice(run, 'text.support');
  const sums = new Float64Array(partyCount);
  const counts = new Int32Array(partyCount);
  const total = new Float64Array(1);
  let counted = 0;
  let turn = 0;

  function measure(party: number): void {
    let sum = 0;
    let count = 0;
    for (let k = 0; k < issueCount; k++) {
      const option = support[party * issueCount + k];
      if (option < 0) continue;
      sum += Math.abs(position[k * stride + option] - position[k * stride + text[k]]);
      count++;
    }
    sums[party] = sum;
    counts[party] = count;
  }

  function measureAll(): void {
    let sum = 0;
    let count = 0;
    for (let party = 0; party < partyCount; party++) {
      measure(party);
      sum += sums[party];
      count += counts[party];
    }
    total[0] = sum;
    counted = count;
  }

  return (except) => {
    if (turn === 0 || turn !== run.asking) measureAll();
    turn = run.asking;
    const count = counted - counts[except];
    // What is left of the sum when the own part is taken off; rounding must not make it negative.
    return count > 0 ? Math.max(0, total[0] - sums[except]) / count : 0;
  };
}

/** ln of the progress of the talks: the same for all seats, and in all turns of a round. */
function progressLog(run: Run): () => number {
  const progress = run.f64['talks.progress'];
  let of = 1;
  let log = 0;
  return () => {
    if (progress[0] !== of) {
      of = progress[0];
      log = ln(of);
    }
    return log;
  };
}

/** What is the same for all who look, so that it is worked out once for all of them. */
function sharedLooks(run: Run) {
  return {
    distance: distanceFromText(run),
    progressLog: progressLog(run),
    look: publicReader(run, 'i32'),
    measure: publicReader(run, 'f64'),
  };
}

/** Binds the windows of all seats, which share what is the same for all of them. */
export function observeAll(run: Run): Observation[] {
  const shared = sharedLooks(run);
  return run.scenario.partyIds.map((_, seat) => observe(run, seat, shared));
}

/** Binds the window of one seat. */
export function observe(run: Run, seat: number, shared = sharedLooks(run)): Observation {
  const { scenario } = run;
  const { issueCount } = scenario;
  const option = publicSlice(run, 'text.option');
  const closed = publicSlice(run, 'text.closed');
  const { text, support, objected, concerns, sits } = knowledgeOf(run, seat);
  const rank = publicSlice(run, 'talks.rank');
  const admitted = publicSlice(run, 'talks.admitted');
  const present = publicSlice(run, 'talks.present');
  const expected = publicSlice(run, 'treaty.expected');
  const noise = ownRow(run, 'talks.noise', seat);
  const gain = ownRow(run, 'compliance.gain', seat);
  const loss = ownRow(run, 'compliance.loss', seat);
  const progress = run.f64['talks.progress'];
  const memory = ownRow(run, 'strategy.memory', seat);
  const subject = publicSlice(run, 'turn.subject');
  const trusts = ownRow(run, 'trust.value', seat);
  const wish = run.i32['bloc.wish']?.subarray(seat * issueCount, (seat + 1) * issueCount);
  const own = ownPreferences(scenario, seat);
  const discount = discounts(scenario, own.patience);
  const idealOption = Int32Array.from(own.ideal, (place, issue) => nearestOption(scenario, issue, place));
  const isInstructed = haveInstructions(run);
  const terms = new Float64Array(utilityTerms.length);
  const isAcceptable = (issue: number, option: number) =>
    option >= own.lowestOption[issue] && option <= own.highestOption[issue];
  return {
    seat,
    scenario: publicPart(scenario),
    own,
    progress: () => progress[0],
    progressLog: shared.progressLog,
    tick: () => run.loop[Loop.tick],
    discount: () => discount(run.loop[Loop.tick]),
    text,
    closed: (issue) => closed[issue] === 1,
    support,
    stand: (issue) => {
      const apart = wish?.[issue] ?? -1;
      return apart >= 0 ? apart : support(seat, issue);
    },
    othersDistance: () => shared.distance(seat),
    objected,
    rank: (party, issue) => rank[party * issueCount + issue],
    present: (party) => present[party] === 1,
    admitted: (issue) => admitted[issue] === 1,
    concerns,
    sits,
    stands: (issue) => standsIn(scenario.nesting, option, issue),
    reversion: (issue) => scenario.reversion[issue],
    utilityReserving: (flags, at) => {
      const bound = withoutReserved(scenario, option, flags, at);
      for (let k = 0; k < issueCount; k++) if (!isAcceptable(k, bound[k])) return -Infinity;
      return utilityOf(scenario, seat, bound, run.reliability(seat, expected), terms);
    },
    meanTrust: () => run.meanTrust(seat),
    trust: (party) => trusts?.[party] ?? 0.5,
    textUtility: () => run.textUtility(seat),
    bestUtility: () => bestUtility(scenario, seat, run.reliability(seat, expected)),
    nearest: (issue, place) => nearestOption(scenario, issue, place),
    gainFromIdeal: (issue) => {
      const reliability = run.reliability(seat, expected);
      return (
        optionValue(scenario, seat, issue, idealOption[issue], reliability) -
        optionValue(scenario, seat, issue, text(issue), reliability)
      );
    },
    gainFrom: (issue, option) => {
      const reliability = run.reliability(seat, expected);
      return (
        optionValue(scenario, seat, issue, option, reliability) -
        optionValue(scenario, seat, issue, text(issue), reliability)
      );
    },
    isAcceptable,
    subject: (place) => subject[place],
    offer: (issue) => run.i32['bloc.offer']?.[seat * issueCount + issue] ?? -1,
    instructed: (issue) => !isInstructed || !isBeyond(run, seat, issue),
    mayAcceptAdReferendum: () => isInstructed && mayAcceptAdReferendum(run, seat),
    look: shared.look,
    measure: shared.measure,
    insideRedLines: (issue) => isAcceptable(issue, text(issue)),
    noise: () => noise?.[0] ?? 0,
    complianceGain: () => gain?.[0] ?? 0,
    complianceLoss: () => loss?.[0] ?? 0,
    uniform: (stream) => run.uniform(stream, seat),
    recall: (place) => memory?.[place] ?? 0,
    remember: (place, value) => {
      assert(memory !== undefined && place >= 0 && place < memory.length, `there is no memory ${place}`);
      memory[place] = value;
    },
    explain: (reason, value) => run.emitNumber(EventKind.reasoned, seat, value, reason),
  };
}

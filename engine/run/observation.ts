/**
 * The window of a seat on a run. It is bound once and reads the arrays through the declarations of their
 * visibility: a slice that is not public can be read in the seat’s own row only, and a hidden one not at all.
 * A strategy cannot reach what its seat may not know.
 */
import { assert } from '../codes.ts';
import { pow } from '../math.ts';
import { bestUtility, nearestOption, optionValue, utilityOf, utilityTerms } from '../preferences/utility.ts';
import type { Observation, OwnPreferences, PublicScenario, Run, Scenario } from './contract.ts';
import { EventKind } from './events.ts';
import { Loop } from './loop-position.ts';
import type { PlacedSlice } from './slices.ts';

function placed(run: Run, name: string): PlacedSlice | undefined {
  return run.scenario.layout.slices.find((slice) => slice.name === name);
}

/** A whole slice that everybody may read. */
function publicSlice(run: Run, name: string): Int32Array {
  assert(placed(run, name)?.visible === 'public', `slice ${name} is not public`);
  return run.i32[name];
}

/** Reads public slices of integers by name; one that the scenario lacks holds zeros. */
function publicReader(run: Run): Observation['look'] {
  const slices: Record<string, Int32Array> = Object.create(null);
  for (const slice of run.scenario.layout.slices) {
    if (slice.visible === 'public' && slice.type === 'i32') slices[slice.name] = run.i32[slice.name];
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

/** The public part of a scenario, in copies: nothing of the run or of other runs hangs on it. */
function publicPart(scenario: Scenario): PublicScenario {
  const { partyCount, issueCount, stride, chair, monitoring, openness } = scenario;
  return Object.freeze({
    partyCount,
    issueCount,
    stride,
    chair,
    monitoring,
    openness,
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

/** What a seat knows of itself, in copies: a view would be a door to the whole run. */
function ownPreferences(scenario: Scenario, seat: number): OwnPreferences {
  const from = seat * scenario.issueCount;
  const to = from + scenario.issueCount;
  return {
    ideal: scenario.ideal.slice(from, to),
    salience: scenario.salience.slice(from, to),
    lowestOption: scenario.lowestOption.slice(from, to),
    highestOption: scenario.highestOption.slice(from, to),
    reversionUtility: scenario.reversionUtility[seat],
    margin: scenario.margin[seat],
    patience: scenario.patience[seat],
    concession: scenario.concession[seat],
    opening: scenario.opening[seat],
    opinion: scenario.opinion[seat],
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

/** Places in what a seat works out about the text. */
const Worth = { reliability: 0, text: 1, best: 2 } as const;

/**
 * What the text is worth to a seat. A strategy looks at it several times in a turn and nothing changes
 * meanwhile (`run.asking`), so it is worked out once; outside a turn, at every look.
 */
function worthOf(run: Run, seat: number, text: Int32Array, expected: Int32Array): () => Float64Array {
  const { scenario } = run;
  const worth = new Float64Array(3);
  const terms = new Float64Array(utilityTerms.length);
  let turn = 0;
  return () => {
    if (turn !== 0 && turn === run.asking) return worth;
    turn = run.asking;
    const reliability = run.reliability(seat, expected);
    worth[Worth.reliability] = reliability;
    worth[Worth.text] = utilityOf(scenario, seat, text, reliability, terms);
    worth[Worth.best] = bestUtility(scenario, seat, reliability);
    return worth;
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
  let turn = 0;

  function measure(party: number): void {
    sums[party] = 0;
    counts[party] = 0;
    for (let k = 0; k < issueCount; k++) {
      const option = support[party * issueCount + k];
      if (option < 0) continue;
      sums[party] += Math.abs(position[k * stride + option] - position[k * stride + text[k]]);
      counts[party]++;
    }
  }

  return (except) => {
    if (turn === 0 || turn !== run.asking) for (let party = 0; party < partyCount; party++) measure(party);
    turn = run.asking;
    let sum = 0;
    let count = 0;
    for (let party = 0; party < partyCount; party++) {
      if (party === except) continue;
      sum += sums[party];
      count += counts[party];
    }
    return count > 0 ? sum / count : 0;
  };
}

/** Binds the windows of all seats, which share what is the same for all of them. */
export function observeAll(run: Run): Observation[] {
  const distance = distanceFromText(run);
  const look = publicReader(run);
  return run.scenario.partyIds.map((_, seat) => observe(run, seat, distance, look));
}

/** Binds the window of one seat. */
export function observe(
  run: Run,
  seat: number,
  distance = distanceFromText(run),
  look = publicReader(run),
): Observation {
  const { scenario } = run;
  const { issueCount } = scenario;
  const text = publicSlice(run, 'text.option');
  const closed = publicSlice(run, 'text.closed');
  const support = publicSlice(run, 'text.support');
  const objection = publicSlice(run, 'text.objection');
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
  const reversion = scenario.reversion.slice();
  const own = ownPreferences(scenario, seat);
  const worth = worthOf(run, seat, text, expected);
  const discount = discounts(scenario, own.patience);
  const idealOption = Int32Array.from(own.ideal, (place, issue) => nearestOption(scenario, issue, place));
  return {
    seat,
    scenario: publicPart(scenario),
    own,
    progress: () => progress[0],
    tick: () => run.loop[Loop.tick],
    discount: () => discount(run.loop[Loop.tick]),
    text: (issue) => text[issue],
    closed: (issue) => closed[issue] === 1,
    support: (party, issue) => support[party * issueCount + issue],
    othersDistance: () => distance(seat),
    objected: (party, issue) => objection[party * issueCount + issue] === 1,
    rank: (party, issue) => rank[party * issueCount + issue],
    present: (party) => present[party] === 1,
    admitted: (issue) => admitted[issue] === 1,
    meanTrust: () => run.meanTrust(seat),
    textUtility: () => worth()[Worth.text],
    bestUtility: () => worth()[Worth.best],
    nearest: (issue, place) => nearestOption(scenario, issue, place),
    gainFromIdeal: (issue) => {
      const reliability = worth()[Worth.reliability];
      return (
        optionValue(scenario, seat, issue, idealOption[issue], reliability) -
        optionValue(scenario, seat, issue, text[issue], reliability)
      );
    },
    gainFrom: (issue, option) => {
      const reliability = worth()[Worth.reliability];
      return (
        optionValue(scenario, seat, issue, option, reliability) -
        optionValue(scenario, seat, issue, text[issue], reliability)
      );
    },
    isAcceptable: (issue, option) => option >= own.lowestOption[issue] && option <= own.highestOption[issue],
    subject: (place) => subject[place],
    look,
    reversion: (issue) => reversion[issue],
    insideRedLines: (issue) =>
      text[issue] >= own.lowestOption[issue] && text[issue] <= own.highestOption[issue],
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

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

/** What a mechanism of the scenario provides under a name, with its parameters; undefined when none does. */
function provider<Name extends keyof NonNullable<Mechanism['provides']>>(scenario: Scenario, name: Name) {
  for (const { mechanism, parameters } of scenario.mechanisms) {
    const provided = mechanism.provides?.[name];
    if (provided !== undefined) return { provided, parameters };
  }
  return undefined;
}

/**
 * How the statecharts of a run are sent events: one event object serves all, so that a step allocates
 * nothing.
 */
function createSender(i32: Run['i32']) {
  const event: ChartEvent = { type: 0, value: 0, other: 0 };
  const configurations = chartByIndex.map((chart) => i32[chart.slice]);
  return (run: Run, index: number, row: number, seat: number, type: number, value: number, other: number) => {
    const words = configurations[index];
    const before = words[row];
    event.type = type;
    event.value = value;
    event.other = other;
    const taken = chartByIndex[index].statechart.step(words, row, run, seat, event);
    const changed = words[row] ^ before;
    const seen = chartByIndex[index].publicMask;
    if ((changed & seen) !== 0) run.emit(EventKind.stateChanged, seat, index, words[row] & seen, 0);
    if ((changed & ~seen) !== 0) run.emit(EventKind.conductChanged, seat, index, words[row], 0);
    return taken;
  };
}

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
  const slices = createSlices(compiled.layout);
  const scenario = standingScenario(compiled, slices.f64);
  const { loop } = slices.i32;
  const { entity, isState, weight } = scenario;
  const text = slices.i32['text.option'];
  const expected = slices.i32['treaty.expected'];
  const kept = slices.f64['treaty.kept'];
  const reliabilityOf = provider(scenario, 'reliability');
  const meanTrustOf = provider(scenario, 'meanTrust');
  const fixedReliability = scenario.file.utility.reliability;
  const reacting: readonly PlacedMechanism[] = scenario.mechanisms.filter(({ mechanism }) => mechanism.onAct);
  const send = createSender(slices.i32);
  const known = createKnowledge(scenario);
  const told = toldTerms(scenario);
  known.depth[0] = depthOf(scenario, known.text);

  const run: Run = {
    ...slices,
    scenario,
    loop,
    key,
    asking: 0,
    moment: -1,
    trustMoves: 1,
    answers: new Int32Array(scenario.partyCount * scenario.answerWidth),
    emit: (kind, seat, a, b, c) => recorder.add(kind, loop[Loop.round], seat, a, b, c),
    emitNumber: (kind, seat, value, c) => recorder.addNumber(kind, loop[Loop.round], seat, value, c),
    uniform: (stream, party, k = 0) => {
      loop[Loop.draws]++;
      return uniform(run.key, stream, entity[party], loop[Loop.round], k);
    },
    tickUniform: (stream, party) => {
      loop[Loop.draws]++;
      return uniform(run.key, stream, entity[party], loop[Loop.tick], 0);
    },
    normal: (stream, party, k = 0) => {
      loop[Loop.draws]++;
      return normal(run.key, stream, entity[party], loop[Loop.round], k);
    },
    sendParty: (party, event, value = 0, other = 0) =>
      send(run, isState[party] === 1 ? 0 : 1, party, party, event, value, other),
    sendChair: (event) => send(run, 2, 0, scenario.chair, event, 0, 0),
    sendAgreement: (event) => send(run, 3, 0, -1, event, 0, 0),
    sendMeeting: (event) => send(run, 4, 0, -1, event, 0, 0),
    reliability: (party, members) => {
      if (members !== expected) return workOutReliability(party, members);
      if (run.moment <= 0) return workOutReliability(party, expected);
      if (known.reliabilityAt[party] !== run.moment) {
        known.reliability[party] = workOutReliability(party, expected);
        known.reliabilityAt[party] = run.moment;
      }
      return known.reliability[party];
    },
    expect: (party, isExpected) => {
      const value = isExpected ? 1 : 0;
      if (expected[party] === value) return;
      expected[party] = value;
      run.noteChange();
    },
    noteChange: () => {
      if (run.moment > 0) run.moment++;
    },
    meanTrust: (party) => {
      if (meanTrustOf === undefined) return 0.5;
      if (run.moment <= 0) return meanTrustOf.provided(run, meanTrustOf.parameters, party);
      if (known.meanTrustAt[party] !== run.trustMoves) {
        known.meanTrust[party] = meanTrustOf.provided(run, meanTrustOf.parameters, party);
        known.meanTrustAt[party] = run.trustMoves;
      }
      return known.meanTrust[party];
    },
    act: (actor, act) => {
      run.emit(EventKind.actSeen, actor, act, 0, 0);
      for (let i = 0; i < reacting.length; i++) {
        const { mechanism, parameters } = reacting[i];
        mechanism.onAct?.(run, parameters, actor, act);
        run.noteChange();
      }
    },
    textUtility: (party) => {
      noticeText();
      if (run.moment <= 0 || known.utilityAt[party] !== run.moment) {
        known.utility[party] = workOutUtility(party, known.terms[party]);
        known.utilityAt[party] = run.moment;
      }
      return known.utility[party];
    },
    explainUtility: (party) => {
      const terms = known.terms[party];
      for (let i = 0; i < told.length; i++) {
        run.emitNumber(EventKind.reasoned, party, terms[told[i]], reasonOfTerm[told[i]]);
      }
      const reliability = run.reliability(party, expected);
      run.emitNumber(EventKind.reasoned, party, reliability, Reason.reliability);
    },
  };

  /** Without a trust mechanism, members are as reliable as the scenario says. */
  function workOutReliability(party: number, members: Int32Array): number {
    return reliabilityOf === undefined
      ? fixedReliability * shareOfOthers(scenario, members, party, slices.f64['objections.applies'])
      : reliabilityOf.provided(run, reliabilityOf.parameters, party, stakesOf(members));
  }

  /**
   * w_j·κ_j of the members, 0 for all others: the same for whoever expects something of them, so it is worked
   * out once in a moment.
   */
  function stakesOf(members: Int32Array): Float64Array {
    const { stakes, stakesAt } = known;
    const isKept = members === expected && run.moment > 0;
    if (isKept && stakesAt[0] === run.moment) return stakes;
    for (let party = 0; party < stakes.length; party++) {
      stakes[party] = members[party] * weight[party] * kept[party];
    }
    stakesAt[0] = isKept ? run.moment : 0;
    return stakes;
  }

  /** Utility of the text for a party. Most have reserved nothing, and share the depth of the text. */
  function workOutUtility(party: number, terms: Float64Array): number {
    const reliability = run.reliability(party, expected);
    if (hasReserved(run, party)) {
      return utilityOf(scenario, party, packageOf(run, party), reliability, terms);
    }
    if (known.hasDistance[party] === 0) {
      known.distance[party] = distanceOf(scenario, party, text);
      known.hasDistance[party] = 1;
    }
    return utilityFrom(scenario, party, known.depth[0], known.distance[party], reliability, terms);
  }

  /**
   * Any protocol may write the text, so a look at it finds out whether it is another one; but not while a
   * turn is asked.
   */
  function noticeText(): void {
    const { text: seen, textSeenIn } = known;
    if (run.asking > 0 && textSeenIn[0] === run.asking) return;
    textSeenIn[0] = run.asking;
    for (let k = 0; k < seen.length; k++) {
      if (seen[k] === text[k]) continue;
      seen.set(text);
      known.depth[0] = depthOf(scenario, text);
      known.hasDistance.fill(0);
      known.utilityAt.fill(0);
      return;
    }
  }

  return run;
}

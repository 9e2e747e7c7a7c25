/**
 * The window of a seat on a run. It is bound once and reads the arrays through the declarations of their
 * visibility: a slice that is not public can be read in the seat’s own row only, and a hidden one not at all. A
 * strategy cannot reach what its seat may not know.
 */
import { assert } from '../codes.ts';
import { bestUtility, nearestOption, optionValue } from '../preferences/utility.ts';
import type { Observation, OwnPreferences, Run, Scenario } from './contract.ts';
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

/** The seat’s own row of a slice; undefined when the scenario does not have it. */
function ownRow(run: Run, name: string, seat: number): Float64Array | undefined {
  const slice = placed(run, name);
  if (slice === undefined) return undefined;
  assert(slice.visible !== 'hidden' && slice.type === 'f64', `slice ${name} may not be read by a seat`);
  return run.f64[name].subarray(seat * slice.rowLength, (seat + 1) * slice.rowLength);
}

function ownPreferences(scenario: Scenario, seat: number): OwnPreferences {
  const from = seat * scenario.issueCount;
  const to = from + scenario.issueCount;
  return {
    ideal: scenario.ideal.subarray(from, to),
    salience: scenario.salience.subarray(from, to),
    lowestOption: scenario.lowestOption.subarray(from, to),
    highestOption: scenario.highestOption.subarray(from, to),
    reversionUtility: scenario.reversionUtility[seat],
    margin: scenario.margin[seat],
    patience: scenario.patience[seat],
    concession: scenario.concession[seat],
    opening: scenario.opening[seat],
    opinion: scenario.opinion[seat],
  };
}

/** Binds the window of one seat. */
export function observe(run: Run, seat: number): Observation {
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
  const own = ownPreferences(scenario, seat);
  const trusted = () => run.reliability(seat, expected);
  return {
    seat,
    scenario,
    own,
    progress: () => progress[0],
    tick: () => run.loop[Loop.tick],
    text: (issue) => text[issue],
    closed: (issue) => closed[issue] === 1,
    support: (party, issue) => support[party * issueCount + issue],
    objected: (party, issue) => objection[party * issueCount + issue] === 1,
    rank: (party, issue) => rank[party * issueCount + issue],
    present: (party) => present[party] === 1,
    admitted: (issue) => admitted[issue] === 1,
    meanTrust: () => run.meanTrust(seat),
    textUtility: () => run.textUtility(seat),
    bestUtility: () => bestUtility(scenario, seat, trusted()),
    nearest: (issue, place) => nearestOption(scenario, issue, place),
    gainFromIdeal: (issue) => {
      const reliability = trusted();
      const ideal = nearestOption(scenario, issue, own.ideal[issue]);
      return (
        optionValue(scenario, seat, issue, ideal, reliability) -
        optionValue(scenario, seat, issue, text[issue], reliability)
      );
    },
    insideRedLines: (issue) => text[issue] >= own.lowestOption[issue] && text[issue] <= own.highestOption[issue],
    noise: () => noise?.[0] ?? 0,
    complianceGain: () => gain?.[0] ?? 0,
    complianceLoss: () => loss?.[0] ?? 0,
    uniform: (stream) => run.uniform(stream, seat),
    memory: ownRow(run, 'strategy.memory', seat) ?? new Float64Array(0),
    explain: (reason, value) => run.emitNumber(EventKind.reasoned, seat, value, reason),
  };
}

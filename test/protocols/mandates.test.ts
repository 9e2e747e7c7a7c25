import { describe, expect, it } from 'vitest';
import { holdsLiveMandate } from '../../engine/agents/mandate.ts';
import { builtIn, createPlay, decodeEvents, type RunEvent, type Scenario } from '../../engine/index.ts';
import { tinyScenario } from '../conformance/protocols.ts';

// Delegates act under a live mandate only: mandates that come late, are revised and are recalled, in a tiny
// scenario of every protocol.

/** What a state does at the table. A move that others make for it would show here too. */
const acts: ReadonlySet<RunEvent['kind']> = new Set([
  'ranked',
  'supported',
  'supportedInGroup',
  'accepted',
  'acceptedAdReferendum',
  'objected',
  'objectedInGroup',
  'formallyObjected',
  'silenceReason',
  'dissociated',
  'voted',
  'ballotCast',
  'spoke',
  'explainedVote',
  'proposalTabled',
  'sponsored',
  'amendmentMoved',
  'motionMoved',
  'spokeOnMotion',
  'conferred',
  'undertook',
  'pledged',
  'exchanged',
  'positionMoved',
  'challenged',
  'stoodApart',
  'brokeRanks',
  'spokespersonNamed',
  'blocMoved',
  'signed',
  'signedAdReferendum',
]);

const unsteady = {
  mandates: { order: 'ad-hoc', hazard: 0.3 },
  elections: { term: 3, change: 1, recall: 0.5, revise: 1 },
};

function eventsOf(scenario: Scenario, seed: number): RunEvent[] {
  const play = createPlay(scenario, { seed, keepRecords: true });
  expect(play.toEnd()).toBe(true);
  expect(play.fault).toBeUndefined();
  return decodeEvents(scenario, play.recorder.records());
}

/** The tiny scenario of a protocol with such mandates, and a phase in which some of them come. */
async function unsteadyScenario(protocol: string): Promise<Scenario> {
  const { phases, ticks } = (await tinyScenario(protocol)).file;
  const orders = { id: 'orders', protocol: 'executive-orders', rounds: 5 };
  const world = Object.entries(unsteady).map(([id, value]) => ({ path: `world.${id}`, value }));
  const isThere = phases.some((phase) => phase.protocol === 'executive-orders');
  const more = [
    { path: 'phases', value: [orders, ...phases] },
    { path: 'ticks', value: ticks + orders.rounds },
  ];
  return tinyScenario(protocol, isThere ? world : [...world, ...more]);
}

const ids = builtIn.protocols.map(({ id }) => id);
/** Protocols in which no state does anything by itself. */
const idle = ['executive-orders', 'stakeholder-mapping'];

describe.each(ids)('in %s', (protocol) => {
  it('nobody speaks, proposes, votes or signs without a live mandate', async () => {
    const scenario = await unsteadyScenario(protocol);
    const states = new Set(Array.from(scenario.states, (state) => scenario.partyIds[state]));
    const seen = { acts: 0, recalls: 0, revisions: 0 };
    for (let seed = 1; seed <= 12; seed++) {
      const live = new Set<string>();
      for (const event of eventsOf(scenario, seed)) {
        if (event.kind === 'mandateGiven') live.add(event.party);
        if (event.kind === 'mandateRevised') seen.revisions++;
        if (event.kind === 'mandateRecalled') {
          live.delete(event.party);
          seen.recalls++;
        }
        if (!acts.has(event.kind) || !('party' in event) || !states.has(event.party)) continue;
        seen.acts++;
        expect(live, `${event.kind} of ${event.party}, seed ${seed}`).toContain(event.party);
      }
    }
    if (idle.includes(protocol)) return;
    expect(seen.acts).toBeGreaterThan(10);
    expect(seen.recalls).toBeGreaterThan(0);
  });
});

describe('mandates of talks that stall', () => {
  const strict = { mandates: { reviseAfter: 2 }, instructions: { width: 0.1, adReferendum: false } };

  it('are revised when the text has stood for so many ticks, by one option, inside red lines', async () => {
    const world = Object.entries(strict).map(([id, value]) => ({ path: `world.${id}`, value }));
    // alba’s line on labels is where its instructions end: there they cannot be widened
    const labels = (await tinyScenario('single-text')).file.issues.find(({ id }) => id === 'labels');
    const line = {
      path: 'parties.alba.redLines',
      value: { labels: { atLeast: labels?.options.at(-1)?.id } },
    };
    const scenario = await tinyScenario('single-text', [...world, line]);
    const { issueCount, lowestOption, highestOption } = scenario;
    const play = createPlay(scenario, { seed: 2, keepRecords: true });
    const { i32 } = play.run;
    const range = () => [[...i32['instructions.lowest']], [...i32['instructions.highest']]];
    let [revisions, still, hard] = [0, 0, 0];
    let [text, instructed] = [[...i32['text.option']], range()];
    let told = 0;
    for (let step = play.advance(); step !== 'over'; step = play.advance()) {
      if (step !== 'round') continue;
      const events = decodeEvents(scenario, play.recorder.records()).slice(told);
      told += events.length;
      const isRevised = events.some((event) => event.kind === 'mandateRevised' && event.why === 'stalled');
      const isSame = text.every((option, k) => option === i32['text.option'][k]);
      still = isSame && i32['text.revision'][0] > 0 ? still + 1 : 0;
      text = [...i32['text.option']];
      const [[lowest, highest], [before, beforeHighest]] = [range(), instructed];
      instructed = [lowest, highest];
      if (!isRevised) continue;
      revisions++;
      expect(still).toBeGreaterThanOrEqual(2);
      for (const state of scenario.states) {
        for (let k = 0; k < issueCount; k++) {
          const at = state * issueCount + k;
          expect(lowest[at]).toBe(Math.max(lowestOption[at], before[at] - 1));
          expect(highest[at]).toBe(Math.min(highestOption[at], beforeHighest[at] + 1));
          if (lowest[at] === before[at] && before[at] > 0) hard++;
        }
      }
    }
    expect(revisions).toBeGreaterThan(0);
    expect(hard).toBeGreaterThan(0);
  });
});

describe('a mandate', () => {
  it('is live once given, while it is revised, and not after a recall', async () => {
    const scenario = await unsteadyScenario('single-text');
    const play = createPlay(scenario, { seed: 1, keepRecords: true });
    const told = new Map<RunEvent['kind'], number>();
    for (let step = play.advance(); step !== 'over'; step = play.advance()) {
      const live = new Map<string, boolean>();
      for (const event of decodeEvents(scenario, play.recorder.records())) {
        if (event.kind === 'mandateGiven' || event.kind === 'mandateRevised') live.set(event.party, true);
        else if (event.kind === 'mandateRecalled') live.set(event.party, false);
        else continue;
        told.set(event.kind, (told.get(event.kind) ?? 0) + 1);
      }
      for (const state of scenario.states) {
        expect(holdsLiveMandate(play.run, state)).toBe(live.get(scenario.partyIds[state]) ?? false);
      }
    }
    expect(told.size).toBe(3);
  });

  it('takes with it, when it is recalled, what the delegation supported and objected to', async () => {
    const scenario = await unsteadyScenario('single-text');
    let [withdrawn, objected] = [0, 0];
    for (let seed = 1; seed <= 20; seed++) {
      const play = createPlay(scenario, { seed });
      const { i32 } = play.run;
      const rowOf = (slice: string, state: number) =>
        i32[slice].subarray(state * scenario.issueCount, (state + 1) * scenario.issueCount);
      const had = new Set<number>();
      for (let step = play.advance(); step !== 'over'; step = play.advance()) {
        for (const state of scenario.states) {
          const isLive = holdsLiveMandate(play.run, state);
          if (rowOf('text.objection', state).some((flag) => flag === 1)) objected++;
          if (rowOf('text.support', state).some((option) => option >= 0)) had.add(state);
          if (isLive || !had.has(state)) continue;
          expect([...rowOf('text.support', state)].every((option) => option === -1)).toBe(true);
          expect([...rowOf('text.objection', state)].every((flag) => flag === 0)).toBe(true);
          had.delete(state);
          withdrawn++;
        }
      }
    }
    expect(withdrawn).toBeGreaterThan(3);
    expect(objected).toBeGreaterThan(3);
  });
});

import { describe, expect, it } from 'vitest';
import { acts, charts, decodeEvents, type EventOf, type Input, type RunEvent } from '../../engine/index.ts';
import { eachRound, gavel, playOut, playWith } from './gavel.ts';
import { keptTreaty } from './kept-treaty.ts';

// Withdrawal with notice: who is asked, how long a notice runs, what ends with a membership, and who follows.

const isBound = charts.state.in('commitment.inForce');
const hasWithdrawn = charts.state.in('commitment.withdrawn');

/** Seeds in which somebody leaves. */
const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

describe('a notice', () => {
  it('is given after so many reports in a row that find the party too far below', async () => {
    const scenario = await gavel('world.withdrawal.reports=3', 'world.withdrawal.threshold=0.03');
    const below = new Array<number>(scenario.partyCount).fill(0);
    let [published, notices, resets] = [0, 0, 0];
    for (const seed of seeds) {
      below.fill(0);
      published = 0;
      const play = eachRound(scenario, seed, ({ run }) => {
        // Asked are those who were too far below at each of the last three reports.
        const now = run.i32['compliance.periods']?.[1] ?? 0;
        if (now === published) return;
        published = now;
        for (const party of scenario.states) {
          if (!isBound(run, party)) below[party] = 0;
          else if (run.i32['withdrawal.effectTick']![party]! < 0) {
            const isBelow = run.textUtility(party) < run.scenario.reversionUtility[party]! - 0.03;
            if (!isBelow && below[party]! > 0) resets++;
            below[party] = isBelow ? below[party]! + 1 : 0;
            expect(run.i32['withdrawal.below']![party]).toBe(below[party]);
            expect(run.i32['withdrawal.open']![party]).toBe(below[party]! >= 3 ? 1 : 0);
          }
        }
      });
      for (const event of decodeEvents(scenario, play.recorder.records())) {
        if (event.kind === 'noticeGiven') notices++;
      }
    }
    expect(notices).toBeGreaterThan(5);
    expect(resets).toBeGreaterThan(0);
  });

  it('is not given before the treaty says that anybody may', async () => {
    const first = async (...arms: string[]) => {
      const scenario = await gavel('world.withdrawal.reports=3', 'world.withdrawal.threshold=0.03', ...arms);
      const since: number[] = [];
      for (const seed of seeds) {
        const { of, tickOf } = playOut(scenario, seed);
        const [force] = of('enteredIntoForce');
        for (const notice of of('noticeGiven')) since.push(tickOf(notice) - tickOf(force!));
      }
      return since;
    };
    const free = await first();
    const barred = await first('world.withdrawal.earliest=30');
    expect(Math.min(...free)).toBeLessThan(30);
    expect(barred.length).toBeGreaterThan(2);
    // A report may come in the very month in which the time is over; who is asked then answers a month later.
    expect(Math.min(...barred)).toBeGreaterThanOrEqual(30);
  });

  it('stands for an agreement worth less than none: the numbers are those of the utility', async () => {
    const scenario = await gavel();
    let judged = 0;
    for (const seed of seeds) {
      const { events } = playOut(scenario, seed);
      const terms = new Map<string, number>();
      for (const event of events) {
        if (event.kind === 'reasoned') terms.set(`${event.party} ${event.reason}`, event.value);
        if (event.kind !== 'noticeGiven') continue;
        const utility = ['benefit', 'distance', 'cost', 'voice', 'transfer']
          .map((name) => terms.get(`${event.party} ${name}`) ?? 0)
          .reduce((sum, value) => sum + value, 0);
        expect(utility).toBeLessThan(terms.get(`${event.party} reversion`)!);
        judged++;
      }
    }
    expect(judged).toBeGreaterThan(5);
  });

  it.each([1, 3, 12])(
    'runs for the %s months that the treaty says, and the party is bound until then',
    async (months) => {
      const scenario = await gavel(`treaty.withdrawal=${months}`, 'ticks=70');
      let left = 0;
      for (const seed of seeds) {
        const { of, tickOf } = playOut(scenario, seed);
        for (const notice of of('noticeGiven')) {
          expect(notice.tick).toBe(tickOf(notice) + months);
          const out = of('withdrew').find(({ party, seq }) => party === notice.party && seq > notice.seq);
          const back = of('noticeRevoked').find(
            ({ party, seq }) => party === notice.party && seq > notice.seq,
          );
          if (out === undefined || (back !== undefined && back.seq < out.seq)) continue;
          expect(tickOf(out)).toBe(notice.tick);
          left++;
        }
      }
      expect(left).toBeGreaterThan(2);
    },
  );

  it('can be taken back as long as it runs, by a party for which it is worth staying', async () => {
    // After the notice its money comes: the levels grow again, and the agreement is worth having.
    const scenario = await gavel(
      'treaty.withdrawal=40',
      'world.operations.growth=0.3',
      'ticks=90',
      'phases.last.rounds=40',
    );
    let [revoked, insisted] = [0, 0];
    for (const seed of [...seeds, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]) {
      const { of } = playOut(scenario, seed);
      for (const back of of('noticeRevoked')) {
        expect(of('noticeGiven').some(({ party, seq }) => party === back.party && seq < back.seq)).toBe(true);
        revoked++;
      }
      const [notice] = of('noticeGiven');
      if (notice === undefined) continue;
      // A person who does not take it back leaves.
      const firm = playWith(scenario, seed, [notice.party], (question) =>
        question === 'withdraw' ? { withdraws: true } : undefined,
      );
      expect(firm.of('noticeRevoked').filter(({ party }) => party === notice.party)).toEqual([]);
      insisted++;
    }
    expect(revoked).toBeGreaterThan(0);
    expect(insisted).toBeGreaterThan(5);
  });
});

describe('a party that has left', () => {
  it('is bound to nothing, expected of nothing and not monitored; no instrument stands', async () => {
    const scenario = await gavel();
    let out = 0;
    for (const seed of seeds) {
      eachRound(scenario, seed, ({ run }) => {
        for (const party of scenario.states) {
          if (!hasWithdrawn(run, party)) continue;
          out++;
          for (const slice of ['treaty.boundTick', 'treaty.ratifiedTick', 'treaty.dueTick'])
            expect(run.i32[slice]![party], slice).toBe(-1);
          for (const slice of ['treaty.expected', 'compliance.member', 'treaty.reservations'])
            expect(run.i32[slice]![party], slice).toBe(0);
          expect(run.f64['treaty.kept']![party]).toBe(1);
        }
      });
    }
    expect(out).toBeGreaterThan(50);
  });

  it('may accede again after the time the scenario says, and is out until it is back', async () => {
    const scenario = await gavel('world.withdrawal.again=6');
    let returned = 0;
    for (const seed of seeds) {
      const { of, tickOf, play } = playOut(scenario, seed);
      for (const left of of('withdrew')) {
        const back = of('submitted').find(({ party, seq }) => party === left.party && seq > left.seq);
        if (back === undefined) continue;
        expect(tickOf(back) - tickOf(left)).toBeGreaterThanOrEqual(6);
        returned++;
      }
      for (const party of scenario.states) {
        const isOut = play.run.i32['withdrawal.leftTick']![party]! >= 0;
        if (isBound(play.run, party)) expect(isOut).toBe(false);
        if (hasWithdrawn(play.run, party)) expect(isOut).toBe(true);
      }
    }
    expect(returned).toBeGreaterThan(3);
  });

  it('moves trust by the weight of its act', async () => {
    for (const weight of [0, 1]) {
      const scenario = await gavel(`world.trust.acts.withdrawal=${weight}`);
      let acts = 0;
      for (const seed of seeds) {
        const { of } = playOut(scenario, seed);
        acts += of('withdrew').length;
        expect(of('actSeen').filter(({ act }) => act === 'withdrawal')).toHaveLength(of('withdrew').length);
      }
      expect(acts).toBeGreaterThan(5);
    }
  });
});

// Three states of which each needs the other two. Nobody's word gains or loses by being kept, so that each
// expects of the others what it did at first: ρ is a half. Half of a depth of a half at Ω = .8 is worth .12
// to each, and costs .095; with one of the others gone it is worth half of that.
const chain = () =>
  keptTreaty({
    states: 3,
    ticks: 60,
    treaty: { withdrawal: 2 },
    utility: { distance: 0 },
    party: () => ({ benefit: 0.6, cost: 0.18, readiness: 0.9, margin: 0 }),
    world: {
      withdrawal: { reports: 2, threshold: 0.01, again: 120 },
      trust: { acts: Object.fromEntries(acts.map((act) => [act, 0])) },
    },
  });

/** All agree on it and join it. */
const together = (question: string): unknown => {
  if (question === 'vote') return { vote: 'yes' };
  return question === 'sign' ? { signs: true } : undefined;
};
const states = ['s00', 's01', 's02'];

/** What people did up to a round, from which on strategies hold the seats. */
function until(inputs: readonly Input[], round: number): Input[] {
  const given = states.map((seat): Input => ({ type: 'give', seat, round, turn: 0 }));
  return [...inputs.filter((input) => input.round < round), ...given];
}

describe('when one leaves', () => {
  it('the others expect less: ρ falls by what was expected of it', async () => {
    const scenario = await chain();
    const { of, play } = playWith(scenario, 1, states, together);
    expect(of('ended')[0]?.outcome).toBe('in-force');
    expect(of('noticeGiven')).toEqual([]);
    const { run } = play;
    const [one, , three] = states.map((id) => scenario.partyIds.indexOf(id));
    const expected = run.i32['treaty.expected']!;
    expect(run.reliability(one!, expected)).toBeCloseTo(0.5, 12);
    run.expect(three!, false);
    expect(run.reliability(one!, expected)).toBeCloseTo(0.25, 12);
  });

  it('others may follow, and the agreement that everybody leaves is at an end', async () => {
    const scenario = await chain();
    const inputs = until(playWith(scenario, 1, states, together).play.inputs, 8);
    expect(playOut(scenario, 1, inputs).of('noticeGiven')).toEqual([]);
    // The same run with the same answers, but that one of them is on its way out from month 20 on.
    const play = eachRound(
      scenario,
      1,
      ({ run }, tick) => {
        if (tick === 20) run.i32['withdrawal.effectTick']![scenario.partyIds.indexOf('s02')] = 22;
      },
      inputs,
    );
    const events = decodeEvents(scenario, play.recorder.records());
    const of = <Kind extends RunEvent['kind']>(kind: Kind) => events.filter((event) => event.kind === kind);
    const left = of('withdrew') as EventOf<'withdrew'>[];
    expect(left[0]).toMatchObject({ party: 's02' });
    expect(left.map(({ party }) => party).sort()).toEqual(states);
    // The others gave notice after it had left, at reports that found them worse off.
    const notices = of('noticeGiven') as EventOf<'noticeGiven'>[];
    expect(notices.map(({ party }) => party)).toEqual(['s00', 's01']);
    for (const notice of notices) expect(notice.seq).toBeGreaterThan(left[0]!.seq);
    expect(of('terminated')).toMatchObject([{ how: 'deserted' }]);
    expect(events.at(-1)).toMatchObject({ kind: 'ended', outcome: 'terminated' });
    for (const party of scenario.states) expect(play.run.i32['treaty.boundTick']![party]).toBe(-1);
  });
});

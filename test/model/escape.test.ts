import { describe, expect, it } from 'vitest';
import { charts, Loop, maySeeEvent } from '../../engine/index.ts';
import { eachRound, gavel, loadGavel, playOut, playWith } from './gavel.ts';
import { keptTreaty, paired, samples } from './kept-treaty.ts';
import { sigma } from './witness.ts';

// The escape clause: who may invoke it, what it costs, what it excuses from, and when it ends.

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

describe('an excuse', () => {
  it('lasts as long as the clause says, and cannot be had again for as long', async () => {
    const scenario = await gavel('world.escape.ticks=5', 'world.escape.again=7');
    let [whole, again] = [0, 0];
    for (const seed of seeds) {
      const { of, tickOf } = playOut(scenario, seed);
      for (const invoked of of('escapeInvoked')) {
        const ended = of('escapeEnded').find(
          ({ party, seq }) => party === invoked.party && seq > invoked.seq,
        );
        expect(invoked.until).toBe(tickOf(invoked) + 5);
        if (ended === undefined) continue;
        expect(tickOf(ended)).toBeLessThanOrEqual(invoked.until);
        if (tickOf(ended) === invoked.until) whole++;
        const next = of('escapeInvoked').find(({ party, seq }) => party === invoked.party && seq > ended.seq);
        if (next === undefined) continue;
        expect(tickOf(next)).toBeGreaterThanOrEqual(tickOf(ended) + 7);
        again++;
      }
    }
    expect(whole).toBeGreaterThan(20);
    expect(again).toBeGreaterThan(5);
  });

  it('is never longer than a year', async () => {
    const loaded = await loadGavel('world.escape.ticks=13');
    if (loaded.ok) throw new Error('it loaded');
    expect(loaded.problems).toMatchObject([{ path: 'world.escape.ticks', code: 'out-of-range' }]);
  });

  it('keeps the party from being monitored and from deciding, and everybody sees it', async () => {
    const scenario = await gavel(
      'world.compliance.latency=0',
      'world.compliance.selfReport=always',
      'world.escape.ticks=9',
    );
    let seen = 0;
    for (const seed of seeds) {
      const { of, tickOf, events } = playOut(scenario, seed);
      for (const invoked of of('escapeInvoked')) {
        // An excuse ends with its time, or with the membership.
        const ended = [...of('escapeEnded'), ...of('withdrew')]
          .filter(({ party, seq }) => party === invoked.party && seq > invoked.seq)
          .sort((one, other) => one.seq - other.seq)[0];
        const during = events.filter(
          (event) =>
            'party' in event &&
            event.party === invoked.party &&
            event.seq > invoked.seq &&
            event.seq < (ended?.seq ?? Infinity),
        );
        const kinds = during.map(({ kind }) => kind);
        for (const kind of ['reported', 'willed', 'detected', 'escapeInvoked'])
          expect(kinds).not.toContain(kind);
        if (ended !== undefined && tickOf(ended) - tickOf(invoked) === 9) seen++;
        const shown = events.filter((event) => maySeeEvent(event, { role: 'public' }, false));
        expect(shown).toContain(invoked);
        const charts = shown.filter(
          (event) => event.kind === 'stateChanged' && event.party === invoked.party,
        );
        const last = charts.filter(({ seq }) => seq < invoked.seq).at(-1);
        expect(last?.kind === 'stateChanged' ? last.configuration : '').toContain('inForce.excused');
      }
    }
    expect(seen).toBeGreaterThan(10);
  });

  it('is asked for by those who cannot, or would rather not, and by nobody else', async () => {
    const scenario = await gavel();
    let [unable, unwilling] = [0, 0];
    for (let seed = 1; seed <= 30; seed++) {
      eachRound(scenario, seed, ({ run }) => {
        for (const party of scenario.states) {
          const isLapsing = charts.state.in('commitment.inForce.lapsing')(run, party);
          const [gain, loss] = [run.f64['compliance.gain']![party]!, run.f64['compliance.loss']![party]!];
          if (run.i32['escape.open']![party] === 0) continue;
          expect(run.i32['compliance.member']![party]).toBe(1);
          if (isLapsing) unable++;
          else {
            expect(run.i32['compliance.open']![party]).toBe(1);
            expect(gain).toBeGreaterThan(loss);
            unwilling++;
          }
        }
      });
    }
    expect(Math.min(unable, unwilling)).toBeGreaterThan(20);
  });
});

describe('the fee', () => {
  it('is paid by the excused to the others in equal parts, as long as the excuse lasts', async () => {
    const scenario = await gavel('world.escape.fee=0.08');
    let [paying, most] = [0, 0];
    for (const seed of seeds) {
      eachRound(scenario, seed, ({ run }) => {
        const paid = [...run.f64['escape.transferPart']!];
        const excused = scenario.states.filter(
          (party) => run.i32['escape.until']![party]! > run.loop[Loop.tick]!,
        );
        expect(paid.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
        const payers = scenario.states.filter((party) => paid[party]! < 0);
        for (const party of payers) expect(paid[party]).toBe(-0.08);
        const shares = new Set(paid.filter((value) => value > 0));
        expect(shares.size).toBeLessThanOrEqual(1);
        if (payers.length > 0) paying++;
        most = Math.max(most, excused.length);
        // Nothing else pays in this scenario.
        for (const [party, value] of paid.entries())
          expect(run.scenario.transfer[party]).toBeCloseTo(value, 12);
      });
    }
    expect(paying).toBeGreaterThan(100);
    expect(most).toBeGreaterThan(1);
  });

  it('is weighed against what breaking the word is expected to cost', async () => {
    for (const fee of [0.02, 0.25]) {
      const scenario = await gavel(`world.escape.fee=${fee}`);
      const tally = { n: 0, expected: 0, variance: 0, taken: 0 };
      for (let seed = 1; seed <= 40; seed++) {
        const { events } = playOut(scenario, seed);
        let loss = Number.NaN;
        for (const event of events) {
          if (event.kind === 'reasoned' && event.reason === 'loss') loss = event.value;
          const isNo = event.kind === 'declined' && event.question === 'escape';
          if (event.kind !== 'escapeInvoked' && !isNo) continue;
          const chance = sigma(10 * (loss - fee));
          tally.n++;
          tally.expected += chance;
          tally.variance += chance * (1 - chance);
          if (!isNo) tally.taken++;
        }
      }
      expect(tally.n).toBeGreaterThan(150);
      expect(Math.abs(tally.taken - tally.expected)).toBeLessThan(4 * Math.sqrt(tally.variance));
    }
  });
});

describe('a person', () => {
  it('is asked, and its yes excuses the party', async () => {
    const scenario = await gavel();
    let asked = 0;
    const yes = playWith(scenario, 2, ['dolma'], (question) => {
      if (question !== 'escape') return undefined;
      asked++;
      return { invokes: true };
    });
    expect(asked).toBeGreaterThan(0);
    expect(yes.of('escapeInvoked').filter(({ party }) => party === 'dolma')).toHaveLength(asked);
    const no = playWith(scenario, 2, ['dolma'], (question) =>
      question === 'escape' ? { invokes: false } : undefined,
    );
    expect(no.of('escapeInvoked').filter(({ party }) => party === 'dolma')).toEqual([]);
    expect(no.of('declined').filter(({ question }) => question === 'escape').length).toBeGreaterThan(asked);
  });
});

describe('what an escape clause does, on 200 common seeds and fixed members', () => {
  it('takes periods out of monitoring that would have been failures; less is kept in all', async () => {
    const arm = async (clause?: object) =>
      samples(await keptTreaty({ depth: 14, world: clause === undefined ? {} : { escape: clause } }), 200);
    const [without, cheap, dear] = [await arm(), await arm({}), await arm({ fee: 0.4 })];
    expect(paired(without, cheap, 'compliance').atLeast).toBeGreaterThan(0);
    expect(paired(without, cheap, 'effectivenessFixed').atMost).toBeLessThan(0);
    // The dearer the excuse, the fewer there are.
    expect(paired(cheap, dear, 'escapes').atMost).toBeLessThan(0);
    expect(paired(cheap, dear, 'effectivenessFixed').atLeast).toBeGreaterThan(0);
  });
});

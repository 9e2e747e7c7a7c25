import { describe, expect, it } from 'vitest';
import { decodeEvents, type Play } from '../../engine/index.ts';
import { Loop, OutcomeIndex } from '../../engine/run/loop-position.ts';
import { compiled, firstMandateDocument, type Loose, played } from './first-mandate.ts';

// The world does not wait for a conference: what happens in it whether or not anybody negotiates goes on to
// the horizon, so that arms that end early are compared over the same time.

const horizon: number = (firstMandateDocument() as Loose).ticks;
const ends = {
  breakdown: (file: Loose) => {
    // Nothing is ever carried: no state may say more than no.
    for (const party of file.parties) if (party.kind === 'state') party.strategy = { use: 'hardliner' };
    file.rules.decision = [{ rule: 'unanimity' }];
  },
  lapsed: (file: Loose) => {
    file.world.ratification = { rate: 0, rejection: 0 };
    for (const phase of file.phases) if (phase.with?.lapses === true) phase.rounds = 6;
  },
  adopted: (file: Loose) => {
    const lives = ['treaty-life', 'review-conference'];
    file.phases = file.phases.filter(({ protocol }: Loose) => !lives.includes(protocol));
  },
};

/**
 * First-mandate that ends as told. Of the mechanisms that go on by themselves it has only those of `world`; a
 * table says 12 a year for every state.
 */
async function ending(how: keyof typeof ends, world: object): Promise<Play> {
  const file: Loose = firstMandateDocument();
  const states = file.parties.filter(({ kind }: Loose) => kind === 'state');
  const values = Object.fromEntries(states.map(({ id }: Loose) => [id, 12]));
  file.tables = [{ id: 'emitted', title: 'Emitted', unit: 'GtCO2 a year', values }];
  const { elections: _, opinion: __, ...others } = file.world;
  file.world = { ...others, ...world };
  ends[how](file);
  return played(await compiled(file), { seed: 1 });
}

const emissions = { emissions: { table: 'emitted', growth: 0.01 } };

describe.each(['breakdown', 'lapsed', 'adopted'] as const)('after a run that ends as %s', (how) => {
  it('emissions go on to the horizon', async () => {
    const { run, scenario, recorder } = await ending(how, emissions);
    expect(run.loop[Loop.outcome]).toBe(OutcomeIndex[how]);
    expect(run.loop[Loop.tick]).toBe(horizon);
    // A twelfth of 12 a month in each of six states, growing by a hundredth a year; nobody cuts anything.
    let expected = 0;
    for (let tick = 1; tick <= horizon; tick++) expected += 6 * 1.01 ** (tick / 12);
    const sum = run.f64['emissions.sum'].reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo(expected, 9);
    const events = decodeEvents(scenario, recorder.records());
    const passed = events.flatMap((event) => (event.kind === 'timePassed' ? [event.tick] : []));
    const first = passed[0] ?? horizon;
    expect(passed.length).toBeGreaterThan(10);
    expect(passed).toEqual(Array.from({ length: horizon - first }, (_, i) => first + i));
    expect(events.at(-1)?.kind).toBe('ended');
  });

  it('elections are held, and move neither mandates nor treaties', async () => {
    const { scenario, recorder } = await ending(how, { elections: { term: 6, change: 1, recall: 1 } });
    const events = decodeEvents(scenario, recorder.records());
    const over = events.findIndex(({ kind }) => kind === 'timePassed');
    expect(over).toBeGreaterThan(0);
    const rest = events.slice(over);
    const held = rest.filter(({ kind }) => kind === 'electionHeld').length;
    const months = horizon - (rest[0]?.kind === 'timePassed' ? rest[0].tick : horizon);
    expect(held).toBeGreaterThanOrEqual(6 * Math.floor(months / 6));
    expect(rest.filter(({ kind }) => kind === 'stateChanged')).toEqual([]);
  });

  it('nothing happens where no mechanism goes on', async () => {
    const { run, scenario, recorder } = await ending(how, {});
    expect(run.loop[Loop.tick]).toBeLessThan(horizon);
    const kinds = decodeEvents(scenario, recorder.records()).map(({ kind }) => kind);
    expect(kinds).not.toContain('timePassed');
  });
});

describe('two runs of one seed', () => {
  it('emit the same where one breaks down and the other binds nobody', async () => {
    const sums = [];
    for (const how of ['breakdown', 'lapsed', 'adopted'] as const) {
      sums.push(Array.from((await ending(how, emissions)).run.f64['emissions.sum']));
    }
    expect(sums[1]).toEqual(sums[0]);
    expect(sums[2]).toEqual(sums[0]);
  });
});

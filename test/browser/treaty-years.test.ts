// The life of a treaty and the history of trust, folded from events, against what the run itself holds.

import { describe, expect, it } from 'vitest';
import { foldEvents } from '../../engine/analysis/fold.ts';
import { decodeEvents, type RunEvent } from '../../engine/index.ts';
import { viewScenario } from '../../engine/run/visibility.ts';
import { textDocument } from '../../engine/text/document.ts';
import { standingSentence } from '../../engine/text/render-text.ts';
import { leadSentence } from '../../server/cli/page/lead.ts';
import { monthsOf, roundMonths } from '../../viewer/model/months.ts';
import { layOut, placeWords } from '../../viewer/model/timeline.ts';
import { boundStandings, conductByMonth, treatyYears } from '../../viewer/model/treaty-years.ts';
import { trustHistory } from '../../viewer/model/trust-history.ts';
import { compiled, firstMandate, firstMandateDocument, played } from '../run/first-mandate.ts';

const scenario = viewScenario(firstMandate.file, { role: 'god' }, true);
const seeds = [3, 7, 11, 12];
const runOf = (seed: number) => {
  const play = played(firstMandate, { seed });
  const events = decodeEvents(firstMandate, play.recorder.records());
  const whole = foldEvents(scenario, events);
  return { run: play.run, events, whole, calendar: monthsOf(whole, events) };
};

describe('the life of a treaty', () => {
  it.each(seeds)('has every state sign, ratify and be bound when the run says, seed %i', (seed) => {
    const { run, events, calendar } = runOf(seed);
    const { lives } = treatyYears(events, calendar);
    let bound = 0;
    for (const state of firstMandate.states) {
      const life = lives.get(firstMandate.partyIds[state]) ?? [];
      const signed = run.i32['treaty.signedTick'][state];
      if (signed >= 0) expect(life[0]?.from).toBe(signed);
      else expect(life[0]?.standing).not.toBe('signed');
      const boundTick = run.i32['treaty.boundTick'][state];
      const first = life.find(({ standing }) => boundStandings.includes(standing));
      expect(first !== undefined).toBe(boundTick >= 0);
      if (first !== undefined) expect(first.from).toBe(boundTick);
      if (first !== undefined) bound++;
      for (let i = 1; i < life.length; i++) expect(life[i]?.from).toBe(life[i - 1]?.to);
    }
    expect(bound).toBeGreaterThan(1);
  });

  it.each(seeds)('dates entry into force as the run, the lead and the text do, seed %i', (seed) => {
    const { run, events, calendar } = runOf(seed);
    const month = run.i32['treaty.forceTick'][0];
    expect(month).toBeGreaterThan(0);
    const view = foldEvents(scenario, events);
    expect(treatyYears(events, calendar).milestones).toContainEqual({ tick: month, words: 'in force' });
    expect(leadSentence(view, {})).toContain(`in force since month ${month}:`);
    // What conferences changed since may follow.
    expect(standingSentence(textDocument(view))).toMatch(new RegExp(`in force since month ${month}[.,]`));
  });

  it('counts every bound state once a month', () => {
    const { events, calendar } = runOf(7);
    const years = treatyYears(events, calendar);
    const last = conductByMonth(years).at(-1);
    const total = Object.values(last?.counts ?? {}).reduce((sum, count) => sum + count, 0);
    const isBound = (id: string) =>
      boundStandings.includes(years.lives.get(id)?.at(-1)?.standing ?? 'signed');
    expect(total).toBe([...years.lives.keys()].filter(isBound).length);
    expect(total).toBeGreaterThan(3);
  });

  it('knows of a party what others may see: bound, and nothing of its conduct', () => {
    const { events, calendar } = runOf(7);
    const seen = events.filter(({ kind }: RunEvent) => kind !== 'conductChanged');
    const standings = [...treatyYears(seen, calendar).lives.values()].flat().map(({ standing }) => standing);
    expect(standings).toContain('bound');
    expect(standings).not.toContain('defecting');
    expect(standings).not.toContain('lapsing');
  });

  it('is that up to the round looked at', () => {
    const { events, calendar } = runOf(7);
    const early = treatyYears(events, calendar, 12);
    expect(early.to).toBeLessThan(treatyYears(events, calendar).to);
    expect([...early.lives.values()].flat().every(({ standing }) => standing !== 'sanctioned')).toBe(true);
  });
});

describe('the months of a run', () => {
  it.each(seeds)('of each round hold what the run dates in it, seed %i', (seed) => {
    const { run, events, calendar, whole } = runOf(seed);
    const inside = (round: number) => [calendar.during(round), calendar.after(round)];
    for (const state of firstMandate.states) {
      const { signedRound, ratifiedRound } = whole.parties.get(firstMandate.partyIds[state]) ?? {};
      if (signedRound !== undefined)
        expect(run.i32['treaty.signedTick'][state]).toBe(calendar.during(signedRound));
      if (ratifiedRound !== undefined)
        expect(run.i32['treaty.ratifiedTick'][state]).toBe(calendar.after(ratifiedRound));
    }
    // One round ends where the next begins, and the last at the horizon.
    for (let round = 0; round < whole.round; round++) {
      expect(inside(round)[1]).toBe(inside(round + 1)[0]);
    }
    expect(calendar.after(whole.round)).toBe(scenario.ticks);
    // A review is dated in the round it opens.
    const review = run.i32['review.firstTick'][0];
    const opened = treatyYears(events, calendar).milestones.find(({ words }) => words === 'review');
    if (opened !== undefined) expect(opened.tick).toBe(review);
  });

  it('are those of the header at every round, which the log and the charts read too', () => {
    const { events, calendar, whole } = runOf(7);
    const placeAt = (round: number) =>
      placeWords(layOut(whole), calendar, foldEvents(scenario, events, round));
    expect(whole.parties.get('norland')?.ratifiedRound).toBe(52);
    expect(placeAt(52)).toMatch(/^r52 · .* · months 51–52$/);
    expect(placeAt(21)).toMatch(/ · months 20–21$/);
    expect(placeAt(83)).toMatch(/ · months 82–83$/);
    expect(placeAt(84)).toMatch(/ · months 83–84$/);
    // No time passes in the round of adoption.
    expect(placeAt(9)).toMatch(/ · month 9$/);
    expect(roundMonths(calendar, 84)).toBe('months 83–84');
  });

  it('go on to the horizon in the last round of talks that end early', async () => {
    const document = firstMandateDocument() as { phases: { id: string; with?: Record<string, unknown> }[] };
    const agenda = document.phases.find(({ id }) => id === 'agenda');
    if (agenda?.with !== undefined) agenda.with['threshold'] = 1;
    const early = await compiled(document);
    const play = played(early, { seed: 7 });
    const events = decodeEvents(early, play.recorder.records());
    expect(events.some(({ kind }) => kind === 'timePassed')).toBe(true);
    const whole = foldEvents(viewScenario(early.file, { role: 'god' }, true), events);
    const calendar = monthsOf(whole, events);
    expect(calendar.after(whole.round)).toBe(early.file.ticks);
    expect(calendar.during(whole.round)).toBeLessThan(40);
  });
});

describe('the history of trust', () => {
  it.each(seeds)('ends where the run ends, and every step has its act, seed %i', (seed) => {
    const { run, events } = runOf(seed);
    const { points, movements } = trustHistory(scenario, events);
    const { partyCount, partyIds } = firstMandate;
    partyIds.forEach((id, party) => {
      let sum = 0;
      for (let observer = 0; observer < partyCount; observer++) {
        if (observer !== party) sum += run.f64['trust.value'][observer * partyCount + party];
      }
      const mean = sum / (partyCount - 1);
      expect(points.at(-1)?.trust[id]).toBeCloseTo(mean, 12);
      const moved = movements.filter((movement) => movement.party === id);
      expect(0.5 + moved.reduce((total, { by }) => total + by, 0)).toBeCloseTo(mean, 12);
    });
    expect(movements.some(({ act, by }) => act === 'follow-through' && by > 0)).toBe(true);
    expect(movements.every(({ act }) => act !== 'signature')).toBe(true);
  });

  it('is empty where no mechanism keeps trust', async () => {
    const document = firstMandateDocument() as { world: Record<string, unknown> };
    delete document.world.trust;
    const { file } = await compiled(document);
    expect(trustHistory(viewScenario(file, { role: 'god' }, true), [])).toEqual({
      points: [],
      movements: [],
    });
  });
});

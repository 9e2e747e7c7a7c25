// The outcome space and “what would it take?” as the viewer gets them, against what the run itself said.

import { describe, expect, it } from 'vitest';
import { createPlay, decodeEvents, foldEvents, type RunView, viewScenario } from '../../engine/index.ts';
import {
  changeWords,
  knowsUtilities,
  packageAt,
  placeOf,
  reliabilities,
  textOf,
} from '../../viewer/model/outcomes.ts';
import { outcomePicture, remediesFor } from '../../viewer/workers/outcomes.ts';
import { loadFirstMandate } from './records.ts';

async function viewAt(round: number): Promise<RunView> {
  const scenario = await loadFirstMandate();
  const play = createPlay(scenario, { seed: 7, keepRecords: true });
  play.toEnd();
  const view = viewScenario(scenario.file, { role: 'god' }, true);
  return foldEvents(view, decodeEvents(scenario, play.recorder.records()), round);
}

const statesOf = (view: RunView) =>
  view.scenario.parties.filter(({ kind }) => kind === 'state').map(({ id }) => id);

/** What the events of the run said that the text is worth to a party, over its limit. */
function surplus(view: RunView, id: string): number {
  const party = view.parties.get(id);
  return (party?.utility ?? Number.NaN) - (party?.reasons.limit ?? Number.NaN);
}

describe('the outcome space', () => {
  it('has every package, and gives the text what the run gave it', async () => {
    const view = await viewAt(8);
    const parties = statesOf(view);
    const text = textOf(view) ?? {};
    const picture = await outcomePicture({
      scenario: view.scenario,
      parties,
      reliability: reliabilities(view),
      texts: [text],
    });
    const packages = view.scenario.issues.reduce((product, { options }) => product * options.length, 1);
    expect(picture?.packages).toBe(packages);
    expect(picture?.cloud.takers).toHaveLength(packages);
    const [placed] = picture?.texts ?? [];
    expect(placed?.options).toEqual(text);
    for (const [n, id] of parties.entries()) expect(placed?.gains[n]).toBeCloseTo(surplus(view, id), 9);
    expect(placed?.takers).toBe(parties.filter((id) => surplus(view, id) >= 0).length);
    if (picture === undefined) throw new Error('there is no picture');
    const cloud = Array.from({ length: packages }, (_, index) => packageAt(picture, index));
    const all = cloud.filter(({ takers }) => takers === parties.length);
    expect(picture.agreeable).toBe(all.length);
    const same = cloud.filter(({ options }) => JSON.stringify(options) === JSON.stringify(placed?.options));
    expect(same).toEqual([placed]);

    // The points of theory, by looking at every package that everybody would take.
    const fair = picture.points.find(({ solution }) => solution === 'egalitarian')?.at;
    const most = Math.max(...all.map(({ gains }) => Math.min(...gains)));
    expect(Math.min(...(fair?.gains ?? []))).toBeCloseTo(most, 9);
    if (fair === undefined) throw new Error('nothing is fair');
    expect(placeOf(picture, fair.gains, 'all').x).toBeCloseTo(most, 9);
    expect(placeOf(picture, fair.gains, ['norland', 'imara']).y).toBe(fair.gains[parties.indexOf('imara')]);
  });

  it('is spread evenly where there are too many packages to draw', async () => {
    const view = await viewAt(8);
    const [first, ...others] = view.scenario.issues;
    if (first === undefined) throw new Error('the scenario has no issues');
    const options = Array.from({ length: 20 }, (_, i) => ({
      ...first.options[0],
      id: `o-${i}`,
      position: i / 19,
    }));
    const wide = { ...first, options, reversion: 'o-0' } as typeof first;
    const parties = view.scenario.parties.map((party) => ({ ...party, redLines: {} }));
    const scenario = { ...view.scenario, parties, issues: [wide, ...others] };
    const picture = await outcomePicture({ scenario, parties: statesOf(view), reliability: {}, texts: [] });
    expect(picture?.packages).toBeGreaterThan(2500);
    if (picture === undefined) throw new Error('there is no picture');
    const drawn = picture.cloud.takers.length;
    expect(drawn).toBeGreaterThan(1000);
    expect(drawn).toBeLessThanOrEqual(2500);
    const used = new Set(
      Array.from({ length: drawn }, (_, index) => packageAt(picture, index).options[first.id]),
    );
    expect(used.size).toBe(20);
  });
});

describe('what it would take', () => {
  it('names who would refuse the text, by how much, and changes that do bring them in', async () => {
    const view = await viewAt(3);
    const reliability = reliabilities(view);
    const text = textOf(view) ?? {};
    const answer = await remediesFor({ scenario: view.scenario, reliability, text });
    const states = statesOf(view);
    const refusing = states.filter((id) => surplus(view, id) < 0);
    expect(answer?.dissenters.map(({ party }) => party)).toEqual(refusing);
    expect([...(answer?.inside ?? []), ...refusing].sort()).toEqual([...states].sort());
    const [norland] = answer?.dissenters ?? [];
    expect(norland?.lacks).toBeCloseTo(-surplus(view, 'norland'), 9);
    const payment = norland?.remedies
      .flatMap(({ changes }) => changes)
      .find(({ kind }) => kind === 'payment');
    if (payment?.kind !== 'payment') throw new Error('no payment brings Norland in');
    expect(payment.amount).toBeCloseTo(norland?.lacks ?? 0, 9);
    expect(payment.amount + payment.keeps).toBeCloseTo(surplus(view, payment.donor), 9);
    expect(changeWords(view, payment)).toMatch(/^a payment of 0\.11 from Solenna, which keeps 0\.46$/);
  });

  it('is not known where utilities are not', async () => {
    const { file } = await loadFirstMandate();
    const view = viewScenario(file, { role: 'seat', seat: 'norland' }, false);
    expect(knowsUtilities(foldEvents(view, []))).toBe(false);
    expect(knowsUtilities(await viewAt(0))).toBe(true);
    expect(textOf(await viewAt(0))).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../engine/index.ts';
import { eventsOf, load, Witness } from './witness.ts';

// Equation 5 with correction C2: what the chair writes, from what was said at the table.

/** The rung nearest to the mean of what is supported, weighted by capability, attention and objections. */
function compromise(world: Witness, issue: number, objectionWeight: number): number {
  const count = world.file.issues.length;
  const { id } = world.file.issues[issue];
  let [sum, total] = [0, 0];
  for (const party of world.file.parties) {
    const option = world.support.get(`${party.id}/${id}`);
    if (option === undefined || party.id === world.file.chair || world.absent.has(party.id)) continue;
    const rank = world.rank.get(`${party.id}/${id}`);
    // Borda: of K issues the first has K shares, the last one; a party's shares sum to 1.
    const attention = rank === undefined ? 1 / count : (count - rank) / ((count * (count + 1)) / 2);
    const heed = world.objection.has(`${party.id}/${id}`) ? 1 + objectionWeight : 1;
    const weight = party.capability * attention * heed;
    sum += weight * world.place(issue, option);
    total += weight;
  }
  return total === 0 ? world.text[issue] : world.nearest(issue, sum / total);
}

/** Compares every draft of a run with the compromise; counts what each part of the weights decided. */
function compare(scenario: Scenario, seed: number, objectionWeight: number) {
  const world = new Witness(scenario.file);
  const seen = { drafts: 0, heeded: 0, kept: 0 };
  let wanted: number[] | undefined;
  const check = (): void => {
    if (wanted !== undefined) expect(world.text).toEqual(wanted);
    wanted = undefined;
  };
  for (const event of eventsOf(scenario, seed)) {
    if (
      event.kind === 'stateChanged' &&
      event.chart === 'chair' &&
      event.configuration.includes('textDrafting')
    ) {
      seen.drafts++;
      wanted = world.text.map((option, k) => {
        const drafted = compromise(world, k, objectionWeight);
        if (drafted !== compromise(world, k, 0)) seen.heeded++;
        const isOpen = world.admitted.has(k) && !world.closed.has(k);
        if (!isOpen && drafted !== option) seen.kept++;
        return isOpen ? drafted : option;
      });
    }
    // Verdicts follow the draft and explain themselves first.
    if (event.kind === 'reasoned' && event.reason === 'target') check();
    world.take(event);
  }
  check();
  return seen;
}

describe('the chair', () => {
  it.each([
    ['as shipped', [], 1.5],
    [
      'who heeds objections much',
      ['parties.secretariat.strategy={use: compromise-chair, with: {objectionWeight: 6}}'],
      6,
    ],
    ['before a half-empty agenda', ['phases.agenda.with.threshold=0.2'], 1.5],
    ['without having heard observers', ['phases.identify.with.invite=states'], 1.5],
  ] as [string, string[], number][])('writes the compromise of equation 5, %s', async (what, arms, omega) => {
    const scenario = await load(...arms);
    const seen = { drafts: 0, heeded: 0, kept: 0 };
    for (let seed = 1; seed <= 8; seed++) {
      const found = compare(scenario, seed, omega);
      seen.drafts += found.drafts;
      seen.heeded += found.heeded;
      seen.kept += found.kept;
    }
    expect(seen.drafts).toBeGreaterThan(8 * 3);
    if (!what.startsWith('as shipped') && !what.startsWith('who heeds')) return;
    // Objections decided some options, and some closed issues would have been written anew.
    expect(seen.heeded).toBeGreaterThan(0);
    expect(seen.kept).toBeGreaterThan(0);
  });
});

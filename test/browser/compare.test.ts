// Two records beside each other: what differs between their runs, and the screen that shows it.

import { describe, expect, it } from 'vitest';
import { createPlay, decodeEvents, foldEvents, viewScenario } from '../../engine/index.ts';
import {
  comparedIssues,
  comparedMetrics,
  comparedParties,
  firstTold,
} from '../../viewer/model/differences.ts';
import { facesOf } from '../../viewer/model/faces.ts';
import { loadFirstMandate } from './records.ts';

async function runOf(seed: number) {
  const scenario = await loadFirstMandate();
  const play = createPlay(scenario, { seed, keepRecords: true });
  play.toEnd();
  return {
    scenario: viewScenario(scenario.file, { role: 'god' }, true),
    events: decodeEvents(scenario, play.recorder.records()),
  };
}

describe('the differences of two runs', () => {
  it('are none between a run and itself, at any round', async () => {
    const { scenario, events } = await runOf(7);
    const faces = { a: facesOf(scenario), b: facesOf(scenario) };
    for (const round of [0, 5, 9, 60]) {
      const [a, b] = [foldEvents(scenario, events, round), foldEvents(scenario, events, round)];
      expect(comparedIssues(a, b).some((issue) => issue.differs)).toBe(false);
      expect(comparedParties(a, b, faces).some((party) => party.differs)).toBe(false);
    }
    expect(firstTold(scenario, events, scenario, events)).toBeUndefined();
  });

  it('are named where they are: the issue, the party, the first line that is told apart', async () => {
    const { scenario, events } = await runOf(7);
    const [issue] = scenario.issues;
    const tabled = events.findIndex((event) => event.kind === 'textTabled' && event.issue === issue?.id);
    const edited = events.map((event, i) => {
      if (i === tabled) return { ...event, option: issue?.options.at(-1)?.id ?? '' } as typeof event;
      return event;
    });
    const round = events[tabled]?.round ?? 0;
    const [a, b] = [foldEvents(scenario, events, round), foldEvents(scenario, edited, round)];
    const differing = comparedIssues(a, b).filter((pair) => pair.differs);
    expect(differing.map((pair) => pair.id)).toEqual([issue?.id]);
    expect(differing[0]?.b).toContain(issue?.options.at(-1)?.title);
    const told = firstTold(scenario, events, scenario, edited);
    expect(told?.a?.seq).toBe(tabled);
    expect(told?.b?.words).toContain(issue?.options.at(-1)?.title);

    const shorter = foldEvents(scenario, events.slice(0, 200));
    const longer = foldEvents(scenario, events);
    const parties = comparedParties(shorter, longer, { a: facesOf(scenario), b: facesOf(scenario) });
    expect(parties.find(({ id }) => id === 'norland')).toMatchObject({
      differs: true,
      b: 'keeps the agreement',
    });
  });

  it('of metrics keep apart what is missing in one run and what does not apply', () => {
    const metric = (id: string, value: number) => ({ id, title: id, unit: '', value });
    const pairs = comparedMetrics([metric('x', 1), metric('n', NaN)], [metric('n', NaN), metric('y', 2)]);
    expect(pairs.map(({ id, differs }) => [id, differs])).toEqual([
      ['x', true],
      ['n', false],
      ['y', true],
    ]);
    expect(pairs[2]).toMatchObject({ a: undefined, b: 2 });
  });
});

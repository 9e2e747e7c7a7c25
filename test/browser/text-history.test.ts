// The history of the text as the viewer tells it, against the fold of the same events.

import { describe, expect, it } from 'vitest';
import { createPlay, decodeEvents, foldEvents, type RunEvent, viewScenario } from '../../engine/index.ts';
import { clauseChanges, revisionsOf } from '../../viewer/model/text-history.ts';
import { loadFirstMandate } from './records.ts';

async function playOf(seed: number) {
  const scenario = await loadFirstMandate();
  const play = createPlay(scenario, { seed, keepRecords: true });
  play.toEnd();
  return {
    view: viewScenario(scenario.file, { role: 'god' }, true),
    events: decodeEvents(scenario, play.recorder.records()),
  };
}

describe('the history of the text', () => {
  it('says for every round what the fold of the events says', async () => {
    const { view, events } = await playOf(7);
    const revisions = revisionsOf(view, events);
    expect(revisions.map(({ round }) => round)).toEqual([3, 4, 5, 6, 7, 8, 9, 47]);
    // The last one before the gavel is adopted, and so is what the review made of it.
    expect(revisions.slice(-3).map(({ isAdopted }) => isAdopted)).toEqual([false, true, true]);
    for (const { round, clauses, open } of revisions) {
      const folded = foldEvents(view, events, round);
      const isAdopted = folded.adoptedRound !== undefined;
      const onAgenda = [...folded.issues.values()].filter((issue) => issue.admitted);
      expect(open).toBe(isAdopted ? 0 : onAgenda.filter((issue) => !issue.closed).length);
      for (const issue of onAgenda.filter(({ option }) => option !== undefined)) {
        const options = view.issues.find(({ id }) => id === issue.id)?.options;
        const sentence = options?.find(({ id }) => id === issue.option)?.sentence;
        const words = [{ words: sentence, inBracket: !isAdopted && !issue.closed }];
        expect(clauses.find((clause) => clause.issue === issue.id)?.segments).toEqual(words);
      }
    }
  });

  it('follows the text in hand of an assembly, which is read and not tabled', async () => {
    const scenario = await loadFirstMandate();
    const view = viewScenario(scenario.file, { role: 'god' }, true);
    const [issue] = view.issues;
    const reads = { kind: 'textReads', issue: issue?.id };
    const events = [
      { ...reads, round: 4, option: issue?.options[0]?.id, revision: 1 },
      { ...reads, round: 5, option: issue?.options[1]?.id, revision: 2 },
      { kind: 'adopted', round: 5 },
    ] as unknown as RunEvent[];
    const told = revisionsOf(view, events).map(({ round, number, clauses, isAdopted }) => [
      ...[round, number, isAdopted],
      clauses[0]?.optionId,
    ]);
    expect(told).toEqual([
      [4, 1, false, issue?.options[0]?.id],
      [5, 2, true, issue?.options[1]?.id],
    ]);
  });

  it('counts a revision that changes no option, and tells what closed and opened in it', async () => {
    const { view } = await playOf(7);
    const [first, second] = view.issues;
    const events = [
      { kind: 'textTabled', round: 2, issue: first?.id, option: first?.options[0]?.id, revision: 1 },
      { kind: 'textTabled', round: 2, issue: second?.id, option: second?.options[0]?.id, revision: 1 },
      { kind: 'issueClosed', round: 2, issue: first?.id },
      { kind: 'accepted', round: 3, party: 'imara', revision: 2 },
      { kind: 'issueReopened', round: 3, issue: first?.id },
      { kind: 'issueClosed', round: 3, issue: second?.id },
    ] as unknown as RunEvent[];
    const revisions = revisionsOf(view, events);
    expect(revisions.map(({ round, number, open }) => [round, number, open])).toEqual([
      [2, 1, view.issues.length - 1],
      [3, 2, view.issues.length - 1],
    ]);
    const changes = clauseChanges(revisions[0]?.clauses ?? [], revisions[1]?.clauses ?? []);
    expect(changes.map(({ issue, is }) => [issue, is])).toEqual([
      [first?.id, 'reopened'],
      [second?.id, 'settled'],
    ]);
    expect(clauseChanges([], revisions[1]?.clauses ?? []).map(({ is }) => is)).toEqual(['new', 'new']);
    expect(clauseChanges(revisions[1]?.clauses ?? [], []).map(({ is }) => is)).toEqual(['gone', 'gone']);
  });
});

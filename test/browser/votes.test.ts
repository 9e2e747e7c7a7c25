// The votes of a run as the board tells them, and what a rule lacked by the engine's own evaluator.

import { describe, expect, it } from 'vitest';
import { createPlay, decodeEvents, loadDocument, type RunEvent, viewScenario } from '../../engine/index.ts';
import { benches, votesOf } from '../../viewer/model/votes.ts';
import { decisionNeeds } from '../../viewer/workers/decision.ts';
import { loadFirstMandate } from './records.ts';

async function scenarioWith(decision: readonly object[], parts: object = {}) {
  const { file } = await loadFirstMandate();
  const loaded = await loadDocument({ ...file, ...parts, rules: { ...file.rules, decision } });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

const states = ['aldria', 'imara', 'meridia', 'norland', 'solenna', 'tessara'];
type Cast = 'yes' | 'no' | 'abstain' | 'absent';
const cast = (...ballots: Cast[]) => states.map((id, i): [string, Cast] => [id, ballots[i] ?? 'absent']);

describe('the votes of a run', () => {
  it('are those of the run: who let the text pass, and who was not in the room', async () => {
    const scenario = await loadFirstMandate();
    const play = createPlay(scenario, { seed: 7, keepRecords: true });
    play.toEnd();
    const view = viewScenario(scenario.file, { role: 'god' }, true);
    const events = decodeEvents(scenario, play.recorder.records());
    const votes = votesOf(view, events, 84);
    expect(votes.at(-1)?.subject).toBe('ending the agreement');
    // One before the gavel; the others are the review's.
    expect(votes.map(({ round }) => round)).toEqual([9, 47, 47, 47, 47, 47]);
    expect(votes[0]).toMatchObject({ round: 9, isByObjection: true, rule: 0, carried: true });
    expect([...(votes[0]?.ballots ?? [])]).toEqual(cast('yes', 'yes', 'yes', 'yes', 'yes', 'yes'));
    expect(votesOf(view, events, 8)).toEqual([]);
  });

  it('tell recorded, secret and unfinished votes, and those by objection, apart', async () => {
    const { file } = await scenarioWith([{ rule: 'consensus' }, { rule: 'two-thirds' }]);
    const view = viewScenario(file, { role: 'god' }, true);
    const events = [
      { kind: 'stateChanged', round: 1, chart: 'state', party: 'aldria', configuration: 'mandate.mandated' },
      { kind: 'stateChanged', round: 1, chart: 'state', party: 'imara', configuration: 'mandate.mandated' },
      { kind: 'formallyObjected', round: 2, party: 'imara' },
      { kind: 'decided', round: 2, rule: 0, carried: false, yes: 1 },
      { kind: 'voted', round: 2, party: 'aldria', ballot: 'yes' },
      { kind: 'voted', round: 2, party: 'imara', ballot: 'abstain' },
      { kind: 'decided', round: 2, rule: 1, carried: true, yes: 1 },
      { kind: 'voteOpened', round: 3, subject: 'proposal', first: 2, second: 0 },
      { kind: 'voteCounted', round: 3, yes: 4, no: 1, abstain: 1 },
      { kind: 'voteDecided', round: 3, carried: true, method: 'secret', rule: 'simple-majority' },
      { kind: 'decided', round: 3, rule: 1, carried: true, yes: 4 },
      { kind: 'voteOpened', round: 4, subject: 'text', first: 0, second: 0 },
      { kind: 'ballotCast', round: 4, party: 'norland', ballot: 'no', whole: true },
    ].map((event, seq) => ({ seq, ...event })) as unknown as RunEvent[];
    const [objections, recorded, secret, open, ...none] = votesOf(view, events, 9);
    expect(none).toEqual([]);
    expect(objections?.counts).toEqual({ yes: 1, no: 1, abstain: 0, absent: 4 });
    expect(recorded).toMatchObject({ isByObjection: false, rule: 1, carried: true });
    expect(recorded?.counts).toEqual({ yes: 1, no: 0, abstain: 1, absent: 4 });
    expect(secret).toMatchObject({
      subject: 'proposal 2',
      isSecret: true,
      ruleName: 'simple-majority',
      rule: 1,
    });
    expect(secret?.ballots.size).toBe(0);
    expect(secret?.counts).toMatchObject({ yes: 4, no: 1, abstain: 1 });
    expect(open).toMatchObject({ subject: 'the text', carried: undefined });
    expect(open?.counts.no).toBe(1);
    const bench = (id: string) => (id < 'm' ? 'early' : 'late');
    if (recorded === undefined) throw new Error('there is no recorded vote');
    expect(benches(recorded, 'absent', states, bench)).toEqual([
      { title: 'late', parties: ['meridia', 'norland', 'solenna', 'tessara'] },
    ]);
  });
});

describe('what a rule lacks', () => {
  const needsOf = async (rule: object, ballots: [string, Cast][]) => {
    const { file } = await scenarioWith([rule]);
    // A viewer at a table knows no more than this.
    const view = viewScenario(file, { role: 'public' }, false);
    return decisionNeeds({ scenario: view, rule: 0, ballots });
  };

  it('is counted among those voting, and changes nothing but what must change', async () => {
    const tie = await needsOf(
      { rule: 'simple-majority' },
      cast('yes', 'yes', 'no', 'no', 'abstain', 'absent'),
    );
    expect(tie?.carried).toBe(false);
    expect(tie?.requirements).toMatchObject([{ have: 2, of: 4, need: 2, isStrict: true, met: false }]);
    expect(tie?.turns).toBe(1);
    const thirds = await needsOf({ rule: 'two-thirds' }, cast('yes', 'yes', 'yes', 'yes', 'no', 'no'));
    expect(thirds?.carried).toBe(true);
    expect(thirds?.turns).toBe(1);
    const far = await needsOf({ rule: 'two-thirds' }, cast('yes', 'no', 'no', 'no', 'no', 'no'));
    expect(far).toMatchObject({ carried: false, turns: 3 });
  });

  it('names a quorum that is not there, and the weight of a double majority', async () => {
    const few = await needsOf({ rule: 'simple-majority', quorum: 4 }, cast('yes', 'yes'));
    expect(few).toMatchObject({ carried: false, quorum: { have: 2, need: 4, met: false } });
    const double = await needsOf(
      { rule: 'double-majority', members: 0.5, weight: 0.99 },
      cast('yes', 'yes', 'yes', 'no', 'yes', 'yes'),
    );
    expect(double?.carried).toBe(false);
    expect(double?.requirements[0]).toMatchObject({ have: 5, of: 6, met: true });
    expect(double?.requirements[1]?.met).toBe(false);
    expect(double?.requirements[1]?.have).toBeCloseTo(1 - 0.24, 9);
  });

  it('names whose no was a veto', async () => {
    const { file } = await scenarioWith([{ rule: 'two-thirds', vetoes: ['permanent'] }], {
      groups: [{ id: 'permanent', title: 'Permanent members', members: ['norland', 'aldria'] }],
    });
    const view = viewScenario(file, { role: 'public' }, false);
    const ballots = cast('no', 'yes', 'yes', 'yes', 'yes', 'yes');
    const needs = await decisionNeeds({ scenario: view, rule: 0, ballots });
    expect(needs).toMatchObject({ carried: false, vetoedBy: ballots.slice(0, 1).map(([id]) => id) });
  });
});

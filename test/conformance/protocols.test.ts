import { describe, expect, it } from 'vitest';
import { builtIn, createPlay, decodeEvents, questions, rulings } from '../../engine/index.ts';
import { everySeatPlays, protocolFiles, tinyScenario } from './protocols.ts';

const ids = builtIn.protocols.map(({ id }) => id);
const questionIds = questions.map(({ id }) => id as string);

describe('what a registered protocol must have', () => {
  it('is a tiny scenario, and none without a protocol', () => {
    expect(protocolFiles()).toEqual([...ids].sort());
  });

  it('is a table of rulings, and none without a protocol', () => {
    expect([...Object.keys(rulings)].sort()).toEqual([...ids].sort());
    for (const [id, table] of Object.entries(rulings)) {
      expect(table.length, id).toBeGreaterThan(0);
      expect(new Set(table.map(({ situation }) => situation)).size, id).toBe(table.length);
      for (const line of table) expect(Object.values(line).every((text) => text.length > 5)).toBe(true);
    }
  });
});

describe.each(ids)('the protocol %s', (protocol) => {
  it.each(builtIn.strategies.map(({ id }) => id))(
    'is played to its end by %s in every seat',
    async (strategy) => {
      const scenario = await everySeatPlays(protocol, strategy);
      for (let seed = 1; seed <= 3; seed++) {
        const play = createPlay(scenario, { seed, keepRecords: true });
        expect(play.toEnd()).toBe(true);
        expect(play.fault).toBeUndefined();
        expect(decodeEvents(scenario, play.recorder.records()).at(-1)?.kind).toBe('ended');
      }
    },
  );

  it('asks only what it says it asks', async () => {
    const scenario = await tinyScenario(protocol);
    const declared = new Set(scenario.phases.flatMap((phase) => phase.protocol.asks));
    const play = createPlay(scenario, { seed: 1 });
    // With a person in every seat, each question has to be answered before the run goes on.
    for (const seat of scenario.partyIds) play.inputs.push({ type: 'take', seat, round: 0, turn: 0 });
    const asked = new Set<string>();
    for (let steps = 0; steps < 5000; steps++) {
      const step = play.advance();
      if (step === 'over') break;
      if (step !== 'awaiting') continue;
      for (const open of play.openQuestions()) {
        asked.add(questionIds[open.question]);
        const { round, turn } = open;
        play.inputs.push({ type: 'deadline', seat: scenario.partyIds[open.seat], round, turn });
      }
    }
    expect(play.fault).toBeUndefined();
    expect([...asked].filter((id) => !declared.has(id))).toEqual([]);
    expect(asked.size > 0).toBe(declared.size > 0);
  });
});

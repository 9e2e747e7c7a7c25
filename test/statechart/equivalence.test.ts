import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWithXstate } from './compare.ts';
import {
  counterImplementations,
  createCounters,
  randomEventSequence,
  randomMachine,
} from './random-machine.ts';

describe('tables equal xstate', () => {
  it('on random machines and random events, step by step', () => {
    let taken = 0;
    let actions = 0;
    fc.assert(
      fc.property(randomMachine, randomEventSequence, fc.nat(2), ({ machine }, events, party) => {
        const compared = compareWithXstate(machine, counterImplementations, createCounters, events, {
          party,
        });
        taken += compared.stepsTaken;
        actions += compared.actions;
      }),
      { numRuns: 200, seed: 20260101 },
    );
    expect(taken).toBeGreaterThan(1000);
    expect(actions).toBeGreaterThan(1000);
  });
});

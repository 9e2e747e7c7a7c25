import { describe, expect, it } from 'vitest';
import { byLetter, playRoom, type Script } from './room.ts';

const councilDecides = (council: readonly string[], votes: string, more: Script = {}) =>
  playRoom({
    council,
    decision: [{ rule: 'simple-majority', voters: 'council' }],
    vote: (seat, { subject }) => (subject === 'proposal' ? byLetter(votes)(seat) : 'yes'),
    ...more,
  });

describe('an assembly in which a group alone has the vote', () => {
  it('asks the whole body for a majority present, and the group for the decision', async () => {
    expect((await councilDecides(['a', 'b'], 'yynnnn')).proposals()).toEqual(['1 adopted']);
    expect((await councilDecides(['a', 'b'], 'nnyyyy')).proposals()).toEqual(['1 rejected']);
  });

  it('votes a second time when the group is equally divided, not when the others are', async () => {
    const divided = await councilDecides(['a', 'b', 'c', 'd'], 'yynnyy');
    expect(divided.of('equallyDivided')).not.toEqual([]);
    const others = await councilDecides(['a', 'b', 'c', 'd', 'e'], 'yynnny');
    expect(others.of('equallyDivided')).toEqual([]);
    expect(others.proposals()).toEqual(['1 rejected']);
  });
});

describe('a consensus that is reconsidered', () => {
  it('takes its footnotes with it', async () => {
    let undone = false;
    const room = await playRoom({
      decision: [{ rule: 'consensus' }, { rule: 'simple-majority' }],
      rules: { dissociation: { permitted: true } },
      dissociate: (seat) => (seat === 'a' && !undone ? 'x' : undefined),
      explain: (seat) => (seat === 'b' ? 'reconsider' : undefined),
      object: (seat) => undone && seat === 'c',
      vote: (_seat, { motion }) => {
        if (motion === 'reconsider') undone = true;
        return 'yes';
      },
    });
    expect(room.of('dissociated')).toHaveLength(1);
    expect(room.of('reconsidered')).toHaveLength(1);
    expect(room.proposals()).toEqual(['1 adopted-without-vote', '1 adopted']);
    expect([...room.play.run.i32['text.dissociation']].some((flag) => flag === 1)).toBe(false);
  });
});

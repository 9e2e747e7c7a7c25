// The floor of an assembly as the viewer tells it, from the events that a protocol of that kind emits.

import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../engine/index.ts';
import { floorOf } from '../../viewer/model/floor.ts';

const events = [
  { kind: 'meetingOpened', round: 1, present: 9, needed: 4, members: 12 },
  { kind: 'proposalTabled', round: 1, party: 'imara', proposal: 1 },
  { kind: 'sponsored', round: 1, party: 'aldria', proposal: 1, sponsors: true },
  { kind: 'spoke', round: 1, party: 'imara', place: 1, used: 1 },
  { kind: 'spoke', round: 1, party: 'norland', place: 2, used: 1 },
  { kind: 'amendmentMoved', round: 1, party: 'norland', issue: 'aid', option: 'zero', number: 1 },
  { kind: 'amendmentMoved', round: 1, party: 'meridia', issue: 'aid', option: 'zero', number: 1 },
  { kind: 'motionMoved', round: 1, party: 'meridia', motion: 'close-debate', issue: '' },
  {
    kind: 'motionRefused',
    round: 1,
    party: 'tessara',
    motion: 'divide',
    issue: 'aid',
    code: 'motion-not-now',
  },
  { kind: 'spokeOnMotion', round: 1, party: 'imara', motion: 'close-debate', inFavour: false },
  { kind: 'motionDecided', round: 1, motion: 'close-debate', issue: '', carried: false },
  { kind: 'meetingOpened', round: 2, present: 10, needed: 4, members: 12 },
  { kind: 'motionMoved', round: 2, party: 'aldria', motion: 'close-debate', issue: '' },
  { kind: 'motionDecided', round: 2, motion: 'close-debate', issue: '', carried: true },
  { kind: 'listClosed', round: 2 },
  { kind: 'debateClosed', round: 2, how: 'moved' },
  { kind: 'amendmentEnded', round: 2, issue: 'aid', option: 'zero', fate: 'ruled-out' },
  { kind: 'sponsored', round: 2, party: 'aldria', proposal: 1, sponsors: false },
  { kind: 'proposalEnded', round: 2, proposal: 1, fate: 'adopted-without-vote' },
  { kind: 'quorumMissed', round: 3, present: 2, needed: 6, toVote: true },
].map((event, seq) => ({ seq, ...event })) as unknown as RunEvent[];

describe('the floor', () => {
  it('is that of the meeting, with its list, up to the round looked at', () => {
    const first = floorOf(events, 1);
    expect(first).toMatchObject({ list: 'open', debate: 'open', hasQuorum: true });
    expect(first?.speakers.map(({ party, place }) => [party, place])).toEqual([
      ['imara', 1],
      ['norland', 2],
    ]);
    expect(first?.proposals).toEqual([{ number: 1, sponsors: ['imara', 'aldria'], fate: 'tabled' }]);
    expect(first?.amendments).toEqual([
      { issue: 'aid', option: 'zero', movers: ['norland', 'meridia'], fate: 'pending' },
    ]);
    expect(floorOf(events, 2)).toMatchObject({ list: 'closed', debate: 'closed', speakers: [] });
    expect(floorOf(events, 3)).toMatchObject({ hasQuorum: false, meeting: { present: 2, needed: 6 } });
    expect(floorOf(events, 0)).toBeUndefined();
  });

  it('keeps a motion that was lost apart from the same one moved again, and those out of order', () => {
    const { motions = [], proposals, amendments } = floorOf(events, 2) ?? {};
    expect(motions.map(({ words, fate, movers, round }) => [words, fate, movers, round])).toEqual([
      ['to close the debate', 'lost', ['meridia'], 1],
      ['to vote on a clause separately', 'out of order', ['tessara'], 1],
      ['to close the debate', 'carried', ['aldria'], 2],
    ]);
    expect(motions[0]?.against).toEqual(['imara']);
    expect(motions[2]?.against).toEqual([]);
    expect(proposals).toEqual([{ number: 1, sponsors: ['imara'], fate: 'adopted without vote' }]);
    expect(amendments?.[0]?.fate).toBe('ruled out');
  });
});

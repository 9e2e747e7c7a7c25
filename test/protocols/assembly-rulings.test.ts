/**
 * The table of rulings of the assembly, line by line: each situation is played by the protocol itself. The
 * rows are those of `plenary rulings assembly`, and none may be missing here or there.
 */
import { describe, expect, it } from 'vitest';
import { assemblyRulings } from '../../engine/protocols/rulings/assembly.ts';
import { byLetter, type Floor, playRoom, type Room, type Script } from './room.ts';

/** Only the seats named do something with the floor, at the first meeting. */
const floor =
  (moves: Readonly<Record<string, Floor>>, meeting = 0): NonNullable<Script['floor']> =>
  (seat, at) =>
    at === meeting ? moves[seat] : undefined;

/** Only the seats named move amendments, at the first meeting. */
const amend =
  (moves: Readonly<Record<string, readonly [string, number]>>): NonNullable<Script['amend']> =>
  (seat, at) =>
    at === 0 ? moves[seat] : undefined;

/** Votes by letter on one kind of subject or motion; yes on all else. */
const votesOn =
  (wanted: string, votes: string): NonNullable<Script['vote']> =>
  (seat, asked) =>
    asked.subject === wanted || asked.motion === wanted ? byLetter(votes)(seat) : 'yes';

const sponsored = (sponsors: string): Script => ({
  with: { basis: 'sponsors' },
  position: () => ({ x: 2, y: 2, z: 2 }),
  sponsor: (seat) => sponsors.includes(seat),
});

const twoProposals: Script = {
  with: { basis: 'sponsors', proposals: 2 },
  position: (seat) => (seat === 'a' ? { x: 1, y: 1, z: 1 } : { x: 3, y: 3, z: 3 }),
};

const codes = (room: Room): string[] => [
  ...room.of('amendmentRefused').map(({ code }) => code),
  ...room.of('motionRefused').map(({ code }) => code),
  ...room.of('floorRefused').map(({ code }) => code),
];

/** An appeal against a ruling on an amendment to x, with these votes. */
const appeal = (votes: string, more: Script = {}): Promise<Room> =>
  playRoom({
    amend: amend({ a: ['x', 4] }),
    floor: floor({ b: ['point-of-order', 'x'] }),
    appeal: (seat) => seat === 'a',
    vote: votesOn('ruling', votes),
    ...more,
  });

const situations: Readonly<Record<string, () => Promise<void>>> = {
  'One of six members is present.': async () => {
    const room = await playRoom({ absent: [...'bcdef'] });
    expect(room.of('meetingOpened')).toEqual([]);
    expect(room.of('quorumMissed')[0]).toMatchObject({ present: 1, needed: 2, toVote: false });
  },
  'Two of six members are present.': async () => {
    const room = await playRoom({ absent: [...'cdef'] });
    expect(room.of('meetingOpened')[0]).toMatchObject({ present: 2, needed: 2, members: 6 });
  },
  'Closure is moved with two of six members present, and both vote for it.': async () => {
    const room = await playRoom({ absent: [...'cdef'], floor: floor({ a: 'close-debate' }) });
    expect(room.motions()).toEqual(['close-debate lost']);
  },
  'Adjournment of the meeting is moved with two of six members present.': async () => {
    const adjourning = floor({ a: 'adjourn-meeting' });
    const room = await playRoom({ rounds: 1, absent: [...'cdef'], floor: adjourning });
    expect(room.motions()).toEqual(['adjourn-meeting carried']);
  },
  'The debate is over and two of six members are present.': async () => {
    const room = await playRoom({ absent: [...'cdef'] });
    expect(room.of('quorumMissed')[0]).toMatchObject({ present: 2, needed: 4, toVote: true });
    expect(room.votes()).toEqual([]);
    expect(room.proposals()).toEqual([]);
  },
  'Nobody asks for the floor.': async () => {
    const room = await playRoom({ with: { meetings: 3 } });
    expect(room.of('debateClosed')).toMatchObject([{ how: 'list-exhausted', round: 0 }]);
  },
  'A delegation that may speak twice asks for the floor a third time.': async () => {
    const room = await playRoom({
      rounds: 5,
      with: { meetings: 4, interventions: 2, listCloses: 9 },
      floor: (seat) => (seat === 'a' ? 'speak' : undefined),
    });
    expect(room.of('spoke').map(({ used }) => used)).toEqual([1, 2]);
    expect(codes(room)).toEqual(['time-used']);
  },
  'A delegation asks for the floor after the list of speakers was closed.': async () => {
    const room = await playRoom({
      with: { meetings: 2, listCloses: 2 },
      floor: (seat) => (seat === 'a' ? 'speak' : undefined),
    });
    expect(room.of('listClosed')).toMatchObject([{ round: 0 }]);
    expect(codes(room)).toEqual(['list-closed']);
  },
  'Two delegations ask for the floor at once.': async () => {
    const room = await playRoom({ floor: floor({ c: 'speak', b: 'speak' }) });
    expect(room.of('spoke').map(({ party, place }) => [party, place])).toEqual([
      ['b', 1],
      ['c', 2],
    ]);
  },
  'An observer asks for the floor.': async () => {
    const room = await playRoom({ floor: floor({ watch: 'speak' }) });
    expect(room.of('spoke').map(({ party }) => party)).toEqual(['watch']);
  },
  'An observer moves the closure of the debate.': async () => {
    const room = await playRoom({ floor: floor({ watch: 'close-debate' }) });
    expect(codes(room)).toEqual(['motion-not-yours']);
    expect(room.motions()).toEqual([]);
  },
  'A motion to adjourn the debate is made, and then a point of order is raised.': async () => {
    const room = await playRoom({
      amend: amend({ a: ['x', 4] }),
      floor: floor({ a: 'adjourn-debate', b: ['point-of-order', 'x'] }),
    });
    const order = room.events.filter(({ kind }) => kind === 'ruled' || kind === 'motionDecided');
    expect(order.map(({ kind }) => kind)).toEqual(['ruled', 'motionDecided']);
  },
  'Adjournment and suspension of the meeting are moved.': async () => {
    const room = await playRoom({ floor: floor({ a: 'adjourn-meeting', b: 'suspend-meeting' }) });
    expect(room.votes()[0]).toBe('motion suspend-meeting');
  },
  'Adjournment of the debate and adjournment of the meeting are moved.': async () => {
    const room = await playRoom({ floor: floor({ a: 'adjourn-debate', b: 'adjourn-meeting' }) });
    expect(room.votes()[0]).toBe('motion adjourn-meeting');
  },
  'Closure and adjournment of the debate are moved.': async () => {
    const room = await playRoom({ floor: floor({ a: 'close-debate', b: 'adjourn-debate' }) });
    expect(room.votes()).toEqual(['motion adjourn-debate']);
  },
  'Closure is carried while a request for division stands.': async () => {
    const room = await playRoom({ floor: floor({ a: ['divide', 'x'], b: 'close-debate' }) });
    expect(room.motions()).toEqual(['close-debate carried', 'divide carried']);
    expect(room.votes()).toEqual(['motion close-debate', 'issue x', 'proposal 1']);
  },
  'The meeting is suspended while closure stands.': async () => {
    const room = await playRoom({ floor: floor({ a: 'suspend-meeting', b: 'close-debate' }) });
    expect(room.of('motionDecided').map(({ motion, round }) => [motion, round])).toEqual([
      ['suspend-meeting', 0],
      ['close-debate', 1],
    ]);
  },
  'The meeting is adjourned while closure stands.': async () => {
    const moved = new Set<string>();
    const room = await playRoom({
      floor: (seat) => {
        if (moved.has(seat)) return undefined;
        moved.add(seat);
        return ({ a: 'adjourn-meeting', b: 'close-debate' } as const)[seat as 'a' | 'b'];
      },
    });
    expect(room.of('motionMoved').map(({ motion }) => motion)).toContain('close-debate');
    expect(room.motions()).toEqual(['adjourn-meeting carried']);
  },
  'The chair upholds a point of order against an amendment, and nobody appeals.': async () => {
    const room = await playRoom({
      amend: amend({ a: ['x', 4] }),
      floor: floor({ b: ['point-of-order', 'x'] }),
    });
    expect(room.amendments()).toEqual(['x 4 ruled-out']);
    expect(room.votes()).toEqual(['proposal 1']);
  },
  'The chair does not uphold a point of order against an amendment.': async () => {
    const room = await playRoom({
      amend: amend({ a: ['x', 4] }),
      floor: floor({ b: ['point-of-order', 'x'] }),
      rule: false,
    });
    expect(room.of('ruled')).toMatchObject([{ upheld: false }]);
    expect(room.votes()).toEqual(['amendment x 4', 'proposal 1']);
  },
  'A majority votes for the appeal against a ruling.': async () => {
    const room = await appeal('yyyynn');
    expect(room.of('rulingStands')).toMatchObject([{ stands: false }]);
    expect(room.votes()).toEqual(['ruling', 'amendment x 4', 'proposal 1']);
  },
  'The vote on an appeal is equally divided.': async () => {
    const room = await appeal('yyynnn');
    expect(room.of('rulingStands')).toMatchObject([{ stands: true }]);
    expect(room.amendments()).toEqual(['x 4 ruled-out']);
  },
  'Two vote for an appeal, one against, and three abstain.': async () => {
    const room = await appeal('yynaaa');
    expect(room.of('rulingStands')).toMatchObject([{ stands: false }]);
  },
  'An appeal is moved when nothing was ruled on.': async () => {
    const room = await playRoom({ floor: floor({ a: 'appeal' }) });
    expect(codes(room)).toEqual(['motion-not-now']);
  },
  'A point of order is raised about a clause to which no amendment is pending.': async () => {
    const room = await playRoom({ floor: floor({ a: ['point-of-order', 'y'] }) });
    expect(codes(room)).toEqual(['motion-no-ground']);
    expect(room.of('ruled')).toEqual([]);
  },
  'Adjournment of the debate is carried.': async () => {
    const room = await playRoom({ amend: amend({ a: ['x', 4] }), floor: floor({ b: 'adjourn-debate' }) });
    expect(room.votes()).toEqual(['motion adjourn-debate']);
    expect(room.proposals()).toEqual(['1 adjourned']);
    expect(room.amendments()).toEqual(['x 4 lapsed']);
    expect(room.of('brokeDown')).toHaveLength(1);
  },
  'Six members vote three to three on adjourning the debate.': async () => {
    const room = await playRoom({
      floor: floor({ a: 'adjourn-debate' }),
      vote: votesOn('adjourn-debate', 'yyynnn'),
    });
    expect(room.of('spokeOnMotion').map(({ party, inFavour }) => `${party} ${inFavour}`)).toEqual([
      'b true',
      'c true',
      'd false',
      'e false',
    ]);
    expect(room.motions()).toEqual(['adjourn-debate lost']);
  },
  'Closure is put to the vote with three against it.': async () => {
    const room = await playRoom({
      floor: floor({ a: 'close-debate' }),
      vote: votesOn('close-debate', 'yyynnn'),
    });
    expect(room.of('spokeOnMotion').map(({ party, inFavour }) => `${party} ${inFavour}`)).toEqual([
      'd false',
      'e false',
    ]);
  },
  'Suspension is put to the vote.': async () => {
    const room = await playRoom({
      floor: floor({ a: 'suspend-meeting' }),
      vote: votesOn('suspend-meeting', 'yyynnn'),
    });
    expect(room.votes()[0]).toBe('motion suspend-meeting');
    expect(room.of('spokeOnMotion')).toEqual([]);
  },
  'Closure is lost.': async () => {
    const room = await playRoom({
      with: { meetings: 3 },
      floor: floor({ a: 'close-debate', b: 'speak' }),
      vote: votesOn('close-debate', 'ynnnnn'),
    });
    expect(room.motions()).toEqual(['close-debate lost']);
    expect(room.of('debateClosed')[0].round).toBe(1);
  },
  'Closure is carried at the first meeting.': async () => {
    const room = await playRoom({
      with: { meetings: 3 },
      floor: floor({ a: 'close-debate', b: 'speak' }),
    });
    expect(room.of('debateClosed')).toMatchObject([{ how: 'moved', round: 0 }]);
    expect(room.of('voteOpened').at(-1)).toMatchObject({ subject: 'proposal', round: 0 });
  },
  'An amendment is moved to a clause that is not on the agenda.': async () => {
    const room = await playRoom({ offAgenda: ['z'], amend: amend({ a: ['z', 4] }) });
    expect(codes(room)).toEqual(['amendment-off-agenda']);
  },
  'An amendment is moved that leaves the text as it is.': async () => {
    const room = await playRoom({ amend: amend({ a: ['x', 2] }) });
    expect(codes(room)).toEqual(['amendment-no-change']);
  },
  'An amendment that was ruled out is moved again.': async () => {
    const room = await playRoom({
      amend: (seat) => (seat === 'a' ? ['x', 4] : undefined),
      floor: (seat, at) =>
        seat === 'b' && at === 0 ? ['point-of-order', 'x'] : seat === 'c' ? 'speak' : undefined,
    });
    expect(room.amendments()).toEqual(['x 4 ruled-out']);
    expect(codes(room)).toEqual(['amendment-decided']);
  },
  'A delegation moves amendments to every clause.': async () => {
    const room = await playRoom({
      rounds: 4,
      with: { meetings: 3 },
      amend: (seat, at) => (seat === 'a' ? [['x', 'y', 'z'][at], 4] : undefined),
      floor: (seat) => (seat === 'c' || seat === 'd' ? 'speak' : undefined),
    });
    expect(room.of('amendmentMoved').map(({ issue }) => issue)).toEqual(['x', 'y']);
    expect(codes(room)).toContain('amendment-whole');
  },
  'A clause was voted out, the decision is reconsidered, and an amendment to it is moved.': async () => {
    let reconsidered = false;
    const room = await playRoom({
      floor: floor({ a: ['divide', 'x'] }),
      explain: (seat) => {
        reconsidered = true;
        return seat === 'a' ? 'reconsider' : undefined;
      },
      amend: (seat) => (seat === 'b' && reconsidered ? ['x', 3] : undefined),
      vote: votesOn('issue', 'nnnnnn'),
    });
    expect(room.of('partDecided')[0]).toMatchObject({ issue: 'x', kept: false });
    expect(room.of('reconsidered')).toHaveLength(1);
    expect(room.amendments()).toEqual(['x 3 carried']);
  },
  'Two delegations move the same amendment.': async () => {
    const room = await playRoom({ amend: amend({ a: ['x', 4], b: ['x', 4] }) });
    expect(room.of('amendmentMoved').map(({ party, number }) => `${party} ${number}`)).toEqual([
      'a 1',
      'b 1',
    ]);
    expect(room.votes()).toEqual(['amendment x 4', 'proposal 1']);
  },
  'A member makes an observer’s amendment its own.': async () => {
    const room = await playRoom({ amend: amend({ watch: ['x', 4] }), second: (seat) => seat === 'b' });
    expect(room.of('amendmentAdopted').map(({ party }) => party)).toEqual(['b']);
    expect(room.votes()).toEqual(['amendment x 4', 'proposal 1']);
  },
  'No member makes an observer’s amendment its own.': async () => {
    const room = await playRoom({ amend: amend({ watch: ['x', 4] }) });
    expect(room.amendments()).toEqual(['x 4 lapsed']);
    expect(room.votes()).toEqual(['proposal 1']);
  },
  'Two amendments to one clause are pending.': async () => {
    const room = await playRoom({
      amend: amend({ a: ['x', 1], b: ['x', 4] }),
      vote: votesOn('amendment', 'nnnnnn'),
    });
    expect(room.votes()).toEqual(['amendment x 4', 'amendment x 1', 'proposal 1']);
  },
  'Of two amendments to one clause the further one is carried.': async () => {
    const room = await playRoom({ amend: amend({ a: ['x', 1], b: ['x', 4] }) });
    expect(room.amendments()).toEqual(['x 4 carried', 'x 1 fell']);
    expect(room.votes()).toEqual(['amendment x 4', 'proposal 1']);
  },
  'An amendment is carried that takes out the sentence another one would change.': async () => {
    const room = await playRoom({ nests: [2], amend: amend({ a: ['x', 4], b: ['y', 3] }) });
    expect(room.amendments()).toEqual(['x 4 carried', 'y 3 fell']);
    expect(room.votes()).toEqual(['amendment x 4', 'proposal 1']);
    expect(room.text()).toEqual({ x: 4, y: 0, z: 2 });
  },
  'An amendment is moved to words that stand in no sentence of the text.': async () => {
    const room = await playRoom({ nests: [4], amend: amend({ b: ['y', 3] }) });
    expect(codes(room)).toEqual(['amendment-clause-gone']);
    expect(room.amendments()).toEqual([]);
  },
  'Of two amendments to one clause the further one is rejected.': async () => {
    const room = await playRoom({
      amend: amend({ a: ['x', 1], b: ['x', 4] }),
      vote: (_seat, { subject, numbers }) => (subject === 'amendment' && numbers[1] === 4 ? 'no' : 'yes'),
    });
    expect(room.amendments()).toEqual(['x 4 rejected', 'x 1 carried']);
  },
  'Two amendments are as far from the text, to different clauses.': async () => {
    const room = await playRoom({ amend: amend({ a: ['y', 4], b: ['x', 0] }) });
    expect(room.votes().slice(0, 2)).toEqual(['amendment y 4', 'amendment x 0']);
  },
  'An amendment is carried.': async () => {
    const room = await playRoom({ amend: amend({ a: ['x', 4] }) });
    expect(room.votes()).toEqual(['amendment x 4', 'proposal 1']);
    expect(room.text()).toEqual({ x: 4, y: 2, z: 2 });
    expect(room.proposals()).toEqual(['1 adopted']);
  },
  'All sponsors accept an amendment to their proposal.': async () => {
    const room = await playRoom({
      ...sponsored('ab'),
      amend: amend({ c: ['x', 3] }),
      second: (seat) => 'ab'.includes(seat),
    });
    expect(room.amendments()).toEqual(['x 3 accepted']);
    expect(room.votes()).toEqual(['proposal 1']);
    expect(room.text().x).toBe(3);
  },
  'One of two sponsors does not accept an amendment.': async () => {
    const room = await playRoom({
      ...sponsored('ab'),
      amend: amend({ c: ['x', 3] }),
      second: (seat) => seat === 'a',
    });
    expect(room.votes()).toEqual(['amendment x 3', 'proposal 1']);
  },
  'Under a two-thirds rule an amendment has three votes to two.': async () => {
    const room = await playRoom({
      decision: [{ rule: 'two-thirds' }],
      amend: amend({ a: ['x', 4] }),
      vote: votesOn('amendment', 'yyynna'),
    });
    expect(room.amendments()).toEqual(['x 4 rejected']);
  },
  'A delegation moves another amendment to the clause that it wanted to amend.': async () => {
    const room = await playRoom({
      amend: (seat, at) => (seat === 'a' ? ['x', at === 0 ? 4 : 3] : undefined),
      floor: (seat) => (seat === 'b' ? 'speak' : undefined),
    });
    expect(room.amendments()).toEqual(['x 4 withdrawn', 'x 3 carried']);
  },
  'A separate vote on a clause is asked for, and nobody objects.': async () => {
    const room = await playRoom({ floor: floor({ a: ['divide', 'x'] }) });
    expect(room.votes()).toEqual(['issue x', 'proposal 1']);
  },
  'A separate vote on a clause is asked for, and a member objects.': async () => {
    const room = await playRoom({
      floor: floor({ a: ['divide', 'x'] }),
      object: (seat) => seat === 'b',
      vote: votesOn('divide', 'ynnnnn'),
    });
    expect(room.votes()).toEqual(['motion divide', 'proposal 1']);
    expect(room.of('divisionDecided')).toMatchObject([{ granted: false }]);
  },
  'A clause that was divided is rejected.': async () => {
    const room = await playRoom({ floor: floor({ a: ['divide', 'x'] }), vote: votesOn('issue', 'ynnnnn') });
    expect(room.text()).toEqual({ x: 0, y: 2, z: 2 });
    expect(room.proposals()).toEqual(['1 adopted']);
  },
  'All clauses were divided, and all are rejected.': async () => {
    const room = await playRoom({
      floor: floor({ a: ['divide', 'x'], b: ['divide', 'y'], c: ['divide', 'z'] }),
      vote: votesOn('issue', 'ynnnnn'),
    });
    expect(room.votes()).toEqual(['issue x', 'issue y', 'issue z']);
    expect(room.proposals()).toEqual(['1 rejected']);
  },
  'Division is asked for without naming a clause.': async () => {
    const room = await playRoom({ floor: floor({ a: 'divide' }) });
    expect(codes(room)).toEqual(['motion-needs-clause']);
  },
  'All sponsors withdraw before the voting, and nobody takes their place.': async () => {
    const room = await playRoom({ ...sponsored('ab'), confirm: () => false });
    expect(room.proposals()).toEqual(['1 withdrawn']);
    expect(room.votes()).toEqual([]);
  },
  'All sponsors withdraw before the voting, and another member reintroduces the proposal.': async () => {
    const room = await playRoom({
      ...sponsored('ab'),
      confirm: () => false,
      reintroduce: (seat) => seat === 'c',
    });
    expect(room.proposals()).toEqual(['1 adopted']);
    expect(room.of('sponsored').at(-1)).toMatchObject({ party: 'c', sponsors: true });
  },
  'The assembly has amended a proposal, and it is reconsidered.': async () => {
    let asked = 0;
    const room = await playRoom({
      ...sponsored('ab'),
      confirm: () => {
        asked++;
        return true;
      },
      amend: amend({ c: ['x', 4] }),
      explain: (seat) => (seat === 'c' ? 'reconsider' : undefined),
    });
    expect(room.of('reconsidered')).toHaveLength(1);
    expect(room.of('debateClosed')).toHaveLength(2);
    // Both sponsors were asked before the first vote, and not before the second.
    expect(asked).toBe(2);
  },
  'Two proposals are tabled.': async () => {
    const room = await playRoom({ ...twoProposals, vote: votesOn('proposal', 'nnnnnn'), rounds: 1 });
    expect(room.of('proposalTabled').map(({ party }) => party)).toEqual(['a', 'b']);
    expect(room.votes()).toEqual(['proposal 1', 'proposal 2']);
  },
  'Of two proposals the first is adopted.': async () => {
    const room = await playRoom(twoProposals);
    expect(room.votes()).toEqual(['proposal 1']);
    expect(room.proposals()).toEqual(['1 adopted', '2 not-put']);
  },
  'A proposal has fewer sponsors than it needs.': async () => {
    const room = await playRoom({
      ...twoProposals,
      with: { basis: 'sponsors', proposals: 2, sponsors: 2 },
      sponsor: (seat, proposal) => seat === 'c' && proposal === 2,
    });
    expect(room.proposals()).toEqual(['1 lapsed', '2 adopted']);
    expect(room.votes()).toEqual(['proposal 2']);
  },
  'Two vote for a proposal, one against, and three abstain.': async () => {
    const room = await playRoom({ vote: votesOn('proposal', 'yynaaa') });
    expect(room.of('voteCounted').at(-1)).toMatchObject({ yes: 2, no: 1, abstain: 3 });
    expect(room.proposals()).toEqual(['1 adopted']);
  },
  'Under a two-thirds rule the vote is four to two.': async () => {
    const room = await playRoom({
      decision: [{ rule: 'two-thirds' }],
      vote: votesOn('proposal', 'yyyynn'),
    });
    expect(room.proposals()).toEqual(['1 adopted']);
  },
  'Under a two-thirds rule the vote is three to two.': async () => {
    const room = await playRoom({
      decision: [{ rule: 'two-thirds' }],
      vote: votesOn('proposal', 'yyynna'),
    });
    expect(room.proposals()).toEqual(['1 rejected']);
  },
  'The vote on a proposal is equally divided.': async () => {
    let votes = 0;
    const room = await playRoom({
      vote: (seat, { subject }) => {
        if (subject !== 'proposal') return 'yes';
        return ++votes <= 6 ? byLetter('yyynnn')(seat) : 'yes';
      },
    });
    expect(room.of('equallyDivided')).toMatchObject([{ again: true, round: 0 }]);
    expect(room.of('voteOpened').map(({ round }) => round)).toEqual([0, 1]);
    expect(room.proposals()).toEqual(['1 adopted']);
  },
  'The second vote is equally divided too.': async () => {
    const room = await playRoom({ vote: votesOn('proposal', 'yyynnn') });
    expect(room.of('equallyDivided').map(({ again }) => again)).toEqual([true, false]);
    expect(room.votes()).toEqual(['proposal 1', 'proposal 1']);
    expect(room.proposals()).toEqual(['1 rejected']);
  },
  'In a committee the vote is equally divided.': async () => {
    const room = await playRoom({ with: { tie: 'rejected' }, vote: votesOn('proposal', 'yyynnn') });
    expect(room.votes()).toEqual(['proposal 1']);
    expect(room.proposals()).toEqual(['1 rejected']);
  },
  'Consensus is tried first, and nobody objects.': async () => {
    const room = await playRoom({ decision: [{ rule: 'consensus' }, { rule: 'two-thirds' }] });
    expect(room.votes()).toEqual([]);
    expect(room.of('adoptedWithoutVote')).toHaveLength(1);
    expect(room.proposals()).toEqual(['1 adopted-without-vote']);
  },
  'Consensus is tried first, and one member objects.': async () => {
    const room = await playRoom({
      decision: [{ rule: 'consensus' }, { rule: 'two-thirds' }],
      object: (seat) => seat === 'f',
    });
    expect(room.of('formallyObjected').map(({ party }) => party)).toEqual(['f']);
    expect(room.votes()).toEqual(['proposal 1']);
    expect(room.proposals()).toEqual(['1 adopted']);
  },
  'Consensus is tried first, and a member dissociates itself from a clause.': async () => {
    const room = await playRoom({
      rules: { dissociation: { permitted: true } },
      decision: [{ rule: 'consensus' }, { rule: 'simple-majority' }],
      dissociate: (seat) => (seat === 'c' ? 'y' : undefined),
    });
    expect(room.proposals()).toEqual(['1 adopted-without-vote']);
    expect(room.of('dissociated')).toMatchObject([{ party: 'c', issue: 'y' }]);
  },
  'Consensus is tried first, one member dissociates itself from a clause and another objects.': async () => {
    const room = await playRoom({
      rules: { dissociation: { permitted: true } },
      decision: [{ rule: 'consensus' }, { rule: 'simple-majority' }],
      dissociate: (seat) => (seat === 'c' ? 'y' : undefined),
      object: (seat) => seat === 'd',
    });
    expect(room.proposals()).toEqual(['1 adopted']);
    expect(room.of('dissociated')).toEqual([]);
  },
  'A roll-call is taken.': async () => {
    const starts = new Set<string>();
    for (let seed = 1; seed <= 12; seed++) {
      const room = await playRoom({ with: { voting: 'roll-call' } }, seed);
      const called = room.of('ballotCast').map(({ party }) => party);
      const from = 'abcdef'.indexOf(called[0]);
      expect(called).toEqual([...('abcdef'.slice(from) + 'abcdef'.slice(0, from))]);
      starts.add(called[0]);
    }
    expect(starts.size).toBeGreaterThan(3);
  },
  'A recorded vote is taken.': async () => {
    const room = await playRoom({ vote: votesOn('proposal', 'yynyaa') });
    expect(room.of('ballotCast').map(({ party, ballot }) => `${party} ${ballot}`)).toEqual([
      'a yes',
      'b yes',
      'c no',
      'd yes',
      'e abstain',
      'f abstain',
    ]);
  },
  'A secret ballot is taken.': async () => {
    const room = await playRoom({ with: { voting: 'secret' }, vote: votesOn('proposal', 'yynyaa') });
    expect(room.of('ballotCast')).toEqual([]);
    expect(room.of('voteCounted')).toMatchObject([{ yes: 3, no: 1, abstain: 2 }]);
    expect(room.proposals()).toEqual(['1 adopted']);
  },
  'The chair is in the room when a vote is taken.': async () => {
    const room = await playRoom({});
    expect(room.of('ballotCast').map(({ party }) => party)).toEqual([...'abcdef']);
  },
  'A member that is no sponsor explains its vote.': async () => {
    const room = await playRoom({
      ...sponsored('ab'),
      explain: (seat) => (seat === 'c' ? 'speak' : undefined),
    });
    expect(room.of('explainedVote').map(({ party }) => party)).toEqual(['c']);
  },
  'A sponsor wants to explain its vote on its own proposal.': async () => {
    const room = await playRoom({
      ...sponsored('ab'),
      explain: (seat) => (seat === 'b' ? 'speak' : undefined),
    });
    expect(codes(room)).toEqual(['explanation-by-sponsor']);
  },
  'A member wants to explain its vote after a secret ballot.': async () => {
    const room = await playRoom({
      with: { voting: 'secret' },
      explain: (seat) => (seat === 'c' ? 'speak' : undefined),
    });
    expect(codes(room)).toEqual(['explanation-of-secret']);
  },
  'Four of six vote to reconsider a rejected proposal.': async () => {
    const room = await playRoom({
      explain: (seat) => (seat === 'a' ? 'reconsider' : undefined),
      vote: (seat, { subject, motion }) =>
        motion === 'reconsider' ? byLetter('yyyynn')(seat) : subject === 'proposal' ? 'no' : 'yes',
    });
    expect(room.of('reconsidered')).toHaveLength(1);
    expect(room.proposals()).toEqual(['1 rejected', '1 rejected']);
  },
  'Three of five vote to reconsider a rejected proposal.': async () => {
    const room = await playRoom({
      explain: (seat) => (seat === 'a' ? 'reconsider' : undefined),
      vote: (seat, { subject, motion }) =>
        motion === 'reconsider' ? byLetter('yyynna')(seat) : subject === 'proposal' ? 'no' : 'yes',
    });
    expect(room.motions()).toEqual(['reconsider lost']);
    expect(room.proposals()).toEqual(['1 rejected']);
  },
  'Reconsideration is moved before anything was decided.': async () => {
    const room = await playRoom({ floor: floor({ a: 'reconsider' }) });
    expect(codes(room)).toEqual(['motion-not-now']);
  },
  'A reconsidered proposal is rejected again, and reconsideration is moved again.': async () => {
    const room = await playRoom({
      explain: (seat) => (seat === 'a' ? 'reconsider' : undefined),
      vote: votesOn('proposal', 'nnnnnn'),
    });
    expect(room.motions()).toEqual(['reconsider carried']);
    expect(codes(room)).toEqual(['motion-no-ground']);
  },
};

describe('the rulings of the assembly', () => {
  it.each(assemblyRulings)('$situation → $ruling ($source)', async ({ situation }) => {
    const check = situations[situation];
    expect(check, `nothing plays: ${situation}`).toBeDefined();
    await check();
  });

  it('leave questions of procedure to the scenario’s rule for them', async () => {
    const closure = (procedure: string): Promise<Room> =>
      playRoom({
        rules: { procedure: { rule: procedure } },
        floor: floor({ a: 'close-debate' }),
        vote: votesOn('close-debate', 'yyyynn'),
      });
    expect((await closure('simple-majority')).motions()).toEqual(['close-debate carried']);
    expect((await closure('three-quarters')).motions()).toEqual(['close-debate lost']);
    const overruled = await appeal('yyyynn', { rules: { procedure: { rule: 'three-quarters' } } });
    expect(overruled.of('rulingStands')).toMatchObject([{ stands: true }]);
  });

  it('are those that are played here, and each stands once', () => {
    const told = assemblyRulings.map(({ situation }) => situation);
    expect([...told].sort()).toEqual([...Object.keys(situations)].sort());
    expect(new Set(told).size).toBe(told.length);
    expect(told.length).toBeGreaterThanOrEqual(40);
  });
});

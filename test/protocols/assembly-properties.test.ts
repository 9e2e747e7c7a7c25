/** What holds in every assembly, whatever is said in it; and that each piece of it does something. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeMetrics, createPlay, decodeEvents, foldEvents, metricIds } from '../../engine/index.ts';
import { tinyScenario } from '../conformance/protocols.ts';
import { type Floor, playRoom, type Script } from './room.ts';

const pick = <Item>(items: readonly Item[], at: number): Item => items[Math.abs(at) % items.length];

/** A number from a few words, so that a whole meeting hangs on one drawn number. */
function mix(salt: number, ...words: readonly (string | number)[]): number {
  let hash = salt | 0;
  for (const char of words.join('|')) hash = Math.imul(hash ^ char.charCodeAt(0), 0x9e3779b1);
  return (hash ^ (hash >>> 15)) >>> 1;
}

const floors: readonly Floor[] = [
  undefined,
  'speak',
  'close-debate',
  'adjourn-debate',
  'suspend-meeting',
  'adjourn-meeting',
  'appeal',
  'reconsider',
  ['divide', 'x'],
  ['divide', 'y'],
  ['point-of-order', 'x'],
  ['point-of-order', 'z'],
];

/** Everybody does anything, admissible or not. */
function anything(salt: number): Script {
  const issue = (...words: (string | number)[]): string => pick(['x', 'y', 'z'], mix(salt, ...words));
  return {
    members: 5,
    rounds: 6,
    with: {
      basis: pick(['chair', 'sponsors', 'text'], mix(salt, 'basis')),
      proposals: 1 + (mix(salt, 'proposals') % 3),
      order: pick(['furthest-first', 'nearest-first', 'submitted'], mix(salt, 'order')),
      voting: pick(['recorded', 'roll-call'], mix(salt, 'voting')),
      speaking: pick(['names', 'drawn'], mix(salt, 'speaking')),
      tie: pick(['second-vote', 'rejected'], mix(salt, 'tie')),
      meetings: 1 + (mix(salt, 'meetings') % 3),
    },
    decision: [
      ...(mix(salt, 'consensus') % 3 === 0 ? [{ rule: 'consensus' }] : []),
      { rule: pick(['simple-majority', 'two-thirds', 'unanimity'], mix(salt, 'rule')) },
    ],
    position: (seat) => ({
      x: mix(salt, seat, 'x') % 5,
      y: mix(salt, seat, 'y') % 5,
      z: mix(salt, seat, 'z') % 5,
    }),
    sponsor: (seat, proposal) => mix(salt, seat, proposal) % 2 === 0,
    confirm: (seat) => mix(salt, seat, 'confirm') % 4 > 0,
    reintroduce: (seat) => mix(salt, seat, 'reintroduce') % 4 === 0,
    amend: (seat, meeting) =>
      mix(salt, seat, meeting, 'amend') % 3 === 0
        ? undefined
        : [issue(seat, meeting), mix(salt, seat, meeting, 'option') % 5],
    second: (seat, at) => mix(salt, seat, at, 'second') % 2 === 0,
    floor: (seat, meeting) => pick(floors, mix(salt, seat, meeting, 'floor')),
    appeal: (seat) => mix(salt, seat, 'appeal') % 4 === 0,
    explain: (seat) => pick([undefined, 'speak', 'reconsider'] as const, mix(salt, seat, 'explain')),
    rule: mix(salt, 'rule of the chair') % 2 === 0,
    object: (seat, { subject }) => mix(salt, seat, subject, 'object') % 5 === 0,
    vote: (seat, { subject, numbers }) =>
      pick(['yes', 'yes', 'no', 'abstain'] as const, mix(salt, seat, subject, ...numbers)),
  };
}

describe('in every assembly', () => {
  it('votes carry by their rule, and the rivals of a carried amendment are gone', async () => {
    const seen = { adopted: 0, carried: 0, fell: 0, rejected: 0, divided: 0, withoutVote: 0 };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), async (salt) => {
        const room = await playRoom(anything(salt));
        const { meeting, outcome } = foldEvents(room.play.scenario.file, room.events);
        checkVotes(room.play.scenario.decision.at(-1)?.rule ?? '', meeting);
        const adopted = meeting.proposals.filter(({ fate }) => fate.startsWith('adopted'));
        expect(adopted.length).toBeLessThanOrEqual(1);
        expect(outcome).toBe(adopted.length === 1 ? 'adopted' : 'breakdown');
        if (adopted.length === 1) {
          const last = meeting.votes.filter(({ subject }) => subject === 'proposal').at(-1);
          if (adopted[0].fate === 'adopted') expect(last?.carried).toBe(true);
          else seen.withoutVote++;
          seen.adopted++;
        }
        checkAmendments(room, meeting);
        seen.carried += meeting.amendments.filter(({ fate }) => fate === 'carried').length;
        seen.fell += meeting.amendments.filter(({ fate }) => fate === 'fell').length;
        seen.rejected += meeting.amendments.filter(({ fate }) => fate === 'rejected').length;
        seen.divided += Object.keys(meeting.parts).length;
        // What the fold says of the text is what the run holds.
        const options = Object.entries(room.text()).map(([issue, option]) => [issue, `o${option}`]);
        if (meeting.proposal > 0) expect(meeting.text).toEqual(Object.fromEntries(options));
      }),
      { numRuns: 120, seed: 11 },
    );
    // The property is about something: all of it happens.
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(2);
  }, 120_000);
});

type Meeting = ReturnType<typeof foldEvents>['meeting'];

/** Counts every vote anew, by the definitions of the rules and not by the engine’s evaluator. */
function checkVotes(rule: string, meeting: Meeting): void {
  for (const vote of meeting.votes) {
    const { tally, subject, carried } = vote;
    if (tally === undefined) continue;
    const { yes, no, abstain } = tally;
    const named = Object.values(vote.ballots);
    if (named.length > 0) {
      expect(named.filter((ballot) => ballot === 'yes')).toHaveLength(yes);
      expect(named.filter((ballot) => ballot === 'no')).toHaveLength(no);
    }
    const isMotion = subject === 'motion' || subject === 'ruling';
    const isTwoThirds = isMotion ? vote.rule === 'two-thirds' : rule === 'two-thirds';
    const isUnanimity = !isMotion && rule === 'unanimity';
    const wanted = isUnanimity ? no + abstain === 0 : isTwoThirds ? yes >= 2 * no : yes > no;
    expect(carried, `${subject} ${yes}-${no}-${abstain} ${rule}`).toBe(yes > 0 && wanted);
  }
}

/** Nothing is pending once a proposal is decided, and no rival of a carried amendment is voted on later. */
function checkAmendments(room: Awaited<ReturnType<typeof playRoom>>, meeting: Meeting): void {
  for (const { fate, proposal } of meeting.amendments) {
    const isDecided = meeting.proposals.find(({ number }) => number === proposal)?.fate !== 'tabled';
    if (isDecided && meeting.votes.length > 0) expect(fate).not.toBe('pending');
  }
  const issues = room.play.scenario.issueIds;
  let carriedOn = new Set<number>();
  for (const event of room.events) {
    if (event.kind === 'debateClosed') carriedOn = new Set();
    if (event.kind === 'voteOpened' && event.subject === 'amendment') {
      expect(carriedOn.has(event.first), 'a rival of a carried amendment was put to the vote').toBe(false);
    }
    if (event.kind === 'amendmentEnded' && event.fate === 'carried')
      carriedOn.add(issues.indexOf(event.issue));
  }
}

/** Metrics of the tiny assembly over seeds, with parameters of the assembly. */
async function measured(parameters: Record<string, unknown>, seeds = 12) {
  const overrides = Object.entries(parameters).map(([key, value]) => ({
    path: key.includes('.') ? key : `phases.assembly.with.${key}`,
    value,
  }));
  const scenario = await tinyScenario('assembly', overrides);
  const ids = metricIds(scenario);
  const rows: { metrics: Record<string, number>; tallies: string[]; text: string }[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const play = createPlay(scenario, { seed, keepRecords: true });
    play.toEnd();
    expect(play.fault).toBeUndefined();
    const values = computeMetrics(play.run);
    const events = decodeEvents(scenario, play.recorder.records());
    rows.push({
      metrics: Object.fromEntries(ids.map((id, slot) => [id, values[slot]])),
      tallies: events.flatMap((event) =>
        event.kind === 'voteCounted' ? [`${event.yes}-${event.no}-${event.abstain}`] : [],
      ),
      text: play.run.i32['text.option'].join(),
    });
  }
  return rows;
}

describe('the pieces of the assembly, on the same seeds', () => {
  const basis = { basis: 'sponsors', proposals: 2, 'utility.noise': 0.1 };

  it('without amendments another text is adopted', async () => {
    const [on, off] = [await measured(basis), await measured({ ...basis, amendments: false })];
    expect(on.map(({ metrics }) => metrics['depth'])).not.toEqual(off.map(({ metrics }) => metrics['depth']));
  });

  it('in the reverse order of amendments another text is adopted', async () => {
    const script: Script = {
      members: 5,
      amend: (seat, meeting) =>
        meeting > 0 ? undefined : ({ a: ['x', 4], b: ['x', 3] } as const)[seat as 'a' | 'b'],
      // Three like more, and take whichever is put first.
      vote: (seat, { subject }) => (subject === 'amendment' && 'de'.includes(seat) ? 'no' : 'yes'),
    };
    const further = await playRoom({ ...script, with: { order: 'furthest-first' } });
    const nearer = await playRoom({ ...script, with: { order: 'nearest-first' } });
    expect([further.text().x, nearer.text().x]).toEqual([4, 3]);
    expect(further.amendments()).toEqual(['x 4 carried', 'x 3 fell']);
    expect(nearer.amendments()).toEqual(['x 3 carried', 'x 4 fell']);
  });

  // The shipped strategies vote from their own gains and look at nobody else's ballot: there is no bandwagon
  // in them. Draws are keyed, so the lot of the roll shifts no other. Hence names, roll or secrecy may not
  // change a tally; they change what is known, and through it whom the others expect to keep the agreement.
  it('the way of voting changes no tally and no text, because nobody votes by what others vote', async () => {
    const recorded = await measured({ ...basis, voting: 'recorded' });
    for (const voting of ['roll-call', 'secret']) {
      const other = await measured({ ...basis, voting });
      expect(other.map(({ tallies, text }) => [tallies, text])).toEqual(
        recorded.map(({ tallies, text }) => [tallies, text]),
      );
    }
  });

  it('one meeting of debate instead of three is over sooner', async () => {
    const [short, long] = [await measured({ meetings: 1 }), await measured({ meetings: 3, listCloses: 9 })];
    const ticks = (rows: typeof short): number[] => rows.map(({ metrics }) => metrics['adoptionTick']);
    expect(ticks(short)).not.toEqual(ticks(long));
  });

  it('a quorum that is not there leaves everything undecided', async () => {
    const script: Script = { absent: [...'cd'], members: 5 };
    const [met, missed] = [
      await playRoom({ ...script, with: { quorumToVote: 0.5 } }),
      await playRoom({ ...script, with: { quorumToVote: 0.7 } }),
    ];
    expect([met.proposals(), missed.proposals()]).toEqual([['1 adopted'], []]);
  });

  it('a text that the assembly hands on is adopted by the phase that follows', async () => {
    const phases = [
      { id: 'assembly', protocol: 'assembly', rounds: 3, with: { adopts: false } },
      { id: 'adoption', protocol: 'adoption' },
    ];
    const scenario = await tinyScenario('assembly', [{ path: 'phases', value: phases }]);
    const play = createPlay(scenario, { seed: 1, keepRecords: true });
    play.toEnd();
    expect(play.fault).toBeUndefined();
    const events = decodeEvents(scenario, play.recorder.records());
    const [adopted] = events.filter(({ kind }) => kind === 'adopted');
    const phase = events.findIndex((event) => event.kind === 'phaseStarted' && event.phase === 'adoption');
    expect(phase).toBeGreaterThan(0);
    expect(events.indexOf(adopted)).toBeGreaterThan(phase);
  });
});

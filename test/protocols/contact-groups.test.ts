import { describe, expect, it } from 'vitest';
import {
  createPlay,
  decodeEvents,
  maySeeEvent,
  type Observation,
  type RunEvent,
  type Scenario,
} from '../../engine/index.ts';
import { contactGroupsRulings } from '../../engine/protocols/rulings/contact-groups.ts';
import { observe } from '../../engine/run/observation.ts';
import { allWhims, type Changes, only, playOut, problemsOf, tableOf, withWhims } from './tables.ts';

const name = 'contact-groups';
const group = (place: string, key: string): string => `phases.groups.with.groups.${place}.${key}`;

/** Ids of the parties that sit in each group, friends and money being closed. */
const insiders: Readonly<Record<string, readonly string[]>> = {
  'on-audit': ['alder', 'birch', 'cedar', 'dogwood', 'elm', 'secretariat'],
  friends: ['alder', 'cedar', 'elm'],
  'on-money': ['cedar', 'dogwood', 'elm', 'secretariat'],
};
const issuesOf: Readonly<Record<string, readonly string[]>> = {
  friends: ['audit'],
  'on-money': ['fund', 'share'],
};

/** Events up to the end of the phase of groups. */
function inGroups(events: readonly RunEvent[]): readonly RunEvent[] {
  const end = events.findIndex((event) => event.kind === 'phaseStarted' && event.phase === 'plenary');
  return events.slice(0, end);
}

const seeds = Array.from({ length: 25 }, (_, seed) => seed);

/** Runs in which delegations answer as they do, and some in which they answer by lot. */
async function manyRuns(): Promise<RunEvent[][]> {
  const sensible = await tableOf(name);
  const whims = await tableOf(name, allWhims, withWhims);
  return [sensible, whims].flatMap((scenario) =>
    seeds.map((seed) => [...inGroups(playOut(scenario, seed).events)]),
  );
}

describe('contact groups', () => {
  it('hear nobody but those who sit in, on nothing but their issues', async () => {
    let heard = 0;
    for (const events of await manyRuns()) {
      for (const event of events) {
        if (!('meeting' in event && 'party' in event && 'issue' in event)) continue;
        heard++;
        expect(insiders[event.meeting]).toContain(event.party);
        expect(issuesOf[event.meeting]).toContain(event.issue);
      }
      // What is public in this phase is said in the open group: on seats, and on audits once they are back.
      const returned = events.findIndex((event) => event.kind === 'issueReturned' && event.issue === 'audit');
      for (const [at, event] of events.entries()) {
        if (event.kind !== 'supported' && event.kind !== 'objected') continue;
        expect(event.issue === 'seat' || (event.issue === 'audit' && at > returned)).toBe(true);
      }
    }
    expect(heard).toBeGreaterThan(1000);
  });

  it('give back every issue once a group, with what was agreed closed and the rest in brackets', async () => {
    let bracketed = 0;
    for (const events of await manyRuns()) {
      const returns = only(events, 'issueReturned');
      const count = (issue: string): number => returns.filter((event) => event.issue === issue).length;
      expect(['audit', 'fund', 'share', 'seat'].map(count)).toEqual([2, 1, 1, 1]);
      const closed = new Set<string>();
      for (const event of events) {
        if (event.kind === 'issueClosed') closed.add(event.issue);
        if (event.kind === 'issueReopened') closed.delete(event.issue);
      }
      for (const issue of ['audit', 'fund', 'share', 'seat']) {
        const last = returns.filter((event) => event.issue === issue).at(-1);
        expect(closed.has(issue)).toBe(last?.bracketed === 0);
        if ((last?.bracketed ?? 0) > 0) bracketed++;
      }
    }
    expect(bracketed).toBeGreaterThan(20);
  });

  it('let the parent have what its friends drafted, word for word', async () => {
    let compared = 0;
    for (const events of await manyRuns()) {
      const drafts = only(events, 'draftedInGroup').filter((event) => event.meeting === 'friends');
      const back = only(events, 'issueReturned').find((event) => event.issue === 'audit');
      expect(back?.option).toBe(drafts.at(-1)?.option);
      compared++;
    }
    expect(compared).toBe(50);
  });
});

/** What a seat can ask of the text and of who stands where. */
function everythingSeen(scenario: Scenario, observation: Observation): string {
  const issues = scenario.issueIds.map((_, issue) => issue);
  return JSON.stringify(
    issues.map((k) => [
      observation.text(k),
      observation.closed(k),
      observation.gainFromIdeal(k),
      observation.insideRedLines(k),
      scenario.partyIds.map((_, party) => [observation.support(party, k), observation.objected(party, k)]),
    ]),
  );
}

describe('closed doors', () => {
  it('let nothing out to observations, to seats outside or to the public while the group meets', async () => {
    const scenario = await tableOf(name, { 'phases.plenary.rounds': 1 });
    const play = createPlay(scenario, { seed: 1, keepRecords: true });
    for (let round = 0; round < 2; ) if (play.advance() === 'round') round++;
    const { i32 } = play.run;
    const seatOf = (id: string): number => scenario.partyIds.indexOf(id);
    const windows = ['birch', 'fern', 'alder'].map((id) => observe(play.run, seatOf(id)));
    const before = windows.map((window) => everythingSeen(scenario, window));
    const share = scenario.issueIds.indexOf('share');
    const issues = scenario.issueIds.length;
    expect(i32['forum.draft'][share]).not.toBe(i32['text.option'][share]);
    // Those outside still read the text as it was public.
    for (const window of windows) expect(window.text(share)).toBe(i32['text.option'][share]);
    // Whatever is said inside, nobody outside sees another thing.
    for (const id of ['cedar', 'dogwood', 'elm', 'secretariat']) {
      const at = seatOf(id) * issues + share;
      i32['forum.support'][at] = 0;
      i32['forum.objection'][at] = 1;
      i32['forum.text'][at] = 0;
    }
    i32['forum.draft'][share] = 0;
    expect(windows.map((window) => everythingSeen(scenario, window))).toEqual(before);
    const inside = observe(play.run, seatOf('cedar'));
    expect(inside.text(share)).toBe(0);
    expect(inside.support(seatOf('elm'), share)).toBe(0);
    expect(inside.objected(seatOf('elm'), share)).toBe(true);
  });

  it('are one table for events and observations: members see, others after the run', async () => {
    const { events } = playOut(await tableOf(name), 1);
    const said = events.filter((event) => 'audience' in event);
    expect(said.length).toBeGreaterThan(20);
    const seen = (seat: string): RunEvent[] =>
      events.filter((event) => maySeeEvent(event, { role: 'seat', seat }, false));
    for (const seat of ['alder', 'birch', 'cedar', 'dogwood', 'elm', 'fern', 'secretariat']) {
      for (const event of seen(seat)) {
        if ('audience' in event) expect(insiders[event.meeting]).toContain(seat);
      }
    }
    expect(seen('cedar').filter((event) => 'audience' in event)).toHaveLength(said.length);
    expect(seen('birch').filter((event) => 'audience' in event)).toHaveLength(0);
    const publicly = (over: boolean): RunEvent[] =>
      events.filter((event) => maySeeEvent(event, { role: 'public' }, over));
    expect(publicly(false).filter((event) => 'audience' in event)).toHaveLength(0);
    expect(publicly(true)).toHaveLength(events.length);
  });

  it('keep the text of the others as it was until it returns', async () => {
    const { events } = playOut(await tableOf(name), 1);
    const returned = events.findIndex((event) => event.kind === 'issueReturned' && event.issue === 'fund');
    const before = events.slice(0, returned).filter((event) => event.kind === 'textTabled');
    const round = events[returned]?.round;
    expect(before.filter((event) => event.issue === 'fund' && event.round !== round)).toEqual([]);
    expect(before.filter((event) => event.issue === 'fund' && event.round === round)).toHaveLength(1);
  });
});

describe('faults of groups', () => {
  const cases: readonly (readonly [string, Changes, string])[] = [
    [
      'circles',
      { [group('on-audit', 'parent')]: 'friends' },
      'circular-groups phases.groups.with.groups.on-audit.parent',
    ],
    [
      'an issue in two groups at once',
      { [group('on-money', 'issues')]: ['fund', 'seat'] },
      'issue-in-two-groups phases.groups.with.groups.on-money.issues[1]',
    ],
    ['an unknown issue', { [group('friends', 'issues')]: ['audits'] }, 'unknown-id'],
    ['an unknown group of members', { [group('friends', 'members')]: 'fiends' }, 'unknown-id'],
    ['an unknown parent', { [group('friends', 'parent')]: 'on-audits' }, 'unknown-id'],
    ['a facilitator who is nobody', { [group('friends', 'chair')]: 'oak' }, 'unknown-id'],
    ['a facilitator who sits elsewhere', { [group('friends', 'chair')]: 'birch' }, 'facilitator-elsewhere'],
    ['a group of parties without a vote', { 'groups.friends.members': ['fern', 'grove'] }, 'empty-group'],
  ];
  it.each(cases)('names %s', async (_what, changes, expected) => {
    const found = await problemsOf(name, changes);
    expect(found.filter((problem) => problem.startsWith(expected)).length, found.join('; ')).toBeGreaterThan(
      0,
    );
  });

  it('finds none in the small conference', async () => {
    expect(await problemsOf(name, {})).toEqual([]);
  });
});

/** A strategy that objects to observers, whatever they want. */
const shutsOut = {
  ...withWhims,
  strategies: withWhims.strategies.map((strategy) =>
    strategy.id !== 'whimsical'
      ? strategy
      : {
          ...strategy,
          facts: { stochastic: false },
          answers: {
            object: (_o: unknown, _p: unknown, answers: Int32Array, at: number) => (answers[at] = 1),
          },
        },
  ),
} as typeof withWhims;
const shut = { use: 'whimsical', with: {} };

/** What shows that the protocol rules as its table says, line by line. */
const shown: readonly (() => Promise<void>)[] = [
  async () => {
    const { events } = playOut(await tableOf(name), 1);
    expect(only(events, 'observersDecided')).toMatchObject([{ meeting: 'on-audit', admitted: true }]);
    const groups = inGroups(events);
    expect(only(groups, 'supported').some((event) => event.party === 'fern')).toBe(true);
    expect(only(groups, 'objected').some((event) => event.party === 'fern')).toBe(false);
  },
  async () => {
    const two = { 'parties.alder.strategy': shut, 'parties.birch.strategy': shut };
    const { events } = playOut(await tableOf(name, two, shutsOut), 1);
    expect(only(events, 'observersDecided')).toMatchObject([{ admitted: false, objections: 2 }]);
    expect(only(inGroups(events), 'supported').some((event) => event.party === 'fern')).toBe(false);
    const one = { 'parties.alder.strategy': shut };
    const outvoted = playOut(await tableOf(name, one, shutsOut), 1).events;
    expect(only(outvoted, 'observersDecided')).toMatchObject([{ admitted: true, objections: 1 }]);
  },
  async () => {
    const { events } = playOut(await tableOf(name), 1);
    const birch = inGroups(events).filter((event) =>
      maySeeEvent(event, { role: 'seat', seat: 'birch' }, false),
    );
    expect(only(birch, 'groupConvened').map((event) => event.meeting)).toContain('friends');
    expect(birch.some((event) => 'audience' in event)).toBe(false);
    expect(only(birch, 'groupReturned').map((event) => event.meeting)).toContain('friends');
  },
  async () => {
    const { events } = playOut(await tableOf(name), 1);
    const cedar = only(events, 'supportedInGroup').filter((event) => event.party === 'cedar');
    const heard = new Set(cedar.map((event) => `${event.meeting} ${event.issue}`));
    expect(heard).toEqual(new Set(['friends audit', 'on-money fund', 'on-money share']));
  },
  async () => {
    const { events } = playOut(await tableOf(name), 1);
    const back = only(events, 'issueReturned').find((event) => event.issue === 'seat');
    expect(back).toMatchObject({ bracketed: 0, round: 2 });
    expect(only(inGroups(events), 'issueClosed').map((event) => event.issue)).toContain('seat');
  },
  async () => {
    const stubborn = { use: 'hardliner', with: {} };
    const firm = { 'parties.cedar.strategy': stubborn, 'parties.elm.strategy': stubborn };
    const { events } = playOut(await tableOf(name, firm), 1);
    const back = only(events, 'issueReturned').filter((event) => event.issue === 'fund');
    expect(back).toMatchObject([{ bracketed: 2 }]);
    expect(only(inGroups(events), 'issueClosed').some((event) => event.issue === 'fund')).toBe(false);
    expect(only(events, 'groupReturned').find((event) => event.meeting === 'on-money')?.brackets).toBe(2);
  },
  async () => {
    const alike = { [group('friends', 'members')]: 'north', [group('friends', 'chair')]: 'alder' };
    const { events } = playOut(await tableOf(name, alike), 1);
    const returned = only(events, 'groupReturned');
    expect(returned.find((event) => event.meeting === 'friends')?.parent).toBe('on-audit');
    const handed = events.findIndex((event) => event.kind === 'groupReturned' && event.meeting === 'friends');
    const after = inGroups(events).slice(handed);
    expect(only(after, 'supported').some((event) => event.issue === 'audit' && event.party === 'birch')).toBe(
      true,
    );
    const reopened = only(after, 'issueReopened').findIndex((event) => event.issue === 'audit');
    const objected = only(after, 'objected').findIndex((event) => event.issue === 'audit');
    expect(reopened < 0 || objected >= 0).toBe(true);
  },
  async () => {
    const { events } = playOut(await tableOf(name), 1);
    const plenary = events.slice(inGroups(events).length);
    const alder = only(plenary, 'objected').filter((event) => event.party === 'alder');
    expect(alder.map((event) => event.issue)).toContain('fund');
    expect(only(plenary, 'issueReopened').map((event) => event.issue)).toContain('fund');
  },
];

describe('rulings on contact groups', () => {
  it.each(contactGroupsRulings.map((line, at) => [line.situation, shown[at]] as const))(
    '%s',
    async (_situation, show) => {
      expect.hasAssertions();
      await (show as () => Promise<void>)();
    },
  );

  it('have one witness each', () => {
    expect(shown).toHaveLength(contactGroupsRulings.length);
  });

  it('work behind closed doors on a clause whose sentence stands elsewhere', async () => {
    const drafts = (events: readonly RunEvent[]) =>
      only(inGroups(events), 'draftedInGroup')
        .filter(({ issue }) => issue === 'audit')
        .map(({ option }) => option);
    // Every option of the outer issue has a place for audits, so that nothing hangs on it.
    const inside = (outer: string, options: readonly string[]): Changes => ({
      'issues.audit.within': { issue: outer, options },
      ...Object.fromEntries(
        options.map((o) => [`issues.${outer}.options.${o}.sentence`, `On ${o} {audit}.`]),
      ),
    });
    const alone = await tableOf(name);
    const nested = [
      await tableOf(name, inside('seat', ['none', 'speak', 'draft'])),
      await tableOf(name, inside('fund', ['none', 'small', 'middling', 'large'])),
    ];
    for (const seed of seeds) {
      const expected = drafts(playOut(alone, seed).events);
      expect(expected.length).toBeGreaterThan(0);
      for (const scenario of nested) expect(drafts(playOut(scenario, seed).events)).toEqual(expected);
    }
  });
});

describe('turning groups off', () => {
  it('changes when the conference adopts', async () => {
    const rounds = async (changes: Changes): Promise<number[]> => {
      const scenario = await tableOf(name, changes);
      return seeds.map((seed) => decided(playOut(scenario, seed).events));
    };
    const decided = (events: readonly RunEvent[]): number => only(events, 'objected').length;
    const apart = await rounds({ 'phases.plenary.rounds': 4 });
    const together = await rounds({
      'phases.groups.with.groups.friends.kind': 'contact-group',
      'phases.plenary.rounds': 4,
    });
    expect(apart).not.toEqual(together);
  });
});

it('decodes the same events whoever listens', async () => {
  const scenario = await tableOf(name);
  const first = createPlay(scenario, { seed: 3, keepRecords: true });
  first.toEnd();
  const second = createPlay(scenario, { seed: 3, keepRecords: true });
  second.toEnd();
  expect(decodeEvents(scenario, second.recorder.records())).toEqual(
    decodeEvents(scenario, first.recorder.records()),
  );
});

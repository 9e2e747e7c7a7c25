import { describe, expect, it } from 'vitest';
import { maySeeEvent, type RunEvent, type Scenario } from '../../engine/index.ts';
import { caucusRulings } from '../../engine/protocols/rulings/caucus.ts';
import { allWhims, type Changes, only, playOut, problemsOf, tableOf, withWhims } from './tables.ts';

const name = 'caucus';
const seeds = Array.from({ length: 20 }, (_, seed) => seed);
const north = ['alder', 'birch'];
const south = ['cedar', 'dogwood', 'elm'];
const whim = { use: 'whimsical', with: {} };

/** Where an option stands on its ladder. */
function placeOf(scenario: Scenario, issue: string, option: string): number {
  return scenario.optionIds[scenario.issueIds.indexOf(issue)].indexOf(option);
}

/** Dogwood may not go above a light audit, and the southern group wants a strict one. */
const crossed: Changes = {
  'parties.dogwood.redLines.audit': { atMost: 'none' },
  'parties.cedar.ideal.audit': 0.7,
};

const shown: readonly (() => Promise<void>)[] = [
  async () => {
    const { events } = playOut(await tableOf(name), 1);
    const seen = (seat: string): string[] => {
      const visible = events.filter((event) => maySeeEvent(event, { role: 'seat', seat }, false));
      return only(visible, 'caucusPosition').map((event) => event.meeting);
    };
    expect(new Set(seen('birch'))).toEqual(new Set(['north']));
    expect(new Set(seen('elm'))).toEqual(new Set(['south']));
    expect(seen('fern')).toEqual([]);
    expect(seen('secretariat')).toEqual([]);
  },
  async () => {
    const { events } = playOut(await tableOf(name), 1);
    const position = only(events, 'caucusPosition').find(
      (event) => event.meeting === 'south' && event.issue === 'fund',
    );
    // Cedar and Dogwood ask for a large fund (1), Elm for a middling one (2/3); capabilities 1, .8 and .6:
    // the mean (1 + .8 + .4) / 2.4 = .917 is nearer to 1 than to 2/3.
    expect(position?.option).toBe('large');
    const heavy = playOut(await tableOf(name, { 'parties.elm.capability': 9 }), 1).events;
    const moved = only(heavy, 'caucusPosition').find(
      (event) => event.meeting === 'south' && event.issue === 'fund',
    );
    expect(moved?.option).toBe('middling');
  },
  async () => {
    const { events } = playOut(await tableOf(name, crossed), 1);
    const apart = only(events, 'stoodApart');
    expect(apart).toMatchObject([{ party: 'dogwood', issue: 'audit', option: 'none', meeting: 'south' }]);
    const supports = only(events, 'supported').filter((event) => event.party === 'dogwood');
    expect(supports.filter((event) => event.issue === 'audit').map((event) => event.option)).toEqual([
      'none',
    ]);
  },
  async () => {
    const { events } = playOut(await tableOf(name), 1);
    const named = only(events, 'spokespersonNamed').map((event) => `${event.meeting} ${event.party}`);
    expect(named).toEqual(['north alder', 'south cedar']);
    const other = playOut(await tableOf(name, { 'parties.birch.capability': 3 }), 1).events;
    expect(only(other, 'spokespersonNamed')[0]?.party).toBe('birch');
  },
  async () => {
    // Whoever is asked answers by lot: a member that supports what its spokesperson does was not asked.
    const scenario = await tableOf(name, { 'parties.birch.strategy': whim }, withWhims);
    for (const seed of seeds) {
      const { events } = playOut(scenario, seed);
      const start = events.findIndex(
        (event) => event.kind === 'phaseStarted' && event.phase === 'bargaining',
      );
      const talks = events.slice(start);
      const said = (party: string): string[] =>
        only(talks, 'supported')
          .filter((event) => event.party === party)
          .map((event) => `${event.round} ${event.issue} ${event.option}`);
      expect(said('birch')).toEqual(said('alder'));
    }
  },
  async () => {
    const scenario = await tableOf(name, { 'parties.cedar.strategy': whim }, withWhims);
    let moves = 0;
    for (const seed of seeds) {
      const { events } = playOut(scenario, seed);
      const positions = new Map<string, number>();
      const text = new Map<string, number>(scenario.issueIds.map((id, k) => [id, scenario.reversion[k]]));
      for (const event of events) {
        if (event.kind === 'caucusPosition' && event.meeting === 'south')
          positions.set(event.issue, placeOf(scenario, event.issue, event.option));
        if (event.kind === 'textTabled') text.set(event.issue, placeOf(scenario, event.issue, event.option));
        if (event.kind !== 'supported' || event.party !== 'cedar') continue;
        const said = placeOf(scenario, event.issue, event.option);
        const bounds = [positions.get(event.issue) ?? 0, text.get(event.issue) ?? 0].sort((a, b) => a - b);
        expect(said).toBeGreaterThanOrEqual(bounds[0]);
        expect(said).toBeLessThanOrEqual(bounds[1]);
        moves++;
      }
    }
    expect(moves).toBeGreaterThan(100);
  },
  async () => {
    const { events } = playOut(await tableOf(name, crossed), 1);
    const broke = only(events, 'brokeRanks');
    expect(broke.length).toBeGreaterThan(0);
    for (const { party, issue, round } of broke) {
      expect([party, issue]).toEqual(['dogwood', 'audit']);
      const inRound = only(events, 'objected').filter(
        (event) => event.round === round && event.issue === issue,
      );
      expect(inRound.some((event) => event.party === 'dogwood')).toBe(true);
      expect(inRound.some((event) => event.party === 'cedar')).toBe(false);
    }
    // Elm has no red line there, and follows.
    expect(only(events, 'accepted').some((event) => event.party === 'elm')).toBe(true);
  },
];

describe('rulings on caucuses and spokespersons', () => {
  it.each(caucusRulings.map((line, at) => [line.situation, shown[at]] as const))(
    '%s',
    async (_line, show) => {
      expect.hasAssertions();
      await (show as () => Promise<void>)();
    },
  );

  it('have one witness each', () => {
    expect(shown).toHaveLength(caucusRulings.length);
  });
});

/** Options supported on an issue in the first round of the bargaining, by party. */
function firstSupports(events: readonly RunEvent[], issue: string): Map<string, string> {
  const said = only(events, 'supported').filter((event) => event.issue === issue);
  return new Map([...said].reverse().map(({ party, option }) => [party, option]));
}

describe('common positions', () => {
  it('are inside the red lines of every member that supports them, whatever is said', async () => {
    const scenario = await tableOf(name, { ...allWhims, ...crossed }, withWhims);
    for (const seed of seeds) {
      const { events } = playOut(scenario, seed);
      for (const { party, issue, option } of only(events, 'supported')) {
        if (party === 'dogwood' && issue === 'audit') expect(option).toBe('none');
      }
    }
    expect(scenario.partyIds).toContain('dogwood');
  });

  it('hold a group together as far as its cohesion goes', async () => {
    const spread = async (cohesion: number): Promise<number> => {
      const { events } = playOut(await tableOf(name, { 'phases.coordination.with.cohesion': cohesion }), 1);
      const supports = firstSupports(events, 'fund');
      return new Set(south.map((party) => supports.get(party))).size;
    };
    expect(await spread(1)).toBe(1);
    expect(await spread(0)).toBe(2);
  });

  it('change what the conference does: turned off, other texts are tabled', async () => {
    const tabled = async (speak: string): Promise<number> => {
      const scenario = await tableOf(name, { 'phases.bargaining.with.speak': speak });
      return seeds.reduce((sum, seed) => sum + only(playOut(scenario, seed).events, 'objected').length, 0);
    };
    expect(await tabled('groups')).not.toBe(await tabled('delegations'));
    expect(north).toHaveLength(2);
  });
});

describe('faults of caucuses', () => {
  it('are named before the run', async () => {
    const at = 'phases.coordination.with.groups';
    expect(await problemsOf(name, { [at]: ['north', 'sooth'] })).toEqual([`unknown-id ${at}[1]`]);
    expect(await problemsOf(name, { [at]: ['north', 'friends'] })).toEqual([`two-blocs ${at}[1]`]);
    const observers = { 'groups.friends.members': ['fern'], [at]: ['friends'] };
    expect(await problemsOf(name, observers)).toEqual([`empty-group ${at}[0]`]);
    const early = { 'phases.coordination.protocol': 'agenda-setting', 'phases.coordination.with': {} };
    expect(await problemsOf(name, early)).toEqual(['phase-order phases.bargaining.with.speak']);
  });
});

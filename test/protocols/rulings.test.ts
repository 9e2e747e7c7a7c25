/** The rulings of the protocols of the first mandate, line by line, on their tiny scenarios. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  createPlay,
  decodeEvents,
  type EventName,
  type EventOf,
  loadScenario,
  type Play,
  rulings,
  type Scenario,
} from '../../engine/index.ts';
import { mergingRulings, sequenceRulings } from '../../engine/protocols/rulings/single-text.ts';
import { tinyScenario } from '../conformance/protocols.ts';

interface Played {
  readonly play: Play;
  of<Kind extends EventName>(kind: Kind): EventOf<Kind>[];
  /** Kinds of events in their order. */
  readonly kinds: readonly string[];
}

type Sets = Readonly<Record<string, unknown>>;

const overridesOf = (sets: Sets) => Object.entries(sets).map(([path, value]) => ({ path, value }));

function playOf(scenario: Scenario, seed: number): Played {
  const play = createPlay(scenario, { seed, keepRecords: true });
  play.toEnd();
  if (play.fault !== undefined) throw play.fault;
  const events = decodeEvents(scenario, play.recorder.records());
  return {
    play,
    of: <Kind extends EventName>(kind: Kind) =>
      events.filter((event) => event.kind === kind) as unknown as EventOf<Kind>[],
    kinds: events.map(({ kind }) => kind),
  };
}

const tiny = async (protocol: string, sets: Sets = {}, seed = 1): Promise<Played> =>
  playOf(await tinyScenario(protocol, overridesOf(sets)), seed);

async function firstMandate(sets: Sets, seed: number): Promise<Played> {
  const text = readFileSync('scenarios/first-mandate/scenario.yaml', 'utf8');
  const loaded = await loadScenario(text, { overrides: overridesOf(sets) });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return playOf(loaded.value, seed);
}

const states = ['alba', 'brena', 'corva', 'dolma', 'estin'];
/** So much benefit that everybody takes whatever is agreed. */
const eager = Object.fromEntries(states.map((id) => [`parties.${id}.benefit`, 5]));

const invited = (played: Played): string[] =>
  played.of('mapped').flatMap(({ party, invited: isInvited }) => (isInvited ? [party] : []));

const situations: Readonly<Record<string, () => Promise<void>>> = {
  'A state has no influence at all.': async () => {
    const played = await tiny('stakeholder-mapping', {
      'parties.alba.influence': 0,
      'phases.mapping.with.cut': 1,
    });
    expect(invited(played)).toContain('alba');
  },
  'The influence times the interest of an observer lies below the cut.': async () => {
    const played = await tiny('stakeholder-mapping', { 'phases.mapping.with.cut': 1 });
    const makers = played.play.scenario.partyIds.indexOf('makers');
    expect(invited(played)).not.toContain('makers');
    expect(played.play.run.i32['talks.endorsement'][makers]).toBe(-1);
  },
  'All are to be invited.': async () => {
    const played = await tiny('stakeholder-mapping', { 'phases.mapping.with': { invite: 'all', cut: 1 } });
    expect(invited(played)).toEqual(played.play.scenario.partyIds);
  },
  'Only states are to be invited.': async () => {
    const played = await tiny('stakeholder-mapping', { 'phases.mapping.with': { invite: 'states', cut: 0 } });
    expect(invited(played)).toEqual([...states, 'president']);
  },
  'Every delegation holds a mandate already.': async () => {
    const played = await tiny('executive-orders', { 'world.mandates': null });
    expect(played.kinds).not.toContain('phaseStarted');
  },
  'The rounds run out before a delegation holds its mandate.': async () => {
    let late = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const played = await firstMandate(
        { 'phases.mandate.rounds': 1, 'world.mandates.order': 'ad-hoc' },
        seed,
      );
      const agenda = played.of('phaseStarted').find(({ phase }) => phase === 'agenda');
      const later = played.of('mandateGiven').filter(({ seq }) => seq > (agenda?.seq ?? Infinity));
      for (const { party, seq } of later) {
        const supports = played.of('supported').filter((event) => event.party === party);
        expect(supports.every((event) => event.seq > seq)).toBe(true);
        late += supports.length;
      }
    }
    expect(late).toBeGreaterThan(0);
  },
  'An issue has less than the threshold of the weighted support.': async () => {
    const played = await tiny('agenda-setting', { 'phases.agenda.with.threshold': 0.9 });
    expect(played.of('issueLeftOut')).toHaveLength(3);
    expect([...played.play.run.i32['talks.admitted']]).toEqual([0, 0, 0]);
  },
  'The threshold is nothing.': async () => {
    const played = await tiny('agenda-setting', { 'phases.agenda.with.threshold': 0 });
    expect(played.of('issueAdmitted')).toHaveLength(3);
  },
  'A party holds the chair.': async () => {
    const played = await tiny('agenda-setting');
    const ranking = new Set(played.of('ranked').map(({ party }) => party));
    expect(ranking.has('makers')).toBe(true);
    expect(ranking.has('president')).toBe(false);
  },
  'Nobody objects to an issue as it stands.': async () => {
    const played = await tiny('single-text', { ...eager, 'phases.talks.rounds': 1 });
    const objected = new Set(
      played.of('objected').flatMap(({ party, issue }) => (states.includes(party) ? [issue] : [])),
    );
    const accepted = played.play.scenario.issueIds.filter((id) => !objected.has(id));
    expect(accepted.length).toBeGreaterThan(0);
    // An issue on which one option is left is closed too.
    const closed = played.of('issueClosed').map(({ issue }) => issue);
    expect(closed).toEqual(expect.arrayContaining(accepted));
  },
  'Somebody objects to a closed issue.': async () => {
    let reopened = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const played = await firstMandate({}, seed);
      for (const { issue, round } of played.of('issueReopened')) {
        reopened++;
        const objections = played.of('objected').filter((event) => event.round === round);
        expect(objections.map((event) => event.issue)).toContain(issue);
      }
    }
    expect(reopened).toBeGreaterThan(0);
  },
  'The straw poll would carry the text under the first decision rule.': async () => {
    let early = 0;
    for (let seed = 1; seed <= 8; seed++) {
      // Twice the sessions, so that the straw poll carries before they are over.
      const played = await firstMandate({ 'phases.bargaining.rounds': 24, ticks: 100 }, seed);
      const [found] = played.of('consensusFound');
      if (found === undefined) continue;
      const next = played.of('phaseStarted').find(({ seq }) => seq > found.seq);
      expect(next).toMatchObject({ phase: 'adoption', round: found.round + 1 });
      const last = played
        .of('roundStarted')
        .filter(({ phase }) => phase === 'bargaining')
        .at(-1);
      if ((last?.phaseRound ?? 23) < 23) early++;
    }
    expect(early).toBeGreaterThan(0);
  },
  'Observers are not to be heard.': async () => {
    const sets = { 'phases.talks.with.hearObservers': false };
    const speaking = (played: Played) => new Set(played.of('supported').map(({ party }) => party));
    expect(speaking(await tiny('single-text')).has('makers')).toBe(true);
    const played = await tiny('single-text', sets);
    expect(speaking(played).has('makers')).toBe(false);
    const judged = [...played.of('accepted'), ...played.of('objected')].map(({ party }) => party);
    expect(judged).toContain('makers');
  },
  'Consensus is tried, and nobody objects.': async () => {
    const played = await tiny('adoption', eager);
    expect(played.of('decided')).toMatchObject([{ rule: 0, carried: true }]);
    expect(played.of('voted')).toEqual([]);
    expect(played.of('adopted')).toHaveLength(1);
  },
  'Consensus is tried, and one member objects.': async () => {
    const played = await tiny('adoption', { ...eager, 'parties.estin.benefit': 0 });
    expect(played.of('formallyObjected').map(({ party }) => party)).toEqual(['estin']);
    expect(played.of('decided')).toMatchObject([
      { rule: 0, carried: false },
      { rule: 1, carried: true },
    ]);
    expect(played.of('voted')).toHaveLength(5);
  },
  'No decision rule carries the text.': async () => {
    const decision = [{ rule: 'unanimity' }];
    const sets = { ...eager, 'parties.estin.benefit': 0, 'rules.decision': decision };
    const played = await tiny('adoption', sets);
    expect(played.of('brokeDown')).toHaveLength(1);
  },
  'The text is adopted.': async () => {
    const played = await tiny('adoption', eager);
    const [adopted] = played.of('adopted');
    expect(played.of('endorsed').map(({ party }) => party)).toEqual(['makers']);
    expect(played.of('endorsed')[0].seq).toBeGreaterThan(adopted.seq);
  },
  'A text was adopted.': async () => {
    const played = await tiny('treaty-life', eager);
    expect(played.of('signed').map(({ party }) => party)).toEqual(states);
  },
  'A state has signed.': async () => {
    const played = await tiny('treaty-life', eager);
    for (const { party, seq } of played.of('signed')) {
      const submitted = played.of('submitted').find((event) => event.party === party);
      expect(submitted?.seq).toBeGreaterThan(seq);
    }
  },
  'Joining is by accession.': async () => {
    const played = await tiny('treaty-life', { ...eager, 'phases.life.with.joining': 'accession' });
    expect(played.of('joiningClosed')).toHaveLength(1);
    expect(played.of('signed')).toEqual([]);
    expect(played.of('submitted').length).toBeGreaterThan(2);
  },
  'The agreement is not in force at the end, and is to lapse.': async () => {
    const life = { joining: 'signature', endsWhen: 'never', lapses: true };
    const played = await tiny('treaty-life', { ...eager, 'phases.life.rounds': 1, 'phases.life.with': life });
    expect(played.of('lapsed')).toHaveLength(1);
  },
};

/** The protocols whose rulings are played here; every other one has a test of its own beside this one. */
const playedHere = [
  'adoption',
  'agenda-setting',
  'executive-orders',
  'single-text',
  'stakeholder-mapping',
  'treaty-life',
];

/** Blocs and sequences have tests of their own: `merging.test.ts`, `sequence.test.ts`. */
const isPlayedHere = (line: { readonly situation: string }) =>
  ![...mergingRulings, ...sequenceRulings].some(({ situation }) => situation === line.situation);

const told = playedHere.flatMap((protocol) =>
  rulings[protocol].filter(isPlayedHere).map((line) => ({ protocol, ...line })),
);

describe('the rulings of the protocols of the first mandate', () => {
  it.each(told)('$protocol: $situation → $ruling', async ({ situation }) => {
    const check = situations[situation];
    expect(check, `nothing plays: ${situation}`).toBeDefined();
    await check();
  });

  it('are those that are played here', () => {
    expect(told.map(({ situation }) => situation).sort()).toEqual(Object.keys(situations).sort());
  });
});

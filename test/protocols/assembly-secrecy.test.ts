/**
 * No ballot is readable before all are in. A spy sits in one seat and looks at everything that its
 * observation, its view of the events and the public arrays have to offer; what the others vote in the same
 * turn is changed, and the spy must see the same.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  builtIn,
  createPlay,
  decodeEvents,
  loadDocument,
  maySeeEvent,
  type Observation,
  type Play,
  type Scenario,
  type Strategy,
  viewScenario,
} from '../../engine/index.ts';
import { Ballot } from '../../engine/rules/decision.ts';
import { defaultAnswers } from '../../engine/strategies/defaults.ts';
import { tinyScenario } from '../conformance/protocols.ts';

const spySeat = 'corva';

interface Spied {
  readonly scenario: Scenario;
  /** What the spy saw, a text for every vote it cast. */
  readonly seen: string[];
  readonly play: Play;
}

/** Everything that a seat can look at, while it is asked. */
function lookAround(observation: Observation, play: Play): string {
  const { scenario } = play;
  const slices = scenario.layout.slices.map(({ name, length }) =>
    Array.from({ length }, (_, at) => observation.look(name, at)),
  );
  const events = decodeEvents(scenario, play.recorder.records()).filter((event) =>
    maySeeEvent(event, { role: 'seat', seat: spySeat }, false),
  );
  const own = [
    observation.textUtility(),
    observation.meanTrust(),
    observation.subject(0),
    observation.noise(),
  ];
  return JSON.stringify([slices, own, events, viewScenario(scenario.file, { role: 'public' }, false)]);
}

/** Plays the tiny assembly with a spy in one seat; the others vote on the proposal as `ballots` says. */
async function spied(voting: string, ballots: readonly number[], seed = 5): Promise<Spied> {
  const seen: string[] = [];
  let play: Play | undefined;
  const isFinal = (observation: Observation): boolean => observation.subject(0) === 5;
  const spy: Strategy = {
    ...builtIn.strategies[0],
    id: 'spy',
    memory: 0,
    answers: {
      vote: (observation, settings, answers, at) => {
        if (isFinal(observation)) seen.push(lookAround(observation, play as Play));
        defaultAnswers['vote'](observation, settings, answers, at);
      },
    },
  };
  const puppet: Strategy = {
    ...spy,
    id: 'puppet',
    answers: {
      object: (_observation, _settings, answers, at) => {
        answers[at] = 1;
      },
      vote: (observation, settings, answers, at) => {
        defaultAnswers['vote'](observation, settings, answers, at);
        if (isFinal(observation)) answers[at] = ballots[observation.seat];
      },
    },
  };
  const registry = { ...builtIn, strategies: [...builtIn.strategies, spy, puppet] };
  const tiny = await tinyScenario('assembly');
  const file = structuredClone(tiny.file) as unknown as {
    parties: { id: string; kind: string; strategy?: object }[];
    phases: { with: object }[];
  };
  for (const party of file.parties) {
    if (party.kind === 'state') party.strategy = { use: party.id === spySeat ? 'spy' : 'puppet', with: {} };
  }
  file.phases[0].with = { ...file.phases[0].with, voting };
  const loaded = await loadDocument(file, { registry });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  play = createPlay(loaded.value, { seed, keepRecords: true });
  play.toEnd();
  if (play.fault !== undefined) throw play.fault;
  return { scenario: loaded.value, seen, play };
}

const anyBallots = fc.array(fc.constantFrom(Ballot.yes, Ballot.no, Ballot.abstain), {
  minLength: 7,
  maxLength: 7,
});

describe.each(['recorded', 'secret'])('in a %s vote', (voting) => {
  it('nobody sees a ballot before all are in', async () => {
    const [reference] = (await spied(voting, Array(7).fill(Ballot.yes))).seen;
    expect(reference.length).toBeGreaterThan(1000);
    await fc.assert(
      fc.asyncProperty(anyBallots, async (ballots) => {
        const { seen } = await spied(voting, ballots);
        expect(seen[0]).toBe(reference);
      }),
      { numRuns: 12, seed: 3 },
    );
  }, 60_000);
});

describe('in a roll-call', () => {
  it('whoever votes later has heard the earlier votes, as rule 87 has it', async () => {
    let heard = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const { seen: yes } = await spied('roll-call', Array(7).fill(Ballot.yes), seed);
      const { seen: no } = await spied('roll-call', Array(7).fill(Ballot.no), seed);
      if (no[0] !== yes[0]) heard++;
    }
    // Of those whom the lot has begin, nobody was heard before.
    expect(heard).toBeGreaterThan(2);
  });
});

describe('a secret ballot', () => {
  it('is never told: no event carries it, no slice keeps it, and nobody’s stance shows it', async () => {
    const ballots = [Ballot.yes, Ballot.no, Ballot.no, Ballot.yes, Ballot.yes, 0, 0];
    const told = (of: Spied): string =>
      decodeEvents(of.scenario, of.play.recorder.records())
        .filter(({ kind }) => kind !== 'reasoned')
        .map((event) => JSON.stringify(event))
        .join('\n');
    const first = await spied('secret', ballots);
    // The same tally from other hands: whoever is not the spy swaps its ballot with another.
    const swapped = await spied('secret', [Ballot.no, Ballot.yes, Ballot.no, Ballot.yes, Ballot.yes, 0, 0]);
    expect(told(first)).toBe(told(swapped));
    expect([...first.play.run.i32['assembly.ballot']].every((ballot) => ballot === Ballot.absent)).toBe(true);
    expect([...first.play.run.i32['talks.ballot']].every((ballot) => ballot === Ballot.absent)).toBe(true);
    const recorded = await spied('recorded', ballots);
    const other = await spied('recorded', [Ballot.no, Ballot.yes, Ballot.no, Ballot.yes, Ballot.yes, 0, 0]);
    expect(told(recorded)).not.toBe(told(other));
  });
});

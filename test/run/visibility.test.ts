import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createPlay,
  decodeEvents,
  loadScenario,
  maySeeEvent,
  type Observation,
  type PartyFile,
  type Play,
  partyVisibility,
  type Scenario,
  type Viewer,
  viewScenario,
} from '../../engine/index.ts';
import { observe } from '../../engine/run/observation.ts';

const text = readFileSync('scenarios/first-mandate/scenario.yaml', 'utf8');
let scenario: Scenario;
beforeAll(async () => {
  const loaded = await loadScenario(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  scenario = loaded.value;
});

const seat = 'solenna';
const other = 'norland';

/** A run in the middle of the talks. */
function midway(): Play {
  const play = createPlay(scenario, { seed: 3, keepRecords: true });
  for (let round = 0; round < 6; ) if (play.advance() === 'round') round++;
  return play;
}

/** Everything an observation can be asked, as one value. */
function everythingSeen(observation: Observation): unknown {
  const parties = scenario.partyIds.map((_, party) => party);
  const issues = scenario.issueIds.map((_, issue) => issue);
  const { own } = observation;
  return JSON.stringify([
    observation.progress(),
    observation.tick(),
    issues.map((k) => [observation.text(k), observation.closed(k), observation.admitted(k)]),
    parties.map((p) =>
      issues.map((k) => [observation.support(p, k), observation.objected(p, k), observation.rank(p, k)]),
    ),
    parties.map((p) => observation.present(p)),
    observation.meanTrust(),
    observation.textUtility(),
    observation.bestUtility(),
    issues.map((k) => [observation.gainFromIdeal(k), observation.insideRedLines(k)]),
    observation.noise(),
    observation.complianceGain(),
    observation.complianceLoss(),
    Object.values(own).map((value) => (typeof value === 'number' ? value : Array.from(value))),
    [own.reversionUtility, own.margin, own.opinion],
    observation.recall(0),
  ]);
}

describe('an observation', () => {
  it('does not change when what its seat may not know changes', () => {
    const play = midway();
    const me = scenario.partyIds.indexOf(seat);
    const observation = observe(play.run, me);
    const before = everythingSeen(observation);
    let disturbed = 0;
    for (const slice of scenario.layout.slices) {
      if (slice.visible === 'public' || slice.name.startsWith('loop')) continue;
      const view = slice.type === 'f64' ? play.run.f64[slice.name] : play.run.i32[slice.name];
      for (let i = 0; i < slice.length; i++) {
        if (slice.visible === 'own' && Math.floor(i / slice.rowLength) === me) continue;
        if (slice.visible === 'hidden' && slice.per === 'run') continue;
        view[i] = 7;
        disturbed++;
      }
    }
    expect(disturbed).toBeGreaterThan(100);
    expect(everythingSeen(observation)).toBe(before);
  });

  it('does change when its own row changes', () => {
    const play = midway();
    const me = scenario.partyIds.indexOf(seat);
    const observation = observe(play.run, me);
    const before = everythingSeen(observation);
    play.run.f64['talks.noise'][me] += 1;
    expect(everythingSeen(observation)).not.toBe(before);
  });
});

/** A value for every private attribute that can be found again in text. */
function withCanaries(): Scenario['file'] {
  const file = structuredClone(scenario.file);
  for (const party of file.parties as unknown as Record<string, unknown>[]) {
    for (const [key, visible] of Object.entries(partyVisibility)) {
      if (visible === 'public' || party[key] === undefined) continue;
      party[key] = `CANARY-${party['id']}-${key}`;
    }
    party['brief'] = { public: 'open', confidential: `CANARY-${party['id']}-brief` };
  }
  return file;
}

describe('the view of a scenario', () => {
  const privateKeys = Object.entries(partyVisibility).filter(([, visible]) => visible === 'own');
  const see = (viewer: Viewer, over: boolean): string =>
    JSON.stringify(viewScenario(withCanaries(), viewer, over));

  it('holds no private attribute of another party, and all of its own', () => {
    const seen = see({ role: 'seat', seat }, false);
    expect(seen).not.toContain(`CANARY-${other}`);
    for (const [key] of privateKeys) {
      const own = scenario.file.parties.find((party) => party.id === seat);
      if (own?.[key as keyof PartyFile] !== undefined) expect(seen).toContain(`CANARY-${seat}-${key}`);
    }
    expect(seen).toContain(`CANARY-${seat}-brief`);
  });

  it('holds no private attribute for the public', () => {
    expect(see({ role: 'public' }, false)).not.toContain('CANARY');
  });

  it('holds everything in god view, and for everybody when the run is over', () => {
    for (const seen of [see({ role: 'god' }, false), see({ role: 'public' }, true)]) {
      expect(seen).toContain(`CANARY-${other}-ideal`);
      expect(seen).toContain(`CANARY-${other}-brief`);
    }
  });
});

describe('the events a viewer is shown', () => {
  it('never explain another party’s decisions while the run goes on', () => {
    const play = midway();
    const events = decodeEvents(scenario, play.recorder.records());
    const shown = events.filter((event) => maySeeEvent(event, { role: 'seat', seat }, false));
    const reasons = shown.filter((event) => event.kind === 'reasoned');
    expect(reasons.length).toBeGreaterThan(0);
    expect(new Set(reasons.map((event) => event.party))).toEqual(new Set([seat]));
    expect(shown.some((event) => event.kind === 'trustMoved')).toBe(false);
    expect(events.filter((event) => maySeeEvent(event, { role: 'god' }, false))).toEqual(events);
    expect(events.filter((event) => maySeeEvent(event, { role: 'public' }, true))).toEqual(events);
  });
});

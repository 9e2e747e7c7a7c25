import { expect, it } from 'vitest';
import {
  createPlay,
  decodeEvents,
  type Input,
  Loop,
  maySeeEvent,
  questions,
  type RunEvent,
  type Scenario,
  type Viewer,
} from '../../engine/index.ts';
import { load } from './witness.ts';

// Nobody is told of a defection before an audit: two runs that differ in what one state does behind its
// border look alike to everybody else until it is looked at.

const comply = questions.findIndex((question) => question.id === 'comply');

/** A run in which a person answers every question about compliance for a seat, and nothing else. */
function forced(scenario: Scenario, seed: number, seat: string, complies: boolean): RunEvent[] {
  const inputs: Input[] = [];
  const play = createPlay(scenario, { seed, inputs, keepRecords: true });
  let taken = false;
  for (;;) {
    const step = play.advance();
    if (step === 'over') break;
    const round = play.run.loop[Loop.round];
    if (step === 'round' && !taken && play.run.i32['treaty.adoptedTick'][0] >= 0) {
      play.inputs.push({ type: 'take', seat, round, turn: 0 });
      taken = true;
    }
    if (step !== 'awaiting') continue;
    for (const open of play.openQuestions()) {
      const { turn } = open;
      if (open.question !== comply) play.inputs.push({ type: 'deadline', seat, round, turn });
      else {
        const answer = { complies };
        play.inputs.push({ type: 'answer', seat, round, turn, question: 'comply', answer });
      }
    }
  }
  return decodeEvents(scenario, play.recorder.records());
}

/** What a viewer is told while the run goes on, without the places, which count what others are told too. */
function told(events: readonly RunEvent[], viewer: Viewer): string[] {
  const shown = events.filter((event) => maySeeEvent(event, viewer, false));
  return shown.map(({ seq: _, ...event }) => JSON.stringify(event));
}

it.each([
  ['the public', { role: 'public' }],
  ['another seat', { role: 'seat', seat: 'aldria' }],
] as [string, Viewer][])(
  '%s learns of a defection from an audit and from nothing before',
  async (_who, viewer) => {
    // Nobody lacks capacity and nobody is accused wrongly: only will is left to tell the runs apart.
    const scenario = await load(
      'world.compliance.transparency=0',
      'world.compliance.falseAlarm=0',
      'world.compliance.capacityFloor=0',
      'world.compliance.capacitySlope=0',
    );
    let [hidden, audited] = [0, 0];
    for (let seed = 1; seed <= 12; seed++) {
      const honest = forced(scenario, seed, 'tessara', true);
      const defecting = forced(scenario, seed, 'tessara', false);
      const isDefection = (event: RunEvent): boolean =>
        event.kind === 'willed' && event.party === 'tessara' && !event.complies;
      if (!defecting.some(isDefection)) continue;
      expect(honest.some(isDefection)).toBe(false);
      const [public1, public2] = [told(honest, viewer), told(defecting, viewer)];
      const first = public2.findIndex((line, i) => line !== public1[i]);
      if (first < 0) {
        expect(public1.length).toBe(public2.length);
        hidden++;
        continue;
      }
      // The report of the audited period is where they part.
      expect(JSON.parse(public1[first])).toMatchObject({
        kind: 'reported',
        party: 'tessara',
        complies: true,
      });
      expect(JSON.parse(public2[first])).toMatchObject({
        kind: 'reported',
        party: 'tessara',
        complies: false,
      });
      const { round } = JSON.parse(public2[first]) as { round: number };
      const since = public2.slice(first).map((line) => JSON.parse(line) as RunEvent);
      expect(since.some((event) => event.kind === 'detected' && event.round === round)).toBe(true);
      const reports = public2.slice(0, first).filter((line) => /"reported".*"tessara"/.test(line));
      if (reports.length > 0) hidden++;
      audited++;
    }
    expect(hidden).toBeGreaterThan(3);
    expect(audited).toBeGreaterThan(3);
  },
);

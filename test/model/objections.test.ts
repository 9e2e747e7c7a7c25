import { describe, expect, it } from 'vitest';
import {
  decodeEvents,
  documentText,
  foldEvents,
  namesOf,
  questions,
  type Scenario,
  textDocument,
  viewScenario,
} from '../../engine/index.ts';
import { treatyPage } from '../../server/text/treaty-page.ts';
import { gavel, type Played, playOut, playWith } from './gavel.ts';

// Reservations and what the other parties say to them (Vienna Convention, arts. 20–21).

/**
 * Farun reserves audits; what it leaves of the depth is .6, or next to nothing when it reserves labels too.
 */
const quiet = ['world.withdrawal=null', 'world.escape=null', 'world.operations=null'];
const deep = [
  ...quiet,
  'rules.reservations.permitted=[audits, labels]',
  'parties.farun.redLines={audits: {atMost: none}, labels: {atMost: none}}',
];
const states = ['alba', 'brena', 'corva', 'dolma', 'estin'];

const respondTo = (response: string) => (question: string) =>
  question === 'respond' ? { response } : undefined;

/** ρ of a party at the end of a run. */
function reliabilityOf({ play }: Played, id: string): number {
  const { run, scenario } = play;
  return run.reliability(scenario.partyIds.indexOf(id), run.i32['treaty.expected']!);
}

/** ρ by its definition, from trust, weights, what reservations leave, and between whom the treaty applies. */
function definition({ play }: Played, id: string, without: readonly string[]): number {
  const { run, scenario } = play;
  const i = scenario.partyIds.indexOf(id);
  let [kept, all] = [0, 0];
  for (const j of scenario.states) {
    if (j === i) continue;
    all += scenario.weight[j]!;
    if (run.i32['treaty.expected']![j] === 0 || without.includes(scenario.partyIds[j]!)) continue;
    const trust = run.f64['trust.value']![i * scenario.partyCount + j]!;
    kept += scenario.weight[j]! * trust * run.f64['treaty.kept']![j]!;
  }
  return kept / all;
}

describe('a reservation', () => {
  it('is notified when the party has ratified, and the others are asked once, within the time', async () => {
    const scenario = await gavel(...quiet);
    let asked = 0;
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const { of, tickOf } = playOut(scenario, seed);
      for (const notified of of('reservationNotified')) {
        const ratified = of('ratified').find(({ party }) => party === notified.party)!;
        expect(tickOf(notified)).toBeLessThanOrEqual(tickOf(ratified) + 1);
        expect(notified.seq).toBeGreaterThan(ratified.seq);
        expect(notified.until).toBe(tickOf(notified) + 6);
        for (const objected of of('objectedToReservation').filter((event) => event.of === notified.party)) {
          const own = of('ratified').find(({ party }) => party === objected.party)!;
          expect(objected.seq).toBeGreaterThan(own.seq);
          expect(tickOf(objected)).toBeLessThanOrEqual(Math.max(notified.until, tickOf(own) + 1));
          asked++;
        }
      }
      const pairs = of('objectedToReservation').map((event) => `${event.party} ${event.of}`);
      expect(new Set(pairs).size).toBe(pairs.length);
    }
    expect(asked).toBeGreaterThan(20);
  });

  it('is accepted by silence when the time is up, and not before', async () => {
    const scenario = await gavel(...quiet);
    for (const seed of [1, 2, 3]) {
      const played = playWith(scenario, seed, states, respondTo('silent'));
      const { of, tickOf } = played;
      expect(of('objectedToReservation')).toEqual([]);
      const accepted = of('reservationAccepted');
      expect(accepted.every(({ tacit }) => tacit)).toBe(true);
      expect(accepted.map(({ party }) => party).sort()).toEqual(
        of('ratified')
          .map(({ party }) => party)
          .filter((id) => id !== 'farun')
          .sort(),
      );
      const [notified] = of('reservationNotified');
      for (const event of accepted) {
        const own = of('ratified').find(({ party }) => party === event.party)!;
        expect(tickOf(event)).toBe(Math.max(notified!.until, tickOf(own) + 1) + 1);
      }
    }
  });

  it('may be accepted in words', async () => {
    const scenario = await gavel(...quiet);
    const { of } = playWith(scenario, 1, ['alba'], respondTo('accept'));
    expect(of('reservationAccepted').filter(({ party }) => party === 'alba')).toMatchObject([
      { of: 'farun', tacit: false },
    ]);
  });

  it('is nothing to anybody where there is none', async () => {
    const arms = [...quiet, 'rules.reservations.permitted=none'];
    const [on, off] = [await gavel(...arms), await gavel(...arms, 'world.objections=null')];
    for (const seed of [1, 2, 3]) {
      const [one, other] = [playOut(on, seed), playOut(off, seed)];
      const told = ({ events }: Played) => events.map(({ seq: _, ...event }) => JSON.stringify(event));
      expect(told(one)).toEqual(told(other));
      expect([...one.play.run.f64['trust.value']!]).toEqual([...other.play.run.f64['trust.value']!]);
    }
  });
});

describe('an objection', () => {
  it('leaves the treaty in force between the two: what each expects is what acceptance leaves', async () => {
    const scenario = await gavel(...quiet);
    const accepts = playWith(scenario, 1, ['alba'], respondTo('accept'));
    const objects = playWith(scenario, 1, ['alba'], respondTo('object'));
    expect(objects.of('objectedToReservation')).toContainEqual(
      expect.objectContaining({ party: 'alba', of: 'farun', relations: true }),
    );
    for (const id of ['alba', 'farun']) {
      expect(reliabilityOf(objects, id)).toBeCloseTo(definition(objects, id, []), 12);
      expect(reliabilityOf(objects, id)).toBe(reliabilityOf(accepts, id));
    }
  });

  it('that refuses relations takes each out of what the other expects, and out of nothing else', async () => {
    const scenario = await gavel(...quiet);
    const played = playWith(scenario, 1, ['alba'], respondTo('object-without-relations'));
    expect(played.of('objectedToReservation')).toContainEqual(
      expect.objectContaining({ party: 'alba', of: 'farun', relations: false }),
    );
    expect(reliabilityOf(played, 'alba')).toBeCloseTo(definition(played, 'alba', ['farun']), 12);
    expect(reliabilityOf(played, 'farun')).toBeCloseTo(definition(played, 'farun', ['alba']), 12);
    expect(reliabilityOf(played, 'corva')).toBeCloseTo(definition(played, 'corva', []), 12);
    expect(reliabilityOf(played, 'alba')).toBeLessThan(definition(played, 'alba', []) - 0.01);
    // Both stay bound, to all others.
    for (const id of ['alba', 'farun']) {
      const party = scenario.partyIds.indexOf(id);
      expect(played.play.run.i32['treaty.boundTick']![party]).toBeGreaterThanOrEqual(0);
    }
  });

  it('says the same where trust is off and reliability is a number of the scenario', async () => {
    const scenario = await gavel(...quiet, 'world.trust=null', 'utility.reliability=0.6');
    const played = playWith(scenario, 1, ['alba'], respondTo('object-without-relations'));
    const { run } = played.play;
    const share = (id: string, without: readonly string[]) => {
      const i = scenario.partyIds.indexOf(id);
      const others = [...scenario.states].filter((j) => j !== i);
      const weigh = (list: number[]) => list.reduce((sum, j) => sum + scenario.weight[j]!, 0);
      const inside = others.filter(
        (j) => run.i32['treaty.expected']![j] === 1 && !without.includes(scenario.partyIds[j]!),
      );
      return (0.6 * weigh(inside)) / weigh(others);
    };
    expect(reliabilityOf(played, 'alba')).toBeCloseTo(share('alba', ['farun']), 12);
    expect(reliabilityOf(played, 'corva')).toBeCloseTo(share('corva', []), 12);
  });

  it('is made to what empties the treaty; relations are refused where nothing is left', async () => {
    const kept = async (scenario: Scenario, seed: number) => {
      const played = playOut(scenario, seed);
      const share = played.play.run.f64['treaty.kept']![scenario.partyIds.indexOf('farun')]!;
      return { share, objections: played.of('objectedToReservation') };
    };
    const light = await kept(await gavel(...quiet, 'phases.review=null', 'phases.second-review=null'), 1);
    expect(light.share).toBeGreaterThan(0.25);
    expect(light.share).toBeLessThan(0.75);
    expect(light.objections.every(({ relations }) => relations)).toBe(true);
    expect(light.objections.length).toBeGreaterThan(2);
    const heavy = await kept(await gavel(...deep, 'phases.review=null', 'phases.second-review=null'), 1);
    expect(heavy.share).toBeLessThan(0.25);
    expect(heavy.objections.length).toBeGreaterThan(2);
    expect(heavy.objections.every(({ relations }) => !relations)).toBe(true);
  });

  it('ends with the membership of either', async () => {
    const scenario = await gavel(...deep.filter((arm) => !quiet.includes(arm)));
    let ended = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const { of, play } = playOut(scenario, seed);
      const { run } = play;
      for (const { party } of of('withdrew')) {
        const row = scenario.partyIds.indexOf(party);
        if (run.i32['treaty.ratifiedTick']![row]! >= 0) continue;
        for (let other = 0; other < scenario.partyCount; other++) {
          expect(run.i32['objections.between']![row * scenario.partyCount + other]).toBe(0);
          expect(run.f64['objections.applies']![other * scenario.partyCount + row]).toBe(1);
        }
        ended++;
      }
      const refused = [...run.i32['objections.between']!].filter((stands) => stands === 3).length;
      expect(run.i32['objections.refused']![0]).toBe(refused);
    }
    expect(ended).toBeGreaterThan(3);
  });
});

describe('the question', () => {
  const respond = questions.find(({ id }) => id === 'respond')!;
  it.each(['silent', 'accept', 'object', 'object-without-relations'])('takes %s', async (response) => {
    const scenario = await gavel();
    const integers = new Int32Array(scenario.answerWidth);
    expect(respond.schema(scenario).safeParse({ response }).success).toBe(true);
    respond.encode(scenario, { response }, integers, 0);
    expect(respond.decode(scenario, integers, 0)).toEqual({ response });
  });
  it.each([{ response: 'maybe' }, {}, { response: 'accept', of: 'alba' }])(
    'does not take %j',
    async (answer) => {
      expect(respond.schema(await gavel()).safeParse(answer).success).toBe(false);
    },
  );
});

describe('the treaty as it is printed', () => {
  it('lists objections with what they do, and the clauses under which they were made', async () => {
    const scenario = await gavel(...quiet);
    const played = playWith(scenario, 1, ['alba'], respondTo('object-without-relations'));
    const events = decodeEvents(scenario, played.play.recorder.records());
    const view = viewScenario(scenario.file, { role: 'god' }, true);
    const document = textDocument(foldEvents(view, events));
    expect(document.objections).toContainEqual({ party: 'alba', of: 'farun', relations: false });
    const text = documentText(document, namesOf(view)).replace(/\s+/g, ' ');
    expect(text).toContain(
      'Alba objected to the reservations of Farun. The Agreement is not in force between them.',
    );
    expect(text).toContain('within six months after it was notified of the reservation');
    const page = treatyPage({
      document,
      scenario: view,
      again: { command: 'plenary run', seed: '1', digest: '' },
    });
    expect(page).toContain('Alba objected to the reservations of Farun.');
  });
});

/** The rulings of a review conference, line by line, and what a person may answer in one. */
import { describe, expect, it } from 'vitest';
import {
  charts,
  createPlay,
  decodeEvents,
  type EventName,
  type EventOf,
  type Input,
  loadDocument,
  type Play,
  questions,
  rulings,
  type Scenario,
} from '../../engine/index.ts';
import { type Kept, keptDocument } from '../model/kept-treaty.ts';

/** A treaty that four states join at once, and a conference after a year; then half a year more. */
async function conference(settings: object, kept: Kept = {}, rules: object = {}): Promise<Scenario> {
  const document = keptDocument({ states: 4, ticks: 30, ...kept });
  const [talks, adoption] = document.phases;
  const life = (id: string, rounds: number) => ({ id, protocol: 'treaty-life', rounds });
  const loaded = await loadDocument({
    ...document,
    rules: { ...document.rules, ...rules },
    phases: [
      talks,
      adoption,
      life('life', 12),
      { id: 'review', protocol: 'review-conference', with: settings },
      life('later', 6),
    ],
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

interface Held {
  readonly play: Play;
  /** Seats asked, by question and subject, in the order asked. */
  readonly asked: readonly { question: string; subject: readonly number[]; seat: string }[];
  of<Kind extends EventName>(kind: Kind): EventOf<Kind>[];
}

type Answers = (question: string, seat: string, subject: readonly number[], play: Play) => unknown;

/** Plays with people in every seat, who answer in the conference and leave all else to strategies. */
function hold(scenario: Scenario, answers: Answers, seed = 1): Held {
  const inputs: Input[] = scenario.partyIds.map((seat) => ({ type: 'take', seat, round: 0, turn: 0 }));
  const play = createPlay(scenario, { seed, inputs, keepRecords: true });
  const asked: { question: string; subject: readonly number[]; seat: string }[] = [];
  for (;;) {
    const step = play.advance();
    if (step === 'over') break;
    if (step !== 'awaiting') continue;
    const phase = scenario.phases[play.run.loop[0]!]!;
    for (const open of play.openQuestions()) {
      const seat = scenario.partyIds[open.seat]!;
      const question = questions[open.question]!.id as string;
      const isReview = phase.protocol.id === 'review-conference';
      const answer = isReview ? answers(question, seat, open.subject, play) : undefined;
      if (isReview) asked.push({ question, subject: open.subject, seat });
      const { round, turn } = open;
      if (answer === undefined) play.inputs.push({ type: 'deadline', seat, round, turn });
      else play.inputs.push({ type: 'answer', seat, round, turn, question, answer });
    }
  }
  if (play.fault !== undefined) throw play.fault;
  const events = decodeEvents(scenario, play.recorder.records());
  return {
    play,
    asked,
    of: <Kind extends EventName>(kind: Kind) =>
      events.filter((event) => event.kind === kind) as unknown as EventOf<Kind>[],
  };
}

const subjectOf = (name: string) =>
  [
    'text',
    'issue',
    'amendment',
    'motion',
    'ruling',
    'proposal',
    'forum',
    'observers',
    'move',
    'notice',
    'reservation',
    'renegotiation',
    'termination',
    'continuation',
  ].indexOf(name);
const is = (subject: readonly number[], name: string) => subject[0] === subjectOf(name);

/** Asks for a renegotiation, and moves the duty to a place; votes as told. */
const moving =
  (
    place: (seat: string) => number | undefined,
    vote: (seat: string, subject: readonly number[]) => string,
  ): Answers =>
  (question, seat, subject) => {
    if (question === 'sponsor') return { sponsors: true };
    if (question === 'amend') {
      const to = place(seat);
      return { amendment: to === undefined ? null : { issue: 'duty', option: `duty-${to}` } };
    }
    return question === 'vote' ? { vote: vote(seat, subject) } : undefined;
  };

const duty = ({ play }: Held): number =>
  play.run.i32['text.option']![play.scenario.issueIds.indexOf('duty')]!;

const situations: Readonly<Record<string, () => Promise<void>>> = {
  'The agreement is not in force.': async () => {
    const scenario = await conference({}, { world: { ratification: { rate: 0, rejection: 0 } } });
    const { of, asked } = hold(scenario, () => undefined);
    expect(of('enteredIntoForce')).toEqual([]);
    expect(of('reviewOpened')).toEqual([]);
    expect(of('phaseStarted').map(({ phase }) => phase)).not.toContain('review');
    expect(asked).toEqual([]);
  },
  'A state has withdrawn, or was never bound.': async () => {
    const scenario = await conference({}, { rules: { entryIntoForce: { parties: 2 } } });
    const rows = ['s02', 's03'].map((id) => scenario.partyIds.indexOf(id));
    // One of them never signs, the other is out before the conference.
    const inputs: Input[] = [{ type: 'take', seat: 's02', round: 0, turn: 0 }];
    const play = createPlay(scenario, { seed: 1, inputs, keepRecords: true });
    for (;;) {
      const step = play.advance();
      if (step === 'over') break;
      if (step === 'round' && play.run.loop[3] === 11) {
        play.run.sendParty(rows[1]!, charts.state.event.WITHDRAW);
        expect(charts.state.in('commitment.withdrawn')(play.run, rows[1]!)).toBe(true);
      }
      if (step !== 'awaiting') continue;
      for (const { round, turn, question } of play.openQuestions()) {
        const no = questions[question]!.id === 'sign' ? { signs: false } : undefined;
        if (no === undefined) play.inputs.push({ type: 'deadline', seat: 's02', round, turn });
        else play.inputs.push({ type: 'answer', seat: 's02', round, turn, question: 'sign', answer: no });
      }
    }
    expect(play.fault).toBeUndefined();
    const events = decodeEvents(scenario, play.recorder.records());
    expect(events.find((event) => event.kind === 'reviewOpened')).toMatchObject({ parties: 2 });
    const reviewed = events.filter((event) => event.kind === 'partyReviewed');
    expect(reviewed.map((event) => 'party' in event && event.party)).toEqual(['s00', 's01']);
  },
  'Fewer parties ask for a renegotiation than are needed.': async () => {
    const scenario = await conference({});
    const one: Answers = (question, seat) =>
      question === 'sponsor' ? { sponsors: seat === 's01' } : undefined;
    const held = hold(scenario, one);
    expect(held.of('renegotiationRequested').map(({ party }) => party)).toEqual(['s01']);
    expect(held.of('renegotiationDecided')).toMatchObject([{ opened: false, requests: 1, needed: 2 }]);
    expect(held.asked.map(({ question }) => question)).not.toContain('amend');
    expect(held.of('reviewClosed')).toMatchObject([{ amendments: 0 }]);
    expect(charts.agreement.in('force.inForce')(held.play.run, 0)).toBe(true);
  },
  'A third of the parties ask for a renegotiation.': async () => {
    // Of six parties two are a third, exactly; a share of 2/6 is not more than it.
    const scenario = await conference({}, { states: 6 });
    const two: Answers = (question, seat) =>
      question === 'sponsor' ? { sponsors: seat === 's01' || seat === 's04' } : undefined;
    const held = hold(scenario, two);
    expect(held.of('renegotiationDecided')).toMatchObject([{ opened: true, requests: 2, needed: 2 }]);
    const amending = held.asked.filter(({ question }) => question === 'amend');
    expect(amending.map(({ seat }) => seat)).toEqual(['s00', 's01', 's02', 's03', 's04', 's05']);
  },
  'Two parties move the same amendment.': async () => {
    const scenario = await conference({});
    const held = hold(
      scenario,
      moving(
        (seat) => (seat === 's00' ? 5 : seat === 's03' ? undefined : 15),
        () => 'no',
      ),
    );
    const numbers = held
      .of('amendmentMoved')
      .map(({ party, option, number }) => `${party} ${option} ${number}`);
    expect(numbers).toEqual(['s00 duty-5 1', 's01 duty-15 2', 's02 duty-15 2']);
    const votes = held.of('voteOpened').filter(({ subject }) => subject === 'amendment');
    // The one with two movers first, though it was moved later.
    expect(votes.map(({ second }) => second)).toEqual([15, 5]);
  },
  'As many parties move one amendment as another.': async () => {
    const scenario = await conference({});
    const votedOn = (moved: Readonly<Record<string, number>>) =>
      hold(
        scenario,
        moving(
          (seat) => moved[seat],
          () => 'no',
        ),
      )
        .of('voteOpened')
        .filter(({ subject }) => subject === 'amendment')
        .map(({ second }) => second);
    expect(votedOn({ s00: 11, s02: 5 })).toEqual([5, 11]);
    expect(votedOn({ s02: 5, s03: 11 })).toEqual([5, 11]);
    // As far from 10, though .55 − .5 and .5 − .45 are not the same in binary: the lower option first.
    expect(votedOn({ s00: 11, s02: 9 })).toEqual([9, 11]);
  },
  'An amendment is carried under the rule named.': async () => {
    const named = { named: { most: { rule: 'three-quarters' } } };
    const scenario = await conference({ rule: 'most' }, {}, named);
    const held = hold(
      scenario,
      moving(
        (seat) => (seat === 's00' ? 5 : 15),
        (seat, subject) => (is(subject, 'termination') ? 'no' : seat === 's00' ? 'no' : 'yes'),
      ),
    );
    expect(duty(held)).toBe(15);
    expect(held.of('voteDecided')[0]).toMatchObject({ carried: true, rule: 'three-quarters' });
    expect(held.of('treatyAmended')).toMatchObject([{ issue: 'duty', option: 'duty-15' }]);
    const fates = held.of('amendmentEnded').map(({ option, fate }) => `${option} ${fate}`);
    expect(fates).toEqual(['duty-15 carried', 'duty-5 fell']);
    expect(charts.agreement.in('force.amended')(held.play.run, 0)).toBe(true);
    // It binds whoever voted against it, too: complying costs more from then on.
    const { run } = held.play;
    const against = scenario.partyIds.indexOf('s00');
    expect(run.f64['compliance.gain']![against]).toBeCloseTo(scenario.costRate[against]! * (15 / 20), 12);
  },
  'An amendment is not carried.': async () => {
    const named = { named: { most: { rule: 'three-quarters' } } };
    const scenario = await conference({ rule: 'most' }, {}, named);
    const held = hold(
      scenario,
      moving(
        () => 15,
        (seat) => (seat === 's00' || seat === 's01' ? 'no' : 'yes'),
      ),
    );
    expect(held.of('amendmentEnded')).toMatchObject([{ option: 'duty-15', fate: 'rejected' }]);
    expect(held.of('treatyAmended')).toEqual([]);
    expect(duty(held)).toBe(10);
  },
  'There is a ratchet, and a party moves what would lower an obligation.': async () => {
    const lower = { amendment: { issue: 'duty', option: 'duty-5' } };
    const higher = { amendment: { issue: 'duty', option: 'duty-16' } };
    const all =
      (answer: (play: Play, seat: number) => unknown): Answers =>
      (question, seat, _subject, play) => {
        if (question === 'sponsor') return { sponsors: true };
        return question === 'amend' ? answer(play, play.scenario.partyIds.indexOf(seat)) : { vote: 'yes' };
      };
    const refusals: (string | undefined)[] = [];
    const ratchet = hold(
      await conference({ ratchet: true, termination: false }),
      all((play, seat) => {
        refusals.push(play.refusalOf(seat, lower), play.refusalOf(seat, higher));
        return higher;
      }),
    );
    expect(new Set(refusals)).toEqual(new Set(['amendment-lowers', undefined]));
    expect(ratchet.of('treatyAmended')).toMatchObject([{ option: 'duty-16' }]);
    const loose = hold(
      await conference({ termination: false }),
      all(() => lower),
    );
    expect(loose.of('treatyAmended')).toMatchObject([{ option: 'duty-5' }]);
  },
  'All parties consent to ending the agreement.': async () => {
    const scenario = await conference({});
    const held = hold(
      scenario,
      moving(
        () => undefined,
        () => 'yes',
      ),
    );
    expect(held.of('terminated')).toMatchObject([{ how: 'consent' }]);
    expect(held.of('ended')).toMatchObject([{ outcome: 'terminated' }]);
    const { run } = held.play;
    for (const party of scenario.states) {
      expect(run.i32['treaty.boundTick']![party]).toBe(-1);
      expect(run.i32['treaty.expected']![party]).toBe(0);
      expect(charts.state.in('commitment.none')(run, party)).toBe(true);
    }
    expect(charts.agreement.in('joining.closed')(run, 0)).toBe(true);
    expect(held.of('phaseStarted').map(({ phase }) => phase)).not.toContain('later');
  },
  'All parties but one consent to ending the agreement.': async () => {
    const scenario = await conference({});
    for (const other of ['no', 'abstain']) {
      const held = hold(
        scenario,
        moving(
          () => undefined,
          (seat) => (seat === 's02' ? other : 'yes'),
        ),
      );
      expect(held.of('terminated')).toEqual([]);
      expect(held.of('ended')).toMatchObject([{ outcome: 'in-force' }]);
    }
  },
  'The agreement needs to be continued, and the vote does not carry.': async () => {
    const scenario = await conference({ continuation: 'adoption' });
    const against = hold(scenario, (question, _seat, subject) =>
      question === 'vote' && is(subject, 'continuation') ? { vote: 'no' } : undefined,
    );
    expect(against.of('terminated')).toMatchObject([{ how: 'not-continued' }]);
    const inFavour = hold(scenario, (question, _seat, subject) =>
      question === 'vote' && is(subject, 'continuation') ? { vote: 'yes' } : undefined,
    );
    expect(inFavour.of('terminated')).toEqual([]);
    // Without the clause nobody is asked.
    const silent = hold(await conference({}), () => undefined);
    expect(silent.asked.filter(({ subject }) => is(subject, 'continuation'))).toEqual([]);
  },
};

describe('the rulings of a review conference', () => {
  const table = rulings['review-conference']!;
  it.each(table.map(({ situation, ruling }) => [situation, ruling]))('%s → %s', async (situation) => {
    const check = situations[situation];
    expect(check, `nothing plays: ${situation}`).toBeDefined();
    await check!();
  });

  it('are those that are played here', () => {
    expect(table.map(({ situation }) => situation).sort()).toEqual(Object.keys(situations).sort());
  });
});

describe('a review conference', () => {
  it('reports on each party what the reports since the last one said, and nothing else', async () => {
    const scenario = await conference({}, { states: 8, depth: 16 });
    for (let seed = 1; seed <= 5; seed++) {
      const { of } = hold(scenario, () => undefined, seed);
      const [opened] = of('reviewOpened');
      for (const { party, kept, cannot, willNot } of of('partyReviewed')) {
        const reports = of('reported').filter((event) => event.party === party && event.seq < opened!.seq);
        expect(kept).toBe(reports.filter(({ complies }) => complies).length);
        expect(cannot).toBe(reports.filter(({ complies, able }) => !complies && !able).length);
        expect(willNot).toBe(reports.filter(({ complies, able }) => !complies && able).length);
        expect(kept + cannot + willNot).toBeGreaterThan(2);
      }
    }
  });

  it('puts the agreement under review, and back in force', async () => {
    const { of } = hold(await conference({}), () => undefined);
    const states = of('stateChanged')
      .filter(({ chart }) => chart === 'agreement')
      .map(({ configuration }) => configuration.split(' ').find((state) => state.startsWith('force.')));
    expect(states.slice(-3)).toEqual(['force.inForce', 'force.underReview', 'force.inForce']);
  });

  it.each([
    ['rule', 'importent', 'important'],
    ['continuation', 'adaption', 'adoption'],
  ])('says before the run that the %s %s names none', async (key, name, meant) => {
    const rules = { named: { important: { rule: 'two-thirds' } } };
    const broken = conference({ [key]: name }, {}, rules);
    await expect(broken).rejects.toThrow(/unknown-id/);
    await expect(broken).rejects.toThrow(new RegExp(meant));
    await expect(broken).rejects.toThrow(new RegExp(`phases.review.with.${key}`));
  });

  it('cannot be held before there is a treaty', async () => {
    const document = keptDocument({ states: 4 });
    const [talks, adoption] = document.phases;
    const review = { id: 'review', protocol: 'review-conference' };
    const loaded = await loadDocument({ ...document, phases: [talks, adoption, review] });
    if (loaded.ok) throw new Error('it loaded');
    expect(loaded.problems).toMatchObject([{ path: 'phases.review.protocol', code: 'phase-order' }]);
  });
});

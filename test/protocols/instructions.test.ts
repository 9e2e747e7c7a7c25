import { describe, expect, it } from 'vitest';
import {
  builtIn,
  computeMetrics,
  createPlay,
  metricIds,
  type Registry,
  type RunEvent,
} from '../../engine/index.ts';
import { Question, questions } from '../../engine/questions/index.ts';
import { Ballot } from '../../engine/rules/decision.ts';
import { isTextBeyond } from '../../engine/rules/instructions.ts';
import {
  allWhims,
  type Changes,
  only,
  playOut,
  problemsOf,
  tableOf,
  whimsical,
  withWhims,
} from './tables.ts';

const name = 'instructions';
const seeds = Array.from({ length: 40 }, (_, seed) => seed);
const lenient = { 'world.instructions.adReferendum': true };
const strict = { 'world.instructions.adReferendum': false };

/** What each delegation may accept, and the text, followed through a run by its events alone. */
function follow(
  events: readonly RunEvent[],
  options: Map<string, string[]>,
  see: (beyond: string[], event: RunEvent) => void,
) {
  const range = new Map<string, [string, string]>();
  const text = new Map<string, string>();
  for (const event of events) {
    if (event.kind === 'instructed')
      range.set(`${event.party} ${event.issue}`, [event.lowest, event.highest]);
    if (event.kind === 'textTabled') text.set(event.issue, event.option);
    if (!('party' in event)) continue;
    const beyond = [...text.keys()].filter((issue) => {
      const [lowest, highest] = range.get(`${event.party} ${issue}`) ?? [];
      const place = (option: string | undefined): number => (options.get(issue) ?? []).indexOf(option ?? '');
      return (
        lowest !== undefined &&
        (place(text.get(issue)) < place(lowest) || place(text.get(issue)) > place(highest))
      );
    });
    see(beyond, event);
  }
}

describe('a delegation under instructions', () => {
  it('accepts on its own what lies within them, and beyond them ad referendum only', async () => {
    for (const [changes, registry] of [
      [{}, undefined],
      [allWhims, withWhims],
    ] as const) {
      const scenario = await tableOf(name, changes, registry);
      const options = new Map(scenario.issueIds.map((id, k) => [id, [...scenario.optionIds[k]]]));
      let [plain, referred] = [0, 0];
      for (const seed of seeds) {
        follow(playOut(scenario, seed).events, options, (beyond, event) => {
          if (event.kind === 'accepted') {
            plain++;
            expect(beyond).toEqual([]);
          } else if (event.kind === 'acceptedAdReferendum') {
            referred++;
            expect(beyond.length).toBeGreaterThan(0);
          }
        });
      }
      expect(plain).toBeGreaterThan(50);
      expect(referred).toBeGreaterThan(50);
    }
  });

  it('objects to what lies beyond them where it may not accept ad referendum', async () => {
    const scenario = await tableOf(name, strict);
    let beyondOnes = 0;
    for (const seed of seeds) {
      const { events } = playOut(scenario, seed);
      expect(only(events, 'acceptedAdReferendum')).toEqual([]);
      expect(only(events, 'signedAdReferendum')).toEqual([]);
      beyondOnes += only(events, 'capitalAnswered').length;
    }
    expect(beyondOnes).toBeGreaterThan(50);
  });

  it('hears from its capital when the delay is over, and once for each question', async () => {
    for (const delay of [1, 2, 4]) {
      const scenario = await tableOf(name, { 'world.instructions.delay': delay });
      let answers = 0;
      for (const seed of seeds.slice(0, 10)) {
        const { events } = playOut(scenario, seed);
        const end = events.findIndex((event) => event.kind === 'phaseStarted' && event.phase === 'adoption');
        for (const party of ['alder', 'birch', 'cedar', 'dogwood', 'elm']) {
          let asked: number | undefined;
          for (const event of events.slice(0, end)) {
            if (!('party' in event) || event.party !== party) continue;
            if (event.kind === 'acceptedAdReferendum') asked ??= event.round;
            if (event.kind !== 'capitalAnswered' || asked === undefined) continue;
            // A round is a tick here, and the capital answers at the end of it.
            expect(event.round - asked).toBe(delay - 1);
            asked = undefined;
            answers++;
          }
        }
      }
      expect(answers).toBeGreaterThan(10);
    }
  });

  it('is not adopted from while a capital is silent', async () => {
    const scenario = await tableOf(name, { 'world.instructions.delay': 4 });
    for (const seed of seeds) {
      const { events } = playOut(scenario, seed);
      for (const found of only(events, 'consensusFound')) {
        const referred = only(events, 'acceptedAdReferendum').filter((event) => event.round === found.round);
        expect(referred).toEqual([]);
      }
    }
  });
});

describe('the decision on the text, without leave to accept ad referendum', () => {
  const short = { 'phases.bargaining.rounds': 2, 'rules.decision': [{ rule: 'simple-majority' }] };
  const forms: readonly (readonly [form: string, changes: Changes])[] = [
    ['a vote', short],
    ['a consensus', { ...short, 'rules.decision': [{ rule: 'consensus' }] }],
    [
      'a silence',
      {
        ...short,
        'phases.adoption': { id: 'adoption', protocol: 'silence-procedure', rounds: 3, with: { period: 1 } },
      },
    ],
    [
      'a recorded vote of an assembly',
      {
        'rules.decision': [{ rule: 'simple-majority' }],
        'phases.bargaining': { id: 'bargaining', protocol: 'assembly', rounds: 3 },
        'phases.adoption': null,
      },
    ],
  ];

  /** Delegations that agree to whatever is decided on, so that only their instructions keep them. */
  const agreeable: Registry = {
    ...builtIn,
    strategies: [
      ...builtIn.strategies,
      {
        ...whimsical,
        answers: {
          ...whimsical.answers,
          object: (_observation, _parameters, answers, at) => {
            answers[at] = 0;
          },
          vote: (_observation, _parameters, answers, at) => {
            answers[at] = Ballot.yes;
          },
        },
      },
    ],
  };

  it.each(forms)('is held to instructions in the form of %s', async (_form, changes) => {
    const scenario = await tableOf(name, { ...changes, ...strict, ...allWhims }, agreeable);
    const free = await tableOf(name, { ...changes, world: {}, ...allWhims }, agreeable);
    let [adopted, freely] = [0, 0];
    for (let seed = 0; seed < 60; seed++) {
      const play = createPlay(scenario, { seed });
      const { i32 } = play.run;
      while (i32['treaty.adoptedTick'][0] < 0 && play.advance() !== 'over');
      expect(play.fault).toBeUndefined();
      const other = createPlay(free, { seed });
      while (other.run.i32['treaty.adoptedTick'][0] < 0 && other.advance() !== 'over');
      if (other.run.i32['treaty.adoptedTick'][0] >= 0) freely++;
      if (i32['treaty.adoptedTick'][0] < 0) continue;
      adopted++;
      for (const state of scenario.states) {
        if (i32['talks.ballot'][state] === Ballot.yes) expect(isTextBeyond(play.run, state)).toBe(false);
      }
    }
    expect(freely).toBeGreaterThan(adopted);
  });
});

describe('signature ad referendum', () => {
  it('carries its reservations into the full one, and the capital looks at what is left', async () => {
    const scenario = await tableOf(name, {
      'phases.bargaining.rounds': 3,
      'world.instructions.delay': 3,
      'rules.decision': [{ rule: 'two-thirds' }],
      'rules.reservations': { permitted: 'all' },
      'parties.dogwood.redLines': { audit: { atMost: 'none' } },
    });
    let confirmed = 0;
    for (const seed of seeds) {
      const { events } = playOut(scenario, seed);
      const [referred] = only(events, 'signedAdReferendum').filter(({ party }) => party === 'dogwood');
      const [signed] = only(events, 'signed').filter(({ party }) => party === 'dogwood');
      if (referred === undefined || signed === undefined) continue;
      const reserved = only(events, 'reserved').filter(({ party }) => party === 'dogwood');
      expect(reserved).toMatchObject([{ issue: 'audit', round: signed.round }]);
      confirmed++;
    }
    expect(confirmed).toBeGreaterThan(3);
  });

  it('becomes a full one when the capital confirms it, and none when it does not', async () => {
    const soon = {
      'phases.bargaining.rounds': 3,
      'world.instructions.delay': 3,
      'rules.decision': [{ rule: 'two-thirds' }],
    };
    const scenario = await tableOf(name, soon);
    let confirmed = 0;
    for (const seed of seeds) {
      const { events } = playOut(scenario, seed);
      for (const { party, round } of only(events, 'signedAdReferendum')) {
        const answer = only(events, 'capitalAnswered').find(
          (event) => event.party === party && event.round >= round,
        );
        if (answer === undefined) continue;
        const full = only(events, 'signed').filter((event) => event.party === party);
        expect(full.some((event) => event.round >= round && event.round < answer.round)).toBe(false);
        expect(full.some((event) => event.round === answer.round)).toBe(answer.accepts);
        if (answer.accepts) confirmed++;
      }
    }
    expect(confirmed).toBeGreaterThan(5);
  });
});

describe('a capital that does not confirm', () => {
  it('leaves a signature ad referendum without effect', async () => {
    const scenario = await tableOf(name, {
      'phases.bargaining.rounds': 3,
      'world.instructions.delay': 3,
      'rules.decision': [{ rule: 'two-thirds' }],
    });
    const play = createPlay(scenario, { seed: 1 });
    const { i32 } = play.run;
    while (!i32['instructions.signing'].includes(1)) expect(play.advance()).not.toBe('over');
    const party = i32['instructions.signing'].indexOf(1);
    // What it would have to gain at home from now on, no text can give.
    scenario.margin[party] = 9;
    play.toEnd();
    expect(play.fault).toBeUndefined();
    expect(i32['treaty.signedTick'][party]).toBe(-1);
    expect(i32['treaty.signedTick'].some((tick) => tick >= 0)).toBe(true);
  });
});

describe('a person at the table', () => {
  it('is refused a verdict beyond the instructions of the seat, with the way out', async () => {
    const scenario = await tableOf(name, strict);
    const play = createPlay(scenario, { seed: 1 });
    play.advance();
    play.advance();
    const [phase] = scenario.phases;
    const cedar = scenario.partyIds.indexOf('cedar');
    const turn = {
      count: 1,
      seats: Int32Array.of(cedar),
      question: Question.judge,
      subject: Int32Array.of(0, 0, 0),
    };
    const verdict = (answer: unknown): string | undefined => {
      const at = cedar * scenario.answerWidth;
      questions[Question.judge].encode(scenario, answer, play.run.answers, at);
      expect(questions[Question.judge].decode(scenario, play.run.answers, at)).toEqual(answer);
      return phase?.protocol.legal(play.run, phase, turn, cedar);
    };
    expect(verdict({ verdict: 'accept' })).toBe('outside-instructions');
    expect(verdict({ verdict: 'accept-ad-referendum' })).toBe('outside-instructions');
    expect(verdict({ verdict: 'object', issues: ['audit'] })).toBeUndefined();
    play.run.i32['instructions.terms'][0] = 1;
    expect(verdict({ verdict: 'accept' })).toBe('outside-instructions');
    expect(verdict({ verdict: 'accept-ad-referendum' })).toBeUndefined();
  });
});

describe('turning instructions off', () => {
  /** Mean months to adoption, and objections in a run, over the seeds. */
  async function means(changes: Changes): Promise<{ months: number; objections: number }> {
    const scenario = await tableOf(name, changes);
    const slot = metricIds(scenario).indexOf('adoptionTick');
    let [months, objections] = [0, 0];
    for (const seed of seeds) {
      const { play, events } = playOut(scenario, seed);
      months += computeMetrics(play.run)[slot];
      objections += only(events, 'objected').length;
    }
    return { months: months / seeds.length, objections: objections / seeds.length };
  }

  it('brings adoption forward; without leave to accept ad referendum there are more objections', async () => {
    const off = await means({ world: {} });
    const on = await means(lenient);
    const bound = await means(strict);
    expect(on.months).toBeGreaterThan(off.months + 0.5);
    expect(bound.objections).toBeGreaterThan(on.objections + 0.5);
  });

  it('takes parameters in their ranges only', async () => {
    expect(await problemsOf(name, { 'world.instructions.delay': 25 })).toHaveLength(1);
    expect(await problemsOf(name, { 'world.instructions.width': -0.1 })).toHaveLength(1);
  });
});

/** Issues that are closed one by one and stay closed, on the tiny scenario of the single text. */
import { describe, expect, it } from 'vitest';
import { createPlay, explainParty, Loop } from '../../engine/index.ts';
import { sequenceRulings } from '../../engine/protocols/rulings/single-text.ts';
import { checkRulings, type Person, problemsOf, type Talks, talks, tiny } from './talks.ts';

const states = ['alba', 'brena', 'corva', 'dolma', 'estin'];
const inSequence = (order: string): string[] => [`phases.talks.with.sequence=${order}`, 'ticks=40'];

/** What a delegation wants of each issue, and whether it objects to the clause in hand. */
const person =
  (wants: Readonly<Record<string, string>>, objects: boolean): Person =>
  (question) => {
    if (question === 'propose') return [{ answer: { package: wants } }];
    // Another issue than the one in hand is named, too: it does not count.
    const verdict = objects ? { verdict: 'object', issues: ['audits'] } : { verdict: 'accept' };
    return [{ answer: verdict }];
  };

/** All agree on audits, are one step apart on the fund, and as far as can be on labels. */
async function meeting(objects: boolean, sets: readonly string[] = inSequence('easy-first')): Promise<Talks> {
  const people = Object.fromEntries(
    states.map((id, i) => [
      id,
      person(
        { audits: 'some', fund: i % 2 === 0 ? 'some' : 'all', labels: i % 2 === 0 ? 'none' : 'all' },
        objects,
      ),
    ]),
  );
  return talks('single-text', { sets: [...sets, 'phases.talks.rounds=9'], people });
}

const taken = (run: Talks): string[] =>
  run.all('issueTakenUp').map(({ round, issue }) => `${round} ${issue}`);
const settled = (run: Talks): string[] =>
  run.all('issueSettled').map(({ round, issue, agreed }) => `${round} ${issue} ${agreed}`);

const checks: Readonly<Record<string, () => Promise<void>>> = {
  'Issues are closed one by one, the easy ones first.': async () => {
    const easy = await meeting(false);
    expect(easy.all('issueTakenUp').map(({ issue }) => issue)).toEqual(['audits', 'fund', 'labels']);
    const hard = await meeting(false, inSequence('hard-first'));
    expect(hard.all('issueTakenUp').map(({ issue }) => issue)).toEqual(['labels', 'fund', 'audits']);
    const listed = await meeting(false, inSequence('[fund, labels, audits]'));
    expect(listed.all('issueTakenUp').map(({ issue }) => issue)).toEqual(['fund', 'labels', 'audits']);
  },
  'An issue is in hand.': async () => {
    const run = await meeting(true);
    const first = run.all('textTabled').filter(({ revision }) => revision === 1);
    // The first draft tells every option; those not in hand are today’s practice.
    expect(first.map(({ issue, option }) => `${issue} ${option}`)).toEqual([
      'audits some',
      'fund none',
      'labels none',
    ]);
    for (const { issue, round } of run.all('objected')) {
      const before = run.all('issueTakenUp').filter((event) => event.round <= round);
      expect(issue).toBe(before.at(-1)?.issue);
    }
  },
  'The straw poll would carry the clause in hand.': async () => {
    const run = await meeting(false);
    expect(taken(run)).toEqual(['0 audits', '1 fund', '2 labels']);
    expect(settled(run)).toEqual(['0 audits true', '1 fund true', '2 labels true']);
    expect(run.all('roundStarted')).toHaveLength(3);
    expect([...run.play.run.i32['text.closed']!]).toEqual([1, 1, 1]);
    expect(run.all('issueReopened')).toEqual([]);
  },
  'The time of the issue in hand is over.': async () => {
    const run = await meeting(true);
    // Nine rounds for three issues.
    expect(taken(run)).toEqual(['0 audits', '3 fund', '6 labels']);
    expect(settled(run)).toEqual(['2 audits false', '5 fund false', '8 labels false']);
    expect([...run.play.run.i32['text.option']!]).toEqual([0, 0, 0]);
    expect(run.play.run.f64['talks.progress']![0]).toBe(1);
  },
};

describe('rulings on issues that are closed one by one', () => {
  checkRulings(sequenceRulings, checks);
});

describe('the clock', () => {
  it('begins anew with every issue, so that nobody has conceded on it before', async () => {
    const nothingToGain = states.map((id) => `parties.${id}.benefit=0`);
    const scenario = await tiny('single-text', [
      ...inSequence('easy-first'),
      ...nothingToGain,
      'phases.talks.rounds=9',
    ]);
    const play = createPlay(scenario, { seed: 1 });
    const progress: number[] = [];
    for (let step = play.advance(); step !== 'over'; step = play.advance()) {
      // After the support turn of a round.
      if (play.run.loop[Loop.turn] === 1) progress.push(play.run.f64['talks.progress']![0]!);
    }
    expect(progress).toEqual([0, 0.5, 1, 0, 0.5, 1, 0, 0.5, 1]);
  });
});

describe('a clause by itself', () => {
  it('is accepted by who gains by it over today’s practice, whatever the rest of the text says', async () => {
    const hardliners = states.map((id) => `parties.${id}.strategy.use=time-dependent`);
    // Alba alone loses by any labels; nobody loses by audits.
    const sets = [
      ...inSequence('[labels, audits, fund]'),
      ...hardliners,
      'utility.noise=0',
      'phases.talks.rounds=3',
      ...states.map((id) => `parties.${id}.ideal={labels: 1, audits: 1, fund: 0}`),
      ...states.map((id) => `parties.${id}.cost=0`),
      'parties.alba.ideal={labels: 0, audits: 1, fund: 0}',
    ];
    const run = await talks('single-text', { sets });
    const objecting = run.all('objected').map(({ party, issue }) => `${party} ${issue}`);
    expect(objecting).toContain('alba labels');
    expect(objecting).not.toContain('alba audits');
    expect(settled(run)).toContain('0 labels false');
    expect(settled(run)).toContain('1 audits true');
    const { summary } = explainParty(run.scenario, run.events, { round: 0, party: 'alba' });
    expect(summary).toContain('Alba objects to labels');
  });
});

describe('faults of sequences', () => {
  it('are named before the run', async () => {
    const found = async (order: string): Promise<string[]> =>
      (await problemsOf('single-text', inSequence(order))).map(({ code, path }) => `${code} ${path}`);
    const at = 'phases.talks.with.sequence';
    expect(await found('[labels, audits, fund]')).toEqual([]);
    expect(await found('[labels, audits]')).toEqual([`bad-value ${at}`]);
    expect(await found('[labels, audits, fund, fund]')).toEqual([`duplicate-id ${at}[3]`]);
    expect(await found('[labels, audits, fund, levy]')).toEqual([`unknown-id ${at}[3]`]);
  });
});

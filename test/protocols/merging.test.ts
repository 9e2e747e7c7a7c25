/** Blocs that form and dissolve in the talks (model equation 7), on the tiny scenario of the single text. */
import { describe, expect, it } from 'vitest';
import { blocsAt, explainParty, maySeeEvent, type RunEvent, viewScenario } from '../../engine/index.ts';
import { mergingRulings } from '../../engine/protocols/rulings/single-text.ts';
import { checkRulings, type Person, problemsOf, type Setting, type Talks, talks } from './talks.ts';

type Package = Readonly<Record<string, string>>;

/** What a delegation does: whom it names, how it answers a request, what it wants, what it says of a text. */
interface Says {
  readonly names?: (round: number) => string | null;
  readonly lets?: 'yes' | 'no' | 'abstain';
  readonly wants?: Package;
  readonly objects?: readonly string[];
}

const middle: Package = { labels: 'some', audits: 'some', fund: 'some' };

const person =
  (says: Says): Person =>
  (question, round) => {
    if (question === 'confer') return [{ answer: { with: says.names?.(round) ?? null } }];
    if (question === 'vote') return [{ answer: { vote: says.lets ?? 'no' } }];
    if (question === 'propose') return [{ answer: { package: says.wants ?? middle } }];
    const issues = says.objects ?? ['labels'];
    const verdict = issues.length === 0 ? { verdict: 'accept' } : { verdict: 'object', issues };
    return [{ answer: question === 'judge' ? verdict : question === 'object' ? { objects: true } : {} }];
  };

/** Talks of four rounds in which every state is a person; those not named object and stay on their own. */
async function meeting(says: Readonly<Record<string, Says>>, sets: readonly string[] = []): Promise<Talks> {
  const states = ['alba', 'brena', 'corva', 'dolma', 'estin'];
  const people = Object.fromEntries(states.map((id) => [id, person(says[id] ?? {})]));
  // What is on the table is worth more to everybody than none: nobody loses hope and walks out.
  const eager = states.flatMap((id) => [
    `parties.${id}.ideal={labels: 0.5, audits: 0.5, fund: 0.5}`,
    `parties.${id}.cost=0`,
  ]);
  return talks('single-text', { sets: ['phases.talks.with.blocs={trust: 0.4}', ...eager, ...sets], people });
}

const always = (id: string | null) => () => id;

const told = (events: readonly { readonly kind: string; readonly party?: string }[]): string[] =>
  events.map(({ kind, party }) => `${kind} ${party ?? ''}`.trim());

const about = (events: readonly RunEvent[]) => events.filter(({ kind }) => /^(bloc|merger)/.test(kind));

const supportsOf = (run: Talks, party: string, round: number): Record<string, string> =>
  Object.fromEntries(
    run
      .all('supported')
      .filter((event) => event.party === party && event.round <= round)
      .map(({ issue, option }) => [issue, option]),
  );

const checks: Readonly<Record<string, () => Promise<void>>> = {
  'Two states on their own name each other as those with whom they negotiate as one.': async () => {
    const pair = { alba: { names: always('brena') }, brena: { names: always('alba') } };
    const run = await meeting(pair, ['parties.brena.capability=2']);
    // Nobody has stated a position before the first round, so the second is the first to merge in.
    expect(run.all('blocFormed')).toMatchObject([{ party: 'alba', with: 'brena', bloc: 1, round: 1 }]);
    expect(run.all('blocSpeaks')).toMatchObject([{ party: 'brena', bloc: 1 }]);
    const judging = new Set(
      run
        .all('answered')
        .filter((event) => event.question === 'judge' && event.round > 0)
        .map(({ party }) => party),
    );
    expect([...judging].sort()).toEqual(['brena', 'corva', 'dolma', 'estin']);
  },
  'A state names another that names somebody else, or nobody.': async () => {
    const pair = { alba: { names: always('brena') }, brena: { names: always('alba'), lets: 'yes' as const } };
    for (const [lets, isIn] of [
      ['yes', true],
      ['abstain', true],
      ['no', false],
    ] as const) {
      const says = { ...pair, alba: { ...pair.alba, lets }, corva: { names: always('alba') } };
      const run = await meeting(says);
      expect(run.all('mergerSought')[0]).toMatchObject({ party: 'corva', with: 'alba' });
      const answers = run
        .all('mergerAnswered')
        .filter(({ round }) => round === run.all('mergerSought')[0]!.round);
      expect(answers.map(({ party, agrees }) => `${party} ${agrees}`)).toEqual([
        `alba ${lets === 'yes'}`,
        'brena true',
      ]);
      expect(run.all('blocJoined').length > 0).toBe(isIn);
    }
    // One that is on its own is asked alone; an abstention lets nobody in where there is no yes.
    const alone = await meeting({ corva: { names: always('alba') }, alba: { lets: 'abstain' } });
    expect(alone.all('blocFormed')).toEqual([]);
    const agreed = await meeting({ corva: { names: always('alba') }, alba: { lets: 'yes' } });
    expect(agreed.all('blocFormed')[0]).toMatchObject({ party: 'alba', with: 'corva' });
  },
  'Several states ask one bloc to merge positions in a round.': async () => {
    const says = { corva: { names: always('alba') }, dolma: { names: always('alba') } };
    const run = await meeting(says, ['parties.dolma.capability=1.5']);
    expect(told(run.all('mergerSought'))).toEqual(Array(3).fill('mergerSought dolma'));
  },
  'A member names nobody of its bloc.': async () => {
    const until = (last: number, id: string) => (round: number) => (round <= last ? id : null);
    const run = await meeting({ alba: { names: always('brena') }, brena: { names: until(1, 'alba') } });
    const after = about(run.events).filter(({ round }) => round === 2);
    expect(told(after)).toEqual(['blocLeft brena', 'blocLeftFor brena', 'blocDissolved']);
    expect(run.all('blocLeftFor')[0]).toMatchObject({ why: 'own-choice' });
    expect(run.all('blocDissolved')[0]).toMatchObject({ bloc: 1, why: 'members-left' });
    // Who named a spokesperson that leaves in the same round stays with the others; another speaks for them.
    const three = {
      alba: { names: (round: number) => (round < 3 ? 'brena' : null) },
      brena: { names: always('alba'), lets: 'yes' as const },
      corva: { names: always('alba') },
    };
    const rest = await meeting({ ...three, alba: { ...three.alba, lets: 'yes' } });
    expect(told(about(rest.events).filter(({ round }) => round === 3))).toEqual([
      'blocLeft alba',
      'blocLeftFor alba',
      'blocSpeaks brena',
      'blocDissolved',
    ]);
    expect(rest.all('blocDissolved')).toMatchObject([{ why: 'talks-over' }]);
    const why = run.all('blocLeftFor')[0] as RunEvent;
    expect(maySeeEvent(why, { role: 'seat', seat: 'brena' }, false)).toBe(true);
    expect(maySeeEvent(why, { role: 'seat', seat: 'alba' }, false)).toBe(false);
    expect(maySeeEvent(run.all('blocLeft')[0] as RunEvent, { role: 'public' }, false)).toBe(true);
  },
  'The members of a bloc want different options.': async () => {
    const says = {
      alba: { names: always('brena'), wants: { labels: 'all', audits: 'all', fund: 'none' } },
      brena: { names: always('alba'), wants: { labels: 'none', audits: 'none', fund: 'none' } },
    };
    // Capabilities 3 and 1: the mean 3/4 of the ladder is as near to ½ as to 1, and the lower one counts.
    const run = await meeting(says, ['parties.alba.capability=3']);
    for (const id of ['alba', 'brena']) {
      expect(supportsOf(run, id, 1)).toEqual({ labels: 'some', audits: 'some', fund: 'none' });
    }
    const heavy = await meeting(says, ['parties.alba.capability=4']);
    expect(supportsOf(heavy, 'brena', 1)).toMatchObject({ labels: 'all' });
    const even = ['parties.alba.capability=4', 'phases.talks.with.blocs.position=mean'];
    expect(supportsOf(await meeting(says, even), 'brena', 1)).toMatchObject({ labels: 'some' });
    const lined = ['parties.alba.capability=4', 'parties.brena.redLines={labels: {atMost: some}}'];
    expect(supportsOf(await meeting(says, lined), 'brena', 1)).toMatchObject({
      labels: 'none',
      audits: 'all',
    });
  },
  'The spokesperson of a bloc judges the text.': async () => {
    const until = (round: number) => (round < 3 ? 'brena' : null);
    const says = { alba: { names: until, objects: [] }, brena: { names: always('alba') } };
    const accepting = (run: Talks) =>
      run.all('accepted').filter(({ round, party }) => round > 0 && party === 'brena').length;
    const run = await meeting(says, ['parties.alba.capability=2']);
    expect(accepting(run)).toBe(2);
    // The text opens at `none`, and Brena may not accept less than `some`.
    const lines = ['parties.brena.redLines={labels: {atLeast: all}}', 'parties.alba.capability=2'];
    const broken = await meeting(says, lines);
    expect(accepting(broken)).toBe(0);
    expect(broken.all('brokeRanks')[0]).toMatchObject({ party: 'brena', issue: 'labels' });
  },
  'The talks in which blocs formed are over.': async () => {
    const run = await meeting({ alba: { names: always('brena') }, brena: { names: always('alba') } });
    expect(run.all('blocDissolved')).toMatchObject([{ bloc: 1, why: 'talks-over', round: 3 }]);
    expect([...run.play.run.i32['bloc.speaker']!]).toEqual(Array(7).fill(-1));
    expect(run.metric('blocsFormed')).toBe(1);
    expect(run.metric('blocSize')).toBe(2);
    expect(run.metric('blocRounds')).toBe(3);
    // Two of five states, in three of four rounds.
    expect(run.metric('inBlocs')).toBeCloseTo((2 * 3) / (5 * 4), 12);
  },
};

describe('rulings on blocs that form in the talks', () => {
  checkRulings(mergingRulings, checks);
});

/** Alba and Brena want nearly the same, and nobody else does. */
const alike = [
  'parties.alba.ideal={labels: 1, audits: 1, fund: 1}',
  'parties.brena.ideal={labels: 1, audits: 1, fund: 0.5}',
  'parties.corva.ideal={labels: 0, audits: 0, fund: 0}',
  'parties.dolma.ideal={labels: 0, audits: 1, fund: 0}',
  'parties.estin.ideal={labels: 1, audits: 0, fund: 0}',
  'world.trust={priorAlpha: 4, priorBeta: 2}',
  ...['alba', 'brena', 'corva', 'dolma', 'estin'].map((id) => `parties.${id}.strategy.use=hardliner`),
];

const withBlocs = (blocs: string, more: readonly string[] = []): Setting => ({
  sets: [...alike, `phases.talks.with.blocs=${blocs}`, ...more],
});

describe('the conditions of a bloc', () => {
  const pairsOf = ({ all }: Talks) => all('blocFormed').map(({ party, with: other }) => `${party} ${other}`);

  // Saliences .4, .4, .2 and positions half a ladder apart on the fund: √(.2 · .25) = .2236.
  it('are a distance of positions below θ_c, by own salience', async () => {
    expect(pairsOf(await talks('single-text', withBlocs('{distance: 0.23, loss: 1}')))).toEqual([
      'alba brena',
    ]);
    expect(pairsOf(await talks('single-text', withBlocs('{distance: 0.22, loss: 1}')))).toEqual([]);
  });

  // α = 4, β = 2: 2/3 before anybody has done anything.
  it('are more trust than τ, in both directions', async () => {
    expect(
      pairsOf(await talks('single-text', withBlocs('{distance: 0.23, trust: 0.66, loss: 1}'))),
    ).toHaveLength(1);
    expect(pairsOf(await talks('single-text', withBlocs('{distance: 0.23, trust: 0.67, loss: 1}')))).toEqual(
      [],
    );
  });

  it('are a loss of no more than a share of the surplus', async () => {
    const losing = await talks('single-text', withBlocs('{distance: 0.23, loss: 0}'));
    expect(pairsOf(losing)).toEqual([]);
  });

  it('end a bloc when they no longer hold, with slack', async () => {
    // In the third round Brena turns to what Corva wants: a person speaks for it until then.
    const turning: Person = (question, round) => {
      if (question === 'confer') return [{ answer: { with: 'alba' } }];
      if (question === 'vote') return [{ answer: { vote: 'yes' } }];
      const wants =
        round < 2
          ? { labels: 'all', audits: 'all', fund: 'all' }
          : { labels: 'none', audits: 'none', fund: 'none' };
      if (question === 'propose') return [{ answer: { package: wants } }];
      return [{ answer: { verdict: 'object', issues: ['labels'] } }, { answer: { objects: true } }];
    };
    const run = await talks('single-text', { ...withBlocs('{loss: 1}'), people: { brena: turning } });
    expect(pairsOf(run)[0]).toBe('alba brena');
    // Equal capability: their mean is half the ladder from what Alba wants, more than .2 · 1.25.
    expect(run.all('blocLeftFor')[0]).toMatchObject({ party: 'alba', why: 'distance', round: 3 });
    const slack = await talks('single-text', {
      ...withBlocs('{loss: 1, distance: 0.3, slack: 1}'),
      people: { brena: turning },
    });
    expect(slack.all('blocLeftFor')).toEqual([]);
  });

  it('are explained to whoever may know them', async () => {
    const run = await talks('single-text', withBlocs('{distance: 0.23, loss: 1}'));
    const round = run.all('blocFormed')[0]!.round;
    const { summary } = explainParty(run.scenario, run.events, { round, party: 'alba' });
    expect(summary).toContain('Alba and Brena merge positions and negotiate as one.');
  });
});

describe('what is settled between equals', () => {
  it('is which request comes first: that of the more capable applicant', async () => {
    const says = {
      alba: { names: always('brena'), lets: 'yes' as const },
      brena: { lets: 'yes' as const },
      dolma: { names: always('alba') },
    };
    const firstBloc = async (capable: string) => {
      const [formed] = (await meeting(says, [`parties.${capable}.capability=2`])).all('blocFormed');
      return `${formed!.party} ${formed!.with}`;
    };
    // Whoever is let in first speaks for itself no more, or is asked no more: the other request lapses.
    expect(await firstBloc('alba')).toBe('alba brena');
    expect(await firstBloc('dolma')).toBe('alba dolma');
  });

  it('is whom a state seeks of two as near that cost it the same: the more capable', async () => {
    // Brena and Corva are half a ladder from Alba, each on an issue of equal salience to Alba.
    const near = [
      'parties.brena.ideal={labels: 1, audits: 0.5, fund: 1}',
      'parties.corva.ideal={labels: 0.5, audits: 1, fund: 1}',
    ];
    const sought = async (capable: string) => {
      const sets = [...near, `parties.${capable}.capability=1.2`];
      const run = await talks('single-text', withBlocs('{distance: 0.5, loss: 1}', sets));
      return run.all('blocFormed').find(({ party }) => party === 'alba')?.with;
    };
    expect(await sought('brena')).toBe('brena');
    expect(await sought('corva')).toBe('corva');
  });

  it('is who stays when a spokesperson leaves the table: all others', async () => {
    const sets = [
      ...['brena', 'corva'].map((id) => `parties.${id}.ideal={labels: 1, audits: 1, fund: 1}`),
      // No text is enough for Alba, which speaks for the three until its third round without hope.
      'parties.alba.margin=1',
      'parties.alba.cost=5',
      'parties.alba.capability=3',
    ];
    const run = await talks('single-text', withBlocs('{distance: 0.23, loss: 1}', sets));
    const about = (kind: 'blocLeft' | 'blocLeftFor' | 'blocSpeaks' | 'blocDissolved') =>
      run.all(kind).filter(({ round }) => round === 3);
    expect(about('blocLeftFor')).toMatchObject([{ party: 'alba', why: 'left-table' }]);
    expect(about('blocSpeaks')).toMatchObject([{ party: 'brena' }]);
    expect(about('blocDissolved')).toMatchObject([{ why: 'talks-over' }]);
  });
});

describe('the fold of who is with whom', () => {
  it('shows blocs, closeness and trust of every pair, round by round', async () => {
    const run = await talks('single-text', withBlocs('{distance: 0.23, loss: 1}'));
    const view = viewScenario(run.scenario.file, { role: 'god' }, true);
    const formed = run.all('blocFormed')[0]!.round;
    expect(blocsAt(view, run.events, formed - 1).blocs).toEqual([]);
    const at = blocsAt(view, run.events, formed);
    expect(at.blocs).toEqual([
      { id: '1', kind: 'formed', members: ['alba', 'brena'], speaker: 'alba', since: formed },
    ]);
    // Five states and a firm; the chair is no part of the graph.
    expect(at.pairs).toHaveLength((6 * 5) / 2);
    const pair = at.pairs.find(({ one, other }) => one === 'alba' && other === 'brena');
    expect(pair).toMatchObject({ bloc: '1', closeness: 1 });
    expect(pair?.trust?.[0]).toBeCloseTo(4 / 6, 12);
    const apart = at.pairs.find(({ one, other }) => one === 'brena' && other === 'corva');
    expect(apart?.bloc).toBeUndefined();
    expect(apart?.closeness).toBeLessThan(0.5);
  });
});

describe('faults of blocs', () => {
  it('are named before the run', async () => {
    const found = async (sets: readonly string[]) =>
      (await problemsOf('single-text', sets)).map(({ code, path }) => `${code} ${path}`);
    expect(await found(['phases.talks.with.blocs={trust: 0.55}'])).toEqual([
      'unreachable-bloc phases.talks.with.blocs.trust',
    ]);
    expect(await found(['phases.talks.with.blocs={trust: 0.4}'])).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadDocument } from '../../engine/index.ts';

// Faults of what states have at home: mandates that nothing fulfils, publics that do not add up, windows
// longer than the run. Each is a named problem with a path and a way out before the run starts.

interface Issue {
  readonly id: string;
  readonly options: number;
  readonly reversion?: number;
  /** Issue and options of it in whose sentence this one stands. */
  readonly within?: { readonly issue: string; readonly options: readonly number[] };
}

const optionId = (issue: string, option: number) => `${issue}${option}`;

function issueDocument(issue: Issue, all: readonly Issue[], depth: number): object {
  const inside = (option: number) =>
    all
      .filter(({ within }) => within?.issue === issue.id && within.options.includes(option))
      .map(({ id }) => ` {${id}}`)
      .join(' and');
  return {
    id: issue.id,
    title: issue.id,
    article: issue.id,
    depth,
    reversion: optionId(issue.id, issue.reversion ?? 0),
    options: Array.from({ length: issue.options }, (_, option) => ({
      id: optionId(issue.id, option),
      title: `Option ${option}`,
      sentence: `The parties agree on ${option}${inside(option)}.`,
    })),
    ...(issue.within === undefined
      ? {}
      : {
          within: {
            issue: issue.within.issue,
            options: issue.within.options.map((option) => optionId(issue.within?.issue ?? '', option)),
          },
        }),
  };
}

function document(issues: readonly Issue[], party: object = {}, more: object = {}): Record<string, unknown> {
  const share = 1 / issues.length;
  const even = Object.fromEntries(issues.map(({ id }) => [id, share]));
  const state = (id: string, code: string) => ({
    ...{ id, code, name: id, kind: 'state', weight: 0.5, ideal: even, salience: even },
  });
  return {
    format: 1,
    id: 'home',
    title: 'Home',
    summary: 'Two states.',
    ticks: 24,
    parties: [{ ...state('north', 'NOR'), ...party }, state('south', 'SOU')],
    issues: issues.map((issue) => issueDocument(issue, issues, share)),
    rules: { decision: [{ rule: 'unanimity' }], entryIntoForce: { parties: 2 } },
    phases: [{ id: 'talks', protocol: 'pledge-and-review', rounds: 4 }],
    ...more,
  };
}

/** Paths and codes of the problems, with their messages and hints as one text. */
async function problemsOf(source: object): Promise<{ named: string[]; says: string }> {
  const loaded = await loadDocument(source);
  if (loaded.ok) return { named: [], says: '' };
  return {
    named: loaded.problems.map(({ path, code }) => `${path} ${code}`),
    says: loaded.problems.map(({ message, hint }) => `${message} ${hint}`).join('\n'),
  };
}

const one: readonly Issue[] = [{ id: 'a', options: 3 }];

describe('a mandate that nothing fulfils', () => {
  const nested: readonly Issue[] = [
    { id: 'a', options: 3 },
    { id: 'b', options: 3, within: { issue: 'a', options: [2] } },
  ];

  test('is told when its red lines exclude each other through a clause inside a sentence', async () => {
    // b must be at least 1, so it must stand; it does only where a is at 2, which is beyond the line on a.
    const redLines = { a: { atMost: 'a1' }, b: { atLeast: 'b1' } };
    const { named, says } = await problemsOf(document(nested, { redLines }));
    expect(named).toEqual(['parties.north.redLines empty-red-lines']);
    expect(says).toMatch(/on a, b together leave no package .*b stands at today’s practice where a has no/);
  });

  test('is fulfilled where the outer issue may hold the clause, or today’s practice will do', async () => {
    const wide = { a: { atMost: 'a2' }, b: { atLeast: 'b1' } };
    expect((await problemsOf(document(nested, { redLines: wide }))).named).toEqual([]);
    const today = { a: { atMost: 'a1' }, b: { atMost: 'b1' } };
    expect((await problemsOf(document(nested, { redLines: today }))).named).toEqual([]);
  });

  test('is found exactly where going through every package finds none', async () => {
    const line = fc.tuple(fc.nat(2), fc.nat(2));
    const drawn = fc.tuple(
      fc.tuple(line, line, line, line),
      fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2)),
      fc.tuple(fc.subarray([0, 1, 2], { minLength: 1 }), fc.subarray([0, 1, 2], { minLength: 1 })),
      fc.boolean(),
    );
    let [empty, open] = [0, 0];
    await fc.assert(
      fc.asyncProperty(drawn, async ([lines, reversions, [inB, inC], deep]) => {
        const issues: Issue[] = [
          { id: 'a', options: 3, reversion: reversions[0] },
          { id: 'b', options: 3, reversion: reversions[1], within: { issue: 'a', options: inB } },
          {
            ...{ id: 'c', options: 3, reversion: reversions[2] },
            within: { issue: deep ? 'b' : 'a', options: inC },
          },
          { id: 'd', options: 3, reversion: reversions[3] },
        ];
        const bounds = lines.map(([x, y]) => [Math.min(x, y), Math.max(x, y)] as const);
        const redLines = Object.fromEntries(
          issues.map(({ id }, k) => [
            id,
            { atLeast: optionId(id, bounds[k][0]), atMost: optionId(id, bounds[k][1]) },
          ]),
        );
        let isOpen = false;
        for (let code = 0; code < 81; code++) {
          const chosen = [0, 1, 2, 3].map((k) => Math.floor(code / 3 ** k) % 3);
          const b = inB.includes(chosen[0]) ? chosen[1] : reversions[1];
          const bStands = inB.includes(chosen[0]);
          const cStands = deep ? bStands && inC.includes(b) : inC.includes(chosen[0]);
          const c = cStands ? chosen[2] : reversions[2];
          const bound = [chosen[0], b, c, chosen[3]];
          if (bound.every((option, k) => option >= bounds[k][0] && option <= bounds[k][1])) isOpen = true;
        }
        const { named } = await problemsOf(document(issues, { redLines }));
        expect(named).toEqual(isOpen ? [] : ['parties.north.redLines empty-red-lines']);
        if (isOpen) open++;
        else empty++;
      }),
      { numRuns: 300, seed: 1 },
    );
    expect(Math.min(empty, open)).toBeGreaterThan(30);
  });
});

describe('constituencies', () => {
  const publics = (...weights: number[]) => ({
    constituencies: weights.map((weight, v) => ({ id: `c${v}`, title: `Public ${v}`, weight, opinion: 0.5 })),
  });

  test('have weights that sum to 1', async () => {
    expect((await problemsOf(document(one, publics(0.5, 0.5)))).named).toEqual([]);
    const { named, says } = await problemsOf(document(one, publics(0.5, 0.25)));
    expect(named).toEqual(['parties.north.constituencies sum-not-one']);
    expect(says).toMatch(/constituencies of north sum to 0.75.*about 0.667, 0.333/);
  });

  test('have ids of their own', async () => {
    const twice = { constituencies: publics(0.5, 0.5).constituencies.map((one) => ({ ...one, id: 'c' })) };
    expect((await problemsOf(document(one, twice))).named).toEqual([
      'parties.north.constituencies[1].id duplicate-id',
    ]);
  });

  test('are those of states, which ratify', async () => {
    const source = document(one) as { parties: object[] };
    const even = { a: 1 };
    const observer = {
      ...{ id: 'watch', code: 'WAT', name: 'Watch', kind: 'ngo', ideal: even, salience: even },
      ...publics(1),
    };
    const { named } = await problemsOf({ ...source, parties: [...source.parties, observer] });
    expect(named).toEqual(['parties.watch.constituencies bad-value']);
  });

  test('have vetoes, stubbornness and exposure inside their ranges', async () => {
    const [first] = publics(1).constituencies;
    for (const [key, value] of [
      ['vetoBelow', 1.2],
      ['stubbornness', -0.1],
      ['exposure', 4],
    ] as const) {
      const { named } = await problemsOf(document(one, { constituencies: [{ ...first, [key]: value }] }));
      expect(named).toEqual([`parties.north.constituencies.c0.${key} out-of-range`]);
    }
  });
});

describe('a world at home', () => {
  test.each([
    [
      'a window longer than the run',
      { ratification: { window: 25 } },
      'world.ratification.window horizon-short',
    ],
    [
      'mandates to revise without instructions',
      { mandates: { reviseAfter: 3 } },
      'world.mandates.reviseAfter missing-key',
    ],
    ['limits of a home that ratifies nothing', { 'home-limits': {} }, 'world.home-limits missing-key'],
  ])('with %s is refused', async (_what, world, problem) => {
    const { named, says } = await problemsOf(document(one, {}, { world }));
    expect(named).toEqual([problem]);
    expect(says.length).toBeGreaterThan(40);
  });

  test.each([
    ['a window as long as the run', { ratification: { window: 24 } }],
    ['mandates to revise with instructions', { mandates: { reviseAfter: 3 }, instructions: {} }],
    ['limits of a home that ratifies', { 'home-limits': {}, ratification: {} }],
  ])('with %s is fine', async (_what, world) => {
    expect((await problemsOf(document(one, {}, { world }))).named).toEqual([]);
  });
});

/** Faults of the text as a document: each is a named problem with a place and a way out. */
import { describe, expect, test } from 'vitest';
import { canonicalScenario } from '../../engine/scenario/canonical.ts';
import { formatProblems } from '../../engine/scenario/problems.ts';
import { edited, named, parsed, problemsOf } from './fixture.ts';

type Edit = readonly [from: string, to: string];

const seasonWithin = (within: string): Edit => [
  'article: Season of the year\n',
  `article: Season of the year\n    within: ${within}\n`,
];
const flowWithin = (within: string): Edit => [
  'article: Flow of the river\n',
  `article: Flow of the river\n    within: ${within}\n`,
];
const highWith = (place: string): Edit => ['The flow is high.', `'The flow is high ${place}.'`];
const dryWith = (place: string): Edit => ['In the dry season.', `'In the dry season ${place}.'`];

const rows: readonly (readonly [
  what: string,
  edits: readonly Edit[],
  problems: readonly string[],
  hint: RegExp,
])[] = [
  [
    'an issue that is inside none',
    [seasonWithin('{ issue: flov, options: [high] }'), highWith('{season}')],
    ['issues.flow.options.high.sentence placeholder-stray', 'issues.season.within.issue unknown-id'],
    /Did you mean|flow/,
  ],
  [
    'an option that the outer issue does not have',
    [seasonWithin('{ issue: flow, options: [high, higher] }'), highWith('{season}')],
    ['issues.season.within.options[1] unknown-id'],
    /high/,
  ],
  [
    'an option named twice',
    [seasonWithin('{ issue: flow, options: [high, high] }'), highWith('{season}')],
    ['issues.season.within.options[1] duplicate-id'],
    /Rename|Remove/,
  ],
  [
    'a sentence without a place',
    [seasonWithin('{ issue: flow, options: [high] }')],
    ['issues.season.within.options[0] placeholder-missing'],
    /Write \{season\} in it/,
  ],
  [
    'a place that no issue fills',
    [highWith('{season}')],
    ['issues.flow.options.high.sentence placeholder-stray'],
    /within: \{ issue: flow, options: \[high\] \}/,
  ],
  [
    'a place for an issue that does not exist',
    [highWith('{seasons}')],
    ['issues.flow.options.high.sentence unknown-id'],
    /season/,
  ],
  [
    'an issue that stands twice in a sentence',
    [seasonWithin('{ issue: flow, options: [high] }'), highWith('{season} {season}')],
    ['issues.flow.options.high.sentence placeholder-stray'],
    /Take one of the two out/,
  ],
  [
    'an issue inside itself',
    [seasonWithin('{ issue: season, options: [dry] }'), dryWith('{season}')],
    ['issues.season.within.issue nesting-circular'],
    /take its `within` out/,
  ],
  [
    'two issues inside each other',
    [
      seasonWithin('{ issue: flow, options: [high] }'),
      highWith('{season}'),
      flowWithin('{ issue: season, options: [dry] }'),
      dryWith('{flow}'),
    ],
    ['issues.flow.within.issue nesting-circular', 'issues.season.within.issue nesting-circular'],
    /take its `within` out/,
  ],
  [
    'a reservation to an issue that does not exist',
    [['rules:\n', 'rules:\n  reservations: { permitted: [flow, seasn] }\n']],
    ['rules.reservations.permitted[1] unknown-id'],
    /season/,
  ],
];

describe('a fault of the text is named', () => {
  test.each(rows)('%s', (_what, edits, problems, hint) => {
    const found = problemsOf(edited(...edits));
    expect([...named(found)].sort()).toEqual([...problems].sort());
    expect(formatProblems(found)).toMatch(hint);
  });
});

test('a nested issue and permitted reservations are right, in any order', () => {
  const text = edited(
    highWith('{season}'),
    ['The flow is middling.', "'The flow is middling {season}, {as it was}.'"],
    seasonWithin('{ issue: flow, options: [middle, high] }'),
    ['rules:\n', 'rules:\n  reservations: { permitted: [season, flow] }\n'],
  );
  expect(problemsOf(text)).toEqual([]);
  const other = text.replace('[middle, high]', '[high, middle]').replace('[season, flow]', '[flow, season]');
  expect(canonicalScenario(parsed(other))).toEqual(canonicalScenario(parsed(text)));
});

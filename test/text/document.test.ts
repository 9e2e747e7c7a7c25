/** The tree of a text against the state it is made from, its brackets as printed, and its differences. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  articlesOf,
  createPlay,
  decodeEvents,
  diffRevisions,
  diffWords,
  documentMarkdown,
  documentText,
  foldEvents,
  lastRevision,
  namesOf,
  type Scenario,
  type Segment,
  segmentsText,
  sourceOfRun,
  sourceOfView,
  textDocument,
  viewOfRevision,
  viewScenario,
} from '../../engine/index.ts';
import { compiled, firstMandate, firstMandateDocument, type Loose, played } from '../run/first-mandate.ts';
import { nestedDocument } from './nested.ts';

const nested = await compiled(nestedDocument());
const god = { role: 'god' } as const;

/** A run with its events, and the scenario as everybody may see it at the end. */
function told(scenario: Scenario, seed: number) {
  const play = played(scenario, { seed });
  expect(play.fault).toBeUndefined();
  return {
    play,
    events: decodeEvents(scenario, play.recorder.records()),
    view: viewScenario(scenario.file, god, true),
  };
}

const scenarios = [
  ['first mandate', firstMandate],
  ['nested brackets', nested],
] as const;

describe.each(scenarios)('%s', (_name, scenario) => {
  test('brackets as printed are the open ones, at every revision', () => {
    let most = 0;
    for (let seed = 1; seed <= 5; seed++) {
      const { events, view } = told(scenario, seed);
      for (let number = 1; number <= lastRevision(events); number++) {
        const document = textDocument(viewOfRevision(view, events, number));
        for (const text of [documentText(document, namesOf(view))]) {
          expect(text.split('[').length - 1).toBe(document.openBrackets);
          expect(text.split(']').length - 1).toBe(document.openBrackets);
        }
        const open = document.articles
          .flatMap(({ clauses }) => clauses)
          .filter(({ status }) => status === 'open');
        expect(document.openBrackets).toBeGreaterThanOrEqual(open.length);
        most = Math.max(most, document.openBrackets);
      }
    }
    expect(most).toBeGreaterThan(3);
  });

  test('the tree from a state is the tree from the events', () => {
    for (let seed = 1; seed <= 2; seed++) {
      const play = createPlay(scenario, { seed, keepRecords: true });
      const view = viewScenario(scenario.file, god, true);
      let compared = 0;
      for (let step = 0; play.advance() !== 'over'; step++) {
        const revision = play.run.i32['text.revision'][0];
        // Every turn of the talks, and now and then afterwards: a fold starts from the first event each time.
        const isTalks = play.run.i32['treaty.adoptedTick'][0] < 0;
        if (revision === 0 || (!isTalks && step % 25 > 0)) continue;
        const events = decodeEvents(scenario, play.recorder.records());
        const fold = foldEvents(view, events);
        const fromState = articlesOf({ ...sourceOfRun(play.run), scenario: view });
        expect(fromState).toEqual(articlesOf(sourceOfView(fold)));
        compared++;
      }
      expect(compared).toBeGreaterThan(5);
    }
  });

  test('a revision holds the options that stood in the state', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const play = createPlay(scenario, { seed, keepRecords: true });
      const texts = new Map<number, string>();
      const optionsOf = () =>
        [...scenario.issueIds].map(
          (id, k) => `${id} ${scenario.optionIds[k][play.run.i32['text.option'][k]]}`,
        );
      while (play.advance() !== 'over') {
        const revision = play.run.i32['text.revision'][0];
        if (revision > 0) texts.set(revision, optionsOf().join(', '));
      }
      const events = decodeEvents(scenario, play.recorder.records());
      const view = viewScenario(scenario.file, god, true);
      expect([...texts.keys()].at(-1)).toBe(lastRevision(events));
      for (const [number, options] of texts) {
        const { issues } = viewOfRevision(view, events, number);
        const found = scenario.issueIds.map((id, k) => {
          // An issue that was left off the agenda, or never moved from its reversion, is in no event.
          const option = issues.get(id)?.option ?? scenario.optionIds[k][scenario.reversion[k]];
          return `${id} ${option}`;
        });
        expect(found.join(', ')).toBe(options);
      }
    }
  });

  test('a text does not differ from itself', () => {
    const { events, view } = told(scenario, 7);
    for (let number = 0; number <= lastRevision(events); number++) {
      const at = viewOfRevision(view, events, number);
      expect(diffRevisions(at, at)).toEqual({ issues: [], clauses: [] });
    }
  });

  test('brackets are gone once a text is adopted', () => {
    const { events, view } = told(scenario, 7);
    const document = textDocument(foldEvents(view, events));
    expect(document.standing).toBe('in-force');
    expect(document.openBrackets).toBe(0);
    expect(document.settled).toBe(document.onAgenda);
    expect(document.signatures.filter(({ signed }) => signed !== undefined).length).toBeGreaterThan(3);
  });
});

/** A fold that stops in the middle of talks, edited to hold what a test wants. */
function editedView(edit: (view: ReturnType<typeof foldEvents>) => void) {
  const { events, view } = told(nested, 7);
  const at = viewOfRevision(view, events, 1);
  for (const party of at.parties.values()) {
    for (const issue of Object.keys(party.supports)) delete party.supports[issue];
    party.objects = [];
  }
  for (const issue of at.issues.values()) issue.closed = true;
  edit(at);
  return at;
}

test('a bracket inside a bracket, with who stands behind what', () => {
  const view = editedView((at) => {
    for (const id of ['certification', 'audit-frequency']) at.issues.get(id)!.closed = false;
    at.issues.get('certification')!.option = 'third-party-audit';
    at.issues.get('audit-frequency')!.option = 'yearly';
    at.parties.get('aldria')!.supports['certification'] = 'third-party-audit';
    at.parties.get('norland')!.supports['certification'] = 'own-rules';
    at.parties.get('aldria')!.supports['audit-frequency'] = 'yearly';
    at.parties.get('meridia')!.supports['audit-frequency'] = 'five-years';
    at.parties.get('norland')!.objects = ['audit-frequency'];
  });
  const names = namesOf(view.scenario);
  const document = textDocument(view);
  expect(document.openBrackets).toBe(2);
  expect(segmentsText(document.articles[0].clauses[0].segments, names)).toBe(
    'Each Party shall [continue to apply its own rules to the certification of high-impact artificial ' +
      'intelligence systems, and nothing in this Agreement obliges it to recognise a certificate issued by ' +
      'another Party — NRL / have high-impact systems audited every [five years — MRD / year — ALD; NRL ' +
      'objects] by a third party — ALD].',
  );
});

test('an option that only parties without a vote support is in no bracket', () => {
  const view = editedView((at) => {
    at.issues.get('aid')!.closed = false;
    at.issues.get('aid')!.option = 'tenth';
    at.parties.get('civic')!.supports['aid'] = 'one';
    at.parties.get('solenna')!.supports['aid'] = 'half';
    at.parties.get('civic')!.objects = ['aid'];
  });
  const clause = textDocument(view)
    .articles.flatMap(({ clauses }) => clauses)
    .find(({ issue }) => issue === 'aid');
  const bracket = clause?.segments.find(
    (segment): segment is Extract<Segment, { kind: 'bracket' }> => segment.kind === 'bracket',
  );
  expect(bracket?.alternatives.map(({ option, objectors }) => [option, objectors])).toEqual([
    ['tenth', ['civic']],
    ['half', []],
  ]);
});

test('issues under one heading are paragraphs of one article', async () => {
  const document: Loose = firstMandateDocument();
  document.issues.find((issue: Loose) => issue.id === 'aid').article = 'Access to data';
  const { events, view } = told(await compiled(document), 7);
  const { articles } = textDocument(foldEvents(view, events));
  expect(articles.map(({ number, clauses }) => [number, clauses.length])).toEqual([
    [1, 1],
    [2, 2],
    [3, 1],
    [4, 1],
  ]);
});

describe('differences by words', () => {
  const sentence = fc.array(fc.constantFrom('shall', 'may', 'audit', 'each', 'Party,', 'data.'), {
    maxLength: 14,
  });

  test('give both texts back', () => {
    fc.assert(
      fc.property(sentence, sentence, (a, b) => {
        const changes = diffWords(a.join(' '), b.join(' '));
        const side = (left: 'removed' | 'added') =>
          changes.flatMap(({ kind, text }) => (kind === left ? [] : text.split(' '))).join(' ');
        expect(side('added')).toBe(a.join(' '));
        expect(side('removed')).toBe(b.join(' '));
      }),
    );
  });

  test('keep as many words as can be kept', () => {
    // Longest common subsequence by its textbook recursion, on short texts.
    const longest = (a: readonly string[], b: readonly string[]): number => {
      if (a.length === 0 || b.length === 0) return 0;
      if (a[0] === b[0]) return 1 + longest(a.slice(1), b.slice(1));
      return Math.max(longest(a.slice(1), b), longest(a, b.slice(1)));
    };
    const short = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 });
    fc.assert(
      fc.property(short, short, (a, b) => {
        const kept = diffWords(a.join(' '), b.join(' ')).flatMap(({ kind, text }) =>
          kind === 'same' ? text.split(' ') : [],
        );
        expect(kept.length).toBe(longest(a, b));
      }),
    );
  });

  test('of long texts end', () => {
    const long = (word: string) => Array.from({ length: 4000 }, (_, i) => `${word}${i}`).join(' ');
    expect(diffWords(long('a'), long('b')).map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });
});

test('Markdown shows hostile words as they are', async () => {
  const document: Loose = firstMandateDocument();
  document.treaty.title = '<img src=x> *bold* [link](javascript:1)';
  const { events, view } = told(await compiled(document), 7);
  const markdown = documentMarkdown(textDocument(foldEvents(view, events)), namesOf(view));
  expect(markdown.split('\n')[0]).toBe('# \\<img src=x\\> \\*bold\\* \\[link\\](javascript:1)');
});

/** The page of a treaty: hostile words stay words, and the address leads back to the run. */
import { describe, expect, test } from 'vitest';
import { decodeEvents, foldEvents, runDigest, textDocument, viewScenario } from '../../engine/index.ts';
import { escapeText } from '../../server/text/escape.ts';
import { qrSvg } from '../../server/text/qr.ts';
import { treatyPage } from '../../server/text/treaty-page.ts';
import { formatReplayLink, parseReplayLink, replayLinkDamage } from '../../server/wire/replay-link.ts';
import { compiled, firstMandateDocument, type Loose, played } from '../run/first-mandate.ts';

const hostile = `</style><script>alert(1)</script><img src=x onerror="alert('2')">&amp;`;

/** Every text of a document that the page shows, replaced. */
function poisoned(): Loose {
  const document: Loose = firstMandateDocument();
  document.title = hostile;
  document.treaty = {
    title: hostile,
    preamble: [hostile],
    depositary: hostile,
    place: hostile,
    languages: [hostile],
  };
  for (const party of document.parties) party.name = `${party.id} ${hostile}`;
  for (const issue of document.issues) {
    issue.title = `${issue.id} ${hostile}`;
    issue.article = `${issue.id} ${hostile}`;
    for (const option of issue.options) {
      option.title = `${option.id} ${hostile}`;
      option.sentence = `${option.id} ${hostile}`;
    }
  }
  document.rules.reservations = { permitted: ['certification'] };
  return document;
}

test('words of a scenario are never markup', async () => {
  const scenario = await compiled(poisoned());
  const play = played(scenario, { seed: 7 });
  const view = viewScenario(scenario.file, { role: 'god' }, true);
  const events = decodeEvents(scenario, play.recorder.records());
  const at = foldEvents(view, events);
  at.amendments.push({
    number: 1,
    issue: 'aid',
    from: 'zero',
    to: 'one',
    sponsors: ['norland'],
    fate: 'rejected',
  });
  at.parties.get('norland')!.dissociates.push('aid');
  at.parties.get('norland')!.reserves.push('certification');
  for (const adopted of [true, false]) {
    if (!adopted) at.adoptedRound = undefined;
    const again = { command: hostile, seed: hostile, address: `https://x/${hostile}`, digest: 'ab' };
    const page = treatyPage({ document: textDocument(at), scenario: view, again });
    const tags = new Set([...page.matchAll(/<\/?([a-zA-Z][a-zA-Z0-9]*)/g)].map((match) => match[1]));
    expect(tags).not.toContain('script');
    expect(tags).not.toContain('img');
    expect(page.match(/<style>/g)).toHaveLength(1);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).not.toContain('onerror="');
    expect(page).toContain(escapeText(hostile));
    expect(page).toContain('Annex: amendments');
    expect(page).toContain('id="note-1"');
    expect(page).toContain('joined with a reservation');
  }
});

describe('the address of a replay', () => {
  const link = {
    scenario: 'first-mandate',
    seed: 'a seed & more=#?',
    overrides: ['rules.decision=[{rule: two-thirds}]', 'title=A&B'],
    digest: '0'.repeat(64),
  };

  test('is read as it was written', () => {
    const address = new URL(`#${formatReplayLink(link)}`, 'http://localhost:8080/');
    const [, query = ''] = address.hash.split('?');
    // A browser gives the hash back as it stands in the address.
    expect(parseReplayLink(address.hash.slice(address.hash.indexOf('?') + 1))).toEqual(link);
    expect(query).not.toContain(' ');
  });

  test.each([
    ['without a seed', `scenario=a&digest=${'0'.repeat(64)}`],
    ['without a digest', 'scenario=a&seed=1'],
    ['with half a digest', 'scenario=a&seed=1&digest=00'],
    ['with a path for a scenario', `scenario=../a&seed=1&digest=${'0'.repeat(64)}`],
  ])('is refused %s', (_what, query) => expect(parseReplayLink(query)).toBeUndefined());

  test.each([
    [`scenario=a&seed=1&digest=${'0'.repeat(63)}`, ['has a digest of 63 digits instead of 64']],
    [`scenario=a&seed=1&digest=${'0'.repeat(63)}x`, ['has a digest with other signs than 0–9 and a–f']],
    ['scenario=a&digest=', ['has no seed', 'has no digest']],
    [`scenario=..&seed=1&digest=${'0'.repeat(64)}`, ['has a scenario that cannot be one']],
    [`seed=1&digest=${'0'.repeat(64)}`, ['names no scenario']],
  ])('tells which part is damaged: %s', (query, damage) => {
    expect(replayLinkDamage(query)).toEqual(damage);
  });
});

test('a page carries the address of its run as a code, and none that could not be read', async () => {
  const scenario = await compiled(firstMandateDocument());
  const play = played(scenario, { seed: 7 });
  const view = viewScenario(scenario.file, { role: 'god' }, true);
  const document = textDocument(foldEvents(view, decodeEvents(scenario, play.recorder.records())));
  const digest = runDigest(play, 7);
  const link = formatReplayLink({ scenario: 'first-mandate', seed: '7', overrides: [], digest });
  const address = `http://localhost:8080/#${link}`;
  const page = (at: string) =>
    treatyPage({
      document,
      scenario: view,
      again: { command: 'plenary run', seed: '7', digest, address: at },
    });
  expect(page(address)).toContain('<svg class="qr" role="img"');
  expect(page(`${address}&set=${'x'.repeat(3000)}`)).not.toContain('<svg');
});

test('a code has the three finder patterns of its standard', () => {
  // ISO/IEC 18004: 7 × 7 modules in three corners, dark at the rim, light inside it, 3 × 3 dark in the
  // middle.
  const svg = qrSvg('http://localhost:8080/', 'a code') ?? '';
  const side = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
  const dark = new Set([...svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map((match) => `${match[1]} ${match[2]}`));
  const quiet = 4;
  for (const [left, top] of [
    [quiet, quiet],
    [side - quiet - 7, quiet],
    [quiet, side - quiet - 7],
  ]) {
    for (let y = 0; y < 7; y++) {
      for (let x = 0; x < 7; x++) {
        const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
        expect(dark.has(`${left + x} ${top + y}`), `${x} ${y}`).toBe(ring !== 2);
      }
    }
  }
  for (const place of dark) {
    const [x, y] = place.split(' ').map(Number);
    expect(Math.min(x, y, side - 1 - x, side - 1 - y)).toBeGreaterThanOrEqual(quiet);
  }
});

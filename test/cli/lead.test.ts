/** The sentence of how a run ended, and the figure it shares with the page. */
import { expect, test } from 'vitest';
import { createPlay, loadScenario, outcomes } from '../../engine/index.ts';
import { leadSentence } from '../../server/cli/page/lead.ts';
import { pageLines } from '../../server/cli/page.ts';
import { resultOf } from '../../server/cli/run-result.ts';
import { findScenario } from '../../server/scenarios.ts';
import { run } from './capture.ts';

/** Talks that stop before the phase of adoption. */
async function talks(seed: string) {
  const found = await findScenario('first-mandate');
  if (!found.ok) throw new Error('the shipped scenario has problems');
  const { phases } = found.value.file;
  const before = phases.slice(
    0,
    phases.findIndex((phase) => phase.protocol === 'adoption'),
  );
  const loaded = await loadScenario(JSON.stringify({ ...found.value.file, phases: before }));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const play = createPlay(loaded.value, { seed, keepRecords: true });
  play.toEnd();
  return resultOf(play, { name: 'talks', seed, sets: [] });
}

test('talks that end with a text to adopt say so', async () => {
  const results = await Promise.all(Array.from({ length: 12 }, (_, i) => talks(`${i + 1}`)));
  const agreed = results.find(({ view }) => view.outcome === 'consensus');
  if (agreed === undefined) throw new Error('no talks agreed');
  expect(leadSentence(agreed.view, agreed.metrics)).toMatch(
    /^The talks ended in month \d+ after \d+ texts?, with one to adopt: \d of 6 states could accept it\.$/,
  );
  for (const line of pageLines(agreed).slice(0, -1)) expect(line.length).toBeLessThanOrEqual(80);
});

test('every outcome but a run that goes on has a sentence of its own', async () => {
  const { view, metrics } = await talks('1');
  for (const outcome of outcomes.filter((each) => each !== 'running')) {
    expect(leadSentence({ ...view, outcome }, metrics), outcome).not.toContain('not over');
  }
});

test('compliance is the metric everywhere on a page', async () => {
  const words = ['run', 'first-mandate', '--seed', '1'];
  const { metrics } = JSON.parse((await run([...words, '--json'])).out);
  const share = `${Math.round(metrics.compliance * 100)} % of party-periods`;
  const page = (await run(words)).out.replace(/\s+/g, ' ');
  expect(page).toContain(`kept in ${share}`);
  expect(page).toContain(`Compliance ${share}`);
  expect(page).not.toContain('% of reports');
});

test('a sentence about a vote accounts for every member', async () => {
  let withAway = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const { out } = await run(['run', 'security-council-ai', '--seed', `${seed}`]);
    const page = out.replace(/\s+/g, ' ');
    const [told = ''] = /Adopted with .*? (?:abstaining|not voting)\./.exec(page) ?? [];
    if (told === '') {
      expect(page).toContain('broke down');
      continue;
    }
    const counts = [...told.matchAll(/(\d+) (?:affirmative votes|against|abstaining|not voting)/g)];
    expect(counts.reduce((sum, [, number]) => sum + Number(number), 0)).toBe(15);
    if (told.includes('not voting')) withAway++;
  }
  expect(withAway).toBeGreaterThan(0);
});

const pageOf = async (seed: string, ...sets: readonly string[]): Promise<string> => {
  const words = sets.flatMap((set) => ['--set', set]);
  return (await run(['run', 'first-mandate', '--seed', seed, ...words])).out.replace(/\s+/g, ' ');
};

test('a state that the text keeps out by a red line is told that first, above its limit or not', async () => {
  const page = await pageOf('3', 'parties.norland.redLines={data: {atMost: none}}');
  expect(page).toMatch(/NRL Norland .*? the text crosses its red line on data sharing, though 0\.13 above/);
  expect(page).not.toContain('month 5; the text is 0.13 above its limit');
});

test('who walked out before the adoption stands in the lead and with the reason of the state', async () => {
  const page = await pageOf(
    '7',
    'parties.norland.redLines={certification: {atMost: own-rules}}',
    'parties.meridia.redLines={certification: {atLeast: joint-body}}',
  );
  expect(page).toMatch(/Adopted by consensus, after Meridia had walked out, in month \d+ and in force/);
  expect(page).toMatch(/did not sign: walked out of the talks in month \d+; the text crosses its red line/);
  expect(await pageOf('7')).not.toContain('walked out');
});

test('an empty agenda is told with its rule, and no text is printed', async () => {
  const page = await pageOf('7', 'phases.agenda.with.threshold=1');
  expect(page).toContain('without a text. No issue had reached the agenda: none had 100 % of the weighted');
  expect(page).not.toContain('THE LAST TEXT');
  expect(page).not.toContain('could not accept');
  expect(await pageOf('7')).not.toContain('reached the agenda');
});

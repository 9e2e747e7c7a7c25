import { describe, expect, test } from 'vitest';
import { run, scratch } from './capture.ts';

describe('plenary win-sets', () => {
  const words = ['win-sets', 'first-mandate', '--seed', '7'];

  test('tells of every home, of the text, and of where they meet', async () => {
    const { exit, out, err } = await run(words);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain('Seed 7, the text adopted');
    expect(out).toMatch(/Norland +0\.\d{3} and a veto +\d+ \(\d+\.\d %\) .*would be, by 0\.\d{3}/);
    expect(out).toMatch(/All 6 homes would ratify \d+ \(/);
    for (const line of out.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
  });

  test('gives a record and its scenario with the same seed the same answer', async () => {
    const folder = scratch();
    await run(['run', 'first-mandate', '--seed', '5', '--record', 'run.json'], { folder });
    const ofRecord = await run(['win-sets', 'run.json', '--json'], { folder });
    const ofScenario = await run(['win-sets', 'first-mandate', '--seed', '5', '--json'], { folder });
    expect(ofRecord.out).toBe(ofScenario.out);
    const { sets, packages, agreement } = JSON.parse(ofRecord.out);
    expect(packages).toBe(2000);
    expect(sets).toHaveLength(6);
    expect(Object.keys(agreement)).toHaveLength(5);
    for (const { ratifiable, mandated } of sets) {
      expect(mandated.packages).toBeLessThanOrEqual(ratifiable.packages);
    }
  });

  test('explains one home, its veto and its executive', async () => {
    const norland = await run([...words, '--party', 'NRL']);
    expect(norland.out).toMatch(/Support in Norland is \d+\.\d %, and ratification asks for 0\.600/);
    expect(norland.out).not.toContain('Aldria');
    expect(norland.out).toMatch(/The veto of the second chamber stands against any package\s+for now/);
    const miners =
      'parties.norland.constituencies=[{id: m, title: The miners, weight: 1, opinion: 0.2, vetoBelow: 0.5}]';
    const still = ['--set', 'world.opinion=null'];
    const vetoed = await run([...words, '--party', 'norland', '--set', miners, ...still]);
    expect(vetoed.out).toMatch(/The veto of The miners stands against any package\s+for good/);
    expect(vetoed.out).toMatch(/Norland +a veto +0 \(0\.0 %\)/);
    const order = await run([
      ...words,
      '--party',
      'norland',
      '--set',
      'parties.norland.ratifiesBy=executive',
    ]);
    expect(order.out).toMatch(/by executive agreement: no legislature is asked/);
  });

  test('says what there is no win-set of', async () => {
    const observer = await run([...words, '--party', 'civic']);
    expect(observer.exit).toBe(2);
    expect(observer.err).toContain('has no win-set');
    const nowhere = await run(['win-sets', 'first-mandate', '--set', 'world.ratification=null']);
    expect(nowhere.exit).toBe(2);
    expect(nowhere.err).toContain('nothing is ratified');
  });
});

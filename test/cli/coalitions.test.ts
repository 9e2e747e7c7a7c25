import { describe, expect, test } from 'vitest';
import { run, scratch } from './capture.ts';

const words = ['coalitions', 'first-mandate', '--seed', '7', '--spill-over', '0.8'];

describe('plenary coalitions', () => {
  test('tells who gains, what is stable and who would ride free', async () => {
    const { exit, out, err } = await run(words);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain('Seed 7, the text adopted');
    expect(out).toMatch(/Norland +in +−0\.\d+ +−0\.\d+ +would leave/);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('The largest: 5 states');
    expect(out).toContain('Norland would ride free');
    expect(out).toContain('With side payments among members: 6 states.');
    for (const line of out.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
  });

  test('as JSON, the same for a record as for its scenario', async () => {
    const folder = scratch();
    await run(['run', 'first-mandate', '--seed', '7', '--record', 'run.json'], { folder });
    const ofRecord = await run(['coalitions', 'run.json', '--spill-over', '0.8', '--json'], { folder });
    const ofScenario = await run([...words, '--json']);
    expect(ofRecord.out).toBe(ofScenario.out);
    const told = JSON.parse(ofRecord.out);
    expect(told).toMatchObject({ adopted: true, spillOver: 0.8, inEffect: true, freeRiders: [] });
    expect(told.stable).toMatchObject({ exact: true, count: 1 });
    expect(told.stable.largest.freeRiders).toEqual(['norland']);
    expect(told.stable.largest.members).not.toContain('norland');
    expect(told.stable.largestWithPayments.size).toBe(6);
    expect(told.states).toHaveLength(6);
  });

  test('takes the spill-over of the scenario, and nothing spills over without one', async () => {
    const plain = await run(['coalitions', 'first-mandate', '--seed', '7', '--json']);
    expect(JSON.parse(plain.out)).toMatchObject({ spillOver: 0, stable: { largest: { size: 6 } } });
    const set = ['--set', 'world.spill-over={share: 0.8}'];
    const spilling = await run(['coalitions', 'first-mandate', '--seed', '7', ...set, '--json']);
    expect(JSON.parse(spilling.out)).toMatchObject({ spillOver: 0.8, stable: { largest: { size: 5 } } });
  });

  test('tells of clubs, and which of them can be formed', async () => {
    const club = (id: string, share: string) =>
      `{id: ${id}, title: Club ${id}, members: [norland, meridia], package: {certification: guidelines, ` +
      `data: federated, benefit-share: ${share}, aid: zero, seats: states-only}}`;
    const sets = ['--set', `clubs=[${club('good', 'zero')}, ${club('dear', 'thirty')}]`];
    const { out } = await run(['coalitions', 'first-mandate', ...sets]);
    expect(out).toContain('The club “Club good” is an outside option');
    expect(out).toContain('The club “Club dear” is no outside option');
  });

  test('says that it searched where there are too many states to go through', async () => {
    const { out } = await run(['coalitions', 'council-ai-regulation', '--spill-over', '0.8']);
    expect(out).toMatch(/at least \d+ coalitions? (is|are) stable/);
    expect(out).toContain('and no more than 27');
  });

  test.each(['1.5', '-0.1', 'half', ''])('a spill-over of %s is refused', async (share) => {
    const { exit, err } = await run(['coalitions', 'first-mandate', `--spill-over=${share}`]);
    expect(exit).toBe(2);
    expect(err).toContain('a share from 0 to 1');
  });
});

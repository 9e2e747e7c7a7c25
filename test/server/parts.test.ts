/** Small parts: finding scenarios, the token bucket, the clock of a run. */
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createClock } from '../../server/live/clock.ts';
import { createTokenBucket } from '../../server/live/token-bucket.ts';
import { packageRoot, scenarioIds, shippedScenarios } from '../../server/places.ts';
import { findScenario } from '../../server/scenarios.ts';

describe('scenarios', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const file = path.join(root, 'scenarios/first-mandate/scenario.yaml');

  it('are found next to package.json', async () => {
    expect(packageRoot()).toBe(root);
    expect(shippedScenarios()).toBe(path.join(root, 'scenarios'));
    expect(scenarioIds()).toContain('first-mandate');
    expect(scenarioIds('/nowhere')).toEqual([]);
  });

  it('are compiled once, by id or by path, and anew with overrides', async () => {
    const value = async (name: string, overrides: { path: string; value: unknown }[] = []) => {
      const found = await findScenario(name, { overrides });
      if (!found.ok) throw new Error(JSON.stringify(found.problems));
      return found.value;
    };
    const first = await value('first-mandate');
    expect(await value('first-mandate')).toBe(first);
    expect(await value(file)).toBe(first);
    expect(await value(path.relative(process.cwd(), file))).toBe(first);
    const changed = await value('first-mandate', [{ path: 'ticks', value: 96 }]);
    expect(changed.file.ticks).toBe(96);
    expect(changed.digest).not.toBe(first.digest);
  });

  it.each([
    ['first-mandat', 'unknown-scenario', 'first-mandate'],
    ['../first-mandate', 'unknown-scenario', ''],
    ['./nothing.yaml', 'unknown-scenario', ''],
    [path.join(root, 'scenarios/'), 'unknown-scenario', ''],
    ['package.json', 'missing-key', ''],
  ])('named %s are refused', async (name, code, hint) => {
    const found = await findScenario(name);
    if (found.ok) throw new Error('found');
    expect(found.problems.map((problem) => problem.code)).toContain(code);
    expect(found.problems[0].hint).toContain(hint);
  });
});

describe('the token bucket', () => {
  it('allows a burst, then so many a second, and never more than a burst', () => {
    let now = 0;
    const bucket = createTokenBucket(3, 2, () => now);
    const take = (times: number) => Array.from({ length: times }, () => bucket.take()).filter(Boolean).length;
    expect(take(10)).toBe(3);
    now = 1000;
    expect(take(10)).toBe(2);
    now = 1_000_000;
    expect(take(10)).toBe(3);
  });
});

describe('the clock of a run', () => {
  function fakeClock(deadlineSeconds?: number) {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const calls: string[] = [];
    const clock = createClock({
      deadlineSeconds,
      onRound: () => calls.push('round'),
      onDeadline: () => calls.push('deadline'),
    });
    return { clock, calls };
  }

  it('keeps its pace however often it is told the same, and starts over at another speed', () => {
    const { clock, calls } = fakeClock();
    clock.set({ wait: 'round', speed: 1 });
    vi.advanceTimersByTime(900);
    clock.set({ wait: 'round', speed: 1 });
    vi.advanceTimersByTime(100);
    expect(calls).toEqual(['round']);
    clock.set({ wait: 'round', speed: 1 });
    clock.set({ wait: 'round', speed: 10 });
    vi.advanceTimersByTime(100);
    expect(calls).toEqual(['round', 'round']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives every turn its whole time, and the same turn what is left', () => {
    const { clock, calls } = fakeClock(10);
    expect(clock.secondsLeft()).toBeUndefined();
    clock.set({ wait: 'answers', turn: '1.0' });
    vi.advanceTimersByTime(4000);
    clock.set({ wait: 'answers', turn: '1.0' });
    expect(clock.secondsLeft()).toBeCloseTo(6);
    clock.set({ wait: 'nothing' });
    vi.advanceTimersByTime(60_000);
    clock.set({ wait: 'answers', turn: '1.0' });
    vi.advanceTimersByTime(5999);
    expect(calls).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(calls).toEqual(['deadline']);
    clock.set({ wait: 'answers', turn: '1.1' });
    expect(clock.secondsLeft()).toBeCloseTo(10);
  });

  it('waits without end when there is no deadline', () => {
    const { clock, calls } = fakeClock();
    clock.set({ wait: 'answers', turn: '1.0' });
    vi.advanceTimersByTime(1e9);
    expect(calls).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

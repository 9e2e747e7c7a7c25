/** Progress: what it says of the time that is left is near the truth, early too. */
import { describe, expect, it } from 'vitest';
import { createProgress } from '../../server/cli/progress.ts';
import { plain, type Terminal } from '../../server/cli/terminal.ts';

/** What is told of `total` runs of which `doneAt(ms)` are done, looked at every tenth of a second. */
function told(total: number, doneAt: (ms: number) => number, isInteractive = true) {
  let ms = 0;
  const lines: { readonly ms: number; readonly text: string }[] = [];
  const terminal: Terminal = {
    out: () => {},
    err: (text) => lines.push({ ms, text }),
    style: plain,
    errStyle: plain,
    isInteractive,
    folder: '',
    now: () => ms,
    onStop: () => () => {},
  };
  const progress = createProgress(terminal, total, false);
  let before = 0;
  for (; before < total; ms += 100) {
    const done = Math.min(total, Math.floor(doneAt(ms)));
    if (done > before) progress.tell(done);
    before = done;
  }
  const seconds = (text: string) => {
    const [, minutes = '0', rest = ''] = /(?:(\d+) min )?(\d+) s left/.exec(text) ?? [];
    return rest === '' ? undefined : 60 * Number(minutes) + Number(rest);
  };
  return { endMs: ms, lines: lines.map((line) => ({ ...line, left: seconds(line.text) })) };
}

describe('the beginning', () => {
  it('is drawn at once for a person, and not for a file', () => {
    expect(told(1000, (ms) => (ms < 9000 ? 1 : ms / 10)).lines[0]).toMatchObject({ ms: 0 });
    expect(told(1000, (ms) => (ms < 9000 ? 1 : ms / 10), false).lines[0]?.ms).toBeGreaterThan(4000);
  });
});

describe('the time that is left', () => {
  it('does not count the start, before anything was played', () => {
    // Four seconds of starting; then 200 runs a second.
    const { lines, endMs } = told(20_000, (ms) => Math.max(0, (ms - 4000) / 5));
    const withTime = lines.filter(({ left }) => left !== undefined);
    expect(withTime[0]?.ms).toBeLessThan(7500);
    for (const { ms, left } of withTime)
      expect(Math.abs((left as number) - (endMs - ms) / 1000)).toBeLessThan(2);
  });

  it('forgets the slow first runs', () => {
    // A tenth of the pace at first, and all of it from ten seconds on.
    const pace = (ms: number) => (ms < 10_000 ? ms / 50 : 200 + (ms - 10_000) / 5);
    const { lines, endMs } = told(40_000, pace);
    const later = lines.filter(({ ms }) => ms > 21_000);
    for (const { ms, left } of later) {
      const truth = (endMs - ms) / 1000;
      expect((left as number) / Math.max(truth, 5)).toBeLessThan(1.25);
    }
  });

  it('is not told while nothing is known of it', () => {
    const { lines } = told(1000, (ms) => (ms < 3000 ? 0 : ms < 3600 ? 4 : ms / 10));
    expect(lines[0]?.text).toMatch(/4 of 1000 runs \(0 %\), \? left$/);
  });
});

/** Files of rows: whole or under another name, never two writers, and an earlier one stays until the end. */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { run, scratch } from './capture.ts';

/** Ways to write rows: the words before `--out`. */
const writers = {
  batch: ['batch', 'first-mandate', '--seeds', '1..80', '--quiet'],
};
const kinds = Object.keys(writers) as (keyof typeof writers)[];

function place(earlier?: string) {
  const folder = scratch();
  const file = path.join(folder, 'rows.csv');
  if (earlier !== undefined) writeFileSync(file, earlier);
  return { folder, file, partial: `${file}.partial` };
}

const isWhole = (text: string) =>
  text
    .split('\n')
    .slice(1, -1)
    .every((row) => /,[0-9a-f]{64}$/.test(row));

/** Rows are gathered for a moment before they are written: here every look at the clock is one. */
function ticking(): () => number {
  let clock = 0;
  return () => {
    clock += 100;
    return clock;
  };
}

// What the commands load is loaded once, and not while a test is being timed.
beforeAll(async () => {
  await run(['batch', 'first-mandate', '--seeds', '1']);
});

describe.each(kinds)('%s --out', (kind) => {
  const words = [...writers[kind], '--out', 'rows.csv'];

  test('is refused while another one writes the file, which it leaves alone', async () => {
    const { folder, file, partial } = place('earlier');
    let stop = (_signal: string): void => {};
    const long = words.map((word) => (word === '1..80' ? '1..100000' : word));
    const onStop = (handler: typeof stop) => {
      stop = handler;
    };
    const first = run(long, { folder, now: ticking(), onStop });
    for (let looks = 0; looks < 1000 && !existsSync(partial); looks++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(readFileSync(file, 'utf8')).toBe('earlier');
    const second = await run(words, { folder });
    stop('SIGINT');
    expect(await first).toMatchObject({ exit: 130 });
    expect(second).toMatchObject({ exit: 2, out: '' });
    expect(second.err.replace(/\s+/g, ' ')).toMatch(
      /file-in-use: rows\.csv\.partial is there: .* hint: .* remove or rename rows\.csv\.partial/,
    );
    expect(readFileSync(file, 'utf8')).toBe('earlier');
    expect(isWhole(readFileSync(partial, 'utf8'))).toBe(true);
    expect(readdirSync(folder)).toEqual(['rows.csv', 'rows.csv.partial']);
  });

  test('goes on after one that was cut off when its partial file is gone, and not before', async () => {
    const { folder, partial } = place();
    writeFileSync(partial, 'cut off');
    expect((await run(words, { folder })).exit).toBe(2);
    expect(readFileSync(partial, 'utf8')).toBe('cut off');
  });

  test('keeps the rows that are finished at Ctrl-C, and says how many and where', async () => {
    const { folder, file, partial } = place('earlier');
    const { exit, err } = await run(words, {
      folder,
      now: ticking(),
      onStop: (stop) => setTimeout(() => stop('SIGINT'), 5),
    });
    expect(exit).toBe(130);
    expect(readFileSync(file, 'utf8')).toBe('earlier');
    const text = readFileSync(partial, 'utf8');
    const rows = text.split('\n').length - 2;
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(80);
    expect(isWhole(text)).toBe(true);
    expect(err).toContain(`stopped by SIGINT: ${rows} row`);
    expect(err).toContain('written to rows.csv.partial\nrows.csv is as it was before; rename or remove');
    expect(readdirSync(folder)).toEqual(['rows.csv', 'rows.csv.partial']);
  });

  test('writes through a link, and into a device', async () => {
    const { folder, file } = place('earlier');
    symlinkSync('rows.csv', path.join(folder, 'link.csv'));
    const few = words.map((word) => (word === '1..80' ? '1..2' : word === '16' ? '2' : word));
    const through = (name: string) => few.map((word) => (word === 'rows.csv' ? name : word));
    expect((await run(through('link.csv'), { folder })).exit).toBe(0);
    expect(isWhole(readFileSync(file, 'utf8'))).toBe(true);
    expect((await run(through('/dev/null'), { folder })).exit).toBe(0);
    mkdirSync(path.join(folder, 'sub'));
    expect((await run(through('sub'), { folder })).err).toContain('it is a folder');
    expect(readdirSync(folder)).toEqual(['link.csv', 'rows.csv', 'sub']);
  });
});

test('an experiment that is stopped says that nothing was judged', async () => {
  const { exit, out, err } = await run(['experiment', 'first-mandate', '--replications', '64', '--quiet'], {
    onStop: (stop) => setTimeout(() => stop('SIGINT'), 5),
  });
  expect({ exit, out }).toEqual({ exit: 130, out: '' });
  expect(err).toMatch(/^stopped by SIGINT: \d+ runs? played; nothing was judged\n$/);
});

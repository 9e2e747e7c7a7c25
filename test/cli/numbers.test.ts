/** Numbers as options give them: one way to write them, in every command. */
import { describe, expect, it } from 'vitest';
import { share, wholeNumber } from '../../server/cli/numbers.ts';
import { run } from './capture.ts';

describe('a whole number of an option', () => {
  it.each([
    ['1e3', '1000'],
    ['0x10', '16'],
    ['1,000', '1000'],
    ['1_000', '1000'],
    ['12.0', '12'],
    [' 12', '12'],
    ['+12', '12'],
  ])('%s is refused, and %s is what to write', (text, digits) => {
    const error = expect.objectContaining({
      code: 'usage',
      message: `--replications ${text} is not a whole number from 1 to 5000`,
      hint: `Write it in plain digits: --replications ${digits}.`,
    });
    expect(() => wholeNumber(text, 'replications', { least: 1, most: 5000 })).toThrow(error);
    expect(wholeNumber(digits, 'replications', { least: 1, most: 5000 })).toBe(Number(digits));
  });

  it.each(['', 'ten', '-3', '0', '5001', '2.5', '1e9', 'NaN', 'Infinity', '9'.repeat(40)])(
    '%s is refused, without another number being put in its place',
    (text) => {
      const error = expect.objectContaining({ hint: 'Write it in plain digits.' });
      expect(() => wholeNumber(text, 'replications', { least: 1, most: 5000 })).toThrow(error);
    },
  );

  it.each([
    'batch first-mandate --dry-run --replications 1e1',
    'batch first-mandate --dry-run --workers 1e0',
    'worker --redis redis://localhost:1 --workers 1e0',
    'prereg first-mandate --replications 1e1',
    'experiment first-mandate --replications 1e1',
    'import table.csv --steps 1e1',
    'explain record.json --party x --round 1e1',
    'branch record.json --round 1e1',
    'serve --port 8e3',
    'coalitions first-mandate --round 1e1',
  ])('is so in plenary %s', async (line) => {
    const { exit, err } = await run(line.split(' '));
    expect([exit, err]).toEqual([2, expect.stringMatching(/usage: --\w+ \de\d is not a whole number/)]);
    expect(err).toMatch(/hint: Write it in plain digits: --\w+ \d+\./);
  });
});

describe('a share of an option', () => {
  it('is a plain decimal from 0 to 1', () => {
    expect(['0', '1', '0.25', '.5', '1.0'].map((text) => share(text, 'spill-over'))).toEqual([
      0, 1, 0.25, 0.5, 1,
    ]);
    for (const text of ['', '2', '-0.1', '1e-1', '25%', '0,5', 'half']) {
      expect(() => share(text, 'spill-over')).toThrow(/is not a share from 0 to 1/);
    }
  });
});

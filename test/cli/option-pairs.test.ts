/** Options of batches that do not go together are refused, not obeyed by half. */
import { expect, it } from 'vitest';
import { run } from './capture.ts';

it.each([
  ['query b from --csv --json', '--csv and --json do not go together'],
  ['query b from --csv --out x.csv', '--csv and --out do not go together'],
  ['query b from --json --out x.csv', '--json and --out do not go together'],
  ['query b --csv', 'nothing is asked that could be written'],
  ['query b --out x.csv', 'nothing is asked that could be written'],
  ['rerun b 1 --json --quiet', '--quiet and --json do not go together'],
  ['run first-mandate --json --quiet', '--quiet and --json do not go together'],
  ['rerun b 1 --full', '--full says nothing without --record or --json'],
  ['report b --out x --bundle ./x', '--out and --bundle would be the same file'],
  ['prereg first-mandate --check p.json --out q.json', '--check and --out do not go together'],
  ['batch first-mandate --seeds 1..3 --workers 2', '--seeds and --workers do not go together'],
  ['batch first-mandate --seeds 1..3 --shard 1/2', '--seeds and --shard do not go together'],
  ['batch first-mandate --seeds 1..3 --replications 2', '--seeds and --replications do not go together'],
  ['batch first-mandate --seeds 1..3 --prereg p', '--seeds and --prereg do not go together'],
  ['batch first-mandate --seeds 1..3 --redis r', '--seeds and --redis do not go together'],
  ['batch first-mandate --seeds 1..3 --dry-run', '--seeds and --dry-run do not go together'],
  ['batch first-mandate --seeds 1..3 --fail-fast', '--seeds and --fail-fast do not go together'],
  ['batch first-mandate --redis r --workers 2 --out b', '--redis and --workers do not go together'],
  ['batch first-mandate --redis r --shard 1/2 --out b', '--redis and --shard do not go together'],
  ['batch first-mandate --redis r --dry-run', '--redis and --dry-run do not go together'],
  ['batch first-mandate --dry-run --outcomes', '--outcomes goes with --seeds, not with an experiment'],
  ['batch first-mandate --dry-run --set ticks=3', '--set goes with --seeds, not with an experiment'],
])('plenary %s', async (line, message) => {
  const { exit, out, err } = await run(line.split(' '));
  expect([exit, out]).toEqual([2, '']);
  expect(err.replace(/\s+/g, ' ')).toContain(`usage: ${message}`);
  expect(err).toContain('hint: ');
});

it('is said in the help of each option', async () => {
  const { out } = await run(['query', '--help']);
  expect(out.replace(/\s+/g, ' ')).toContain('print CSV, all rows; not with --json or --out');
});

/** `plenary run`: one run, and a page about what came of it. */
import { argument, type CommandSpec, type Invocation, listOption, shared, textOption } from '../command.ts';
import { loadSource, readSeed } from '../scenario-source.ts';

async function run(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const seed = await readSeed(textOption(invocation, 'seed') ?? '1');
  const { name, scenario, sets } = await loadSource(
    argument(invocation, 0),
    listOption(invocation, 'set'),
    terminal,
  );
  const { playOne } = await import('../play-one.ts');
  await playOne(invocation, scenario, { name, seed, sets });
  return 0;
}

/** The command. */
export const runCommand: CommandSpec = {
  name: 'run',
  summary: 'play one run and print what came of it',
  about:
    'Plays one run of a scenario and prints a page: how it ended, the text, the parties, headline ' +
    'figures, the digest, and the command that reproduces it. The same scenario, seed and overrides give ' +
    'the same digest anywhere.',
  arguments: [{ name: '<scenario>', says: 'the id of a shipped scenario, or a file' }],
  options: [
    shared.seed,
    shared.set,
    shared.record,
    { flags: '--full', says: 'put the events into the record, and into the output of --json' },
    shared.json,
    { flags: '--quiet', says: 'print the digest only', excludes: ['--json'] },
  ],
  examples: [
    { line: 'plenary run first-mandate --seed 7', says: 'the page of one run' },
    {
      line: 'plenary run first-mandate --seed 7 --set world.compliance.transparency=0',
      says: 'one value changed',
    },
    {
      line: 'plenary run my-talks.yaml --record run.json --full',
      says: 'a file of yours, with a full record',
    },
  ],
  run,
};

/** `plenary batch`: an experiment into a folder, or the seeds of one scenario to CSV. */
import { batchSeeds } from '../batch-seeds.ts';
import { argument, type CommandSpec, flag, type Invocation, shared, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { experimentFile, isExperiment } from '../experiment-source.ts';

/** Options of one form only. */
const ofExperiments = ['workers', 'shard', 'replications', 'prereg', 'redis'];

/** Whether the words ask for an experiment rather than for seeds of a scenario. */
function asksForExperiment(invocation: Invocation): boolean {
  const { terminal } = invocation;
  const word = argument(invocation, 0);
  const out = textOption(invocation, 'out');
  if (textOption(invocation, 'seeds') !== undefined) return false;
  if (ofExperiments.some((option) => textOption(invocation, option) !== undefined)) return true;
  if (flag(invocation, 'dryRun') || flag(invocation, 'failFast')) return true;
  if (isExperiment(word, terminal)) return true;
  if (out === undefined || /\.(csv|txt)$|^\/dev\//i.test(out)) return false;
  return experimentFile(word, terminal) !== undefined;
}

async function batch(invocation: Invocation): Promise<number> {
  if (!asksForExperiment(invocation)) return batchSeeds(invocation);
  const set = invocation.options['set'];
  if (Array.isArray(set) && set.length > 0) {
    const hint = 'Write the value into an arm of the experiment, so that the results say what they are of.';
    throw new CliError('usage', '--set goes with --seeds, not with an experiment', { hint });
  }
  if (flag(invocation, 'outcomes')) {
    const hint = 'Leave it out, or play the seeds of a scenario with --seeds.';
    throw new CliError('usage', '--outcomes goes with --seeds, not with an experiment', { hint });
  }
  const { batchExperiment } = await import('../batch-experiment.ts');
  return batchExperiment(invocation);
}

/** The command. */
export const batchCommand: CommandSpec = {
  name: 'batch',
  summary: 'play an experiment into a folder, or many seeds to CSV',
  about:
    'With an experiment and --out FOLDER: plays all arms, points and replications on all cores and ' +
    'writes a ' +
    'table of runs in Parquet, with a manifest. Ctrl-C finishes what was begun; the same command ' +
    'continues, ' +
    'also after the program was killed, and plays only what is missing. More replications continue a ' +
    'folder too; a finished batch takes no fewer. A run without a result is a row with its status, and the ' +
    'exit code is then 70. The result of a run depends on its number alone: workers, order, shards and ' +
    'restarts change nothing. ' +
    'With --seeds: plays one scenario once for every seed and writes a row of CSV a run: seed, status, ' +
    'outcome, every metric and the digest. A metric that does not apply to a run, such as the month of an ' +
    'adoption that never came, is an empty cell. A file is written as FILE.partial and takes its name when ' +
    'it is whole; Ctrl-C leaves the rows so far in FILE.partial, and FILE as it was.',
  arguments: [
    { name: '<what>', says: 'the id of a shipped scenario, a scenario file or an experiment file' },
  ],
  options: [
    {
      flags: '--out <place>',
      says: 'a folder for an experiment; for seeds a file, instead of standard output',
    },
    { flags: '--workers <n>', says: 'threads that play at once; by default one a core' },
    {
      flags: '--replications <n>',
      says: 'runs of each arm and level, instead of the number in the experiment; a space keeps its own',
    },
    { flags: '--shard <i/n>', says: 'play one share of n, to be joined by plenary merge' },
    { flags: '--prereg <file>', says: 'begin only when it is as registered by plenary prereg' },
    {
      flags: '--redis <url>',
      says: 'let workers elsewhere play: plenary worker --redis URL',
      excludes: ['--workers', '--shard', '--dry-run'],
    },
    { flags: '--dry-run', says: 'say what would be played and how long it would take' },
    { flags: '--fail-fast', says: 'end at the first run without a result' },
    {
      flags: '--seeds <seeds>',
      says: 'the plain form: seeds and ranges of seeds, as 1..1000 or 7,12,100..199',
      excludes: ['--workers', '--replications', '--shard', '--prereg', '--redis', '--dry-run', '--fail-fast'],
    },
    shared.set,
    { flags: '--outcomes', says: 'for seeds: also the metrics of the outcome space, which take long' },
    { flags: '--quiet', says: 'no progress and no closing line' },
  ],
  examples: [
    {
      line: 'plenary batch aid-window --out results/aid',
      says: 'the experiment of a scenario, on all cores',
    },
    {
      line: 'plenary batch aid-window --out results/aid --replications 1000',
      says: 'the same with more runs',
    },
    { line: 'plenary batch first-mandate --dry-run', says: 'what it would take' },
    { line: 'plenary batch first-mandate --seeds 1..1000 --out runs.csv', says: 'a thousand runs to CSV' },
    {
      line: 'plenary batch first-mandate --seeds 1..200 --set world.compliance.transparency=0 > opaque.csv',
      says: 'an arm by hand: the same seeds share their random draws with other arms',
    },
  ],
  run: batch,
};

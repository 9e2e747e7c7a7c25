/** `plenary rerun`: plays one run of a batch again and compares its digest. */
import type { StageId } from '../../../engine/analysis/experiment/plan.ts';
import { runWord } from '../../batch/names.ts';
import { shellWord } from '../../shell-word.ts';
import { argument, type CommandSpec, type Invocation, shared } from '../command.ts';
import { CliError } from '../exit.ts';
import { clean } from '../text.ts';

/** A run as it is named: its number, with `space:` before it for one of the space of plausible values. */
function readRun(word: string): { readonly stage: StageId; readonly run: number } {
  const match = /^(space:)?(\d{1,15})$/.exec(word);
  if (match !== null) return { stage: match[1] === undefined ? 'runs' : 'space', run: Number(match[2]) };
  throw new CliError('usage', `“${word}” is no number of a run`, {
    hint: 'Numbers are in the column run; those of the table space are written space:12.',
  });
}

async function rerun(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const { readFolder, readRows } = await import('../../batch/reopen.ts');
  const { findDigest } = await import('../../store/merged-rows.ts');
  const again = await import('../../batch/play-again.ts');
  const found = await readFolder(argument(invocation, 0), terminal.folder);
  const asked = readRun(argument(invocation, 1));
  const one = again.findRun(found, asked.stage, asked.run);
  if (one === undefined) {
    const hint =
      'Numbers have gaps after the last replicate of a point; ' +
      'plenary query FOLDER "select run from runs" lists them.';
    throw new CliError('run-unknown', `${clean(found.name)} has no run ${argument(invocation, 1)}`, { hint });
  }
  const loaded = await again.scenarioOf(found, one);
  if (!loaded.ok) {
    const { tellProblems } = await import('../scenario-source.ts');
    return tellProblems(loaded.problems, terminal, again.runName(one));
  }
  const log = readRows(found);
  const before = findDigest(one.stage, log, found.manifest.shard, asked.run);
  log.close();
  const name = runWord(asked.stage, asked.run);
  const where = `run ${name} of ${clean(found.name)} (${again.runName(one)}, seed ${one.seed})`;
  const { playOne } = await import('../play-one.ts');
  const digest = await playOne(invocation, loaded.value, {
    name: found.job.experiment.scenario,
    seed: String(one.seed),
    sets: one.sets,
    command: `plenary rerun ${shellWord(found.name)} ${argument(invocation, 1)}`,
  });
  if (before === undefined) terminal.err(`${where}: not played in the batch\n`);
  else if (before === digest) terminal.err(`${where}: the same digest as in the batch\n`);
  else throw new CliError('differs', `${where}: the batch has ${before}, now it is ${digest}`);
  return 0;
}

/** The command. */
export const rerunCommand: CommandSpec = {
  name: 'rerun',
  summary: 'play one run of a batch again, and compare its digest',
  about:
    'Plays the run of a number again, from the texts in the folder, prints its outcome as plenary ' +
    'run does, ' +
    'and compares its digest with the one in the batch. With --record it writes the record of the ' +
    'run, to be ' +
    'opened in the viewer, explained or branched. Exit code 4 when the digests differ.',
  arguments: [
    { name: '<folder>', says: 'the folder of a batch' },
    { name: '<run>', says: 'the number of a run; space:12 for one of the table space' },
  ],
  options: [
    shared.record,
    { ...shared.full, needs: ['--record', '--json'] },
    shared.json,
    { flags: '--quiet', says: 'print the digest only', excludes: ['--json'] },
  ],
  examples: [
    { line: 'plenary rerun results/aid 17', says: 'what happened in run 17' },
    { line: 'plenary rerun results/aid 17 --record run17.json', says: 'keep it, to replay and explain' },
  ],
  run: rerun,
};

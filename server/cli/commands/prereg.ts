/**
 * `plenary prereg`: freezes an experiment before its results exist, and checks one against what was frozen.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readReplications } from '../batch-options.ts';
import { argument, type CommandSpec, type Invocation, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { loadJob } from '../experiment-source.ts';
import { readText, writePieces } from '../files.ts';
import { clean } from '../text.ts';

async function prereg(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const replications = readReplications(invocation);
  const job = await loadJob(argument(invocation, 0), terminal, replications);
  const { deviations, preregister, readPreregistration } = await import('../../batch/preregistration.ts');
  const against = textOption(invocation, 'check');
  if (against !== undefined) {
    const text = readText(against, { folder: terminal.folder, maxBytes: 20_000_000, contentExit: 4 });
    const registration = readPreregistration(text);
    if (registration === undefined) {
      throw new CliError('prereg-invalid', `${clean(against)} is no pre-registration, or was changed since`);
    }
    const found = deviations(registration, job);
    if (found.length === 0) {
      terminal.out(`as registered on ${registration.registered}, ${registration.digest}\n`);
      return 0;
    }
    const hint =
      'Results of it are not those that were registered: undo what was changed, or register it anew.';
    throw new CliError('differs', `the experiment is not as registered: ${found.join('; ')}`, { hint });
  }
  const registration = preregister(job, new Date().toISOString());
  const text = `${JSON.stringify(registration, null, 2)}\n`;
  const out = textOption(invocation, 'out');
  if (out === undefined) terminal.out(text);
  else {
    if (existsSync(path.resolve(terminal.folder, out))) {
      const hint =
        'A registration is not changed; give another name, or remove the file if it was never used.';
      throw new CliError('usage', `${clean(out)} is there already`, { hint });
    }
    writePieces(out, [text], terminal.folder);
    terminal.err(
      `wrote ${clean(out)}: ${registration.hypotheses.length} hypotheses, ${registration.digest}\n`,
    );
  }
  return 0;
}

/** The command. */
export const preregCommand: CommandSpec = {
  name: 'prereg',
  summary: 'freeze an experiment before its results exist',
  about:
    'Writes a pre-registration: the experiment, its hypotheses, the scenario and the version of ' +
    'the engine, ' +
    'with the SHA-256 digest of them all. Deposit it, or the digest, where others keep the date. With ' +
    '`plenary batch --prereg FILE` the batch refuses to begin unless it is as registered, and the ' +
    'report says ' +
    'that it matched. With --check it compares an experiment with a registration; exit code 4 when ' +
    'it differs.',
  arguments: [{ name: '<experiment>', says: 'the id of a scenario with an experiment.yaml, or a file' }],
  options: [
    { flags: '--out <file>', says: 'write to a file instead of standard output' },
    { flags: '--replications <n>', says: 'runs of each arm and level, instead of the number in the file' },
    {
      flags: '--check <file>',
      says: 'compare with a registration that was made before',
      excludes: ['--out'],
    },
  ],
  examples: [
    { line: 'plenary prereg aid-window --out prereg.json', says: 'freeze the experiment of a scenario' },
    { line: 'plenary batch aid-window --prereg prereg.json --out results/aid', says: 'then play it' },
  ],
  run: prereg,
};

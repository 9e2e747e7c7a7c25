/** `plenary report`: what a batch says, as one page. */
import path from 'node:path';
import { argument, type CommandSpec, type Invocation, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { writePieces } from '../files.ts';
import { checkBatchOutputs } from '../output-guard.ts';
import { clean } from '../text.ts';

async function report(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const bundle = textOption(invocation, 'bundle');
  const out = textOption(invocation, 'out') ?? path.join(argument(invocation, 0), 'report.html');
  checkBatchOutputs(argument(invocation, 0), { out, bundle }, terminal.folder);
  const { readFolder } = await import('../../batch/reopen.ts');
  const { completeManifest } = await import('../../store/query.ts');
  const name = argument(invocation, 0);
  await completeManifest(path.resolve(terminal.folder, name), name);
  const folder = await readFolder(name, terminal.folder);
  if (folder.manifest.shard !== undefined) {
    const { index, of } = folder.manifest.shard;
    throw new CliError('batch-incomplete', `${clean(name)} is shard ${index + 1}/${of} of a batch`, {
      hint: 'Join the shards with plenary merge, and report on the whole.',
    });
  }
  const { collectReport } = await import('../../report/collect.ts');
  const { reportPage } = await import('../../report/page.ts');
  const data = await collectReport(folder);
  const page = reportPage(data);
  if (bundle !== undefined) {
    const { bundleOf } = await import('../../report/bundle.ts');
    const { writeWhole } = await import('../../batch/folder.ts');
    const bytes = bundleOf(data, page);
    writeWhole(path.resolve(terminal.folder, bundle), Buffer.from(bytes), bundle);
    terminal.err(`wrote ${clean(bundle)}\n`);
  }
  writePieces(out, [page], terminal.folder);
  terminal.err(`wrote ${clean(out)}\n`);
  return 0;
}

/** The command. */
export const reportCommand: CommandSpec = {
  name: 'report',
  summary: 'what a batch says, as one page',
  about:
    'Writes one page of HTML about a batch: each hypothesis with its verdict, interval and, where the ' +
    'experiment has a space of plausible values, the share of it in which the sign holds and what turns it ' +
    'round; then effects, means, distributions, maps over factors, times as survival curves, series with ' +
    'bands, sensitivity, convergence, and the manifest. The page needs nothing else, opens from a disk and ' +
    'prints. --bundle writes an archive with the page, both texts, the tables, the figures behind the page ' +
    'and the one command that makes all of it again. Tables and texts that are not as the manifest ' +
    'has them are refused.',
  arguments: [{ name: '<folder>', says: 'the folder of a batch' }],
  options: [
    { flags: '--out <file>', says: 'where to write it, instead of report.html in the folder' },
    { flags: '--bundle <file>', says: 'write a zip archive with everything that a reader needs' },
  ],
  examples: [
    { line: 'plenary report results/aid', says: 'writes results/aid/report.html' },
    { line: 'plenary report results/aid --bundle aid.zip', says: 'for an archive or a reviewer' },
  ],
  run: report,
};

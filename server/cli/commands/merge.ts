/** `plenary merge`: joins the shards of a batch. */
import path from 'node:path';
import { type CommandSpec, flag, type Invocation, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { createProgress, type Progress } from '../progress.ts';
import { clean } from '../text.ts';

async function merge(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const out = textOption(invocation, 'out');
  const names = invocation.arguments.filter((name) => name !== undefined);
  if (out === undefined) {
    throw new CliError('usage', 'the merged batch needs a folder', { hint: 'Add --out FOLDER.' });
  }
  const isQuiet = flag(invocation, 'quiet');
  let progress: Progress | undefined;
  const begin = (rows: number, things: string) => {
    progress?.clear();
    progress = createProgress(terminal, rows, isQuiet, things);
  };
  const tell = (rows: number) => progress?.tell(rows);
  const { mergeBatches } = await import('../../batch/merge.ts');
  try {
    const merged = await mergeBatches(names, out, terminal.folder, {
      today: () => new Date().toISOString(),
      begin: (rows) => begin(rows, 'runs merged'),
      merged: tell,
      writing: (rows) => begin(rows, 'rows written'),
      wrote: tell,
    });
    progress?.clear();
    if (!isQuiet) {
      const tables = merged.tables.map(({ file, rows }) => `${path.join(out, file)} (${rows} rows)`);
      terminal.err(`${merged.runs} runs of ${names.length} folders in ${clean(out)}\n${tables.join('\n')}\n`);
    }
    return merged.failed > 0 ? 70 : 0;
  } finally {
    progress?.clear();
  }
}

/** The command. */
export const mergeCommand: CommandSpec = {
  name: 'merge',
  summary: 'join the shards of a batch',
  about:
    'Joins folders that plenary batch --shard wrote, on one machine or on many, into one batch with its ' +
    'tables: the same ones, byte for byte, as if one machine had played all. A run that is in two folders ' +
    'must have the same digest in both. A shard that is missing or not complete is named, and nothing is ' +
    'written.',
  arguments: [{ name: '<folders...>', says: 'folders of the shards' }],
  options: [
    { flags: '--out <folder>', says: 'a new folder for the whole batch' },
    { flags: '--quiet', says: 'no progress and no closing line' },
  ],
  examples: [
    {
      line: 'plenary batch aid-window --shard 1/2 --out part1',
      says: 'on one machine; --shard 2/2 --out part2 on another',
    },
    { line: 'plenary merge part1 part2 --out results/aid', says: 'then the whole' },
  ],
  run: merge,
};

/** The plain form of `plenary batch`: many runs of one scenario, a row of CSV each. */
import type { Scenario } from '../../engine/run/contract.ts';
import type { Play } from '../../engine/run/play.ts';
import { argument, flag, type Invocation, listOption, textOption } from './command.ts';
import { openWriter, type Writer, whileWriting } from './files.ts';
import { createProgress, duration, rate, rowsWritten } from './progress.ts';
import { loadSource } from './scenario-source.ts';
import { countRepeated, countSeeds, eachSeed, parseSeeds, type SeedRange } from './seeds.ts';
import { clean } from './text.ts';

/** A value of a CSV row; empty where a metric does not apply. RFC 4180. */
function cell(value: string | number): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** How long rows are gathered before they are written and Ctrl-C is looked at. */
const sliceMs = 50;

interface Tally {
  rows: number;
  faults: number;
  stoppedBy: string | undefined;
  elapsedMs: number;
}

/** Makes the row of a finished run. */
async function rowMaker(ids: readonly string[], shown: readonly string[], asked: readonly string[]) {
  const { computeMetrics } = await import('../../engine/analysis/metrics.ts');
  const { Loop, outcomes } = await import('../../engine/run/loop-position.ts');
  const { runDigest } = await import('../../engine/run/record.ts');
  const none = ids.map(() => Number.NaN);
  const slots = shown.map((id) => ids.indexOf(id));
  return (play: Play, seed: number): string => {
    const isFaulted = play.fault !== undefined;
    const outcome = outcomes[play.run.loop[Loop.outcome]];
    const values = isFaulted ? none : computeMetrics(play.run, asked);
    const cells = slots.map((slot) => values[slot]);
    const row = [seed, isFaulted ? 'faulted' : 'complete', outcome, ...cells, runDigest(play, seed)];
    return `${row.map(cell).join(',')}\n`;
  };
}

async function playAll(
  invocation: Invocation,
  scenario: Scenario,
  ranges: readonly SeedRange[],
  writer: Pick<Writer, 'write'>,
): Promise<Tally> {
  const { terminal } = invocation;
  const { idleMetrics, metricIds, requestedMetrics } = await import('../../engine/analysis/metrics.ts');
  const { createPlay } = await import('../../engine/run/play.ts');
  const ids = metricIds(scenario.file);
  const asked = flag(invocation, 'outcomes') ? requestedMetrics : [];
  const idle = idleMetrics(scenario);
  const shown = ids.filter(
    (id) => !idle.includes(id) && (!requestedMetrics.includes(id) || asked.includes(id)),
  );
  const row = await rowMaker(ids, shown, asked);
  const progress = createProgress(terminal, countSeeds(ranges), flag(invocation, 'quiet'));
  const tally: Tally = { rows: 0, faults: 0, stoppedBy: undefined, elapsedMs: 0 };
  const release = terminal.onStop((signal) => {
    tally.stoppedBy = signal;
  });
  const play = createPlay(scenario, { seed: ranges[0].first });
  let text = `${['seed', 'status', 'outcome', ...shown, 'digest'].map(cell).join(',')}\n`;
  const startedMs = terminal.now();
  let sinceMs = startedMs;
  try {
    for (const seed of eachSeed(ranges)) {
      play.reset(seed);
      play.toEnd();
      text += row(play, seed);
      tally.rows++;
      if (play.fault !== undefined) tally.faults++;
      if (terminal.now() - sinceMs < sliceMs) continue;
      writer.write(text);
      text = '';
      progress.tell(tally.rows);
      await new Promise((resolve) => setImmediate(resolve));
      if (tally.stoppedBy !== undefined) break;
      sinceMs = terminal.now();
    }
    writer.write(text);
    tally.elapsedMs = terminal.now() - startedMs;
  } finally {
    progress.clear();
    release();
  }
  return tally;
}

/** Plays the seeds. */
export async function batchSeeds(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const file = textOption(invocation, 'out');
  const ranges = parseSeeds(textOption(invocation, 'seeds') ?? '1..100');
  const { scenario } = await loadSource(argument(invocation, 0), listOption(invocation, 'set'), terminal);
  const repeated = countRepeated(ranges);
  if (repeated > 0) {
    const what = repeated === 1 ? '1 seed is' : `${repeated} seeds are`;
    terminal.err(`note: ${what} named before in --seeds; equal seeds give equal rows\n`);
  }
  const writer = file === undefined ? undefined : openWriter(file, terminal.folder);
  const to = writer ?? { write: (text: string) => terminal.out(text) };
  const play = () => playAll(invocation, scenario, ranges, to);
  const isWhole = ({ rows }: Tally) => rows === countSeeds(ranges);
  const { value: tally, left } = await whileWriting(writer, terminal, play, isWhole);
  const written = rowsWritten(tally.rows, left ?? file);
  const faults = tally.faults === 0 ? '' : `, ${tally.faults} of them faulted`;
  if (tally.stoppedBy !== undefined && !isWhole(tally)) {
    terminal.err(`stopped by ${tally.stoppedBy}: ${written}${faults}\n`);
    if (left !== undefined && file !== undefined) {
      const way = `rename or remove ${clean(left)} before the same command is given again`;
      terminal.err(`${clean(file)} is as it was before; ${way}\n`);
    }
    return 130;
  }
  if (!flag(invocation, 'quiet')) {
    const speed = `${duration(tally.elapsedMs / 1000)}, ${rate(tally.rows, tally.elapsedMs)}`;
    terminal.err(`${written}${faults} in ${speed}\n`);
  }
  return tally.faults === 0 ? 0 : 70;
}
